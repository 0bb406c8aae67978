#include <nlohmann/json.hpp>

#include "report/json_parts.h"
#include "report/study_report.h"

namespace mlink {
namespace {

using Json = nlohmann::json;

Json spread(const Spread& s) { return {{"mean", json_of(s.mean)}, {"sd", json_of(s.deviation)}}; }

Json row_json(const StudyRow& r) {
  Json json{{"part", r.part},
            {"by", std::string(to_string(r.by))},
            {"target", r.target},
            {"metric", r.metric},
            {"p", spread(r.p)},
            {"interval", json_of(r.interval)},
            {"prior", json_of(r.prior)},
            {"lift", spread(r.lift)},
            {"lift_interval", json_of(r.lift_interval)},
            {"native_metric", r.native_metric},
            {"native", spread(r.native)},
            {"trained_frames", r.trained},
            {"tested_frames", r.tested},
            {"repeats", r.repeats},
            {"learnt", r.learnt}};
  if (!r.source.empty()) json["source"] = r.source;
  if (!r.verdict.empty()) json["verdict"] = r.verdict;
  return json;
}

Json figure(const CorrelationSummary::Figure& f) {
  return {{"value", json_of(f.value)}, {"interval", json_of(f.interval)}};
}

void add_correlations(const StudyReport& report, Json& json) {
  json["correlations"] = Json::array();
  for (const auto& c : report.correlations)
    json["correlations"].push_back({{"source", c.source},
                                    {"target", c.target},
                                    {"r", json_of(c.r)},
                                    {"interval", json_of(c.interval)},
                                    {"frames", c.frames}});
  json["summaries"] = Json::array();
  for (const auto& s : correlation_summaries(report))
    json["summaries"].push_back({{"target", s.target.empty() ? Json() : Json(s.target)},
                                 {"pairs", s.pairs},
                                 {"r_p", figure(s.r_p)},
                                 {"abs_r_p", figure(s.size_p)},
                                 {"r_lift", figure(s.r_lift)},
                                 {"abs_r_lift", figure(s.size_lift)}});
}

void add_overheads(const StudyReport& report, Json& json) {
  json["clock_seconds"] = report.clock_seconds;
  json["overheads"] = Json::array();
  for (const auto& o : report.overheads) {
    Json row{{"by", std::string(to_string(o.by))}, {"target", o.target},
             {"parameters", o.parameters},         {"bytes", o.bytes},
             {"p50_seconds", spread(o.p50)},       {"p95_seconds", spread(o.p95)},
             {"interval", json_of(o.interval)},    {"predictions", o.predictions}};
    if (!o.source.empty()) row["source"] = o.source;
    json["overheads"].push_back(row);
  }
  json["boxes_themselves"] = Json::array();
  for (const auto& c : report.own_costs)
    json["boxes_themselves"].push_back({{"box", c.box},
                                        {"seconds", json_of(c.seconds)},
                                        {"seconds_p95", json_of(c.seconds_p95)},
                                        {"bytes", json_of(c.bytes)},
                                        {"seconds_origin", c.seconds_origin},
                                        {"bytes_origin", c.bytes_origin}});
}

}  // namespace

Json study_json(const StudyReport& report) {
  Json json{{"study", std::string(to_string(report.options.kind))},
            {"settings", Json::parse(study_options_to_text(report.options))},
            {"seed", report.options.train.seed},
            {"data", report.data_hash},
            {"versions", report.versions},
            {"created", report.created},
            {"complete", report.complete},
            {"frames", report.frames},
            {"boxes", report.boxes},
            {"notes", study_notes(report)}};
  if (report.options.kind == StudyKind::overhead) {
    add_overheads(report, json);
    return json;
  }
  json["rows"] = Json::array();
  for (const auto& row : study_rows(report)) json["rows"].push_back(row_json(row));
  if (report.options.kind == StudyKind::correlation) add_correlations(report, json);
  return json;
}

}  // namespace mlink
