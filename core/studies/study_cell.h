// Figures of trained predictors, as studies keep them and take them over from each other. Values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "links/link_set.h"
#include "methods/kd_student.h"

namespace mlink::studies {

/// Who predicts the target.
enum class PredictorKind { link, ensemble, student };
[[nodiscard]] std::string_view to_string(PredictorKind kind);

/// One training's figures on the test rows.
struct StudyCell {
  double part = 0;
  std::uint64_t seed = 0;
  PredictorKind by = PredictorKind::link;
  std::string source;  ///< links only
  std::string target;
  double p = 0, native = 0, prior = 0;
  Interval interval, lift_interval;  ///< of p, of p - prior
  std::int64_t trained = 0, tested = 0;
  /// First row of the table that tested: of all parts of one study the same, the end of its largest part, or parts
  /// would be compared on different frames. -1: not known (kept before this was written down).
  std::int64_t test_from = -1;
  int best_epoch = 0;  ///< 0: nothing was learnt
  int parameters = 0;
  std::string verdict;  ///< ensembles only
};

/// What a study has trained, and how: another study that would train the same takes it over.
struct Trainings {
  TrainSettings train;                     ///< part and seed are those of each cell
  std::optional<StudentSettings> student;  ///< its seed is that of each cell; nothing: no students
  std::vector<StudyCell> cells;
  std::string versions;  ///< of the program that trained
};

}  // namespace mlink::studies
