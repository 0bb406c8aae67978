#include "experiment/boxes.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>

#include "base/random.h"
#include "blackbox/adapters/adapters.h"
#include "blackbox/adapters/model_files.h"
#include "blackbox/adapters/openvino_model.h"
#include "blackbox/check.h"
#include "blackbox/device_check.h"
#include "blackbox/guess.h"
#include "blackbox/measure.h"
#include "blackbox/trust.h"
#include "convert/converter.h"
#include "experiment/open_sounds.h"
#include "media/region.h"
#include "media/video.h"

namespace mlink::experiment {
namespace {

// Noise in the size of a common video, the same at every call.
std::vector<Frame> noise(int frames) {
  constexpr int kWidth = 640;
  constexpr int kHeight = 480;
  auto picture = std::make_shared<Picture>();
  picture->width = kWidth;
  picture->height = kHeight;
  picture->stride = 3 * kWidth;
  picture->rgb.resize(static_cast<std::size_t>(picture->stride) * kHeight);
  Random random(1);
  for (auto& byte : picture->rgb) byte = static_cast<std::uint8_t>(random.next());
  return std::vector<Frame>(static_cast<std::size_t>(frames), Frame(picture, 0, 0, 0));
}

// Frames without a picture, 25 a second, in the course of a hum.
std::vector<Frame> humming(int frames, const SoundSpec& hears) {
  constexpr double kStep = 0.04;
  constexpr double kHertz = 220;
  std::vector<float> samples(static_cast<std::size_t>((frames * kStep + hears.window) * hears.rate));
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = static_cast<float>(
        0.2 * std::sin(2 * std::numbers::pi * kHertz * static_cast<double>(i) / static_cast<double>(hears.rate)));
  const auto sound = Sound::of(std::move(samples), hears.rate);
  std::vector<Frame> out;
  out.reserve(static_cast<std::size_t>(frames));
  for (int i = 0; i < frames; ++i)
    out.push_back(Frame(nullptr, i, 0, i * kStep + hears.window / 2).with_sound(sound, kStep));
  return out;
}

// Frames spread over one whole video.
Status add_frames(const MeasureSource& source, std::int64_t most, const SoundSpec& hears, std::vector<Frame>& out) {
  MLINK_ASSIGN(auto reader,
               VideoReader::open(source.video, {.stream = source.stream, .index = {}, .decoder_threads = 1}));
  const auto all = reader.info().frames;
  const auto wanted = std::min(most, all);
  std::shared_ptr<const Sound> sound;
  if (hears.window > 0) {
    MLINK_ASSIGN(
        sound,
        Sound::open(source.video, {.stream = source.sound_stream, .rate = hears.rate, .zero = reader.index().zero()}));
  }
  const double length = reader.index().seconds(all - 1);
  const double step = all > 1 ? length / static_cast<double>(all - 1) * source.every : 0;
  std::optional<Error> outside;  // the region may be inside some frames' pictures only
  const auto before = out.size();
  for (std::int64_t i = 0; i < wanted; ++i) {
    MLINK_ASSIGN(const auto frame, reader.at(i * all / wanted));
    const auto part = source.crop ? region_of(frame, *source.crop) : Result<Frame>(frame);
    if (part)
      out.push_back(part->with_sound(sound, step));
    else
      outside = part.error();
  }
  if (out.size() == before && outside) return tl::make_unexpected(*outside);
  return {};
}

Result<std::vector<Frame>> frames_of(const MeasureInput& input, const SoundSpec& hears) {
  if (input.sources.empty()) return hears.window > 0 ? humming(input.frames, hears) : noise(input.frames);
  const auto sources = static_cast<int>(input.sources.size());
  std::vector<Frame> out;
  for (int i = 0; i < sources; ++i) {
    const int share = input.frames / sources + (i < input.frames % sources ? 1 : 0);
    MLINK_TRY(add_frames(input.sources[static_cast<std::size_t>(i)], std::max(share, 1), hears, out));
  }
  return out;
}

}  // namespace

Result<BoxTrial> try_box(const std::filesystem::path& manifest) {
  MLINK_ASSIGN(const auto read, read_manifest(manifest));
  MLINK_ASSIGN(const auto check, check_box(read));
  auto lines = check.lines;
  for (const auto& note : check.notes) lines.push_back("Note: " + note);
  return BoxTrial{check.name,         check.title,        check.adapter, check.spec,
                  check.content_hash, check.load_seconds, check.seconds, lines};
}

Result<BoxCosts> measure_box_file(const std::filesystem::path& manifest, const MeasureInput& input,
                                  const std::stop_token& stop) {
  MLINK_ASSIGN(const auto read, read_manifest(manifest));
  MLINK_ASSIGN(const auto frames, frames_of(input, read.sound));
  return measure_box(read, frames, BoxOptions{.use_gpu = input.use_gpu, .stop = stop}, stop);
}

Result<DeviceTrial> try_device(const std::filesystem::path& manifest, const MeasureInput& input, bool gpu,
                               const std::stop_token& stop) {
  MLINK_ASSIGN(const auto read, read_manifest(manifest));
  MLINK_ASSIGN(const auto frames, frames_of(input, read.sound));
  MLINK_ASSIGN(const auto check, check_device(read, frames, gpu, stop));
  return DeviceTrial{check.name,          check.device,        check.frames,  check.agree,    check.largest, check.lot,
                     check.seconds_alone, check.seconds_there, check.kernels, check.passed(), check.note};
}

std::string adapter_title(const std::string& adapter) {
  for (const auto& known : adapters())
    if (adapter == known.name) return known.title;
  return adapter;
}

std::optional<bool> adapter_uses_gpu(const std::string& adapter) {
  for (const auto& known : adapters())
    if (adapter == known.name) return known.gpu;
  return std::nullopt;
}

Result<std::string> version_of_openvino() { return openvino_version(); }

bool is_network_file(const std::filesystem::path& file) {
  return file.extension() != ".json" && format_of(file) != nullptr;
}

Result<BoxGuess> guess_box(const std::filesystem::path& model, const std::string& name,
                           const std::filesystem::path& tls_ca, const std::filesystem::path& token_file) {
  MLINK_ASSIGN(auto guess, guess_manifest(model, name, {tls_ca, token_file}));
  return BoxGuess{std::move(guess.manifest), std::move(guess.format), std::move(guess.inputs), std::move(guess.outputs),
                  std::move(guess.unknown)};
}

Status write_manifest(const std::string& manifest, const std::filesystem::path& file) {
  if (std::error_code failed; std::filesystem::exists(file, failed))
    return fail(ErrorKind::invalid_input, "There is a file of this name already; it is left as it is.",
                "Give another name, or remove that file first.", file.string());
  std::ofstream out(file);
  out << manifest << "\n";
  out.close();
  if (out) return {};
  return fail(ErrorKind::io, "The manifest cannot be written.", "Check that the folder is there and may be written to.",
              file.string());
}

Result<std::string> convert_model(const std::filesystem::path& model_json, const std::filesystem::path& out_pt,
                                  const std::string& options) {
  ConversionOptions parsed;
  if (!options.empty()) {
    MLINK_ASSIGN(parsed, conversion_options_from_text(options));
  }
  MLINK_ASSIGN(auto report, convert_tfjs(model_json, out_pt, parsed));
  // It says what this program wrote, of operations that this program knows.
  if (const auto trusted = trust_file(out_pt, "made by box convert on"); !trusted)
    report.warnings.push_back("The file is not on the list of trusted files: " + trusted.error().text());
  return to_json(report);
}

Result<std::vector<TrustedFile>> box_trust(const std::filesystem::path& manifest) {
  MLINK_ASSIGN(const auto read, read_manifest(manifest));
  MLINK_ASSIGN(const auto trust, trust_of(read));
  std::vector<TrustedFile> files;
  for (const auto& file : trust.files) files.push_back({file.path, file.trusted, file.why});
  return files;
}

Status trust_box_files(const std::vector<std::filesystem::path>& files) {
  for (const auto& file : files) MLINK_TRY(trust_file(file, "trusted on"));
  return {};
}

Result<int> distrust_box_files(const std::vector<std::filesystem::path>& files) {
  int taken_back = 0;
  for (const auto& file : files) {
    MLINK_ASSIGN(const bool was, distrust_file(file));
    if (was) ++taken_back;
  }
  return taken_back;
}

}  // namespace mlink::experiment
