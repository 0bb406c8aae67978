// Internal to core/blackbox.
// Whether Darknet weights belong to their .cfg: OpenCV loads any others without a word, and answers nonsense.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "base/error.h"

namespace mlink::blackbox {

/// The numbers that a network of this .cfg has (weights, biases, batch normalisation). -1: it has a layer that is not
/// known here (OpenCV names it). Fails where OpenCV would divide by zero or read beyond its layers. Pure; thread-safe.
[[nodiscard]] Result<std::int64_t> darknet_weight_count(std::string_view cfg);

/// Compares that with the size of the weights. The two files of a manifest, in either order. Thread-safe.
[[nodiscard]] Status check_darknet_files(const std::filesystem::path& one, const std::filesystem::path& other);

}  // namespace mlink::blackbox
