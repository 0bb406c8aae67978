#include "analysis/confidence.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/number.h"
#include "metrics/bootstrap.h"

namespace mlink::analysis {
namespace {

constexpr std::size_t kBins = 10;
constexpr int kResamples = 500;
constexpr std::size_t kMostCalibrated = 8192;  ///< rows

double squared(double value) { return value * value; }

/// Predictions of rows where the target has an output: how sure, and whether right.
struct Judged {
  std::vector<double> certainties;
  std::vector<bool> right;
};

Judged judged(const LinkSet& links, const OutputTable& table, BoxSet from, int target,
              const std::vector<std::size_t>& rows) {
  Judged out;
  const OutputColumn& column = table.columns[static_cast<std::size_t>(target)];
  if (rows.empty()) return out;
  const Predictions predictions = links.predict(table, from, target, rows);
  const bool there = predicted_all(predictions, column.spec, rows.size());
  for (std::size_t n = 0; n < rows.size(); ++n) {
    const double score = there ? frame_score(column, rows[n], predictions, n) : 0;
    out.right.push_back(is_right(column.spec, score));
    out.certainties.push_back(there && predictions.width > 0 ? certainty(column.spec, predictions.row(n)) : kNan);
  }
  return out;
}

std::vector<ReliabilityBin> bins_of(const std::vector<double>& chances, const std::vector<bool>& right) {
  std::vector<ReliabilityBin> bins(kBins);
  for (std::size_t b = 0; b < kBins; ++b) {
    bins[b].low = static_cast<double>(b) / kBins;
    bins[b].high = static_cast<double>(b + 1) / kBins;
  }
  for (std::size_t n = 0; n < chances.size(); ++n) {
    auto& bin = bins[std::min(kBins - 1, static_cast<std::size_t>(chances[n] * kBins))];
    bin.chance += chances[n];
    bin.right += right[n] ? 1 : 0;
    ++bin.count;
  }
  for (auto& bin : bins) {
    bin.chance = bin.count > 0 ? bin.chance / static_cast<double>(bin.count) : kNan;
    bin.right = bin.count > 0 ? bin.right / static_cast<double>(bin.count) : kNan;
  }
  return bins;
}

BoxConfidence confidence_of_box(const LinkSet& links, const OutputTable& table, BoxSet from, int target) {
  const OutputColumn& column = table.columns[static_cast<std::size_t>(target)];
  BoxConfidence out;
  out.box = column.box;
  out.from = from;
  out.inner_rows = links.inner_rows(table, target).size();
  out.calibration = calibrate(links, table, from, target);
  std::vector<std::size_t> rows = links.test_rows(table);
  std::erase_if(rows, [&](std::size_t row) { return !column.present(row); });
  const Judged test = judged(links, table, from, target, rows);
  out.test_rows = rows.size();
  std::vector<double> chances, gains;
  for (std::size_t n = 0; n < rows.size(); ++n) {
    chances.push_back(out.calibration.chance(test.certainties[n]));
    const double truth = test.right[n] ? 1 : 0;
    gains.push_back(squared(out.calibration.mean() - truth) - squared(chances[n] - truth));
    out.mean_chance += chances[n];
    out.right += truth;
    out.brier += squared(chances[n] - truth);
    out.mean_brier += squared(out.calibration.mean() - truth);
  }
  const auto count = static_cast<double>(rows.size());
  for (double* const figure : {&out.mean_chance, &out.right, &out.brier, &out.mean_brier})
    *figure = rows.empty() ? kNan : *figure / count;
  out.gain = out.mean_brier - out.brier;
  out.gain_interval = {kNan, kNan};
  out.calibration_error = rows.empty() ? kNan : 0;
  out.bins = bins_of(chances, test.right);
  for (const ReliabilityBin& bin : out.bins)
    if (bin.count > 0)
      out.calibration_error += std::abs(bin.chance - bin.right) * static_cast<double>(bin.count) / count;
  if (!rows.empty())
    out.gain_interval = interval_of_mean(gains, kResamples, links.settings().seed,
                                         block_for(gains.size(), links.least_block(table, target)));
  return out;
}

}  // namespace

double certainty(const OutputSpec& spec, std::span<const float> predicted) {
  if (predicted.empty()) return kNan;
  const auto from_half = [](float value) { return std::abs(2 * static_cast<double>(value) - 1); };
  switch (spec.task) {
    case Task::single_label:
      return std::clamp(static_cast<double>(*std::max_element(predicted.begin(), predicted.end())), 0., 1.);
    case Task::multi_label: {
      double sum = 0;
      for (const float value : predicted) sum += std::min(from_half(value), 1.);
      return sum / static_cast<double>(predicted.size());
    }
    case Task::count: {
      const auto value = static_cast<double>(predicted[0]);
      return std::isfinite(value) ? 1 - 2 * std::abs(value - std::round(value)) : kNan;
    }
    case Task::localization: return predicted.size() < 5 ? kNan : std::min(from_half(predicted[4]), 1.);
    default: return kNan;
  }
}

Calibration Calibration::fit(std::span<const double> certainties, const std::vector<bool>& right, double weight) {
  Calibration out;
  const std::size_t n = right.size();
  if (n == 0) return out;
  const auto hits = static_cast<double>(std::count(right.begin(), right.end(), true));
  out.mean_ = (hits * weight + 1) / (static_cast<double>(n) * weight + 2);
  if (std::any_of(certainties.begin(), certainties.end(), [](double value) { return std::isnan(value); })) return out;
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return certainties[a] < certainties[b]; });
  struct Step {
    double from = 0, hits = 0, rows = 0;
    [[nodiscard]] double share() const { return hits / rows; }
  };
  std::vector<Step> steps;
  for (const std::size_t at : order) {
    if (!steps.empty() && steps.back().from == certainties[at] && steps.back().rows > 0) {
      steps.back().hits += right[at] ? 1 : 0;  // equal certainties have one chance
      steps.back().rows += 1;
    } else {
      steps.push_back({certainties[at], right[at] ? 1. : 0., 1});
    }
  }
  std::vector<Step> pooled;
  for (const Step& step : steps) {
    pooled.push_back(step);
    while (pooled.size() > 1 && pooled[pooled.size() - 2].share() >= pooled.back().share()) {
      pooled[pooled.size() - 2].hits += pooled.back().hits;
      pooled[pooled.size() - 2].rows += pooled.back().rows;
      pooled.pop_back();
    }
  }
  if (pooled.size() < 2) return out;  // one chance for all: nothing was learnt of certainties
  double before = 0;
  for (const Step& step : pooled) {
    before = std::max(before, (step.hits * weight + out.mean_) / (step.rows * weight + 1));
    out.from_.push_back(step.from);
    out.chances_.push_back(before);
  }
  return out;
}

double Calibration::chance(double certainty) const {
  if (from_.empty() || std::isnan(certainty)) return mean_;
  const auto above = std::upper_bound(from_.begin(), from_.end(), certainty);
  const auto at = above == from_.begin() ? std::size_t{0} : static_cast<std::size_t>(above - from_.begin() - 1);
  return chances_[at];
}

Calibration calibrate(const LinkSet& links, const OutputTable& table, BoxSet from, int target) {
  const auto rows = links.inner_rows(table, target);
  const std::size_t step = rows.size() / kMostCalibrated + 1;
  std::vector<std::size_t> some;
  for (std::size_t n = 0; n < rows.size(); n += step) some.push_back(rows[n]);
  const Judged inner = judged(links, table, from, target, some);
  const double alike = std::max(1., static_cast<double>(links.least_block(table, target)) / static_cast<double>(step));
  return Calibration::fit(inner.certainties, inner.right, 1 / alike);
}

Chances::Chances(std::shared_ptr<const LinkSet> links, std::shared_ptr<const OutputTable> table)
    : links_(std::move(links)), table_(std::move(table)) {}

double Chances::of(BoxSet from, int target, std::span<const float> predicted) const {
  const double sure = certainty(links_->specs()[static_cast<std::size_t>(target)], predicted);
  const std::pair key{from.bits(), target};
  {
    const std::lock_guard lock(guard_);
    if (const auto at = known_.find(key); at != known_.end()) return at->second.chance(sure);
  }
  Calibration made = calibrate(*links_, *table_, from, target);
  const std::lock_guard lock(guard_);
  return known_.try_emplace(key, std::move(made)).first->second.chance(sure);
}

bool Chances::knows(BoxSet from, int target) const {
  const std::lock_guard lock(guard_);
  return known_.contains({from.bits(), target});
}

std::vector<BoxConfidence> confidence_of(const LinkSet& links, const OutputTable& table, BoxSet activated) {
  std::vector<BoxConfidence> out;
  const auto boxes = static_cast<int>(links.boxes().size());
  for (int target = 0; target < boxes; ++target) {
    if (activated.has(target)) continue;
    const BoxSet from = activated.empty() ? BoxSet::all(boxes).without(target) : activated;
    out.push_back(confidence_of_box(links, table, from, target));
  }
  return out;
}

}  // namespace mlink::analysis
