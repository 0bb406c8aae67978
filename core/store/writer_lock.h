// Internal to core/store: who may write. A file beside the experiment (FILE.lock) under flock, which the kernel lets go
// when the process ends, however it ends. Not on the experiment itself: closing any second handle of that file would
// drop SQLite's own locks on it.
#pragma once

#include <filesystem>

#include "base/error.h"

namespace mlink::store {

/// The file system of the folder does not lock files, as some network folders do not.
[[nodiscard]] tl::unexpected<Error> no_locks(const std::filesystem::path& experiment);

class WriterLock {
 public:
  /// Fails when another writer holds it (locked, with its PID), or the folder cannot be written or does not lock files.
  [[nodiscard]] static Result<WriterLock> take(const std::filesystem::path& experiment);
  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&& other) noexcept;
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;
  ~WriterLock();

 private:
  WriterLock(std::filesystem::path file, int descriptor);
  void release() noexcept;

  std::filesystem::path file_;
  int descriptor_ = -1;
};

}  // namespace mlink::store
