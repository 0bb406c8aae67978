#include "store/connection.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cctype>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "base/log.h"

namespace mlink::store {
namespace {

constexpr int kBusyMilliseconds = 5000;
// A checkpoint every 1000 pages (4 MB) keeps the log short; it never waits. Readers that are always inside a question
// can keep the log from starting over, so every 16000 pages (64 MB) the writer waits for them, 5 s at most.
constexpr int kCheckpointPages = 1000;
constexpr int kRestartPages = 16000;

std::string uri(const std::filesystem::path& file, const char* options) {
  std::string text = "file:";
  for (const char c : file.string()) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || std::strchr("/-_.~", c) != nullptr)
      text += c;
    else
      text += fmt::format("%{:02X}", byte);
  }
  return text + options;
}

bool no_space(int system_error) { return system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG; }

}  // namespace

/// Begins a transaction; whatever way the scope is left, nothing half-done stays.
class Connection::Scope {
 public:
  explicit Scope(Connection& connection, const char* begin) : connection_(connection) {
    connection_.execute(begin);
    connection_.depth_ = 1;
    connection_.errno_before_rollback_ = errno = 0;
  }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  ~Scope() {
    connection_.depth_ = 0;
    if (done_) return;
    connection_.errno_before_rollback_ = errno;
    // SQLite itself rolls back when the disk is full or the file is damaged: then there is nothing left to do.
    if (connection_.in_transaction()) connection_.database_->tryExec("ROLLBACK");
    if (connection_.on_rollback) connection_.on_rollback();
  }
  void commit() {
    connection_.execute("COMMIT");
    done_ = true;
  }

 private:
  Connection& connection_;
  bool done_ = false;
};

Connection::Connection(std::filesystem::path file, Access access) : path_(std::move(file)), access_(access) {
  std::error_code ec;
  absolute_ = std::filesystem::absolute(path_, ec);
}

Connection::~Connection() { statements_.clear(); }

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, Access access) {
  std::unique_ptr<Connection> connection(new Connection(file, access));
  MLINK_TRY(connection->guarded([&]() -> Status {
    try {
      connection->connect(false);
    } catch (const SQLite::Exception& e) {
      // The log cannot be made in a folder that is read-only. Without a log the file is complete in itself.
      const bool refused = e.getErrorCode() == SQLITE_CANTOPEN || e.getErrorCode() == SQLITE_READONLY;
      if (access == Access::write || !refused || connection->stamp().log) throw;
      connection->connect(true);
    }
    return {};
  }));
  return connection;
}

void Connection::connect(bool immutable) {
  statements_.clear();
  database_.reset();
  // One thread at a time uses a connection (store.h), so SQLite's own mutex is not needed.
  const int flags = SQLITE_OPEN_NOMUTEX | (access_ == Access::write ? SQLite::OPEN_READWRITE : SQLite::OPEN_READONLY);
  database_ = immutable ? std::make_unique<SQLite::Database>(uri(absolute_, "?immutable=1"), flags | SQLite::OPEN_URI,
                                                             kBusyMilliseconds)
                        : std::make_unique<SQLite::Database>(absolute_.string(), flags, kBusyMilliseconds);
  immutable_since_ = immutable ? std::optional(stamp()) : std::nullopt;
  configure();
}

void Connection::configure() {
  execute("PRAGMA foreign_keys = ON");
  execute("PRAGMA temp_store = MEMORY");
  // The first look into the file: fails here when it is not a database.
  database_->execAndGet("SELECT count(*) FROM sqlite_master");
  if (access_ == Access::read) {
    execute("PRAGMA query_only = ON");
    execute("PRAGMA wal_autocheckpoint = 0");
    // Closing the last connection would checkpoint: only the writer may.
    sqlite3_db_config(database_->getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    return;
  }
  // NORMAL: the log is synchronised at checkpoints, not at every commit. After kill -9 the operating system still holds
  // every committed page, so nothing is lost. After a power cut the last transactions may be missing, but the log's
  // checksums cut it at a transaction's border: the file stays whole.
  execute("PRAGMA synchronous = NORMAL");
  execute("PRAGMA journal_size_limit = 67108864");
  // Replaces SQLite's automatic checkpoint by checkpoint_if_due().
  sqlite3_wal_hook(database_->getHandle(), &Connection::note_log_pages, this);
}

int Connection::note_log_pages(void* self, sqlite3*, const char*, int pages) {
  static_cast<Connection*>(self)->log_pages_ = pages;
  return SQLITE_OK;
}

Connection::Stamp Connection::stamp() const {
  std::error_code ec;
  Stamp stamp;
  stamp.size = std::filesystem::file_size(absolute_, ec);
  stamp.time = std::filesystem::last_write_time(absolute_, ec);
  const auto log = std::filesystem::file_size(absolute_.string() + "-wal", ec);
  stamp.log = !ec && log > 0;
  return stamp;
}

Status Connection::refresh() {
  if (!immutable_since_ || in_transaction() || *immutable_since_ == stamp()) return {};
  // Somebody who may write here has written: with the log in place the ordinary way works.
  connect(!stamp().log);
  return {};
}

Query Connection::query(const std::string& sql) {
  auto at = statements_.find(sql);
  if (at == statements_.end()) at = statements_.emplace(sql, SQLite::Statement(*database_, sql)).first;
  return Query(at->second);
}

std::int64_t Connection::pragma(const char* sql) { return database_->execAndGet(sql).getInt64(); }

bool Connection::in_transaction() const { return sqlite3_get_autocommit(database_->getHandle()) == 0; }

Status Connection::reading(const std::function<Status()>& body) {
  if (depth_ > 0) return guarded(body);
  return ask([&]() -> Status {
    Scope scope(*this, "BEGIN");
    MLINK_TRY(body());
    scope.commit();
    return {};
  });
}

Status Connection::transaction(const std::function<Status()>& body) {
  if (depth_ > 0) return guarded([&] { return nested(body); });
  MLINK_TRY(guarded([&]() -> Status {
    Scope scope(*this, "BEGIN IMMEDIATE");
    const int before = sqlite3_total_changes(database_->getHandle());
    MLINK_TRY(body());
    if (!in_transaction())
      return fail(ErrorKind::failed, "The change was rolled back because a part of it failed.",
                  "What was stored before is whole; try again.", path_.string());
    if (sqlite3_total_changes(database_->getHandle()) != before) count_change();
    scope.commit();
    return {};
  }));
  checkpoint_if_due();
  return {};
}

Status Connection::nested(const std::function<Status()>& body) {
  execute("SAVEPOINT part");
  ++depth_;
  const auto undo = [&] {
    --depth_;
    if (in_transaction()) {
      database_->tryExec("ROLLBACK TO part");
      database_->tryExec("RELEASE part");
    }
    if (on_rollback) on_rollback();
  };
  Status done;
  try {
    done = body();
  } catch (...) {
    undo();
    throw;
  }
  if (!done) {
    undo();
    return done;
  }
  --depth_;
  execute("RELEASE part");
  return {};
}

void Connection::count_change() { execute("UPDATE change SET number = number + 1"); }

void Connection::checkpoint_if_due() {
  if (log_pages_ < checkpointed_at_) checkpointed_at_ = restarted_at_ = 0;  // the log has started over
  if (log_pages_ - checkpointed_at_ < kCheckpointPages) return;
  const bool restart = log_pages_ - restarted_at_ >= kRestartPages;
  checkpointed_at_ = log_pages_;
  if (restart) restarted_at_ = log_pages_;
  checkpoint(restart ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE);
}

void Connection::checkpoint_and_truncate() { checkpoint(SQLITE_CHECKPOINT_TRUNCATE); }

void Connection::checkpoint(int mode) {
  const int code = sqlite3_wal_checkpoint_v2(database_->getHandle(), nullptr, mode, nullptr, nullptr);
  if (code != SQLITE_OK && code != SQLITE_BUSY)
    log_warning(fmt::format("The log of the experiment could not be copied into it: {}. {}", sqlite3_errstr(code),
                            path_.string()));
}

Error Connection::error_of(const SQLite::Exception& e) const {
  const auto error = [&](ErrorKind kind, std::string what, std::string todo) {
    return Error{kind, std::move(what), std::move(todo), path_.string()};
  };
  // sqlite3_system_errno() is not set by every failing write (3.40), errno is, until a rollback writes too.
  int system_error = database_ ? sqlite3_system_errno(database_->getHandle()) : 0;
  if (system_error == 0) system_error = errno_before_rollback_ != 0 ? errno_before_rollback_ : errno;
  const int code = e.getErrorCode() & 0xff;
  if (code == SQLITE_FULL || (code == SQLITE_IOERR && no_space(system_error)))
    return error(ErrorKind::disk_full, "The disk is full.",
                 "Free some space and try again; what was stored before is whole.");
  switch (code) {
    case SQLITE_NOTADB:
      return error(ErrorKind::corrupt, "This is not an experiment file.", "Choose a file made by this program.");
    case SQLITE_CORRUPT:
      return error(ErrorKind::corrupt, fmt::format("The experiment file is damaged ({}).", e.what()),
                   "Go back to a copy, or make a new experiment.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return error(ErrorKind::locked, "The experiment is held by another program.",
                   "Close that program and try again.");
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return error(ErrorKind::read_only, "The experiment cannot be written.",
                   "Change the permissions of the file and its folder, or copy it elsewhere.");
    case SQLITE_CANTOPEN:
      return error(ErrorKind::io, fmt::format("The experiment cannot be opened ({}).", std::strerror(system_error)),
                   "Check the permissions of the file and its folder.");
    case SQLITE_IOERR:
      return error(ErrorKind::io, fmt::format("Reading or writing failed ({}).", std::strerror(system_error)),
                   "Check the disk.");
    case SQLITE_CONSTRAINT:
      return error(ErrorKind::invalid_input, fmt::format("This does not fit what is stored: {}.", e.what()), {});
    default:
      return error(ErrorKind::failed, fmt::format("The experiment could not be read or written: {}.", e.what()), {});
  }
}

}  // namespace mlink::store
