// mlink: the command line twin of the window.
#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <csignal>
#include <memory>
#include <thread>

#include "base/blas.h"
#include "cli.h"

namespace {

using namespace mlink;
using namespace mlink::cli;

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

}  // namespace

int main(int argc, char** argv) {
  use_best_blas(argv);
  std::signal(SIGXFSZ, SIG_IGN);  // a limit on the sizes of files is an error of what is written then, not the end
  const auto stop = std::make_shared<std::stop_source>();
  watch_signals(stop);
  std::error_code ignored;
  return cli::run_command_line({argv + std::min(argc, 1), argv + argc}, stop->get_token(),
                               std::filesystem::read_symlink("/proc/self/exe", ignored));
}
