// Study ensemble (paper: Table 3): every pair, all others together, the prior, and the verdict.
#pragma once

#include "studies/trained.h"

namespace mlink::studies {

using EnsembleSettings = TrainedSettings;

class EnsembleResult final : public TrainedResult {
 public:
  EnsembleSettings settings;

  [[nodiscard]] std::string_view study() const override { return "ensemble"; }
  [[nodiscard]] const TrainedSettings& trained_with() const override { return settings; }
  /// A row a target, a column a source; ensemble, prior and verdict.
  [[nodiscard]] Table paper_table() const override;
};

}  // namespace mlink::studies
