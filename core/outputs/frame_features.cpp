#include "outputs/frame_features.h"

#include <algorithm>
#include <cmath>

namespace mlink::outputs {

std::string_view to_string(FeatureKind kind) {
  switch (kind) {
    case FeatureKind::pixel: return "pixel";
    case FeatureKind::area: return "area";
    case FeatureKind::edge: return "edge";
    case FeatureKind::corner: return "corner";
  }
  return "";
}

std::optional<FeatureKind> feature_kind(std::string_view name) {
  const auto* const found =
      std::find_if(kAllFeatures.begin(), kAllFeatures.end(), [&](FeatureKind kind) { return to_string(kind) == name; });
  if (found == kAllFeatures.end()) return std::nullopt;
  return *found;
}

std::size_t lag_up_to(std::size_t frames) {
  std::size_t lag = 0;
  while (lag + 1 < kLagCount && static_cast<std::size_t>(kFeatureLags[lag + 1]) <= frames) ++lag;
  return lag;
}

FrameFeatures::FrameFeatures(std::size_t rows) : values_(rows * kFeatureKinds * kLagCount, kNoFeature) {}

void FrameFeatures::set(std::size_t row, const FeatureValues& values) {
  std::copy(values.begin(), values.end(), values_.begin() + static_cast<std::ptrdiff_t>(row * values.size()));
  known_ = known_ || std::any_of(values.begin(), values.end(), [](float value) { return !std::isnan(value); });
}

}  // namespace mlink::outputs
