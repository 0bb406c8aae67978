// Small tables of outputs whose links are known, for the suites of this folder.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "base/random.h"
#include "links/link_set.h"

namespace mlink::tests {
using namespace rooms;

inline OutputSpec spec_of(Task task) {
  switch (task) {
    case Task::single_label: return {task, 3, {"a", "b", "c"}, 0.5, ""};
    case Task::multi_label: return {task, 4, {"a", "b", "c", "d"}, 0.5, ""};
    case Task::localization: return {task, 5, {}, 0.5, ""};
    case Task::regression: return {task, 1, {}, 0.1, "share"};
    case Task::count: return {task, 1, {}, 0.5, "persons"};
    case Task::sequence: return {task, 0, {}, 0.5, ""};
  }
  return {};
}

/// The output of a task that a hidden number 0..4 causes.
inline std::vector<float> caused(Task task, int cause) {
  const auto c = static_cast<float>(cause);
  switch (task) {
    case Task::single_label: {
      std::vector<float> p(3, 0.1F);
      p[static_cast<std::size_t>(std::min(cause, 2))] = 0.8F;
      return p;
    }
    case Task::multi_label: {
      std::vector<float> p(4, 0.1F);
      for (int i = 0; i < std::min(cause, 4); ++i) p[static_cast<std::size_t>(i)] = 0.9F;
      return p;
    }
    case Task::localization:
      if (cause == 0) return {0, 0, 0, 0, 0};
      return {0.1F * c, 0.2F, 0.2F + 0.05F * c, 0.3F, 0.9F};
    case Task::regression: return {0.2F * c};
    case Task::count: return {c};
    case Task::sequence: return {};
  }
  return {};
}

/// What a hidden number is in words: some sentences begin alike, one is longer than the others.
inline Words told(int cause) {
  switch (cause) {
    case 0: return {"nobody"};
    case 1: return {"one", "person"};
    case 2: return {"two", "people", "walk"};
    case 3: return {"two", "people", "and", "one", "person"};
    default: return {"many", "people"};
  }
}
inline Output caused_output(Task task, int cause) {
  return {Presence::present, caused(task, cause), task == Task::sequence ? told(cause) : Words(), {}};
}

/// One box a task, all caused by the same hidden number; `rows` frames.
inline OutputTable caused_table(const std::vector<std::pair<std::string, Task>>& boxes, std::size_t rows,
                                std::uint64_t seed = 5) {
  std::vector<FrameKey> frames;
  for (std::size_t i = 0; i < rows; ++i)
    frames.push_back({0, static_cast<std::int64_t>(i), 0.5 * static_cast<double>(i)});
  std::vector<std::pair<std::string, OutputSpec>> specs;
  for (const auto& [name, task] : boxes) specs.emplace_back(name, spec_of(task));
  auto table = make_table({"cam"}, frames, specs);
  Random random(seed);
  for (std::size_t row = 0; row < rows; ++row) {
    const int cause = static_cast<int>(random.below(5));
    for (std::size_t column = 0; column < boxes.size(); ++column)
      (void)set_output(table, column, row, caused_output(boxes[column].second, cause));
  }
  return table;
}

/// Replaces a scalar column by values of a function of the row.
inline void fill(OutputTable& table, std::size_t column, const std::function<float(std::size_t)>& value) {
  for (std::size_t row = 0; row < table.rows(); ++row)
    (void)set_output(table, column, row, {Presence::present, {value(row)}, {}, {}});
}
inline void take_away(OutputTable& table, std::size_t column, std::size_t row, Presence presence) {
  (void)set_output(table, column, row, {presence, {}, {}, {}});
  const auto width = static_cast<std::size_t>(table.columns[column].spec.width);
  std::fill_n(table.columns[column].values.begin() + static_cast<std::ptrdiff_t>(row * width), width, 0.F);
  if (!table.columns[column].words.empty()) table.columns[column].words[row].clear();
}

inline Executor one_thread() {
  return [](std::size_t n, const std::function<void(std::size_t)>& job) {
    for (std::size_t k = 0; k < n; ++k) job(k);
  };
}
/// `threads` threads, jobs dealt out round robin, the last first.
inline Executor many_threads(std::size_t threads) {
  return [threads](std::size_t n, const std::function<void(std::size_t)>& job) {
    std::vector<std::jthread> pool;
    for (std::size_t t = 0; t < threads; ++t)
      pool.emplace_back([=, &job] {
        for (std::size_t k = n; k-- > 0;)
          if (k % threads == t) job(k);
      });
  };
}

/// Half of the rows train and the bootstrap is short, so that a test takes milliseconds.
inline TrainSettings quick() {
  TrainSettings settings;
  settings.part = 0.5;
  settings.epochs = 40;
  settings.bootstrap = 20;
  return settings;
}
inline Result<LinkSet> train(const OutputTable& table, const TrainSettings& settings = quick()) {
  return train_links(table, settings, one_thread(), {}, {});
}

inline std::vector<std::size_t> rows_of(std::size_t begin, std::size_t end) {
  std::vector<std::size_t> rows;
  for (std::size_t row = begin; row < end; ++row) rows.push_back(row);
  return rows;
}
inline BoxSet set_of(std::initializer_list<int> boxes) {
  BoxSet set;
  for (const int i : boxes) set = set.with(i);
  return set;
}

inline const std::vector<std::pair<std::string, Task>> kAllTasks{{"count", Task::count},
                                                                 {"share", Task::regression},
                                                                 {"label", Task::single_label},
                                                                 {"labels", Task::multi_label},
                                                                 {"box", Task::localization}};

/// A table of all tasks with holes of every kind, trained once.
struct Holed {
  OutputTable table = caused_table(kAllTasks, 300);
  Result<LinkSet> set = tl::make_unexpected(Error{});

  Holed() {
    Random random(17);
    for (std::size_t row = 0; row < table.rows(); ++row)
      for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const auto dice = random.below(10);
        if (dice < 3)
          take_away(table, column, row, std::array{Presence::none, Presence::failed, Presence::absent}[dice]);
      }
    set = train(table);
  }
};
inline const Holed& holed() {
  static const Holed made;
  return made;
}

/// No NaN, no infinity.
inline bool finite(const Predictions& predictions) {
  return std::all_of(predictions.values.begin(), predictions.values.end(), [](float v) { return std::isfinite(v); });
}

}  // namespace mlink::tests
