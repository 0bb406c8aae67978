// The matrix with what stands around it: P1 at the right, P2 and the prior below, and the legend of the ramp.
#pragma once

#include <QWidget>

#include "ui/links/matrix_view.h"

namespace mlink::ui {

class MatrixPane : public QWidget {
  Q_OBJECT
 public:
  MatrixPane(const ThemeHolder& themes, MatrixModel* model, QWidget* parent = nullptr);
  [[nodiscard]] MatrixView* view() const { return view_; }
  /// Height that shows all boxes at this width, at most `most`.
  [[nodiscard]] int height_for(int width, int most);
  /// Width that shows all boxes in the smallest cells.
  [[nodiscard]] int least_width() const;

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void place();
  void paint_p1(QPainter& painter) const;
  void paint_below(QPainter& painter) const;
  [[nodiscard]] int side_width() const { return width() < 420 ? 0 : 88; }
  const ThemeHolder& themes_;
  MatrixModel* model_;
  MatrixView* view_;
};

/// Ramp with its ends, what the bar and its tick mean, and the hatch of links that are not there.
class MatrixLegend : public QWidget {
  Q_OBJECT
 public:
  MatrixLegend(const ThemeHolder& themes, MatrixModel* model, QWidget* parent = nullptr);
  [[nodiscard]] QSize sizeHint() const override { return {300, 34}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {160, 34}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeHolder& themes_;
  MatrixModel* model_;
};

}  // namespace mlink::ui
