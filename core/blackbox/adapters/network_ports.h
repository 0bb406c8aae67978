// What a network says of its own inputs and outputs: its file, or the server that runs it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/rooms.h"

namespace mlink::blackbox {

/// One input or output of a network.
struct TensorPort {
  std::string name;                 ///< empty: it has none
  std::vector<std::int64_t> shape;  ///< -1: any size; empty: a single number, or not even the rank is said
  std::string type;                 ///< "f32", "f16", "u8", "i64", "string", ...
};

struct NetworkPorts {
  std::vector<TensorPort> inputs, outputs;
  std::map<std::string, std::string> about;  ///< metadata that it carries: class names, vocabulary
};

}  // namespace mlink::blackbox
