// A decoded frame as an upright RGB picture with square pixels. Private to core/media.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <vector>

#include "base/error.h"
#include "media/ffmpeg.h"
#include "media/frame.h"

namespace mlink {

/// How the stored picture has to be turned to stand upright: first the exchange of x and y, then the flips.
struct Orientation {
  bool transposed = false;
  bool flip_x = false;  ///< of the upright picture
  bool flip_y = false;
};

/// From a display matrix (nine numbers, 16.16 fixed point); nullptr: upright.
[[nodiscard]] Orientation orientation_of(const std::int32_t* matrix);

/// Pictures that nobody holds any more, to be filled again: a new megabyte for each frame would cost page faults.
/// Thread-safe.
class PicturePool : public std::enable_shared_from_this<PicturePool> {
 public:
  [[nodiscard]] std::shared_ptr<Picture> take(int width, int height);

 private:
  void give_back(Picture* picture);
  static constexpr std::size_t most_kept = 8;
  std::mutex mutex_;  ///< guards free_
  std::vector<std::unique_ptr<Picture>> free_;
};

/// Belongs to one thread at a time.
class Converter {
 public:
  Converter() = default;
  /// For a stream; the size of its upright pictures is known from then on.
  explicit Converter(AVFormatContext& format, AVStream& stream);

  [[nodiscard]] int width() const { return orientation_.transposed ? height_ : width_; }
  [[nodiscard]] int height() const { return orientation_.transposed ? width_ : height_; }

  /// Fails with the reason when FFmpeg cannot convert the pixel format.
  [[nodiscard]] Result<std::shared_ptr<const Picture>> convert(const AVFrame& frame);

 private:
  [[nodiscard]] Status prepare(const AVFrame& frame);
  [[nodiscard]] Status write(const AVFrame& frame, Picture& to);

  int width_ = 0;  ///< square pixels, not turned yet
  int height_ = 0;
  Orientation orientation_;
  ffmpeg::SwsPtr sws_;
  std::array<int, 6> prepared_{};  ///< what sws_ is for: size, format, range, colour space
  Picture stored_;                 ///< before turning
  std::shared_ptr<PicturePool> pool_ = std::make_shared<PicturePool>();
};

}  // namespace mlink
