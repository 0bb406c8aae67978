#include "experiment/experiment.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "base/log.h"
#include "experiment/clock_steps.h"
#include "experiment/collect.h"
#include "experiment/file_access.h"
#include "experiment/file_view.h"
#include "experiment/kept_results.h"
#include "experiment/link_sets.h"
#include "experiment/method_training.h"
#include "experiment/relink.h"
#include "experiment/row_pictures.h"
#include "media/video.h"
#include "methods/kd_student.h"
#include "store/store.h"

namespace mlink::experiment {
namespace {

bool is_taken(const std::string& name, const std::vector<StoredCamera>& cameras) {
  return std::any_of(cameras.begin(), cameras.end(),
                     [&](const auto& c) { return c.name == name || c.part_of == name; });
}

std::string free_name(const std::string& wanted, const std::vector<StoredCamera>& cameras) {
  if (!is_taken(wanted, cameras)) return wanted;
  int n = 2;
  while (is_taken(fmt::format("{} {}", wanted, n), cameras)) ++n;
  return fmt::format("{} {}", wanted, n);
}

Status check_crop(const AddVideoOptions& options, const VideoInfo& info) {
  if (options.every < 1)
    return fail(ErrorKind::invalid_input, fmt::format("Every {}th frame makes no sense.", options.every),
                "Use 1 or more.");
  if (options.first < 0 || options.step_seconds < 0)
    return fail(ErrorKind::invalid_input, "A first frame or a step below zero makes no sense.", "Use 0 or more.");
  if (options.limit < 0)
    return fail(ErrorKind::invalid_input, "A limit below zero makes no sense.", "Use 0 for all frames.");
  if (!options.crop) return {};
  const Rect& c = *options.crop;
  if (c.width < 1 || c.height < 1 || c.x < 0 || c.y < 0 || c.x + c.width > info.width || c.y + c.height > info.height)
    return fail(ErrorKind::invalid_input,
                fmt::format("The region {}x{}+{}+{} is not inside the picture of {}x{}.", c.width, c.height, c.x, c.y,
                            info.width, info.height),
                "Choose a smaller region.", info.path);
  return {};
}

/// How many frames of the file go to frames that are so far apart; at least one.
int frames_apart(double seconds, double rate) {
  return static_cast<int>(std::clamp(std::round(seconds * rate), 1., 1e9));
}

/// What is stored of a video: its file, and which streams of it are in use.
struct ChosenStreams {
  std::string file_hash;
  int sound_stream = -1;  ///< -1: the file's best
};

Result<ChosenStreams> chosen_streams(const VideoInfo& info, const AddVideoOptions& options) {
  ChosenStreams chosen;
  const auto& there = info.sound_streams;
  const int wanted = options.sound_stream;
  if (wanted >= 0 && std::find(there.begin(), there.end(), wanted) == there.end())
    return fail(ErrorKind::invalid_input, fmt::format("Stream {} is not sound.", wanted),
                there.empty() ? "The file has no sound."
                              : fmt::format("Choose one of the file's audio streams: {}.", fmt::join(there, ", ")),
                info.path);
  if (wanted != info.sound_stream) chosen.sound_stream = wanted;
  MLINK_ASSIGN(chosen.file_hash, video_content_hash(info.path));
  return chosen;
}

std::string content_hash_of(const VideoInfo& info, const ChosenStreams& chosen) {
  // The same pictures at another rate have other times.
  if (is_picture_series(info.path)) return ContentHasher().add(chosen.file_hash).add(info.frame_rate).hex();
  if (info.video_streams.size() < 2 && chosen.sound_stream < 0) return chosen.file_hash;
  return ContentHasher()
      .add(chosen.file_hash)
      .add(std::int64_t{info.stream})
      .add(std::int64_t{chosen.sound_stream})
      .hex();
}

std::string source_hash_of(const StoredCamera& camera, const VideoInfo& info, const ChosenStreams& chosen) {
  ContentHasher hasher;
  hasher.add(chosen.file_hash)
      .add(std::int64_t{info.stream})
      .add(fmt::format("{}x{}+{}+{}", camera.crop_width, camera.crop_height, camera.crop_x, camera.crop_y));
  if (chosen.sound_stream >= 0) hasher.add(fmt::format("sound {}", chosen.sound_stream));
  return hasher.hex();
}

std::string info_json(const VideoInfo& info, const ChosenStreams& chosen) {
  nlohmann::json json{{"width", info.width},
                      {"height", info.height},
                      {"frame_rate", info.frame_rate},
                      {"frames", info.frames},
                      {"seconds", info.seconds},
                      {"codec", info.codec},
                      {"pixel_format", info.pixel_format},
                      {"has_audio", info.has_audio},
                      {"stream", info.stream},
                      {"video_streams", info.video_streams},
                      {"sound_streams", info.sound_streams},
                      {"best_sound_stream", info.sound_stream},
                      {"file_hash", chosen.file_hash}};
  if (!info.notes.empty()) json["notes"] = info.notes;
  if (is_picture_series(info.path)) json["picture_series"] = true;
  if (info.recorded_at) json["recorded_at"] = *info.recorded_at;
  if (chosen.sound_stream >= 0) json["sound_stream"] = chosen.sound_stream;
  return json.dump();
}

}  // namespace

struct Experiment::Impl {
  explicit Impl(StoreWriter writer) : store(std::move(writer)) {}
  StoreWriter store;
  mutable FileView view;
};

Experiment::Experiment(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Experiment::Experiment(Experiment&&) noexcept = default;
Experiment& Experiment::operator=(Experiment&&) noexcept = default;
Experiment::~Experiment() = default;

Result<Experiment> Experiment::create(const std::filesystem::path& file) {
  MLINK_ASSIGN(auto store, StoreWriter::create(file));
  return Experiment(std::make_unique<Impl>(std::move(store)));
}

Result<Experiment> Experiment::open(const std::filesystem::path& file) {
  MLINK_ASSIGN(auto store, StoreWriter::open(file));
  return Experiment(std::make_unique<Impl>(std::move(store)));
}

const std::filesystem::path& Experiment::path() const { return impl_->store.path(); }
Result<Overview> Experiment::overview() const { return impl_->view.overview(impl_->store); }
Result<Snapshot> Experiment::snapshot() const { return impl_->view.snapshot(impl_->store); }

Result<RowId> Experiment::add_video(const std::filesystem::path& video, const AddVideoOptions& options) {
  VideoReader::Options opening;
  opening.stream = options.stream;
  opening.rate = options.rate;
  MLINK_ASSIGN(const auto reader, VideoReader::open(video, opening));
  MLINK_TRY(check_crop(options, reader.info()));
  MLINK_ASSIGN(const auto chosen, chosen_streams(reader.info(), options));
  MLINK_ASSIGN(const auto cameras, impl_->store.cameras());
  const auto& index = reader.index();

  StoredCamera camera;
  camera.name = options.camera.empty() ? free_name(video_name(video), cameras) : options.camera;
  if (!options.continues && is_taken(camera.name, cameras))
    return fail(ErrorKind::invalid_input, fmt::format("There is a camera \"{}\" already.", camera.name),
                "Choose another name, or let the file continue that camera.", path().string());
  camera.every =
      options.step_seconds > 0 ? frames_apart(options.step_seconds, reader.info().frame_rate) : options.every;
  camera.limit = options.limit;
  if (options.crop) {
    camera.crop_x = options.crop->x;
    camera.crop_y = options.crop->y;
    camera.crop_width = options.crop->width;
    camera.crop_height = options.crop->height;
  }
  camera.source_hash = source_hash_of(camera, reader.info(), chosen);
  std::vector<StoredFrame> frames;
  const auto count = static_cast<std::int64_t>(index.entries.size());
  for (std::int64_t ordinal = options.first; ordinal < count; ordinal += camera.every) {
    if (options.limit > 0 && static_cast<std::int64_t>(frames.size()) >= options.limit) break;
    if (index.missing(ordinal)) continue;
    frames.push_back({0, ordinal, index.seconds(ordinal)});
  }
  std::error_code ec;
  auto absolute = std::filesystem::absolute(video, ec);
  if (!absolute.has_filename()) absolute = absolute.parent_path();  // "door/"
  RowId id = 0;
  MLINK_TRY(impl_->store.transaction([&]() -> Status {
    const StoredVideo stored{0, absolute.string(), content_hash_of(reader.info(), chosen),
                             info_json(reader.info(), chosen), index.to_bytes()};
    MLINK_ASSIGN(camera.video, impl_->store.add_video(stored));
    auto start = options.start;
    if (options.continues) {
      MLINK_ASSIGN(const auto last, join_camera(impl_->store, camera));
      camera.name = free_name(camera.part_of, cameras);
      if (!start) start = StartWish{StartOrigin::after, 0, last};
    }
    MLINK_ASSIGN(id, impl_->store.add_camera(camera, frames));
    return start ? set_camera_start(impl_->store, camera.name, *start) : Status{};
  }));
  return id;
}

Status Experiment::remove_camera(const std::string& name) {
  MLINK_ASSIGN(const auto cameras, impl_->store.cameras());
  for (const auto& camera : cameras)
    if (camera.name == name) return impl_->store.remove_camera(camera.id);
  return fail(ErrorKind::not_found, fmt::format("There is no camera \"{}\".", name), {}, path().string());
}

Status Experiment::set_start(const std::string& camera, const StartWish& start) {
  return impl_->store.transaction([&] { return set_camera_start(impl_->store, camera, start); });
}

Result<std::vector<std::string>> Experiment::relink_videos(const std::vector<std::string>& cameras,
                                                           const std::vector<std::filesystem::path>& places,
                                                           const std::stop_token& stop) {
  return experiment::relink_videos(impl_->store, cameras, places, stop);
}

Status Experiment::relink_box(const std::string& name, const std::filesystem::path& manifest) {
  return experiment::relink_box(impl_->store, name, manifest);
}

Result<RowId> Experiment::add_box(const std::filesystem::path& manifest_file) {
  MLINK_ASSIGN(const auto manifest, read_manifest(manifest_file));
  MLINK_ASSIGN(const auto boxes, impl_->store.boxes());
  if (std::any_of(boxes.begin(), boxes.end(), [&](const auto& b) { return b.name == manifest.name; }))
    return fail(ErrorKind::invalid_input, fmt::format("There is a black box \"{}\" already.", manifest.name),
                "Remove it first, or give the manifest another name.", manifest_file.string());
  if (boxes.size() >= static_cast<std::size_t>(BoxSet::kMax))
    return fail(ErrorKind::unsupported, fmt::format("An experiment holds at most {} black boxes.", BoxSet::kMax));
  StoredBox box;
  box.name = manifest.name;
  box.title = manifest.title;
  MLINK_ASSIGN(box.content_hash, blackbox::content_hash(manifest));
  box.manifest_json = manifest.json;
  std::error_code ec;
  box.manifest_path = std::filesystem::absolute(manifest_file, ec).string();
  nlohmann::json spec;
  to_json(spec, manifest.output);
  box.spec_json = spec.dump();
  return impl_->store.add_box(box);
}

Status Experiment::remove_box(const std::string& name) {
  MLINK_ASSIGN(const auto boxes, impl_->store.boxes());
  for (const auto& box : boxes)
    if (box.name == name) return impl_->store.remove_box(box.id);
  return fail(ErrorKind::not_found, fmt::format("There is no black box \"{}\".", name), {}, path().string());
}

Result<ImportReport> Experiment::import_outputs(const ImportOptions& options, const std::stop_token& stop,
                                                const ProgressFn& progress) {
  return import_recorded(impl_->store, options, stop, progress);
}

Result<CollectReport> Experiment::collect(const CollectOptions& options, const std::stop_token& stop,
                                          const ProgressFn& progress) {
  return collect_outputs(impl_->store, options, stop, progress);
}

Status Experiment::profile(const ProfileOptions& options, const std::stop_token& stop, const ProgressFn& progress) {
  return profile_boxes(impl_->store, options, stop, progress);
}

Result<LinkSetRow> Experiment::train(const TrainOptions& options, const std::stop_token& stop,
                                     const ProgressFn& progress) {
  return train_link_set(impl_->store, impl_->view, options, stop, progress);
}

Result<std::vector<TrainedMethodRow>> Experiment::train_methods(const MethodTrainOptions& options,
                                                                const std::stop_token& stop,
                                                                const ProgressFn& progress) {
  return experiment::train_methods(impl_->store, impl_->view, options, stop, progress);
}

Result<Pictures> Experiment::pictures(int side, const std::stop_token& stop) const {
  MLINK_ASSIGN(const auto table, impl_->store.output_table());
  return pictures_of_rows(impl_->store, table, side, stop);
}

Status Experiment::rename_link_set(RowId id, const std::string& name) {
  return experiment::rename_link_set(impl_->store, id, name);
}
Status Experiment::remove_link_set(RowId id) { return experiment::remove_link_set(impl_->store, id); }
Status Experiment::use_link_set(RowId id) { return experiment::use_link_set(impl_->store, id); }

Result<RowId> Experiment::keep_result(const KeptResult& result, RowId instead) {
  StoredResult stored{0,
                      result.kind,
                      result.name,
                      result.settings_json,
                      result.seed,
                      result.data_hash,
                      "mlink " + program_version(),
                      now_utc(),
                      result.document,
                      result.seconds};
  RowId id = 0;
  MLINK_TRY(impl_->store.transaction([&]() -> Status {
    if (instead > 0) {
      MLINK_ASSIGN(const auto before, impl_->store.result(instead));
      stored.note = before.note;
      stored.noted = before.noted;
      if (stored.name.empty()) stored.name = before.name;
      MLINK_TRY(impl_->store.remove_result(instead));
    }
    if (stored.name.empty()) {
      MLINK_ASSIGN(stored.name, free_run_name(impl_->store, stored.kind));
    }
    MLINK_ASSIGN(id, impl_->store.put_result(stored));
    return {};
  }));
  return id;
}

StoreWriter& FileAccess::store(Experiment& experiment) { return experiment.impl_->store; }

Result<std::vector<KeptResult>> Experiment::results(const std::string& kind) const {
  return kept_results(impl_->store, kind, true);
}

}  // namespace mlink::experiment
