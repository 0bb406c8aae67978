// new, info.
#include <fmt/format.h>

#include "base/text.h"
#include "cli.h"

namespace mlink::cli {
namespace {

Table links_sets_table(const Overview& overview) {
  Table table{"Link sets", {{"name", "name", -1}, {"created", "created", -1}, {"state", "state", -1}}, {}, {}};
  for (const auto& set : overview.link_sets)
    table.rows.push_back({set.name, set.created, set.stale.empty() ? std::string("fits the outputs") : set.stale});
  return table;
}

/// Methods that the file keeps a training of. Whether a training is of the very rows that train the links now is known
/// where it is read: a replay says so.
Table trained_methods_table(const std::vector<KeptResult>& trained, const Overview& overview) {
  Table table{"Trained methods",
              {{"method", "method", -1}, {"seed", "seed", -1}, {"created", "created", -1}, {"state", "state", -1}},
              {},
              {}};
  const auto& sets = overview.link_sets;
  for (const auto& method : trained) {
    const auto document = nlohmann::json::parse(method.settings_json, nullptr, false);
    const auto links = document.is_object() ? document.value("links", std::string()) : std::string();
    const bool fits = !sets.empty() && sets.front().data_hash == links;
    table.rows.push_back({method.name, fmt::format("{}", method.seed), method.created,
                          std::string(fits ? "trained with the links in use" : "trained with other links")});
  }
  return table;
}

Status info(Context& context, const std::filesystem::path& file, bool check) {
  MLINK_ASSIGN(const auto reader, ExperimentReader::open(file));
  MLINK_ASSIGN(const auto overview, reader.overview());
  MLINK_ASSIGN(const auto trained, reader.results(kMethodKind));
  std::vector<std::string> problems;
  if (check) {
    MLINK_ASSIGN(problems, reader.problems());
  }
  auto document = overview_json(overview);
  if (check) {
    document["problems"] = problems;
    document["whole"] = problems.empty();
  }
  document["trained_methods"] = nlohmann::json::array();
  for (const auto& method : trained)
    document["trained_methods"].push_back(
        {{"method", method.name}, {"seed", method.seed}, {"created", method.created}});
  std::vector<Table> tables{cameras_table(overview), boxes_table(overview), coverage_table(overview),
                            links_sets_table(overview)};
  if (!trained.empty()) tables.push_back(trained_methods_table(trained, overview));
  context.print(document, tables);
  if (problems.empty()) {
    context.say(fmt::format("\n{} of {} outputs stored, {} failed.{}", count_text(overview.done),
                            count_text(overview.wanted), count_text(overview.failed),
                            check ? " The file is whole." : ""));
    return {};
  }
  return fail(ErrorKind::corrupt, fmt::format("The file is damaged: {}", problems.front()),
              "Copy the file, then open the copy with sqlite3 and .recover.", file.string());
}

}  // namespace

void add_file_commands(CLI::App& app, Parsed& parsed) {
  auto* make = add_command(app, parsed, "new", "Make an experiment file");
  make->callback([&parsed, file = add_file(make)] {
    parsed.action = [file](Context& context) -> Status {
      MLINK_TRY(Experiment::create(*file));
      context.print({{"file", file->string()}}, {});
      context.say(fmt::format("Made {}", file->string()));
      return {};
    };
  });
  auto* tell = add_command(app, parsed, "info", "Tell what the file holds");
  auto check = std::make_shared<bool>(false);
  tell->add_flag("--check", *check, "Read all of the file, to tell whether it is whole");
  tell->callback([&parsed, check, file = add_file(tell)] {
    parsed.action = [file, check](Context& context) { return info(context, *file, *check); };
  });
}

}  // namespace mlink::cli
