// By SQLite's session extension: it notes what a transaction inserts, updates and deletes, whoever does it (foreign
// keys too), so that no list of tables has to be kept up to date by hand.
#include <fmt/format.h>
#include <sqlite3.h>

#include <set>

#include "store/changes.h"
#include "store/impl.h"
#include "store/tally.h"

namespace mlink::store {
namespace {

void check(sqlite3* database, int code) {
  if (code != SQLITE_OK) throw SQLite::Exception(database, code);
}

std::shared_ptr<void> owned(void* data) { return {data, sqlite3_free}; }

class Session {
 public:
  explicit Session(sqlite3* database) : database_(database) {
    check(database, sqlite3session_create(database, "main", &session_));
    check(database, sqlite3session_attach(session_, nullptr));
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() { sqlite3session_delete(session_); }

  void changes(std::shared_ptr<void>& data, int& size) {
    void* bytes = nullptr;
    check(database_, sqlite3session_changeset(session_, &size, &bytes));
    data = owned(bytes);
  }

 private:
  sqlite3* database_;
  sqlite3_session* session_ = nullptr;
};

/// Why rows could not be put back, and what is left out of them.
struct Applying {
  bool counts = true;  ///< the counts of outputs are as they were: they are rows like others
  std::string table, name;
  bool taken = false;  ///< what would come back stands in the way of what is there
  bool failed = false;
};

int wanted(void* context, const char* table) {
  return static_cast<Applying*>(context)->counts || std::string_view(table) != "tally" ? 1 : 0;
}

/// The name in the row that comes back; empty where it has none.
std::string name_in(sqlite3_changeset_iter* row, const std::string& table) {
  const int column = table == "camera" ? 2 : table == "box" ? 1 : -1;
  sqlite3_value* value = nullptr;
  if (column < 0 || sqlite3changeset_new(row, column, &value) != SQLITE_OK || value == nullptr) return {};
  const auto* const text = sqlite3_value_text(value);
  return text == nullptr ? std::string() : reinterpret_cast<const char*>(text);
}

int conflict(void* context, int kind, sqlite3_changeset_iter* row) {
  auto& applying = *static_cast<Applying*>(context);
  const char* table = "";
  int columns = 0;
  int operation = 0;
  if (kind != SQLITE_CHANGESET_FOREIGN_KEY) (void)sqlite3changeset_op(row, &table, &columns, &operation, nullptr);
  // A row that is to go went with the one it hangs on.
  if (kind == SQLITE_CHANGESET_NOTFOUND && operation == SQLITE_DELETE) return SQLITE_CHANGESET_OMIT;
  applying.failed = true;
  applying.table = table;
  if (operation == SQLITE_INSERT || operation == SQLITE_UPDATE) applying.name = name_in(row, applying.table);
  applying.taken = kind == SQLITE_CHANGESET_CONSTRAINT || kind == SQLITE_CHANGESET_CONFLICT;
  return SQLITE_CHANGESET_ABORT;
}

tl::unexpected<Error> cannot(const Applying& applying, const std::filesystem::path& path) {
  const std::string change = "What the file holds stays as it is.";
  if (applying.taken && !applying.name.empty())
    return fail(ErrorKind::invalid_input,
                fmt::format("{} \"{}\" cannot come back: what was added since stands in its place.",
                            applying.table == "box" ? "The black box" : "The camera", applying.name),
                "Remove or rename that, then undo again. " + change, path.string());
  if (applying.taken && applying.table == "video")
    return fail(ErrorKind::invalid_input, "The camera cannot come back: its file was added again since.",
                "Remove what was added, then undo again. " + change, path.string());
  return fail(ErrorKind::invalid_input, "This cannot be undone: what it changed was changed again since.", change,
              path.string());
}

/// Cameras and contents that come back as new rows.
struct Back {
  std::set<RowId> cameras, contents;
};

Back back_in(sqlite3* database, int size, void* data) {
  Back back;
  sqlite3_changeset_iter* row = nullptr;
  check(database, sqlite3changeset_start(&row, size, data));
  const std::shared_ptr<sqlite3_changeset_iter> owner(row, sqlite3changeset_finalize);
  while (sqlite3changeset_next(row) == SQLITE_ROW) {
    const char* table = nullptr;
    int columns = 0;
    int operation = 0;
    check(database, sqlite3changeset_op(row, &table, &columns, &operation, nullptr));
    const std::string_view name(table);
    if (operation != SQLITE_INSERT || (name != "camera" && name != "content")) continue;
    sqlite3_value* id = nullptr;
    check(database, sqlite3changeset_new(row, 0, &id));
    (name == "camera" ? back.cameras : back.contents).insert(sqlite3_value_int64(id));
  }
  return back;
}

}  // namespace

Result<Changes> StoreWriter::recorded(const std::function<Status()>& body) {
  auto& c = *impl_->connection;
  Changes changes;
  MLINK_TRY(transaction([&]() -> Status {
    Session session(c.database().getHandle());
    MLINK_TRY(body());
    session.changes(changes.data_, changes.size_);
    return {};
  }));
  MLINK_ASSIGN(changes.version_, version());
  return changes;
}

Status StoreWriter::take_back(const Changes& changes) {
  if (changes.empty()) return {};
  auto& c = *impl_->connection;
  auto* const database = c.database().getHandle();
  MLINK_ASSIGN(const auto now, version());
  impl_->forget();
  return transaction([&]() -> Status {
    int size = 0;
    void* bytes = nullptr;
    check(database, sqlite3changeset_invert(changes.size_, changes.data_.get(), &size, &bytes));
    const auto inverse = owned(bytes);
    // Where the file went on since, outputs may have come: those of what comes back are counted anew.
    Applying applying;
    applying.counts = now == changes.version_;
    const int code = sqlite3changeset_apply(database, size, bytes, wanted, conflict, &applying);
    if (applying.failed) return cannot(applying, path());
    check(database, code);
    if (applying.counts) return {};
    const Back back = back_in(database, size, bytes);
    for (const RowId camera : back.cameras) count_outputs(c, camera);
    for (const RowId content : back.contents) count_outputs_of(c, content);
    return {};
  });
}

}  // namespace mlink::store
