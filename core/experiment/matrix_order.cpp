#include "experiment/matrix_order.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "experiment/file_access.h"

namespace mlink::experiment {
namespace {

constexpr const char* kMatrixOrderKey = "matrix_order";

}  // namespace

Result<std::optional<MatrixOrder>> matrix_order(const ExperimentReader& reader) {
  const auto& store = FileAccess::store(reader);
  MLINK_ASSIGN(const auto kept, store.setting(kMatrixOrderKey));
  const auto document = nlohmann::json::parse(kept.value_or("null"), nullptr, false);
  if (!document.is_object()) return std::nullopt;
  MatrixOrder order;
  if (const auto rule = document.find("rule"); rule != document.end() && rule->is_string()) order.rule = *rule;
  const auto ids = document.find("boxes");
  if (ids == document.end() || !ids->is_array()) return order;
  MLINK_ASSIGN(const auto boxes, store.boxes());
  for (const auto& id : *ids) {
    const auto box = std::find_if(boxes.begin(), boxes.end(), [&](const auto& b) { return id == b.id; });
    if (box != boxes.end()) order.boxes.push_back(box->name);
  }
  return order;
}

Status set_matrix_order(Experiment& experiment, const std::optional<MatrixOrder>& order) {
  auto& store = FileAccess::store(experiment);
  if (!order) return store.set_setting(kMatrixOrderKey, "null");
  MLINK_ASSIGN(const auto boxes, store.boxes());
  auto ids = nlohmann::json::array();
  for (const auto& name : order->boxes) {
    const auto box = std::find_if(boxes.begin(), boxes.end(), [&](const auto& b) { return b.name == name; });
    if (box != boxes.end()) ids.push_back(box->id);
  }
  return store.set_setting(kMatrixOrderKey, nlohmann::json{{"rule", order->rule}, {"boxes", ids}}.dump());
}

}  // namespace mlink::experiment
