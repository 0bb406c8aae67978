// Internal to core/links: what the module with LibTorch does for this room.
#pragma once

#include "links/nets/sequence_trainer.h"

namespace mlink::links {

struct TorchTable {
  MakeSequenceTrainer sequence_trainer;
};
/// The module's function, of type `const TorchTable* ()`.
inline constexpr const char* kTorchTable = "mlink_links_torch";

}  // namespace mlink::links
