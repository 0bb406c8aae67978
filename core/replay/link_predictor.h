// What a LinkSet predicts and knows of itself, as methods ask it: in a replay, and in a live run, whose rows come as it
// goes. Thread-safe while nobody changes the table.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "links/link_set.h"
#include "methods/predictor.h"
#include "outputs/output_table.h"

namespace mlink::replay {

class LinkPredictor : public Predictor {
 public:
  /// `table` has the boxes of the links in the same order.
  LinkPredictor(std::shared_ptr<const OutputTable> table, std::shared_ptr<const LinkSet> links)
      : table_(std::move(table)), links_(std::move(links)) {}
  [[nodiscard]] Predictions predict(BoxSet from, int target, std::span<const std::size_t> rows) const override;
  [[nodiscard]] double link_p(int source, int target) const override;
  [[nodiscard]] std::vector<std::size_t> known_rows(int target) const override;
  [[nodiscard]] std::size_t least_block(int target) const override;

 private:
  std::shared_ptr<const OutputTable> table_;
  std::shared_ptr<const LinkSet> links_;
};

}  // namespace mlink::replay
