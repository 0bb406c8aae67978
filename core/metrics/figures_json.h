// Figures in JSON documents: what is not finite is null.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/number.h"
#include "metrics/metrics.h"

namespace mlink::metrics {

[[nodiscard]] inline nlohmann::json json_of(double value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json();
}
[[nodiscard]] inline nlohmann::json json_of(const Interval& interval) {
  return nlohmann::json::array({json_of(interval.low), json_of(interval.high)});
}

/// What json_of wrote. Throws nlohmann::json::exception where it is something else.
[[nodiscard]] inline double figure_from(const nlohmann::json& json) {
  return json.is_null() ? kNan : json.get<double>();
}
[[nodiscard]] inline Interval interval_from(const nlohmann::json& json) {
  return {figure_from(json.at(0)), figure_from(json.at(1))};
}

}  // namespace mlink::metrics
