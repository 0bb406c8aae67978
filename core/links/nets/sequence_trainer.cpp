#include "links/nets/sequence_trainer.h"

#include "base/modules.h"
#include "links/torch/table.h"

namespace mlink::links {

Result<MakeSequenceTrainer> sequence_trainers() {
  MLINK_ASSIGN(const auto* torch, torch_table_of<TorchTable>(kTorchTable));
  return torch->sequence_trainer;
}

}  // namespace mlink::links
