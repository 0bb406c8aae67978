// How much the pictures of a camera differ from earlier ones: what methods look at that decide by pictures without a
// black box. Computed once with the outputs, and read by rows of an output table. Values; thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace mlink::outputs {

/// The four of Reducto (Li et al., SIGCOMM 2020): share of pixels that changed; largest area that changed, as a share
/// of the picture; share of edge pixels that changed; share of corner pixels that changed. media/picture_change.h
/// computes them.
enum class FeatureKind : std::uint8_t { pixel, area, edge, corner };
inline constexpr std::size_t kFeatureKinds = 4;
inline constexpr std::array<FeatureKind, kFeatureKinds> kAllFeatures{FeatureKind::pixel, FeatureKind::area,
                                                                     FeatureKind::edge, FeatureKind::corner};
[[nodiscard]] std::string_view to_string(FeatureKind kind);
[[nodiscard]] std::optional<FeatureKind> feature_kind(std::string_view name);

/// How many of the camera's own frames ago the other picture was. A difference to any earlier frame is told by the
/// longest of these that is not longer: all pairs would be as many as the square of the frames.
inline constexpr std::array<int, 6> kFeatureLags{1, 2, 4, 8, 16, 32};
inline constexpr std::size_t kLagCount = kFeatureLags.size();
/// Place in kFeatureLags of the longest lag up to `frames` (1 or more).
[[nodiscard]] std::size_t lag_up_to(std::size_t frames);

/// Of one frame: by kind, then lag. In [0,1]; NaN where the camera has no frame so long ago, or its picture could not
/// be read.
using FeatureValues = std::array<float, kFeatureKinds * kLagCount>;
[[nodiscard]] constexpr std::size_t feature_at(FeatureKind kind, std::size_t lag) {
  return static_cast<std::size_t>(kind) * kLagCount + lag;
}
inline constexpr float kNoFeature = std::numeric_limits<float>::quiet_NaN();

/// Of all rows of a table.
class FrameFeatures {
 public:
  FrameFeatures() = default;
  explicit FrameFeatures(std::size_t rows);  ///< none of them known

  [[nodiscard]] std::size_t rows() const { return values_.size() / (kFeatureKinds * kLagCount); }
  /// lag: a place in kFeatureLags.
  [[nodiscard]] float at(std::size_t row, FeatureKind kind, std::size_t lag) const {
    return values_[row * kFeatureKinds * kLagCount + feature_at(kind, lag)];
  }
  void set(std::size_t row, const FeatureValues& values);
  /// Whether any figure of any row is known.
  [[nodiscard]] bool any() const { return known_; }

 private:
  std::vector<float> values_;
  bool known_ = false;
};

}  // namespace mlink::outputs
