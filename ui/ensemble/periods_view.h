// P in time: a heat strip of each box's activation probability by period, a dot at the highest, how long a period is,
// and how often who comes first. GUI thread only.
#pragma once

#include <QWidget>

#include "ui/charts/heat_strip.h"
#include "ui/common/widgets.h"
#include "ui/ensemble/ensemble_data.h"

class QDoubleSpinBox;

namespace mlink::ui {

class PeriodsView : public QWidget {
  Q_OBJECT
 public:
  explicit PeriodsView(const ThemeHolder& themes, QWidget* parent = nullptr);
  /// order: the boxes from top to bottom.
  void set_periods(const std::vector<PeriodResult>& periods, const std::vector<std::string>& boxes, double seconds,
                   const std::vector<int>& order);
  /// What a person may choose: between these seconds.
  void set_length(double seconds, double least, double most);
  void clear() { set_periods({}, {}, 0, {}); }
  [[nodiscard]] HeatStrip* strip() const { return strip_; }
  [[nodiscard]] QDoubleSpinBox* length() const { return length_; }
  [[nodiscard]] QString sentence() const { return sentence_->text(); }
  [[nodiscard]] const std::vector<PeriodResult>& periods() const { return periods_; }

 Q_SIGNALS:
  void length_chosen(double seconds);

 private:
  void dress();
  const ThemeHolder& themes_;
  std::vector<PeriodResult> periods_;
  HeatStrip* strip_;
  QDoubleSpinBox* length_;
  TextLabel* sentence_;
};

/// "pose is first in 9 of 16 periods, selfie in 7: a close race."
[[nodiscard]] QString first_sentence(const std::vector<PeriodResult>& periods, const std::vector<std::string>& boxes);
/// "8 s", "2 min": a place on the clock, in the unit that fits the whole length.
[[nodiscard]] QString place_text(double seconds, double whole);

}  // namespace mlink::ui
