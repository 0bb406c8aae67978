#include "blackbox/adapters/net_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <span>
#include <system_error>
#include <utility>

#include "blackbox/adapters/adapters.h"
#include "blackbox/preprocess.h"
#include "media/sound.h"

namespace mlink::blackbox {
namespace {

std::string shown(const ExtraInput& input, std::size_t index) {
  return input.name.empty() ? fmt::format("$.inputs[{}]", index) : fmt::format("$.inputs \"{}\"", input.name);
}

Status check_extra(const ExtraInput& input, std::size_t index) {
  const int kinds = (input.values.empty() ? 0 : 1) + (input.size.empty() ? 0 : 1) + (input.state_from.empty() ? 0 : 1);
  if (kinds != 1)
    return fail(ErrorKind::invalid_input,
                fmt::format("{} must have one of \"values\", \"size\" and \"from\".", shown(input, index)));
  if (!input.state_from.empty() && input.shape.empty())
    return fail(ErrorKind::invalid_input, fmt::format("{} is a state and needs its \"shape\".", shown(input, index)));
  if (!input.values.empty() && Tensor::count(input.shape) != static_cast<std::int64_t>(input.values.size()))
    return fail(ErrorKind::invalid_input,
                fmt::format("{} has {} values, its shape {} holds {}.", shown(input, index), input.values.size(),
                            shape_text(input.shape), Tensor::count(input.shape)));
  return {};
}

Status check_clip(const InputSpec& input) {
  if (!input.clip() && input.step > 0)
    return fail(ErrorKind::invalid_input, "$.input.step lies between the frames of a clip: \"frames\" is missing.");
  if (!input.clip()) return {};
  if (input.step <= 0)
    return fail(ErrorKind::invalid_input,
                "$.input.step is missing: the seconds from one frame of the clip to the next.");
  if (input.layout == "nhwc")
    return fail(ErrorKind::invalid_input,
                fmt::format("$.input.layout \"nhwc\" has no place for {} frames.", input.frames),
                "A clip is \"ncthw\", \"ntchw\", \"nthwc\", or \"nchw\" with the frames' channels one after another.");
  return {};
}

/// The output that is meant by its name or, where none is called so, by its place.
std::vector<Tensor>::iterator output_at(std::vector<Tensor>& outputs, const std::string& from) {
  const auto named = std::find_if(outputs.begin(), outputs.end(), [&](const Tensor& t) { return t.name == from; });
  std::size_t place = 0;
  const auto [end, error] = std::from_chars(from.data(), from.data() + from.size(), place);
  if (named != outputs.end() || error != std::errc() || end != from.data() + from.size() || place >= outputs.size())
    return named;
  return outputs.begin() + static_cast<std::ptrdiff_t>(place);
}

Tensor size_tensor(const ExtraInput& input, const InputSpec& picture, const Frame& frame) {
  const auto width = static_cast<float>(frame.width());
  const auto height = static_cast<float>(frame.height());
  if (input.size == "width-height") return {{1, 2}, {width, height}, {}};
  if (input.size == "height-width") return {{1, 2}, {height, width}, {}};
  return {{1, 2}, {static_cast<float>(picture.height) / height, static_cast<float>(picture.width) / width}, {}};
}

}  // namespace

Result<NetInputs> NetInputs::of(const Manifest& manifest) {
  NetInputs inputs;
  inputs.picture_ = manifest.input;
  inputs.sound_ = manifest.sound;
  inputs.extra_ = manifest.inputs;
  const bool looks = manifest.input.width > 0 && manifest.input.height > 0;
  if (looks == inputs.listens())
    return fail(ErrorKind::invalid_input,
                looks ? "$.sound and $.input are both there: a network takes the picture or the sound."
                      : "$.input is missing: the size of the network's input.");
  MLINK_TRY(check_clip(manifest.input));
  for (std::size_t i = 0; i < inputs.extra_.size(); ++i) MLINK_TRY(check_extra(inputs.extra_[i], i));
  if (!inputs.listens()) return inputs;
  const auto& sound = manifest.sound;
  if (sound.chunk > std::llround(sound.window * sound.rate))
    return fail(ErrorKind::invalid_input, "$.sound.chunk is longer than the window.");
  if (sound.chunk == 0 && sound.context > 0)
    return fail(ErrorKind::invalid_input, "$.sound.context stands before chunks: \"chunk\" is missing.");
  if (sound.features_json.empty()) return inputs;
  MLINK_ASSIGN(inputs.log_mel_, LogMelSettings::from_json(sound.features_json, sound.rate));
  return inputs;
}

std::vector<std::int64_t> NetInputs::shape() const {
  if (!listens()) return shape_of(picture_);
  const auto whole = std::llround(sound_.window * sound_.rate);
  const auto samples = static_cast<std::size_t>(sound_.chunk > 0 ? sound_.chunk + sound_.context : whole);
  const auto tensor = sound_tensor(std::vector<float>(samples, 0.F));
  return tensor ? tensor->shape : std::vector<std::int64_t>{};
}

Result<Tensor> NetInputs::sound_tensor(std::vector<float> samples) const {
  Tensor tensor{{static_cast<std::int64_t>(samples.size())}, std::move(samples), {}};
  if (log_mel_) {
    MLINK_ASSIGN(tensor, log_mel(tensor.data, sound_.rate, *log_mel_));
  }
  while (tensor.shape.size() < static_cast<std::size_t>(sound_.rank)) tensor.shape.insert(tensor.shape.begin(), 1);
  tensor.name = sound_.name;
  return tensor;
}

Result<std::vector<float>> NetInputs::window_of(const Frame& frame) const {
  MLINK_ASSIGN(const auto part, frame.sound()->around(frame.seconds(), sound_.window));
  if (part.samples.empty()) return std::vector<float>{};
  // Where the sound begins late or ends early, the rest of the window is silence.
  const auto from = std::llround((frame.seconds() - sound_.window / 2) * sound_.rate);
  std::vector<float> samples(static_cast<std::size_t>(std::llround(sound_.window * sound_.rate)), 0.F);
  const auto late = std::clamp<std::int64_t>(part.first - from, 0, static_cast<std::int64_t>(samples.size()));
  const auto room = static_cast<std::int64_t>(samples.size()) - late;
  std::copy_n(part.samples.begin(), std::min(static_cast<std::int64_t>(part.samples.size()), room),
              samples.begin() + late);
  return samples;
}

std::size_t NetInputs::states_of_cameras() const {
  return static_cast<std::size_t>(
      std::count_if(extra_.begin(), extra_.end(), [](const ExtraInput& input) { return input.per_camera; }));
}

std::vector<float> NetInputs::context_of(const Frame& frame) const {
  const auto context = static_cast<std::size_t>(sound_.context);
  const auto states = states_of_cameras();
  const auto* memory = frame.memory().get();
  if (states > 0 && memory != nullptr && memory->values.size() == states + 1 &&
      memory->values[states].size() == context)
    return memory->values[states];
  return std::vector<float>(context, 0.F);
}

Result<std::vector<Tensor>> NetInputs::calls(const Frame& frame) const {
  std::vector<Tensor> calls;
  if (!listens()) {
    MLINK_ASSIGN(auto picture, preprocess(frame, picture_));
    picture.name = picture_.name;
    calls.push_back(std::move(picture));
    return calls;
  }
  MLINK_TRY(expect_heard(frame, sound_));
  MLINK_ASSIGN(auto samples, window_of(frame));
  if (samples.empty()) return calls;
  if (sound_.chunk == 0) {
    MLINK_ASSIGN(auto tensor, sound_tensor(std::move(samples)));
    calls.push_back(std::move(tensor));
    return calls;
  }
  const auto chunk = static_cast<std::size_t>(sound_.chunk);
  const auto context = static_cast<std::size_t>(sound_.context);
  const auto before = context_of(frame);
  samples.insert(samples.begin(), before.begin(), before.end());
  for (std::size_t at = 0; at + context + chunk <= samples.size(); at += chunk) {
    const auto first = samples.begin() + static_cast<std::ptrdiff_t>(at);
    MLINK_ASSIGN(auto tensor, sound_tensor({first, first + static_cast<std::ptrdiff_t>(context + chunk)}));
    calls.push_back(std::move(tensor));
  }
  return calls;
}

Result<std::vector<Tensor>> NetInputs::extra(const Frame& frame) const {
  std::vector<Tensor> tensors;
  std::size_t kept = 0;
  for (const auto& input : extra_) {
    Tensor tensor{input.shape, input.values, {}};
    if (!input.size.empty()) tensor = size_tensor(input, picture_, frame);
    if (!input.state_from.empty()) tensor.data.assign(static_cast<std::size_t>(Tensor::count(input.shape)), 0.F);
    if (input.per_camera) {
      const auto* memory = frame.memory().get();
      if (memory != nullptr && kept < memory->values.size() && memory->values[kept].size() == tensor.data.size())
        tensor.data = memory->values[kept];
      ++kept;
    }
    tensor.name = input.name;
    tensors.push_back(std::move(tensor));
  }
  return tensors;
}

Status NetInputs::remember(const Frame& frame, const std::vector<Tensor>& extra) const {
  if (!frame.memory()) return {};
  std::vector<std::vector<float>> values;
  for (std::size_t i = 0; i < extra_.size(); ++i) {
    if (!extra_[i].per_camera) continue;
    const auto& state = extra[i].data;
    if (!std::all_of(state.begin(), state.end(), [](float value) { return std::isfinite(value); })) {
      frame.memory()->values.clear();
      return fail(ErrorKind::failed,
                  fmt::format("The state {} got a value that is not a finite number; it begins anew with the next "
                              "frame.",
                              shown(extra_[i], i)));
    }
    values.push_back(state);
  }
  // Where a state goes on, the sound does, too: the next frame's first call gets the end of this window as its context.
  if (const auto context = std::ptrdiff_t{sound_.context}; context > 0 && !values.empty()) {
    MLINK_ASSIGN(const auto samples, window_of(frame));
    if (static_cast<std::ptrdiff_t>(samples.size()) >= context)
      values.emplace_back(samples.end() - context, samples.end());
  }
  frame.memory()->values = std::move(values);
  return {};
}

Status NetInputs::take_states(std::vector<Tensor>& outputs, std::vector<Tensor>& extra) const {
  std::vector<std::ptrdiff_t> taken;
  for (std::size_t i = 0; i < extra_.size(); ++i) {
    const auto& from = extra_[i].state_from;
    if (from.empty()) continue;
    const auto found = output_at(outputs, from);
    if (found == outputs.end())
      return fail(ErrorKind::invalid_input,
                  fmt::format("The network has no output \"{}\" to be the next {}.", from, shown(extra_[i], i)),
                  "Correct \"from\" in the manifest.");
    if (found->data.size() != extra[i].data.size())
      return fail(ErrorKind::invalid_input,
                  fmt::format("The network's output \"{}\" is {}, the state {} is {}.", from, shape_text(found->shape),
                              shown(extra_[i], i), shape_text(extra_[i].shape)),
                  "Correct \"shape\" in the manifest.");
    extra[i].data = found->data;
    taken.push_back(found - outputs.begin());
  }
  std::sort(taken.begin(), taken.end(), std::greater<>());
  taken.erase(std::unique(taken.begin(), taken.end()), taken.end());
  for (const auto place : taken) outputs.erase(outputs.begin() + place);
  return {};
}

Result<std::vector<Tensor>> NetInputs::together(std::vector<std::vector<Tensor>> calls) const {
  auto all = std::move(calls.back());
  calls.pop_back();
  if (sound_.combine == "last" || calls.empty()) return all;
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto& sum = all[i].data;
    for (const auto& call : calls) {
      if (call.size() != all.size() || call[i].data.size() != sum.size())
        return fail(ErrorKind::failed, "The network's outputs change their size from call to call.");
      for (std::size_t k = 0; k < sum.size(); ++k)
        sum[k] = sound_.combine == "max" ? std::max(sum[k], call[i].data[k]) : sum[k] + call[i].data[k];
    }
    if (sound_.combine == "mean")
      for (float& value : sum) value /= static_cast<float>(calls.size() + 1);
  }
  return all;
}

}  // namespace mlink::blackbox
