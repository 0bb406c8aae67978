// What a black box's output means (paper, Table 1; design: the six tasks), and one output.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace mlink::outputs {

enum class Task { single_label, multi_label, localization, regression, count, sequence };

[[nodiscard]] std::string_view to_string(Task task);
[[nodiscard]] Result<Task> task_from_string(std::string_view text);

/// The shape and meaning of a black box's output.
/// Values per frame (`width` floats):
///   single_label  K class probabilities, K = labels.size()
///   multi_label   K scores in [0,1]
///   localization  5: x, y, w, h in [0,1] of the picture (x, y: top left), presence score; an empty box is all zero
///   regression    1 scalar in the box's own unit
///   count         1 whole number >= 0
///   sequence      0 floats; token words instead
struct OutputSpec {
  Task task = Task::regression;
  int width = 1;
  std::vector<std::string> labels;  ///< class names; empty for scalar tasks
  double tolerance = 0.5;           ///< right when |error| < tolerance (regression; count is always 0.5)
  std::string unit;                 ///< what is counted or measured: "persons", "share", "years"

  friend bool operator==(const OutputSpec&, const OutputSpec&) = default;
};

/// Checks that width, labels and tolerance fit the task.
[[nodiscard]] Status check(const OutputSpec& spec);

void to_json(nlohmann::json& json, const OutputSpec& spec);
[[nodiscard]] Result<OutputSpec> output_spec_from_json(const nlohmann::json& json);

/// What is known of one output.
enum class Presence : std::uint8_t {
  absent,   ///< not collected yet
  present,  ///< there is a value
  none,     ///< the black box ran and has no output (no face to look at, no speech); told apart from zero
  failed    ///< the black box failed on this frame
};

/// A sequence output: word tokens in order.
using Words = std::vector<std::string>;

/// One output: the values of one black box for one frame.
struct Output {
  Presence presence = Presence::absent;
  std::vector<float> values;  ///< spec.width floats when present
  Words words;                ///< sequence only
  std::string reason;         ///< why it failed

  friend bool operator==(const Output&, const Output&) = default;
};

/// Checks an output against its spec: width, finite values, probabilities in range. A NaN is an error, not an output.
[[nodiscard]] Status check(const Output& output, const OutputSpec& spec);

}  // namespace mlink::outputs
