// Internal to core/convert: what the module with LibTorch does for this room.
#pragma once

#include "convert/converter.h"

namespace mlink::convert {

struct TorchTable {
  decltype(&convert_tfjs) convert;
};
/// The module's function, of type `const TorchTable* ()`.
inline constexpr const char* kTorchTable = "mlink_convert_torch";

}  // namespace mlink::convert
