#include "ui/compare/compare_charts.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionFocusRect>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ui/common/chart_style.h"
#include "ui/common/method_sample.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

constexpr qsizetype kMostMarkers = 24;  // of a line: more would hide it
constexpr qsizetype kDashed = 1500;     // points of a line: dashes of more are slow, and not seen
constexpr double kHeadroom = 1.06;      // above 1, for the budget's flag

QString figure(double value) { return to_qt(score_text(value)); }

/// 0, or higher where no line goes so low.
double lowest_of(const std::vector<const MethodSweep*>& methods) {
  double lowest = 1;
  for (const MethodSweep* method : methods) {
    for (const auto& point : method->curve.points) lowest = std::min(lowest, point.accuracy);
  }
  return std::max(std::floor((lowest - 0.02) * 5) / 5, 0.0);
}

ChartAxis accuracy_axis(double low, double high, const QString& title) {
  ChartAxis axis;
  axis.title = title;
  axis.low = low;
  axis.high = high;
  const double step = low > 0.55 ? 0.1 : 0.2;
  for (int k = 0; low + k * step < 1.01; ++k) axis.ticks << low + k * step;
  return axis;
}

}  // namespace

MethodsChart::MethodsChart(const ThemeHolder& themes, QWidget* parent) : LineChart(parent), themes_(themes) {
  set_zoom(ChartZoom::both);
  setFocusPolicy(Qt::StrongFocus);
  connect(&themes, &ThemeHolder::changed, this, &MethodsChart::restyle);
  connect(this, &Chart::clicked, this, [this](int series, int point) {
    const MethodSweep* method = side_ ? side_->method(series_methods_.value(series)) : nullptr;
    const auto budget = method ? budget_of(*method, point) : std::nullopt;
    if (budget) Q_EMIT point_chosen(*budget, series_methods_[series]);
  });
  set_reader([this](int series, int point) {
    const MethodSweep* method = side_ ? side_->method(series_methods_.value(series)) : nullptr;
    return method ? tip_of(*method, point) : QString();
  });
}

void MethodsChart::set_side(const CompareSidePtr& side, const QStringList& methods) {
  const bool other = !side_ || !side || side_->kind != side->kind;
  side_ = side;
  shown_ = methods;
  if (other) show_all();
  restyle();
  speak();
}

void MethodsChart::set_method(const QString& method) {
  if (method == method_) return;
  method_ = method;
  restyle();
  speak();
}

void MethodsChart::set_budget(std::optional<double> budget) {
  if (budget == budget_) return;
  budget_ = budget;
  repaint_overlay();
  speak();
}

void MethodsChart::restyle() {
  const Change all(*this);
  if (const ChartStyle wanted = chart_style_of(theme()); !(wanted == style())) set_style(wanted);
  series_methods_.clear();
  draw();
}

const MethodSweep* MethodsChart::chosen() const {
  if (!side_) return nullptr;
  const MethodSweep* method = shown_.contains(method_) ? side_->method(method_) : nullptr;
  if (method && method->usable()) return method;
  const QString mlink = QStringLiteral("mlink");
  method = side_->method(shown_.contains(mlink) ? mlink : shown_.value(0));
  return method && method->usable() ? method : nullptr;
}

std::vector<const MethodSweep*> MethodsChart::in_order() const {
  std::vector<const MethodSweep*> order;
  if (!side_) return order;
  for (const MethodSweep& method : side_->methods) {
    if (method.usable() && shown_.contains(to_qt(method.curve.method))) order.push_back(&method);
  }
  const MethodSweep* last = chosen();
  const auto rank = [last](const MethodSweep* method) {
    return method == last ? 3 : method->curve.method == "mlink" ? 2 : method->hindsight ? 0 : 1;
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](const MethodSweep* a, const MethodSweep* b) { return rank(a) < rank(b); });
  return order;
}

void MethodsChart::add_method(QVector<ChartSeries>& all, const MethodSweep& method, const QVector<QPointF>& points,
                              qsizetype marked, bool steps) {
  const QString name = to_qt(method.curve.method);
  const MethodLook look = theme().method(name);
  ChartSeries line;
  line.name = name;
  line.points = points;
  line.pen = look.pen();
  line.pen.setJoinStyle(Qt::MiterJoin);
  if (points.size() > kDashed) line.pen.setStyle(Qt::SolidLine);
  if (&method == chosen() && name != u"mlink") line.pen.setWidthF(line.pen.widthF() + 1);
  line.steps = steps;
  line.label = labels_;
  all << line;
  series_methods_ << name;
  ChartSeries marks;
  marks.pen = QPen(look.colour, 1.5);
  marks.line = false;
  marks.marker = chart_marker(look.marker);
  marks.marker_size = marks.marker == ChartMarker::diamond ? 12 : 8;
  marks.readable = false;
  const qsizetype every = std::max<qsizetype>((marked + kMostMarkers - 1) / kMostMarkers, 1);
  for (qsizetype i = 0; i < marked; i += every) marks.points << points[i];
  all << marks;
  series_methods_ << name;
}

void MethodsChart::walk(int direction) {
  const MethodSweep* method = chosen();
  if (!method) return;
  const std::vector<double> stops = stops_of(*method);
  if (stops.empty()) return;
  const double now = budget_.value_or(0);
  double to = now;
  if (direction == -2) to = stops.front();
  if (direction == 2) to = stops.back();
  if (direction == 1) {
    const auto above = std::upper_bound(stops.begin(), stops.end(), now);
    if (above == stops.end()) return;
    to = *above;
  }
  if (direction == -1) {
    const auto from = std::lower_bound(stops.begin(), stops.end(), now);
    if (from == stops.begin()) return;
    to = *std::prev(from);
  }
  if (budget_ && to == *budget_) return;
  Q_EMIT budget_walked(to);
}

void MethodsChart::walk_method(int direction) {
  const MethodSweep* method = chosen();
  QStringList names;
  for (const MethodSweep& each : side_->methods) {
    if (each.usable() && shown_.contains(to_qt(each.curve.method))) names << to_qt(each.curve.method);
  }
  if (!method || names.isEmpty()) return;
  const qsizetype at = names.indexOf(to_qt(method->curve.method)) + direction;
  if (at >= 0 && at < names.size()) Q_EMIT method_walked(names[at]);
}

void MethodsChart::keyPressEvent(QKeyEvent* event) {
  if (!side_ || (event->modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier) return LineChart::keyPressEvent(event);
  switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_BracketLeft: walk(-1); return;
    case Qt::Key_Right:
    case Qt::Key_BracketRight: walk(1); return;
    case Qt::Key_Home: walk(-2); return;
    case Qt::Key_End: walk(2); return;
    case Qt::Key_Up: walk_method(-1); return;
    case Qt::Key_Down: walk_method(1); return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (const MethodSweep* method = chosen(); method && budget_)
        Q_EMIT point_chosen(*budget_, to_qt(method->curve.method));
      return;
    default: LineChart::keyPressEvent(event);
  }
}

void MethodsChart::focusInEvent(QFocusEvent* event) {
  LineChart::focusInEvent(event);
  repaint_overlay();
}
void MethodsChart::focusOutEvent(QFocusEvent* event) {
  LineChart::focusOutEvent(event);
  repaint_overlay();
}

void MethodsChart::draw_overlay(QPainter& painter, const QRectF& area) const {
  LineChart::draw_overlay(painter, area);
  if (!hasFocus()) return;
  QStyleOptionFocusRect ring;
  ring.rect = area.toAlignedRect().adjusted(-3, -3, 3, 3);  // around the plot: the titles stay clear
  ring.palette = palette();
  QWidget::style()->drawPrimitive(QStyle::PE_FrameFocusRect, &ring, &painter, nullptr);
}

FrontierChart::FrontierChart(const ThemeHolder& themes, QWidget* parent) : MethodsChart(themes, parent) {
  setObjectName(QStringLiteral("frontier"));
  restyle();
  FrontierChart::speak();
}

void FrontierChart::set_wanted(double accuracy) {
  if (accuracy == wanted_) return;
  wanted_ = accuracy;
  repaint_overlay();
}

QPointF FrontierChart::place_of(double budget, double accuracy) const {
  return position_of({budget / scale_.unit, accuracy});
}

void FrontierChart::draw() {
  const double most = side_ ? side_->full : 1;
  const CostKind kind = side_ ? side_->kind : CostKind::memory;
  scale_ = amount_scale(kind, most);
  ChartAxis x;
  x.title = kind == CostKind::memory       ? tr("memory budget, %1").arg(scale_.name)
            : kind == CostKind::gpu_memory ? tr("budget of GPU memory, %1").arg(scale_.name)
                                           : tr("time budget a frame, %1").arg(scale_.name);
  x.low = 0;
  x.high = most / scale_.unit * 1.02;
  x.decimals = scale_.decimals;
  const auto order = in_order();
  set_axes(x, accuracy_axis(lowest_of(order), kHeadroom, tr("output accuracy")));
  QVector<ChartSeries> all;
  for (const MethodSweep* method : order) {
    QVector<QPointF> points;
    for (const auto& point : method->curve.points) points << QPointF(point.budget / scale_.unit, point.accuracy);
    const qsizetype marked = points.size();
    points << QPointF(most / scale_.unit * 1.02, points.last().y());  // the last step goes on to the end
    add_method(all, *method, points, marked, true);
  }
  set_series(all);
}

std::optional<double> FrontierChart::budget_of(const MethodSweep& method, int point) const {
  const auto& points = method.curve.points;
  if (points.empty() || point < 0) return std::nullopt;
  return points[std::min(static_cast<std::size_t>(point), points.size() - 1)].budget;
}

std::vector<double> FrontierChart::stops_of(const MethodSweep& method) const {
  std::vector<double> stops;
  for (const auto& point : method.curve.points) stops.push_back(point.budget);
  return stops;
}

QString FrontierChart::tip_of(const MethodSweep& method, int point) const {
  const auto& points = method.curve.points;
  if (points.empty() || point < 0) return {};
  const std::size_t at = std::min(static_cast<std::size_t>(point), points.size() - 1);
  const QString from = amount_words(side_->kind, points[at].budget);
  const QString name = to_qt(method.curve.method), accuracy = figure(points[at].accuracy);
  const double seconds = method.seconds[at];
  if (!std::isfinite(seconds)) return tr("%1: %2 from %3 on").arg(name, accuracy, from);
  return tr("%1: %2 from %3 on, %4 a frame").arg(name, accuracy, from, to_qt(duration_text(seconds)));
}

void FrontierChart::speak() {
  setAccessibleName(tr("Accuracy and budget"));
  if (!side_ || side_->methods.empty()) return setAccessibleDescription(tr("Nothing is computed yet"));
  QStringList said;
  const double at = budget_.value_or(side_->full);
  said << tr("At %1").arg(amount_words(side_->kind, at));
  for (const MethodSweep& method : side_->methods) {
    if (method.usable() && shown_.contains(to_qt(method.curve.method)))
      said << QStringLiteral("%1 %2").arg(to_qt(method.curve.method), figure(method.curve.at(at)));
  }
  if (const MethodSweep* method = chosen()) said << tr("chosen: %1").arg(to_qt(method->curve.method));
  setAccessibleDescription(said.join(QStringLiteral(", ")));
}

void FrontierChart::draw_overlay(QPainter& painter, const QRectF& area) const {
  MethodsChart::draw_overlay(painter, area);
  if (!side_ || side_->methods.empty()) return;
  painter.setFont(ui_font(TypeSize::axis));
  const double wanted = place_of(0, wanted_).y();
  if (wanted > area.top() && wanted < area.bottom()) {
    QPen dashes(theme().second, 1, Qt::CustomDashLine);
    dashes.setDashPattern({3, 2});
    painter.setPen(dashes);
    painter.drawLine(QPointF(area.left(), wanted), QPointF(area.right(), wanted));
    painter.drawText(QPointF(area.left() + 6, wanted - 4), tr("wanted %1").arg(figure(wanted_)));
  }
  if (!budget_) return;
  const double x = std::round(place_of(*budget_, 0).x()) + 0.5;
  if (x < area.left() - 1 || x > area.right() + 1) return;
  painter.setPen(QPen(theme().accent, 1.5));
  painter.drawLine(QPointF(x, area.top() + 8), QPointF(x, area.bottom()));
  painter.setFont(ui_font(TypeSize::axis, true));
  const QString text = amount_words(side_->kind, *budget_);
  const double wide = painter.fontMetrics().horizontalAdvance(text) + 16;
  const double left = std::clamp(x - wide / 2, area.left(), std::max(area.right() - wide, area.left()));
  painter.fillRect(QRectF(left, area.top(), wide, 17), theme().accent);
  painter.setPen(theme().on_accent);
  painter.drawText(QRectF(left, area.top(), wide, 17), Qt::AlignCenter, text);
  if (const MethodSweep* method = chosen()) {
    painter.setPen(QPen(theme().text, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(place_of(*budget_, method->curve.at(*budget_)), 9, 9);
  }
}

TimeChart::TimeChart(const ThemeHolder& themes, QWidget* parent) : MethodsChart(themes, parent) {
  setObjectName(QStringLiteral("accuracy-time"));
  restyle();
  TimeChart::speak();
}

QPointF TimeChart::place_of(double seconds, double accuracy) const {
  return position_of({seconds / scale_.unit, accuracy});
}

void TimeChart::draw() {
  double most = 0;
  const auto order = in_order();
  for (const MethodSweep* method : order) {
    for (const auto& moment : method->in_time) most = std::max(most, moment.seconds);
  }
  scale_ = amount_scale(CostKind::time, most);
  ChartAxis x;
  x.title = tr("time a frame, %1").arg(scale_.name);
  x.low = 0;
  x.decimals = scale_.decimals;
  if (most <= 0) x.high = 1;
  ChartAxis y = accuracy_axis(lowest_of(order), 1.0, labels_ ? tr("output accuracy") : QString());
  y.ticks.clear();  // a low chart has room for few
  set_axes(x, y);
  QVector<ChartSeries> all;
  for (const MethodSweep* method : order) {
    QVector<QPointF> points;
    for (const auto& moment : method->in_time) points << QPointF(moment.seconds / scale_.unit, moment.accuracy);
    if (!points.isEmpty()) add_method(all, *method, points, points.size(), false);
  }
  set_series(all);
}

/// A low chart leaves the names to the lists beside it.
void TimeChart::resizeEvent(QResizeEvent* event) {
  constexpr int kNamed = 140;
  MethodsChart::resizeEvent(event);
  const bool labels = height() >= kNamed;
  if (labels == labels_) return;
  labels_ = labels;
  restyle();
}

std::optional<double> TimeChart::budget_of(const MethodSweep& method, int point) const {
  if (point < 0 || static_cast<std::size_t>(point) >= method.in_time.size()) return std::nullopt;
  return method.in_time[static_cast<std::size_t>(point)].budget;
}

std::vector<double> TimeChart::stops_of(const MethodSweep& method) const {
  std::vector<double> stops;
  for (const auto& moment : method.in_time) stops.push_back(moment.budget);
  return stops;
}

QString TimeChart::tip_of(const MethodSweep& method, int point) const {
  if (!budget_of(method, point)) return {};
  const auto& moment = method.in_time[static_cast<std::size_t>(point)];
  return tr("%1: %2 in %3 a frame, from %4 on")
      .arg(to_qt(method.curve.method), figure(moment.accuracy), to_qt(duration_text(moment.seconds)),
           amount_words(side_->kind, moment.budget));
}

const MethodSweep::Moment* TimeChart::now() const {
  const MethodSweep* method = chosen();
  if (!method || !budget_) return nullptr;
  const auto above =
      std::upper_bound(method->in_time.begin(), method->in_time.end(), *budget_,
                       [](double budget, const MethodSweep::Moment& moment) { return budget < moment.budget; });
  return above == method->in_time.begin() ? nullptr : &*std::prev(above);
}

void TimeChart::speak() {
  setAccessibleName(tr("Accuracy and time"));
  if (!side_ || side_->methods.empty()) return setAccessibleDescription(tr("Nothing is computed yet"));
  const auto* moment = now();
  if (!moment) return setAccessibleDescription(tr("%1 methods").arg(shown_.size()));
  setAccessibleDescription(
      tr("%1: %2 in %3 a frame")
          .arg(to_qt(chosen()->curve.method), figure(moment->accuracy), to_qt(duration_text(moment->seconds))));
}

void TimeChart::draw_overlay(QPainter& painter, const QRectF& area) const {
  MethodsChart::draw_overlay(painter, area);
  const auto* moment = now();
  if (!moment) return;
  painter.setPen(QPen(theme().text, 1.5));
  painter.setBrush(Qt::NoBrush);
  painter.drawEllipse(place_of(moment->seconds, moment->accuracy), 9, 9);
}

}  // namespace mlink::ui
