// Selectors, on one thread: exact with 20 boxes (1,048,576 sets) and greedy with 50, all with links' costs. Claims:
// exact at most 1 s where an objective is a table's entry, greedy at most 1 ms. Enumeration (all pairs) of 50 boxes
// beside them.
//   bench_select
#include <fmt/format.h>

#include <vector>

#include "base/random.h"
#include "scheduling/limits.h"
#include "timing.h"

namespace {

using namespace mlink::rooms;

struct Case {
  CostTable costs;
  std::vector<Activation> activations;
  Amount budget;
};

Case made(int boxes) {
  Random random(3);
  Case out;
  double all = 0;
  std::vector<double> p, cost;
  std::vector<std::string> names;
  for (int i = 0; i < boxes; ++i) {
    names.push_back(fmt::format("box {}", i));
    cost.push_back(.01 + .1 * random.unit());
    all += cost.back();
    out.costs.boxes.push_back({names.back(), cost.back(), CostOrigin::typed, 1e9, CostOrigin::typed});
  }
  for (int n = 0; n < boxes * boxes; ++n) p.push_back(random.unit());
  out.costs.predicting = even_link_costs(static_cast<std::size_t>(boxes), {1e-6, 4e4});
  out.activations = *activation_probabilities(names, p, cost);
  out.budget = {CostKind::time, all / 2};
  return out;
}

template <class Run>
double median_seconds(int runs, const Run& run) {
  std::vector<double> seconds;
  for (int n = 0; n < runs; ++n) {
    const double before = mlink::bench::cpu_seconds();
    const Selection found = run();
    mlink::bench::keep(&found);
    seconds.push_back(mlink::bench::cpu_seconds() - before);
  }
  return mlink::bench::median(seconds);
}

}  // namespace

int main() {
  const Case twenty = made(20), fifty = made(50);
  const auto size = [](BoxSet set) { return static_cast<double>(set.size()); };
  std::vector<double> table(std::size_t{1} << 20);
  for (std::size_t n = 0; n < table.size(); ++n) table[n] = size(BoxSet(n));
  const auto entry = [&](BoxSet set) { return table[static_cast<std::size_t>(set.bits())]; };
  fmt::print("exact, 20 boxes       {:8.3f} s\n",
             median_seconds(3, [&] { return *select_exact(twenty.costs, Limits(twenty.budget), entry); }));
  fmt::print("greedy, 50 boxes      {:8.3f} ms\n",
             1e3 * median_seconds(
                       101, [&] { return select_greedy(fifty.activations, fifty.costs, Limits(fifty.budget), size); }));
  fmt::print("enumerate, 50 boxes   {:8.3f} s\n", median_seconds(3, [&] {
               return *select_enumerated(fifty.activations, fifty.costs, Limits(fifty.budget), size);
             }));
}
