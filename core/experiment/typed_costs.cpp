#include "experiment/typed_costs.h"

#include <fmt/format.h>

#include <array>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "base/log.h"
#include "experiment/file_access.h"
#include "outputs/costs.h"

namespace mlink::experiment {
namespace {

/// JSON in the file's settings: box id -> kind -> figures. An entry counts while the cost it stands beside is typed.
constexpr const char* kMeasuredKey = "measured costs";
constexpr std::array kKinds{CostKind::time, CostKind::memory, CostKind::gpu_memory};

Result<nlohmann::json> kept_in(const StoreQueries& store) {
  MLINK_ASSIGN(const auto text, store.setting(kMeasuredKey));
  auto json = text ? nlohmann::json::parse(*text, nullptr, false) : nlohmann::json();
  return json.is_object() ? std::move(json) : nlohmann::json::object();
}

nlohmann::json figures_of(const BoxCosts& costs, CostKind kind) {
  nlohmann::json figures{{"value", costs.of(kind)}, {"how", costs.note(kind)}};
  if (kind == CostKind::time) {
    figures["p50"] = costs.seconds_p50;
    figures["p95"] = costs.seconds_p95;
    figures["p99"] = costs.seconds_p99;
  }
  return figures;
}

std::vector<MeasuredCost> measured_of(const nlohmann::json& kept, RowId box, const BoxCosts& costs) {
  std::vector<MeasuredCost> measured;
  const auto of_box = kept.find(std::to_string(box));
  if (of_box == kept.end() || !of_box->is_object()) return measured;
  for (const CostKind kind : kKinds) {
    const auto at = of_box->find(to_string(kind));
    if (costs.origin(kind) != CostOrigin::typed || at == of_box->end() || !at->is_object()) continue;
    const auto number = [&](const char* key) {
      const auto value = at->find(key);
      return value != at->end() && value->is_number() ? value->get<double>() : 0.0;
    };
    const auto how = at->find("how");
    measured.push_back({box, kind, number("value"), number("p50"), number("p95"), number("p99"),
                        how != at->end() && how->is_string() ? how->get<std::string>() : std::string()});
  }
  return measured;
}

Result<StoredBox> box_of(const StoreQueries& store, const std::string& name) {
  MLINK_ASSIGN(auto boxes, store.boxes());
  for (auto& box : boxes)
    if (box.name == name) return std::move(box);
  return fail(ErrorKind::not_found, fmt::format("There is no black box \"{}\".", name), {}, store.path().string());
}

}  // namespace

Result<Amount> parse_cost(CostKind kind, std::string_view text) {
  MLINK_ASSIGN(auto amount, parse_amount(text));
  if (is_memory(amount.kind) && kind == CostKind::gpu_memory) amount.kind = kind;
  if (amount.kind != kind)
    return fail(
        ErrorKind::invalid_input,
        fmt::format("\"{}\" is not what {} is told in: the unit is one of {}.", text, to_string(kind),
                    to_string(amount.kind)),
        kind == CostKind::time ? "Write milliseconds or seconds, as 30ms." : "Write megabytes or gigabytes, as 1.5GB.");
  return amount;
}

std::string cost_to_type(const Amount& amount) {
  if (amount.kind == CostKind::time)
    return amount.value < 1 ? fmt::format("{:.6g} ms", amount.value * 1e3) : fmt::format("{:.6g} s", amount.value);
  if (amount.value >= 1e9) return fmt::format("{:.6g} GB", amount.value / 1e9);
  return fmt::format("{:.6g} MB", amount.value / 1e6);
}

Result<std::vector<MeasuredCost>> measured_before(const ExperimentReader& reader) {
  const auto& store = FileAccess::store(reader);
  MLINK_ASSIGN(const auto kept, kept_in(store));
  MLINK_ASSIGN(const auto costs, store.costs());
  std::vector<MeasuredCost> measured;
  for (const auto& [box, of] : costs) {
    auto some = measured_of(kept, box, of);
    measured.insert(measured.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
  }
  return measured;
}

Status take_measured(Experiment& experiment, const std::string& box) {
  auto& store = FileAccess::store(experiment);
  return store.transaction([&]() -> Status {
    MLINK_ASSIGN(const auto known, box_of(store, box));
    MLINK_ASSIGN(const auto kept, kept_in(store));
    MLINK_ASSIGN(const auto costs, store.costs());
    const auto now = costs.find(known.id);
    const auto measured = now == costs.end() ? std::vector<MeasuredCost>() : measured_of(kept, known.id, now->second);
    if (measured.empty())
      return fail(
          ErrorKind::invalid_input, fmt::format("Nothing was measured of {} before its costs were typed in.", box),
          known.recorded ? fmt::format("It was recorded elsewhere and cannot be run here: type its costs, as in "
                                       "mlink profile FILE --set {} time=30ms.",
                                       box)
                         : std::string("Run mlink profile."),
          store.path().string());
    BoxCosts back;
    for (const auto& one : measured) {
      back.set(one.kind, one.value, CostOrigin::measured, one.how);
      if (one.kind != CostKind::time) continue;
      back.seconds_p50 = one.p50;
      back.seconds_p95 = one.p95;
      back.seconds_p99 = one.p99;
    }
    return store.put_costs(known.id, back);
  });
}

Status Experiment::set_cost(const std::string& box, const Amount& amount) {
  auto& store = FileAccess::store(*this);
  return store.transaction([&]() -> Status {
    MLINK_ASSIGN(const auto known, box_of(store, box));
    MLINK_ASSIGN(const auto costs, store.costs());
    const auto before = costs.find(known.id);
    if (before != costs.end() && before->second.origin(amount.kind) == CostOrigin::measured) {
      MLINK_ASSIGN(auto kept, kept_in(store));
      kept[std::to_string(known.id)][std::string(to_string(amount.kind))] = figures_of(before->second, amount.kind);
      MLINK_TRY(store.set_setting(kMeasuredKey, kept.dump()));
    }
    BoxCosts typed;
    typed.set(amount.kind, amount.value, CostOrigin::typed,
              fmt::format("{} typed in {}", to_string(amount.kind), now_utc()));
    return store.put_costs(known.id, typed);
  });
}

}  // namespace mlink::experiment
