// A table of results as a value: one source of numbers for window, command line and exports; report renders it.
#pragma once

#include <cmath>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/rooms.h"

namespace mlink::base {

/// A cell: nothing ("–"), text, or a number (written with its column's decimals for people, in full for machines).
using Cell = std::variant<std::monostate, std::string, double>;

struct TableColumn {
  std::string name;   ///< for people, unit included: "time (ms)"
  std::string key;    ///< for machines: "time_ms"
  int decimals = -1;  ///< -1: text
};

struct Table {
  std::string title;
  std::vector<TableColumn> columns;
  std::vector<std::vector<Cell>> rows;
  std::vector<std::string> notes;  ///< where the numbers come from: file, settings, seed, versions
};

/// What is not finite, or without text, is an empty cell.
[[nodiscard]] inline Cell number_cell(double value) { return std::isfinite(value) ? Cell(value) : Cell(); }
[[nodiscard]] inline Cell text_cell(std::string value) { return value.empty() ? Cell() : Cell(std::move(value)); }

}  // namespace mlink::base
