#include "methods/refresh_trials.h"

#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "methods/frame_filter.h"
#include "methods/shown_again.h"

namespace mlink::methods {
namespace {

constexpr std::size_t kRefreshTrials = 20'000'000;  ///< frames of the training part that rules are walked over
constexpr std::size_t kThresholds = 24;             ///< of one rule, twice where a camera's first frame may be left out
constexpr std::size_t kWalks = 100;                 ///< about so many for a box outside a set
constexpr std::size_t kEvenShares = 16;             ///< at which outputs shown again without links are tried
constexpr std::size_t kLeastTried = 200, kMostInnerTried = 16384;
constexpr std::size_t kWarmFrames = 64;  ///< of each camera before the first that is scored
constexpr std::size_t kTimeSteps = 96;   ///< of the time that the boxes outside a set need

/// Half way between neighbouring chances by their odds, so that a threshold may move a little; and one above all.
std::vector<double> thresholds_between(std::vector<double> chances) {
  std::sort(chances.begin(), chances.end());
  const auto odds = [](double chance) { return std::log(chance / (1 - chance)); };
  std::vector<double> thresholds;
  for (std::size_t n = 0; n < chances.size(); ++n) {
    if (n > 0 && chances[n] == chances[n - 1]) continue;
    const double middle = n > 0 ? (odds(chances[n]) + odds(chances[n - 1])) / 2 : odds(chances[n]) - 1;
    thresholds.push_back(1 / (1 + std::exp(-middle)));
  }
  thresholds.push_back(1);
  return thresholds;
}

/// Of more thresholds an even choice, the lowest and the highest among them.
std::vector<double> some_of(const std::vector<double>& levels) {
  if (levels.size() <= kThresholds) return levels;
  std::vector<double> some;
  for (std::size_t n = 0; n < kThresholds; ++n) some.push_back(levels[n * (levels.size() - 1) / (kThresholds - 1)]);
  return some;
}

/// The last of them, so many at most.
void keep_last(std::vector<std::size_t>& rows, std::size_t most) {
  if (rows.size() > most) rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(most));
}

}  // namespace

/// What is held against thresholds, and which ones execute even shares of frames.
struct RefreshTrials::Look {
  ChangeSteps changes;
  std::vector<double> thresholds;
};

/// Frames that rules are walked over, and what links say there, where they are asked. Only later ones are scored, so
/// that there is an output of some age to show again, as there is on most frames of the test part.
struct RefreshTrials::Ground {
  std::vector<std::size_t> rows;
  std::size_t scored = 0;                         ///< from this place on
  std::vector<std::vector<std::size_t>> cameras;  ///< places, in order of time
  Predictions predictions = {};
  bool there = false;                    ///< whether links say something
  std::vector<double> link_scores = {};  ///< a row, 0 where the box has no output; empty: links are not asked
  double links_mean = 0, links_counted = 0, links_value = 0;
  std::vector<float> link_numbers = {};         ///< of predictions, where one number decides
  std::vector<ChangeSteps::OfLags> steps = {};  ///< a row, of the box's changes; empty: not asked for
  std::optional<ShownAgain> again = {};         ///< of the box that is tried
  [[nodiscard]] const Predictions* predicted() const { return there ? &predictions : nullptr; }
};

RefreshTrials::RefreshTrials(const MethodInput& input, std::vector<PricedSet> sets)
    : input_(input), sets_(std::move(sets)), alike_(frames_alike(input)) {
  const auto boxes = static_cast<std::size_t>(input.scores.boxes());
  alone_.resize(boxes);
  changes_.resize(boxes);
  std::set<int> cameras;
  for (const std::size_t row : input.timeline.test) cameras.insert(input.table.frames[row].camera);
  first_ = static_cast<double>(cameras.size()) / static_cast<double>(input.timeline.rows());
  if (input.kind != CostKind::time) return;  // a frame on which a box does not run saves time, and no memory
  auto rows = tried_rows(input);
  keep_last(rows, std::clamp(kRefreshTrials / (boxes * (kFeatureKinds + 1) * kEvenShares), kLeastTried, kMostTried));
  Ground all = ground(std::move(rows), 0);
  const std::vector<Look> looks = looks_at(all);
  for (std::size_t box = 0; box < boxes; ++box) {
    all.again.emplace(input.table.columns[box], all.rows);
    try_alone(static_cast<int>(box), all, looks);
  }
}

/// Of each feature, and of none: by age.
std::vector<RefreshTrials::Look> RefreshTrials::looks_at(const Ground& ground) const {
  const FrameFeatures* const features = input_.aids.features.get();
  const FrameWalk walk(input_.table, ground.rows);
  std::vector<std::optional<FeatureKind>> kinds{std::nullopt};
  if (features) kinds.insert(kinds.end(), kAllFeatures.begin(), kAllFeatures.end());
  std::vector<Look> looks;
  for (const auto& kind : kinds) {
    Look look;
    if (kind) look.changes = ChangeSteps(ground.rows, *kind, *features);
    for (const TriedRule& rule : rules_for(walk, kind, Difference::last_executed, features, even_shares(kEvenShares)))
      look.thresholds.push_back(rule.rule.threshold);
    looks.push_back(std::move(look));
  }
  return looks;
}

std::vector<std::vector<RefreshChoice>> RefreshTrials::of_sets() const {
  Ground inner = inner_ground();
  std::vector<std::vector<RefreshChoice>> all;
  for (const PricedSet& one : sets_) all.push_back(of_set(one, inner));
  return all;
}

RefreshTrials::Ground RefreshTrials::ground(std::vector<std::size_t> rows, std::size_t scored) const {
  Ground ground{std::move(rows), scored, std::vector<std::vector<std::size_t>>(input_.table.cameras.size())};
  for (std::size_t place = 0; place < ground.rows.size(); ++place)
    ground.cameras[static_cast<std::size_t>(input_.table.frames[ground.rows[place]].camera)].push_back(place);
  return ground;
}

/// The inner rows are scored, and walked to from some rows before them.
RefreshTrials::Ground RefreshTrials::inner_ground() const {
  const std::size_t trials = sets_.size() * alone_.size() / 2 * kWalks;
  const std::size_t most = std::clamp(kRefreshTrials / std::max<std::size_t>(trials, 1), kLeastTried, kMostInnerTried);
  const std::size_t scored = inner_rows(input_, most).size();
  auto rows = tried_rows(input_);
  if (scored == 0) rows.clear();
  keep_last(rows, scored + std::min(most, kWarmFrames * input_.table.cameras.size()));
  const std::size_t before = rows.size() - std::min(rows.size(), scored);
  return ground(std::move(rows), before);
}

/// Tries outputs shown again without links, by the picture's change in each feature and by age alone, and keeps for the
/// box the feature that is the best on average over the shares of frames executed.
void RefreshTrials::try_alone(int box, const Ground& ground, const std::vector<Look>& looks) {
  double best = -1;
  std::vector<Point> points;
  for (const Look& look : looks) {
    RefreshRule rule;
    rule.changes = look.changes;
    rule.shows = Shows::again;
    std::vector<Point> found{{}};
    for (const double threshold : look.thresholds) {
      rule.threshold = threshold;
      found.push_back(tried(box, ground, rule));
    }
    found = rising(std::move(found));
    double area = 1 - found.back().share;
    for (std::size_t n = 1; n < found.size(); ++n) area += (found[n].share - found[n - 1].share) * found[n].value;
    if (area > best + kTie) {
      best = area;
      changes_[static_cast<std::size_t>(box)] = rule.changes;
    }
    points.insert(points.end(), found.begin() + 1, found.end());
  }
  alone_[static_cast<std::size_t>(box)] = paced(box, ground, rising(std::move(points)));
}

void RefreshTrials::ask_links(BoxSet set, int box, Ground& ground) const {
  const OutputColumn& column = input_.table.columns[static_cast<std::size_t>(box)];
  const std::size_t rows = ground.rows.size();
  ground.predictions = rows == 0 ? Predictions() : input_.predictor.predict(set, box, ground.rows);
  ground.there = rows > 0 && predicted_all(ground.predictions, column.spec, rows);
  ground.link_numbers = ground.there ? numbers_of(ground.predictions, column.spec) : std::vector<float>();
  ground.link_scores.assign(rows, 0);
  double sum = 0, counted = 0;
  for (std::size_t n = ground.scored; n < rows; ++n) {
    if (!column.present(ground.rows[n])) continue;
    if (ground.there) ground.link_scores[n] = replay_score(column, ground.rows[n], ground.predictions, n);
    sum += ground.link_scores[n];
    counted += 1;
  }
  ground.links_mean = counted > 0 ? sum / counted : 0;
  ground.links_counted = counted;
  ground.links_value = score_at_least(box, sum, counted);
}

/// Over all pairs of a frame and an earlier one of its camera, at each age. On a frame without output nothing can be
/// shown wrong, so that it speaks for not executing; of frames that were not collected nothing is known.
ChanceTable RefreshTrials::learnt(int box, const Ground& ground) const {
  const OutputColumn& column = input_.table.columns[static_cast<std::size_t>(box)];
  ChanceTable table;
  for (const auto& places : ground.cameras)
    for (std::size_t n = 1; n < places.size(); ++n) {
      const std::size_t now = places[n], row = ground.rows[now];
      if (now < ground.scored || column.presence[row] == Presence::absent) continue;
      for (std::size_t age = 0; age < kAges && (std::size_t{1} << age) <= n; ++age) {
        const std::size_t frames = std::size_t{1} << age, then = places[n - frames], earlier = ground.rows[then];
        if (column.presence[earlier] == Presence::absent) continue;
        Sources sources = Sources::alike;
        if (!column.present(earlier))
          sources = Sources::no_output;
        else if (ground.there && !says_the_same(column.spec, ground.predictions, then, ground.predictions, now))
          sources = Sources::changed;
        Chance scores{1, 1};
        if (column.present(row)) {
          scores.links = ground.link_scores[now];
          scores.again = sources == Sources::no_output ? 0 : ground.again->score(now, then);
        }
        table.add(sources, age, ground.steps[now][doubling_lag(frames)], scores);
      }
    }
  table.smooth(alike_[static_cast<std::size_t>(box)]);
  return table;
}

double RefreshTrials::score_at_least(int box, double sum, double frames) const {
  return frames > 0 ? at_least(sum / frames, frames / alike_[static_cast<std::size_t>(box)]) : 0;
}

/// The surer of the two, links alone and the last output alone are tried between the same executed frames, and the best
/// of the three is kept. Executed frames are right for certain; their share is that of all frames walked over. First
/// frames of cameras are left out, and count as often as there are in the test part.
RefreshTrials::Point RefreshTrials::tried(int box, const Ground& ground, RefreshRule rule) const {
  constexpr std::array<Shows, 3> kWays{Shows::surer, Shows::again, Shows::links};
  const OutputColumn& column = input_.table.columns[static_cast<std::size_t>(box)];
  RefreshWalk walk(input_.table, box, rule, input_.aids.features.get());
  std::array<double, 3> sums{};
  double rows = 0, runs = 0, counted = 0;
  for (std::size_t place = 0; place < ground.rows.size(); ++place) {
    const std::size_t row = ground.rows[place];
    const RefreshWalk::Step step = walk.next({place, row, ground.predicted(), place,
                                              ground.link_numbers.empty() ? nullptr : ground.link_numbers.data(),
                                              ground.steps.empty() ? nullptr : &ground.steps[place]});
    if (step.first) continue;
    rows += 1;
    runs += step.runs ? 1 : 0;
    if (step.runs || place < ground.scored || !column.present(row)) continue;
    counted += 1;
    const double by_links = ground.link_scores.empty() ? 0 : ground.link_scores[place];
    const double again = step.has_last ? ground.again->score(place, step.from) : 0;
    for (std::size_t way = 0; way < kWays.size(); ++way) sums[way] += step.by_links(kWays[way]) ? by_links : again;
  }
  Point point;
  const double share = rows > 0 ? runs / rows : 1;
  point.share = (rule.runs_first() ? first_ : 0) + (1 - first_) * share;
  const double first = first_ * (rule.runs_first() ? 1 : ground.links_value);
  point.value = -1;
  for (std::size_t way = 0; way < kWays.size(); ++way) {
    if (!rule.asks_links() && kWays[way] == Shows::surer) continue;
    if (ground.link_scores.empty() && kWays[way] != Shows::again) continue;
    const double found = first + (1 - first_) * (share + (1 - share) * score_at_least(box, sums[way], counted));
    if (found <= point.value) continue;
    point.value = found;
    rule.shows = kWays[way];
  }
  point.rule = std::make_shared<const RefreshRule>(std::move(rule));
  return point;
}

/// The same with thresholds that follow the share of frames executed, so that the budget is held where frames are
/// livelier than on the training part, and used up where they are calmer.
std::vector<RefreshTrials::Point> RefreshTrials::paced(int box, const Ground& ground, std::vector<Point> points) const {
  for (Point& point : points) {
    if (!point.rule || !(first_ < 1)) continue;
    RefreshRule rule = *point.rule;
    rule.share = std::max((point.share - (rule.runs_first() ? first_ : 0)) / (1 - first_), 0.);
    point = tried(box, ground, std::move(rule));
  }
  return rising(std::move(points));
}

/// What refreshing a box outside the set gives, from links alone on.
std::vector<RefreshTrials::Point> RefreshTrials::curve(BoxSet set, int box, Ground& ground) const {
  const auto at = static_cast<std::size_t>(box);
  ask_links(set, box, ground);
  ground.again.emplace(input_.table.columns[at], ground.rows);
  ground.steps.clear();
  for (const std::size_t row : ground.rows) ground.steps.push_back(changes_[at].steps(row, input_.aids.features.get()));
  std::vector<Point> points{{0, ground.links_value, nullptr}};
  if (input_.kind != CostKind::time) return points;
  if (ground.rows.empty()) {
    points.insert(points.end(), alone_[at].begin(), alone_[at].end());
    return rising(std::move(points));
  }
  RefreshRule rule;
  rule.changes = changes_[at];
  rule.chances = std::make_shared<const ChanceTable>(learnt(box, ground));
  rule.before_first =
      smoothed_mean(ground.links_mean * ground.links_counted / alike_[at], ground.links_counted / alike_[at], .5);
  auto levels = rule.chances->levels();
  levels.push_back(rule.before_first);
  for (const double threshold : some_of(thresholds_between(std::move(levels)))) {
    rule.threshold = threshold;
    rule.begins = true;
    points.push_back(tried(box, ground, rule));
    rule.begins = false;
    if (!rule.runs_first()) points.push_back(tried(box, ground, rule));
    if (!(points.back().share > 0)) points.pop_back();  // links alone
  }
  points = paced(box, ground, rising(std::move(points)));
  for (const Point& point : alone_[at]) {
    // Of outputs shown again all of the training part tells. Where links are better on the frames in between they are
    // shown, and no less is expected.
    const Point here = tried(box, ground, *point.rule);
    points.push_back({point.share, std::max(point.value, here.value), here.rule});
  }
  return rising(std::move(points));
}

/// Those that are better than all that cost no more, by rising share and value.
std::vector<RefreshTrials::Point> RefreshTrials::rising(std::vector<Point> points) {
  std::stable_sort(points.begin(), points.end(), [](const Point& one, const Point& other) {
    return one.share != other.share ? one.share < other.share : one.value > other.value;
  });
  std::vector<Point> better;
  for (Point& point : points)
    if (better.empty() || point.value > better.back().value + kTie) better.push_back(std::move(point));
  return better;
}

/// The best of all ways to divide time among the boxes outside the set, for each of so many amounts of it: box by box,
/// what is best with the boxes before it and with the time that is left to them.
std::vector<RefreshChoice> RefreshTrials::of_set(const PricedSet& one, Ground& ground) const {
  const auto boxes = static_cast<double>(alone_.size());
  RefreshChoice start{{one.cost, 0, one.set}, std::vector<std::shared_ptr<const RefreshRule>>(alone_.size())};
  start.value = one.set.size() / boxes;
  double most = 0;
  for (std::size_t box = 0; box < alone_.size(); ++box)
    if (!one.set.has(static_cast<int>(box))) most += input_.costs.cost(static_cast<int>(box), input_.kind);
  const double step = most / static_cast<double>(kTimeSteps);
  const std::size_t steps = input_.kind == CostKind::time && most > 0 ? kTimeSteps : 0;
  std::vector<RefreshChoice> best(steps + 1, start);
  for (std::size_t box = 0; box < alone_.size(); ++box) {
    if (one.set.has(static_cast<int>(box))) continue;
    const auto points = curve(one.set, static_cast<int>(box), ground);
    const double seconds = input_.costs.cost(static_cast<int>(box), input_.kind);
    for (std::size_t time = steps + 1; time-- > 0;) {
      const RefreshChoice* before = nullptr;
      const Point* with = nullptr;
      for (const Point& point : points) {
        const auto takes = static_cast<std::size_t>(step > 0 ? std::ceil(point.share * seconds / step - 1e-9) : 0);
        if (takes > time) break;
        if (before && best[time - takes].value + point.value / boxes <= before->value + with->value / boxes) continue;
        before = &best[time - takes];
        with = &point;
      }
      RefreshChoice next = *before;
      next.value += with->value / boxes;
      next.cost += with->share * seconds;
      next.rules[box] = with->rule;
      best[time] = std::move(next);
    }
  }
  std::stable_sort(best.begin(), best.end(), [](const auto& a, const auto& b) { return a.cost < b.cost; });
  std::vector<RefreshChoice> choices;
  for (RefreshChoice& choice : best)
    if (choices.empty() || choice.value > choices.back().value + kTie) choices.push_back(std::move(choice));
  return choices;
}

}  // namespace mlink::methods
