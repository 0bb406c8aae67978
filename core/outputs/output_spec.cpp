#include "outputs/output_spec.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

namespace mlink::outputs {
namespace {

constexpr std::array<std::pair<Task, std::string_view>, 6> kTasks = {{{Task::single_label, "single_label"},
                                                                      {Task::multi_label, "multi_label"},
                                                                      {Task::localization, "localization"},
                                                                      {Task::regression, "regression"},
                                                                      {Task::count, "count"},
                                                                      {Task::sequence, "sequence"}}};

bool is_label_task(Task task) { return task == Task::single_label || task == Task::multi_label; }

}  // namespace

std::string_view to_string(Task task) {
  for (const auto& [value, name] : kTasks)
    if (value == task) return name;
  return "regression";
}

Result<Task> task_from_string(std::string_view text) {
  for (const auto& [value, name] : kTasks)
    if (name == text) return value;
  return fail(ErrorKind::invalid_input, fmt::format("Unknown task \"{}\".", text),
              "Tasks are single_label, multi_label, localization, regression, count and sequence.");
}

Status check(const OutputSpec& spec) {
  const auto bad = [&](const std::string& why) {
    return fail(ErrorKind::invalid_input, fmt::format("The output of a {} box {}.", to_string(spec.task), why));
  };
  const int labels = static_cast<int>(spec.labels.size());
  switch (spec.task) {
    case Task::single_label:
      if (labels < 2) return bad("needs at least two labels");
      break;
    case Task::multi_label:
      if (labels < 1) return bad("needs at least one label");
      break;
    case Task::localization:
      if (spec.width != 5) return bad(fmt::format("has 5 values (x, y, w, h, score), not {}", spec.width));
      break;
    case Task::regression:
    case Task::count:
      if (spec.width != 1) return bad(fmt::format("has one value, not {}", spec.width));
      break;
    case Task::sequence:
      if (spec.width != 0) return bad("has words and no values: its width is 0");
      break;
  }
  if (is_label_task(spec.task) && labels != spec.width)
    return bad(fmt::format("has {} values but {} labels", spec.width, labels));
  if (spec.task == Task::regression && !(std::isfinite(spec.tolerance) && spec.tolerance > 0))
    return bad("needs a tolerance above zero: the error below which a prediction counts as right");
  return {};
}

void to_json(nlohmann::json& json, const OutputSpec& spec) {
  json = nlohmann::json{{"task", std::string(to_string(spec.task))},
                        {"width", spec.width},
                        {"labels", spec.labels},
                        {"tolerance", spec.tolerance},
                        {"unit", spec.unit}};
}

Result<OutputSpec> output_spec_from_json(const nlohmann::json& json) {
  try {
    OutputSpec spec;
    MLINK_ASSIGN(spec.task, task_from_string(json.at("task").get<std::string>()));
    spec.width = json.at("width").get<int>();
    spec.labels = json.value("labels", std::vector<std::string>{});
    spec.tolerance = json.value("tolerance", 0.5);
    spec.unit = json.value("unit", std::string{});
    MLINK_TRY(check(spec));
    return spec;
  } catch (const nlohmann::json::exception& e) {
    return fail(ErrorKind::invalid_input, fmt::format("This is not an output description: {}.", e.what()));
  }
}

Status check(const Output& output, const OutputSpec& spec) {
  if (output.presence != Presence::present) return {};
  if (spec.task == Task::sequence) return {};
  const auto bad = [](std::string why) { return fail(ErrorKind::invalid_input, std::move(why)); };
  if (static_cast<int>(output.values.size()) != spec.width)
    return bad(fmt::format("The output has {} values, {} were expected.", output.values.size(), spec.width));
  for (std::size_t i = 0; i < output.values.size(); ++i) {
    const float value = output.values[i];
    if (!std::isfinite(value)) return bad(fmt::format("Value {} of the output is not a finite number.", i));
    const bool unit_range = is_label_task(spec.task);
    if (unit_range && (value < -1e-4F || value > 1.0001F))
      return bad(fmt::format("Value {} of the output is {}, outside 0 to 1.", i, value));
    if (spec.task == Task::count && (value < 0 || value != std::floor(value)))
      return bad(fmt::format("The count is {}, not a whole number of zero or more.", value));
  }
  return {};
}

}  // namespace mlink::outputs
