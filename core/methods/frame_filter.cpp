#include "methods/frame_filter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/number.h"

namespace mlink::methods {
namespace {

constexpr int kHalvings = 14;
constexpr double kLeastThreshold = 1e-6;  ///< of features, which are shares of a picture

/// The largest difference that is held against a threshold.
double most_difference(const FrameWalk::Gathered& features, Difference difference) {
  double most = 0, sum = 0;
  for (std::size_t n = 0; n < features.size(); ++n) {
    const auto value = static_cast<double>(features[n]);
    if (std::isnan(value)) continue;
    most = std::max(most, value);
    if (n % kLagCount == 0) sum += value;
  }
  return difference == Difference::sum ? sum : most;
}

void add_rule(const FrameWalk& walk, const FrameRule& rule, const FrameWalk::Gathered& gathered,
              std::vector<TriedRule>& rules) {
  auto last = walk.last_executed(rule, gathered);
  const double share = executed_share(last);
  if (!rules.empty() && rules.back().share == share) return;
  rules.push_back({rule, share, std::move(last)});
}

}  // namespace

FrameWalk::FrameWalk(const OutputTable& table, std::vector<std::size_t> rows) : rows_(std::move(rows)) {
  std::vector<std::vector<std::uint32_t>> cameras(table.cameras.size());
  for (std::size_t place = 0; place < rows_.size(); ++place)
    cameras[static_cast<std::size_t>(table.frames[rows_[place]].camera)].push_back(static_cast<std::uint32_t>(place));
  begins_.push_back(0);
  for (const auto& places : cameras) {
    places_.insert(places_.end(), places.begin(), places.end());
    begins_.push_back(places_.size());
  }
}

FrameWalk::Gathered FrameWalk::gather(std::optional<FeatureKind> kind, const FrameFeatures* features) const {
  Gathered out;
  if (!kind) return out;
  out.reserve(rows_.size() * kLagCount);
  std::vector<Gathered> its;
  for (std::size_t camera = 0; camera < cameras(); ++camera) {
    gather(camera, std::array{*kind}, *features, its);
    out.insert(out.end(), its.front().begin(), its.front().end());
  }
  return out;
}

void FrameWalk::gather(std::size_t camera, std::span<const FeatureKind> kinds, const FrameFeatures& features,
                       std::vector<Gathered>& into) const {
  const std::span<const std::uint32_t> places(places_.data() + begins_[camera], begins_[camera + 1] - begins_[camera]);
  into.resize(kinds.size());
  for (Gathered& gathered : into) gathered.resize(places.size() * kLagCount);
  for (std::size_t step = 0; step < places.size(); ++step) {
    const std::size_t row = rows_[places[step]];
    for (std::size_t n = 0; n < kinds.size(); ++n) {
      std::array<float, kLagCount> values;  // read before any is written: they are moved together
      for (std::size_t lag = 0; lag < kLagCount; ++lag) values[lag] = features.at(row, kinds[n], lag);
      std::copy(values.begin(), values.end(), into[n].data() + step * kLagCount);
    }
  }
}

std::vector<std::uint32_t> FrameWalk::walk(const FrameRule& rule, const Gathered& gathered) const {
  std::vector<std::uint32_t> last(places_.size());
  for (std::size_t camera = 0; camera < cameras(); ++camera) {
    Lanes lanes;
    lanes.thresholds.fill(rule.threshold);
    const std::size_t first = begins_[camera];
    walk_stretch(rule, lanes, first, first, begins_[camera + 1],
                 gathered.data() + (rule.feature ? first * kLagCount : 0),
                 [&](std::size_t lane, std::size_t step, std::size_t executed) {
                   if (lane == 0) last[step] = static_cast<std::uint32_t>(executed);
                 });
  }
  return last;
}

std::vector<double> FrameWalk::shares(const FrameRule& rule, const std::vector<double>& thresholds,
                                      const Gathered& gathered) const {
  std::vector<double> shares;
  for (std::size_t begin = 0; begin < thresholds.size(); begin += kLanes) {
    Lanes lanes;
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      lanes.thresholds[lane] = thresholds[std::min(begin + lane, thresholds.size() - 1)];
    std::array<std::size_t, kLanes> runs{};
    for (std::size_t camera = 0; camera < cameras(); ++camera) {
      const std::size_t first = begins_[camera];
      walk_stretch(
          rule, lanes, first, first, begins_[camera + 1], gathered.data() + (rule.feature ? first * kLagCount : 0),
          [&](std::size_t lane, std::size_t step, std::size_t executed) { runs[lane] += executed == step ? 1 : 0; });
    }
    for (std::size_t lane = 0; lane < std::min(kLanes, thresholds.size() - begin); ++lane)
      shares.push_back(places_.empty() ? 1 : static_cast<double>(runs[lane]) / static_cast<double>(places_.size()));
  }
  return shares;
}

std::vector<std::uint32_t> FrameWalk::last_executed(const FrameRule& rule, const Gathered& gathered) const {
  const auto by_step = walk(rule, gathered);
  std::vector<std::uint32_t> last(rows_.size());
  for (std::size_t step = 0; step < places_.size(); ++step) last[places_[step]] = places_[by_step[step]];
  return last;
}

double executed_share(const std::vector<std::uint32_t>& last) {
  std::size_t executed = 0;
  for (std::size_t place = 0; place < last.size(); ++place) executed += last[place] == place ? 1 : 0;
  return last.empty() ? 1 : static_cast<double>(executed) / static_cast<double>(last.size());
}

std::vector<TriedRule> rules_for(const FrameWalk& walk, std::optional<FeatureKind> feature, Difference difference,
                                 const FrameFeatures* features, const std::vector<double>& shares) {
  std::vector<TriedRule> rules;
  const FrameWalk::Gathered gathered = walk.gather(feature, features);
  if (!feature) {
    for (const double share : shares)
      if (const double age = std::ceil(1 / share - 1e-9) - 1; age >= 1)
        add_rule(walk, {feature, difference, age}, gathered, rules);
    return rules;
  }
  const double most = most_difference(gathered, difference);
  // From the threshold that no difference passes down; shares need not rise steadily, but nearly do.
  std::vector<double> high(shares.size(), std::log(std::max(most, kLeastThreshold)));
  std::vector<double> low(shares.size(), std::log(kLeastThreshold / 2)), thresholds(shares.size());
  for (int halving = 0; halving < kHalvings; ++halving) {
    for (std::size_t n = 0; n < shares.size(); ++n) thresholds[n] = std::exp((low[n] + high[n]) / 2);
    const auto found = walk.shares({feature, difference, 0}, thresholds, gathered);
    for (std::size_t n = 0; n < shares.size(); ++n) (found[n] <= shares[n] ? high : low)[n] = (low[n] + high[n]) / 2;
  }
  for (std::size_t n = 0; n < shares.size(); ++n) {
    add_rule(walk, {feature, difference, std::exp(high[n])}, gathered, rules);
    if (rules.back().share > shares[n]) rules.pop_back();
  }
  return rules;
}

std::vector<double> even_shares(std::size_t count) {
  std::vector<double> shares;
  const double step = 1 / static_cast<double>(count);
  for (const double part : {.125, .25, .5}) shares.push_back(step * part);
  for (std::size_t n = 1; n < count; ++n) shares.push_back(step * static_cast<double>(n));
  return shares;
}

std::vector<std::size_t> tried_rows(const MethodInput& input) {
  std::vector<std::size_t> rows;
  const auto& test = input.timeline.test;
  auto at = test.begin();
  for (std::size_t row = 0; row < input.table.rows(); ++row) {
    while (at != test.end() && *at < row) ++at;
    if (at == test.end() || *at != row) rows.push_back(row);
  }
  if (rows.size() > kMostTried) rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(kMostTried));
  return rows;
}

std::vector<float> scores_again(const MethodInput& input, BoxSet set, int box, const std::vector<std::size_t>& rows,
                                const std::vector<std::uint32_t>& last) {
  const OutputColumn& column = input.table.columns[static_cast<std::size_t>(box)];
  const bool runs = set.has(box);
  std::vector<float> scores(rows.size(), -1);
  // Predicted or read once a frame that was executed, and shown again from there.
  std::vector<std::uint32_t> place_of;
  for (std::size_t place = 0; place < rows.size(); ++place)
    if (last[place] == place) place_of.push_back(static_cast<std::uint32_t>(place));
  std::vector<std::uint32_t> nth(rows.size());
  for (std::size_t n = 0; n < place_of.size(); ++n) nth[place_of[n]] = static_cast<std::uint32_t>(n);
  std::vector<std::vector<std::uint32_t>> by_chunk(place_of.size() / kRowsAtOnce + 1);
  for (std::size_t place = 0; place < rows.size(); ++place)
    by_chunk[nth[last[place]] / kRowsAtOnce].push_back(static_cast<std::uint32_t>(place));
  for (std::size_t chunk = 0; chunk < by_chunk.size(); ++chunk) {
    const std::size_t begin = chunk * kRowsAtOnce, end = std::min(begin + kRowsAtOnce, place_of.size());
    std::vector<std::size_t> sources;
    for (std::size_t n = begin; n < end; ++n) sources.push_back(rows[place_of[n]]);
    Predictions predictions;
    if (runs) {
      predictions.width = column.spec.width;
      for (const std::size_t row : sources) {
        if (column.words.empty())
          predictions.values.insert(predictions.values.end(), column.row(row).begin(), column.row(row).end());
        else
          predictions.words.push_back(column.words[row]);
      }
    } else if (!sources.empty()) {
      predictions = input.predictor.predict(set, box, sources);
    }
    const bool there = predicted_all(predictions, column.spec, sources.size());
    for (const std::uint32_t place : by_chunk[chunk]) {
      if (!column.present(rows[place])) continue;
      const bool executed = last[place] == place;
      if (runs && (executed || !column.present(rows[last[place]])))
        scores[place] = executed ? 1.F : 0.F;
      else
        scores[place] =
            there ? static_cast<float>(replay_score(column, rows[place], predictions, nth[last[place]] - begin)) : 0.F;
    }
  }
  return scores;
}

std::vector<double> piece_sums(const Timeline& timeline, const std::vector<float>& scores) {
  std::vector<double> sums;
  for (const Piece& piece : timeline.pieces) {
    double sum = 0;
    for (std::size_t place = piece.begin; place < piece.end; ++place)
      sum += static_cast<double>(std::max(scores[place], 0.F));
    sums.push_back(sum);
  }
  return sums;
}

std::vector<Stretch> stretches_of(int box, Given again, const std::vector<std::uint32_t>& last, bool with_executed) {
  const auto executed = [&](std::size_t place) { return last[place] == place; };
  const auto end_of = [&](std::size_t place) {
    std::size_t end = place + 1;
    while (end < last.size() && (executed(place) ? executed(end) : last[end] == last[place])) ++end;
    return end;
  };
  std::size_t count = 0;
  for (std::size_t place = 0; place < last.size(); place = end_of(place)) ++count;
  std::vector<Stretch> stretches;
  stretches.reserve(count);  // millions: a vector that grows would hold twice as many
  for (std::size_t place = 0; place < last.size();) {
    const std::size_t end = end_of(place);
    if (!executed(place) || with_executed)
      stretches.push_back({box, place, end, executed(place) ? Given::run : again, last[place]});
    place = end;
  }
  return stretches;
}

}  // namespace mlink::methods
