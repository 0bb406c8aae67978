#include "experiment/live_boxes.h"

#include <fmt/format.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <chrono>
#include <memory>
#include <span>
#include <utility>

#include "base/elapsed.h"
#include "experiment/file_view.h"
#include "media/clip.h"
#include "media/region.h"

namespace mlink::experiment {
LiveBoxes::LiveBoxes(std::vector<StoredBox> stored, const LiveOptions& options, std::stop_token stop)
    : make_(options.make_box), options_{1, options.use_gpu, std::move(stop)} {
  if (!make_) make_ = [](const Manifest& manifest, const BoxOptions& with) { return make_black_box(manifest, with); };
  for (auto& one : stored) {
    Box box{std::move(one), {}, {}, nullptr, 0};
    if (box.stored.recorded) {
      box.problem = Error{ErrorKind::unsupported,
                          fmt::format("{} has recorded outputs and no model to run: it is predicted.", box.stored.name),
                          {},
                          {}};
    } else if (auto manifest = manifest_of(box.stored, false)) {
      box.manifest = std::move(*manifest);
    } else {
      box.problem = manifest.error();
    }
    boxes_.push_back(std::move(box));
  }
}

std::optional<std::string> LiveBoxes::why_not(int box, const LiveOrigin& origin) const {
  const auto& manifest = at(box).manifest;
  if (!manifest || manifest->sound.window <= 0 || origin.sound) return std::nullopt;
  return fmt::format("{} listens, and {} has no sound{}: it is predicted there.", name(box), origin.name,
                     origin.live ? " that this program reads" : "");
}

BoxSet LiveBoxes::loaded() const {
  BoxSet set;
  for (int box = 0; box < count(); ++box)
    if (at(box).loaded) set = set.with(box);
  return set;
}

Result<double> LiveBoxes::load(int number) {
  Box& box = at(number);
  if (box.loaded) return 0;
  if (box.problem) return tl::make_unexpected(*box.problem);
  const auto start = std::chrono::steady_clock::now();
  // The weights may have changed since they were collected with: checked as collect does.
  MLINK_ASSIGN(const auto manifest, manifest_of(box.stored, true));
  auto how = options_;
  how.gpu = gpu_count() > 0 ? number % gpu_count() : 0;  // where there are several, boxes take turns on them
  MLINK_ASSIGN(auto made, make_(manifest, how));
  MLINK_TRY(made->load());
  box.loaded = std::move(made);
  box.failures_in_a_row = 0;
  return seconds_since(start);
}

double LiveBoxes::unload(int number) {
  Box& box = at(number);
  if (!box.loaded) return 0;
  const auto start = std::chrono::steady_clock::now();
  box.loaded->unload();
  box.loaded.reset();
#ifdef __GLIBC__
  malloc_trim(0);  // what it took is free for the next one, and is not counted as this process's any more
#endif
  return seconds_since(start);
}

void LiveBoxes::remember(LiveItem& item, const LiveOrigin& origin) {
  for (int number = 0; number < count(); ++number) {
    const auto& manifest = at(number).manifest;
    if (!manifest || !manifest->input.clip()) continue;
    item.clips.resize(boxes_.size());
    if (!item.frame) continue;
    const auto region = origin.crop ? region_of(*item.frame, *origin.crop) : item.frame;
    if (!region || !*region) continue;
    item.clips[static_cast<std::size_t>(number)] =
        pictures_[{number, item.source}].take(*region, item.file_seconds, origin.step, manifest->input);
  }
}

std::shared_ptr<FrameMemory> LiveBoxes::memory_of(int number, const LiveItem& item, const LiveOrigin& origin) {
  if (!at(number).manifest->remembers()) return nullptr;
  auto& state = states_[{number, item.source}];
  if (!state.memory || media::is_gap(item.file_seconds - state.seconds, origin.step))
    state.memory = std::make_shared<FrameMemory>();
  state.seconds = item.file_seconds;
  return state.memory;
}

Result<Frame> LiveBoxes::input_of(int number, const LiveItem& item, const LiveOrigin& origin) {
  const Box& box = at(number);
  if (const auto& hears = box.manifest->sound; hears.window > 0) {  // a damaged picture does not disturb who listens
    MLINK_ASSIGN(auto sound, sounds_.of(origin.path, origin.zero, hears.rate, origin.sound_stream));
    const Frame frame = item.frame ? *item.frame : Frame(nullptr, item.file_ordinal, 0, item.file_seconds);
    return frame.with_sound(std::move(sound), origin.step).with_memory(memory_of(number, item, origin));
  }
  if (!item.frame) return fail(ErrorKind::corrupt, "The picture could not be decoded: " + item.frame.error().what);
  auto frame = origin.crop ? region_of(*item.frame, *origin.crop) : item.frame;
  if (!frame) return frame;
  const auto place = static_cast<std::size_t>(number);
  return frame->with_earlier(place < item.clips.size() ? item.clips[place] : nullptr)
      .with_memory(memory_of(number, item, origin));
}

Result<LiveAnswer> LiveBoxes::run(int number, const LiveItem& item, const LiveOrigin& origin) {
  Box& box = at(number);
  LiveAnswer out;
  const auto frame = input_of(number, item, origin);
  if (!frame) {
    out.output.presence = Presence::failed;
    out.output.reason = frame.error().what;
    return out;
  }
  const auto start = std::chrono::steady_clock::now();
  auto answers = box.loaded->run(std::span(&*frame, 1));
  out.seconds = seconds_since(start);
  if (!answers) return tl::make_unexpected(std::move(answers).error());
  if (answers->size() == 1) {
    out.output = std::move(answers->front().output);
    out.marks = std::move(answers->front().marks);
  } else {
    out.output.presence = Presence::failed;
    out.output.reason = "The box gave no answer for the frame.";
  }
  out.own_failure = out.output.presence == Presence::failed;
  box.failures_in_a_row = out.own_failure ? box.failures_in_a_row + 1 : 0;
  if (box.failures_in_a_row < kMostFailuresInARow) return out;
  return fail(ErrorKind::failed, fmt::format("{} failed on {} frames in a row: {}", box.stored.name,
                                             kMostFailuresInARow, out.output.reason));
}

}  // namespace mlink::experiment
