#include "links/nets/codec.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "metrics/metrics.h"
#include "metrics/prior.h"

namespace mlink::links {
namespace {

constexpr float kFarthest = 10;

/// Mean and standard deviation of one value over rows; the deviation is 0 for a constant.
struct Spread {
  double mean = 0, deviation = 0;
};
Spread spread_of(const OutputColumn& column, const std::vector<std::size_t>& rows, std::size_t value) {
  if (rows.empty()) return {};
  const auto n = static_cast<double>(rows.size());
  double mean = 0;
  for (const std::size_t row : rows) mean += column.row(row)[value] / n;
  double squares = 0;
  for (const std::size_t row : rows) squares += (column.row(row)[value] - mean) * (column.row(row)[value] - mean) / n;
  const double deviation = std::sqrt(squares);
  // Rounding leaves a trace of spread in a constant.
  return {mean, deviation > 1e-6 * (std::abs(mean) + 1e-6) ? deviation : 0};
}

std::vector<std::size_t> rows_with_values(const OutputColumn& column, std::size_t train_rows) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < train_rows; ++row)
    if (column.present(row) && all_finite(column.row(row))) rows.push_back(row);
  return rows;
}

float logit(double share, double margin) {
  const double p = std::clamp(share, margin, 1 - margin);
  return static_cast<float>(std::log(p / (1 - p)));
}

float lower_median(const OutputColumn& column, const std::vector<std::size_t>& rows, std::size_t value) {
  std::vector<float> values;
  values.reserve(rows.size());
  for (const std::size_t row : rows) values.push_back(column.row(row)[value]);
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

void code_box(const OutputColumn& column, const std::vector<std::size_t>& rows, TargetCode& code) {
  std::vector<std::size_t> filled;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(filled),
               [&](std::size_t row) { return !is_empty_box(column.row(row)); });
  for (std::size_t i = 0; i < 4; ++i) {
    const Spread spread = spread_of(column, filled, i);
    code.centre.push_back(filled.empty() ? 0.F : lower_median(column, filled, i));
    code.scale.push_back(spread.deviation > 0 ? static_cast<float>(spread.deviation) : 1.F);
  }
  code.start.assign(5, 0.F);
  code.start[4] = logit(static_cast<double>(filled.size()) / static_cast<double>(rows.size()), 0.01);
}

/// Logarithms of how often each token is said in training, one more for each that may be said.
std::vector<float> token_start(const OutputColumn& column, const std::vector<std::size_t>& rows,
                               const Vocabulary& vocabulary) {
  std::vector<double> counts(vocabulary.tokens(), 1.0);
  counts[Vocabulary::kPad] = counts[Vocabulary::kStart] = 1e-3;
  double sum = static_cast<double>(vocabulary.tokens());
  for (const std::size_t row : rows)
    for (const int token : target_tokens(vocabulary, column.words[row]))
      ++counts[static_cast<std::size_t>(token)], ++sum;
  std::vector<float> start;
  start.reserve(counts.size());
  for (const double count : counts) start.push_back(static_cast<float>(std::log(count / sum)));
  return start;
}

double softplus(double z) { return z > 30 ? z : std::log1p(std::exp(z)); }

}  // namespace

bool all_finite(std::span<const float> values) { return best_kernel().finite(values.size(), values.data()); }

SourceState source_state(const OutputColumn& column, std::size_t row, std::size_t width) {
  if (row >= column.presence.size()) return SourceState::left_out;
  if (column.presence[row] == Presence::none) return SourceState::none;
  const bool fits = column.present(row) && static_cast<std::size_t>(column.spec.width) == width &&
                    (row + 1) * width <= column.values.size();
  return fits && all_finite(column.row(row)) ? SourceState::present : SourceState::left_out;
}

SourceCode source_code(const OutputColumn& column, std::size_t train_rows) {
  SourceCode code;
  const auto rows = rows_with_values(column, train_rows);
  for (std::size_t i = 0; i < static_cast<std::size_t>(column.spec.width); ++i) {
    const Spread spread = spread_of(column, rows, i);
    code.centre.push_back(static_cast<float>(spread.mean));
    code.inverse.push_back(spread.deviation > 0 ? static_cast<float>(1 / spread.deviation) : 0.F);
  }
  return code;
}

void SourceCode::encode(SourceState state, std::span<const float> values, float* into) const {
  const std::size_t n = centre.size();
  const bool has_output = state == SourceState::present;
  into[n] = has_output ? 1.F : 0.F;
  if (!has_output) {
    std::fill_n(into, n, 0.F);
    return;
  }
  best_kernel().standardise(n, values.data(), centre.data(), inverse.data(), kFarthest, into);
}

TargetCode target_code(const OutputColumn& column, std::size_t train_rows, const Vocabulary& vocabulary) {
  TargetCode code;
  const auto rows = rows_with_values(column, train_rows);
  if (rows.empty()) return code;
  code.usable = true;
  if (column.spec.task == Task::sequence) {
    code.head = Head::softmax;
    code.start = token_start(column, rows, vocabulary);
    return code;
  }
  code.prior = prior_output(column, rows);
  switch (column.spec.task) {
    case Task::single_label:
      code.head = Head::softmax;
      for (const float p : code.prior) code.start.push_back(std::log(std::max(p, 1e-6F)));
      break;
    case Task::multi_label:
      code.head = Head::sigmoid;
      for (const float p : code.prior) code.start.push_back(logit(p, 1e-4));
      break;
    case Task::localization:
      code.head = Head::box;
      code_box(column, rows, code);
      break;
    default: {
      code.head = Head::scalar;
      code.count = column.spec.task == Task::count;
      const Spread spread = spread_of(column, rows, 0);
      code.centre = code.prior;
      code.scale = {spread.deviation > 0 ? static_cast<float>(spread.deviation) : 1.F};
      code.start = {0.F};
    }
  }
  return code;
}

bool TargetCode::encode(std::span<const float> values, float* into) const {
  if (!all_finite(values)) return false;
  if (head == Head::softmax) {
    const float sum = std::accumulate(values.begin(), values.end(), 0.F);
    if (!(sum > 1e-6F)) return false;
    for (std::size_t i = 0; i < values.size(); ++i) into[i] = values[i] / sum;
  } else if (head == Head::sigmoid) {
    for (std::size_t i = 0; i < values.size(); ++i) into[i] = std::clamp(values[i], 0.F, 1.F);
  } else {
    for (std::size_t i = 0; i < centre.size(); ++i) into[i] = (values[i] - centre[i]) / scale[i];
    if (head == Head::box) into[4] = is_empty_box(values) ? 0.F : 1.F;
  }
  return true;
}

void TargetCode::decode(const float* activated, float* into) const {
  if (head == Head::softmax || head == Head::sigmoid) {
    std::copy(activated, activated + width(), into);
  } else if (head == Head::scalar) {
    into[0] = activated[0] * scale[0] + centre[0];
    if (count) into[0] = std::max(into[0], 0.F);
  } else {
    const auto coordinate = [&](std::size_t i) { return std::clamp(activated[i] * scale[i] + centre[i], 0.F, 1.F); };
    const bool there = activated[4] >= 0.5F;
    for (std::size_t i = 0; i < 4; ++i) into[i] = there ? coordinate(i) : 0.F;
    // A box ends where the picture ends: each coordinate alone in [0,1] may still reach beyond it.
    for (std::size_t i = 0; i < 2; ++i) into[i + 2] = std::min(into[i + 2], 1.F - into[i]);
    into[4] = activated[4];
  }
}

double TargetCode::loss(std::size_t rows, std::size_t ld, const float* exact, const float* z) const {
  double total = 0;
  for (std::size_t r = 0; r < rows; ++r, exact += ld, z += ld) {
    double sum = 0;
    if (head == Head::softmax) {
      const double top = *std::max_element(z, z + width());
      double shares = 0, said = 0;
      for (std::size_t i = 0; i < width(); ++i) {
        shares += std::exp(static_cast<float>(z[i] - top));
        said += static_cast<double>(exact[i]) * z[i];
      }
      sum = top + std::log(shares) - said;
    } else if (head == Head::sigmoid) {
      for (std::size_t i = 0; i < width(); ++i) sum += softplus(z[i]) - static_cast<double>(exact[i]) * z[i];
      sum /= static_cast<double>(width());
    } else if (head == Head::box) {
      sum = softplus(z[4]) - static_cast<double>(exact[4]) * z[4];
      for (std::size_t i = 0; i < 4 && exact[4] >= 0.5F; ++i) {
        const double error = z[i] - exact[i];
        sum += error * error / 4;
      }
    } else {
      sum = std::abs(static_cast<double>(z[0]) - exact[0]);
    }
    total += sum;
  }
  return total;
}

}  // namespace mlink::links
