// Internal to core/store: a statement whose rows are read by the million.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <cstdint>
#include <initializer_list>

#include "store/connection.h"

namespace mlink::store {

/// A statement whose rows are read by the million: Query makes an object of each value it hands out.
class MillionRows {
 public:
  MillionRows(Connection& c, const char* sql) : database_(c.database().getHandle()) {
    check(sqlite3_prepare_v2(database_, sql, -1, &statement_, nullptr));
  }
  MillionRows(const MillionRows&) = delete;
  MillionRows& operator=(const MillionRows&) = delete;
  ~MillionRows() { sqlite3_finalize(statement_); }

  MillionRows& with(std::initializer_list<RowId> values) {
    int at = 0;
    for (const RowId value : values) check(sqlite3_bind_int64(statement_, ++at, value));
    return *this;
  }
  bool next() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) throw SQLite::Exception(database_, code);
    return false;
  }
  [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  [[nodiscard]] double number(int column) const { return sqlite3_column_double(statement_, column); }
  [[nodiscard]] Bytes bytes(int column) const {
    const void* data = sqlite3_column_blob(statement_, column);  // before the size, as SQLite asks for
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }

 private:
  void check(int code) const {
    if (code != SQLITE_OK) throw SQLite::Exception(database_, code);
  }
  sqlite3* database_;
  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace mlink::store
