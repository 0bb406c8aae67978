// The logarithm of a mel spectrum, which many networks for sound take instead of samples. A pure function; thread-safe.
#pragma once

#include <span>
#include <string>

#include "base/error.h"
#include "outputs/tensor.h"

namespace mlink::blackbox {

struct LogMelSettings {
  int frame = 400;           ///< samples that a spectrum is taken of, under a periodic Hann window
  int hop = 160;             ///< samples from one to the next
  int fft = 0;               ///< at least `frame`, the rest is zeros; 0: the next power of two
  int mels = 64;             ///< bands, triangles of equal width on the mel scale (HTK: 2595 log10(1 + f / 700))
  double low = 0, high = 0;  ///< Hz; high 0: half the rate
  double floor = 1e-3;       ///< added before the natural logarithm
  bool mel_first = false;    ///< [mels, frames] instead of [frames, mels]

  /// {"kind": "log-mel", "frame": 400, "hop": 160, "fft": 512, "mels": 64, "low": 125, "high": 7500, "floor": 0.001,
  /// "order": "time-mel" or "mel-time"}. Errors: an unknown field; sizes that do not fit; a band beyond half the rate.
  [[nodiscard]] static Result<LogMelSettings> from_json(const std::string& json, int rate);
};

/// Of as many frames as lie whole in the samples: log(magnitude in each band + floor), [frames, mels]. Errors: shorter
/// than one frame.
[[nodiscard]] Result<Tensor> log_mel(std::span<const float> samples, int rate, const LogMelSettings& settings);

}  // namespace mlink::blackbox
