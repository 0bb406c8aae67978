#include "blackbox/adapters/adapter_box.h"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "base/random.h"
#include "media/sound.h"

namespace mlink::blackbox {
namespace {

bool finite(const Decoded& decoded) {
  for (const float value : decoded.values)
    if (!std::isfinite(value)) return false;
  for (const auto& d : decoded.detections)
    for (const float value : {d.x0, d.y0, d.x1, d.y1, d.score})
      if (!std::isfinite(value)) return false;
  for (const auto& pose : decoded.poses)
    for (const float value : pose.points)
      if (!std::isfinite(value)) return false;
  return true;
}

Frame picture_of(int width, int height, std::vector<std::uint8_t> rgb) {
  auto picture = std::make_shared<Picture>();
  picture->width = width;
  picture->height = height;
  picture->stride = 3 * width;
  picture->rgb = std::move(rgb);
  return {std::move(picture), 0, 0, 0};
}

constexpr std::uint64_t kNoiseSeed = 12345;

std::size_t samples_of(const SoundSpec& sound) {
  return static_cast<std::size_t>(std::ceil(sound.window * sound.rate));
}

/// A grey picture in the middle of this sound.
Frame with_sound(std::vector<float> samples, const SoundSpec& sound) {
  return grey_picture(320, 240).with_sound(Sound::of(std::move(samples), sound.rate, -sound.window / 2), sound.window);
}

std::size_t bytes_of(int width, int height) {
  return static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3;
}

}  // namespace

Answer failed_answer(std::string reason) {
  Answer answer;
  answer.output.presence = Presence::failed;
  answer.output.reason = std::move(reason);
  return answer;
}

Frame grey_picture(int width, int height) {
  return picture_of(width, height, std::vector<std::uint8_t>(bytes_of(width, height), 114));
}

Frame noise_picture(int width, int height) {
  std::vector<std::uint8_t> rgb(bytes_of(width, height));
  Random noise(kNoiseSeed);
  for (auto& value : rgb) value = static_cast<std::uint8_t>(noise.below(256));
  return picture_of(width, height, std::move(rgb));
}

Frame silent_frame(const SoundSpec& sound) { return with_sound(std::vector<float>(samples_of(sound), 0.F), sound); }

Frame humming_frame(const SoundSpec& sound) {
  std::vector<float> samples(samples_of(sound));
  Random noise(kNoiseSeed);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double phase = 2 * std::numbers::pi * 220 * static_cast<double>(i) / sound.rate;
    const double voice = 0.2 * std::sin(phase) + 0.1 * std::sin(2 * phase) + 0.05 * std::sin(3 * phase);
    samples[i] = static_cast<float>(voice + 0.01 * (2 * noise.unit() - 1));
  }
  return with_sound(std::move(samples), sound);
}

Status AdapterBox::load_checked() {
  MLINK_TRY(check_weight_files(manifest_));
  MLINK_TRY(engine_->load());
  // The whole way once on a grey picture: it warms up, and shows whether the output has the manifest's width.
  const Frame grey = manifest_.sound.window > 0 ? silent_frame(manifest_.sound) : grey_picture(320, 240);
  const auto found = engine_->look(std::span(&grey, 1));
  if (found.size() != 1) return fail(ErrorKind::failed, "The adapter gave no answer for a picture.");
  if (!found[0])
    return found[0].error().kind == ErrorKind::invalid_input ? tl::make_unexpected(found[0].error()) : Status{};
  MLINK_ASSIGN(const auto output, reducer_.reduce(*found[0], manifest_.output, engine_->names()));
  if (output.presence == Presence::present && static_cast<int>(output.values.size()) != manifest_.output.width)
    return fail(ErrorKind::invalid_input,
                fmt::format("The model of \"{}\" gives {} values; the output of the manifest has {}.", manifest_.name,
                            output.values.size(), manifest_.output.width),
                "Correct \"output\" in the manifest, or take the weights that it was written for.");
  return {};
}

Status AdapterBox::load() {
  if (loaded_) return {};
  Status done;
  try {
    done = load_checked();
  } catch (const std::exception& e) {
    done = fail(ErrorKind::failed, fmt::format("The black box \"{}\" cannot be loaded: {}", manifest_.name, e.what()));
  }
  if (done) {
    loaded_ = true;
    return {};
  }
  engine_->unload();
  Error error = done.error();
  if (error.path.empty())
    error.path = manifest_.weights.empty() ? manifest_.file.string() : manifest_.weights[0].path.string();
  return tl::make_unexpected(std::move(error));
}

void AdapterBox::unload() {
  engine_->unload();
  loaded_ = false;
}

std::vector<Result<Decoded>> AdapterBox::look(std::span<const Frame> frames) {
  try {
    return engine_->look(frames);
  } catch (const std::exception& e) {
    if (frames.size() == 1) return {fail(ErrorKind::failed, e.what())};
  }
  std::vector<Result<Decoded>> out;  // one of them threw: each on its own, so that only that one fails
  for (const auto& frame : frames)
    for (auto& one : look(std::span(&frame, 1))) out.push_back(std::move(one));
  return out;
}

Answer AdapterBox::answer(const Result<Decoded>& found) const {
  if (!found) return failed_answer(found.error().what);
  if (!finite(*found)) return failed_answer("The model gave a value that is not a finite number.");
  auto output = reducer_.reduce(*found, manifest_.output, engine_->names());
  if (!output) return failed_answer(output.error().what);
  if (const auto fits = check(*output, manifest_.output); !fits) return failed_answer(fits.error().what);
  return {std::move(*output), to_marks(*found, engine_->names()), found->seconds};
}

Result<std::vector<Answer>> AdapterBox::run(std::span<const Frame> frames) {
  if (!loaded_) return fail(ErrorKind::failed, fmt::format("The black box \"{}\" is not loaded.", manifest_.name));
  std::vector<Answer> answers;
  answers.reserve(frames.size());
  const auto found = look(frames);
  if (auto end = engine_->take_end()) return tl::make_unexpected(std::move(*end));
  for (const auto& one : found)
    if (!one && one.error().kind == ErrorKind::stopped) return tl::make_unexpected(one.error());
  for (std::size_t i = 0; i < frames.size(); ++i)
    answers.push_back(i < found.size() ? answer(found[i]) : failed_answer("The model gave no answer for this frame."));
  return answers;
}

}  // namespace mlink::blackbox
