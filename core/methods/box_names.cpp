#include "methods/box_names.h"

#include <nlohmann/json.hpp>

namespace mlink::methods {
namespace {

bool rename_in(nlohmann::json& document, const std::string& from, const std::string& to) {
  const auto boxes = document.is_object() ? document.find("boxes") : document.end();
  if (boxes == document.end() || !boxes->is_array()) return false;
  bool renamed = false;
  for (auto& one : *boxes) {
    if (!one.is_object() || one.value("box", nlohmann::json()) != from) continue;
    one["box"] = to;
    renamed = true;
  }
  return renamed;
}

}  // namespace

// The built-in trainings are CBOR: of nets that see pictures the boxes stand at its top, of drls in its code.
std::string training_with_box_renamed(const std::string& trained, const std::string& from, const std::string& to) {
  auto document = nlohmann::json::from_cbor(trained, true, false);
  if (!document.is_object()) return trained;
  bool renamed = rename_in(document, from, to);
  if (const auto code = document.find("code"); code != document.end()) renamed = rename_in(*code, from, to) || renamed;
  if (!renamed) return trained;
  std::string bytes;
  nlohmann::json::to_cbor(document, bytes);
  return bytes;
}

std::string training_with_frames(const std::string& trained, const std::string& from, const std::string& to) {
  auto document = nlohmann::json::from_cbor(trained, true, false);
  if (!document.is_object() || document.value("frames", nlohmann::json()) != from) return trained;
  document["frames"] = to;
  std::string bytes;
  nlohmann::json::to_cbor(document, bytes);
  return bytes;
}

}  // namespace mlink::methods
