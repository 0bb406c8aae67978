// links list, use, rename, remove, compare: the link sets that a file keeps.
#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "analysis/compare.h"
#include "cli.h"

namespace mlink::cli {
namespace {

/// A set by its name, or by "#ID" as `links list` shows it.
Result<LinkSetRow> find_set(const Overview& overview, const std::string& wanted) {
  for (const auto& set : overview.link_sets)
    if (set.name == wanted) return set;
  RowId id = 0;
  if (wanted.size() > 1 && wanted.front() == '#') std::from_chars(wanted.data() + 1, wanted.data() + wanted.size(), id);
  for (const auto& set : overview.link_sets)
    if (id > 0 && set.id == id) return set;
  return fail(ErrorKind::not_found, fmt::format("There are no links \"{}\".", wanted),
              "mlink links list shows the names and numbers.", overview.path.string());
}

nlohmann::json set_json(const LinkSetRow& set, bool used) {
  nlohmann::json settings;
  to_json(settings, set.settings);
  return {{"id", set.id},           {"name", set.name},        {"used", used},
          {"created", set.created}, {"data", set.data_hash},   {"versions", set.versions},
          {"settings", settings},   {"bytes", set.link_bytes}, {"seconds_per_prediction", set.link_seconds},
          {"stale", set.stale}};
}

Status list_link_sets(Context& context, const std::filesystem::path& file) {
  MLINK_ASSIGN(const auto reader, ExperimentReader::open(file));
  MLINK_ASSIGN(const auto overview, reader.overview());
  Table table{"Link sets",
              {{"", "used", -1},
               {"number", "id", -1},
               {"name", "name", -1},
               {"seed", "seed", 0},
               {"training part", "part", 3},
               {"epochs", "epochs", 0},
               {"size (KB)", "kilobytes", 1},
               {"state", "state", -1}},
              {},
              {}};
  auto sets = nlohmann::json::array();
  for (std::size_t n = 0; n < overview.link_sets.size(); ++n) {
    const auto& set = overview.link_sets[n];
    table.rows.push_back({std::string(n == 0 ? "in use" : ""), fmt::format("#{}", set.id), set.name,
                          static_cast<double>(set.settings.seed), set.settings.part,
                          static_cast<double>(set.settings.epochs), set.link_bytes / 1000,
                          set.stale.empty() ? std::string("fits the outputs") : set.stale});
    sets.push_back(set_json(set, n == 0));
  }
  context.print({{"link_sets", sets}}, {table});
  return {};
}

template <class Change>
Status change(Context& context, const std::filesystem::path& file, const std::string& name, const Change& what) {
  MLINK_ASSIGN(auto experiment, Experiment::open(file));
  MLINK_ASSIGN(const auto overview, experiment.overview());
  MLINK_ASSIGN(const auto set, find_set(overview, name));
  MLINK_TRY(what(experiment, set));
  MLINK_ASSIGN(const auto after, experiment.overview());
  auto names = nlohmann::json::array();
  for (const auto& row : after.link_sets) names.push_back(row.name);
  context.print({{"link_sets", names}}, {});
  return {};
}

Table comparison_table(const LinkSetComparison& comparison, const LinkSetRow& a, const LinkSetRow& b) {
  Table table{"Links compared: p",
              {{"source", "source", -1},
               {"target", "target", -1},
               {a.name, "a", 3},
               {b.name, "b", 3},
               {"difference", "difference", 3}},
              {},
              {}};
  const auto cell = [](double v) { return std::isfinite(v) ? Cell(v) : Cell(); };
  const auto add = [&](const LinkDifference& d, const std::string& source) {
    table.rows.push_back({source, d.target, cell(d.a), cell(d.b), cell(d.difference())});
  };
  for (const auto& link : comparison.links) add(link, link.source);
  for (const auto& ensemble : comparison.ensembles) add(ensemble, "all others");
  if (!comparison.differs.empty()) table.notes.push_back(comparison.differs);
  return table;
}

nlohmann::json comparison_json(const LinkSetComparison& comparison, const LinkSetRow& a, const LinkSetRow& b) {
  const auto number = [](double v) { return std::isfinite(v) ? nlohmann::json(v) : nlohmann::json(); };
  auto links = nlohmann::json::array();
  for (const auto* list : {&comparison.links, &comparison.ensembles})
    for (const auto& d : *list)
      links.push_back({{"source", d.source.empty() ? nlohmann::json() : nlohmann::json(d.source)},
                       {"target", d.target},
                       {"a", number(d.a)},
                       {"b", number(d.b)},
                       {"difference", number(d.difference())}});
  return {{"a", a.name},
          {"b", b.name},
          {"same_data", comparison.same_data},
          {"same_settings", comparison.same_settings},
          {"differs", comparison.differs},
          {"links", links}};
}

Status compare(Context& context, const std::filesystem::path& file, const std::string& first,
               const std::string& second) {
  MLINK_ASSIGN(const auto reader, ExperimentReader::open(file));
  MLINK_ASSIGN(const auto overview, reader.overview());
  MLINK_ASSIGN(const auto a, find_set(overview, first));
  MLINK_ASSIGN(const auto b, find_set(overview, second));
  MLINK_ASSIGN(const auto links_a, reader.link_set(a.id));
  MLINK_ASSIGN(const auto links_b, reader.link_set(b.id));
  const auto comparison = compare_link_sets(*links_a, *links_b);
  context.print(comparison_json(comparison, a, b), {comparison_table(comparison, a, b)});
  return {};
}

}  // namespace

void add_links_commands(CLI::App& app, Parsed& parsed) {
  auto* links = app.add_subcommand("links", "The link sets of a file: list, use, rename, remove, compare");
  links->require_subcommand(1);
  auto* show = add_command(*links, parsed, "list", "List the link sets; the first is in use");
  show->callback([&parsed, file = add_file(show)] {
    parsed.action = [file](Context& context) { return list_link_sets(context, *file); };
  });
  const auto with_names = [&](const char* command, const char* what, std::initializer_list<const char*> arguments,
                              auto run) {
    auto* added = add_command(*links, parsed, command, what);
    auto file = add_file(added);
    auto names = std::make_shared<std::vector<std::string>>(arguments.size());
    std::size_t n = 0;
    for (const char* argument : arguments)
      added->add_option(argument, (*names)[n++], "Name of a link set, or #NUMBER")->required();
    added->callback([&parsed, file, names, run] {
      parsed.action = [file, names, run](Context& context) { return run(context, *file, *names); };
    });
  };
  using Names = std::vector<std::string>;
  using File = std::filesystem::path;
  with_names("use", "Use these links from now on", {"NAME"}, [](Context& c, const File& file, const Names& names) {
    return change(c, file, names[0], [](Experiment& e, const LinkSetRow& set) { return e.use_link_set(set.id); });
  });
  with_names("rename", "Give links another name", {"NAME", "NEW"},
             [](Context& c, const File& file, const Names& names) {
               return change(c, file, names[0],
                             [&](Experiment& e, const LinkSetRow& set) { return e.rename_link_set(set.id, names[1]); });
             });
  with_names("remove", "Delete links", {"NAME"}, [](Context& c, const File& file, const Names& names) {
    return change(c, file, names[0], [](Experiment& e, const LinkSetRow& set) { return e.remove_link_set(set.id); });
  });
  with_names("compare", "p of every link in two sets, and the difference", {"NAME", "OTHER"},
             [](Context& c, const File& file, const Names& names) { return compare(c, file, names[0], names[1]); });
}

}  // namespace mlink::cli
