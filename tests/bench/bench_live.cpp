// The live run against a bare loop over the boxes that it runs, in one run. An experiment is made of the video and the
// boxes, on a third of the frames links are trained; under a budget for about half of the boxes' time the live run
// works on the others, with its lines written into memory, and a bare loop runs the same boxes on the same frames. Both
// take turns; the ratio is of the medians. Claim: at most 1.05.
//   bench_live VIDEO MANIFEST... [--frames N] [--turns N]
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "experiment/experiment.h"
#include "experiment/live.h"
#include "experiment/live_lines.h"
#include "media/video.h"

namespace {

using namespace mlink::rooms;
using Clock = std::chrono::steady_clock;

/// Processor time of this thread, seconds.
double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Of a frame.
struct PerFrame {
  double wall = 0, thread = 0;
};

struct Arguments {
  std::filesystem::path video;
  std::vector<std::filesystem::path> manifests;
  std::int64_t frames = 150;
  int turns = 5;
};

/// Writes the lines as a run does, into memory.
class InMemory : public LiveObserver {
 public:
  Status begins(const LiveStart& start) override {
    lines_.emplace(start, [this](std::string_view text) -> Status {
      bytes_ += text.size();
      return {};
    });
    return {};
  }
  Status frame(const LiveFrame& frame) override {
    ordinals.push_back(frame.ordinal);
    MLINK_TRY(lines_->frame(frame));
    const double now = thread_seconds();
    if (ordinals.size() > 1) thread_ += now - last_;  // from frame to frame: all that the run does
    last_ = now;
    return {};
  }
  [[nodiscard]] double thread_per_frame() const { return thread_ / static_cast<double>(ordinals.size() - 1); }
  std::vector<std::int64_t> ordinals;

 private:
  std::optional<LiveLines> lines_;
  std::size_t bytes_ = 0;
  double thread_ = 0, last_ = 0;
};

Result<Amount> prepare(const Arguments& arguments, const std::filesystem::path& file) {
  MLINK_ASSIGN(auto experiment, Experiment::create(file));
  AddVideoOptions options;
  options.limit = arguments.frames * 3 / 2;
  MLINK_TRY(experiment.add_video(arguments.video, options));
  for (const auto& manifest : arguments.manifests) MLINK_TRY(experiment.add_box(manifest));
  MLINK_TRY(experiment.collect({}, {}, {}));
  MLINK_TRY(experiment.profile({20, {}, {}}, {}, {}));
  TrainSettings settings;
  settings.part = 1. / 3;
  settings.epochs = 10;
  MLINK_TRY(experiment.train({settings}, {}, {}));
  MLINK_ASSIGN(const auto overview, experiment.overview());
  double seconds = 0;
  for (const auto& box : overview.boxes) seconds += box.costs.seconds;
  return Amount{CostKind::time, seconds * 0.55};
}

/// The boxes alone.
Result<PerFrame> bare_loop(const Arguments& arguments, const LiveReport& like,
                           const std::vector<std::int64_t>& ordinals) {
  MLINK_ASSIGN(auto reader, VideoReader::open(arguments.video));
  std::vector<Frame> frames;
  for (const auto ordinal : ordinals) {
    MLINK_ASSIGN(auto frame, reader.at(ordinal));
    frames.push_back(std::move(frame));
  }
  std::vector<std::unique_ptr<BlackBox>> boxes;
  for (std::size_t i = 0; i < arguments.manifests.size(); ++i) {
    MLINK_ASSIGN(const auto manifest, read_manifest(arguments.manifests[i]));
    const auto at =
        std::find_if(like.boxes.begin(), like.boxes.end(), [&](const auto& box) { return box.name == manifest.name; });
    if (!like.periods.front().activated.has(static_cast<int>(at - like.boxes.begin()))) continue;
    MLINK_ASSIGN(auto box, make_black_box(manifest));
    MLINK_TRY(box->load());
    boxes.push_back(std::move(box));
  }
  const auto count = static_cast<double>(frames.size());
  const auto start = Clock::now();
  const double before = thread_seconds();
  for (const auto& frame : frames)
    for (const auto& box : boxes) MLINK_TRY(box->run(std::span(&frame, 1)));
  return PerFrame{std::chrono::duration<double>(Clock::now() - start).count() / count,
                  (thread_seconds() - before) / count};
}

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

Status measure(const Arguments& arguments) {
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("mlink-bench-live-{}", getpid());
  std::filesystem::create_directories(folder);
  const auto file = folder / "live.mlink";
  MLINK_ASSIGN(const auto budget, prepare(arguments, file));
  std::vector<double> live, bare, live_wall, bare_wall;
  for (int turn = 0; turn < arguments.turns; ++turn) {
    LiveOptions options;
    options.budget = budget;
    options.prefix = 0;
    InMemory observer;
    MLINK_ASSIGN(const auto report, run_live(file, options, observer, {}, {}));
    MLINK_ASSIGN(const auto loop, bare_loop(arguments, report, observer.ordinals));
    live.push_back(observer.thread_per_frame());
    bare.push_back(loop.thread);
    live_wall.push_back(report.times.mean());
    bare_wall.push_back(loop.wall);
    fmt::print(
        "{} of {} boxes on {} frames: live {:.3f} ms a frame (links {:.3f}), bare loop {:.3f} ms; wall {:.3f}, "
        "{:.3f}\n",
        report.periods.front().activated.size(), report.boxes.size(), report.frames, live.back() * 1e3,
        report.link_seconds / static_cast<double>(report.frames) * 1e3, bare.back() * 1e3, live_wall.back() * 1e3,
        bare_wall.back() * 1e3);
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  fmt::print("live / bare: {:.3f} in processor time, {:.3f} in wall time\n", median_of(live) / median_of(bare),
             median_of(live_wall) / median_of(bare_wall));
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--frames" && i + 1 < argc)
      arguments.frames = std::atoll(argv[++i]);
    else if (word == "--turns" && i + 1 < argc)
      arguments.turns = std::atoi(argv[++i]);
    else if (arguments.video.empty())
      arguments.video = word;
    else
      arguments.manifests.emplace_back(word);
  }
  if (arguments.video.empty()) arguments.video = "/usr/share/doc/opencv-doc/examples/data/vtest.avi";
  if (arguments.manifests.empty())
    for (const auto* box : {"pose", "hog", "selfie"})
      arguments.manifests.emplace_back(std::string(MLINK_SOURCE_DIR) + "/resources/boxes/" + box + ".json");
  const auto status = measure(arguments);
  if (!status) fmt::print(stderr, "bench_live: {}\n", status.error().text());
  return status ? 0 : 1;
}
