#include "base/text.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace mlink::base {
namespace {

constexpr const char* kThinSpace = "\u2009";
constexpr const char* kMinus = "\u2212";
constexpr const char* kNone = "\u2013";

// Three significant digits, without trailing zeros behind the point.
std::string three_digits(double value) {
  const double magnitude = std::abs(value);
  const int decimals = magnitude >= 99.95 ? 0 : magnitude >= 9.995 ? 1 : 2;
  std::string text = fmt::format("{:.{}f}", value, decimals);
  if (text.find('.') != std::string::npos) {
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return text;
}

}  // namespace

std::string duration_text(double seconds) {
  if (!std::isfinite(seconds)) return kNone;
  // Below a hundredth of a millisecond no digit of milliseconds is left.
  if (seconds != 0 && std::abs(seconds) < 0.995e-5) return three_digits(seconds * 1e6) + " \u00b5s";
  if (seconds < 0.9995) return three_digits(seconds * 1000) + " ms";
  if (seconds < 10) return three_digits(seconds) + " s";
  if (seconds < 120) return fmt::format("{:.0f} s", seconds);
  const auto whole = static_cast<std::int64_t>(std::llround(seconds));
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

std::string bytes_text(double bytes) {
  if (!std::isfinite(bytes)) return kNone;
  static constexpr std::array<const char*, 5> units = {"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  while (std::abs(bytes) >= 999.5 && unit + 1 < units.size()) {
    bytes /= 1000;
    ++unit;
  }
  return three_digits(bytes) + " " + units[unit];
}

std::string score_text(double value, int decimals) {
  return std::isfinite(value) ? fmt::format("{:.{}f}", value, decimals) : kNone;
}

std::string signed_text(double value, int decimals) {
  if (!std::isfinite(value)) return kNone;
  const std::string digits = fmt::format("{:.{}f}", std::abs(value), decimals);
  const bool zero = digits.find_first_not_of("0.") == std::string::npos;
  return (zero ? "\u00b1" : value < 0 ? kMinus : "+") + digits;
}

std::string count_text(std::int64_t value) {
  std::string digits = std::to_string(value < 0 ? -value : value);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), kThinSpace);
  return (value < 0 ? kMinus : "") + digits;
}

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

}  // namespace mlink::base
