// Widths of the columns of "This frame": numbers stand whole, and texts (labels, boxes, words) have what the panel
// leaves. They only grow while one experiment is looked at, so that nothing jumps from frame to frame. GUI thread only.
#pragma once

#include <QObject>

class QTableView;

namespace mlink::ui {

class FrameModel;

class FrameColumns : public QObject {
  Q_OBJECT
 public:
  /// Of a view that shows the model; both outlive it.
  FrameColumns(QTableView& view, const FrameModel& model, QObject* parent = nullptr);

  /// What a cell shows of a text that is wider than it: a number all of it, of anything else the beginning.
  [[nodiscard]] static QString fitted(const QString& text, const QFont& font, int width);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void grow();
  void fit();

  QTableView& view_;
  const FrameModel& model_;
  int box_ = 0, shown_ = 0, exact_ = 0;  ///< widths that the lines until now would like
};

}  // namespace mlink::ui
