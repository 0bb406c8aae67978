// Sets worth running as a table: what runs, what it costs, what it gives, and who would choose it. GUI thread only.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "ui/common/widgets.h"
#include "ui/ensemble/ensemble_data.h"

class QTableView;

namespace mlink::ui {

class SetsModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { Run, Memory, Time, Accuracy, ChosenBy, ColumnCount };
  enum Role { ShareRole = Qt::UserRole + 1, MethodsRole };  ///< length of the bar; names of the methods
  using QAbstractTableModel::QAbstractTableModel;

  void set_sets(std::vector<WorthSet> sets, const std::vector<std::string>& boxes, const CostTable& costs);
  [[nodiscard]] const std::vector<WorthSet>& sets() const { return sets_; }
  [[nodiscard]] int row_of(BoxSet set) const;  ///< -1: not among them

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  [[nodiscard]] QString cost_text(const WorthSet& set, CostKind kind) const;
  [[nodiscard]] QString name_of(BoxSet set) const;
  std::vector<WorthSet> sets_;
  std::vector<std::string> boxes_;
  CostTable costs_;
};

/// A bar beside the accuracy, the method's line and marker before its name.
class SetsDelegate : public RowDelegate {
  Q_OBJECT
 public:
  using RowDelegate::RowDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  void paint_accuracy(QPainter& painter, const QRect& place, const QModelIndex& index) const;
  void paint_methods(QPainter& painter, const QRect& place, const QModelIndex& index) const;
};

/// "pose + hog", "all four", "all but face": as the sets are named on the page.
[[nodiscard]] QString set_name(BoxSet set, const std::vector<std::string>& boxes);
/// Widths by what stands in the columns: no number and no head gives way, names do; where there is no room, the bars
/// go first, then the cost of the other kind.
void fit_sets(QTableView& view, CostKind kind);

}  // namespace mlink::ui
