// Where the lines of a live run are written: a file, or standard output. Each frame's lines are written at once, so
// that who reads on sees a frame when it was worked on. Belongs to one thread.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "base/error.h"

namespace mlink::experiment {

class LiveLineFile {
 public:
  LiveLineFile() = default;
  ~LiveLineFile() { (void)close(); }
  LiveLineFile(const LiveLineFile&) = delete;
  LiveLineFile& operator=(const LiveLineFile&) = delete;

  /// path: "-" for standard output. `todo`: what a person may do where it cannot be written.
  [[nodiscard]] Status open(const std::string& path, const std::string& todo = "Choose another place for the outputs.");
  [[nodiscard]] bool is_open() const { return file_ != nullptr; }
  [[nodiscard]] Status write(std::string_view lines);
  /// Everything is written, or it is an error.
  [[nodiscard]] Status finish();

 private:
  [[nodiscard]] tl::unexpected<Error> not_written() const;
  bool close();
  std::string path_, todo_;
  std::FILE* file_ = nullptr;
};

}  // namespace mlink::experiment
