#include "studies/simulation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <numeric>

#include "base/number.h"
#include "base/random.h"
#include "metrics/bootstrap.h"
#include "scheduling/limits.h"

namespace mlink::studies {
namespace {

constexpr double kLeastCost = 0.01;
constexpr double kAsGood = 1e-9;
constexpr int kResamples = 1000, kMostSimulatedBoxes = 15;

double drawn_normal(Random& random) {
  // Polar method: of a point in the unit circle.
  while (true) {
    const double x = 2 * random.unit() - 1;
    const double y = 2 * random.unit() - 1;
    const double s = x * x + y * y;
    if (s > 0 && s < 1) return 0.5 + 0.2 * x * std::sqrt(-2 * std::log(s) / s);
  }
}

/// Beta(0.5, 0.5) is the arcsine distribution.
double drawn_beta(Random& random) {
  const double root = std::sin(std::numbers::pi / 2 * random.unit());
  return root * root;
}

CostTable costs_of(const SimulatedProblem& problem) {
  CostTable costs;
  for (std::size_t i = 0; i < problem.cost.size(); ++i) {
    BoxCosts box;
    box.box = fmt::format("box {:02}", i);
    box.seconds = problem.cost[i];
    box.seconds_origin = CostOrigin::typed;
    costs.boxes.push_back(box);
  }
  return costs;
}

/// The set that taking boxes in this order ends with.
BoxSet taken(const std::vector<int>& order, const SimulatedProblem& problem, double budget) {
  return walk(order, costs_of(problem), {CostKind::time, budget}, true).activated;
}

Result<std::vector<Activation>> activations_of(const SimulatedProblem& problem, const CostTable& costs) {
  std::vector<std::string> names;
  names.reserve(costs.boxes.size());
  for (const BoxCosts& box : costs.boxes) names.push_back(box.box);
  return activation_probabilities(names, problem.p, problem.cost);
}

Result<BoxSet> by_activation(const SimulatedProblem& problem, double budget, std::uint64_t /*seed*/) {
  const CostTable costs = costs_of(problem);
  MLINK_ASSIGN(const auto activations, activations_of(problem, costs));
  return select_greedy(activations, costs, Amount{CostKind::time, budget}, {}).activated;
}

Result<BoxSet> by_pairs_and_swaps(const SimulatedProblem& problem, double budget, std::uint64_t /*seed*/) {
  const CostTable costs = costs_of(problem);
  MLINK_ASSIGN(const auto activations, activations_of(problem, costs));
  const auto objective = [&](BoxSet set) { return problem.objective(set); };
  MLINK_ASSIGN(const auto selection, select_enumerated(activations, costs, Amount{CostKind::time, budget}, objective));
  return selection.activated;
}

Result<BoxSet> by_enumeration(const SimulatedProblem& problem, double budget, std::uint64_t /*seed*/) {
  const auto objective = [&](BoxSet set) { return problem.objective(set); };
  MLINK_ASSIGN(const auto selection, select_exact(costs_of(problem), Amount{CostKind::time, budget}, objective));
  return selection.activated;
}

/// Each time the box that fits and adds most to the objective for its cost; it looks at ensembles, as the paper's
/// greedy does not.
Result<BoxSet> by_gain(const SimulatedProblem& problem, double budget, std::uint64_t /*seed*/) {
  BoxSet set;
  double cost = 0;
  while (true) {
    int best = -1;
    double best_rate = -1;
    for (int i = 0; i < problem.boxes(); ++i) {
      const double own = problem.cost[static_cast<std::size_t>(i)];
      if (set.has(i) || !fits(cost + own, budget)) continue;
      const double rate = (problem.objective(set.with(i)) - problem.objective(set)) / own;
      if (rate > best_rate) {
        best = i;
        best_rate = rate;
      }
    }
    if (best < 0) return set;
    set = set.with(best);
    cost += problem.cost[static_cast<std::size_t>(best)];
  }
}

Result<BoxSet> by_cost(const SimulatedProblem& problem, double budget, std::uint64_t /*seed*/) {
  return taken(standalone_order(costs_of(problem), CostKind::time), problem, budget);
}

Result<BoxSet> by_chance(const SimulatedProblem& problem, double budget, std::uint64_t seed) {
  std::vector<int> order(problem.cost.size());
  std::iota(order.begin(), order.end(), 0);
  Random random(job_seed(seed, -1, 0));
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
  return taken(order, problem, budget);
}

struct Selector {
  const char* name;
  Result<BoxSet> (*choose)(const SimulatedProblem&, double budget, std::uint64_t seed);
};
constexpr std::array<Selector, 6> kSelectors{{{"greedy", by_activation},
                                              {"exact", by_enumeration},
                                              {"enumerate", by_pairs_and_swaps},
                                              {"gain", by_gain},
                                              {"cheapest", by_cost},
                                              {"random", by_chance}}};

double mean_of_values(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.) / static_cast<double>(values.size());
}

/// Every selector on every problem at one budget.
Status add_budget(Drawn drawn, double share, const std::vector<SimulatedProblem>& problems, SimulationResult& result) {
  std::vector<double> best;
  best.reserve(problems.size());
  for (const auto& problem : problems) best.push_back(best_by_brute_force(problem, share * problem.total_cost()));
  for (const Selector& selector : kSelectors) {
    SimulationRow row;
    row.drawn = to_string(drawn);
    row.selector = selector.name;
    row.budget = share;
    row.best = mean_of_values(best);
    std::vector<double> distances;
    for (std::size_t n = 0; n < problems.size(); ++n) {
      const auto& problem = problems[n];
      MLINK_ASSIGN(const BoxSet set,
                   selector.choose(problem, share * problem.total_cost(), result.settings.seed() + n));
      const double objective = problem.objective(set);
      row.objective += objective / static_cast<double>(problems.size());
      distances.push_back(best[n] - objective);
      if (distances.back() <= kAsGood) row.found += 1 / static_cast<double>(problems.size());
    }
    row.distance = mean_of_values(distances);
    row.worst = *std::max_element(distances.begin(), distances.end());
    row.interval = interval_of_mean(distances, kResamples, result.settings.seed(), 1);  // problems are independent
    result.rows.push_back(std::move(row));
  }
  return {};
}

Status simulate(const StudyInput& input, SimulationResult& result) {
  const SimulationSettings& settings = result.settings;
  ProgressMeter meter(input.progress, "Study", "budgets", static_cast<std::int64_t>(2 * settings.budgets.size()));
  for (const Drawn drawn : {Drawn::normal, Drawn::beta}) {
    std::vector<SimulatedProblem> problems;
    problems.reserve(static_cast<std::size_t>(settings.repeats));
    for (int n = 0; n < settings.repeats; ++n)
      problems.push_back(
          draw_problem(drawn, settings.boxes, settings.gain, settings.seed() + static_cast<std::uint64_t>(n)));
    for (const double share : settings.budgets) {
      if (input.stop.stop_requested()) return stopped();
      MLINK_TRY(add_budget(drawn, share, problems, result));
      meter.advance(1, std::string(to_string(drawn)));
    }
  }
  meter.finish();
  return {};
}

class SimulationStudy final : public StudyOf<SimulationSettings, SimulationResult> {
 public:
  [[nodiscard]] std::string_view name() const override { return "simulation"; }
  [[nodiscard]] std::string_view title() const override {
    return "How far each selector stays from the best set, on drawn problems; needs no outputs";
  }
  [[nodiscard]] StudyNeeds needs() const override { return {.boxes = 0, .links = false, .pictures = false}; }
  [[nodiscard]] std::vector<std::string> more_tables() const override { return {"figure"}; }

 protected:
  [[nodiscard]] Status fill(const StudyInput& input, SimulationResult& result) const override {
    MLINK_TRY(simulate(input, result));
    result.head.complete = true;
    return input.hands.keep ? input.hands.keep(result) : Status{};
  }
};

}  // namespace

std::unique_ptr<const Study> simulation_study() { return std::make_unique<const SimulationStudy>(); }

double SimulatedProblem::ensemble(BoxSet from, int target) const {
  double best = 0;
  for (int i = 0; i < boxes(); ++i)
    if (from.has(i) && i != target)
      best = std::max(best, p[static_cast<std::size_t>(i) * cost.size() + static_cast<std::size_t>(target)]);
  const int sources = from.without(target).size();
  return sources == 0 ? 0 : std::min(1., best + gain * (sources - 1));
}

double SimulatedProblem::objective(BoxSet activated) const {
  double sum = 0;
  for (int j = 0; j < boxes(); ++j) sum += activated.has(j) ? 1 : ensemble(activated, j);
  return sum / boxes();
}

double SimulatedProblem::total_cost() const { return std::accumulate(cost.begin(), cost.end(), 0.); }

std::string_view to_string(Drawn drawn) { return drawn == Drawn::normal ? "N(0.5, 0.2)" : "Beta(0.5, 0.5)"; }

SimulatedProblem draw_problem(Drawn drawn, int boxes, double gain, std::uint64_t seed) {
  Random random(job_seed(seed, static_cast<std::int64_t>(drawn), boxes));
  const auto draw = [&] { return drawn == Drawn::normal ? drawn_normal(random) : drawn_beta(random); };
  SimulatedProblem problem;
  problem.gain = gain;
  for (int i = 0; i < boxes; ++i)
    for (int j = 0; j < boxes; ++j) problem.p.push_back(i == j ? kNan : std::clamp(draw(), 0., 1.));
  for (int i = 0; i < boxes; ++i) problem.cost.push_back(std::clamp(draw(), kLeastCost, 1.));
  return problem;
}

std::vector<std::string> simulated_selectors() {
  std::vector<std::string> names;
  names.reserve(kSelectors.size());
  for (const Selector& selector : kSelectors) names.emplace_back(selector.name);
  return names;
}

Result<BoxSet> simulated_choice(const std::string& selector, const SimulatedProblem& problem, double budget,
                                std::uint64_t seed) {
  for (const Selector& known : kSelectors)
    if (known.name == selector) return known.choose(problem, budget, seed);
  return fail(ErrorKind::invalid_input, fmt::format("There is no selector \"{}\".", selector),
              fmt::format("Selectors are {}.", fmt::join(simulated_selectors(), ", ")));
}

double best_by_brute_force(const SimulatedProblem& problem, double budget) {
  double best = 0;
  for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << static_cast<unsigned>(problem.boxes())); ++bits) {
    double cost = 0;
    for (int i = 0; i < problem.boxes(); ++i)
      cost += BoxSet(bits).has(i) ? problem.cost[static_cast<std::size_t>(i)] : 0;
    if (cost <= budget * (1 + 1e-12)) best = std::max(best, problem.objective(BoxSet(bits)));
  }
  return best;
}

std::vector<StudyOption> SimulationSettings::options() {
  return {{"repeats", "Problems drawn from each distribution, a seed each", &repeats, std::pair{1, 1000}},
          {"seed", "Seed of the first problem", &first_seed},
          {"boxes", "Boxes of a problem", &boxes, std::pair{2, kMostSimulatedBoxes}},
          {"gain", "What an ensemble gains a further source", &gain},
          {"budgets", "Budgets, as shares of the cost of all boxes", &budgets}};
}

Status SimulationSettings::check() const {
  MLINK_TRY(check_repeats(repeats));
  if (boxes < 2 || boxes > kMostSimulatedBoxes)
    return bad_setting("number of boxes", std::to_string(boxes), fmt::format("between 2 and {}", kMostSimulatedBoxes));
  if (!(gain >= 0 && gain <= 1)) return bad_setting("gain", fmt::format("{:g}", gain), "between 0 and 1");
  if (budgets.empty() || budgets.size() > 1000)
    return bad_setting("number of budgets", std::to_string(budgets.size()), "between 1 and 1000");
  for (const double budget : budgets)
    if (!(budget > 0 && budget <= 1))
      return bad_setting("budget", fmt::format("{:g}", budget), "above 0 and at most 1");
  return {};
}

}  // namespace mlink::studies
