// The first tab of the Compare page over one CompareSide: accuracy by budget, what an accuracy needs, accuracy by time,
// and the methods at three budgets. It computes nothing itself: what it wants it asks for by signals. GUI thread only.
#pragma once

#include <QWidget>
#include <array>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "outputs/amount.h"
#include "report/table.h"
#include "ui/common/widgets.h"
#include "ui/compare/compare_data.h"

class QComboBox;
class QLineEdit;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace mlink::ui {

class AccuracySlider;
class BudgetsModel;
class FrontierChart;
class MethodsMenu;
struct MethodOffer;
class NeedsModel;
class TimeChart;

class BudgetsView : public QWidget {
  Q_OBJECT
 public:
  explicit BudgetsView(const ThemeHolder& themes, QWidget* parent = nullptr);

  /// The kinds that can be chosen, what is noted beside the first title, and the boxes whose GPU memory is not known.
  void set_kinds(const std::vector<CostKind>& kinds, const QString& note, const QStringList& without_gpu_memory);
  /// The side of a kind; null: it is being computed, and an older picture of this kind stays. A side of another kind
  /// than the one shown is shown from now on.
  void set_side(CostKind kind, const CompareSidePtr& side);
  void clear();
  [[nodiscard]] const CompareSidePtr& side() const { return side_; }
  [[nodiscard]] CostKind kind() const { return kind_; }

  // From the shared selection; these tell nothing.
  void set_budget(const std::optional<Amount>& budget);
  void set_method(const QString& method);
  /// The answers that budgets_wanted asked for.
  void set_results(std::vector<ReplayResult> results);
  [[nodiscard]] std::array<double, 3> budgets() const;
  [[nodiscard]] const QStringList& methods() const { return shown_; }
  void set_methods(const QStringList& methods);

  [[nodiscard]] std::vector<std::pair<QString, Table>> tables(const std::vector<std::string>& notes) const;
  [[nodiscard]] std::vector<std::pair<QString, QWidget*>> drawings();

  [[nodiscard]] FrontierChart* frontier() const { return frontier_; }
  [[nodiscard]] TimeChart* time_chart() const { return time_; }
  [[nodiscard]] MethodsMenu* methods_menu() const { return menu_; }
  /// What is done to each offer of the menu before it is shown, and `why` as the core says it; the menu is filled anew.
  void set_dresser(std::function<void(MethodOffer& offer, const std::string& why)> dress);
  void show_offers();
  void add_method(const QString& method);  ///< to those that are shown
  [[nodiscard]] Segmented* kinds() const { return kinds_; }
  [[nodiscard]] AccuracySlider* accuracy_slider() const { return slider_; }
  [[nodiscard]] NeedsModel* needs_model() const { return needs_; }
  [[nodiscard]] QTableView* needs_table() const { return needs_view_; }
  [[nodiscard]] BudgetsModel* budgets_model() const { return table_; }
  [[nodiscard]] QTableView* budgets_table() const { return table_view_; }
  [[nodiscard]] QLineEdit* budget_field(int which) const { return fields_[static_cast<std::size_t>(which)]; }
  [[nodiscard]] TextLabel* typing_problem() const { return typing_problem_; }
  [[nodiscard]] EmptyState* problem_state() const { return problem_; }
  void copy(TableFormat format);  ///< the table of the three budgets into the clipboard

 Q_SIGNALS:
  void kind_chosen(outputs::CostKind kind);
  void budget_chosen(const outputs::Amount& budget);
  void method_chosen(const QString& method);
  void open_wanted();     ///< the replay, at what is chosen
  void budgets_wanted();  ///< answers at budgets()
  void profile_wanted();
  void export_wanted();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  Panel* make_frontier();
  Panel* make_needs();
  Panel* make_time();
  Panel* make_table();
  void make_fields(QBoxLayout* row);
  void connect_charts();
  void show_side();
  void show_budgets();
  void show_hint();
  void show_columns();
  void widen();
  void show_chosen_row();
  void choose(double budget, const QString& method, bool open);
  void take_budget(double budget);
  void take_kind(int index);
  void take_typed(int which);
  void take_wanted(int hundredths);
  void lay_out();
  [[nodiscard]] Table three_budgets() const;

  const ThemeHolder& themes_;
  CompareSidePtr side_;
  CostKind kind_ = CostKind::memory;
  std::vector<CostKind> all_kinds_;
  QStringList shown_;
  bool chosen_methods_ = false;  ///< somebody chose them
  QString method_;
  std::optional<Amount> budget_;
  std::array<std::optional<std::array<double, 2>>, 3> further_;  ///< two more budgets, by kind
  std::array<std::optional<double>, 3> last_;                    ///< budget, by kind
  std::vector<ReplayResult> results_;                            ///< of all methods
  QString note_;
  QStringList without_gpu_memory_;
  TableFormat copied_ = TableFormat::latex;

  Panel *frontier_panel_, *needs_panel_, *time_panel_, *table_panel_;
  QSplitter *rows_, *columns_, *right_;
  Segmented* kinds_;
  MethodsMenu* menu_;
  std::function<void(MethodOffer&, const std::string&)> dress_;
  TextLabel* hint_;
  QStackedWidget* frontier_stack_;
  EmptyState* problem_;
  FrontierChart* frontier_;
  TimeChart* time_;
  AccuracySlider* slider_;
  TextLabel* wanted_;
  NeedsModel* needs_;
  QTableView* needs_view_;
  BudgetsModel* table_;
  QTableView* table_view_;
  std::array<QLineEdit*, 3> fields_{};
  TextLabel* typing_problem_;
  QSize sized_;
};

}  // namespace mlink::ui
