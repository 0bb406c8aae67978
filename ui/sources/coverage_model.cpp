#include "ui/sources/coverage_model.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ui/common/icons.h"

namespace mlink::ui {

int CoverageModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(boxes_.size());
}

int CoverageModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : state_column() + 1; }

const CoverageModel::Lane& CoverageModel::lane(int box, int camera) const {
  return lanes_[static_cast<std::size_t>(box) * static_cast<std::size_t>(cameras_.size()) +
                static_cast<std::size_t>(camera)];
}

CoverageModel::Lane CoverageModel::sum(int box) const {
  Lane all;
  for (int c = 0; c < cameras(); ++c) {
    const Lane& l = lane(box, c);
    all.wanted += l.wanted;
    all.present += l.present;
    all.none += l.none;
    all.failed += l.failed;
  }
  return all;
}

QString CoverageModel::state_text(int box) const {
  const Lane all = sum(box);
  if (all.wanted == 0) return tr("no frames");
  if (all.done() >= all.wanted)
    return all.failed > 0 ? tr("%1 failed").arg(to_qt(count_text(all.failed))) : tr("complete");
  if (all.done() == 0) return tr("not collected");
  for (int c = 0; c < cameras(); ++c) {
    const Lane& l = lane(box, c);
    if (l.done() >= l.wanted) continue;
    return tr("%1 % of %2").arg(100 * l.done() / std::max<std::int64_t>(l.wanted, 1)).arg(cameras_[c]);
  }
  return {};
}

QVariant CoverageModel::lane_data(const Lane& lane, int role) const {
  switch (role) {
    case LaneRole: return true;
    case WantedRole: return static_cast<qlonglong>(lane.wanted);
    case PresentRole: return static_cast<qlonglong>(lane.present);
    case NoneRole: return static_cast<qlonglong>(lane.none);
    case FailedRole: return static_cast<qlonglong>(lane.failed);
    case FailuresRole: return QVariant::fromValue(lane.failures);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
      return tr("%1 of %2 stored%3%4")
          .arg(to_qt(count_text(lane.present + lane.none)), to_qt(count_text(lane.wanted)),
               lane.none > 0 ? tr(", %1 without output").arg(to_qt(count_text(lane.none))) : QString(),
               lane.failed > 0 ? tr(", %1 failed").arg(to_qt(count_text(lane.failed))) : QString());
    default: return {};
  }
}

QVariant CoverageModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const int box = index.row(), column = index.column();
  if (column == Name) {
    if (role == Qt::DisplayRole) return boxes_[box];
    if (role == RowDelegate::IconRole) return icons_[box];
    if (role == RowDelegate::MediumRole) return true;
    return {};
  }
  if (column < stored_column()) return lane_data(lane(box, column - FirstCamera), role);
  const Lane all = sum(box);
  if (role == Qt::TextAlignmentRole)
    return int((column == stored_column() ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  if (role == RowDelegate::ToneRole && column == state_column())
    return static_cast<int>(all.failed > 0 && all.done() >= all.wanted ? TextLabel::Tone::error
                                                                       : TextLabel::Tone::second);
  if (role != Qt::DisplayRole) return {};
  if (column == stored_column())
    return tr("%1 of %2").arg(to_qt(count_text(all.present + all.none)), to_qt(count_text(all.wanted)));
  return state_text(box);
}

QVariant CoverageModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return QAbstractTableModel::headerData(section, orientation, role);
  if (role == Qt::TextAlignmentRole)
    return int((section == stored_column() ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  if (section == Name) return tr("Box");
  if (section == stored_column()) return tr("Stored");
  if (section == state_column()) return tr("State");
  return cameras_.value(section - FirstCamera);
}

void CoverageModel::set_overview(const Overview& overview, const std::vector<FailureRow>& failures) {
  QStringList boxes, cameras, icons;
  for (const BoxRow& box : overview.boxes) {
    boxes << to_qt(box.name);
    icons << task_icon(box.spec.task);
  }
  for (const CameraRow& camera : overview.cameras) cameras << to_qt(camera.name);
  const bool same = boxes == boxes_ && cameras == cameras_;
  if (!same) beginResetModel();
  boxes_ = boxes;
  cameras_ = cameras;
  icons_ = icons;
  lanes_.assign(overview.boxes.size() * overview.cameras.size(), {});
  const auto at = [&](qsizetype box, qsizetype camera) -> Lane& {
    return lanes_[static_cast<std::size_t>(box * cameras_.size() + camera)];
  };
  for (const CoverageRow& row : overview.coverage) {
    if (row.box < 0 || row.box >= boxes_.size() || row.camera < 0 || row.camera >= cameras_.size()) continue;
    Lane& lane = at(row.box, row.camera);
    lane.wanted = row.wanted;
    lane.present = row.present;
    lane.none = row.none;
    lane.failed = row.failed;
  }
  for (const FailureRow& failure : failures) {
    const qsizetype box = boxes_.indexOf(to_qt(failure.box)), camera = cameras_.indexOf(to_qt(failure.camera));
    if (box < 0 || camera < 0) continue;
    const CameraRow& row = overview.cameras[static_cast<std::size_t>(camera)];
    const double length = static_cast<double>(std::max<std::int64_t>(row.frames * row.every, 1));
    at(box, camera).failures << std::clamp(static_cast<double>(failure.ordinal) / length, 0.0, 1.0);
  }
  if (!same)
    endResetModel();
  else if (!boxes_.isEmpty())
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, state_column()));
}

void CoverageModel::clear() { set_overview({}, {}); }

namespace {

void hatch(QPainter& painter, const QRectF& place, const QColor& colour, qreal step) {
  painter.save();
  painter.setClipRect(place);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(colour, 1.4));
  const int lines = static_cast<int>(std::ceil((place.width() + place.height()) / step));
  for (int i = 0; i < lines; ++i) {
    const qreal x = place.left() - place.height() + i * step;
    painter.drawLine(QPointF(x, place.bottom()), QPointF(x + place.height(), place.top()));
  }
  painter.restore();
}

}  // namespace

void draw_stored(QPainter& painter, const QRectF& place, const Theme& theme) {
  QColor colour = theme.outcome.run;
  if (!theme.dark) colour = colour.lighter(125);
  if (theme.dark) colour = colour.darker(120);
  painter.fillRect(place, colour);
}

void draw_missing(QPainter& painter, const QRectF& place, const Theme& theme) {
  if (place.width() < 1) return;
  painter.fillRect(place, theme.sunken);
  painter.setPen(theme.line);
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(place.adjusted(0, 0, -1, -1));
  QPen dots(theme.strong, 1, Qt::CustomDashLine);
  dots.setDashPattern({1, 5});
  painter.setPen(dots);
  const qreal y = std::floor(place.center().y());
  if (place.width() > 8) painter.drawLine(QPointF(place.left() + 4, y), QPointF(place.right() - 4, y));
}

void draw_failed(QPainter& painter, const QRectF& place, const Theme& theme) {
  painter.fillRect(place, theme.error_row);
  hatch(painter, place, theme.error, 5);
}

void CoverageDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  if (!index.data(CoverageModel::LaneRole).toBool()) {
    RowDelegate::paint(painter, option, index);
    return;
  }
  painter->save();
  paint_background(*painter, option, index);
  const QRectF lane(option.rect.left(), option.rect.center().y() - 10, option.rect.width() - 6, 21);
  const auto wanted = std::max<qlonglong>(index.data(CoverageModel::WantedRole).toLongLong(), 1);
  const auto failed = index.data(CoverageModel::FailedRole).toLongLong();
  const auto done =
      index.data(CoverageModel::PresentRole).toLongLong() + index.data(CoverageModel::NoneRole).toLongLong() + failed;
  const double share = std::clamp(static_cast<double>(done) / static_cast<double>(wanted), 0.0, 1.0);
  draw_missing(*painter, lane, theme());
  QRectF stored = lane;
  stored.setWidth(std::round(lane.width() * share));
  if (share > 0) draw_stored(*painter, stored, theme());
  const auto failures = index.data(CoverageModel::FailuresRole).value<QList<qreal>>();
  for (const qreal at : failures)
    draw_failed(*painter, QRectF(lane.left() + at * lane.width() - 2, lane.top(), 5, lane.height()), theme());
  if (share > 0 && share < 1)
    painter->fillRect(QRectF(stored.right() - 1, lane.top() - 2, 2, lane.height() + 4), theme().accent);
  painter->restore();
}

}  // namespace mlink::ui
