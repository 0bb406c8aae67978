#include "ui/common/worker.h"

#include <fmt/format.h>

#include <QFileInfo>
#include <QTimerEvent>
#include <mutex>

#include "base/text.h"
#include "ui/common/edit_stack.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

/// How often the lists are read again while a step runs.
constexpr int kPollMs = 700;

std::filesystem::path native(const QString& file) { return file.toStdString(); }

/// "3 videos added": `one` and `many` have the number's place in them.
QString text_of(std::int64_t count, const QString& one, const QString& many) {
  return (count == 1 ? one : many).arg(to_qt(count_text(count)));
}

}  // namespace

QString step_name(WorkStep step) {
  switch (step) {
    case WorkStep::open: return Worker::tr("Open");
    case WorkStep::add: return Worker::tr("Add");
    case WorkStep::remove: return Worker::tr("Remove");
    case WorkStep::clock: return Worker::tr("Set start");
    case WorkStep::locate: return Worker::tr("Locate");
    case WorkStep::import_outputs: return Worker::tr("Import");
    case WorkStep::collect: return Worker::tr("Collect");
    case WorkStep::profile: return Worker::tr("Profile");
    case WorkStep::train: return Worker::tr("Train");
    case WorkStep::edit: return Worker::tr("Edit");
    case WorkStep::study: return Worker::tr("Study");
    case WorkStep::live: return Worker::tr("Live run");
  }
  return {};
}

bool is_quick(WorkStep step) {
  return step == WorkStep::open || step == WorkStep::edit || step == WorkStep::clock || step == WorkStep::remove;
}

/// Steps take all cores: they step back for the window.
constexpr int kStepsNice = 10;

/// One question to a reading thread. The stop source doubles as "superseded".
struct Worker::Request {
  std::stop_source stop;
};

Worker::Worker(PortFactory ports, QObject* parent)
    : QObject(parent),
      ports_(std::move(ports)),
      writer_thread_(std::make_unique<JobThread>("mlink-writer", kStepsNice)),
      picture_thread_(std::make_unique<JobThread>("mlink-pictures")),
      compute_thread_(std::make_unique<JobThread>("mlink-compute")),
      writer_(std::make_shared<std::unique_ptr<WriterPort>>()),
      picture_reader_(std::make_shared<std::unique_ptr<ReaderPort>>()),
      compute_reader_(std::make_shared<std::unique_ptr<ReaderPort>>()) {
  qRegisterMetaType<base::Error>();
  qRegisterMetaType<mlink::ui::WorkStep>();
  qRegisterMetaType<std::optional<base::Error>>();
  edits_ = new EditStack(this);
}

Worker::~Worker() {
  step_stop_.request_stop();
  for (const auto& request : std::as_const(requests_)) request->stop.request_stop();
  // Ports are closed on the threads that used them. Each thread ends what was posted, and may post to those after it.
  writer_thread_->post([port = writer_] { port->reset(); });
  writer_thread_.reset();
  picture_thread_->post([port = picture_reader_] { port->reset(); });
  picture_thread_.reset();
  compute_thread_->post([port = compute_reader_] { port->reset(); });
  compute_thread_.reset();
}

Error Worker::read_only() const {
  return fail(ErrorKind::read_only, "The experiment can only be read.",
              "Close the other program that has it open, or copy it to a folder you can write to.", file_.toStdString())
      .value();
}

tl::unexpected<Error> Worker::no_experiment() { return fail(ErrorKind::not_found, "No experiment is open."); }

void Worker::open(const QString& file) { open_file(file, false); }
void Worker::create(const QString& file) { open_file(file, true); }

void Worker::close() {
  stop();
  ++generation_;
  for (const auto& request : std::as_const(requests_)) request->stop.request_stop();
  requests_.clear();
  writer_thread_->post([port = writer_] { port->reset(); });
  picture_thread_->post([port = picture_reader_] { port->reset(); });
  compute_thread_->post([port = compute_reader_] { port->reset(); });
  file_.clear();
  can_write_ = false;
  overview_.reset();
  overview_version_.reset();
  data_.reset();
  data_version_.reset();
  failures_.clear();
  Q_EMIT opened();
  Q_EMIT overview_changed();
  Q_EMIT data_changed();
}

void Worker::open_file(const QString& file, bool create) {
  if (!file_.isEmpty()) close();
  const std::uint64_t generation = ++generation_;
  const auto path = native(file);
  const auto finish = [this, generation, file](const Status& read, const Status& write) {
    if (generation != generation_) return;
    if (!read) {
      Q_EMIT open_failed(read.error());
      return;
    }
    file_ = file;
    can_write_ = write.has_value();
    Q_EMIT opened();
    if (!write) Q_EMIT problem(file, write.error());
    reload();
  };
  // The writer first (it may have to make or migrate the file), then the readers, each on its own thread.
  writer_thread_->post([this, create, path, finish] {
    auto writer = ports_.writer(path, create);
    const Status wrote = writer ? Status{} : Status(tl::make_unexpected(writer.error()));
    if (writer) *writer_ = std::move(*writer);
    if (!writer && create) {
      mailbox_.post([finish, wrote] { finish(wrote, wrote); });
      return;
    }
    picture_thread_->post([this, path, finish, wrote] {
      auto reader = ports_.reader(path);
      if (reader) *picture_reader_ = std::move(*reader);
      const Status read = reader ? Status{} : Status(tl::make_unexpected(reader.error()));
      compute_thread_->post([this, path, finish, wrote, read] {
        Status both = read;
        if (both) {
          auto second = ports_.reader(path);
          if (second)
            *compute_reader_ = std::move(*second);
          else
            both = tl::make_unexpected(second.error());
        }
        mailbox_.post([finish, both, wrote] { finish(both, wrote); });
      });
    });
  });
}

void Worker::ask_erased(Lane lane, QObject* context, const QString& key,
                        std::function<std::shared_ptr<void>(ReaderPort*, const std::stop_token&)> job,
                        std::function<void(const std::shared_ptr<void>&)> done) {
  const QString id = QString::number(reinterpret_cast<quintptr>(context)) + u'/' + key;
  if (const auto old = requests_.value(id)) old->stop.request_stop();
  auto request = std::make_shared<Request>();
  requests_.insert(id, request);
  const QPointer<QObject> guard(context);
  const auto port = lane == Lane::pictures ? picture_reader_ : compute_reader_;
  JobThread& thread = lane == Lane::pictures ? *picture_thread_ : *compute_thread_;
  thread.post([this, port, request, id, guard, job = std::move(job), done = std::move(done)] {
    const std::stop_token token = request->stop.get_token();
    if (token.stop_requested()) return;
    auto result = job(port->get(), token);
    mailbox_.post([this, request, id, guard, result, done] {
      if (requests_.value(id) == request) requests_.remove(id);
      if (request->stop.stop_requested() || !guard) return;
      done(result);
    });
  });
}

void Worker::forget(const QObject* context) {
  const QString prefix = QString::number(reinterpret_cast<quintptr>(context)) + u'/';
  requests_.removeIf([&prefix](const auto& request) {
    const bool its = request.key().startsWith(prefix);
    if (its) request.value()->stop.request_stop();
    return its;
  });
}

/// What the first reading of a file found out, for the second.
struct Worker::FirstReading {
  std::int64_t version = 0;
  std::shared_ptr<const LinksData> links;
  std::optional<Snapshot> whole;  ///< where figures could not be told without the outputs
};

void Worker::reload() {
  refresh_overview(true);
  const auto first = std::make_shared<FirstReading>();  // the compute thread's
  if (!data_) read_figures(first);
  read_data(first);
}

void Worker::read_figures(const std::shared_ptr<FirstReading>& first) {
  ask<ExperimentDataPtr>(
      Lane::compute, this, QStringLiteral("figures"),
      [first](ReaderPort& reader, const std::stop_token&) -> Result<ExperimentDataPtr> {
        MLINK_ASSIGN(first->version, reader.version());
        MLINK_ASSIGN(auto snapshot, reader.figures());
        if (snapshot.table) {
          first->whole = std::move(snapshot);
          return nullptr;
        }
        if (!snapshot.links) return nullptr;
        MLINK_ASSIGN(LinksData links, reader.links(snapshot));
        first->links = std::make_shared<const LinksData>(std::move(links));
        return std::make_shared<const ExperimentData>(ExperimentData{std::move(snapshot), first->links});
      },
      [this](Result<ExperimentDataPtr> data) {
        if (!data || !*data) return;  // the second reading meets the same error, and tells it
        data_ = std::move(*data);
        Q_EMIT data_changed();
      });
}

void Worker::read_data(const std::shared_ptr<FirstReading>& first) {
  struct Reading {
    std::int64_t version = 0;
    ExperimentData data;
  };
  using Newer = std::optional<Reading>;  // none: the file's version stands still, and outputs are not read again
  const auto known = data_ && data_->whole() ? data_version_ : std::nullopt;
  ask<Newer>(
      Lane::compute, this, QStringLiteral("data"),
      [known, first](ReaderPort& reader, const std::stop_token&) -> Result<Newer> {
        Reading reading;
        MLINK_ASSIGN(reading.version, reader.version());
        if (known == reading.version) return Newer();
        const bool same = first->version == reading.version;
        ExperimentData& data = reading.data;
        if (same && first->whole) {
          data.snapshot = std::move(*first->whole);
        } else {
          MLINK_ASSIGN(data.snapshot, reader.snapshot());
        }
        if (same && first->links) {
          data.links = first->links;
        } else if (data.snapshot.links || !data.snapshot.overview.link_sets.empty()) {
          // Links of boxes that are gone cannot be told; the rest of the file can.
          auto links = reader.links(data.snapshot);
          if (links)
            data.links = std::make_shared<const LinksData>(std::move(*links));
          else if (data.snapshot.links)
            return tl::make_unexpected(links.error());
        }
        return Newer(std::move(reading));
      },
      [this](Result<Newer> newer) {
        if (!newer) {
          if (!file_.isEmpty()) Q_EMIT problem(file_, newer.error());
          return;
        }
        if (!*newer) return;
        data_version_ = (*newer)->version;
        data_ = std::make_shared<const ExperimentData>(std::move((*newer)->data));
        Q_EMIT data_changed();
      });
}

void Worker::refresh_overview(bool always) {
  struct Reading {
    std::int64_t version = 0;
    Overview overview;
    std::vector<FailureRow> failures;
  };
  using Newer = std::optional<Reading>;  // none: the file's version stands still, and its lists are not read again
  const auto known = always ? std::nullopt : overview_version_;
  ask<Newer>(
      Lane::pictures, this, QStringLiteral("overview"),
      [known](ReaderPort& reader, const std::stop_token&) -> Result<Newer> {
        Reading reading;
        MLINK_ASSIGN(reading.version, reader.version());  // first: what is written meanwhile is read the next time
        if (known == reading.version) return Newer();
        MLINK_ASSIGN(reading.overview, reader.overview());
        if (reading.overview.failed > 0) {
          MLINK_ASSIGN(reading.failures, reader.failures());
        }
        return Newer(std::move(reading));
      },
      [this](Result<Newer> newer) {
        if (!newer) {
          if (!file_.isEmpty()) Q_EMIT problem(file_, newer.error());
          return;
        }
        if (!*newer) return;
        Reading& reading = **newer;
        overview_version_ = reading.version;
        overview_ = std::make_shared<const Overview>(std::move(reading.overview));
        failures_ = std::move(reading.failures);
        Q_EMIT overview_changed();
      });
}

void Worker::timerEvent(QTimerEvent* event) {
  if (event->timerId() == poll_timer_) refresh_overview(false);
}

void Worker::set_means(int threads, bool use_gpu, bool decode_on_gpu) {
  threads_ = threads;
  use_gpu_ = use_gpu;
  decode_on_gpu_ = use_gpu && decode_on_gpu;
}

void Worker::collect(const CollectOptions& options) {
  CollectOptions means = options;
  if (means.threads == 0) means.threads = threads_;
  means.use_gpu = means.use_gpu && use_gpu_;
  means.decode_on_gpu = means.decode_on_gpu || decode_on_gpu_;
  run_step(WorkStep::collect, [means](WriterPort& writer, const std::stop_token& stop, const ProgressFn& progress) {
    StepEnd ended;
    auto report = writer.collect(means, stop, progress);
    if (!report) {
      ended.error = report.error();
      return ended;
    }
    ended.summary = text_of(report->stored, tr("%1 output stored in %2"), tr("%1 outputs stored in %2"))
                        .arg(to_qt(duration_text(report->seconds)));
    if (report->failed > 0) ended.summary += tr(", %1 failed").arg(to_qt(count_text(report->failed)));
    if (report->stopped) ended.summary += tr("; stopped, what is finished is kept");
    if (report->videos_on_gpu > 0)
      ended.summary +=
          text_of(report->videos_on_gpu, tr("; %1 video decoded on the GPU"), tr("; %1 videos decoded on the GPU"));
    for (const auto* const notes : {&report->box_notes, &report->video_notes})
      for (const auto& [name, note] : *notes) ended.summary += QStringLiteral("; %1: %2").arg(to_qt(name), to_qt(note));
    ended.problems = report->box_problems;
    ended.problems.insert(ended.problems.end(), report->camera_problems.begin(), report->camera_problems.end());
    return ended;
  });
}

void Worker::profile(const ProfileOptions& options) {
  ProfileOptions with_probe = options;
  if (with_probe.probe.empty()) with_probe.probe = probe_;
  with_probe.use_gpu = with_probe.use_gpu && use_gpu_;
  run_step(WorkStep::profile,
           [with_probe](WriterPort& writer, const std::stop_token& stop, const ProgressFn& progress) {
             StepEnd ended{tr("costs measured"), {}, {}};
             if (auto status = writer.profile(with_probe, stop, progress); !status) ended.error = status.error();
             return ended;
           });
}

void Worker::train(const TrainSettings& settings) {
  TrainOptions options(settings);
  options.threads = threads_;
  run_step(WorkStep::train, [options](WriterPort& writer, const std::stop_token& stop, const ProgressFn& progress) {
    StepEnd ended{tr("links trained"), {}, {}};
    if (auto set = writer.train(options, stop, progress); !set) ended.error = set.error();
    return ended;
  });
}

void Worker::stop() {
  waiting_.clear();
  if (!job_.running || job_.stopping) return;
  job_.stopping = true;
  step_stop_.request_stop();
  Q_EMIT job_changed();
}

void Worker::stop_long() {
  auto kept = std::exchange(waiting_, {});
  std::erase_if(kept, [](const auto& step) { return !is_quick(step.first); });
  if (job_.running && !is_quick(job_.step)) stop();
  waiting_ = std::move(kept);
}

void Worker::run_step(WorkStep step, StepFn fn) {
  if (file_.isEmpty()) {
    Q_EMIT step_finished(step, {}, no_experiment().value());
    return;
  }
  if (!can_write_) {
    Q_EMIT step_finished(step, {}, read_only());
    return;
  }
  waiting_.emplace_back(step, std::move(fn));
  if (!job_.running) return start_next();
  Q_EMIT job_changed();
}

std::vector<WorkStep> Worker::waiting() const {
  std::vector<WorkStep> steps;
  for (const auto& [step, fn] : waiting_) steps.push_back(step);
  return steps;
}

void Worker::start_next() {
  if (waiting_.empty()) return;
  auto [step, fn] = std::move(waiting_.front());
  waiting_.erase(waiting_.begin());
  step_stop_ = {};
  job_ = Job{step, true, false, {}};
  job_.progress.step = step_name(step).toStdString();
  Q_EMIT job_changed();
  poll_timer_ = startTimer(kPollMs);

  // The newest event waits here until the GUI thread takes it: a fast step cannot flood the event loop.
  struct Newest {
    std::mutex mutex;  // guards both below
    ProgressEvent event;
    bool posted = false;
  };
  auto newest_event = std::make_shared<Newest>();
  const ProgressFn progress = [this, newest_event](const ProgressEvent& event) {
    const std::lock_guard lock(newest_event->mutex);
    newest_event->event = event;
    if (newest_event->posted) return;
    newest_event->posted = true;
    mailbox_.post([this, newest_event] {
      ProgressEvent newest;
      {
        const std::lock_guard guard(newest_event->mutex);
        newest = newest_event->event;
        newest_event->posted = false;
      }
      take_progress(newest);
    });
  };
  writer_thread_->post([this, step = step, fn = fn, progress, port = writer_, token = step_stop_.get_token()] {
    StepEnd ended;
    if (*port)
      ended = fn(**port, token, progress);
    else
      ended.error = no_experiment().value();
    mailbox_.post([this, step, ended = std::move(ended)] { end_step(step, ended); });
  });
}

void Worker::take_progress(const ProgressEvent& event) {
  if (!job_.running) return;
  job_.progress = event;
  Q_EMIT job_changed();
}

void Worker::end_step(WorkStep step, const StepEnd& ended) {
  killTimer(poll_timer_);
  poll_timer_ = 0;
  job_.running = false;
  job_.stopping = false;
  Q_EMIT job_changed();
  for (const auto& [about, error] : ended.problems) Q_EMIT problem(to_qt(about), error);
  Q_EMIT step_finished(step, ended.summary, ended.error);
  if (!file_.isEmpty()) reload();
  start_next();
}

}  // namespace mlink::ui
