// Internal to core/experiment: a file that is made under another name and has its own when it is whole.
#pragma once

#include <filesystem>

#include "base/error.h"

namespace mlink::experiment {

/// Removes what it holds when it goes without finish(). Not thread-safe.
class NewFile {
 public:
  /// Errors: there is a file of the name already; another program makes it now.
  [[nodiscard]] static Result<NewFile> begin(const std::filesystem::path& file);
  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile();

  /// Where to make it. Closed again before finish() or the end.
  [[nodiscard]] const std::filesystem::path& path() const { return unfinished_; }
  /// Gives it its name; never over another file.
  [[nodiscard]] Status finish();

 private:
  explicit NewFile(const std::filesystem::path& file);
  std::filesystem::path file_, unfinished_;  ///< unfinished_ empty: nothing to remove
};

}  // namespace mlink::experiment
