#include "experiment/columnar/columnar.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include "experiment/columnar/library.h"

namespace mlink::experiment {
namespace {

constexpr const char* kHow = "Run scripts/fetch_arrow.sh and build again (make build), or save the table as CSV.";

#ifdef MLINK_ARROW_MODULE
// Never unloaded: Arrow has threads and objects that live as long as the program.
Result<const ColumnarLibrary*> load() {
  void* module = dlopen(MLINK_ARROW_MODULE, RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr)
    return fail(ErrorKind::unsupported, fmt::format("Apache Arrow could not be loaded: {}.", dlerror()), kHow);
  // POSIX says that an address may be taken for a function.
  const auto entry = reinterpret_cast<const ColumnarLibrary* (*)()>(dlsym(module, kColumnarEntry));
  if (entry == nullptr)
    return fail(ErrorKind::unsupported, "The module with Apache Arrow is of another build.", kHow, MLINK_ARROW_MODULE);
  return entry();
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
