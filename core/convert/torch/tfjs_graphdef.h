// A TensorFlow.js graph as TensorFlow's own file (GraphDef, .pb), for engines that read that. Internal to the
// converter.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "convert/torch/tfjs_graph.h"

namespace mlink::convert {

/// How the one input and the outputs of the file differ from the graph's own, so that it is called as the TorchScript
/// file of the same graph: a picture [N, C, H, W], and pictures that come out likewise.
struct GraphDefPorts {
  struct Output {
    TfjsRef from;
    std::string name;
    bool picture = false;  ///< NHWC in the graph
  };
  int placeholder = -1;             ///< the graph's input
  std::vector<std::int64_t> shape;  ///< of the file's input; -1: any size
  bool picture = false;             ///< the graph wants it as NHWC
  bool grey = false;                ///< and of one channel
  double scale = 1, offset = 0;     ///< the graph gets input * scale + offset
  std::vector<Output> outputs;
};

/// Writes the nodes in `order` (each after its inputs); convolutions with a bias and an activation fused into them are
/// written as their parts. The file is written whole or not at all. Errors: an attribute that is not known; the disk.
[[nodiscard]] Status save_graphdef(const TfjsGraph& graph, const std::vector<int>& order, const GraphDefPorts& ports,
                                   const std::filesystem::path& file);

}  // namespace mlink::convert
