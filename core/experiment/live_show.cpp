#include "experiment/live_show.h"

#include <chrono>

#include "base/elapsed.h"
#include "methods/score_table.h"

namespace mlink::experiment {
namespace {

OutputTable one_row(const LinkSet& links) {
  std::vector<std::pair<std::string, OutputSpec>> boxes;
  for (std::size_t box = 0; box < links.boxes().size(); ++box)
    boxes.emplace_back(links.boxes()[box], links.specs()[box]);
  return make_table({"now"}, {FrameKey{}}, boxes);
}

/// What the links say of a target, in place of an earlier prediction.
void take_prediction(const OneFrame& from, int target, const OutputSpec& spec, LiveOutput& out) {
  out.output.words.clear();
  out.output.values.clear();
  out.output.presence = Presence::present;
  out.given = LiveGiven::predicted;
  if (spec.task == Task::sequence) {
    from.words(target, out.output.words);
    return;
  }
  const auto values = from.values(target);
  out.output.values.assign(values.begin(), values.end());
}

}  // namespace

LiveShow::LiveShow(std::shared_ptr<const LinkSet> links, std::shared_ptr<const OutputTable> stored)
    : links_(std::move(links)),
      chances_(links_, std::move(stored)),
      row_(one_row(*links_)),
      exact_(one_row(*links_)),
      predict_(*links_, row_) {
  const std::size_t first = 0;
  for (std::size_t box = 0; box < row_.columns.size(); ++box) {
    const auto prior = links_->predict(row_, BoxSet(), static_cast<int>(box), {&first, 1});
    known_.push_back(predicted_all(prior, row_.columns[box].spec, 1));
  }
}

void LiveShow::calibrate(BoxSet activated) const {
  for (int target = 0; target < static_cast<int>(known_.size()); ++target)
    (void)chances_.of(activated.without(target), target, {});
}

double LiveShow::show(const LiveSeen& seen, BoxSet activated, std::span<const double> p, LiveFrame& frame) {
  const auto start = std::chrono::steady_clock::now();
  frame.outputs.resize(seen.outputs.size());
  for (std::size_t box = 0; box < seen.outputs.size(); ++box) {
    row_.columns[box].presence[0] = Presence::absent;
    // The box checked its values already; what does not fit the spec is not there for the links.
    (void)set_output(row_, box, 0, seen.outputs[box]);
  }
  predict_.look_at(0);
  for (std::size_t box = 0; box < seen.outputs.size(); ++box) {
    LiveOutput& out = frame.outputs[box];
    const auto target = static_cast<int>(box);
    if (seen.outputs[box].presence != Presence::absent) {
      out.given = LiveGiven::run;
      out.output = seen.outputs[box];
      out.p = out.chance = out.score = kNan;
      out.seconds = seen.took[box];
      continue;
    }
    if (!known_[box]) {
      out = LiveOutput{};
      continue;
    }
    const auto begin = std::chrono::steady_clock::now();
    predict_.predict(activated.without(target), target);
    take_prediction(predict_, target, links_->specs()[box], out);
    out.seconds = seconds_since(begin);
    out.p = p[box];
    out.score = kNan;
    out.chance = chances_.of(activated.without(target), target, out.output.values);
  }
  return seconds_since(start);
}

void LiveShow::score(const LiveSeen& seen, LiveFrame& frame) {
  for (std::size_t box = 0; box < frame.outputs.size(); ++box) {
    LiveOutput& shown = frame.outputs[box];
    const bool ran = seen.outputs[box].presence != Presence::absent;
    OutputColumn& column = exact_.columns[box];
    column.presence[0] = Presence::absent;
    (void)set_output(exact_, box, 0, ran ? seen.outputs[box] : seen.exact[box]);
    if (!column.present(0)) continue;
    if (ran) {
      shown.score = 1;
      continue;
    }
    Predictions predictions;
    predictions.width = column.spec.width;
    if (shown.given == LiveGiven::predicted && column.spec.task == Task::sequence)
      predictions.words.push_back(shown.output.words);
    else
      predictions.values = shown.output.values;
    shown.score = predicted_all(predictions, column.spec, 1) ? replay_score(column, 0, predictions, 0) : 0;
  }
}

}  // namespace mlink::experiment
