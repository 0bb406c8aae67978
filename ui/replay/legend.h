// Legend of the strips: only the outcomes that occur. GUI thread only.
#pragma once

#include <QWidget>

#include "ui/replay/strip_raster.h"

namespace mlink::ui {

class OutcomeLegend : public QWidget {
  Q_OBJECT
 public:
  explicit OutcomeLegend(const ThemeHolder& theme, QWidget* parent = nullptr);
  void set_strips(const StripsData& strips);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {60, 22}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeHolder& theme_;
  std::vector<Outcome> shown_{Outcome::run, Outcome::right, Outcome::wrong};
};

}  // namespace mlink::ui
