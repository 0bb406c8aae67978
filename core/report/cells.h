// Internal to core/report: a cell as a reader sees it, the same in every format.
#pragma once

#include <string>

#include "base/table.h"

namespace mlink::report {

/// With the column's decimals; "–" where there is nothing.
[[nodiscard]] std::string cell_text(const Cell& cell, const TableColumn& column);
[[nodiscard]] bool is_number(const TableColumn& column);
/// & < > " as entities.
[[nodiscard]] std::string escape_html(std::string text);

}  // namespace mlink::report
