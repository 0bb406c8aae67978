#include "experiment/new_file.h"

#include <fmt/format.h>

#include <utility>

#include "store/store.h"

namespace mlink::experiment {
namespace {

tl::unexpected<Error> name_taken(const std::filesystem::path& file) {
  return fail(ErrorKind::invalid_input, "There is a file of this name already.", "Choose another name.", file.string());
}

void remove_with_log(const std::filesystem::path& file) {
  std::error_code ec;
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + end, ec);
}

}  // namespace

NewFile::NewFile(const std::filesystem::path& file) : file_(file), unfinished_(file.string() + ".unfinished") {}
NewFile::NewFile(NewFile&& other) noexcept
    : file_(std::move(other.file_)), unfinished_(std::exchange(other.unfinished_, {})) {}
NewFile::~NewFile() {
  if (!unfinished_.empty()) remove_with_log(unfinished_);
}

Result<NewFile> NewFile::begin(const std::filesystem::path& file) {
  std::error_code ec;
  if (std::filesystem::exists(file, ec)) return name_taken(file);
  const auto unfinished = std::filesystem::path(file.string() + ".unfinished");
  if (std::filesystem::exists(unfinished, ec)) {
    // Of a program that was killed, or of one that makes it now: that one holds the lock.
    if (const auto left = StoreWriter::open(unfinished); !left && left.error().kind == ErrorKind::locked)
      return tl::make_unexpected(left.error());
    remove_with_log(unfinished);
  }
  return NewFile(file);
}

Status NewFile::finish() {
  std::error_code ec;
  std::filesystem::create_hard_link(unfinished_, file_, ec);  // unlike a rename, never over another file
  if (ec == std::errc::file_exists) return name_taken(file_);
  if (ec) {  // a file system without links
    if (std::filesystem::exists(file_)) return name_taken(file_);
    std::filesystem::rename(unfinished_, file_, ec);
    if (ec)
      return fail(ErrorKind::io, fmt::format("The file could not be made ({}).", ec.message()), {}, file_.string());
  }
  std::filesystem::remove(unfinished_, ec);
  unfinished_.clear();
  return {};
}

}  // namespace mlink::experiment
