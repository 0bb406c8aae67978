// The live run: a budget spent for real. Only the activated set is loaded and executed on what comes in from files,
// folders of pictures, cameras and addresses; links predict the rest (LIVE.md). One run belongs to the thread that
// calls it, which also calls the observer; reading ahead has threads of its own.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/number.h"
#include "base/progress.h"
#include "blackbox/black_box.h"
#include "media/frame.h"
#include "outputs/amount.h"
#include "outputs/box_set.h"
#include "outputs/marks.h"
#include "outputs/output_spec.h"
#include "outputs/rect.h"
#include "replay/replay.h"
#include "scheduling/scheduling.h"

namespace mlink::experiment {

class LivePause;

/// Where frames come from.
struct LiveSource {
  /// A video file, a folder of pictures or a pattern of them, a camera ("/dev/video0"), or an address ("rtsp://...").
  std::string address;
  std::string name = {};  ///< in the lines; empty: made from the address, without its password
  std::optional<Rect> crop = {};
  double rate = 0;  ///< pictures a second: of a folder
};

/// What happens to the frames for which there was no time, where frames come in real time.
enum class DropPolicy : std::uint8_t {
  newest,  ///< the newest frame is taken, those before it are dropped and counted
  wait     ///< all are kept in order: the run falls behind
};

using BoxMaker = std::function<Result<std::unique_ptr<BlackBox>>(const Manifest&, const BoxOptions&)>;

struct LiveOptions {
  Amount budget;
  /// Empty: the cameras of the experiment, on the frames that did not train the links: what a replay evaluates.
  std::vector<LiveSource> sources = {};
  std::string method = "mlink";  ///< that selects: mlink (greedy) or mlink-exact
  double period_seconds = 0;     ///< re-selection; 0: one period
  double prefix = 0.01;          ///< share of a period on which all boxes run that fit; 0: never
  int verify = 0;                ///< on each so manieth frame the rest runs, too; 0: never
  int every = 1;
  std::int64_t skip = 0;   ///< so many frames of each source are left out at its start
  std::int64_t limit = 0;  ///< at most so many frames of each source, dropped ones among them; 0: all
  bool realtime = false;   ///< files play at their own speed, as cameras do
  DropPolicy drop = DropPolicy::newest;
  double timeout = 10;     ///< seconds without an answer or a frame after which an address counts as lost
  int retries = 10;        ///< so many times in a row a lost source is tried again
  double first_retry = 1;  ///< seconds before the first of them; doubled each time, at most a minute
  bool use_gpu = true;
  BoxMaker make_box = {};  ///< empty: make_black_box
  /// Holds the run between two frames while it is set (live_pause.h); null: nobody may.
  std::shared_ptr<LivePause> pause = {};
};

enum class LiveGiven : std::uint8_t { run, predicted, nothing };

/// What one box shows of one frame.
struct LiveOutput {
  LiveGiven given = LiveGiven::nothing;
  Output output;          ///< run: what it said, which may be none or failed; predicted: values or words
  double p = kNan;        ///< predicted: p of the ensemble on the test rows of the stored outputs; NaN: not known
  double chance = kNan;   ///< predicted: this prediction's estimated chance of being right (analysis/confidence.h)
  double seconds = kNan;  ///< run: that it took; predicted: that predicting it took
  double score = kNan;    ///< on a verified frame, as a replay counts it: 1 where it ran; NaN: nothing to compare with
};

struct LiveFrame {
  std::size_t source = 0;
  std::int64_t ordinal = 0;  ///< in its file or camera
  double seconds = 0;        ///< of a file on its clock; of a camera or address since the run began
  bool prefix = false;       ///< one on which all boxes ran that fit
  bool verified = false;
  double took = 0;                  ///< seconds so far: boxes and links
  BoxSet activated;                 ///< the set in use
  BoxSet loaded;                    ///< in memory now to run for themselves
  BoxSet verifying;                 ///< in memory beyond these, to verify only
  std::vector<LiveOutput> outputs;  ///< by box
  // For an observer that wants pictures, else empty.
  Frame picture = {};             ///< of the source, shared; none: damaged, or of a prefix and not its source's newest
  std::vector<Marks> marks = {};  ///< by box: of those that ran, in the picture
  double process_bytes = kNan;    ///< resident memory of the process now, less what it was before any box was loaded
};

/// A frame of a prefix, before anything ran on it: what it shows comes once the prefix is over.
struct LiveTaken {
  std::size_t source = 0;
  std::int64_t ordinal = 0;
  Frame picture;  ///< none: damaged
};

enum class LiveEventKind : std::uint8_t {
  note,      ///< what is to be known before it begins
  selected,  ///< a period's set is chosen
  loaded,
  unloaded,
  box_dropped,   ///< it failed, and is predicted from here on
  not_runnable,  ///< a box cannot run on this source, or at all: it is predicted
  source_lost,
  source_back,
  source_ended,
  picture_size  ///< the pictures of a source have another size from here on
};
[[nodiscard]] std::string_view to_string(LiveEventKind kind);

struct LiveEvent {
  LiveEventKind kind = LiveEventKind::note;
  std::string text;                     ///< one sentence for people
  std::vector<std::string> boxes = {};  ///< that it is about; selected: the set
  std::string source = {};
  double took_seconds = 0;  ///< loading, unloading, choosing
};

/// What runs on what, before the first frame.
struct LiveStart {
  std::vector<std::string> boxes;
  std::vector<OutputSpec> specs;
  std::vector<std::string> sources;
  std::int64_t frames = 0;                    ///< that will come; 0: not known
  double rate = 0;                            ///< frames a second of all sources together; 0: not known of one of them
  CostTable costs = {};                       ///< of the boxes, as the file has them
  std::optional<MethodResult> forecast = {};  ///< the replay's, as in the report
};

/// Hears what happens, in order, on the run's thread. An error ends the run with it.
class LiveObserver {
 public:
  LiveObserver() = default;
  LiveObserver(const LiveObserver&) = delete;
  LiveObserver& operator=(const LiveObserver&) = delete;
  virtual ~LiveObserver() = default;
  [[nodiscard]] virtual Status begins(const LiveStart& /*start*/) { return {}; }
  /// Frames in the order in which they were taken; those of a prefix once it is over, since what is predicted on them
  /// is predicted from the set that it chose.
  [[nodiscard]] virtual Status frame(const LiveFrame& frame) = 0;
  [[nodiscard]] virtual Status event(const LiveEvent& /*event*/) { return {}; }
  /// True: frames bring their pictures, marks and the memory, and taken() is called. Asked once, before begins().
  [[nodiscard]] virtual bool wants_pictures() const { return false; }
  virtual void taken(const LiveTaken& /*taken*/) {}
};

/// Seconds of frames, as their mean and quantiles (2 % apart).
class LiveTimes {
 public:
  void add(double seconds);
  [[nodiscard]] std::int64_t count() const { return count_; }
  [[nodiscard]] double sum() const { return sum_; }
  [[nodiscard]] double mean() const { return count_ > 0 ? sum_ / static_cast<double>(count_) : kNan; }
  [[nodiscard]] double quantile(double share) const;  ///< NaN without a frame

 private:
  static constexpr int kBins = 1100;  // 1 us to beyond 20 min, each bin 2 % longer than the one before
  std::array<std::int64_t, kBins> bins_{};
  std::int64_t count_ = 0;
  double sum_ = 0;
};

struct LiveBoxReport {
  std::string name;
  std::int64_t executions = 0;  ///< those of verifying left out
  double seconds = 0;           ///< spent in them
  std::int64_t failed = 0;      ///< executions without an output that should have one
  int loads = 0;
  double load_seconds = 0, unload_seconds = 0;
  std::int64_t checked = 0;  ///< verified frames on which it has an exact output
  double score = 0;          ///< sum over them, as a replay counts it: 1 where it ran
  std::optional<Error> problem = {};
  [[nodiscard]] double accuracy() const { return checked > 0 ? score / static_cast<double>(checked) : kNan; }
};

struct LiveSourceReport {
  std::string name;
  std::int64_t frames = 0;            ///< worked on
  std::int64_t dropped = 0;           ///< for want of time
  std::int64_t damaged = 0;           ///< could not be decoded
  int lost = 0;                       ///< times that it was lost and tried again
  std::optional<Error> problem = {};  ///< that ended it
};

struct LivePeriodReport {
  double begin_seconds = 0;
  std::int64_t frames = 0, prefix_frames = 0;
  BoxSet profiled;                  ///< ran on the prefix
  BoxSet activated;                 ///< as chosen at last
  std::vector<double> probability;  ///< activation probability a box
  std::string note;
  double choose_seconds = 0, load_seconds = 0, unload_seconds = 0;
};

/// What a live run gave. Times of verifying, loading and choosing are apart from those of frames.
struct LiveReport {
  Amount budget;
  std::string method;
  std::vector<LiveBoxReport> boxes;
  std::vector<LiveSourceReport> sources;
  std::vector<LivePeriodReport> periods;
  std::int64_t frames = 0, prefix_frames = 0;
  LiveTimes times;         ///< of all frames: boxes, links, and handing over
  LiveTimes after_prefix;  ///< the same without the prefixes
  double box_seconds = 0, link_seconds = 0;
  double load_seconds = 0, unload_seconds = 0, choose_seconds = 0, verify_seconds = 0;
  double wall_seconds = 0;
  double paused_seconds = 0;  ///< of the wall's
  std::int64_t executions = 0;
  std::int64_t executions_after_prefix = 0;
  std::int64_t verified = 0;   ///< frames
  double bytes_before = kNan;  ///< resident memory of the process before any box was loaded
  double bytes_peak = kNan;    ///< most since then, verifying boxes among it
  /// The replay on the experiment's stored outputs under the same budget, periods and prefixes; none: forecast_problem
  /// says why.
  std::optional<MethodResult> forecast;
  std::int64_t forecast_frames = 0;
  std::string forecast_problem;
  /// Mean seconds of all boxes in a frame: measured here, of those that never ran their known cost. NaN: not known.
  double all_boxes_seconds = kNan;
  bool stopped = false;

  [[nodiscard]] double executions_per_frame() const;  ///< share of all boxes, 0..1
  /// Mean of the boxes' accuracies on verified frames, all equal; NaN where none was verified.
  [[nodiscard]] double output_accuracy() const;
  /// Share of the time of all boxes that a frame did not take.
  [[nodiscard]] double time_saved() const { return 1 - times.mean() / all_boxes_seconds; }
};

/// Runs until the sources end, or it is stopped: what was finished is told and counted. Errors: options that make no
/// sense; no links; costs that are not known; a source that cannot be opened; the observer's; every source lost.
[[nodiscard]] Result<LiveReport> run_live(const std::filesystem::path& file, const LiveOptions& options,
                                          LiveObserver& observer, const std::stop_token& stop,
                                          const ProgressFn& progress);

}  // namespace mlink::experiment
