// Small videos for tests, made with the ffmpeg program.
#pragma once

#include <filesystem>
#include <string>

#include "base/rooms.h"

namespace mlink::test {
using namespace rooms;

/// Whether the ffmpeg program is there.
[[nodiscard]] bool have_ffmpeg();
/// ffmpeg -i INPUT (a lavfi source) ARGUMENTS PATH. False when it failed.
[[nodiscard]] bool make_video(const std::filesystem::path& path, const std::string& lavfi,
                              const std::string& arguments = "-c:v mpeg4 -q:v 2");
/// A moving test pattern whose brightness swings over time (period about 4 s), 10 pictures a second.
[[nodiscard]] bool make_swinging_video(const std::filesystem::path& path, double seconds);

}  // namespace mlink::test
