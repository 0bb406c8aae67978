// Tables and documents of a matrix that was judged on other than the test rows (analysis/matrix_rows.h): each names its
// part. Thread-safe.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "analysis/matrix_rows.h"
#include "report/table.h"

namespace mlink::report {

/// What may be made of figures of these rows, in a sentence; empty for the test rows.
[[nodiscard]] std::string judged_note(const MatrixData& matrix, JudgedRows rows);
/// matrix_table(), links_table() and matrix_json() of `matrix`, which matrix_on() gave for these rows. Of the test rows
/// they are the same to the letter, but that every document has "rows" and "frames".
[[nodiscard]] Table matrix_table_on(const MatrixData& matrix, JudgedRows rows);
[[nodiscard]] Table links_table_on(const MatrixData& matrix, JudgedRows rows);
[[nodiscard]] nlohmann::json matrix_json_on(const MatrixData& matrix, JudgedRows rows);

}  // namespace mlink::report
