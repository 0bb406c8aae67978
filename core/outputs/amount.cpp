#include "outputs/amount.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

#include "base/text.h"

namespace mlink::outputs {

namespace {

constexpr std::array<CostKind, 3> kCostKinds{CostKind::memory, CostKind::time, CostKind::gpu_memory};

}  // namespace

std::string_view to_string(CostKind kind) {
  switch (kind) {
    case CostKind::memory: return "memory";
    case CostKind::time: return "time";
    case CostKind::gpu_memory: return "gpu-memory";
  }
  return "time";
}

std::vector<std::string> cost_kind_names() {
  std::vector<std::string> names;
  names.reserve(kCostKinds.size());
  for (const CostKind kind : kCostKinds) names.emplace_back(to_string(kind));
  return names;
}

std::optional<CostKind> cost_kind(std::string_view name) {
  for (const CostKind kind : kCostKinds)
    if (to_string(kind) == name) return kind;
  return std::nullopt;
}

namespace {

/// Takes "gpu" off the end of a unit, with what joins it: "GB-gpu", "GB GPU", "GBgpu".
bool take_gpu(std::string_view& unit) {
  if (unit.size() < 3) return false;
  const std::string_view end = unit.substr(unit.size() - 3);
  if (end != "gpu" && end != "GPU") return false;
  unit.remove_suffix(3);
  while (!unit.empty() && (unit.back() == ' ' || unit.back() == '-')) unit.remove_suffix(1);
  return true;
}

}  // namespace

Result<Amount> parse_amount(std::string_view text) {
  const auto bad = [&](std::string_view why) {
    return fail(
        ErrorKind::invalid_input, fmt::format("\"{}\" is not an amount: {}.", text, why),
        "Write a number and a unit: B, kB, MB, GB, TB for memory, with -gpu for that of a GPU; us, ms, s, min, h for "
        "time.");
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
  const std::string_view written = rest;
  const bool gpu = take_gpu(rest);
  for (const auto& unit : units) {
    if (unit.name != rest || (gpu && !is_memory(unit.kind))) continue;
    return Amount{gpu ? CostKind::gpu_memory : unit.kind, value * unit.factor};
  }
  return bad(fmt::format("unknown unit \"{}\"", written));
}

std::string amount_text(const Amount& amount) {
  if (amount.kind == CostKind::gpu_memory) return bytes_text(amount.value) + " GPU";
  return amount.kind == CostKind::memory ? bytes_text(amount.value) : duration_text(amount.value);
}

}  // namespace mlink::outputs
