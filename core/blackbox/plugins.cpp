#include "blackbox/plugins.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "blackbox/adapters/adapter_plugin.h"
#include "blackbox/host/host_start.h"
#include "blackbox/plugin/mlink_box.h"
#include "blackbox/trust.h"

namespace mlink::blackbox {
namespace {

namespace fs = std::filesystem;

constexpr double kAnswerSeconds = 60;
constexpr std::size_t kMostLabels = 10000;

std::string environment_text(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here writes the environment
  return value == nullptr ? "" : value;
}

std::vector<Plugin> plugins_of(const fs::path& folder) {
  std::vector<Plugin> found;
  std::error_code ignored;
  for (auto at = fs::directory_iterator(folder, ignored); at != fs::directory_iterator(); at.increment(ignored)) {
    if (ignored || at->path().extension() != ".so" || !at->is_regular_file(ignored)) continue;
    auto manifest = at->path();
    manifest.replace_extension(".json");
    if (!fs::exists(manifest, ignored)) manifest.clear();
    found.push_back({at->path().stem().string(), at->path(), manifest});
  }
  std::sort(found.begin(), found.end(), [](const Plugin& a, const Plugin& b) { return a.name < b.name; });
  return found;
}

Status check_answer(const PluginAnswer& answer, const fs::path& file) {
  const auto object = [&] {
    if (answer.about.empty()) return true;
    return nlohmann::json::parse(answer.about, nullptr, false).is_object();
  };
  if (answer.about.size() <= kMostAbout && answer.labels.size() <= kMostLabels && object()) return {};
  return fail(ErrorKind::corrupt,
              answer.about.size() > kMostAbout ? "The plugin says more than 64 KB of itself."
              : answer.labels.size() > kMostLabels
                  ? fmt::format("The plugin has {} labels.", answer.labels.size())
                  : fmt::format("What the plugin says of itself ({}) is no JSON object.", MLINK_BOX_ABOUT),
              "See core/blackbox/plugin/mlink_box.h.", file.string());
}

/// What was said, or how the process ended (`ended`).
struct Asked {
  std::optional<PluginAnswer> answer;
  std::string ended;
};

Result<Asked> ask_once(const fs::path& file, bool sandboxed, bool trial, const std::stop_token& stop) {
  MLINK_ASSIGN(const auto memory, SharedFrames::make());
  MLINK_ASSIGN(auto host, start_host({{}, memory->descriptor(), free_memory(), sandboxed},
                                     fmt::format("the plugin \"{}\"", file.stem().string()), file, stop));
  auto answer = host.client->ask_plugin(file, trial, Seconds(kAnswerSeconds), stop);
  if (answer) {
    MLINK_TRY(check_answer(*answer, file));
    return Asked{std::move(*answer), {}};
  }
  const auto& failure = answer.error();
  if (failure.end == CallEnd::told) return tl::make_unexpected(failure.error);
  if (failure.end == CallEnd::stopped) return stopped();
  if (failure.end == CallEnd::late) return Asked{{}, fmt::format("it gave no answer within {:g} s", kAnswerSeconds)};
  return Asked{{}, host.process->end(std::chrono::milliseconds(2000))};
}

}  // namespace

std::vector<fs::path> plugin_folders() {
  std::vector<fs::path> folders;
  std::string named = environment_text("MLINK_PLUGINS");
  while (!named.empty()) {
    const auto end = std::min(named.find(':'), named.size());
    if (end > 0) folders.emplace_back(named.substr(0, end));
    named.erase(0, end + 1);
  }
  auto data = fs::path(environment_text("XDG_DATA_HOME"));
  if (data.empty()) data = fs::path(environment_text("HOME")) / ".local" / "share";
  folders.push_back(data / "mlink-workbench" / "plugins");
  return folders;
}

std::vector<Plugin> plugins_in_folders() {
  std::vector<Plugin> all;
  std::set<std::string> names;
  for (const auto& folder : plugin_folders())
    for (auto& plugin : plugins_of(folder))
      if (names.insert(plugin.name).second) all.push_back(std::move(plugin));
  return all;
}

Result<Plugin> plugin_called(const std::string& name) {
  std::vector<std::string> names;
  for (auto& plugin : plugins_in_folders()) {
    if (plugin.name == name) return std::move(plugin);
    names.push_back(plugin.name);
  }
  std::vector<std::string> folders;
  for (const auto& folder : plugin_folders()) folders.push_back(folder.string());
  return fail(ErrorKind::not_found, fmt::format("There is no plugin called \"{}\".", name),
              names.empty() ? fmt::format("Put its library, {}.so, into {}.", name, folders.back())
                            : fmt::format("There are: {}.", fmt::join(names, ", ")),
              fmt::format("{}", fmt::join(folders, ", ")));
}

Result<PluginAnswer> ask_plugin(const fs::path& file, bool trial, const std::stop_token& stop) {
  std::error_code error;
  const auto whole_path = fs::absolute(file, error);
  if (!fs::is_regular_file(whole_path, error))
    return fail(ErrorKind::not_found, "The plugin is not there.", "Check the path.", file.string());
  Manifest named;
  named.weights.push_back({whole_path, {}, {}});
  MLINK_ASSIGN(const auto trust, trust_of(named));
  MLINK_ASSIGN(auto said, ask_once(whole_path, !trust.whole(), false, stop));
  if (!said.answer)
    return fail(ErrorKind::failed, fmt::format("The plugin could not be asked what it is: {}.", said.ended), {},
                whole_path.string());
  if (!trial) return std::move(*said.answer);
  MLINK_ASSIGN(auto tried, ask_once(whole_path, !trust.whole(), true, stop));
  if (tried.answer) return std::move(*tried.answer);
  said.answer->trouble = fmt::format("its process did not live through it: {}", tried.ended);
  return std::move(*said.answer);
}

}  // namespace mlink::blackbox
