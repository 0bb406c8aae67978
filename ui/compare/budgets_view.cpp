#include "ui/compare/budgets_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTableView>
#include <algorithm>

#include "base/text.h"
#include "report/report.h"
#include "ui/common/core_text.h"
#include "ui/common/methods_menu.h"
#include "ui/compare/accuracy_slider.h"
#include "ui/compare/compare_charts.h"
#include "ui/compare/compare_models.h"

namespace mlink::ui {
namespace {

std::size_t index_of(CostKind kind) { return static_cast<std::size_t>(kind); }

QString kind_name(CostKind kind) {
  switch (kind) {
    case CostKind::memory: return BudgetsView::tr("Memory");
    case CostKind::time: return BudgetsView::tr("Time");
    case CostKind::gpu_memory: return BudgetsView::tr("GPU memory");
  }
  return {};
}

QVector<MethodOffer> offers_of(const CompareSide& side) {
  const QStringList usual = usual_methods(side);
  QVector<MethodOffer> offers;
  for (const MethodSweep& method : side.methods) {
    const QString name = to_qt(method.curve.method);
    offers << MethodOffer{name, method.usable(), core_text(method.note), usual.contains(name)};
  }
  return offers;
}

}  // namespace

void BudgetsView::connect_charts() {
  for (MethodsChart* chart : {static_cast<MethodsChart*>(frontier_), static_cast<MethodsChart*>(time_)}) {
    connect(chart, &MethodsChart::point_chosen, this,
            [this](double budget, const QString& method) { choose(budget, method, true); });
    connect(chart, &MethodsChart::budget_walked, this, &BudgetsView::take_budget);
    connect(chart, &MethodsChart::method_walked, this, &BudgetsView::method_chosen);
  }
}

void BudgetsView::set_kinds(const std::vector<CostKind>& kinds, const QString& note,
                            const QStringList& without_gpu_memory) {
  note_ = note;
  without_gpu_memory_ = without_gpu_memory;
  frontier_panel_->set_note(note_);
  if (kinds == all_kinds_) return;
  all_kinds_ = kinds;
  QStringList names;
  for (const CostKind kind : kinds) names << kind_name(kind);
  const QSignalBlocker quiet(kinds_);
  kinds_->set_names(names);
}

void BudgetsView::set_side(CostKind kind, const CompareSidePtr& side) {
  kind_ = kind;
  {
    const QSignalBlocker quiet(kinds_);
    kinds_->set_current(static_cast<int>(std::find(all_kinds_.begin(), all_kinds_.end(), kind) - all_kinds_.begin()));
  }
  show_hint();
  if (!side) {  // the old picture stays
    frontier_panel_->set_note(note_.isEmpty() ? tr("computing…") : tr("%1, computing…").arg(note_));
    return;
  }
  frontier_panel_->set_note(note_);
  side_ = side;
  const bool any = std::any_of(shown_.begin(), shown_.end(), [&](const QString& name) {
    const MethodSweep* method = side_->method(name);
    return method && method->usable();
  });
  if (!chosen_methods_ || !any) shown_ = usual_methods(*side_);
  show_side();
}

void BudgetsView::show_side() {
  problem_->set_text(side_->problem ? to_qt(side_->problem->text()) : QString());
  frontier_stack_->setCurrentIndex(side_->problem ? 1 : 0);
  show_offers();
  if (side_->problem) results_.clear();
  set_methods(shown_);
  sized_ = {};  // other methods need other heights
  lay_out();
  if (side_->problem) return show_budgets();
  auto& further = further_[index_of(kind_)];
  const bool own = budget_ && budget_->kind == kind_;
  const double first = own ? budget_->value : last_[index_of(kind_)].value_or(first_budget(*side_));
  if (!further) further = further_budgets(*side_, first);
  if (!own) return take_budget(first);
  show_budgets();
  Q_EMIT budgets_wanted();
}

void BudgetsView::set_dresser(std::function<void(MethodOffer&, const std::string&)> dress) {
  dress_ = std::move(dress);
  show_offers();
}

void BudgetsView::show_offers() {
  if (!side_) return;
  auto offers = offers_of(*side_);
  for (MethodOffer& offer : offers)
    if (const MethodSweep* method = side_->method(offer.name); method && dress_) dress_(offer, method->note);
  menu_->set_offers(offers, shown_);
}

void BudgetsView::add_method(const QString& method) {
  if (!shown_.contains(method)) shown_ << method;
  chosen_methods_ = true;
}

void BudgetsView::clear() {
  side_ = nullptr;
  further_ = {};
  last_ = {};
  budget_.reset();
  results_.clear();
  shown_.clear();
  chosen_methods_ = false;
  menu_->set_offers({}, {});
  set_methods({});
  show_budgets();
}

void BudgetsView::set_methods(const QStringList& methods) {
  shown_ = methods;
  frontier_->set_side(side_, shown_);
  time_->set_side(side_, shown_);
  needs_->set_side(side_, shown_);
  needs_view_->setAccessibleDescription(needs_->spoken());
  set_results(std::move(results_));
}

void BudgetsView::set_budget(const std::optional<Amount>& budget) {
  if (budget && budget_ && budget->kind == budget_->kind && budget->value == budget_->value) return;
  budget_ = budget;
  if (budget) last_[index_of(budget->kind)] = budget->value;
  show_budgets();
  if (budget && budget->kind == kind_ && side_ && !side_->problem && side_->kind == kind_) Q_EMIT budgets_wanted();
}

void BudgetsView::set_method(const QString& method) {
  method_ = method;
  frontier_->set_method(method);
  time_->set_method(method);
  show_chosen_row();
}

void BudgetsView::show_chosen_row() {
  const int row = table_->row_of(method_);
  const QSignalBlocker quiet(table_view_->selectionModel());
  if (row < 0)
    table_view_->clearSelection();
  else if (table_view_->currentIndex().row() != row || !table_view_->selectionModel()->hasSelection())
    table_view_->selectRow(row);
  table_view_->viewport()->update();
}

void BudgetsView::set_results(std::vector<ReplayResult> results) {
  results_ = std::move(results);
  std::vector<ReplayResult> some;
  for (const ReplayResult& result : results_) some.push_back(with_methods(result, shown_));
  table_->set_results(std::move(some));
  show_columns();
  show_chosen_row();
}

std::array<double, 3> BudgetsView::budgets() const {
  const auto& further = further_[index_of(kind_)];
  const double own = budget_ && budget_->kind == kind_ ? budget_->value : 0;
  return {own, further ? (*further)[0] : 0, further ? (*further)[1] : 0};
}

void BudgetsView::show_budgets() {
  const bool known = side_ && !side_->problem && side_->kind == kind_;
  const bool own = known && budget_ && budget_->kind == kind_;
  const auto now = budgets();
  for (std::size_t which = 0; which < fields_.size(); ++which) {
    const bool told = which == 0 ? own : known && further_[index_of(kind_)].has_value();
    fields_[which]->setEnabled(known);
    fields_[which]->setText(told ? amount_words(kind_, now[which]) : QStringLiteral("–"));
  }
  const auto line = own ? std::optional(budget_->value) : std::nullopt;
  frontier_->set_budget(line);
  time_->set_budget(line);
}

void BudgetsView::show_hint() {
  hint_->setText(kind_ == CostKind::gpu_memory ? tr("Click a point: it is chosen.")
                                               : tr("Click a point: the replay stands there."));
}

void BudgetsView::choose(double budget, const QString& method, bool open) {
  if (!side_) return;
  const CostKind kind = side_->kind;
  Q_EMIT method_chosen(method);
  Q_EMIT budget_chosen({kind, budget});
  // the Replay page knows no budgets of a GPU's memory: it would stand at another one
  if (open && kind != CostKind::gpu_memory) Q_EMIT open_wanted();
}

void BudgetsView::take_budget(double budget) {
  if (!side_) return;
  Q_EMIT budget_chosen({side_->kind, budget});
}

void BudgetsView::take_kind(int index) {
  if (index < 0 || static_cast<std::size_t>(index) >= all_kinds_.size()) return;
  Q_EMIT kind_chosen(all_kinds_[static_cast<std::size_t>(index)]);
}

void BudgetsView::take_typed(int which) {
  if (!side_ || side_->problem) return;
  const auto amount = parse_amount(fields_[static_cast<std::size_t>(which)]->text().toStdString());
  QString problem;
  if (!amount) {
    problem = to_qt(amount.error().text());
  } else if (amount->kind != kind_ && which > 0) {
    problem = tr("All three budgets are of one kind. Type the first one to change it.");
  } else if (std::find(all_kinds_.begin(), all_kinds_.end(), amount->kind) == all_kinds_.end()) {
    problem = tr("The GPU memory of %1 is not known.").arg(without_gpu_memory_.join(QStringLiteral(", ")));
  }
  typing_problem_->setText(problem);
  typing_problem_->setToolTip(problem);
  if (!problem.isEmpty()) return show_budgets();
  if (which == 0) {
    Q_EMIT budget_chosen(*amount);
    return;
  }
  (*further_[index_of(kind_)])[static_cast<std::size_t>(which - 1)] = amount->value;
  show_budgets();
  Q_EMIT budgets_wanted();
}

void BudgetsView::take_wanted(int hundredths) {
  const double wanted = hundredths / 100.0;
  wanted_->setText(to_qt(score_text(wanted)));
  slider_->setAccessibleDescription(wanted_->text());
  needs_->set_wanted(wanted);
  needs_view_->setAccessibleDescription(needs_->spoken());
  frontier_->set_wanted(wanted);
}

Table BudgetsView::three_budgets() const { return mlink::report::budgets_table(table_->results()); }

void BudgetsView::copy(TableFormat format) {
  if (table_->results().empty()) return;
  copied_ = format;
  QGuiApplication::clipboard()->setText(to_qt(mlink::report::render(three_budgets(), format)));
}

std::vector<std::pair<QString, Table>> BudgetsView::tables(const std::vector<std::string>& notes) const {
  std::vector<std::pair<QString, Table>> out;
  if (!side_ || side_->problem) return out;
  if (!table_->results().empty()) out.emplace_back(QStringLiteral("compare-methods"), three_budgets());
  out.emplace_back(QStringLiteral("compare-sweep"), side_->sweep);
  std::vector<FrontierCurve> curves;
  for (const auto& need : needs_->needs()) curves.push_back(side_->method(need.method)->curve);
  Table table = mlink::report::reach_table(curves, side_->kind, {needs_->wanted()});
  table.columns.push_back({"at most", "most_accuracy", 3});
  for (std::size_t n = 0; n < table.rows.size(); ++n) table.rows[n].push_back(needs_->needs()[n].most);
  out.emplace_back(QStringLiteral("compare-reach"), std::move(table));
  for (auto& each : out) each.second.notes.insert(each.second.notes.end(), notes.begin(), notes.end());
  return out;
}

std::vector<std::pair<QString, QWidget*>> BudgetsView::drawings() {
  if (!side_ || side_->problem) return {};
  return {{QStringLiteral("frontier"), frontier_},
          {QStringLiteral("accuracy-time"), time_},
          {QStringLiteral("reach"), needs_view_},
          {QStringLiteral("methods"), table_view_}};
}

}  // namespace mlink::ui
