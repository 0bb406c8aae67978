#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "base/text.h"
#include "report/cells.h"
#include "report/study_report.h"

namespace mlink {
namespace {

std::string predictor_name(PredictorKind by, const std::string& source) {
  switch (by) {
    case PredictorKind::link: return source;
    case PredictorKind::ensemble: return "ensemble";
    case PredictorKind::student: return "KD student";
  }
  return {};
}

std::string percent(double part) { return fmt::format("{:g} %", part * 100); }

/// "0.79 ± 0.01"; without the deviation where there is one repeat.
std::string spread_text(const Spread& spread, int decimals = 2) {
  if (!std::isfinite(spread.mean)) return {};
  const auto mean = score_text(spread.mean, decimals);
  return std::isfinite(spread.deviation) ? mean + " ± " + score_text(spread.deviation, decimals) : mean;
}

std::string part_and_repeats(const StudyReport& report) {
  return fmt::format("{} trains, {} repeats", percent(report.options.train.part), report.options.repeats);
}

const StudyRow* find_row(const std::vector<StudyRow>& rows, PredictorKind by, const std::string& source,
                         const std::string& target, double part) {
  const auto at = std::find_if(rows.begin(), rows.end(), [&](const StudyRow& r) {
    return r.by == by && r.source == source && r.target == target && r.part == part;
  });
  return at == rows.end() ? nullptr : &*at;
}

std::vector<std::string> targets_of(const StudyReport& report, const std::vector<StudyRow>& rows) {
  std::vector<std::string> targets;
  for (const auto& box : report.boxes)
    if (std::any_of(rows.begin(), rows.end(), [&](const StudyRow& r) { return r.target == box; }))
      targets.push_back(box);
  return targets;
}

/// Figures of trained predictors, one row each.
Table trained_table(const StudyReport& report) {
  Table table{fmt::format("Study {}", to_string(report.options.kind)),
              {{"target", "target", -1},
               {"from", "from", -1},
               {"part", "part", 3},
               {"p", "p", 3},
               {"sd", "p_sd", 3},
               {"low", "p_low", 3},
               {"high", "p_high", 3},
               {"prior", "prior", 3},
               {"lift", "lift", 3},
               {"lift low", "lift_low", 3},
               {"lift high", "lift_high", 3},
               {"metric", "metric", -1},
               {"native", "native", 3},
               {"native sd", "native_sd", 3},
               {"native metric", "native_metric", -1},
               {"trained", "trained_frames", 0},
               {"tested", "tested_frames", 0},
               {"repeats", "repeats", 0},
               {"learnt", "learnt", 0},
               {"verdict", "verdict", -1}},
              {},
              {}};
  for (const auto& r : study_rows(report))
    table.rows.push_back({r.target,
                          predictor_name(r.by, r.source),
                          r.part,
                          number_cell(r.p.mean),
                          number_cell(r.p.deviation),
                          number_cell(r.interval.low),
                          number_cell(r.interval.high),
                          number_cell(r.prior),
                          number_cell(r.lift.mean),
                          number_cell(r.lift_interval.low),
                          number_cell(r.lift_interval.high),
                          r.metric,
                          number_cell(r.native.mean),
                          number_cell(r.native.deviation),
                          r.native_metric,
                          static_cast<double>(r.trained),
                          static_cast<double>(r.tested),
                          static_cast<double>(r.repeats),
                          static_cast<double>(r.learnt),
                          text_cell(r.verdict)});
  return table;
}

/// Fig. 2: a row a target and predictor, a column a part.
Table sizes_table(const StudyReport& report) {
  const auto rows = study_rows(report);
  std::vector<double> parts;
  for (const auto& r : rows)
    if (std::find(parts.begin(), parts.end(), r.part) == parts.end()) parts.push_back(r.part);
  Table table{fmt::format("p by the part that trains, mean ± standard deviation of {} repeats (paper: Fig. 2)",
                          report.options.repeats),
              {{"target", "target", -1}, {"from", "from", -1}},
              {},
              {}};
  for (const double part : parts) table.columns.push_back({percent(part), fmt::format("p_{:g}", part * 100), -1});
  const auto add = [&](const std::string& target, const std::string& name,
                       const std::function<std::string(double)>& cell) {
    std::vector<Cell> row{target, name};
    bool any = false;
    for (const double part : parts) {
      auto said = cell(part);
      any = any || !said.empty();
      row.push_back(text_cell(std::move(said)));
    }
    if (any) table.rows.push_back(std::move(row));
  };
  for (const auto& target : targets_of(report, rows)) {
    const auto of = [&](PredictorKind by, const std::string& source) {
      add(target, predictor_name(by, source), [&, by](double part) {
        const auto* row = find_row(rows, by, source, target, part);
        return row ? spread_text(row->p) : std::string();
      });
    };
    for (const auto& source : report.boxes) of(PredictorKind::link, source);
    of(PredictorKind::ensemble, {});
    of(PredictorKind::student, {});
    add(target, "prior", [&](double part) {
      const auto* row = find_row(rows, PredictorKind::ensemble, {}, target, part);
      return row && std::isfinite(row->prior) ? score_text(row->prior) : std::string();
    });
  }
  return table;
}

/// Table 3: a row a target, a column a source; ensemble, prior and verdict.
Table pairs_table(const StudyReport& report) {
  const auto rows = study_rows(report);
  Table table{"p of links and ensembles, " + part_and_repeats(report) + " (paper: Table 3)",
              {{"target", "target", -1}, {"metric", "metric", -1}},
              {},
              {}};
  for (const auto& box : report.boxes) table.columns.push_back({"from " + box, "from_" + box, -1});
  table.columns.insert(
      table.columns.end(),
      {{"ensemble", "ensemble", -1}, {"prior", "prior", 2}, {"lift", "lift", -1}, {"verdict", "verdict", -1}});
  const double part = report.options.train.part;
  for (const auto& target : targets_of(report, rows)) {
    const auto* ensemble = find_row(rows, PredictorKind::ensemble, {}, target, part);
    if (!ensemble) continue;
    std::vector<Cell> cells{target, ensemble->metric};
    for (const auto& source : report.boxes) {
      const auto* link = find_row(rows, PredictorKind::link, source, target, part);
      cells.push_back(link ? text_cell(spread_text(link->p)) : Cell());
    }
    cells.push_back(text_cell(spread_text(ensemble->p)));
    cells.push_back(number_cell(ensemble->prior));
    cells.push_back(std::isfinite(ensemble->lift.mean)
                        ? text_cell(fmt::format("{} [{}, {}]", signed_text(ensemble->lift.mean),
                                                signed_text(ensemble->lift_interval.low),
                                                signed_text(ensemble->lift_interval.high)))
                        : Cell());
    cells.push_back(text_cell(ensemble->verdict));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

const LabelCorrelation* find_correlation(const StudyReport& report, const std::string& source,
                                         const std::string& target) {
  const auto at = std::find_if(report.correlations.begin(), report.correlations.end(),
                               [&](const LabelCorrelation& c) { return c.source == source && c.target == target; });
  return at == report.correlations.end() ? nullptr : &*at;
}

/// Table 2 for every target: performance, and below it the correlation.
Table correlation_paper_table(const StudyReport& report) {
  const auto rows = study_rows(report);
  Table table{"p of links and Pearson correlation of the labels, " + part_and_repeats(report) + " (paper: Table 2)",
              {{"target", "target", -1}, {"figure", "figure", -1}},
              {},
              {}};
  for (const auto& box : report.boxes) table.columns.push_back({"from " + box, "from_" + box, -1});
  for (const auto& target : targets_of(report, rows)) {
    std::vector<Cell> p{target, std::string("p")};
    std::vector<Cell> r{target, std::string("r")};
    for (const auto& source : report.boxes) {
      const auto* link = find_row(rows, PredictorKind::link, source, target, report.options.train.part);
      const auto* pair = find_correlation(report, source, target);
      p.push_back(link ? text_cell(spread_text(link->p)) : Cell());
      r.push_back(pair && std::isfinite(pair->r) ? text_cell(signed_text(pair->r, 3)) : Cell());
    }
    table.rows.push_back(std::move(p));
    table.rows.push_back(std::move(r));
  }
  return table;
}

Table correlation_long_table(const StudyReport& report) {
  Table table{"Study correlation",
              {{"source", "source", -1},
               {"target", "target", -1},
               {"r", "r", 3},
               {"low", "r_low", 3},
               {"high", "r_high", 3},
               {"frames", "frames", 0},
               {"p", "p", 3},
               {"sd", "p_sd", 3},
               {"p low", "p_low", 3},
               {"p high", "p_high", 3},
               {"prior", "prior", 3},
               {"lift", "lift", 3},
               {"lift low", "lift_low", 3},
               {"lift high", "lift_high", 3},
               {"metric", "metric", -1}},
              {},
              {}};
  const auto rows = study_rows(report);
  for (const auto& pair : report.correlations) {
    std::vector<Cell> cells{pair.source,
                            pair.target,
                            number_cell(pair.r),
                            number_cell(pair.interval.low),
                            number_cell(pair.interval.high),
                            static_cast<double>(pair.frames)};
    const auto* link = find_row(rows, PredictorKind::link, pair.source, pair.target, report.options.train.part);
    if (link)
      cells.insert(cells.end(),
                   {number_cell(link->p.mean), number_cell(link->p.deviation), number_cell(link->interval.low),
                    number_cell(link->interval.high), number_cell(link->prior), number_cell(link->lift.mean),
                    number_cell(link->lift_interval.low), number_cell(link->lift_interval.high), link->metric});
    cells.resize(table.columns.size());
    table.rows.push_back(std::move(cells));
  }
  return table;
}

Table overhead_long_table(const StudyReport& report) {
  Table table{"Study overhead",
              {{"target", "target", -1},
               {"from", "from", -1},
               {"parameters", "parameters", 0},
               {"bytes", "bytes", 0},
               {"p50 (us)", "p50_us", 2},
               {"sd", "p50_sd_us", 2},
               {"low", "p50_low_us", 2},
               {"high", "p50_high_us", 2},
               {"p95 (us)", "p95_us", 2},
               {"p95 sd", "p95_sd_us", 2},
               {"predictions", "predictions", 0},
               {"box itself (ms)", "box_ms", 2},
               {"box p95 (ms)", "box_p95_ms", 2},
               {"box memory (MB)", "box_mb", 1},
               {"box takes times", "times_box", 0}},
              {},
              {}};
  for (const auto& o : report.overheads) {
    const auto own = std::find_if(report.own_costs.begin(), report.own_costs.end(),
                                  [&](const OwnCost& c) { return c.box == o.target; });
    const OwnCost none{{}, std::nan(""), std::nan(""), std::nan(""), {}, {}};
    const OwnCost& box = own == report.own_costs.end() ? none : *own;
    table.rows.push_back(
        {o.target, predictor_name(o.by, o.source), static_cast<double>(o.parameters), o.bytes,
         number_cell(o.p50.mean * 1e6), number_cell(o.p50.deviation * 1e6), number_cell(o.interval.low * 1e6),
         number_cell(o.interval.high * 1e6), number_cell(o.p95.mean * 1e6), number_cell(o.p95.deviation * 1e6),
         static_cast<double>(o.predictions), number_cell(box.seconds * 1e3), number_cell(box.seconds_p95 * 1e3),
         number_cell(box.bytes / 1e6), number_cell(box.seconds / o.p50.mean)});
  }
  return table;
}

/// Fig. 3: what running a box costs, and what predicting it costs instead.
Table overhead_paper_table(const StudyReport& report) {
  Table table{"Running a box, and predicting it by its links (paper: Fig. 3)",
              {{"box", "box", -1},
               {"runs in (ms)", "box_ms", 2},
               {"from", "box_ms_origin", -1},
               {"memory (MB)", "box_mb", 1},
               {"one link p50 (us)", "link_p50_us", 2},
               {"p95 (us)", "link_p95_us", 2},
               {"all others p50 (us)", "ensemble_p50_us", 2},
               {"p95 (us)", "ensemble_p95_us", 2},
               {"their size (kB)", "ensemble_kb", 1},
               {"share of the box's time (%)", "share_percent", 4}},
              {},
              {}};
  for (const auto& box : report.own_costs) {
    double p50 = 0;
    double p95 = 0;
    double bytes = 0;
    int links = 0;
    const OverheadRow* ensemble = nullptr;
    for (const auto& o : report.overheads) {
      if (o.target != box.box) continue;
      if (o.by == PredictorKind::ensemble) {
        ensemble = &o;
        continue;
      }
      p50 += o.p50.mean;
      p95 += o.p95.mean;
      bytes += o.bytes;
      ++links;
    }
    if (links == 0) continue;
    const double all_p50 = ensemble ? ensemble->p50.mean : p50 / links;
    table.rows.push_back(
        {box.box, number_cell(box.seconds * 1e3), text_cell(std::isfinite(box.seconds) ? box.seconds_origin : ""),
         number_cell(box.bytes / 1e6), number_cell(p50 / links * 1e6), number_cell(p95 / links * 1e6),
         number_cell(all_p50 * 1e6), number_cell((ensemble ? ensemble->p95.mean : p95 / links) * 1e6),
         number_cell((ensemble ? ensemble->bytes : bytes) / 1e3), number_cell(all_p50 / box.seconds * 100)});
  }
  return table;
}

Table with_notes(Table table, const StudyReport& report) {
  table.notes = study_notes(report);
  return table;
}

}  // namespace

std::vector<std::string> study_notes(const StudyReport& report) {
  const bool timed = report.options.kind == StudyKind::overhead;
  std::vector<std::string> notes;
  notes.push_back(fmt::format("Study {}, seed {}, {} repeats, {} frames, data {}{}{}.", to_string(report.options.kind),
                              report.options.train.seed, report.options.repeats, count_text(report.frames),
                              report.data_hash.substr(0, 12), report.versions.empty() ? "" : ", " + report.versions,
                              report.created.empty() ? "" : ", " + report.created));
  if (!report.complete) notes.emplace_back("Stopped before its end: the same command goes on.");
  if (timed)
    notes.push_back(
        fmt::format("One frame at a time, on one thread, after a warm-up; each figure holds {:.0f} ns of "
                    "the clock. Intervals are of the median, over all timed predictions.",
                    report.clock_seconds * 1e9));
  else
    notes.emplace_back(
        "The split is in time and the same in all repeats; they differ by seed: first weights, order, dropout. sd is "
        "over repeats, low and high are the mean 95 % interval over the test frames.");
  notes.insert(notes.end(), report.notes.begin(), report.notes.end());
  return notes;
}

Table study_long_table(const StudyReport& report) {
  switch (report.options.kind) {
    case StudyKind::correlation: return with_notes(correlation_long_table(report), report);
    case StudyKind::overhead: return with_notes(overhead_long_table(report), report);
    default: return with_notes(trained_table(report), report);
  }
}

Table study_paper_table(const StudyReport& report) {
  switch (report.options.kind) {
    case StudyKind::sizes: return with_notes(sizes_table(report), report);
    case StudyKind::ensemble: return with_notes(pairs_table(report), report);
    case StudyKind::correlation: return with_notes(correlation_paper_table(report), report);
    case StudyKind::overhead: return with_notes(overhead_paper_table(report), report);
  }
  return {};
}

Table correlation_summary_table(const StudyReport& report) {
  Table table{"Does the labels' correlation tell how well a link does? Pearson over pairs, with 95 % intervals",
              {{"target", "target", -1}, {"pairs", "pairs", 0}},
              {},
              {}};
  const std::vector<std::pair<std::string, std::string>> figures{
      {"r with p", "r_p"}, {"|r| with p", "abs_r_p"}, {"r with lift", "r_lift"}, {"|r| with lift", "abs_r_lift"}};
  for (const auto& [name, key] : figures)
    table.columns.insert(table.columns.end(), {{name, key, 2}, {"low", key + "_low", 2}, {"high", key + "_high", 2}});
  for (const auto& s : correlation_summaries(report)) {
    std::vector<Cell> cells{s.target.empty() ? std::string("all") : s.target, static_cast<double>(s.pairs)};
    for (const auto* figure : {&s.r_p, &s.size_p, &s.r_lift, &s.size_lift})
      cells.insert(cells.end(),
                   {number_cell(figure->value), number_cell(figure->interval.low), number_cell(figure->interval.high)});
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace mlink
