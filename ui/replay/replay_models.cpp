#include "ui/replay/replay_models.h"

#include <QCoreApplication>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ui/common/core_text.h"
#include "ui/common/output_text.h"
#include "ui/replay/frame_columns.h"
#include "ui/replay/paint.h"
#include "ui/replay/strip_raster.h"

namespace mlink::ui {
namespace {

QString score(double value) { return to_qt(score_text(value)); }

bool same_methods(const ReplayResult& a, const ReplayResult& b) {
  return a.boxes == b.boxes && std::equal(a.methods.begin(), a.methods.end(), b.methods.begin(), b.methods.end(),
                                          [](const auto& x, const auto& y) { return x.method == y.method; });
}

int right_aligned() { return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter); }

}  // namespace

void MethodsModel::set_result(const ReplayResult& result) {
  if (!same_methods(result, result_)) {
    beginResetModel();
    result_ = result;
    endResetModel();
    return;
  }
  result_ = result;
  if (!result_.methods.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
}

int MethodsModel::row_of(const QString& method) const {
  for (std::size_t i = 0; i < result_.methods.size(); ++i) {
    if (to_qt(result_.methods[i].method) == method) return static_cast<int>(i);
  }
  return -1;
}

QString MethodsModel::method_at(int row) const {
  return row >= 0 && row < rowCount() ? to_qt(result_.methods[static_cast<std::size_t>(row)].method) : QString();
}

int MethodsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(result_.methods.size());
}
int MethodsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : Columns; }

QString MethodsModel::what_is_run(const MethodResult& method) const {
  if (method.by_frame) return tr("changes by frame");
  if (!method.activated) return method.note.empty() ? tr("changes by period") : core_text(method.note);
  if (method.activated->empty()) return tr("nothing fits, priors only");
  if (method.activated->size() == static_cast<int>(result_.boxes.size())) return tr("all");
  return to_qt(set_text(result_.boxes, *method.activated));
}

QString MethodsModel::text_of(const MethodResult& method, int column) const {
  switch (column) {
    case Method: return to_qt(method.method);
    case Accuracy: return score(method.output_accuracy);
    case Range: return tr("%1 to %2").arg(score(method.interval.low), score(method.interval.high));
    case Time: return to_qt(duration_text(method.seconds_per_frame));
    case Runs: return score(method.executions_per_frame);
    case WhatIsRun: return what_is_run(method);
    default: return {};
  }
}

QVariant MethodsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const MethodResult& method = result_.methods[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole: return text_of(method, index.column());
    case Qt::TextAlignmentRole:
      if (index.column() == Method || index.column() == WhatIsRun) return {};
      return right_aligned();
    case Qt::ToolTipRole:
      if (index.column() == Range) return tr("95 % interval by bootstrap over frames");
      return method.note.empty() ? QVariant() : QVariant(core_text(method.note));
    case RowDelegate::ToneRole:
      if (index.column() == WhatIsRun || index.column() == Range) return static_cast<int>(TextLabel::Tone::second);
      return {};
    case RowDelegate::MediumRole: return index.column() == Accuracy && method.method == "mlink";
    case SortRole:
      if (index.column() == Accuracy || index.column() == Range) return method.output_accuracy;
      if (index.column() == Time) return method.seconds_per_frame;
      if (index.column() == Runs) return method.executions_per_frame;
      return text_of(method, index.column());
    default: return {};
  }
}

QVariant MethodsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole && section != Method && section != WhatIsRun) return right_aligned();
  if (role == Qt::ToolTipRole && section == Runs) return tr("Share of all boxes that is run in a frame");
  if (role == Qt::ToolTipRole && section == Accuracy)
    return tr("Mean over frames and boxes; a box that is run counts 1");
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case Method: return tr("Method");
    case Accuracy: return tr("Accuracy");
    case Range: return tr("Interval");
    case Time: return tr("Time");
    case Runs: return tr("Runs");
    case WhatIsRun: return tr("What is run");
    default: return {};
  }
}

void FrameModel::set_lines(std::vector<FrameLine> lines, bool evaluated) {
  const bool same = lines.size() == lines_.size();
  evaluated_ = evaluated;
  if (!same) {
    beginResetModel();
    lines_ = std::move(lines);
    endResetModel();
    return;
  }
  lines_ = std::move(lines);
  if (!lines_.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
}

int FrameModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(lines_.size());
}
int FrameModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : Columns; }

QString percent_text(double share) { return FrameModel::tr("%1 %").arg(static_cast<int>(std::lround(share * 100))); }

QString FrameModel::sure_tip() {
  return tr("Estimated chance that the prediction is right, calibrated on rows of the training part");
}

/// Outputs all of them, since a cell may show the beginning only.
QVariant FrameModel::tip_of(int column, const FrameLine& line) {
  QStringList tip;
  if (column == Shown && !line.shown.empty()) tip << shown_output(line.shown);
  if (column == Exact && !line.exact.empty()) tip << shown_output(line.exact);
  if (!line.remark.empty()) tip << core_text(line.remark);
  return tip.isEmpty() ? QVariant() : QVariant(tip.join(QLatin1Char('\n')));
}

QVariant FrameModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const FrameLine& line = lines_[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole:
      switch (index.column()) {
        case Box: return to_qt(line.box);
        case How: return evaluated_ ? outcome_source(line.outcome) : tr("trained");
        case Shown: return shown_output(line.shown);
        case Sure: return line.chance ? percent_text(*line.chance) : QString();
        case Exact: return shown_output(line.exact);
        default: return {};
      }
    case Qt::AccessibleTextRole:
      return index.column() == Right && evaluated_ ? QVariant(outcome_text(line.outcome)) : QVariant();
    case Qt::TextAlignmentRole:
      return index.column() >= Shown && index.column() <= Exact ? QVariant(right_aligned()) : QVariant();
    case Qt::ToolTipRole:
      if (index.column() == Sure && line.chance) return sure_tip();
      return tip_of(index.column(), line);
    case RowDelegate::MediumRole: return index.column() == Shown;
    case RowDelegate::ToneRole:
      return index.column() == How || index.column() == Sure ? QVariant(static_cast<int>(TextLabel::Tone::second))
                                                             : QVariant();
    case OutcomeRole: return evaluated_ ? QVariant(static_cast<int>(line.outcome)) : QVariant();
    default: return {};
  }
}

QVariant FrameModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole && section >= Shown && section <= Exact) return right_aligned();
  if (role == Qt::ToolTipRole && section == Sure) return sure_tip();
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case Box: return tr("Box");
    case Shown: return tr("Shown");
    case Sure: return tr("Sure");
    case Exact: return tr("Exact");
    default: return QString();
  }
}

void MethodDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  if (index.column() != MethodsModel::Method) return RowDelegate::paint(painter, option, index);
  painter->save();
  paint_background(*painter, option, index);
  const QRect place = option.rect.adjusted(space::cell_side, 0, -space::cell_side, -1);
  const QString name = index.data().toString();
  const MethodLook look = theme().method(name);
  const bool selected = option.state.testFlag(QStyle::State_Selected);
  draw_method_sample(*painter, look, QRectF(place.left(), place.top(), 34, place.height()),
                     selected ? theme().selection : theme().panel);
  painter->setFont(ui_font());
  painter->setPen(theme().text);
  painter->drawText(place.adjusted(42, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, name);
  painter->restore();
}

QSize MethodDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QSize size = RowDelegate::sizeHint(option, index);
  if (index.column() == MethodsModel::Method) size.rwidth() += 42;
  return size;
}

void FrameDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const bool output = index.column() == FrameModel::Shown || index.column() == FrameModel::Exact;
  if (index.column() != FrameModel::Right && !output) return RowDelegate::paint(painter, option, index);
  painter->save();
  paint_background(*painter, option, index);
  if (output) {
    const QRect place = option.rect.adjusted(space::cell_side, 0, -space::cell_side, -1);
    const QFont font = ui_font(TypeSize::text, index.data(MediumRole).toBool());
    painter->setFont(font);
    painter->setPen(tone_of(index));
    painter->drawText(place, right_aligned(), FrameColumns::fitted(index.data().toString(), font, place.width()));
    painter->restore();
    return;
  }
  const QVariant value = index.data(FrameModel::OutcomeRole);
  if (value.isValid()) {
    const auto outcome = static_cast<Outcome>(value.toInt());
    const QRectF square(option.rect.center().x() - 6, option.rect.center().y() - 7, 14, 14);
    if (is_wrong(outcome)) draw_sign(*painter, Sign::cross, square, theme().outcome.wrong);
    if (is_right(outcome) && outcome != Outcome::run) draw_sign(*painter, Sign::check, square, theme().outcome.right);
    if (outcome == Outcome::failed) draw_sign(*painter, Sign::warn, square, theme().outcome.failed);
  }
  painter->restore();
}

}  // namespace mlink::ui
