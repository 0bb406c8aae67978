#include "replay/frontier.h"

#include <cmath>

namespace mlink::replay {

double FrontierCurve::at(double budget) const {
  double accuracy = points.empty() ? 0 : points.front().accuracy;
  for (const Point& point : points) {
    if (point.budget > budget) break;
    accuracy = point.accuracy;
  }
  return accuracy;
}

std::optional<double> FrontierCurve::needs(double accuracy) const {
  for (const Point& point : points)
    if (point.accuracy >= accuracy) return point.budget;
  return std::nullopt;
}

std::vector<ReplayResult> sweep(const ReplayEngine& engine) {
  std::vector<ReplayResult> answers;
  for (const double budget : engine.breakpoints()) answers.push_back(engine.at(budget));
  return answers;
}

std::vector<FrontierCurve> frontier_curves(std::span<const ReplayResult> answers) {
  std::vector<FrontierCurve> curves;
  for (const ReplayResult& answer : answers) {
    if (curves.empty())
      for (const MethodResult& method : answer.methods) curves.push_back({method.method, {}});
    for (std::size_t m = 0; m < curves.size() && m < answer.methods.size(); ++m) {
      auto& points = curves[m].points;
      const double accuracy = answer.methods[m].output_accuracy;
      if (std::isnan(accuracy)) continue;  // of a method that cannot be used here there is no curve
      if (points.empty() || points.back().accuracy != accuracy) points.push_back({answer.settings.budget, accuracy});
    }
  }
  return curves;
}

}  // namespace mlink::replay
