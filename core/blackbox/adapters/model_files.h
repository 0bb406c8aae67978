// The formats of network files that people have, and which adapter reads each: for errors and for box guess.
// Thread-safe.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace mlink::blackbox {

struct ModelFormat {
  std::string_view title;                    ///< for people: "ONNX"
  std::vector<std::string_view> extensions;  ///< ".onnx"
  std::vector<std::string_view> adapters;    ///< by name, the best first; empty: none reads it
  std::string_view todo;                     ///< how such a file comes to an adapter, where none reads it
  [[nodiscard]] bool read_by(std::string_view adapter) const;
};

/// All that are known here.
[[nodiscard]] const std::vector<ModelFormat>& model_formats();

/// By the file's first bytes where they tell, else by its extension; null: not known.
[[nodiscard]] const ModelFormat* format_of(const std::filesystem::path& file);

/// What the adapter `own` said of the file, and which other adapter takes such a file.
[[nodiscard]] Error with_other_engines(Error error, const std::filesystem::path& file, std::string_view own);

}  // namespace mlink::blackbox
