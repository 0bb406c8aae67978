#include "ui/runs/runs_page.h"

#include <QComboBox>
#include <QFileInfo>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "base/text.h"
#include "ui/common/core_text.h"
#include "ui/runs/run_compare.h"
#include "ui/runs/run_details.h"
#include "ui/runs/run_edits.h"
#include "ui/runs/runs_delegate.h"

namespace mlink::ui {
namespace {

constexpr int kDeleteDelay = 8000;
constexpr std::array kAlwaysShown{RunGroup::link_set, RunGroup::replay, RunGroup::study};

bool is_made_here(const ToldRun& told) {
  return told.group == RunGroup::link_set || told.group == RunGroup::replay || told.group == RunGroup::study ||
         told.group == RunGroup::method;
}

/// Where a list is read again: nothing that is shown is another than before.
bool same_runs(const std::vector<ToldRun>& a, const std::vector<ToldRun>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const ToldRun& left, const ToldRun& right) {
    return left.run == right.run && left.what == right.what && left.state == right.state;
  });
}

}  // namespace

RunsPage::RunsPage(const ThemeHolder& themes, SharedSelection* /*selection*/, Worker* worker, QWidget* parent)
    : Page(parent), themes_(themes), worker_(worker), book_(std::make_shared<RunBook>()) {
  steps_ = new RunSteps(worker, this);
  delete_timer_ = new QTimer(this);
  delete_timer_->setSingleShot(true);
  delete_timer_->setInterval(kDeleteDelay);
  connect(delete_timer_, &QTimer::timeout, this, &RunsPage::delete_for_good);
  list_panel_ = make_list();
  list_panel_->setMinimumWidth(520);
  columns_ = new QSplitter(Qt::Horizontal);
  columns_->setChildrenCollapsible(false);
  columns_->addWidget(list_panel_);
  columns_->addWidget(make_right());
  columns_->setStretchFactor(0, 1);
  connect(columns_, &QSplitter::splitterMoved, this, [this] { sized_ = true; });

  empty_ = new EmptyState(themes, tr("Nothing computed yet."));
  next_ = empty_->add_button(tr("Run next step"), true);
  connect(next_, &QPushButton::clicked, this, &RunsPage::run_next);
  auto* empty_panel = new Panel(themes, tr("Runs"));
  empty_panel->body()->addWidget(empty_);
  stack_ = new QStackedWidget;
  stack_->addWidget(empty_panel);
  stack_->addWidget(columns_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::gap, space::gap, space::gap, space::gap);
  layout->addWidget(stack_);
  make_keys();
  connect_worker();
  show_current();
}

RunsPage::~RunsPage() = default;

void RunsPage::connect_worker() {
  connect(worker_, &Worker::opened, this, [this] {
    // Of another file: numbers say something else there, and what was to be deleted stays where it was.
    book_ = std::make_shared<RunBook>();
    delete_timer_->stop();
    deleted_.clear();
    going_.clear();
    deleted_bar_->say({});
    problem_bar_->say({});
    hide_deleted();
    held_.reset();
    reading_ = comparing_ = false;  // what was asked of the other file is not answered any more
    take_runs({});
    known_ = false;
    compare_->set_pair({}, {});
    show_state();
  });
  connect(worker_, &Worker::job_changed, this, [this] {
    model_->set_job(worker_->job());
    show_state();
    show_buttons();
  });
  connect(steps_, &RunSteps::ended, this, &RunsPage::read);
  connect(steps_, &RunSteps::failed, this, [this](const Error& error) {
    problem_bar_->say(to_qt(error.text()));
    going_.clear();  // what could not be taken out is there
    hide_deleted();
  });
  connect(worker_->edits(), &EditStack::failed, this, [this](const QString& about, const Error& error) {
    if (about == id()) problem_bar_->say(to_qt(error.text()));
  });
  connect(model_, &RunsModel::renamed, this, &RunsPage::rename);
  connect(delegate_, &QAbstractItemDelegate::closeEditor, this, [this] {
    if (!held_) return;
    auto runs = std::move(*held_);
    held_.reset();
    take_runs(std::move(runs));
  });
  connect(list_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
    if (!filling_) follow_selection();
  });
  connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
    if (!filling_) show_current();
  });
}

void RunsPage::set_data(const ExperimentDataPtr& data) {
  data_ = data;
  if (data) read();
  show_state();
}

void RunsPage::set_overview(const OverviewPtr& overview) {
  overview_ = overview;
  show_state();
}

void RunsPage::read() {
  if (worker_->file().isEmpty()) return;
  reading_ = true;
  worker_->ask<std::vector<ToldRun>>(
      Worker::Lane::compute, this, QStringLiteral("runs"),
      [book = book_](ReaderPort& port, const std::stop_token&) -> Result<std::vector<ToldRun>> {
        const ExperimentReader* reader = port.experiment();
        if (!reader) return fail(ErrorKind::unsupported, "There are no runs to list here.", "Open a file.");
        return book->read(*reader);
      },
      [this](Result<std::vector<ToldRun>> runs) {
        reading_ = false;
        if (!runs) {
          known_ = true;
          problem_bar_->say(to_qt(runs.error().text()));
          show_state();
          return;
        }
        if (list_->findChild<QLineEdit*>(QStringLiteral("rename"))) {
          held_ = std::move(*runs);  // the field that is typed into would go
          return;
        }
        take_runs(std::move(*runs));
      });
}

void RunsPage::take_runs(std::vector<ToldRun> runs) {
  known_ = true;
  std::erase_if(going_, [&](const Run& run) {
    return std::none_of(runs.begin(), runs.end(),
                        [&](const ToldRun& told) { return told.run.id == run.id && told.run.kind == run.kind; });
  });
  const bool changed = !same_runs(runs, model_->runs());
  if (changed) {
    std::vector<RunKey> selected;
    for (const ToldRun* told : chosen()) selected.push_back(RunsModel::key_of(*told));
    const ToldRun* now = current();
    const std::optional<RunKey> was = now ? std::optional(RunsModel::key_of(*now)) : std::nullopt;
    filling_ = true;
    model_->set_runs(std::move(runs));
    QItemSelectionModel* selection = list_->selectionModel();
    for (const RunKey& key : selected)
      if (const QModelIndex at = filter_->mapFromSource(model_->index(model_->row_of(key), 0)); at.isValid())
        selection->select(at, QItemSelectionModel::Select | QItemSelectionModel::Rows);
    if (was)
      if (const QModelIndex at = filter_->mapFromSource(model_->index(model_->row_of(*was), 0)); at.isValid())
        selection->setCurrentIndex(at, QItemSelectionModel::NoUpdate);
    compare_->set_runs(model_->runs());
    filling_ = false;
  }
  show_groups();
  if (!current() && filter_->rowCount() > 0) {
    const QModelIndex first = filter_->index(model_->has_job() && filter_->rowCount() > 1 ? 1 : 0, 0);
    list_->selectionModel()->setCurrentIndex(first, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
  }
  show_current();
  const RunKey left = compare_->left(), right = compare_->right();
  if (changed && model_->find(left) && model_->find(right))
    compare_pair(left, right);  // as it was chosen
  else if (changed)
    follow_selection();
  show_state();
  if (sets_wanted_) compare_sets();
}

void RunsPage::show_groups() {
  const auto counted = [this](std::optional<RunGroup> group) {
    return std::count_if(model_->runs().begin(), model_->runs().end(), [&](const ToldRun& told) {
      const auto is = [&](const Run& run) { return run.id == told.run.id && run.kind == told.run.kind; };
      const bool deleted =
          std::any_of(deleted_.begin(), deleted_.end(), is) || std::any_of(going_.begin(), going_.end(), is);
      return !deleted && (!group || told.group == *group);
    });
  };
  const auto at = static_cast<std::size_t>(groups_->current());
  const int before = at < shown_groups_.size() && shown_groups_[at] ? static_cast<int>(*shown_groups_[at]) : -1;
  int now = 0;
  shown_groups_ = {std::nullopt};
  QStringList names{tr("All %1").arg(counted({}))};
  for (int group = 0; group <= static_cast<int>(RunGroup::other); ++group) {
    const auto which = static_cast<RunGroup>(group);
    const auto count = counted(which);
    const bool always = std::find(kAlwaysShown.begin(), kAlwaysShown.end(), which) != kAlwaysShown.end();
    if (count == 0 && !always && before != group) continue;
    if (before == group) now = static_cast<int>(shown_groups_.size());
    shown_groups_.emplace_back(which);
    names << QStringLiteral("%1 %2").arg(core_text(group_title(which))).arg(count);
  }
  filling_ = true;
  groups_->set_names(names);
  groups_->set_current(now);
  filling_ = false;
}

const ToldRun* RunsPage::current() const {
  const QModelIndex at = list_->currentIndex();
  return at.isValid() ? model_->run_at(filter_->mapToSource(at).row()) : nullptr;
}

std::vector<const ToldRun*> RunsPage::chosen() const {
  std::vector<const ToldRun*> chosen;
  for (const QModelIndex& at : list_->selectionModel()->selectedRows())
    if (const ToldRun* told = model_->run_at(filter_->mapToSource(at).row())) chosen.push_back(told);
  return chosen;
}

void RunsPage::choose(const RunKey& key) {
  const QModelIndex at = filter_->mapFromSource(model_->index(model_->row_of(key), 0));
  if (!at.isValid()) return;
  list_->selectionModel()->setCurrentIndex(at, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
  list_->scrollTo(at);
}

void RunsPage::show_current() {
  const ToldRun* told = current();
  delegate_->set_current(list_->currentIndex());
  list_->viewport()->update();
  details_panel_->set_title(told ? to_qt(told->run.name) : tr("Run"));
  QString note = told ? core_text(kind_text(told->run)) : tr("Choose one in the list.");
  if (told && told->run.kind == kLinkSetKind) note += told->run.in_use ? tr(", in use") : tr(", not in use");
  details_panel_->set_note(note);
  tabs_->setTabText(0, details_panel_->title());
  details_->set_run(told);
  details_->set_writable(worker_->can_write());
  show_buttons();
}

void RunsPage::follow_selection() {
  show_buttons();
  const ToldRun* told = current();
  const auto two = chosen();
  if (!told) return;
  const RunKey key = RunsModel::key_of(*told);
  if (two.size() == 2) {
    const ToldRun* other = two[0] == told ? two[1] : two[0];
    if (two[0] == told || two[1] == told) compare_pair(key, RunsModel::key_of(*other));
    return;
  }
  // With one, the partner is the link set in use.
  const auto used =
      std::find_if(model_->runs().begin(), model_->runs().end(), [](const ToldRun& one) { return one.run.in_use; });
  const bool partner = told->run.kind == kLinkSetKind && used != model_->runs().end() && &*used != told;
  compare_pair(key, partner ? RunsModel::key_of(*used) : RunKey{});
}

void RunsPage::compare_pair(const RunKey& left, const RunKey& right) {
  const ToldRun *a = model_->find(left), *b = model_->find(right);
  compare_->set_pair(left, right);
  if (!a || !b) {
    worker_->forget(compare_);
    comparing_ = false;
    return;
  }
  comparing_ = true;
  worker_->ask<RunComparison>(
      Worker::Lane::compute, compare_, QStringLiteral("pair"),
      [a = *a, b = *b](ReaderPort& port, const std::stop_token&) -> Result<RunComparison> {
        const ExperimentReader* reader = port.experiment();
        if (!reader) return fail(ErrorKind::unsupported, "There is nothing to compare here.", "Open a file.");
        return compare_runs(*reader, a, b);
      },
      [this](Result<RunComparison> comparison) {
        comparing_ = false;
        if (comparison)
          compare_->show_comparison(*comparison);
        else
          compare_->show_problem(to_qt(comparison.error().text()));
      });
}

QPushButton* RunsPage::button(const QString& name) const {
  for (const auto& [known, button] : buttons_)
    if (known == name) return button;
  return nullptr;
}

int RunsPage::buttons_width() const {
  int width = 0;
  for (const auto& [name, one] : buttons_) width += one->sizeHint().width() + space::gap;
  return width;
}

void RunsPage::show_buttons() {
  const ToldRun* told = current();
  const auto several = chosen();
  const bool writes = worker_->can_write();
  const auto set = [&](const QString& name, const QString& why_not, const QString& tip) {
    const QString why = !writes ? tr("The experiment can only be read.") : !told ? tr("Choose a run first.") : why_not;
    QPushButton* one = button(name);
    one->setEnabled(why.isEmpty());
    one->setToolTip(why.isEmpty() ? tip : why);
  };
  const bool links = told && told->run.kind == kLinkSetKind, used = told && told->run.in_use;
  const bool uses = std::any_of(several.begin(), several.end(), [](const ToldRun* one) { return one->run.in_use; });
  set(QStringLiteral("use"),
      used     ? tr("These links are in use.")
      : !links ? tr("Only link sets are used.")
               : QString(),
      tr("Show and replay these links from now on"));
  set(QStringLiteral("rename"), told && !told->run.can_rename() ? tr("It keeps its name.") : QString(), tr("F2"));
  set(QStringLiteral("note"), told && !told->run.can_note() ? tr("It has no place for a note.") : QString(),
      tr("Write what is worth knowing of it"));
  set(QStringLiteral("again"), told && !is_made_here(*told) ? tr("It is not made from here.") : QString(),
      tr("Run the step again with the same settings"));
  set(QStringLiteral("delete"), uses ? tr("Links in use are not deleted. Use others first.") : QString(),
      tr("Del. It can be undone for a moment."));
  QPushButton* compare = button(QStringLiteral("compare"));
  compare->setEnabled(several.size() == 2);
  compare->setToolTip(several.size() == 2 ? tr("Settings and figures side by side") : tr("Choose exactly two runs."));
  double all = 0, some = 0;
  for (const ToldRun& one : model_->runs()) all += static_cast<double>(one.run.bytes);
  for (const ToldRun* one : several) some += static_cast<double>(one->run.bytes);
  const auto shown = model_->runs().size() - deleted_.size() - going_.size();
  const QString sizes = tr("%1 of %2 selected · %3 of %4")
                            .arg(several.size())
                            .arg(shown)
                            .arg(to_qt(bytes_text(some)), to_qt(bytes_text(all)));
  // The buttons come first: without room for the sizes they stand in the tooltip.
  const int room = list_panel_->width() - buttons_width() - 3 * space::gap;
  const bool fits = chosen_text_->fontMetrics().horizontalAdvance(sizes) <= room;
  chosen_text_->setText(fits ? sizes : tr("%1 of %2").arg(several.size()).arg(shown));
  chosen_text_->setToolTip(sizes);
}

void RunsPage::show_state() {
  const bool any = !model_->runs().empty() || model_->has_job() || !problem_bar_->text().isEmpty();
  const bool reading = !known_ && !worker_->file().isEmpty();
  const int wanted = any || reading ? 1 : 0;
  list_panel_->set_note(reading
                            ? tr("Reading…")
                            : tr("everything computed in %1, newest first").arg(QFileInfo(worker_->file()).fileName()));
  if (stack_->currentIndex() == wanted) return;
  const QWidget* focused = window()->focusWidget();
  const bool had_focus = isVisible() && (!focused || focused == this || isAncestorOf(focused));
  stack_->setCurrentIndex(wanted);
  if (had_focus) take_focus();
  lay_out();
}

void RunsPage::take_focus() {
  if (stack_->currentIndex() == 0) return Page::take_focus();
  list_->setFocus(Qt::OtherFocusReason);
}

void RunsPage::run_next() {
  if (!overview_ || overview_->boxes.empty() || overview_->cameras.empty())
    Q_EMIT go_to(QStringLiteral("sources"));
  else if (overview_->done < overview_->wanted)
    Q_EMIT collect_wanted();
  else
    Q_EMIT train_wanted();
}

void RunsPage::use_current() {
  const ToldRun* told = current();
  if (!told || told->run.kind != kLinkSetKind || told->run.in_use) return;
  RowId before = 0;
  for (const ToldRun& one : model_->runs())
    if (one.run.in_use) before = one.run.id;
  worker_->edits()->change(use_edit(told->run, before));
}

void RunsPage::start_rename() {
  const QModelIndex at = list_->currentIndex();
  const ToldRun* told = current();
  if (!told || !told->run.can_rename() || !worker_->can_write()) return;
  list_->edit(at.siblingAtColumn(RunsModel::Name));
}

void RunsPage::start_note() {
  tabs_->setCurrentIndex(0);
  details_->focus_note();
}

void RunsPage::rename(const RunKey& key, const QString& name) {
  if (const ToldRun* told = model_->find(key)) worker_->edits()->change(rename_edit(told->run, name));
}

void RunsPage::write_note(const RunKey& key, const QString& note) {
  if (const ToldRun* told = model_->find(key)) worker_->edits()->change(note_edit(told->run, note));
}

void RunsPage::compare_two() {
  if (chosen().size() != 2) return;
  follow_selection();
  tabs_->setCurrentIndex(1);
  compare_->left_choice()->setFocus(Qt::OtherFocusReason);
}

void RunsPage::show_part(const QString& part) {
  sets_wanted_ = part == QStringLiteral("link-sets");
  if (sets_wanted_ && known_) compare_sets();
}

/// The set in use is the partner of one that is chosen alone.
void RunsPage::compare_sets() {
  const auto& runs = model_->runs();  // the newest first
  sets_wanted_ = runs.empty();        // of no file yet
  const auto other = std::find_if(
      runs.begin(), runs.end(), [](const ToldRun& told) { return told.run.kind == kLinkSetKind && !told.run.in_use; });
  if (other == runs.end()) return;
  const RunKey key = RunsModel::key_of(*other);
  search_->clear();
  groups_->set_current(0);
  choose(key);
  tabs_->setCurrentIndex(1);
}

void RunsPage::make_current_again() {
  const ToldRun* told = current();
  if (!told || !is_made_here(*told)) return;
  problem_bar_->say({});
  steps_->run(told->group == RunGroup::link_set || told->group == RunGroup::method ? WorkStep::train : WorkStep::study,
              [told = *told](Experiment& experiment, const std::stop_token& stop, const ProgressFn& progress) {
                return make_again(experiment, told, stop, progress);
              });
}

void RunsPage::delete_chosen() {
  const auto several = chosen();
  if (several.empty() || !button(QStringLiteral("delete"))->isEnabled()) return;
  delete_for_good();  // of those before
  for (const ToldRun* told : several) deleted_.push_back(told->run);
  const int row = list_->currentIndex().row();
  hide_deleted();
  deleted_bar_->say(deleted_.size() == 1 ? tr("%1 deleted.").arg(to_qt(deleted_.front().name))
                                         : tr("%1 runs deleted.").arg(deleted_.size()));
  delete_timer_->start();
  show_groups();
  const QModelIndex next = filter_->index(std::min(row, filter_->rowCount() - 1), 0);
  list_->selectionModel()->setCurrentIndex(next, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
  show_current();
}

void RunsPage::hide_deleted() {
  std::vector<RunKey> hidden;
  for (const auto* runs : {&deleted_, &going_})
    for (const Run& run : *runs) hidden.push_back({run.kind, run.id});
  filter_->set_hidden(std::move(hidden));
}

void RunsPage::bring_back() {
  delete_timer_->stop();
  if (deleted_.empty()) return;
  const RunKey first{deleted_.front().kind, deleted_.front().id};
  deleted_.clear();
  deleted_bar_->say({});
  hide_deleted();
  show_groups();
  choose(first);
  list_->setFocus(Qt::OtherFocusReason);
}

void RunsPage::delete_for_good() {
  delete_timer_->stop();
  deleted_bar_->say({});
  if (deleted_.empty()) return;
  const auto runs = std::move(deleted_);
  deleted_.clear();
  going_.insert(going_.end(), runs.begin(), runs.end());  // hidden until the list is read again
  steps_->run(WorkStep::remove, [runs](Experiment& experiment, const std::stop_token&, const ProgressFn&) {
    for (const Run& run : runs)
      if (auto status = remove_run(experiment, run); !status)
        return Result<std::string>(tl::make_unexpected(status.error()));
    return Result<std::string>(
        (runs.size() == 1 ? tr("%1 deleted").arg(to_qt(runs.front().name)) : tr("%1 runs deleted").arg(runs.size()))
            .toStdString());
  });
}

bool RunsPage::undo_own() {
  if (deleted_.empty()) return false;
  bring_back();
  return true;
}

void RunsPage::set_delete_delay(int ms) { delete_timer_->setInterval(ms); }

std::vector<std::pair<QString, Table>> RunsPage::tables() const {
  std::vector<std::pair<QString, Table>> out;
  if (model_->runs().empty()) return out;
  out.emplace_back(QStringLiteral("runs"), runs_table(model_->runs()));
  if (const ToldRun* told = current()) out.emplace_back(QStringLiteral("run"), run_settings_table(*told));
  const auto& comparison = compare_->comparison();
  if (!comparison) return out;
  const std::string a = compare_->left_name().toStdString(), b = compare_->right_name().toStdString();
  out.emplace_back(QStringLiteral("runs-settings"), compared_settings_table(*comparison, a, b));
  if (comparison->links) out.emplace_back(QStringLiteral("runs-links"), compared_links_table(*comparison->links, a, b));
  for (std::size_t i = 0; i < comparison->tables.size(); ++i)
    out.emplace_back(QStringLiteral("runs-figures-%1").arg(i + 1), comparison->tables[i]);
  return out;
}

std::vector<std::pair<QString, QWidget*>> RunsPage::drawings() {
  if (!compare_->comparison() || !compare_->comparison()->links) return {};
  return {{QStringLiteral("runs-difference"), compare_->matrix()}};
}

}  // namespace mlink::ui
