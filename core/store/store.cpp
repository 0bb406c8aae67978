#include "store/store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>

#include "store/impl.h"

namespace mlink::store {
namespace {

// Up to this size a writer looks at the whole file before it writes into it (about 0.1 s); a larger one by
// `info --check`, and by SQLite itself wherever it reads.
constexpr std::uintmax_t kQuickCheckBytes = 32U << 20U;

Status check_file(const std::filesystem::path& file) {
  std::error_code ec;
  const auto status = std::filesystem::status(file, ec);
  if (status.type() == std::filesystem::file_type::not_found)
    return fail(ErrorKind::not_found, "The experiment was not found.", "Check the path, or make a new experiment.",
                file.string());
  if (ec)
    return fail(ErrorKind::io, fmt::format("The experiment cannot be opened ({}).", ec.message()),
                "Check the permissions of its folder.", file.string());
  if (status.type() == std::filesystem::file_type::directory)
    return fail(ErrorKind::invalid_input, "This is a folder, not an experiment.", "Choose a file in it.",
                file.string());
  if (::faccessat(AT_FDCWD, file.c_str(), R_OK, AT_EACCESS) != 0)
    return fail(ErrorKind::io, fmt::format("The experiment cannot be read ({}).", std::strerror(errno)),
                "Change the permissions of the file.", file.string());
  return {};
}

Status check_writable(const std::filesystem::path& file) {
  if (::faccessat(AT_FDCWD, file.c_str(), W_OK, AT_EACCESS) == 0) return {};
  return fail(ErrorKind::read_only, "The experiment cannot be written: the file is read-only.",
              "Change its permissions, or copy it elsewhere.", file.string());
}

Result<std::unique_ptr<Connection>> open_to_read(const std::filesystem::path& file, std::int64_t oldest) {
  const auto newest = static_cast<std::int64_t>(migrations().size());
  MLINK_TRY(check_file(file));
  MLINK_ASSIGN(auto connection, Connection::open(file, Access::read));
  MLINK_ASSIGN(const auto version, check_identity(*connection, newest));
  if (version < oldest)
    return fail(ErrorKind::unsupported,
                fmt::format("The experiment is of version {}, this program reads version {}.", version, newest),
                "Open it once for writing: that brings it forward.", file.string());
  return connection;
}

Status quick_check(Connection& connection, const std::filesystem::path& file) {
  std::error_code ec;
  if (std::filesystem::file_size(file, ec) > kQuickCheckBytes) return {};
  return connection.guarded([&]() -> Status {
    auto query = connection.query("PRAGMA quick_check(1)");
    if (!query.next() || query.text(0) == "ok") return {};
    return fail(ErrorKind::corrupt, fmt::format("The experiment file is damaged ({}).", query.text(0)),
                "Go back to a copy, or make a new experiment.", file.string());
  });
}

Status synchronise(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
  const bool good = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (good) return {};
  return fail(error == ENOSPC || error == EDQUOT ? ErrorKind::disk_full : ErrorKind::io,
              fmt::format("The experiment could not be made ({}).", std::strerror(error)), "Check the disk.",
              file.string());
}

// Moves a finished file to its place; never over another one.
Status move_into_place(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return {};
  int error = errno;
  std::error_code ec;
  // A file system that does not know RENAME_NOREPLACE.
  if (error == EINVAL && !std::filesystem::exists(to, ec))
    error = std::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
  if (error == 0) return {};
  if (error == EEXIST || error == EINVAL)
    return fail(ErrorKind::invalid_input, "There is a file of this name already.", "Open it, or choose another name.",
                to.string());
  return fail(ErrorKind::io, fmt::format("The experiment could not be made ({}).", std::strerror(error)), {},
              to.string());
}

// Readers beside a writer need SQLite's log, and the log a file system that locks and shares.
Status use_log(Connection& connection, const std::filesystem::path& file) {
  return connection.guarded([&]() -> Status {
    const std::string mode = connection.database().execAndGet("PRAGMA journal_mode = WAL").getString();
    return mode == "wal" ? Status{} : Status(no_locks(file));
  });
}

// Made whole under another name, so that a file of the final name is always a whole experiment, also after kill -9.
Status make_file(const std::filesystem::path& file) {
  const std::filesystem::path unfinished = file.string() + ".new";
  std::error_code ec;
  std::filesystem::remove(unfinished, ec);  // of a program that was killed here; the lock is ours
  const auto make = [&]() -> Status {
    const int descriptor = ::open(unfinished.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0)
      return fail(ErrorKind::io, fmt::format("The experiment could not be made ({}).", std::strerror(errno)), {},
                  file.string());
    ::close(descriptor);
    MLINK_ASSIGN(auto connection, Connection::open(unfinished, Access::write));
    connection->execute("PRAGMA synchronous = OFF");  // synchronised once, when it is whole
    MLINK_TRY(migrate(*connection, migrations()));
    return use_log(*connection, file);
  };
  auto made = make();
  if (made) made = synchronise(unfinished);
  if (made) made = move_into_place(unfinished, file);
  if (!made) {
    for (const char* end : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(unfinished.string() + end, ec);
    made.error().path = file.string();
  }
  return made;
}

}  // namespace

Result<std::unique_ptr<Connection>> open_to_write(const std::filesystem::path& file, std::span<const Migration> steps) {
  MLINK_ASSIGN(auto connection, Connection::open(file, Access::write));
  MLINK_TRY(check_identity(*connection, static_cast<std::int64_t>(steps.size())));
  MLINK_TRY(quick_check(*connection, file));
  MLINK_TRY(use_log(*connection, file));
  MLINK_TRY(migrate(*connection, steps));
  return connection;
}

StoreQueries::StoreQueries(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
StoreQueries::StoreQueries(StoreQueries&&) noexcept = default;
StoreQueries& StoreQueries::operator=(StoreQueries&&) noexcept = default;
StoreQueries::~StoreQueries() = default;
const std::filesystem::path& StoreQueries::path() const { return impl_->connection->path(); }

StoreReader::StoreReader(StoreReader&&) noexcept = default;
StoreReader& StoreReader::operator=(StoreReader&&) noexcept = default;
StoreReader::~StoreReader() = default;

Result<StoreReader> StoreReader::open(const std::filesystem::path& file) {
  auto impl = std::make_unique<Impl>();
  MLINK_ASSIGN(impl->connection, open_to_read(file, static_cast<std::int64_t>(migrations().size())));
  return StoreReader(std::move(impl));
}

StoreWriter::StoreWriter(StoreWriter&&) noexcept = default;
StoreWriter& StoreWriter::operator=(StoreWriter&&) noexcept = default;

StoreWriter::~StoreWriter() {
  if (impl_ && impl_->connection) impl_->connection->checkpoint_and_truncate();
}

Result<StoreWriter> StoreWriter::create(const std::filesystem::path& file) {
  std::error_code ec;
  if (std::filesystem::exists(std::filesystem::symlink_status(file, ec)))
    return fail(ErrorKind::invalid_input, "There is a file of this name already.", "Open it, or choose another name.",
                file.string());
  {
    MLINK_ASSIGN(const auto lock, WriterLock::take(file));
    MLINK_TRY(make_file(file));
  }
  return open(file);
}

Result<StoreWriter> StoreWriter::open(const std::filesystem::path& file) {
  // Read-only first: nothing is written into, or beside, a file that is not ours.
  MLINK_TRY(open_to_read(file, 1));
  MLINK_TRY(check_writable(file));
  auto impl = std::make_unique<Impl>();
  MLINK_ASSIGN(impl->lock, WriterLock::take(file));
  MLINK_ASSIGN(impl->connection, open_to_write(file, migrations()));
  impl->connection->on_rollback = [raw = impl.get()] { raw->forget(); };
  return StoreWriter(std::move(impl));
}

}  // namespace mlink::store
