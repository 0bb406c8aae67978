// Internal to core/experiment: which boxes a live run runs. The methods of a replay decide, on a timeline of the one
// period that is known: what was chosen live is what a replay of the same frames chooses.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "links/link_set.h"
#include "outputs/amount.h"
#include "outputs/box_set.h"
#include "outputs/output_table.h"
#include "scheduling/scheduling.h"

namespace mlink::experiment {

struct LiveChoice {
  BoxSet activated;
  std::vector<double> probability;  ///< activation probability a box
  double cost = 0;
  std::string note;
};

/// Belongs to one thread.
class LiveChooser {
 public:
  /// `stored`: the experiment's outputs, of the links' boxes in their order: a choice may be tried on its inner rows.
  /// Fails on a method that does not choose sets to predict from, and on costs that are not known.
  [[nodiscard]] static Result<LiveChooser> make(const OutputTable& stored, std::shared_ptr<const LinkSet> links,
                                                CostTable costs, const Amount& budget, const std::string& method);

  /// It cannot run: it counts as dearer than any budget, is never chosen nor profiled, and stays to be predicted.
  void block(int box);
  [[nodiscard]] BoxSet blocked() const { return blocked_; }
  /// The boxes that run on a prefix: those that fit alone; none where no set fits with its links.
  [[nodiscard]] BoxSet profiled() const;
  /// The set by what the period's prefix measured: outputs by box, a row a frame. No rows: by the training part.
  [[nodiscard]] Result<LiveChoice> choose(std::span<const std::vector<Output>> prefix) const;

 private:
  LiveChooser() = default;
  std::shared_ptr<const LinkSet> links_;
  CostTable costs_;
  Amount budget_;
  std::string method_;
  BoxSet blocked_;
  OutputTable known_;                             ///< columns of the links' boxes; rows that may be known, if needed
  std::vector<std::vector<std::size_t>> places_;  ///< in it, by target
};

}  // namespace mlink::experiment
