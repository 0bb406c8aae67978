#include "replay/tally.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "base/number.h"
#include "metrics/bootstrap.h"
#include "replay/replay.h"

namespace mlink::replay {
namespace {

double mean_of_finite(std::span<const double> values) {
  double sum = 0;
  int found = 0;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    sum += value;
    ++found;
  }
  return found > 0 ? sum / found : kNan;
}

}  // namespace

Tally tally(const Plan& plan, const ScoreTable& scores, const Timeline& timeline,
            const std::vector<std::vector<double>>& own) {
  const auto boxes = static_cast<std::size_t>(scores.boxes());
  Tally out;
  out.block_sums.assign(boxes * timeline.blocks, 0);
  std::vector<double> totals(boxes, 0), rests(boxes, 0), period_means(boxes);
  for (std::size_t p = 0; p < timeline.periods.size(); ++p) {
    const Period& period = timeline.periods[p];
    const BoxSet set = plan.sets[p];
    for (std::size_t box = 0; box < boxes; ++box) {
      const bool runs = set.has(static_cast<int>(box)), profiled = plan.prefix.has(static_cast<int>(box));
      const double* given = own.empty() || own[box].empty() ? nullptr : own[box].data();
      const auto counts = scores.counts(static_cast<int>(box));
      const bool predicted = !runs && plan.unrun != Unrun::missing;
      const auto sums = predicted ? scores.sums(plan.sources(p), static_cast<int>(box)) : counts;
      double sum = 0, count = 0, rest = 0;
      for (std::size_t n = period.first_piece; n < period.end_piece; ++n) {
        const Piece& piece = timeline.pieces[n];
        count += counts[n];
        double score = 0;
        if (given)
          score = given[n];
        else if (runs || (profiled && piece.prefix))
          score = counts[n];
        else if (predicted)
          score = sums[n];
        out.block_sums[box * timeline.blocks + piece.block] += score;
        sum += score;
        rest += piece.prefix ? 0 : score;
      }
      totals[box] += sum;
      rests[box] += rest;
      period_means[box] = count > 0 ? sum / count : kNan;
    }
    out.period_accuracy.push_back(mean_of_finite(period_means));
  }
  for (std::size_t box = 0; box < boxes; ++box) {
    const double count = scores.count(static_cast<int>(box));
    out.per_box.push_back(count > 0 ? totals[box] / count : kNan);
  }
  out.output_accuracy = mean_of_finite(out.per_box);
  for (std::size_t box = 0; box < boxes; ++box) {
    const double count = scores.rest_count(static_cast<int>(box));
    rests[box] = count > 0 ? rests[box] / count : kNan;
  }
  out.after_prefix = mean_of_finite(rests);
  return out;
}

Resamples::Resamples(const ScoreTable& scores, const Timeline& timeline, std::uint64_t seed)
    : blocks_(timeline.blocks), boxes_(static_cast<std::size_t>(scores.boxes())) {
  const BlockBootstrap bootstrap(timeline.rows(), kResamples, seed, timeline.block_size);
  weights_.resize(blocks_ * kResamples);
  std::vector<std::uint32_t> drawn(blocks_);
  for (int r = 0; r < kResamples; ++r) {
    bootstrap.draw(r, drawn);
    for (std::size_t block = 0; block < blocks_; ++block)
      weights_[block * kResamples + static_cast<std::size_t>(r)] = drawn[block];
  }
  block_counts_.assign(boxes_ * blocks_, 0);
  resample_rows_.assign(boxes_ * kResamples, 0);
  for (std::size_t box = 0; box < boxes_; ++box) {
    const auto counts = scores.counts(static_cast<int>(box));
    for (std::size_t n = 0; n < timeline.pieces.size(); ++n)
      block_counts_[box * blocks_ + timeline.pieces[n].block] += counts[n];
    for (std::size_t block = 0; block < blocks_; ++block)
      for (std::size_t r = 0; r < kResamples; ++r)
        resample_rows_[box * kResamples + r] += weights_[block * kResamples + r] * block_counts_[box * blocks_ + block];
    const double count = scores.count(static_cast<int>(box));
    alike_ = alike_ && (count == 0 || count == static_cast<double>(timeline.rows()));
  }
}

std::vector<double> Resamples::accuracies(const Tally& tally) const {
  if (blocks_ < kLeastBlocks) return {};
  std::vector<double> sums(kResamples, 0), found(kResamples, 0), of_box(kResamples);
  const auto draw = [&](const double* block_sums, std::vector<double>& into) {
    std::fill(into.begin(), into.end(), 0);
    for (std::size_t block = 0; block < blocks_; ++block) {
      const double sum = block_sums[block];
      if (sum == 0) continue;
      const double* weights = weights_.data() + block * kResamples;
      for (std::size_t r = 0; r < kResamples; ++r) into[r] += weights[r] * sum;
    }
  };
  if (alike_) {
    // One division for all boxes: the sums may be added first.
    std::vector<double> together(blocks_, 0);
    std::size_t counting = 0;
    const double* rows = nullptr;
    for (std::size_t box = 0; box < boxes_; ++box) {
      if (!std::isfinite(tally.per_box[box])) continue;
      ++counting;
      rows = resample_rows_.data() + box * kResamples;
      for (std::size_t block = 0; block < blocks_; ++block) together[block] += tally.block_sums[box * blocks_ + block];
    }
    draw(together.data(), sums);
    for (std::size_t r = 0; rows && r < kResamples; ++r) {
      sums[r] /= rows[r];
      found[r] = static_cast<double>(counting);
    }
  } else {
    for (std::size_t box = 0; box < boxes_; ++box) {
      const double* rows = resample_rows_.data() + box * kResamples;
      draw(tally.block_sums.data() + box * blocks_, of_box);
      for (std::size_t r = 0; r < kResamples; ++r) {
        if (!(rows[r] > 0)) continue;
        sums[r] += of_box[r] / rows[r];
        found[r] += 1;
      }
    }
  }
  std::vector<double> values;
  values.reserve(kResamples);
  for (std::size_t r = 0; r < kResamples; ++r)
    if (found[r] > 0) values.push_back(sums[r] / found[r]);
  return values;
}

Interval interval_of(std::vector<double> accuracies, double accuracy) {
  return accuracies.empty() ? Interval{kNan, kNan} : middle_95(std::move(accuracies), accuracy);
}

}  // namespace mlink::replay
