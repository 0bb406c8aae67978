// Ensemble: at the left a set to try, what it says of each box, and the sets that are worth running; at the right
// activation probabilities, P in time, and who is run at the shared budget and why (one below the other, as tabs where
// the window is small). All computing is the worker's. GUI thread only.
#pragma once

#include <QHash>

#include "ui/common/page.h"
#include "ui/common/selection.h"
#include "ui/common/widgets.h"
#include "ui/ensemble/ensemble_data.h"

class QSplitter;
class QStackedWidget;
class QTabBar;
class QTableView;

namespace mlink::ui {

class ActivationView;
class ConfidenceView;
class EnsembleList;
class PartStack;
class PeriodsView;
class RunOrderView;
class SetRow;
class SetsModel;

class EnsemblePage : public Page {
  Q_OBJECT
 public:
  EnsemblePage(const ThemeHolder& themes, SharedSelection* selection, Worker* worker, QWidget* parent = nullptr);

  [[nodiscard]] QString id() const override { return QStringLiteral("ensemble"); }
  [[nodiscard]] QString title() const override { return tr("Ensemble"); }
  [[nodiscard]] QStringList parts() const override { return {QStringLiteral("confidence")}; }
  void show_part(const QString& part) override;
  void set_data(const ExperimentDataPtr& data) override;
  [[nodiscard]] bool ready() const override;
  void take_focus() override;
  [[nodiscard]] std::vector<std::pair<QString, Table>> tables() const override;
  [[nodiscard]] std::vector<std::pair<QString, QWidget*>> drawings() override;

  [[nodiscard]] SetRow* set_row() const { return row_; }
  [[nodiscard]] EnsembleList* ensembles() const { return ensembles_; }
  [[nodiscard]] ConfidenceView* confidence() const { return confidence_; }
  /// What the panel of ensembles shows: 0 their accuracy, 1 how sure they are.
  [[nodiscard]] Segmented* ensemble_part() const { return ensemble_part_; }
  [[nodiscard]] SetsModel* sets() const { return sets_; }
  [[nodiscard]] QTableView* sets_table() const { return sets_view_; }
  [[nodiscard]] PartStack* sets_part() const { return sets_part_; }
  [[nodiscard]] ActivationView* activation() const { return activation_; }
  [[nodiscard]] Segmented* kinds() const { return kinds_; }
  [[nodiscard]] PeriodsView* periods() const { return periods_; }
  [[nodiscard]] PartStack* periods_part() const { return periods_part_; }
  [[nodiscard]] RunOrderView* order() const { return order_; }
  [[nodiscard]] PartStack* order_part() const { return order_part_; }
  [[nodiscard]] QString what_changes() const;  ///< plain text
  [[nodiscard]] QPushButton* next_button() const { return next_; }
  [[nodiscard]] QTabBar* tabs() const { return tabs_; }
  [[nodiscard]] EmptyState* empty_state() const { return empty_; }
  [[nodiscard]] BoxSet tried() const { return set_; }
  [[nodiscard]] CostKind kind() const { return kind_; }

 protected:
  void showEvent(QShowEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  // ensemble_build.cpp
  void make_page();
  QWidget* make_left();
  QWidget* make_sets();
  QWidget* make_right();
  Panel* make_order();
  void add_export(Panel* panel);
  void connect_parts();
  void lay_out();
  void show_tab(int tab);

  void show_links();
  [[nodiscard]] bool outdated() const;
  void drop_answers();
  void build();
  void take_built(Result<EnsembleDataPtr> built);
  void show_state();
  void show_kind();
  void follow_budget();
  void take_kind(int index);
  [[nodiscard]] Amount budget() const { return {kind_, budgets_[kind_ == CostKind::memory ? 0 : 1]}; }
  [[nodiscard]] const EnsembleSide* side() const;  ///< of the kind that is shown; null: not computed

  void try_boxes(BoxSet set);
  void ask_set();
  void show_set();
  void ask_order();
  void show_order();
  [[nodiscard]] QStringList what_changes_lines() const;
  void ask_periods();
  void show_periods();
  [[nodiscard]] bool has_periods() const;
  [[nodiscard]] std::vector<int> box_order() const;  ///< of the answer that is shown, else as added

  const ThemeHolder& themes_;
  SharedSelection* selection_;
  Worker* worker_;
  ExperimentDataPtr data_;
  std::shared_ptr<const LinksData> shown_;
  ExperimentDataPtr built_for_;
  EnsembleDataPtr built_;
  std::optional<Error> problem_;  ///< why nothing could be built
  bool building_ = false, set_waiting_ = false, order_waiting_ = false, periods_waiting_ = false;
  bool behind_ = false;  ///< the budget changed while the page was hidden

  CostKind kind_ = CostKind::memory;
  std::array<double, 2> budgets_{-1, -1};  ///< memory, time; below 0: none yet
  BoxSet set_;
  bool set_chosen_ = false;  ///< by a person, or taken from the first selection
  QHash<quint64, std::shared_ptr<const TriedSet>> tried_;
  std::optional<BudgetAnswer> answer_;
  std::shared_ptr<const PeriodsAnswer> periods_answer_;
  double period_ = 0;  ///< seconds; 0: not chosen

  QStackedWidget *stack_, *left_parts_;
  EmptyState* empty_;
  QPushButton *collect_, *profile_, *train_, *next_;
  QSplitter *columns_, *left_, *right_;
  QTabBar* tabs_;
  Panel *top_, *sets_panel_, *activation_panel_, *periods_panel_, *order_panel_;
  TextLabel* stale_;
  SetRow* row_;
  EnsembleList* ensembles_;
  ConfidenceView* confidence_;
  Segmented *ensemble_part_, *kinds_;
  SetsModel* sets_;
  QTableView* sets_view_;
  ActivationView* activation_;
  PeriodsView* periods_;
  RunOrderView* order_;
  PartStack *sets_part_, *periods_part_, *order_part_;
  TextLabel* changes_;
  bool small_ = false, laid_out_ = false;
  int laid_out_for_ = -1;
};

}  // namespace mlink::ui
