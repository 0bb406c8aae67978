#include "metrics/prior.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "metrics/metrics.h"

namespace mlink::metrics {
namespace {

using Rows = std::vector<std::size_t>;

float lower_median(const OutputColumn& column, const Rows& rows, std::size_t value) {
  std::vector<float> values;
  values.reserve(rows.size());
  for (const std::size_t row : rows) values.push_back(column.row(row)[value]);
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::vector<float> class_prior(const OutputColumn& column, const Rows& rows) {
  const auto width = static_cast<std::size_t>(column.spec.width);
  std::vector<double> mean(width, 0.0);
  std::vector<std::size_t> chosen(width, 0);
  for (const std::size_t row : rows) {
    const auto values = column.row(row);
    for (std::size_t i = 0; i < width; ++i) mean[i] += values[i] / static_cast<double>(rows.size());
    ++chosen[static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin())];
  }
  const auto frequent = static_cast<std::size_t>(std::max_element(chosen.begin(), chosen.end()) - chosen.begin());
  std::vector<float> prior(mean.begin(), mean.end());
  const auto highest = static_cast<std::size_t>(std::max_element(prior.begin(), prior.end()) - prior.begin());
  std::swap(prior[frequent], prior[highest]);
  // Equal values after the change would let an earlier class win: a nudge, too small to matter otherwise.
  for (std::size_t i = 0; i < width; ++i)
    if (i != frequent && prior[i] >= prior[frequent]) prior[i] = prior[frequent] * (1 - 1e-5F);
  return prior;
}

std::vector<float> label_prior(const OutputColumn& column, const Rows& rows) {
  std::vector<float> prior(static_cast<std::size_t>(column.spec.width), 0.F);
  for (const std::size_t row : rows)
    for (std::size_t i = 0; i < prior.size(); ++i)
      if (column.row(row)[i] >= 0.5F) prior[i] += 1;
  for (float& share : prior) share /= static_cast<float>(rows.size());
  return prior;
}

std::vector<float> box_prior(const OutputColumn& column, const Rows& rows) {
  std::vector<float> prior(5, 0.F);
  Rows filled;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(filled),
               [&](std::size_t row) { return !is_empty_box(column.row(row)); });
  if (2 * filled.size() < rows.size() || filled.empty()) return prior;
  for (std::size_t i = 0; i < prior.size(); ++i) prior[i] = lower_median(column, filled, i);
  // Medians of each value alone may make a box that leaves the picture.
  for (std::size_t i = 0; i < 2; ++i) prior[i + 2] = std::min(prior[i + 2], 1.F - prior[i]);
  return prior;
}

double tolerance_of(const OutputSpec& spec) { return spec.task == Task::count ? 0.5 : spec.tolerance; }

/// The constant within the tolerance of most rows. Several that are as good: the one nearest to the lower median, then
/// the lower. A count's constant is a whole number, since the windows of whole numbers hold one of them.
float best_constant(const OutputColumn& column, const Rows& rows) {
  std::vector<float> values;
  values.reserve(rows.size());
  for (const std::size_t row : rows) values.push_back(column.row(row)[0]);
  std::sort(values.begin(), values.end());
  const double tolerance = tolerance_of(column.spec), median = values[(values.size() - 1) / 2];
  const auto middle = [&](std::size_t first, std::size_t last) {
    return static_cast<float>((static_cast<double>(values[first]) + static_cast<double>(values[last])) / 2);
  };
  // As metrics.cpp decides what is right, with the rounding of the constant that is kept.
  const auto holds = [&](std::size_t first, std::size_t last) {
    const double c = middle(first, last);
    return std::abs(static_cast<double>(values[first]) - c) < tolerance &&
           std::abs(static_cast<double>(values[last]) - c) < tolerance;
  };
  std::size_t most = 0;
  float best = values[(values.size() - 1) / 2];
  for (std::size_t first = 0, last = 0; first < values.size(); ++first) {
    last = std::max(last, first);
    while (last + 1 < values.size() && holds(first, last + 1)) ++last;
    const std::size_t inside = last - first + 1;
    const float c = middle(first, last);
    const bool nearer = std::abs(c - median) < std::abs(best - median);
    if (inside > most || (inside == most && nearer)) best = c;
    most = std::max(most, inside);
  }
  return best;
}

}  // namespace

std::vector<float> prior_output(const OutputColumn& column, std::span<const std::size_t> rows) {
  Rows counted;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(counted),
               [&](std::size_t row) { return column.present(row); });
  if (counted.empty()) return {};
  switch (column.spec.task) {
    case Task::single_label: return class_prior(column, counted);
    case Task::multi_label: return label_prior(column, counted);
    case Task::localization: return box_prior(column, counted);
    case Task::regression:
    case Task::count: return {best_constant(column, counted)};
    case Task::sequence: return {};
  }
  return {};
}

Words prior_words(const OutputColumn& column, std::span<const std::size_t> rows) {
  struct Seen {
    std::size_t times = 0, first = 0;
  };
  std::map<Words, Seen> seen;
  const Words* best = nullptr;
  Seen of_best;
  for (std::size_t n = 0; n < rows.size(); ++n) {
    if (column.spec.task != Task::sequence || !column.present(rows[n])) continue;
    seen.try_emplace(column.words[rows[n]], Seen{0, n}).first->second.times += 1;
  }
  for (const auto& [words, of_words] : seen) {
    const bool better =
        of_words.times > of_best.times || (of_words.times == of_best.times && of_words.first < of_best.first);
    if (!better) continue;
    best = &words;
    of_best = of_words;
  }
  return best ? *best : Words();
}

}  // namespace mlink::metrics
