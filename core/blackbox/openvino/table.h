// Internal to core/blackbox: what the module with OpenVINO does for this room.
#pragma once

#include "blackbox/adapters/openvino_model.h"

namespace mlink::blackbox {

struct OpenvinoTable {
  std::string (*version)();
  Result<std::unique_ptr<OpenvinoNetwork>> (*load)(const std::vector<std::filesystem::path>& files,
                                                   const OpenvinoOptions& options);
  Result<NetworkPorts> (*ports)(const std::vector<std::filesystem::path>& files);
};
/// The module's function, of type `const OpenvinoTable* ()`.
inline constexpr const char* kOpenvinoTable = "mlink_blackbox_openvino";

}  // namespace mlink::blackbox
