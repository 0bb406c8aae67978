// A TensorFlow.js model as it is on disk, a graph model or one of layers (tfjs_layers.h): nodes with their attributes,
// and the constants from the weight shards, dequantised. Internal to the converter. Format: the comments of
// tfjs-converter's GraphModel and io/types.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/error.h"

namespace mlink::convert {

/// One constant. Floats keep their 32 bits; int32 and bool values are held as 64-bit integers.
struct TfjsWeight {
  enum class Kind { floats, integers, booleans };
  Kind kind = Kind::floats;
  std::vector<std::int64_t> shape;
  std::vector<float> floats;
  std::vector<std::int64_t> integers;  ///< also booleans, 0 or 1
};

/// The k-th output of a node.
struct TfjsRef {
  int node = -1;
  int output = 0;
  bool operator==(const TfjsRef&) const = default;
  bool operator<(const TfjsRef& other) const { return node != other.node ? node < other.node : output < other.output; }
};

struct TfjsNode {
  std::string name, op;
  std::vector<TfjsRef> inputs;  ///< data only; control inputs ("^name") are left out
  nlohmann::json attr;

  /// Attributes; the default where the node does not have it. Texts come as base64 or as a list of bytes.
  [[nodiscard]] std::int64_t attr_int(const std::string& key, std::int64_t otherwise) const;
  [[nodiscard]] double attr_float(const std::string& key, double otherwise) const;
  [[nodiscard]] bool attr_bool(const std::string& key, bool otherwise) const;
  [[nodiscard]] std::string attr_text(const std::string& key, const std::string& otherwise) const;
  [[nodiscard]] std::string attr_type(const std::string& key) const;  ///< "DT_FLOAT"; empty: not there
  [[nodiscard]] std::vector<std::int64_t> attr_ints(const std::string& key) const;
  [[nodiscard]] std::vector<std::string> attr_texts(const std::string& key) const;
  [[nodiscard]] std::vector<std::int64_t> attr_shape(const std::string& key) const;  ///< -1: unknown dimension
};

struct TfjsGraph {
  std::vector<TfjsNode> nodes;
  std::map<std::string, int> by_name;
  std::map<std::string, TfjsWeight> weights;
  std::vector<std::string> outputs;  ///< what the model's signature names; empty: it names none
  std::string path;                  ///< of model.json, for messages
  std::vector<std::string> labels;   ///< what metadata.json beside it calls the classes; empty: nothing
  bool teachable = false;            ///< metadata.json says that Teachable Machine exported a model of pictures

  /// "NAME" or "NAME:k".
  [[nodiscard]] Result<TfjsRef> find(const std::string& reference) const;
};

/// Reads model.json and all its shards.
[[nodiscard]] Result<TfjsGraph> read_tfjs_graph(const std::filesystem::path& model_json);

/// The nodes that `wanted` needs, each after its inputs; an error names a cycle.
[[nodiscard]] Result<std::vector<int>> tfjs_order(const TfjsGraph& graph, const std::vector<TfjsRef>& wanted);

}  // namespace mlink::convert
