// Rows of a table are put in another order: by dragging one with the mouse, or the current one by Alt+Up and Alt+Down.
// It changes nothing itself. Esc lets go of a row that is dragged. GUI thread only.
#pragma once

#include <QObject>
#include <QPoint>
#include <functional>

class QTableView;
class QWidget;

namespace mlink::ui {

class ThemeHolder;

class RowDrag : public QObject {
  Q_OBJECT
 public:
  /// `movable`: how many rows, from the first, have a place that can change.
  RowDrag(const ThemeHolder& themes, QTableView* view, std::function<int()> movable);

 Q_SIGNALS:
  /// The row is to stand at place `to`, counted without it.
  void moved(int from, int to);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  [[nodiscard]] int gap_at(int y) const;  ///< 0: above the first row
  void show_gap();
  void let_go();
  void step(int by);

  const ThemeHolder& themes_;
  QTableView* view_;
  std::function<int()> movable_;
  QWidget* line_;  ///< where the row would go
  QPoint from_;
  int row_ = -1;  ///< the mouse went down on; -1: none
  int gap_ = 0;
  bool dragging_ = false;
};

}  // namespace mlink::ui
