// Processes that a program under test has started, for tests that end them from outside.
#pragma once

#include <sys/types.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

namespace mlink::test {

/// The newest process that `parent` has started and that has not ended; 0: none.
inline pid_t child_of(pid_t parent) {
  pid_t newest = 0;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", ignored)) {
    const auto number = static_cast<pid_t>(std::strtol(entry.path().filename().c_str(), nullptr, 10));
    if (number <= 0) continue;
    std::ifstream file(entry.path() / "stat");
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const auto after = text.rfind(") ");  // a name may hold blanks
    if (after == std::string::npos || text[after + 2] == 'Z') continue;
    if (std::strtol(text.c_str() + after + 4, nullptr, 10) == parent) newest = std::max(newest, number);
  }
  return newest;
}

}  // namespace mlink::test
