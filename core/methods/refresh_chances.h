// Internal to core/methods: how likely what is shown of a box that does not run is right, by what can be seen at the
// frame: whether its sources say the same as when the box ran last, how long ago that was, and how much the camera's
// picture has changed since. Learnt from pairs of frames of the training part. Values; thread-safe once smoothed.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/rooms.h"
#include "outputs/frame_features.h"

namespace mlink::methods {

/// Ages of an output are told apart by doubling: 1 frame of the camera, 2 or 3, 4 to 7, ..., 512 and more.
inline constexpr std::size_t kAges = 10;
[[nodiscard]] inline std::size_t age_bin(std::size_t frames) {  ///< frames: 1 or more
  return std::min(kAges, static_cast<std::size_t>(std::bit_width(std::max<std::size_t>(frames, 1)))) - 1;
}

/// What links make of the sources now, against what they made of them when the box ran last. no_output: it ran, and
/// gave none that could be shown again.
enum class Sources : std::uint8_t { alike, changed, no_output };
inline constexpr std::size_t kSources = 3;

/// Steps of the picture's change since: quantiles of one feature at each lag. Without a feature there is one step.
class ChangeSteps {
 public:
  ChangeSteps() = default;
  ChangeSteps(std::span<const std::size_t> rows, FeatureKind feature, const FrameFeatures& features);

  [[nodiscard]] std::optional<FeatureKind> feature() const { return feature_; }
  /// Of a row against the one so many frames of its camera before. The last step: not known.
  [[nodiscard]] std::size_t step(std::size_t row, std::size_t frames, const FrameFeatures* features) const;
  /// The same for all lags of a row.
  using OfLags = std::array<std::uint8_t, kLagCount>;
  [[nodiscard]] OfLags steps(std::size_t row, const FrameFeatures* features) const;
  friend bool operator==(const ChangeSteps&, const ChangeSteps&) = default;
  static constexpr std::size_t kSteps = 15, kUnknown = kSteps - 1;

 private:
  [[nodiscard]] std::size_t step_at(std::size_t lag, float change) const;

  std::optional<FeatureKind> feature_;
  std::array<std::vector<float>, kLagCount> edges_;
};

/// Chances of being right: of what links predict, of the last output shown again.
struct Chance {
  double links = 0, again = 0;
  [[nodiscard]] double best() const { return links > again ? links : again; }
};

/// Means of scores over pairs of frames; by sources, age and change.
class ChanceTable {
 public:
  void add(Sources sources, std::size_t age, std::size_t step, const Chance& scores);
  /// Makes chances of what was added. A cell counts as if two frames more had scored as its coarser one does: change as
  /// its sources and age, these as all of their age, these as the age before (Laplace's rule at the end of the chain),
  /// so that what was seen seldom says little. A greater change makes no output surer. alike: so many pairs count once.
  void smooth(double alike);

  /// By cell: place() tells which.
  [[nodiscard]] const std::vector<Chance>& cells() const { return chances_; }
  [[nodiscard]] static std::size_t place(Sources sources, std::size_t age, std::size_t step) {
    return (static_cast<std::size_t>(sources) * kAges + age) * ChangeSteps::kSteps + step;
  }
  /// The chances (of the better one) that were met with, ascending, each once.
  [[nodiscard]] std::vector<double> levels() const;

 private:
  struct Cell {
    double links = 0, again = 0, pairs = 0;
  };
  static constexpr std::size_t kCells = kSources * kAges * ChangeSteps::kSteps;
  [[nodiscard]] Cell sum(Sources sources, std::size_t age) const;
  void smooth(double Cell::*part, double Chance::*into, double alike);
  void smooth_changes(Sources sources, std::size_t age, double parent, double Cell::*part, double Chance::*into,
                      double alike);

  std::vector<Cell> cells_ = std::vector<Cell>(kCells);
  std::vector<Chance> chances_ = std::vector<Chance>(kCells);
};
/// A mean with two more frames that score `parent`.
[[nodiscard]] double smoothed_mean(double sum, double count, double parent);

}  // namespace mlink::methods
