// Tables and JSON documents of an experiment (design: the command line's JSON shapes). Thread-safe.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <stop_token>

#include "experiment/views.h"
#include "replay/frontier.h"
#include "report/table.h"
#include "scheduling/limits.h"

namespace mlink::report {

/// On which rows the P of activations and selections was measured.
inline constexpr const char* kKnownRows =
    "P is measured on the inner validation rows of the training part: no test row takes part in a choice.";

/// "0:01:30 (after yard)"; empty where no start is set.
[[nodiscard]] std::string start_text(const CameraRow& camera);
[[nodiscard]] Table cameras_table(const Overview& overview);
[[nodiscard]] Table boxes_table(const Overview& overview);
[[nodiscard]] Table coverage_table(const Overview& overview);
/// One row a source: p; then the priors, and the lift over them: one row a source, "\u2248 prior" where its interval
/// holds 0, and two for the interval.
[[nodiscard]] Table matrix_table(const MatrixData& matrix);
[[nodiscard]] Table links_table(const MatrixData& matrix);  ///< one row a link, all figures
[[nodiscard]] Table ensemble_table(const std::vector<EnsembleRow>& ensembles);
[[nodiscard]] Table activation_table(const std::vector<Activation>& activations, CostKind kind);
/// costs: those that were selected by.
[[nodiscard]] Table selection_table(const Selection& selection, const std::vector<std::string>& boxes,
                                    const Limits& limits, const CostTable& costs);
[[nodiscard]] Table replay_table(const ReplayResult& result);  ///< one row a method
/// Methods at several budgets, one row a budget and method.
[[nodiscard]] Table budgets_table(const std::vector<ReplayResult>& results);
/// The answers of a sweep (replay/frontier.h): one row a method and budget at which something of it changes.
[[nodiscard]] Table sweep_table(const std::vector<ReplayResult>& answers);
/// The smallest budget with which each method of a sweep reaches each accuracy, rounded up so that it does when it is
/// typed as it is shown; empty where it never does.
[[nodiscard]] Table reach_table(const std::vector<ReplayResult>& answers, const std::vector<double>& accuracies);
/// The smallest budget with which a method reaches an accuracy, for people: amount_text() rounded up, with as many
/// digits as let it reach the accuracy when it is typed as it stands. Empty: it never does.
[[nodiscard]] std::string reaching_amount(const FrontierCurve& curve, CostKind kind, double accuracy);
/// How many frames of the training and test part no box has an output on; empty: none.
[[nodiscard]] std::string unjudged_note(const MatrixData& matrix);
/// The same of curves that are there already, without the conditions of their replay.
[[nodiscard]] Table reach_table(const std::vector<FrontierCurve>& curves, CostKind kind,
                                const std::vector<double>& accuracies);
/// Recorded outputs, design's CSV, with the seconds from the start of each camera. starts: where the table's cameras
/// begin on its clock; empty: at 0.
[[nodiscard]] Table outputs_table(const OutputTable& outputs, std::size_t index,
                                  const std::vector<double>& starts = {});
/// The same outputs as a file that `import` reads back bit for bit: csv, parquet or arrow. Files of columns keep words
/// as lists, so that blanks in them stay. Csv is never held as a whole. Errors: another format; this program cannot
/// make such a file; it cannot be written; stopped.
[[nodiscard]] Status write_outputs(const std::filesystem::path& path, const OutputTable& outputs, std::size_t index,
                                   TableFormat format, const std::stop_token& stop = {},
                                   const std::vector<double>& starts = {});
/// Where the cameras of a snapshot's table begin on its clock.
[[nodiscard]] std::vector<double> camera_starts(const Snapshot& snapshot);
/// What stands beside a box's outputs as BOX.json: what they mean, and of their cameras what no column holds.
[[nodiscard]] nlohmann::json outputs_description(const Snapshot& snapshot, std::size_t index);

/// approx_prior, here and of ensembles: null where a lift has no interval.
[[nodiscard]] nlohmann::json matrix_json(const MatrixData& matrix);
[[nodiscard]] nlohmann::json ensemble_json(const std::vector<EnsembleRow>& ensembles);
[[nodiscard]] nlohmann::json activation_json(const std::vector<Activation>& activations, CostKind kind);
[[nodiscard]] nlohmann::json selection_json(const Selection& selection, const std::vector<std::string>& boxes,
                                            const Limits& limits, const CostTable& costs);
[[nodiscard]] nlohmann::json replay_json(const ReplayResult& result);
/// One budget's document, or {"points": [...]} for several.
[[nodiscard]] nlohmann::json replays_json(const std::vector<ReplayResult>& results);
/// {"points": [...], "reach": [{"method", "output_accuracy", "budget", "reached_accuracy"}]}: output_accuracy is the
/// one that was asked for, budget the least that gives as much, in seconds or bytes, and reached_accuracy what it
/// gives. Both null: never reached.
[[nodiscard]] nlohmann::json sweep_json(const std::vector<ReplayResult>& answers,
                                        const std::vector<double>& accuracies);
[[nodiscard]] nlohmann::json overview_json(const Overview& overview);

/// Keeps a replay in the experiment, so that a figure that was shown can be found again: its document with settings,
/// seed, versions, and the links, boxes and cameras that it was computed from. One with the same settings on the same
/// links takes the earlier one's place. `seconds`: that it took; 0: not known. Errors: those of the file.
[[nodiscard]] Result<RowId> keep_replay(Experiment& experiment, const Snapshot& snapshot,
                                        const std::vector<ReplayResult>& results, double seconds = 0);
/// The kind of such results in the file.
inline constexpr const char* kReplayKind = "replay";

/// "0.1.0", and below it the libraries that are optional, with their versions or how to get them.
[[nodiscard]] std::string versions_text();

/// "Made from street.mlink, links of …, seed 1, data 3f2a…, mlink 0.1.0": goes into every exported table's notes.
[[nodiscard]] std::vector<std::string> provenance(const Snapshot& snapshot);
/// Says that outputs were made up, and how; empty: none were.
[[nodiscard]] std::string synthetic_note(const Overview& overview);

}  // namespace mlink::report
