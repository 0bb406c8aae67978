#include "ui/replay/strips_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/replay/paint.h"

namespace mlink::ui {
namespace {

constexpr int kNames = 146, kRight = 92, kRightWithout = 150, kRuler = 30, kTitle = 20, kCurvesMin = 64,
              kCurvesMost = 150;
constexpr int kLaneMin = 10, kLaneMost = 32;  // ui.md
constexpr int kLaneGood = 13;                 // below it the lanes get the curves' room

double nice_seconds(double least) {
  for (const double step : {0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 600.0, 1800.0, 3600.0, 14400.0}) {
    if (step >= least) return step;
  }
  return 86400;
}

/// From here on it is told how many frames a box leaves without output.
constexpr double kTellWithout = 0.005;

bool some_without(const StripsData& strips) {
  for (const StripGroup& group : strips.groups) {
    for (const StripLane& lane : group.lanes) {
      if (lane.without >= kTellWithout) return true;
    }
  }
  return false;
}

QString tick_text(double seconds, double step) {
  if (seconds < 1e-9) return QStringLiteral("0");
  if (step < 1) return QStringLiteral("%1 s").arg(seconds, 0, 'f', 1);
  const auto whole = std::lround(seconds);
  if (whole < 120 && step < 60) return QStringLiteral("%1 s").arg(whole);
  if (whole < 7200 && step < 60)
    return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
  if (step < 3600) return StripsView::tr("%1 min").arg(whole / 60);
  return QStringLiteral("%1 h").arg(whole / 3600);
}

}  // namespace

StripsView::StripsView(const ThemeHolder& theme, QWidget* parent)
    : QAbstractScrollArea(parent), theme_(theme), right_(scaled(kRight)) {
  setObjectName(QStringLiteral("strips"));
  setAccessibleName(tr("Outcomes in time"));
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

void StripsView::set_strips(std::shared_ptr<const StripsData> strips) {
  const bool other_length = !strips_ || !strips || strips->length != strips_->length;
  strips_ = std::move(strips);
  right_ = strips_ && some_without(*strips_) ? scaled(kRightWithout) : scaled(kRight);
  if (other_length) {
    from_ = 0;
    to_ = strips_ && strips_->length > 0 ? strips_->length : 1;
  }
  lay_out();
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

void StripsView::lay_out() {
  rows_.clear();
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
  images_.assign(rows_.size(), {});
  const int visible = viewport()->height() - scaled(kRuler) - curves_height_;
  verticalScrollBar()->setRange(0, std::max(0, content_height_ - visible));
  verticalScrollBar()->setPageStep(visible);
  verticalScrollBar()->setSingleStep(lane + gap);
  viewport()->update();
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

const QImage& StripsView::lane_image(const Row& row, int height) const {
  QImage& image = images_[static_cast<std::size_t>(&row - rows_.data())];
  const qreal ratio = viewport()->devicePixelRatioF();
  const int pixels = static_cast<int>(std::lround(axis_rect().width() * ratio));
  if (image.isNull()) {
    const StripLane& lane =
        strips_->groups[static_cast<std::size_t>(row.group)].lanes[static_cast<std::size_t>(row.lane)];
    const auto runs = strip_runs(strips_->begin, strips_->cell_seconds, lane.cells, from_, to_, pixels);
    image = strip_image(runs, pixels, static_cast<int>(std::lround(height * ratio)),
                        strips_->cell_seconds * pixels / (to_ - from_), ratio, theme_.theme());
  }
  return image;
}

void StripsView::paintEvent(QPaintEvent* event) {
  QPainter painter(viewport());
  painter.setClipRegion(event->region());
  paint(painter, event->rect());
}

void StripsView::paint(QPainter& painter, const QRect& area) const {
  painter.fillRect(area, theme_.theme().panel);
  if (!strips_) return;
  const int bottom = curves_height_ > 0 ? curves_rect().top() - 6 : viewport()->height();
  painter.save();
  painter.setClipRect(QRect(0, scaled(kRuler), viewport()->width(), bottom - scaled(kRuler)), Qt::IntersectClip);
  for (const Row& row : rows_) {
    if (!row_rect(row).intersects(area)) continue;
    row.lane < 0 ? draw_title(painter, row) : draw_lane(painter, row);
  }
  painter.restore();
  draw_trained(painter);
  if (curves_height_ > 0) draw_curves(painter);
  draw_ruler(painter);
  draw_playhead(painter);
}

void StripsView::draw_ruler(QPainter& painter) const {
  const Theme& theme = theme_.theme();
  const QRect axis = axis_rect();
  painter.fillRect(QRect(0, 0, viewport()->width(), scaled(kRuler) - 4), theme.panel);
  painter.setFont(ui_font(TypeSize::axis));
  const double step = nice_seconds((to_ - from_) * 74 / axis.width());
  const double minor = step / 2;
  for (auto i = std::llround(std::ceil(from_ / minor - 1e-9)); static_cast<double>(i) * minor <= to_ + 1e-9; ++i) {
    const double s = static_cast<double>(i) * minor;
    const double x = std::round(x_of(s)) + 0.5;
    const bool labelled = std::abs(s / step - std::round(s / step)) < 1e-6;
    painter.setPen(QPen(theme.strong, 1));
    painter.drawLine(QPointF(x, scaled(labelled ? 19 : 22)), QPointF(x, scaled(25)));
    const double beside = x - x_of(position_);  // its time stands at the right of the playhead
    if (!labelled || (beside > -scaled(26) && beside < scaled(78))) continue;
    painter.setPen(theme.second);
    painter.drawText(QRectF(x - scaled(40), 3, scaled(80), scaled(15)), Qt::AlignCenter, tick_text(s, step));
  }
}

void StripsView::draw_title(QPainter& painter, const Row& row) const {
  const Theme& theme = theme_.theme();
  const StripGroup& group = strips_->groups[static_cast<std::size_t>(row.group)];
  const QRect rect = row_rect(row);
  const MethodLook look = theme.method(to_qt(group.method));
  draw_marker(painter, chart_marker(look.marker), QPointF(16.5, rect.center().y() + 0.5), 9, look.colour, theme.panel);
  painter.setFont(ui_font(TypeSize::head, true));
  painter.setPen(theme.text);
  painter.drawText(rect.adjusted(28, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, to_qt(group.title));
}

void StripsView::draw_lane(QPainter& painter, const Row& row) const {
  const Theme& theme = theme_.theme();
  const StripLane& lane =
      strips_->groups[static_cast<std::size_t>(row.group)].lanes[static_cast<std::size_t>(row.lane)];
  const QRect rect = row_rect(row), bar = lane_rect(row.group, row.lane);
  const bool chosen = to_qt(lane.name) == box_;
  if (chosen) painter.fillRect(QRect(4, rect.top(), scaled(kNames) - 10, rect.height()), theme.selection);
  painter.setFont(ui_font(TypeSize::head, chosen));
  painter.setPen(chosen ? theme.text : theme.second);
  const QString name = painter.fontMetrics().elidedText(to_qt(lane.name), Qt::ElideMiddle, scaled(kNames) - 40);
  painter.drawText(QRect(28, rect.top(), scaled(kNames) - 34, rect.height()), Qt::AlignVCenter | Qt::AlignLeft, name);
  painter.drawImage(bar.topLeft(), lane_image(row, bar.height()));
  painter.setPen(theme.text);
  const int right = bar.right() + 10;
  painter.setFont(ui_font(TypeSize::head, chosen));
  painter.drawText(QRect(right, rect.top(), scaled(30), rect.height()), Qt::AlignVCenter | Qt::AlignLeft,
                   lane.share ? QString::number(*lane.share, 'f', 2) : QStringLiteral("–"));
  painter.setFont(ui_font(TypeSize::axis));
  painter.setPen(theme.second);
  QString words = lane.run ? tr("run") : QString();
  if (lane.without >= kTellWithout) {
    const QString without = tr("no output %1").arg(lane.without, 0, 'f', 2);
    words = words.isEmpty() ? without : tr("%1, %2").arg(words, without);
  }
  painter.drawText(QRect(right + scaled(34), rect.top(), right_ - scaled(44), rect.height()), Qt::AlignVCenter, words);
}

void StripsView::draw_trained(QPainter& painter) const {
  const Theme& theme = theme_.theme();
  const QRect axis = axis_rect();
  const double x = std::round(x_of(strips_->trained_until)) + 0.5;
  if (strips_->trained_until <= from_ || x > axis.right()) return;
  const int bottom = scaled(kRuler) + std::min(content_height_, viewport()->height() - scaled(kRuler) - curves_height_);
  painter.setPen(QPen(theme.strong, 1));
  painter.drawLine(QPointF(x, scaled(20)), QPointF(x, bottom));
  const QRect place = trained_rect();
  if (place.isEmpty() || place.top() < scaled(kRuler)) return;
  painter.setFont(ui_font(TypeSize::axis));
  painter.setPen(theme.second);
  painter.drawText(place, Qt::AlignCenter, trained_text());
}

void StripsView::draw_curves(QPainter& painter) const {
  const Theme& theme = theme_.theme();
  const QRect plot = curves_rect();
  painter.save();
  painter.setFont(ui_font(TypeSize::head, true));
  painter.setPen(theme.text);
  painter.drawText(QRect(28, plot.top() - 4, scaled(kNames) - scaled(64), scaled(18)), Qt::AlignVCenter,
                   tr("accuracy"));
  painter.setFont(ui_font(TypeSize::axis));
  painter.setPen(theme.second);
  painter.drawText(QRect(28, plot.top() + scaled(12), scaled(kNames) - scaled(64), scaled(16)), Qt::AlignVCenter,
                   tr("over 10 s"));
  double low = 1;
  for (const StripCurve& curve : strips_->curves) {
    for (const auto& point : curve.points) low = std::min(low, point.second);
  }
  low = std::max(0.0, std::floor((low - 0.01) * 4) / 4);
  const auto y_of = [&](double a) { return plot.bottom() - plot.height() * (a - low) / (1 - low); };
  const double step = plot.height() / ((1 - low) * 4) < scaled(14) ? 0.5 : 0.25;
  for (int i = 0; 1 - i * step > low - 0.01; ++i) {
    const double a = 1 - i * step;
    const double y = std::round(y_of(a)) + 0.5;
    painter.setPen(QPen(theme.grid, 1));
    painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    painter.setPen(theme.second);
    painter.drawText(QRectF(plot.left() - scaled(40), y - scaled(8), scaled(40) - 8, scaled(16)),
                     Qt::AlignRight | Qt::AlignVCenter, QString::number(a, 'f', 2));
  }
  painter.setRenderHint(QPainter::Antialiasing);
  struct End {
    double y;
    MethodLook look;
  };
  std::vector<End> ends;
  painter.save();
  painter.setClipRect(plot.adjusted(0, -4, 1, 4), Qt::IntersectClip);
  for (auto curve = strips_->curves.rbegin(); curve != strips_->curves.rend(); ++curve) {
    if (curve->points.empty()) continue;
    QPainterPath line;
    double before = -1e9;
    for (const auto& [seconds, accuracy] : curve->points) {
      const QPointF point(x_of(seconds), y_of(accuracy));
      if (seconds - before > 1.5 * strips_->curve_seconds) line.moveTo(point);  // nothing is recorded between
      line.lineTo(point);
      before = seconds;
    }
    const MethodLook look = theme.method(to_qt(curve->method));
    QPen pen = look.pen();
    pen.setWidthF(look.name == u"mlink" ? 2 : 1.5);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(line);
    ends.push_back({line.currentPosition().y(), look});
  }
  painter.restore();
  std::sort(ends.begin(), ends.end(), [](const End& a, const End& b) { return a.y < b.y; });
  double free = -1e9;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const double most = plot.bottom() + 8 - scaled(12) * static_cast<double>(ends.size() - 1 - i);
    const double y = std::min(std::max(ends[i].y, free), most);
    free = y + scaled(12);
    draw_marker(painter, chart_marker(ends[i].look.marker), QPointF(plot.right() + 8, y), 7, ends[i].look.colour,
                theme.panel);
    painter.setPen(ends[i].look.colour);
    painter.drawText(QRectF(plot.right() + 16, y - scaled(8), right_ - 16, scaled(16)), Qt::AlignVCenter,
                     ends[i].look.name);
  }
  painter.restore();
}

void StripsView::draw_playhead(QPainter& painter) const {
  if (position_ < from_ - 1e-9 || position_ > to_ + 1e-9) return;
  const Theme& theme = theme_.theme();
  const double x = std::round(x_of(position_));
  const int bottom = curves_height_ > 0 ? curves_rect().bottom() + 6 : viewport()->height();
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(QRectF(x - 0.75, 16, 1.5, bottom - 16), theme.text);
  QPainterPath head(QPointF(x - 5.5, 4));
  head.lineTo(x + 5.5, 4);
  head.lineTo(x + 5.5, 12);
  head.lineTo(x, 18);
  head.lineTo(x - 5.5, 12);
  head.closeSubpath();
  painter.fillPath(head, theme.text);
  painter.setFont(ui_font(TypeSize::axis, true));
  painter.setPen(theme.text);
  const QString text = moment_text(position_);
  painter.drawText(QRectF(x + 10, 3, scaled(70), scaled(15)), Qt::AlignVCenter | Qt::AlignLeft, text);
  painter.restore();
}

void StripsView::resizeEvent(QResizeEvent*) { lay_out(); }

void StripsView::set_range(double from, double to) {
  const double length = strips_ && strips_->length > 0 ? strips_->length : 1;
  const double wide = std::clamp(to - from, std::min(length, 1.0), length);
  from_ = std::clamp(from, 0.0, length - wide);
  to_ = from_ + wide;
  images_.assign(images_.size(), {});
  viewport()->update();
}

void StripsView::zoom(double factor, double at) { set_range(at - (at - from_) * factor, at + (to_ - at) * factor); }

void StripsView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !strips_) return;
  const QPointF at = event->position();
  if (const Row* row = row_at(static_cast<int>(at.y())); row && row->lane >= 0) {
    const StripGroup& group = strips_->groups[static_cast<std::size_t>(row->group)];
    Q_EMIT lane_chosen(to_qt(group.method), to_qt(group.lanes[static_cast<std::size_t>(row->lane)].name));
  }
  if (at.x() < scaled(kNames) - 6 || at.x() > axis_rect().right() + 6) return;
  dragging_ = true;
  Q_EMIT seek_requested(std::clamp(seconds_at(at.x()), 0.0, strips_->length));
}

void StripsView::mouseMoveEvent(QMouseEvent* event) {
  if (dragging_ && strips_) Q_EMIT seek_requested(std::clamp(seconds_at(event->position().x()), from_, to_));
}

void StripsView::mouseReleaseEvent(QMouseEvent*) { dragging_ = false; }

void StripsView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->position().y() < scaled(kRuler)) return show_all();
  mousePressEvent(event);
}

void StripsView::wheelEvent(QWheelEvent* event) {
  if (event->modifiers().testFlag(Qt::ControlModifier)) {
    zoom(event->angleDelta().y() > 0 ? 0.8 : 1.25, std::clamp(seconds_at(event->position().x()), from_, to_));
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

QString StripsView::hover_text(const QPoint& at) const {
  const Row* row = strips_ ? row_at(at.y()) : nullptr;
  if (!row || row->lane < 0 || !axis_rect().contains(at)) return {};
  const StripLane& lane =
      strips_->groups[static_cast<std::size_t>(row->group)].lanes[static_cast<std::size_t>(row->lane)];
  const double seconds = seconds_at(at.x());
  if (seconds < strips_->trained_until) return tr("Links were trained on this part; it is not evaluated.");
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
