// The worker: everything that takes longer than a blink happens on its threads, and comes back as signals to the GUI
// thread. One thread owns the Experiment (the only writer) and does one step after another; two threads read, one for
// pictures, one for computing (snapshots, link details, replays), so that a picture never waits for a replay.
// The Worker object itself belongs to the GUI thread.
#pragma once

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QStringList>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

#include "ui/common/mailbox.h"
#include "ui/common/ports.h"

namespace mlink::ui {

class EditStack;
using OverviewPtr = std::shared_ptr<const Overview>;

/// One reading of the file, with what pages compute from it. Immutable, shared by all pages.
struct ExperimentData {
  Snapshot snapshot;
  std::shared_ptr<const LinksData> links;  ///< null before training
  /// False for the first reading of a file whose figures need no outputs: the snapshot has no table yet, and the whole
  /// follows.
  [[nodiscard]] bool whole() const { return snapshot.table != nullptr; }
};
using ExperimentDataPtr = std::shared_ptr<const ExperimentData>;

enum class WorkStep {
  open,
  add,
  remove,
  clock,
  locate,
  import_outputs,
  collect,
  profile,
  train,
  edit,  ///< of names, notes, settings
  study,
  live
};
[[nodiscard]] QString step_name(WorkStep step);
/// A change that a person made and that is written in no time: nobody is asked before it is waited for.
[[nodiscard]] bool is_quick(WorkStep step);

/// What a step ended with.
struct StepEnd {
  QString summary;  ///< one line for the status bar
  std::optional<Error> error = {};
  std::vector<std::pair<std::string, Error>> problems = {};  ///< that concern one file, camera or box
};
/// A step, on the writer's thread: returns soon after a stop was asked, and keeps what is finished.
using StepFn = std::function<StepEnd(WriterPort&, const std::stop_token&, const ProgressFn&)>;

/// The long step that is running now, or the last one.
struct Job {
  WorkStep step = WorkStep::open;
  bool running = false;
  bool stopping = false;  ///< Stop was asked, the step has not ended yet
  ProgressEvent progress;
};

class Worker : public QObject {
  Q_OBJECT
 public:
  enum class Lane { pictures, compute };

  explicit Worker(PortFactory ports = experiment_ports(), QObject* parent = nullptr);
  ~Worker() override;  ///< asks everything to stop and waits for it

  /// The program that measures a box in a process of its own (`mlink`); empty: profile measures in this one.
  void set_probe(const std::filesystem::path& probe) { probe_ = probe; }

  /// Threads of collecting and training (0: all cores), whether boxes may run on a GPU, and whether it decodes videos
  /// too.
  void set_means(int threads, bool use_gpu, bool decode_on_gpu);

  void open(const QString& file);
  void create(const QString& file);
  void close();

  [[nodiscard]] QString file() const { return file_; }  ///< empty: nothing is open
  [[nodiscard]] bool can_write() const { return can_write_; }
  [[nodiscard]] Error read_only() const;  ///< why a step does not begin where it cannot be written
  [[nodiscard]] const Job& job() const { return job_; }
  [[nodiscard]] bool busy() const { return job_.running; }
  [[nodiscard]] std::vector<WorkStep> waiting() const;              ///< behind the running step, in their order
  [[nodiscard]] OverviewPtr overview() const { return overview_; }  ///< newest; null: not read yet
  [[nodiscard]] ExperimentDataPtr data() const { return data_; }    ///< newest; null: not read yet
  [[nodiscard]] const std::vector<FailureRow>& failures() const { return failures_; }

  // Steps on the writer's thread, one after another. Each ends in step_finished.
  void collect(const CollectOptions& options = {});
  void profile(const ProfileOptions& options = {});
  void train(const TrainSettings& settings = {});
  /// A step of a single page. What it changed in the file is read again behind it.
  void run(WorkStep step, StepFn fn) { run_step(step, std::move(fn)); }
  /// Changes of the file that can be undone.
  [[nodiscard]] EditStack* edits() const { return edits_; }
  /// Asks the running step to stop, and drops what waits behind it.
  void stop();
  /// The same, but quick steps are done still: for the end of the program, which loses no change.
  void stop_long();

  /// Reads the file again; data_changed follows where it is another version of it. A file that is opened may give its
  /// links before its outputs: data() is not whole() until they are there.
  void reload();

  /// Runs `job` on a reading thread and gives its result to `done` on the GUI thread while `context` lives. A newer
  /// request of the same context and key replaces an older one: the older one is asked to stop and its `done` is not
  /// called. Without an open experiment `done` gets an error.
  template <class T>
  void ask(Lane lane, QObject* context, const QString& key,
           std::function<Result<T>(ReaderPort&, const std::stop_token&)> job, std::function<void(Result<T>)> done) {
    ask_erased(
        lane, context, key,
        [job = std::move(job)](ReaderPort* reader, const std::stop_token& stop) -> std::shared_ptr<void> {
          if (!reader) return std::make_shared<Result<T>>(no_experiment());
          return std::make_shared<Result<T>>(job(*reader, stop));
        },
        [done = std::move(done)](const std::shared_ptr<void>& result) {
          done(std::move(*std::static_pointer_cast<Result<T>>(result)));
        });
  }

  /// Drops all that `context` has asked for: its `done` functions are not called any more.
  void forget(const QObject* context);

 Q_SIGNALS:
  void opened();  ///< another file (or none) is open now; overview and data follow
  void open_failed(base::Error error);
  void overview_changed();  ///< overview() and failures() are newer: often while a step runs
  void data_changed();      ///< data() is newer: after each step that changed the file
  void job_changed();       ///< also where a step is asked for and waits; throttled to the progress meter's pace
  void step_finished(mlink::ui::WorkStep step, const QString& summary, std::optional<base::Error> error);
  /// A problem that concerns one file, camera or box; shown in its row or in the log.
  void problem(const QString& about, base::Error error);

 private:
  struct Request;
  struct FirstReading;
  static tl::unexpected<Error> no_experiment();
  void ask_erased(Lane lane, QObject* context, const QString& key,
                  std::function<std::shared_ptr<void>(ReaderPort*, const std::stop_token&)> job,
                  std::function<void(const std::shared_ptr<void>&)> done);
  void open_file(const QString& file, bool create);
  void run_step(WorkStep step, StepFn fn);
  void start_next();
  void end_step(WorkStep step, const StepEnd& ended);
  void take_progress(const ProgressEvent& event);
  void read_figures(const std::shared_ptr<FirstReading>& first);
  void read_data(const std::shared_ptr<FirstReading>& first);
  void refresh_overview(bool always);  ///< false: only when the file's version is another one
  void timerEvent(QTimerEvent* event) override;

  PortFactory ports_;
  std::filesystem::path probe_;
  int threads_ = 0;
  bool use_gpu_ = true, decode_on_gpu_ = false;
  EditStack* edits_;
  Mailbox mailbox_;  ///< what the threads tell this object
  std::unique_ptr<JobThread> writer_thread_, picture_thread_, compute_thread_;
  // Each port is touched on its own thread only.
  std::shared_ptr<std::unique_ptr<WriterPort>> writer_;
  std::shared_ptr<std::unique_ptr<ReaderPort>> picture_reader_, compute_reader_;

  QString file_;
  bool can_write_ = false;
  Job job_;
  std::vector<std::pair<WorkStep, StepFn>> waiting_;
  std::stop_source step_stop_;
  OverviewPtr overview_;
  std::optional<std::int64_t> overview_version_;  ///< of the file when overview_ was read
  ExperimentDataPtr data_;
  std::optional<std::int64_t> data_version_;  ///< of the file when data_ was read whole
  std::vector<FailureRow> failures_;
  QHash<QString, std::shared_ptr<Request>> requests_;
  std::uint64_t generation_ = 0;  ///< of the open file, so that late answers of an older one are dropped
  int poll_timer_ = 0;
};

}  // namespace mlink::ui

Q_DECLARE_METATYPE(mlink::base::Error)
Q_DECLARE_METATYPE(mlink::ui::WorkStep)
Q_DECLARE_METATYPE(std::optional<mlink::base::Error>)
