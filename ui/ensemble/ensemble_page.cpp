#include "ui/ensemble/ensemble_page.h"

#include <QKeyEvent>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTableView>
#include <QTextDocumentFragment>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "outputs/amount.h"
#include "report/confidence.h"
#include "report/report.h"
#include "ui/charts/line_chart.h"
#include "ui/common/core_text.h"
#include "ui/common/p_scale.h"
#include "ui/ensemble/activation_view.h"
#include "ui/ensemble/confidence_view.h"
#include "ui/ensemble/learnt_views.h"
#include "ui/ensemble/part_stack.h"
#include "ui/ensemble/periods_view.h"
#include "ui/ensemble/run_order_view.h"
#include "ui/ensemble/set_row.h"
#include "ui/ensemble/sets_model.h"

namespace mlink::ui {
namespace {

constexpr int kMostPeriods = 200;

QString amount(CostKind kind, double value) { return to_qt(amount_text({kind, value})); }

}  // namespace

EnsemblePage::EnsemblePage(const ThemeHolder& themes, SharedSelection* selection, Worker* worker, QWidget* parent)
    : Page(parent), themes_(themes), selection_(selection), worker_(worker) {
  make_page();
  connect_parts();
  show_state();
}

void EnsemblePage::show_part(const QString& part) {
  ensemble_part_->set_current(part == QLatin1String("confidence") ? 1 : 0);
}

bool EnsemblePage::ready() const {
  if (!data_) return worker_->file().isEmpty();
  if (!data_->whole()) return false;
  if (!data_->links) return true;
  return !building_ && !outdated() && !set_waiting_ && !order_waiting_ && !periods_waiting_ && confidence_->ready();
}

void EnsemblePage::take_focus() {
  if (!data_ || !data_->links || row_->toggles().empty()) return Page::take_focus();
  row_->toggles().front()->setFocus(Qt::OtherFocusReason);
}

bool EnsemblePage::outdated() const {
  if (!data_ || !data_->snapshot.links || !data_->whole()) return false;
  return !built_for_ || built_for_->snapshot.links != data_->snapshot.links ||
         built_for_->snapshot.link_table != data_->snapshot.link_table;
}

void EnsemblePage::drop_answers() {
  worker_->forget(this);
  building_ = set_waiting_ = order_waiting_ = periods_waiting_ = false;
  built_for_.reset();
  built_.reset();
  problem_.reset();
  tried_.clear();
  answer_.reset();
  periods_answer_.reset();
  sets_->set_sets({}, {}, {});
  order_->clear();
  periods_->clear();
}

void EnsemblePage::set_data(const ExperimentDataPtr& data) {
  data_ = data;
  const auto links = data ? data->links : nullptr;
  const QWidget* focused = window()->focusWidget();
  const bool had_focus = isVisible() && (!focused || focused == this || stack_->widget(0)->isAncestorOf(focused));
  stack_->setCurrentIndex(links ? 1 : 0);
  std::size_t boxes = 0;
  bool collected = false, costs = false;
  if (data) {
    const Overview& overview = data->snapshot.overview;
    boxes = overview.boxes.size();
    collected = overview.wanted > 0 && overview.done >= overview.wanted;
    costs = overview.costs().known(CostKind::time) || overview.costs().known(CostKind::memory);
    collect_->setVisible(!collected && boxes > 1 && !overview.cameras.empty());
  }
  if (!data) collect_->setVisible(false);
  profile_->setVisible(boxes > 1 && collected && !costs);
  train_->setEnabled(data && boxes > 1 && data->snapshot.overview.done > 0);
  train_->setProperty("primary", collected);
  if (links != shown_) {
    shown_ = links;
    show_links();
  }
  confidence_->set_data(data);
  if (!data || !data->snapshot.links || outdated()) drop_answers();
  if (isVisible()) build();
  show_state();
  show_set();
  if (had_focus) take_focus();
}

void EnsemblePage::show_links() {
  const auto links = shown_;
  QStringList names;
  if (links)
    for (const std::string& box : links->matrix.boxes) names << to_qt(box);
  QStringList before;
  for (const BoxToggle* toggle : row_->toggles()) before << toggle->text();
  if (names != before) {
    row_->set_boxes(names);
    set_ = {};
    set_chosen_ = false;
    period_ = 0;
  }
  ensembles_->set_links(links, links ? p_scale_low(links->matrix) : 0);
  ensembles_->set_link(selection_->link());
  activation_->set_links(links);
  if (links && !selection_->budget() && links->by_memory.empty() && !links->by_time.empty()) kind_ = CostKind::time;
  const std::string stale = links ? links->set.stale : std::string();
  stale_->setText(to_qt(stale));
  stale_->setVisible(!stale.empty());
  laid_out_for_ = -1;
  QMetaObject::invokeMethod(this, &EnsemblePage::lay_out, Qt::QueuedConnection);
}

void EnsemblePage::showEvent(QShowEvent* event) {
  Page::showEvent(event);
  build();
  if (behind_) follow_budget();
  QMetaObject::invokeMethod(this, &EnsemblePage::lay_out, Qt::QueuedConnection);
}

void EnsemblePage::build() {
  if (!outdated() || building_) return;
  building_ = true;
  show_state();
  worker_->ask<EnsembleDataPtr>(
      Worker::Lane::compute, this, QStringLiteral("build"),
      [data = data_](ReaderPort&, const std::stop_token& stop) -> Result<EnsembleDataPtr> {
        return build_ensemble_data(data->snapshot, stop);
      },
      [this, data = data_](Result<EnsembleDataPtr> built) {
        building_ = false;
        built_for_ = data;
        if (outdated()) return build();  // other links came meanwhile
        take_built(std::move(built));
      });
}

void EnsemblePage::take_built(Result<EnsembleDataPtr> built) {
  if (built)
    built_ = std::move(*built);
  else
    problem_ = built.error();
  if (built_) {
    for (const CostKind kind : {CostKind::memory, CostKind::time}) {
      double& budget = budgets_[kind == CostKind::memory ? 0 : 1];
      if (budget < 0 && built_->side(kind).engine) budget = built_->side(kind).telling_budget();
    }
    const auto& shared = selection_->budget();
    // Of two kinds the one that is known, unless a person chose a budget of the other.
    if (!shared && !side()->engine) kind_ = kind_ == CostKind::memory ? CostKind::time : CostKind::memory;
    if (period_ <= 0) period_ = built_->usual_period();
    const double whole = built_->end_seconds - built_->begin_seconds;
    periods_->set_length(period_, std::max(whole / kMostPeriods, 0.1), std::max(built_->usual_period() * 10, period_));
    // What nobody chose yet is what the page shows, so that the chips say it.
    if (!shared && side()->engine)
      selection_->set_budget(budget());  // and follows it
    else
      follow_budget();
    if (set_chosen_ || !side()->engine) ask_set();
  }
  show_state();
}

const EnsembleSide* EnsemblePage::side() const { return built_ ? &built_->side(kind_) : nullptr; }

/// What each part shows, or why it does not.
void EnsemblePage::show_state() {
  show_kind();
  const EnsembleSide* now = side();
  if (now && now->engine) {
    sets_part_->show_content();
    if (answer_) order_part_->show_content();
    if (has_periods()) periods_part_->show_content();
  }
  QString why;
  bool profile = false;
  if (!data_ || !data_->links)
    why = tr("No links yet.");
  else if (problem_)
    why = to_qt(problem_->text());
  else if (!data_->whole())
    why = tr("Reading the outputs…");
  else if (!data_->snapshot.links)
    why = tr("These links cannot be replayed.");
  else if (!built_)
    why = tr("Trying the sets…");
  else if (now && now->problem) {
    profile = !built_->costs.known(kind_);
    why = profile ? kind_ == CostKind::memory ? tr("The memory of some boxes is not known.")
                                              : tr("The time of some boxes is not known.")
                  : to_qt(now->problem->text());
  }
  if (!why.isEmpty())
    for (PartStack* part : {sets_part_, periods_part_, order_part_}) part->say(why, profile);
  if (why.isEmpty() && !answer_) order_part_->say(tr("Asking who is run…"));
  if (why.isEmpty() && !has_periods()) periods_part_->say(tr("Measuring P in each period…"));
  if (now && now->engine && sets_->rowCount() == 0) sets_part_->say(tr("No set is better than the priors alone."));
}

/// All that depends on the kind of cost.
void EnsemblePage::show_kind() {
  {
    const QSignalBlocker quiet(kinds_);
    kinds_->set_current(kind_ == CostKind::memory ? 0 : 1);
  }
  activation_->set_kind(kind_);
  const EnsembleSide* now = side();
  const bool known = now && now->engine;
  const QString at = known ? amount(kind_, budget().value) : QString();
  row_->set_budget(known && answer_ ? at : QString());
  order_panel_->set_title(at.isEmpty() ? tr("Who is run") : tr("Who is run at %1").arg(at));
  sets_panel_->set_note(kind_ == CostKind::memory ? tr("no other set of that memory does better")
                                                  : tr("no other set of that time does better"));
  const bool same = known && !sets_->sets().empty() && sets_->sets().size() == now->sets.size() &&
                    std::equal(now->sets.begin(), now->sets.end(), sets_->sets().begin(),
                               [](const WorthSet& a, const WorthSet& b) { return a.set == b.set && a.cost == b.cost; });
  if (!same) {
    sets_->set_sets(known ? now->sets : std::vector<WorthSet>(), known ? built_->boxes : std::vector<std::string>(),
                    known ? built_->costs : CostTable());
  }
  fit_sets(*sets_view_, kind_);
  show_set();
}

void EnsemblePage::follow_budget() {
  behind_ = built_ && !isVisible();  // hidden: nothing is computed for it
  if (behind_) return;
  const auto& shared = selection_->budget();
  if (shared && shared->kind != CostKind::gpu_memory) {
    kind_ = shared->kind;
    budgets_[kind_ == CostKind::memory ? 0 : 1] = shared->value;
  }
  if (const EnsembleSide* now = side(); now && now->engine) {
    order_->set_budget(budget());
    ask_order();
    ask_periods();
  }
  show_state();
}

void EnsemblePage::take_kind(int index) {
  kind_ = index == 0 ? CostKind::memory : CostKind::time;
  answer_.reset();
  periods_->clear();
  order_->clear();
  // Without costs there is no budget to share: the page alone says so.
  if (const EnsembleSide* now = side(); now && now->engine && budget().value >= 0) {
    selection_->set_budget(budget());
    if (!order_waiting_) follow_budget();  // the shared budget was this one all the while
  }
  show_state();
}

void EnsemblePage::try_boxes(BoxSet set) {
  set_chosen_ = true;
  if (set == set_) return;
  set_ = set;
  ask_set();
}

void EnsemblePage::ask_set() {
  const auto known = tried_.value(set_.bits());
  set_waiting_ = built_ && !known;
  show_set();
  if (!set_waiting_) return;
  worker_->ask<std::shared_ptr<const TriedSet>>(
      Worker::Lane::compute, this, QStringLiteral("set"),
      [built = built_, set = set_](ReaderPort&, const std::stop_token& stop) { return try_set(*built, set, stop); },
      [this](Result<std::shared_ptr<const TriedSet>> tried) {
        set_waiting_ = false;
        if (tried) tried_.insert((*tried)->set.bits(), *tried);
        show_set();
      });
  // P in time takes longest: what is asked now comes before it.
  if (periods_waiting_) ask_periods();
}

void EnsemblePage::show_set() {
  row_->set_set(set_);
  const auto known = tried_.value(set_.bits());
  ensembles_->set_tried(set_, known ? known->ensembles : std::vector<SetEnsemble>());
  row_->set_accuracy(known          ? to_qt(score_text(known->accuracy))
                     : set_waiting_ ? QStringLiteral("…")
                                    : QStringLiteral("–"));
  const int row = sets_->row_of(set_);
  if (row < 0)
    sets_view_->clearSelection();
  else if (!sets_view_->selectionModel()->isRowSelected(row))
    sets_view_->selectRow(row);
}

void EnsemblePage::ask_order() {
  order_waiting_ = true;
  worker_->ask<BudgetAnswer>(
      Worker::Lane::compute, this, QStringLiteral("order"),
      [built = built_, wanted = budget()](ReaderPort&, const std::stop_token&) -> Result<BudgetAnswer> {
        return answer_budget(*built, wanted);
      },
      [this](Result<BudgetAnswer> answer) {
        order_waiting_ = false;
        if (!answer || answer->order.budget.kind != kind_) return;
        answer_ = std::move(*answer);
        show_order();
      });
}

void EnsemblePage::show_order() {
  const EnsembleSide* now = side();
  if (!now || !answer_) return;
  order_->set_order(answer_->order, built_->boxes, now->changes, now->most);
  changes_->setText(what_changes_lines().join(QStringLiteral("<br>")));
  changes_->setAccessibleName(what_changes());
  next_->setVisible(answer_->order.next.has_value());
  if (answer_->order.next) next_->setText(tr("Go to %1").arg(amount(kind_, answer_->order.next->budget)));
  if (!set_chosen_) try_boxes(answer_->order.set);
  if (tried_.isEmpty() && !set_waiting_) ask_set();
  if (has_periods() && !periods_waiting_) show_periods();
  show_state();
}

QStringList EnsemblePage::what_changes_lines() const {
  const RunOrder& order = answer_->order;
  const auto name = [this](int box) { return to_qt(built_->boxes[static_cast<std::size_t>(box)]).toHtmlEscaped(); };
  const auto line = [](const QString& head, const QString& text) {
    return QStringLiteral("<span style=\"font-weight:500\">%1</span> %2").arg(head, text);
  };
  QStringList lines;
  if (!order.note.empty()) lines << core_text(order.note).toHtmlEscaped();
  if (order.next) {
    const NextSet& next = *order.next;
    const BoxSet more(next.set.bits() & ~order.set.bits()), less(order.set.bits() & ~next.set.bits());
    const QString step = amount(kind_, next.budget - order.budget.value), at = amount(kind_, next.budget);
    const QString gives = to_qt(score_text(next.accuracy)), in = set_name(more, built_->boxes).toHtmlEscaped();
    QString text = less.empty() ? tr("%1 more (%2) bring %3 in: %4.").arg(step, at, in, gives)
                                : tr("%1 more (%2) bring %3 in and take %5 out: %4.")
                                      .arg(step, at, in, gives, set_name(less, built_->boxes).toHtmlEscaped());
    // A set that is worth running, and that greedy passes by.
    for (const WorthSet& worth : side()->sets) {
      const bool chosen = std::find(worth.chosen_by.begin(), worth.chosen_by.end(), "mlink") != worth.chosen_by.end();
      if (worth.cost <= order.budget.value || worth.cost > next.budget || chosen) continue;
      text += u' ' + tr("%1 would need %2 and give %3; mlink does not choose it.")
                         .arg(set_name(worth.set, built_->boxes).toHtmlEscaped(), amount(kind_, worth.cost),
                              to_qt(score_text(worth.accuracy)));
      break;
    }
    lines << line(tr("What would change it."), text);
  } else {
    lines << line(tr("What would change it."), tr("No larger budget does."));
  }
  if (order.close) {
    const double difference = order.close->difference;
    const QString first = name(order.close->first), second = name(order.close->second);
    const QString text = difference < 0.00005
                             ? tr("P of %1 and %2 differ by less than 0.0001.").arg(first, second)
                             : tr("P of %1 and %2 differ by %3.").arg(first, second, to_qt(score_text(difference, 4)));
    lines << line(tr("A close call."), text);
  }
  if (answer_->other) {
    const OtherFirst& other = *answer_->other;
    const QString by = other.cost.kind == CostKind::time ? tr("By time instead of memory %1 comes first: %2, %3.")
                                                         : tr("By memory instead of time %1 comes first: %2, %3.");
    lines << by.arg(name(other.box), amount(other.cost.kind, other.cost.value), to_qt(score_text(other.accuracy)));
  }
  if (!order.measured_on.empty()) lines << to_qt(order.measured_on).toHtmlEscaped() + u'.';
  return lines;
}

QString EnsemblePage::what_changes() const { return QTextDocumentFragment::fromHtml(changes_->text()).toPlainText(); }

std::vector<int> EnsemblePage::box_order() const {
  std::vector<int> order;
  if (answer_)
    for (const RunStep& step : answer_->order.steps) order.push_back(step.box);
  if (order.empty() && built_)
    for (int box = 0; box < static_cast<int>(built_->boxes.size()); ++box) order.push_back(box);
  return order;
}

void EnsemblePage::ask_periods() {
  const EnsembleSide* now = side();
  if (!now || !now->engine || period_ <= 0) return;
  periods_waiting_ = true;
  worker_->ask<std::shared_ptr<const PeriodsAnswer>>(
      Worker::Lane::compute, this, QStringLiteral("periods"),
      [data = data_, wanted = budget(), seconds = period_, known = periods_answer_](ReaderPort&,
                                                                                    const std::stop_token& stop) {
        return answer_periods(data->snapshot, wanted, seconds, known, stop);
      },
      [this](Result<std::shared_ptr<const PeriodsAnswer>> answer) {
        periods_waiting_ = false;
        if (!answer) return periods_part_->say(to_qt(answer.error().text()));
        periods_answer_ = std::move(*answer);
        show_periods();
        show_state();
      });
}

bool EnsemblePage::has_periods() const { return periods_answer_ && periods_answer_->budget.kind == kind_; }

void EnsemblePage::show_periods() {
  if (!built_ || !has_periods()) return;
  periods_->set_periods(periods_answer_->periods, built_->boxes, periods_answer_->seconds, box_order());
}

void EnsemblePage::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_BracketLeft) return order_->step(-1);
  if (event->key() == Qt::Key_BracketRight) return order_->step(1);
  Page::keyPressEvent(event);
}

/// Tables take letters for a search, the page's keys too.
bool EnsemblePage::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize && watched == sets_view_->viewport()) fit_sets(*sets_view_, kind_);
  if (event->type() != QEvent::KeyPress) return Page::eventFilter(watched, event);
  const int key = static_cast<QKeyEvent*>(event)->key();
  if (key != Qt::Key_BracketLeft && key != Qt::Key_BracketRight) return Page::eventFilter(watched, event);
  order_->step(key == Qt::Key_BracketLeft ? -1 : 1);
  return true;
}

std::vector<std::pair<QString, Table>> EnsemblePage::tables() const {
  if (!data_ || !data_->links) return {};
  const LinksData& links = *data_->links;
  std::vector<std::pair<QString, Table>> out{{QStringLiteral("ensemble"), ensemble_table(links.ensembles)}};
  if (!links.by_memory.empty())
    out.emplace_back(QStringLiteral("activation-memory"), activation_table(links.by_memory, CostKind::memory));
  if (!links.by_time.empty())
    out.emplace_back(QStringLiteral("activation-time"), activation_table(links.by_time, CostKind::time));
  if (const auto tried = tried_.value(set_.bits()))
    out.emplace_back(QStringLiteral("ensemble-of-set"),
                     set_ensembles_table(links.matrix, set_, tried->ensembles, tried->accuracy));
  if (const EnsembleSide* now = side(); now && now->engine) {
    out.emplace_back(QStringLiteral("sets-worth-running"), worth_table(now->sets, built_->boxes, built_->costs, kind_));
    if (answer_) out.emplace_back(QStringLiteral("who-is-run"), run_order_table(answer_->order, built_->boxes));
    if (has_periods())
      out.emplace_back(QStringLiteral("probability-in-time"),
                       periods_table(periods_answer_->periods, built_->boxes, periods_answer_->budget));
  }
  if (const auto& boxes = confidence_->model()->boxes(); !boxes.empty()) {
    out.emplace_back(QStringLiteral("confidence"), confidence_table(boxes));
    out.emplace_back(QStringLiteral("reliability"), reliability_table(boxes));
  }
  const auto made_from = provenance(data_->snapshot);
  for (auto& [name, table] : out) table.notes.insert(table.notes.end(), made_from.begin(), made_from.end());
  return out;
}

std::vector<std::pair<QString, QWidget*>> EnsemblePage::drawings() {
  if (!data_ || !data_->links) return {};
  std::vector<std::pair<QString, QWidget*>> out{{QStringLiteral("ensembles"), ensembles_->content()},
                                                {QStringLiteral("activation"), activation_}};
  if (const EnsembleSide* now = side(); now && now->engine) {
    out.emplace_back(QStringLiteral("sets-worth-running"), sets_view_);
    if (has_periods()) out.emplace_back(QStringLiteral("probability-in-time"), periods_->strip());
    if (answer_) out.emplace_back(QStringLiteral("who-is-run"), order_);
  }
  if (!confidence_->model()->boxes().empty()) out.emplace_back(QStringLiteral("reliability"), confidence_->chart());
  return out;
}

}  // namespace mlink::ui
