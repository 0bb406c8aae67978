// Tables and documents of runs, and two runs side by side.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "metrics/figures_json.h"
#include "outputs/amount.h"
#include "report/report.h"
#include "report/runs.h"
#include "report/study_report.h"

namespace mlink::report {
namespace {

using RunTableJson = nlohmann::json;

std::vector<RunSetting> all_settings(const ToldRun& told) {
  std::vector<RunSetting> all = told.settings;
  all.insert(all.end(), told.inputs.begin(), told.inputs.end());
  if (!told.run.data_hash.empty()) all.push_back({"Data", told.run.data_hash});
  if (!told.run.versions.empty()) all.push_back({"Versions", told.run.versions});
  return all;
}

/// A kept replay's methods, one row a budget and method.
Table kept_replay_table(const RunTableJson& document) {
  Table table{"Methods",
              {{"budget", "budget", -1},
               {"method", "method", -1},
               {"output accuracy", "output_accuracy", 3},
               {"95 % from", "interval_low", 3},
               {"to", "interval_high", 3},
               {"time (ms)", "time_ms_per_frame", 2},
               {"memory (MB)", "memory_mb", 1},
               {"executions", "executions_per_frame", 3}},
              {},
              {}};
  const auto add = [&](const RunTableJson& point) {
    const auto kind = cost_kind(point.at("kind").get<std::string>()).value_or(CostKind::time);
    const std::string budget = amount_text({kind, point.at("budget").get<double>()});
    const char* const bytes = kind == CostKind::gpu_memory ? "gpu_memory_bytes" : "memory_bytes";
    for (const auto& method : point.at("methods")) {
      const Interval interval = interval_from(method.at("interval"));
      table.rows.push_back({budget, method.at("method").get<std::string>(),
                            number_cell(figure_from(method.at("output_accuracy"))), number_cell(interval.low),
                            number_cell(interval.high), number_cell(figure_from(method.at("time_ms_per_frame"))),
                            number_cell(figure_from(method.at(bytes)) / 1e6),
                            number_cell(figure_from(method.at("executions_per_frame")))});
    }
  };
  if (document.contains("points"))
    for (const auto& point : document.at("points")) add(point);
  else
    add(document);
  for (const auto& note : document.value("made_from", RunTableJson::array()))
    if (note.is_string()) table.notes.push_back(note.get<std::string>());
  return table;
}

Table kept_live_table(const RunTableJson& document) {
  Table table{"Live run", {{"figure", "figure", -1}, {"measured", "measured", 3}}, {}, {}};
  for (const auto& [key, value] : document.items()) {
    if (!value.is_number()) continue;
    std::string name = key;
    std::replace(name.begin(), name.end(), '_', ' ');
    table.rows.push_back({name, number_cell(value.get<double>())});
  }
  return table;
}

Result<std::vector<Table>> kept_tables(const ToldRun& told, const std::string& document) {
  if (told.run.kind == kLinkSetKind) {
    MLINK_ASSIGN(const auto links, LinkSet::from_bytes(document));
    const MatrixData matrix = matrix_of(links, told.run.settings_json);
    return std::vector<Table>{matrix_table(matrix), links_table(matrix)};
  }
  if (told.group == RunGroup::study) {
    const Study* const study = find_study(told.run.kind.substr(std::string_view(kStudyKindPrefix).size()));
    if (!study) return std::vector<Table>{};
    MLINK_ASSIGN(const auto result, study_from_text(*study, document));
    return study_tables(*study, *result);
  }
  const auto json = RunTableJson::parse(document, nullptr, false);
  if (told.group == RunGroup::replay) return std::vector<Table>{kept_replay_table(json)};
  if (told.group == RunGroup::live && json.is_object()) return std::vector<Table>{kept_live_table(json)};
  return std::vector<Table>{};
}

/// Columns of the figure in both, and b less a, for rows that are the same in all text cells.
std::optional<Table> side_by_side(const Table& a, const Table& b, const ToldRun& of_a, const ToldRun& of_b) {
  const auto figure = std::find_if(a.columns.begin(), a.columns.end(), [](const auto& c) { return c.decimals >= 0; });
  if (figure == a.columns.end() || a.columns.size() != b.columns.size()) return {};
  const auto at = static_cast<std::size_t>(figure - a.columns.begin());
  Table table{figure->name, {}, {}, {}};
  for (std::size_t c = 0; c < at; ++c) table.columns.push_back(a.columns[c]);
  for (const auto* run : {&of_a, &of_b})
    table.columns.push_back({run->run.name, run == &of_a ? "a" : "b", figure->decimals});
  table.columns.push_back({"difference", "difference", figure->decimals});
  for (const auto& row : a.rows) {
    const auto same = std::find_if(b.rows.begin(), b.rows.end(), [&](const auto& other) {
      return std::equal(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(at), other.begin());
    });
    if (same == b.rows.end()) continue;
    std::vector<Cell> cells(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(at));
    const auto* left = std::get_if<double>(&row[at]);
    const auto* right = std::get_if<double>(&(*same)[at]);
    cells.push_back(row[at]);
    cells.push_back((*same)[at]);
    cells.push_back(left && right ? number_cell(*right - *left) : Cell());
    table.rows.push_back(std::move(cells));
  }
  if (table.rows.empty()) return {};
  return table;
}

ComparedLinks compared_links(const LinkSet& a, const LinkSet& b) {
  ComparedLinks compared;
  compared.links = compare_link_sets(a, b);
  for (const auto& ensemble : compared.links.ensembles) compared.boxes.push_back(ensemble.target);
  RunFigure mean{"mean", 0, {0, 0}, 2, true, {}, "The interval is the mean of the links' ends."};
  int count = 0;
  for (const auto& link : compared.links.links) {
    if (!std::isfinite(link.difference())) continue;
    ++count;
    const auto hundredths = std::lround(link.difference() * 100);
    ++(hundredths > 0 ? compared.better : hundredths < 0 ? compared.worse : compared.equal);
    mean.value += link.difference();
    mean.interval.low += link.interval.low;
    mean.interval.high += link.interval.high;
  }
  if (count == 0) return compared;
  mean.value /= count;
  mean.interval = {mean.interval.low / count, mean.interval.high / count};
  compared.mean = mean;
  return compared;
}

Status add_tables(const ExperimentReader& reader, const ToldRun& a, const ToldRun& b, RunComparison& comparison) {
  MLINK_ASSIGN(const auto of_a, run_tables(reader, a));
  MLINK_ASSIGN(const auto of_b, run_tables(reader, b));
  if (a.run.kind == b.run.kind && !of_a.empty() && !of_b.empty()) {
    if (auto both = side_by_side(of_a.back(), of_b.back(), a, b)) {
      comparison.tables.push_back(std::move(*both));
      return {};
    }
  }
  for (const auto& [tables, told] : {std::pair(&of_a, &a), std::pair(&of_b, &b)}) {
    if (tables->empty()) continue;
    comparison.tables.push_back(tables->front());
    comparison.tables.back().title = told->run.name + ": " + tables->front().title;
  }
  return {};
}

}  // namespace

Table runs_table(const std::vector<ToldRun>& runs) {
  Table table{"Runs",
              {{"number", "id", -1},
               {"name", "name", -1},
               {"kind", "kind", -1},
               {"what", "what", -1},
               {"result", "result", -1},
               {"value", "value", -1},
               {"95 %", "interval", -1},
               {"made", "created", -1},
               {"took", "took", -1},
               {"versions", "versions", -1},
               {"state", "state", -1},
               {"note", "note", -1}},
              {},
              {}};
  for (const auto& told : runs) {
    const Run& run = told.run;
    std::string state = run.in_use ? "in use" : "";
    for (const auto& more : {told.state, run.stale})
      if (!more.empty()) state += (state.empty() ? "" : ", ") + more;
    table.rows.push_back({text_cell(run.kind == kImportKind ? "" : fmt::format("#{}", run.id)), run.name,
                          kind_text(run), told.what, text_cell(told.result.name), text_cell(value_text(told.result)),
                          text_cell(interval_text(told.result)), text_cell(run.created),
                          text_cell(run.seconds > 0 ? duration_text(run.seconds) : ""), text_cell(run.versions),
                          text_cell(state), text_cell(run.note)});
  }
  return table;
}

RunTableJson run_json(const ToldRun& told) {
  const Run& run = told.run;
  RunTableJson settings = RunTableJson::array();
  for (const auto& setting : told.settings) settings.push_back({{"name", setting.name}, {"value", setting.value}});
  return {{"id", run.kind == kImportKind ? RunTableJson() : RunTableJson(run.id)},
          {"name", run.name},
          {"kind", run.kind},
          {"what", told.what},
          {"result",
           {{"name", told.result.name},
            {"value", json_of(told.result.value)},
            {"interval", json_of(told.result.interval)},
            {"unit", told.result.unit}}},
          {"settings", settings},
          {"seed", run.seed},
          {"data", run.data_hash},
          {"versions", run.versions},
          {"created", run.created},
          {"seconds", run.seconds > 0 ? RunTableJson(run.seconds) : RunTableJson()},
          {"bytes", run.bytes},
          {"in_use", run.in_use},
          {"stale", run.stale},
          {"state", told.state},
          {"note", run.note},
          {"noted", run.noted},
          {"command", told.command},
          {"command_note", told.command_note}};
}

RunTableJson runs_json(const std::vector<ToldRun>& runs) {
  RunTableJson list = RunTableJson::array();
  for (const auto& told : runs) list.push_back(run_json(told));
  return {{"runs", list}};
}

Table run_settings_table(const ToldRun& told) {
  Table table{told.run.name + ", " + kind_text(told.run), {{"setting", "setting", -1}, {"value", "value", -1}}, {}, {}};
  for (const auto& setting : all_settings(told)) table.rows.push_back({setting.name, text_cell(setting.value)});
  if (!told.command.empty()) table.notes.push_back("Again: " + told.command);
  if (!told.command_note.empty()) table.notes.push_back(told.command_note);
  if (!told.run.stale.empty()) table.notes.push_back(told.run.stale);
  if (!told.run.note.empty()) table.notes.push_back("Note: " + told.run.note);
  return table;
}

Result<std::vector<Table>> run_tables(const ExperimentReader& reader, const ToldRun& told) {
  if (told.run.kind == kImportKind) return std::vector<Table>{};
  MLINK_ASSIGN(const auto kept, reader.result(told.run.id));
  try {
    return kept_tables(told, kept.document);
  } catch (const RunTableJson::exception& error) {
    return fail(ErrorKind::corrupt, fmt::format("What is kept of {} cannot be read.", told.run.name), error.what());
  }
}

Result<RunComparison> compare_runs(const ExperimentReader& reader, const ToldRun& a, const ToldRun& b) {
  RunComparison comparison;
  const auto of_a = all_settings(a);
  const auto of_b = all_settings(b);
  const auto value_in = [](const std::vector<RunSetting>& settings, const std::string& name) {
    const auto at = std::find_if(settings.begin(), settings.end(), [&](const auto& s) { return s.name == name; });
    return at == settings.end() ? std::string() : at->value;
  };
  for (const auto& setting : of_a)
    comparison.settings.push_back({setting.name, setting.value, value_in(of_b, setting.name)});
  for (const auto& setting : of_b)
    if (std::none_of(of_a.begin(), of_a.end(), [&](const auto& s) { return s.name == setting.name; }))
      comparison.settings.push_back({setting.name, {}, setting.value});
  if (a.run.kind == kLinkSetKind && b.run.kind == kLinkSetKind) {
    MLINK_ASSIGN(const auto links_a, reader.link_set(a.run.id));
    MLINK_ASSIGN(const auto links_b, reader.link_set(b.run.id));
    comparison.links = compared_links(*links_a, *links_b);
    return comparison;
  }
  MLINK_TRY(add_tables(reader, a, b, comparison));
  return comparison;
}

Table compared_settings_table(const RunComparison& comparison, const std::string& a, const std::string& b) {
  Table table{
      "Settings compared", {{"setting", "setting", -1}, {a, "a", -1}, {b, "b", -1}, {"", "differs", -1}}, {}, {}};
  for (const auto& pair : comparison.settings)
    table.rows.push_back(
        {pair.name, text_cell(pair.a), text_cell(pair.b), text_cell(pair.differs() ? "\u2260 differs" : "")});
  return table;
}

Table compared_links_table(const ComparedLinks& links, const std::string& a, const std::string& b) {
  Table table{"Links compared: p",
              {{"source", "source", -1},
               {"target", "target", -1},
               {a, "a", 3},
               {b, "b", 3},
               {"difference", "difference", 3},
               {"95 % from", "interval_low", 3},
               {"to", "interval_high", 3}},
              {},
              {}};
  const auto add = [&](const LinkDifference& d, const std::string& source) {
    table.rows.push_back({source, d.target, number_cell(d.a), number_cell(d.b), number_cell(d.difference()),
                          number_cell(d.interval.low), number_cell(d.interval.high)});
  };
  for (const auto& link : links.links.links) add(link, link.source);
  for (const auto& ensemble : links.links.ensembles) add(ensemble, "all others");
  if (!links.links.differs.empty()) table.notes.push_back(links.links.differs);
  return table;
}

}  // namespace mlink::report
