#include "blackbox/host/host_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "base/modules.h"

extern char** environ;  // NOLINT: POSIX

namespace mlink::blackbox {
namespace {

// A Unix socket's path has at most 107 characters.
Result<std::filesystem::path> private_folder() {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  std::error_code missing;
  const bool usable =
      runtime != nullptr && std::strlen(runtime) < 60 && std::filesystem::is_directory(runtime, missing);
  for (const std::string parent : {usable ? runtime : "/tmp", "/tmp"}) {
    std::string pattern = parent + "/mlink-box-XXXXXX";
    if (mkdtemp(pattern.data()) != nullptr) return pattern;  // 0700
  }
  return fail(ErrorKind::io, fmt::format("No folder for a black box's process: {}.", std::strerror(errno)), {}, "/tmp");
}

// Numbers above those that the process gets, so that none is overwritten before it is given on.
Descriptor above(int number) { return Descriptor(fcntl(number, F_DUPFD_CLOEXEC, 16)); }

struct Pipe {
  Descriptor read, write;
};
Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return fail(ErrorKind::io, fmt::format("No pipe: {}.", std::strerror(errno)));
  const Descriptor read(ends[0]), write(ends[1]);
  return Pipe{above(read.number()), above(write.number())};
}

int spawn(pid_t& child, const std::vector<std::string>& args, const std::array<std::pair<int, int>, 3>& given) {
  std::vector<char*> argv;
  argv.reserve(args.size() + 1);
  for (const auto& arg : args) argv.push_back(const_cast<char*>(arg.c_str()));  // NOLINT: POSIX wants char*
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const auto& [from, to] : given) posix_spawn_file_actions_adddup2(&actions, from, to);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  // A group of its own: Ctrl+C in a terminal stops the program, which then ends the box.
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  const int error = posix_spawn(&child, argv[0], &actions, &attributes, argv.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

// "VmHWM:     1234 kB" of /proc/N/status, in bytes.
std::uint64_t status_line(const std::string& status, std::string_view name) {
  const auto at = status.find(name);
  if (at == std::string::npos) return 0;
  const auto digits = status.find_first_of("0123456789", at);
  std::uint64_t kilobytes = 0;
  if (digits != std::string::npos) std::from_chars(status.data() + digits, status.data() + status.size(), kilobytes);
  return kilobytes * 1024;
}

}  // namespace

Result<std::filesystem::path> boxhost_file() {
  auto file = beside_the_program(MLINK_BOXHOST);
  if (std::error_code missing; std::filesystem::exists(file, missing)) return file;
  return fail(ErrorKind::not_found, "The program that black boxes run in by themselves is not there.",
              "Build the program again (make build), or install all of it.", file.string());
}

Result<std::unique_ptr<HostProcess>> HostProcess::start(const HostOrder& order) {
  MLINK_ASSIGN(const auto program, boxhost_file());
  auto process = std::unique_ptr<HostProcess>(new HostProcess);
  MLINK_ASSIGN(process->folder_, private_folder());
  process->socket_ = process->folder_ / "box";
  MLINK_ASSIGN(auto alive, make_pipe());
  MLINK_ASSIGN(auto report, make_pipe());
  const Descriptor readable(open(fmt::format("/proc/self/fd/{}", order.frames).c_str(), O_RDONLY | O_CLOEXEC));
  const Descriptor frames = above(readable.number());
  if (!frames || !alive.read || !report.write)
    return fail(ErrorKind::io, fmt::format("No descriptors for a black box's process: {}.", std::strerror(errno)));
  std::vector<std::string> args{program.string(), "--socket", process->socket_.string()};
  if (order.sandboxed) args.emplace_back("--sandbox");
  if (order.memory_limit > 0) {
    args.emplace_back("--memory");
    args.push_back(std::to_string(order.memory_limit));
  }
  if (!order.command.empty()) {
    args.emplace_back("--");
    args.insert(args.end(), order.command.begin(), order.command.end());
  }
  const int error = spawn(process->watcher_, args,
                          {{{frames.number(), HostDescriptors::frames},
                            {alive.read.number(), HostDescriptors::alive},
                            {report.write.number(), HostDescriptors::report}}});
  if (error != 0) {
    process->watcher_ = -1;
    return fail(ErrorKind::failed,
                fmt::format("The black box's process could not be started: {}.", std::strerror(error)), {},
                program.string());
  }
  process->alive_ = std::move(alive.write);
  process->report_ = std::move(report.read);
  return process;
}

HostProcess::~HostProcess() {
  (void)end(std::chrono::milliseconds(0));
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

void HostProcess::read_report() {
  std::array<char, 4096> buffer{};
  for (;;) {
    const ssize_t got = read(report_.number(), buffer.data(), buffer.size());
    if (got > 0)
      told_.append(buffer.data(), static_cast<std::size_t>(got));
    else if (got == 0 || errno != EINTR)
      return;
  }
}

bool HostProcess::running() const {
  if (ended_ || watcher_ < 0) return false;
  siginfo_t info{};
  return waitid(P_PID, static_cast<id_t>(watcher_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0;
}

std::string HostProcess::end(std::chrono::milliseconds patience) {
  if (watcher_ < 0) return "it was never started";
  if (!ended_) {
    for (auto waited = std::chrono::milliseconds(0); waited < patience && running();
         waited += std::chrono::milliseconds(5))
      usleep(5000);
    alive_.close();  // the watching process kills the box and tells how it ended
    for (int waited = 0; waited < 200 && running(); ++waited) usleep(5000);
    kill(-watcher_, SIGKILL);
    while (waitpid(watcher_, nullptr, 0) < 0 && errno == EINTR) {}
    ended_ = true;
    read_report();
    report_.close();
  }
  const auto line = told_.find('\n');
  return line == std::string::npos || line + 1 >= told_.size() ? "it was killed" : told_.substr(line + 1);
}

std::optional<HostProcess::Memory> HostProcess::memory() {
  if (!told_.starts_with("pid ")) {
    // The line comes at the start, so that this does not wait.
    std::array<char, 64> buffer{};
    pollfd ready{report_.number(), POLLIN, 0};
    if (!report_ || poll(&ready, 1, 1000) <= 0) return std::nullopt;
    const ssize_t got = read(report_.number(), buffer.data(), buffer.size());
    if (got > 0) told_.append(buffer.data(), static_cast<std::size_t>(got));
  }
  if (!told_.starts_with("pid ") || told_.find('\n') == std::string::npos) return std::nullopt;
  std::ifstream file(fmt::format("/proc/{}/status", told_.substr(4, told_.find('\n') - 4)));
  const std::string status((std::istreambuf_iterator<char>(file)), {});
  Memory memory{status_line(status, "VmRSS:"), status_line(status, "VmHWM:")};
  if (memory.peak == 0) return std::nullopt;
  return memory;
}

}  // namespace mlink::blackbox
