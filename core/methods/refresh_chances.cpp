#include "methods/refresh_chances.h"

#include <algorithm>
#include <cmath>

#include "methods/walk_lanes.h"

namespace mlink::methods {
namespace {

/// Shares of the training part's changes at which steps begin: fine where the picture changes most, since it is there
/// that few executions go.
constexpr std::array<double, ChangeSteps::kUnknown - 1> kChangeQuantiles{.1, .2, .3,  .4,  .5,  .6, .7,
                                                                         .8, .9, .95, .97, .98, .99};

}  // namespace

ChangeSteps::ChangeSteps(std::span<const std::size_t> rows, FeatureKind feature, const FrameFeatures& features)
    : feature_(feature) {
  std::vector<float> changes;
  for (std::size_t lag = 0; lag < kLagCount; ++lag) {
    changes.clear();
    for (const std::size_t row : rows)
      if (const float change = features.at(row, feature, lag); !std::isnan(change)) changes.push_back(change);
    std::sort(changes.begin(), changes.end());
    auto& edges = edges_[lag];
    for (const double share : kChangeQuantiles) {
      if (changes.empty()) break;
      const float edge = changes[static_cast<std::size_t>(share * static_cast<double>(changes.size()))];
      if (edges.empty() || edge > edges.back()) edges.push_back(edge);
    }
  }
}

std::size_t ChangeSteps::step_at(std::size_t lag, float change) const {
  if (std::isnan(change)) return kUnknown;
  std::size_t step = 0;
  for (const float edge : edges_[lag]) step += edge <= change ? 1 : 0;  // few, and rising: no branch to guess
  return step;
}

std::size_t ChangeSteps::step(std::size_t row, std::size_t frames, const FrameFeatures* features) const {
  if (!feature_ || !features) return 0;
  const std::size_t lag = doubling_lag(frames);
  return step_at(lag, features->at(row, *feature_, lag));
}

ChangeSteps::OfLags ChangeSteps::steps(std::size_t row, const FrameFeatures* features) const {
  OfLags steps{};
  for (std::size_t lag = 0; feature_ && features && lag < kLagCount; ++lag)
    steps[lag] = static_cast<std::uint8_t>(step_at(lag, features->at(row, *feature_, lag)));
  return steps;
}

double smoothed_mean(double sum, double count, double parent) { return (sum + 2 * parent) / (count + 2); }

void ChanceTable::add(Sources sources, std::size_t age, std::size_t step, const Chance& scores) {
  Cell& cell = cells_[place(sources, age, step)];
  cell.links += scores.links;
  cell.again += scores.again;
  cell.pairs += 1;
}

ChanceTable::Cell ChanceTable::sum(Sources sources, std::size_t age) const {
  Cell sum;
  for (std::size_t step = 0; step < ChangeSteps::kSteps; ++step) {
    const Cell& cell = cells_[place(sources, age, step)];
    sum.links += cell.links;
    sum.again += cell.again;
    sum.pairs += cell.pairs;
  }
  return sum;
}

void ChanceTable::smooth(double alike) {
  smooth(&Cell::links, &Chance::links, alike);
  smooth(&Cell::again, &Chance::again, alike);
}

void ChanceTable::smooth(double Cell::*part, double Chance::*into, double alike) {
  double before = .5, before_without = .5;
  for (std::size_t age = 0; age < kAges; ++age) {
    const Cell same = sum(Sources::alike, age), other = sum(Sources::changed, age), none = sum(Sources::no_output, age);
    before = smoothed_mean((same.*part + other.*part) / alike, (same.pairs + other.pairs) / alike, before);
    before_without = smoothed_mean(none.*part / alike, none.pairs / alike, before_without);
    smooth_changes(Sources::alike, age, smoothed_mean(same.*part / alike, same.pairs / alike, before), part, into,
                   alike);
    smooth_changes(Sources::changed, age, smoothed_mean(other.*part / alike, other.pairs / alike, before), part, into,
                   alike);
    smooth_changes(Sources::no_output, age, before_without, part, into, alike);
  }
}

/// Steps between which the chance would rise are pooled (pool adjacent violators).
void ChanceTable::smooth_changes(Sources sources, std::size_t age, double parent, double Cell::*part,
                                 double Chance::*into, double alike) {
  struct Pool {
    double sum = 0, pairs = 0;
    std::size_t end = 0;
  };
  const auto chance = [&](const Pool& pool) { return smoothed_mean(pool.sum / alike, pool.pairs / alike, parent); };
  std::vector<Pool> pools;
  for (std::size_t step = 0; step < ChangeSteps::kUnknown; ++step) {
    const Cell& cell = cells_[place(sources, age, step)];
    pools.push_back({cell.*part, cell.pairs, step + 1});
    while (pools.size() > 1) {
      const Pool last = pools.back();
      Pool& former = pools[pools.size() - 2];
      if (chance(former) > chance(last)) break;
      former = {former.sum + last.sum, former.pairs + last.pairs, last.end};
      pools.pop_back();
    }
  }
  std::size_t step = 0;
  for (const Pool& pool : pools)
    for (; step < pool.end; ++step) chances_[place(sources, age, step)].*into = chance(pool);
  chances_[place(sources, age, ChangeSteps::kUnknown)].*into = parent;
}

std::vector<double> ChanceTable::levels() const {
  std::vector<double> levels;
  for (std::size_t at = 0; at < kCells; ++at)
    if (cells_[at].pairs > 0) levels.push_back(chances_[at].best());
  std::sort(levels.begin(), levels.end());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  return levels;
}

}  // namespace mlink::methods
