// Everything that was computed in a file and is kept there: link sets, replays, studies, trained methods, live runs,
// and outputs that were imported; and what a person does with them: another name, a note, away with it. Free functions;
// a reader and an experiment belong to one thread each.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "experiment/experiment.h"

namespace mlink::experiment {

// Kinds of runs beside those of experiment.h and report.h. A kind that is not known here is a result that another
// program kept: it is listed by its own name.
inline constexpr const char* kLinkSetKind = "link_set";
inline constexpr const char* kUnfinishedKind = "link_set_part";  ///< what a stopped training had finished
inline constexpr const char* kImportKind = "import";             ///< a recorded box
inline constexpr const char* kStudyKindPrefix = "study_";        ///< "study_sizes"
/// A place that a person wants to come back to: kept as a result, and no run.
inline constexpr const char* kBookmarkKind = "bookmark";

/// One run, without what it computed.
struct Run {
  std::string kind;
  RowId id = 0;      ///< of the result; of the box for an import
  std::string name;  ///< what it is called; "replay #7" for one that an earlier program kept without a name
  std::string settings_json;
  std::int64_t seed = 0;
  std::string data_hash, versions;
  std::string created;  ///< ISO 8601, UTC; empty: not known
  double seconds = 0;   ///< that computing it took; 0: not known
  std::string stale;    ///< empty: fits the file; else why not. Link sets only: of others the report tells
  bool in_use = false;  ///< the link set in use
  std::string note, noted;
  std::int64_t bytes = 0;  ///< that it takes in the file

  [[nodiscard]] bool is_study() const { return kind.starts_with(kStudyKindPrefix); }
  /// An import is a box, a trained method is found by its method's name, an unfinished training goes on by itself.
  [[nodiscard]] bool can_rename() const;
  [[nodiscard]] bool can_note() const { return kind != kImportKind; }
  friend bool operator==(const Run&, const Run&) = default;
};

/// All runs of a file, newest first; imports, whose time is not known, at the end. Errors: those of the file.
[[nodiscard]] Result<std::vector<Run>> runs_of(const ExperimentReader& reader);

/// The run that is called so, or has this "#NUMBER" (imports have none). Errors: not_found; several of that name.
[[nodiscard]] Result<Run> find_run(const std::vector<Run>& runs, const std::string& wanted, const std::string& path);

/// Gives a run another name: not empty, and none of the same kind has it. Errors: a kind that cannot be renamed; gone.
[[nodiscard]] Status rename_run(Experiment& experiment, const Run& run, const std::string& name);
/// Writes a person's note beside a run; empty: takes it away. Errors: an import; gone.
[[nodiscard]] Status note_run(Experiment& experiment, const Run& run, const std::string& note);
/// Takes a run out of the file; an import goes with its outputs. The link set in use is refused unless `even_in_use`:
/// the newest of the others is in use then, as of Experiment::remove_link_set.
[[nodiscard]] Status remove_run(Experiment& experiment, const Run& run, bool even_in_use = false);

}  // namespace mlink::experiment
