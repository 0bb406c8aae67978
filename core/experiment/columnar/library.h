// Internal to core/experiment: what the module with Arrow gives to the program that loads it.
#pragma once

#include "experiment/columnar/columnar.h"

namespace mlink::experiment {

struct ColumnarLibrary {
  std::string (*version)();
  Result<std::unique_ptr<ColumnReader>> (*open)(const std::filesystem::path& path, ColumnFile kind);
  Result<std::unique_ptr<ColumnWriter>> (*write)(ColumnFile kind, const std::vector<ColumnField>& fields,
                                                 const std::map<std::string, std::string>& about);
};

/// The name of the function in the module, of type `const ColumnarLibrary* ()`.
inline constexpr const char* kColumnarEntry = "mlink_columnar_library";

}  // namespace mlink::experiment
