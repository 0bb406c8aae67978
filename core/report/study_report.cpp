#include "report/study_report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace mlink::report {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kPaper = "paper";

Table with_study_notes(Table table, const StudyResult& result) {
  table.notes = study_notes(result);
  return table;
}

}  // namespace

Table study_long_table(const StudyResult& result) { return with_study_notes(result.long_table(), result); }
Table study_paper_table(const StudyResult& result) { return with_study_notes(result.paper_table(), result); }

std::vector<Table> study_tables(const Study& study, const StudyResult& result) {
  std::vector<Table> tables{result.paper_table()};  // the notes stand under the last table
  for (const auto& name : study.more_tables()) tables.push_back(result.more_table(name));
  tables.push_back(study_long_table(result));
  return tables;
}

std::vector<std::string> study_notes(const StudyResult& result) {
  const StudyHead& head = result.head;
  std::vector<std::string> notes;
  notes.push_back(fmt::format("Study {}, seed {}, {} repeats, {} frames, data {}{}{}.", result.study(),
                              result.given().seed(), result.given().repeats, count_text(head.frames),
                              head.data_hash.substr(0, 12), head.versions.empty() ? "" : ", " + head.versions,
                              head.created.empty() ? "" : ", " + head.created));
  if (!head.stale.empty()) notes.push_back(head.stale);
  if (!head.complete) notes.emplace_back("Stopped before its end: the same command goes on.");
  notes.push_back(result.reading_note());
  notes.insert(notes.end(), head.notes.begin(), head.notes.end());
  return notes;
}

Json study_json(const StudyResult& result) {
  const StudyHead& head = result.head;
  Json json{{"study", std::string(result.study())},
            {"settings", study_settings_json(result.study(), result.given())},
            {"seed", result.given().seed()},
            {"data", head.data_hash},
            {"versions", head.versions},
            {"created", head.created},
            {"complete", head.complete},
            {"stale", head.stale},
            {"frames", head.frames},
            {"boxes", head.boxes},
            {"notes", study_notes(result)}};
  result.tell(json);
  return json;
}

std::vector<StudyExport> study_exports() {
  std::vector<StudyExport> exports;
  for (const Study* study : studies::studies()) {
    const auto name = "study-" + std::string(study->name());
    exports.push_back({name, study, {}});
    exports.push_back({name + "-" + std::string(kPaper), study, std::string(kPaper)});
    for (const auto& table : study->more_tables()) exports.push_back({name + "-" + table, study, table});
  }
  return exports;
}

std::string study_exports_help() {
  std::string help;
  std::string more;
  for (const auto& row : study_exports()) {
    if (row.table.empty()) help += row.name + ", ";
    if (!row.table.empty() && row.table != kPaper) more += ", " + row.name;
  }
  return help + "each also with -paper behind it" + more;
}

Table study_table(const StudyExport& which, const StudyResult& result) {
  if (which.table.empty()) return study_long_table(result);
  return which.table == kPaper ? study_paper_table(result) : result.more_table(which.table);
}

}  // namespace mlink::report
