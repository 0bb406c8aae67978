// One picture of a camera, shared and read-only. Copies are cheap; a crop is a view into the same pixels. A frame may
// carry its file's sound: a black box that listens cuts the window around the frame out of it.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "outputs/rect.h"

namespace mlink::media {

class Sound;

/// Pixels as 8-bit RGB, row by row, `stride` bytes a row. Rotation and sample aspect are already applied.
struct Picture {
  int width = 0;
  int height = 0;
  int stride = 0;
  std::vector<std::uint8_t> rgb;
};

/// What a black box keeps of a camera from one frame to the next: the box alone knows what the numbers are. Made with
/// the first frame of a stretch; frames without one stand alone. Frames of one memory are run one after the other.
struct FrameMemory {
  std::vector<std::vector<float>> values;
};

/// A frame, known by its ordinal in the video file (first) and its presentation time (second). Thread-safe to share.
class Frame {
 public:
  Frame() = default;
  Frame(std::shared_ptr<const Picture> picture, std::int64_t ordinal, std::int64_t pts, double seconds)
      : picture_(std::move(picture)), ordinal_(ordinal), pts_(pts), seconds_(seconds) {
    if (picture_) view_ = {0, 0, picture_->width, picture_->height};
  }

  [[nodiscard]] explicit operator bool() const { return picture_ != nullptr; }
  [[nodiscard]] int width() const { return view_.width; }
  [[nodiscard]] int height() const { return view_.height; }
  [[nodiscard]] int stride() const { return picture_->stride; }
  /// First pixel of row y of this view.
  [[nodiscard]] const std::uint8_t* row(int y) const {
    return picture_->rgb.data() + static_cast<std::size_t>(view_.y + y) * static_cast<std::size_t>(picture_->stride) +
           static_cast<std::size_t>(view_.x) * 3;
  }
  [[nodiscard]] std::int64_t ordinal() const { return ordinal_; }
  [[nodiscard]] std::int64_t pts() const { return pts_; }
  [[nodiscard]] double seconds() const { return seconds_; }
  [[nodiscard]] int camera() const { return camera_; }

  /// The part of this frame inside `rect` (cut to the picture); same pixels, no copy.
  [[nodiscard]] Frame crop(const Rect& rect) const;
  [[nodiscard]] Frame with_camera(int camera) const {
    Frame f = *this;
    f.camera_ = camera;
    return f;
  }
  /// The sound of the file the frame is from; null where nothing here listens, or there is none.
  [[nodiscard]] const std::shared_ptr<const Sound>& sound() const { return sound_; }
  /// Seconds from this frame to the next one in use: the share of the sound that falls to one frame. 0: not known.
  [[nodiscard]] double step() const { return step_; }
  [[nodiscard]] Frame with_sound(std::shared_ptr<const Sound> sound, double step) const {
    Frame f = *this;
    f.sound_ = std::move(sound);
    f.step_ = step;
    return f;
  }
  /// The pictures of a clip before this one, the oldest first; null: none are known.
  [[nodiscard]] const std::shared_ptr<const std::vector<Frame>>& earlier() const { return earlier_; }
  [[nodiscard]] Frame with_earlier(std::shared_ptr<const std::vector<Frame>> earlier) const {
    Frame f = *this;
    f.earlier_ = std::move(earlier);
    return f;
  }
  /// Of the stretch that the frame belongs to; null: it stands alone.
  [[nodiscard]] const std::shared_ptr<FrameMemory>& memory() const { return memory_; }
  [[nodiscard]] Frame with_memory(std::shared_ptr<FrameMemory> memory) const {
    Frame f = *this;
    f.memory_ = std::move(memory);
    return f;
  }

 private:
  std::shared_ptr<const Picture> picture_;
  Rect view_;
  std::int64_t ordinal_ = 0;
  std::int64_t pts_ = 0;
  double seconds_ = 0;
  int camera_ = 0;
  std::shared_ptr<const Sound> sound_;
  double step_ = 0;
  std::shared_ptr<const std::vector<Frame>> earlier_;
  std::shared_ptr<FrameMemory> memory_;
};

}  // namespace mlink::media
