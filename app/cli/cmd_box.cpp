// box add, list, relink, rename, remove, check, measure, convert.
#include <fmt/format.h>

#include "base/text.h"
#include "cli.h"
#include "experiment/boxes.h"
#include "experiment/plugins.h"
#include "experiment/source_edits.h"

namespace mlink::cli {
namespace {

Status add(Context& context, const std::filesystem::path& file, const std::vector<std::filesystem::path>& manifests) {
  MLINK_ASSIGN(auto experiment, Experiment::open(file));
  for (const auto& manifest : manifests) {
    if (context.stop.stop_requested()) return stopped();
    MLINK_ASSIGN(const auto found, manifest_called(manifest));
    for (const auto& assumed : found.unknown) context.say("Note: " + assumed);
    MLINK_TRY(experiment.add_box(found.file));
  }
  MLINK_ASSIGN(const auto overview, experiment.overview());
  context.print({{"boxes", overview_json(overview)["boxes"]}}, {boxes_table(overview)});
  return {};
}

Status list(Context& context, const std::filesystem::path& file) {
  MLINK_ASSIGN(const auto reader, ExperimentReader::open(file));
  MLINK_ASSIGN(const auto overview, reader.overview());
  context.print({{"boxes", overview_json(overview)["boxes"]}}, {boxes_table(overview)});
  return {};
}

Status remove(Context& context, const std::filesystem::path& file, const std::string& box) {
  MLINK_ASSIGN(auto experiment, Experiment::open(file));
  MLINK_TRY(experiment.remove_box(box));
  context.print({{"removed", box}}, {});
  context.say(fmt::format("Removed the box {}", box));
  return {};
}

struct ConvertArguments {
  std::filesystem::path model, out;
  std::string options;
};

Status convert(Context& context, const ConvertArguments& arguments) {
  MLINK_ASSIGN(const auto text, convert_model(arguments.model, arguments.out, arguments.options));
  const auto report = nlohmann::json::parse(text);
  context.print(report, {});
  for (const auto& warning : report.value("warnings", std::vector<std::string>{})) context.say("Note: " + warning);
  int nodes = 0;
  for (const auto& [op, count] : report["ops"].items()) nodes += count.get<int>();
  context.say(fmt::format("Wrote {}: {} nodes of {} kinds, {} numbers", arguments.out.string(), nodes,
                          report["ops"].size(), count_text(report.value("parameters", std::int64_t{0}))));
  return {};
}

Status check(Context& context, const std::filesystem::path& manifest) {
  MLINK_ASSIGN(const auto trial, try_box(manifest));
  nlohmann::json spec;
  to_json(spec, trial.spec);
  context.print({{"name", trial.name},
                 {"title", trial.title},
                 {"adapter", trial.adapter},
                 {"output", spec},
                 {"content_hash", trial.content_hash},
                 {"load_seconds", trial.load_seconds},
                 {"seconds", trial.seconds},
                 {"tried", trial.lines}},
                {});
  for (const auto& line : trial.lines) context.say(line);
  context.say(fmt::format("{} is usable: {}, loaded in {}, a frame takes {:.1f} ms", trial.name,
                          to_string(trial.spec.task), duration_text(trial.load_seconds), trial.seconds * 1e3));
  return {};
}

struct MeasureArguments {
  std::filesystem::path manifest;
  int frames = MeasureInput{}.frames;
  bool use_gpu = true;
  std::vector<std::filesystem::path> videos;
  std::vector<int> every, streams, sound_streams;
  std::vector<std::string> crops;
};

// The n-th --every and --crop belong to the n-th --video; one alone belongs to all.
template <class T>
Result<T> of_video(const std::vector<T>& given, std::size_t video, std::size_t videos, const char* option,
                   T otherwise) {
  if (given.empty()) return otherwise;
  if (given.size() == 1) return given[0];
  if (given.size() == videos) return given[video];
  return fail(ErrorKind::invalid_input, fmt::format("{} stands {} times for {} videos.", option, given.size(), videos),
              "Give it once, or once for each --video.");
}

Result<MeasureInput> measure_input(const MeasureArguments& arguments) {
  MeasureInput input{arguments.frames, {}, arguments.use_gpu};
  const auto n = arguments.videos.size();
  for (std::size_t i = 0; i < n; ++i) {
    MeasureSource source;
    source.video = arguments.videos[i];
    MLINK_ASSIGN(source.every, of_video(arguments.every, i, n, "--every", 1));
    MLINK_ASSIGN(source.stream, of_video(arguments.streams, i, n, "--stream", -1));
    MLINK_ASSIGN(source.sound_stream, of_video(arguments.sound_streams, i, n, "--sound-stream", -1));
    MLINK_ASSIGN(const auto crop, of_video(arguments.crops, i, n, "--crop", std::string("none")));
    if (crop != "none") {
      MLINK_ASSIGN(source.crop, parse_crop(crop));
    }
    input.sources.push_back(std::move(source));
  }
  return input;
}

Status measure(Context& context, const MeasureArguments& arguments) {
  MLINK_ASSIGN(const auto input, measure_input(arguments));
  MLINK_ASSIGN(const auto figures, measure_box_file(arguments.manifest, input, context.stop));
  context.print({{"seconds", figures.seconds},
                 {"seconds_p50", figures.seconds_p50},
                 {"seconds_p95", figures.seconds_p95},
                 {"seconds_p99", figures.seconds_p99},
                 {"peak_bytes", static_cast<std::int64_t>(figures.bytes)},
                 {"load_seconds", figures.load_seconds},
                 {"unload_seconds", figures.unload_seconds},
                 {"gpu_known", figures.known(CostKind::gpu_memory)},
                 {"gpu_bytes", static_cast<std::int64_t>(figures.gpu_bytes)},
                 {"gpu_note", figures.gpu_note},
                 {"note", figures.seconds_note}},
                {});
  context.say(fmt::format("{:.1f} ms a frame (p50 {:.1f}, p95 {:.1f}, p99 {:.1f} ms), peak {}; {}",
                          figures.seconds * 1e3, figures.seconds_p50 * 1e3, figures.seconds_p95 * 1e3,
                          figures.seconds_p99 * 1e3, bytes_text(figures.bytes), figures.seconds_note));
  return {};
}

void add_box_relink(CLI::App& box, Parsed& parsed) {
  struct Arguments {
    std::filesystem::path file, manifest;
    std::string name;
  };
  auto* command = add_command(box, parsed, "relink", "Say where the manifest of a box is now; it has to be the same");
  auto arguments = std::make_shared<Arguments>();
  command->add_option("FILE", arguments->file, "The experiment file (*.mlink)")->required();
  command->add_option("BOX", arguments->name, "Name of the box")->required();
  command->add_option("MANIFEST", arguments->manifest, "Its manifest (*.json)")->required();
  command->callback([&parsed, arguments] {
    parsed.action = [arguments](Context& context) -> Status {
      MLINK_ASSIGN(auto experiment, Experiment::open(arguments->file));
      MLINK_TRY(experiment.relink_box(arguments->name, arguments->manifest));
      context.print({{"relinked", arguments->name}}, {});
      context.say(fmt::format("The manifest of {} is {} now", arguments->name, arguments->manifest.string()));
      return {};
    };
  });
}

void add_box_rename(CLI::App& box, Parsed& parsed) {
  auto* rename = add_command(box, parsed, "rename", "Give a black box another name; its outputs, costs and links stay");
  auto file = add_file(rename);
  auto from = std::make_shared<std::string>(), to = std::make_shared<std::string>();
  rename->add_option("BOX", *from, "Name of the box")->required();
  rename->add_option("NAME", *to, "Its new name")->required();
  rename->callback([&parsed, file, from, to] {
    parsed.action = [file, from, to](Context& context) -> Status {
      MLINK_ASSIGN(auto experiment, Experiment::open(*file));
      MLINK_TRY(rename_box(experiment, *from, *to));
      context.print({{"renamed", *from}, {"name", *to}}, {});
      context.say(fmt::format("{} is called {} now", *from, *to));
      return {};
    };
  });
}

void add_trials(CLI::App& box, Parsed& parsed) {
  auto* try_one = add_command(box, parsed, "check", "Try a manifest: weights, shapes, what the box answers");
  auto manifest = std::make_shared<std::filesystem::path>();
  try_one->add_option("MANIFEST", *manifest, "Manifest (*.json)")->required();
  try_one->callback(
      [&parsed, manifest] { parsed.action = [manifest](Context& context) { return check(context, *manifest); }; });

  auto* measure_one = add_command(box, parsed, "measure", "Measure a box's time and peak memory in this process");
  auto arguments = std::make_shared<MeasureArguments>();
  measure_one->add_option("MANIFEST", arguments->manifest, "Manifest (*.json)")->required();
  measure_one->add_flag("!--no-gpu", arguments->use_gpu, "On the CPU only");
  measure_one->add_option("--frames", arguments->frames, "Frames to measure with")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  measure_one->add_option("--video", arguments->videos,
                          "Where the frames come from, once for each camera (default: noise)");
  measure_one
      ->add_option("--every", arguments->every,
                   "The camera uses every N-th frame (for boxes that listen); once, or once for each video")
      ->check(CLI::Range(1, 100000));
  measure_one->add_option("--stream", arguments->streams,
                          "Number of the video stream, -1: the file's best; once, or once for each video");
  measure_one->add_option("--sound-stream", arguments->sound_streams,
                          "Number of the audio stream, -1: the file's best; once, or once for each video");
  measure_one->add_option("--crop", arguments->crops,
                          "Region of the picture, WIDTHxHEIGHT+X+Y in pixels, or none; once, or once for each video");
  measure_one->callback(
      [&parsed, arguments] { parsed.action = [arguments](Context& context) { return measure(context, *arguments); }; });
}

void add_convert(CLI::App& box, Parsed& parsed) {
  auto* command =
      add_command(box, parsed, "convert", "Turn a TensorFlow.js graph model into TorchScript or TensorFlow");
  auto arguments = std::make_shared<ConvertArguments>();
  command->add_option("MODEL.json", arguments->model, "The graph model, its weight shards beside it")->required();
  command
      ->add_option("OUT", arguments->out, "The file to write: *.pb for TensorFlow (OpenVINO runs it), else TorchScript")
      ->required();
  command->add_option("--options", arguments->options,
                      "Outputs, size, scale, offset, grey, fold: JSON text or a file of it");
  command->callback(
      [&parsed, arguments] { parsed.action = [arguments](Context& context) { return convert(context, *arguments); }; });
}

}  // namespace

void add_box_commands(CLI::App& app, Parsed& parsed) {
  auto* box = app.add_subcommand(
      "box", "Black boxes: add, list, relink, rename, remove, check, measure, convert, guess, plugins, trust");
  box->require_subcommand(1);

  auto* add_boxes = add_command(*box, parsed, "add", "Add black boxes by their manifests, or plugins by name");
  auto add_to = add_file(add_boxes);
  auto manifests = std::make_shared<std::vector<std::filesystem::path>>();
  add_boxes->add_option("MANIFEST", *manifests, "Manifests (*.json), or names of plugins (box plugins)")->required();
  add_boxes->callback([&parsed, add_to, manifests] {
    parsed.action = [add_to, manifests](Context& context) { return add(context, *add_to, *manifests); };
  });

  auto* list_boxes = add_command(*box, parsed, "list", "List the black boxes");
  list_boxes->callback([&parsed, file = add_file(list_boxes)] {
    parsed.action = [file](Context& context) { return list(context, *file); };
  });

  auto* remove_box =
      add_command(*box, parsed, "remove", "Remove a black box; its outputs are kept until it comes back");
  auto remove_from = add_file(remove_box);
  auto name = std::make_shared<std::string>();
  remove_box->add_option("BOX", *name, "Name of the box")->required();
  remove_box->callback([&parsed, remove_from, name] {
    parsed.action = [remove_from, name](Context& context) { return remove(context, *remove_from, *name); };
  });
  add_box_relink(*box, parsed);
  add_box_rename(*box, parsed);
  add_trials(*box, parsed);
  add_convert(*box, parsed);
  add_box_guess(*box, parsed);
  add_box_plugins(*box, parsed);
  add_box_trust(*box, parsed);
}

}  // namespace mlink::cli
