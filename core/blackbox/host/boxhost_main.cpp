// mlink-boxhost: runs one black box in a process of its own (core/blackbox/HOST.md). Started by mlink and
// mlink-workbench, not by people. It becomes two processes: this one watches, the other runs the box.
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include "blackbox/host/host_process.h"
#include "blackbox/host/sandbox.h"
#include "blackbox/host/serve_box.h"

namespace mlink::blackbox {
namespace {

constexpr const char* kFrames = "/proc/self/fd/3";
static_assert(HostDescriptors::frames == 3);

struct Order {
  std::filesystem::path socket;
  bool sandboxed = false;
  rlim_t memory = 0;
  std::vector<char*> command;
};

bool read_order(std::span<char*> args, Order& order) {
  for (std::size_t i = 1; i < args.size(); ++i) {
    const std::string name = args[i];
    const bool has_value = i + 1 < args.size();
    if (name == "--socket" && has_value)
      order.socket = args[++i];
    else if (name == "--memory" && has_value) {
      const std::string_view value = args[++i];
      if (std::from_chars(value.begin(), value.end(), order.memory).ec != std::errc()) return false;
    } else if (name == "--sandbox")
      order.sandboxed = true;
    else if (name == "--" && has_value) {
      order.command.assign(args.begin() + static_cast<std::ptrdiff_t>(i) + 1, args.end());
      break;
    } else
      return false;
  }
  return !order.socket.empty();
}

int complain(const Error& error) {
  std::cerr << error.text() << "\n";
  return 1;
}

// The process of the box. Does not come back where a command serves.
int run_box(const Order& order) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#ifndef MLINK_SANITIZED
  // A sanitizer takes memory of its own, far above any limit.
  if (order.memory > 0) {
    const rlimit limit{order.memory, order.memory};
    if (setrlimit(RLIMIT_DATA, &limit) != 0) std::cerr << "The memory limit cannot be set.\n";
  }
#endif
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  setenv("MLINK_BOX_SOCKET", order.socket.c_str(), 1);
  setenv("MLINK_BOX_FRAMES", kFrames, 1);
  // The only place where a closed-in box may write.
  setenv("TMPDIR", order.socket.parent_path().c_str(), 1);
  if (order.sandboxed)
    if (const auto entered = enter_sandbox(order.socket.parent_path()); !entered) return complain(entered.error());
  if (!order.command.empty()) {
    auto command = order.command;
    command.push_back(nullptr);
    execvp(command[0], command.data());
    std::cerr << "The command " << command[0] << " cannot be started: " << std::strerror(errno) << ".\n";
    return 127;
  }
  if (const auto served = serve_box(order.socket, kFrames); !served) return complain(served.error());
  return 0;
}

std::string how_it_ended(int status, bool by_us) {
  if (by_us) return "it was ended";
  if (WIFEXITED(status)) return "it ended by itself with the status " + std::to_string(WEXITSTATUS(status));
  const int signal = WTERMSIG(status);
  const char* name = sigabbrev_np(signal);
  const std::string short_name = name == nullptr ? std::to_string(signal) : std::string("SIG") + name;
  if (signal == SIGKILL) return "the system killed it (SIGKILL), as it does when memory runs out";
  return std::string("it was ended by ") + short_name + " (" + strsignal(signal) + ")";
}

void write_all(int to, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t wrote = write(to, text.data() + done, text.size() - done);
    if (wrote > 0)
      done += static_cast<std::size_t>(wrote);
    else if (errno != EINTR)
      return;
  }
}

// The end of what the box wrote, without the newline.
std::string last_of(std::string said) {
  constexpr std::size_t kKept = 600;
  while (!said.empty() && said.back() == '\n') said.pop_back();
  if (said.size() > kKept) said = "…" + said.substr(said.size() - kKept);
  return said;
}

// Until the box has ended, or the program has: then the box is ended.
void watch(pid_t box, int output) {
  std::array<pollfd, 2> sources{{{output, POLLIN, 0}, {HostDescriptors::alive, POLLIN, 0}}};
  std::string said;
  std::array<char, 4096> buffer{};
  bool by_us = false;
  int status = 0;
  while (waitpid(box, &status, WNOHANG) == 0) {
    if (poll(sources.data(), sources.size(), 50) <= 0) continue;
    if (sources[0].revents != 0) {
      const ssize_t got = read(output, buffer.data(), buffer.size());
      if (got > 0) said.append(buffer.data(), static_cast<std::size_t>(got));
      if (got == 0) sources[0].fd = -1;
      if (said.size() > 64 * buffer.size()) said.erase(0, said.size() - buffer.size());
    }
    if (sources[1].revents != 0 && !by_us) {
      by_us = true;
      sources[1].fd = -1;
      kill(box, SIGKILL);
    }
  }
  fcntl(output, F_SETFL, O_NONBLOCK);
  for (ssize_t got = 0; (got = read(output, buffer.data(), buffer.size())) > 0;)
    said.append(buffer.data(), static_cast<std::size_t>(got));
  const std::string last = last_of(std::move(said));
  write_all(HostDescriptors::report, how_it_ended(status, by_us) + (last.empty() ? "" : "; it wrote last: " + last));
}

int run_program(int argc, char** argv) {
  Order order;
  if (!read_order({argv, static_cast<std::size_t>(argc)}, order) || fcntl(HostDescriptors::report, F_GETFD) < 0) {
    std::cerr << "mlink-boxhost runs a black box for mlink and mlink-workbench, which start it.\n";
    return 2;
  }
  std::array<int, 2> output{};
  if (pipe2(output.data(), O_CLOEXEC) != 0) return 1;
  const pid_t box = fork();
  if (box < 0) return 1;
  if (box == 0) {
    dup2(output[1], STDOUT_FILENO);
    dup2(output[1], STDERR_FILENO);
    close(HostDescriptors::alive);
    close(HostDescriptors::report);
    return run_box(order);
  }
  close(output[1]);
  close(HostDescriptors::frames);
  signal(SIGPIPE, SIG_IGN);
  write_all(HostDescriptors::report, "pid " + std::to_string(box) + "\n");
  watch(box, output[0]);
  // The program takes its folder away itself, unless it was killed.
  std::error_code ignored;
  if (const auto folder = order.socket.parent_path(); folder.filename().string().starts_with("mlink-box-"))
    std::filesystem::remove_all(folder, ignored);
  return 0;
}

}  // namespace
}  // namespace mlink::blackbox

int main(int argc, char** argv) { return mlink::blackbox::run_program(argc, argv); }
