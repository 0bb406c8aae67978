// The charts of a study, a panel each, as many side by side as fit; and its tables. GUI thread only.
#pragma once

#include <QScrollArea>

#include "ui/common/widgets.h"
#include "ui/compare/study_figures.h"

namespace mlink::ui {

class Chart;

/// Draws one figure; it owns the chart and follows the theme.
class StudyPanel : public Panel {
  Q_OBJECT
 public:
  StudyPanel(const ThemeHolder& themes, StudyFigure figure, QWidget* parent = nullptr);
  [[nodiscard]] Chart* chart() const { return chart_; }
  [[nodiscard]] const StudyFigure& figure() const { return figure_; }

 private:
  void draw();
  void draw_lines();
  void draw_bars();
  StudyFigure figure_;
  Chart* chart_;
};

class StudyCharts : public QScrollArea {
  Q_OBJECT
 public:
  explicit StudyCharts(const ThemeHolder& themes, QWidget* parent = nullptr);
  void set_figures(const std::vector<StudyFigure>& figures);
  [[nodiscard]] const std::vector<StudyPanel*>& panels() const { return panels_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void place();
  const ThemeHolder& themes_;
  std::vector<StudyPanel*> panels_;
};

}  // namespace mlink::ui
