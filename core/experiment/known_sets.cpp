#include "experiment/known_sets.h"

#include <algorithm>
#include <limits>

#include "methods/known_accuracy.h"
#include "replay/link_predictor.h"

namespace mlink::experiment {
namespace {

constexpr std::size_t kSampledRows = 200;  ///< of each target, as selections compare by

}  // namespace

std::vector<double> known_accuracies(const Snapshot& snapshot, const std::vector<BoxSet>& sets,
                                     const std::stop_token& stop) {
  std::vector<double> known(sets.size(), std::numeric_limits<double>::quiet_NaN());
  const replay::LinkPredictor predictor(snapshot.link_table, snapshot.links);
  methods::KnownAccuracy accuracy(*snapshot.link_table, predictor, kSampledRows);
  for (std::size_t i = 0; i < sets.size() && !stop.stop_requested(); ++i) known[i] = accuracy.of(sets[i]);
  return known;
}

}  // namespace mlink::experiment
