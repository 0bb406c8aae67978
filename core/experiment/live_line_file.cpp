#include "experiment/live_line_file.h"

#include <utility>

namespace mlink::experiment {

Status LiveLineFile::open(const std::string& path, const std::string& todo) {
  path_ = path;
  todo_ = todo;
  file_ = path == "-" ? stdout : std::fopen(path.c_str(), "w");
  if (file_ != nullptr) return {};
  return fail(ErrorKind::io, "The file for the lines cannot be written.", todo_, path_);
}

Status LiveLineFile::write(std::string_view lines) {
  if (std::fwrite(lines.data(), 1, lines.size(), file_) == lines.size() && std::fflush(file_) == 0) return {};
  return not_written();
}

Status LiveLineFile::finish() {
  const bool written = file_ == nullptr || std::fflush(file_) == 0;
  return close() && written ? Status() : not_written();
}

tl::unexpected<Error> LiveLineFile::not_written() const {
  return fail(ErrorKind::io, "The lines cannot be written.", "Make room. " + todo_,
              path_ == "-" ? "standard output" : path_);
}

bool LiveLineFile::close() {
  auto* const file = std::exchange(file_, nullptr);
  return file == nullptr || file == stdout || std::fclose(file) == 0;
}

}  // namespace mlink::experiment
