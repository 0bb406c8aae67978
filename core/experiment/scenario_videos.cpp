// A scenario's cameras from a folder of videos.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "base/elapsed.h"
#include "experiment/experiment.h"
#include "experiment/new_file.h"
#include "experiment/scenario.h"
#include "media/video.h"
#include "store/store.h"

namespace mlink::experiment {
namespace {

constexpr std::size_t kNamesTold = 3;

std::string some_names(const std::vector<std::string>& names) {
  std::vector<std::string> first(names.begin(),
                                 names.begin() + static_cast<std::ptrdiff_t>(std::min(kNamesTold, names.size())));
  const auto more = names.size() - first.size();
  return fmt::format("{}{}", fmt::join(first, ", "), more > 0 ? fmt::format(" and {} more", more) : "");
}

/// Files and folders of pictures, by name; hidden ones are none.
Result<std::vector<std::filesystem::path>> videos_in(const std::filesystem::path& folder) {
  std::error_code ec;
  if (!std::filesystem::is_directory(folder, ec))
    return fail(ErrorKind::not_found, "There is no such folder of videos.", {}, folder.string());
  std::vector<std::filesystem::path> videos;
  for (auto at = std::filesystem::directory_iterator(folder, ec); !ec && at != std::filesystem::directory_iterator();
       at.increment(ec))
    if (at->path().filename().string().front() != '.') videos.push_back(at->path());
  if (ec) return fail(ErrorKind::io, fmt::format("The folder cannot be read ({}).", ec.message()), {}, folder.string());
  std::sort(videos.begin(), videos.end());
  return videos;
}

Status check_videos(const Scenario& scenario, const std::vector<std::filesystem::path>& videos,
                    const std::filesystem::path& folder) {
  const char* const wanted = scenario.only ? "clips" : "cameras";
  if (videos.size() != scenario.camera_count())
    return fail(ErrorKind::invalid_input,
                fmt::format("There are {} videos, and {} has {} {}.", videos.size(), scenario.name,
                            scenario.camera_count(), wanted),
                "Put one video, or one folder of pictures, a camera there, or say how many with --cameras.",
                folder.string());
  std::set<std::string> there;
  for (const auto& video : videos)
    if (!there.insert(video.stem().string()).second)
      return fail(ErrorKind::invalid_input, fmt::format("Two videos are called {}.", video.stem().string()),
                  "A camera has the name of its video: give each its own.", folder.string());
  if (!scenario.fixed_names) return {};
  std::vector<std::string> missing;
  for (const auto& name : scenario.cameras())
    if (!there.contains(name)) missing.push_back(name);
  if (missing.empty()) return {};
  return fail(ErrorKind::not_found, fmt::format("There is no video of {}.", some_names(missing)),
              fmt::format("The {} of {} have fixed names.", wanted, scenario.name), folder.string());
}

AddVideoOptions options_for(const Scenario& scenario, const std::filesystem::path& video) {
  AddVideoOptions options;
  options.camera = video.stem().string();
  options.limit = scenario.frames_per_camera();
  if (is_picture_series(video)) options.rate = 1 / scenario.frame_seconds;
  if (scenario.only)
    options.first = *scenario.only;
  else
    options.step_seconds = scenario.frame_seconds;
  return options;
}

Status add_each(Experiment& experiment, const Scenario& scenario, const std::vector<std::filesystem::path>& videos,
                const std::stop_token& stop, const ProgressFn& progress) {
  ProgressMeter meter(progress, "Add", "videos", static_cast<std::int64_t>(videos.size()));
  for (const auto& video : videos) {
    if (stop.stop_requested()) return stopped();
    MLINK_TRY(experiment.add_video(video, options_for(scenario, video)));
    meter.advance(1, video.filename().string());
  }
  meter.finish();
  return {};
}

Result<ScenarioReport> told_of(const Experiment& experiment, const Scenario& scenario) {
  MLINK_ASSIGN(const auto overview, experiment.overview());
  ScenarioReport report;
  report.cameras = overview.cameras.size();
  std::vector<std::string> shorter;
  for (const CameraRow& camera : overview.cameras) {
    report.frames += camera.frames;
    if (camera.frames < 1)
      return fail(ErrorKind::invalid_input, fmt::format("{} has no frame {}.", camera.name, *scenario.only),
                  "A longer video is expected.", camera.path);
    if (camera.frames < scenario.frames_per_camera()) shorter.push_back(camera.name);
  }
  if (!shorter.empty())
    report.notes.push_back(
        fmt::format("Shorter than the scenario's {:g} h: {}.", scenario.seconds / 3600, some_names(shorter)));
  return report;
}

}  // namespace

Result<ScenarioReport> make_from_videos(const Scenario& scenario, const std::filesystem::path& file,
                                        const std::filesystem::path& videos, const std::stop_token& stop,
                                        const ProgressFn& progress) {
  const auto start = std::chrono::steady_clock::now();
  MLINK_ASSIGN(const auto found, videos_in(videos));
  MLINK_TRY(check_videos(scenario, found, videos));
  MLINK_ASSIGN(auto unfinished, NewFile::begin(file));
  ScenarioReport report;
  {
    MLINK_ASSIGN(auto experiment, Experiment::create(unfinished.path()));
    MLINK_TRY(add_each(experiment, scenario, found, stop, progress));
    MLINK_ASSIGN(report, told_of(experiment, scenario));
  }
  {
    MLINK_ASSIGN(auto store, StoreWriter::open(unfinished.path()));
    MLINK_TRY(store.set_setting("scenario", scenario.usage()));
  }
  MLINK_TRY(unfinished.finish());
  report.seconds = seconds_since(start);
  return report;
}

}  // namespace mlink::experiment
