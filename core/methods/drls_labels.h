// Internal to core/methods: what an output says as labels, for the scheduler of drls. Values; thread-safe.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/error.h"
#include "outputs/output_table.h"

namespace mlink::methods {

/// One label that a box gave; boxes that say the same (a class of the same name, as many of the same unit) share it.
struct SaidLabel {
  int label = 0;
  float confidence = 1;
};

/// How outputs become labels, learnt from the training part:
///   single_label  the likeliest class, with its probability
///   multi_label   the classes from 0.5 on, with their scores
///   localization  "there", with the presence score
///   count         1, 2, 3 or more of the unit, surely; 0 is no label
///   regression    the quarter of the training outputs that the value is in, surely
///   sequence      those of its words that training saw most often, each surely
/// A box that ran and gives no label found nothing.
class LabelCode {
 public:
  [[nodiscard]] static LabelCode learn(const OutputTable& training);

  /// Labels of all boxes together; behind them come, one a box, "ran and found nothing".
  [[nodiscard]] int labels() const { return labels_; }
  [[nodiscard]] int inputs() const { return labels_ + static_cast<int>(boxes_.size()); }
  [[nodiscard]] int nothing_of(std::size_t box) const { return labels_ + static_cast<int>(box); }
  [[nodiscard]] std::size_t boxes() const { return boxes_.size(); }
  /// Whether a table has the boxes that this was learnt from.
  [[nodiscard]] bool fits(const OutputTable& table) const;

  /// Appends what the box says in this row, each label once, ascending.
  void read(const OutputColumn& column, std::size_t box, std::size_t row, std::vector<SaidLabel>& said) const;

  [[nodiscard]] nlohmann::json to_json() const;
  [[nodiscard]] static Result<LabelCode> from_json(const nlohmann::json& json);

 private:
  struct OfBox {
    std::string box;
    Task task = Task::count;
    int width = 0;
    std::vector<int> labels;         ///< in the order of classes, bins or words
    std::vector<float> edges;        ///< regression: where the quarters end
    std::vector<std::string> words;  ///< sequence, ascending
  };
  void read_vector(const OfBox& of, const OutputColumn& column, std::size_t row, std::vector<SaidLabel>& said) const;
  int labels_ = 0;
  std::vector<OfBox> boxes_;
};

}  // namespace mlink::methods
