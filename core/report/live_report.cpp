#include "report/live_report.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "base/text.h"
#include "outputs/clock.h"

namespace mlink::report {
namespace {

using LiveJson = nlohmann::json;

constexpr double kMsPerSecond = 1e3;

LiveJson live_figure(double value) { return std::isfinite(value) ? LiveJson(value) : LiveJson(); }
std::string ms_text(double seconds) {
  return std::isfinite(seconds) ? fmt::format("{:.2f} ms", seconds * kMsPerSecond) : "";
}
std::string share_text(double share) { return std::isfinite(share) ? fmt::format("{:.1f} %", share * 100) : ""; }
std::string memory_text(double bytes) { return std::isfinite(bytes) ? bytes_text(bytes) : ""; }
std::string accuracy_text(double value) { return std::isfinite(value) ? score_text(value, 3) : ""; }

std::vector<std::string> set_names(const LiveReport& report, BoxSet set) {
  std::vector<std::string> names;
  for (std::size_t box = 0; box < report.boxes.size(); ++box)
    if (set.has(static_cast<int>(box))) names.push_back(report.boxes[box].name);
  return names;
}

double memory_taken(const LiveReport& report) { return report.bytes_peak - report.bytes_before; }

double saved_share(const LiveReport& report, double seconds) { return 1 - seconds / report.all_boxes_seconds; }

double executions_after_prefix(const LiveReport& report) {
  const auto all = static_cast<double>(report.after_prefix.count()) * static_cast<double>(report.boxes.size());
  return all > 0 ? static_cast<double>(report.executions_after_prefix) / all : kNan;
}

Table summary_table(const LiveReport& report) {
  Table table{fmt::format("Live run of {} frames at {}", count_text(report.frames), amount_text(report.budget)),
              {{"figure", "figure"}, {"measured", "measured"}, {"forecast", "forecast"}},
              {},
              {}};
  const auto& forecast = report.forecast;
  const auto told = [&](const auto& text, auto member) { return forecast ? text(member(*forecast)) : std::string(); };
  const auto add = [&](const std::string& name, const std::string& measured, const std::string& foretold) {
    table.rows.push_back({name, text_cell(measured), text_cell(foretold)});
  };
  add("output accuracy", report.verified > 0 ? accuracy_text(report.output_accuracy()) : "",
      told(accuracy_text, [](const MethodResult& m) { return m.output_accuracy; }));
  add("time a frame", ms_text(report.times.mean()),
      told(ms_text, [](const MethodResult& m) { return m.seconds_per_frame; }));
  add("time a frame after prefixes", ms_text(report.after_prefix.mean()),
      told(ms_text, [](const MethodResult& m) { return m.after_prefix.seconds_per_frame; }));
  add("p50, p95, p99 after prefixes",
      report.after_prefix.count() > 0
          ? fmt::format("{}, {}, {}", ms_text(report.after_prefix.quantile(0.5)),
                        ms_text(report.after_prefix.quantile(0.95)), ms_text(report.after_prefix.quantile(0.99)))
          : "",
      "");
  add("executions, of all boxes", share_text(report.executions_per_frame()),
      told(share_text, [](const MethodResult& m) { return m.executions_per_frame; }));
  add("executions after prefixes", share_text(executions_after_prefix(report)),
      told(share_text, [](const MethodResult& m) { return m.after_prefix.executions_per_frame; }));
  add("time saved against all boxes", share_text(report.time_saved()),
      told(share_text, [&](const MethodResult& m) { return saved_share(report, m.seconds_per_frame); }));
  double loading = 0;  // of boxes that ran for themselves: those of verifying are not what a replay foretells
  for (const auto& box : report.boxes)
    if (box.executions > 0) loading += box.load_seconds + box.unload_seconds;
  add("loading, a frame", ms_text(loading / static_cast<double>(report.frames)),
      told(ms_text, [](const MethodResult& m) { return m.loading_seconds; }));
  const auto foretold = told(memory_text, [](const MethodResult& m) { return m.bytes; });
  const bool gpu = report.budget.kind == CostKind::gpu_memory;  // which the forecast is of then
  add("memory taken by boxes", memory_text(memory_taken(report)), gpu ? std::string() : foretold);
  if (gpu) add("memory of the GPU", "not measured", foretold);
  add("memory of the process, most", memory_text(report.bytes_peak), "");
  return table;
}

void add_summary_notes(const LiveReport& report, Table& table) {
  auto& notes = table.notes;
  notes.push_back(fmt::format("Loading {}, unloading {}, choosing {} in {} {}; verifying {} on {} frames: apart.",
                              duration_text(report.load_seconds), duration_text(report.unload_seconds),
                              duration_text(report.choose_seconds), report.periods.size(),
                              report.periods.size() == 1 ? "period" : "periods", duration_text(report.verify_seconds),
                              count_text(report.verified)));
  if (report.paused_seconds > 0) notes.push_back(fmt::format("Paused for {}.", duration_text(report.paused_seconds)));
  if (report.verified > 0)
    notes.push_back("Accuracy is measured on the verified frames; boxes that ran to verify take memory, too.");
  if (report.forecast)
    notes.push_back(fmt::format("Forecast: the replay of {} stored frames with {}, the same budget and periods.",
                                count_text(report.forecast_frames), report.method));
  else if (!report.forecast_problem.empty())
    notes.push_back("No forecast: " + report.forecast_problem);
}

Table live_boxes_table(const LiveReport& report) {
  Table table{"Black boxes",
              {{"box", "box"},
               {"runs", "executions", 0},
               {"ms a run", "time_ms", 2},
               {"failed", "failed", 0},
               {"loads", "loads", 0},
               {"load (ms)", "load_ms", 1},
               {"accuracy", "accuracy", 3},
               {"checked", "checked", 0},
               {"forecast", "forecast", 3},
               {"problem", "problem"}},
              {},
              {}};
  for (std::size_t i = 0; i < report.boxes.size(); ++i) {
    const auto& box = report.boxes[i];
    const double runs = static_cast<double>(box.executions);
    table.rows.push_back({box.name, runs, number_cell(runs > 0 ? box.seconds * kMsPerSecond / runs : kNan),
                          static_cast<double>(box.failed), static_cast<double>(box.loads),
                          number_cell(box.loads > 0 ? box.load_seconds * kMsPerSecond / box.loads : kNan),
                          number_cell(box.accuracy()), static_cast<double>(box.checked),
                          number_cell(report.forecast ? report.forecast->per_box[i] : kNan),
                          text_cell(box.problem ? box.problem->text() : "")});
  }
  return table;
}

Table live_sources_table(const LiveReport& report) {
  Table table{"Sources",
              {{"source", "source"},
               {"frames", "frames", 0},
               {"dropped", "dropped", 0},
               {"damaged", "damaged", 0},
               {"lost", "lost", 0},
               {"problem", "problem"}},
              {},
              {}};
  for (const auto& source : report.sources)
    table.rows.push_back({source.name, static_cast<double>(source.frames), static_cast<double>(source.dropped),
                          static_cast<double>(source.damaged), static_cast<double>(source.lost),
                          text_cell(source.problem ? source.problem->text() : "")});
  return table;
}

Table periods_table(const LiveReport& report) {
  Table table{"Periods",
              {{"begin", "begin"},
               {"frames", "frames", 0},
               {"prefix", "prefix_frames", 0},
               {"runs", "activated"},
               {"load (ms)", "load_ms", 1},
               {"note", "note"}},
              {},
              {}};
  for (const auto& period : report.periods)
    table.rows.push_back({clock_text(period.begin_seconds), static_cast<double>(period.frames),
                          static_cast<double>(period.prefix_frames),
                          text_cell(fmt::format("{}", fmt::join(set_names(report, period.activated), ", "))),
                          period.load_seconds * kMsPerSecond, text_cell(period.note)});
  return table;
}

LiveJson times_json(const LiveTimes& times) {
  return {{"frames", times.count()},
          {"time_ms_per_frame", live_figure(times.mean() * kMsPerSecond)},
          {"p50_ms", live_figure(times.quantile(0.5) * kMsPerSecond)},
          {"p95_ms", live_figure(times.quantile(0.95) * kMsPerSecond)},
          {"p99_ms", live_figure(times.quantile(0.99) * kMsPerSecond)}};
}

LiveJson forecast_json(const LiveReport& report) {
  if (!report.forecast) return {{"problem", report.forecast_problem}};
  const auto& of = *report.forecast;
  LiveJson per_box = LiveJson::object();
  for (std::size_t i = 0; i < of.per_box.size(); ++i) per_box[report.boxes[i].name] = live_figure(of.per_box[i]);
  return {{"frames", report.forecast_frames},
          {"output_accuracy", live_figure(of.output_accuracy)},
          {"time_ms_per_frame", live_figure(of.seconds_per_frame * kMsPerSecond)},
          {"executions_per_frame", live_figure(of.executions_per_frame)},
          {report.budget.kind == CostKind::gpu_memory ? "gpu_memory_bytes" : "memory_bytes", live_figure(of.bytes)},
          {"after_prefix",
           {{"time_ms_per_frame", live_figure(of.after_prefix.seconds_per_frame * kMsPerSecond)},
            {"executions_per_frame", live_figure(of.after_prefix.executions_per_frame)}}},
          {"per_box", per_box}};
}

LiveJson box_json(const LiveBoxReport& box) {
  LiveJson out{{"name", box.name},
               {"executions", box.executions},
               {"failed", box.failed},
               {"seconds", box.seconds},
               {"loads", box.loads},
               {"load_seconds", box.load_seconds},
               {"unload_seconds", box.unload_seconds},
               {"checked", box.checked},
               {"accuracy", live_figure(box.accuracy())}};
  if (box.problem) out["problem"] = box.problem->text();
  return out;
}

LiveJson source_json(const LiveSourceReport& source) {
  LiveJson out{{"name", source.name},
               {"frames", source.frames},
               {"dropped", source.dropped},
               {"damaged", source.damaged},
               {"lost", source.lost}};
  if (source.problem) out["problem"] = source.problem->text();
  return out;
}

LiveJson period_json(const LiveReport& report, const LivePeriodReport& period) {
  LiveJson probability = LiveJson::array();
  for (const double p : period.probability) probability.push_back(live_figure(p));
  return {{"begin_s", period.begin_seconds},
          {"frames", period.frames},
          {"prefix_frames", period.prefix_frames},
          {"profiled", set_names(report, period.profiled)},
          {"activated", set_names(report, period.activated)},
          {"probability", probability},
          {"note", period.note},
          {"choose_seconds", period.choose_seconds},
          {"load_seconds", period.load_seconds},
          {"unload_seconds", period.unload_seconds}};
}

}  // namespace

std::vector<Table> live_tables(const LiveReport& report) {
  auto summary = summary_table(report);
  add_summary_notes(report, summary);
  std::vector<Table> tables{std::move(summary), live_boxes_table(report), live_sources_table(report)};
  if (report.periods.size() > 1) tables.push_back(periods_table(report));
  return tables;
}

nlohmann::json live_json(const LiveReport& report) {
  LiveJson boxes = LiveJson::array(), sources = LiveJson::array(), periods = LiveJson::array();
  for (const auto& box : report.boxes) boxes.push_back(box_json(box));
  for (const auto& source : report.sources) sources.push_back(source_json(source));
  for (const auto& period : report.periods) periods.push_back(period_json(report, period));
  return {{"kind", std::string(to_string(report.budget.kind))},
          {"budget", report.budget.value},
          {"method", report.method},
          {"frames", report.frames},
          {"prefix_frames", report.prefix_frames},
          {"stopped", report.stopped},
          {"times", times_json(report.times)},
          {"after_prefix", times_json(report.after_prefix)},
          {"box_seconds", report.box_seconds},
          {"link_seconds", report.link_seconds},
          {"load_seconds", report.load_seconds},
          {"unload_seconds", report.unload_seconds},
          {"choose_seconds", report.choose_seconds},
          {"verify_seconds", report.verify_seconds},
          {"wall_seconds", report.wall_seconds},
          {"paused_seconds", report.paused_seconds},
          {"executions", report.executions},
          {"executions_per_frame", live_figure(report.executions_per_frame())},
          {"all_boxes_ms_per_frame", live_figure(report.all_boxes_seconds * kMsPerSecond)},
          {"time_saved", live_figure(report.time_saved())},
          {"verified_frames", report.verified},
          {"output_accuracy", live_figure(report.output_accuracy())},
          {"memory_bytes", live_figure(memory_taken(report))},
          {"process_bytes", live_figure(report.bytes_peak)},
          {"boxes", boxes},
          {"sources", sources},
          {"periods", periods},
          {"forecast", forecast_json(report)}};
}

}  // namespace mlink::report
