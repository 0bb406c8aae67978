#include "recorded/scenario/scenario.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenario_texts.h"

namespace mlink::recorded {
namespace {

constexpr double kHour = 3600;

tl::unexpected<Error> bad_size(std::string what, std::string hint) {
  return fail(ErrorKind::invalid_input, std::move(what), std::move(hint));
}

void keep_cameras(Scenario& scenario, int count) {
  for (CameraGroup& group : scenario.groups) {
    if (group.digits == 0) group.digits = static_cast<int>(std::to_string(group.count).size());  // names stay
    group.count = std::min(group.count, count);
    count -= group.count;
  }
  std::erase_if(scenario.groups, [](const CameraGroup& group) { return group.count == 0; });
}

}  // namespace

std::vector<std::string> Scenario::cameras() const {
  std::vector<std::string> names;
  names.reserve(camera_count());
  for (const CameraGroup& group : groups) {
    const auto digits = group.digits > 0 ? static_cast<std::size_t>(group.digits) : std::to_string(group.count).size();
    for (int n = 1; n <= group.count; ++n) names.push_back(fmt::format("{}{:0{}}", group.prefix, n, digits));
  }
  return names;
}

std::size_t Scenario::camera_count() const {
  std::size_t count = 0;
  for (const CameraGroup& group : groups) count += static_cast<std::size_t>(group.count);
  return count;
}

std::int64_t Scenario::frames_per_camera() const {
  return only ? 1 : static_cast<std::int64_t>(std::floor(seconds / frame_seconds + 1e-9));
}

std::string Scenario::usage() const {
  std::vector<std::string> parts;
  std::vector<std::string> told;
  told.reserve(budgets.size());
  for (const Amount& budget : budgets) told.push_back(amount_text(budget));
  if (!told.empty()) parts.push_back(fmt::format("budgets {}", fmt::join(told, " and ")));
  parts.push_back(fmt::format("{:g} % of the {} train", train_part * 100, split == SplitKind::clip ? "clips" : "time"));
  if (period_seconds > 0)
    parts.push_back(fmt::format("periods of {:g} h with prefixes of {:g} %", period_seconds / kHour, prefix * 100));
  return fmt::format("Scenario {}: {}", name, fmt::join(parts, ", "));
}

Result<Scenario> smaller(Scenario scenario, const ScenarioSize& size) {
  const auto all = static_cast<int>(scenario.camera_count());
  const char* const cameras = scenario.only ? "clips" : "cameras";
  if (!(size.scale > 0 && size.scale <= 1))
    return bad_size(fmt::format("A scale of {:g} is not possible.", size.scale),
                    "Give a share of the scenario, like 0.1.");
  if (size.cameras && (*size.cameras < 1 || *size.cameras > all))
    return bad_size(fmt::format("{} {} are not possible: {} has {}.", *size.cameras, cameras, scenario.name, all),
                    fmt::format("Give 1 to {}.", all));
  if (size.cameras) keep_cameras(scenario, *size.cameras);
  if (scenario.only) {
    if (size.hours) return bad_size("Clips have no hours.", "Say how many with --cameras or --scale.");
    const auto count = static_cast<int>(std::floor(static_cast<double>(scenario.camera_count()) * size.scale + 1e-9));
    if (count < 1) return bad_size(fmt::format("A scale of {:g} leaves no clip.", size.scale), "Give a larger one.");
    keep_cameras(scenario, count);
    return scenario;
  }
  const double hours = scenario.seconds / kHour;
  if (size.hours && !(*size.hours > 0 && *size.hours <= hours))
    return bad_size(fmt::format("{:g} hours are not possible: {} has {:g}.", *size.hours, scenario.name, hours),
                    fmt::format("Give more than 0 and up to {:g}.", hours));
  scenario.seconds = size.hours.value_or(hours) * kHour * size.scale;
  if (scenario.frames_per_camera() < 1)
    return bad_size("That is shorter than one frame.",
                    fmt::format("{} has a frame in {:g} s.", scenario.name, scenario.frame_seconds));
  return scenario;
}

std::vector<std::string> scenario_names() {
  std::vector<std::string> names;
  names.reserve(kBuiltIn.size());
  for (const auto& [name, text] : kBuiltIn) names.emplace_back(name);
  return names;
}

std::optional<std::string_view> scenario_text(std::string_view name) {
  for (const auto& [known, text] : kBuiltIn)
    if (known == name) return text;
  return {};
}

}  // namespace mlink::recorded
