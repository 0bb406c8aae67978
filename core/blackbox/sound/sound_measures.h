// What is measured of a stretch of sound: loudness, pitch, brightness, zero crossings. Pure functions of mono samples
// in -1..1; thread-safe. No value: there is nothing to measure (no samples, silence, no voice), told apart from zero. A
// NaN among the samples gives NaN where a value is the answer; a black box makes a failed frame of it.
#pragma once

#include <optional>
#include <span>

#include "base/rooms.h"

namespace mlink::blackbox {

/// Level in dB of full scale: 20 log10 of the root mean square, so that a sine of full scale has -3.01. Not below
/// `floor`, which digital silence has. No value without samples.
[[nodiscard]] std::optional<float> loudness(std::span<const float> samples, double floor = -96);

struct PitchSettings {
  double low = 60, high = 500;  ///< Hz that are looked for
  double voiced = 0.3;          ///< least share of the stretch that has a pitch, or there is none
  double floor = -50;           ///< dB of full scale below which a moment has no voice
  double unclear = 0.15;        ///< how far a moment may differ from being periodic (YIN's threshold)
};
/// Median pitch in Hz over moments of two longest periods every 10 ms, each by YIN (de Cheveigne and Kawahara 2002):
/// cumulative mean normalised difference, its first dip below `unclear`, parabola through the dip. No value where fewer
/// than `voiced` of the moments have a pitch, or the stretch is shorter than one moment.
[[nodiscard]] std::optional<float> pitch(std::span<const float> samples, int rate, const PitchSettings& settings = {});

/// Centre of the power spectrum in Hz (Hann windows of 1024 samples, half overlapping, power added up): how bright it
/// sounds. No value for silence or fewer samples than one window.
[[nodiscard]] std::optional<float> centroid(std::span<const float> samples, int rate);

/// Changes of sign a second; zeros have the sign of what was before. No value with fewer than two samples.
[[nodiscard]] std::optional<float> zero_crossings(std::span<const float> samples, int rate);

}  // namespace mlink::blackbox
