#include "ui/charts/chart.h"

#include <QGraphicsLayout>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QToolTip>
#include <QWheelEvent>
#include <QtCharts/QChart>
#include <QtCharts/QChartView>
#include <QtCharts/QValueAxis>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/charts/axes.h"
#include "ui/charts/spoken.h"

namespace mlink::ui {

/// The Qt Charts view; what it cannot draw comes from the owner.
class ChartSurface : public QChartView {
 public:
  explicit ChartSurface(Chart& owner) : QChartView(&owner), owner_(owner) {
    chart()->legend()->hide();
    chart()->setMargins({0, 0, 0, 0});
    chart()->setBackgroundVisible(false);
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setFocusPolicy(Qt::NoFocus);
    viewport()->setFocusPolicy(Qt::NoFocus);  // Qt's graphics view makes it a stop of the Tab key of its own
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  }

 protected:
  void drawForeground(QPainter* painter, const QRectF&) override {
    painter->setRenderHint(QPainter::Antialiasing);
    owner_.draw_overlay(*painter, owner_.plot_area());
  }

 private:
  Chart& owner_;
};

namespace {

constexpr double kZoomStep = 0.8, kMoveStep = 0.1, kDeepest = 1e-6;  // of the range, a notch of the wheel

QRectF rect_of(const ValueRange& x, const ValueRange& y) { return {x.low, y.low, x.span(), y.span()}; }

/// `wanted` as long as it may be, moved into `whole`.
ValueRange within(ValueRange wanted, const ValueRange& whole) {
  const double span = std::clamp(wanted.span(), whole.span() * kDeepest, whole.span());
  const double middle = std::midpoint(wanted.low, wanted.high);
  const double low = std::max(std::min(middle - span / 2, whole.high - span), whole.low);
  return {low, low + span};
}

}  // namespace

Chart::Chart(QWidget* parent) : QWidget(parent), surface_(new ChartSurface(*this)) {
  set_spoken(*this, QAccessible::Chart);
  surface_->viewport()->installEventFilter(this);
  make_axes();
  // Another size holds another number of points; not while the layout is at work.
  connect(
      surface_->chart(), &QChart::plotAreaChanged, this,
      [this] {
        if (plot_size() != built_for_) rebuild();
      },
      Qt::QueuedConnection);
}

Chart::~Chart() = default;

void Chart::make_axes() {
  const std::array<const ChartAxis*, 2> wanted{&x_, &y_};
  for (std::size_t i = 0; i < axes_.size(); ++i) {
    const bool numbers = wanted[i]->names.isEmpty();
    if (axes_[i] && (qobject_cast<QValueAxis*>(axes_[i]) != nullptr) == numbers) continue;
    if (axes_[i]) {
      axes_[i]->setVisible(false);  // its title is deleted only in the next turn of the event loop
      surface_->chart()->removeAxis(axes_[i]);
      delete axes_[i];
    }
    axes_[i] = make_axis(*wanted[i]);
    surface_->chart()->addAxis(axes_[i], i == 0 ? Qt::AlignBottom : Qt::AlignLeft);
  }
  for (QAbstractAxis* axis : axes_) {
    axis->setLabelsFont(style_.axis_font);
    axis->setTitleFont(style_.axis_font);
    axis->setLabelsBrush(style_.second);
    axis->setTitleBrush(style_.second);
    axis->setLinePen(QPen(style_.strong, 1));
    axis->setGridLinePen(QPen(style_.grid, 1));
  }
  // The line stands at the axis of the categories (or below), the grid across the other one.
  const bool level = !y_.names.isEmpty();
  axes_[0]->setLineVisible(!level);
  axes_[0]->setGridLineVisible(level);
  axes_[1]->setLineVisible(level);
  axes_[1]->setGridLineVisible(!level);
}

void Chart::set_style(const ChartStyle& style) {
  style_ = style;
  surface_->setBackgroundBrush(style.panel);
  rebuild();
  surface_->resetCachedContent();
  repaint_overlay();
}

void Chart::set_axes(const ChartAxis& x, const ChartAxis& y) {
  x_ = x;
  y_ = y;
  rebuild();
}

void Chart::rebuild() {
  if (building_ || changes_ > 0) return;
  const QScopedValueRollback guard(building_, true);
  QChart* chart = surface_->chart();
  chart->removeAllSeries();
  name_axes();
  make_axes();
  const QSizeF size = plot_size();
  built_for_ = size;
  const ChartExtent data = extent();
  whole_ = rect_of(padded(fitted(x_, data.x), data.marked_x, data.radius, size.width()),
                   padded(fitted(y_, data.y), data.marked_y, data.radius, size.height()));
  shown_ = zoomed_ ? shown_ & whole_ : whole_;
  if (shown_.isEmpty()) shown_ = whole_;
  zoomed_ = shown_ != whole_;
  apply(*axes_[0], x_, {shown_.left(), shown_.right()});
  apply(*axes_[1], y_, {shown_.top(), shown_.bottom()});
  name_categories();
  chart->setMargins({0, 0, static_cast<int>(std::ceil(room_right())), 0});
  build();
  hovered_ = {};
}

void Chart::name_categories() {
  if (!x_.names.isEmpty())
    apply_names(*axes_[0], x_.names, style_.axis_font,
                std::max(plot_size().width() / static_cast<double>(x_.names.size()) - 4, 4.0), true);
  if (!y_.names.isEmpty()) apply_names(*axes_[1], y_.names, style_.axis_font, std::max(width() * 0.36, 20.0), false);
}

void Chart::attach(QAbstractSeries* series) {
  surface_->chart()->addSeries(series);
  for (QAbstractAxis* axis : axes_) series->attachAxis(axis);
}

void Chart::repaint_overlay() { surface_->viewport()->update(); }

QRectF Chart::plot_area() const { return surface_->chart()->plotArea(); }

QSizeF Chart::plot_size() const {
  const QSizeF size = plot_area().size();
  return size.width() >= 10 && size.height() >= 10 ? size
                                                   : QSizeF(std::max(width() - 60, 10), std::max(height() - 40, 10));
}

QPointF Chart::value_at(const QPointF& position) const {
  const QRectF area = plot_area();
  const double fx = (position.x() - area.left()) / std::max(area.width(), 1.0);
  const double fy = (area.bottom() - position.y()) / std::max(area.height(), 1.0);
  return {std::lerp(shown_.left(), shown_.right(), fx), std::lerp(shown_.top(), shown_.bottom(), fy)};
}

QPointF Chart::position_of(const QPointF& value) const {
  const QRectF area = plot_area();
  const double fx = (value.x() - shown_.left()) / shown_.width();
  const double fy = (value.y() - shown_.top()) / shown_.height();
  return {area.left() + fx * area.width(), area.bottom() - fy * area.height()};
}

void Chart::set_zoom(ChartZoom zoom) {
  zoom_ = zoom;
  show_all();
}

void Chart::show_values(const QRectF& values) {
  if (!has_value(values.topLeft()) || !has_value(values.bottomRight())) return;
  const auto side = [](bool zooms, double low, double high, double whole_low, double whole_high) {
    return zooms ? within({low, high}, {whole_low, whole_high}) : ValueRange{whole_low, whole_high};
  };
  const ValueRange x = side(zoom_ != ChartZoom::none && x_.names.isEmpty(), values.left(), values.right(),
                            whole_.left(), whole_.right());
  const ValueRange y = side(zoom_ == ChartZoom::both && y_.names.isEmpty(), values.top(), values.bottom(), whole_.top(),
                            whole_.bottom());
  const bool all = x.span() > 0.999 * whole_.width() && y.span() > 0.999 * whole_.height();
  const QRectF wanted = all ? whole_ : rect_of(x, y);
  if (wanted == shown_) return;
  shown_ = wanted;
  zoomed_ = !all;
  rebuild();
  Q_EMIT zoom_changed(shown_);
}

void Chart::show_all() { show_values(whole_); }

bool Chart::wheel(const QPointF& position, const QPoint& delta, bool move) {
  if (zoom_ == ChartZoom::none || !plot_area().contains(position)) return false;
  const int along = delta.x() != 0 ? delta.x() : delta.y();
  if (move || delta.x() != 0) {
    show_values(shown_.translated(-along / 120.0 * kMoveStep * shown_.width(), 0));
    return true;
  }
  const double factor = std::pow(kZoomStep, delta.y() / 120.0);
  const QPointF at = value_at(position);
  const QPointF corner = at + (shown_.topLeft() - at) * factor;
  show_values({corner, shown_.size() * factor});
  return true;
}

void Chart::place() { surface_->setGeometry(rect()); }

void Chart::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  place();
}

QSize Chart::sizeHint() const { return {360, 220}; }
QSize Chart::minimumSizeHint() const { return {160, 60}; }

void Chart::draw_overlay(QPainter& painter, const QRectF& area) const {
  if (hovered_.series < 0 || !area.adjusted(-1, -1, 1, 1).contains(position_of(hovered_.at))) return;
  painter.setPen(QPen(style_.text, 1.5));
  painter.setBrush(Qt::NoBrush);
  painter.drawEllipse(position_of(hovered_.at), 6, 6);
}

void Chart::draw_whisker(QPainter& painter, const QPointF& low, const QPointF& high, const QColor& colour) const {
  painter.setPen(QPen(colour, 1.5));
  const QPointF cap = low.x() == high.x() ? QPointF(4, 0) : QPointF(0, 4);
  painter.drawLine(low, high);
  painter.drawLine(low - cap, low + cap);
  painter.drawLine(high - cap, high + cap);
}

void Chart::read_at(const QPointF& position) {
  const Hit now = hit(position);
  if (now == hovered_) return;
  const bool other = now.series != hovered_.series || now.point != hovered_.point;
  hovered_ = now;
  repaint_overlay();
  if (other) Q_EMIT hovered(now.series, now.point);
}

void Chart::show_tip(const QPoint& global, const QPointF& position) {
  const Hit at = hit(position);
  const QString text = at.series < 0 ? QString() : reader_ ? reader_(at.series, at.point) : text_of(at);
  if (text.isEmpty())
    QToolTip::hideText();
  else
    QToolTip::showText(global, text.toHtmlEscaped(), surface_->viewport());
}

bool Chart::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
    case QEvent::MouseMove: read_at(static_cast<QMouseEvent*>(event)->position()); break;
    case QEvent::Leave: read_at({-1e6, -1e6}); break;
    case QEvent::MouseButtonPress: {
      const auto* pressed = static_cast<QMouseEvent*>(event);
      const Hit at = pressed->button() == Qt::LeftButton ? hit(pressed->position()) : Hit();
      if (at.series >= 0) Q_EMIT clicked(at.series, at.point);
      return true;  // Qt's view presses items, and ends the program where there is none
    }
    case QEvent::MouseButtonDblClick: show_all(); return true;
    case QEvent::MouseButtonRelease: return true;
    case QEvent::ToolTip: {
      const auto* help = static_cast<QHelpEvent*>(event);
      show_tip(help->globalPos(), help->pos());
      return true;
    }
    case QEvent::Wheel: {
      auto* turned = static_cast<QWheelEvent*>(event);
      turned->setAccepted(
          wheel(turned->position(), turned->angleDelta(), turned->modifiers().testFlag(Qt::ShiftModifier)));
      return true;  // what is not zoomed scrolls the page
    }
    default: break;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace mlink::ui
