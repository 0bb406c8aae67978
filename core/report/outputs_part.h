// Internal to core/report: a stretch of a box's outputs as a table.
#pragma once

#include "report/report.h"

namespace mlink::report {

/// Of the rows [begin, end) of the outputs, as outputs_table() of all of them.
[[nodiscard]] Table outputs_part(const OutputTable& outputs, std::size_t index, std::size_t begin, std::size_t end);

}  // namespace mlink::report
