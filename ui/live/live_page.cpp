#include "ui/live/live_page.h"

#include <QFileDialog>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStackedLayout>
#include <QTableView>
#include <QTimerEvent>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "experiment/live_named.h"
#include "report/live_report.h"
#include "ui/common/exporter.h"

namespace mlink::ui {
namespace {

constexpr int kTurnMs = 40;                             // 25 pictures a second at most
constexpr int kFigureTurns = 10;                        // figures and curves: 2.5 times a second
constexpr int kFewBoxesShown = 4, kMostBoxesShown = 8;  // then the list scrolls

QString rate_text(double rate) {
  constexpr double whole = 99.95;
  if (rate >= whole && std::isfinite(rate)) return to_qt(count_text(std::llround(rate)));
  return std::isfinite(rate) ? QString::number(rate, 'g', 3) : QStringLiteral("–");
}

QString saved_text(double share) {
  return std::isfinite(share) ? LivePage::tr("%1\u2009%").arg(std::lround(share * 100)) : QStringLiteral("–");
}

/// A budget to begin with: half of what all boxes take.
std::optional<Amount> half_of_all(const CostTable& costs) {
  for (const CostKind kind : {CostKind::memory, CostKind::time}) {
    if (costs.boxes.empty() || !costs.known(kind)) continue;
    double sum = 0;
    for (int box = 0; box < static_cast<int>(costs.boxes.size()); ++box) sum += costs.cost(box, kind);
    return Amount{kind, sum / 2};
  }
  return std::nullopt;
}

}  // namespace

QString LivePage::budget_problem() const { return budget_problem_->text(); }

void LivePage::set_data(const ExperimentDataPtr& data) {
  const bool other = !data || (data_ && data_->snapshot.overview.path != data->snapshot.overview.path);
  data_ = data;
  if (other) leave();
  QStringList cameras;
  if (data_)
    for (const CameraRow& camera : data_->snapshot.overview.cameras)
      if (!camera.path.empty()) cameras << to_qt(camera.name);
  controls_->set_cameras(cameras);
  if (!data_) budget_.reset();
  if (data_ && !budget_) {
    const auto& chosen = selection_->budget();
    if (const auto budget = chosen ? chosen : half_of_all(data_->snapshot.link_costs)) set_budget(*budget);
  }
  show_costs();
  show_what_is_known();
  show_state();
}

/// Before a run: the boxes with what they are known to cost.
void LivePage::show_what_is_known() {
  if (hub_ || outcome_ || !data_ || !data_->snapshot.links || !budget_) return;
  wish_.options.budget = *budget_;
  LiveStart start;
  start.boxes = data_->snapshot.links->boxes();
  start.costs = data_->snapshot.link_costs;
  begun_ = false;
  show_now(LiveFigures(start, budget_->kind).at(0));
}

void LivePage::show_state() {
  const bool links = data_ && data_->snapshot.links;
  train_->setVisible(data_ && !links);
  empty_->set_text(data_ ? tr("No links yet. A live run predicts by links the boxes that it does not run.")
                         : tr("Open an experiment first."));
  stack_->setCurrentIndex(links || hub_ ? 1 : 0);
}

void LivePage::show_sources() {
  if (hub_) return;  // those of the run stand
  const QStringList names = controls_->source_names();
  grid_->set_sources(names, !controls_->own_cameras(), names);
  grid_->clear_problems();
  controls_->set_problem({});
  pictures_->setCurrentIndex(names.isEmpty() ? 1 : 0);
  picture_panel_->set_note(names.join(QStringLiteral(", ")));
}

/// What waits for what, where anything does.
void LivePage::show_note() {
  QString note;
  if (state_ == LiveState::waiting && worker_->busy() && worker_->job().step != WorkStep::live) {
    note = tr("Waits until this is done: %1.").arg(step_name(worker_->job().step));
  } else if (hub_ && state_ != LiveState::waiting) {
    QStringList behind;
    for (const WorkStep step : worker_->waiting()) behind << step_name(step);
    if (!behind.isEmpty()) note = tr("Waits until this run ends: %1.").arg(behind.join(QStringLiteral(", ")));
  }
  controls_->set_note(note);
}

void LivePage::show_costs() {
  const bool unknown = data_ && data_->snapshot.links && budget_ && !data_->snapshot.link_costs.known(budget_->kind);
  cost_row_->setVisible(unknown);
  if (unknown)
    cost_problem_->setText(budget_->kind == CostKind::time
                               ? tr("The time of some boxes is not known. Profile them, or type their costs in.")
                               : tr("The memory of some boxes is not known. Profile them, or type their costs in."));
}

void LivePage::set_state(LiveState state) {
  state_ = state;
  controls_->set_state(state);
  budget_field_->setEnabled(state == LiveState::idle);
  show_head();
  show_note();
}

void LivePage::show_head() {
  const QString budget = to_qt(amount_text(wish_.options.budget));
  const QString since =
      tr("since %1, %2").arg(began_.toString(QStringLiteral("HH:mm:ss")), to_qt(duration_text(run_seconds_)));
  switch (state_) {
    case LiveState::idle:
      right_->set_title(outcome_ && outcome_->report ? tr("Ran under %1").arg(budget) : tr("Budget"));
      if (outcome_ && outcome_->report) {
        const auto frames = to_qt(count_text(outcome_->report->frames));
        right_->set_note(outcome_->report->stopped ? tr("%1 frames, stopped").arg(frames)
                                                   : tr("%1 frames").arg(frames));
      } else {
        right_->set_note({});
      }
      return;
    case LiveState::waiting:
      right_->set_title(tr("Waits"));
      right_->set_note({});
      return;
    case LiveState::opening:
      right_->set_title(tr("Opening the sources…"));
      right_->set_note({});
      return;
    case LiveState::running: right_->set_title(tr("Running under %1").arg(budget)); break;
    case LiveState::paused: right_->set_title(tr("Paused under %1").arg(budget)); break;
    case LiveState::stopping: right_->set_title(tr("Stopping…")); break;
  }
  right_->set_note(began_.isValid() ? since : QString());
}

void LivePage::take_budget() {
  const auto amount = parse_amount(budget_field_->text().trimmed().toStdString());
  budget_problem_->setText(amount ? QString() : to_qt(amount.error().text()));
  budget_problem_->setVisible(!amount);
  if (!amount) return;
  // what only shows a longer number is not a new one
  if (budget_ && budget_field_->text() == to_qt(amount_text(*budget_))) return;
  set_budget(*amount);
  selection_->set_budget(*amount);
}

void LivePage::set_budget(const Amount& budget) {
  budget_ = budget;
  budget_field_->setText(to_qt(amount_text(budget)));
  budget_problem_->hide();
  budget_problem_->setText({});
  show_costs();
  show_what_is_known();
}

void LivePage::start() {
  if (state_ != LiveState::idle || !data_) return;
  take_budget();
  if (!budget_problem_->text().isEmpty()) return;
  auto wish = controls_->wish();
  controls_->set_problem(wish ? QString() : to_qt(wish.error().text()));
  if (!wish) return;
  wish_ = std::move(*wish);
  wish_.options.budget = *budget_;
  pause_ = std::make_shared<LivePause>();
  wish_.options.pause = pause_;
  selection_->set_budget(*budget_);
  grid_->clear_problems();
  outcome_.reset();
  began_ = {};
  frames_ = 0;
  run_seconds_ = 0;
  begun_ = false;
  turns_ = 0;
  boxes_->clear();
  curves_->clear();
  figures_->set_figures({});
  parts_->set_current(0);
  parts_row_->hide();
  stop_ = {};
  // the button that was pressed is off now: its keys are the page's, Space holds the run
  if (controls_->start_button()->hasFocus()) Page::take_focus();
  const QStringList names = controls_->source_names();
  grid_->set_sources(names, false, names);
  hub_ = std::make_shared<LiveHub>(budget_->kind);
  hub_->watch(isVisible());
  set_state(LiveState::waiting);
  timer_.start(kTurnMs, this);
  worker_->run(WorkStep::live, live_step(wish_, hub_, stop_.get_token()));
  show_note();
}

void LivePage::pause_or_go_on() {
  if (state_ != LiveState::running && state_ != LiveState::paused) return;
  const bool hold = state_ == LiveState::running;
  pause_->set(hold);
  log_->add_note(hold ? QT_TRANSLATE_NOOP("core", "Paused.") : QT_TRANSLATE_NOOP("core", "Going on."));
  set_state(hold ? LiveState::paused : LiveState::running);
}

void LivePage::stop() {
  if (!hub_ || state_ == LiveState::stopping) return;
  stop_.request_stop();
  if (controls_->stop_button()->hasFocus()) Page::take_focus();
  set_state(LiveState::stopping);
}

void LivePage::timerEvent(QTimerEvent* event) {
  if (event->timerId() == timer_.timerId()) fetch();
}

void LivePage::fetch() {
  if (!hub_ || fetching_) return;
  fetching_ = true;
  const bool figures = turns_++ % kFigureTurns == 0;
  viewer_.post([this, hub = hub_, sizes = grid_->picture_sizes(), figures] {
    const auto batch = std::make_shared<LiveBatch>(hub->collect(sizes, figures));
    mailbox_.post([this, hub, batch] {
      fetching_ = false;
      if (hub == hub_) take(*batch);
    });
  });
}

void LivePage::take(const LiveBatch& batch) {
  if (batch.opening && state_ == LiveState::waiting) set_state(LiveState::opening);
  if (batch.start) begin(*batch.start);
  for (const LiveLogLine& line : batch.events) take_event(line.event);
  log_->add(batch.events);
  for (const LivePicture& picture : batch.pictures) grid_->set_picture(picture);
  if (batch.now) show_now(*batch.now);
  if (batch.outcome) return end(batch.outcome);
  if (!batch.dropped) return;
  log_->add_note(QT_TRANSLATE_NOOP("core", "The run was dropped before its turn came."));
  leave();
  show_sources();
}

void LivePage::begin(const LiveStart& start) {
  began_ = QDateTime::currentDateTime();
  QStringList names;
  for (const auto& name : start.sources) names << to_qt(name);
  grid_->set_sources(names, false, controls_->source_names());
  pictures_->setCurrentIndex(0);
  curves_->set_start(start, wish_.options.budget);
  if (state_ == LiveState::opening || state_ == LiveState::waiting) set_state(LiveState::running);
}

void LivePage::take_event(const LiveEvent& event) {
  const QString source = to_qt(event.source);
  if (event.kind == LiveEventKind::selected) begun_ = true;
  if (event.kind == LiveEventKind::source_lost || event.kind == LiveEventKind::source_ended)
    grid_->set_problem(source, to_qt(event.text));
  if (event.kind == LiveEventKind::source_back) grid_->set_problem(source, {});
}

void LivePage::show_now(const LiveNow& now) {
  frames_ = now.frames;
  run_seconds_ = now.seconds;
  boxes_->set_now(now, begun_ && now.frames > 0);
  const int rows = std::clamp(boxes_->rowCount(), 1, kMostBoxesShown);
  boxes_view_->setMaximumHeight(space::row * (rows + 1) + 2);
  boxes_view_->setMinimumHeight(space::row * (std::min(rows, kFewBoxesShown) + 1) + 2);
  curves_->set_now(now);
  const Amount& budget = wish_.options.budget;
  const bool memory = is_memory(budget.kind);
  const auto of = [](const QString& all) { return all.isEmpty() ? all : tr("of %1").arg(all); };
  const QString all_time = std::isfinite(now.all_boxes) ? to_qt(duration_text(now.all_boxes)) : QString();
  const QString all_memory = std::isfinite(now.all_bytes) ? to_qt(bytes_text(now.all_bytes)) : QString();
  figures_->set_figures({{tr("possible rate"), rate_text(now.possible_rate()), tr("frames/s")},
                         {tr("time per frame"), to_qt(duration_text(now.took)), of(all_time)},
                         {tr("memory"), to_qt(bytes_text(now.boxes_bytes)),
                          memory ? of(to_qt(bytes_text(budget.value))) : of(all_memory)},
                         {tr("time saved"), saved_text(now.time_saved()), {}}});
  QString more;
  if (now.verifying_bytes > 0)
    more =
        tr("Boxes that are loaded to verify take %1 beyond the budget. ").arg(to_qt(bytes_text(now.verifying_bytes)));
  if (std::isfinite(now.process_bytes))
    more += tr("The whole program took %1 more than before the run, pictures of this window among it.")
                .arg(to_qt(bytes_text(std::max(0., now.process_bytes))));
  figures_->setToolTip(tr("Memory: what is known of the boxes in use. %1").arg(more));
  show_head();
}

void LivePage::end(const std::shared_ptr<const LiveOutcome>& outcome) {
  timer_.stop();
  outcome_ = outcome;
  hub_.reset();
  if (outcome->error) {
    show_failure(*outcome->error);
  } else {
    show_report(*outcome->report);
  }
  for (const Error& error : outcome->others) {
    log_->add_error(to_qt(error.text()));
    controls_->set_problem(to_qt(error.text()));
  }
  set_state(LiveState::idle);
  let_choose();
  show_state();
}

/// What was chosen may be taken out again; the pictures stay.
void LivePage::let_choose() {
  const QStringList names = controls_->source_names();
  if (!controls_->own_cameras()) grid_->set_sources(names, true, names);
}

void LivePage::show_report(const LiveReport& report) {
  for (const LiveSourceReport& source : report.sources)
    if (source.problem) grid_->set_problem(to_qt(source.name), to_qt(source.problem->text()));
  report_->set_tables(live_tables(report));
  parts_row_->show();
  parts_->set_current(1);
  auto figures = figures_->figures();
  if (figures.size() == 4) {
    const double mean = report.times.mean();
    figures[0].value = rate_text(1 / mean);
    figures[1].value = to_qt(duration_text(mean));
    if (std::isfinite(report.all_boxes_seconds))
      figures[1].note = tr("of %1").arg(to_qt(duration_text(report.all_boxes_seconds)));
    figures[3].value = saved_text(report.time_saved());
    figures_->set_figures(figures);
  }
  const QString frames = to_qt(count_text(report.frames));
  const char* const note =
      report.stopped        ? QT_TRANSLATE_NOOP("core", "Stopped after %1 frames; what is finished is kept.")
      : outcome_->kept != 0 ? QT_TRANSLATE_NOOP("core", "Done: %1 frames. The report is kept in the file.")
                            : QT_TRANSLATE_NOOP("core", "Done: %1 frames.");
  log_->add_note(QString::fromUtf8(note).arg(frames));
}

/// Stands in the picture of the source that it concerns, else below the buttons; and in the list of what happened.
void LivePage::show_failure(const Error& error) {
  timer_.stop();
  hub_.reset();
  if (error.kind == ErrorKind::stopped) {
    log_->add_note(QT_TRANSLATE_NOOP("core", "Stopped before the first frame."));
  } else {
    const QString text = to_qt(error.text());
    log_->add_error(text);
    const auto& sources = wish_.options.sources;
    const auto at = std::find_if(sources.begin(), sources.end(), [&](const LiveSource& source) {
      return !error.path.empty() && (shown_named(source.address) == error.path || source.address == error.path);
    });
    const QStringList names = controls_->source_names();
    const auto index = static_cast<qsizetype>(at - sources.begin());
    if (at != sources.end() && index < names.size())
      grid_->set_problem(names[index], text);
    else
      controls_->set_problem(text);
  }
  if (state_ != LiveState::idle) set_state(LiveState::idle);
  let_choose();
  show_state();
}

/// A long sentence is scrolled to, not cut.
void LivePage::fit_log() {
  const int room = log_view_->viewport()->width() - log_view_->columnWidth(LiveLogModel::Icon) -
                   log_view_->columnWidth(LiveLogModel::Time);
  const auto& view = static_cast<const QAbstractItemView&>(*log_view_);
  log_view_->setColumnWidth(LiveLogModel::Text, std::max(room, view.sizeHintForColumn(LiveLogModel::Text)));
}

bool LivePage::eventFilter(QObject* watched, QEvent* event) {
  if (watched == log_view_->viewport() && event->type() == QEvent::Resize) fit_log();
  return Page::eventFilter(watched, event);
}

void LivePage::leave() {
  stop_.request_stop();
  timer_.stop();
  hub_.reset();
  outcome_.reset();
  fetching_ = false;
  set_state(LiveState::idle);
  boxes_->clear();
  curves_->clear();
  figures_->set_figures({});
  report_->set_tables({});
  parts_->set_current(0);
  parts_row_->hide();
}

void LivePage::showEvent(QShowEvent* event) {
  Page::showEvent(event);
  if (hub_) hub_->watch(true);
}

void LivePage::hideEvent(QHideEvent* event) {
  if (hub_) hub_->watch(false);
  Page::hideEvent(event);
}

void LivePage::take_focus() {
  if (stack_->currentIndex() == 0 || !controls_->start_button()->isEnabled()) return Page::take_focus();
  controls_->start_button()->setFocus(Qt::OtherFocusReason);
}

void LivePage::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Space || event->key() == Qt::Key_K) return pause_or_go_on();
  Page::keyPressEvent(event);
}

std::vector<std::pair<QString, Table>> LivePage::tables() const {
  std::vector<std::pair<QString, Table>> all;
  if (log_->rowCount() > 0) all.emplace_back(QStringLiteral("live-log"), log_->table());
  static const QStringList names{QStringLiteral("live-summary"), QStringLiteral("live-boxes"),
                                 QStringLiteral("live-sources"), QStringLiteral("live-periods")};
  const auto tables = report_->tables();
  for (std::size_t i = 0; i < tables.size(); ++i) all.emplace_back(names.value(static_cast<qsizetype>(i)), tables[i]);
  return all;
}

std::vector<std::pair<QString, QWidget*>> LivePage::drawings() {
  if (!outcome_ && !hub_) return {};
  return {{QStringLiteral("live-pictures"), grid_},
          {QStringLiteral("live-time"), curves_->chart(LiveCurves::Time)},
          {QStringLiteral("live-memory"), curves_->chart(LiveCurves::Memory)},
          {QStringLiteral("live-agreement"), curves_->chart(LiveCurves::Agreement)}};
}

void LivePage::export_log() {
  auto* dialog = new QFileDialog(this, tr("Export what happened"), QStringLiteral("live-log.csv"), export_filter());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
    const Table table = log_->table();
    if (const Status done = export_to(path, log_view_, &table); !done) log_->add_error(to_qt(done.error().text()));
  });
  dialog->open();
}

void LivePage::export_pictures() {
  auto* dialog = new QFileDialog(this, tr("Export the pictures"), QStringLiteral("live.png"), export_filter());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
    if (const Status done = export_to(path, grid_, nullptr); !done) log_->add_error(to_qt(done.error().text()));
  });
  dialog->open();
}

}  // namespace mlink::ui
