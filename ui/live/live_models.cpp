#include "ui/live/live_models.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ui/common/core_text.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

QString dash() { return QStringLiteral("–"); }

int aligned_right() { return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter); }

bool same_names(const std::vector<LiveBoxNow>& a, const std::vector<LiveBoxNow>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const LiveBoxNow& x, const LiveBoxNow& y) { return x.name == y.name; });
}

/// Predicting takes microseconds: "0.01 ms".
QString short_time(double seconds) {
  constexpr double ms = 1e3, small = 0.00995;
  if (!std::isfinite(seconds)) return dash();
  if (seconds >= small) return to_qt(duration_text(seconds));
  if (seconds < 5e-6) return LiveBoxesModel::tr("<0.01 ms");
  return LiveBoxesModel::tr("%1 ms").arg(seconds * ms, 0, 'f', 2);
}

}  // namespace

int LiveLogModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(lines_.size());
}
int LiveLogModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString LiveLogModel::icon_of(const Line& line) {
  if (line.error) return QStringLiteral("error");
  switch (line.told.event.kind) {
    case LiveEventKind::note: return QStringLiteral("info");
    case LiveEventKind::selected:
    case LiveEventKind::loaded: return QStringLiteral("check");
    case LiveEventKind::unloaded: return QStringLiteral("remove");
    case LiveEventKind::box_dropped: return QStringLiteral("error");
    case LiveEventKind::not_runnable: return QStringLiteral("info");
    case LiveEventKind::source_lost: return QStringLiteral("warn");
    case LiveEventKind::source_back: return QStringLiteral("check");
    case LiveEventKind::source_ended: return QStringLiteral("error");
    case LiveEventKind::picture_size: return QStringLiteral("info");
  }
  return {};
}

/// For who does not see the icon.
QString LiveLogModel::kind_of(const Line& line) {
  if (line.error) return tr("error");
  switch (line.told.event.kind) {
    case LiveEventKind::note: return tr("note");
    case LiveEventKind::selected: return tr("set chosen");
    case LiveEventKind::loaded: return tr("loaded");
    case LiveEventKind::unloaded: return tr("unloaded");
    case LiveEventKind::box_dropped: return tr("box given up");
    case LiveEventKind::not_runnable: return tr("cannot run");
    case LiveEventKind::source_lost: return tr("source lost");
    case LiveEventKind::source_back: return tr("source back");
    case LiveEventKind::source_ended: return tr("source ended");
    case LiveEventKind::picture_size: return tr("picture size");
  }
  return {};
}

QVariant LiveLogModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const Line& line = lines_[static_cast<std::size_t>(index.row())];
  const QString text = core_text(line.told.event.text);
  switch (role) {
    case Qt::DisplayRole:
      if (index.column() == Time) return line.told.at.toString(QStringLiteral("HH:mm:ss"));
      return index.column() == Text ? text : QString();
    case Qt::AccessibleTextRole: return index.column() == Icon ? kind_of(line) : QVariant();
    case Qt::ToolTipRole: return index.column() == Icon ? kind_of(line) : text;
    case RowDelegate::IconRole: return index.column() == Icon ? icon_of(line) : QVariant();
    case RowDelegate::ToneRole:
      if (index.column() == Time) return static_cast<int>(TextLabel::Tone::second);
      return line.error ? QVariant(static_cast<int>(TextLabel::Tone::error)) : QVariant();
    default: return {};
  }
}

QVariant LiveLogModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  if (section == Time) return tr("Time");
  return section == Text ? tr("What") : QString();
}

void LiveLogModel::put(std::vector<Line> lines) {
  if (lines.empty()) return;
  if (static_cast<int>(lines.size()) > kMost) lines.erase(lines.begin(), lines.end() - kMost);
  beginInsertRows({}, 0, static_cast<int>(lines.size()) - 1);
  for (Line& line : lines) lines_.push_front(std::move(line));
  endInsertRows();
  const int over = static_cast<int>(lines_.size()) - kMost;
  if (over <= 0) return;
  beginRemoveRows({}, kMost, kMost + over - 1);
  lines_.erase(lines_.end() - over, lines_.end());
  endRemoveRows();
}

void LiveLogModel::add(const std::vector<LiveLogLine>& lines) {
  std::vector<Line> put_in;
  put_in.reserve(lines.size());
  for (const LiveLogLine& line : lines) put_in.push_back({line, false});
  put(std::move(put_in));
}

void LiveLogModel::add_error(const QString& text) {
  put({{{QDateTime::currentDateTime(), {LiveEventKind::note, text.toStdString()}}, true}});
}

void LiveLogModel::add_note(const QString& text) {
  put({{{QDateTime::currentDateTime(), {LiveEventKind::note, text.toStdString()}}, false}});
}

void LiveLogModel::clear() {
  beginResetModel();
  lines_.clear();
  endResetModel();
}

Table LiveLogModel::table() const {
  Table table;
  table.title = "What happened";
  table.columns.push_back({"time", "time"});
  table.columns.push_back({"kind", "kind"});
  table.columns.push_back({"source", "source"});
  table.columns.push_back({"what", "what"});
  for (auto line = lines_.rbegin(); line != lines_.rend(); ++line)
    table.rows.push_back({line->told.at.toString(Qt::ISODateWithMs).toStdString(),
                          line->error ? std::string("error") : std::string(to_string(line->told.event.kind)),
                          text_cell(line->told.event.source), text_cell(line->told.event.text)});
  return table;
}

int LiveBoxesModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(boxes_.size());
}
int LiveBoxesModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString LiveBoxesModel::how(const LiveBoxNow& box) const {
  if (!begun_) return tr("not chosen yet");
  if (box.activated) return tr("run");
  QStringList from;
  for (const LiveBoxNow& other : boxes_)
    if (other.activated) from << to_qt(other.name);
  if (from.isEmpty()) return tr("predicted, its prior");
  return tr("predicted from %1").arg(from.join(QStringLiteral(", ")));
}

QString LiveBoxesModel::text_of(const LiveBoxNow& box, int column) const {
  switch (column) {
    case Box: return to_qt(box.name);
    case How: return how(box);
    case Memory:
      if (begun_ && !box.loaded && !box.verifying) return tr("not loaded");
      return std::isfinite(box.bytes) ? to_qt(bytes_text(box.bytes)) : dash();
    case Time: return short_time(box.activated ? box.seconds : box.predicting);
    case Agreement:
      if (box.activated) return tr("exact");
      return box.checked > 0 ? to_qt(score_text(box.agreement)) : dash();
    default: return {};
  }
}

QVariant LiveBoxesModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const LiveBoxNow& box = boxes_[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole: return text_of(box, index.column());
    case Qt::TextAlignmentRole: return index.column() >= Memory ? QVariant(aligned_right()) : QVariant();
    case Qt::AccessibleTextRole: return index.column() == Icon ? QVariant(how(box)) : QVariant();
    case Qt::ToolTipRole:
      if (index.column() == How) return how(box);
      if (index.column() == Memory)
        return box.verifying ? tr("Loaded to verify, beyond the budget")
                             : tr("Known memory of the box, as it was profiled or typed in");
      if (index.column() == Agreement && box.checked > 0)
        return tr("Mean over %1 verified frames; a frame on which it ran counts 1").arg(to_qt(count_text(box.checked)));
      return {};
    case RowDelegate::IconRole: return index.column() == Icon && box.activated ? QStringLiteral("play") : QVariant();
    case RowDelegate::MediumRole: return index.column() == Box && box.activated;
    case RowDelegate::ToneRole: {
      const bool quiet = index.column() == How || (index.column() == Memory && !box.loaded) ||
                         (!box.activated && index.column() == Time) || (box.activated && index.column() == Agreement);
      return quiet ? QVariant(static_cast<int>(TextLabel::Tone::second)) : QVariant();
    }
    default: return {};
  }
}

QVariant LiveBoxesModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole && section >= Memory) return aligned_right();
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case Box: return tr("Box");
    case Memory: return tr("Memory");
    case Time: return tr("Time");
    case Agreement: return tr("Agreement");
    default: return QString();
  }
}

void LiveBoxesModel::set_now(const LiveNow& now, bool begun) {
  begun_ = begun;
  if (!same_names(now.boxes, boxes_)) {
    beginResetModel();
    boxes_ = now.boxes;
    endResetModel();
    return;
  }
  boxes_ = now.boxes;
  if (!boxes_.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void LiveBoxesModel::clear() {
  beginResetModel();
  boxes_.clear();
  begun_ = false;
  endResetModel();
}

}  // namespace mlink::ui
