// Internal to core/blackbox/torch: what a head looks for in a network's outputs, found where they are
// (heads/device_search.h). Thread-safe.
#pragma once

#include <span>
#include <vector>

#include "base/error.h"
#include "blackbox/adapters/torch_module.h"
#include "blackbox/heads/device_search.h"
#include "blackbox/heads/heads.h"
#include "convert/torch/torch_script.h"

namespace mlink::blackbox {

/// `first`: the first output that the head reads. `size`: of the network's input.
/// `regions`: of each frame, the part of the input that it fills.
/// monostate: all outputs, cut by frames. Errors: outputs of other shapes than the search wants, or whose first
/// dimension is not the frames; of a frame: a value that is not a number.
[[nodiscard]] Result<FoundInFrames> search_outputs(const std::vector<NamedTensor>& outputs, std::size_t first,
                                                   const DeviceSearch& search, PictureSize size,
                                                   std::span<const Region> regions);

}  // namespace mlink::blackbox
