#include "ui/ensemble/periods_view.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ui/common/chart_style.h"

namespace mlink::ui {
namespace {

constexpr double kCloseRace = 0.2;  // of the periods: what the first one is ahead at most

}  // namespace

QString place_text(double seconds, double whole) {
  if (whole >= 3 * 3600) return PeriodsView::tr("%1 h").arg(seconds / 3600, 0, 'f', 1);
  if (whole >= 10 * 60) return PeriodsView::tr("%1 min").arg(seconds / 60, 0, 'f', 1);
  return PeriodsView::tr("%1 s").arg(seconds, 0, 'f', whole < 20 ? 1 : 0);
}

QString first_sentence(const std::vector<PeriodResult>& periods, const std::vector<std::string>& boxes) {
  std::vector<int> firsts(boxes.size(), 0), order;
  int told = 0;
  for (const PeriodResult& period : periods) {
    const int first = likeliest_box(period);
    if (first < 0 || static_cast<std::size_t>(first) >= boxes.size()) continue;
    ++firsts[static_cast<std::size_t>(first)];
    ++told;
  }
  if (told == 0) return {};
  for (std::size_t box = 0; box < boxes.size(); ++box)
    if (firsts[box] > 0) order.push_back(static_cast<int>(box));
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return firsts[static_cast<std::size_t>(a)] > firsts[static_cast<std::size_t>(b)];
  });
  const auto name = [&](std::size_t n) { return to_qt(boxes[static_cast<std::size_t>(order[n])]); };
  const auto times = [&](std::size_t n) { return firsts[static_cast<std::size_t>(order[n])]; };
  if (order.size() == 1)
    return told == 1 ? PeriodsView::tr("%1 is first in the one period.").arg(name(0))
                     : PeriodsView::tr("%1 is first in all %2 periods.").arg(name(0)).arg(told);
  QString text = PeriodsView::tr("%1 is first in %2 of %3 periods").arg(name(0)).arg(times(0)).arg(told);
  for (std::size_t n = 1; n < order.size(); ++n) text += PeriodsView::tr(", %1 in %2").arg(name(n)).arg(times(n));
  return times(0) - times(1) <= kCloseRace * told ? PeriodsView::tr("%1: a close race.").arg(text) : text + u'.';
}

PeriodsView::PeriodsView(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  strip_ = new HeatStrip;
  strip_->setAccessibleName(tr("Activation probability by period"));
  strip_->set_reader([this](HeatCell cell) {
    const PeriodResult& period = periods_[static_cast<std::size_t>(cell.column)];
    const double whole = periods_.back().end_seconds, p = strip_->values().value(cell.row, cell.column);
    const QString said = tr("%1, %2 to %3: P %4")
                             .arg(strip_->values().rows[cell.row], place_text(period.begin_seconds, whole),
                                  place_text(period.end_seconds, whole), to_qt(score_text(p, 3)));
    return strip_->values().marked_in(cell.column) == cell.row ? tr("%1, the highest").arg(said) : said;
  });
  auto* scroll = new QScrollArea;
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setWidget(strip_);
  length_ = new QDoubleSpinBox;
  length_->setDecimals(1);
  length_->setSuffix(tr(" s"));
  length_->setKeyboardTracking(false);
  length_->setAccessibleName(tr("Length of a period"));
  length_->setToolTip(tr("Length of a period in seconds"));
  connect(length_, &QDoubleSpinBox::valueChanged, this, &PeriodsView::length_chosen);
  sentence_ = new TextLabel(themes, {}, TextLabel::Tone::second, TypeSize::head);
  sentence_->setWordWrap(true);
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(12, 5, 12, 6);
  foot->setSpacing(8);
  foot->addWidget(new TextLabel(themes, tr("Period"), TextLabel::Tone::second, TypeSize::head));
  foot->addWidget(length_);
  foot->addSpacing(8);
  foot->addWidget(sentence_, 1);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(0);
  all->addWidget(scroll, 1);
  all->addWidget(new Rule(themes));
  all->addLayout(foot);
  connect(&themes, &ThemeHolder::changed, this, &PeriodsView::dress);
  dress();
}

void PeriodsView::dress() {
  const Theme& theme = themes_.theme();
  strip_->set_style(chart_style_of(theme));
  strip_->set_ramp(QVector<QColor>(theme.ramp.begin(), theme.ramp.end()));
}

void PeriodsView::set_length(double seconds, double least, double most) {
  const QSignalBlocker quiet(length_);
  length_->setRange(least, most);
  length_->setSingleStep(std::max(seconds / 4, 0.1));
  length_->setValue(seconds);
}

void PeriodsView::set_periods(const std::vector<PeriodResult>& periods, const std::vector<std::string>& boxes,
                              double seconds, const std::vector<int>& order) {
  periods_ = periods;
  HeatValues values;
  double most = 0;
  for (const int box : order) {
    const auto at = static_cast<std::size_t>(box);
    values.rows << to_qt(boxes[at]);
    for (const PeriodResult& period : periods) {
      const double p = at < period.probability.size() ? period.probability[at] : kNan;
      values.values << p;
      if (std::isfinite(p)) most = std::max(most, p);
    }
  }
  for (const PeriodResult& period : periods) {
    // A last period of a single moment has no length: it is still seen.
    values.columns << ChartSpan{period.begin_seconds, std::max(period.end_seconds, period.begin_seconds + seconds / 5)};
    const auto first = std::find(order.begin(), order.end(), likeliest_box(period));
    values.marked << (first == order.end() ? -1 : static_cast<int>(first - order.begin()));
  }
  values.high = most > 0 ? std::ceil(most * 20 - 1e-9) / 20 : 1;
  values.title = QStringLiteral("P");
  values.dot = tr("highest");
  const double whole = periods.empty() ? 0 : periods.back().end_seconds;
  strip_->set_axis_text([whole](double at) { return place_text(at, whole); });
  strip_->set_values(values);
  const QString text = first_sentence(periods, boxes);
  sentence_->setText(text);
  strip_->setAccessibleDescription(text);
}

}  // namespace mlink::ui
