// Internal to core/blackbox: memory that the program shares with a black box's process. The program writes pictures,
// the process maps the same memory (host/box_host.proto, MLINK_BOX_FRAMES).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/error.h"
#include "media/frame.h"

namespace mlink::blackbox {

/// A file descriptor, closed at the end. Not thread-safe.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] explicit operator bool() const { return number_ >= 0; }
  void close();
  [[nodiscard]] int release();

 private:
  int number_ = -1;
};

/// Where a picture lies in the memory.
struct PicturePlace {
  std::uint64_t offset = 0;
  int stride = 0;
};

/// The program's side. It grows with the largest batch and is given back with the object. Not thread-safe.
class SharedFrames {
 public:
  /// Errors: the system gives no memory.
  [[nodiscard]] static Result<std::unique_ptr<SharedFrames>> make();
  ~SharedFrames();
  SharedFrames(const SharedFrames&) = delete;
  SharedFrames& operator=(const SharedFrames&) = delete;

  [[nodiscard]] int descriptor() const { return file_.number(); }
  /// Writes the frames' pixels one after another, over what was there. Errors: no memory for them (the file system of
  /// shared memory is full, or the limit of this process); what was there before stays usable.
  [[nodiscard]] Result<std::vector<PicturePlace>> write(std::span<const Frame> frames);

 private:
  explicit SharedFrames(Descriptor file) : file_(std::move(file)) {}
  [[nodiscard]] Status grow(std::size_t bytes);
  Descriptor file_;
  std::uint8_t* bytes_ = nullptr;
  std::size_t size_ = 0;
};

/// The process's side: read only. Not thread-safe.
class MappedFrames {
 public:
  explicit MappedFrames(Descriptor file) : file_(std::move(file)) {}
  ~MappedFrames();
  MappedFrames(const MappedFrames&) = delete;
  MappedFrames& operator=(const MappedFrames&) = delete;
  /// A picture's pixels, copied. Errors: it does not lie within the memory.
  [[nodiscard]] Result<std::shared_ptr<const media::Picture>> picture(std::uint64_t offset, int width, int height,
                                                                      int stride);

 private:
  [[nodiscard]] Status map(std::uint64_t end);
  [[nodiscard]] std::shared_ptr<media::Picture> unused();
  Descriptor file_;
  const std::uint8_t* bytes_ = nullptr;
  std::size_t size_ = 0;
  std::vector<std::shared_ptr<media::Picture>> pictures_;  ///< used again when nobody else holds them
};

}  // namespace mlink::blackbox
