#include "ui/live/live_hub.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <utility>

#include "base/elapsed.h"
#include "base/text.h"
#include "experiment/live_line_file.h"
#include "experiment/live_lines.h"
#include "report/keep_live.h"
#include "ui/common/output_text.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

class LiveText {
  Q_DECLARE_TR_FUNCTIONS(LiveText)
};

QString shown_value(const OutputSpec& spec, const LiveOutput& output) {
  const bool run = output.given == LiveGiven::run;
  if (output.output.presence != Presence::present) return QStringLiteral("–");
  if (spec.task == Task::sequence) return shown_output(words_text(output.output.words));
  return shown_output(value_text(spec, output.output.values, run));
}

LiveChip chip_of(const std::string& box, const OutputSpec& spec, const LiveOutput& output) {
  LiveChip chip;
  chip.run = output.given == LiveGiven::run;
  chip.failed = chip.run && output.output.presence == Presence::failed;
  const QString name = to_qt(box);
  if (chip.failed) {
    chip.text = LiveText::tr("%1 failed").arg(name);
  } else if (chip.run) {
    chip.text = LiveText::tr("%1 %2").arg(name, shown_value(spec, output));
  } else if (output.given == LiveGiven::nothing) {
    chip.text = LiveText::tr("%1 –").arg(name);
  } else {
    const QString value = shown_value(spec, output);
    chip.brief = LiveText::tr("%1 ~%2").arg(name, value);
    if (!std::isnan(output.chance))
      chip.text =
          LiveText::tr("%1 ~%2, %3\u2009% sure").arg(name, value, QString::number(std::lround(output.chance * 100)));
  }
  if (chip.text.isEmpty()) chip.text = chip.brief;
  if (chip.brief.isEmpty()) chip.brief = chip.text;
  return chip;
}

/// A picture's pixels, scaled down to fit. They are copied: the frame may go.
QImage scaled_picture(const Frame& frame, const QSize& place) {
  const QImage whole(frame.row(0), frame.width(), frame.height(), frame.stride(), QImage::Format_RGB888);
  const QSize fits = whole.size().scaled(place, Qt::KeepAspectRatio);
  if (!fits.isEmpty() && fits.width() < whole.width())
    return whole.scaled(fits, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).convertToFormat(QImage::Format_RGB32);
  return whole.convertToFormat(QImage::Format_RGB32);
}

/// What the run tells, left in the hub and in the file of lines.
class Listener : public LiveObserver {
 public:
  Listener(LiveHub& hub, const std::string& path) : hub_(hub), path_(path) {}
  Status begins(const LiveStart& start) override {
    if (!path_.empty()) {
      MLINK_TRY(file_.open(path_));
      lines_.emplace(start, [this](std::string_view text) { return file_.write(text); });
    }
    hub_.begins(start);
    return {};
  }
  Status frame(const LiveFrame& frame) override {
    if (lines_) MLINK_TRY(lines_->frame(frame));
    hub_.take(frame);
    return {};
  }
  Status event(const LiveEvent& event) override {
    if (lines_) MLINK_TRY(lines_->event(event));
    hub_.take(event);
    return {};
  }
  [[nodiscard]] bool wants_pictures() const override { return true; }
  void taken(const LiveTaken& taken) override { hub_.take(taken); }
  Status finish() { return file_.finish(); }

 private:
  LiveHub& hub_;
  const std::string& path_;
  LiveLineFile file_;
  std::optional<LiveLines> lines_;
};

Result<RowId> keep_in(Experiment& experiment, const LiveOptions& options, const LiveReport& report) {
  MLINK_ASSIGN(const auto reader, ExperimentReader::open(experiment.path()));
  MLINK_ASSIGN(const auto snapshot, reader.figures());
  return keep_live(experiment, snapshot, options, report);
}

LiveOutcome run_wish(Experiment& experiment, const LiveWish& wish, LiveHub& hub, const std::stop_token& stop,
                     const ProgressFn& progress) {
  LiveOutcome outcome;
  Listener listener(hub, wish.lines);
  auto report = run_live(experiment.path(), wish.options, listener, stop, progress);
  if (const auto written = listener.finish(); !written && report) outcome.others.push_back(written.error());
  if (!report) {
    outcome.error = report.error();
    return outcome;
  }
  if (report->frames > 0) {
    const auto kept = keep_in(experiment, wish.options, *report);
    if (kept)
      outcome.kept = *kept;
    else
      outcome.others.push_back(kept.error());
  }
  outcome.report = std::move(*report);
  return outcome;
}

StepEnd end_of(const LiveOutcome& outcome) {
  StepEnd end;
  end.error = outcome.error;
  for (const auto& error : outcome.others) end.problems.emplace_back(error.path, error);
  if (!outcome.report) return end;
  const auto frames = to_qt(count_text(outcome.report->frames));
  end.summary = outcome.report->stopped ? LiveText::tr("stopped after %1 frames; what is finished is kept").arg(frames)
                                        : LiveText::tr("%1 frames").arg(frames);
  return end;
}

}  // namespace

void LiveHub::opens() {
  const std::lock_guard lock(mutex_);
  opens_ = true;
}

void LiveHub::begins(const LiveStart& start) {
  const std::lock_guard lock(mutex_);
  start_ = std::make_shared<const LiveStart>(start);
  begin_ = std::chrono::steady_clock::now();
  figures_ = LiveFigures(start, budget_);
  newest_.assign(start.sources.size(), {});
}

void LiveHub::take(const LiveFrame& frame) {
  const std::lock_guard lock(mutex_);
  figures_.add(frame, seconds_since(begin_));
  if (!watched_) return;
  Newest& newest = newest_[frame.source];
  newest.fresh = true;
  newest.prefix = false;
  newest.ordinal = frame.ordinal;
  newest.outputs = frame.outputs;
  newest.marks = frame.marks;
  // Of a prefix only the last frames still have their picture: the others must not take it away.
  if (frame.picture || !frame.prefix) newest.picture = frame.picture;
}

void LiveHub::take(const LiveTaken& taken) {
  const std::lock_guard lock(mutex_);
  if (!watched_) return;
  Newest& newest = newest_[taken.source];
  newest.fresh = true;
  newest.prefix = true;
  newest.ordinal = taken.ordinal;
  newest.picture = taken.picture;
  newest.outputs.clear();
  newest.marks.clear();
}

void LiveHub::take(const LiveEvent& event) {
  const std::lock_guard lock(mutex_);
  events_.push_back({QDateTime::currentDateTime(), event});
}

void LiveHub::ends(LiveOutcome outcome) {
  const std::lock_guard lock(mutex_);
  ended_seconds_ = seconds_since(begin_);
  outcome_ = std::make_shared<const LiveOutcome>(std::move(outcome));
}

void LiveHub::gone() {
  const std::lock_guard lock(mutex_);
  gone_ = true;
}

void LiveHub::watch(bool pictures) {
  const std::lock_guard lock(mutex_);
  watched_ = pictures;
}

LivePicture LiveHub::picture_of(std::size_t source, const Newest& newest, const QSize& size,
                                const LiveStart& start) const {
  LivePicture picture;
  picture.source = source;
  picture.ordinal = newest.ordinal;
  picture.prefix = newest.prefix;
  for (std::size_t box = 0; box < newest.outputs.size(); ++box) {
    picture.chips.push_back(chip_of(start.boxes[box], start.specs[box], newest.outputs[box]));
    const bool lines = box < newest.marks.size() && !newest.marks[box].empty();
    picture.chips.back().lines = lines;
    if (lines) picture.marks.push_back(newest.marks[box]);
  }
  if (!newest.picture) return picture;
  picture.size = {newest.picture.width(), newest.picture.height()};
  picture.image = scaled_picture(newest.picture, size);
  return picture;
}

LiveBatch LiveHub::collect(const std::vector<QSize>& sizes, bool figures) {
  LiveBatch batch;
  std::vector<std::pair<std::size_t, Newest>> fresh;
  std::shared_ptr<const LiveStart> start;
  {
    const std::lock_guard lock(mutex_);
    batch.opening = opens_;
    batch.dropped = gone_ && !outcome_;
    batch.events.swap(events_);
    batch.outcome = outcome_;
    if (!start_told_ && start_) {
      batch.start = start_;
      start_told_ = true;
    }
    if ((figures || outcome_) && start_told_)
      batch.now = figures_.at(ended_seconds_ >= 0 ? ended_seconds_ : seconds_since(begin_));
    for (std::size_t source = 0; source < newest_.size(); ++source) {
      if (!newest_[source].fresh) continue;
      fresh.emplace_back(source, newest_[source]);
      newest_[source].fresh = false;
    }
    start = start_;
  }
  for (const auto& [source, newest] : fresh)
    batch.pictures.push_back(picture_of(source, newest, source < sizes.size() ? sizes[source] : QSize(), *start));
  return batch;
}

StepFn live_step(LiveWish wish, std::shared_ptr<LiveHub> hub, std::stop_token stop) {
  const std::shared_ptr<void> guard(nullptr, [hub](void*) { hub->gone(); });
  return [wish = std::move(wish), hub = std::move(hub), own = std::move(stop), guard](
             WriterPort& port, const std::stop_token& asked, const ProgressFn& progress) -> StepEnd {
    hub->opens();
    LiveOutcome outcome;
    Experiment* const experiment = port.experiment();
    std::stop_source both;
    const std::stop_callback by_worker(asked, [&both] { both.request_stop(); });
    const std::stop_callback by_page(own, [&both] { both.request_stop(); });
    if (own.stop_requested())
      outcome.error = stopped().value();
    else if (experiment)
      outcome = run_wish(*experiment, wish, *hub, both.get_token(), progress);
    else
      outcome.error = fail(ErrorKind::unsupported, "There is no experiment to run on.", "Open one.").value();
    auto end = end_of(outcome);
    hub->ends(std::move(outcome));
    return end;
  };
}

}  // namespace mlink::ui
