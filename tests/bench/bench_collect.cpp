// Collect against the boxes' own time. In one run: (1) the boxes alone in a bare loop over decoded frames, (2) collect
// on one thread, (3) collect on two. Claims: (2) <= 1.10 x (1), and (3) at least 1.6 times as fast as (2).
// Where OpenVINO is there, (4): collect on one thread with the boxes of resources/boxes/openvino in the place of those
// of the same name, against (2). Claim: <= 0.6.
//   bench_collect VIDEO MANIFEST... [--frames N]
#include <fmt/format.h>

#include <unistd.h>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "blackbox/black_box.h"
#include "experiment/experiment.h"
#include "media/video.h"

namespace {

using namespace mlink::rooms;
using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

struct Arguments {
  std::filesystem::path video;
  std::vector<std::filesystem::path> manifests;
  std::int64_t frames = 100;
};

Result<double> bare_loop(const Arguments& arguments) {
  MLINK_ASSIGN(auto reader, VideoReader::open(arguments.video));
  std::vector<Frame> frames;
  for (std::int64_t i = 0; i < arguments.frames; ++i) {
    MLINK_ASSIGN(auto frame, reader.next());
    if (!frame) break;
    frames.push_back(*frame);
  }
  double seconds = 0;
  for (const auto& file : arguments.manifests) {
    MLINK_ASSIGN(const auto manifest, read_manifest(file));
    MLINK_ASSIGN(const auto box, make_black_box(manifest, BoxOptions{}));
    MLINK_TRY(box->load());
    const auto start = Clock::now();
    for (const auto& frame : frames) MLINK_TRY(box->run(std::span(&frame, 1)));
    seconds += since(start);
  }
  return seconds;
}

// Loading the boxes is part of every run of collect: the ratio is printed with it and without it.
Result<double> collect_wall(const Arguments& arguments, int threads, const std::filesystem::path& folder) {
  const auto file = folder / fmt::format("bench-{}.mlink", threads);
  MLINK_ASSIGN(auto experiment, Experiment::create(file));
  AddVideoOptions options;
  options.limit = arguments.frames;
  MLINK_TRY(experiment.add_video(arguments.video, options));
  for (const auto& manifest : arguments.manifests) MLINK_TRY(experiment.add_box(manifest));
  CollectOptions collect;
  collect.threads = threads;
  MLINK_ASSIGN(const auto report, experiment.collect(collect, {}, {}));
  return report.seconds;
}

Result<double> load_time(const Arguments& arguments) {
  const auto start = Clock::now();
  for (const auto& file : arguments.manifests) {
    MLINK_ASSIGN(const auto manifest, read_manifest(file));
    MLINK_ASSIGN(const auto box, make_black_box(manifest, BoxOptions{}));
    MLINK_TRY(box->load());
  }
  return since(start);
}

/// The same boxes, through OpenVINO where there is such a manifest; empty: there is none, or no OpenVINO.
std::vector<std::filesystem::path> through_openvino(const std::vector<std::filesystem::path>& manifests) {
  std::vector<std::filesystem::path> others;
  bool any = false;
  for (const auto& file : manifests) {
    const auto other = file.parent_path() / "openvino" / file.filename();
    const auto manifest = read_manifest(other);
    auto box = manifest ? make_black_box(*manifest, BoxOptions{}) : tl::make_unexpected(manifest.error());
    const bool runs = box && (*box)->load();
    any = any || runs;
    others.push_back(runs ? other : file);
  }
  return any ? others : std::vector<std::filesystem::path>{};
}

Status run(const Arguments& arguments) {
  char name[] = "/tmp/bench-collect-XXXXXX";
  const std::filesystem::path folder = mkdtemp(name);
  MLINK_ASSIGN(const auto load, load_time(arguments));
  MLINK_ASSIGN(const auto bare, bare_loop(arguments));
  MLINK_ASSIGN(const auto one, collect_wall(arguments, 1, folder));
  MLINK_ASSIGN(const auto two, collect_wall(arguments, 2, folder));
  auto others = arguments;
  others.manifests = through_openvino(arguments.manifests);
  double openvino = 0;
  if (!others.manifests.empty()) {
    std::filesystem::create_directory(folder / "openvino");
    MLINK_ASSIGN(openvino, collect_wall(others, 1, folder / "openvino"));
  }
  std::filesystem::remove_all(folder);
  fmt::print("{} frames, {} boxes; loading the boxes once takes {:.2f} s\n", arguments.frames,
             arguments.manifests.size(), load);
  fmt::print("boxes alone, bare loop        {:8.2f} s\n", bare);
  fmt::print("collect, 1 thread             {:8.2f} s   {:.3f} of the boxes' time ({:.3f} without loading)\n", one,
             one / bare, (one - load) / bare);
  fmt::print("collect, 2 threads            {:8.2f} s   {:.2f} times as fast as 1 thread\n", two, one / two);
  if (openvino > 0)
    fmt::print("collect, OpenVINO, 1 thread   {:8.2f} s   {:.3f} of collect with LibTorch\n", openvino, openvino / one);
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) == "--frames" && i + 1 < argc)
      arguments.frames = std::strtoll(argv[++i], nullptr, 10);
    else if (arguments.video.empty())
      arguments.video = argv[i];
    else
      arguments.manifests.emplace_back(argv[i]);
  }
  if (arguments.video.empty()) arguments.video = "/usr/share/doc/opencv-doc/examples/data/vtest.avi";
  if (arguments.manifests.empty())
    for (const auto* box : {"pose", "hog", "selfie"})
      arguments.manifests.emplace_back(std::string(MLINK_SOURCE_DIR) + "/resources/boxes/" + box + ".json");
  const auto status = run(arguments);
  if (!status) fmt::print(stderr, "bench_collect: {}\n", status.error().text());
  return status ? 0 : 1;
}
