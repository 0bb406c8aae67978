#include "base/log.h"

#include <fmt/format.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <ctime>
#include <memory>
#include <mutex>
#include <utility>

namespace mlink::base {
namespace {

using LogFn = std::function<void(LogLevel, const std::string&)>;

LogLevel level_of(spdlog::level::level_enum level) {
  if (level >= spdlog::level::err) return LogLevel::error;
  if (level == spdlog::level::warn) return LogLevel::warning;
  return level == spdlog::level::info ? LogLevel::info : LogLevel::debug;
}

class CallbackSink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit CallbackSink(LogFn fn) : fn_(std::move(fn)) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    fn_(level_of(message.level), std::string(message.payload.data(), message.payload.size()));
  }
  void flush_() override {}

 private:
  LogFn fn_;
};

}  // namespace

void set_up_log(LogLevel lowest, LogFn also) {
  auto logger = std::make_shared<spdlog::logger>("mlink", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
  if (also) logger->sinks().push_back(std::make_shared<CallbackSink>(std::move(also)));
  logger->set_pattern("%^%l%$: %v");
  switch (lowest) {
    case LogLevel::debug: logger->set_level(spdlog::level::debug); break;
    case LogLevel::info: logger->set_level(spdlog::level::info); break;
    case LogLevel::warning: logger->set_level(spdlog::level::warn); break;
    case LogLevel::error: logger->set_level(spdlog::level::err); break;
  }
  spdlog::set_default_logger(std::move(logger));
}

void log_debug(std::string_view text) { spdlog::debug("{}", text); }
void log_warning(std::string_view text) { spdlog::warn("{}", text); }
void log_error(std::string_view text) { spdlog::error("{}", text); }

std::string program_version() { return MLINK_VERSION; }

std::string now_utc() {
  const std::time_t now = std::time(nullptr);
  std::tm tm{};
  gmtime_r(&now, &tm);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
                     tm.tm_min, tm.tm_sec);
}

}  // namespace mlink::base
