#include "experiment/plugins.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "blackbox/plugins.h"
#include "blackbox/trust.h"
#include "experiment/boxes.h"

namespace mlink::experiment {
namespace {

std::string text_of(const nlohmann::json& about, const char* field) {
  const auto found = about.find(field);
  return found != about.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

std::vector<std::filesystem::path> folders_of_plugins() { return blackbox::plugin_folders(); }

Result<std::vector<ListedPlugin>> list_plugins(const std::stop_token& stop) {
  std::vector<ListedPlugin> all;
  for (const auto& plugin : blackbox::plugins_in_folders()) {
    if (stop.stop_requested()) return stopped();
    auto& listed = all.emplace_back();
    listed.name = plugin.name;
    listed.file = plugin.file;
    listed.manifest = plugin.manifest;
    blackbox::Manifest named;
    named.weights.push_back({plugin.file, {}, {}});
    MLINK_ASSIGN(const auto trust, blackbox::trust_of(named));
    listed.trusted = trust.whole();
    const auto answer = blackbox::ask_plugin(plugin.file, false, stop);
    if (!answer) {
      if (answer.error().kind == ErrorKind::stopped) return stopped();
      listed.problem = answer.error().what;
      continue;
    }
    const auto about = answer->about.empty() ? nlohmann::json::object() : nlohmann::json::parse(answer->about);
    listed.title = text_of(about, "title");
    listed.description = text_of(about, "description");
    listed.license = text_of(about, "license");
    if (const auto output = about.find("output"); output != about.end() && output->is_object())
      listed.task = text_of(*output, "task");
  }
  return all;
}

Result<FoundManifest> manifest_called(const std::filesystem::path& file_or_name) {
  std::error_code failed;
  if (file_or_name.has_parent_path() || file_or_name.has_extension() || std::filesystem::exists(file_or_name, failed))
    return FoundManifest{file_or_name, {}};
  MLINK_ASSIGN(const auto plugin, blackbox::plugin_called(file_or_name.string()));
  if (!plugin.manifest.empty()) return FoundManifest{plugin.manifest, {}};
  MLINK_ASSIGN(auto guess, guess_box(plugin.file));
  auto beside = plugin.file;
  beside.replace_extension(".json");
  if (auto written = write_manifest(guess.manifest, beside); !written) {
    Error error = std::move(written).error();
    error.todo = "Write it elsewhere: mlink box guess " + plugin.file.string() + " --out FILE.json, and add that.";
    return tl::make_unexpected(std::move(error));
  }
  return FoundManifest{beside, std::move(guess.unknown)};
}

}  // namespace mlink::experiment
