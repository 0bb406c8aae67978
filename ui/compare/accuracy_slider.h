// A slider for an accuracy, in hundredths, as the other sliders of the window look. GUI thread only.
#pragma once

#include <QSlider>

#include "ui/common/theme.h"

namespace mlink::ui {

class AccuracySlider : public QSlider {
  Q_OBJECT
 public:
  explicit AccuracySlider(const ThemeHolder& themes, QWidget* parent = nullptr);
  [[nodiscard]] double accuracy() const { return value() / 100.0; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeHolder& themes_;
};

}  // namespace mlink::ui
