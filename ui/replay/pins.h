// Two budgets side by side: what a method gives at pin A and at pin B, or now, and what changes between them. GUI
// thread only.
#pragma once

#include <QAbstractTableModel>
#include <QWidget>
#include <array>
#include <optional>

#include "ui/common/widgets.h"
#include "ui/replay/replay_data.h"

class QTableView;
class QToolButton;

namespace mlink::ui {

/// A method at a budget. Without an answer: the method is not shown any more.
struct PinnedState {
  QString name;  ///< "A", "B", "now"
  QString method;
  double budget = 0;
  std::optional<MethodResult> answer;
};

class PinsModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { What, First, Second, Change, Columns };
  enum Row { Accuracy, BoxesRun, Runs, Time, Memory, Rows };
  using QAbstractTableModel::QAbstractTableModel;

  void set_states(CostKind kind, const std::vector<std::string>& boxes, const PinnedState& first,
                  const PinnedState& second);
  [[nodiscard]] const std::array<PinnedState, 2>& states() const { return states_; }
  void set_compact(bool compact);  ///< without intervals, which a narrow column has no room for
  /// The interval of the difference in accuracy where the replay gives one: of a method and mlink at the same budget.
  [[nodiscard]] std::optional<Interval> change_interval() const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : Rows; }
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : Columns;
  }
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  [[nodiscard]] static QString row_name(int row);
  [[nodiscard]] QString value_text(const MethodResult& answer, int row) const;
  [[nodiscard]] QString change_text(int row) const;
  CostKind kind_ = CostKind::memory;
  bool compact_ = false;
  std::vector<std::string> boxes_;
  std::array<PinnedState, 2> states_;
};

/// The table with a button that takes the pins away.
class PinsView : public QWidget {
  Q_OBJECT
 public:
  explicit PinsView(const ThemeHolder& themes, QWidget* parent = nullptr);
  [[nodiscard]] PinsModel* model() const { return model_; }
  [[nodiscard]] QTableView* table() const { return view_; }
  [[nodiscard]] QToolButton* close_button() const { return close_; }

 Q_SIGNALS:
  void closed();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  PinsModel* model_;
  QTableView* view_;
  QToolButton* close_;
};

}  // namespace mlink::ui
