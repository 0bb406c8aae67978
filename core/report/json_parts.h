// Internal to core/report: parts that the documents share. What is not finite is null.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>

#include "metrics/metrics.h"

namespace mlink {

[[nodiscard]] inline nlohmann::json json_of(double value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json();
}
[[nodiscard]] inline nlohmann::json json_of(const Interval& interval) {
  return nlohmann::json::array({json_of(interval.low), json_of(interval.high)});
}

}  // namespace mlink
