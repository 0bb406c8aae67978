// selftest: whether boxes answer on a GPU what they answer on the CPU.
#include <fmt/format.h>

#include "cli.h"
#include "experiment/boxes.h"
#include "experiment/decode_check.h"

namespace mlink::cli {
namespace {

struct SelfTest {
  std::vector<std::filesystem::path> manifests;
  std::filesystem::path video;
  int frames = 64;
  bool gpu = true;
};

Table table_of(const std::vector<DeviceTrial>& trials) {
  Table table{"The GPU's way against the CPU's",
              {{"box", "box", -1},
               {"device", "device", -1},
               {"frames", "frames", 0},
               {"agree", "agree", 0},
               {"largest", "largest difference", 6},
               {"lot", "frames a call", 0},
               {"cpu_ms", "CPU, one a call, ms a frame", 2},
               {"ms", "device, ms a frame", 2},
               {"by", "pictures by", -1}},
              {},
              {}};
  for (const auto& one : trials)
    table.rows.push_back({one.name, one.device, static_cast<double>(one.frames), static_cast<double>(one.agree),
                          one.largest, static_cast<double>(one.lot), one.seconds_alone * 1e3, one.seconds_there * 1e3,
                          std::string(one.kernels ? "CUDA kernels" : "LibTorch")});
  return table;
}

/// The video's frames decoded on the GPU against those of the CPU. False: they differ. What cannot be tried is told:
/// boxes do not need it.
Result<bool> decoding(Context& context, const SelfTest& how, nlohmann::json& document) {
  if (!how.gpu || how.video.empty()) return true;
  const auto trial = try_decoding(how.video, how.frames, context.stop);
  if (!trial && trial.error().kind == ErrorKind::stopped) return stopped();
  if (!trial) {
    context.warn(trial.error());
    document.push_back({{"video", how.video.string()}, {"error", trial.error().text()}});
    return true;
  }
  document.push_back({{"video", how.video.string()},
                      {"frames", trial->frames},
                      {"agree", trial->agree},
                      {"on_gpu", trial->on_device},
                      {"cpu_seconds", trial->seconds_cpu},
                      {"device_seconds", trial->seconds_device},
                      {"note", trial->note},
                      {"passed", trial->passed()}});
  if (!trial->note.empty()) context.say(trial->note);
  context.say(fmt::format("Decoding: {} of {} frames are the CPU's, byte by byte; {:.2f} ms a frame, {:.2f} on the CPU",
                          trial->agree, trial->frames, trial->seconds_device * 1e3, trial->seconds_cpu * 1e3));
  return trial->passed();
}

Status selftest(Context& context, const SelfTest& how) {
  MeasureInput input{how.frames, {}, true};
  if (!how.video.empty()) input.sources.push_back({how.video, {}, 1, -1, -1});
  std::vector<DeviceTrial> trials;
  auto document = nlohmann::json::array();
  std::string differing;
  int not_tried = 0;
  for (const auto& manifest : how.manifests) {
    const auto tried = try_device(manifest, input, how.gpu, context.stop);
    if (!tried && tried.error().kind == ErrorKind::stopped) return stopped();
    if (!tried) {  // the others are tried all the same
      context.warn(tried.error());
      document.push_back({{"manifest", manifest.string()}, {"error", tried.error().text()}});
      ++not_tried;
      continue;
    }
    const auto& trial = *tried;
    trials.push_back(trial);
    document.push_back({{"box", trial.name},
                        {"device", trial.device},
                        {"frames", trial.frames},
                        {"agree", trial.agree},
                        {"largest_difference", trial.largest},
                        {"frames_a_call", trial.lot},
                        {"cpu_seconds", trial.seconds_alone},
                        {"device_seconds", trial.seconds_there},
                        {"cuda_kernels", trial.kernels},
                        {"note", trial.note},
                        {"passed", trial.passed}});
    if (!trial.note.empty()) context.say(trial.name + ": " + trial.note);
    if (!trial.passed) differing += (differing.empty() ? "" : ", ") + trial.name;
  }
  MLINK_ASSIGN(const bool decodes, decoding(context, how, document));
  context.print(document, trials.empty() ? std::vector<Table>{} : std::vector<Table>{table_of(trials)});
  if (differing.empty() && not_tried == 0 && decodes) return {};
  if (differing.empty() && !decodes)
    return fail(ErrorKind::failed, "The video is not decoded on the GPU as on the CPU (above).",
                "Collect it with --decode cpu, as without it.", how.video.string());
  if (differing.empty())
    return fail(ErrorKind::failed,
                fmt::format("{} of {} boxes could not be tried (above).", not_tried, how.manifests.size()));
  return fail(ErrorKind::failed, "These boxes answer otherwise on the device than on the CPU: " + differing + ".",
              "Collect them with --no-gpu, and report the table above with the GPU's name and driver.");
}

}  // namespace

void add_selftest_command(CLI::App& app, Parsed& parsed) {
  auto* command = add_command(app, parsed, "selftest",
                              "Hold what boxes answer on the GPU, and what it decodes of a video, against the CPU");
  auto how = std::make_shared<SelfTest>();
  command->add_option("MANIFEST", how->manifests, "Black boxes whose adapter can use a GPU")->required();
  command->add_option("--video", how->video, "Frames of this video; without one: noise");
  command->add_option("--frames", how->frames, "How many")->check(CLI::Range(1, 100000))->capture_default_str();
  command->add_flag(
      "--gpu,!--cpu", how->gpu,
      "On the GPU (as without it); --cpu: the same way with the CPU as the device, everything but the GPU");
  command->callback([&parsed, how] { parsed.action = [how](Context& context) { return selftest(context, *how); }; });
}

}  // namespace mlink::cli
