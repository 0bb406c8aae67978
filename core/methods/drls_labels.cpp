#include "methods/drls_labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "metrics/metrics.h"

namespace mlink::methods {
namespace {

constexpr int kCountBins = 3;  ///< 1, 2, 3 and more
constexpr float kThere = 0.5F;
constexpr std::size_t kMostWords = 64;

std::vector<float> quarters_of(const OutputColumn& column) {
  std::vector<float> values;
  for (std::size_t row = 0; row < column.presence.size(); ++row)
    if (column.present(row) && std::isfinite(column.row(row)[0])) values.push_back(column.row(row)[0]);
  std::sort(values.begin(), values.end());
  std::vector<float> edges;
  for (std::size_t quarter = 1; quarter < 4 && !values.empty(); ++quarter)
    edges.push_back(values[values.size() * quarter / 4]);
  return edges;
}

/// The words that training says most often; of equally frequent ones the first in the alphabet.
std::vector<std::string> frequent_words(const OutputColumn& column) {
  std::map<std::string, std::size_t> times;
  for (std::size_t row = 0; row < column.presence.size(); ++row)
    if (column.present(row))
      for (const std::string& word : column.words[row]) ++times[word];
  std::vector<std::string> words;
  for (const auto& [word, n] : times) words.push_back(word);
  std::stable_sort(words.begin(), words.end(), [&](const auto& a, const auto& b) { return times.at(a) > times.at(b); });
  words.resize(std::min(words.size(), kMostWords));
  std::sort(words.begin(), words.end());
  return words;
}

/// What the labels of a box are called: boxes that call them alike share them.
std::vector<std::string> label_names(const OutputColumn& column, const std::vector<float>& edges,
                                     const std::vector<std::string>& words) {
  std::vector<std::string> names;
  switch (column.spec.task) {
    case Task::single_label:
    case Task::multi_label: return column.spec.labels;
    case Task::localization: return {"there: " + column.box};
    case Task::sequence: return words;
    case Task::count:
      for (int bin = 1; bin <= kCountBins; ++bin)
        names.push_back(fmt::format("{} {}", bin, column.spec.unit.empty() ? column.box : column.spec.unit));
      return names;
    case Task::regression:
      for (std::size_t quarter = 0; quarter <= edges.size(); ++quarter)
        names.push_back(fmt::format("quarter {} of {}", quarter + 1, column.box));
      return names;
  }
  return names;
}

void tidy(std::vector<SaidLabel>& said, std::size_t first) {
  const auto begin = said.begin() + static_cast<std::ptrdiff_t>(first);
  if (said.end() - begin < 2) return;
  std::sort(begin, said.end(), [](const SaidLabel& a, const SaidLabel& b) { return a.label < b.label; });
  said.erase(std::unique(begin, said.end(), [](const SaidLabel& a, const SaidLabel& b) { return a.label == b.label; }),
             said.end());
}

}  // namespace

LabelCode LabelCode::learn(const OutputTable& training) {
  LabelCode code;
  std::map<std::string, int> known;
  for (const OutputColumn& column : training.columns) {
    OfBox of{column.box, column.spec.task, column.spec.width, {}, {}, {}};
    if (of.task == Task::regression) of.edges = quarters_of(column);
    if (of.task == Task::sequence) of.words = frequent_words(column);
    for (const std::string& name : label_names(column, of.edges, of.words))
      of.labels.push_back(known.emplace(name, static_cast<int>(known.size())).first->second);
    code.boxes_.push_back(std::move(of));
  }
  code.labels_ = static_cast<int>(known.size());
  return code;
}

bool LabelCode::fits(const OutputTable& table) const {
  return std::equal(boxes_.begin(), boxes_.end(), table.columns.begin(), table.columns.end(),
                    [](const OfBox& of, const OutputColumn& column) {
                      return of.box == column.box && of.task == column.spec.task && of.width == column.spec.width;
                    });
}

void LabelCode::read_vector(const OfBox& of, const OutputColumn& column, std::size_t row,
                            std::vector<SaidLabel>& said) const {
  const auto values = column.row(row);
  if (of.task == Task::single_label) {
    const auto best = std::max_element(values.begin(), values.end());
    if (best != values.end() && *best > 0)
      said.push_back({of.labels[static_cast<std::size_t>(best - values.begin())], *best});
  } else if (of.task == Task::multi_label) {
    for (std::size_t i = 0; i < values.size(); ++i)
      if (values[i] >= kThere) said.push_back({of.labels[i], values[i]});
  } else if (of.task == Task::localization) {
    if (values[4] >= kThere && !is_empty_box(values)) said.push_back({of.labels[0], values[4]});
  } else if (of.task == Task::count) {
    const auto bin = static_cast<int>(std::clamp(std::round(values[0]), 0.F, static_cast<float>(kCountBins)));
    if (bin > 0) said.push_back({of.labels[static_cast<std::size_t>(bin - 1)], 1});
  } else if (!of.edges.empty() && std::isfinite(values[0])) {
    const auto quarter = std::upper_bound(of.edges.begin(), of.edges.end(), values[0]) - of.edges.begin();
    said.push_back({of.labels[static_cast<std::size_t>(quarter)], 1});
  }
}

void LabelCode::read(const OutputColumn& column, std::size_t box, std::size_t row, std::vector<SaidLabel>& said) const {
  if (!column.present(row)) return;
  const OfBox& of = boxes_[box];
  const std::size_t first = said.size();
  if (of.task == Task::sequence) {
    for (const std::string& word : column.words[row]) {
      const auto at = std::lower_bound(of.words.begin(), of.words.end(), word);
      if (at != of.words.end() && *at == word)
        said.push_back({of.labels[static_cast<std::size_t>(at - of.words.begin())], 1});
    }
  } else {
    read_vector(of, column, row, said);
  }
  tidy(said, first);
}

nlohmann::json LabelCode::to_json() const {
  auto boxes = nlohmann::json::array();
  for (const OfBox& of : boxes_)
    boxes.push_back({{"box", of.box},
                     {"task", std::string(to_string(of.task))},
                     {"width", of.width},
                     {"labels", of.labels},
                     {"edges", of.edges},
                     {"words", of.words}});
  return {{"labels", labels_}, {"boxes", std::move(boxes)}};
}

Result<LabelCode> LabelCode::from_json(const nlohmann::json& json) {
  LabelCode code;
  try {
    code.labels_ = json.at("labels").get<int>();
    for (const auto& one : json.at("boxes")) {
      MLINK_ASSIGN(const Task task, task_from_string(one.at("task").get<std::string>()));
      code.boxes_.push_back({one.at("box").get<std::string>(), task, one.at("width").get<int>(),
                             one.at("labels").get<std::vector<int>>(), one.at("edges").get<std::vector<float>>(),
                             one.at("words").get<std::vector<std::string>>()});
      const OfBox& of = code.boxes_.back();
      const bool classes = task == Task::single_label || task == Task::multi_label;
      const std::size_t wanted = classes                    ? static_cast<std::size_t>(std::max(of.width, 0))
                                 : task == Task::count      ? std::size_t{kCountBins}
                                 : task == Task::sequence   ? of.words.size()
                                 : task == Task::regression ? of.edges.size() + 1
                                                            : 1;
      const bool known = std::all_of(of.labels.begin(), of.labels.end(),
                                     [&](int label) { return label >= 0 && label < code.labels_; });
      if (of.labels.size() != wanted || !known)
        return fail(ErrorKind::corrupt, fmt::format("The labels of {} do not fit its outputs.", of.box));
    }
  } catch (const nlohmann::json::exception&) {
    return fail(ErrorKind::corrupt, "The labels of a trained scheduler cannot be read.");
  }
  return code;
}

}  // namespace mlink::methods
