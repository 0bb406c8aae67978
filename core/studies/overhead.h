// Study overhead (paper: Fig. 3): what links and ensembles cost, beside what the boxes themselves cost.
#pragma once

#include "studies/trained.h"

namespace mlink::studies {

class OverheadSettings final : public StudySettings {
 public:
  int predictions = 2000;  ///< timed, a link and repeat
  /// Once it ran, those of the measured links; its bootstrap and seed draw the intervals.
  TrainSettings train;

  [[nodiscard]] std::vector<StudyOption> options() override;
  [[nodiscard]] Status check() const override;
  [[nodiscard]] std::uint64_t seed() const override { return train.seed; }
  void write(nlohmann::json& json) const override;
  [[nodiscard]] Status read(const nlohmann::json& json) override;
};

/// What a link or ensemble costs: parameters, and the time of one frame measured alone.
struct OverheadRow {
  PredictorKind by = PredictorKind::link;
  std::string source, target;
  int parameters = 0;
  double bytes = 0;
  Spread p50, p95;    ///< seconds, over repeats
  Interval interval;  ///< of the median over all timed predictions
  std::int64_t predictions = 0;
};
class OverheadResult final : public StudyResult {
 public:
  OverheadSettings settings;
  std::vector<OverheadRow> overheads;
  std::vector<BoxCosts> own_costs;  ///< what the boxes themselves cost, where it is known
  double clock_seconds = 0;         ///< what asking the clock takes, which is in each figure

  [[nodiscard]] std::string_view study() const override { return "overhead"; }
  [[nodiscard]] const StudySettings& given() const override { return settings; }
  [[nodiscard]] std::string reading_note() const override;
  void write(nlohmann::json& json) const override;
  [[nodiscard]] Status read(const nlohmann::json& json) override;
  void tell(nlohmann::json& json) const override;
  /// Median time of one link, mean over the links.
  [[nodiscard]] std::optional<StudyHeadline> headline() const override;
  [[nodiscard]] Table long_table() const override;
  /// What running a box costs, and what predicting it costs instead.
  [[nodiscard]] Table paper_table() const override;
};

}  // namespace mlink::studies
