// video add, list, start, relink, rename, remove.
#include <fmt/format.h>

#include <algorithm>

#include "cli.h"
#include "experiment/source_edits.h"

namespace mlink::cli {
namespace {

struct AddArguments {
  std::filesystem::path file;
  std::vector<std::filesystem::path> videos;
  std::string camera, crop, start;
  bool continues = false, sequence = false;
  int every = 1;
  std::int64_t limit = 0;
  int stream = -1, sound_stream = -1;
  double rate = 0;
};

Result<std::string> camera_name(const Experiment& experiment, RowId id) {
  MLINK_ASSIGN(const auto overview, experiment.overview());
  for (const auto& camera : overview.cameras)
    if (camera.id == id) return camera.name;
  return fail(ErrorKind::not_found, "The camera was removed meanwhile.", {}, experiment.path().string());
}

Status add(Context& context, const AddArguments& arguments) {
  const bool several = arguments.videos.size() > 1;
  if (!arguments.camera.empty() && several && !arguments.sequence)
    return fail(ErrorKind::invalid_input, "One camera name cannot name several videos.",
                "Files of one camera, each after the one before: --sequence. Else add them one by one, or leave "
                "--camera out.");
  if (arguments.continues && arguments.camera.empty())
    return fail(ErrorKind::invalid_input, "--continue goes on with a camera.", "Name it: --camera NAME.");
  AddVideoOptions options;
  options.continues = arguments.continues;
  if (!arguments.start.empty()) {
    MLINK_ASSIGN(options.start, parse_start(arguments.start));
  }
  options.camera = arguments.camera;
  options.every = arguments.every;
  options.limit = arguments.limit;
  options.stream = arguments.stream;
  options.sound_stream = arguments.sound_stream;
  options.rate = arguments.rate;
  if (!arguments.crop.empty()) {
    MLINK_ASSIGN(options.crop, parse_crop(arguments.crop));
  }
  MLINK_ASSIGN(auto experiment, Experiment::open(arguments.file));
  std::vector<RowId> ids;
  for (const auto& video : arguments.videos) {
    if (context.stop.stop_requested()) return stopped();
    MLINK_ASSIGN(const auto id, experiment.add_video(video, options));
    ids.push_back(id);
    if (!arguments.sequence) continue;
    options.start.reset();
    if (!arguments.camera.empty()) {
      options.continues = true;
    } else {
      MLINK_ASSIGN(const auto name, camera_name(experiment, id));
      options.start = StartWish{StartOrigin::after, 0, name};
    }
  }
  MLINK_ASSIGN(auto overview, experiment.overview());
  std::erase_if(overview.cameras,
                [&](const CameraRow& c) { return std::find(ids.begin(), ids.end(), c.id) == ids.end(); });
  context.print({{"cameras", overview_json(overview)["cameras"]}}, {cameras_table(overview)});
  for (const auto& camera : overview.cameras)
    for (const auto& note : camera.notes) context.say(fmt::format("{}: {}", camera.name, note));
  return {};
}

struct RelinkArguments {
  std::filesystem::path file;
  std::vector<std::string> names;
  bool all = false;
};

/// A name first, or --all; then the places.
Status relink(Context& context, const RelinkArguments& arguments) {
  auto words = arguments.names;
  std::vector<std::string> cameras;
  if (!arguments.all && words.size() < 2)
    return fail(ErrorKind::invalid_input, "A camera and a file or folder are wanted.",
                "Write mlink video relink FILE CAMERA PATH, or --all and the paths.");
  if (!arguments.all) {
    cameras.push_back(words.front());
    words.erase(words.begin());
  }
  MLINK_ASSIGN(auto experiment, Experiment::open(arguments.file));
  MLINK_ASSIGN(const auto found, experiment.relink_videos(cameras, {words.begin(), words.end()}, context.stop));
  context.print({{"relinked", found}}, {});
  context.say(found.empty() ? "No video is missing." : fmt::format("Found the videos of: {}", fmt::join(found, ", ")));
  return {};
}

void add_relink(CLI::App& video, Parsed& parsed) {
  auto* command = add_command(video, parsed, "relink", "Say where videos that moved are now; their contents decide");
  auto arguments = std::make_shared<RelinkArguments>();
  command->add_option("FILE", arguments->file, "The experiment file (*.mlink)")->required();
  command->add_option("PLACE", arguments->names, "The camera's name (not with --all), then files, or folders to search")
      ->required();
  command->add_flag("--all", arguments->all, "All cameras whose video is missing");
  command->callback(
      [&parsed, arguments] { parsed.action = [arguments](Context& context) { return relink(context, *arguments); }; });
}

void add_rename(CLI::App& video, Parsed& parsed) {
  auto* rename = add_command(video, parsed, "rename", "Give a camera another name; its outputs and links stay");
  auto file = add_file(rename);
  auto from = std::make_shared<std::string>(), to = std::make_shared<std::string>();
  rename->add_option("CAMERA", *from, "Name of the camera")->required();
  rename->add_option("NAME", *to, "Its new name")->required();
  rename->callback([&parsed, file, from, to] {
    parsed.action = [file, from, to](Context& context) -> Status {
      MLINK_ASSIGN(auto experiment, Experiment::open(*file));
      MLINK_TRY(rename_camera(experiment, *from, *to));
      context.print({{"renamed", *from}, {"name", *to}}, {});
      context.say(fmt::format("{} is called {} now", *from, *to));
      return {};
    };
  });
}

}  // namespace

void add_video_commands(CLI::App& app, Parsed& parsed) {
  auto* video = app.add_subcommand("video", "Videos of an experiment: add, list, start, relink, remove");
  video->require_subcommand(1);

  auto* add_videos = add_command(*video, parsed, "add", "Add videos; a crop makes a region a camera of its own");
  auto arguments = std::make_shared<AddArguments>();
  add_videos->add_option("FILE", arguments->file, "The experiment file (*.mlink)")->required();
  add_videos
      ->add_option("VIDEO", arguments->videos,
                   "Video files; folders of pictures, or patterns such as door/%06d.jpg, with --rate")
      ->required();
  add_videos->add_option("--camera", arguments->camera, "Name of the camera (default: the file's name)");
  add_videos->add_option("--crop", arguments->crop, "Region of the picture, WIDTHxHEIGHT+X+Y in pixels");
  add_videos->add_option("--every", arguments->every, "Take every n-th frame")->check(CLI::Range(1, 1000000));
  add_videos->add_option("--limit", arguments->limit, "Take at most so many frames (0: all)")
      ->check(CLI::NonNegativeNumber);
  add_videos->add_option("--rate", arguments->rate, "Pictures a second, of a folder or pattern (10, 29.97)")
      ->check(above_zero());
  add_videos->add_option("--start", arguments->start,
                         "When the file begins: seconds, 11:25:01, a date, after:CAMERA, or metadata "
                         "(default: all files at once)");
  add_videos->add_flag("--continue", arguments->continues, "The file goes on with the camera that --camera names");
  add_videos->add_flag("--sequence", arguments->sequence,
                       "Each file begins where the one before it ends; with --camera they are one camera");
  add_videos->add_option("--stream", arguments->stream, "Number of the video stream (default: the file's best)")
      ->check(CLI::NonNegativeNumber);
  add_videos
      ->add_option("--sound-stream", arguments->sound_stream, "Number of the audio stream (default: the file's best)")
      ->check(CLI::NonNegativeNumber);
  add_videos->callback(
      [&parsed, arguments] { parsed.action = [arguments](Context& context) { return add(context, *arguments); }; });

  add_relink(*video, parsed);
  auto* list = add_command(*video, parsed, "list", "List the cameras");
  list->callback([&parsed, file = add_file(list)] {
    parsed.action = [file](Context& context) -> Status {
      MLINK_ASSIGN(const auto reader, ExperimentReader::open(*file));
      MLINK_ASSIGN(const auto overview, reader.overview());
      context.print({{"cameras", overview_json(overview)["cameras"]}}, {cameras_table(overview)});
      return {};
    };
  });

  auto* start = add_command(*video, parsed, "start",
                            "Say when a camera's file begins: seconds, 11:25:01, a date, after:CAMERA, metadata, none");
  auto start_file = add_file(start);
  auto whose = std::make_shared<std::string>(), when = std::make_shared<std::string>();
  start->add_option("CAMERA", *whose, "Name of the camera")->required();
  start->add_option("START", *when, "When its file begins")->required();
  start->callback([&parsed, start_file, whose, when] {
    parsed.action = [start_file, whose, when](Context& context) -> Status {
      MLINK_ASSIGN(const auto wish, parse_start(*when));
      MLINK_ASSIGN(auto experiment, Experiment::open(*start_file));
      MLINK_TRY(experiment.set_start(*whose, wish));
      MLINK_ASSIGN(const auto overview, experiment.overview());
      context.print({{"cameras", overview_json(overview)["cameras"]}}, {cameras_table(overview)});
      return {};
    };
  });

  add_rename(*video, parsed);
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
