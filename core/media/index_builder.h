// Makes the frame index of a stream by reading its packets. Private to core/media.
#pragma once

#include <filesystem>

#include "base/error.h"
#include "media/demuxer.h"
#include "media/video.h"

namespace mlink::media {

/// Reads all packets of the demuxer's stream (which stands at the file's start and is at its end afterwards), and
/// decodes the first few to see whether each packet is one frame; where they do not say enough (times missing in a
/// codec that reorders, two packets a frame, packets without a picture), decodes all once.
[[nodiscard]] Result<FrameIndex> build_index(Demuxer& demuxer);

}  // namespace mlink::media
