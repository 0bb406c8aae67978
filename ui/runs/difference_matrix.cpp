#include "ui/runs/difference_matrix.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ui/common/core_text.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

constexpr int kHeadHeight = 30, kLeastCell = 24, kMostHeight = 44, kLeastHeight = 22;
constexpr int kLegendBar = 110;
const QColor kWorse(0xCF, 0x42, 0x0B), kBetter(0x00, 0x8B, 0xA3);

QColor mixed(const QColor& from, const QColor& to, double share) {
  const auto part = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
  return {part(from.red(), to.red()), part(from.green(), to.green()), part(from.blue(), to.blue())};
}

}  // namespace

QColor difference_colour(const Theme& theme, double difference) {
  if (!std::isfinite(difference)) return theme.panel;
  const double share = std::clamp(std::abs(difference) / kFullDifference, 0.0, 1.0);
  return mixed(theme.panel, difference < 0 ? kWorse : kBetter, share);
}

DifferenceMatrix::DifferenceMatrix(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void DifferenceMatrix::set_links(const std::optional<ComparedLinks>& links) {
  links_ = links;
  QStringList spoken;
  for (int i = 0; i < boxes(); ++i)
    for (int j = 0; j < boxes(); ++j)
      if (const QString text = text_at(i, j); !text.isEmpty())
        spoken << tr("%1 → %2 %3")
                      .arg(to_qt(links_->boxes[static_cast<std::size_t>(i)]),
                           to_qt(links_->boxes[static_cast<std::size_t>(j)]), text);
  setAccessibleName(tr("Differences of p: %1").arg(spoken.join(QStringLiteral(", "))));
  updateGeometry();
  update();
}

const LinkDifference* DifferenceMatrix::cell(int source, int target) const {
  if (!links_) return nullptr;
  const auto& from = links_->boxes[static_cast<std::size_t>(source)];
  const auto& to = links_->boxes[static_cast<std::size_t>(target)];
  for (const auto& link : links_->links.links)
    if (link.source == from && link.target == to) return &link;
  return nullptr;
}

QString DifferenceMatrix::text_at(int source, int target) const {
  const LinkDifference* difference = cell(source, target);
  if (!difference || !std::isfinite(difference->difference())) return {};
  return to_qt(signed_text(difference->difference()));
}

bool DifferenceMatrix::bold_at(int source, int target) const {
  const LinkDifference* difference = cell(source, target);
  return difference && difference->beyond_doubt();
}

int DifferenceMatrix::head_width() const {
  const QFontMetrics metrics(ui_font(TypeSize::head, true));
  int wide = 60;
  for (int i = 0; i < boxes(); ++i)
    wide = std::max(wide, metrics.horizontalAdvance(to_qt(links_->boxes[static_cast<std::size_t>(i)])) + 12);
  return std::min(wide, std::max(width() / 4, 60));
}

QSize DifferenceMatrix::sizeHint() const {
  return {400, kHeadHeight + boxes() * (boxes() > 8 ? kLeastHeight : kMostHeight)};
}
QSize DifferenceMatrix::minimumSizeHint() const { return {60 + boxes() * kLeastCell, sizeHint().height()}; }

QRect DifferenceMatrix::place(int source, int target) const {
  const int left = head_width(), room = width() - left;
  const int high = boxes() > 8 ? kLeastHeight : kMostHeight;
  const int from = left + room * target / std::max(boxes(), 1), to = left + room * (target + 1) / std::max(boxes(), 1);
  return {from, kHeadHeight + source * high, to - from, high};
}

void DifferenceMatrix::paint_heads(QPainter& painter) const {
  const Theme& t = themes_.theme();
  painter.setFont(ui_font(TypeSize::axis));
  painter.setPen(t.second);
  painter.drawText(QRect(0, 0, head_width() - 8, kHeadHeight), Qt::AlignLeft | Qt::AlignBottom,
                   tr("target →\nsource ↓"));
  const QFont font = ui_font(TypeSize::head, true);
  const QFontMetrics metrics(font);
  for (int i = 0; i < boxes(); ++i) {
    const QString name = to_qt(links_->boxes[static_cast<std::size_t>(i)]);
    const QRect column = place(0, i), row = place(i, 0);
    painter.setFont(font);
    painter.setPen(t.text);
    painter.drawText(QRect(column.left(), 0, column.width(), kHeadHeight), Qt::AlignCenter,
                     metrics.elidedText(name, Qt::ElideMiddle, column.width() - 6));
    painter.drawText(QRect(0, row.top(), head_width() - 8, row.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(name, Qt::ElideMiddle, head_width() - 8));
  }
}

void DifferenceMatrix::paint_cell(QPainter& painter, const QRect& place, const LinkDifference& difference) const {
  const Theme& t = themes_.theme();
  const QColor fill = difference_colour(t, difference.difference());
  painter.fillRect(place, fill);
  if (!std::isfinite(difference.difference())) {
    painter.setPen(t.second);
    painter.setFont(ui_font(TypeSize::head));
    painter.drawText(place, Qt::AlignCenter, QStringLiteral("–"));
    return;
  }
  const QColor ink = Theme::ink_on(fill);
  const QFont font = ui_font(TypeSize::text, difference.beyond_doubt());
  const QString text = to_qt(signed_text(difference.difference()));
  const QString both = to_qt(score_text(difference.a)) + QStringLiteral(" → ") + to_qt(score_text(difference.b));
  const QFont small = ui_font(TypeSize::axis);
  painter.setPen(ink);
  painter.setFont(font);
  const bool two_lines = place.height() >= 40 && QFontMetrics(small).horizontalAdvance(both) + 12 <= place.width();
  if (!two_lines && QFontMetrics(font).horizontalAdvance(text) + 4 > place.width()) return;  // the colour alone
  if (!two_lines) {
    painter.drawText(place, Qt::AlignCenter, text);
    return;
  }
  const QRect inner = place.adjusted(10, 4, -4, -4);
  painter.drawText(inner, Qt::AlignLeft | Qt::AlignTop, text);
  painter.setFont(small);
  painter.drawText(inner, Qt::AlignLeft | Qt::AlignBottom, both);
}

void DifferenceMatrix::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.fillRect(rect(), t.panel);
  if (!links_) return;
  paint_heads(painter);
  for (int i = 0; i < boxes(); ++i) {
    for (int j = 0; j < boxes(); ++j) {
      const QRect at = place(i, j);
      if (const LinkDifference* difference = cell(i, j))
        paint_cell(painter, at, *difference);
      else
        painter.fillRect(at, t.sunken);
      painter.setPen(t.panel);
      painter.drawRect(at.adjusted(0, 0, -1, -1));
    }
  }
}

bool DifferenceMatrix::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  for (int i = 0; i < boxes(); ++i)
    for (int j = 0; j < boxes(); ++j) {
      const LinkDifference* d = place(i, j).contains(help->pos()) ? cell(i, j) : nullptr;
      if (!d || !std::isfinite(d->difference())) continue;
      QToolTip::showText(help->globalPos(),
                         tr("%1 → %2: %3, %4 to %5\np %6, then %7")
                             .arg(to_qt(d->source), to_qt(d->target), to_qt(signed_text(d->difference())),
                                  to_qt(signed_text(d->interval.low)), to_qt(signed_text(d->interval.high)),
                                  to_qt(score_text(d->a)), to_qt(score_text(d->b))),
                         this);
      return true;
    }
  QToolTip::hideText();
  return true;
}

DifferenceLegend::DifferenceLegend(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void DifferenceLegend::set_links(const std::optional<ComparedLinks>& links) {
  mean_ = links ? to_qt(value_text(links->mean)) : QString();
  rest_ = links ? tr("%1; %2 better, %3 worse, %4 equal")
                      .arg(core_text(interval_text(links->mean)))
                      .arg(links->better)
                      .arg(links->worse)
                      .arg(links->equal)
                : QString();
  setAccessibleName(tr("Mean difference %1, %2").arg(mean_, rest_));
  setToolTip(links ? core_text(links->mean.how) : QString());
  update();
}

void DifferenceLegend::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  if (mean_.isEmpty()) return;
  const QFont head = ui_font(TypeSize::head), key = ui_font(TypeSize::key_figure, true);
  const QFontMetrics small(head);
  const QString low = to_qt(signed_text(-kFullDifference)), high = to_qt(signed_text(kFullDifference));
  const int scale = kLegendBar + small.horizontalAdvance(low) + small.horizontalAdvance(high) + 24;
  int x = 10;
  const auto say = [&](const QString& text, const QFont& font, const QColor& ink) {
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignLeft | Qt::AlignVCenter, text);
    x += QFontMetrics(font).horizontalAdvance(text) + 8;
  };
  say(tr("mean"), head, t.second);
  say(mean_, key, t.text);
  if (x + small.horizontalAdvance(rest_) < width() - 10) say(rest_, head, t.second);
  if (x + scale > width()) return;
  x = width() - scale;
  say(low, head, t.second);
  QLinearGradient gradient(x, 0, x + kLegendBar, 0);
  for (int i = 0; i <= 10; ++i) gradient.setColorAt(i / 10.0, difference_colour(t, (i / 5.0 - 1) * kFullDifference));
  painter.fillRect(QRect(x, height() / 2 - 4, kLegendBar, 8), gradient);
  painter.setPen(t.line);
  painter.drawRect(QRect(x, height() / 2 - 4, kLegendBar - 1, 7));
  x += kLegendBar + 8;
  say(high, head, t.second);
}

}  // namespace mlink::ui
