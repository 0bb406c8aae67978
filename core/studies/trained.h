// What studies share that train links: the trainings of every part and seed, their figures over repeats, and how these
// are kept and told. Values and functions over values; thread-safe.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "studies/study.h"

namespace mlink::studies {

/// Mean and sample standard deviation (n - 1; NaN for one) over repeats.
struct Spread {
  double mean = 0, deviation = 0;
};
[[nodiscard]] Spread spread_of(const std::vector<double>& values);

/// Cells of one predictor over repeats. interval, lift_interval: means of the repeats' ends, so they tell what another
/// stretch of frames could change, and the standard deviation tells what another seed could.
struct StudyRow {
  double part = 0;
  PredictorKind by = PredictorKind::link;
  std::string source, target, metric, native_metric;
  int repeats = 0, learnt = 0;  ///< learnt: repeats whose best epoch is not the start
  Spread p, native, lift;
  double prior = 0;
  Interval interval, lift_interval;
  std::int64_t trained = 0, tested = 0;
  std::string verdict;  ///< "assistance", or "dominance 2, neither 1" where repeats disagree
};

/// The split is in time and never moves: repeat r trains the same rows with seed train.seed + r, so that repeats differ
/// by first weights, order and dropout alone.
struct TrainingPlan {
  TrainSettings train;
  std::vector<double> parts;
  int repeats = 0;
  std::optional<StudentSettings> student;  ///< the student of knowledge distillation beside the links
};

/// Settings of a study that trains one part, several times.
class TrainedSettings : public StudySettings {
 public:
  TrainSettings train;
  bool by_clip = false;  ///< as typed; train.split follows it

  [[nodiscard]] std::vector<StudyOption> options() override;
  void resolve() override { train.split = by_clip ? SplitKind::clip : SplitKind::time; }
  [[nodiscard]] Status check() const override;
  [[nodiscard]] std::uint64_t seed() const final { return train.seed; }
  void write(nlohmann::json& json) const override;
  [[nodiscard]] Status read(const nlohmann::json& json) override;
  [[nodiscard]] virtual TrainingPlan plan() const;
};

/// The result of a study that trains links.
class TrainedResult : public StudyResult {
 public:
  std::vector<StudyCell> cells;

  [[nodiscard]] virtual const TrainedSettings& trained_with() const = 0;
  /// By part, target, then links in the boxes' order, ensemble, student.
  [[nodiscard]] std::vector<StudyRow> rows() const;

  [[nodiscard]] const StudySettings& given() const final { return trained_with(); }
  [[nodiscard]] std::string reading_note() const override;
  void write(nlohmann::json& json) const override;
  [[nodiscard]] Status read(const nlohmann::json& json) override;
  void tell(nlohmann::json& json) const override;
  [[nodiscard]] Table long_table() const override;
  [[nodiscard]] std::optional<Trainings> trainings() const final;
  /// Mean p of the ensembles, where the part is the settings' one or the largest below.
  [[nodiscard]] std::optional<StudyHeadline> headline() const override;
};

/// The table in the order that the settings' split cuts; the same where that is time.
[[nodiscard]] std::shared_ptr<const OutputTable> in_split_order(const std::shared_ptr<const OutputTable>& table,
                                                                const TrainSettings& settings);
/// Trains what the plan asks for and nobody has trained before; adds the cells to the result, and notes of what was
/// left out. Hands over to hands.keep what is finished. Errors: as run_study.
[[nodiscard]] Status train_cells(const StudyInput& input, TrainedResult& result);

// Parts of tables and documents.
[[nodiscard]] std::string predictor_name(PredictorKind by, const std::string& source);
[[nodiscard]] std::string percent_text(double part);  ///< "10 %"
/// "0.79 ± 0.01"; without the deviation where there is one repeat; empty where there is no figure.
[[nodiscard]] std::string spread_text(const Spread& spread, int decimals = 2);
[[nodiscard]] std::string part_and_repeats(const TrainedSettings& settings);  ///< "10 % trains, 3 repeats"
[[nodiscard]] const StudyRow* find_row(const std::vector<StudyRow>& rows, PredictorKind by, const std::string& source,
                                       const std::string& target, double part);
/// In the boxes' order.
[[nodiscard]] std::vector<std::string> targets_of(const StudyHead& head, const std::vector<StudyRow>& rows);
[[nodiscard]] nlohmann::json spread_json(const Spread& spread);          ///< for documents
[[nodiscard]] PredictorKind predictor_from(const nlohmann::json& json);  ///< throws where it is none

}  // namespace mlink::studies
