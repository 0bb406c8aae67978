#include "methods/score_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <new>

#include "base/number.h"
#include "base/text.h"
#include "methods/shown_again.h"

namespace mlink::methods {

struct ScoreTable::Job {
  BoxSet set;
  int target = 0;
  std::size_t slot = 0;  ///< in sums_
};

double replay_score(const OutputColumn& column, std::size_t row, const Predictions& predictions, std::size_t n) {
  const double score = frame_score(column, row, predictions, n);
  return std::isfinite(score) ? score : 0;
}

std::vector<BoxSet> all_sets(int boxes) {
  std::vector<BoxSet> sets;
  for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << static_cast<unsigned>(boxes)); ++bits)
    sets.emplace_back(bits);
  return sets;
}

std::vector<BoxSet> empty_and_singles(int boxes) {
  std::vector<BoxSet> sets(1);
  for (int box = 0; box < boxes; ++box) sets.push_back(BoxSet().with(box));
  return sets;
}

ScoreTable::ScoreTable(const OutputTable& table, const Timeline& timeline)
    : timeline_(&timeline), boxes_(static_cast<int>(table.columns.size())) {
  for (const OutputColumn& column : table.columns) {
    double total = 0, rest = 0;
    for (const Piece& piece : timeline.pieces) {
      double count = 0;
      for (std::size_t place = piece.begin; place < piece.end; ++place)
        count += column.present(timeline.test[place]) ? 1 : 0;
      counts_.push_back(count);
      total += count;
      rest += piece.prefix ? 0 : count;
    }
    totals_.push_back(total);
    rest_totals_.push_back(rest);
  }
}

std::span<const double> ScoreTable::sums(BoxSet set, int target) const {
  return sums_[index_.at(set.bits()) * static_cast<std::size_t>(boxes_) + static_cast<std::size_t>(target)];
}

std::span<const double> ScoreTable::counts(int box) const {
  const std::size_t pieces = timeline_->pieces.size();
  return {counts_.data() + static_cast<std::size_t>(box) * pieces, pieces};
}

double ScoreTable::prefix_p(int source, int target, std::size_t period) const {
  const Period& of = timeline_->periods[period];
  const auto of_link = sums(BoxSet().with(source), target), rows = counts(target);
  double score = 0, count = 0;
  for (std::size_t piece = of.first_piece; piece < of.end_piece && timeline_->pieces[piece].prefix; ++piece) {
    score += of_link[piece];
    count += rows[piece];
  }
  return count > 0 ? score / count : kNan;
}

void ScoreTable::score(const Job& job, const OutputTable& table, const Predictor& predictor,
                       const std::stop_token& stop, ProgressMeter& meter) {
  const OutputColumn& exact = table.columns[static_cast<std::size_t>(job.target)];
  std::vector<double>& sums = sums_[job.slot];
  const std::span<const std::size_t> test(timeline_->test);
  std::size_t piece = 0;
  const std::size_t at_once = rows_at_once(exact.spec);
  for (std::size_t begin = 0; begin < test.size(); begin += at_once) {
    if (stop.stop_requested()) return;
    const auto rows = test.subspan(begin, std::min(at_once, test.size() - begin));
    const Predictions predictions = predictor.predict(job.set, job.target, rows);
    const bool there = predicted_all(predictions, exact.spec, rows.size());
    for (std::size_t n = 0; there && n < rows.size(); ++n) {
      while (begin + n >= timeline_->pieces[piece].end) ++piece;
      if (exact.present(rows[n])) sums[piece] += replay_score(exact, rows[n], predictions, n);
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
  for (const Job& job : jobs) sums_[job.slot].assign(timeline_->pieces.size(), 0);
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

}  // namespace mlink::methods
