#include "ui/ensemble/run_order_view.h"

#include <QAccessibleWidget>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "outputs/amount.h"
#include "ui/common/core_text.h"
#include "ui/common/theme.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

constexpr int kTopRoom = 8, kAxisRoom = 30, kLeastOrderRow = 22, kUsualOrderRow = 38, kMostOrderRow = 50, kEdge = 12;
constexpr double kBeyond = 1.06;  // how far behind the cost of everything a budget can be put
constexpr double kMagnet = 4, kGrab = 7;

class RunOrderAccess : public QAccessibleWidget, public QAccessibleValueInterface {
 public:
  explicit RunOrderAccess(RunOrderView* view) : QAccessibleWidget(view, QAccessible::Slider), view_(view) {}
  void* interface_cast(QAccessible::InterfaceType type) override {
    if (type == QAccessible::ValueInterface) return static_cast<QAccessibleValueInterface*>(this);
    return QAccessibleWidget::interface_cast(type);
  }
  [[nodiscard]] QString text(QAccessible::Text what) const override {
    if (what != QAccessible::Value || view_->order().steps.empty()) return QAccessibleWidget::text(what);
    return to_qt(amount_text({view_->order().budget.kind, view_->budget()}));
  }
  [[nodiscard]] QVariant currentValue() const override { return view_->budget(); }
  void setCurrentValue(const QVariant& value) override { view_->choose(value.toDouble()); }
  [[nodiscard]] QVariant maximumValue() const override { return view_->most() * kBeyond; }
  [[nodiscard]] QVariant minimumValue() const override { return 0.0; }
  [[nodiscard]] QVariant minimumStepSize() const override { return view_->most() / 1000; }

 private:
  RunOrderView* view_;
};

QAccessibleInterface* make_order_access(const QString&, QObject* object) {
  auto* view = qobject_cast<RunOrderView*>(object);
  return view ? new RunOrderAccess(view) : nullptr;
}

}  // namespace

RunOrderView::RunOrderView(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  static const bool installed = [] {
    QAccessible::installFactory(make_order_access);
    return true;
  }();
  (void)installed;
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAccessibleName(tr("Budget and who is run"));
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void RunOrderView::set_order(const RunOrder& order, const std::vector<std::string>& boxes,
                             const std::vector<double>& changes, double most) {
  order_ = order;
  boxes_ = boxes;
  changes_ = changes;
  most_ = most;
  tell();
  updateGeometry();
  update();
}

void RunOrderView::set_budget(const Amount& budget) {
  if (order_.steps.empty() || budget.kind != order_.budget.kind) return;
  order_.budget = budget;
  update();
}

void RunOrderView::clear() {
  order_ = {};
  dragged_.reset();
  tell();
  updateGeometry();
  update();
}

void RunOrderView::tell() {
  QStringList said;
  for (const RunStep& step : order_.steps) said << name_of(step) + u' ' + core_text(step.why);
  setAccessibleDescription(said.join(QStringLiteral("; ")));
}

QString RunOrderView::name_of(const RunStep& step) const {
  const auto at = static_cast<std::size_t>(step.box);
  return at < boxes_.size() ? to_qt(boxes_[at]) : QString();
}

double RunOrderView::budget() const {
  return dragged_.value_or(std::min(order_.budget.value, std::max(most_ * kBeyond, 0.0)));
}

QSize RunOrderView::sizeHint() const {
  const int rows = static_cast<int>(std::max<std::size_t>(order_.steps.size(), 2));
  return {420, kTopRoom + kAxisRoom + rows * kUsualOrderRow};
}

QSize RunOrderView::minimumSizeHint() const {
  const int rows = static_cast<int>(std::max<std::size_t>(order_.steps.size(), 2));
  return {260, kTopRoom + kAxisRoom + rows * kLeastOrderRow};
}

double RunOrderView::names_wide() const {
  const QFontMetrics metrics(ui_font(TypeSize::text, true));
  double wide = 30;
  for (const RunStep& step : order_.steps) wide = std::max<double>(wide, metrics.horizontalAdvance(name_of(step)) + 2);
  return std::min(wide, width() * 0.25);
}

/// As long as the bars can be while every row's words still stand behind its bar, and behind the line where it would
/// cross them.
RunOrderView::Scale RunOrderView::scale() const {
  if (dragged_) return held_;
  Scale scale;
  scale.left = kEdge + names_wide() + 12;
  const QFontMetrics metrics(ui_font(TypeSize::head));
  const double room = width() - kEdge - scale.left;
  scale.unit = std::max(budget(), 1e-12);
  scale.unit = (room - 40) / scale.unit;
  for (const RunStep& step : order_.steps) {
    const double end = step.in ? std::max(step.with, budget()) : step.with;
    const double words = metrics.horizontalAdvance(core_text(step.why)) + 22;
    if (end > 0) scale.unit = std::min(scale.unit, std::max(room - words, 40.0) / end);
  }
  return scale;
}

double RunOrderView::x_of(double cost) const {
  const Scale at = scale();
  return at.left + cost * at.unit;
}

QRectF RunOrderView::row_rect(int row) const {
  const auto rows = static_cast<double>(std::max<std::size_t>(order_.steps.size(), 1));
  const double high =
      std::clamp((height() - kTopRoom - kAxisRoom) / rows, double(kLeastOrderRow), double(kMostOrderRow));
  return {0, kTopRoom + row * high, double(width()), high};
}

void RunOrderView::paint_step(QPainter& painter, int row, const Scale& at) const {
  const Theme& t = themes_.theme();
  const RunStep& step = order_.steps[static_cast<std::size_t>(row)];
  const QRectF place = row_rect(row);
  const QFont name = ui_font(TypeSize::text, step.in);
  painter.setFont(name);
  painter.setPen(t.text);
  const double names = at.left - kEdge - 12;
  painter.drawText(QRectF(kEdge, place.top(), names, place.height()), Qt::AlignLeft | Qt::AlignVCenter,
                   QFontMetrics(name).elidedText(name_of(step), Qt::ElideMiddle, static_cast<int>(names) + 1));
  const double thick = std::min(17.0, place.height() - 8), top = place.center().y() - thick / 2;
  const double from = at.left + step.before * at.unit, to = at.left + step.with * at.unit;
  painter.fillRect(QRectF(at.left, top, from - at.left, thick), t.line);
  const QRectF own(from, top, std::max(to - from, 1.0), thick);
  if (step.in) {
    painter.fillRect(own, t.outcome.run);
  } else {
    QPen dashes(t.strong, 1, Qt::CustomDashLine);
    dashes.setDashPattern({3, 2});
    painter.setPen(dashes);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(own.adjusted(0.5, 0.5, -0.5, -0.5));
  }
  const QString why = core_text(step.why);
  painter.setFont(ui_font(TypeSize::head));
  const double wide = painter.fontMetrics().horizontalAdvance(why), line = at.left + budget() * at.unit;
  double x = to + 10;
  if (line > x - 6 && line < x + wide + 6) x = line + 10;
  painter.setPen(step.in ? t.text : t.second);
  painter.drawText(QRectF(x, place.top(), wide + 4, place.height()), Qt::AlignLeft | Qt::AlignVCenter, why);
}

void RunOrderView::paint_budget(QPainter& painter, const Scale& at) const {
  const Theme& t = themes_.theme();
  const double x = at.left + budget() * at.unit;
  const double bottom = row_rect(static_cast<int>(order_.steps.size()) - 1).bottom() + 2;
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(t.accent, hasFocus() || dragged_ ? 3 : 2));
  painter.drawLine(QPointF(x, 2), QPointF(x, bottom));
  painter.setPen(Qt::NoPen);
  painter.setBrush(t.accent);
  painter.drawPolygon(QPolygonF{{x, bottom - 1}, {x - 6, bottom + 7}, {x + 6, bottom + 7}});
  painter.setFont(ui_font(TypeSize::axis, true));
  const QString text = to_qt(amount_text({order_.budget.kind, dragged_ ? *dragged_ : order_.budget.value}));
  const double wide = painter.fontMetrics().horizontalAdvance(text) + 4;
  const double left = std::clamp(x - wide / 2, at.left - 8, std::max(at.left - 8, width() - wide - 2));
  painter.setPen(t.text);
  painter.drawText(QRectF(left, bottom + 7, wide, 16), Qt::AlignCenter, text);
  if (left < at.left + 12) return;
  painter.setFont(ui_font(TypeSize::axis));
  painter.setPen(t.second);
  painter.drawText(QRectF(at.left - 3, bottom + 7, 20, 16), Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("0"));
}

void RunOrderView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), themes_.theme().panel);
  if (order_.steps.empty()) return;
  const Scale at = scale();
  for (int row = 0; row < static_cast<int>(order_.steps.size()); ++row) paint_step(painter, row, at);
  paint_budget(painter, at);
}

void RunOrderView::choose(double budget) {
  if (order_.steps.empty() || !std::isfinite(budget)) return;
  Q_EMIT budget_chosen(std::clamp(budget, 0.0, most_ * kBeyond));
}

void RunOrderView::step(int direction) {
  if (order_.steps.empty()) return;
  const double now = order_.budget.value, grain = most_ * 1e-9;
  std::optional<double> to;
  if (direction > 0) {
    for (const double change : changes_)
      if (!to && change > now + grain) to = change;
  } else {
    // Below the first change nothing runs: 0 stands for all of that.
    if (now > grain) to = 0;
    for (const double change : changes_)
      if (change < now - grain) to = change;
  }
  if (to) choose(*to);
}

void RunOrderView::drag_to(double x, bool free) {
  double budget = std::clamp((x - held_.left) / std::max(held_.unit, 1e-300), 0.0, most_ * kBeyond);
  for (const double change : changes_)
    if (!free && std::abs(held_.left + change * held_.unit - x) <= kMagnet) budget = change;
  dragged_ = budget;
  update();
  Q_EMIT budget_chosen(budget);
}

void RunOrderView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || order_.steps.empty()) return QWidget::mousePressEvent(event);
  if (std::abs(event->position().x() - x_of(budget())) > kGrab) return;
  held_ = scale();
  dragged_ = budget();
  update();
}

void RunOrderView::mouseMoveEvent(QMouseEvent* event) {
  if (dragged_) return drag_to(event->position().x(), event->modifiers().testFlag(Qt::ShiftModifier));
  const bool over = !order_.steps.empty() && std::abs(event->position().x() - x_of(budget())) <= kGrab;
  setCursor(over ? Qt::SplitHCursor : Qt::ArrowCursor);
}

void RunOrderView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !dragged_) return;
  dragged_.reset();
  update();
}

void RunOrderView::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left: return step(-1);
    case Qt::Key_Right: return step(1);
    case Qt::Key_Home: return choose(0);
    case Qt::Key_End: return choose(most_);
    default: QWidget::keyPressEvent(event);
  }
}

void RunOrderView::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  update();
}

void RunOrderView::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  update();
}

}  // namespace mlink::ui
