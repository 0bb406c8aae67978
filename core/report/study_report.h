// Tables and JSON documents of studies. One source: the same rows feed terminal, files and documents. Thread-safe.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "report/table.h"
#include "studies/study.h"

namespace mlink {

/// One row a predictor, target and part (overhead: a predictor), all figures: for machines.
[[nodiscard]] Table study_long_table(const StudyReport& report);
/// As the paper lays it out (Fig. 2, Table 3, Table 2, Fig. 3), mean ± standard deviation, for people.
[[nodiscard]] Table study_paper_table(const StudyReport& report);
/// correlation: how the labels' correlation goes with performance, over all pairs and by target.
[[nodiscard]] Table correlation_summary_table(const StudyReport& report);

[[nodiscard]] nlohmann::json study_json(const StudyReport& report);
/// Settings, seed, data, versions, and what a reader must know; goes into every table's notes.
[[nodiscard]] std::vector<std::string> study_notes(const StudyReport& report);

}  // namespace mlink
