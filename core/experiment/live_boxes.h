// Internal to core/experiment: the boxes of a live run, loaded and unloaded as it goes, with what that takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "blackbox/black_box.h"
#include "experiment/live.h"
#include "experiment/live_sources.h"
#include "experiment/open_sounds.h"
#include "experiment/past_frames.h"
#include "outputs/box_set.h"
#include "store/store.h"

namespace mlink::experiment {

/// So many frames in a row on which a box fails by itself end it: one that fails now and then goes on.
inline constexpr int kMostFailuresInARow = 10;

/// What a box said of a frame, and how long it took.
struct LiveAnswer {
  Output output;
  Marks marks;
  double seconds = 0;
  bool own_failure = false;  ///< it failed, not its input
};

/// By the number of a box among the links' boxes. Belongs to one thread.
class LiveBoxes {
 public:
  /// `stored`: in the links' order. Boxes without a model, and those whose manifest is no good, are not usable and say
  /// why in problem().
  LiveBoxes(std::vector<StoredBox> stored, const LiveOptions& options, std::stop_token stop);

  [[nodiscard]] int count() const { return static_cast<int>(boxes_.size()); }
  [[nodiscard]] const std::string& name(int box) const { return at(box).stored.name; }
  [[nodiscard]] const std::optional<Error>& problem(int box) const { return at(box).problem; }
  /// None: it can run on frames of this source.
  [[nodiscard]] std::optional<std::string> why_not(int box, const LiveOrigin& origin) const;
  [[nodiscard]] BoxSet loaded() const;

  /// Seconds that it took; 0 where it is loaded already. Fails as the box does.
  [[nodiscard]] Result<double> load(int number);
  [[nodiscard]] double unload(int number);
  /// For each item as it comes, before boxes run on it or not: clips are of the pictures that came.
  void remember(LiveItem& item, const LiveOrigin& origin);
  /// Runs a loaded box on what it gets of an item: its source's part of the picture, or the sound around it. An error:
  /// it cannot go on, or was asked to stop.
  [[nodiscard]] Result<LiveAnswer> run(int number, const LiveItem& item, const LiveOrigin& origin);

 private:
  struct Box {
    StoredBox stored;
    std::optional<Manifest> manifest;
    std::optional<Error> problem;
    std::unique_ptr<BlackBox> loaded;
    int failures_in_a_row = 0;
  };
  [[nodiscard]] const Box& at(int box) const { return boxes_[static_cast<std::size_t>(box)]; }
  [[nodiscard]] Box& at(int box) { return boxes_[static_cast<std::size_t>(box)]; }
  [[nodiscard]] Result<Frame> input_of(int number, const LiveItem& item, const LiveOrigin& origin);
  /// The state goes on from the frame that the box ran on last, however many it did not run on between, unless that was
  /// a gap.
  [[nodiscard]] std::shared_ptr<FrameMemory> memory_of(int number, const LiveItem& item, const LiveOrigin& origin);

  using Key = std::pair<int, std::size_t>;  ///< box and source
  struct State {
    std::shared_ptr<FrameMemory> memory;
    double seconds = 0;  ///< of the last frame
  };
  std::vector<Box> boxes_;
  BoxMaker make_;
  BoxOptions options_;
  Sounds sounds_;
  std::map<Key, RecentPictures> pictures_;
  std::map<Key, State> states_;
};

}  // namespace mlink::experiment
