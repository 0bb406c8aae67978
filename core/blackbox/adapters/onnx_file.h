// Internal to core/blackbox.
// What is known to end the whole program, or to fail without a word of use, when OpenCV reads an ONNX file: found
// beforehand. Pure of OpenCV; thread-safe.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/error.h"

namespace mlink::blackbox {

/// Refuses weights in a file of their own, tensors whose numbers do not fill their shape, half-precision weights, and
/// networks with their own NonMaxSuppression, each with what to do. A file that is no protobuf passes: OpenCV refuses
/// it itself, with a reason.
[[nodiscard]] Status check_onnx_file(const std::filesystem::path& file);
/// The same of the file's bytes; the error has no path.
[[nodiscard]] Status check_onnx_bytes(std::string_view bytes);

}  // namespace mlink::blackbox
