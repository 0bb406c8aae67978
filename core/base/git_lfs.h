// Git LFS leaves a few lines of text in place of a large file until the file itself is fetched. Whoever reads such a
// pointer as what it stands for says something that sends the user astray. Free functions; thread-safe.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.h"

namespace mlink::base {

/// Fails where `bytes`, the beginning of `file`, is such a pointer. `what`: "The manifest is", "The weights are".
[[nodiscard]] Status expect_no_lfs_pointer(std::string_view bytes, const std::string& what,
                                           const std::filesystem::path& file);
/// The same, reading the beginning of the file; one that cannot be read passes.
[[nodiscard]] Status expect_no_lfs_pointer(const std::string& what, const std::filesystem::path& file);

}  // namespace mlink::base
