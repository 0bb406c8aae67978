#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>
#include <numeric>

#include "replay/planner.h"
#include "replay/predictor.h"
#include "replay/replay.h"
#include "replay/score_table.h"
#include "replay/tally.h"
#include "replay/timeline.h"

namespace mlink {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

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
    if (!Planner::knows(method))
      return fail(ErrorKind::invalid_input, fmt::format("There is no method \"{}\".", method),
                  fmt::format("Known methods: {}.", fmt::join(Planner::methods(), ", ")));
  return {};
}

Status check_costs(const CostTable& costs, const OutputTable& table, CostKind kind) {
  bool same = costs.boxes.size() == table.columns.size();
  for (std::size_t i = 0; same && i < table.columns.size(); ++i) same = costs.boxes[i].box == table.columns[i].box;
  if (!same) return fail(ErrorKind::invalid_input, "The costs are of other black boxes than the outputs.");
  for (std::size_t i = 0; i < costs.boxes.size(); ++i) {
    const BoxCosts& box = costs.boxes[i];
    const CostOrigin origin = kind == CostKind::memory ? box.bytes_origin : box.seconds_origin;
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

std::vector<BoxSet> all_sets(int boxes) {
  std::vector<BoxSet> sets;
  for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << static_cast<unsigned>(boxes)); ++bits)
    sets.emplace_back(bits);
  return sets;
}

std::vector<BoxSet> empty_and_singles(int boxes) {
  std::vector<BoxSet> sets(1);
  for (int box = 0; box < boxes; ++box) sets.push_back(BoxSet().with(box));
  return sets;
}

/// Set-target pairs to score; the sets tried above kAllSetsBoxes are a guess that only the progress sees.
std::int64_t expected_pairs(std::int64_t boxes) {
  constexpr std::int64_t kGuessedSets = 60;
  return boxes <= kAllSetsBoxes ? boxes * (std::int64_t{1} << static_cast<unsigned>(boxes - 1))
                                : kGuessedSets * boxes / 2 + boxes * boxes;
}

}  // namespace

struct ReplayEngine::Impl {
  std::shared_ptr<const OutputTable> table;
  std::shared_ptr<const Predictor> predictor;
  CostTable costs;
  ReplaySettings settings;
  std::vector<std::string> boxes;
  Timeline timeline;
  std::optional<ScoreTable> scores;
  std::optional<Planner> planner;
  std::optional<Resamples> resamples;

  Status score(const Executor& executor, const std::stop_token& stop, const ProgressFn& progress);
  [[nodiscard]] MethodResult answer(const std::string& method, double budget) const;
  void add_costs(MethodResult& result, const Plan& plan) const;
  [[nodiscard]] std::string prefix_note(const Plan& plan) const;
  [[nodiscard]] Predictions predict(BoxSet set, int box, std::span<const std::size_t> rows) const {
    return predictor->predict(set, box, rows);
  }
  [[nodiscard]] Outcome unscored(std::size_t box, std::size_t row) const {
    return table->columns[box].presence[row] == Presence::failed ? Outcome::failed : Outcome::none;
  }
  void predict_outcomes(const Plan& plan, std::size_t period, std::size_t box, Outcome* out) const;
};

Status ReplayEngine::Impl::score(const Executor& executor, const std::stop_token& stop, const ProgressFn& progress) {
  const auto k = static_cast<int>(boxes.size());
  ProgressMeter meter(progress, "Replay", "predictions",
                      expected_pairs(k) * static_cast<std::int64_t>(timeline.rows()));
  scores.emplace(*table, timeline);
  // The sets that greedy can reach follow from what the single links are worth, so those come first.
  MLINK_TRY(scores->add(empty_and_singles(k), *table, *predictor, executor, stop, meter));
  MLINK_ASSIGN(auto activations,
               measure_activations(*scores, timeline, *predictor, costs, settings.kind, settings.prefix > 0));
  const std::vector<BoxSet> sets =
      k <= kAllSetsBoxes ? all_sets(k)
                         : candidate_sets(*table, timeline, *predictor, costs, settings.kind, activations, stop);
  if (stop.stop_requested()) return stopped();
  MLINK_TRY(scores->add(sets, *table, *predictor, executor, stop, meter));
  planner.emplace(*scores, timeline, costs, std::move(activations), settings);
  resamples.emplace(*scores, timeline, settings.seed);
  meter.finish();
  return {};
}

std::string ReplayEngine::Impl::prefix_note(const Plan& plan) const {
  const double share = static_cast<double>(timeline.prefix_rows()) / static_cast<double>(timeline.rows());
  // Said where the least length makes the prefixes a part that matters and was not asked for.
  if (!plan.prefix || share < 2 * settings.prefix || share < 0.05) return {};
  return fmt::format("all boxes run on {:.0f} % of the frames: a prefix is at least {} frames a period", share * 100,
                     kLeastPrefix);
}

void ReplayEngine::Impl::add_costs(MethodResult& result, const Plan& plan) const {
  const auto k = static_cast<int>(boxes.size());
  BoxSet all;
  double largest = 0;
  for (int box = 0; box < k; ++box) {
    all = all.with(box);
    largest = std::max(largest, costs.cost(box, CostKind::memory));
  }
  const auto price = [&](BoxSet set, CostKind kind) {
    return plan.predicts ? cost_of(costs, set, kind) : boxes_cost(costs, set, kind);
  };
  double seconds = 0, executions = 0;
  for (std::size_t p = 0; p < plan.sets.size(); ++p) {
    const Period& period = timeline.periods[p];
    const bool dear = plan.prefix && settings.prefix_cost;
    const auto prefix = dear ? static_cast<double>(period.prefix_end - period.begin) : 0;
    const double rest = static_cast<double>(period.end - period.begin) - prefix;
    seconds += prefix * price(all, CostKind::time) + rest * price(plan.sets[p], CostKind::time);
    executions += prefix * k + rest * plan.sets[p].size();
    // On a prefix the boxes run one after another: one is loaded at a time.
    result.bytes = std::max({result.bytes, price(plan.sets[p], CostKind::memory), dear ? largest : 0});
  }
  const auto rows = static_cast<double>(timeline.rows());
  result.seconds_per_frame = costs.known(CostKind::time) ? seconds / rows : kNaN;
  if (!costs.known(CostKind::memory)) result.bytes = kNaN;
  result.executions_per_frame = executions / rows / k;
}

MethodResult ReplayEngine::Impl::answer(const std::string& method, double budget) const {
  const Plan plan = planner->plan(method, budget);
  Tally sums = tally(plan, *scores, timeline);
  MethodResult result;
  result.method = method;
  result.output_accuracy = sums.output_accuracy;
  result.interval = resamples->interval(sums);
  result.per_box = std::move(sums.per_box);
  result.note = plan.note.empty() ? prefix_note(plan) : plan.note;
  add_costs(result, plan);
  for (std::size_t p = 0; p < plan.sets.size(); ++p) {
    const Period& period = timeline.periods[p];
    PeriodResult one{period.begin_seconds, period.end_seconds, plan.sets[p], sums.period_accuracy[p], {}};
    if (method == "mlink")
      for (const Activation& activation : planner->activations().periods[p])
        one.probability.push_back(activation.probability);
    result.periods.push_back(std::move(one));
  }
  const bool same =
      std::all_of(plan.sets.begin(), plan.sets.end(), [&](BoxSet set) { return set == plan.sets.front(); });
  if (same) result.activated = plan.sets.front();
  return result;
}

void ReplayEngine::Impl::predict_outcomes(const Plan& plan, std::size_t p, std::size_t box, Outcome* out) const {
  const Period& period = timeline.periods[p];
  const OutputColumn& column = table->columns[box];
  std::vector<std::size_t> rows;
  for (std::size_t begin = period.begin; begin < period.end; begin += rows.size()) {
    rows.resize(std::min(kRowsAtOnce, period.end - begin));
    std::iota(rows.begin(), rows.end(), begin);
    Predictions predictions;
    if (plan.predicts) predictions = predict(plan.sets[p], static_cast<int>(box), rows);
    const bool there = predicted_all(predictions, column.spec, rows.size());
    for (std::size_t n = 0; n < rows.size(); ++n) {
      Outcome& outcome = out[rows[n] - timeline.first];
      if (!column.present(rows[n])) {
        outcome = unscored(box, rows[n]);
      } else if (plan.prefix && rows[n] < period.prefix_end) {
        outcome = Outcome::run;
      } else if (there) {
        const double score = replay_score(column, rows[n], predictions, n);
        outcome = is_right(column.spec, score) ? Outcome::right : Outcome::wrong;
      }
    }
  }
}

ReplayEngine::ReplayEngine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ReplayEngine::ReplayEngine(ReplayEngine&&) noexcept = default;
ReplayEngine& ReplayEngine::operator=(ReplayEngine&&) noexcept = default;
ReplayEngine::~ReplayEngine() = default;

Result<ReplayEngine> ReplayEngine::build_with(std::shared_ptr<const OutputTable> table,
                                              std::shared_ptr<const Predictor> predictor, std::size_t first_row,
                                              CostTable costs, const ReplaySettings& settings, const Executor& executor,
                                              const std::stop_token& stop, const ProgressFn& progress) {
  if (!table || !predictor) return fail(ErrorKind::invalid_input, "A replay needs outputs and a predictor.");
  if (table->columns.empty() || table->columns.size() > BoxSet::kMax)
    return fail(ErrorKind::invalid_input,
                fmt::format("A replay needs 1 to {} black boxes, not {}.", BoxSet::kMax, table->columns.size()));
  if (first_row >= table->rows())
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
    impl->timeline = make_timeline(*impl->table, first_row, settings.period_seconds, settings.prefix);
    MLINK_TRY(impl->score(executor, stop, progress));
    return ReplayEngine(std::move(impl));
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::failed, "The replay ran out of memory.", "Close other programs, or replay fewer frames.");
  }
}

const std::vector<std::string>& ReplayEngine::boxes() const { return impl_->boxes; }
std::size_t ReplayEngine::first_row() const { return impl_->timeline.first; }
std::size_t ReplayEngine::rows() const { return impl_->timeline.end; }
std::vector<double> ReplayEngine::breakpoints() const { return impl_->planner->breakpoints(); }

ReplayResult ReplayEngine::at(double budget) const {
  ReplayResult result;
  result.settings = impl_->settings;
  result.settings.budget = budget > 0 ? budget : 0;
  result.boxes = impl_->boxes;
  result.frames = static_cast<std::int64_t>(impl_->timeline.rows());
  for (const std::string& method : impl_->settings.methods)
    result.methods.push_back(impl_->answer(method, result.settings.budget));
  return result;
}

double ReplayEngine::objective(BoxSet activated) const {
  Plan plan;
  plan.sets.assign(impl_->timeline.periods.size(), activated);
  if (impl_->scores->has(activated)) return tally(plan, *impl_->scores, impl_->timeline).output_accuracy;
  // Only with more than kAllSetsBoxes boxes: a set that was not among those tried.
  ScoreTable scores(*impl_->table, impl_->timeline);
  ProgressMeter silent({}, "Replay", "predictions", 0);
  const Executor one_by_one = [](std::size_t n, const std::function<void(std::size_t)>& job) {
    for (std::size_t k = 0; k < n; ++k) job(k);
  };
  if (!scores.add({activated}, *impl_->table, *impl_->predictor, one_by_one, {}, silent)) return kNaN;
  return tally(plan, scores, impl_->timeline).output_accuracy;
}

Selection ReplayEngine::selection(double budget) const {
  return select_greedy(impl_->planner->activations().whole, impl_->costs,
                       {impl_->settings.kind, budget > 0 ? budget : 0}, [this](BoxSet set) { return objective(set); });
}

std::vector<Outcome> ReplayEngine::outcomes(const std::string& method, double budget) const {
  if (!Planner::knows(method)) return {};
  const Timeline& timeline = impl_->timeline;
  const Plan plan = impl_->planner->plan(method, budget > 0 ? budget : 0);
  std::vector<Outcome> out(impl_->boxes.size() * timeline.rows(), Outcome::none);
  for (std::size_t box = 0; box < impl_->boxes.size(); ++box) {
    Outcome* const of_box = out.data() + box * timeline.rows();
    for (std::size_t p = 0; p < timeline.periods.size(); ++p) {
      if (!plan.sets[p].has(static_cast<int>(box))) {
        impl_->predict_outcomes(plan, p, box, of_box);
        continue;
      }
      for (std::size_t row = timeline.periods[p].begin; row < timeline.periods[p].end; ++row)
        of_box[row - timeline.first] =
            impl_->table->columns[box].present(row) ? Outcome::run : impl_->unscored(box, row);
    }
  }
  return out;
}

std::vector<ReplayEngine::ShownOutput> ReplayEngine::shown(const std::string& method, double budget,
                                                           std::size_t row) const {
  const Timeline& timeline = impl_->timeline;
  if (!Planner::knows(method) || row < timeline.first || row >= timeline.end) return {};
  const Plan plan = impl_->planner->plan(method, budget > 0 ? budget : 0);
  const std::size_t p = timeline.period_of(row);
  const bool in_prefix = plan.prefix && row < timeline.periods[p].prefix_end;
  std::vector<ShownOutput> out(impl_->boxes.size());
  for (std::size_t box = 0; box < out.size(); ++box) {
    const OutputColumn& column = impl_->table->columns[box];
    ShownOutput& one = out[box];
    const bool exact = column.present(row);
    if (exact) {
      one.exact.assign(column.row(row).begin(), column.row(row).end());
      if (!column.words.empty()) one.exact_words = column.words[row];
    }
    one.outcome = impl_->unscored(box, row);
    if (in_prefix || plan.sets[p].has(static_cast<int>(box))) {
      one.shown = one.exact;
      one.shown_words = one.exact_words;
      if (exact) one.outcome = Outcome::run;
      continue;
    }
    if (!plan.predicts) continue;
    Predictions predictions = impl_->predict(plan.sets[p], static_cast<int>(box), {&row, 1});
    if (!predicted_all(predictions, column.spec, 1)) continue;
    const double score = exact ? replay_score(column, row, predictions, 0) : 0;
    one.shown = std::move(predictions.values);
    if (!predictions.words.empty()) one.shown_words = std::move(predictions.words.front());
    if (!exact) continue;
    one.outcome = is_right(column.spec, score) ? Outcome::right : Outcome::wrong;
  }
  return out;
}

}  // namespace mlink
