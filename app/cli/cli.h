// The command line `mlink`: what its commands share. One file a group of commands (cmd_*.cpp); each registers itself
// with CLI11 and hands back an action. Results go to standard output, everything else to standard error.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <string>
#include <vector>

#include "analysis/matrix_rows.h"
#include "experiment/experiment.h"
#include "report/report.h"

namespace mlink::cli {

/// Exit statuses (design: the command line).
enum ExitStatus { exit_done = 0, exit_failed = 1, exit_usage = 2, exit_stopped = 130 };

/// What an action runs in. Belongs to the main thread.
class Context {
 public:
  bool json = false;             ///< --json
  bool progress_wanted = false;  ///< --progress: also where standard error is not a terminal
  std::stop_token stop;          ///< Ctrl-C

  /// A line that is rewritten in place on a terminal; whole lines with --progress; nothing otherwise.
  [[nodiscard]] ProgressFn progress() const;
  /// Takes the progress line away again.
  void end_progress() const;

  /// The document with --json, else the tables.
  void print(const nlohmann::json& document, const std::vector<Table>& tables) const;
  /// One line for people; nothing with --json.
  void say(const std::string& line) const;
  /// A problem that does not end the command, on standard error.
  void warn(const Error& error) const;

  /// The program itself, for the steps that measure in a process of their own.
  std::filesystem::path program;
};

using Action = std::function<Status(Context&)>;

/// What the parser found: the action of the command that was given.
struct Parsed {
  bool json = false;
  bool progress = false;
  bool verbose = false;
  Action action;
};

/// Parses the words behind the program's name and does what they ask for; results on standard output, everything else
/// on standard error. `program` is mlink's own file. Gives the exit status.
[[nodiscard]] int run_command_line(const std::vector<std::string>& words, std::stop_token stop,
                                   const std::filesystem::path& program);

/// A command with the flags that all commands have.
CLI::App* add_command(CLI::App& parent, Parsed& parsed, const std::string& name, const std::string& what);
/// The positional FILE.mlink of a command.
std::shared_ptr<std::filesystem::path> add_file(CLI::App* command);

void add_file_commands(CLI::App& app, Parsed& parsed);       ///< new, info
void add_scenario_command(CLI::App& app, Parsed& parsed);    ///< scenario
void add_video_commands(CLI::App& app, Parsed& parsed);      ///< video add, list, remove
void add_box_commands(CLI::App& app, Parsed& parsed);        ///< box add, list, remove, check, measure, convert
void add_box_guess(CLI::App& box, Parsed& parsed);           ///< box guess
void add_box_trust(CLI::App& box, Parsed& parsed);           ///< box trust
void add_box_plugins(CLI::App& box, Parsed& parsed);         ///< box plugins
void add_import_command(CLI::App& app, Parsed& parsed);      ///< import
void add_selftest_command(CLI::App& app, Parsed& parsed);    ///< selftest
void add_step_commands(CLI::App& app, Parsed& parsed);       ///< collect, profile, train
void add_links_commands(CLI::App& app, Parsed& parsed);      ///< links list, use, rename, remove, compare
void add_runs_commands(CLI::App& app, Parsed& parsed);       ///< runs, runs rename, note, remove
void add_result_commands(CLI::App& app, Parsed& parsed);     ///< matrix, ensemble, activation, select
void add_confidence_command(CLI::App& app, Parsed& parsed);  ///< confidence
void add_replay_commands(CLI::App& app, Parsed& parsed);     ///< replay, sweep
void add_run_command(CLI::App& app, Parsed& parsed);         ///< run
void add_study_commands(CLI::App& app, Parsed& parsed);    ///< study sizes, ensemble, correlation, overhead, simulation
void add_export_command(CLI::App& app, Parsed& parsed);    ///< export
void add_cluster_commands(CLI::App& app, Parsed& parsed);  ///< merge, slurm
void add_report_command(CLI::App& app, Parsed& parsed);    ///< report

/// The table with where it was made from.
[[nodiscard]] Table with_notes(Table table, const Snapshot& snapshot);
/// "mlink: the likeliest boxes run, ...; standalone: ...": what --methods takes.
[[nodiscard]] std::string methods_help();
/// "320x240+0+160".
[[nodiscard]] Result<Rect> parse_crop(const std::string& text);
/// A number above zero, as an option's check.
[[nodiscard]] CLI::Validator above_zero();
/// "1h", "90s", "500ms" -> seconds.
[[nodiscard]] Result<double> parse_seconds(const std::string& text);
/// A snapshot that has links; says what to run when it has not.
[[nodiscard]] Result<Snapshot> trained_snapshot(const std::filesystem::path& file);
/// What the links' own figures are told from, without the outputs where they stand as trained on.
[[nodiscard]] Result<Snapshot> trained_figures(const std::filesystem::path& file);

/// --rows of a command: "test", "train" or "all".
std::shared_ptr<std::string> add_rows(CLI::App* command);
/// The matrix on these rows, and the snapshot it is of; only other rows than the test rows need the outputs read.
struct JudgedMatrix {
  Snapshot snapshot;
  MatrixData matrix;
};
[[nodiscard]] Result<JudgedMatrix> judged_matrix(const std::filesystem::path& file, JudgedRows rows,
                                                 const std::stop_token& stop);

}  // namespace mlink::cli
