#include "ui/replay/lane_counts.h"

#include <algorithm>
#include <numeric>

namespace mlink::ui {
namespace {

constexpr std::size_t kBlock = 64;

void count_one_by_one(const std::vector<Outcome>& cells, std::size_t begin, std::size_t end, OutcomeCounts& counts) {
  for (std::size_t i = begin; i < end; ++i) ++counts[static_cast<std::size_t>(cells[i])];
}

}  // namespace

std::uint32_t count_of(const OutcomeCounts& counts, Outcome outcome) {
  return counts[static_cast<std::size_t>(outcome)];
}

std::uint32_t total_of(const OutcomeCounts& counts) { return std::accumulate(counts.begin(), counts.end(), 0U); }

LaneCounts::LaneCounts(const std::vector<Outcome>& cells) {
  before_.reserve(cells.size() / kBlock + 1);
  OutcomeCounts sum{};
  for (std::size_t begin = 0; begin < cells.size(); begin += kBlock) {
    before_.push_back(sum);
    count_one_by_one(cells, begin, std::min(begin + kBlock, cells.size()), sum);
  }
  before_.push_back(sum);
}

OutcomeCounts LaneCounts::of(const std::vector<Outcome>& cells, std::size_t begin, std::size_t end) const {
  OutcomeCounts counts{};
  end = std::min(end, cells.size());
  if (begin >= end) return counts;
  const std::size_t first = (begin + kBlock - 1) / kBlock, last = end / kBlock;  // whole blocks [first, last)
  if (before_.empty() || first >= last) {
    count_one_by_one(cells, begin, end, counts);
    return counts;
  }
  for (std::size_t k = 0; k < kOutcomes; ++k) counts[k] = before_[last][k] - before_[first][k];
  count_one_by_one(cells, begin, first * kBlock, counts);
  count_one_by_one(cells, last * kBlock, end, counts);
  return counts;
}

}  // namespace mlink::ui
