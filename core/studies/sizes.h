// Study sizes (paper: Fig. 2): links, ensembles and a student of knowledge distillation by the part that trains.
#pragma once

#include "studies/trained.h"

namespace mlink::studies {

class SizesSettings final : public TrainedSettings {
 public:
  std::vector<double> parts{0.01, 0.05, 0.1, 0.2, 0.48};  ///< instead of train.part
  bool with_student = true;                               ///< the student of knowledge distillation beside the links
  StudentSettings student;                                ///< its seed is the repeat's

  [[nodiscard]] std::vector<StudyOption> options() override;
  void resolve() override {
    TrainedSettings::resolve();
    student.epochs = train.epochs;
  }
  [[nodiscard]] Status check() const override;
  void write(nlohmann::json& json) const override;
  [[nodiscard]] Status read(const nlohmann::json& json) override;
  [[nodiscard]] TrainingPlan plan() const override;
};

class SizesResult final : public TrainedResult {
 public:
  SizesSettings settings;

  [[nodiscard]] std::string_view study() const override { return "sizes"; }
  [[nodiscard]] const TrainedSettings& trained_with() const override { return settings; }
  /// A row a target and predictor, a column a part.
  [[nodiscard]] Table paper_table() const override;
};

}  // namespace mlink::studies
