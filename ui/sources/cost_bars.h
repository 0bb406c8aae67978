// Cost of one frame, one box after another: a stacked bar of time and one of memory.
#pragma once

#include <QWidget>
#include <vector>

#include "experiment/experiment.h"
#include "ui/common/theme.h"

namespace mlink::ui {

class CostBars : public QWidget {
  Q_OBJECT
 public:
  explicit CostBars(const ThemeHolder& themes, QWidget* parent = nullptr);
  void set_boxes(const std::vector<BoxRow>& boxes);
  [[nodiscard]] QSize sizeHint() const override { return {300, 108}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {200, 108}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Part {
    QString name;
    double value = 0;
  };
  void paint_bar(QPainter& painter, int top, const QString& name, const std::vector<Part>& parts, CostKind kind) const;
  const ThemeHolder& themes_;
  std::vector<Part> time_, memory_;
};

}  // namespace mlink::ui
