// How often each outcome is among any stretch of a lane's cells, in a time that does not depend on how long the stretch
// is: sums are made once, off the GUI thread, so that a lane of millions of frames is drawn and zoomed without waiting.
// Values; const use is thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "experiment/views.h"

namespace mlink::ui {

inline constexpr std::size_t kOutcomes = static_cast<std::size_t>(Outcome::own_wrong) + 1;
/// By Outcome.
using OutcomeCounts = std::array<std::uint32_t, kOutcomes>;
[[nodiscard]] std::uint32_t count_of(const OutcomeCounts& counts, Outcome outcome);
[[nodiscard]] std::uint32_t total_of(const OutcomeCounts& counts);

class LaneCounts {
 public:
  LaneCounts() = default;
  explicit LaneCounts(const std::vector<Outcome>& cells);
  /// Of cells [begin, end) of the lane that the sums were made from; without sums they are counted one by one.
  [[nodiscard]] OutcomeCounts of(const std::vector<Outcome>& cells, std::size_t begin, std::size_t end) const;

 private:
  std::vector<OutcomeCounts> before_;  ///< of all cells before each block's first
};

}  // namespace mlink::ui
