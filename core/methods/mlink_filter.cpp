// mlink-filter, a method of this program (not of the paper): links predict what does not run, as in mlink, and frames
// in which a camera's picture hardly changed are left out, as in reducto: there the activated boxes' last outputs are
// shown again and the links see those. A budget of time is held by the mean, so a larger set may run on fewer frames.
// Set and rule are chosen together, by what the training part tells: how well outputs last there, and how well links
// predict on its inner rows from outputs that are as old. Of both the lower end of what so many frames can tell counts
// (Wilson's interval), or a link that was right on ten inner frames would be worth as much as a box. Without pictures
// the age of an output is all there is to go by.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

#include "methods/frame_filter.h"
#include "methods/rule_sums.h"
#include "methods/set_choices.h"
#include "methods/shown_again.h"

namespace mlink::methods {
namespace {

constexpr std::size_t kFilterScores = 60'000'000;  ///< frame scores of the test part while preparing
constexpr std::size_t kFilterTrials = 20'000'000;  ///< frame scores of the inner rows
constexpr std::size_t kFewestChoices = 12, kMostChoices = 64;
constexpr std::size_t kShares = 12;
constexpr std::size_t kLeastInner = 200, kMostInner = 4096;

struct FilterChoice : SetChoice {
  FrameRule rule;
};

/// What is tried on the training part: rules over all of it for outputs that are shown again, and over its inner rows
/// for what links make of them.
class FilterTrials {
 public:
  FilterTrials(const MethodInput& input, std::vector<PricedSet> sets)
      : input_(input), sets_(std::move(sets)), alike_(frames_alike(input)), all_(input.table, tried_rows(input)) {
    add_rules();
    const auto boxes = static_cast<std::size_t>(input.scores.boxes());
    const std::size_t trials = std::max<std::size_t>(sets_.size() * boxes * rules_.size() / 2, 1);
    inner_ = inner_rows(input, std::clamp(kFilterTrials / trials, kLeastInner, kMostInner));
    const FrameWalk inner(input.table, inner_);
    for (const TriedRule& rule : rules_) inner_last_.push_back(inner.last_executed(rule.rule, features()));
    for (int box = 0; box < input.scores.boxes(); ++box) {
      lasting_.emplace_back();
      const ShownAgain shown(input.table.columns[static_cast<std::size_t>(box)], all_.rows());
      for (const TriedRule& rule : rules_) {
        const double mean = shown.mean(rule.last);
        // Executed frames are right for certain: what is not known is how well outputs last between them.
        const double again = rule.share < 1 ? (mean - rule.share) / (1 - rule.share) : 1;
        const double frames = std::floor((1 - rule.share) * static_cast<double>(all_.rows().size())) / alike(box);
        lasting_.back().push_back(
            rule.share < 1 ? rule.share + (1 - rule.share) * at_least(std::clamp(again, 0., 1.), frames) : 1);
      }
    }
  }

  /// Of each set what it gives with each rule.
  [[nodiscard]] std::vector<std::vector<FilterChoice>> of_sets() const {
    std::vector<std::vector<FilterChoice>> all;
    for (const PricedSet& one : sets_) all.push_back(of_set(one));
    return all;
  }

 private:
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
  [[nodiscard]] std::vector<FilterChoice> of_set(const PricedSet& one) const {
    std::vector<double> values(rules_.size(), 0);
    for (int box = 0; box < input_.scores.boxes(); ++box) {
      const auto of_box = one.set.has(box) ? lasting_[static_cast<std::size_t>(box)] : predicted(one.set, box);
      for (std::size_t n = 0; n < values.size(); ++n) values[n] += of_box[n] / input_.scores.boxes();
    }
    std::vector<FilterChoice> choices;
    for (std::size_t n = 0; n < rules_.size(); ++n) {  // by rising share
      if (one.set.empty() && rules_[n].share < 1) continue;
      if (!choices.empty() && values[n] < choices.back().value) continue;
      const double cost = one.cost * (input_.kind == CostKind::time ? rules_[n].share : 1);
      choices.push_back({{cost, values[n], one.set}, rules_[n].rule});
    }
    return choices;
  }

  [[nodiscard]] double alike(int box) const { return alike_[static_cast<std::size_t>(box)]; }

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
      means[n] = count > 0 ? at_least(sum / count, count / alike(box)) : 0;
    }
    return means;
  }

  const MethodInput& input_;
  std::vector<PricedSet> sets_;
  std::vector<double> alike_;
  FrameWalk all_;
  std::vector<TriedRule> rules_;
  std::vector<std::size_t> inner_;
  std::vector<std::vector<std::uint32_t>> inner_last_;  ///< by rule
  std::vector<std::vector<double>> lasting_;  ///< box, then rule: score at least of what is shown of a box that runs
};

class PreparedFilter : public PreparedChoices<FilterChoice> {
 public:
  explicit PreparedFilter(const MethodInput& input) : PreparedChoices(input) {
    const std::size_t frames = input.timeline.rows() * input.table.columns.size();
    const std::size_t most = std::clamp(kFilterScores / std::max<std::size_t>(frames, 1), kFewestChoices, kMostChoices);
    choices_ = thinned(best_choices(FilterTrials(input, sets_to_try(input)).of_sets()), most);
    evaluate();
  }

  [[nodiscard]] std::vector<Stretch> stretches(double budget, int box) const override {
    const std::size_t at = dearest(budget);
    if (at >= choices_.size() || !own_[at]) return {};
    return stretches_of(box, choices_[at].set.has(box) ? Given::reused : Given::predicted_again,
                        test_walk().last_executed(choices_[at].rule, input_.aids.features.get()), false);
  }

 private:
  /// Made when it is needed: it is as large as the test part.
  [[nodiscard]] FrameWalk test_walk() const { return {input_.table, input_.timeline.test}; }

  /// Null where every frame is executed: the sets say it all.
  void evaluate() {
    own_.resize(choices_.size());
    const int boxes = input_.scores.boxes();
    std::vector<RuleOnBox> wanted;
    for (const FilterChoice& choice : choices_)
      for (int box = 0; box < boxes && choice.rule.threshold >= 0; ++box)
        wanted.push_back({choice.rule, choice.set, box});
    auto found = rule_sums(input_, test_walk(), wanted);
    auto next = found.begin();
    for (std::size_t n = 0; n < choices_.size(); ++n) {
      if (choices_[n].rule.threshold < 0) continue;
      own_[n] = own_of(choices_[n], {next, next + boxes});
      next += boxes;
    }
  }

  [[nodiscard]] std::shared_ptr<const OwnSums> own_of(const FilterChoice& choice,
                                                      const std::vector<RuleSums>& of_boxes) const {
    auto own = std::make_shared<OwnSums>();
    for (const RuleSums& box : of_boxes) own->sums.push_back(box.sums);
    const double seconds = cost_of(input_.costs, choice.set, CostKind::time);
    const auto prefix = static_cast<double>(input_.timeline.prefix_rows());
    const double left_out_there = prefix - of_boxes.front().prefix_runs;
    const double left_out = static_cast<double>(input_.timeline.rows()) - prefix - of_boxes.front().rest_runs;
    own->spent.prefix_seconds = -left_out_there * seconds;
    own->spent.rest_seconds = -left_out * seconds;
    own->spent.prefix_executions = -left_out_there * choice.set.size();
    own->spent.rest_executions = -left_out * choice.set.size();
    return own;
  }
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
