#include "blackbox/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

namespace mlink::blackbox {

Result<MappedFile> MappedFile::open(const std::filesystem::path& file) {
  const auto unreadable = [&] {
    return fail(ErrorKind::io, "The file cannot be read.", "Check that it is a file and yours to read.", file.string());
  };
  const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle < 0) return unreadable();
  struct stat about = {};
  MappedFile mapped;
  bool good = ::fstat(handle, &about) == 0 && S_ISREG(about.st_mode);
  if (good && about.st_size > 0) {
    const auto size = static_cast<std::size_t>(about.st_size);
    void* start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, handle, 0);
    good = start != MAP_FAILED;
    if (good) mapped.bytes_ = {static_cast<const char*>(start), size};
  }
  ::close(handle);
  if (!good) return unreadable();
  return mapped;
}

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

}  // namespace mlink::blackbox
