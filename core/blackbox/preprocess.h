// From a picture to the input tensor of a network. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "base/error.h"
#include "blackbox/heads/heads.h"
#include "blackbox/manifest.h"
#include "media/frame.h"
#include "outputs/tensor.h"

namespace mlink::blackbox {

/// The part of the tensor's picture that the frame fills, in [0,1]: all of it when stretched, the middle when
/// letterboxed.
[[nodiscard]] Region region_of(const InputSpec& input, int frame_width, int frame_height);

/// Of the tensor that preprocess() gives.
[[nodiscard]] std::vector<std::int64_t> shape_of(const InputSpec& input);

/// Resizes (bilinear, in 8 bits), puts the channels in order, and gives (pixel - mean) * scale as
/// [1, channels, height, width] or [1, height, width, channels]. Of a clip the frame is the last picture and
/// Frame::earlier() the others; where there are fewer than that, the oldest one is repeated. Fails for a frame without
/// picture.
[[nodiscard]] Result<Tensor> preprocess(const Frame& frame, const InputSpec& input);

/// The picture as the network sees it, still in 8 bits: preprocess() gives the same of both. Small, to be kept for the
/// clips of later frames.
[[nodiscard]] Result<Frame> shrunk(const Frame& frame, const InputSpec& input);

/// Positions in the tensor's picture become positions in the frame.
void to_frame(Decoded& decoded, const Region& region);

}  // namespace mlink::blackbox
