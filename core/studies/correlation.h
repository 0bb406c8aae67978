// Study correlation (paper: Table 2): Pearson's r of the labels beside the links' performance.
#pragma once

#include "studies/trained.h"

namespace mlink::studies {

/// Pearson correlation of the labels of source and target on the training rows where both are there.
struct LabelCorrelation {
  std::string source, target;
  double r = 0;
  Interval interval;
  std::int64_t frames = 0;
};

/// Correlation over pairs between the labels' correlation r and the links' performance, with intervals from a bootstrap
/// over pairs. A link uses a negative correlation as well as a positive one: |r| beside r. NaN for fewer than 3 pairs;
/// no interval for fewer than kLeastBlocks.
struct CorrelationSummary {
  std::string target;  ///< empty: all pairs
  int pairs = 0;
  struct Figure {
    double value = 0;
    Interval interval;
  };
  Figure r_p, size_p, r_lift, size_lift;  ///< r with p, |r| with p, r with lift, |r| with lift
};

class CorrelationResult final : public TrainedResult {
 public:
  TrainedSettings settings;
  std::vector<LabelCorrelation> correlations;

  [[nodiscard]] std::vector<CorrelationSummary> summaries() const;

  [[nodiscard]] std::string_view study() const override { return "correlation"; }
  [[nodiscard]] const TrainedSettings& trained_with() const override { return settings; }
  void write(nlohmann::json& json) const override;
  [[nodiscard]] Status read(const nlohmann::json& json) override;
  void tell(nlohmann::json& json) const override;
  /// |r| of the labels with p, over all pairs.
  [[nodiscard]] std::optional<StudyHeadline> headline() const override;
  [[nodiscard]] Table long_table() const override;
  /// For every target performance, and below it the correlation.
  [[nodiscard]] Table paper_table() const override;
  /// "summary": how the labels' correlation goes with performance, over all pairs and by target.
  [[nodiscard]] Table more_table(std::string_view name) const override;
};

}  // namespace mlink::studies
