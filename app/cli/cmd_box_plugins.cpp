// box plugins: the plugins in the folders for them, and what each says of itself.
#include <fmt/format.h>

#include "cli.h"
#include "experiment/plugins.h"

namespace mlink::cli {
namespace {

Status show_plugins(Context& context) {
  MLINK_ASSIGN(const auto all, list_plugins(context.stop));
  auto folders = nlohmann::json::array();
  Table table{"Plugins",
              {{"plugin", "name", -1},
               {"what it says of itself", "title", -1},
               {"task", "task", -1},
               {"licence", "license", -1},
               {"trusted", "trusted", -1},
               {"file", "file", -1},
               {"problem", "problem", -1}},
              {},
              {}};
  std::string places;
  for (const auto& folder : folders_of_plugins()) {
    folders.push_back(folder.string());
    places += (places.empty() ? "" : ", ") + folder.string();
  }
  auto document = nlohmann::json::array();
  for (const auto& plugin : all) {
    document.push_back({{"name", plugin.name},
                        {"file", plugin.file.string()},
                        {"manifest", plugin.manifest.string()},
                        {"trusted", plugin.trusted},
                        {"title", plugin.title},
                        {"description", plugin.description},
                        {"license", plugin.license},
                        {"task", plugin.task},
                        {"problem", plugin.problem}});
    table.rows.push_back({plugin.name, text_cell(plugin.title), text_cell(plugin.task), text_cell(plugin.license),
                          std::string(plugin.trusted ? "yes" : "no"), plugin.file.string(), text_cell(plugin.problem)});
  }
  if (all.empty()) {
    context.print({{"folders", folders}, {"plugins", document}}, {});
    context.say("There are no plugins. Looked in " + places);
    return {};
  }
  table.notes.push_back("Looked in " + places);
  context.print({{"folders", folders}, {"plugins", document}}, {table});
  return {};
}

}  // namespace

void add_box_plugins(CLI::App& box, Parsed& parsed) {
  auto* command =
      add_command(box, parsed, "plugins",
                  "List the plugins in the folders for them ($MLINK_PLUGINS), and what each says of itself");
  command->callback([&parsed] { parsed.action = [](Context& context) { return show_plugins(context); }; });
}

}  // namespace mlink::cli
