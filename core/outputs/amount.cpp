#include "outputs/amount.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

#include "base/text.h"

namespace mlink::outputs {

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

}  // namespace mlink::outputs
