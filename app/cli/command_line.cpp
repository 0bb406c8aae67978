// From the words of a command line to its exit status.
#include <algorithm>
#include <exception>
#include <iostream>

#include "base/log.h"
#include "cli.h"
#include "unknown_words.h"

namespace mlink::cli {
namespace {

int run_action(const Parsed& parsed, std::stop_token stop, const std::filesystem::path& program) {
  Context context;
  context.json = parsed.json;
  context.progress_wanted = parsed.progress;
  context.stop = std::move(stop);
  context.program = program;
  const auto status = parsed.action(context);
  context.end_progress();
  if (status) return exit_done;
  std::cerr << "mlink: " << status.error().text() << '\n';
  return status.error().kind == ErrorKind::stopped ? exit_stopped : exit_failed;
}

/// Words that make no command. Nothing at all is answered by the list of commands.
int usage_error(const CLI::App& app, const std::vector<std::string>& words, const CLI::ParseError& error) {
  if (words.empty()) {
    std::cerr << app.help();
    return exit_usage;
  }
  const auto unknown = unknown_word(app, words);
  const std::string what = unknown.empty() ? error.what() : unknown;
  std::cerr << "mlink: " << what << (what.ends_with('.') || what.ends_with('?') ? "" : ".") << '\n'
            << "See: " << known_command(app, words) << " --help\n";
  return exit_usage;
}

}  // namespace

int run_command_line(const std::vector<std::string>& words, std::stop_token stop,
                     const std::filesystem::path& program) {
  CLI::App app{"MLink Workbench: run a few ML models, predict the others by model links.", "mlink"};
  app.set_version_flag("--version", std::function<std::string()>(versions_text));
  app.require_subcommand(1);
  Parsed parsed;
  add_file_commands(app, parsed);
  add_video_commands(app, parsed);
  add_box_commands(app, parsed);
  add_import_command(app, parsed);
  add_step_commands(app, parsed);
  add_selftest_command(app, parsed);
  add_cluster_commands(app, parsed);
  add_links_commands(app, parsed);
  add_runs_commands(app, parsed);
  add_result_commands(app, parsed);
  add_confidence_command(app, parsed);
  add_replay_commands(app, parsed);
  add_run_command(app, parsed);
  add_study_commands(app, parsed);
  add_scenario_command(app, parsed);
  add_export_command(app, parsed);
  add_report_command(app, parsed);
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // as CLI11 takes a list
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // help, version
    return usage_error(app, words, error);
  }
  set_up_log(parsed.verbose ? LogLevel::debug : LogLevel::warning);
  try {
    return run_action(parsed, std::move(stop), program);
  } catch (const std::exception& error) {  // out of memory and the like: one line instead of an abort
    std::cerr << "mlink: " << error.what() << '\n';
    return exit_failed;
  }
}

}  // namespace mlink::cli
