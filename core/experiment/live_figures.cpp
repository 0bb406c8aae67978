#include "experiment/live_figures.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mlink::experiment {
namespace {

constexpr double kRecentSeconds = 10;
constexpr std::size_t kRecentVerified = 30;

double mean_or_nan(double sum, std::int64_t count) { return count > 0 ? sum / static_cast<double>(count) : kNan; }

}  // namespace

LiveFigures::LiveFigures(const LiveStart& start, CostKind budget)
    : names_(start.boxes),
      costs_(start.costs),
      memory_(memory_beside(budget)),
      boxes_(start.boxes.size()),
      source_frames_(start.sources.size()) {}

double LiveFigures::bytes_of(BoxSet boxes) const {
  double sum = 0;
  for (std::size_t box = 0; box < costs_.boxes.size(); ++box)
    if (boxes.has(static_cast<int>(box)))
      sum += costs_.boxes[box].known(memory_) ? costs_.cost(static_cast<int>(box), memory_) : kNan;
  return sum;
}

LiveFigures::Sums& LiveFigures::moment_at(double seconds) {
  const double begin = std::floor(seconds / kMomentSeconds) * kMomentSeconds;
  if (moments_.empty() || moments_.back().seconds < begin) {
    moments_.push_back({begin, 0, 0, {}});
    moments_.back().told.seconds = begin;
  }
  while (moments_.front().seconds < begin - kShownSeconds) moments_.pop_front();
  return moments_.back();
}

double LiveFigures::recent_agreement() const {
  return mean_or_nan(std::accumulate(scores_.begin(), scores_.end(), 0.), static_cast<std::int64_t>(scores_.size()));
}

void LiveFigures::add_scores(const LiveFrame& frame, Sums& moment) {
  ++verified_;
  double sum = 0;
  std::int64_t counted = 0;
  for (std::size_t box = 0; box < boxes_.size(); ++box) {
    const double score = frame.outputs[box].score;
    if (std::isnan(score)) continue;
    ++boxes_[box].checked;
    boxes_[box].score += score;
    sum += score;
    ++counted;
  }
  if (counted == 0) return;
  scores_.push_back(sum / static_cast<double>(counted));
  if (scores_.size() > kRecentVerified) scores_.pop_front();
  moment.told.agreement = recent_agreement();
}

void LiveFigures::add(const LiveFrame& frame, double seconds) {
  Sums& moment = moment_at(seconds);
  ++frames_;
  ++source_frames_[frame.source];
  all_took_ += frame.took;
  if (frame.prefix) {
    ++prefix_frames_;
  } else {
    moment.took += frame.took;
    ++moment.frames;
  }
  activated_ = frame.activated;
  loaded_ = frame.loaded;
  verifying_ = frame.verifying;
  const double bytes = bytes_of(loaded_);
  if (!(moment.told.boxes_bytes > bytes)) moment.told.boxes_bytes = bytes;
  if (!std::isnan(frame.process_bytes)) process_bytes_ = frame.process_bytes;
  moment.told.process_bytes = process_bytes_;
  for (std::size_t box = 0; box < boxes_.size(); ++box) {
    const LiveOutput& shown = frame.outputs[box];
    if (std::isnan(shown.seconds)) continue;
    const bool run = shown.given == LiveGiven::run;
    (run ? boxes_[box].seconds : boxes_[box].predicting) += shown.seconds;
    ++(run ? boxes_[box].executions : boxes_[box].predictions);
  }
  if (frame.verified) add_scores(frame, moment);
}

LiveNow LiveFigures::at(double seconds) const {
  LiveNow now;
  now.seconds = seconds;
  now.frames = frames_;
  now.prefix_frames = prefix_frames_;
  now.verified = verified_;
  now.boxes_bytes = bytes_of(loaded_);
  now.verifying_bytes = bytes_of(verifying_);
  now.all_bytes = bytes_of(BoxSet::all(static_cast<int>(names_.size())));
  now.process_bytes = process_bytes_;
  now.recent_agreement = recent_agreement();
  now.source_frames = source_frames_;
  double took = 0, all = 0, agreement = 0;
  std::int64_t frames = 0, checked_boxes = 0;
  for (const Sums& sums : moments_) {
    if (sums.seconds >= seconds - kShownSeconds) {
      now.moments.push_back(sums.told);
      now.moments.back().took = mean_or_nan(sums.took, sums.frames);
    }
    if (sums.seconds < seconds - kRecentSeconds) continue;
    took += sums.took;
    frames += sums.frames;
  }
  now.took = frames > 0 ? took / static_cast<double>(frames) : mean_or_nan(all_took_, frames_);
  for (std::size_t box = 0; box < names_.size(); ++box) {
    const BoxSums& sums = boxes_[box];
    const auto number = static_cast<int>(box);
    LiveBoxNow of;
    of.name = names_[box];
    of.activated = activated_.has(number);
    of.loaded = loaded_.has(number);
    of.verifying = verifying_.has(number);
    of.executions = sums.executions;
    of.bytes = bytes_of(BoxSet().with(number));
    of.seconds = mean_or_nan(sums.seconds, sums.executions);
    of.predicting = mean_or_nan(sums.predicting, sums.predictions);
    of.checked = sums.checked;
    of.agreement = mean_or_nan(sums.score, sums.checked);
    const bool known = box < costs_.boxes.size() && costs_.boxes[box].known(CostKind::time);
    all += sums.executions > 0 ? of.seconds : known ? costs_.boxes[box].seconds : kNan;
    if (sums.checked > 0) {
      agreement += of.agreement;
      ++checked_boxes;
    }
    now.boxes.push_back(std::move(of));
  }
  now.all_boxes = all;
  now.agreement = mean_or_nan(agreement, checked_boxes);
  return now;
}

}  // namespace mlink::experiment
