// One dispatcher reads each video once and hands (frame, camera, box) to the workers through bounded queues; each
// worker owns its instances of the boxes, and a box on a GPU has a worker of its own (collect_work.h); one more thread
// compares each camera's pictures; the calling thread alone writes, in transactions.
#include "experiment/collect.h"

#include <fmt/format.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <thread>
#include <unordered_set>

#include "base/elapsed.h"
#include "experiment/collect_work.h"
#include "experiment/compare_pictures.h"
#include "experiment/file_view.h"
#include "experiment/open_sounds.h"
#include "experiment/past_frames.h"
#include "experiment/shard_plan.h"
#include "experiment/state_frames.h"
#include "experiment/stored_video.h"

namespace mlink::experiment {
namespace {

using Clock = std::chrono::steady_clock;

constexpr unsigned kMostDecoding = 4;  ///< threads of one video's decoder

struct VideoPlan {
  StoredVideo video;
  std::vector<CameraPlan> cameras;
  std::vector<std::int64_t> ordinals;  ///< wanted by any camera and box, or to be compared; ascending
  FrameIndex index;
  int sound_stream = -1;
};
/// What a box gets of a frame: its camera's part of the picture, or the sound around it.
class Dispatcher {
 public:
  /// `decoding`: threads; `gpu`: null: the CPU decodes.
  Dispatcher(CollectShared& shared, const std::vector<SoundSpec>& hears, int decoding,
             std::shared_ptr<const DecodeDevice> gpu)
      : shared_(shared), hears_(hears), decoding_(decoding), gpu_(std::move(gpu)) {}

  void operator()(const std::vector<VideoPlan>& plans, const std::stop_token& stop) {
    for (const auto& plan : plans) {
      auto stream = FrameStream::open(plan.video.path, {-1, plan.index, decoding_, 0, gpu_}, plan.ordinals);
      if (!stream) {
        for (const auto& camera : plan.cameras) shared_.camera_problem(camera.camera.name, stream.error());
        continue;
      }
      while (!shared_.stopping()) {
        const auto start = Clock::now();
        const auto item = stream->next(stop);
        shared_.add_wait(seconds_since(start));
        if (!item) break;
        send(plan, *item);
      }
      if (gpu_) shared_.video_decoded(std::filesystem::path(plan.video.path).filename().string(), stream->end());
      if (shared_.stopping()) break;
    }
    shared_.no_more_work();
  }

 private:
  void send(const VideoPlan& plan, const FrameStream::Item& item) {
    for (const auto& camera : plan.cameras) {
      if (camera.features.looked.contains(item.ordinal) && !compare(camera, item)) return;
      for (std::size_t box = 0; box < camera.missing.size(); ++box) {
        const auto& past = camera.past[box];
        if (past.pictures.contains(item.ordinal)) keep_for_clips(camera, box, item);
        const bool store = camera.missing[box].contains(item.ordinal);
        if (!store && !past.again.contains(item.ordinal)) continue;
        Work work{Frame(nullptr, item.ordinal, 0, 0), &camera, box, {}, 0, store};
        if (past.begins.contains(item.ordinal)) states_[{&camera, box}].memory = std::make_shared<FrameMemory>();
        if (auto frame = frame_for(plan, camera, box, item)) {
          work.frame = with_past(std::move(*frame), work);
          if (!shared_.push(std::move(work))) return;
        } else if (store) {
          shared_.put(failed_output(work, shared_.boxes()[box].id, frame.error().what), 0);
        }
      }
    }
  }

  bool compare(const CameraPlan& camera, const FrameStream::Item& item) {
    PictureComparer::Work work{camera.camera.id, item.ordinal, {}, camera.features.store.contains(item.ordinal)};
    if (item.frame) {
      // A region that no longer fits is told by the boxes, which need it.
      if (auto region = region_of(*item.frame, camera.camera)) work.frame = std::move(*region);
    }
    return shared_.comparer().push(std::move(work));
  }

  void keep_for_clips(const CameraPlan& camera, std::size_t box, const FrameStream::Item& item) {
    auto& pictures = clips_.try_emplace({&camera, box}, camera.past[box]).first->second;
    if (!item.frame) return;
    if (const auto region = region_of(*item.frame, camera.camera)) pictures.take(*region);
  }

  Frame with_past(Frame frame, Work& work) {
    const Key key{work.camera, work.box};
    const auto& past = work.camera->past[work.box];
    if (past.state) {
      auto& state = states_[key];
      work.lane = state.lane;
      work.number = state.next++;
      frame = frame.with_memory(state.memory);
    }
    if (const auto clip = clips_.find(key); clip != clips_.end()) frame = clip->second.with_clip(frame);
    return frame;
  }

  Result<Frame> frame_for(const VideoPlan& plan, const CameraPlan& camera, std::size_t box,
                          const FrameStream::Item& item) {
    if (const auto& hears = hears_[box]; hears.window > 0) {  // a damaged picture does not disturb who listens
      MLINK_ASSIGN(auto sound, sounds_.of(plan.video.path, plan.index.zero(), hears.rate, plan.sound_stream));
      const Frame frame = item.frame ? *item.frame : Frame(nullptr, item.ordinal, 0, plan.index.seconds(item.ordinal));
      return frame.with_sound(std::move(sound), camera.step);
    }
    if (!item.frame) return fail(ErrorKind::corrupt, "The picture could not be decoded: " + item.frame.error().what);
    return region_of(*item.frame, camera.camera);
  }

  CollectShared& shared_;
  const std::vector<SoundSpec>& hears_;  ///< by box
  int decoding_;
  std::shared_ptr<const DecodeDevice> gpu_;
  Sounds sounds_;
  using Key = std::pair<const CameraPlan*, std::size_t>;
  struct State {
    std::shared_ptr<Lane> lane = std::make_shared<Lane>();
    std::int64_t next = 0;  ///< in the lane
    std::shared_ptr<FrameMemory> memory;
  };
  std::map<Key, ClipPictures> clips_;
  std::map<Key, State> states_;
};

struct Plan {
  std::vector<VideoPlan> videos;
  std::vector<StoredBox> boxes;
  std::vector<SoundSpec> hears;  ///< what each box listens to
  std::vector<std::optional<Manifest>> manifests;
  StateFrames states;
  std::int64_t wanted = 0, missing = 0;
  std::int64_t without_features = 0;  ///< frames
  bool shard = false;                 ///< the file is a part of an experiment
  BoxOptions how;
  std::vector<BoxDevice> devices;  ///< by box
  [[nodiscard]] std::vector<bool> apart() const {
    std::vector<bool> all;
    for (const auto device : devices) all.push_back(device != BoxDevice::none);
    return all;
  }
};

/// `before`: frames of the camera that the file does not have, to compare with.
std::vector<std::int64_t> ordinals_of(const std::vector<StoredFrame>& frames, RowId camera,
                                      std::vector<std::int64_t> before) {
  std::vector<std::int64_t> ordinals = std::move(before);
  for (const auto& frame : frames)
    if (frame.camera == camera) ordinals.push_back(frame.ordinal);
  std::sort(ordinals.begin(), ordinals.end());
  return ordinals;
}

// Each answer hangs on all frames of the stretch before it, and a part of an experiment has but some of them.
tl::unexpected<Error> state_in_shard(const std::string& box) {
  return fail(
      ErrorKind::unsupported,
      fmt::format("The black box \"{}\" keeps a state from frame to frame, which cannot be collected in parts.", box),
      "Remove it from the experiment before it is cut, and collect it there afterwards.");
}

Result<Plan> make_plan(const StoreQueries& store, const CollectOptions& options) {
  Plan plan;
  MLINK_ASSIGN(auto boxes, store.boxes());
  std::erase_if(boxes, [](const StoredBox& b) { return b.recorded; });
  MLINK_ASSIGN(const auto cameras, store.cameras());
  MLINK_ASSIGN(auto videos, store.videos(true));
  MLINK_ASSIGN(const auto frames, store.frames());
  MLINK_ASSIGN(const auto shard, shard_plan(store));
  plan.shard = shard.has_value();
  plan.boxes = std::move(boxes);
  std::erase_if(videos, [](const StoredVideo& v) { return v.path.empty(); });  // recorded outputs: nothing to run on
  for (const auto& box : plan.boxes) {
    const auto manifest = manifest_of(box, false);
    plan.hears.push_back(manifest ? manifest->sound : SoundSpec{});  // what is wrong with it is told at loading
    plan.manifests.push_back(manifest ? std::optional(*manifest) : std::nullopt);
  }
  for (auto& video : videos) {
    const int sound_stream = sound_stream_of(video);
    VideoPlan video_plan{std::move(video), {}, {}, {}, sound_stream};
    if (auto index = FrameIndex::from_bytes(video_plan.video.frame_index)) video_plan.index = std::move(*index);
    std::set<std::int64_t> ordinals;
    for (const auto& camera : cameras) {
      if (camera.video != video_plan.video.id) continue;
      plan.wanted += std::count_if(frames.begin(), frames.end(), [&](const auto& f) { return f.camera == camera.id; }) *
                     static_cast<std::int64_t>(plan.boxes.size());
      ShardCamera whole{step_of(frames, camera.id), {}};
      if (shard && shard->cameras.contains(camera.id)) whole = shard->cameras.at(camera.id);
      CameraPlan camera_plan{camera, {}, {}, whole.step, {}};
      const auto in_use = ordinals_of(frames, camera.id, {});
      for (std::size_t box = 0; box < plan.boxes.size(); ++box) {
        MLINK_ASSIGN(const auto missing, store.missing(camera.id, plan.boxes[box].id, options.retry_failed));
        auto& wanted = camera_plan.missing.emplace_back(missing.begin(), missing.end());
        auto& past = camera_plan.past.emplace_back();
        if (plan.manifests[box]) {
          if (plan.shard && plan.manifests[box]->remembers()) return state_in_shard(plan.boxes[box].name);
          MLINK_TRY(plan.states.check(store, camera, plan.boxes[box], *plan.manifests[box], in_use, wanted));
          past = past_plan(*plan.manifests[box], video_plan.index, in_use, wanted);
        }
        plan.missing += static_cast<std::int64_t>(wanted.size());
        ordinals.insert(wanted.begin(), wanted.end());
        ordinals.insert(past.pictures.begin(), past.pictures.end());
        ordinals.insert(past.again.begin(), past.again.end());
      }
      MLINK_ASSIGN(const auto not_compared, store.without_features(camera.id));
      camera_plan.features = feature_plan(ordinals_of(frames, camera.id, std::move(whole.before)), not_compared);
      plan.without_features += static_cast<std::int64_t>(not_compared.size());
      ordinals.insert(camera_plan.features.look_at.begin(), camera_plan.features.look_at.end());
      video_plan.cameras.push_back(std::move(camera_plan));
    }
    video_plan.ordinals.assign(ordinals.begin(), ordinals.end());
    if (!video_plan.ordinals.empty()) plan.videos.push_back(std::move(video_plan));
  }
  return plan;
}

std::string describe(const StoredOutput& output, const Plan& plan) {
  std::string camera;
  std::string box;
  for (const auto& video : plan.videos)
    for (const auto& c : video.cameras)
      if (c.camera.id == output.camera) camera = c.camera.name;
  for (const auto& b : plan.boxes)
    if (b.id == output.box) box = b.name;
  return fmt::format("{}, {}, frame {}", box, camera, output.ordinal);
}

Status put_batch(StoreWriter& store, const Batch& batch) {
  MLINK_TRY(store.put_outputs(batch.outputs));
  for (const auto& [camera, features] : batch.features) MLINK_TRY(store.put_frame_features(camera, features));
  return {};
}

// Writes what arrives until the workers are done. The first error of the store ends the run.
Status write_results(StoreWriter& store, CollectShared& shared, const Plan& plan, CollectReport& report,
                     ProgressMeter& meter) {
  Batch batch;
  while (shared.take(batch)) {
    if (batch.empty()) {
      meter.advance(0);
      continue;
    }
    if (auto put = store.transaction([&] { return put_batch(store, batch); }); !put) {
      shared.abort();
      return put;
    }
    const auto& outputs = batch.outputs;
    report.stored += static_cast<std::int64_t>(outputs.size());
    report.failed += std::count_if(outputs.begin(), outputs.end(),
                                   [](const StoredOutput& o) { return o.output.presence == Presence::failed; });
    // Where all outputs are there already, the pictures that are compared are what there is to wait for.
    std::int64_t compared = 0;
    for (const auto& [camera, features] : batch.features) compared += static_cast<std::int64_t>(features.size());
    if (plan.missing == 0) meter.advance(compared);
    if (!outputs.empty()) meter.advance(static_cast<std::int64_t>(outputs.size()), describe(outputs.back(), plan));
  }
  return {};
}

// The boxes' own threads keep the cores busy; where GPUs do their work, decoding is what there is to wait for.
int decoding_threads(const Plan& plan, unsigned threads) {
  const bool gpus = std::find(plan.devices.begin(), plan.devices.end(), BoxDevice::gpu) != plan.devices.end();
  return gpus ? static_cast<int>(std::min(threads, kMostDecoding)) : 1;
}

/// Null: the CPU decodes, as it was asked for, or as the report says.
Result<std::shared_ptr<const DecodeDevice>> decoding_gpu(const CollectOptions& options, CollectReport& report) {
  if (!options.decode_on_gpu) return nullptr;
  if (!options.use_gpu)
    return fail(ErrorKind::invalid_input, "The GPU is to be left alone and to decode the videos.",
                "Choose one of --no-gpu and --decode gpu.");
  auto gpu = DecodeDevice::gpu();
  if (gpu) return gpu;
  report.video_notes.emplace_back("Decoding", gpu.error().what + " The CPU decodes.");
  return nullptr;
}

// One worker a GPU box, on the machine's GPUs in turn; one a thread for a server, which serves them side by side.
void start_apart(const Plan& plan, unsigned threads, CollectShared& shared, std::vector<std::jthread>& pool) {
  int gpus = 0;
  for (std::size_t box = 0; box < plan.boxes.size() && plan.missing > 0; ++box) {
    if (plan.devices[box] == BoxDevice::none) continue;
    auto how = plan.how;
    const bool gpu = plan.devices[box] == BoxDevice::gpu;
    if (gpu) how.gpu = gpus++ % std::max(gpu_count(), 1);
    for (unsigned n = 0; n < (gpu ? 1 : threads); ++n) {
      shared.worker_started();
      pool.emplace_back([&shared, box, how] { CollectWorker(shared, how).run_apart(box); });
    }
  }
}

}  // namespace

Result<CollectReport> collect_outputs(StoreWriter& store, const CollectOptions& options, const std::stop_token& stop,
                                      const ProgressFn& progress) {
  const auto start = Clock::now();
  MLINK_ASSIGN(auto plan, make_plan(store, options));
  plan.how = BoxOptions{.threads = 1, .use_gpu = options.use_gpu, .stop = stop, .on_device = options.on_device};
  for (const auto& manifest : plan.manifests)
    plan.devices.push_back(manifest ? device_of(*manifest, plan.how) : BoxDevice::none);
  CollectReport report;
  MLINK_ASSIGN(const auto gpu, decoding_gpu(options, report));
  report.kept = plan.wanted - plan.missing;
  const bool only_compares = plan.missing == 0 && plan.without_features > 0;
  ProgressMeter meter(progress, "Collect", only_compares ? "pictures compared" : "outputs",
                      only_compares ? plan.without_features : plan.wanted, only_compares ? 0 : report.kept);
  const unsigned threads =
      options.threads > 0 ? static_cast<unsigned>(options.threads) : std::max(1U, std::thread::hardware_concurrency());
  MLINK_TRY(plan.states.begin(store));
  Status written;
  {
    CollectShared shared(plan.boxes, plan.apart(), std::size_t{threads} * 4 + 4, stop);
    std::vector<std::jthread> pool;
    for (unsigned t = 0; t < threads && plan.missing > 0; ++t) {
      shared.worker_started();
      pool.emplace_back([&] { CollectWorker(shared, plan.how).run_shared(); });
    }
    start_apart(plan, threads, shared, pool);
    std::jthread comparer;
    if (plan.without_features > 0) {
      shared.worker_started();
      comparer = std::jthread([&] {
        shared.comparer().run();
        shared.worker_done();
      });
    }
    std::jthread dispatcher(
        [&] { Dispatcher(shared, plan.hears, decoding_threads(plan, threads), gpu)(plan.videos, stop); });
    written = write_results(store, shared, plan, report, meter);
    dispatcher.join();
    pool.clear();
    if (comparer.joinable()) comparer.join();
    for (const auto& [camera, problem] : plan.states.problems()) shared.camera_problem(camera, problem);
    shared.report_into(report);
  }
#ifdef __GLIBC__
  malloc_trim(0);  // the boxes' memory goes back to the system: a window stays open for long
#endif
  MLINK_TRY(written);
  if (!stop.stop_requested()) MLINK_TRY(plan.states.finish(store, report.box_problems, report.camera_problems));
  if (plan.shard) MLINK_TRY(settle_shard(store));
  meter.finish();
  report.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  report.stopped = stop.stop_requested();
  return report;
}

}  // namespace mlink::experiment
