#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "report/output_columns.h"
#include "report/replay_words.h"
#include "report/report.h"

namespace mlink::report {
namespace {

std::string names_of(BoxSet set, const std::vector<std::string>& boxes) {
  std::string out;
  for (std::size_t i = 0; i < boxes.size(); ++i)
    if (set.has(static_cast<int>(i))) out += (out.empty() ? "" : " + ") + boxes[i];
  return out.empty() ? "none" : out;
}

std::string activated_text(const MethodResult& method, const std::vector<std::string>& boxes) {
  if (method.activated) return names_of(*method.activated, boxes);
  if (method.by_frame) return "by frame";
  // Nothing is known of a method that cannot be used here; its note says why.
  return std::isnan(method.output_accuracy) ? std::string() : fmt::format("by period ({})", method.periods.size());
}

void add_method_row(Table& table, const ReplayResult& result, const MethodResult& method) {
  std::vector<Cell> row;
  row.push_back(number_cell(budget_in_unit(result.settings)));
  row.push_back(method.method);
  row.push_back(number_cell(method.output_accuracy));
  row.push_back(number_cell(method.interval.low));
  row.push_back(number_cell(method.interval.high));
  for (const double value : {method.lead, method.lead_interval.low, method.lead_interval.high})
    row.push_back(number_cell(value));
  row.push_back(number_cell(method.seconds_per_frame * 1e3));
  row.push_back(number_cell((method.seconds_per_frame + method.loading_seconds) * 1e3));
  row.push_back(number_cell(method.executions_per_frame));
  row.push_back(number_cell(method.after_prefix.output_accuracy));
  row.push_back(number_cell(method.after_prefix.seconds_per_frame * 1e3));
  row.push_back(text_cell(activated_text(method, result.boxes)));
  for (const double accuracy : method.per_box) row.push_back(number_cell(accuracy));
  table.rows.push_back(std::move(row));
  if (method.note.empty()) return;
  // The same at every budget is told once.
  std::string note = method.method + ": " + method.note;
  if (std::find(table.notes.begin(), table.notes.end(), note) == table.notes.end())
    table.notes.push_back(std::move(note));
}

std::vector<TableColumn> method_columns(const ReplayResult& result) {
  std::vector<TableColumn> columns;
  const std::string unit = budget_unit(result.settings.kind);
  columns.push_back({"budget (" + unit + ")", "budget_" + std::string(unit == "MB" ? "mb" : "ms"), 1});
  columns.insert(columns.end(), {{"method", "method", -1},
                                 {"accuracy", "output_accuracy", 3},
                                 {"low", "accuracy_low", 3},
                                 {"high", "accuracy_high", 3},
                                 {"to mlink", "lead", 3},
                                 {"its low", "lead_low", 3},
                                 {"its high", "lead_high", 3},
                                 {"time (ms)", "time_ms_per_frame", 1},
                                 {"with loading (ms)", "time_ms_with_loading", 1},
                                 {"runs", "executions_per_frame", 3},
                                 {"after prefix", "accuracy_after_prefix", 3},
                                 {"its time (ms)", "time_ms_after_prefix", 1},
                                 {"what is run", "activated", -1}});
  for (const auto& box : result.boxes) columns.push_back({box, "accuracy_" + box, 3});
  return columns;
}

/// What a lift's interval says; nothing where there is none.
std::string against_prior(const Interval& lift) {
  if (within_prior(lift)) return "\u2248 prior";
  if (lift.low > 0) return "above prior";
  return lift.high < 0 ? "below prior" : "";
}

/// Three rows of one source: the lift over each target's prior, and its interval. figures(target) may be null.
template <class Figures>
void add_lift_rows(Table& table, const std::string& source, const Figures& figures) {
  std::vector<Cell> lift{"lift of " + source}, low{"  low"}, high{"  high"};
  const auto targets = static_cast<int>(table.columns.size()) - 2;  // without source and P1
  for (int j = 0; j < targets; ++j) {
    const LinkFigures* link = figures(j);
    if (!link) {
      for (auto* row : {&lift, &low, &high}) row->emplace_back();
      continue;
    }
    lift.push_back(within_prior(*link) ? Cell("\u2248 prior") : number_cell(link->test.p - link->prior_p));
    low.push_back(number_cell(link->lift_interval.low));
    high.push_back(number_cell(link->lift_interval.high));
  }
  for (auto* row : {&lift, &low, &high}) {
    row->emplace_back();
    table.rows.push_back(std::move(*row));
  }
}

/// Notes of the classes that mAP leaves out, by target: their names, or how many where the outputs were not looked at.
void add_left_out(Table& table, const MatrixData& m) {
  constexpr std::size_t kMostNames = 10;
  for (std::size_t j = 0; j < m.boxes.size(); ++j) {
    std::vector<std::string> names = j < m.left_out.size() ? m.left_out[j] : std::vector<std::string>();
    auto count = names.size();
    if (names.empty()) count = static_cast<std::size_t>(std::max(m.ensembles[j].test.classes_left_out, 0));
    if (count == 0) continue;
    const std::size_t more = names.size() > kMostNames ? names.size() - kMostNames : 0;
    names.resize(names.size() - more);
    std::string note = fmt::format("mAP of {} leaves out {} of {} classes, without a positive in the test part",
                                   m.boxes[j], count, m.specs[j].labels.size());
    if (!names.empty()) note += fmt::format(": {}", fmt::join(names, ", "));
    if (more > 0) note += fmt::format(" and {} more", more);
    table.notes.push_back(note + ".");
  }
}

/// What the clock takes for granted, where files could be meant otherwise.
std::vector<std::string> clock_notes(const Overview& overview) {
  std::vector<std::string> notes;
  std::set<std::string> files, dated;
  bool any = false;
  for (const auto& c : overview.cameras) {
    files.insert(c.recorded ? c.name : c.path);
    any = any || c.start.origin != StartOrigin::unset;
    if (c.recorded_at && c.start.origin == StartOrigin::unset) dated.insert(c.name);
    if (!c.part_of.empty())
      notes.push_back(fmt::format("{} is a later file of the camera {}: its frame 0 is frame {} there.", c.name,
                                  c.part_of, c.first_ordinal));
  }
  if (files.size() > 1 && !any)
    notes.push_back(fmt::format(
        "The {} files count as recorded at the same time. If they were not: \"mlink video start FILE CAMERA START\".",
        files.size()));
  if (!dated.empty() && (files.size() > 1 || any))
    notes.push_back(fmt::format("Metadata tell when these were recorded (START \"metadata\" takes it): {}.",
                                fmt::join(dated, ", ")));
  return notes;
}

}  // namespace

std::string start_text(const CameraRow& camera) {
  switch (camera.start.origin) {
    case StartOrigin::unset: return {};
    case StartOrigin::after: return fmt::format("{} (after {})", clock_text(camera.start.seconds), camera.after);
    case StartOrigin::metadata: return clock_text(camera.start.seconds) + " (metadata)";
    case StartOrigin::typed: break;
  }
  return clock_text(camera.start.seconds);
}

namespace {

/// The file, and which of its streams are in use where it has several.
std::string file_text(const CameraRow& camera) {
  std::string text = camera.path;
  if (camera.pictures.of.size() > 1)
    text += fmt::format(", video stream {} of {}", camera.pictures.used, fmt::join(camera.pictures.of, ", "));
  if (camera.sound.of.size() > 1)
    text += fmt::format(", audio stream {} of {}", camera.sound.used, fmt::join(camera.sound.of, ", "));
  return text;
}

}  // namespace

Table cameras_table(const Overview& overview) {
  Table table{"Cameras",
              {{"camera", "camera", -1},
               {"region", "region", -1},
               {"rate (fps)", "frame_rate", 2},
               {"every", "every", 0},
               {"frames", "frames", 0},
               {"length (s)", "seconds", 1},
               {"begins", "begins", -1},
               {"file", "file", -1},
               {"problem", "problem", -1}},
              {},
              {}};
  for (const auto& c : overview.cameras) {
    const std::string region = c.width == 0 ? ""
                               : c.crop
                                   ? fmt::format("{}x{}+{}+{}", c.crop->width, c.crop->height, c.crop->x, c.crop->y)
                                   : fmt::format("{}x{}", c.width, c.height);
    table.rows.push_back({c.name, text_cell(region),
                          c.frame_rate > 0 ? number_cell(c.frame_rate) : text_cell(c.recorded ? "by the table" : ""),
                          static_cast<double>(c.every), static_cast<double>(c.frames), number_cell(c.seconds),
                          text_cell(start_text(c)),
                          text_cell(!c.synthetic.empty() ? fmt::format("synthetic ({}), no video", c.synthetic)
                                    : c.recorded         ? "recorded, no video"
                                                         : file_text(c)),
                          text_cell(c.problem ? c.problem->what : "")});
  }
  table.notes = clock_notes(overview);
  if (!overview.scenario.empty()) table.notes.push_back(overview.scenario + ".");
  if (const auto synthetic = synthetic_note(overview); !synthetic.empty()) table.notes.push_back(synthetic);
  return table;
}

Table boxes_table(const Overview& overview) {
  const auto any = [&](const auto& known) { return std::any_of(overview.boxes.begin(), overview.boxes.end(), known); };
  const bool gpu = any([](const BoxRow& box) { return box.costs.known(CostKind::gpu_memory); });
  const bool loading = any([](const BoxRow& box) { return box.costs.loading_origin != CostOrigin::unknown; });
  Table table{"Black boxes",
              {{"box", "box", -1},
               {"model", "model", -1},
               {"task", "task", -1},
               {"unit", "unit", -1},
               {"adapter", "adapter", -1},
               {"time (ms)", "time_ms", 1},
               {"p50 (ms)", "time_p50_ms", 1},
               {"p95 (ms)", "time_p95_ms", 1},
               {"p99 (ms)", "time_p99_ms", 1},
               {"time from", "time_origin", -1},
               {"memory (MB)", "memory_mb", 1},
               {"memory from", "memory_origin", -1}},
              {},
              {}};
  // What few machines know is a column where it is known.
  if (gpu)
    table.columns.insert(table.columns.end(),
                         {{"GPU (MB)", "gpu_memory_mb", 1}, {"GPU from", "gpu_memory_origin", -1}});
  if (loading)
    table.columns.insert(table.columns.end(), {{"load (ms)", "load_ms", 1}, {"unload (ms)", "unload_ms", 1}});
  table.columns.push_back({"problem", "problem", -1});
  for (const auto& b : overview.boxes) {
    const bool timed = b.costs.known(CostKind::time);
    const bool sized = b.costs.known(CostKind::memory);
    const bool on_gpu = b.costs.known(CostKind::gpu_memory);
    const bool loads = b.costs.loading_origin != CostOrigin::unknown;
    const auto quantile = [timed](double seconds) {
      return timed && seconds > 0 ? number_cell(seconds * 1e3) : Cell();
    };
    table.rows.push_back({b.name, text_cell(b.title), std::string(to_string(b.spec.task)), text_cell(b.spec.unit),
                          text_cell(b.adapter), timed ? number_cell(b.costs.seconds * 1e3) : Cell(),
                          quantile(b.costs.seconds_p50), quantile(b.costs.seconds_p95), quantile(b.costs.seconds_p99),
                          timed ? text_cell(std::string(to_string(b.costs.seconds_origin))) : Cell(),
                          sized ? number_cell(b.costs.bytes / 1e6) : Cell(),
                          sized ? text_cell(std::string(to_string(b.costs.bytes_origin))) : Cell()});
    std::vector<Cell>& row = table.rows.back();
    if (gpu) {
      row.push_back(on_gpu ? number_cell(b.costs.gpu_bytes / 1e6) : Cell());
      row.push_back(on_gpu ? text_cell(std::string(to_string(b.costs.gpu_origin))) : Cell());
    }
    if (loading)
      for (const double seconds : {b.costs.load_seconds, b.costs.unload_seconds})
        row.push_back(loads ? number_cell(seconds * 1e3) : Cell());
    row.push_back(text_cell(b.problem ? b.problem->what : ""));
  }
  return table;
}

Table coverage_table(const Overview& overview) {
  Table table{"Outputs",
              {{"box", "box", -1},
               {"camera", "camera", -1},
               {"frames", "wanted", 0},
               {"stored", "present", 0},
               {"no output", "none", 0},
               {"failed", "failed", 0},
               {"missing", "missing", 0}},
              {},
              {}};
  for (const auto& c : overview.coverage)
    table.rows.push_back({overview.boxes[static_cast<std::size_t>(c.box)].name,
                          overview.cameras[static_cast<std::size_t>(c.camera)].name, static_cast<double>(c.wanted),
                          static_cast<double>(c.present), static_cast<double>(c.none), static_cast<double>(c.failed),
                          static_cast<double>(c.wanted - c.done())});
  return table;
}

Table matrix_table(const MatrixData& m) {
  Table table{fmt::format("Link matrix: p, row = source, column = target; {} frames trained, {} tested", m.train_frames,
                          m.test_frames),
              {{"source", "source", -1}},
              {},
              {}};
  for (const auto& box : m.boxes) table.columns.push_back({box, box, 2});
  table.columns.push_back({"P1", "p1", 2});
  const auto row_of = [&](const std::string& name, const std::vector<double>& values) {
    std::vector<Cell> row{name};
    for (const double v : values) row.push_back(number_cell(v));
    row.emplace_back();
    table.rows.push_back(std::move(row));
  };
  for (int i = 0; i < m.size(); ++i) {
    std::vector<Cell> row{m.boxes[static_cast<std::size_t>(i)]};
    for (int j = 0; j < m.size(); ++j) row.push_back(m.cell(i, j) ? number_cell(m.cell(i, j)->test.p) : Cell());
    row.push_back(number_cell(m.p1[static_cast<std::size_t>(i)]));
    table.rows.push_back(std::move(row));
  }
  std::vector<double> all;
  for (const auto& e : m.ensembles) all.push_back(e.test.p);
  row_of("all others", all);
  row_of("P2", m.p2);
  row_of("prior", m.prior);
  for (int i = 0; i < m.size(); ++i)
    add_lift_rows(table, m.boxes[static_cast<std::size_t>(i)],
                  [&](int j) { return m.cell(i, j) ? &*m.cell(i, j) : nullptr; });
  add_lift_rows(table, "all others", [&](int j) { return &m.ensembles[static_cast<std::size_t>(j)]; });
  std::string metrics = "p is";
  for (int j = 0; j < m.size(); ++j)
    metrics += fmt::format("{} {} for {}", j > 0 ? "," : "", m.metric[static_cast<std::size_t>(j)],
                           m.boxes[static_cast<std::size_t>(j)]);
  table.notes.push_back(metrics + ".");
  table.notes.emplace_back("lift is p less the prior, with its 95 % interval; \u2248 prior: the interval holds 0.");
  if (auto note = unjudged_note(m); !note.empty()) table.notes.push_back(std::move(note));
  return table;
}

std::string unjudged_note(const MatrixData& m) {
  const auto without = [](std::int64_t part, std::int64_t judged, const char* name) {
    return fmt::format("{} more {} frames", count_text(part - judged), name);
  };
  std::string text;
  if (m.train_part > m.train_frames) text = without(m.train_part, m.train_frames, "training");
  if (m.test_part > m.test_frames) text += (text.empty() ? "" : " and ") + without(m.test_part, m.test_frames, "test");
  return text.empty() ? text : text + " have no output of any box: nothing is judged on them.";
}

Table links_table(const MatrixData& m) {
  Table table{"Links",
              {{"source", "source", -1},
               {"target", "target", -1},
               {"p", "p", 2},
               {"low", "p_low", 2},
               {"high", "p_high", 2},
               {"prior", "prior", 2},
               {"lift", "lift", 2},
               {"lift low", "lift_low", 2},
               {"lift high", "lift_high", 2},
               {"says", "says", -1},
               {"metric", "metric", -1},
               {"native", "native", 3},
               {"native metric", "native_metric", -1},
               {"Pearson", "pearson", 2},
               {"parameters", "parameters", 0},
               {"best epoch", "best_epoch", 0},
               {"trained", "trained_frames", 0},
               {"tested", "tested_frames", 0}},
              {},
              {}};
  for (int i = 0; i < m.size(); ++i) {
    for (int j = 0; j < m.size(); ++j) {
      const auto& cell = m.cell(i, j);
      if (!cell) continue;
      const auto target = static_cast<std::size_t>(j);
      table.rows.push_back({m.boxes[static_cast<std::size_t>(i)], m.boxes[target], number_cell(cell->test.p),
                            number_cell(cell->test.interval.low), number_cell(cell->test.interval.high),
                            number_cell(cell->prior_p), number_cell(cell->test.p - cell->prior_p),
                            number_cell(cell->lift_interval.low), number_cell(cell->lift_interval.high),
                            text_cell(against_prior(cell->lift_interval)), m.metric[target],
                            number_cell(cell->test.native), m.native_metric[target], number_cell(cell->pearson),
                            static_cast<double>(cell->parameters), static_cast<double>(cell->best_epoch),
                            static_cast<double>(cell->trained_frames), static_cast<double>(cell->test.frames)});
    }
  }
  add_left_out(table, m);
  if (auto note = unjudged_note(m); !note.empty()) table.notes.push_back(std::move(note));
  return table;
}

Table ensemble_table(const std::vector<EnsembleRow>& ensembles) {
  Table table{"Ensembles: all other boxes together",
              {{"target", "target", -1},
               {"ensemble p", "ensemble_p", 2},
               {"low", "p_low", 2},
               {"high", "p_high", 2},
               {"prior", "prior", 2},
               {"lift", "lift", 2},
               {"lift low", "lift_low", 2},
               {"lift high", "lift_high", 2},
               {"says", "says", -1},
               {"best source", "best_source", -1},
               {"its p", "best_p", 2},
               {"its lift", "best_lift", 2},
               {"its low", "best_lift_low", 2},
               {"its high", "best_lift_high", 2},
               {"it says", "best_says", -1},
               {"difference", "difference", 2},
               {"diff low", "difference_low", 2},
               {"diff high", "difference_high", 2},
               {"verdict", "verdict", -1}},
              {},
              {}};
  for (const auto& e : ensembles) {
    table.rows.push_back({e.target, number_cell(e.ensemble_p), number_cell(e.interval.low),
                          number_cell(e.interval.high), number_cell(e.prior), number_cell(e.ensemble_p - e.prior),
                          number_cell(e.lift_interval.low), number_cell(e.lift_interval.high),
                          text_cell(against_prior(e.lift_interval)), text_cell(e.best_source), number_cell(e.best_p),
                          number_cell(e.best_p - e.prior), number_cell(e.best_lift_interval.low),
                          number_cell(e.best_lift_interval.high), text_cell(against_prior(e.best_lift_interval)),
                          number_cell(e.difference), number_cell(e.difference_interval.low),
                          number_cell(e.difference_interval.high), text_cell(e.verdict)});
    if (!e.reason.empty()) table.notes.push_back(fmt::format("{}: {}", e.target, e.reason));
  }
  table.notes.emplace_back("difference is the ensemble's p less that of the best source, with its 95 % interval.");
  return table;
}

Table activation_table(const std::vector<Activation>& activations, CostKind kind) {
  const bool memory = is_memory(kind);
  Table table{
      fmt::format("Activation probability P = (1 + P1 - P2) / (w cost), w = 2 / lowest cost, by {}", to_string(kind)),
      {{"box", "box", -1},
       {"P1 predicts", "p1", 2},
       {"P2 is predicted", "p2", 2},
       {memory ? "cost (MB)" : "cost (ms)", memory ? "cost_mb" : "cost_ms", 1},
       {"P", "probability", 3}},
      {},
      {}};
  for (const auto& a : activations)
    table.rows.push_back({a.box, number_cell(a.p1), number_cell(a.p2), number_cell(a.cost * (memory ? 1e-6 : 1e3)),
                          number_cell(a.probability)});
  table.notes.emplace_back(kKnownRows);
  return table;
}

Table selection_table(const Selection& selection, const std::vector<std::string>& boxes, const Limits& limits,
                      const CostTable& costs) {
  std::string at, used;
  for (const Amount& budget : limits.amounts()) {
    const double cost = cost_of(costs, selection.activated, budget.kind);
    at += (at.empty() ? "" : " and ") + amount_text(budget);
    used += fmt::format(", {} used, {} left", amount_text({budget.kind, cost}),
                        amount_text({budget.kind, std::max(0., budget.value - cost)}));
  }
  Table table{fmt::format("At {}: run {}{}, output accuracy {}", at, names_of(selection.activated, boxes), used,
                          score_text(selection.objective)),
              {{"box", "box", -1}, {"why", "why", -1}},
              {},
              {}};
  for (const auto& reason : selection.reasons) table.rows.push_back({reason.box, reason.why});
  for (const auto& note : {selection.note, selection.measured_on})
    if (!note.empty()) table.notes.push_back(note);
  return table;
}

Table replay_table(const ReplayResult& result) {
  const Amount budget{result.settings.kind, result.settings.budget};
  Table table{
      fmt::format("Replay of {} at {}", frames_text(result), amount_text(budget)), method_columns(result), {}, {}};
  for (const auto& method : result.methods) add_method_row(table, result, method);
  table.notes.push_back(replay_conditions(result.settings));
  return table;
}

Table budgets_table(const std::vector<ReplayResult>& results) {
  Table table;
  if (results.empty()) return table;
  table.title = fmt::format("Replay of {} at {} budgets", frames_text(results.front()), results.size());
  table.columns = method_columns(results.front());
  for (const auto& result : results)
    for (const auto& method : result.methods) add_method_row(table, result, method);
  table.notes.push_back(replay_conditions(results.front().settings));
  return table;
}

Table sweep_table(const std::vector<ReplayResult>& answers) {
  Table table;
  if (answers.empty()) return table;
  table.title = fmt::format("Sweep over {} budgets, {}", answers.size(), frames_text(answers.front()));
  table.columns = method_columns(answers.front());
  table.columns.front().name = "from (" + budget_unit(answers.front().settings.kind) + ")";
  const auto differs = [](const MethodResult& a, const MethodResult& b) {
    const auto sets = [](const MethodResult& of) {
      std::vector<std::uint64_t> bits;
      for (const auto& period : of.periods) bits.push_back(period.activated.bits());
      return bits;
    };
    return a.output_accuracy != b.output_accuracy || a.executions_per_frame != b.executions_per_frame ||
           sets(a) != sets(b);
  };
  for (std::size_t m = 0; m < answers.front().methods.size(); ++m)
    for (std::size_t n = 0; n < answers.size(); ++n)
      if (n == 0 || differs(answers[n - 1].methods[m], answers[n].methods[m]))
        add_method_row(table, answers[n], answers[n].methods[m]);
  // A row holds up to the method's next one, but mlink may change in between: a lead is told at single budgets only.
  const auto lead = std::find_if(table.columns.begin(), table.columns.end(),
                                 [](const TableColumn& column) { return column.key == "lead"; });
  const auto at = lead - table.columns.begin();
  for (auto& row : table.rows) row.erase(row.begin() + at, row.begin() + at + 3);
  table.columns.erase(lead, lead + 3);
  // What holds at many budgets is told once.
  std::vector<std::string> notes;
  for (auto& note : table.notes)
    if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(std::move(note));
  notes.push_back(replay_conditions(answers.front().settings));
  table.notes = std::move(notes);
  return table;
}

std::vector<std::string> value_names(const OutputSpec& spec) {
  static const std::vector<std::string> box_names{"x", "y", "w", "h", "score"};
  if (spec.task == Task::localization) return box_names;
  if (!spec.labels.empty()) return spec.labels;
  return std::vector<std::string>(static_cast<std::size_t>(spec.width), "value");
}

std::string synthetic_note(const Overview& overview) {
  std::set<std::string> made;
  for (const auto& camera : overview.cameras)
    if (!camera.synthetic.empty()) made.insert(camera.synthetic);
  if (made.empty()) return {};
  return fmt::format("Synthetic outputs ({}): made up, no figure is of real cameras or models.", fmt::join(made, "; "));
}

std::vector<std::string> provenance(const Snapshot& snapshot) {
  std::vector<std::string> notes;
  std::string line = "Made from " + snapshot.overview.path.filename().string();
  if (snapshot.links && !snapshot.overview.link_sets.empty()) {
    const auto& set = snapshot.overview.link_sets.front();
    line += fmt::format(", {}, seed {}, data {}, {}", set.name, set.settings.seed, set.data_hash.substr(0, 12),
                        set.versions);
    if (set.settings.split == SplitKind::clip)
      line += fmt::format(", whole files train and others test (split seed {})", set.settings.split_seed);
    const auto& cameras = snapshot.overview.cameras;
    if (std::any_of(cameras.begin(), cameras.end(), [](const CameraRow& c) { return !start_text(c).empty(); }))
      line += ", files begin at their starts on the clock";
    if (!set.stale.empty()) notes.push_back(set.stale);
  }
  notes.insert(notes.begin(), line + ".");
  if (const auto synthetic = synthetic_note(snapshot.overview); !synthetic.empty()) notes.push_back(synthetic);
  return notes;
}

}  // namespace mlink::report
