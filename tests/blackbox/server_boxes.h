// Black boxes of the adapter "server" for tests, on the model of inference_server.h.
#pragma once

#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "blackbox/black_box.h"
#include "inference_server.h"
#include "support/require.h"

namespace mlink::test {
using namespace rooms;

/// Green and twice the blue of the picture's first pixel, 0 to 255 each. `settings` beside address and model.
inline nlohmann::json colour_box(const std::string& address,
                                 const nlohmann::json& settings = nlohmann::json::object()) {
  nlohmann::json document{
      {"version", 1},
      {"name", "colour"},
      {"adapter", "server"},
      {"settings", {{"address", address}, {"model", "colour"}, {"deadline_ms", 5000}, {"retries", 0}}},
      {"input", {{"width", 8}, {"height", 8}, {"layout", "nhwc"}, {"scale", 1}}},
      {"head", {{"kind", "values"}}},
      {"reducer", {{"kind", "scalar"}, {"expectation", true}}},
      {"output", {{"task", "regression"}, {"tolerance", 1}}}};
  document["settings"].update(settings);
  return document;
}

inline Result<std::unique_ptr<BlackBox>> loaded(const nlohmann::json& document, const BoxOptions& options = {},
                                                const std::filesystem::path& folder = ".") {
  MLINK_ASSIGN(const auto manifest, parse_manifest(document.dump(), folder));
  MLINK_ASSIGN(auto box, make_black_box(manifest, options));
  MLINK_TRY(box->load());
  return box;
}

/// A picture of one colour.
inline Frame coloured(int red, int green, int blue, int width = 8, int height = 8) {
  auto picture = std::make_shared<Picture>();
  picture->width = width;
  picture->height = height;
  picture->stride = 3 * width;
  for (int i = 0; i < width * height; ++i)
    for (const int value : {red, green, blue}) picture->rgb.push_back(static_cast<std::uint8_t>(value));
  return {std::move(picture), 0, 0, 0};
}

/// What that box says of this colour.
inline std::vector<float> answer_to(int /*red*/, int green, int blue) { return {static_cast<float>(green + 2 * blue)}; }

/// What the box says of one frame.
inline Output said(BlackBox& box, const Frame& frame) {
  const auto answers = box.run(std::span(&frame, 1));
  Output nothing;
  nothing.presence = Presence::failed;
  nothing.reason = answers ? "no answer" : "CALL: " + answers.error().text();
  return answers && answers->size() == 1 ? answers->front().output : nothing;
}

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace mlink::test
