// Tables, JSON documents and exports of studies: what all of them have in common, by the registry of studies; the
// figures are each study's own. One source: the same rows feed terminal, files and documents. Thread-safe.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "report/table.h"
#include "studies/study.h"

namespace mlink::report {

/// One row a predictor and whatever else varies, all figures, with notes: for machines.
[[nodiscard]] Table study_long_table(const StudyResult& result);
/// As the paper lays it out, mean ± standard deviation, with notes: for people.
[[nodiscard]] Table study_paper_table(const StudyResult& result);
/// As a terminal shows a study: the paper's table, its further ones, and all figures with the notes.
[[nodiscard]] std::vector<Table> study_tables(const Study& study, const StudyResult& result);

[[nodiscard]] nlohmann::json study_json(const StudyResult& result);
/// Settings, seed, data, versions, and what a reader must know; goes into every table's notes.
[[nodiscard]] std::vector<std::string> study_notes(const StudyResult& result);

/// A table of a study as an export names it.
struct StudyExport {
  std::string name;  ///< "study-sizes", "study-sizes-paper", "study-correlation-summary"
  const Study* study = nullptr;
  std::string table;  ///< "": all figures; "paper"; or one of Study::more_tables
};
/// Every table of every study.
[[nodiscard]] std::vector<StudyExport> study_exports();
/// "study-sizes, study-ensemble, each also with -paper behind it, study-correlation-summary".
[[nodiscard]] std::string study_exports_help();
[[nodiscard]] Table study_table(const StudyExport& which, const StudyResult& result);

}  // namespace mlink::report
