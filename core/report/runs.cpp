#include "report/runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "experiment/staleness.h"
#include "metrics/figures_json.h"
#include "outputs/amount.h"
#include "report/report.h"
#include "report/run_command.h"
#include "studies/study.h"

namespace mlink::report {
namespace {

using RunJson = nlohmann::json;

constexpr std::array<std::string_view, 7> kGroupTitles{"Link sets", "Replays", "Studies", "Methods",
                                                       "Live runs", "Imports", "Others"};
constexpr const char* kMeanOfEnds = "The interval is the mean of the links' ends: it holds however they go together.";

std::string percent_of(double share) { return fmt::format("{:.6g}\u2009%", share * 100); }

/// "Learning rate" of "learning_rate".
std::string setting_name(std::string key) {
  std::replace(key.begin(), key.end(), '_', ' ');
  if (!key.empty() && key.front() >= 'a' && key.front() <= 'z')
    key.front() = static_cast<char>(key.front() - 'a' + 'A');
  return key;
}

std::string setting_value(const RunJson& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  if (value.is_number_float()) return fmt::format("{:.6g}", value.get<double>());
  if (!value.is_array()) return value.is_null() ? "" : value.dump();
  std::string text;
  for (const auto& part : value) text += (text.empty() ? "" : ", ") + setting_value(part);
  return text;
}

/// Every setting of an object, those of inner objects behind their own names.
void add_settings(const RunJson& object, std::vector<RunSetting>& settings, const std::string& of = {}) {
  if (!object.is_object()) return;
  for (const auto& [key, value] : object.items()) {
    const std::string name = of.empty() ? key : fmt::format("{} {}", of, key);
    if (value.is_object())
      add_settings(value, settings, key == "train" ? std::string() : key);
    else
      settings.push_back({setting_name(name), setting_value(value)});
  }
}

std::vector<std::pair<std::string, std::string>> boxes_in(const RunJson& list) {
  std::vector<std::pair<std::string, std::string>> boxes;
  if (!list.is_array()) return boxes;
  for (const auto& box : list)
    if (box.is_object()) boxes.emplace_back(box.value("name", ""), box.value("content_hash", ""));
  return boxes;
}

std::string counted(std::int64_t count, const std::string& one, const std::string& several) {
  return count_text(count) + " " + (count == 1 ? one : several);
}

// --- link sets ---------------------------------------------------------------------------------------------------

RunFigure mean_lift(const MatrixData& matrix) {
  RunFigure figure{"mean lift", 0, {0, 0}, 2, true, {}, kMeanOfEnds};
  int count = 0;
  for (const auto& cell : matrix.cells) {
    if (!cell || !std::isfinite(cell->test.p)) continue;
    ++count;
    figure.value += cell->test.p - cell->prior_p;
    figure.interval.low += cell->lift_interval.low;
    figure.interval.high += cell->lift_interval.high;
  }
  if (count == 0) return {};
  figure.value /= count;
  figure.interval = {figure.interval.low / count, figure.interval.high / count};
  return figure;
}

void tell_link_set(const LinkSet& links, ToldRun& told) {
  const MatrixData matrix = matrix_of(links, told.run.settings_json);
  const TrainSettings& settings = matrix.settings;
  const bool clips = settings.split == SplitKind::clip;
  told.what = fmt::format("{} {}, seed {}, {} epochs", percent_of(settings.part), clips ? "in whole files" : "in time",
                          settings.seed, settings.epochs);
  told.result = mean_lift(matrix);
  const auto there = std::count_if(matrix.cells.begin(), matrix.cells.end(), [](const auto& c) { return bool(c); });
  const auto most = static_cast<std::int64_t>(matrix.boxes.size() * (matrix.boxes.size() - 1));
  told.facts = {{"mean lift over the prior", value_text(told.result), interval_text(told.result)},
                {"links", count_text(there), "of " + count_text(most)},
                {"trained on", count_text(matrix.train_frames), "frames"},
                {"tested on", count_text(matrix.test_frames), "frames"}};
  RunJson train;
  to_json(train, settings);
  told.settings = {{"Part", percent_of(settings.part) + (clips ? " in whole files" : " in time")},
                   {"Frames trained", count_text(matrix.train_frames)},
                   {"Epochs", fmt::format("{}, best by validation", settings.epochs)},
                   {"Seed", fmt::format("{}", settings.seed)}};
  for (const char* const known : {"part", "split", "epochs", "seed"}) train.erase(known);
  if (!clips) train.erase("split_seed");
  add_settings(train, told.settings);
  told.command = train_command(settings, told.command_note);
  told.inputs.push_back({"Boxes", fmt::format("{}", fmt::join(matrix.boxes, ", "))});
}

// --- replays and live runs ---------------------------------------------------------------------------------------

std::string budget_of(const RunJson& kind, double budget) {
  return amount_text({cost_kind(kind.is_string() ? kind.get<std::string>() : "").value_or(CostKind::time), budget});
}

std::string period_of(const RunJson& settings) {
  const double period = settings.value("period_seconds", 0.0);
  return period > 0 ? "periods of " + duration_text(period) : "one period";
}

/// mlink's figures of the point, else those of its first method; the budget where there are several.
RunFigure replay_figure(const RunJson& point, bool several) {
  const RunJson* method = nullptr;
  for (const auto& row : point.at("methods"))
    if (!method || row.at("method") == "mlink") method = &row;
  if (!method) return {};
  const std::string name = method->at("method").get<std::string>();
  return {several ? fmt::format("{}, {}", name, budget_of(point.at("kind"), point.at("budget").get<double>())) : name,
          figure_from(method->at("output_accuracy")),
          interval_from(method->at("interval")),
          2,
          false,
          {},
          "Output accuracy, mean over the boxes."};
}

void tell_replay(const RunJson& settings, const RunJson& document, ToldRun& told) {
  const auto budgets = settings.at("budgets").get<std::vector<double>>();
  const auto methods = settings.at("methods").get<std::vector<std::string>>();
  std::string list;
  for (const double budget : budgets) list += (list.empty() ? "" : ", ") + budget_of(settings.at("kind"), budget);
  const bool several = budgets.size() > 1;
  told.what = fmt::format("{}, {}, {}",
                          several ? counted(static_cast<std::int64_t>(budgets.size()), "budget", "budgets") : list,
                          counted(static_cast<std::int64_t>(methods.size()), "method", "methods"), period_of(settings));
  const RunJson& point = document.contains("points") ? document.at("points").back() : document;
  told.result = replay_figure(point, several);
  const std::string frames = count_text(point.value("frames", std::int64_t{0}));
  told.facts = {{told.result.name, value_text(told.result), interval_text(told.result)},
                {"methods", count_text(static_cast<std::int64_t>(methods.size())), ""},
                {"replayed", frames, "frames"}};
  if (const auto judged = point.value("judged_frames", std::int64_t{-1});
      judged >= 0 && judged != point.value("frames", std::int64_t{0}))
    told.facts.push_back({"judged", count_text(judged), "of these frames: the others have no output"});
  told.settings = {{several ? "Budgets" : "Budget", list},
                   {"Methods", fmt::format("{}", fmt::join(methods, ", "))},
                   {"Period", period_of(settings)},
                   {"Prefix", percent_of(settings.value("prefix", 0.0))},
                   {"Prefix counts", settings.value("prefix_cost", true) ? "yes" : "no"},
                   {"Seed", fmt::format("{}", settings.value("seed", std::int64_t{1}))}};
  told.command = replay_command(settings);
  const auto inputs = document.value("inputs", RunJson::object());
  told.inputs.push_back({"Links", inputs.value("links", std::string())});
  told.inputs.push_back({"Frames", frames});
  std::string boxes;
  for (const auto& [name, hash] : boxes_in(inputs.value("boxes", RunJson())))
    boxes += (boxes.empty() ? "" : ", ") + name;
  told.inputs.push_back({"Boxes", boxes});
}

void tell_live(const RunJson& document, ToldRun& told) {
  const std::string budget = budget_of(document.value("kind", RunJson()), document.value("budget", 0.0));
  const auto sources = document.value("sources", RunJson::array());
  const auto frames = document.value("frames", std::int64_t{0});
  told.what = fmt::format("{}, {}, {}", budget, document.value("method", std::string("mlink")),
                          counted(static_cast<std::int64_t>(sources.size()), "source", "sources"));
  const double agreement = figure_from(document.value("output_accuracy", RunJson()));
  told.result = {"agreement", agreement, {kNan, kNan}, 2, false, {}, "Output accuracy on the verified frames."};
  if (document.value("stopped", false)) told.state = "stopped, " + counted(frames, "frame", "frames");
  told.facts = {{"agreement", value_text(told.result), "on verified frames"},
                {"ran on", count_text(frames), "frames"},
                {"verified", count_text(document.value("verified_frames", std::int64_t{0})), "frames"}};
  if (told.run.seconds <= 0) told.run.seconds = document.value("wall_seconds", 0.0);
  std::string names;
  for (const auto& source : sources) names += (names.empty() ? "" : ", ") + source.value("name", std::string());
  told.inputs.push_back({"Sources", names});
}

// --- studies, methods, imports -----------------------------------------------------------------------------------

/// Those that are typed, in the order of the help, then all others.
void add_study_settings(const Study& study, const RunJson& written, std::vector<RunSetting>& settings) {
  const auto given = study.defaults();
  if (given->read(written)) {
    for (const StudyOption& option : given->options()) {
      if (std::holds_alternative<bool*>(option.value)) continue;  // a flag says what turns it round
      std::string name = option.name;
      std::replace(name.begin(), name.end(), '-', ' ');
      settings.push_back({setting_name(name), option_text(option)});
    }
  }
  std::vector<RunSetting> all;
  add_settings(written, all);
  for (auto& setting : all)
    if (std::none_of(settings.begin(), settings.end(), [&](const auto& s) { return s.name == setting.name; }))
      settings.push_back(std::move(setting));
}

Status tell_study(const std::string& document, ToldRun& told) {
  const std::string name = told.run.kind.substr(std::string_view(kStudyKindPrefix).size());
  told.what = name;
  const Study* const study = find_study(name);
  if (!study)
    return fail(ErrorKind::unsupported, fmt::format("This program has no study {}.", name),
                "Open the file with the program that ran it.");
  MLINK_ASSIGN(const auto result, study_from_text(*study, document));
  const StudySettings& given = result->given();
  told.what = fmt::format("{}, {}, seed {}", name, counted(given.repeats, "repeat", "repeats"), given.seed());
  if (!result->head.complete) told.state = "stopped; making it again goes on";
  if (const auto line = result->headline())
    told.result = {line->name,
                   line->value,
                   line->interval,
                   line->decimals,
                   line->is_signed,
                   line->unit,
                   "Means of several figures; so are the interval's ends."};
  told.facts = {
      {told.result.name.empty() ? "figures" : told.result.name, value_text(told.result), interval_text(told.result)},
      {"repeats", fmt::format("{}", given.repeats), ""},
      {"frames", count_text(result->head.frames), ""}};
  RunJson settings;
  given.write(settings);
  add_study_settings(*study, settings, told.settings);
  told.command = study_command(*study, settings);
  told.inputs = {{"Boxes", fmt::format("{}", fmt::join(result->head.boxes, ", "))},
                 {"Frames", count_text(result->head.frames)}};
  return {};
}

void tell_method(const RunJson& settings, ToldRun& told) {
  const auto rows = settings.value("rows", std::int64_t{0});
  told.what = fmt::format("{}, trained on {}, seed {}", told.run.name, counted(rows, "row", "rows"), told.run.seed);
  told.facts = {{"trained on", count_text(rows), "rows"}, {"seed", fmt::format("{}", told.run.seed), ""}};
  if (told.run.seconds <= 0) told.run.seconds = settings.value("seconds", 0.0);
  told.settings = {{"Method", told.run.name}, {"Seed", fmt::format("{}", told.run.seed)}};
  add_settings(settings.value("settings", RunJson::object()), told.settings);
  told.command = method_command(told.run.name, told.run.seed);
}

void tell_import(const RunJson& settings, const Overview& overview, ToldRun& told) {
  auto recorded = settings.is_object() ? settings.value("recorded", RunJson::object()) : RunJson::object();
  const std::string file = recorded.value("file", std::string());
  std::int64_t stored = 0;
  const BoxRow* box = nullptr;
  for (std::size_t i = 0; i < overview.boxes.size(); ++i) {
    if (overview.boxes[i].name != told.run.name) continue;
    box = &overview.boxes[i];
    for (const auto& row : overview.coverage)
      if (row.box == static_cast<int>(i)) stored += row.done();
  }
  std::string task = box ? std::string(to_string(box->spec.task)) : std::string();
  std::replace(task.begin(), task.end(), '_', ' ');
  const std::string shown = file.empty() ? recorded.value("synthetic", std::string("recorded"))
                                         : std::filesystem::path(file).filename().string();
  told.what = task.empty() ? shown : fmt::format("{}, {}", shown, task);
  told.result = {"outputs", static_cast<double>(stored), {kNan, kNan}, 0, false, {}, {}};
  told.facts = {{"outputs", count_text(stored), ""}};
  if (!file.empty() && box) told.command = import_command(told.run.name, box->spec, recorded, told.command_note);
  const auto given = recorded.value("given", RunJson::object());
  recorded.erase("given");
  add_settings(recorded, told.settings);
  add_settings(given, told.settings);
}

// --- all ---------------------------------------------------------------------------------------------------------

Status tell_document(const std::string& document, ToldRun& told) {
  const auto settings = RunJson::parse(told.run.settings_json, nullptr, false);
  if (told.group == RunGroup::link_set && told.run.kind == kLinkSetKind) {
    MLINK_ASSIGN(const auto links, LinkSet::from_bytes(document));
    tell_link_set(links, told);
    return {};
  }
  if (told.group == RunGroup::study) return tell_study(document, told);
  if (told.group == RunGroup::method) {
    tell_method(settings, told);
    return {};
  }
  if (told.run.kind == kUnfinishedKind) {
    told.what = "an unfinished training";
    told.state = "stopped; the next training goes on";
    if (const auto train = train_settings_from_json(settings)) told.command = train_command(*train, told.command_note);
    add_settings(settings, told.settings);
    return {};
  }
  const auto json = RunJson::parse(document, nullptr, false);
  if (told.group == RunGroup::replay) {
    tell_replay(settings, json, told);
    return {};
  }
  add_settings(settings, told.settings);
  if (told.group == RunGroup::live) {
    tell_live(json, told);
    return {};
  }
  told.what = kind_text(told.run);
  return {};
}

/// A document that is damaged, or of a program that writes other ones, is one row's problem and not the list's.
Status tell_safely(const std::string& document, ToldRun& told) {
  try {
    return tell_document(document, told);
  } catch (const RunJson::exception& error) {
    return fail(ErrorKind::corrupt, "What is kept of this run cannot be read.", error.what());
  }
}

Status tell_import_safely(const Overview& overview, ToldRun& told) {
  try {
    tell_import(RunJson::parse(told.run.settings_json, nullptr, false), overview, told);
    return {};
  } catch (const RunJson::exception& error) {
    return fail(ErrorKind::corrupt, "What is kept of this import cannot be read.", error.what());
  }
}

/// What a run was computed from, as its document tells; null: it does not.
RunJson inputs_in(const ToldRun& told, const std::string& document) {
  const bool tells = told.group == RunGroup::replay || told.group == RunGroup::study || told.group == RunGroup::live;
  auto json = tells ? RunJson::parse(document, nullptr, false) : RunJson();
  if (!json.is_object()) return {};
  if (json.contains("inputs")) return json.at("inputs");
  // A study of an earlier program kept the names of its boxes.
  return told.group == RunGroup::study && json.contains("boxes") ? RunJson{{"boxes", json.at("boxes")}} : RunJson();
}

/// Of link sets the experiment says it. A live run's frames are its own: of the file it took the boxes' names and
/// contents.
std::string staleness_of(const ToldRun& told, const std::string& inputs_json, const Overview& overview) {
  const auto inputs = RunJson::parse(inputs_json, nullptr, false);
  if (told.group == RunGroup::live) return why_boxes_differ(inputs, overview);
  return why_stale(inputs, told.run.data_hash, overview);
}

}  // namespace

RunGroup group_of(const Run& run) {
  if (run.kind == kLinkSetKind || run.kind == kUnfinishedKind) return RunGroup::link_set;
  if (run.kind == kReplayKind) return RunGroup::replay;
  if (run.is_study()) return RunGroup::study;
  if (run.kind == kMethodKind) return RunGroup::method;
  if (run.kind == "live") return RunGroup::live;
  return run.kind == kImportKind ? RunGroup::import : RunGroup::other;
}

std::string group_title(RunGroup group) { return std::string(kGroupTitles.at(static_cast<std::size_t>(group))); }

std::string kind_text(const Run& run) {
  switch (group_of(run)) {
    case RunGroup::link_set: return run.kind == kLinkSetKind ? "link set" : "unfinished training";
    case RunGroup::replay: return "replay";
    case RunGroup::study: return "study " + run.kind.substr(std::string_view(kStudyKindPrefix).size());
    case RunGroup::method: return "trained method";
    case RunGroup::live: return "live run";
    case RunGroup::import: return "import";
    case RunGroup::other: break;
  }
  return run.kind;
}

std::string value_text(const RunFigure& figure) {
  if (!std::isfinite(figure.value)) return {};
  std::string text = figure.is_signed       ? signed_text(figure.value, figure.decimals)
                     : figure.decimals == 0 ? count_text(std::llround(figure.value))
                                            : score_text(figure.value, figure.decimals);
  return figure.unit.empty() ? text : text + " " + figure.unit;
}

std::string interval_text(const RunFigure& figure) {
  if (!std::isfinite(figure.interval.low) || !std::isfinite(figure.interval.high)) return {};
  const auto text = [&](double end) {
    return figure.is_signed ? signed_text(end, figure.decimals) : score_text(end, figure.decimals);
  };
  return text(figure.interval.low) + " to " + text(figure.interval.high);
}

Result<std::vector<ToldRun>> RunBook::read(const ExperimentReader& reader) {
  MLINK_ASSIGN(const auto runs, runs_of(reader));
  MLINK_ASSIGN(const auto overview, reader.overview());
  std::vector<ToldRun> told;
  for (const auto& run : runs) {
    const std::pair key(run.kind, run.id);
    const bool import = run.kind == kImportKind;
    auto known = known_.find(key);
    if (known == known_.end() || import) {
      Known fresh;
      fresh.told.run = run;
      fresh.told.group = group_of(run);
      if (import) {
        if (const auto status = tell_import_safely(overview, fresh.told); !status)
          fresh.told.state = status.error().text();
      } else {
        MLINK_ASSIGN(const auto kept, reader.result(run.id));
        if (const auto status = tell_safely(kept.document, fresh.told); !status)
          fresh.told.state = status.error().text();
        if (fresh.told.what.empty()) fresh.told.what = kind_text(run);
        fresh.inputs = inputs_in(fresh.told, kept.document).dump();
      }
      fresh.told.command = with_file(fresh.told.command, overview.path.filename().string());
      known = known_.insert_or_assign(key, std::move(fresh)).first;
    }
    told.push_back(known->second.told);
    const double seconds = told.back().run.seconds;
    told.back().run = run;
    if (run.seconds <= 0) told.back().run.seconds = seconds;
    if (const RunGroup group = told.back().group;
        group == RunGroup::replay || group == RunGroup::study || group == RunGroup::live)
      told.back().run.stale = staleness_of(told.back(), known->second.inputs, overview);
    if (told.back().run.seconds > 0) told.back().facts.push_back({"took", duration_text(told.back().run.seconds), ""});
  }
  return told;
}

Result<std::vector<ToldRun>> told_runs(const ExperimentReader& reader) { return RunBook().read(reader); }

}  // namespace mlink::report
