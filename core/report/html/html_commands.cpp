// How a report's figures are made again: the commands, and in words what no command says.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/cells.h"
#include "report/html/html_parts.h"
#include "report/run_command.h"

namespace mlink::report {
namespace {

struct Steps {
  std::vector<std::string> commands, words;
};

const ToldRun* import_of(const HtmlContent& content, const std::string& box) {
  for (const ToldRun& run : content.imports)
    if (run.run.name == box) return &run;
  return nullptr;
}

void add_recorded(const HtmlContent& content, const BoxRow& box, Steps& steps) {
  const ToldRun* const run = import_of(content, box.name);
  if (run && !run->command.empty() && run->command_note.empty()) {
    steps.commands.push_back(run->command);
    if (box.synthetic.empty()) return;
  }
  steps.words.push_back(
      !box.synthetic.empty() ? fmt::format("Outputs of {} are made up: {}.", box.name, box.synthetic)
      : box.manifest_path.empty()
          ? fmt::format("Outputs of {} were imported; from what file is not known.", box.name)
          : fmt::format("Outputs of {} were imported from {}, with options that no command here tells.", box.name,
                        box.manifest_path));
}

/// Whether all imports say what they were told, and so the rates of the cameras that they made.
bool tell_rates(const HtmlContent& content) {
  return std::all_of(content.imports.begin(), content.imports.end(), [](const ToldRun& run) {
    const auto json = nlohmann::json::parse(run.run.settings_json, nullptr, false);
    return json.is_object() && json.value("recorded", nlohmann::json::object()).contains("given");
  });
}

/// Cameras that an import made have a rate, which is 1 where neither --rate nor the table's times say another. Earlier
/// programs did not keep which.
void add_rates(const HtmlContent& content, Steps& steps) {
  if (tell_rates(content)) return;
  for (const CameraRow& camera : content.snapshot.overview.cameras)
    if (camera.recorded && camera.synthetic.empty() && camera.frame_rate > 0 && camera.frame_rate != 1)
      steps.words.push_back(
          fmt::format("Camera {} has no video; it was imported with {:g} frames a second, by --rate or "
                      "the tables' times.",
                      camera.name, camera.frame_rate));
}

void add_costs(const Overview& overview, Steps& steps) {
  bool measured = false;
  std::string typed;
  for (const BoxRow& box : overview.boxes) {
    std::string costs;
    for (const CostKind kind : {CostKind::time, CostKind::memory, CostKind::gpu_memory}) {
      const CostOrigin origin = box.costs.origin(kind);
      measured = measured || origin == CostOrigin::measured;
      if (origin == CostOrigin::typed)
        costs += fmt::format(" {}={}", to_string(kind), exact_amount({kind, box.costs.of(kind)}));
    }
    if (!costs.empty()) typed += " " + shell_word(box.name) + costs;
  }
  if (measured) steps.commands.emplace_back("mlink profile FILE");
  if (!typed.empty()) steps.commands.push_back("mlink profile FILE --set" + typed);
}

void add_training(const HtmlContent& content, Steps& steps) {
  const Overview& overview = content.snapshot.overview;
  if (overview.link_sets.empty()) return;
  std::string left_out;
  steps.commands.push_back(train_command(overview.link_sets.front().settings, left_out));
  if (!left_out.empty()) steps.words.push_back(left_out);
  for (const ToldRun& training : content.trainings) steps.commands.push_back(training.command);
}

void add_replays(const HtmlContent& content, Steps& steps) {
  for (const HtmlReplays& replays : content.replays) {
    if (replays.at.empty()) continue;
    std::string command = "mlink replay FILE";
    for (const ReplayResult& result : replays.at)
      command += " --budget " + exact_amount({replays.kind, result.settings.budget});
    steps.commands.push_back(command + fmt::format(" --methods {} --seed {}",
                                                   fmt::join(replays.at.front().settings.methods, ","),
                                                   replays.at.front().settings.seed));
  }
}

}  // namespace

std::string commands_html(const HtmlContent& content) {
  const Overview& overview = content.snapshot.overview;
  Steps steps;
  bool runs = false;
  for (const BoxRow& box : overview.boxes)
    if (box.recorded)
      add_recorded(content, box, steps);
    else
      runs = true;
  if (runs) steps.commands.emplace_back("mlink collect FILE");
  add_rates(content, steps);
  add_costs(overview, steps);
  add_training(content, steps);
  add_replays(content, steps);
  std::string lines, words;
  for (const std::string& command : steps.commands)
    lines += with_file(command, overview.path.filename().string()) + "\n";
  for (const std::string& word : steps.words) words += "<p class=\"second\">" + escape_html(word) + "</p>\n";
  return (lines.empty() ? "" : "<pre><code>" + escape_html(lines) + "</code></pre>\n") + words;
}

}  // namespace mlink::report
