// A small experiment for tests of the whole window: two crossings, four boxes whose outputs were recorded elsewhere,
// their costs, links, a study and a kept replay. Measured times, dates and versions are replaced by fixed ones, so that
// its pages look the same wherever and whenever it is made.
#pragma once

#include <filesystem>

#include "base/error.h"
#include "base/rooms.h"

namespace mlink::test {
using namespace rooms;

/// Makes crossing.mlink in the folder, and gives its path. "north crossing" has a video where the ffmpeg program is
/// there; "south crossing" never has.
[[nodiscard]] Result<std::filesystem::path> make_crossing(const std::filesystem::path& folder);

}  // namespace mlink::test
