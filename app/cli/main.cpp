// mlink: the command line twin of the window.
#include <fcntl.h>
#include <unistd.h>
#include <csignal>
#include <exception>
#include <iostream>
#include <thread>

#include "base/blas.h"
#include "base/log.h"
#include "cli.h"

namespace {

using namespace mlink;

int signal_pipe[2] = {-1, -1};

extern "C" void take_signal(int) {  // only what is safe in a handler
  const char byte = 1;
  [[maybe_unused]] const auto written = write(signal_pipe[1], &byte, 1);
}

// Ctrl-C asks the running step to stop; a second one ends the program at once. A handler and a pipe, not a blocked
// signal: BLAS has started threads of its own before main, and one of those would take the signal.
void watch_signals(const std::shared_ptr<std::stop_source>& stop) {
  if (pipe2(signal_pipe, O_CLOEXEC) != 0) return;  // Ctrl-C then ends the program, as without this
  struct sigaction action = {};
  action.sa_handler = take_signal;
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::thread([stop] {
    char byte = 0;
    for (bool asked = false; read(signal_pipe[0], &byte, 1) == 1; asked = true) {
      if (asked) _exit(cli::exit_stopped);
      stop->request_stop();
    }
  }).detach();
}

int run(const cli::Parsed& parsed, std::stop_token stop) {
  cli::Context context;
  context.json = parsed.json;
  context.progress_wanted = parsed.progress;
  context.stop = std::move(stop);
  std::error_code ignored;
  context.program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const auto status = parsed.action(context);
  context.end_progress();
  if (status) return cli::exit_done;
  if (status.error().kind == ErrorKind::stopped) {
    std::cerr << "mlink: " << status.error().text() << '\n';
    return cli::exit_stopped;
  }
  std::cerr << "mlink: " << status.error().text() << '\n';
  return cli::exit_failed;
}

}  // namespace

int main(int argc, char** argv) {
  use_best_blas(argv);
  CLI::App app{"MLink Workbench: run a few ML models, predict the others by model links.", "mlink"};
  app.set_version_flag("--version", program_version());
  app.require_subcommand(1);
  cli::Parsed parsed;
  cli::add_file_commands(app, parsed);
  cli::add_video_commands(app, parsed);
  cli::add_box_commands(app, parsed);
  cli::add_import_command(app, parsed);
  cli::add_step_commands(app, parsed);
  cli::add_links_commands(app, parsed);
  cli::add_result_commands(app, parsed);
  cli::add_study_commands(app, parsed);
  cli::add_export_command(app, parsed);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? cli::exit_done : cli::exit_usage;
  }
  set_up_log(parsed.verbose ? LogLevel::debug : LogLevel::warning);
  const auto stop = std::make_shared<std::stop_source>();
  watch_signals(stop);
  try {
    return run(parsed, stop->get_token());
  } catch (const std::exception& error) {  // out of memory and the like: one line instead of an abort
    std::cerr << "mlink: " << error.what() << '\n';
    return cli::exit_failed;
  }
}
