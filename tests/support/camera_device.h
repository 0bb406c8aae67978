// A camera of this machine for tests: /dev/video90 to /dev/video99 answer as a V4L2 driver does, in this process alone.
// A program that has camera_device.cpp and ENABLE_EXPORTS defines stat, open and ioctl before the C library does, so
// that FFmpeg's libavdevice, loaded later, speaks to it. Every other file goes to the C library unchanged.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace mlink::test {

class CameraDevice {
 public:
  enum class Way : std::uint8_t {
    pictures,   ///< gives them in turn
    silent,     ///< is opened and started, and never has a frame
    output,     ///< a device that shows pictures (V4L2_CAP_VIDEO_OUTPUT), and takes none
    busy,       ///< another program has it: open fails with EBUSY
    forbidden,  ///< open fails with EACCES
  };
  struct Behaviour {
    Way way = Way::pictures;
    bool jpeg = false;  ///< Motion JPEG; else YUYV, two bytes a pixel
    int width = 64, height = 48;
    int frames_a_second = 100;
    int before_unplugging = 0;      ///< frames of an opening, then DQBUF fails with ENODEV; 0: none
    int openings = 0;               ///< so many, then the device is gone; 0: for ever
    int width_when_it_returns = 0;  ///< of the second opening on; 0: the same
  };
  /// Frame n as the camera sends it: width * height * 2 bytes of YUYV, or a JPEG file.
  using Picture = std::function<std::vector<unsigned char>(std::int64_t n, int width, int height)>;

  /// One device at a time. Thread-safe: asked by the threads that read it.
  CameraDevice(Behaviour behaviour, Picture picture);
  ~CameraDevice();
  CameraDevice(const CameraDevice&) = delete;
  CameraDevice& operator=(const CameraDevice&) = delete;

  [[nodiscard]] static std::string address() { return "/dev/video90"; }
  [[nodiscard]] int openings() const { return openings_; }
  [[nodiscard]] std::int64_t frames() const { return frames_; }

  // What the C library's calls become, for camera_device.cpp.
  [[nodiscard]] bool is_there() const;
  int open();
  bool owns(int file) const { return file >= 0 && file == file_; }
  int control(unsigned long request, void* data);

 private:
  void describe(void* format) const;
  int request(void* buffers);
  int give(void* buffer);
  [[nodiscard]] int width() const;

  const Behaviour behaviour_;
  const Picture picture_;
  std::atomic<int> openings_{0}, file_{-1};
  std::atomic<std::int64_t> frames_{0};
  std::vector<unsigned> queued_;  ///< buffers that wait for a picture, in order
  std::int64_t of_opening_ = 0;
  double started_ = 0;
  unsigned buffer_bytes_ = 0;
  bool streams_ = false;
};

}  // namespace mlink::test
