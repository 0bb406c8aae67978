// Internal to core/blackbox: what the module with LibTorch does for this room.
#pragma once

#include "blackbox/adapters/torch_module.h"
#include "blackbox/gpu_memory.h"

namespace mlink::blackbox {

struct TorchTable {
  /// TorchModule::load.
  Result<std::unique_ptr<TorchModule::Network>> (*load)(const std::filesystem::path& file,
                                                        const TorchModule::Options& options);
  GpuPoolFunction pool;
};
/// The module's function, of type `const TorchTable* ()`.
inline constexpr const char* kTorchTable = "mlink_blackbox_torch";

}  // namespace mlink::blackbox
