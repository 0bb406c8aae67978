// Compare: every method at every budget, and the studies. The sweep of the newest links is computed on the worker while
// the page is shown; an older picture stays until a newer one is there. GUI thread only.
#pragma once

#include <QHash>
#include <memory>

#include "ui/common/page.h"
#include "ui/common/selection.h"
#include "ui/common/widgets.h"
#include "ui/compare/compare_data.h"

class QStackedWidget;
class QTabBar;

namespace mlink::ui {

class BudgetsView;
class MethodTrainer;
class StudiesView;

class ComparePage : public Page {
  Q_OBJECT
 public:
  ComparePage(const ThemeHolder& themes, SharedSelection* selection, Worker* worker, QWidget* parent = nullptr);

  [[nodiscard]] QString id() const override { return QStringLiteral("compare"); }
  [[nodiscard]] QString title() const override { return tr("Compare"); }
  [[nodiscard]] QStringList parts() const override;  ///< "studies", and each study: "study-sizes"
  void show_part(const QString& part) override;
  void set_data(const ExperimentDataPtr& data) override;
  [[nodiscard]] bool ready() const override;
  void take_focus() override;
  [[nodiscard]] std::vector<std::pair<QString, Table>> tables() const override;
  [[nodiscard]] std::vector<std::pair<QString, QWidget*>> drawings() override;

  [[nodiscard]] QTabBar* tabs() const { return tabs_; }
  [[nodiscard]] BudgetsView* budgets() const { return budgets_; }
  [[nodiscard]] StudiesView* studies() const { return studies_; }
  [[nodiscard]] EmptyState* empty_state() const { return empty_; }

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void connect_view();
  void follow_selection();
  void show_kind(CostKind kind);
  void build();  ///< the side of kind_, where what is there is not of the newest data
  void take_side(const CompareSidePtr& side);
  void ask_budgets();
  void show_state(const QString& problem = {});
  [[nodiscard]] bool can_build() const;
  [[nodiscard]] bool outdated() const;
  [[nodiscard]] bool budgets_shown() const;
  [[nodiscard]] CostKind first_kind() const;
  [[nodiscard]] QString note() const;

  SharedSelection* selection_;
  Worker* worker_;
  ExperimentDataPtr data_;
  ExperimentDataPtr built_for_;  ///< what the shown sides were built from, or found to be the same as
  QHash<int, CompareSidePtr> sides_;
  std::optional<CostKind> kind_;
  bool building_ = false, asking_ = false;
  bool ask_when_shown_ = false;  ///< the budgets changed while nobody saw the page
  QString problem_;              ///< why the last sweep gave nothing
  QTabBar* tabs_;
  QStackedWidget *pages_, *budget_stack_;
  EmptyState* empty_;
  QPushButton *train_, *sweep_;
  BudgetsView* budgets_;
  MethodTrainer* trainer_;
  StudiesView* studies_ = nullptr;
};

}  // namespace mlink::ui
