// What a process of its own costs a black box: the same tiny network on frames of 768 x 576 in this process and in its
// own. Claim: at most 1 ms more a frame (median), one frame a call.
//   bench_host [--frames N]
#include <fmt/format.h>

#include <unistd.h>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "blackbox/adapters/adapter_box.h"
#include "blackbox/black_box.h"
#include "support/tiny_boxes.h"
#include "timing.h"

namespace {

using namespace mlink::rooms;
using mlink::bench::median;
using mlink::bench::wall_seconds;

struct Medians {
  double here = 0, there = 0;  ///< seconds a frame
};

Result<double> once(BlackBox& box, const std::vector<Frame>& frames) {
  const double start = wall_seconds();
  MLINK_TRY(box.run(frames));
  return (wall_seconds() - start) / static_cast<double>(frames.size());
}

// In turn, so that whatever else the machine does falls on both.
Result<Medians> measure(const std::filesystem::path& file, int calls, std::size_t batch) {
  MLINK_ASSIGN(auto manifest, read_manifest(file));
  MLINK_ASSIGN(const auto here, make_black_box(manifest, {.process = BoxProcess::this_one}));
  manifest.process.own = true;
  MLINK_ASSIGN(const auto there, make_black_box(manifest));
  MLINK_TRY(here->load());
  MLINK_TRY(there->load());
  const std::vector<Frame> frames(batch, noise_picture(768, 576));
  std::vector<double> in_this, in_own;
  for (int i = 0; i < calls; ++i) {
    MLINK_ASSIGN(const double a, once(*here, frames));
    MLINK_ASSIGN(const double b, once(*there, frames));
    in_this.push_back(a);
    in_own.push_back(b);
  }
  return Medians{median(in_this), median(in_own)};
}

}  // namespace

int main(int argc, char** argv) {
  const int calls = argc > 2 && std::string(argv[1]) == "--frames" ? std::max(std::atoi(argv[2]), 1) : 300;
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("bench-host-{}", getpid());
  std::filesystem::create_directories(folder);
  const auto file = mlink::test::write_box(folder, mlink::test::bright_count());
  bool kept = true;
  for (const std::size_t batch : {1, 8}) {
    const auto measured = measure(file, calls, batch);
    if (!measured) {
      fmt::print(stderr, "{}\n", measured.error().text());
      return 1;
    }
    const double more = (measured->there - measured->here) * 1e3;
    fmt::print("{} frames a call: here {:.3f} ms, in its own process {:.3f} ms a frame, {:.3f} ms more{}\n", batch,
               measured->here * 1e3, measured->there * 1e3, more, batch == 1 ? " (claim: at most 1 ms)" : "");
    if (batch == 1) kept = more <= 1;
  }
  std::filesystem::remove_all(folder);
  return kept ? 0 : 1;
}
