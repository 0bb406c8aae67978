#undef _FORTIFY_SOURCE  // its inline open would stand in the way of ours

#include "support/camera_device.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdarg>
#include <cstring>
#include <string_view>

namespace mlink::test {
namespace {

std::atomic<CameraDevice*> the_device{nullptr};

constexpr unsigned most_buffers = 4;

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

int no(int reason) {
  errno = reason;
  return -1;
}

bool is_ours(const char* path) { return path != nullptr && std::string_view(path).substr(0, 11) == "/dev/video9"; }

CameraDevice* device_at(const char* path) { return is_ours(path) ? the_device.load() : nullptr; }

/// The C library's own (or a sanitizer's).
template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

int opened(const char* name, const char* path, int flags, mode_t mode) {
  if (auto* const device = device_at(path)) return device->is_there() ? device->open() : no(ENOENT);
  return next<int (*)(const char*, int, mode_t)>(name)(path, flags, mode);
}

}  // namespace

CameraDevice::CameraDevice(Behaviour behaviour, Picture picture) : behaviour_(behaviour), picture_(std::move(picture)) {
  the_device = this;
}

CameraDevice::~CameraDevice() { the_device = nullptr; }

bool CameraDevice::is_there() const { return behaviour_.openings == 0 || openings_ < behaviour_.openings; }

int CameraDevice::width() const {
  return openings_ > 1 && behaviour_.width_when_it_returns > 0 ? behaviour_.width_when_it_returns : behaviour_.width;
}

int CameraDevice::open() {
  if (behaviour_.way == Way::busy) return no(EBUSY);
  if (behaviour_.way == Way::forbidden) return no(EACCES);
  ++openings_;
  of_opening_ = 0;
  queued_.clear();
  streams_ = false;
  return file_ = memfd_create("camera", MFD_CLOEXEC);
}

void CameraDevice::describe(void* format) const {
  auto& pix = static_cast<v4l2_format*>(format)->fmt.pix;  // the driver has the last word on all of it
  pix = {};
  pix.width = static_cast<unsigned>(width());
  pix.height = static_cast<unsigned>(behaviour_.height);
  pix.pixelformat = behaviour_.jpeg ? V4L2_PIX_FMT_MJPEG : V4L2_PIX_FMT_YUYV;
  pix.field = V4L2_FIELD_NONE;
  pix.bytesperline = behaviour_.jpeg ? 0 : pix.width * 2;
  pix.sizeimage = pix.width * pix.height * 2;
  pix.colorspace = V4L2_COLORSPACE_SRGB;
}

int CameraDevice::request(void* buffers) {
  auto& asked = *static_cast<v4l2_requestbuffers*>(buffers);
  if (asked.memory != V4L2_MEMORY_MMAP) return no(EINVAL);
  asked.count = std::min(asked.count, most_buffers);
  const auto page = static_cast<unsigned>(sysconf(_SC_PAGESIZE));
  buffer_bytes_ = (static_cast<unsigned>(width() * behaviour_.height) * 2 / page + 1) * page;
  return ftruncate(file_, static_cast<off_t>(buffer_bytes_) * most_buffers);
}

int CameraDevice::give(void* buffer) {
  auto& out = *static_cast<v4l2_buffer*>(buffer);
  if (behaviour_.before_unplugging > 0 && of_opening_ >= behaviour_.before_unplugging) return no(ENODEV);
  const double due = started_ + static_cast<double>(of_opening_) / behaviour_.frames_a_second;
  if (!streams_ || queued_.empty() || behaviour_.way == Way::silent || now() < due) return no(EAGAIN);
  const auto picture = picture_(frames_, width(), behaviour_.height);
  out.index = queued_.front();
  queued_.erase(queued_.begin());
  out.bytesused = static_cast<unsigned>(picture.size());
  if (pwrite(file_, picture.data(), picture.size(), static_cast<off_t>(out.index) * buffer_bytes_) < 0) return -1;
  out.flags = V4L2_BUF_FLAG_MAPPED | V4L2_BUF_FLAG_DONE | V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
  out.timestamp.tv_sec = static_cast<time_t>(due);
  out.timestamp.tv_usec = static_cast<suseconds_t>((due - static_cast<double>(out.timestamp.tv_sec)) * 1e6);
  out.sequence = static_cast<unsigned>(of_opening_++);
  ++frames_;
  return 0;
}

int CameraDevice::control(unsigned long request_of, void* data) {
  switch (request_of) {
    case VIDIOC_QUERYCAP: {
      auto& out = *static_cast<v4l2_capability*>(data);
      out = {};
      std::memcpy(out.driver, "stand-in", 9);
      std::memcpy(out.card, "Camera of tests", 16);
      const unsigned kind = behaviour_.way == Way::output ? V4L2_CAP_VIDEO_OUTPUT : V4L2_CAP_VIDEO_CAPTURE;
      out.capabilities = kind | V4L2_CAP_STREAMING;
      return 0;
    }
    case VIDIOC_G_INPUT: *static_cast<int*>(data) = 0; return 0;
    case VIDIOC_ENUMINPUT: {
      auto& out = *static_cast<v4l2_input*>(data);
      if (out.index != 0) return no(EINVAL);
      out = {};
      out.type = V4L2_INPUT_TYPE_CAMERA;
      return 0;
    }
    case VIDIOC_G_FMT:
    case VIDIOC_S_FMT: describe(data); return 0;
    case VIDIOC_G_PARM:
    case VIDIOC_S_PARM: {
      auto& out = static_cast<v4l2_streamparm*>(data)->parm.capture;
      out = {};
      out.timeperframe = {1, static_cast<unsigned>(behaviour_.frames_a_second)};
      return 0;
    }
    case VIDIOC_REQBUFS: return request(data);
    case VIDIOC_QUERYBUF: {
      auto& out = *static_cast<v4l2_buffer*>(data);
      out.length = buffer_bytes_;
      out.m.offset = out.index * buffer_bytes_;
      return 0;
    }
    case VIDIOC_QBUF: queued_.push_back(static_cast<v4l2_buffer*>(data)->index); return 0;
    case VIDIOC_DQBUF: return give(data);
    case VIDIOC_STREAMON:
      streams_ = true;
      started_ = now();
      return 0;
    case VIDIOC_STREAMOFF: streams_ = false; return 0;
    default: return no(ENOTTY);
  }
}

}  // namespace mlink::test

// The names are the C library's. Callers within this program and libraries loaded later find these first.
// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): theirs begin with underscores
extern "C" {

int stat(const char* path, struct stat* about) noexcept {
  using namespace mlink::test;
  if (const auto* const device = device_at(path)) {
    if (!device->is_there()) return no(ENOENT);
    *about = {};
    about->st_mode = S_IFCHR | 0660;
    about->st_rdev = makedev(81, 90);
    return 0;
  }
  return next<int (*)(const char*, struct stat*)>("stat")(path, about);
}

int open(const char* path, int flags, ...) {
  std::va_list arguments;
  va_start(arguments, flags);
  const auto mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  return mlink::test::opened("open", path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  std::va_list arguments;
  va_start(arguments, flags);
  const auto mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  return mlink::test::opened("open64", path, flags, mode);
}

int ioctl(int file, unsigned long request, ...) noexcept {
  std::va_list arguments;
  va_start(arguments, request);
  void* const data = va_arg(arguments, void*);
  va_end(arguments);
  auto* const device = mlink::test::the_device.load();
  if (device != nullptr && device->owns(file)) return device->control(request, data);
  return mlink::test::next<int (*)(int, unsigned long, void*)>("ioctl")(file, request, data);
}
}
// NOLINTEND(readability-inconsistent-declaration-parameter-name)
