// Logging set-up: spdlog to standard error, and a sink that the window shows. Thread-safe.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/rooms.h"

namespace mlink::base {

enum class LogLevel { debug, info, warning, error };

/// Called once by a main. `also` gets every line too (may be empty); it must be thread-safe.
void set_up_log(LogLevel lowest, std::function<void(LogLevel, const std::string&)> also = {});

void log_debug(std::string_view text);
void log_warning(std::string_view text);
void log_error(std::string_view text);

/// Versions of this program and the libraries it runs with, stored beside every result.
[[nodiscard]] std::string program_version();
/// Now, as ISO 8601 in UTC; stored beside every result.
[[nodiscard]] std::string now_utc();

}  // namespace mlink::base
