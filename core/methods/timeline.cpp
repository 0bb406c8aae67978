#include "methods/timeline.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mlink::methods {
namespace {

std::size_t prefix_length(std::size_t rows, double share) {
  if (share <= 0) return 0;
  // A share such as 0.01 of 300 must not become 4 rows by a rounding error.
  const auto wanted = static_cast<std::size_t>(std::ceil(share * static_cast<double>(rows) - 1e-9));
  return std::min(rows, std::max(wanted, kLeastPrefix));
}

std::vector<Period> make_periods(const OutputTable& table, const std::vector<std::size_t>& test, double length,
                                 double prefix) {
  const double start = table.frames[test.front()].seconds, last = table.frames[test.back()].seconds;
  const auto number = [&](std::size_t place) {
    return length > 0 ? std::floor((table.frames[test[place]].seconds - start) / length) : 0;
  };
  std::vector<Period> periods;
  for (std::size_t begin = 0; begin < test.size();) {
    const double n = number(begin);
    std::size_t end = begin + 1;
    while (end < test.size() && number(end) == n) ++end;
    Period period;
    period.begin = begin;
    period.end = end;
    period.prefix_end = begin + prefix_length(end - begin, prefix);
    period.begin_seconds = start + n * std::max(length, 0.0);
    period.end_seconds = length > 0 ? std::min(period.begin_seconds + length, last) : last;
    periods.push_back(period);
    begin = end;
  }
  return periods;
}

}  // namespace

std::size_t Timeline::prefix_rows() const {
  std::size_t rows = 0;
  for (const Period& period : periods) rows += period.prefix_end - period.begin;
  return rows;
}

std::size_t Timeline::period_of(std::size_t place) const {
  const auto after = std::upper_bound(periods.begin(), periods.end(), place,
                                      [](std::size_t wanted, const Period& period) { return wanted < period.begin; });
  return static_cast<std::size_t>(after - periods.begin()) - 1;
}

std::size_t Timeline::place_of(std::size_t row) const {
  const auto found = std::lower_bound(test.begin(), test.end(), row);
  return found == test.end() || *found != row ? kNotThere : static_cast<std::size_t>(found - test.begin());
}

std::vector<std::size_t> rows_from(const OutputTable& table, std::size_t first) {
  std::vector<std::size_t> rows(first < table.rows() ? table.rows() - first : 0);
  std::iota(rows.begin(), rows.end(), first);
  return rows;
}

Timeline make_timeline(const OutputTable& table, std::vector<std::size_t> test, double period_seconds, double prefix,
                       std::size_t least_block) {
  Timeline line;
  line.test = std::move(test);
  const auto rows = static_cast<double>(line.rows());
  const double most = std::min(static_cast<double>(kMostBlocks), std::ceil(std::sqrt(rows)));
  line.block_size = std::max({std::size_t{1}, least_block, static_cast<std::size_t>(std::ceil(rows / most))});
  line.blocks = (line.rows() + line.block_size - 1) / line.block_size;
  line.periods = make_periods(table, line.test, period_seconds, prefix);
  for (Period& period : line.periods) {
    period.first_piece = line.pieces.size();
    for (std::size_t begin = period.begin; begin < period.end;) {
      const std::size_t block = begin / line.block_size;
      const bool in_prefix = begin < period.prefix_end;
      const std::size_t end = std::min(in_prefix ? period.prefix_end : period.end, (block + 1) * line.block_size);
      line.pieces.push_back({begin, end, block, in_prefix});
      begin = end;
    }
    period.end_piece = line.pieces.size();
  }
  return line;
}

}  // namespace mlink::methods
