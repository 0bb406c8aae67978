#include "media/ffmpeg.h"

#include <array>
#include <cstdarg>
#include <cstdio>
#include <mutex>

#include "base/log.h"

namespace mlink::media::ffmpeg {
namespace {

thread_local std::string message;

void keep_message(void*, int level, const char* format, std::va_list arguments) {
  if (level > AV_LOG_ERROR) return;
  std::array<char, 512> text{};
  std::vsnprintf(text.data(), text.size(), format, arguments);
  message = text.data();
  while (!message.empty() && (message.back() == '\n' || message.back() == ' ' || message.back() == '.'))
    message.pop_back();
  log_debug("FFmpeg: " + message);
}

}  // namespace

void quiet() {
  static std::once_flag once;
  std::call_once(once, [] { av_log_set_callback(keep_message); });
}

std::string last_message(int code) {
  if (!message.empty()) return message;
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(code, text.data(), text.size());
  return text.data();
}

void clear_message() { message.clear(); }

}  // namespace mlink::media::ffmpeg
