#include "ui/replay/strips_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <utility>

#include "base/text.h"
#include "ui/charts/end_labels.h"
#include "ui/charts/spoken.h"
#include "ui/replay/paint.h"
#include "ui/replay/strips_room.h"

namespace mlink::ui {

using namespace strips_room;

namespace {

constexpr int kBeside = 92, kBesideWithout = 150, kCurvesMin = 64, kCurvesMost = 150;
constexpr int kLaneMin = 10, kLaneMost = 32;  // ui.md
constexpr int kLaneGood = 13;                 // below it the lanes get the curves' room
constexpr double kLeastBand = 4;              // pixels that are dragged over; less was a click

bool some_without(const StripsData& strips) {
  for (const StripGroup& group : strips.groups) {
    for (const StripLane& lane : group.lanes) {
      if (lane.without >= kTellWithout) return true;
    }
  }
  return false;
}

}  // namespace

StripsView::StripsView(const ThemeHolder& theme, QWidget* parent)
    : QAbstractScrollArea(parent), theme_(theme), right_(scaled(kBeside)) {
  setObjectName(QStringLiteral("strips"));
  setAccessibleName(tr("Outcomes in time"));
  set_spoken(*this, QAccessible::Chart, [this] { return spoken(); });
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::StrongFocus);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  viewport()->setMouseTracking(true);
  viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
  connect(&theme, &ThemeHolder::changed, this, [this] {
    images_.assign(images_.size(), {});
    viewport()->update();
  });
}

void StripsView::redraw_lanes() {
  images_.assign(rows_.size(), {});
  columns_.reset();
  if (shares_pixels() != shared_) {
    shared_ = !shared_;
    Q_EMIT shares_pixels_changed();
  }
  viewport()->update();
}

const StripColumns& StripsView::columns() const {
  if (!columns_) {
    const int pixels = static_cast<int>(std::lround(axis_rect().width() * viewport()->devicePixelRatioF()));
    columns_ = strips_ ? strip_columns(strips_->begin, strips_->cell_seconds, from_, to_, pixels) : StripColumns{};
  }
  return *columns_;
}

bool StripsView::shares_pixels() const { return columns().shared; }

void StripsView::set_strips(std::shared_ptr<const StripsData> strips) {
  const bool other_length = !strips_ || !strips || strips->length != strips_->length;
  const auto before = std::exchange(strips_, std::move(strips));
  const std::vector<Row> rows = rows_;
  std::vector<QImage> images = std::move(images_);
  images_.clear();
  if (other_length) {
    from_ = 0;
    to_ = strips_ && strips_->length > 0 ? strips_->length : 1;
  }
  double low = 1;
  for (const StripCurve& curve : strips_ ? strips_->curves : std::vector<StripCurve>()) {
    for (const auto& point : curve.points) low = std::min(low, point.second);
  }
  lowest_ = std::max(0.0, std::floor((low - 0.01) * 4) / 4);
  const bool shared = shared_;
  lay_out();
  if (before && strips_ && !other_length && shared == shared_) keep_images(*before, rows, std::move(images));
}

/// Between two stops of the budget most lanes stay as they are.
void StripsView::keep_images(const StripsData& before, const std::vector<Row>& rows, std::vector<QImage> images) {
  if (before.cell_seconds != strips_->cell_seconds || before.begin != strips_->begin) return;
  const int pixels = static_cast<int>(std::lround(axis_rect().width() * viewport()->devicePixelRatioF()));
  const auto lane_of = [](const StripsData& strips, const Row& row) -> const StripLane& {
    return strips.groups[static_cast<std::size_t>(row.group)].lanes[static_cast<std::size_t>(row.lane)];
  };
  for (std::size_t i = 0; i < std::min({rows.size(), rows_.size(), images.size()}); ++i) {
    const Row &old = rows[i], &now = rows_[i];
    const bool same_place = old.group == now.group && old.lane == now.lane && old.height == now.height;
    if (now.lane < 0 || !same_place || images[i].width() != pixels) continue;
    if (lane_of(before, old).cells == lane_of(*strips_, now).cells) images_[i] = std::move(images[i]);
  }
}

void StripsView::set_position(double seconds) {
  if (seconds == position_) return;
  viewport()->update(playhead_rect(position_));
  position_ = seconds;
  viewport()->update(playhead_rect(position_));
}

void StripsView::set_box(const QString& box) {
  box_ = box;
  viewport()->update();
}

void StripsView::show_all() { set_range(0, strips_ && strips_->length > 0 ? strips_->length : 1); }

/// Of the figures beside the lanes and of the names at the curves' ends.
int StripsView::right_width() const {
  int wide = scaled(strips_ && some_without(*strips_) ? kBesideWithout : kBeside);
  const QFontMetrics metrics(ui_font(TypeSize::axis));
  for (const StripCurve& curve : strips_ ? strips_->curves : std::vector<StripCurve>())
    wide = std::max(wide, metrics.horizontalAdvance(to_qt(curve.method)) + 24);
  return wide;
}

void StripsView::lay_out() {
  rows_.clear();
  right_ = right_width();
  int titles = 0, lanes = 0;
  if (strips_) {
    for (const StripGroup& group : strips_->groups) {
      ++titles;
      lanes += static_cast<int>(group.lanes.size());
    }
  }
  const bool curves = strips_ && !strips_->curves.empty();
  const int space = viewport()->height() - scaled(kRuler) - titles * scaled(kTitle) - 4;
  const auto lane_for = [lanes](int left) { return lanes > 0 ? left / lanes - 4 : 0; };
  curves_height_ = curves && lane_for(space - scaled(kCurvesMin) - 24) >= scaled(kLaneGood) ? scaled(kCurvesMin) : 0;
  const int lane = std::clamp(lane_for(space - curves_height_ - (curves_height_ > 0 ? 24 : 0)), kLaneMin, kLaneMost);
  const int gap = lane >= 20 ? 6 : 4;
  int y = 0;
  for (int g = 0; strips_ && g < static_cast<int>(strips_->groups.size()); ++g) {
    rows_.push_back({g, -1, y, scaled(kTitle)});
    y += scaled(kTitle);
    for (int l = 0; l < static_cast<int>(strips_->groups[static_cast<std::size_t>(g)].lanes.size()); ++l) {
      rows_.push_back({g, l, y, lane + gap});
      y += lane + gap;
    }
  }
  content_height_ = y;
  if (curves_height_ > 0)
    curves_height_ = std::clamp(viewport()->height() - scaled(kRuler) - content_height_ - 6, scaled(kCurvesMin),
                                scaled(kCurvesMost));
  const int visible = viewport()->height() - scaled(kRuler) - curves_height_;
  verticalScrollBar()->setRange(0, std::max(0, content_height_ - visible));
  verticalScrollBar()->setPageStep(visible);
  verticalScrollBar()->setSingleStep(lane + gap);
  redraw_lanes();
}

int StripsView::full_height() const {
  int height = scaled(kRuler) + (strips_ && !strips_->curves.empty() ? scaled(kCurvesMost) : 0) + 8;
  for (const StripGroup& group : strips_ ? strips_->groups : std::vector<StripGroup>())
    height += scaled(kTitle) + static_cast<int>(group.lanes.size()) * (kLaneMost + 6);
  return height;
}

QRect StripsView::axis_rect() const {
  return {scaled(kNames), 0, std::max(viewport()->width() - scaled(kNames) - right_, 10), viewport()->height()};
}

double StripsView::x_of(double seconds) const {
  const QRect axis = axis_rect();
  return axis.left() + axis.width() * (seconds - from_) / (to_ - from_);
}

double StripsView::seconds_at(double x) const {
  const QRect axis = axis_rect();
  return from_ + (x - axis.left()) / axis.width() * (to_ - from_);
}

QRect StripsView::row_rect(const Row& row) const {
  return {0, scaled(kRuler) + row.y - verticalScrollBar()->value(), viewport()->width(), row.height};
}

QRect StripsView::lane_rect(int group, int lane) const {
  for (const Row& row : rows_) {
    if (row.group != group || row.lane != lane) continue;
    const QRect whole = row_rect(row), axis = axis_rect();
    const int gap = whole.height() >= 26 ? 6 : 4;
    return {axis.left(), whole.top() + gap / 2, axis.width(), whole.height() - gap};
  }
  return {};
}

QRect StripsView::title_rect(int group) const {
  for (const Row& row : rows_) {
    if (row.group != group || row.lane >= 0) continue;
    const QRect whole = row_rect(row);
    const QString& title = to_qt(strips_->groups[static_cast<std::size_t>(group)].title);
    const int wide = QFontMetrics(ui_font(TypeSize::head, true)).horizontalAdvance(title);
    return {28, whole.top(), wide, whole.height()};
  }
  return {};
}

QRect StripsView::trained_rect() const {
  if (!strips_ || strips_->trained_until <= from_) return {};
  const QRect axis = axis_rect();
  const int x = static_cast<int>(std::round(x_of(strips_->trained_until)));
  if (x > axis.right()) return {};
  const QFontMetrics metrics(ui_font(TypeSize::axis));
  const int wide = metrics.horizontalAdvance(trained_text()) + 8, high = metrics.height();
  // The lanes are blank where links were trained: there the words stand in nobody's way.
  const QRect first = lane_rect(0, 0);
  if (x - axis.left() >= wide && !first.isEmpty())
    return {axis.left() + (x - axis.left() - wide) / 2, first.center().y() - high / 2, wide, high};
  // Else beside the line, above the lanes, when the title leaves room for them.
  const QRect beside(x + 4, scaled(kRuler), wide, scaled(kTitle) - 2);
  return verticalScrollBar()->value() > 0 || title_rect(0).right() + 8 > beside.left() ? QRect() : beside;
}

QRect StripsView::curves_rect() const {
  const QRect axis = axis_rect();
  const int content = std::min(content_height_, viewport()->height() - scaled(kRuler) - curves_height_);
  return {axis.left(), scaled(kRuler) + content + 8, axis.width(), std::max(curves_height_ - 16, 0)};
}

const StripsView::Row* StripsView::row_at(int y) const {
  if (y < scaled(kRuler) ||
      (curves_height_ > 0 && y >= viewport()->height() - curves_height_ && y >= curves_rect().top()))
    return nullptr;
  for (const Row& row : rows_) {
    const QRect rect = row_rect(row);
    if (y >= rect.top() && y <= rect.bottom()) return &row;
  }
  return nullptr;
}

QRect StripsView::playhead_rect(double seconds) const {
  const int x = static_cast<int>(std::floor(x_of(seconds)));
  return {x - 90, 0, 210, viewport()->height()};  // figures of the ruler give way to it
}

double StripsView::y_of(double accuracy) const {
  const QRect plot = curves_rect();
  return plot.bottom() - plot.height() * (accuracy - lowest_) / (1 - lowest_);
}

std::vector<std::pair<std::string, QRectF>> StripsView::end_labels() const {
  std::vector<std::pair<std::string, QRectF>> placed;
  if (!strips_ || curves_height_ <= 0) return placed;
  const QRect plot = curves_rect();
  const QFontMetricsF metrics(ui_font(TypeSize::axis));
  const double line = metrics.height();
  // below the lanes' figures, and not below the drawing
  const double top = plot.top() - 6 + line / 2;
  const QRectF area(plot.right(), top, right_, std::min(plot.bottom() + 8, viewport()->height()) - line / 2 - top);
  // Where there is no room for all, the methods of the lanes come first.
  std::vector<const StripCurve*> curves;
  for (const StripCurve& curve : strips_->curves) {
    if (!curve.points.empty()) curves.push_back(&curve);
  }
  const auto in_lanes = [this](const StripCurve* curve) {
    return std::any_of(strips_->groups.begin(), strips_->groups.end(),
                       [&](const StripGroup& group) { return group.method == curve->method; });
  };
  std::stable_partition(curves.begin(), curves.end(), in_lanes);
  curves.resize(std::min(curves.size(), labels_that_fit(line, area)));
  std::vector<EndLabel> labels;
  labels.reserve(curves.size());
  for (const StripCurve* curve : curves)
    labels.push_back({to_qt(curve->method), {}, QPointF(plot.right(), y_of(curve->points.back().second))});
  const std::vector<double> heights = label_heights(labels, line, area);
  placed.reserve(labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i)
    placed.emplace_back(curves[i]->method, QRectF(plot.right() + 16, heights[i] - line / 2,
                                                  metrics.horizontalAdvance(labels[i].text), line));
  return placed;
}

void StripsView::resizeEvent(QResizeEvent*) { lay_out(); }

void StripsView::set_range(double from, double to) {
  const double length = strips_ && strips_->length > 0 ? strips_->length : 1;
  const double wide = std::clamp(to - from, std::min(length, 1.0), length);
  from_ = std::clamp(from, 0.0, length - wide);
  to_ = from_ + wide;
  redraw_lanes();
}

void StripsView::zoom(double factor, double at) { set_range(at - (at - from_) * factor, at + (to_ - at) * factor); }

void StripsView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !strips_) return;
  const QPointF at = event->position();
  const bool zooms = event->modifiers().testFlag(Qt::ControlModifier);
  if (const Row* row = row_at(static_cast<int>(at.y())); row && row->lane >= 0 && !zooms) {
    const StripGroup& group = strips_->groups[static_cast<std::size_t>(row->group)];
    Q_EMIT lane_chosen(to_qt(group.method), to_qt(group.lanes[static_cast<std::size_t>(row->lane)].name));
  }
  if (at.x() < scaled(kNames) - 6 || at.x() > axis_rect().right() + 6) return;
  if (zooms) {
    const double seconds = std::clamp(seconds_at(at.x()), from_, to_);
    band_.emplace(seconds, seconds);
    return;
  }
  before_press_ = position_;
  dragging_ = true;
  Q_EMIT seek_requested(std::clamp(seconds_at(at.x()), 0.0, strips_->length));
}

void StripsView::mouseMoveEvent(QMouseEvent* event) {
  const double seconds = std::clamp(seconds_at(event->position().x()), from_, to_);
  if (band_) {
    band_->second = seconds;
    viewport()->update();
  } else if (dragging_ && strips_) {
    Q_EMIT seek_requested(seconds);
  }
}

void StripsView::mouseReleaseEvent(QMouseEvent*) {
  dragging_ = false;
  if (!band_) return;
  const auto [from, to] = std::minmax(band_->first, band_->second);
  const bool wide = x_of(to) - x_of(from) >= kLeastBand;
  band_.reset();
  wide ? set_range(from, to) : viewport()->update();
}

void StripsView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->position().y() >= scaled(kRuler)) return mousePressEvent(event);
  // its first click moved the playhead, which was not what was wanted
  if (strips_ && position_ != before_press_) Q_EMIT seek_requested(before_press_);
  show_all();
}

void StripsView::wheelEvent(QWheelEvent* event) {
  if (event->modifiers().testFlag(Qt::ControlModifier)) {
    // about the playhead, which stays where it is; where it is not in view, about the mouse
    const bool in_view = position_ >= from_ && position_ <= to_;
    const double at = in_view ? position_ : std::clamp(seconds_at(event->position().x()), from_, to_);
    zoom(event->angleDelta().y() > 0 ? 0.8 : 1.25, at);
    return event->accept();
  }
  const int sideways =
      event->modifiers().testFlag(Qt::ShiftModifier) ? event->angleDelta().y() : event->angleDelta().x();
  if (sideways != 0) {
    const double by = -(to_ - from_) * sideways / 1200.0;
    set_range(from_ + by, to_ + by);
    return event->accept();
  }
  QAbstractScrollArea::wheelEvent(event);
}

void StripsView::keyPressEvent(QKeyEvent* event) {
  if (!strips_) return QAbstractScrollArea::keyPressEvent(event);
  switch (event->key()) {
    case Qt::Key_Left: Q_EMIT step_requested(-1); return;
    case Qt::Key_Right: Q_EMIT step_requested(1); return;
    case Qt::Key_Home: Q_EMIT seek_requested(0); return;
    case Qt::Key_End: Q_EMIT seek_requested(strips_->length); return;
    case Qt::Key_Up:
    case Qt::Key_Down: {
      if (strips_->groups.empty() || strips_->groups[0].lanes.empty()) return;
      const auto& lanes = strips_->groups[0].lanes;
      const auto at =
          std::find_if(lanes.begin(), lanes.end(), [&](const StripLane& l) { return to_qt(l.name) == box_; });
      auto index = at == lanes.end() ? 0 : at - lanes.begin() + (event->key() == Qt::Key_Up ? -1 : 1);
      index = std::clamp<std::ptrdiff_t>(index, 0, static_cast<std::ptrdiff_t>(lanes.size()) - 1);
      Q_EMIT lane_chosen(to_qt(strips_->groups[0].method), to_qt(lanes[static_cast<std::size_t>(index)].name));
      return;
    }
    default: QAbstractScrollArea::keyPressEvent(event);
  }
}

QString StripsView::spoken() const {
  if (!strips_) return {};
  const auto after = std::upper_bound(strips_->begin.begin(), strips_->begin.end(), position_);
  if (after == strips_->begin.begin()) return moment_text(position_);
  const auto cell = static_cast<std::size_t>(after - strips_->begin.begin()) - 1;
  QStringList said;
  for (const StripGroup& group : strips_->groups) {
    QStringList boxes;
    for (const StripLane& lane : group.lanes)
      if (cell < lane.cells.size())
        boxes << QStringLiteral("%1 %2").arg(to_qt(lane.name), outcome_text(lane.cells[cell]));
    said << QStringLiteral("%1: %2").arg(to_qt(group.method), boxes.join(QStringLiteral(", ")));
  }
  return QStringLiteral("%1; %2").arg(moment_text(position_), said.join(QStringLiteral("; ")));
}

QString StripsView::shares_text(const StripLane& lane, double x) const {
  const StripColumns& at = columns();
  const double ratio = viewport()->devicePixelRatioF();
  const int first = static_cast<int>((x - axis_rect().left()) * ratio);
  const int last = std::min(first + std::max(qRound(ratio), 1), at.pixels()) - 1;
  if (first < 0 || last < first) return {};
  const std::size_t begin = at.begin[static_cast<std::size_t>(first)], end = at.end[static_cast<std::size_t>(last)];
  const OutcomeCounts counts = lane.sums.of(lane.cells, begin, end);
  const std::uint32_t total = total_of(counts);
  if (total == 0) return {};
  QStringList lines{tr("%1, %2 to %3, %4 frames")
                        .arg(to_qt(lane.name), moment_text(strips_->begin[begin]), moment_text(strips_->begin[end - 1]),
                             to_qt(count_text(total)))};
  for (std::size_t k = 0; k < kOutcomes; ++k) {
    if (counts[k] == 0) continue;
    lines << tr("%1: %2 (%3)")
                 .arg(outcome_text(static_cast<Outcome>(k)), to_qt(count_text(counts[k])),
                      to_qt(score_text(static_cast<double>(counts[k]) / total)));
  }
  return lines.join(u'\n');
}

QString StripsView::hover_text(const QPoint& at) const {
  const Row* row = strips_ ? row_at(at.y()) : nullptr;
  if (!row || row->lane < 0 || !axis_rect().contains(at)) return {};
  const StripLane& lane =
      strips_->groups[static_cast<std::size_t>(row->group)].lanes[static_cast<std::size_t>(row->lane)];
  const double seconds = seconds_at(at.x());
  if (seconds < strips_->trained_until) return tr("Links were trained on this part; it is not evaluated.");
  if (shares_pixels()) return shares_text(lane, at.x());
  const auto after = std::upper_bound(strips_->begin.begin(), strips_->begin.end(), seconds);
  if (after == strips_->begin.begin()) return {};
  const auto cell = static_cast<std::size_t>(after - strips_->begin.begin()) - 1;
  if (cell >= lane.cells.size()) return {};
  return tr("%1 at %2: %3").arg(to_qt(lane.name), moment_text(strips_->begin[cell]), outcome_text(lane.cells[cell]));
}

bool StripsView::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    const QString text = hover_text(help->pos());
    text.isEmpty() ? QToolTip::hideText() : QToolTip::showText(help->globalPos() + QPoint(0, 10), text, viewport());
    return true;
  }
  return QAbstractScrollArea::viewportEvent(event);
}

}  // namespace mlink::ui
