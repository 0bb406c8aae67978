// Internal to core/blackbox.
// A file's bytes to look at, without a copy of them in memory: networks are large, and a look at them must not show in
// the memory that a box is measured to take.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/error.h"

namespace mlink::blackbox {

/// Owns the mapping. The file must not be cut short meanwhile.
class MappedFile {
 public:
  [[nodiscard]] static Result<MappedFile> open(const std::filesystem::path& file);

  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  [[nodiscard]] std::string_view bytes() const { return bytes_; }

 private:
  MappedFile() = default;
  std::string_view bytes_;
};

}  // namespace mlink::blackbox
