#include "blackbox/adapters/torch_module.h"

#include "base/modules.h"
#include "blackbox/torch/table.h"

namespace mlink::blackbox {

Result<TorchModule> TorchModule::load(const std::filesystem::path& file) { return load(file, Options()); }

Result<TorchModule> TorchModule::load(const std::filesystem::path& file, const Options& options) {
  MLINK_ASSIGN(const auto* torch, torch_table_of<TorchTable>(kTorchTable));
  MLINK_ASSIGN(auto network, torch->load(file, options));
  return TorchModule(std::move(network));
}

}  // namespace mlink::blackbox
