// A network file that OpenVINO runs: read, given the input's size, compiled for one device. OpenVINO is optional and
// stands in a module of its own that is loaded with the first file (blackbox/openvino).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "blackbox/adapters/network_ports.h"
#include "outputs/tensor.h"

namespace mlink::blackbox {

struct OpenvinoOptions {
  int threads = 1;
  std::string device = "CPU";  ///< OpenVINO's name of it
  /// false: float32 all through. true: what the device does quickest (bfloat16 or float16 where it has it).
  bool fast = false;
  std::vector<std::string> outputs;  ///< by name, also ones within the network; empty: the network's own
  struct Input {
    std::string name;                 ///< empty: the next that no other names
    std::vector<std::int64_t> shape;  ///< a first dimension of -1 lets the batch vary; empty: as the file says it
  };
  std::vector<Input> inputs;  ///< all that the network has, in the order in which run() gets them
};

/// A compiled network. Not thread-safe; one instance belongs to one thread; instances share nothing. No exception
/// leaves it.
class OpenvinoNetwork {
 public:
  OpenvinoNetwork() = default;
  virtual ~OpenvinoNetwork() = default;
  OpenvinoNetwork(const OpenvinoNetwork&) = delete;
  OpenvinoNetwork& operator=(const OpenvinoNetwork&) = delete;

  /// One call. The tensors in the order of OpenvinoOptions::inputs, in floats whatever the network takes; the outputs
  /// in floats in their order, by name.
  [[nodiscard]] virtual Result<std::vector<Tensor>> run(const std::vector<Tensor>& inputs) = 0;

  NetworkPorts ports;  ///< as compiled
  std::string device;  ///< "CPU", or what else runs it
};

/// `files`: the network, and for OpenVINO's own and Paddle's its weights where they do not lie beside it.
/// Errors: no OpenVINO in this build; not there; not a network that it reads; an operator that it does not have; sizes
/// that do not fit; no such output; no such device.
[[nodiscard]] Result<std::unique_ptr<OpenvinoNetwork>> load_openvino(const std::vector<std::filesystem::path>& files,
                                                                     const OpenvinoOptions& options);

/// Inputs and outputs without compiling. Errors as above.
[[nodiscard]] Result<NetworkPorts> openvino_ports(const std::vector<std::filesystem::path>& files);

/// "2026.4.1", for tables and tests. Errors: no OpenVINO in this build.
[[nodiscard]] Result<std::string> openvino_version();

}  // namespace mlink::blackbox
