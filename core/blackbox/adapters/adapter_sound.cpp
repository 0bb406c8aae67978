// Adapter "sound": one figure of the sound around the frame (sound_measures.h).
#include <fmt/format.h>

#include <array>
#include <functional>
#include <utility>

#include "adapter_list.h"
#include "blackbox/adapters/adapters.h"
#include "blackbox/json_fields.h"
#include "blackbox/sound/sound_measures.h"
#include "media/sound.h"

namespace mlink::blackbox {
namespace {

using Measure = std::function<std::optional<float>(std::span<const float>, int rate)>;

class SoundEngine : public Engine {
 public:
  SoundEngine(SoundSpec sound, Measure measure, std::stop_token stop)
      : sound_(std::move(sound)), measure_(std::move(measure)), stop_(std::move(stop)) {}

  Status load() override { return {}; }
  void unload() override {}
  std::vector<Result<Decoded>> look(std::span<const Frame> frames) override {
    std::vector<Result<Decoded>> out;
    for (const auto& frame : frames) out.push_back(listen(frame));
    return out;
  }
  [[nodiscard]] const std::vector<std::string>& names() const override { return names_; }

 private:
  [[nodiscard]] Result<Decoded> listen(const Frame& frame) const {
    MLINK_TRY(expect_heard(frame, sound_));
    MLINK_ASSIGN(const auto part, frame.sound()->around(frame.seconds(), sound_.window, stop_));
    Decoded out;
    if (const auto value = measure_(part.samples, frame.sound()->rate()))
      out.values = {*value};
    else
      out.none = true;
    return out;
  }

  SoundSpec sound_;
  Measure measure_;
  std::stop_token stop_;
  std::vector<std::string> names_;
};

Result<Measure> read_measure(Fields& fields) {
  const auto name = fields.get("measure", std::string());
  if (name == "loudness") {
    const auto floor = fields.get("floor", -96.0);
    return [floor](std::span<const float> samples, int) { return loudness(samples, floor); };
  }
  if (name == "pitch") {
    PitchSettings settings;
    settings.low = fields.get("low", settings.low);
    settings.high = fields.get("high", settings.high);
    settings.voiced = fields.get("voiced", settings.voiced);
    settings.floor = fields.get("floor", settings.floor);
    if (settings.low >= settings.high) fields.bad("low", "must be below \"high\"");
    return [settings](std::span<const float> samples, int rate) { return pitch(samples, rate, settings); };
  }
  if (name == "centroid") return Measure(centroid);
  if (name == "zero_crossings") return Measure(zero_crossings);
  return fail(ErrorKind::invalid_input, "$.settings.measure is missing: loudness, pitch, centroid or zero_crossings.");
}

EngineResult make_sound_engine(const Manifest& manifest, const BoxOptions& options) {
  MLINK_TRY(expect_weights(manifest, 0, 0));
  MLINK_TRY(expect_no_tensors(manifest));
  Fields fields(manifest.settings_json, "$.settings");
  MLINK_ASSIGN(auto measure, read_measure(fields));
  MLINK_TRY(fields.finish("this measure of the adapter \"sound\""));
  return std::make_unique<SoundEngine>(manifest.sound, std::move(measure), options.stop);
}

}  // namespace

Adapter adapter_sound() { return {"sound", "Sound", Senses::sound, make_sound_engine}; }

}  // namespace mlink::blackbox
