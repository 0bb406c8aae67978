#include "ui/replay/frontier_slider.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QImage>
#include <QKeyEvent>
#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/replay/frontier_access.h"
#include "ui/replay/paint.h"

namespace mlink::ui {
namespace {

constexpr double kMagnet = 4;  // px, ui.md
constexpr double kLeft = 42, kRight = 62, kTop = 24, kBelow = 62;

/// The optimum lies on mlink where both agree: its thin dashes above mlink's line leave both to be seen.
int drawing_rank(const QString& method, const QString& highlight) {
  if (method == u"optimum") return 3;
  if (method == u"mlink") return 2;
  return method == highlight ? 1 : 0;
}

double lowest_of(const Frontier* frontier) {
  double low = 0.8;
  for (const FrontierCurve& curve : frontier ? frontier->curves : std::vector<FrontierCurve>()) {
    for (const auto& point : curve.points) low = std::min(low, point.accuracy);
  }
  return std::max(0.0, std::floor((low - 0.02) * 5) / 5);
}

}  // namespace

QString BudgetUnit::text(double amount) const {
  const double shown = amount / unit;
  return QString::number(shown, 'f', decimals == 0 && shown > 0 && shown < 9.95 ? 1 : decimals);
}

BudgetUnit budget_unit(CostKind kind, double full) {
  if (kind == CostKind::time) {
    if (full >= 2) return {1, QStringLiteral("s"), 2};
    return {1e-3, QStringLiteral("ms"), full < 0.01 ? 1 : 0};
  }
  if (full >= 2e9) return {1e9, QStringLiteral("GB"), 1};
  if (full >= 2e6) return {1e6, QStringLiteral("MB"), full < 20e6 ? 1 : 0};
  return {1e3, QStringLiteral("kB"), 0};
}

FrontierSlider::FrontierSlider(const ThemeHolder& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  install_frontier_access();
  setObjectName(QStringLiteral("frontier"));
  setAccessibleName(tr("Budget"));
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  connect(&theme, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void FrontierSlider::set_frontier(std::shared_ptr<const ReplayData> data, CostKind kind) {
  data_ = std::move(data);
  const bool other_kind = kind != kind_;
  if (other_kind) {
    pins_ = {};
    pin_methods_ = {};
  }
  kind_ = kind;
  unit_ = budget_unit(kind, frontier() ? frontier()->full : 0);
  budget_ = std::clamp(budget_, 0.0, most());
  lowest_ = lowest_of(frontier());
  update();
  if (other_kind) Q_EMIT pins_changed();
}

const Frontier* FrontierSlider::frontier() const {
  if (!data_ || !data_->side(kind_).engine) return nullptr;
  return &data_->side(kind_).frontier;
}

double FrontierSlider::most() const { return frontier() ? frontier()->full * 1.06 : 1; }

void FrontierSlider::set_budget(double budget) {
  const double limited = std::clamp(budget, 0.0, most());
  if (limited == budget_) return;
  budget_ = limited;
  update();
  if (QAccessible::isActive()) {
    QAccessibleValueChangeEvent event(this, budget_);
    QAccessible::updateAccessibility(&event);
  }
}

void FrontierSlider::move_to(double budget) {
  const double before = budget_;
  set_budget(budget);
  if (budget_ != before) Q_EMIT budget_changed(budget_);
}

void FrontierSlider::set_wanted(double accuracy) {
  wanted_ = std::clamp(accuracy, lowest(), 1.0);
  update();
}

void FrontierSlider::take_wanted(double accuracy) {
  const double before = wanted_;
  set_wanted(std::round(accuracy * 100) / 100);
  if (wanted_ == before) return;
  Q_EMIT wanted_changed(wanted_);
  // to the cheapest that reaches it, by what was known before the test part was looked at
  if (const auto budget = frontier() ? frontier()->known_budget(wanted_) : std::nullopt) move_to(*budget);
}

void FrontierSlider::set_pin(int which, std::optional<double> budget, const QString& method) {
  const auto at = static_cast<std::size_t>(which);
  pins_[at] = budget;
  pin_methods_[at] = !budget ? QString() : !method.isEmpty() ? method : highlighted();
  update();
  Q_EMIT pins_changed();
}

QString FrontierSlider::highlighted() const { return highlight_.isEmpty() ? QStringLiteral("mlink") : highlight_; }

void FrontierSlider::set_highlight(const QString& method) {
  if (method == highlight_) return;
  highlight_ = method;
  update();
}

QRectF FrontierSlider::plot_rect() const {
  const double scale = type_scale();
  return {kLeft * scale, kTop * scale, std::max(width() - (kLeft + kRight) * scale, 20.0),
          std::max(height() - (kTop + kBelow) * scale, 20.0)};
}

double FrontierSlider::x_of(double budget) const {
  const QRectF plot = plot_rect();
  return plot.left() + plot.width() * budget / most();
}
double FrontierSlider::y_of(double accuracy) const {
  const QRectF plot = plot_rect();
  return plot.bottom() - plot.height() * (accuracy - lowest()) / (1 - lowest());
}
double FrontierSlider::budget_at(double x) const {
  const QRectF plot = plot_rect();
  return std::clamp((x - plot.left()) / plot.width(), 0.0, 1.0) * most();
}

QRectF FrontierSlider::handle_rect() const { return {x_of(budget_) - 6, plot_rect().bottom() + 5, 12, 20}; }
QRectF FrontierSlider::flag_rect() const { return {plot_rect().right() + 4, y_of(wanted_) - 8, 46, 16}; }

void FrontierSlider::drag_to(const QPointF& at, bool free) {
  if (drag_ == Drag::flag) {
    const QRectF plot = plot_rect();
    take_wanted(lowest() + (plot.bottom() - at.y()) / plot.height() * (1 - lowest()));
    return;
  }
  double budget = budget_at(at.x());
  if (const Frontier* f = frontier(); f && !free) {
    double nearest = kMagnet + 1e-9;
    for (const FrontierStop& stop : f->stops) {
      const double distance = std::abs(x_of(stop.budget) - at.x());
      if (distance >= nearest) continue;
      nearest = distance;
      budget = stop.budget;
    }
  }
  move_to(budget);
}

void FrontierSlider::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !frontier()) return;
  drag_ = flag_rect().adjusted(-2, -3, 4, 3).contains(event->position()) ? Drag::flag : Drag::handle;
  if (drag_ == Drag::handle && event->position().x() > plot_rect().right() + 12) drag_ = Drag::none;
  // taking hold of the handle off its middle must not move it
  if (drag_ == Drag::handle && !handle_rect().contains(event->position()))
    drag_to(event->position(), event->modifiers().testFlag(Qt::ShiftModifier));
  update();
}

void FrontierSlider::mouseMoveEvent(QMouseEvent* event) {
  if (drag_ != Drag::none) {
    drag_to(event->position(), event->modifiers().testFlag(Qt::ShiftModifier));
    return;
  }
  const bool flag = flag_rect().contains(event->position());
  const bool handle = handle_rect().adjusted(-3, -3, 3, 3).contains(event->position());
  setCursor(flag ? Qt::SizeVerCursor : handle ? Qt::SizeHorCursor : Qt::ArrowCursor);
}

void FrontierSlider::mouseReleaseEvent(QMouseEvent*) {
  drag_ = Drag::none;
  update();
}

void FrontierSlider::step_stop(int direction) {
  const Frontier* f = frontier();
  if (!f) return;
  const double tiny = most() * 1e-9;
  if (direction > 0) {
    for (const FrontierStop& stop : f->stops) {
      if (stop.budget > budget_ + tiny) return move_to(stop.budget);
    }
    return;
  }
  for (auto stop = f->stops.rbegin(); stop != f->stops.rend(); ++stop) {
    if (stop->budget < budget_ - tiny) return move_to(stop->budget);
  }
  move_to(0);
}

void FrontierSlider::go_to_pin(int which) {
  if (!pin(which)) return;
  move_to(*pin(which));
  Q_EMIT pin_visited(which);
}

bool FrontierSlider::take_key(QKeyEvent* event) {
  if (!frontier()) return false;
  const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
  if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) return false;
  switch (event->key()) {
    case Qt::Key_BracketLeft:
    case Qt::Key_BraceLeft: step_stop(-1); return true;
    case Qt::Key_BracketRight:
    case Qt::Key_BraceRight: step_stop(1); return true;
    case Qt::Key_A:
    case Qt::Key_B: {
      const int which = event->key() == Qt::Key_A ? 0 : 1;
      shift ? set_pin(which, budget_) : go_to_pin(which);
      return true;
    }
    default: return false;
  }
}

void FrontierSlider::keyPressEvent(QKeyEvent* event) {
  if (take_key(event)) return;
  const double pixel = most() / plot_rect().width();
  const double step = event->modifiers().testFlag(Qt::ShiftModifier) ? pixel : 4 * pixel;
  switch (event->key()) {
    case Qt::Key_Left: return move_to(budget_ - step);
    case Qt::Key_Right: return move_to(budget_ + step);
    case Qt::Key_PageDown: return move_to(budget_ - most() / 10);
    case Qt::Key_PageUp: return move_to(budget_ + most() / 10);
    case Qt::Key_Home: return move_to(0);
    case Qt::Key_End: return move_to(frontier() ? frontier()->full : 0);
    case Qt::Key_Up: return take_wanted(wanted_ + 0.01);
    case Qt::Key_Down: return take_wanted(wanted_ - 0.01);
    default: QWidget::keyPressEvent(event);
  }
}

void FrontierSlider::wheelEvent(QWheelEvent* event) {
  if (!hasFocus()) return event->ignore();
  const double pixel = most() / plot_rect().width();
  move_to(budget_ + (event->angleDelta().y() > 0 ? 4 : -4) * pixel);
}

bool FrontierSlider::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip && frontier()) {
    auto* help = static_cast<QHelpEvent*>(event);
    const double at = budget_at(help->pos().x());
    QString text = tr("At %1 %2").arg(unit_.text(at), unit_.name);
    for (const FrontierCurve& curve : frontier()->curves)
      text += QStringLiteral("\n%1  %2").arg(to_qt(curve.method), QString::number(curve.at(at), 'f', 2));
    if (plot_rect().contains(help->pos())) {
      QToolTip::showText(help->globalPos() + QPoint(0, 12), text, this);
    } else {
      QToolTip::hideText();
    }
    return true;
  }
  if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
  return QWidget::event(event);
}

void FrontierSlider::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint(painter);
}

void FrontierSlider::paint(QPainter& painter) const {
  painter.fillRect(rect(), theme_.theme().panel);
  painter.setRenderHint(QPainter::Antialiasing);
  if (!frontier()) return;
  const QRectF plot = plot_rect();
  QColor tint = theme_.theme().selection;
  tint.setAlphaF(0.55F);
  painter.fillRect(QRectF(plot.left(), plot.top(), x_of(budget_) - plot.left(), plot.height()), tint);
  draw_kept(painter, 0, &FrontierSlider::draw_ground);
  draw_flag(painter);
  draw_pins(painter);
  draw_kept(painter, 1, &FrontierSlider::draw_curves);
  draw_track(painter);
  draw_markers(painter);
}

void FrontierSlider::draw_grid(QPainter& painter) const {
  const Theme& theme = theme_.theme();
  const QRectF plot = plot_rect();
  painter.setFont(ui_font(TypeSize::axis));
  const double step = plot.height() < 70 && lowest() < 0.5 ? 0.4 : 0.2;
  for (int i = 0; 1 - i * step > lowest() - 0.01; ++i) {
    const double a = 1 - i * step;
    painter.setPen(QPen(theme.grid, 1));
    const double y = std::round(y_of(a)) + 0.5;
    painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    painter.setPen(theme.second);
    painter.drawText(QRectF(0, y - scaled(9), plot.left() - 8, scaled(18)), Qt::AlignRight | Qt::AlignVCenter,
                     QString::number(a, 'f', 2));
  }
}

void FrontierSlider::draw_kept(QPainter& painter, std::size_t layer, Draw draw) const {
  // Only pixels are kept: in a figure for a paper lines stay lines, and text text.
  const QPaintEngine* const engine = painter.paintEngine();
  if (!engine || engine->type() != QPaintEngine::Raster) return (this->*draw)(painter);
  const qreal ratio = engine->paintDevice()->devicePixelRatioF();
  const Kept wanted{data_, kind_, highlighted(), size(), ratio, type_scale(), theme_.dark()};
  auto& [made_of, image] = layers_.at(layer);
  if (image.isNull() || made_of != wanted) {
    image = QImage(size() * ratio, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::transparent);
    QPainter on_image(&image);
    on_image.setRenderHint(QPainter::Antialiasing);
    (this->*draw)(on_image);
    made_of = wanted;
  }
  painter.drawImage(QPointF(0, 0), image);
}

void FrontierSlider::draw_ground(QPainter& painter) const {
  draw_grid(painter);
  draw_stops(painter);
}

void FrontierSlider::draw_curves(QPainter& painter) const {
  const QRectF plot = plot_rect();
  const QString highlight = highlighted();
  std::vector<const FrontierCurve*> order;
  for (const FrontierCurve& curve : frontier()->curves) order.push_back(&curve);
  std::stable_sort(order.begin(), order.end(), [&](const FrontierCurve* a, const FrontierCurve* b) {
    return drawing_rank(to_qt(a->method), highlight) < drawing_rank(to_qt(b->method), highlight);
  });
  for (const FrontierCurve* curve : order) {
    if (curve->points.empty()) continue;
    QPainterPath path(QPointF(plot.left(), y_of(curve->points.front().accuracy)));
    double y = y_of(curve->points.front().accuracy);
    for (const auto& point : curve->points) {
      path.lineTo(x_of(point.budget), y);
      y = y_of(point.accuracy);
      path.lineTo(x_of(point.budget), y);
    }
    path.lineTo(plot.right(), y);
    QPen pen = theme_.theme().method(to_qt(curve->method)).pen();
    pen.setJoinStyle(Qt::MiterJoin);
    if (curve->method == "optimum") pen.setWidthF(1.25);
    if (to_qt(curve->method) == highlight && curve->method != "mlink") pen.setWidthF(pen.widthF() + 1);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(pen);
    painter.drawPath(path);
  }
}

void FrontierSlider::draw_markers(QPainter& painter) const {
  const Theme& theme = theme_.theme();
  const double x = x_of(budget_);
  const FrontierCurve* mlink = nullptr;
  for (const FrontierCurve& curve : frontier()->curves) {
    if (curve.method == "mlink") {
      mlink = &curve;
      continue;
    }
    const MethodLook look = theme.method(to_qt(curve.method));
    const double size = curve.method == "optimum" ? 22 : 8;  // around mlink's, which lies on it
    ui::draw_marker(painter, chart_marker(look.marker), {x, y_of(curve.at(budget_))}, size, look.colour, theme.panel);
  }
  if (!mlink) return;
  const QPointF at(x, y_of(mlink->at(budget_)));
  painter.setPen(QPen(theme.text, 1.5));
  painter.setBrush(theme.panel);
  painter.drawEllipse(at, 8.5, 8.5);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.method(QStringLiteral("mlink")).colour);
  painter.drawEllipse(at, 5.5, 5.5);
}

void FrontierSlider::draw_track(QPainter& painter) const {
  const Theme& theme = theme_.theme();
  const QRectF plot = plot_rect(), handle = handle_rect();
  const double y = handle.center().y(), x = x_of(budget_);
  painter.setPen(QPen(theme.strong, 4, Qt::SolidLine, Qt::RoundCap));
  painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
  painter.setPen(QPen(theme.accent, 4, Qt::SolidLine, Qt::RoundCap));
  painter.drawLine(QPointF(plot.left(), y), QPointF(x, y));
  painter.setPen(QPen(theme.accent, 2));
  if (const FrontierCurve* mlink = frontier()->curve("mlink"))
    painter.drawLine(QPointF(x, y_of(mlink->at(budget_))), QPointF(x, handle.top()));
  painter.setPen(QPen(theme.text, 1.5));
  for (const FrontierStop& stop : frontier()->stops) {
    const double at = std::round(x_of(stop.budget)) + 0.5;
    painter.drawLine(QPointF(at, y - 6), QPointF(at, y + 6));
  }
  if (hasFocus()) draw_focus_ring(painter, handle.adjusted(-3, -3, 3, 3), theme);
  painter.setPen(QPen(theme.accent, 2));
  painter.setBrush(drag_ == Drag::handle ? theme.selection : theme.panel);
  painter.drawRoundedRect(handle.adjusted(1, 1, -1, -1), 3, 3);
  painter.setPen(QPen(theme.accent, 1));
  painter.drawLine(QPointF(x - 1.5, handle.top() + 6), QPointF(x - 1.5, handle.bottom() - 6));
  painter.drawLine(QPointF(x + 1.5, handle.top() + 6), QPointF(x + 1.5, handle.bottom() - 6));
}

void FrontierSlider::draw_stops(QPainter& painter) const {
  const Theme& theme = theme_.theme();
  const QRectF plot = plot_rect();
  const double top = handle_rect().bottom() + 3;
  painter.setFont(ui_font(TypeSize::axis));
  const QFontMetricsF metrics(painter.font());
  painter.setPen(theme.second);
  painter.drawText(QRectF(plot.right() + 10, top, kRight * type_scale() - 10, scaled(14)),
                   Qt::AlignLeft | Qt::AlignVCenter, unit_.name);
  double value_free = plot.left() - 30, label_free = plot.left() - 30;
  for (const FrontierStop& stop : frontier()->stops) {
    const double x = x_of(stop.budget);
    const QString value = unit_.text(stop.budget), label = to_qt(stop.label);
    const double value_half = metrics.horizontalAdvance(value) / 2, label_half = metrics.horizontalAdvance(label) / 2;
    if (x - value_half < value_free) continue;  // the tick stays, its figure would touch the last one
    painter.setPen(theme.text);
    painter.drawText(QRectF(x - value_half - 2, top, 2 * value_half + 4, scaled(14)), Qt::AlignCenter, value);
    value_free = x + value_half + 6;
    const double left = std::clamp(x - label_half, 2.0, std::max(width() - 2 * label_half - 2, 2.0));
    if (left < label_free) continue;
    painter.setPen(theme.second);
    painter.drawText(QRectF(left - 2, top + scaled(14), 2 * label_half + 4, scaled(14)), Qt::AlignCenter, label);
    label_free = left + 2 * label_half + 8;
  }
}

void FrontierSlider::draw_pins(QPainter& painter) const {
  const Theme& theme = theme_.theme();
  const QRectF plot = plot_rect();
  for (int which = 0; which < 2; ++which) {
    if (!pin(which)) continue;
    const double x = std::round(x_of(*pin(which))) + 0.5;
    painter.setPen(QPen(theme.text, 1, Qt::DotLine));
    painter.drawLine(QPointF(x, plot.top() - 4), QPointF(x, plot.bottom() + 6));
    const QRectF head = pin_rect(which);
    painter.fillRect(head, theme.text);
    painter.setFont(ui_font(TypeSize::axis, true));
    painter.setPen(theme.panel);
    painter.drawText(head, Qt::AlignCenter, which == 0 ? QStringLiteral("A") : QStringLiteral("B"));
    const QString& method = pin_methods_[static_cast<std::size_t>(which)];
    const FrontierCurve* const curve = frontier()->curve(method.toStdString());
    if (!curve || curve->points.empty()) continue;
    const MethodLook look = theme.method(method);
    ui::draw_marker(painter, chart_marker(look.marker), {x, y_of(curve->at(*pin(which)))}, 8, look.colour, theme.panel);
  }
}

QRectF FrontierSlider::pin_rect(int which) const {
  if (!pin(which)) return {};
  const double x = std::round(x_of(*pin(which))), high = scaled(14);
  // beside the line, at its right; of two that would touch the lower budget's stands at its left
  const auto other = pin(1 - which);
  const bool touch = other && std::abs(x_of(*other) - x) < high + 2;
  const bool left = touch && (*pin(which) < *other || (*pin(which) == *other && which == 0));
  return {left ? x - high : x, plot_rect().top() - high - 6, high, high};
}

void FrontierSlider::draw_flag(QPainter& painter) const {
  const Theme& theme = theme_.theme();
  const QRectF flag = flag_rect(), plot = plot_rect();
  const double y = flag.center().y();
  painter.setPen(QPen(theme.second, 1, Qt::CustomDashLine));
  QPen dashed(theme.second, 1);
  dashed.setDashPattern({2, 3});
  painter.setPen(dashed);
  painter.drawLine(QPointF(plot.left(), y), QPointF(flag.left(), y));
  QPainterPath shape(QPointF(flag.left(), y));
  shape.lineTo(flag.left() + 7, flag.top());
  shape.lineTo(flag.right(), flag.top());
  shape.lineTo(flag.right(), flag.bottom());
  shape.lineTo(flag.left() + 7, flag.bottom());
  shape.closeSubpath();
  painter.setPen(QPen(theme.second, 1));
  painter.setBrush(drag_ == Drag::flag ? theme.selection : theme.panel);
  painter.drawPath(shape);
  painter.setFont(ui_font(TypeSize::axis, true));
  painter.setPen(theme.text);
  painter.drawText(flag.adjusted(6, 0, 0, 0), Qt::AlignCenter, QString::number(wanted_, 'f', 2));
}

}  // namespace mlink::ui
