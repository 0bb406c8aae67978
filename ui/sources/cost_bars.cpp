#include "ui/sources/cost_bars.h"

#include <QPainter>
#include <numeric>

#include "base/text.h"
#include "outputs/amount.h"
#include "ui/common/widgets.h"

namespace mlink::ui {

CostBars::CostBars(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void CostBars::set_boxes(const std::vector<BoxRow>& boxes) {
  time_.clear();
  memory_.clear();
  for (const BoxRow& box : boxes) {
    if (box.costs.known(CostKind::time)) time_.push_back({to_qt(box.name), box.costs.seconds});
    if (box.costs.known(CostKind::memory)) memory_.push_back({to_qt(box.name), box.costs.bytes});
  }
  setVisible(!time_.empty() || !memory_.empty());
  update();
}

void CostBars::paint_bar(QPainter& painter, int top, const QString& name, const std::vector<Part>& parts,
                         CostKind kind) const {
  const Theme& t = themes_.theme();
  painter.setPen(t.second);
  painter.drawText(QRect(12, top, 60, 28), Qt::AlignLeft | Qt::AlignVCenter, name);
  const double total =
      std::accumulate(parts.begin(), parts.end(), 0.0, [](double sum, const Part& part) { return sum + part.value; });
  const QString sum = parts.empty() ? QStringLiteral("–") : to_qt(amount_text({kind, total}));
  const QFont medium = ui_font(TypeSize::text, true);
  const int left = 76, right = width() - QFontMetrics(medium).horizontalAdvance(sum) - 24;
  double x = left;
  for (std::size_t i = 0; i < parts.size() && total > 0; ++i) {
    const double wide = parts[i].value / total * (right - left);
    const double mix = std::min(0.22 * static_cast<double>(i), 0.75);
    const auto blend = [mix](int a, int b) { return static_cast<int>(a + (b - a) * mix); };
    const QColor &a = t.outcome.run, &b = t.panel;
    const QColor fill(blend(a.red(), b.red()), blend(a.green(), b.green()), blend(a.blue(), b.blue()));
    const QRectF place(x, top, std::max(wide - 1, 1.0), 28);
    painter.fillRect(place, fill);
    painter.setFont(ui_font(TypeSize::head));
    painter.setPen(Theme::ink_on(fill));
    const QString amount = to_qt(amount_text({kind, parts[i].value}));
    const QString both = parts[i].name + u' ' + amount;
    const QFontMetrics metrics(painter.font());
    const QString text = metrics.horizontalAdvance(both) + 14 < wide     ? both
                         : metrics.horizontalAdvance(amount) + 14 < wide ? amount
                                                                         : QString();
    painter.drawText(place.adjusted(8, 0, -4, 0), Qt::AlignLeft | Qt::AlignVCenter, text);
    x += wide;
  }
  painter.setFont(medium);
  painter.setPen(t.text);
  painter.drawText(QRect(right + 8, top, width() - right - 10, 28), Qt::AlignLeft | Qt::AlignVCenter, sum);
  painter.setFont(ui_font(TypeSize::head));
}

void CostBars::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setFont(ui_font(TypeSize::head));
  painter.setPen(themes_.theme().second);
  painter.drawText(QRect(12, 8, width() - 24, 18), Qt::AlignLeft | Qt::AlignVCenter,
                   tr("Cost of one frame, one box after another"));
  paint_bar(painter, 34, tr("time"), time_, CostKind::time);
  paint_bar(painter, 72, tr("memory"), memory_, CostKind::memory);
}

}  // namespace mlink::ui
