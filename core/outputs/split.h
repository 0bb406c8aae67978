// Splits of a table into rows that train and rows that test: in time, or by clip (files of independent scenes, as the
// paper splits Hollywood2). Pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "outputs/output_table.h"

namespace mlink::outputs {

/// time: what comes first trains. clip: whole files train, drawn by a seed; no frame of a file is on both sides.
enum class SplitKind { time, clip };
[[nodiscard]] std::string_view to_string(SplitKind kind);
/// Errors: neither "time" nor "clip".
[[nodiscard]] Result<SplitKind> split_kind_from(std::string_view text);

/// All rows in the order that a split cuts: as they are in time; by clip the files shuffled by the seed, each file's
/// rows in time. Files that are added later do not change the order of the others.
[[nodiscard]] std::vector<std::size_t> split_order(const OutputTable& table, SplitKind kind, std::uint64_t seed);
/// The table of these rows, in this order.
[[nodiscard]] OutputTable table_of_rows(const OutputTable& table, std::span<const std::size_t> rows);

/// Cuts a table whose rows are in split_order. By clip: as many whole files as hold at most `part` of the rows, at
/// least one; fails where there is one file only. Errors as split_in_time.
[[nodiscard]] Result<TimeSplit> split_at(const OutputTable& ordered, SplitKind kind, double part);

}  // namespace mlink::outputs
