// The link matrix drawn: cells by a delegate, heads of our own, hover, selection, the way back, tooltips below the
// cell.
#pragma once

#include <QHeaderView>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QTimer>
#include <algorithm>

#include "ui/common/theme.h"
#include "ui/links/matrix_model.h"

namespace mlink::ui {

class MatrixView;

/// Cell widths from which on more is written: value, lift and bar; value and bar; value. Below, colour only.
namespace matrix_cell {
inline constexpr int full = 84, middle = 44, small = 24;
}

/// "target →" and "source ↓" where the heads meet; above them the rows that p is of, where they are not the test rows.
class MatrixCorner : public QWidget {
  Q_OBJECT
 public:
  MatrixCorner(const ThemeHolder& themes, MatrixView* view);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeHolder& themes_;
  MatrixView* view_;
};

class MatrixDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  MatrixDelegate(const ThemeHolder& themes, MatrixView* view);
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  void paint_link(QPainter& painter, const QRect& cell, const QModelIndex& index, const QColor& fill) const;
  static void paint_bar(QPainter& painter, const QRectF& place, const LinkFigures& link, const QColor& fill);
  void paint_untrained(QPainter& painter, const QRect& cell) const;
  void paint_letter(QPainter& painter, const QRect& cell, QChar letter) const;
  void paint_rings(QPainter& painter, const QRect& cell, const QModelIndex& index, const QColor& ink) const;
  const ThemeHolder& themes_;
  MatrixView* view_;
};

/// Names of the boxes: glyph above name for targets, glyph, name and task for sources. Narrow columns turn their names,
/// and where they are too dense every fifth is written. A name can be dragged to another place.
class MatrixHead : public QHeaderView {
  Q_OBJECT
 public:
  MatrixHead(Qt::Orientation orientation, const ThemeHolder& themes, MatrixView* view);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;

 private:
  [[nodiscard]] double along(const QMouseEvent& event) const;
  void paint_target(QPainter& painter, const QRect& place, int section) const;
  void paint_source(QPainter& painter, const QRect& place, int section) const;
  const ThemeHolder& themes_;
  MatrixView* view_;
  int pressed_ = -1;
  double pressed_at_ = 0;
};

class MatrixView : public QTableView {
  Q_OBJECT
 public:
  MatrixView(const ThemeHolder& themes, MatrixModel* model, QWidget* parent = nullptr);

  [[nodiscard]] MatrixModel* matrix() const { return model_; }
  [[nodiscard]] QModelIndex hovered() const { return hovered_; }
  [[nodiscard]] QModelIndex chosen() const { return chosen_; }
  [[nodiscard]] QModelIndex sibling() const;  ///< the way back of the chosen link
  void choose(const QModelIndex& index);      ///< marks it; tells nothing
  /// Marks the second link, which stands beside the chosen one; invalid: none. Tells nothing.
  void pin(const QModelIndex& index);
  [[nodiscard]] QModelIndex pinned() const { return pinned_; }
  /// The next link that is clicked, or come to by the arrows and Enter, is the second one.
  void arm(bool armed);
  [[nodiscard]] bool armed() const { return armed_; }
  [[nodiscard]] QModelIndex cursor_link() const { return cursor_; }
  [[nodiscard]] bool is_marked(const QModelIndex& index) const;  ///< something is drawn around its cell
  /// Fits cells into so much room (heads included); returns the size that is really needed.
  QSize fit(const QSize& room);
  [[nodiscard]] int least_width() const;  ///< heads and the smallest cells that are shown unasked
  [[nodiscard]] int cell_width() const { return cell_.width(); }
  [[nodiscard]] int cell_height() const { return cell_.height(); }
  [[nodiscard]] int head_width() const { return head_.width(); }
  [[nodiscard]] int head_height() const { return head_.height(); }
  [[nodiscard]] bool names_turned() const;
  /// Cells larger (or smaller, steps below 0) than fits; the cell at this point of the viewport stays there.
  void zoom(int steps, const QPointF& about);
  void reset_zoom();
  [[nodiscard]] double zoomed() const { return zoom_; }
  /// Of so many boxes one is named.
  [[nodiscard]] int column_step() const { return cell_.width() < 12 ? 5 : 1; }
  [[nodiscard]] int row_step() const { return cell_.height() < 12 ? 5 : 1; }
  // A head that is dragged: its box, and the gap between boxes where it would go.
  void drag_box(int box, int gap, Qt::Orientation along);
  void drop_box();
  [[nodiscard]] bool dragging() const { return dragged_ >= 0; }
  [[nodiscard]] int drop_place() const { return gap_; }
  /// Right edge of the cells, where turned names of targets may stand out beyond.
  [[nodiscard]] int cells_right() const { return std::min(width(), cells_right_); }

 Q_SIGNALS:
  void link_chosen(const QString& source, const QString& target);
  void link_opened(const QString& source, const QString& target);
  void link_pinned(const QString& source, const QString& target);
  void armed_changed();
  void zoom_changed();  ///< the cells have to be fitted anew
  void scrolled();

 protected:
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void hover(const QModelIndex& index);
  void show_tip();
  [[nodiscard]] int longest_name() const;
  void tell(const QModelIndex& index);
  void tell_pinned(const QModelIndex& index);
  void step(int down, int right);
  void move_box(int box, int by);
  void update_all();
  void paint_cells(QPainter& painter, const QRect& part) const;
  void paint_cross_hair(QPainter& painter) const;
  [[nodiscard]] bool is_link(const QModelIndex& index) const;

  const ThemeHolder& themes_;
  MatrixModel* model_;
  QPersistentModelIndex hovered_, chosen_, pinned_;
  QPersistentModelIndex cursor_;  ///< while armed: the link that Enter takes
  bool armed_ = false;
  double zoom_ = 1;
  int wheel_ = 0;  ///< eighths of a degree that were not a step yet
  int dragged_ = -1, gap_ = -1;
  QTimer tip_timer_;
  MatrixCorner* corner_;
  QSize cell_{84, 60}, head_{145, 58};
  int cells_right_ = 0;
};

}  // namespace mlink::ui
