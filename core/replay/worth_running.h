// What a person who chooses boxes wants to know of a replay: the sets that no other set beats for their cost, in which
// order mlink looks at the boxes under a budget and what each adds, what a larger budget would change, and where it was
// close. Pure; thread-safe. All of it takes milliseconds, and seconds with very many boxes.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "replay/replay.h"

namespace mlink::replay {

/// A set that is better than all that cost less, and than the priors alone.
struct WorthSet {
  BoxSet set;
  double cost = 0;                     ///< of the engine's kind, links included
  double accuracy = 0;                 ///< ReplayEngine::objective
  std::vector<std::string> chosen_by;  ///< methods that run exactly this set at a budget of its cost
};
/// By rising cost: of all sets up to 12 boxes, above that of those that a method of the engine runs at some budget.
/// costs: those the engine was built with. Stopped: nothing.
[[nodiscard]] std::vector<WorthSet> sets_worth_running(const ReplayEngine& engine, const CostTable& costs,
                                                       const std::stop_token& stop = {});

/// One box in the order in which mlink looks at them.
struct RunStep {
  int box = 0;
  bool in = false;
  std::string why;              ///< as Selection says it
  double before = 0, with = 0;  ///< cost of what is in already, and with this box
  double probability = 0;       ///< activation probability; NaN: mlink is not among the engine's methods
};
/// mlink's next set as the budget grows.
struct NextSet {
  double budget = 0;
  BoxSet set;
  double accuracy = 0;
};
/// Two boxes, one behind the other in the order, of which one is in and one out though their P are nearly the same.
struct CloseCall {
  int first = 0, second = 0;
  double difference = 0;
};
inline constexpr double kCloseShare = 0.02;  ///< of the larger P: what a difference of a close call is at most

struct RunOrder {
  Amount budget;
  BoxSet set;
  double cost = 0, accuracy = 0;
  std::vector<RunStep> steps;
  std::optional<NextSet> next;     ///< none: a larger budget changes nothing
  std::optional<CloseCall> close;  ///< the closest
  std::string note, measured_on;   ///< as Selection says them
};
/// Of the first period. costs: those the engine was built with. A budget below 0, or not a number, is 0.
[[nodiscard]] RunOrder run_order(const ReplayEngine& engine, const CostTable& costs, double budget);

/// Budgets at which mlink's set becomes another one, ascending.
[[nodiscard]] std::vector<double> selection_changes(const ReplayEngine& engine);

/// The box with the highest P of a period, the first of equals; -1: none is known.
[[nodiscard]] int likeliest_box(const PeriodResult& period);

}  // namespace mlink::replay
