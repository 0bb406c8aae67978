// Outputs as pages write them beside a picture. Thread-safe.
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "experiment/experiment.h"

namespace mlink::ui {

/// A number with as many decimals as it takes to tell right from wrong.
[[nodiscard]] std::string scalar_text(const OutputSpec& spec, double value);
/// "3", "3.2", "0.051", "happy", "person, car", "none"; exact: as the box itself says it.
[[nodiscard]] std::string value_text(const OutputSpec& spec, const std::vector<float>& values, bool exact);
/// "judge a book by its cover + 3": as many words as fit, then how many more there are.
[[nodiscard]] std::string words_text(const Words& words);
/// Either, in the language of the window; files tell it as it is.
[[nodiscard]] QString shown_output(const std::string& text);

}  // namespace mlink::ui
