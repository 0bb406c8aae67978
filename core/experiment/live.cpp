#include "experiment/live.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "experiment/file_view.h"
#include "experiment/live_run.h"
#include "experiment/views.h"
#include "scheduling/limits.h"

namespace mlink::experiment {
namespace {

constexpr double kShortestTime = 1e-6;
const double bin_growth = std::log(1.02);

Status check_live_options(const LiveOptions& options) {
  const auto bad = [](std::string what, std::string todo) {
    return fail(ErrorKind::invalid_input, std::move(what), std::move(todo));
  };
  if (!(options.budget.value >= 0 && std::isfinite(options.budget.value)))
    return bad("The budget is not an amount of zero or more.", "Give it like 60ms or 2GB.");
  if (!(options.period_seconds >= 0 && std::isfinite(options.period_seconds)))
    return bad("The period is not a time of zero or more.", "Give it like 1h, or leave it out.");
  if (!(options.prefix >= 0 && options.prefix < 1))
    return bad(fmt::format("The prefix is {}.", options.prefix), "Give a share from 0 to below 1.");
  if (options.verify < 0 || options.every < 1 || options.skip < 0 || options.limit < 0 || options.retries < 0)
    return bad("A number of frames or tries is below what makes sense.", "Use 1 or more, or leave it out.");
  if (!(options.timeout > 0 && std::isfinite(options.timeout)) || !(options.first_retry >= 0))
    return bad("The timeout is no time.", "Give it like 10s.");
  return {};
}

/// The links' boxes as the file has them, in the links' order.
Result<std::vector<StoredBox>> boxes_of_links(const StoreQueries& store, const LinkSet& links) {
  MLINK_ASSIGN(auto stored, store.boxes());
  std::vector<StoredBox> boxes;
  for (const auto& name : links.boxes()) {
    const auto at = std::find_if(stored.begin(), stored.end(), [&](const auto& box) { return box.name == name; });
    if (at == stored.end())
      return fail(ErrorKind::not_found, fmt::format("The box {} is not in the file any more.", name),
                  "Train again without it.", store.path().string());
    boxes.push_back(std::move(*at));
  }
  return boxes;
}

ReplaySettings forecast_settings(const LiveOptions& options) {
  ReplaySettings settings;
  settings.kind = options.budget.kind;
  settings.budget = options.budget.value;
  settings.methods = {options.method};
  settings.period_seconds = options.period_seconds;
  settings.prefix = options.prefix;
  return settings;
}

LiveStart start_of(const LivePlan& plan, const LinkSet& links, const CostTable& costs) {
  LiveStart start;
  start.boxes = links.boxes();
  start.specs = links.specs();
  start.costs = costs;
  bool known = true;
  for (const auto& origin : plan.origins) {
    start.sources.push_back(origin.name);
    start.rate += origin.rate;
    known = known && origin.rate > 0;
  }
  if (!known) start.rate = 0;
  if (plan.readers.empty()) start.frames = static_cast<std::int64_t>(plan.frames.size());
  return start;
}

}  // namespace

std::string_view to_string(LiveEventKind kind) {
  switch (kind) {
    case LiveEventKind::note: return "note";
    case LiveEventKind::selected: return "selected";
    case LiveEventKind::loaded: return "loaded";
    case LiveEventKind::unloaded: return "unloaded";
    case LiveEventKind::box_dropped: return "box-dropped";
    case LiveEventKind::not_runnable: return "not-runnable";
    case LiveEventKind::source_lost: return "source-lost";
    case LiveEventKind::source_back: return "source-back";
    case LiveEventKind::source_ended: return "source-ended";
    case LiveEventKind::picture_size: return "picture-size";
  }
  return "";
}

void LiveTimes::add(double seconds) {
  const double steps = std::log(std::max(seconds, kShortestTime) / kShortestTime) / bin_growth;
  ++bins_[static_cast<std::size_t>(std::clamp(steps, 0., kBins - 1.))];
  ++count_;
  sum_ += seconds;
}

double LiveTimes::quantile(double share) const {
  const auto rank =
      std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(share * static_cast<double>(count_))));
  std::int64_t before = 0;
  for (std::size_t bin = 0; bin < bins_.size(); ++bin) {
    before += bins_[bin];
    if (before >= rank) return kShortestTime * std::exp(bin_growth * (static_cast<double>(bin) + 0.5));
  }
  return kNan;
}

double LiveReport::executions_per_frame() const {
  const auto all = static_cast<double>(frames) * static_cast<double>(boxes.size());
  return all > 0 ? static_cast<double>(executions) / all : kNan;
}

double LiveReport::output_accuracy() const {
  double sum = 0;
  int counted = 0;
  for (const auto& box : boxes) {
    if (box.checked == 0) continue;
    sum += box.accuracy();
    ++counted;
  }
  return counted > 0 ? sum / counted : kNan;
}

Result<LiveReport> run_live(const std::filesystem::path& file, const LiveOptions& options, LiveObserver& observer,
                            const std::stop_token& stop, const ProgressFn& progress) {
  MLINK_TRY(check_live_options(options));
  MLINK_ASSIGN(const auto store, StoreReader::open(file));
  FileView view;
  MLINK_ASSIGN(const auto snapshot, view.snapshot(store));
  if (!snapshot.links)
    return fail(ErrorKind::not_found, "The file has no links to predict with.", "Run mlink collect and mlink train.",
                file.string());
  MLINK_TRY(costs_known(snapshot.link_costs, options.budget.kind, file.string()));
  MLINK_ASSIGN(auto chooser, LiveChooser::make(*snapshot.link_table, snapshot.links, snapshot.link_costs,
                                               options.budget, options.method));
  MLINK_ASSIGN(auto stored, boxes_of_links(store, *snapshot.links));
  MLINK_ASSIGN(auto plan, plan_live(store, snapshot, options, stop));
  const auto engine = make_replay(snapshot, forecast_settings(options), stop, progress);
  if (!engine && engine.error().kind == ErrorKind::stopped) return tl::make_unexpected(engine.error());
  LiveParts parts{std::move(plan),           LiveBoxes(std::move(stored), options, stop),
                  std::move(chooser),        snapshot.links,
                  snapshot.link_table,       snapshot.link_costs,
                  engine ? *engine : nullptr};
  parts.start = start_of(parts.plan, *snapshot.links, snapshot.link_costs);
  if (engine) {
    auto forecast = (*engine)->at(options.budget.value);
    parts.forecast_frames = forecast.frames;
    parts.start.forecast = std::move(forecast.methods.front());
  }
  LiveRun run(std::move(parts), options, observer, stop, progress);
  auto report = run.run();
  if (report && !engine) report->forecast_problem = engine.error().text();
  return report;
}

}  // namespace mlink::experiment
