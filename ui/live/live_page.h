// The Live page of the window: spends the budget for real. Starts the run as a step of the worker, shows its newest
// pictures, what happened, and how it stands against the budget; then its report beside the replay's forecast. The run
// is never held up by the window: a timer takes what is there, some 25 times a second at most. GUI thread only.
#pragma once

#include <QBasicTimer>
#include <memory>

#include "experiment/live_pause.h"
#include "ui/common/page.h"
#include "ui/common/selection.h"
#include "ui/live/live_controls.h"
#include "ui/live/live_curves.h"
#include "ui/live/live_grid.h"
#include "ui/live/live_models.h"
#include "ui/live/live_report_view.h"

class QLineEdit;
class QStackedLayout;
class QTableView;

namespace mlink::ui {

class LivePage : public Page {
  Q_OBJECT
 public:
  LivePage(const ThemeHolder& themes, SharedSelection* selection, Worker* worker, QWidget* parent = nullptr);
  ~LivePage() override;  ///< asks its run to stop

  [[nodiscard]] QString id() const override { return QStringLiteral("live"); }
  [[nodiscard]] QString title() const override { return tr("Live"); }
  void set_data(const ExperimentDataPtr& data) override;
  [[nodiscard]] bool ready() const override { return !data_ || data_->whole(); }
  void take_focus() override;
  [[nodiscard]] std::vector<std::pair<QString, Table>> tables() const override;
  [[nodiscard]] std::vector<std::pair<QString, QWidget*>> drawings() override;

  [[nodiscard]] LiveState state() const { return state_; }
  [[nodiscard]] EmptyState* empty_state() const { return empty_; }
  [[nodiscard]] EmptyState* no_source() const { return no_source_; }
  [[nodiscard]] LiveControls* controls() const { return controls_; }
  [[nodiscard]] LiveGrid* grid() const { return grid_; }
  [[nodiscard]] LiveLogModel* log() const { return log_; }
  [[nodiscard]] LiveBoxesModel* boxes() const { return boxes_; }
  [[nodiscard]] LiveCurves* curves() const { return curves_; }
  [[nodiscard]] KeyFigures* figures() const { return figures_; }
  [[nodiscard]] LiveReportView* report_view() const { return report_; }
  [[nodiscard]] Segmented* parts() { return parts_; }
  [[nodiscard]] QLineEdit* budget_field() const { return budget_field_; }
  [[nodiscard]] QString budget_problem() const;
  /// Of the last run; null: none is over.
  [[nodiscard]] const std::shared_ptr<const LiveOutcome>& outcome() const { return outcome_; }

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void timerEvent(QTimerEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QWidget* make_left();
  QWidget* make_right();
  QWidget* make_now();
  Panel* make_log();
  void connect_all();
  void show_state();
  void show_sources();
  void show_note();
  void show_costs();
  void show_what_is_known();
  void show_head();
  void set_state(LiveState state);

  void start();
  void pause_or_go_on();
  void stop();
  void fetch();
  void take(const LiveBatch& batch);
  void begin(const LiveStart& start);
  void take_event(const LiveEvent& event);
  void show_now(const LiveNow& now);
  void end(const std::shared_ptr<const LiveOutcome>& outcome);
  void show_report(const LiveReport& report);
  void show_failure(const Error& error);
  void let_choose();
  void fit_log();
  void leave();  ///< the run goes on to its end by itself; the page shows none any more

  void take_budget();
  void set_budget(const Amount& budget);
  void export_log();
  void export_pictures();

  const ThemeHolder& themes_;
  SharedSelection* selection_;
  Worker* worker_;
  ExperimentDataPtr data_;
  std::optional<Amount> budget_;

  QStackedLayout *stack_, *pictures_;
  EmptyState *empty_, *no_source_;
  QPushButton* train_;
  Panel *picture_panel_, *log_panel_, *right_;
  LiveGrid* grid_;
  LiveControls* controls_;
  LiveLogModel* log_;
  LiveBoxesModel* boxes_;
  QTableView *log_view_, *boxes_view_;
  QLineEdit* budget_field_;
  TextLabel *budget_problem_, *cost_problem_;
  QWidget* cost_row_;
  KeyFigures* figures_;
  Segmented* parts_;
  QWidget* parts_row_;
  QStackedLayout* part_stack_;
  LiveCurves* curves_;
  LiveReportView* report_;

  LiveState state_ = LiveState::idle;
  LiveWish wish_;  ///< of the run that is shown
  std::shared_ptr<LiveHub> hub_;
  std::shared_ptr<LivePause> pause_;
  std::stop_source stop_;
  std::shared_ptr<const LiveOutcome> outcome_;
  QDateTime began_;
  std::int64_t frames_ = 0;
  double run_seconds_ = 0;
  bool begun_ = false;  ///< its set is chosen
  QBasicTimer timer_;
  int turns_ = 0;
  bool fetching_ = false;
  Mailbox mailbox_;   ///< what the viewing thread brings
  JobThread viewer_;  ///< last: it ends before what it uses
};

}  // namespace mlink::ui
