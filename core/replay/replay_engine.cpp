#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>
#include <numeric>
#include <optional>

#include "base/number.h"
#include "methods/method.h"
#include "replay/by_frame.h"
#include "replay/loading.h"
#include "replay/replay.h"
#include "replay/tally.h"

namespace mlink::replay {
namespace {

tl::unexpected<Error> out_of_memory() {
  return fail(ErrorKind::failed, "The replay ran out of memory.", "Close other programs, or replay fewer frames.");
}

Status check_settings(const ReplaySettings& settings) {
  const auto bad = [](std::string_view name, double value, std::string_view must) {
    return fail(ErrorKind::invalid_input,
                fmt::format("The replay setting {} is {}; it must be {}.", name, value, must));
  };
  if (!(settings.budget >= 0)) return bad("budget", settings.budget, "0 or more");
  if (!(settings.period_seconds >= 0 && std::isfinite(settings.period_seconds)))
    return bad("period_seconds", settings.period_seconds, "0 (one period) or more");
  if (!(settings.prefix >= 0 && settings.prefix < 1)) return bad("prefix", settings.prefix, "at least 0 and below 1");
  if (settings.methods.empty()) return fail(ErrorKind::invalid_input, "A replay needs at least one method.");
  for (const std::string& method : settings.methods)
    if (!find_method(method))
      return fail(ErrorKind::invalid_input, fmt::format("There is no method \"{}\".", method),
                  fmt::format("Known methods: {}.", fmt::join(method_names(), ", ")));
  return {};
}

Status check_costs(const CostTable& costs, const OutputTable& table, CostKind kind) {
  bool same = costs.boxes.size() == table.columns.size();
  for (std::size_t i = 0; same && i < table.columns.size(); ++i) same = costs.boxes[i].box == table.columns[i].box;
  if (!same) return fail(ErrorKind::invalid_input, "The costs are of other black boxes than the outputs.");
  for (std::size_t i = 0; i < costs.boxes.size(); ++i) {
    const BoxCosts& box = costs.boxes[i];
    const CostOrigin origin = box.origin(kind);
    if (origin == CostOrigin::unknown)
      return fail(ErrorKind::invalid_input, fmt::format("The {} of {} is not known.", to_string(kind), box.box),
                  "Measure it with `mlink profile`, or type it in with --set.");
    const double cost = costs.cost(static_cast<int>(i), kind);
    if (!(cost >= 0 && std::isfinite(cost)))
      return fail(ErrorKind::invalid_input, fmt::format("The {} of {} is {}.", to_string(kind), box.box, cost),
                  "Measure it with `mlink profile`, or type it in with --set.");
  }
  const auto& [links, ensembles] = costs.predicting;
  const std::size_t k = costs.boxes.size();
  if ((!links.empty() && links.size() != k * k) || (!ensembles.empty() && ensembles.size() != k))
    return fail(ErrorKind::invalid_input, "The costs of links are of other black boxes than the outputs.");
  for (const auto* parts : {&links, &ensembles})
    for (const Costs& part : *parts)
      if (!(part.of(kind) >= 0 && std::isfinite(part.of(kind))))
        return fail(ErrorKind::invalid_input, fmt::format("The {} of links is {}.", to_string(kind), part.of(kind)));
  return {};
}

/// Set-target pairs to score; the sets tried above kAllSetsBoxes are a guess that only the progress sees.
std::int64_t expected_pairs(std::int64_t boxes) {
  constexpr std::int64_t kGuessedSets = 60;
  return boxes <= kAllSetsBoxes ? boxes * (std::int64_t{1} << static_cast<unsigned>(boxes - 1))
                                : kGuessedSets * boxes / 2 + boxes * boxes;
}

}  // namespace

/// What does not depend on costs or budgets, so that both kinds of cost may share it.
struct Scored {
  std::shared_ptr<const OutputTable> table;
  std::shared_ptr<const Predictor> predictor;
  Timeline timeline;
  std::optional<ScoreTable> scores;  ///< points to the timeline
  std::optional<Resamples> resamples;
  std::int64_t judged = 0;  ///< rows of the timeline on which some box has an output
};

struct ReplayEngine::Impl {
  std::shared_ptr<const OutputTable> table;
  std::shared_ptr<const Predictor> predictor;
  CostTable costs;
  ReplaySettings settings;
  Aids aids;
  std::vector<std::string> boxes;
  std::shared_ptr<const Scored> scored;
  std::optional<Orders> orders;
  std::vector<std::unique_ptr<PreparedMethod>> prepared;  ///< of settings.methods

  [[nodiscard]] const Timeline& timeline() const { return scored->timeline; }
  [[nodiscard]] const ScoreTable& scores() const { return *scored->scores; }
  Status score(std::shared_ptr<Scored> begun, const Executor& executor, const std::stop_token& stop,
               const ProgressFn& progress);
  Status prepare_methods(const Executor& executor);
  [[nodiscard]] const PreparedMethod* method_of(const std::string& name) const;
  [[nodiscard]] Sources sources(const PreparedMethod& method) const { return {*table, timeline(), *predictor, method}; }
  [[nodiscard]] std::vector<std::vector<double>> own_sums(const Plan& plan, const PreparedMethod& method) const;
  [[nodiscard]] MethodResult answer(const std::string& name, const PreparedMethod& method, const Plan& plan,
                                    double budget, const Tally& sums) const;
  void add_costs(MethodResult& result, const Plan& plan, const PreparedMethod& method) const;
  [[nodiscard]] std::string prefix_note(const Plan& plan) const;
  /// What exactly this set gives when it runs on all test rows.
  [[nodiscard]] Tally always(BoxSet activated) const;
};

Status ReplayEngine::Impl::score(std::shared_ptr<Scored> begun, const Executor& executor, const std::stop_token& stop,
                                 const ProgressFn& progress) {
  const auto k = static_cast<int>(boxes.size());
  ProgressMeter meter(progress, "Replay", "predictions",
                      expected_pairs(k) * static_cast<std::int64_t>(begun->timeline.rows()));
  ScoreTable& all = begun->scores ? *begun->scores : begun->scores.emplace(*table, begun->timeline);
  // The sets that greedy can reach follow from what the single links are worth, so those come first.
  MLINK_TRY(all.add(empty_and_singles(k), *table, *predictor, executor, stop, meter));
  MLINK_ASSIGN(auto measured,
               Orders::measure(all, begun->timeline, *predictor, costs, settings.kind, settings.prefix > 0));
  orders = std::move(measured);
  const std::vector<BoxSet> sets =
      k <= kAllSetsBoxes ? all_sets(k) : candidate_sets(*table, *predictor, costs, settings.kind, *orders, stop);
  if (stop.stop_requested()) return stopped();
  MLINK_TRY(all.add(sets, *table, *predictor, executor, stop, meter));
  if (!begun->resamples) begun->resamples.emplace(all, begun->timeline, settings.seed);
  scored = std::move(begun);
  meter.finish();
  return prepare_methods(executor);
}

Status ReplayEngine::Impl::prepare_methods(const Executor& executor) {
  const MethodInput input{*table,        timeline(),          scores(), *predictor, costs,
                          settings.kind, settings.prefix > 0, *orders,  aids};
  std::vector<std::optional<Result<std::unique_ptr<PreparedMethod>>>> made(settings.methods.size());
  // Those that try most begin first, or one of them would end alone.
  std::vector<std::size_t> order(made.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
    const auto tries = [&](std::size_t n) {
      const MethodNeeds needs = find_method(settings.methods[n])->needs();
      return (needs.frame_features ? 1 : 0) + (needs.frame_features && needs.links ? 1 : 0);
    };
    return tries(one) > tries(other);
  });
  executor(made.size(), [&](std::size_t k) {
    const std::size_t n = order[k];
    try {
      made[n] = find_method(settings.methods[n])->prepare(input);
    } catch (const std::bad_alloc&) {  // on whatever thread: told below
    }
  });
  for (auto& one : made) {
    if (!one) return out_of_memory();
    if (!*one) return tl::make_unexpected(std::move(*one).error());
    prepared.push_back(std::move(**one));
  }
  return {};
}

const PreparedMethod* ReplayEngine::Impl::method_of(const std::string& name) const {
  const auto at = std::find(settings.methods.begin(), settings.methods.end(), name);
  return at == settings.methods.end() ? nullptr
                                      : prepared[static_cast<std::size_t>(at - settings.methods.begin())].get();
}

std::string ReplayEngine::Impl::prefix_note(const Plan& plan) const {
  const double share = static_cast<double>(timeline().prefix_rows()) / static_cast<double>(timeline().rows());
  // Said where the least length makes the prefixes a part that matters and was not asked for.
  if (plan.prefix.empty() || share < 2 * settings.prefix || share < 0.05) return {};
  return fmt::format("the boxes that fit run on {:.0f} % of the frames: a prefix is at least {} frames a period",
                     share * 100, kLeastPrefix);
}

/// Sums a piece of the boxes that the plan's sets do not describe.
std::vector<std::vector<double>> ReplayEngine::Impl::own_sums(const Plan& plan, const PreparedMethod& method) const {
  std::vector<std::vector<double>> own;
  if (plan.own) return plan.own->sums;
  if (plan.stretches.empty()) return own;
  own.resize(boxes.size());
  for (std::size_t box = 0; box < boxes.size(); ++box) {
    const auto is_its = [&](const Stretch& stretch) { return stretch.box == static_cast<int>(box); };
    if (std::none_of(plan.stretches.begin(), plan.stretches.end(), is_its)) continue;
    const ScoredFrames frames = score_frames(plan, sources(method), static_cast<int>(box), 0, timeline().rows());
    for (const Piece& piece : timeline().pieces) {
      double sum = 0;
      for (std::size_t place = piece.begin; place < piece.end; ++place) sum += frames.scores[place];
      own[box].push_back(sum);
    }
  }
  return own;
}

namespace {

/// Seconds and executions of frames alike, and of stretches of them.
struct Spent {
  double seconds = 0, executions = 0;
};

/// What the boxes in `run` cost in a frame in which the others are predicted by links from `from`; empty: by none.
Spent spent_on(const CostTable& costs, BoxSet run, BoxSet from) {
  return {boxes_cost(costs, run, CostKind::time) + links_cost(costs, from, run, CostKind::time),
          static_cast<double>(run.size())};
}

}  // namespace

void ReplayEngine::Impl::add_costs(MethodResult& result, const Plan& plan, const PreparedMethod& method) const {
  const auto k = static_cast<int>(boxes.size());
  const CostKind memory = memory_beside(settings.kind);
  Spent prefix, rest;
  double loaded = 0;
  for (int box = 0; box < k; ++box)
    if (plan.prefix.has(box)) loaded = std::max(loaded, costs.cost(box, memory));
  BoxSet before;
  Spent of_set;
  for (std::size_t p = 0; p < plan.sets.size(); ++p) {
    const Period& period = timeline().periods[p];
    const BoxSet set = plan.sets[p];
    const BoxSet from = plan.unrun == Unrun::by_links ? set : BoxSet();
    if (p == 0 || !(set == before)) {
      of_set = spent_on(costs, set, from);
      // On a prefix the boxes run one after another: one is loaded at a time.
      loaded = std::max(loaded, boxes_cost(costs, set, memory) + links_cost(costs, from, set, memory));
      before = set;
    }
    const auto in_prefix = static_cast<double>(period.prefix_end - period.begin);
    const auto after = static_cast<double>(period.end - period.prefix_end);
    const bool profiles = settings.prefix_cost && !plan.prefix.empty();
    const Spent first = profiles ? spent_on(costs, BoxSet(set.bits() | plan.prefix.bits()), from) : of_set;
    prefix.seconds += in_prefix * first.seconds;
    prefix.executions += in_prefix * first.executions;
    rest.seconds += after * of_set.seconds;
    rest.executions += after * of_set.executions;
  }
  BoxSet by_stretches;
  if (plan.own || !plan.stretches.empty()) {
    const OwnSpent own =
        plan.own ? plan.own->spent : spent_on_stretches(plan, timeline(), costs, memory, method.own_cost());
    by_stretches = own.loaded;
    prefix.seconds += own.prefix_seconds;
    prefix.executions += own.prefix_executions;
    rest.seconds += own.rest_seconds;
    rest.executions += own.rest_executions;
    loaded = std::max(loaded, own.box_bytes) + own.own_bytes;
  }
  const auto rows = static_cast<double>(timeline().rows());
  const double after = rows - static_cast<double>(timeline().prefix_rows());
  const bool timed = costs.known(CostKind::time);
  result.seconds_per_frame = timed ? (prefix.seconds + rest.seconds) / rows : kNan;
  result.loading_seconds = loading_seconds(plan, timeline(), costs, settings.prefix_cost, by_stretches) / rows;
  result.bytes = costs.known(memory) ? loaded : kNan;
  result.executions_per_frame = (prefix.executions + rest.executions) / rows / k;
  result.after_prefix.seconds_per_frame = timed && after > 0 ? rest.seconds / after : kNan;
  result.after_prefix.executions_per_frame = after > 0 ? rest.executions / after / k : kNan;
}

namespace {

MethodResult nothing_known(MethodResult result, const Tally& sums) {
  result.output_accuracy = result.seconds_per_frame = result.loading_seconds = kNan;
  result.bytes = result.executions_per_frame = kNan;
  result.after_prefix = {kNan, kNan, kNan};
  result.per_box.assign(sums.per_box.size(), kNan);
  return result;
}

}  // namespace

MethodResult ReplayEngine::Impl::answer(const std::string& name, const PreparedMethod& method, const Plan& plan,
                                        double budget, const Tally& sums) const {
  MethodResult result;
  result.method = name;
  result.output_accuracy = sums.output_accuracy;
  result.after_prefix.output_accuracy = sums.after_prefix;
  result.per_box = sums.per_box;
  result.note = plan.note.empty() ? prefix_note(plan) : plan.note;
  const bool known = plan.cannot.empty();
  if (known)
    add_costs(result, plan, method);
  else
    result = nothing_known(std::move(result), sums);
  for (std::size_t p = 0; p < plan.sets.size(); ++p) {
    const Period& period = timeline().periods[p];
    const auto probability = method.probability(p, budget);
    result.periods.push_back({period.begin_seconds,
                              period.end_seconds,
                              plan.sets[p],
                              known ? sums.period_accuracy[p] : kNan,
                              {probability.begin(), probability.end()}});
  }
  const bool same =
      std::all_of(plan.sets.begin(), plan.sets.end(), [&](BoxSet set) { return set == plan.sets.front(); });
  result.by_frame = plan.own || !plan.stretches.empty();
  if (known && same && !result.by_frame) result.activated = plan.sets.front();
  return result;
}

ReplayEngine::ReplayEngine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ReplayEngine::ReplayEngine(ReplayEngine&&) noexcept = default;
ReplayEngine& ReplayEngine::operator=(ReplayEngine&&) noexcept = default;
ReplayEngine::~ReplayEngine() = default;

Result<ReplayEngine> ReplayEngine::build_with(std::shared_ptr<const OutputTable> table,
                                              std::shared_ptr<const Predictor> predictor, std::vector<std::size_t> test,
                                              CostTable costs, const ReplaySettings& settings, const Executor& executor,
                                              const std::stop_token& stop, const ProgressFn& progress, Aids aids) {
  if (!table || !predictor) return fail(ErrorKind::invalid_input, "A replay needs outputs and a predictor.");
  if (table->columns.empty() || table->columns.size() > BoxSet::kMax)
    return fail(ErrorKind::invalid_input,
                fmt::format("A replay needs 1 to {} black boxes, not {}.", BoxSet::kMax, table->columns.size()));
  if (test.empty() || test.back() >= table->rows())
    return fail(ErrorKind::invalid_input, "No frames are left to replay after those that trained the links.",
                "Collect more frames, or train on a smaller part.");
  MLINK_TRY(check_settings(settings));
  MLINK_TRY(check_costs(costs, *table, settings.kind));
  try {
    auto impl = std::make_unique<Impl>();
    for (const OutputColumn& column : table->columns) impl->boxes.push_back(column.box);
    impl->table = std::move(table);
    impl->predictor = std::move(predictor);
    impl->costs = std::move(costs);
    impl->settings = settings;
    impl->aids = std::move(aids);
    auto begun = std::make_shared<Scored>();
    begun->table = impl->table;
    begun->predictor = impl->predictor;
    std::size_t least_block = 1;
    for (int box = 0; box < static_cast<int>(impl->boxes.size()); ++box)
      least_block = std::max(least_block, impl->predictor->least_block(box));
    begun->timeline =
        make_timeline(*impl->table, std::move(test), settings.period_seconds, settings.prefix, least_block);
    begun->judged = frames_with_output(*begun->table, begun->timeline.test);
    MLINK_TRY(impl->score(std::move(begun), executor, stop, progress));
    return ReplayEngine(std::move(impl));
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  }
}

Result<ReplayEngine> ReplayEngine::for_kind(CostKind kind, const Executor& executor, const std::stop_token& stop,
                                            const ProgressFn& progress) const {
  return with_methods(kind, impl_->settings.methods, impl_->aids, executor, stop, progress);
}

Result<ReplayEngine> ReplayEngine::with_methods(CostKind kind, const std::vector<std::string>& methods, Aids aids,
                                                const Executor& executor, const std::stop_token& stop,
                                                const ProgressFn& progress) const {
  ReplaySettings settings = impl_->settings;
  settings.kind = kind;
  settings.methods = methods;
  // Above kAllSetsBoxes boxes the sets worth scoring follow from the costs.
  if (impl_->boxes.size() > static_cast<std::size_t>(kAllSetsBoxes))
    return build_with(impl_->table, impl_->predictor, impl_->timeline().test, impl_->costs, settings, executor, stop,
                      progress, std::move(aids));
  MLINK_TRY(check_settings(settings));
  MLINK_TRY(check_costs(impl_->costs, *impl_->table, kind));
  auto impl = std::make_unique<Impl>();
  impl->table = impl_->table;
  impl->predictor = impl_->predictor;
  impl->costs = impl_->costs;
  impl->settings = settings;
  impl->aids = std::move(aids);
  impl->boxes = impl_->boxes;
  impl->scored = impl_->scored;
  MLINK_ASSIGN(auto measured, Orders::measure(impl->scores(), impl->timeline(), *impl->predictor, impl->costs, kind,
                                              settings.prefix > 0));
  impl->orders = std::move(measured);
  MLINK_TRY(impl->prepare_methods(executor));
  return ReplayEngine(std::move(impl));
}

const std::vector<std::string>& ReplayEngine::boxes() const { return impl_->boxes; }
const ReplaySettings& ReplayEngine::settings() const { return impl_->settings; }
std::size_t ReplayEngine::first_row() const { return impl_->timeline().test.front(); }
std::size_t ReplayEngine::rows() const { return impl_->table->rows(); }

std::vector<double> ReplayEngine::breakpoints() const {
  std::vector<double> budgets{
      0, boxes_cost(impl_->costs, BoxSet::all(static_cast<int>(impl_->boxes.size())), impl_->settings.kind)};
  for (const auto& method : impl_->prepared) method->add_breakpoints(budgets);
  std::sort(budgets.begin(), budgets.end());
  const auto same = [](double a, double b) { return fits(b, a); };
  budgets.erase(std::unique(budgets.begin(), budgets.end(), same), budgets.end());
  return budgets;
}

ReplayResult ReplayEngine::at(double budget) const {
  ReplayResult result;
  result.settings = impl_->settings;
  result.settings.budget = budget > 0 ? budget : 0;
  result.boxes = impl_->boxes;
  result.frames = static_cast<std::int64_t>(impl_->timeline().rows());
  result.judged = impl_->scored->judged;
  std::vector<std::vector<double>> resampled;
  for (std::size_t n = 0; n < impl_->prepared.size(); ++n) {
    const PreparedMethod& method = *impl_->prepared[n];
    const Plan plan = method.plan(result.settings.budget);
    const Tally sums = tally(plan, impl_->scores(), impl_->timeline(), impl_->own_sums(plan, method));
    resampled.push_back(plan.cannot.empty() ? impl_->scored->resamples->accuracies(sums) : std::vector<double>());
    result.methods.push_back(impl_->answer(impl_->settings.methods[n], method, plan, result.settings.budget, sums));
    result.methods.back().interval = interval_of(resampled.back(), sums.output_accuracy);
  }
  const auto& names = impl_->settings.methods;
  const auto mlink = std::find(names.begin(), names.end(), "mlink");
  if (mlink == names.end()) return result;
  const auto first = static_cast<std::size_t>(mlink - names.begin());
  for (std::size_t n = 0; n < resampled.size(); ++n) {
    MethodResult& method = result.methods[n];
    method.lead = method.output_accuracy - result.methods[first].output_accuracy;
    if (resampled[n].size() != resampled[first].size()) continue;
    std::vector<double> leads = resampled[n];
    for (std::size_t r = 0; r < leads.size(); ++r) leads[r] -= resampled[first][r];
    method.lead_interval = interval_of(std::move(leads), method.lead);
  }
  return result;
}

Tally ReplayEngine::Impl::always(BoxSet activated) const {
  Plan plan;
  plan.sets.assign(timeline().periods.size(), activated);
  if (scores().has(activated)) return tally(plan, scores(), timeline());
  // Only with more than kAllSetsBoxes boxes: a set that was not among those tried.
  ScoreTable anew(*table, timeline());
  ProgressMeter silent({}, "Replay", "predictions", 0);
  const Executor one_by_one = [](std::size_t n, const std::function<void(std::size_t)>& job) {
    for (std::size_t k = 0; k < n; ++k) job(k);
  };
  if (!anew.add({activated}, *table, *predictor, one_by_one, {}, silent)) {
    Tally unknown;
    unknown.per_box.assign(boxes.size(), kNan);
    unknown.output_accuracy = kNan;
    return unknown;
  }
  return tally(plan, anew, timeline());
}

double ReplayEngine::objective(BoxSet activated) const { return impl_->always(activated).output_accuracy; }
std::vector<double> ReplayEngine::accuracies(BoxSet activated) const { return impl_->always(activated).per_box; }

Selection ReplayEngine::selection(double budget, std::size_t period) const {
  const double wanted = budget > 0 ? budget : 0;
  const std::size_t of = std::min(period, impl_->timeline().periods.size() - 1);
  const std::size_t level = impl_->orders->level_of(wanted);
  Selection selection = select_greedy(impl_->orders->activations(level, of), impl_->costs,
                                      {impl_->settings.kind, wanted}, [this](BoxSet set) { return objective(set); });
  const Period& its = impl_->timeline().periods[of];
  if (impl_->orders->prefix_boxes(level).size() > 1)
    selection.measured_on = fmt::format("P is of the period's first {} frames",
                                        count_text(static_cast<std::int64_t>(its.prefix_end - its.begin)));
  else
    selection.measured_on = "P is of the training part's inner rows";
  return selection;
}

std::vector<Outcome> ReplayEngine::outcomes(const std::string& name, double budget) const {
  const PreparedMethod* method = impl_->method_of(name);
  if (!method) return {};
  const Timeline& timeline = impl_->timeline();
  Plan plan = method->plan(budget > 0 ? budget : 0);
  const std::size_t first = first_row(), all = rows() - first;
  std::vector<Outcome> out(impl_->boxes.size() * all, Outcome::none);
  for (std::size_t box = 0; box < impl_->boxes.size(); ++box) {
    if (plan.own) plan.stretches = method->stretches(budget > 0 ? budget : 0, static_cast<int>(box));
    // In parts that stay in the cache; stretches are looked through as a whole.
    const std::size_t part = plan.stretches.empty() ? 16 * kRowsAtOnce : timeline.rows();
    for (std::size_t begin = 0; begin < timeline.rows(); begin += part) {
      const std::size_t end = std::min(begin + part, timeline.rows());
      const ScoredFrames frames = score_frames(plan, impl_->sources(*method), static_cast<int>(box), begin, end);
      for (std::size_t place = begin; place < end; ++place)
        out[box * all + timeline.test[place] - first] = frames.outcomes[place - begin];
    }
  }
  return out;
}

std::vector<ReplayEngine::ShownOutput> ReplayEngine::shown(const std::string& name, double budget,
                                                           std::size_t row) const {
  const PreparedMethod* method = impl_->method_of(name);
  const std::size_t place = impl_->timeline().place_of(row);
  if (!method || place == Timeline::kNotThere) return {};
  Plan plan = method->plan(budget > 0 ? budget : 0);
  const Sources sources = impl_->sources(*method);
  std::vector<ShownOutput> out(impl_->boxes.size());
  for (std::size_t box = 0; box < out.size(); ++box) {
    const OutputColumn& column = impl_->table->columns[box];
    const auto index = static_cast<int>(box);
    if (plan.own) plan.stretches = method->stretches(budget > 0 ? budget : 0, index);
    ShownOutput& one = out[box];
    if (column.present(row)) {
      one.exact.assign(column.row(row).begin(), column.row(row).end());
      if (!column.words.empty()) one.exact_words = column.words[row];
    }
    one.outcome = score_frames(plan, sources, index, place, place + 1).outcomes.front();
    const BoxFrame frame = frames_of(plan, impl_->timeline(), index, place, place + 1).front();
    if (frame.given == Given::run) {
      one.shown = one.exact;
      one.shown_words = one.exact_words;
      continue;
    }
    Predictions predictions = shown_frame(plan, sources, index, place, frame);
    if (!predicted_all(predictions, column.spec, 1)) continue;
    if (frame.given == Given::by_links) one.from = plan.sources(impl_->timeline().period_of(place)).without(index);
    one.shown = std::move(predictions.values);
    if (!predictions.words.empty()) one.shown_words = std::move(predictions.words.front());
  }
  return out;
}

}  // namespace mlink::replay
