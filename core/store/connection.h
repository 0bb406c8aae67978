// Internal to core/store: one connection to the file, its prepared statements, its transactions, and the one place
// where SQLiteCpp's exceptions become Errors. Belongs to one thread at a time.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/error.h"

namespace mlink::store {

/// Bytes that outlive the statement's execution: bound without a copy.
struct Bytes {
  const void* data = nullptr;
  std::size_t size = 0;
};
inline Bytes bytes(std::string_view text) { return {text.data(), text.size()}; }

/// A prepared statement on loan: bound anew by whoever takes it, reset when it goes back.
class Query {
 public:
  explicit Query(SQLite::Statement& statement) : statement_(&statement) {}
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query() { statement_->tryReset(); }

  template <class... Values>
  Query& with(const Values&... values) {
    int index = 0;
    (set(++index, values), ...);
    return *this;
  }
  bool next() { return statement_->executeStep(); }
  void reset() { statement_->tryReset(); }
  /// Runs a statement that gives no rows; may be called again after another with().
  int run() {
    const int changes = statement_->exec();
    statement_->reset();
    return changes;
  }
  [[nodiscard]] SQLite::Column at(int column) const { return statement_->getColumn(column); }
  [[nodiscard]] std::string text(int column) const { return at(column).getString(); }
  [[nodiscard]] std::int64_t integer(int column) const { return at(column).getInt64(); }
  [[nodiscard]] double number(int column) const { return at(column).getDouble(); }

 private:
  void set(int index, std::int64_t value) { statement_->bind(index, value); }
  void set(int index, int value) { statement_->bind(index, value); }
  void set(int index, bool value) { statement_->bind(index, value ? 1 : 0); }
  void set(int index, double value) { statement_->bind(index, value); }
  void set(int index, const std::string& value) { statement_->bindNoCopy(index, value); }
  void set(int index, const std::string* value) {
    value != nullptr ? statement_->bindNoCopy(index, *value) : statement_->bind(index);
  }
  void set(int index, const Bytes& value) { statement_->bindNoCopy(index, value.data, static_cast<int>(value.size)); }

  SQLite::Statement* statement_;
};

enum class Access { read, write };

class Connection {
 public:
  /// Opens an existing file; checks nothing of what is in it.
  [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file, Access access);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Where the file lies whatever the working folder is.
  [[nodiscard]] const std::filesystem::path& absolute_path() const { return absolute_; }
  [[nodiscard]] Access access() const { return access_; }
  [[nodiscard]] SQLite::Database& database() { return *database_; }

  [[nodiscard]] Query query(const std::string& sql);
  void execute(const char* sql) { database_->exec(sql); }
  [[nodiscard]] std::int64_t pragma(const char* sql);

  /// Runs `body`, which may throw SQLite::Exception, and returns its Result or the exception as an Error.
  template <class Body>
  [[nodiscard]] std::invoke_result_t<Body> guarded(const Body& body) {
    try {
      return body();
    } catch (const SQLite::Exception& e) {
      return tl::make_unexpected(error_of(e));
    } catch (const std::exception& e) {
      return fail(ErrorKind::failed, std::string("The experiment could not be read or written: ") + e.what() + ".", {},
                  path_.string());
    }
  }
  /// The same for a question: a connection without locks looks first whether the file changed under it.
  template <class Body>
  [[nodiscard]] std::invoke_result_t<Body> ask(const Body& body) {
    MLINK_TRY(guarded([&] { return refresh(); }));
    return guarded(body);
  }

  /// Everything in `body` sees one state of the file. Inside a transaction: that transaction's.
  [[nodiscard]] Status reading(const std::function<Status()>& body);
  /// All of `body` or nothing. Nested: part of the outer one; a nested error undoes the nested part only, and the outer
  /// body decides what to do about it.
  [[nodiscard]] Status transaction(const std::function<Status()>& body);

  /// Called after every roll-back: what was remembered about rows may be wrong now.
  std::function<void()> on_rollback;

  /// Copies what the write-ahead log holds into the file itself and cuts the log to nothing. Errors are only logged:
  /// what was committed is safe in the log.
  void checkpoint_and_truncate();

 private:
  class Scope;
  Connection(std::filesystem::path file, Access access);
  void connect(bool immutable);
  void configure();
  [[nodiscard]] Status refresh();
  [[nodiscard]] Status nested(const std::function<Status()>& body);
  [[nodiscard]] Error error_of(const SQLite::Exception& e) const;
  [[nodiscard]] bool in_transaction() const;
  void count_change();
  void checkpoint_if_due();
  void checkpoint(int mode);
  static int note_log_pages(void* self, sqlite3* handle, const char* name, int pages);

  /// What tells that a file without locks was written: size and time of the file, and whether a log appeared.
  struct Stamp {
    std::uintmax_t size = 0;
    std::filesystem::file_time_type time;
    bool log = false;
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  [[nodiscard]] Stamp stamp() const;

  std::filesystem::path path_;      ///< as it was given, for messages
  std::filesystem::path absolute_;  ///< for SQLite: never taken for a URI or ":memory:"
  Access access_;
  std::unique_ptr<SQLite::Database> database_;
  std::unordered_map<std::string, SQLite::Statement> statements_;
  std::optional<Stamp> immutable_since_;  ///< opened without locks
  int depth_ = 0;                         ///< open transactions, one in another
  int errno_before_rollback_ = 0;
  int log_pages_ = 0;        ///< of the write-ahead log after the last commit
  int checkpointed_at_ = 0;  ///< log_pages_ at the last checkpoint, and at the last that waited for readers
  int restarted_at_ = 0;
};

}  // namespace mlink::store
