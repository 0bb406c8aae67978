// video add, list, remove.
#include <fmt/format.h>

#include <algorithm>

#include "cli.h"

namespace mlink::cli {
namespace {

struct AddArguments {
  std::filesystem::path file;
  std::vector<std::filesystem::path> videos;
  std::string camera, crop;
  int every = 1;
  std::int64_t limit = 0;
};

Status add(Context& context, const AddArguments& arguments) {
  if (!arguments.camera.empty() && arguments.videos.size() > 1)
    return fail(ErrorKind::invalid_input, "One camera name cannot name several videos.",
                "Add them one by one, or leave --camera out.");
  AddVideoOptions options;
  options.camera = arguments.camera;
  options.every = arguments.every;
  options.limit = arguments.limit;
  if (!arguments.crop.empty()) {
    MLINK_ASSIGN(options.crop, parse_crop(arguments.crop));
  }
  MLINK_ASSIGN(auto experiment, Experiment::open(arguments.file));
  std::vector<RowId> ids;
  for (const auto& video : arguments.videos) {
    if (context.stop.stop_requested()) return stopped();
    MLINK_ASSIGN(const auto id, experiment.add_video(video, options));
    ids.push_back(id);
  }
  MLINK_ASSIGN(auto overview, experiment.overview());
  std::erase_if(overview.cameras,
                [&](const CameraRow& c) { return std::find(ids.begin(), ids.end(), c.id) == ids.end(); });
  context.print({{"cameras", overview_json(overview)["cameras"]}}, {cameras_table(overview)});
  return {};
}

}  // namespace

void add_video_commands(CLI::App& app, Parsed& parsed) {
  auto* video = app.add_subcommand("video", "Videos of an experiment: add, list, remove");
  video->require_subcommand(1);

  auto* add_videos = add_command(*video, parsed, "add", "Add videos; a crop makes a region a camera of its own");
  auto arguments = std::make_shared<AddArguments>();
  add_videos->add_option("FILE", arguments->file, "The experiment file (*.mlink)")->required();
  add_videos->add_option("VIDEO", arguments->videos, "Video files")->required();
  add_videos->add_option("--camera", arguments->camera, "Name of the camera (default: the file's name)");
  add_videos->add_option("--crop", arguments->crop, "Region of the picture, WIDTHxHEIGHT+X+Y in pixels");
  add_videos->add_option("--every", arguments->every, "Take every n-th frame")->check(CLI::Range(1, 1000000));
  add_videos->add_option("--limit", arguments->limit, "Take at most so many frames (0: all)")
      ->check(CLI::NonNegativeNumber);
  add_videos->callback(
      [&parsed, arguments] { parsed.action = [arguments](Context& context) { return add(context, *arguments); }; });

  auto* list = add_command(*video, parsed, "list", "List the cameras");
  list->callback([&parsed, file = add_file(list)] {
    parsed.action = [file](Context& context) -> Status {
      MLINK_ASSIGN(const auto reader, ExperimentReader::open(*file));
      MLINK_ASSIGN(const auto overview, reader.overview());
      context.print({{"cameras", overview_json(overview)["cameras"]}}, {cameras_table(overview)});
      return {};
    };
  });

  auto* remove =
      add_command(*video, parsed, "remove", "Remove a camera; its outputs are kept until the box or video comes back");
  auto file = add_file(remove);
  auto name = std::make_shared<std::string>();
  remove->add_option("CAMERA", *name, "Name of the camera")->required();
  remove->callback([&parsed, file, name] {
    parsed.action = [file, name](Context& context) -> Status {
      MLINK_ASSIGN(auto experiment, Experiment::open(*file));
      MLINK_TRY(experiment.remove_camera(*name));
      context.print({{"removed", *name}}, {});
      context.say(fmt::format("Removed the camera {}", *name));
      return {};
    };
  });
}

}  // namespace mlink::cli
