#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "report/table.h"

namespace mlink::report {
namespace {

tl::unexpected<Error> io_error(const std::filesystem::path& path, int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return fail(ErrorKind::disk_full, "The disk is full; nothing was written.", "Free some space and export again.",
                  path.string());
    case EROFS:
    case EACCES:
    case EPERM:
      return fail(ErrorKind::read_only, "The file cannot be written here.", "Choose another folder.", path.string());
    case ENOENT:
    case ENOTDIR:
      return fail(ErrorKind::not_found, "The folder does not exist.", "Make it first, or choose another.",
                  path.string());
    case EISDIR: return fail(ErrorKind::invalid_input, "This is a folder.", "Name a file.", path.string());
    default:
      return fail(ErrorKind::io, fmt::format("The file could not be written: {}.", std::strerror(error)), {},
                  path.string());
  }
}

int write_all(int file, std::string_view content) {
  std::size_t done = 0;
  while (done < content.size()) {
    const ssize_t n = write(file, content.data() + done, content.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    done += static_cast<std::size_t>(n);
  }
  return 0;
}

int kept_on_disk(int file) { return fsync(file) == 0 || errno == EINVAL ? 0 : errno; }

}  // namespace

Status write_file(const std::filesystem::path& path, const std::string& content) {
  return write_file_in_parts(path, [&](const WritePart& write_part) { return write_part(content); });
}

Status write_file_in_parts(const std::filesystem::path& path, const std::function<Status(const WritePart&)>& parts) {
  std::error_code ec;
  if (std::filesystem::is_directory(path, ec)) return io_error(path, EISDIR);
  const std::string temporary = fmt::format("{}.part-{}", path.string(), getpid());
  const int file = open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return io_error(path, errno);
  Status status = parts([&](std::string_view part) -> Status {
    const int error = write_all(file, part);
    return error == 0 ? Status() : io_error(path, error);
  });
  int error = status ? kept_on_disk(file) : 0;
  if (close(file) != 0 && error == 0) error = errno;
  if (status && error == 0 && std::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (status && error != 0) status = io_error(path, error);
  if (!status) unlink(temporary.c_str());
  return status;
}

}  // namespace mlink::report
