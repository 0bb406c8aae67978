// mlink-filter, a method of this program (not of the paper): links predict what does not run, as in mlink, and frames
// in which a camera's picture hardly changed are left out, as in reducto: there the activated boxes' last outputs are
// shown again and the links see those. A budget of time is held by the mean, so a larger set may run on fewer frames.
// Set and rule are chosen together, by what the training part tells: how well outputs last there, and how well links
// predict on its inner rows from outputs that are as old. Of both the lower end of what so many frames can tell counts
// (Wilson's interval), or a link that was right on ten inner frames would be worth as much as a box. Without pictures
// the age of an output is all there is to go by.
#include <algorithm>
#include <cmath>

#include "methods/best_sets.h"
#include "methods/frame_filter.h"

namespace mlink::methods {
namespace {

constexpr std::size_t kFilterScores = 60'000'000;  ///< frame scores of the test part while preparing
constexpr std::size_t kFilterTrials = 20'000'000;  ///< frame scores of the inner rows
constexpr std::size_t kFewestChoices = 12, kMostChoices = 64;
constexpr std::size_t kMostSets = 256;
constexpr std::size_t kMostBudgets = 400;
constexpr std::size_t kShares = 12;
constexpr std::size_t kLeastInner = 200, kMostInner = 4096;

struct Choice {
  double cost = 0, value = 0;  ///< mean cost a frame; output accuracy as far as it is known
  BoxSet set;
  FrameRule rule;
};

/// Lower end of Wilson's interval, one-sided 95 %, of a share that was found in so many independent frames.
double at_least(double share, double frames) {
  constexpr double z = 1.645;
  if (!(frames > 0) || std::isnan(share)) return 0;
  const double z2 = z * z / frames;
  return (share + z2 / 2 - z * std::sqrt(share * (1 - share) / frames + z2 / frames / 4)) / (1 + z2);
}

/// The sets that are tried: all that are scored where they are few, else those that greedy reaches.
std::vector<PricedSet> sets_to_try(const MethodInput& input) {
  std::vector<PricedSet> sets = priced_sets(input);
  if (sets.size() <= kMostSets) return sets;
  std::vector<BoxSet> reached{BoxSet::all(input.scores.boxes())};
  for (const BudgetStep& step : walk_steps(input.orders.order(0, 0), input.costs, input.kind, true))
    reached.push_back(step.set);
  std::erase_if(
      sets, [&](const PricedSet& one) { return std::find(reached.begin(), reached.end(), one.set) == reached.end(); });
  return sets;
}

/// Rows behind which no training row of a link lies, as far as these go: the end of the training part in time.
std::vector<std::size_t> inner_rows(const MethodInput& input, std::size_t most) {
  std::size_t first = input.table.rows();
  for (int target = 0; target < input.scores.boxes(); ++target) {
    const auto known = input.predictor.known_rows(target);
    if (!known.empty()) first = std::min(first, known.front());
  }
  auto rows = tried_rows(input);
  std::erase_if(rows, [&](std::size_t row) { return row < first; });
  if (rows.size() > most) rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(most));
  return rows;
}

/// What is tried on the training part: rules over all of it for outputs that are shown again, and over its inner rows
/// for what links make of them.
class Trials {
 public:
  Trials(const MethodInput& input, std::vector<PricedSet> sets)
      : input_(input), sets_(std::move(sets)), all_(input.table, tried_rows(input)) {
    add_rules();
    const auto boxes = static_cast<std::size_t>(input.scores.boxes());
    const std::size_t trials = std::max<std::size_t>(sets_.size() * boxes * rules_.size() / 2, 1);
    inner_ = inner_rows(input, std::clamp(kFilterTrials / trials, kLeastInner, kMostInner));
    const FrameWalk inner(input.table, inner_);
    for (const TriedRule& rule : rules_) inner_last_.push_back(inner.last_executed(rule.rule, features()));
    for (int box = 0; box < input.scores.boxes(); ++box) {
      lasting_.emplace_back();
      for (const TriedRule& rule : rules_) {
        const double mean = mean_score(scores_again(input_, BoxSet().with(box), box, all_.rows(), rule.last));
        // Executed frames are right for certain: what is not known is how well outputs last between them.
        const double again = rule.share < 1 ? (mean - rule.share) / (1 - rule.share) : 1;
        const auto frames = static_cast<std::size_t>((1 - rule.share) * static_cast<double>(all_.rows().size()));
        lasting_.back().push_back(rule.share < 1 ? rule.share + (1 - rule.share) * at_least(std::clamp(again, 0., 1.),
                                                                                            independent(frames, box))
                                                 : 1);
      }
    }
  }

  /// The best choice at each budget at which another one is the best, by rising budget.
  [[nodiscard]] std::vector<Choice> best() const {
    std::vector<std::vector<Choice>> of_sets;
    std::vector<double> budgets;
    for (const PricedSet& one : sets_) {
      of_sets.push_back(of_set(one));
      for (const Choice& choice : of_sets.back()) budgets.push_back(choice.cost);
    }
    std::vector<Choice> better;
    for (const double budget : few_of(std::move(budgets))) {
      const Choice* best = nullptr;
      for (const auto& choices : of_sets) {
        const Choice* fitting = nullptr;
        for (const Choice& choice : choices)
          if (fits(choice.cost, budget)) fitting = &choice;
        if (fitting && (!best || fitting->value > best->value - kTie)) best = fitting;  // of equals the dearer set
      }
      if (!best || (!better.empty() && best->set == better.back().set && best->cost == better.back().cost)) continue;
      if (better.empty() || best->value > better.back().value - kTie) better.push_back(*best);
    }
    return better;
  }

 private:
  /// No more than kMostBudgets and one, even among them, the greatest among these.
  static std::vector<double> few_of(std::vector<double> budgets) {
    std::sort(budgets.begin(), budgets.end());
    const std::size_t step = budgets.size() / kMostBudgets + 1;
    std::vector<double> few;
    for (std::size_t n = 0; n < budgets.size(); n += step) few.push_back(budgets[n]);
    if (!budgets.empty()) few.push_back(budgets.back());
    return few;
  }

  [[nodiscard]] const FrameFeatures* features() const { return input_.aids.features.get(); }

  void add_rules() {
    rules_.push_back({{}, 1, all_.last_executed({}, nullptr)});
    if (input_.kind != CostKind::time) return;  // frames left out save time, and no memory
    const auto shares = even_shares(kShares);
    std::vector<std::optional<FeatureKind>> looks{std::nullopt};
    if (features()) looks.insert(looks.end(), kAllFeatures.begin(), kAllFeatures.end());
    for (const auto& look : looks)
      for (auto& rule : rules_for(all_, look, Difference::last_executed, features(), shares))
        rules_.push_back(std::move(rule));
    std::stable_sort(rules_.begin(), rules_.end(),
                     [](const TriedRule& one, const TriedRule& other) { return one.share < other.share; });
  }

  /// What a set gives with each rule that is no worse than those that execute less, by rising cost.
  [[nodiscard]] std::vector<Choice> of_set(const PricedSet& one) const {
    std::vector<double> values(rules_.size(), 0);
    for (int box = 0; box < input_.scores.boxes(); ++box) {
      const auto of_box = one.set.has(box) ? lasting_[static_cast<std::size_t>(box)] : predicted(one.set, box);
      for (std::size_t n = 0; n < values.size(); ++n) values[n] += of_box[n] / input_.scores.boxes();
    }
    std::vector<Choice> choices;
    for (std::size_t n = 0; n < rules_.size(); ++n) {  // by rising share
      if (one.set.empty() && rules_[n].share < 1) continue;
      if (!choices.empty() && values[n] < choices.back().value) continue;
      choices.push_back(
          {one.cost * (input_.kind == CostKind::time ? rules_[n].share : 1), values[n], one.set, rules_[n].rule});
    }
    return choices;
  }

  /// Independent frames among so many: outputs resemble themselves for a while.
  [[nodiscard]] double independent(std::size_t frames, int box) const {
    return static_cast<double>(frames) /
           static_cast<double>(std::max<std::size_t>(1, input_.predictor.least_block(box)));
  }

  /// Score at least of a box that links predict, by rule.
  [[nodiscard]] std::vector<double> predicted(BoxSet set, int box) const {
    std::vector<double> means(rules_.size(), 0);
    const OutputColumn& column = input_.table.columns[static_cast<std::size_t>(box)];
    if (inner_.empty()) return means;
    const Predictions predictions = input_.predictor.predict(set, box, inner_);
    if (!predicted_all(predictions, column.spec, inner_.size())) return means;
    for (std::size_t n = 0; n < rules_.size(); ++n) {
      double sum = 0, count = 0;
      for (std::size_t place = 0; place < inner_.size(); ++place) {
        if (!column.present(inner_[place])) continue;
        sum += replay_score(column, inner_[place], predictions, inner_last_[n][place]);
        count += 1;
      }
      means[n] = count > 0 ? at_least(sum / count, independent(static_cast<std::size_t>(count), box)) : 0;
    }
    return means;
  }

  const MethodInput& input_;
  std::vector<PricedSet> sets_;
  FrameWalk all_;
  std::vector<TriedRule> rules_;
  std::vector<std::size_t> inner_;
  std::vector<std::vector<std::uint32_t>> inner_last_;  ///< by rule
  std::vector<std::vector<double>> lasting_;  ///< box, then rule: score at least of what is shown of a box that runs
};

/// No more than there is time to evaluate: those that gain least over the one before are left out.
std::vector<Choice> thinned(std::vector<Choice> choices, std::size_t most) {
  if (choices.size() <= most) return choices;
  const double gain = (choices.back().value - choices.front().value) / static_cast<double>(most);
  std::vector<Choice> kept{choices.front()};
  for (std::size_t n = 1; n < choices.size(); ++n)
    if (n + 1 == choices.size() || choices[n].value >= kept.back().value + gain) kept.push_back(choices[n]);
  return kept;
}

class PreparedFilter : public PreparedMethod {
 public:
  explicit PreparedFilter(const MethodInput& input) : input_(input), walk_(input.table, input.timeline.test) {
    const std::size_t frames = input.timeline.rows() * input.table.columns.size();
    const std::size_t most = std::clamp(kFilterScores / std::max<std::size_t>(frames, 1), kFewestChoices, kMostChoices);
    choices_ = thinned(Trials(input, sets_to_try(input)).best(), most);
    for (const Choice& choice : choices_) own_.push_back(evaluate(choice));
  }

  [[nodiscard]] Plan plan(double budget) const override {
    Plan plan;
    const std::size_t at = chosen(budget);
    plan.sets.assign(input_.timeline.periods.size(), at < choices_.size() ? choices_[at].set : BoxSet());
    if (at < choices_.size()) plan.own = own_[at];
    if (plan.sets.front().empty()) plan.note = kPriorsOnly;
    return plan;
  }

  [[nodiscard]] std::vector<Stretch> stretches(double budget) const override {
    std::vector<Stretch> all;
    const std::size_t at = chosen(budget);
    if (at >= choices_.size() || !own_[at]) return all;
    const auto last = walk_.last_executed(choices_[at].rule, input_.aids.features.get());
    for (int box = 0; box < input_.scores.boxes(); ++box)
      add_stretches(box, choices_[at].set.has(box) ? Given::reused : Given::predicted_again, last, false, all);
    return all;
  }

  void add_breakpoints(std::vector<double>& budgets) const override {
    for (const Choice& choice : choices_) budgets.push_back(choice.cost);
  }

 private:
  /// The dearest that fits; choices_.size(): none does.
  [[nodiscard]] std::size_t chosen(double budget) const {
    std::size_t at = choices_.size();
    for (std::size_t n = 0; n < choices_.size(); ++n)
      if (fits(choices_[n].cost, budget)) at = n;
    return at;
  }

  /// Null where every frame is executed: the sets say it all.
  [[nodiscard]] std::shared_ptr<const OwnSums> evaluate(const Choice& choice) const {
    if (choice.rule.threshold < 0) return nullptr;
    auto own = std::make_shared<OwnSums>();
    const auto last = walk_.last_executed(choice.rule, input_.aids.features.get());
    for (int box = 0; box < input_.scores.boxes(); ++box)
      own->sums.push_back(piece_sums(input_.timeline, scores_again(input_, choice.set, box, walk_.rows(), last)));
    const double seconds = cost_of(input_.costs, choice.set, CostKind::time);
    for (const Piece& piece : input_.timeline.pieces)
      for (std::size_t place = piece.begin; place < piece.end; ++place) {
        if (last[place] == place) continue;
        (piece.prefix ? own->spent.prefix_seconds : own->spent.rest_seconds) -= seconds;
        (piece.prefix ? own->spent.prefix_executions : own->spent.rest_executions) -= choice.set.size();
      }
    return own;
  }

  const MethodInput input_;
  FrameWalk walk_;
  std::vector<Choice> choices_;  ///< by rising cost and value
  std::vector<std::shared_ptr<const OwnSums>> own_;
};

class MlinkFilter : public Method {
 public:
  [[nodiscard]] std::string_view name() const override { return "mlink-filter"; }
  [[nodiscard]] std::string_view about() const override {
    return "as mlink-exact; frames that differ little show what was shown before";
  }
  [[nodiscard]] MethodNeeds needs() const override { return {.links = true, .frame_features = true, .training = true}; }
  [[nodiscard]] Result<std::unique_ptr<PreparedMethod>> prepare(const MethodInput& input) const override {
    return std::make_unique<PreparedFilter>(input);
  }
};

}  // namespace

std::unique_ptr<const Method> mlink_filter_method() { return std::make_unique<MlinkFilter>(); }

}  // namespace mlink::methods
