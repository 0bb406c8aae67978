// A manifest's "reducer": from what a head found to the output of the task. Pure; thread-safe.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "blackbox/heads/heads.h"
#include "outputs/output_spec.h"

namespace mlink::blackbox {

enum class ReducerKind {
  count,        ///< how many detections (of the labels named, all where none is) or poses
  presence,     ///< one score a label of the output: the best detection's, 0 where there is none
  largest_box,  ///< x, y, w, h, score of the detection with the largest area; all zero where there is none
  vector,       ///< the head's values as they are; `hard`: 1 for the largest, 0 for the others
  scalar,       ///< one of the head's values, or sum i p_i; times factor, plus offset
  words         ///< the words that were heard
};

struct Reducer {
  ReducerKind kind = ReducerKind::scalar;
  std::vector<std::string> labels;
  float score = 0;  ///< detections and poses below this do not count
  bool hard = false;
  int index = 0;
  bool expectation = false;
  double factor = 1;
  double offset = 0;

  /// Reads and checks the settings, and that this reducer can make the task of `spec`.
  [[nodiscard]] static Result<Reducer> from_json(const std::string& json, const OutputSpec& spec);

  /// No output (Presence::none) where there was nothing to answer about, and where no word was heard.
  /// names: what the classes of the detections are called. Fails where the head gave other parts than the reducer
  /// reads, or too few values. Positions are cut to the picture.
  [[nodiscard]] Result<Output> reduce(const Decoded& decoded, const OutputSpec& spec,
                                      const std::vector<std::string>& names) const;
};

/// What can be drawn of it, with the names of the classes.
[[nodiscard]] Marks to_marks(const Decoded& decoded, const std::vector<std::string>& names);

}  // namespace mlink::blackbox
