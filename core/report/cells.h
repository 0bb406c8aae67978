// Internal to core/report: cells that the tables share. What is not finite, or without text, is an empty cell.
#pragma once

#include <cmath>
#include <string>
#include <utility>

#include "report/table.h"

namespace mlink {

[[nodiscard]] inline Cell number_cell(double value) { return std::isfinite(value) ? Cell(value) : Cell(); }
[[nodiscard]] inline Cell text_cell(std::string value) { return value.empty() ? Cell() : Cell(std::move(value)); }

}  // namespace mlink
