#include "metrics/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/number.h"
#include "metrics/bootstrap.h"

namespace mlink::metrics {
namespace {

constexpr float kPositive = 0.5F;
constexpr double kCountTolerance = 0.5;

std::size_t arg_max(std::span<const float> values) {
  return static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin());
}

double tolerance(const OutputSpec& spec) { return spec.task == Task::count ? kCountTolerance : spec.tolerance; }

bool all_finite(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

/// One class of a multi-label box: the counted frames by falling predicted score, and where equal scores end.
struct Ranking {
  std::vector<std::uint32_t> frame;
  std::vector<bool> positive, last_of_equal;
};

/// What a ratio is made of: scores and frames, or words that are wrong and words.
struct Share {
  double part = 0, whole = 0;

  void add(const Share& other, double times = 1) {
    part += times * other.part;
    whole += times * other.whole;
  }
};

/// What is needed to compute p on any resample of the frames that count.
struct Sample {
  Task task = Task::regression;
  std::vector<std::size_t> counted;  ///< indices into rows
  std::vector<Share> shares;         ///< one a counted frame; not for mAP
  std::vector<Ranking> rankings;     ///< mAP: one a class with a positive
};

bool counts(const OutputColumn& column, std::size_t row) {
  return column.present(row) && (column.spec.task != Task::sequence || row < column.words.size()) &&
         all_finite(column.row(row));
}

bool has_positive(const OutputColumn& column, std::size_t row, std::size_t label) {
  return column.row(row)[label] >= kPositive;
}

Ranking rank(const OutputColumn& column, std::span<const std::size_t> rows, const Predictions& predictions,
             const std::vector<std::size_t>& counted, std::size_t label) {
  Ranking ranking;
  ranking.frame.resize(counted.size());
  std::iota(ranking.frame.begin(), ranking.frame.end(), 0U);
  // What is not a number ranks last; it must not reach the comparison, which it would confuse.
  const auto score = [&](std::uint32_t frame) {
    const float value = predictions.row(counted[frame])[label];
    return std::isnan(value) ? -std::numeric_limits<float>::infinity() : value;
  };
  std::stable_sort(ranking.frame.begin(), ranking.frame.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return score(a) > score(b); });
  for (std::size_t i = 0; i < ranking.frame.size(); ++i) {
    const std::uint32_t frame = ranking.frame[i];
    ranking.positive.push_back(has_positive(column, rows[counted[frame]], label));
    ranking.last_of_equal.push_back(i + 1 == ranking.frame.size() || score(ranking.frame[i + 1]) != score(frame));
  }
  return ranking;
}

Share share_of(const OutputColumn& column, std::size_t row, const Predictions& predictions, std::size_t n) {
  if (column.spec.task != Task::sequence) return {frame_score(column.spec, column.row(row), predictions.row(n)), 1};
  const WordErrors errors = word_errors(column.words[row], predictions.words[n]);
  return {static_cast<double>(errors.edits), static_cast<double>(errors.words)};
}

Sample sample_of(const OutputColumn& column, std::span<const std::size_t> rows, const Predictions& predictions) {
  Sample sample;
  sample.task = column.spec.task;
  if (!predicted_all(predictions, column.spec, rows.size())) return sample;
  for (std::size_t k = 0; k < rows.size(); ++k)
    if (counts(column, rows[k])) sample.counted.push_back(k);
  if (sample.task != Task::multi_label) {
    sample.shares.reserve(sample.counted.size());
    for (const std::size_t k : sample.counted) sample.shares.push_back(share_of(column, rows[k], predictions, k));
    return sample;
  }
  for (std::size_t label = 0; label < static_cast<std::size_t>(column.spec.width); ++label) {
    const bool any = std::any_of(sample.counted.begin(), sample.counted.end(),
                                 [&](std::size_t k) { return has_positive(column, rows[k], label); });
    if (any) sample.rankings.push_back(rank(column, rows, predictions, sample.counted, label));
  }
  return sample;
}

/// Weighted all-point average precision; NaN without a positive.
template <class Weight>
double average_precision(const Ranking& ranking, const Weight& weight) {
  double seen = 0, right = 0, sum = 0, group = 0;
  for (std::size_t i = 0; i < ranking.frame.size(); ++i) {
    const double w = weight(ranking.frame[i]);
    seen += w;
    if (ranking.positive[i]) group += w;
    if (!ranking.last_of_equal[i]) continue;
    right += group;
    if (group > 0) sum += group * right / seen;
    group = 0;
  }
  return right > 0 ? sum / right : kNan;
}

template <class Weight>
double mean_precision(const Sample& sample, const Weight& weight) {
  double sum = 0, classes = 0;
  for (const Ranking& ranking : sample.rankings) {
    const double precision = average_precision(ranking, weight);
    if (std::isnan(precision)) continue;
    sum += precision;
    classes += 1;
  }
  return classes > 0 ? sum / classes : kNan;
}

/// p of some frames from their sums.
double p_of(Task task, const Share& sums) {
  if (task != Task::sequence) return sums.whole > 0 ? sums.part / sums.whole : kNan;
  if (sums.whole > 0) return std::max(0.0, 1 - sums.part / sums.whole);
  return sums.part > 0 ? 0 : 1;  // no word to be found: right when none was said
}

Share sums_of(const Sample& sample) {
  Share sums;
  for (const Share& share : sample.shares) sums.add(share);
  return sums;
}

double p_of(const Sample& sample) {
  if (sample.counted.empty()) return kNan;
  if (sample.task == Task::multi_label) return mean_precision(sample, [](std::size_t) { return 1.0; });
  return p_of(sample.task, sums_of(sample));
}

double native_of(const Sample& sample) {
  if (sample.task != Task::sequence || sample.counted.empty()) return p_of(sample);
  const Share sums = sums_of(sample);
  if (sums.whole > 0) return sums.part / sums.whole;
  return sums.part > 0 ? kNan : 0;
}

/// How an interval is drawn.
struct Draws {
  int resamples = 0;
  std::uint64_t seed = 1;
  std::size_t least_block = 1;
};

/// Whether the sample has blocks enough for an interval; without resamples none is asked for.
bool enough_blocks(const Sample& sample, const Draws& draws) {
  const std::size_t frames = sample.counted.size();
  return draws.resamples <= 0 || BlockBootstrap(frames, 0, 0, block_for(frames, draws.least_block)).tells();
}

/// p on each resample; the same draws for all samples of as many frames and the same seed.
std::vector<double> resampled(const Sample& sample, const Draws& draws) {
  const std::size_t frames = sample.counted.size();
  const BlockBootstrap blocks(frames, draws.resamples, draws.seed, block_for(frames, draws.least_block));
  std::vector<std::uint32_t> weights(blocks.blocks());
  std::vector<Share> of_block(blocks.blocks());
  for (std::size_t i = 0; i < sample.shares.size(); ++i) of_block[blocks.block_of(i)].add(sample.shares[i]);
  const auto weight = [&](std::size_t frame) { return static_cast<double>(weights[blocks.block_of(frame)]); };
  std::vector<double> values;
  values.reserve(static_cast<std::size_t>(blocks.resamples()));
  for (int r = 0; r < blocks.resamples() && !sample.counted.empty(); ++r) {
    blocks.draw(r, weights);
    if (sample.task == Task::multi_label) {
      values.push_back(mean_precision(sample, weight));
      continue;
    }
    Share sums;
    for (std::size_t block = 0; block < weights.size(); ++block) sums.add(of_block[block], weights[block]);
    values.push_back(p_of(sample.task, sums));
  }
  return values;
}

/// Over the finite predictions; NaN when there is none.
double mean_absolute_error(const OutputColumn& column, std::span<const std::size_t> rows,
                           const Predictions& predictions, const std::vector<std::size_t>& counted) {
  double sum = 0;
  double n = 0;
  for (const std::size_t k : counted) {
    const float predicted = predictions.row(k)[0];
    if (!std::isfinite(predicted)) continue;
    sum += std::abs(static_cast<double>(column.row(rows[k])[0]) - predicted);
    n += 1;
  }
  return n > 0 ? sum / n : kNan;
}

}  // namespace

std::string metric_name(const OutputSpec& spec) {
  switch (spec.task) {
    case Task::single_label: return "accuracy";
    case Task::multi_label: return "mAP";
    case Task::localization: return "mean IoU";
    case Task::regression:
    case Task::count: return fmt::format("share within {:g}", tolerance(spec));
    case Task::sequence: return "1 - WER";
  }
  return {};
}

std::string native_name(const OutputSpec& spec) {
  switch (spec.task) {
    case Task::regression:
    case Task::count: return "MAE";
    case Task::sequence: return "WER";
    default: return metric_name(spec);
  }
}

bool predicted_all(const Predictions& predictions, const OutputSpec& spec, std::size_t rows) {
  return predictions.width == spec.width && predictions.rows() == rows;
}

Performance evaluate(const OutputColumn& column, std::span<const std::size_t> rows, const Predictions& predictions,
                     int bootstrap, std::uint64_t seed, std::size_t least_block) {
  const Draws draws{bootstrap, seed, least_block};
  const Sample sample = sample_of(column, rows, predictions);
  Performance performance;
  performance.frames = static_cast<std::int64_t>(sample.counted.size());
  performance.p = p_of(sample);
  const bool scalar = column.spec.task == Task::regression || column.spec.task == Task::count;
  performance.native = scalar ? mean_absolute_error(column, rows, predictions, sample.counted) : native_of(sample);
  if (column.spec.task == Task::multi_label && !sample.counted.empty())
    performance.classes_left_out = column.spec.width - static_cast<int>(sample.rankings.size());
  performance.interval =
      enough_blocks(sample, draws) ? middle_95(resampled(sample, draws), performance.p) : Interval{kNan, kNan};
  return performance;
}

Interval lift_interval(const OutputColumn& column, std::span<const std::size_t> rows, const Predictions& predictions,
                       const Predictions& baseline, int bootstrap, std::uint64_t seed, std::size_t least_block) {
  return lead_interval(column, rows, predictions, {&baseline, 1}, bootstrap, seed, least_block);
}

Interval lead_interval(const OutputColumn& column, std::span<const std::size_t> rows, const Predictions& predictions,
                       std::span<const Predictions> rivals, int bootstrap, std::uint64_t seed,
                       std::size_t least_block) {
  const Draws draws{bootstrap, seed, least_block};
  const Sample sample = sample_of(column, rows, predictions);
  if (rivals.empty() || !enough_blocks(sample, draws)) return {kNan, kNan};
  double best = -std::numeric_limits<double>::infinity();
  std::vector<double> leads = resampled(sample, draws), bests(leads.size(), best);
  for (const Predictions& rival : rivals) {
    const Sample other = sample_of(column, rows, rival);
    if (other.counted.size() != sample.counted.size()) return {kNan, kNan};
    best = std::max(best, p_of(other));
    const std::vector<double> values = resampled(other, draws);
    for (std::size_t r = 0; r < bests.size(); ++r) bests[r] = std::max(bests[r], values[r]);
  }
  for (std::size_t r = 0; r < leads.size(); ++r) leads[r] -= bests[r];
  return middle_95(std::move(leads), p_of(sample) - best);
}

std::size_t correlation_time(const OutputColumn& column, std::span<const std::size_t> rows,
                             const Predictions& reference) {
  if (!predicted_all(reference, column.spec, rows.size())) return 1;
  std::vector<double> agreement;
  for (std::size_t k = 0; k < rows.size(); ++k)
    if (counts(column, rows[k])) agreement.push_back(frame_score(column, rows[k], reference, k));
  return correlation_time(agreement);
}

std::vector<int> classes_without_positive(const OutputColumn& column, std::span<const std::size_t> rows) {
  std::vector<int> classes;
  if (column.spec.task != Task::multi_label) return classes;
  std::vector<bool> seen(static_cast<std::size_t>(column.spec.width), false);
  bool any = false;
  for (const std::size_t row : rows) {
    if (!counts(column, row)) continue;
    any = true;
    for (std::size_t label = 0; label < seen.size(); ++label)
      if (has_positive(column, row, label)) seen[label] = true;
  }
  for (std::size_t label = 0; any && label < seen.size(); ++label)
    if (!seen[label]) classes.push_back(static_cast<int>(label));
  return classes;
}

double frame_score(const OutputSpec& spec, std::span<const float> exact, std::span<const float> predicted) {
  switch (spec.task) {
    case Task::single_label: return all_finite(predicted) && arg_max(exact) == arg_max(predicted) ? 1 : 0;
    case Task::multi_label: {
      std::size_t agree = 0;
      for (std::size_t i = 0; i < exact.size(); ++i)
        if ((exact[i] >= kPositive) == (predicted[i] >= kPositive)) ++agree;
      return static_cast<double>(agree) / static_cast<double>(exact.size());
    }
    case Task::localization: return box_iou(exact, predicted);
    case Task::regression:
    case Task::count: return std::abs(static_cast<double>(exact[0]) - predicted[0]) < tolerance(spec) ? 1 : 0;
    case Task::sequence: return kNan;
  }
  return kNan;
}

bool is_right(const OutputSpec& spec, double frame_score) {
  return spec.task == Task::localization ? frame_score >= 0.5 : frame_score >= 1;
}

double scalar_label(const OutputSpec& spec, std::span<const float> values) {
  switch (spec.task) {
    case Task::single_label:
    case Task::multi_label: return static_cast<double>(arg_max(values));
    case Task::localization: return is_empty_box(values) ? 0 : 1;
    case Task::regression:
    case Task::count: return values[0];
    case Task::sequence: return kNan;
  }
  return kNan;
}

bool is_empty_box(std::span<const float> box) { return !(box[2] > 0 && box[3] > 0); }

double box_iou(std::span<const float> a, std::span<const float> b) {
  if (!all_finite(a) || !all_finite(b)) return 0;
  if (is_empty_box(a) || is_empty_box(b)) return is_empty_box(a) && is_empty_box(b) ? 1 : 0;
  const auto overlap = [](double a0, double a_size, double b0, double b_size) {
    return std::max(0.0, std::min(a0 + a_size, b0 + b_size) - std::max(a0, b0));
  };
  const double both = overlap(a[0], a[2], b[0], b[2]) * overlap(a[1], a[3], b[1], b[3]);
  const double either = static_cast<double>(a[2]) * static_cast<double>(a[3]) +
                        static_cast<double>(b[2]) * static_cast<double>(b[3]) - both;
  return either > 0 ? both / either : 0;
}

}  // namespace mlink::metrics
