#include "blackbox/adapters/torch_module.h"

#include <atomic>

#include "base/modules.h"
#include "blackbox/torch/table.h"

namespace mlink::blackbox {

Result<TorchModule> TorchModule::load(const std::filesystem::path& file) { return load(file, Options()); }

namespace {

std::atomic<const TorchTable*> torch_in_use{nullptr};

}  // namespace

Result<TorchModule> TorchModule::load(const std::filesystem::path& file, const Options& options) {
  MLINK_ASSIGN(const auto* torch, torch_table_of<TorchTable>(kTorchTable));
  torch_in_use = torch;
  MLINK_ASSIGN(auto network, torch->load(file, options));
  return TorchModule(std::move(network));
}

std::optional<GpuPool> TorchModule::gpu_pool(int gpu, bool restart) {
  const TorchTable* const torch = torch_in_use;
  return torch == nullptr ? std::nullopt : torch->pool(gpu, restart);
}

}  // namespace mlink::blackbox
