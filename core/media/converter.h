// A decoded frame as an upright RGB picture with square pixels. Private to core/media.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <vector>

#include "base/error.h"
#include "media/ffmpeg.h"
#include "media/frame.h"

namespace mlink::media {

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
  /// For a stream.
  explicit Converter(AVFormatContext& format, AVStream& stream);

  /// Of the stream's upright pictures as its head says.
  [[nodiscard]] int width() const { return orientation_.transposed ? stream_.height : stream_.width; }
  [[nodiscard]] int height() const { return orientation_.transposed ? stream_.width : stream_.height; }

  /// In the frame's own size, where it differs from the stream's. Fails with the reason when FFmpeg cannot convert the
  /// pixel format.
  [[nodiscard]] Result<std::shared_ptr<const Picture>> convert(const AVFrame& frame);

 private:
  struct Size {
    int width = 0;
    int height = 0;
  };
  [[nodiscard]] static Size square(Size stored, AVRational aspect);
  [[nodiscard]] Status prepare(const AVFrame& frame);
  [[nodiscard]] Status write(const AVFrame& frame, Picture& to);

  Size stored_size_;  ///< of the stream's head, as it lies in the file
  Size stream_;       ///< of the stream's head, square pixels, not turned yet
  Size size_;         ///< of the frame at hand, square pixels, not turned yet
  Orientation orientation_;
  ffmpeg::SwsPtr sws_;
  std::array<int, 8> prepared_{};  ///< what sws_ is for: sizes, format, range, colour space
  Picture stored_;                 ///< before turning
  std::shared_ptr<PicturePool> pool_ = std::make_shared<PicturePool>();
};

}  // namespace mlink::media
