// The profile step: what each black box costs on real frames of the experiment.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/subprocess.h"
#include "blackbox/measure.h"
#include "experiment/collect.h"
#include "experiment/file_view.h"
#include "experiment/open_sounds.h"
#include "experiment/stored_video.h"

namespace mlink::experiment {
namespace {

// Frames spread over one camera, so that the figure does not hang on one moment.
std::vector<std::int64_t> spread(const std::vector<StoredFrame>& frames, RowId camera, int wanted) {
  std::vector<std::int64_t> all;
  for (const auto& f : frames)
    if (f.camera == camera) all.push_back(f.ordinal);
  std::vector<std::int64_t> out;
  const auto n = static_cast<std::size_t>(std::max(wanted, 1));
  for (std::size_t i = 0; i < std::min(n, all.size()); ++i)
    out.push_back(all[i * all.size() / std::min(n, all.size())]);
  return out;
}

/// A frame to measure with, and where the sound around it is.
struct Sample {
  Frame frame;
  std::string video;
  double zero = 0;  ///< FrameIndex::zero()
  double step = 0;  ///< seconds to the camera's next frame
  int sound_stream = -1;
};

Result<std::vector<Sample>> samples(const StoreQueries& store, int wanted) {
  MLINK_ASSIGN(const auto cameras, store.cameras());
  MLINK_ASSIGN(const auto videos, store.videos(true));
  MLINK_ASSIGN(const auto frames, store.frames());
  std::vector<Sample> out;
  std::optional<Error> last;
  const int each = std::max(1, wanted / std::max(1, static_cast<int>(cameras.size())));
  for (const auto& camera : cameras) {
    const auto video = std::find_if(videos.begin(), videos.end(), [&](const auto& v) { return v.id == camera.video; });
    if (video == videos.end() || video->path.empty()) continue;
    auto reader = VideoReader::open(video->path, options_of(video->frame_index));
    if (!reader) {
      last = reader.error();
      continue;
    }
    for (const auto ordinal : spread(frames, camera.id, each)) {
      auto frame = reader->at(ordinal);
      if (frame) frame = region_of(*frame, camera);
      if (!frame) {
        last = frame.error();
        continue;
      }
      out.push_back({std::move(*frame), video->path, reader->index().zero(), step_of(frames, camera.id),
                     sound_stream_of(*video)});
    }
  }
  if (out.empty() && last) return tl::make_unexpected(*last);
  if (out.empty())
    return fail(ErrorKind::invalid_input, "No frame to measure with.", "Add a video first.", store.path().string());
  return out;
}

Result<BoxCosts> measure_here(const StoredBox& box, std::span<const Sample> samples, bool use_gpu,
                              const std::stop_token& stop) {
  MLINK_ASSIGN(const auto manifest, manifest_of(box, true));
  Sounds sounds;
  std::vector<Frame> frames;
  for (const auto& sample : samples) {
    frames.push_back(sample.frame);
    if (manifest.sound.window <= 0) continue;
    MLINK_ASSIGN(auto sound, sounds.of(sample.video, sample.zero, manifest.sound.rate, sample.sound_stream));
    frames.back() = sample.frame.with_sound(std::move(sound), sample.step);
  }
  MLINK_ASSIGN(auto costs, measure_box(manifest, frames, BoxOptions{.use_gpu = use_gpu, .stop = stop}, stop));
  // The peak of a process that does other things too is not the box's.
  costs.bytes_origin = CostOrigin::unknown;
  costs.seconds_note += ", in the program's own process";
  return costs;
}

// In a process of its own, so that the peak memory is the box's alone and a crash takes nothing else down.
Result<BoxCosts> measure_apart(const StoreQueries& store, const StoredBox& box, const ProfileOptions& options,
                               const std::stop_token& stop) {
  MLINK_ASSIGN(const auto cameras, store.cameras());
  MLINK_ASSIGN(const auto videos, store.videos(true));
  std::vector<std::string> args{options.probe.string(),         "box",   "measure", box.manifest_path, "--frames",
                                std::to_string(options.frames), "--json"};
  if (!options.use_gpu) args.emplace_back("--no-gpu");
  for (const auto& camera : cameras) {
    const auto video = std::find_if(videos.begin(), videos.end(), [&](const auto& v) { return v.id == camera.video; });
    if (video == videos.end() || video->path.empty()) continue;
    const auto index = FrameIndex::from_bytes(video->frame_index);
    // The same options for each camera, so that those of one belong together by their place.
    args.insert(args.end(), {"--video", video->path, "--every", std::to_string(camera.every), "--crop",
                             camera.crop_width > 0 ? fmt::format("{}x{}+{}+{}", camera.crop_width, camera.crop_height,
                                                                 camera.crop_x, camera.crop_y)
                                                   : "none",
                             fmt::format("--stream={}", index ? index->stream : -1),
                             fmt::format("--sound-stream={}", sound_stream_of(*video))});
  }
  MLINK_ASSIGN(const auto output, run_process(args, stop));
  const auto json = nlohmann::json::parse(output.out, nullptr, false);
  if (output.exit_status != 0 || !json.is_object()) {
    const auto line = output.err.substr(0, output.err.find('\n'));
    return fail(ErrorKind::failed,
                fmt::format("The box {} could not be measured: {}", box.name,
                            line.empty() ? fmt::format("status {}.", output.exit_status) : line),
                {}, box.manifest_path);
  }
  BoxCosts costs;
  costs.box = box.name;
  costs.seconds = json.value("seconds", 0.0);
  costs.seconds_p50 = json.value("seconds_p50", 0.0);
  costs.seconds_p95 = json.value("seconds_p95", 0.0);
  costs.seconds_p99 = json.value("seconds_p99", 0.0);
  costs.seconds_origin = CostOrigin::measured;
  costs.load_seconds = json.value("load_seconds", 0.0);
  costs.unload_seconds = json.value("unload_seconds", 0.0);
  costs.loading_origin = CostOrigin::measured;
  if (json.value("gpu_known", false))
    costs.set(CostKind::gpu_memory, json.value("gpu_bytes", 0.0), CostOrigin::measured,
              json.value("gpu_note", std::string()));
  costs.bytes = json.value("peak_bytes", 0.0);
  if (costs.bytes > 0) costs.bytes_origin = CostOrigin::measured;
  costs.seconds_note = costs.bytes_note = json.value("note", std::string()) + ", process of its own";
  return costs;
}

}  // namespace

Status profile_boxes(StoreWriter& store, const ProfileOptions& options, const std::stop_token& stop,
                     const ProgressFn& progress) {
  MLINK_ASSIGN(auto boxes, store.boxes());
  std::erase_if(boxes, [&](const StoredBox& b) {
    const bool wanted =
        options.boxes.empty() || std::find(options.boxes.begin(), options.boxes.end(), b.name) != options.boxes.end();
    return b.recorded || !wanted;
  });
  std::vector<Sample> frames;
  if (options.probe.empty()) {
    MLINK_ASSIGN(frames, samples(store, options.frames));
  }
  ProgressMeter meter(progress, "Profile", "boxes", static_cast<std::int64_t>(boxes.size()));
  std::optional<Error> first;
  for (const auto& box : boxes) {
    if (stop.stop_requested()) return stopped();
    meter.advance(0, box.name);
    const auto measured = options.probe.empty() ? measure_here(box, frames, options.use_gpu, stop)
                                                : measure_apart(store, box, options, stop);
    if (measured)
      MLINK_TRY(store.put_costs(box.id, *measured));
    else if (measured.error().kind == ErrorKind::stopped)
      return tl::make_unexpected(measured.error());
    else if (!first)
      first = measured.error();  // the other boxes are measured all the same
    meter.advance(1, box.name);
  }
  meter.finish();
  if (first) return tl::make_unexpected(*first);
  return {};
}

}  // namespace mlink::experiment
