// Internal to core/report: what the columns of recorded outputs are called.
#pragma once

#include <string>
#include <vector>

#include "outputs/output_spec.h"

namespace mlink::report {

/// One name a value of the output, none for words.
[[nodiscard]] std::vector<std::string> value_names(const OutputSpec& spec);

}  // namespace mlink::report
