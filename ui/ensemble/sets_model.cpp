#include "ui/ensemble/sets_model.h"

#include <QHeaderView>
#include <QPainter>
#include <QTableView>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "outputs/amount.h"
#include "ui/common/method_sample.h"

namespace mlink::ui {
namespace {

constexpr int kAccuracyNumber = 32, kSample = 24;

}  // namespace

QString set_name(BoxSet set, const std::vector<std::string>& boxes) {
  const QStringList words{{}, {}, SetsModel::tr("both"), SetsModel::tr("all three"), SetsModel::tr("all four")};
  const int k = static_cast<int>(boxes.size());
  if (set.empty()) return SetsModel::tr("none");
  if (k > 1 && set == BoxSet::all(k)) return k < words.size() ? words[k] : SetsModel::tr("all %1").arg(k);
  const BoxSet out(BoxSet::all(k).bits() & ~set.bits());
  if (k > 5 && out.size() <= 2) return SetsModel::tr("all but %1").arg(to_qt(set_names(out, boxes)));
  return to_qt(set_names(set, boxes));
}

void SetsModel::set_sets(std::vector<WorthSet> sets, const std::vector<std::string>& boxes, const CostTable& costs) {
  beginResetModel();
  sets_ = std::move(sets);
  boxes_ = boxes;
  costs_ = costs;
  endResetModel();
}

int SetsModel::row_of(BoxSet set) const {
  for (std::size_t row = 0; row < sets_.size(); ++row)
    if (sets_[row].set == set) return static_cast<int>(row);
  return -1;
}

int SetsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(sets_.size());
}
int SetsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString SetsModel::name_of(BoxSet set) const { return set_name(set, boxes_); }

QString SetsModel::cost_text(const WorthSet& set, CostKind kind) const {
  if (!costs_.known(kind)) return QStringLiteral("–");
  return to_qt(amount_text({kind, cost_of(costs_, set.set, kind)}));
}

QVariant SetsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const WorthSet& set = sets_[static_cast<std::size_t>(index.row())];
  QStringList methods;
  for (const std::string& method : set.chosen_by) methods << to_qt(method);
  const int column = index.column();
  switch (role) {
    case Qt::TextAlignmentRole:
      return int((column == Memory || column == Time ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
      if (column == Run) return to_qt(set_names(set.set, boxes_)).toHtmlEscaped();
      if (column == ChosenBy && methods.isEmpty()) return tr("No method runs this set at its cost.");
      if (column == ChosenBy) return tr("At its cost %1 run this set.").arg(methods.join(QStringLiteral(", ")));
      return {};
    case ShareRole: return column == Accuracy ? QVariant(set.accuracy) : QVariant();
    case MethodsRole: return column == ChosenBy ? QVariant(methods) : QVariant();
    case Qt::DisplayRole: break;
    default: return {};
  }
  switch (column) {
    case Run: return name_of(set.set);
    case Memory: return cost_text(set, CostKind::memory);
    case Time: return cost_text(set, CostKind::time);
    case Accuracy: return to_qt(score_text(set.accuracy));
    case ChosenBy: return methods.isEmpty() ? QStringLiteral("–") : methods.join(QStringLiteral(", "));
    default: return {};
  }
}

QVariant SetsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return QAbstractTableModel::headerData(section, orientation, role);
  if (role == Qt::TextAlignmentRole)
    return int((section == Memory || section == Time ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  return QStringList{tr("Run"), tr("Memory"), tr("Time"), tr("Output accuracy"), tr("Chosen by")}.value(section);
}

void SetsDelegate::paint_accuracy(QPainter& painter, const QRect& place, const QModelIndex& index) const {
  painter.setPen(theme().text);
  painter.drawText(QRect(place.left(), place.top(), kAccuracyNumber, place.height()), Qt::AlignLeft | Qt::AlignVCenter,
                   index.data().toString());
  const QRectF room(place.left() + kAccuracyNumber + 6, place.center().y() - 5, place.width() - kAccuracyNumber - 6,
                    11);
  const double share = index.data(SetsModel::ShareRole).toDouble();
  if (room.width() < 12 || !std::isfinite(share)) return;
  painter.fillRect(room, theme().grid);
  QRectF bar = room;
  bar.setWidth(room.width() * std::clamp(share, 0.0, 1.0));
  painter.fillRect(bar, theme().ramp_at(share));
}

void SetsDelegate::paint_methods(QPainter& painter, const QRect& place, const QModelIndex& index) const {
  const QStringList methods = index.data(SetsModel::MethodsRole).toStringList();
  const auto sample = [&](const QString& method, int left) {
    draw_method_sample(painter, theme().method(method), QRectF(left, place.center().y() - 5.5, kSample, 12),
                       theme().panel);
  };
  const QString names = index.data().toString();
  const int needs = painter.fontMetrics().horizontalAdvance(names);
  QRect text = place;
  if (!methods.isEmpty() && needs + kSample + 8 > place.width()) {
    // No room for all names: how each is drawn tells it too, and the tooltip their names.
    int left = place.left();
    for (const QString& method : methods) {
      if (left + kSample > place.right() + 1) break;
      sample(method, left);
      left += kSample + 6;
    }
    return;
  }
  if (!methods.isEmpty()) {
    sample(methods.first(), place.left());
    text.adjust(kSample + 8, 0, 0, 0);
  }
  painter.setPen(methods.isEmpty() ? theme().second : theme().text);
  painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, names);
}

void SetsDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  if (index.column() != SetsModel::Accuracy && index.column() != SetsModel::ChosenBy)
    return RowDelegate::paint(painter, option, index);
  painter->save();
  paint_background(*painter, option, index);
  const QRect place = option.rect.adjusted(space::cell_side, 0, -space::cell_side, -1);
  painter->setFont(ui_font());
  if (index.column() == SetsModel::Accuracy)
    paint_accuracy(*painter, place, index);
  else
    paint_methods(*painter, place, index);
  painter->restore();
}

namespace {

/// Pixels of the longest text of a column.
int longest_in(const QAbstractItemModel& model, int column) {
  const QFontMetrics metrics(ui_font());
  int wide = 0;
  for (int row = 0; row < model.rowCount(); ++row)
    wide = std::max(wide, metrics.horizontalAdvance(model.index(row, column).data().toString()));
  return wide + 2 * space::cell_side + 2;
}

}  // namespace

void fit_sets(QTableView& view, CostKind kind) {
  const int room = view.viewport()->width();
  const QHeaderView* head = view.horizontalHeader();
  const QAbstractItemModel& model = *view.model();
  QVector<int> wide;
  for (int column = 0; column < SetsModel::ColumnCount; ++column) wide << head->sectionSizeHint(column);
  for (const int column : {SetsModel::Memory, SetsModel::Time})
    wide[column] = std::max(wide[column], longest_in(model, column));
  wide[SetsModel::Run] = std::max(wide[SetsModel::Run], 90);
  wide[SetsModel::ChosenBy] = std::max(wide[SetsModel::ChosenBy], 110);
  const auto sum = [&wide] {
    int all = 0;
    for (const int one : wide) all += one;
    return all;
  };
  const int other = kind == CostKind::memory ? SetsModel::Time : SetsModel::Memory;
  const bool hide = sum() > room;
  if (hide) wide[other] = 0;
  view.setColumnHidden(SetsModel::Memory, hide && other == SetsModel::Memory);
  view.setColumnHidden(SetsModel::Time, hide && other == SetsModel::Time);
  // What is left is for the names as far as they are cut: a fair part for those of the boxes, then those of the
  // methods, then the rest of the boxes'; and for the bars.
  const int names = longest_in(model, SetsModel::Run), methods = longest_in(model, SetsModel::ChosenBy) + kSample + 8;
  const auto widen = [&](int column, int wanted) {
    wide[column] += std::clamp(wanted - wide[column], 0, std::max(room - sum(), 0));
  };
  widen(SetsModel::Run, std::min(names, room * 2 / 5));
  widen(SetsModel::ChosenBy, methods);
  widen(SetsModel::Run, names);
  const int more = std::max(room - sum(), 0);
  wide[SetsModel::Run] += more / 3;
  wide[SetsModel::Accuracy] += more - more / 3;
  for (int column = 0; column < wide.size(); ++column)
    if (wide[column] > 0) view.setColumnWidth(column, wide[column]);
}

}  // namespace mlink::ui
