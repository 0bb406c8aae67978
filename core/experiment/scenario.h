// Scenarios (recorded/scenario/scenario.h) as experiment files: with outputs that are made up, and called synthetic
// wherever they are shown, or with the cameras of a folder of videos. Each makes a new file, whole or not at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "recorded/scenario/scenario.h"

namespace mlink::experiment {

struct ScenarioReport {
  std::size_t cameras = 0, boxes = 0;
  std::int64_t frames = 0, outputs = 0;
  double seconds = 0;
  std::vector<std::string> notes;
};

/// A built-in scenario by its name, or the description in a file.
[[nodiscard]] Result<Scenario> find_scenario(const std::string& name_or_file);

/// Makes a file with the scenario's boxes as recorded ones, their costs, and for every frame outputs and frame features
/// that follow a hidden common cause. The same seed gives the same outputs on every machine.
/// Errors: there is a file already; what writing may run into; `stopped`. No file is left then.
[[nodiscard]] Result<ScenarioReport> make_synthetic(const Scenario& scenario, const std::filesystem::path& file,
                                                    std::uint64_t seed, const std::stop_token& stop,
                                                    const ProgressFn& progress);
/// Makes a file with the videos of a folder (files, and folders of pictures) as the scenario's cameras, each looked at
/// as often and as long as it says. Boxes are added afterwards, with their manifests.
/// Errors: as above; no folder; another number of videos; names that are fixed and others; a video that cannot be read.
[[nodiscard]] Result<ScenarioReport> make_from_videos(const Scenario& scenario, const std::filesystem::path& file,
                                                      const std::filesystem::path& videos, const std::stop_token& stop,
                                                      const ProgressFn& progress);

}  // namespace mlink::experiment
