#include "report/judged_rows.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "report/report.h"

namespace mlink::report {
namespace {

void name_part(Table& table, const MatrixData& matrix, JudgedRows rows) {
  if (rows == JudgedRows::test) return;
  const auto frames = frames_of(matrix, rows);
  table.title += rows == JudgedRows::all ? fmt::format("; p on all {} frames", frames)
                                         : fmt::format("; p on the {} training frames", frames);
  table.notes.insert(table.notes.begin(), judged_note(matrix, rows));
}

}  // namespace

std::string judged_note(const MatrixData& matrix, JudgedRows rows) {
  switch (rows) {
    case JudgedRows::test: return {};
    case JudgedRows::train:
      return "Training rows flatter: the links learnt from these frames. What they are worth shows on the test rows.";
    case JudgedRows::all:
      return fmt::format(
          "{} of these frames trained the links, and flatter. What links are worth shows on the test rows.",
          matrix.train_frames);
  }
  return {};
}

Table matrix_table_on(const MatrixData& matrix, JudgedRows rows) {
  Table table = matrix_table(matrix);
  name_part(table, matrix, rows);
  return table;
}

Table links_table_on(const MatrixData& matrix, JudgedRows rows) {
  Table table = links_table(matrix);
  name_part(table, matrix, rows);
  if (rows == JudgedRows::test) return table;
  for (TableColumn& column : table.columns)
    if (column.key == "tested_frames") column.name = "frames", column.key = "frames";
  return table;
}

nlohmann::json matrix_json_on(const MatrixData& matrix, JudgedRows rows) {
  auto document = matrix_json(matrix);
  document["rows"] = to_string(rows);
  document["frames"] = frames_of(matrix, rows);
  if (rows != JudgedRows::test) document["note"] = judged_note(matrix, rows);
  return document;
}

}  // namespace mlink::report
