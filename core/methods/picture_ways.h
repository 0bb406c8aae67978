// Internal to core/methods: what methods share that show boxes from the picture: predictions that a training left for
// every frame, and a replay of them beside boxes that run. The pictures' own nets are asked once, while training, so
// that a replay needs neither pictures nor LibTorch.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "methods/kd_student.h"
#include "methods/method.h"

namespace mlink::methods {

/// What a net says of a box on all frames of the experiment.
struct PictureWay {
  std::string box;
  bool there = false;  ///< the box can be learnt from pictures
  Costs cost;          ///< of its own net; of nets that share a trunk: of its head
  Predictions all;     ///< a row a frame
  std::string net;     ///< its state, for who runs it
};
struct PictureWays {
  std::string frames;  ///< frames_hash() of those frames
  Costs shared;        ///< of what all of them need: a trunk
  std::vector<PictureWay> boxes;
};
[[nodiscard]] std::string ways_to_bytes(const PictureWays& ways);
[[nodiscard]] Result<PictureWays> ways_from_bytes(const std::string& bytes);
/// Whether training left outputs of it that a net of pictures can learn.
[[nodiscard]] bool can_be_learnt(const OutputColumn& column);
/// How nets of pictures are trained for a method.
[[nodiscard]] StudentSettings picture_settings(const MethodTraining& training);
[[nodiscard]] std::string picture_settings_text();  ///< Method::training_settings
/// The pictures of the training rows alone.
[[nodiscard]] Pictures training_pictures(const MethodTraining& training);
/// Seconds of looking at one frame, by the training's clock.
[[nodiscard]] double seconds_of_one(const MethodTraining& training, const std::function<void(std::size_t row)>& look);
/// What a method's training left for this input; none: `cannot` says why.
[[nodiscard]] std::optional<PictureWays> trained_ways(const MethodInput& input, const std::string& method,
                                                      std::string& cannot);
/// Empty: they are of this table's boxes and frames. Else why they cannot be used; `method` is its name.
[[nodiscard]] std::string why_not(const PictureWays& ways, const OutputTable& table, const std::string& method);

/// Rows [first, ...) of predictions for each of `rows`.
[[nodiscard]] Predictions predictions_of(const PictureWay& way, std::span<const std::size_t> rows);

/// Which boxes run and which are shown from pictures; the others are missing.
struct WaysChoice {
  BoxSet run, shown;
  double next = 0;  ///< lowest budget above at which it may change
};

/// Replays choices by budget. What it scores a piece is made once.
class PreparedWays : public PreparedMethod {
 public:
  PreparedWays(const MethodInput& input, PictureWays ways);

  [[nodiscard]] Plan plan(double budget) const override;
  [[nodiscard]] std::vector<Stretch> stretches(double budget, int box) const override;
  void add_breakpoints(std::vector<double>& budgets) const override;
  [[nodiscard]] Predictions predict(int box, std::span<const std::size_t> rows) const override;
  [[nodiscard]] Costs own_cost() const override;

 protected:
  [[nodiscard]] virtual WaysChoice choose(double budget) const = 0;
  [[nodiscard]] const PictureWays& ways() const { return ways_; }
  [[nodiscard]] const CostTable& costs() const { return costs_; }
  [[nodiscard]] CostKind kind() const { return kind_; }
  [[nodiscard]] int boxes() const { return static_cast<int>(ways_.boxes.size()); }
  /// Of the nets that show these boxes.
  [[nodiscard]] Costs net_costs(BoxSet shown) const;
  /// The box's cost where it runs, of the budget's kind.
  [[nodiscard]] double box_cost(int box) const { return costs_.cost(box, kind_); }

 private:
  const OutputTable& table_;
  const Timeline& timeline_;
  const CostTable& costs_;
  CostKind kind_;
  PictureWays ways_;
  std::vector<std::vector<double>> sums_;  ///< boxes x pieces: what predictions score
};

/// A method whose nets are trained on pictures; Prepared: a PreparedWays.
template <class Prepared>
class PictureMethod : public Method {
 public:
  [[nodiscard]] MethodNeeds needs() const override { return {.pictures = true, .training = true, .trained = true}; }
  [[nodiscard]] std::string training_settings() const override { return picture_settings_text(); }
  [[nodiscard]] Result<std::unique_ptr<PreparedMethod>> prepare(const MethodInput& input) const override {
    std::string cannot;
    auto ways = trained_ways(input, std::string(name()), cannot);
    if (!ways) return prepared_nothing(input, std::move(cannot));
    return std::make_unique<Prepared>(input, std::move(*ways));
  }
};

}  // namespace mlink::methods
