// Linked into every suite under AddressSanitizer. QtTest's watchdog is a QThread that wait() calls ended before its
// thread has freed what Qt keeps for it; a leak check in that moment reports Qt's own 152 bytes. The program's end
// waits for it.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <thread>

namespace {

bool watchdog_runs() {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task", ignored)) {
    std::ifstream file(entry.path() / "comm");
    std::string name;
    if (std::getline(file, name) && name == "QThread") return true;  // Qt's name for a thread without one
  }
  return false;
}

void wait_for_watchdog() {
  for (int tries = 0; tries < 200 && watchdog_runs(); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

// The leak check was registered before any of ours, so it comes after.
[[maybe_unused]] const int registered = std::atexit(wait_for_watchdog);

}  // namespace
