// runs: everything that was computed in a file, with its settings and the command that makes it again; rename, note,
// remove.
#include <fmt/format.h>

#include "cli.h"
#include "report/runs.h"

namespace mlink::cli {
namespace {

Result<ToldRun> told_run(const std::vector<ToldRun>& told, const std::string& wanted,
                         const std::filesystem::path& file) {
  std::vector<Run> runs;
  runs.reserve(told.size());
  for (const auto& one : told) runs.push_back(one.run);
  MLINK_ASSIGN(const auto found, find_run(runs, wanted, file.string()));
  for (const auto& one : told)
    if (one.run.id == found.id && one.run.kind == found.kind) return one;
  return fail(ErrorKind::not_found, fmt::format("There is no run \"{}\".", wanted), {}, file.string());
}

Status list_runs(Context& context, const std::filesystem::path& file, const std::string& show) {
  MLINK_ASSIGN(const auto reader, ExperimentReader::open(file));
  MLINK_ASSIGN(const auto told, told_runs(reader));
  if (show.empty()) {
    context.print(runs_json(told), {runs_table(told)});
    return {};
  }
  MLINK_ASSIGN(const auto run, told_run(told, show, file));
  std::vector<Table> tables{run_settings_table(run)};
  MLINK_ASSIGN(auto more, run_tables(reader, run));
  for (auto& table : more) tables.push_back(std::move(table));
  context.print(run_json(run), tables);
  return {};
}

/// Looks a run up by its name and changes it; tells how the run stands afterwards.
template <class Change>
Status change_run(Context& context, const std::filesystem::path& file, const std::string& wanted,
                  const Change& change) {
  MLINK_ASSIGN(const auto reader, ExperimentReader::open(file));
  MLINK_ASSIGN(const auto runs, runs_of(reader));
  MLINK_ASSIGN(const auto run, find_run(runs, wanted, file.string()));
  MLINK_ASSIGN(auto experiment, Experiment::open(file));
  MLINK_TRY(change(experiment, run));
  MLINK_ASSIGN(const auto after, runs_of(reader));
  auto names = nlohmann::json::array();
  for (const auto& one : after) names.push_back({{"name", one.name}, {"kind", one.kind}, {"note", one.note}});
  context.print({{"runs", names}}, {});
  return {};
}

/// What the commands that change a run are given.
struct RunChange {
  std::filesystem::path file;
  std::string run, text;
  bool even_in_use = false;
};

CLI::App* add_run_change_command(CLI::App& runs, Parsed& parsed, const char* name, const char* what,
                                 const std::shared_ptr<RunChange>& arguments) {
  auto* command = add_command(runs, parsed, name, what);
  command->add_option("FILE", arguments->file, "The experiment file (*.mlink)")->required();
  command->add_option("RUN", arguments->run, "Name of a run, or #NUMBER")->required();
  return command;
}

}  // namespace

void add_runs_commands(CLI::App& app, Parsed& parsed) {
  auto* runs =
      add_command(app, parsed, "runs", "Everything computed in a file: list and show; rename, note and remove");
  auto file = std::make_shared<std::filesystem::path>();
  auto show = std::make_shared<std::string>();
  runs->add_option("FILE", *file, "The experiment file (*.mlink)");
  runs->add_option("--show", *show, "Only this run, by name or #NUMBER: its settings, its command, its tables");
  runs->require_subcommand(0, 1);
  runs->callback([runs, &parsed, file, show] {
    if (!runs->get_subcommands().empty()) return;
    if (file->empty()) throw CLI::RequiredError("FILE");
    parsed.action = [file, show](Context& context) { return list_runs(context, *file, *show); };
  });

  auto renamed = std::make_shared<RunChange>();
  auto* rename = add_run_change_command(*runs, parsed, "rename", "Give a run another name", renamed);
  rename->add_option("NEW", renamed->text, "The new name")->required();
  rename->callback([&parsed, renamed] {
    parsed.action = [renamed](Context& context) {
      return change_run(context, renamed->file, renamed->run,
                        [&](Experiment& e, const Run& run) { return rename_run(e, run, renamed->text); });
    };
  });
  auto noted = std::make_shared<RunChange>();
  auto* note =
      add_run_change_command(*runs, parsed, "note", "Write a note beside a run; an empty one takes it away", noted);
  note->add_option("TEXT", noted->text, "The note")->required();
  note->callback([&parsed, noted] {
    parsed.action = [noted](Context& context) {
      return change_run(context, noted->file, noted->run,
                        [&](Experiment& e, const Run& run) { return note_run(e, run, noted->text); });
    };
  });
  auto removed = std::make_shared<RunChange>();
  auto* remove = add_run_change_command(*runs, parsed, "remove", "Take a run out of the file", removed);
  remove->add_flag("--even-in-use", removed->even_in_use,
                   "Also the link set in use; the newest of the others is in use then");
  remove->callback([&parsed, removed] {
    parsed.action = [removed](Context& context) {
      return change_run(context, removed->file, removed->run,
                        [&](Experiment& e, const Run& run) { return remove_run(e, run, removed->even_in_use); });
    };
  });
}

}  // namespace mlink::cli
