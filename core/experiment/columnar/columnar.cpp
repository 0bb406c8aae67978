#include "experiment/columnar/columnar.h"

#include "base/modules.h"
#include "experiment/columnar/library.h"

namespace mlink::experiment {
namespace {

constexpr const char* kHow = "Run scripts/fetch_arrow.sh and build again (make build), or save the table as CSV.";

#ifdef MLINK_ARROW_MODULE
Result<const ColumnarLibrary*> load() {
  MLINK_ASSIGN(const void* table, module_table(MLINK_ARROW_MODULE, kColumnarEntry, "Apache Arrow"));
  return static_cast<const ColumnarLibrary*>(table);
}
#else
Result<const ColumnarLibrary*> load() {
  return fail(ErrorKind::unsupported,
              "This program was built without Apache Arrow, which reads and writes Parquet and Arrow files.", kHow);
}
#endif

const Result<const ColumnarLibrary*>& library() {
  static const auto loaded = load();
  return loaded;
}

}  // namespace

Result<std::string> arrow_version() {
  MLINK_ASSIGN(const auto* arrow, library());
  return arrow->version();
}

Result<std::unique_ptr<ColumnReader>> open_columns(const std::filesystem::path& path, ColumnFile kind) {
  const auto& arrow = library();
  if (!arrow) return fail(arrow.error().kind, arrow.error().what, arrow.error().todo, path.string());
  return (*arrow)->open(path, kind);
}

Result<std::unique_ptr<ColumnWriter>> write_columns(ColumnFile kind, const std::vector<ColumnField>& fields,
                                                    const std::map<std::string, std::string>& about) {
  MLINK_ASSIGN(const auto* arrow, library());
  return arrow->write(kind, fields, about);
}

}  // namespace mlink::experiment
