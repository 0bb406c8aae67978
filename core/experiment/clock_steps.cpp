#include "experiment/clock_steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace mlink::experiment {
namespace {

nlohmann::json info_of(const StoredVideo& video) {
  auto info = nlohmann::json::parse(video.info_json, nullptr, false);
  return info.is_object() ? info : nlohmann::json::object();
}

const StoredVideo* video_of(RowId id, const std::vector<StoredVideo>& videos) {
  const auto at = std::find_if(videos.begin(), videos.end(), [&](const auto& v) { return v.id == id; });
  return at == videos.end() ? nullptr : &*at;
}

/// Frames of a file, used or not, and its length: of recorded outputs up to the last frame that there is.
struct Extent {
  std::int64_t frames = 0;
  double seconds = 0;
};
Result<Extent> extent_of(const StoreQueries& store, const StoredVideo& video,
                         const std::vector<StoredCamera>& cameras) {
  const auto info = info_of(video);
  Extent extent{info.value("frames", std::int64_t{0}), info.value("seconds", 0.0)};
  for (const auto& camera : cameras) {
    if (camera.video != video.id) continue;
    MLINK_ASSIGN(const auto frames, store.frames(camera.id));
    if (frames.empty()) continue;
    const auto& last = frames.back();
    extent.frames = std::max(extent.frames, last.ordinal + 1);
    const auto apart =
        last.ordinal > frames.front().ordinal
            ? (last.seconds - frames.front().seconds) / static_cast<double>(last.ordinal - frames.front().ordinal)
            : 0;
    if (!video.path.empty() && extent.seconds > 0) continue;
    extent.seconds = std::max(extent.seconds, last.seconds + apart);
  }
  return extent;
}

std::string name_of(RowId video, const std::vector<StoredCamera>& cameras) {
  for (const auto& camera : cameras)
    if (camera.video == video) return camera.name;
  return {};
}

Result<const StoredCamera*> find_camera(const std::string& name, const std::vector<StoredCamera>& cameras,
                                        const StoreQueries& store) {
  for (const auto& camera : cameras)
    if (camera.name == name) return &camera;
  return fail(ErrorKind::not_found, fmt::format("There is no camera \"{}\".", name), "\"mlink video list\" names them.",
              store.path().string());
}

/// Follows `after` from a video; true where it comes to `wanted`.
bool leads_to(RowId from, RowId wanted, const std::vector<StoredVideo>& videos) {
  for (std::size_t steps = 0; from != 0 && steps <= videos.size(); ++steps) {
    if (from == wanted) return true;
    const auto* video = video_of(from, videos);
    from = video ? video->start_after : 0;
  }
  return false;
}

Result<ClockStart> wished_start(const StoreQueries& store, const StoredCamera& camera, const StartWish& wish,
                                const std::vector<StoredCamera>& cameras, const std::vector<StoredVideo>& videos,
                                RowId& after) {
  const auto* video = video_of(camera.video, videos);
  if (wish.origin == StartOrigin::metadata) {
    const auto info = info_of(*video);
    if (!info.contains("recorded_at"))
      return fail(ErrorKind::not_found, fmt::format("The file of {} does not tell when it was recorded.", camera.name),
                  "Type its start, or say after which camera it comes.", video->path);
    return ClockStart{StartOrigin::metadata, info.value("recorded_at", 0.0)};
  }
  if (wish.origin != StartOrigin::after) return ClockStart{wish.origin, wish.seconds};
  MLINK_ASSIGN(const auto* before, find_camera(wish.after, cameras, store));
  if (leads_to(before->video, camera.video, videos))
    return fail(ErrorKind::invalid_input,
                before->video == camera.video ? fmt::format("{} and {} are of one file.", camera.name, before->name)
                                              : fmt::format("{} comes after {} already.", before->name, camera.name),
                "A file cannot come after itself.", store.path().string());
  const auto* earlier = video_of(before->video, videos);
  MLINK_ASSIGN(const auto extent, extent_of(store, *earlier, cameras));
  after = earlier->id;
  return ClockStart{StartOrigin::after, earlier->start.seconds + extent.seconds};
}

/// Moves what follows `video`, which has its new start.
Status move_followers(StoreWriter& store, RowId video, std::vector<StoredVideo>& videos,
                      const std::vector<StoredCamera>& cameras) {
  std::vector<RowId> moved{video};
  for (std::size_t i = 0; i < moved.size() && i <= videos.size(); ++i) {
    const auto before = *video_of(moved[i], videos);
    MLINK_ASSIGN(const auto extent, extent_of(store, before, cameras));
    for (auto& follower : videos) {
      if (follower.start_after != before.id) continue;
      follower.start = {StartOrigin::after, before.start.seconds + extent.seconds};
      MLINK_TRY(store.set_start(follower.id, follower.start, before.id));
      moved.push_back(follower.id);
    }
  }
  return {};
}

Status one_kind_of_clock(const StoreQueries& store, const std::vector<StoredVideo>& videos,
                         const std::vector<StoredCamera>& cameras) {
  const StoredVideo *dated = nullptr, *counted = nullptr;
  for (const auto& video : videos) {
    if (video.start.origin == StartOrigin::unset) continue;
    (is_date(video.start) ? dated : counted) = &video;
  }
  if (!dated || !counted) return {};
  return fail(
      ErrorKind::invalid_input,
      fmt::format("{} begins at {}, {} at {}: these are two clocks.", name_of(dated->id, cameras),
                  clock_text(dated->start.seconds), name_of(counted->id, cameras), clock_text(counted->start.seconds)),
      "Give all files dates, or none.", store.path().string());
}

}  // namespace

Status set_camera_start(StoreWriter& store, const std::string& camera, const StartWish& wish) {
  MLINK_ASSIGN(const auto cameras, store.cameras());
  MLINK_ASSIGN(auto videos, store.videos());
  MLINK_ASSIGN(const auto* row, find_camera(camera, cameras, store));
  RowId after = 0;
  MLINK_ASSIGN(const auto start, wished_start(store, *row, wish, cameras, videos, after));
  MLINK_TRY(store.set_start(row->video, start, after));
  for (auto& video : videos)
    if (video.id == row->video) {
      video.start = start;
      video.start_after = after;
    }
  MLINK_TRY(move_followers(store, row->video, videos, cameras));
  return one_kind_of_clock(store, videos, cameras);
}

Result<std::string> join_camera(const StoreQueries& store, StoredCamera& camera) {
  MLINK_ASSIGN(const auto cameras, store.cameras());
  MLINK_ASSIGN(const auto videos, store.videos());
  const StoredCamera* last = nullptr;
  for (const auto& part : cameras) {
    if (part.camera_name() != camera.name) continue;
    if (part.source_hash == camera.source_hash)
      return fail(ErrorKind::invalid_input, fmt::format("The file is part of the camera \"{}\" already.", camera.name),
                  "Add the file that comes next.", video_of(part.video, videos)->path);
    if (!last || part.first_ordinal >= last->first_ordinal) last = &part;
  }
  if (!last)
    return fail(ErrorKind::not_found, fmt::format("There is no camera \"{}\" to go on with.", camera.name),
                "Add its first file without --continue.", store.path().string());
  MLINK_ASSIGN(const auto extent, extent_of(store, *video_of(last->video, videos), cameras));
  camera.part_of = camera.name;
  camera.first_ordinal = last->first_ordinal + extent.frames;
  return last->name;
}

}  // namespace mlink::experiment
