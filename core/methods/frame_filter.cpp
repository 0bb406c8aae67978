#include "methods/frame_filter.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/number.h"

namespace mlink::methods {
namespace {

constexpr int kHalvings = 14;
constexpr double kLeastThreshold = 1e-6;  ///< of features, which are shares of a picture

/// What is held against the threshold at one frame. at: its features by lag. `since`: frames since the last executed
/// one, 1 or more.
double difference_at(const FrameRule& rule, const float* at, std::size_t since, double sum_before) {
  if (!rule.feature) return static_cast<double>(since);
  switch (rule.difference) {
    case Difference::last_executed: return static_cast<double>(at[lag_up_to(since)]);
    case Difference::previous: return static_cast<double>(at[0]);
    case Difference::sum: return sum_before + static_cast<double>(at[0]);
  }
  return kNan;
}

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

void add_rule(const FrameWalk& walk, const FrameRule& rule, const FrameFeatures* features,
              std::vector<TriedRule>& rules) {
  auto last = walk.last_executed(rule, features);
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
  out.resize(rows_.size() * kLagCount);
  for (std::size_t step = 0; step < places_.size(); ++step)
    for (std::size_t lag = 0; lag < kLagCount; ++lag)
      out[step * kLagCount + lag] = features->at(rows_[places_[step]], *kind, lag);
  return out;
}

std::vector<std::uint32_t> FrameWalk::walk(const FrameRule& rule, const Gathered& gathered) const {
  std::vector<std::uint32_t> last(places_.size());
  for (std::size_t camera = 0; camera + 1 < begins_.size(); ++camera) {
    std::size_t executed = begins_[camera];
    double sum = 0;
    for (std::size_t step = executed; step < begins_[camera + 1]; ++step) {
      const float* const at = gathered.empty() ? nullptr : gathered.data() + step * kLagCount;
      const double differs = step == begins_[camera] ? kNan : difference_at(rule, at, step - executed, sum);
      if (differs <= rule.threshold) {
        sum = differs;
      } else {  // above, or not known
        executed = step;
        sum = 0;
      }
      last[step] = static_cast<std::uint32_t>(executed);
    }
  }
  return last;
}

std::vector<std::uint32_t> FrameWalk::last_executed(const FrameRule& rule, const FrameFeatures* features) const {
  const auto by_step = walk(rule, gather(rule.feature, features));
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
  if (!feature) {
    for (const double share : shares)
      if (const double age = std::ceil(1 / share - 1e-9) - 1; age >= 1)
        add_rule(walk, {feature, difference, age}, features, rules);
    return rules;
  }
  const FrameWalk::Gathered gathered = walk.gather(feature, features);
  const double most = most_difference(gathered, difference);
  for (const double share : shares) {
    // From the threshold that no difference passes down; shares need not rise steadily, but nearly do.
    double high = std::log(std::max(most, kLeastThreshold)), low = std::log(kLeastThreshold / 2);
    for (int n = 0; n < kHalvings; ++n) {
      const double middle = (low + high) / 2;
      const double found = executed_share(walk.walk({feature, difference, std::exp(middle)}, gathered));
      (found <= share ? high : low) = middle;
    }
    add_rule(walk, {feature, difference, std::exp(high)}, features, rules);
    if (rules.back().share > share) rules.pop_back();
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

double mean_score(const std::vector<float>& scores) {
  double sum = 0;
  std::size_t count = 0;
  for (const float score : scores) {
    if (score < 0) continue;
    sum += static_cast<double>(score);
    ++count;
  }
  return count > 0 ? sum / static_cast<double>(count) : kNan;
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

void add_stretches(int box, Given again, const std::vector<std::uint32_t>& last, bool with_executed,
                   std::vector<Stretch>& stretches) {
  for (std::size_t place = 0; place < last.size();) {
    const bool executed = last[place] == place;
    std::size_t end = place + 1;
    while (end < last.size() && (executed ? last[end] == end : last[end] == last[place])) ++end;
    if (!executed || with_executed) stretches.push_back({box, place, end, executed ? Given::run : again, last[place]});
    place = end;
  }
}

}  // namespace mlink::methods
