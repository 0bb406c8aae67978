#include "experiment/row_pictures.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "experiment/stored_video.h"
#include "media/scale.h"

namespace mlink::experiment {
namespace {

constexpr double kMostPictureBytes = 2e9;

/// A frame as planes of a small picture.
void put_picture(const Frame& frame, int side, std::uint8_t* into) {
  const auto small = scaled(frame, side, side);
  const auto plane = static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
  for (int y = 0; y < side; ++y) {
    const auto* pixel = small.row(y);
    for (std::size_t x = 0; x < static_cast<std::size_t>(side); ++x, pixel += 3)
      for (std::size_t colour = 0; colour < 3; ++colour)
        into[colour * plane + static_cast<std::size_t>(y) * static_cast<std::size_t>(side) + x] = pixel[colour];
  }
}

/// Rows of one video's cameras by ordinal.
struct WantedRow {
  std::size_t row = 0;
  const StoredCamera* camera = nullptr;
};
using Wanted = std::multimap<std::int64_t, WantedRow>;

Status read_video(const StoredVideo& video, const Wanted& wanted, const std::stop_token& stop, Pictures& pictures) {
  std::vector<std::int64_t> ordinals;
  for (const auto& [ordinal, row] : wanted)
    if (ordinals.empty() || ordinals.back() != ordinal) ordinals.push_back(ordinal);
  MLINK_ASSIGN(auto stream, FrameStream::open(video.path, options_of(video.frame_index), std::move(ordinals)));
  while (const auto item = stream.next(stop)) {
    if (!item->frame) continue;  // a damaged frame: its rows have no picture
    const auto [begin, end] = wanted.equal_range(item->ordinal);
    for (auto at = begin; at != end; ++at) {
      const auto frame = region_of(*item->frame, *at->second.camera);
      if (!frame) continue;  // outside of this frame's picture
      put_picture(*frame, pictures.side, pictures.pixels.data() + at->second.row * pictures.size());
      pictures.there[at->second.row] = true;
    }
  }
  return stop.stop_requested() ? Status(stopped()) : Status{};
}

}  // namespace

Result<Pictures> pictures_of_rows(const StoreQueries& store, const OutputTable& table, int side,
                                  const std::stop_token& stop) {
  const double bytes = 3.0 * side * side * static_cast<double>(table.rows());
  if (bytes > kMostPictureBytes)
    return fail(ErrorKind::unsupported,
                fmt::format("{} pictures of {} x {} would take {}.",
                            count_text(static_cast<std::int64_t>(table.rows())), side, side, bytes_text(bytes)),
                "Make them smaller (--student-side), or leave the student out (--no-student).");
  MLINK_ASSIGN(const auto cameras, store.cameras());
  MLINK_ASSIGN(const auto videos, store.videos(true));
  std::map<RowId, Wanted> wanted;  // by video
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto at = table.source_of(table.frames[row]);
    const auto& camera = cameras[static_cast<std::size_t>(at.source)];
    wanted[camera.video].emplace(at.ordinal, WantedRow{row, &camera});
  }
  auto pictures = make_pictures(table.rows(), side);
  std::optional<Error> why;
  for (const auto& video : videos) {
    const auto rows = wanted.find(video.id);
    if (rows == wanted.end() || video.path.empty()) continue;  // of a recorded camera there is no video
    const auto read = read_video(video, rows->second, stop, pictures);
    if (!read && read.error().kind == ErrorKind::stopped) return tl::make_unexpected(read.error());
    if (!read && !why) why = read.error();
  }
  if (std::find(pictures.there.begin(), pictures.there.end(), true) == pictures.there.end()) {
    if (why) return tl::make_unexpected(*why);
    return fail(ErrorKind::not_found, "The cameras have no video.");
  }
  return pictures;
}

}  // namespace mlink::experiment
