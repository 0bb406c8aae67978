#include "ui/window/palette_model.h"

#include <algorithm>

namespace mlink::ui {
namespace {

constexpr int kMostRows = 5;  // of one group
constexpr int kTitleBegins = 100, kWordBegins = 50, kAnywhere = 10, kInDetail = 4;

int word_score(const PaletteEntry& entry, const QString& word) {
  const qsizetype at = entry.title.indexOf(word, 0, Qt::CaseInsensitive);
  if (at == 0) return kTitleBegins;
  if (at > 0) return entry.title.at(at - 1).isLetterOrNumber() ? kAnywhere : kWordBegins;
  return entry.detail.contains(word, Qt::CaseInsensitive) ? kInDetail : 0;
}

}  // namespace

int match_score(const PaletteEntry& entry, const QString& typed) {
  int score = 1;
  for (const QString& word : typed.split(u' ', Qt::SkipEmptyParts)) {
    const int of_word = word_score(entry, word);
    if (of_word == 0) return 0;
    score += of_word;
  }
  return score;
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  if (row.entry < 0) {
    if (role == Qt::DisplayRole) return row.head;
    if (role == HeadRole) return true;
    if (role == CountRole) return row.count;
    return {};
  }
  const PaletteEntry& entry = entries_[static_cast<std::size_t>(row.entry)];
  switch (role) {
    case Qt::DisplayRole: return entry.title;
    case Qt::AccessibleTextRole:
      return QString(entry.title + QStringLiteral(", ") + (entry.reason.isEmpty() ? entry.detail : entry.reason));
    case Qt::ToolTipRole: return entry.reason.isEmpty() ? QVariant() : QVariant(entry.reason);
    case DetailRole: return entry.detail;
    case KeysRole: return entry.keys;
    case ReasonRole: return entry.reason;
    case IconNameRole: return entry.icon;
    case HeadRole: return false;
    default: return {};
  }
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex& index) const {
  // What cannot be done now can be chosen all the same: that tells why.
  return index.isValid() && entry(index.row()) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable
                                               : Qt::ItemFlags(Qt::NoItemFlags);
}

void PaletteModel::set_entries(std::vector<PaletteEntry> entries, const QStringList& recent) {
  beginResetModel();
  entries_ = std::move(entries);
  recent_ = recent;
  typed_.clear();
  find();
  endResetModel();
}

void PaletteModel::set_typed(const QString& typed) {
  beginResetModel();
  typed_ = typed.trimmed();
  find();
  endResetModel();
}

const PaletteEntry* PaletteModel::entry(int row) const {
  if (row < 0 || row >= static_cast<int>(rows_.size())) return nullptr;
  const int at = rows_[static_cast<std::size_t>(row)].entry;
  return at < 0 ? nullptr : &entries_[static_cast<std::size_t>(at)];
}

int PaletteModel::entry_from(int row, int direction) const {
  for (; row >= 0 && row < static_cast<int>(rows_.size()); row += direction)
    if (entry(row)) return row;
  return -1;
}

void PaletteModel::find() {
  rows_.clear();
  found_ = 0;
  struct Hit {
    int entry = 0, score = 0;
  };
  std::vector<std::pair<QString, std::vector<Hit>>> groups;
  for (int i = 0; i < static_cast<int>(entries_.size()); ++i) {
    const PaletteEntry& entry = entries_[static_cast<std::size_t>(i)];
    int score = match_score(entry, typed_);
    if (typed_.isEmpty() && !recent_.isEmpty()) {
      const auto at = recent_.indexOf(entry.title);
      score = at < 0 ? 0 : static_cast<int>(recent_.size() - at);
    }
    if (score == 0) continue;
    const auto group =
        std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.first == entry.group; });
    auto& hits = group == groups.end() ? groups.emplace_back(entry.group, std::vector<Hit>()).second : group->second;
    hits.push_back({i, score});
    ++found_;
  }
  for (auto& [name, hits] : groups) {
    std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.score > b.score; });
    rows_.push_back({name, -1, static_cast<int>(hits.size())});
    for (std::size_t k = 0; k < hits.size() && k < kMostRows; ++k) rows_.push_back({{}, hits[k].entry, 0});
  }
}

}  // namespace mlink::ui
