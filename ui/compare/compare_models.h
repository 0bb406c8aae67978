// Models and drawings of the Compare page's two tables: what an accuracy needs, and the methods at three budgets. GUI
// thread only.
#pragma once

#include <QAbstractTableModel>
#include <QHeaderView>
#include <array>
#include <optional>

#include "ui/common/widgets.h"
#include "ui/compare/compare_data.h"

namespace mlink::ui {

/// The smallest budget with which each method reaches an accuracy, lowest first; those that never do come last.
class NeedsModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { Method, Bar, Budget, Columns };
  enum Role { ShareRole = Qt::UserRole + 1, ColourRole };  ///< length of the bar in [0, 1], its method
  struct Need {
    QString method;
    std::optional<double> budget;
    double most = 0;  ///< accuracy at any budget
    QString text;     ///< the budget as it can be typed, rounded up: it reaches the accuracy
  };
  using QAbstractTableModel::QAbstractTableModel;

  void set_side(const CompareSidePtr& side, const QStringList& methods);
  void set_wanted(double accuracy);
  [[nodiscard]] double wanted() const { return wanted_; }
  [[nodiscard]] const std::vector<Need>& needs() const { return needs_; }
  [[nodiscard]] QString spoken() const;  ///< "0.90 needs mlink 142 MB, …"

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  void compute();
  CompareSidePtr side_;
  QStringList methods_;
  double wanted_ = 0.9;
  std::vector<Need> needs_;
};

/// Methods at three budgets, the form of the paper's Table 4: for each budget accuracy, time, and the accuracy of each
/// box.
class BudgetsModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  static constexpr int kBudgets = 3;
  enum class Figure { method, accuracy, time, box };
  enum Role { GroupStartRole = Qt::UserRole + 11 };  ///< whether a budget's columns begin here
  struct Place {                                     ///< what a column tells
    Figure figure = Figure::method;
    int budget = 0;
    std::size_t box = 0;
  };
  using QAbstractTableModel::QAbstractTableModel;

  /// Answers of one replay, all with the same methods and boxes.
  void set_results(std::vector<ReplayResult> results);
  [[nodiscard]] const std::vector<ReplayResult>& results() const { return results_; }
  [[nodiscard]] Place place_of(int column) const;
  [[nodiscard]] int column_of(int budget, Figure figure, std::size_t box = 0) const;
  [[nodiscard]] int row_of(const QString& method) const;  ///< -1: none
  [[nodiscard]] QString method_at(int row) const;
  [[nodiscard]] QString budget_text(int budget) const;  ///< "Budget 64 MB"

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  [[nodiscard]] const MethodResult& method(int row, int budget) const;
  [[nodiscard]] bool runs(const MethodResult& method, std::size_t box) const;
  [[nodiscard]] bool best(int row, int budget) const;
  [[nodiscard]] QString text_of(int row, const Place& place) const;
  [[nodiscard]] QString tip_of(int row, const Place& place) const;
  std::vector<ReplayResult> results_;
};

/// Two lines of heads: budgets over what is told of each.
class BudgetsHeader : public QHeaderView {
  Q_OBJECT
 public:
  BudgetsHeader(const ThemeHolder& themes, const BudgetsModel* model, QWidget* parent = nullptr);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintSection(QPainter* painter, const QRect& rect, int section) const override;
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeHolder& themes_;
  const BudgetsModel* model_;
};

/// Rows of both tables: the method's sample before its name, bars, a line where a budget's columns begin.
class CompareDelegate : public RowDelegate {
  Q_OBJECT
 public:
  explicit CompareDelegate(const ThemeHolder& themes, QObject* parent = nullptr) : RowDelegate(themes, parent) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace mlink::ui
