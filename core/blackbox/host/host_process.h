// Internal to core/blackbox: mlink-boxhost as the program sees it. It is two processes: one that watches, and one that
// runs the box, sandboxed where it is asked for, in a folder of its own that only this user can enter. The watching one
// ends the other when the program ends, however that does, and tells how the other ended.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "blackbox/host/shared_frames.h"

namespace mlink::blackbox {

/// Descriptors that mlink-boxhost is started with.
struct HostDescriptors {
  static constexpr int frames = 3;  ///< the shared memory
  static constexpr int alive = 4;   ///< at its end the program is gone
  static constexpr int report = 5;  ///< takes "pid N\n" at the start, then how the box's process ended
};

struct HostOrder {
  std::vector<std::string> command;  ///< that serves instead of mlink-boxhost itself; empty: the latter
  int frames = -1;                   ///< the descriptor of the shared memory
  std::uint64_t memory_limit = 0;    ///< bytes of data; 0: none
  bool sandboxed = false;
};

/// Where mlink-boxhost lies: beside the program, or where the build put it. Errors: it is not there.
[[nodiscard]] Result<std::filesystem::path> boxhost_file();

/// One thread at a time.
class HostProcess {
 public:
  /// Errors: no folder, no program, it cannot be started.
  [[nodiscard]] static Result<std::unique_ptr<HostProcess>> start(const HostOrder& order);
  ~HostProcess();  ///< kills it
  HostProcess(const HostProcess&) = delete;
  HostProcess& operator=(const HostProcess&) = delete;

  [[nodiscard]] const std::filesystem::path& socket() const { return socket_; }
  [[nodiscard]] bool running() const;
  /// Gives it `patience` to end by itself, then kills it. How it ended, for people, with the last that it wrote.
  [[nodiscard]] std::string end(std::chrono::milliseconds patience);
  /// Bytes that the box's process holds now, and that it has held at most; nothing: not told.
  struct Memory {
    std::uint64_t now = 0, peak = 0;
  };
  [[nodiscard]] std::optional<Memory> memory();

 private:
  HostProcess() = default;
  void read_report();
  pid_t watcher_ = -1;
  bool ended_ = false;
  std::filesystem::path folder_, socket_;
  Descriptor alive_, report_;
  std::string told_;  ///< read from `report` so far
};

}  // namespace mlink::blackbox
