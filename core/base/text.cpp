#include "base/text.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace mlink {
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

std::string_view to_string(CostKind kind) { return kind == CostKind::memory ? "memory" : "time"; }

Result<Amount> parse_amount(std::string_view text) {
  const auto bad = [&](std::string_view why) {
    return fail(ErrorKind::invalid_input, fmt::format("\"{}\" is not an amount: {}.", text, why),
                "Write a number and a unit: B, kB, MB, GB, TB for memory; us, ms, s, min, h for time.");
  };
  std::string_view rest = text;
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
  if (error != std::errc()) return bad("no number at its start");
  if (!std::isfinite(value) || value < 0) return bad("the number must be zero or more");
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  while (!rest.empty() && rest.back() == ' ') rest.remove_suffix(1);

  struct Unit {
    std::string_view name;
    CostKind kind;
    double factor;
  };
  static constexpr std::array<Unit, 15> units = {{{"B", CostKind::memory, 1},
                                                  {"kB", CostKind::memory, 1e3},
                                                  {"KB", CostKind::memory, 1e3},
                                                  {"MB", CostKind::memory, 1e6},
                                                  {"GB", CostKind::memory, 1e9},
                                                  {"TB", CostKind::memory, 1e12},
                                                  {"KiB", CostKind::memory, 1024},
                                                  {"MiB", CostKind::memory, 1048576},
                                                  {"GiB", CostKind::memory, 1073741824},
                                                  {"us", CostKind::time, 1e-6},
                                                  {"\u00b5s", CostKind::time, 1e-6},
                                                  {"ms", CostKind::time, 1e-3},
                                                  {"s", CostKind::time, 1},
                                                  {"min", CostKind::time, 60},
                                                  {"h", CostKind::time, 3600}}};
  if (rest.empty()) return bad("the unit is missing");
  for (const auto& unit : units)
    if (unit.name == rest) return Amount{unit.kind, value * unit.factor};
  return bad(fmt::format("unknown unit \"{}\"", rest));
}

std::string amount_text(const Amount& amount) {
  return amount.kind == CostKind::memory ? bytes_text(amount.value) : duration_text(amount.value);
}

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

}  // namespace mlink
