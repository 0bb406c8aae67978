#include "ui/replay/legend.h"

#include <QPainter>
#include <algorithm>
#include <array>

namespace mlink::ui {
namespace {

constexpr std::array kOrder{Outcome::run,          Outcome::right, Outcome::wrong, Outcome::reused_right,
                            Outcome::reused_wrong, Outcome::none,  Outcome::failed};
constexpr int kSample = 13, kBetween = 18;

}  // namespace

OutcomeLegend::OutcomeLegend(const ThemeHolder& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  connect(&theme, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void OutcomeLegend::set_strips(const StripsData& strips) {
  OutcomeCounts there{};
  for (const StripGroup& group : strips.groups) {
    for (const StripLane& lane : group.lanes) {
      const OutcomeCounts counts = lane.sums.of(lane.cells, 0, lane.cells.size());
      for (std::size_t k = 0; k < kOutcomes; ++k) there[k] += counts[k];
    }
  }
  // what a method predicts by itself is drawn as what links predict
  there[static_cast<std::size_t>(Outcome::right)] += count_of(there, Outcome::own_right);
  there[static_cast<std::size_t>(Outcome::wrong)] += count_of(there, Outcome::own_wrong);
  std::vector<Outcome> shown;
  std::copy_if(kOrder.begin(), kOrder.end(), std::back_inserter(shown),
               [&](Outcome outcome) { return count_of(there, outcome) > 0; });
  if (shown == shown_ || shown.empty()) return;
  shown_ = std::move(shown);
  updateGeometry();
  update();
}

QSize OutcomeLegend::sizeHint() const {
  const QFontMetrics metrics(ui_font(TypeSize::head));
  int wide = 0;
  for (const Outcome outcome : shown_)
    wide += kSample + 7 + metrics.horizontalAdvance(outcome_text(outcome)) + kBetween;
  return {wide, 22};
}

void OutcomeLegend::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Theme& theme = theme_.theme();
  painter.setFont(ui_font(TypeSize::head));
  const qreal ratio = devicePixelRatioF();
  int x = 0;
  for (const Outcome outcome : shown_) {
    const QString text = outcome_text(outcome);
    const int wide = painter.fontMetrics().horizontalAdvance(text);
    if (x + kSample + 7 + wide > width()) return;
    const auto [upper, lower] = strip_halves(1U << static_cast<unsigned>(outcome));
    const int pixels = qRound(kSample * ratio);
    const QImage sample = strip_image({{0, pixels, upper, lower}}, pixels, pixels, pixels / 2.0, ratio, theme);
    painter.drawImage(QPoint(x, (height() - kSample) / 2), sample);
    painter.setPen(theme.second);
    painter.drawText(QRect(x + kSample + 7, 0, wide + 4, height()), Qt::AlignVCenter, text);
    x += kSample + 7 + wide + kBetween;
  }
}

}  // namespace mlink::ui
