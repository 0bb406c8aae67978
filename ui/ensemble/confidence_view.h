// How sure the ensembles are and whether that holds: a reliability diagram (estimated chance against the share that was
// right, on test frames) and a row a box. Asked of the worker when it is first seen: it predicts the test part anew.
// GUI thread only.
#pragma once

#include <QAbstractTableModel>
#include <memory>

#include "analysis/confidence.h"
#include "ui/common/selection.h"
#include "ui/common/widgets.h"
#include "ui/common/worker.h"

class QStackedWidget;
class QTableView;

namespace mlink::ui {

class ScatterChart;

/// A box a row, the one whose chances are furthest off first.
class ConfidenceModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { Box, Right, Chance, Off, Tells, ColumnCount };
  using QAbstractTableModel::QAbstractTableModel;

  void set_boxes(std::vector<BoxConfidence> boxes);
  [[nodiscard]] const std::vector<BoxConfidence>& boxes() const { return boxes_; }
  [[nodiscard]] int row_of(const QString& box) const;  ///< -1: none

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<BoxConfidence> boxes_;
};

class ConfidenceView : public QWidget {
  Q_OBJECT
 public:
  ConfidenceView(const ThemeHolder& themes, SharedSelection* selection, Worker* worker, QWidget* parent = nullptr);
  void set_data(const ExperimentDataPtr& data);
  [[nodiscard]] bool ready() const { return !waiting_; }
  [[nodiscard]] ConfidenceModel* model() const { return model_; }
  [[nodiscard]] ScatterChart* chart() const { return chart_; }
  [[nodiscard]] QTableView* table() const { return table_; }
  [[nodiscard]] QString message() const;

 protected:
  void showEvent(QShowEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void ask();
  void choose(const QString& box);
  void draw();
  const ThemeHolder& themes_;
  SharedSelection* selection_;
  Worker* worker_;
  ExperimentDataPtr data_;
  ConfidenceModel* model_;
  ScatterChart* chart_;
  QTableView* table_;
  EmptyState* empty_;
  QStackedWidget* stack_;
  bool asked_ = false, waiting_ = false;
};

}  // namespace mlink::ui
