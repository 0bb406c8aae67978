// Internal to core/experiment: opens the files of an import for core/recorded, which knows texts only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "experiment/import.h"
#include "recorded/format.h"

namespace mlink::experiment {

/// As asked for, else by name and first bytes. Errors: not there, a folder, empty, not readable, no such format.
[[nodiscard]] Result<const ImportFormat*> format_of(const ImportOptions& options);

/// Opens all files that the options name, and finds out what the outputs mean. `notes`: what was taken as understood.
[[nodiscard]] Result<std::unique_ptr<RowSource>> open_rows(const ImportOptions& options, const ImportFormat& format,
                                                           const std::vector<KnownCamera>& cameras,
                                                           std::vector<std::string>& notes);

}  // namespace mlink::experiment
