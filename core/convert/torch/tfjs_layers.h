// A TensorFlow.js layers model (Keras; what Teachable Machine exports): its layers become the nodes of a graph, which
// then goes the way of a graph model. Internal to the converter.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "base/error.h"
#include "convert/torch/tfjs_graph.h"

namespace mlink::convert {

/// Whether the document of a model.json holds layers instead of a graph.
[[nodiscard]] bool is_layers_model(const nlohmann::json& document);

/// Fills in nodes and outputs; the graph has its path and the weights already. Errors name the layer.
[[nodiscard]] Status read_tfjs_layers(const nlohmann::json& document, TfjsGraph& graph);

}  // namespace mlink::convert
