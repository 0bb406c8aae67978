// Tables in files of columns, Parquet and Arrow IPC, through Apache Arrow's C++ library. Arrow is optional and stands
// in a module of its own that is loaded when it is first needed: a program that reads no such file does not pay for it,
// starts where Arrow is missing, and keeps Arrow's copies of other libraries (OpenSSL among them) away from its own.
// Functions are thread-safe; a reader or writer belongs to one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "recorded/columns.h"

namespace mlink::experiment {

/// "26.0.1". Errors: this program has no Arrow (and how it gets one).
[[nodiscard]] Result<std::string> arrow_version();

/// Errors: no Arrow; not there, not readable; another kind of file than `kind`; encrypted, packed, cut off or damaged;
/// a column of a type that is no value (each named).
[[nodiscard]] Result<std::unique_ptr<ColumnReader>> open_columns(const std::filesystem::path& path, ColumnFile kind);

struct ColumnField {
  enum class Holds {
    text,    ///< UTF-8
    words,   ///< list of UTF-8
    whole,   ///< 64 bits
    single,  ///< 32-bit float
    number   ///< 64-bit float
  };
  std::string name;
  Holds holds = Holds::text;
};
/// Nothing (null), or what the field holds.
using ColumnValue =
    std::variant<std::monostate, std::string_view, std::span<const std::string>, std::int64_t, float, double>;

/// Makes a file in memory, in parts of 65,536 rows, each packed.
class ColumnWriter {
 public:
  virtual ~ColumnWriter() = default;
  /// One value a field. Errors: another kind of value than the field's; out of memory.
  [[nodiscard]] virtual Status add(std::span<const ColumnValue> row) = 0;
  /// The bytes of the whole file; nothing may be added afterwards.
  [[nodiscard]] virtual Result<std::string> finish() = 0;
};

/// `about`: kept in the file beside the columns. Errors: no Arrow.
[[nodiscard]] Result<std::unique_ptr<ColumnWriter>> write_columns(ColumnFile kind,
                                                                  const std::vector<ColumnField>& fields,
                                                                  const std::map<std::string, std::string>& about);

}  // namespace mlink::experiment
