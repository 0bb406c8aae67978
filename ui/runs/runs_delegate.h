// Cells of the list of runs: the name with "in use" and what notes there are, the figure's name and value, a bar in the
// row of the running job, the corner of a run that does not fit any more.
#pragma once

#include "ui/common/widgets.h"

namespace mlink::ui {

class RunsDelegate : public RowDelegate {
  Q_OBJECT
 public:
  explicit RunsDelegate(const ThemeHolder& themes, QObject* parent = nullptr) : RowDelegate(themes, parent) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const override;
  /// The row that has the accent frame: details, Use, Rename and Note are of it.
  void set_current(const QPersistentModelIndex& current) { current_ = current; }

 private:
  void paint_name(QPainter& painter, const QRect& place, const QModelIndex& index) const;
  void paint_what(QPainter& painter, const QRect& place, const QModelIndex& index) const;
  void paint_figure(QPainter& painter, const QRect& place, const QModelIndex& index) const;
  void paint_frame(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
  QPersistentModelIndex current_;
};

}  // namespace mlink::ui
