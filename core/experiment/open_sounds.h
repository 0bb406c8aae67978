// Internal to core/experiment: the sound of the videos that boxes listen to.
#pragma once

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "blackbox/manifest.h"
#include "media/sound.h"
#include "store/store.h"

namespace mlink::experiment {

/// Opens each file's sound once for each rate that is asked for; a failure is remembered too. Belongs to one thread;
/// the sounds that it gives may be shared.
class Sounds {
 public:
  /// `zero`: FrameIndex::zero() of the video; `stream` -1: the file's best.
  [[nodiscard]] Result<std::shared_ptr<const Sound>> of(const std::filesystem::path& video, double zero, int rate,
                                                        int stream) {
    auto& known = open_[{video.string(), rate, stream}];
    if (!known) known = std::make_unique<Known>(Sound::open(video, {.stream = stream, .rate = rate, .zero = zero}));
    return *known;
  }

 private:
  using Known = Result<std::shared_ptr<const Sound>>;
  std::map<std::tuple<std::string, int, int>, std::unique_ptr<Known>> open_;
};

/// Seconds from one of the camera's frames to the next, on average; 0 where it has only one.
[[nodiscard]] inline double step_of(const std::vector<StoredFrame>& frames, RowId camera) {
  std::size_t n = 0;
  double first = 0;
  double last = 0;
  for (const auto& frame : frames) {
    if (frame.camera != camera) continue;
    first = n == 0 ? frame.seconds : std::min(first, frame.seconds);
    last = n == 0 ? frame.seconds : std::max(last, frame.seconds);
    ++n;
  }
  return n > 1 ? (last - first) / static_cast<double>(n - 1) : 0;
}

}  // namespace mlink::experiment
