// The weight shards of a TensorFlow.js model: joined, cut into constants, dequantised. Internal to the converter.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/error.h"
#include "convert/torch/tfjs_graph.h"

namespace mlink::convert {

/// Reads what `document`'s weightsManifest lists; shards lie beside the model file.
[[nodiscard]] Result<std::map<std::string, TfjsWeight>> read_tfjs_weights(const nlohmann::json& document,
                                                                          const std::filesystem::path& model_json);

}  // namespace mlink::convert
