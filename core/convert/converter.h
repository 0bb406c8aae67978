// From a TensorFlow.js model (model.json and its weight shards; a graph model, or one of layers as Keras and Teachable
// Machine export) to a TorchScript file, so that the same network runs through LibTorch on CPU and GPU, or to a
// TensorFlow file (.pb), which OpenVINO runs. `mlink box convert` and datasets/boxes/fetch.sh call this.
//
// The converted network takes one image batch [N, 3, H, W], RGB, floats in 0..1, and gives back a tuple of tensors (one
// output: a single tensor). Outputs that are pictures (NHWC in TensorFlow) come as [N, C, H, W]; all others keep
// TensorFlow's shape. All functions are thread-safe, and no exception leaves them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace mlink::convert {

struct ConversionOptions {
  /// Where to cut: the tensors to give back, in this order. `node` is a node of the graph, "NAME" or "NAME:k"; `name`
  /// is what it is called from now on (empty: the node's name). Empty list: the outputs that the model names itself.
  struct Output {
    std::string node;
    std::string name;
  };
  std::vector<Output> outputs;
  int width = 0, height = 0;  ///< of the input picture; 0: as the model says
  double scale = 1;           ///< the graph gets picture * scale + offset, e.g. 2 and -1 for a graph that wants -1..1
  double offset = 0;
  bool grey = false;  ///< RGB becomes .2989 R + .587 G + .114 B for a graph with a one-channel input
  bool fold = true;   ///< fold constant factors and summands into the weights of the convolution before them
};

/// The options as JSON: {"outputs": ["NODE", {"node": "NODE", "name": "heat"}], "size": 512 or [width, height],
/// "scale": 2, "offset": -1, "grey": true, "fold": true}; every field may be left out, an unknown one is an error.
[[nodiscard]] Result<ConversionOptions> conversion_options_from_json(std::string_view json_text);
/// The same from what a person typed: JSON text (it starts with "{") or the name of a file that holds it.
[[nodiscard]] Result<ConversionOptions> conversion_options_from_text(const std::string& json_or_file);

struct ConversionReport {
  struct Port {
    std::string name;
    std::vector<std::int64_t> shape;  ///< for one picture (N = 1)
  };
  std::map<std::string, int> ops;  ///< TensorFlow op -> how many of the nodes that the outputs need
  std::int64_t parameters = 0;     ///< numbers in the weights that the file holds
  std::vector<Port> inputs;
  std::vector<Port> outputs;
  int folded = 0;                   ///< nodes that are gone: computed once, or folded into a convolution
  std::vector<std::string> labels;  ///< names of the classes, where Teachable Machine's metadata.json says them
  bool batches = false;             ///< several pictures at once give the same as one by one (tried on noise)
  std::vector<std::string> warnings;
};

/// The report as one JSON document; also kept inside the .pt file (record "mlink.json") for TorchModule.
[[nodiscard]] std::string to_json(const ConversionReport& report);

/// Converts, to what the ending of `out` says: ".pb" is TensorFlow's, else TorchScript. A TensorFlow file has the same
/// input and outputs (pictures as [N, C, H, W]). The file is written whole or not at all (temporary name, then
/// renamed), and the same input gives the same bytes. Errors: model.json missing, not JSON or no model; weight shard
/// missing, too short or too long; an op or layer that nothing here knows (it is named); a cycle; sizes that do not
/// fit; the disk.
[[nodiscard]] Result<ConversionReport> convert_tfjs(const std::filesystem::path& model_json,
                                                    const std::filesystem::path& out,
                                                    const ConversionOptions& options = {});

}  // namespace mlink::convert
