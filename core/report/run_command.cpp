#include "report/run_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "experiment/import.h"
#include "outputs/amount.h"
#include "replay/replay.h"

namespace mlink::report {
namespace {

using CommandJson = nlohmann::json;

constexpr std::string_view kFilePlace = " FILE";

/// The settings of a training that are typed, beside those that are always said.
constexpr std::array<std::pair<const char*, const char*>, 5> kTrainOptions{{{"nets", "nets"},
                                                                            {"batch", "batch"},
                                                                            {"learning_rate", "learning-rate"},
                                                                            {"sequence_hidden", "sequence-hidden"},
                                                                            {"scalar_weights", "scalar-weights"}}};

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("._-/,:+=@%").find(c) != std::string_view::npos;
}

}  // namespace

std::string option_text(const StudyOption& option) {
  return std::visit(
      [](const auto* value) -> std::string {
        if constexpr (std::is_same_v<std::decay_t<decltype(*value)>, std::vector<double>>)
          return fmt::format("{}", fmt::join(*value, ","));
        else
          return fmt::format("{}", *value);
      },
      option.value);
}

std::string shell_word(const std::string& word) {
  bool plain = !word.empty();
  for (const char c : word) plain = plain && is_plain(c);
  if (plain) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string with_file(const std::string& command, const std::string& file) {
  const auto at = command.find(kFilePlace);
  if (at == std::string::npos) return command;
  return command.substr(0, at + 1) + shell_word(file) + command.substr(at + kFilePlace.size());
}

std::string exact_amount(const Amount& amount) {
  using Unit = std::pair<const char*, double>;
  static constexpr std::array<Unit, 4> kBytes{{{"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}, {"B", 1}}};
  static constexpr std::array<Unit, 4> kSeconds{{{"min", 60}, {"s", 1}, {"ms", 1e-3}, {"us", 1e-6}}};
  const std::string behind = amount.kind == CostKind::gpu_memory ? "-gpu" : "";
  std::string shortest;
  for (const auto& [unit, factor] : is_memory(amount.kind) ? kBytes : kSeconds) {
    const std::string text = fmt::format("{}{}{}", amount.value / factor, unit, behind);
    const auto read = parse_amount(text);
    if (read && read->value == amount.value && (shortest.empty() || text.size() < shortest.size())) shortest = text;
  }
  return shortest.empty() ? fmt::format("{}{}{}", amount.value, is_memory(amount.kind) ? "B" : "s", behind) : shortest;
}

std::string train_command(const TrainSettings& settings, std::string& left_out) {
  std::string command =
      fmt::format("mlink train FILE --part {} --seed {} --epochs {}", settings.part, settings.seed, settings.epochs);
  CommandJson given;
  CommandJson usual;
  to_json(given, settings);
  to_json(usual, TrainSettings{});
  if (settings.split == SplitKind::clip) command += fmt::format(" --split clip --split-seed {}", settings.split_seed);
  for (const auto& [key, option] : kTrainOptions) {
    if (given.at(key) != usual.at(key))
      command += given.at(key).is_boolean() ? fmt::format(" --{}", option)
                                            : fmt::format(" --{} {}", option, given.at(key).dump());
    given.erase(key);
  }
  for (const char* const said : {"part", "seed", "epochs", "split", "split_seed"}) given.erase(said);
  std::string others;
  for (const auto& [key, value] : given.items())
    if (value != usual.at(key)) others += (others.empty() ? "" : ", ") + key + " " + value.dump();
  left_out = others.empty() ? "" : "No option says: " + others + ".";
  return command;
}

std::string replay_command(const CommandJson& settings) {
  const ReplaySettings usual;
  std::string command = "mlink replay FILE";
  const auto kind = cost_kind(settings.at("kind").get<std::string>()).value_or(CostKind::time);
  for (const auto& budget : settings.at("budgets"))
    command += " --budget " + exact_amount({kind, budget.get<double>()});
  if (const auto methods = settings.at("methods").get<std::vector<std::string>>(); methods != usual.methods)
    command += fmt::format(" --methods {}", fmt::join(methods, ","));
  if (const double period = settings.value("period_seconds", 0.0); period > 0)
    command += " --period " + exact_amount({CostKind::time, period});
  if (const double prefix = settings.value("prefix", usual.prefix); prefix != usual.prefix)
    command += fmt::format(" --prefix {}", prefix);
  if (!settings.value("prefix_cost", true)) command += " --free-prefix";
  return command + fmt::format(" --seed {}", settings.value("seed", usual.seed));
}

std::string study_command(const Study& study, const CommandJson& settings) {
  std::string command = fmt::format("mlink study {} FILE", study.name());
  const auto usual = study.defaults();
  const auto given = study.defaults();
  if (!given->read(settings)) return {};
  const auto usual_options = usual->options();
  const auto given_options = given->options();
  for (std::size_t i = 0; i < given_options.size(); ++i) {
    const std::string value = option_text(given_options[i]);
    if (value == option_text(usual_options[i])) continue;
    command += " --" + given_options[i].name;
    if (!std::holds_alternative<bool*>(given_options[i].value)) command += " " + value;
  }
  return command;
}

std::string method_command(const std::string& method, std::int64_t seed) {
  return fmt::format("mlink train FILE --methods {} --seed {}", method, seed);
}

std::string import_command(const std::string& box, const OutputSpec& spec, const CommandJson& recorded,
                           std::string& left_out) {
  left_out.clear();
  const auto given = recorded.value("given", CommandJson());
  const bool detections = recorded.contains("classes");
  std::string command = fmt::format("mlink import FILE --box {} --task {} --outputs {}", shell_word(box),
                                    to_string(spec.task), shell_word(recorded.value("file", std::string())));
  if (!given.is_object() && detections) left_out = "Detections need the options that they were imported with.";
  for (const char* const option :
       {"format", "camera", "rate", "title", "picture", "boxes", "frames", "first-frame", "images", "categories"})
    if (given.is_object() && given.contains(option)) {
      const auto& value = given.at(option);
      command +=
          fmt::format(" --{} {}", option, shell_word(value.is_string() ? value.get<std::string>() : value.dump()));
    }
  if (given.is_object() && given.value("strict", false)) command += " --strict";
  if (detections) {
    for (const auto& one : recorded.at("classes"))
      if (one.is_string()) command += " --class " + shell_word(one.get<std::string>());
    if (const double score = recorded.value("score", ImportOptions().score); score != ImportOptions().score)
      command += fmt::format(" --score {}", score);
  }
  // Labels of detections are those of the categories, where nothing else was said.
  const bool typed_in = given.is_object() && given.contains("labels");
  const bool labels = !spec.labels.empty() && (!detections || typed_in);
  const bool commas = std::any_of(spec.labels.begin(), spec.labels.end(),
                                  [](const auto& label) { return label.find(',') != std::string::npos; });
  if (labels && !commas) command += " --labels " + shell_word(fmt::format("{}", fmt::join(spec.labels, ",")));
  if (labels && commas && given.is_object() && given.contains("spec"))
    command += " --spec " + shell_word(given.at("spec").get<std::string>());
  else if (labels && commas && (typed_in || !given.is_object()))
    left_out = "Labels with commas need a description: --spec.";
  if (!spec.unit.empty()) command += " --unit " + shell_word(spec.unit);
  if (spec.task == Task::regression) command += fmt::format(" --tolerance {}", spec.tolerance);
  return command;
}

}  // namespace mlink::report
