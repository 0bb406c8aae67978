#include "methods/drls_plan.h"

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mlink::methods {
namespace {

/// More budgets than that are those of an even grid: many boxes have too many sums.
constexpr std::size_t kMostLevels = 512;
constexpr double kNever = std::numeric_limits<double>::infinity();

/// A box without cost counts as a thousandth of the dearest one, as in activation probabilities.
std::vector<double> prices_of(const CostTable& costs, CostKind kind, std::size_t boxes) {
  std::vector<double> prices;
  double most = 0;
  for (std::size_t box = 0; box < boxes; ++box) {
    prices.push_back(costs.cost(static_cast<int>(box), kind));
    most = std::max(most, prices.back());
  }
  for (double& price : prices)
    if (!(price > 0)) price = most > 0 ? most / 1000 : 1;
  return prices;
}

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

}  // namespace

Predictions empty_outputs(const OutputSpec& spec, std::size_t rows) {
  Predictions empty;
  // A class or a value of "nothing" is in no box's outputs: there is nothing to show.
  if (spec.task == Task::single_label || spec.task == Task::regression) return empty;
  empty.width = spec.width;
  if (spec.task == Task::sequence)
    empty.words.resize(rows);
  else
    empty.values.assign(rows * static_cast<std::size_t>(spec.width), 0.F);
  return empty;
}

void read_frames(const OutputTable& table, const LabelCode& code, std::size_t row, SaidFrames& said) {
  std::vector<SaidLabel> labels;
  for (std::size_t box = 0; box < table.columns.size(); ++box) {
    labels.clear();
    code.read(table.columns[box], box, row, labels);
    if (labels.empty()) said.push(static_cast<std::uint32_t>(code.nothing_of(box)), 0);
    for (const SaidLabel& label : labels) said.push(static_cast<std::uint32_t>(label.label), label.confidence);
    said.end_box();
  }
}

PreparedDrls::PreparedDrls(const MethodInput& input, Scheduler scheduler)
    : table_(input.table),
      timeline_(input.timeline),
      costs_(input.costs),
      kind_(input.kind),
      scheduler_(std::move(scheduler)),
      boxes_(input.table.columns.size()),
      all_(BoxSet::all(static_cast<int>(boxes_))),
      total_(boxes_cost(costs_, all_, kind_)),
      prices_(prices_of(costs_, kind_, boxes_)),
      patterns_(boxes_) {
  find_patterns();
  count_rows();
  make_levels();
}

void PreparedDrls::find_patterns() {
  std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> known;
  std::string key;
  std::vector<SaidLabel> labels;
  pattern_of_.reserve(timeline_.rows());
  for (const std::size_t row : timeline_.test) {
    key.clear();
    for (std::size_t box = 0; box < boxes_; ++box) {
      labels.clear();
      scheduler_.code.read(table_.columns[box], box, row, labels);
      for (const SaidLabel& label : labels) {
        key += static_cast<char>(label.label % 255 + 1);
        key += static_cast<char>(label.label / 255 + 1);
      }
      key += '\0';
    }
    const auto at = known.find(std::string_view(key));
    if (at != known.end()) {
      pattern_of_.push_back(at->second);
      continue;
    }
    pattern_of_.push_back(static_cast<std::uint32_t>(known.size()));
    known.emplace(key, pattern_of_.back());
    read_frames(table_, scheduler_.code, row, patterns_);
  }
}

void PreparedDrls::count_rows() {
  std::vector<Predictions> empty;
  for (const OutputColumn& column : table_.columns) empty.push_back(empty_outputs(column.spec, 1));
  // Where a pattern's entry of the piece at hand is; entries of earlier pieces lie before it.
  std::vector<std::size_t> entry_of(patterns_.frames(), 0);
  for (std::size_t piece = 0; piece < timeline_.pieces.size(); ++piece) {
    const std::size_t first = entries_.size();
    for (std::size_t place = timeline_.pieces[piece].begin; place < timeline_.pieces[piece].end; ++place) {
      const std::uint32_t pattern = pattern_of_[place];
      std::size_t& at = entry_of[pattern];
      if (at < first || at >= entries_.size() || entries_[at].pattern != pattern) {
        at = entries_.size();
        entries_.push_back({pattern, static_cast<std::uint32_t>(piece), 0});
        counts_.resize(counts_.size() + boxes_, 0);
        empty_.resize(empty_.size() + boxes_, 0);
      }
      ++entries_[at].rows;
      for (std::size_t box = 0; box < boxes_; ++box) {
        const OutputColumn& column = table_.columns[box];
        const std::size_t row = timeline_.test[place];
        if (!column.present(row)) continue;
        counts_[at * boxes_ + box] += 1;
        if (predicted_all(empty[box], column.spec, 1))
          empty_[at * boxes_ + box] += replay_score(column, row, empty[box], 0);
      }
    }
  }
}

PreparedDrls::Choice PreparedDrls::choose(std::size_t pattern, double budget) const {
  // Where all boxes fit there is nothing to decide.
  if (fits(total_, budget)) return {all_, kNever};
  const double own = scheduler_.own.of(kind_);
  Choice choice{BoxSet(), total_};
  std::vector<std::uint32_t> state;
  std::vector<float> sums(scheduler_.net.hidden()), q(boxes_);
  double used = own;
  while (!(choice.run == all_)) {
    patterns_.state(pattern, choice.run, state);
    scheduler_.net.begin(sums);
    scheduler_.net.add(state, sums);
    scheduler_.net.values(sums, q);
    const auto worth = [&](std::size_t box) { return static_cast<double>(q[box]) / prices_[box]; };
    const auto cost = [&](std::size_t box) { return used + costs_.cost(static_cast<int>(box), kind_); };
    std::size_t best = boxes_;
    for (std::size_t box = 0; box < boxes_; ++box)
      if (!choice.run.has(static_cast<int>(box)) && fits(cost(box), budget) &&
          (best == boxes_ || worth(box) > worth(best)))
        best = box;
    for (std::size_t box = 0; box < boxes_; ++box)
      if (!choice.run.has(static_cast<int>(box)) && !fits(cost(box), budget) &&
          (best == boxes_ || worth(box) > worth(best) || (worth(box) == worth(best) && box < best)))
        choice.next = std::min(choice.next, cost(box));
    if (best == boxes_) break;
    used = cost(best);
    choice.run = choice.run.with(static_cast<int>(best));
  }
  return choice;
}

void PreparedDrls::spend(OwnSpent& spent, const Entry& entry, BoxSet run) const {
  const auto rows = static_cast<double>(entry.rows);
  const bool decides = !(run == all_);
  const double seconds = rows * (boxes_cost(costs_, run, CostKind::time) + (decides ? scheduler_.own.seconds : 0));
  const double executions = rows * run.size();
  const bool prefix = timeline_.pieces[entry.piece].prefix;
  (prefix ? spent.prefix_seconds : spent.rest_seconds) += seconds;
  (prefix ? spent.prefix_executions : spent.rest_executions) += executions;
  if (decides) spent.own_bytes = scheduler_.own.bytes;
  spent.box_bytes = std::max(spent.box_bytes, boxes_cost(costs_, run, memory_beside(kind_)));
  spent.loaded = BoxSet(spent.loaded.bits() | run.bits());
}

PreparedDrls::Level PreparedDrls::level_at(double budget, const std::vector<Choice>& choices) const {
  auto sums = std::make_shared<OwnSums>();
  sums->sums.assign(boxes_, std::vector<double>(timeline_.pieces.size(), 0));
  Level level{budget, false, nullptr};
  for (std::size_t n = 0; n < entries_.size(); ++n) {
    const Entry& entry = entries_[n];
    const BoxSet run = choices[entry.pattern].run;
    level.runs = level.runs || !run.empty();
    spend(sums->spent, entry, run);
    for (std::size_t box = 0; box < boxes_; ++box)
      sums->sums[box][entry.piece] +=
          run.has(static_cast<int>(box)) ? counts_[n * boxes_ + box] : empty_[n * boxes_ + box];
  }
  level.sums = std::move(sums);
  return level;
}

/// Levels at which a choice changes (step 0), or every `step`. False: there are too many.
bool PreparedDrls::make_levels(double step) {
  levels_.clear();
  std::vector<Choice> choices(patterns_.frames());
  for (double budget = 0; budget < kNever;) {
    if (levels_.size() == kMostLevels + 2) return false;
    double next = kNever;
    for (std::size_t pattern = 0; pattern < choices.size(); ++pattern) {
      Choice& choice = choices[pattern];
      if (fits(choice.next, budget)) choice = choose(pattern, budget);
      next = std::min(next, choice.next);
    }
    levels_.push_back(level_at(budget, choices));
    if (next == kNever) return true;
    budget = step > 0 ? std::max(next, static_cast<double>(levels_.size()) * step) : next;
    if (budget > total_ || fits(total_, budget)) budget = total_;
  }
  return true;
}

void PreparedDrls::make_levels() {
  if (!make_levels(0)) (void)make_levels(total_ / static_cast<double>(kMostLevels));
}

const PreparedDrls::Level& PreparedDrls::level_of(double budget) const {
  const auto above = std::partition_point(levels_.begin() + 1, levels_.end(),
                                          [&](const Level& level) { return fits(level.budget, budget); });
  return *(above - 1);
}

Plan PreparedDrls::plan(double budget) const {
  const Level& level = level_of(budget);
  Plan plan;
  plan.sets.assign(timeline_.periods.size(), BoxSet());
  plan.unrun = Unrun::missing;
  plan.own = level.sums;
  if (!level.runs) plan.note = "no box fits the budget: nothing runs";
  return plan;
}

std::vector<Stretch> PreparedDrls::stretches(double budget, int box) const {
  const double at = level_of(budget).budget;
  std::vector<BoxSet> run;
  for (std::size_t pattern = 0; pattern < patterns_.frames(); ++pattern) run.push_back(choose(pattern, at).run);
  std::vector<Stretch> stretches;
  for (std::size_t place = 0; place < pattern_of_.size(); ++place) {
    const Given given = run[pattern_of_[place]].has(box) ? Given::run : Given::by_method;
    if (!stretches.empty() && stretches.back().given == given)
      stretches.back().end = place + 1;
    else
      stretches.push_back({box, place, place + 1, given, 0});
  }
  return stretches;
}

void PreparedDrls::add_breakpoints(std::vector<double>& budgets) const {
  for (const Level& level : levels_) budgets.push_back(level.budget);
}

Predictions PreparedDrls::predict(int box, std::span<const std::size_t> rows) const {
  return empty_outputs(table_.columns[static_cast<std::size_t>(box)].spec, rows.size());
}

}  // namespace mlink::methods
