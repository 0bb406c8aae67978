// Which box is worth running: activation probabilities with their parts. GUI thread only.
#pragma once

#include <QAbstractTableModel>
#include <memory>

#include "ui/common/ports.h"
#include "ui/common/widgets.h"

class QTableView;

namespace mlink::ui {

/// Box, P1, P2, P1 - P2, cost, P; highest P first.
class ActivationModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Columns { Box, P1, P2, Difference, Cost, P, ColumnCount };
  enum Roles { ShareRole = Qt::UserRole + 1 };  ///< length of the bar in [-1,1]; none: no bar

  explicit ActivationModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  void set_rows(std::vector<Activation> rows, CostKind kind);

 private:
  [[nodiscard]] double value(const Activation& row, int column) const;
  std::vector<Activation> rows_;
  CostKind kind_ = CostKind::time;
  double most_cost_ = 1, most_p_ = 1;
};

/// Number with a bar beside it.
class BarDelegate : public RowDelegate {
  Q_OBJECT
 public:
  using RowDelegate::RowDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

class ActivationView : public QWidget {
  Q_OBJECT
 public:
  explicit ActivationView(const ThemeHolder& themes, QWidget* parent = nullptr);
  void set_links(const std::shared_ptr<const LinksData>& links);
  void set_kind(CostKind kind);
  [[nodiscard]] ActivationModel* model() const { return model_; }
  [[nodiscard]] QTableView* table() const { return view_; }
  [[nodiscard]] CostKind kind() const { return kind_; }
  [[nodiscard]] const std::vector<Activation>& rows() const;
  [[nodiscard]] EmptyState* empty_state() const { return empty_; }

 Q_SIGNALS:
  void profile_wanted();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void fit_columns();
  void show_rows();
  std::shared_ptr<const LinksData> links_;
  CostKind kind_ = CostKind::memory;
  ActivationModel* model_;
  QTableView* view_;
  TextLabel* formula_;
  EmptyState* empty_;
};

}  // namespace mlink::ui
