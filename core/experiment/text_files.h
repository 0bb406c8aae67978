// Internal to core/experiment: texts in files, unpacked where they are gzip (known by its first bytes, not by its
// name).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "recorded/rows.h"

namespace mlink::experiment {

/// The text from its beginning, piece by piece. Errors: not there, not readable; while it is read: the disk, a gzip
/// file that is damaged or cut off.
[[nodiscard]] Result<TextSource> text_of_file(const std::filesystem::path& path);
/// The first bytes of the text, for a guess; empty where there are none.
[[nodiscard]] std::string head_of(const std::filesystem::path& path);
/// How long the text is, for progress: of gzip what the file says of itself, which is only modulo 4 GiB and only of its
/// last part. Above 0 for any file that is not empty.
[[nodiscard]] std::int64_t text_bytes(const std::filesystem::path& path);
/// "x.csv" for "x.csv.gz", any other name as it is.
[[nodiscard]] std::filesystem::path without_gz(const std::filesystem::path& path);

}  // namespace mlink::experiment
