#include "experiment/live_choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/executor.h"
#include "methods/method.h"
#include "replay/link_predictor.h"

namespace mlink::experiment {
namespace {

/// A table whose last rows are a prefix; the others are known from the training part.
class KnownPredictor : public LinkPredictor {
 public:
  KnownPredictor(std::shared_ptr<const OutputTable> table, std::shared_ptr<const LinkSet> links,
                 const std::vector<std::vector<std::size_t>>& places)
      : LinkPredictor(std::move(table), std::move(links)), places_(places) {}
  [[nodiscard]] std::vector<std::size_t> known_rows(int target) const override {
    return places_.empty() ? std::vector<std::size_t>() : places_[static_cast<std::size_t>(target)];
  }

 private:
  const std::vector<std::vector<std::size_t>>& places_;
};

void append_row(OutputTable& table, double seconds) {
  table.frames.push_back({0, static_cast<std::int64_t>(table.frames.size()), seconds});
  for (auto& column : table.columns) {
    column.values.resize(column.values.size() + static_cast<std::size_t>(column.spec.width));
    column.presence.push_back(Presence::absent);
    if (column.spec.task == Task::sequence) column.words.emplace_back();
  }
}

OutputTable empty_table_of(const OutputTable& stored) {
  std::vector<std::pair<std::string, OutputSpec>> boxes;
  for (const auto& column : stored.columns) boxes.emplace_back(column.box, column.spec);
  return make_table({"prefix"}, {}, boxes);
}

/// One period that is all prefix; without rows a period without frames.
Timeline timeline_of(const OutputTable& table, std::size_t first) {
  if (first < table.rows()) return make_timeline(table, rows_from(table, first), 0, 1);
  Timeline none;
  none.periods.emplace_back();
  return none;
}

}  // namespace

Result<LiveChooser> LiveChooser::make(const OutputTable& stored, std::shared_ptr<const LinkSet> links, CostTable costs,
                                      const Amount& budget, const std::string& method) {
  const Method* const known = find_method(method);
  if (known == nullptr || (method != "mlink" && method != "mlink-exact"))
    return fail(ErrorKind::invalid_input, fmt::format("The method {} cannot run live.", method),
                "mlink (greedy) and mlink-exact can.");
  LiveChooser out;
  out.known_ = empty_table_of(stored);
  // Greedy asks for the links' own figures only; who compares sets tries them on the rows that may be known.
  if (method != "mlink") {
    std::map<std::size_t, std::size_t> place_of;
    for (int target = 0; target < static_cast<int>(stored.columns.size()); ++target)
      for (const auto row : links->inner_rows(stored, target)) place_of.emplace(row, 0);
    for (auto& [row, place] : place_of) {
      place = out.known_.rows();
      append_row(out.known_, stored.frames[row].seconds);
      for (std::size_t box = 0; box < stored.columns.size(); ++box)
        MLINK_TRY(set_output(out.known_, box, place, get_output(stored, box, row)));
    }
    for (int target = 0; target < static_cast<int>(stored.columns.size()); ++target) {
      out.places_.emplace_back();
      for (const auto row : links->inner_rows(stored, target)) out.places_.back().push_back(place_of.at(row));
    }
  }
  out.links_ = std::move(links);
  out.costs_ = std::move(costs);
  out.budget_ = budget;
  out.method_ = method;
  return out;
}

void LiveChooser::block(int box) {
  if (blocked_.has(box)) return;
  const double too_much = 2 * (budget_.value + most_cost(costs_, budget_.kind)) + 1;
  auto& costs = costs_.boxes[static_cast<std::size_t>(box)];
  costs.bytes = costs.seconds = too_much;
  blocked_ = blocked_.with(box);
}

BoxSet LiveChooser::profiled() const {
  BoxSet alone;
  bool one_fits = false;
  for (int box = 0; box < static_cast<int>(costs_.boxes.size()); ++box) {
    if (!fits(costs_.cost(box, budget_.kind), budget_.value)) continue;
    alone = alone.with(box);
    one_fits = one_fits || fits(cost_of(costs_, BoxSet().with(box), budget_.kind), budget_.value);
  }
  return one_fits ? alone : BoxSet();
}

Result<LiveChoice> LiveChooser::choose(std::span<const std::vector<Output>> prefix) const {
  const auto table = std::make_shared<OutputTable>(known_);
  const std::size_t first = table->rows();
  for (const auto& outputs : prefix) {
    append_row(*table, static_cast<double>(table->rows()));
    for (std::size_t box = 0; box < outputs.size(); ++box)
      MLINK_TRY(set_output(*table, box, table->rows() - 1, outputs[box]));
  }
  const Timeline timeline = timeline_of(*table, first);
  const KnownPredictor predictor(table, links_, places_);
  const auto k = static_cast<int>(table->columns.size());
  const Executor executor = thread_executor(1);
  ProgressMeter silent({}, "Run", "predictions", 0);
  ScoreTable scores(*table, timeline);
  MLINK_TRY(scores.add(empty_and_singles(k), *table, predictor, executor, {}, silent));
  const bool profiled = !prefix.empty();
  MLINK_ASSIGN(const auto orders, Orders::measure(scores, timeline, predictor, costs_, budget_.kind, profiled));
  if (method_ != "mlink") {
    const auto sets =
        k <= kAllSetsBoxes ? all_sets(k) : candidate_sets(*table, predictor, costs_, budget_.kind, orders, {});
    MLINK_TRY(scores.add(sets, *table, predictor, executor, {}, silent));
  }
  const Aids none;
  const MethodInput input{*table, timeline, scores, predictor, costs_, budget_.kind, profiled, orders, none};
  MLINK_ASSIGN(const auto method, find_method(method_)->prepare(input));
  const Plan plan = method->plan(budget_.value);
  LiveChoice choice;
  choice.activated = plan.sets.front();
  choice.cost = cost_of(costs_, choice.activated, budget_.kind);
  const auto probability = method->probability(0, budget_.value);
  choice.probability.assign(probability.begin(), probability.end());
  choice.note = plan.note;
  return choice;
}

}  // namespace mlink::experiment
