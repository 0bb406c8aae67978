// Sounds from formulas, for the suites of boxes that listen.
#pragma once

#include <cmath>
#include <cstddef>
#include <functional>
#include <numbers>
#include <random>
#include <vector>

#include "base/rooms.h"

namespace mlink::tests {
using namespace rooms;

inline constexpr int kRate = 16000;

using Samples = std::vector<float>;
using Formula = std::function<double(double seconds)>;

inline Samples sound_of(double seconds, const Formula& formula, int rate = kRate) {
  Samples out(static_cast<std::size_t>(std::llround(seconds * rate)));
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<float>(formula(static_cast<double>(i) / rate));
  return out;
}

inline Formula sine(double hertz, double amplitude) {
  return [=](double t) { return amplitude * std::sin(2 * std::numbers::pi * hertz * t); };
}

/// A voice: a fundamental with overtones that are louder than it, as vowels have.
inline Formula voice(double hertz) {
  return [=](double t) {
    double sum = 0;
    for (int k = 1; k * hertz < 3000; ++k)
      sum += (k == 3 ? 0.3 : 0.1) * std::sin(2 * std::numbers::pi * k * hertz * t + k);
    return sum / 2;
  };
}

inline Samples noise(double seconds, double amplitude) {
  std::mt19937 draw(20240501);
  std::uniform_real_distribution<double> value(-amplitude, amplitude);
  return sound_of(seconds, [&](double) { return value(draw); });
}

}  // namespace mlink::tests
