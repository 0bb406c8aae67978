#include "ui/compare/compare_page.h"

#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>
#include <algorithm>

#include "base/text.h"
#include "report/report.h"
#include "ui/common/method_trainer.h"
#include "ui/common/methods_menu.h"
#include "ui/compare/budgets_view.h"
#include "ui/compare/compare_charts.h"
#include "ui/compare/studies_view.h"

namespace mlink::ui {
namespace {

/// Trainings of methods change what can be used: their numbers belong to the key.
Result<std::string> key_with_trainings(ReaderPort& reader, std::string key) {
  const ExperimentReader* file = reader.experiment();
  if (!file) return key;
  MLINK_ASSIGN(const auto trained, file->results(kMethodKind));
  for (const KeptResult& result : trained) key += '|' + std::to_string(result.id) + result.created;
  return key;
}

}  // namespace

ComparePage::ComparePage(const ThemeHolder& themes, SharedSelection* selection, Worker* worker, QWidget* parent)
    : Page(parent), selection_(selection), worker_(worker) {
  setObjectName(QStringLiteral("compare-page"));
  tabs_ = new QTabBar;
  tabs_->setDrawBase(false);
  tabs_->setExpanding(false);
  tabs_->setFont(ui_font());
  tabs_->setAccessibleName(tr("Parts of the comparison"));
  for (const QString& name : {tr("Budgets"), tr("Studies")}) tabs_->addTab(name);
  budgets_ = new BudgetsView(themes);
  empty_ = new EmptyState(themes, {});
  sweep_ = empty_->add_button(tr("Sweep"), true);
  train_ = empty_->add_button(tr("Train"), true);
  connect(sweep_, &QPushButton::clicked, this, &ComparePage::build);
  connect(train_, &QPushButton::clicked, this, &Page::train_wanted);
  auto* empty_panel = new Panel(themes, tr("Accuracy and budget"));
  empty_panel->body()->addWidget(empty_);
  budget_stack_ = new QStackedWidget;
  budget_stack_->addWidget(empty_panel);
  budget_stack_->addWidget(budgets_);
  studies_ = new StudiesView(themes, worker);
  pages_ = new QStackedWidget;
  pages_->addWidget(budget_stack_);
  pages_->addWidget(studies_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space::gap, 0, space::gap, space::gap);
  column->setSpacing(0);
  column->addWidget(tabs_);
  column->addWidget(pages_, 1);
  connect(tabs_, &QTabBar::currentChanged, this, [this](int tab) {
    pages_->setCurrentIndex(tab);
    if (budgets_shown() && outdated()) build();
  });
  connect(studies_, &StudiesView::export_wanted, this, &Page::export_wanted);
  connect(studies_, &StudiesView::train_wanted, this, &Page::train_wanted);
  connect(studies_, &StudiesView::collect_wanted, this, &Page::collect_wanted);
  connect_view();
  show_state();
}

void ComparePage::connect_view() {
  connect(budgets_, &BudgetsView::kind_chosen, this, &ComparePage::show_kind);
  connect(budgets_, &BudgetsView::budget_chosen, this,
          [this](const Amount& budget) { selection_->set_budget(budget); });
  connect(budgets_, &BudgetsView::method_chosen, selection_, &SharedSelection::set_method);
  connect(budgets_, &BudgetsView::open_wanted, this, [this] { Q_EMIT go_to(QStringLiteral("replay")); });
  connect(budgets_, &BudgetsView::budgets_wanted, this, &ComparePage::ask_budgets);
  connect(budgets_, &BudgetsView::profile_wanted, this, &Page::profile_wanted);
  connect(budgets_, &BudgetsView::export_wanted, this, &Page::export_wanted);
  trainer_ = new MethodTrainer(worker_, this);
  budgets_->set_dresser([this](MethodOffer& offer, const std::string& why) {
    if (data_) trainer_->dress(offer, why, data_->snapshot.overview);
  });
  connect(budgets_->methods_menu(), &MethodsMenu::train_wanted, trainer_, &MethodTrainer::train);
  connect(trainer_, &MethodTrainer::changed, budgets_, &BudgetsView::show_offers);
  connect(trainer_, &MethodTrainer::trained, budgets_, &BudgetsView::add_method);
  connect(selection_, &SharedSelection::budget_changed, this, &ComparePage::follow_selection);
  connect(selection_, &SharedSelection::method_changed, this, &ComparePage::follow_selection);
}

void ComparePage::follow_selection() {
  budgets_->set_method(selection_->method());
  budgets_->set_budget(selection_->budget());
  const auto& budget = selection_->budget();
  if (!budget || !kind_ || budget->kind == *kind_ || !can_build()) return;
  const auto kinds = compared_kinds(data_->snapshot);
  if (std::find(kinds.begin(), kinds.end(), budget->kind) != kinds.end()) show_kind(budget->kind);
}

QStringList ComparePage::parts() const {
  QStringList parts{QStringLiteral("studies")};
  for (const std::string& name : study_names()) parts << QStringLiteral("study-%1").arg(to_qt(name));
  return parts;
}

void ComparePage::show_part(const QString& part) {
  tabs_->setCurrentIndex(1);
  if (part.startsWith(u"study-")) studies_->choose(part.mid(6));
}

bool ComparePage::can_build() const { return data_ && data_->snapshot.links && data_->whole(); }

bool ComparePage::budgets_shown() const { return isVisible() && tabs_->currentIndex() == 0; }

bool ComparePage::outdated() const {
  if (!can_build() || !problem_.isEmpty()) return false;
  return built_for_ != data_ || !kind_ || !sides_.contains(static_cast<int>(*kind_));
}

CostKind ComparePage::first_kind() const {
  const auto kinds = compared_kinds(data_->snapshot);
  const auto& budget = selection_->budget();
  if (budget && std::find(kinds.begin(), kinds.end(), budget->kind) != kinds.end()) return budget->kind;
  const auto& costs = data_->snapshot.link_costs;
  return !costs.known(CostKind::memory) && costs.known(CostKind::time) ? CostKind::time : CostKind::memory;
}

void ComparePage::set_data(const ExperimentDataPtr& data) {
  data_ = data;
  problem_.clear();
  if (!data_ || (data_->whole() && !data_->snapshot.links)) {
    worker_->forget(this);
    built_for_ = nullptr;
    building_ = asking_ = ask_when_shown_ = false;
    sides_.clear();
    kind_.reset();
    budgets_->clear();
  }
  studies_->set_data(data);
  if (can_build()) {
    if (!kind_) kind_ = first_kind();
    budgets_->set_kinds(compared_kinds(data_->snapshot), note(), without_gpu_memory(data_->snapshot));
  }
  if (budgets_shown() && outdated()) build();
  show_state();
}

void ComparePage::showEvent(QShowEvent* event) {
  Page::showEvent(event);
  if (budgets_shown() && outdated()) build();
  if (ask_when_shown_) ask_budgets();
}

bool ComparePage::ready() const {
  if (!data_) return worker_->file().isEmpty();
  if (!studies_->ready()) return false;
  if (tabs_->currentIndex() != 0) return true;
  return data_->whole() && !building_ && !asking_ && !outdated();
}

void ComparePage::take_focus() {
  if (tabs_->currentIndex() == 1) return studies_->take_focus();
  if (budget_stack_->currentIndex() == 1 && budgets_->frontier()->isVisibleTo(budgets_))
    return budgets_->frontier()->setFocus(Qt::OtherFocusReason);
  Page::take_focus();
}

QString ComparePage::note() const {
  const auto& snapshot = data_->snapshot;
  const auto cameras = snapshot.overview.cameras.size();
  QString text = cameras == 1 ? tr("1 camera") : tr("%1 cameras").arg(cameras);
  if (!snapshot.overview.link_sets.empty() && !snapshot.overview.link_sets.front().stale.empty())
    text = to_qt(snapshot.overview.link_sets.front().stale);
  const auto side = kind_ ? sides_.value(static_cast<int>(*kind_)) : nullptr;
  if (side && side->frames > 0)
    text += tr(", %1 test frames, %2 budgets")
                .arg(to_qt(count_text(side->frames)), to_qt(count_text(static_cast<std::int64_t>(side->budgets))));
  return text;
}

void ComparePage::show_kind(CostKind kind) {
  kind_ = kind;
  const auto side = sides_.value(static_cast<int>(kind));
  if (can_build()) budgets_->set_kinds(compared_kinds(data_->snapshot), note(), without_gpu_memory(data_->snapshot));
  budgets_->set_side(kind, side);
  if (budgets_shown() && outdated()) build();
}

void ComparePage::build() {
  if (!can_build()) return;
  building_ = true;
  problem_.clear();
  if (!kind_) kind_ = first_kind();
  const CostKind kind = *kind_;
  // the button that was pressed goes: without this the focus would go to whatever stands next
  if (empty_->isAncestorOf(window()->focusWidget())) Page::take_focus();
  if (budgets_->side()) budgets_->set_side(kind, nullptr);
  show_state();
  // a side of this data gives its scores to the next one
  std::shared_ptr<const ReplayEngine> known;
  std::vector<CompareSidePtr> before;
  for (const CompareSidePtr& side : std::as_const(sides_)) {
    before.push_back(side);
    if (side->engine) known = side->engine;
  }
  worker_->ask<CompareSidePtr>(
      Worker::Lane::compute, this, QStringLiteral("sweep"),
      [data = data_, kind, known, before](ReaderPort& reader, const std::stop_token& stop) -> Result<CompareSidePtr> {
        MLINK_ASSIGN(const auto key, key_with_trainings(reader, sweep_key(data->snapshot)));
        const bool same = std::any_of(before.begin(), before.end(), [&](const auto& side) { return side->key == key; });
        for (const CompareSidePtr& side : before)
          if (side->kind == kind && side->key == key) return side;
        MLINK_ASSIGN(const auto made, build_side(data->snapshot, kind, same ? known : nullptr, stop));
        auto side = std::make_shared<CompareSide>(*made);
        side->key = key;
        return side;
      },
      [this, data = data_, kind](Result<CompareSidePtr> side) {
        building_ = false;
        if (data != data_ || kind != kind_) {
          if (budgets_shown() && outdated()) build();
          return show_state();
        }
        built_for_ = data;
        if (!side) {
          problem_ = to_qt(side.error().text());
          return show_state();
        }
        take_side(*side);
      });
}

void ComparePage::take_side(const CompareSidePtr& side) {
  sides_.removeIf([&side](const auto& other) { return other.value()->key != side->key; });  // of older links
  const bool first = !budgets_->side();
  sides_.insert(static_cast<int>(side->kind), side);
  budgets_->set_kinds(compared_kinds(data_->snapshot), note(), without_gpu_memory(data_->snapshot));
  if (first) {
    budgets_->set_method(selection_->method());
    budgets_->set_budget(selection_->budget());
  }
  budgets_->set_side(side->kind, side);
  show_state();
}

void ComparePage::ask_budgets() {
  const CompareSidePtr side = budgets_->side();
  if (!side || !side->engine) return;
  ask_when_shown_ = !isVisible();  // a slider that is dragged on another page computes nothing for this one
  if (ask_when_shown_) return;
  asking_ = true;
  worker_->ask<std::vector<ReplayResult>>(
      Worker::Lane::compute, this, QStringLiteral("budgets"),
      [side, budgets = budgets_->budgets()](ReaderPort&, const std::stop_token&) -> Result<std::vector<ReplayResult>> {
        std::vector<ReplayResult> results;
        results.reserve(budgets.size());
        for (const double budget : budgets) results.push_back(side->engine->at(budget));
        return results;
      },
      [this, side](Result<std::vector<ReplayResult>> results) {
        asking_ = false;
        if (results && side == budgets_->side()) budgets_->set_results(std::move(*results));
      });
}

void ComparePage::show_state(const QString& problem) {
  const QString said = problem.isEmpty() ? problem_ : problem;
  const QWidget* focused = window()->focusWidget();
  const bool had_focus = isVisible() && (!focused || focused == this || empty_->isAncestorOf(focused));
  const bool before = budget_stack_->currentIndex() == 1;
  const auto side = budgets_->side();
  const bool few = side && !side->problem && side->budgets < 2;
  budget_stack_->setCurrentIndex(side && said.isEmpty() && !few ? 1 : 0);
  if (budget_stack_->currentIndex() == 1) {
    if (!before && had_focus) take_focus();
    return;
  }
  const bool links = data_ && data_->snapshot.links;
  train_->setVisible(data_ && data_->whole() && !links);
  sweep_->setVisible(links && data_->whole() && !building_);
  if (!said.isEmpty())
    empty_->set_text(said);
  else if (!data_)
    empty_->set_text(tr("Nothing to compare yet. Open an experiment first."));
  else if (!data_->whole())
    empty_->set_text(tr("Reading the outputs…"));
  else if (!links)
    empty_->set_text(tr("Nothing to compare yet. It needs links between two or more boxes."));
  else
    empty_->set_text(building_ ? tr("Replaying every method at every budget… It takes a few seconds.")
                               : tr("Two budgets or more are needed."));
}

std::vector<std::pair<QString, Table>> ComparePage::tables() const {
  const auto notes = data_ ? provenance(data_->snapshot) : std::vector<std::string>();
  auto out = budgets_->tables(notes);
  for (auto& table : studies_->tables()) out.push_back(std::move(table));
  return out;
}

std::vector<std::pair<QString, QWidget*>> ComparePage::drawings() {
  auto out = budgets_->drawings();
  for (auto& drawing : studies_->drawings()) out.push_back(drawing);
  return out;
}

}  // namespace mlink::ui
