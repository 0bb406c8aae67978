#include "blackbox/guess_plugin.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "blackbox/manifest.h"
#include "blackbox/plugins.h"

namespace mlink::blackbox {
namespace {

using json = nlohmann::ordered_json;

/// Output and reducer, from what it found in noise.
void guess_output(const PluginAnswer& answer, json& manifest, Guess& guess) {
  const auto assume = [&](const char* reducer, json output, std::string why) {
    manifest["reducer"] = {{"kind", reducer}};
    manifest["output"] = std::move(output);
    guess.unknown.push_back(std::move(why));
  };
  const auto labels = static_cast<int>(answer.labels.size());
  if (answer.words > 0) return assume("words", {{"task", "sequence"}}, "It gave words, which were taken as they come.");
  if (answer.values == 1)
    return assume("scalar", {{"task", "regression"}, {"tolerance", 0.5}},
                  "It gave one number. From which error on a prediction of it is wrong no file says; 0.5 was taken "
                  "(\"tolerance\").");
  if (answer.values > 1) {
    json names = json::array();
    for (int i = 0; i < answer.values; ++i)
      names.push_back(answer.values == labels ? answer.labels[static_cast<std::size_t>(i)]
                                              : fmt::format("value-{}", i + 1));
    return assume("vector", {{"task", "multi_label"}, {"labels", std::move(names)}},
                  fmt::format("It gave {} numbers, which were taken for scores of as many labels.", answer.values));
  }
  assume("count", {{"task", "count"}},
         answer.detections > 0 || labels > 0
             ? std::string("It finds things; their number was taken. Others: \"presence\", \"largest_box\".")
             : "It said nothing of a picture of noise" +
                   (answer.trouble.empty() ? std::string(".") : fmt::format(" ({})", answer.trouble)) +
                   " A number of things was taken for its output.");
}

}  // namespace

Result<Guess> guess_plugin(const std::filesystem::path& file, const std::string& name) {
  MLINK_ASSIGN(const auto answer, ask_plugin(file, true));
  auto about = answer.about.empty() ? json::object() : json::parse(answer.about, nullptr, false);
  Guess guess;
  guess.format = "plugin";
  std::error_code failed;
  json manifest{{"version", 1}, {"name", name}, {"title", about.value("title", json(file.stem().string()))}};
  for (const char* field : {"description", "license", "origin"})
    if (about.contains(field)) manifest[field] = about[field];
  manifest["adapter"] = "plugin";
  manifest["weights"] = json::array({{{"path", std::filesystem::absolute(file, failed).string()}}});
  if (about.contains("settings")) manifest["settings"] = {{"plugin", about["settings"]}};
  if (about.contains("output") && about.contains("reducer")) {
    manifest["reducer"] = about["reducer"];
    manifest["output"] = about["output"];
  } else {
    guess_output(answer, manifest, guess);
  }
  guess.inputs.emplace_back("the camera's picture");
  guess.outputs.push_back(answer.trouble.empty() ? fmt::format("of noise: {} values, {} detections, {} words",
                                                               answer.values, answer.detections, answer.words)
                                                 : fmt::format("of noise: none: {}", answer.trouble));
  if (!answer.trouble.empty() && about.contains("output"))
    guess.unknown.push_back("It could not be tried: " + answer.trouble);
  guess.manifest = manifest.dump(2, ' ', false, json::error_handler_t::replace);
  if (const auto read = parse_manifest(guess.manifest, file.parent_path(), {.cache = {}, .check_weights = false});
      !read)
    return fail(ErrorKind::corrupt, "What the plugin says of itself makes no manifest. " + read.error().what,
                "Correct its mlink_box_about_v1(), or write the manifest by hand (core/blackbox/HOST.md).",
                file.string());
  return guess;
}

}  // namespace mlink::blackbox
