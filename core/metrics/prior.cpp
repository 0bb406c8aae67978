#include "metrics/prior.h"

#include <algorithm>
#include <map>

#include "metrics/metrics.h"

namespace mlink {
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
  return prior;
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
    case Task::count: return {lower_median(column, counted, 0)};
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

}  // namespace mlink
