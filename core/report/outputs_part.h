// Internal to core/report: a stretch of a box's outputs as a table.
#pragma once

#include "report/report.h"

namespace mlink::report {

/// Of the rows [begin, end) of the outputs, as outputs_table() of all of them.
[[nodiscard]] Table outputs_part(const OutputTable& outputs, std::size_t index, const std::vector<double>& starts,
                                 std::size_t begin, std::size_t end);
/// Whether a column `seconds` can stand beside the values: none of them is called so.
[[nodiscard]] bool has_seconds(const OutputSpec& spec);
/// A frame's seconds from the start of its camera, such that start and they give the clock's time to the bit.
[[nodiscard]] double seconds_in(const FrameKey& frame, const std::vector<double>& starts);

}  // namespace mlink::report
