// Internal to core/links: rows of a table that give the links to a target the same input are predicted once. Counts and
// labels repeat: of 1.7 million frames with three counts a few hundred differ.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "links/link_set_data.h"

namespace mlink::links {

struct DistinctRows {
  std::vector<std::size_t> rows;  ///< of the table: the first with each input
  std::vector<std::uint32_t> of;  ///< for each of the rows asked for, its place in `rows`
};

/// Nothing where that would not pay: few rows, inputs that rarely repeat (looked at as the rows go by) or words.
[[nodiscard]] std::optional<DistinctRows> distinct_rows(const LinkSet::Data& data, const OutputTable& table,
                                                        BoxSet from, int target, std::span<const std::size_t> rows);

}  // namespace mlink::links
