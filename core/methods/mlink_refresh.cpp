// mlink-refresh, a method of this program (not of the paper): a set of boxes runs on every frame, links predict the
// others, as in mlink, and what the budget of time leaves runs each of the others on the frames where it is least sure,
// camera by camera. In between such a box shows the surer of two: what links predict now, and its last exact output
// again. How sure they are is learnt on the training part (refresh_chances.h): by whether the links still say what they
// said when the box ran, by its output's age, and by how much the camera's picture changed since, where there are
// pictures. A box runs where both are less sure than a threshold, so that a frame whose sources changed comes first.
// Thresholds follow what was executed so far: the share of frames that was planned is kept on the test part as well,
// and the budget of time by the mean.
//
// On the inner rows of the training part each threshold is tried with links alone and with the last output alone as
// well, between the same executed frames, and the best is kept; outputs shown again without a look at links, as reducto
// does, are tried on all of the training part, of which more is known. Set and thresholds are chosen together, the best
// way to divide the time among the boxes, and what is found counts by its lower end (Wilson's interval of the frames
// that are independent). By memory no frame can be refreshed: what is left then is the best set.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "methods/refresh_trials.h"
#include "methods/shown_again.h"

namespace mlink::methods {
namespace {

constexpr std::size_t kRefreshScores = 100'000'000;  ///< frames of the test part walked over while preparing
constexpr std::size_t kFewestRefreshed = 20, kMostRefreshed = 64;

/// What a rule gives on the test part, in prefixes and outside them.
struct Refreshed {
  std::vector<double> sums;  ///< a piece
  std::array<double, 2> runs{}, reused{};
};

/// Scores of what links predict at places of the test part, each looked up once for all rules.
class LinkScores {
 public:
  LinkScores(const MethodInput& input, BoxSet set, int box)
      : input_(input), set_(set), box_(box), column_(input.table.columns[static_cast<std::size_t>(box)]) {}

  /// Of frames [begin, begin + frames.size()): those that links are shown at and that count, others as may be.
  [[nodiscard]] const double* of(std::size_t begin, std::span<const RefreshedFrame> frames,
                                 const PredictedPlaces& places, bool asks) {
    if (places.predicted) {
      if (!scored_from_ || *scored_from_ != places.begin) score_all(places.begin, *places.predicted);
      scored_from_ = places.begin;
      return all_.data() + (begin - places.begin);
    }
    const std::span<const std::size_t> rows(input_.timeline.test.data() + begin, frames.size());
    some_.assign(frames.size(), 0);
    if (!asks) ask_some(rows, frames);
    return some_.data();
  }

 private:
  void score_all(std::size_t begin, const Predictions& predicted) {
    const std::span<const std::size_t> rows(input_.timeline.test.data() + begin, predicted.rows());
    all_.assign(rows.size(), 0);
    for (std::size_t n = 0; n < rows.size(); ++n)
      if (column_.present(rows[n])) all_[n] = replay_score(column_, rows[n], predicted, n);
  }
  void ask_some(std::span<const std::size_t> rows, std::span<const RefreshedFrame> frames) {
    std::vector<std::size_t> asked, at;
    for (std::size_t n = 0; n < frames.size(); ++n) {
      if (frames[n].given != Given::by_links || !column_.present(rows[n])) continue;
      asked.push_back(rows[n]);
      at.push_back(n);
    }
    if (asked.empty()) return;
    const Predictions predicted = input_.predictor.predict(set_, box_, asked);
    if (!predicted_all(predicted, column_.spec, asked.size())) return;
    for (std::size_t n = 0; n < asked.size(); ++n) some_[at[n]] = replay_score(column_, asked[n], predicted, n);
  }

  const MethodInput& input_;
  BoxSet set_;
  int box_;
  const OutputColumn& column_;
  std::optional<std::size_t> scored_from_;
  std::vector<double> all_, some_;
};

/// Frames of one piece, the first at place `begin`.
struct PieceFrames {
  std::size_t begin = 0;
  std::span<const RefreshedFrame> frames;
  const double* by_links;
};

template <class Score>
void add_frames(const OutputColumn& column, const std::vector<std::size_t>& test, const PieceFrames& piece,
                const Score& score_again, double& sum, double& runs, double& reused) {
  std::uint32_t ran = 0, again = 0;
  for (std::size_t n = 0; n < piece.frames.size(); ++n) {
    const RefreshedFrame& frame = piece.frames[n];
    ran += frame.given == Given::run ? 1 : 0;
    again += frame.given == Given::reused ? 1 : 0;
    if (!column.present(test[piece.begin + n])) continue;
    sum += score_again(piece.begin + n, frame, piece.by_links[n]);
  }
  runs += ran;
  reused += again;
}

void add_piece(const OutputColumn& column, const ShownAgain& again, const std::vector<std::size_t>& test,
               const PieceFrames& piece, double& sum, double& runs, double& reused) {
  // Which of three a frame shows is as good as random: it is looked up, not branched on.
  if (again.by_number())
    return add_frames(
        column, test, piece,
        [&](std::size_t place, const RefreshedFrame& frame, double by_links) {
          const std::array<double, 3> shown{by_links, 1, again.near(place, frame.from) ? 1. : 0.};
          return shown[frame.given == Given::run ? 1 : frame.given == Given::reused ? 2 : 0];
        },
        sum, runs, reused);
  add_frames(
      column, test, piece,
      [&](std::size_t place, const RefreshedFrame& frame, double by_links) {
        if (frame.given == Given::run) return 1.;
        return frame.given == Given::reused ? again.score(place, frame.from) : by_links;
      },
      sum, runs, reused);
}

std::vector<Refreshed> refreshed(const MethodInput& input, BoxSet set, int box, const ShownAgain& again,
                                 const std::vector<const RefreshRule*>& rules) {
  const OutputColumn& column = input.table.columns[static_cast<std::size_t>(box)];
  const auto& pieces = input.timeline.pieces;
  std::vector<Refreshed> found(rules.size());
  for (Refreshed& one : found) one.sums.assign(pieces.size(), 0);
  std::vector<std::size_t> piece(rules.size(), 0);
  LinkScores links(input, set, box);
  walk_test_part(input, set, box, rules,
                 [&](std::size_t rule, std::size_t begin, std::span<const RefreshedFrame> frames,
                     const PredictedPlaces& predicted) {
                   Refreshed& one = found[rule];
                   const double* const by_links = links.of(begin, frames, predicted, rules[rule]->asks_links());
                   for (std::size_t from = 0; from < frames.size();) {
                     while (begin + from >= pieces[piece[rule]].end) ++piece[rule];
                     const Piece& its = pieces[piece[rule]];
                     const std::size_t to = std::min(frames.size(), its.end - begin);
                     const std::size_t part = its.prefix ? 0 : 1;
                     add_piece(column, again, input.timeline.test,
                               {begin + from, frames.subspan(from, to - from), by_links + from}, one.sums[piece[rule]],
                               one.runs[part], one.reused[part]);
                     from = to;
                   }
                 });
  return found;
}

class PreparedRefresh : public PreparedChoices<RefreshChoice> {
 public:
  explicit PreparedRefresh(const MethodInput& input) : PreparedChoices(input) {
    const std::size_t frames = input.timeline.rows() * input.table.columns.size();
    const std::size_t most =
        std::clamp(kRefreshScores / std::max<std::size_t>(frames, 1), kFewestRefreshed, kMostRefreshed);
    choices_ = thinned(best_choices(RefreshTrials(input, sets_to_try(input)).of_sets()), most);
    evaluate();
  }

  [[nodiscard]] std::vector<Stretch> stretches(double budget, int box) const override {
    std::vector<Stretch> all;
    const std::size_t at = dearest(budget);
    if (at >= choices_.size() || !own_[at]) return all;
    const RefreshChoice& choice = choices_[at];
    const auto& rule = choice.rules[static_cast<std::size_t>(box)];
    if (!rule) return all;
    walk_test_part(input_, choice.set, box, {rule.get()},
                   [&](std::size_t /*rule*/, std::size_t begin, std::span<const RefreshedFrame> frames,
                       const PredictedPlaces& /*predicted*/) {
                     for (std::size_t n = 0; n < frames.size(); ++n) add_frame(box, begin + n, frames[n], all);
                   });
    return all;
  }

 private:
  using Rule = std::pair<std::uint64_t, const RefreshRule*>;  ///< of a set

  static void add_frame(int box, std::size_t place, const RefreshedFrame& frame, std::vector<Stretch>& all) {
    if (frame.given == Given::by_links) return;  // as the plan's sets have it
    const std::size_t from = frame.given == Given::reused ? frame.from : 0;
    if (!all.empty() && all.back().box == box && all.back().end == place && all.back().given == frame.given &&
        all.back().from == from)
      ++all.back().end;
    else
      all.push_back({box, place, place + 1, frame.given, from});
  }

  /// Each rule of a set once, those of one box together.
  void evaluate() {
    std::map<Rule, Refreshed> of_rules;
    for (std::size_t box = 0; box < input_.table.columns.size(); ++box) {
      const ShownAgain again(input_.table.columns[box], input_.timeline.test);
      std::map<std::uint64_t, std::vector<const RefreshRule*>> of_sets;
      for (const RefreshChoice& choice : choices_) {
        const RefreshRule* const rule = choice.rules[box].get();
        auto& rules = of_sets[choice.set.bits()];
        if (rule && std::find(rules.begin(), rules.end(), rule) == rules.end()) rules.push_back(rule);
      }
      for (const auto& [bits, rules] : of_sets) {
        if (rules.empty()) continue;
        auto found = refreshed(input_, BoxSet(bits), static_cast<int>(box), again, rules);
        for (std::size_t n = 0; n < rules.size(); ++n) of_rules[{bits, rules[n]}] = std::move(found[n]);
      }
    }
    for (const RefreshChoice& choice : choices_) own_.push_back(own_of(choice, of_rules));
  }

  /// Null where nothing is refreshed: the sets say it all.
  [[nodiscard]] std::shared_ptr<const OwnSums> own_of(const RefreshChoice& choice,
                                                      const std::map<Rule, Refreshed>& of_rules) const {
    auto own = std::make_shared<OwnSums>();
    bool any = false;
    for (std::size_t box = 0; box < choice.rules.size(); ++box) {
      own->sums.emplace_back();
      if (!choice.rules[box]) continue;
      const Refreshed& one = of_rules.at({choice.set.bits(), choice.rules[box].get()});
      own->sums.back() = one.sums;
      add_spent(static_cast<int>(box), choice.set, one, own->spent);
      any = true;
    }
    return any ? own : nullptr;
  }

  /// A frame on which a box runs or shows its last output does not pay for its links.
  void add_spent(int box, BoxSet set, const Refreshed& one, OwnSpent& spent) const {
    const double seconds = input_.costs.cost(box, CostKind::time);
    const BoxSet others = BoxSet::all(static_cast<int>(input_.table.columns.size())).without(box);
    const double of_links = links_cost(input_.costs, set, others, CostKind::time);
    spent.prefix_executions += one.runs[0];
    spent.rest_executions += one.runs[1];
    spent.prefix_seconds += one.runs[0] * (seconds - of_links) - one.reused[0] * of_links;
    spent.rest_seconds += one.runs[1] * (seconds - of_links) - one.reused[1] * of_links;
    if (one.runs[0] + one.runs[1] == 0) return;
    spent.box_bytes = std::max(spent.box_bytes, input_.costs.cost(box, memory_beside(input_.kind)));
    spent.loaded = spent.loaded.with(box);
  }
};

class MlinkRefresh : public Method {
 public:
  [[nodiscard]] std::string_view name() const override { return "mlink-refresh"; }
  [[nodiscard]] std::string_view about() const override {
    return "a set runs always; the time left runs the others where links and last outputs are least sure";
  }
  [[nodiscard]] MethodNeeds needs() const override { return {.links = true, .frame_features = true, .training = true}; }
  [[nodiscard]] Result<std::unique_ptr<PreparedMethod>> prepare(const MethodInput& input) const override {
    return std::make_unique<PreparedRefresh>(input);
  }
};

}  // namespace

std::unique_ptr<const Method> mlink_refresh_method() { return std::make_unique<MlinkRefresh>(); }

}  // namespace mlink::methods
