// Internal to core/experiment: opens the files of an import for core/recorded, which knows texts only.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "experiment/import.h"
#include "outputs/clock.h"
#include "recorded/format.h"

namespace mlink::experiment {

/// As asked for, else by name and first bytes. Errors: not there, a folder, empty, not readable, no such format.
[[nodiscard]] Result<const ImportFormat*> format_of(const ImportOptions& options);

/// What a description tells of a camera that an import makes.
struct DescribedCamera {
  std::string name;
  double rate = 0;     ///< frames a second; 0: not told
  double seconds = 0;  ///< length
  int width = 0, height = 0;
  ClockStart start;
  std::string synthetic;  ///< how its outputs were made up
};
/// What stands beside a table: what its outputs mean, and what else `export` knows that no table holds.
struct Description {
  std::optional<OutputSpec> spec;
  std::filesystem::path file;  ///< empty: there is none
  std::vector<DescribedCamera> cameras;
  std::string synthetic;
  [[nodiscard]] const DescribedCamera* camera(const std::string& name) const;
};

/// Opens all files that the options name, and finds out what the outputs mean. `notes`: what was taken as understood.
[[nodiscard]] Result<std::unique_ptr<RowSource>> open_rows(const ImportOptions& options, const ImportFormat& format,
                                                           const std::vector<KnownCamera>& cameras,
                                                           Description& description, std::vector<std::string>& notes);

}  // namespace mlink::experiment
