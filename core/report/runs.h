// What a list of runs says of each: what it was, its figure with the interval, its settings, the command that makes it
// again, its tables; and two of them side by side. One source for the window's page Runs and `mlink runs`.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "analysis/compare.h"
#include "base/number.h"
#include "base/progress.h"
#include "experiment/runs.h"
#include "report/table.h"

namespace mlink::report {

/// What runs are filtered by. other: kinds that this program does not know, told by their own names.
enum class RunGroup { link_set, replay, study, method, live, import, other };
[[nodiscard]] RunGroup group_of(const Run& run);
/// "Link sets", "Replays", ... "Others".
[[nodiscard]] std::string group_title(RunGroup group);
/// "link set", "replay", ...; of a kind that is not known its own name.
[[nodiscard]] std::string kind_text(const Run& run);

/// The figure that stands for a run. NaN: there is none; an interval that is not known is NaN too.
struct RunFigure {
  std::string name;  ///< "mean lift", "mlink"
  double value = kNan;
  Interval interval{kNan, kNan};  ///< 95 %
  int decimals = 2;
  bool is_signed = false;
  std::string unit = {};  ///< behind the value: "ms"
  std::string how = {};   ///< what a reader must know of it, a sentence; may be empty
};
[[nodiscard]] std::string value_text(const RunFigure& figure);     ///< "+0.16", "0.01 ms"; empty: none
[[nodiscard]] std::string interval_text(const RunFigure& figure);  ///< "+0.12 to +0.20"; empty: not known

struct RunSetting {
  std::string name, value;
  friend bool operator==(const RunSetting&, const RunSetting&) = default;
};
/// A figure with its name and what stands beside it.
struct RunFact {
  std::string name, value, note;
};

struct ToldRun {
  Run run;  ///< with `stale` of all kinds, and `seconds` where the document tells them
  RunGroup group = RunGroup::other;
  std::string what;   ///< "5 % in time, seed 1, 100 epochs"
  std::string state;  ///< "stopped, ..."; empty: it ran to its end
  RunFigure result;
  std::vector<RunFact> facts;        ///< its key figures
  std::vector<RunSetting> settings;  ///< in the order of their meaning
  std::vector<RunSetting> inputs;    ///< what it was computed from
  std::string command;               ///< that makes it again; empty: no command does
  std::string command_note;          ///< what the command does not say
};

/// Tells runs, and remembers what it read of them: a result never changes under its number. One thread at a time.
class RunBook {
 public:
  /// All of the file, as runs_of() orders them. A document that cannot be read says so in `state`.
  [[nodiscard]] Result<std::vector<ToldRun>> read(const ExperimentReader& reader);

 private:
  struct Known {
    ToldRun told;
    std::string inputs;  ///< what it was computed from, as JSON; "null": not known
  };
  std::map<std::pair<std::string, RowId>, Known> known_;
};
[[nodiscard]] Result<std::vector<ToldRun>> told_runs(const ExperimentReader& reader);

/// All runs as one table, as the page and `mlink runs` list them.
[[nodiscard]] Table runs_table(const std::vector<ToldRun>& runs);
[[nodiscard]] nlohmann::json runs_json(const std::vector<ToldRun>& runs);
[[nodiscard]] nlohmann::json run_json(const ToldRun& told);
/// Settings and inputs of one run.
[[nodiscard]] Table run_settings_table(const ToldRun& told);
/// What it computed: the matrix of a link set, the methods of a replay, the tables of a study.
[[nodiscard]] Result<std::vector<Table>> run_tables(const ExperimentReader& reader, const ToldRun& told);

/// Runs the step of a run again with the settings that it had: trains (links are in use then), replays and keeps,
/// studies. What a study or replay of the same settings left in the file gives way to the new one. One line of what was
/// done. Errors: a kind that is not made here (live runs, imports, what is not known); those of the step; `stopped`.
[[nodiscard]] Result<std::string> make_again(Experiment& experiment, const ToldRun& told, const std::stop_token& stop,
                                             const ProgressFn& progress);

/// One setting of two runs.
struct SettingPair {
  std::string name, a, b;
  [[nodiscard]] bool differs() const { return a != b; }
};
/// Two link sets: p of each link, and what is told of all links.
struct ComparedLinks {
  LinkSetComparison links;
  std::vector<std::string> boxes;
  RunFigure mean;  ///< difference of p over the links that both have; the interval: means of the links' ends
  int better = 0, worse = 0, equal = 0;  ///< links, by their difference with two decimals
};
struct RunComparison {
  std::vector<SettingPair> settings;
  std::optional<ComparedLinks> links;
  std::vector<Table> tables;  ///< of other kinds: both where they are of one kind, else one's behind the other's
};
/// b less a.
[[nodiscard]] Result<RunComparison> compare_runs(const ExperimentReader& reader, const ToldRun& a, const ToldRun& b);
[[nodiscard]] Table compared_settings_table(const RunComparison& comparison, const std::string& a,
                                            const std::string& b);
[[nodiscard]] Table compared_links_table(const ComparedLinks& links, const std::string& a, const std::string& b);

}  // namespace mlink::report
