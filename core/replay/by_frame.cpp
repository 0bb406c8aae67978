#include "replay/by_frame.h"

#include <algorithm>

namespace mlink::replay {
namespace {

Predictions again(const OutputColumn& column, std::size_t row) {
  Predictions shown;
  if (!column.present(row)) return shown;
  shown.width = column.spec.width;
  shown.values.assign(column.row(row).begin(), column.row(row).end());
  if (column.spec.task == Task::sequence) shown.words.push_back(column.words[row]);
  return shown;
}

Outcome without_output(const OutputColumn& column, std::size_t row) {
  return column.presence[row] == Presence::failed ? Outcome::failed : Outcome::none;
}

Outcome told(Given given, bool right) {
  if (given == Given::by_method) return right ? Outcome::own_right : Outcome::own_wrong;
  if (given == Given::reused || given == Given::predicted_again)
    return right ? Outcome::reused_right : Outcome::reused_wrong;
  return right ? Outcome::right : Outcome::wrong;
}

/// Predicts places [begin, end), which are given alike and lie in one period, and scores them.
void score_run(const Plan& plan, const Sources& sources, int box, std::size_t begin, std::size_t end,
               const std::vector<BoxFrame>& frames, std::size_t first, ScoredFrames& out) {
  const OutputColumn& column = sources.table.columns[static_cast<std::size_t>(box)];
  const Given given = frames[begin - first].given;
  const std::span<const std::size_t> rows(sources.timeline.test.data() + begin, end - begin);
  Predictions predictions;
  if (given == Given::by_links)
    predictions = sources.predictor.predict(plan.sources(sources.timeline.period_of(begin)), box, rows);
  if (given == Given::by_method) predictions = sources.method.predict(box, rows);
  const bool there = predicted_all(predictions, column.spec, rows.size());
  for (std::size_t n = 0; n < rows.size(); ++n) {
    const std::size_t at = begin + n - first;
    if (!column.present(rows[n])) {
      out.outcomes[at] = without_output(column, rows[n]);
    } else if (given == Given::run) {
      out.outcomes[at] = Outcome::run;
      out.scores[at] = 1;
    } else if (given == Given::reused || given == Given::predicted_again) {
      const Predictions shown = shown_frame(plan, sources, box, begin + n, frames[at]);
      if (!predicted_all(shown, column.spec, 1)) continue;
      out.scores[at] = replay_score(column, rows[n], shown, 0);
      out.outcomes[at] = told(given, is_right(column.spec, out.scores[at]));
    } else if (there) {
      out.scores[at] = replay_score(column, rows[n], predictions, n);
      out.outcomes[at] = told(given, is_right(column.spec, out.scores[at]));
    }
  }
}

}  // namespace

std::vector<BoxFrame> frames_of(const Plan& plan, const Timeline& timeline, int box, std::size_t begin,
                                std::size_t end) {
  std::vector<BoxFrame> frames(end - begin);
  for (std::size_t p = timeline.period_of(begin); p < timeline.periods.size() && timeline.periods[p].begin < end; ++p) {
    const Period& period = timeline.periods[p];
    const Given unrun = plan.unrun == Unrun::missing ? Given::nothing : Given::by_links;
    const Given rest = plan.sets[p].has(box) ? Given::run : unrun;
    for (std::size_t place = std::max(begin, period.begin); place < std::min(end, period.end); ++place)
      frames[place - begin].given = place < period.prefix_end && plan.prefix.has(box) ? Given::run : rest;
  }
  for (const Stretch& stretch : plan.stretches) {
    if (stretch.box != box) continue;
    for (std::size_t place = std::max(begin, stretch.begin); place < std::min(end, stretch.end); ++place)
      frames[place - begin] = {stretch.given, std::min(stretch.from, timeline.rows() - 1)};
  }
  return frames;
}

ScoredFrames score_frames(const Plan& plan, const Sources& sources, int box, std::size_t begin, std::size_t end) {
  const std::vector<BoxFrame> frames = frames_of(plan, sources.timeline, box, begin, end);
  ScoredFrames out{std::vector<double>(end - begin, 0), std::vector<Outcome>(end - begin, Outcome::none)};
  for (std::size_t from = begin; from < end;) {
    const std::size_t period_end = sources.timeline.periods[sources.timeline.period_of(from)].end;
    const std::size_t most = std::min({end, period_end, from + kRowsAtOnce});
    std::size_t to = from + 1;
    while (to < most && frames[to - begin].given == frames[from - begin].given) ++to;
    score_run(plan, sources, box, from, to, frames, begin, out);
    from = to;
  }
  return out;
}

OwnSpent spent_on_stretches(const Plan& plan, const Timeline& timeline, const CostTable& costs, CostKind memory,
                            const Costs& own) {
  OwnSpent spent;
  Plan sets_only = plan;
  sets_only.stretches.clear();
  std::vector<char> by_method(timeline.rows(), 0);
  for (const Stretch& stretch : plan.stretches) {
    const std::size_t begin = std::min(stretch.begin, timeline.rows()), end = std::min(stretch.end, timeline.rows());
    if (begin >= end) continue;
    if (stretch.given == Given::run) {
      spent.box_bytes = std::max(spent.box_bytes, costs.cost(stretch.box, memory));
      spent.loaded = spent.loaded.with(stretch.box);
    }
    const std::vector<BoxFrame> before = frames_of(sets_only, timeline, stretch.box, begin, end);
    for (std::size_t place = begin; place < end; ++place) {
      const std::size_t p = timeline.period_of(place);
      const bool in_prefix = place < timeline.periods[p].prefix_end;
      const auto price = [&](Given given) {
        if (given == Given::run) return costs.cost(stretch.box, CostKind::time);
        const BoxSet others = BoxSet::all(static_cast<int>(costs.boxes.size())).without(stretch.box);
        return given == Given::by_links
                   ? links_cost(costs, plan.sources(p).without(stretch.box), others, CostKind::time)
                   : 0;
      };
      double seconds = price(stretch.given) - price(before[place - begin].given);
      if (stretch.given == Given::by_method && !by_method[place]) {
        by_method[place] = 1;
        seconds += own.seconds;
        spent.own_bytes = own.of(memory);
      }
      const double runs = (stretch.given == Given::run ? 1 : 0) - (before[place - begin].given == Given::run ? 1 : 0);
      (in_prefix ? spent.prefix_seconds : spent.rest_seconds) += seconds;
      (in_prefix ? spent.prefix_executions : spent.rest_executions) += runs;
    }
  }
  return spent;
}

Predictions shown_frame(const Plan& plan, const Sources& sources, int box, std::size_t place, const BoxFrame& frame) {
  const std::size_t row = sources.timeline.test[place];
  switch (frame.given) {
    case Given::by_links:
      return sources.predictor.predict(plan.sources(sources.timeline.period_of(place)), box, {&row, 1});
    case Given::by_method: return sources.method.predict(box, {&row, 1});
    case Given::predicted_again:
      return sources.predictor.predict(plan.sources(sources.timeline.period_of(frame.from)), box,
                                       {&sources.timeline.test[frame.from], 1});
    case Given::reused:
      return again(sources.table.columns[static_cast<std::size_t>(box)], sources.timeline.test[frame.from]);
    case Given::run:
    case Given::nothing: break;
  }
  return {};
}

}  // namespace mlink::replay
