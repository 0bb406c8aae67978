#include "blackbox/sound/log_mel.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>
#include <vector>

#include "blackbox/json_fields.h"

namespace mlink::blackbox {
namespace {

double mel_of(double hertz) { return 2595 * std::log10(1 + hertz / 700); }

/// The share of each line of the spectrum in each band: [mels][fft / 2 + 1].
std::vector<std::vector<float>> bands_of(const LogMelSettings& settings, int rate) {
  const double from = mel_of(settings.low);
  const double step = (mel_of(settings.high) - from) / (settings.mels + 1);
  std::vector<std::vector<float>> bands(static_cast<std::size_t>(settings.mels));
  for (std::size_t band = 0; band < bands.size(); ++band) {
    bands[band].resize(static_cast<std::size_t>(settings.fft) / 2 + 1);
    const double middle = from + step * static_cast<double>(band + 1);
    // The line of frequency 0 is in no band: what it holds is the microphone's offset.
    for (std::size_t line = 1; line < bands[band].size(); ++line) {
      const double mel = mel_of(static_cast<double>(line) * rate / settings.fft);
      bands[band][line] = static_cast<float>(std::max(0.0, 1 - std::abs(mel - middle) / step));
    }
  }
  return bands;
}

}  // namespace

Result<LogMelSettings> LogMelSettings::from_json(const std::string& json, int rate) {
  LogMelSettings settings;
  Fields fields(json, "$.sound.features");
  if (fields.get("kind", std::string()) != "log-mel") fields.bad("kind", "must be log-mel");
  settings.frame = fields.get("frame", settings.frame);
  settings.hop = fields.get("hop", settings.hop);
  settings.fft = fields.get("fft", settings.fft);
  settings.mels = fields.get("mels", settings.mels);
  settings.low = fields.get("low", settings.low);
  settings.high = fields.get("high", rate / 2.0);
  settings.floor = fields.get("floor", settings.floor);
  settings.mel_first = fields.get("order", std::string("time-mel")) == "mel-time";
  if (settings.fft == 0) settings.fft = static_cast<int>(std::bit_ceil(static_cast<unsigned>(settings.frame)));
  if (settings.fft < settings.frame) fields.bad("fft", "is smaller than \"frame\"");
  if (settings.high > rate / 2.0) fields.bad("high", fmt::format("is above half the rate, {} Hz", rate / 2.0));
  if (settings.low >= settings.high) fields.bad("low", "must be below \"high\"");
  MLINK_TRY(fields.finish("log-mel features"));
  return settings;
}

Result<Tensor> log_mel(std::span<const float> samples, int rate, const LogMelSettings& settings) {
  if (samples.size() < static_cast<std::size_t>(settings.frame))
    return fail(ErrorKind::invalid_input,
                fmt::format("The window of the sound has {} samples, a log-mel frame needs {}.", samples.size(),
                            settings.frame),
                "Make \"window\" or \"chunk\" longer in the manifest.");
  const auto frames = 1 + (static_cast<int>(samples.size()) - settings.frame) / settings.hop;
  cv::Mat rows = cv::Mat::zeros(frames, settings.fft, CV_32F);
  for (int row = 0; row < frames; ++row) {
    auto* out = rows.ptr<float>(row);
    for (int i = 0; i < settings.frame; ++i) {
      const double hann = .5 - .5 * std::cos(2 * std::numbers::pi * i / settings.frame);
      out[i] = samples[static_cast<std::size_t>(row) * static_cast<std::size_t>(settings.hop) +
                       static_cast<std::size_t>(i)] *
               static_cast<float>(hann);
    }
  }
  cv::Mat spectrum;
  cv::dft(rows, spectrum, cv::DFT_ROWS | cv::DFT_COMPLEX_OUTPUT);
  const auto bands = bands_of(settings, rate);
  Tensor out{{frames, settings.mels}, std::vector<float>(static_cast<std::size_t>(frames) * bands.size()), {}};
  if (settings.mel_first) std::swap(out.shape[0], out.shape[1]);
  for (int row = 0; row < frames; ++row) {
    const auto* lines = spectrum.ptr<cv::Vec2f>(row);
    for (std::size_t band = 0; band < bands.size(); ++band) {
      float sum = 0;
      for (std::size_t line = 0; line < bands[band].size(); ++line)
        if (bands[band][line] > 0) sum += bands[band][line] * std::hypot(lines[line][0], lines[line][1]);
      const auto at = static_cast<std::size_t>(row);
      out.data[settings.mel_first ? band * static_cast<std::size_t>(frames) + at : at * bands.size() + band] =
          std::log(sum + static_cast<float>(settings.floor));
    }
  }
  return out;
}

}  // namespace mlink::blackbox
