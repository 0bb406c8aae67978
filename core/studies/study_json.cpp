// Studies as text, for the experiment file. Figures that are not numbers are null.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/number.h"
#include "studies/study.h"

namespace mlink {
namespace {

using Json = nlohmann::json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(); }
double number_in(const Json& json) { return json.is_null() ? kNan : json.get<double>(); }
Json pair_of(double a, double b) { return Json::array({number(a), number(b)}); }
Json interval(const Interval& i) { return pair_of(i.low, i.high); }
Interval interval_in(const Json& json) { return {number_in(json.at(0)), number_in(json.at(1))}; }
Json spread(const Spread& s) { return pair_of(s.mean, s.deviation); }
Spread spread_in(const Json& json) { return {number_in(json.at(0)), number_in(json.at(1))}; }

PredictorKind predictor_in(const Json& json) {
  for (const auto kind : {PredictorKind::link, PredictorKind::ensemble, PredictorKind::student})
    if (json.get<std::string>() == to_string(kind)) return kind;
  throw Json::other_error::create(501, "unknown predictor", nullptr);
}

Json cell_json(const StudyCell& c) {
  Json json{{"part", c.part},
            {"seed", c.seed},
            {"by", std::string(to_string(c.by))},
            {"target", c.target},
            {"p", number(c.p)},
            {"native", number(c.native)},
            {"prior", number(c.prior)},
            {"interval", interval(c.interval)},
            {"lift_interval", interval(c.lift_interval)},
            {"trained", c.trained},
            {"tested", c.tested},
            {"test_from", c.test_from},
            {"best_epoch", c.best_epoch},
            {"parameters", c.parameters}};
  if (!c.source.empty()) json["source"] = c.source;
  if (!c.verdict.empty()) json["verdict"] = c.verdict;
  return json;
}

StudyCell cell_in(const Json& json) {
  StudyCell c;
  json.at("part").get_to(c.part);
  json.at("seed").get_to(c.seed);
  c.by = predictor_in(json.at("by"));
  c.source = json.value("source", std::string());
  json.at("target").get_to(c.target);
  c.p = number_in(json.at("p"));
  c.native = number_in(json.at("native"));
  c.prior = number_in(json.at("prior"));
  c.interval = interval_in(json.at("interval"));
  c.lift_interval = interval_in(json.at("lift_interval"));
  json.at("trained").get_to(c.trained);
  json.at("tested").get_to(c.tested);
  c.test_from = json.value("test_from", std::int64_t{-1});
  json.at("best_epoch").get_to(c.best_epoch);
  json.at("parameters").get_to(c.parameters);
  c.verdict = json.value("verdict", std::string());
  return c;
}

Json overhead_json(const OverheadRow& o) {
  return {{"by", std::string(to_string(o.by))},
          {"source", o.source},
          {"target", o.target},
          {"parameters", o.parameters},
          {"bytes", o.bytes},
          {"p50", spread(o.p50)},
          {"p95", spread(o.p95)},
          {"interval", interval(o.interval)},
          {"predictions", o.predictions}};
}

OverheadRow overhead_in(const Json& json) {
  return {predictor_in(json.at("by")),
          json.at("source").get<std::string>(),
          json.at("target").get<std::string>(),
          json.at("parameters").get<int>(),
          json.at("bytes").get<double>(),
          spread_in(json.at("p50")),
          spread_in(json.at("p95")),
          interval_in(json.at("interval")),
          json.at("predictions").get<std::int64_t>()};
}

Json options_json(const StudyOptions& o) {
  Json train;
  to_json(train, o.train);
  Json student;
  to_json(student, o.student);
  return {{"study", std::string(to_string(o.kind))},
          {"train", train},
          {"parts", o.parts},
          {"repeats", o.repeats},
          {"with_student", o.with_student},
          {"student", student},
          {"predictions", o.predictions}};
}

Result<StudyOptions> options_in(const Json& json) {
  StudyOptions o;
  MLINK_ASSIGN(o.kind, study_kind_from_string(json.at("study").get<std::string>()));
  MLINK_ASSIGN(o.train, train_settings_from_json(json.at("train")));
  json.at("parts").get_to(o.parts);
  json.at("repeats").get_to(o.repeats);
  json.at("with_student").get_to(o.with_student);
  MLINK_ASSIGN(o.student, student_settings_from_json(json.at("student")));
  json.at("predictions").get_to(o.predictions);
  MLINK_TRY(check(o));
  return o;
}

Json own_cost_json(const OwnCost& c) {
  return {{"box", c.box},
          {"seconds", number(c.seconds)},
          {"seconds_p95", number(c.seconds_p95)},
          {"bytes", number(c.bytes)},
          {"seconds_origin", c.seconds_origin},
          {"bytes_origin", c.bytes_origin}};
}

Result<StudyReport> report_in(const Json& json) {
  StudyReport report;
  MLINK_ASSIGN(report.options, options_in(json.at("options")));
  json.at("data_hash").get_to(report.data_hash);
  json.at("complete").get_to(report.complete);
  json.at("frames").get_to(report.frames);
  json.at("notes").get_to(report.notes);
  json.at("clock_seconds").get_to(report.clock_seconds);
  json.at("boxes").get_to(report.boxes);
  for (const auto& spec : json.at("specs")) {
    MLINK_ASSIGN(auto read, output_spec_from_json(spec));
    report.specs.push_back(std::move(read));
  }
  for (const auto& cell : json.at("cells")) report.cells.push_back(cell_in(cell));
  for (const auto& c : json.at("correlations"))
    report.correlations.push_back({c.at("source").get<std::string>(), c.at("target").get<std::string>(),
                                   number_in(c.at("r")), interval_in(c.at("interval")),
                                   c.at("frames").get<std::int64_t>()});
  for (const auto& overhead : json.at("overheads")) report.overheads.push_back(overhead_in(overhead));
  for (const auto& c : json.at("own_costs"))
    report.own_costs.push_back({c.at("box").get<std::string>(), number_in(c.at("seconds")),
                                number_in(c.at("seconds_p95")), number_in(c.at("bytes")),
                                c.at("seconds_origin").get<std::string>(), c.at("bytes_origin").get<std::string>()});
  return report;
}

}  // namespace

std::string study_options_to_text(const StudyOptions& options) { return options_json(options).dump(); }

std::string study_to_text(const StudyReport& report) {
  Json specs = Json::array();
  for (const auto& spec : report.specs) {
    Json json;
    to_json(json, spec);
    specs.push_back(std::move(json));
  }
  Json cells = Json::array();
  for (const auto& cell : report.cells) cells.push_back(cell_json(cell));
  Json correlations = Json::array();
  for (const auto& c : report.correlations)
    correlations.push_back({{"source", c.source},
                            {"target", c.target},
                            {"r", number(c.r)},
                            {"interval", interval(c.interval)},
                            {"frames", c.frames}});
  Json overheads = Json::array();
  for (const auto& overhead : report.overheads) overheads.push_back(overhead_json(overhead));
  Json costs = Json::array();
  for (const auto& cost : report.own_costs) costs.push_back(own_cost_json(cost));
  return Json{{"options", options_json(report.options)},
              {"data_hash", report.data_hash},
              {"complete", report.complete},
              {"boxes", report.boxes},
              {"specs", specs},
              {"frames", report.frames},
              {"cells", cells},
              {"correlations", correlations},
              {"overheads", overheads},
              {"own_costs", costs},
              {"clock_seconds", report.clock_seconds},
              {"notes", report.notes}}
      .dump();
}

Result<StudyReport> study_from_text(const std::string& text) {
  const auto json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return fail(ErrorKind::corrupt, "The stored study is damaged.", "Run the study again.");
  try {
    return report_in(json);
  } catch (const Json::exception& error) {
    return fail(ErrorKind::corrupt, fmt::format("The stored study is damaged: {}.", error.what()),
                "Run the study again.");
  }
}

}  // namespace mlink
