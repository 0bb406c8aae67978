#include "blackbox/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/elapsed.h"
#include "base/text.h"
#include "blackbox/adapters/adapter_box.h"
#include "blackbox/crop_box.h"

namespace mlink::blackbox {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kWidth = 320;
constexpr int kHeight = 240;
constexpr int kRuns = 5;

std::string sound_text(const SoundSpec& sound) {
  return fmt::format("{:g} s of sound around the frame, {} Hz", sound.window, sound.rate);
}

std::string input_text(const InputSpec& input) {
  if (input.width == 0) return "the picture as it is";
  auto picture = fmt::format("{} x {}, {}, {}, {}", input.width, input.height,
                             input.channels == 1 ? std::string("grey") : input.order, input.layout, input.resize);
  if (!input.clip()) return picture;
  return fmt::format(
      "{}; {} frames {:g} s apart, up to the one answered; where there is none before, the first is repeated", picture,
      input.frames, input.step);
}

std::string spec_text(const OutputSpec& spec) {
  std::string text(to_string(spec.task));
  if (spec.task != Task::sequence) text += fmt::format(", {} {}", spec.width, spec.width == 1 ? "value" : "values");
  if (!spec.unit.empty()) text += ", " + spec.unit;
  if (!spec.labels.empty()) {
    text += ": ";
    for (std::size_t i = 0; i < std::min<std::size_t>(spec.labels.size(), 7); ++i)
      text += (i > 0 ? ", " : "") + spec.labels[i];
    if (spec.labels.size() > 7) text += ", ...";
  }
  if (spec.task == Task::regression) text += fmt::format(", right within {}", spec.tolerance);
  return text;
}

std::string shapes_text(const std::vector<std::vector<std::int64_t>>& shapes) {
  std::string text;
  for (const auto& shape : shapes) text += (text.empty() ? "" : ", ") + shape_text(shape);
  return text;
}

Result<Answer> ask(BlackBox& box, const Frame& frame) {
  MLINK_ASSIGN(auto answers, box.run(std::span(&frame, 1)));
  if (answers.size() != 1) return fail(ErrorKind::failed, "The box gave no answer for a picture.");
  return std::move(answers.front());
}

/// What the box is tried on: nothing to see or hear, and something that is always the same.
struct Trials {
  std::string empty_name, full_name;
  Frame empty, full;
};

Trials trials_for(const SoundSpec& sound) {
  if (sound.window > 0) return {"silence", "hum", silent_frame(sound), humming_frame(sound)};
  return {"grey", "noise", grey_picture(kWidth, kHeight), noise_picture(kWidth, kHeight)};
}

Status try_frames(BlackBox& box, BoxCheck& check) {
  const auto trials = trials_for(box.manifest().sound);
  MLINK_ASSIGN(const auto grey, ask(box, trials.empty));
  std::vector<double> times;
  Answer noise;
  for (int i = 0; i < kRuns; ++i) {
    const auto start = Clock::now();
    MLINK_ASSIGN(noise, ask(box, trials.full));
    times.push_back(seconds_since(start));
  }
  std::sort(times.begin(), times.end());
  check.seconds = times[times.size() / 2];
  check.lines.push_back(fmt::format("{:<8} {}", trials.empty_name, output_text(grey.output, check.spec)));
  check.lines.push_back(fmt::format("{:<8} {}", trials.full_name, output_text(noise.output, check.spec)));
  check.lines.push_back(
      fmt::format("time     {} a frame, {} to load", duration_text(check.seconds), duration_text(check.load_seconds)));
  if (grey.output.presence == Presence::failed && noise.output.presence == Presence::failed)
    return fail(ErrorKind::failed,
                fmt::format("The black box \"{}\" fails on everything that it was tried on. On {}: {}", check.name,
                            trials.full_name, noise.output.reason),
                "Check the weights, and \"input\" and \"head\" in the manifest.", box.manifest().file.string());
  const auto note_failure = [&](const Answer& answer, const std::string& trial) {
    if (answer.output.presence == Presence::failed)
      check.notes.push_back(fmt::format("It failed on {}: {}", trial, answer.output.reason));
  };
  const bool listens = box.manifest().sound.window > 0;
  note_failure(grey, listens ? "silence" : "the grey picture");
  note_failure(noise, listens ? "a hum" : "the noise picture");
  const bool found_one = grey.output.presence == Presence::present && !grey.output.values.empty();
  const bool nothing =
      std::all_of(grey.output.values.begin(), grey.output.values.end(), [](float v) { return v == 0; });
  if (found_one && !nothing && grey.output == noise.output)
    check.notes.push_back(fmt::format("The answer is the same for {}: is it constant?",
                                      listens ? "silence and a hum" : "a grey and a noise picture"));
  return {};
}

}  // namespace

std::string output_text(const Output& output, const OutputSpec& spec) {
  switch (output.presence) {
    case Presence::absent: return "not asked";
    case Presence::none: return "no output";
    case Presence::failed: return "failed: " + output.reason;
    case Presence::present: break;
  }
  const auto& values = output.values;
  if (spec.task == Task::sequence) return fmt::format("\"{}\"", fmt::join(output.words, " "));
  if (values.empty()) return "nothing";
  const std::string unit = spec.unit.empty() ? "" : " " + spec.unit;
  switch (spec.task) {
    case Task::single_label: {
      const auto best = static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin());
      return fmt::format("{} {}", best < spec.labels.size() ? spec.labels[best] : "?", score_text(values[best]));
    }
    case Task::multi_label: {
      std::string text;
      for (std::size_t i = 0; i < std::min(values.size(), spec.labels.size()); ++i)
        if (values[i] >= 0.3F)
          text += fmt::format("{}{} {}", text.empty() ? "" : ", ", spec.labels[i], score_text(values[i]));
      return text.empty() ? "none of the labels" : text;
    }
    case Task::localization:
      if (values.size() < 5 || values[2] <= 0) return "no box";
      return fmt::format("box at {}, {}, size {} x {}, score {}", score_text(values[0]), score_text(values[1]),
                         score_text(values[2]), score_text(values[3]), score_text(values[4]));
    case Task::count: return fmt::format("{:.0f}{}", values[0], unit);
    default: return fmt::format("{:.4g}{}", values[0], unit);
  }
}

Result<BoxCheck> check_box(const Manifest& manifest, const BoxOptions& options) {
  BoxCheck check;
  check.name = manifest.name;
  check.title = manifest.title;
  check.adapter = manifest.adapter;
  check.spec = manifest.output;
  check.input = manifest.input;
  MLINK_ASSIGN(const auto box, make_black_box(manifest, options));
  const auto start = Clock::now();
  MLINK_TRY(box->load());
  check.load_seconds = seconds_since(start);
  MLINK_ASSIGN(check.content_hash, content_hash(manifest));
  if (const auto* plain = dynamic_cast<const AdapterBox*>(adapter_part(box.get()))) {
    check.tensors = plain->engine().tensor_shapes();
    check.device = plain->engine().device();
  }
  MLINK_ASSIGN(const auto housing, housing_of(manifest));
  check.lines.push_back(fmt::format("box      {} ({}), adapter {}{}", check.name, check.title, check.adapter,
                                    housing.own_process    ? std::string()
                                    : check.device.empty() ? ", on CPU"
                                                           : ", on " + check.device));
  check.lines.push_back("runs     " + housing.text);
  if (manifest.crop_by) check.lines.push_back(fmt::format("looks at what {} finds", manifest.crop_by->name));
  check.lines.push_back("input    " +
                        (manifest.sound.window > 0 ? sound_text(manifest.sound) : input_text(check.input)));
  if (manifest.remembers())
    check.lines.push_back("state    goes on from frame to frame of a camera; here each frame begins anew");
  if (!check.tensors.empty()) check.lines.push_back("tensors  " + shapes_text(check.tensors));
  check.lines.push_back("output   " + spec_text(check.spec));
  MLINK_TRY(try_frames(*box, check));
  if (auto told = box->feeding().note; !told.empty()) check.notes.push_back(std::move(told));
  return check;
}

}  // namespace mlink::blackbox
