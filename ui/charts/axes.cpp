#include "ui/charts/axes.h"

#include <QFontMetrics>
#include <QtCharts/QBarCategoryAxis>
#include <QtCharts/QValueAxis>
#include <algorithm>
#include <cmath>

namespace mlink::ui {
namespace {

constexpr double kMostTicks = 60;
constexpr double kReadable = 26, kTurnedRoom = 84;  // pixels of a category's name

double nice_step(double span, int parts) {
  const double raw = span / std::max(parts, 1);
  const double magnitude = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
    if (raw <= 1.1 * factor * magnitude) return factor * magnitude;  // room for markers adds no step
  }
  return 10 * magnitude;
}

/// The wanted ticks, where they suit what is shown; else nice ones.
double step_of(const ChartAxis& wanted, double span) {
  const double own = wanted.ticks.size() > 1 ? wanted.ticks[1] - wanted.ticks[0] : 0;
  if (own > 0 && span >= 2 * own && span / own <= kMostTicks) return own;
  return nice_step(span, wanted.decimals > 0 ? 4 : 6);
}

/// At least as wide as doubles of this size can be told apart by an axis.
ValueRange widened(ValueRange r) {
  if (!(r.high > r.low)) r.high = r.low + 1;
  const double least = std::max(std::abs(r.low), std::abs(r.high)) * 1e-9;
  if (r.span() < least) {
    r.low -= least;
    r.high += least;
  }
  return r;
}

}  // namespace

ValueRange fitted(const ChartAxis& wanted, const ValueRange& data) {
  if (!wanted.names.isEmpty()) return {-0.5, static_cast<double>(wanted.names.size()) - 0.5};
  const auto given = [](const std::optional<double>& v) { return v && has_value(*v); };
  ValueRange r{given(wanted.low) ? *wanted.low
               : data.empty()    ? 0
                                 : data.low,
               given(wanted.high) ? *wanted.high
               : data.empty()     ? 1
                                  : data.high};
  r = widened(r);
  for (int i = 0; i < 4; ++i) {  // out to a whole tick, whose step grows with the range
    const double step = step_of(wanted, r.span());
    if (!given(wanted.low)) r.low = std::min(r.low, std::floor(r.low / step + 1e-9) * step);
    if (!given(wanted.high)) r.high = std::max(r.high, std::ceil(r.high / step - 1e-9) * step);
  }
  return widened(r);
}

ValueRange padded(const ValueRange& range, const ValueRange& marked, double pixels, double length) {
  if (marked.empty() || pixels <= 0 || length < 4 * pixels) return range;
  ValueRange r = range;
  const double pad = pixels * range.span() / (length - 2 * pixels);  // as wide as if both ends were widened
  if (marked.low >= range.low) r.low = std::min(range.low, marked.low - pad);
  if (marked.high <= range.high) r.high = std::max(range.high, marked.high + pad);
  return r;
}

QAbstractAxis* make_axis(const ChartAxis& wanted) {
  if (!wanted.names.isEmpty()) return new QBarCategoryAxis;
  auto* axis = new QValueAxis;
  axis->setTickType(QValueAxis::TicksDynamic);
  return axis;
}

void apply(QAbstractAxis& axis, const ChartAxis& wanted, const ValueRange& shown) {
  axis.setTitleText(wanted.title);
  axis.setTitleVisible(wanted.visible && !wanted.title.isEmpty());
  axis.setVisible(wanted.visible);
  auto* numbers = qobject_cast<QValueAxis*>(&axis);
  if (!numbers) return;
  const double step = step_of(wanted, shown.span());
  // The coarser of both steps stands while the range changes: a narrow step over a wide range makes thousands of ticks.
  if (step > numbers->tickInterval()) numbers->setTickInterval(step);
  numbers->setRange(shown.low, shown.high);
  const bool own = wanted.ticks.size() > 1 && step == wanted.ticks[1] - wanted.ticks[0];
  numbers->setTickAnchor(own ? wanted.ticks[0] : std::ceil(shown.low / step - 1e-9) * step);
  numbers->setTickInterval(step);
  const int digits = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 9);
  numbers->setLabelFormat(QStringLiteral("%.%1f").arg(std::max(wanted.decimals, digits)));
}

void apply_names(QAbstractAxis& axis, const QStringList& names, const QFont& font, double room, bool may_turn) {
  auto* categories = qobject_cast<QBarCategoryAxis*>(&axis);
  if (!categories) return;
  const QFontMetrics metrics(font);
  int widest = 0;
  for (const QString& name : names) widest = std::max(widest, metrics.horizontalAdvance(name));
  const bool turned = may_turn && room < kReadable && widest > room;
  QStringList texts;
  for (const QString& name : names) {
    QString text = metrics.elidedText(name, Qt::ElideMiddle, static_cast<int>(turned ? kTurnedRoom : room));
    while (text.isEmpty() || texts.contains(text))
      text += QChar(0x200B);  // the axis knows its categories by their text
    texts << text;
  }
  categories->setLabelsVisible(!turned || room > metrics.height() - 2);  // else hover names them
  categories->setLabelsAngle(turned ? -90 : 0);
  if (categories->categories() != texts) categories->setCategories(texts);
}

}  // namespace mlink::ui
