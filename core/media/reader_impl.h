// What a VideoReader holds; FrameStream uses it too, with a stop token. Private to core/media.
#pragma once

#include <memory>

#include "media/converter.h"
#include "media/frame_source.h"
#include "media/index_builder.h"
#include "media/video.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace mlink::media {

/// The pictures of a video's frames. Belongs to one thread at a time.
class FramePictures {
 public:
  virtual ~FramePictures() = default;
  /// An error concerns this frame only, and names the file.
  [[nodiscard]] virtual Result<std::shared_ptr<const Picture>> picture(std::int64_t ordinal,
                                                                       const std::stop_token& stop) = 0;
  [[nodiscard]] virtual Decoding decoding() const = 0;
};

struct VideoReader::Impl {
  VideoInfo info;
  std::shared_ptr<const FrameIndex> index;
  std::unique_ptr<FramePictures> pictures;
  std::int64_t next = 0;  ///< ordinal that next() gives
  bool device = false;    ///< one was asked for

  [[nodiscard]] static Result<std::unique_ptr<Impl>> open(const std::filesystem::path& path, Options options);
  [[nodiscard]] Result<Frame> at(std::int64_t ordinal, const std::stop_token& stop);
  [[nodiscard]] Decoding decoding() const { return device ? pictures->decoding() : Decoding{}; }
};

}  // namespace mlink::media
