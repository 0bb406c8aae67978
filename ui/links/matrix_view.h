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

/// "target →" and "source ↓" where the heads meet.
class MatrixCorner : public QWidget {
  Q_OBJECT
 public:
  MatrixCorner(const ThemeHolder& themes, QWidget* parent);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeHolder& themes_;
};

class MatrixDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  MatrixDelegate(const ThemeHolder& themes, MatrixView* view);
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  void paint_link(QPainter& painter, const QRect& cell, const QModelIndex& index, const QColor& fill) const;
  void paint_bar(QPainter& painter, const QRectF& place, const QModelIndex& index, const QColor& ink) const;
  void paint_untrained(QPainter& painter, const QRect& cell) const;
  void paint_rings(QPainter& painter, const QRect& cell, const QModelIndex& index, const QColor& ink) const;
  const ThemeHolder& themes_;
  MatrixView* view_;
};

/// Names of the boxes: glyph above name for targets, glyph, name and task for sources. Narrow columns turn their names.
class MatrixHead : public QHeaderView {
  Q_OBJECT
 public:
  MatrixHead(Qt::Orientation orientation, const ThemeHolder& themes, MatrixView* view);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void paint_target(QPainter& painter, const QRect& place, int section) const;
  void paint_source(QPainter& painter, const QRect& place, int section) const;
  const ThemeHolder& themes_;
  MatrixView* view_;
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
  /// Fits cells into so much room (heads included); returns the size that is really needed.
  QSize fit(const QSize& room);
  [[nodiscard]] int cell_width() const { return cell_.width(); }
  [[nodiscard]] int head_width() const { return head_.width(); }
  [[nodiscard]] int head_height() const { return head_.height(); }
  [[nodiscard]] bool names_turned() const;
  /// Right edge of the cells, where turned names of targets may stand out beyond.
  [[nodiscard]] int cells_right() const { return std::min(width(), cells_right_); }

 Q_SIGNALS:
  void link_chosen(const QString& source, const QString& target);
  void link_opened(const QString& source, const QString& target);
  void scrolled();

 protected:
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void hover(const QModelIndex& index);
  void show_tip();
  void tell(const QModelIndex& index);
  [[nodiscard]] bool is_link(const QModelIndex& index) const;

  const ThemeHolder& themes_;
  MatrixModel* model_;
  QPersistentModelIndex hovered_, chosen_;
  QTimer tip_timer_;
  MatrixCorner* corner_;
  QSize cell_{84, 60}, head_{145, 58};
  int cells_right_ = 0;
};

}  // namespace mlink::ui
