// import: outputs of a box that ran elsewhere.
#include <fmt/format.h>

#include <array>
#include <cstdio>

#include "base/text.h"
#include "cli.h"
#include "experiment/import.h"
#include "typed.h"

namespace mlink::cli {
namespace {

constexpr const char* kExamples = R"(
Examples:
  A table, one row a frame (source,frame,value), of a box that counts:
    mlink import my.mlink --box persons --task count --unit persons --outputs persons.csv
  Soft labels (source,frame,walk,run,stand), or the label's name (source,frame,label):
    mlink import my.mlink --box action --task single_label --outputs action.csv
    mlink import my.mlink --box action --task single_label --labels walk,run,stand --outputs action.csv
  What export wrote, with its description beside it:
    mlink export other.mlink --what outputs --out out
    mlink import my.mlink --box pose --outputs out/pose.csv
  An object detector's COCO results as the number of persons, and as the largest car:
    mlink import my.mlink --box people --task count --class person --outputs results.json --images instances.json
    mlink import my.mlink --box car --task localization --class 3 --score 0.5 --outputs results.json --picture 1920x1080
  COCO annotations (images, annotations and categories in one document), packed:
    mlink import my.mlink --box people --task count --class person --outputs instances.json.gz
  A tracker's MOT text, ten frames a second:
    mlink import my.mlink --box tracks --task count --outputs yard.txt --source yard --rate 10

  A table of another program, by time and without a camera's name (time;share), with decimal commas:
    mlink import my.mlink --box share --task regression --tolerance 0.05 --outputs share.csv --camera yard

  The same as Parquet or Arrow (Feather), with a list of the labels' probabilities instead of columns:
    mlink import my.mlink --box action --task single_label --labels walk,run,stand --outputs action.parquet

Columns stand in any order and are separated by commas, semicolons or tabs.
Cameras are found by their names; a camera that the experiment does not have is made, without a video.
An empty cell, NaN, NA or None is "no output"; a frame without a row stays absent. Nothing of a file with an error is imported.
core/recorded/RECORDED.md explains the formats.
)";

struct ImportArguments {
  std::filesystem::path file;
  ImportOptions options;
  std::string task, picture, boxes;
};

constexpr std::array<std::pair<const char*, BoxNumbers>, 3> kBoxNumbers{
    {{"xywh", BoxNumbers::xywh}, {"xyxy", BoxNumbers::xyxy}, {"share", BoxNumbers::share}}};

Result<ImportOptions> options_of(const ImportArguments& arguments) {
  ImportOptions options = arguments.options;
  if (!arguments.task.empty()) {
    MLINK_ASSIGN(options.task, task_from_string(arguments.task));
  }
  for (const auto& [name, boxes] : kBoxNumbers)
    if (arguments.boxes == name) options.boxes = boxes;
  if (!arguments.picture.empty()) {
    MLINK_ASSIGN(options.picture, parse_size(arguments.picture));
  }
  return options;
}

nlohmann::json document_of(const ImportReport& report) {
  nlohmann::json spec;
  to_json(spec, report.spec);
  auto cameras = nlohmann::json::array();
  auto made = nlohmann::json::array();
  for (const auto& camera : report.cameras) {
    cameras.push_back({{"name", camera.name},
                       {"made", camera.made},
                       {"stored", camera.stored},
                       {"left_out", camera.left_out},
                       {"without", camera.without},
                       {"frames_made", camera.frames_made}});
    if (camera.made) made.push_back(camera.name);
  }
  return {{"box", report.box},           {"output", spec},           {"format", std::string(report.format->name)},
          {"read", report.read},         {"stored", report.stored},  {"none", report.none},
          {"left_out", report.left_out}, {"cameras", cameras},       {"cameras_made", made},
          {"replaced", report.replaced}, {"known", report.known},    {"content_hash", report.content_hash},
          {"notes", report.notes},       {"seconds", report.seconds}};
}

Table table_of(const ImportReport& report) {
  Table table{fmt::format("Outputs of {} ({})", report.box, to_string(report.spec.task)),
              {{"camera", "camera", -1},
               {"stored", "stored", 0},
               {"left out", "left_out", 0},
               {"frames without", "without", 0},
               {"camera is", "state", -1}},
              {},
              report.notes};
  for (const auto& camera : report.cameras)
    table.rows.push_back({camera.name, static_cast<double>(camera.stored), static_cast<double>(camera.left_out),
                          static_cast<double>(camera.without),
                          camera.made              ? std::string("new, without video")
                          : camera.frames_made > 0 ? fmt::format("known, {} frames new", camera.frames_made)
                                                   : std::string("known")});
  return table;
}

void tell(const Context& context, const ImportReport& report) {
  context.print(document_of(report), {table_of(report)});
  for (const auto& camera : report.cameras) {
    if (camera.left_out > 0)
      context.say(camera.left_out == 1
                      ? fmt::format("1 row is of a frame that camera {} does not use, it was left out.", camera.name)
                      : fmt::format("{} rows are of frames that camera {} does not use, they were left out.",
                                    count_text(camera.left_out), camera.name));
    if (camera.seconds_differ > 0.05)
      context.say(fmt::format("The table's times differ from those of camera {} by up to {}; the camera's are kept.",
                              camera.name, duration_text(camera.seconds_differ)));
  }
  if (report.known) context.say(fmt::format("These outputs of {} were there already.", report.box));
  if (report.replaced) context.say(fmt::format("They replace what {} was before.", report.box));
  context.say(fmt::format("{} outputs of {} {} in {}, {} of them \"no output\".", count_text(report.stored),
                          count_text(report.read), report.format->detections ? "detections" : "rows",
                          duration_text(report.seconds), count_text(report.none)));
}

void add_meaning(CLI::App* command, ImportArguments& arguments) {
  auto& options = arguments.options;
  command->add_option(
      "--task", arguments.task,
      "single_label, multi_label, localization, regression, count or sequence (not with a description)");
  command->add_option("--spec", options.spec,
                      "Output description (JSON); TABLE.json or BOX.json beside the table is found by itself");
  command->add_option("--labels", options.labels, "Labels, in their order (default: the table's header)")
      ->delimiter(',')
      ->expected(1)
      ->take_all();
  command->add_option("--tolerance", options.tolerance, "regression: error below which a prediction counts as right")
      ->check(above_zero());
  command->add_option("--unit", options.unit, "What is counted or measured: persons, years");
  command->add_option("--camera,--source", options.source,
                      "The camera of all rows: of detections, and of a table without a column source");
  command->add_option("--title", options.title, "What the box is, for people");
  command->add_option("--rate", options.rate, "Frames a second of a camera that is made (default: 1)")
      ->check(above_zero());
  command->add_flag("--strict", options.strict, "A row of a camera or frame that is not there is an error");
  command->add_flag("--replace", options.replace, "Replace the recorded box of this name; its costs are kept");
}

void add_detections(CLI::App* command, ImportArguments& arguments) {
  auto& options = arguments.options;
  std::vector<std::string> names;
  for (const auto* format : import_formats()) names.emplace_back(format->name);
  command->add_option("--format", arguments.options.format, import_format_names() + " (default: guessed from the file)")
      ->check(CLI::IsMember(names));
  command->add_option("--class", options.classes, "Detections: name or id of a class; may be given several times")
      ->expected(1)
      ->take_all();
  command->add_option("--score", options.score, "Detections: leave out those of a lower score")->capture_default_str();
  command->add_option("--images", options.images, "Detections: COCO annotations that say which frame an image_id is");
  command->add_option("--categories", options.categories,
                      "Detections: COCO annotations that name the classes, or 1=person,3=car");
  command->add_option("--picture", arguments.picture, "Detections: size of the picture, WIDTHxHEIGHT in pixels");
  command
      ->add_option("--boxes", arguments.boxes,
                   "Detections: a box is xywh (left, top, width, height in pixels), xyxy (two corners in pixels) or "
                   "share (xywh, in parts of the picture)")
      ->check(CLI::IsMember({"xywh", "xyxy", "share"}));
  command->add_option("--frames", options.frames, "Detections: the box ran on so many frames, from the first on")
      ->check(above_zero());
  command
      ->add_option("--first-frame", options.first_frame,
                   "Detections: number of the first frame (default: 0 for coco, 1 for mot)")
      ->check(CLI::NonNegativeNumber);
}

}  // namespace

void add_import_command(CLI::App& app, Parsed& parsed) {
  auto* command = add_command(app, parsed, "import", "Take outputs of a box that ran elsewhere");
  auto arguments = std::make_shared<ImportArguments>();
  command->add_option("FILE", arguments->file, "The experiment file (*.mlink)")->required();
  command->add_option("--box", arguments->options.box, "Name of the box that the outputs become")->required();
  command
      ->add_option("--outputs", arguments->options.outputs,
                   "Table (CSV), COCO results or annotations (JSON) or MOT text; each may be packed (.gz)")
      ->required();
  add_meaning(command, *arguments);
  add_detections(command, *arguments);
  command->footer(kExamples);
  command->callback([&parsed, arguments] {
    parsed.action = [arguments](Context& context) -> Status {
      MLINK_ASSIGN(const auto options, options_of(*arguments));
      MLINK_ASSIGN(auto experiment, Experiment::open(arguments->file));
      MLINK_ASSIGN(const auto report, experiment.import_outputs(options, context.stop, context.progress()));
      context.end_progress();
      tell(context, report);
      return {};
    };
  });
}

}  // namespace mlink::cli
