#include "replay/score_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <new>
#include <numeric>

#include "base/text.h"

namespace mlink {

struct ScoreTable::Job {
  BoxSet set;
  int target = 0;
  std::size_t slot = 0;  ///< in sums_
};

double replay_score(const OutputColumn& column, std::size_t row, const Predictions& predictions, std::size_t n) {
  const double score = frame_score(column, row, predictions, n);
  return std::isfinite(score) ? score : 0;
}

ScoreTable::ScoreTable(const OutputTable& table, const Timeline& timeline)
    : timeline_(&timeline), boxes_(static_cast<int>(table.columns.size())) {
  for (const OutputColumn& column : table.columns) {
    double total = 0;
    for (const Piece& piece : timeline.pieces) {
      double count = 0;
      for (std::size_t row = piece.begin; row < piece.end; ++row) count += column.present(row) ? 1 : 0;
      counts_.push_back(count);
      total += count;
    }
    totals_.push_back(total);
  }
  prefix_.resize(table.columns.size() * table.columns.size());
}

std::span<const double> ScoreTable::sums(BoxSet set, int target) const {
  return sums_[index_.at(set.bits()) * static_cast<std::size_t>(boxes_) + static_cast<std::size_t>(target)];
}

std::span<const double> ScoreTable::counts(int box) const {
  const std::size_t pieces = timeline_->pieces.size();
  return {counts_.data() + static_cast<std::size_t>(box) * pieces, pieces};
}

double ScoreTable::prefix_p(int source, int target, std::size_t period) const {
  const auto& seen = prefix_[link_at(source, target)];
  if (period >= seen.size() || seen[period].rows == 0) return std::numeric_limits<double>::quiet_NaN();
  return seen[period].score / seen[period].rows;
}

void ScoreTable::score(const Job& job, const OutputTable& table, const Predictor& predictor,
                       const std::stop_token& stop, ProgressMeter& meter) {
  const OutputColumn& exact = table.columns[static_cast<std::size_t>(job.target)];
  std::vector<double>& sums = sums_[job.slot];
  const int source = job.set.size() == 1 ? __builtin_ctzll(job.set.bits()) : -1;
  std::vector<Seen>* seen = source >= 0 ? &prefix_[link_at(source, job.target)] : nullptr;
  std::size_t piece = 0, period = 0;
  std::vector<std::size_t> rows;
  for (std::size_t begin = timeline_->first; begin < timeline_->end; begin += rows.size()) {
    if (stop.stop_requested()) return;
    rows.resize(std::min(kRowsAtOnce, timeline_->end - begin));
    std::iota(rows.begin(), rows.end(), begin);
    const Predictions predictions = predictor.predict(job.set, job.target, rows);
    const bool there = predicted_all(predictions, exact.spec, rows.size());
    for (std::size_t n = 0; there && n < rows.size(); ++n) {
      const std::size_t row = rows[n];
      while (row >= timeline_->pieces[piece].end) ++piece;
      while (row >= timeline_->periods[period].end) ++period;
      if (!exact.present(row)) continue;
      const double score = replay_score(exact, row, predictions, n);
      sums[piece] += score;
      if (!seen || !timeline_->pieces[piece].prefix) continue;
      if (!table.columns[static_cast<std::size_t>(source)].present(row)) continue;
      (*seen)[period].score += score;
      (*seen)[period].rows += 1;
    }
    meter.advance(static_cast<std::int64_t>(rows.size()));
  }
}

Status ScoreTable::add(const std::vector<BoxSet>& sets, const OutputTable& table, const Predictor& predictor,
                       const Executor& executor, const std::stop_token& stop, ProgressMeter& meter) {
  const auto k = static_cast<std::size_t>(boxes_);
  std::vector<Job> jobs;
  for (const BoxSet set : sets) {
    if (!index_.emplace(set.bits(), sets_.size()).second) continue;
    for (int target = 0; target < boxes_; ++target)
      if (!set.has(target)) jobs.push_back({set, target, sets_.size() * k + static_cast<std::size_t>(target)});
    sets_.push_back(set);
  }
  const std::size_t bytes = sets_.size() * k * timeline_->pieces.size() * sizeof(double);
  if (bytes > kMostBytes)
    return fail(ErrorKind::unsupported,
                fmt::format("{} periods times {} sets of boxes need {} of memory; a replay may take {}.",
                            timeline_->periods.size(), sets_.size(), bytes_text(static_cast<double>(bytes)),
                            bytes_text(static_cast<double>(kMostBytes))),
                "Choose longer periods.");
  sums_.resize(sets_.size() * k);
  for (const Job& job : jobs) {
    sums_[job.slot].assign(timeline_->pieces.size(), 0);
    if (job.set.size() == 1)
      prefix_[link_at(__builtin_ctzll(job.set.bits()), job.target)].assign(timeline_->periods.size(), {});
  }
  std::atomic<bool> out_of_memory{false};
  executor(jobs.size(), [&](std::size_t n) {
    try {
      if (!out_of_memory) score(jobs[n], table, predictor, stop, meter);
    } catch (const std::bad_alloc&) {
      out_of_memory = true;
    }
  });
  if (out_of_memory)
    return fail(ErrorKind::failed, "The replay ran out of memory.", "Close other programs, or replay fewer frames.");
  if (stop.stop_requested()) return stopped();
  return {};
}

}  // namespace mlink
