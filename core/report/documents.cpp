// The JSON documents of the command line. Scripts read them: fields may be added, none is renamed or removed.
#include <cmath>
#include <nlohmann/json.hpp>

#include "metrics/figures_json.h"
#include "report/report.h"

namespace mlink::report {
namespace {

using Json = nlohmann::json;

Json names_json(BoxSet set, const std::vector<std::string>& boxes) {
  Json out = Json::array();
  for (std::size_t i = 0; i < boxes.size(); ++i)
    if (set.has(static_cast<int>(i))) out.push_back(boxes[i]);
  return out;
}

/// null: there is no interval, so it cannot be told.
Json approx_prior_json(const Interval& lift) {
  return std::isnan(lift.low) || std::isnan(lift.high) ? Json() : Json(within_prior(lift));
}

}  // namespace

Json matrix_json(const MatrixData& m) {
  // One value a cell: null where there is no link.
  const auto cells = [&](const auto& value) {
    Json rows = Json::array();
    for (int i = 0; i < m.size(); ++i) {
      Json row = Json::array();
      for (int j = 0; j < m.size(); ++j) row.push_back(m.cell(i, j) ? Json(value(*m.cell(i, j))) : Json());
      rows.push_back(std::move(row));
    }
    return rows;
  };
  const auto ensembles = [&](const auto& value) {
    Json row = Json::array();
    for (const auto& e : m.ensembles) row.push_back(value(e));
    return row;
  };
  const auto p = [](const LinkFigures& f) { return json_of(f.test.p); };
  const auto p_interval = [](const LinkFigures& f) { return json_of(f.test.interval); };
  const auto lift = [](const LinkFigures& f) { return json_of(f.test.p - f.prior_p); };
  const auto lift_interval = [](const LinkFigures& f) { return json_of(f.lift_interval); };
  const auto approx_prior = [](const LinkFigures& f) { return approx_prior_json(f.lift_interval); };
  Json prior = Json::array();
  for (const double v : m.prior) prior.push_back(json_of(v));
  Json settings;
  to_json(settings, m.settings);
  return {{"boxes", m.boxes},
          {"metric", m.metric},
          {"native_metric", m.native_metric},
          {"p", cells(p)},
          {"known_p", cells([](const LinkFigures& f) { return json_of(f.inner_p); })},
          {"p_interval", cells(p_interval)},
          {"native", cells([](const LinkFigures& f) { return json_of(f.test.native); })},
          {"prior", prior},
          {"lift", cells(lift)},
          {"lift_interval", cells(lift_interval)},
          {"approx_prior", cells(approx_prior)},
          {"ensemble", ensembles(p)},
          {"ensemble_interval", ensembles(p_interval)},
          {"ensemble_lift", ensembles(lift)},
          {"ensemble_lift_interval", ensembles(lift_interval)},
          {"ensemble_approx_prior", ensembles(approx_prior)},
          {"classes_left_out", m.left_out},
          {"train_frames", m.train_frames},
          {"test_frames", m.test_frames},
          {"train_part_frames", m.train_part},
          {"test_part_frames", m.test_part},
          {"settings", settings}};
}

Json ensemble_json(const std::vector<EnsembleRow>& ensembles) {
  Json targets = Json::array();
  for (const auto& e : ensembles)
    targets.push_back({{"target", e.target},
                       {"ensemble_p", json_of(e.ensemble_p)},
                       {"interval", json_of(e.interval)},
                       {"prior", json_of(e.prior)},
                       {"lift", json_of(e.ensemble_p - e.prior)},
                       {"lift_interval", json_of(e.lift_interval)},
                       {"approx_prior", approx_prior_json(e.lift_interval)},
                       {"best_source", e.best_source},
                       {"best_p", json_of(e.best_p)},
                       {"best_lift", json_of(e.best_p - e.prior)},
                       {"best_lift_interval", json_of(e.best_lift_interval)},
                       {"best_approx_prior", approx_prior_json(e.best_lift_interval)},
                       {"difference", json_of(e.difference)},
                       {"difference_interval", json_of(e.difference_interval)},
                       {"verdict", e.verdict},
                       {"reason", e.reason}});
  return {{"targets", targets}};
}

Json activation_json(const std::vector<Activation>& activations, CostKind kind) {
  Json boxes = Json::array();
  for (const auto& a : activations)
    boxes.push_back({{"name", a.box},
                     {"p1", json_of(a.p1)},
                     {"p2", json_of(a.p2)},
                     {"cost", json_of(a.cost)},
                     {"probability", json_of(a.probability)}});
  return {{"cost", std::string(to_string(kind))}, {"boxes", boxes}, {"p_measured_on", kKnownRows}};
}

Json selection_json(const Selection& selection, const std::vector<std::string>& boxes, const Limits& limits,
                    const CostTable& costs) {
  Json reasons = Json::array(), budgets = Json::array();
  for (const auto& r : selection.reasons) reasons.push_back({{"box", r.box}, {"in", r.in}, {"why", r.why}});
  for (const Amount& budget : limits.amounts()) {
    const double cost = cost_of(costs, selection.activated, budget.kind);
    budgets.push_back({{"kind", std::string(to_string(budget.kind))},
                       {"budget", budget.value},
                       {"cost", json_of(cost)},
                       {"left", json_of(budget.value - cost)}});
  }
  const Amount& first = limits.amounts().front();
  return {{"kind", std::string(to_string(first.kind))},
          {"budget", first.value},
          {"budgets", budgets},
          {"activated", names_json(selection.activated, boxes)},
          {"cost", json_of(selection.cost)},
          {"objective", json_of(selection.objective)},
          {"reasons", reasons},
          {"note", selection.note},
          {"p_measured_on", selection.measured_on}};
}

Json replay_json(const ReplayResult& result) {
  Json methods = Json::array();
  for (const auto& m : result.methods) {
    Json per_box = Json::object();
    for (std::size_t i = 0; i < m.per_box.size(); ++i) per_box[result.boxes[i]] = json_of(m.per_box[i]);
    Json method{{"method", m.method},
                {"output_accuracy", json_of(m.output_accuracy)},
                {"interval", json_of(m.interval)},
                {"lead", json_of(m.lead)},
                {"lead_interval", json_of(m.lead_interval)},
                {"time_ms_per_frame", json_of(m.seconds_per_frame * 1e3)},
                {"loading_ms_per_frame", json_of(m.loading_seconds * 1e3)},
                {result.settings.kind == CostKind::gpu_memory ? "gpu_memory_bytes" : "memory_bytes", json_of(m.bytes)},
                {"executions_per_frame", json_of(m.executions_per_frame)},
                {"after_prefix",
                 {{"output_accuracy", json_of(m.after_prefix.output_accuracy)},
                  {"time_ms_per_frame", json_of(m.after_prefix.seconds_per_frame * 1e3)},
                  {"executions_per_frame", json_of(m.after_prefix.executions_per_frame)}}},
                {"per_box", per_box},
                {"by_frame", m.by_frame},
                {"note", m.note}};
    if (m.activated) method["activated"] = names_json(*m.activated, result.boxes);
    Json periods = Json::array();
    for (const auto& period : m.periods)
      periods.push_back({{"begin_s", period.begin_seconds},
                         {"end_s", period.end_seconds},
                         {"activated", names_json(period.activated, result.boxes)},
                         {"accuracy", json_of(period.accuracy)}});
    method["periods"] = periods;
    methods.push_back(method);
  }
  Json settings;
  to_json(settings, result.settings);
  return {{"kind", std::string(to_string(result.settings.kind))},
          {"budget", result.settings.budget},
          {"frames", result.frames},
          {"judged_frames", result.judged},
          {"boxes", result.boxes},
          {"methods", methods},
          {"settings", settings}};
}

Json sweep_json(const std::vector<ReplayResult>& answers, const std::vector<double>& accuracies) {
  Json points = Json::array();
  for (const auto& answer : answers) points.push_back(replay_json(answer));
  Json reach = Json::array();
  for (const FrontierCurve& curve : frontier_curves(answers))
    for (const double accuracy : accuracies) {
      const auto budget = curve.needs(accuracy);
      reach.push_back({{"method", curve.method},
                       {"output_accuracy", accuracy},
                       {"budget", budget ? Json(*budget) : Json()},
                       {"reached_accuracy", budget ? Json(curve.at(*budget)) : Json()}});
    }
  return {{"points", points}, {"reach", reach}};
}

Json overview_json(const Overview& overview) {
  Json cameras = Json::array();
  for (const auto& c : overview.cameras) {
    Json camera{{"name", c.name},
                {"path", c.path},
                {"width", c.width},
                {"height", c.height},
                {"frame_rate", c.frame_rate > 0 ? Json(c.frame_rate) : Json()},
                {"every", c.every},
                {"frames", c.frames},
                {"seconds", c.seconds},
                {"recorded", c.recorded}};
    if (c.start.origin != StartOrigin::unset)
      camera["start"] = {{"seconds", c.start.seconds}, {"origin", std::string(to_string(c.start.origin))}};
    if (!c.after.empty()) camera["start"]["after"] = c.after;
    if (!c.synthetic.empty()) camera["synthetic"] = c.synthetic;
    if (c.recorded_at) camera["recorded_at"] = *c.recorded_at;
    if (!c.part_of.empty()) camera["part_of"] = {{"camera", c.part_of}, {"first_frame", c.first_ordinal}};
    if (c.crop) camera["crop"] = {c.crop->x, c.crop->y, c.crop->width, c.crop->height};
    if (c.pictures.of.size() > 1) camera["video_stream"] = {{"used", c.pictures.used}, {"of", c.pictures.of}};
    if (c.sound.of.size() > 1) camera["audio_stream"] = {{"used", c.sound.used}, {"of", c.sound.of}};
    if (c.problem) camera["problem"] = c.problem->text();
    cameras.push_back(camera);
  }
  Json boxes = Json::array();
  for (const auto& b : overview.boxes) {
    Json spec;
    to_json(spec, b.spec);
    Json box{{"name", b.name}, {"title", b.title}, {"adapter", b.adapter}, {"output", spec}, {"recorded", b.recorded}};
    if (b.costs.known(CostKind::time))
      box["time"] = {{"seconds", b.costs.seconds},
                     {"p50", b.costs.seconds_p50},
                     {"p95", b.costs.seconds_p95},
                     {"p99", b.costs.seconds_p99},
                     {"origin", std::string(to_string(b.costs.seconds_origin))}};
    if (b.costs.known(CostKind::memory))
      box["memory"] = {{"bytes", b.costs.bytes}, {"origin", std::string(to_string(b.costs.bytes_origin))}};
    if (b.costs.known(CostKind::gpu_memory))
      box["gpu_memory"] = {{"bytes", b.costs.gpu_bytes}, {"origin", std::string(to_string(b.costs.gpu_origin))}};
    if (b.costs.loading_origin != CostOrigin::unknown)
      box["loading"] = {{"load_seconds", b.costs.load_seconds},
                        {"unload_seconds", b.costs.unload_seconds},
                        {"origin", std::string(to_string(b.costs.loading_origin))}};
    if (!b.synthetic.empty()) box["synthetic"] = b.synthetic;
    if (b.problem) box["problem"] = b.problem->text();
    boxes.push_back(box);
  }
  Json sets = Json::array();
  for (const auto& s : overview.link_sets) {
    Json settings;
    to_json(settings, s.settings);
    sets.push_back({{"id", s.id},
                    {"name", s.name},
                    {"created", s.created},
                    {"versions", s.versions},
                    {"data_hash", s.data_hash},
                    {"settings", settings},
                    {"stale", s.stale}});
  }
  Json coverage = Json::array();
  for (const auto& c : overview.coverage)
    coverage.push_back({{"camera", overview.cameras[static_cast<std::size_t>(c.camera)].name},
                        {"box", overview.boxes[static_cast<std::size_t>(c.box)].name},
                        {"wanted", c.wanted},
                        {"present", c.present},
                        {"none", c.none},
                        {"failed", c.failed}});
  return {{"path", overview.path.string()},
          {"scenario", overview.scenario},
          {"cameras", cameras},
          {"boxes", boxes},
          {"coverage", coverage},
          {"outputs", {{"wanted", overview.wanted}, {"done", overview.done}, {"failed", overview.failed}}},
          {"link_sets", sets}};
}

}  // namespace mlink::report
