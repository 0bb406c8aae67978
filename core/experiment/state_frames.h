// Internal to core/experiment: which frames of a picture the outputs of a box with a state are of. Every 5th frame in
// use gives another state than every frame; outputs are kept by picture and frame, so the file notes it beside them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "blackbox/manifest.h"
#include "store/store.h"

namespace mlink::experiment {

/// Of one run of collect. Belongs to one thread.
class StateFrames {
 public:
  /// For each camera and box in turn. Where there are outputs of other frames `missing` becomes all of `frames`; it
  /// becomes none where another camera sees the same picture on other frames.
  [[nodiscard]] Status check(const StoreQueries& store, const StoredCamera& camera, const StoredBox& box,
                             const Manifest& manifest, const std::vector<std::int64_t>& frames,
                             std::unordered_set<std::int64_t>& missing);
  using Problems = std::vector<std::pair<std::string, Error>>;  ///< by the name of a camera or a box
  [[nodiscard]] const Problems& problems() const { return problems_; }

  /// Before the first output is stored, and when all are there but those of boxes and cameras that had problems.
  [[nodiscard]] Status begin(StoreWriter& store) const;
  [[nodiscard]] Status finish(StoreWriter& store, const Problems& boxes, const Problems& cameras) const;

 private:
  struct Use {
    std::string frames;
    std::string camera, box;
    bool known = false;
    bool again = false;  ///< the outputs that are there are of other frames
  };
  std::map<std::string, Use> uses_;  ///< by setting
  Problems problems_;
};

}  // namespace mlink::experiment
