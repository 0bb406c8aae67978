// Internal to core/experiment: files that moved are told where they are; their contents decide.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "store/store.h"

namespace mlink::experiment {

/// Experiment::relink_videos().
[[nodiscard]] Result<std::vector<std::string>> relink_videos(StoreWriter& store,
                                                             const std::vector<std::string>& cameras,
                                                             const std::vector<std::filesystem::path>& places,
                                                             const std::stop_token& stop);
/// Experiment::relink_box().
[[nodiscard]] Status relink_box(StoreWriter& store, const std::string& name, const std::filesystem::path& manifest);

}  // namespace mlink::experiment
