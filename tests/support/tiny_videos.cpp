#include "support/tiny_videos.h"

#include <fmt/format.h>

#include <cstdlib>

namespace mlink::test {
using namespace rooms;

bool have_ffmpeg() { return std::system("command -v ffmpeg >/dev/null 2>&1") == 0; }

bool make_video(const std::filesystem::path& path, const std::string& lavfi, const std::string& arguments) {
  const auto command =
      fmt::format("ffmpeg -nostdin -v error -y -threads 1 -f lavfi -i \"{}\" {} '{}'", lavfi, arguments, path.string());
  return std::system(command.c_str()) == 0;
}

bool make_swinging_video(const std::filesystem::path& path, double seconds) {
  return make_video(
      path,
      fmt::format("testsrc2=size=160x120:rate=10:duration={},eq=brightness='0.45*sin(1.6*t)':eval=frame", seconds));
}

}  // namespace mlink::test
