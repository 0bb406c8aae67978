// TorchScript files of any signature, for tests of what people's own networks give back.
#pragma once

#include <filesystem>
#include <string>

#include "base/rooms.h"

namespace mlink::test {
using namespace rooms;

/// Saves a network whose source is `def forward(self, ...): ...`. It may use self.weight, three doubles of .25, and the
/// named tuple Found(boxes, scores) of two tensors.
void write_network(const std::filesystem::path& file, const std::string& source);

}  // namespace mlink::test
