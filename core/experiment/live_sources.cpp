#include "experiment/live_sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "experiment/open_sounds.h"
#include "experiment/stored_video.h"

namespace mlink::experiment {
namespace {

/// Names of a run are unique: "door", "door 2".
std::string free_live_name(const std::string& wanted, const std::vector<LiveOrigin>& known) {
  const auto taken = [&](const std::string& name) {
    return std::any_of(known.begin(), known.end(), [&](const auto& origin) { return origin.name == name; });
  };
  if (!taken(wanted)) return wanted;
  int n = 2;
  while (taken(fmt::format("{} {}", wanted, n))) ++n;
  return fmt::format("{} {}", wanted, n);
}

/// Of a source's frames in time order those that the options leave: which, so that it fits any list.
std::vector<std::size_t> in_use(std::size_t count, const LiveOptions& options) {
  std::vector<std::size_t> places;
  const auto every = static_cast<std::size_t>(options.every);
  for (std::size_t i = static_cast<std::size_t>(options.skip); i < count; i += every) {
    if (options.limit > 0 && places.size() >= static_cast<std::size_t>(options.limit)) break;
    places.push_back(i);
  }
  return places;
}

Status check_region(const LiveOrigin& origin, int width, int height) {
  if (!origin.crop) return {};
  const Rect& c = *origin.crop;
  if (c.width >= 1 && c.height >= 1 && c.x >= 0 && c.y >= 0 && c.x + c.width <= width && c.y + c.height <= height)
    return {};
  return fail(ErrorKind::invalid_input,
              fmt::format("The region {}x{}+{}+{} is not inside the picture of {}x{}.", c.width, c.height, c.x, c.y,
                          width, height),
              "Choose a smaller region.", origin.path);
}

Status add_file(LivePlan& plan, const LiveSource& source, const LiveOptions& options) {
  VideoReader::Options opening;
  opening.rate = source.rate;
  MLINK_ASSIGN(const auto reader, VideoReader::open(source.address, opening));
  const auto& info = reader.info();
  const auto& index = reader.index();
  LiveOrigin origin;
  origin.name = free_live_name(source.name.empty() ? video_name(source.address) : source.name, plan.origins);
  origin.crop = source.crop;
  origin.file = plan.files.size();
  origin.path = source.address;
  origin.sound = info.has_audio;
  origin.sound_stream = info.sound_stream;
  origin.zero = index.zero();
  MLINK_TRY(check_region(origin, info.width, info.height));
  std::vector<std::int64_t> there;
  for (std::int64_t ordinal = 0; ordinal < info.frames; ++ordinal)
    if (!index.missing(ordinal)) there.push_back(ordinal);
  LiveFile file{source.address, index, {}};
  for (const auto place : in_use(there.size(), options)) {
    const auto ordinal = there[place];
    file.ordinals.push_back(ordinal);
    plan.frames.push_back(
        {plan.origins.size(), ordinal, ordinal, index.seconds(ordinal), static_cast<int>(plan.origins.size())});
  }
  const auto& used = file.ordinals;
  if (used.size() > 1)
    origin.step = (index.seconds(used.back()) - index.seconds(used.front())) / static_cast<double>(used.size() - 1);
  origin.rate = origin.step > 0 ? 1 / origin.step : 0;
  for (const auto& note : info.notes) plan.notes.push_back(fmt::format("{}: {}", origin.name, note));
  plan.files.push_back(std::move(file));
  plan.origins.push_back(std::move(origin));
  return {};
}

Status add_live(LivePlan& plan, const LiveSource& source, const LiveOptions& options, const std::stop_token& stop) {
  MLINK_ASSIGN(auto reader, LiveReader::open(source.address, {options.timeout}, stop));
  LiveOrigin origin;
  origin.name = free_live_name(source.name.empty() ? live_name(source.address) : source.name, plan.origins);
  origin.crop = source.crop;
  origin.live = true;
  origin.file = plan.readers.size();
  origin.path = reader.info().address;
  origin.rate = reader.info().frame_rate / options.every;
  MLINK_TRY(check_region(origin, reader.info().width, reader.info().height));
  plan.readers.push_back(std::make_unique<LiveReader>(std::move(reader)));
  plan.origins.push_back(std::move(origin));
  return {};
}

/// As rows of a table are (outputs/output_table.h).
void sort_in_time(std::vector<PlannedFrame>& frames) {
  std::stable_sort(frames.begin(), frames.end(), [](const PlannedFrame& a, const PlannedFrame& b) {
    return std::tie(a.seconds, a.camera, a.ordinal) < std::tie(b.seconds, b.camera, b.ordinal);
  });
}

/// The cameras of an experiment as sources: those whose rows are asked for.
class CameraSources {
 public:
  CameraSources(const StoreQueries& store, const OutputTable& table, LivePlan& plan)
      : store_(store), table_(table), plan_(plan) {}

  Status read() {
    MLINK_ASSIGN(cameras_, store_.cameras());
    MLINK_ASSIGN(videos_, store_.videos(true));
    MLINK_ASSIGN(stored_, store_.frames());
    return {};
  }

  /// The source of a row; none: it is of recorded outputs.
  Result<std::optional<std::size_t>> of(const FrameKey& key, int source) {
    const auto [at, fresh] = known_.try_emplace(source);
    if (!fresh) return at->second;
    const auto& camera = cameras_[static_cast<std::size_t>(source)];
    const auto video =
        std::find_if(videos_.begin(), videos_.end(), [&](const auto& v) { return v.id == camera.video; });
    if (video == videos_.end() || video->path.empty()) return at->second;
    if (!video_is_there(video->path))
      return fail(ErrorKind::not_found, fmt::format("The video of {} is not there.", camera.name),
                  "Say where it is with mlink video relink.", video->path);
    LiveOrigin origin;
    origin.name = table_.cameras[static_cast<std::size_t>(key.camera)];
    if (camera.crop_width > 0) origin.crop = Rect{camera.crop_x, camera.crop_y, camera.crop_width, camera.crop_height};
    origin.path = video->path;
    MLINK_ASSIGN(origin.file, file_of(*video));
    const auto info = nlohmann::json::parse(video->info_json, nullptr, false);
    origin.sound = info.is_object() && info.value("has_audio", false);
    origin.sound_stream = sound_stream_of(*video);
    origin.zero = plan_.files[origin.file].index.zero();
    origin.step = step_of(stored_, camera.id);
    origin.rate = origin.step > 0 ? 1 / origin.step : 0;
    at->second = plan_.origins.size();
    plan_.origins.push_back(std::move(origin));
    return at->second;
  }

 private:
  Result<std::size_t> file_of(const StoredVideo& video) {
    const auto [at, fresh] = files_.try_emplace(video.id, plan_.files.size());
    if (!fresh) return at->second;
    LiveFile file{video.path, {}, {}};
    MLINK_ASSIGN(file.index, FrameIndex::from_bytes(video.frame_index));
    plan_.files.push_back(std::move(file));
    return at->second;
  }

  const StoreQueries& store_;
  const OutputTable& table_;
  LivePlan& plan_;
  std::vector<StoredCamera> cameras_;
  std::vector<StoredVideo> videos_;
  std::vector<StoredFrame> stored_;
  std::map<int, std::optional<std::size_t>> known_;
  std::map<RowId, std::size_t> files_;
};

Status add_cameras(LivePlan& plan, const StoreQueries& store, const Snapshot& snapshot, const LiveOptions& options) {
  const OutputTable& table = *snapshot.link_table;
  CameraSources cameras(store, table, plan);
  MLINK_TRY(cameras.read());
  std::map<std::size_t, std::vector<PlannedFrame>> frames;
  std::set<std::string> recorded;
  for (const auto row : snapshot.links->test_rows(table)) {
    const FrameKey& key = table.frames[row];
    const SourceFrame from = table.source_of(key);
    MLINK_ASSIGN(const auto source, cameras.of(key, from.source));
    if (source)
      frames[*source].push_back({*source, from.ordinal, key.ordinal, key.seconds, key.camera});
    else
      recorded.insert(table.cameras[static_cast<std::size_t>(key.camera)]);
  }
  if (frames.empty())
    return fail(ErrorKind::invalid_input,
                recorded.empty() ? "No frames are left to run on after those that trained the links."
                                 : "The cameras of the experiment have recorded outputs and no video.",
                "Name a video, a folder of pictures, a camera or an address.", snapshot.overview.path.string());
  for (const auto& name : recorded)
    plan.notes.push_back(fmt::format("{} has recorded outputs and no video: it is left out.", name));
  for (const auto& [source, all] : frames)
    for (const auto place : in_use(all.size(), options)) plan.frames.push_back(all[place]);
  return {};
}

void collect_ordinals(LivePlan& plan) {
  std::vector<std::set<std::int64_t>> wanted(plan.files.size());
  for (const auto& frame : plan.frames) wanted[plan.origins[frame.source].file].insert(frame.file_ordinal);
  for (std::size_t file = 0; file < plan.files.size(); ++file)
    plan.files[file].ordinals.assign(wanted[file].begin(), wanted[file].end());
}

}  // namespace

Result<LivePlan> plan_live(const StoreQueries& store, const Snapshot& snapshot, const LiveOptions& options,
                           const std::stop_token& stop) {
  LivePlan plan;
  for (const auto& source : options.sources) {
    if (is_live_address(source.address))
      MLINK_TRY(add_live(plan, source, options, stop));
    else
      MLINK_TRY(add_file(plan, source, options));
  }
  if (options.sources.empty()) {
    MLINK_TRY(add_cameras(plan, store, snapshot, options));
    collect_ordinals(plan);
  }
  sort_in_time(plan.frames);
  if (plan.frames.empty() && plan.readers.empty())
    return fail(ErrorKind::invalid_input, "The sources have no frames that are asked for.",
                "Leave out fewer frames with --skip.");
  return plan;
}

}  // namespace mlink::experiment
