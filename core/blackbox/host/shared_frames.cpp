#include "blackbox/host/shared_frames.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace mlink::blackbox {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    close();
    number_ = other.release();
  }
  return *this;
}

void Descriptor::close() {
  if (number_ >= 0) ::close(number_);
  number_ = -1;
}

int Descriptor::release() { return std::exchange(number_, -1); }

Result<std::unique_ptr<SharedFrames>> SharedFrames::make() {
  Descriptor file(memfd_create("mlink-frames", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file)
    return fail(ErrorKind::io,
                fmt::format("The system gives no memory to share with a process: {}.", std::strerror(errno)));
  // A process that made it shorter would end the program at the next access to what is missing.
  fcntl(file.number(), F_ADD_SEALS, F_SEAL_SHRINK);
  return std::unique_ptr<SharedFrames>(new SharedFrames(std::move(file)));
}

SharedFrames::~SharedFrames() {
  if (bytes_ != nullptr) munmap(bytes_, size_);
}

Status SharedFrames::grow(std::size_t bytes) {
  if (bytes <= size_) return {};
  // Taken at once, not when it is first written: a full file system is an error here and a signal there.
  if (const int error = posix_fallocate(file_.number(), 0, static_cast<off_t>(bytes)); error != 0)
    return fail(ErrorKind::io,
                fmt::format("There are no {} MB of memory to share with the black box's process: {}.", bytes / 1000000,
                            std::strerror(error)),
                "Close other programs, or give the box smaller pictures.");
  void* mapped = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file_.number(), 0);
  if (mapped == MAP_FAILED)
    return fail(ErrorKind::io, fmt::format("The shared memory cannot be mapped: {}.", std::strerror(errno)));
  if (bytes_ != nullptr) munmap(bytes_, size_);
  bytes_ = static_cast<std::uint8_t*>(mapped);
  size_ = bytes;
  return {};
}

Result<std::vector<PicturePlace>> SharedFrames::write(std::span<const Frame> frames) {
  std::vector<PicturePlace> places;
  std::size_t end = 0;
  for (const Frame& frame : frames) {
    const int stride = frame ? frame.width() * 3 : 0;
    places.push_back({end, stride});
    if (frame) end += static_cast<std::size_t>(stride) * static_cast<std::size_t>(frame.height());
  }
  MLINK_TRY(grow(end));
  for (std::size_t i = 0; i < frames.size(); ++i) {
    if (!frames[i]) continue;
    std::uint8_t* to = bytes_ + places[i].offset;
    for (int y = 0; y < frames[i].height(); ++y, to += places[i].stride)
      std::memcpy(to, frames[i].row(y), static_cast<std::size_t>(places[i].stride));
  }
  return places;
}

MappedFrames::~MappedFrames() {
  if (bytes_ != nullptr) munmap(const_cast<std::uint8_t*>(bytes_), size_);  // NOLINT: munmap takes no const
}

Status MappedFrames::map(std::uint64_t end) {
  if (end <= size_) return {};
  struct stat told {};
  if (fstat(file_.number(), &told) != 0 || static_cast<std::uint64_t>(told.st_size) < end)
    return fail(ErrorKind::invalid_input,
                fmt::format("A picture ends at byte {} of the shared memory, which has {}.", end, told.st_size));
  const auto size = static_cast<std::size_t>(told.st_size);
  void* mapped = mmap(nullptr, size, PROT_READ, MAP_SHARED, file_.number(), 0);
  if (mapped == MAP_FAILED)
    return fail(ErrorKind::io, fmt::format("The shared memory cannot be mapped: {}.", std::strerror(errno)));
  if (bytes_ != nullptr) munmap(const_cast<std::uint8_t*>(bytes_), size_);  // NOLINT
  bytes_ = static_cast<const std::uint8_t*>(mapped);
  size_ = size;
  return {};
}

// New memory for each picture would cost as much as copying it.
std::shared_ptr<media::Picture> MappedFrames::unused() {
  for (const auto& picture : pictures_)
    if (picture.use_count() == 1) return picture;
  return pictures_.emplace_back(std::make_shared<media::Picture>());
}

Result<std::shared_ptr<const media::Picture>> MappedFrames::picture(std::uint64_t offset, int width, int height,
                                                                    int stride) {
  constexpr int kMost = 1 << 16;
  if (width < 1 || height < 1 || width > kMost || height > kMost || stride < 3 * width || stride > 3 * kMost)
    return fail(ErrorKind::invalid_input,
                fmt::format("A picture of {} x {} pixels, {} bytes a row, cannot be.", width, height, stride));
  const auto bytes = static_cast<std::uint64_t>(stride) * static_cast<std::uint64_t>(height);
  if (offset > (std::uint64_t{1} << 48)) return fail(ErrorKind::invalid_input, "A picture lies outside all memory.");
  MLINK_TRY(map(offset + bytes));
  auto picture = unused();
  picture->width = width;
  picture->height = height;
  picture->stride = stride;
  picture->rgb.assign(bytes_ + offset, bytes_ + offset + bytes);
  return picture;
}

}  // namespace mlink::blackbox
