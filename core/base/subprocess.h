// Runs a program and reads what it prints.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"

namespace mlink::base {

struct ProcessOutput {
  int exit_status = 0;  ///< 128 + signal when a signal ended it
  std::string out;
  std::string err;
};
/// Runs args[0] with the rest as arguments, no shell. Killed when stop is asked. Thread-safe.
[[nodiscard]] Result<ProcessOutput> run_process(const std::vector<std::string>& args, const std::stop_token& stop);

}  // namespace mlink::base
