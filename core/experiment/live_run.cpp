#include "experiment/live_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/elapsed.h"
#include "base/text.h"
#include "experiment/live_pause.h"
#include "media/region.h"

namespace mlink::experiment {
namespace {

/// Pictures of a prefix that wait for boxes which are loaded one after the other.
constexpr std::size_t kMostWaitingBytes = 256'000'000;
/// Who watches is told of the memory so often: asking the system takes longer than small boxes do.
constexpr double kLookSeconds = 0.25;

std::size_t bytes_of(const LiveItem& item) {
  if (!item.frame || !*item.frame) return 0;
  return static_cast<std::size_t>(item.frame->stride()) * static_cast<std::size_t>(item.frame->height());
}

std::unique_ptr<LiveFeed> make_feed(LivePlan& plan, const LiveOptions& options) {
  return plan.realtime() || options.realtime ? make_realtime_feed(plan, options) : make_file_feed(plan);
}

}  // namespace

LiveRun::LiveRun(LiveParts parts, const LiveOptions& options, LiveObserver& observer, std::stop_token stop,
                 const ProgressFn& progress)
    : parts_(std::move(parts)),
      options_(options),
      observer_(observer),
      stop_(std::move(stop)),
      meter_(progress, "Run", "frames", parts_.start.frames),
      show_(parts_.links, parts_.stored),
      periods_(parts_.plan, parts_.plan.realtime() || options.realtime, options.period_seconds, options.prefix),
      pictures_(observer.wants_pictures()) {
  report_.budget = options.budget;
  report_.method = options.method;
  for (int box = 0; box < parts_.boxes.count(); ++box) report_.boxes.emplace_back().name = parts_.boxes.name(box);
  for (const auto& origin : parts_.plan.origins) report_.sources.emplace_back().name = origin.name;
  picture_sizes_.resize(parts_.plan.origins.size());
  p_.assign(report_.boxes.size(), kNan);
}

std::vector<std::string> LiveRun::names_of(BoxSet boxes) const {
  std::vector<std::string> names;
  for (int box = 0; box < parts_.boxes.count(); ++box)
    if (boxes.has(box)) names.push_back(parts_.boxes.name(box));
  return names;
}

Status LiveRun::tell(const LiveEvent& event) { return observer_.event(event); }

/// What cannot run is told once, before the first frame.
Status LiveRun::begin() {
  MLINK_TRY(observer_.begins(parts_.start));
  for (const auto& note : parts_.plan.notes) MLINK_TRY(tell({LiveEventKind::note, note}));
  const auto k = parts_.boxes.count();
  BoxSet anywhere;
  for (std::size_t source = 0; source < parts_.plan.origins.size(); ++source) {
    BoxSet can;
    for (int box = 0; box < k; ++box) {
      if (parts_.boxes.problem(box)) continue;
      const auto why = parts_.boxes.why_not(box, parts_.plan.origins[source]);
      if (why)
        MLINK_TRY(
            tell({LiveEventKind::not_runnable, *why, {parts_.boxes.name(box)}, parts_.plan.origins[source].name}));
      else
        can = can.with(box);
    }
    runnable_.push_back(can);
    anywhere = BoxSet(anywhere.bits() | can.bits());
  }
  for (int box = 0; box < k; ++box) {
    if (const auto& problem = parts_.boxes.problem(box)) {
      report_.boxes[static_cast<std::size_t>(box)].problem = problem;
      MLINK_TRY(tell({LiveEventKind::not_runnable, problem->text(), {parts_.boxes.name(box)}}));
    }
    if (!anywhere.has(box)) parts_.chooser.block(box);
  }
  return {};
}

BoxSet LiveRun::runnable_on(std::size_t source) const {
  return BoxSet(runnable_[source].bits() & ~parts_.chooser.blocked().bits());
}

Status LiveRun::load(int box) {
  const auto took = parts_.boxes.load(box);
  if (!took) return took.error().kind == ErrorKind::stopped ? Status(stopped()) : drop(box, took.error());
  if (*took == 0) return {};
  auto& of = report_.boxes[static_cast<std::size_t>(box)];
  ++of.loads;
  of.load_seconds += *took;
  report_.load_seconds += *took;
  if (!report_.periods.empty()) report_.periods.back().load_seconds += *took;
  memory_.look();
  return tell({LiveEventKind::loaded,
               fmt::format("{} was loaded in {}.", of.name, duration_text(*took)),
               {of.name},
               {},
               *took});
}

Status LiveRun::unload(int box) {
  if (!parts_.boxes.loaded().has(box)) return {};
  const double took = parts_.boxes.unload(box);
  auto& of = report_.boxes[static_cast<std::size_t>(box)];
  of.unload_seconds += took;
  report_.unload_seconds += took;
  if (!report_.periods.empty()) report_.periods.back().unload_seconds += took;
  return tell({LiveEventKind::unloaded,
               fmt::format("{} was unloaded in {}.", of.name, duration_text(took)),
               {of.name},
               {},
               took});
}

/// It cannot go on: from here on it is predicted.
Status LiveRun::drop(int box, const Error& why) {
  parts_.chooser.block(box);
  activated_ = activated_.without(box);
  auto& of = report_.boxes[static_cast<std::size_t>(box)];
  of.problem = why;
  MLINK_TRY(tell({LiveEventKind::box_dropped,
                  fmt::format("{} is given up and predicted from here on: {}", of.name, why.text()),
                  {of.name}}));
  return unload(box);
}

/// What is not wanted goes first, so that never more is loaded than has to be. Boxes that verify stay.
Status LiveRun::set_loaded(BoxSet wanted) {
  for (int box = 0; box < parts_.boxes.count(); ++box)
    if (!wanted.has(box) && !verifying_.has(box)) MLINK_TRY(unload(box));
  for (int box = 0; box < parts_.boxes.count(); ++box)
    if (wanted.has(box) && !parts_.chooser.blocked().has(box)) MLINK_TRY(load(box));
  return {};
}

/// Boxes that may be loaded beside each other: all, but under a memory budget no more than fit.
std::vector<BoxSet> LiveRun::loadable_groups(BoxSet boxes) const {
  if (!is_memory(options_.budget.kind)) return {boxes};
  std::vector<BoxSet> groups;
  for (int box = 0; box < parts_.boxes.count(); ++box) {
    if (!boxes.has(box)) continue;
    const auto room = std::find_if(groups.begin(), groups.end(), [&](BoxSet group) {
      return fits(boxes_cost(parts_.costs, group.with(box), options_.budget.kind), options_.budget.value);
    });
    if (room == groups.end())
      groups.push_back(BoxSet().with(box));
    else
      *room = room->with(box);
  }
  return groups;
}

LiveSeen LiveRun::seen_of(const LiveItem& item, bool prefix) const {
  LiveSeen seen;
  seen.frame.source = item.source;
  seen.frame.ordinal = item.ordinal;
  seen.frame.seconds = item.seconds;
  seen.frame.prefix = prefix;
  seen.frame.verified = options_.verify > 0 && (taken_ - 1) % options_.verify == 0;
  seen.outputs.resize(report_.boxes.size());
  seen.took.resize(report_.boxes.size(), kNan);
  if (pictures_) seen.marks.resize(report_.boxes.size());
  if (seen.frame.verified) seen.exact.resize(report_.boxes.size());
  return seen;
}

/// Runs those of the boxes that can run on the frame. One that cannot go on is dropped, the others run.
Status LiveRun::run_boxes(BoxSet boxes, const LiveItem& item, LiveSeen& seen) {
  const auto& origin = parts_.plan.origins[item.source];
  for (int box = 0; box < parts_.boxes.count(); ++box) {
    const auto at = static_cast<std::size_t>(box);
    if (!boxes.has(box) || !runnable_on(item.source).has(box)) continue;
    if (seen.outputs[at].presence != Presence::absent) continue;
    auto answer = parts_.boxes.run(box, item, origin);
    if (!answer) {
      if (answer.error().kind == ErrorKind::stopped) return stopped();
      MLINK_TRY(drop(box, answer.error()));
      continue;
    }
    auto& of = report_.boxes[at];
    ++of.executions;
    ++report_.executions;
    if (!seen.frame.prefix) ++report_.executions_after_prefix;
    of.seconds += answer->seconds;
    of.failed += answer->output.presence == Presence::failed ? 1 : 0;
    report_.box_seconds += answer->seconds;
    seen.outputs[at] = std::move(answer->output);
    seen.took[at] = answer->seconds;
    if (pictures_) seen.marks[at] = std::move(answer->marks);
  }
  return {};
}

/// The others run too, on a frame that is verified; what that takes is counted apart.
Status LiveRun::verify(const LiveItem& item, LiveSeen& seen) {
  if (!seen.frame.verified) return {};
  const auto start = Clock::now();
  const double loading = report_.load_seconds + report_.unload_seconds;
  const auto& origin = parts_.plan.origins[item.source];
  for (int box = 0; box < parts_.boxes.count(); ++box) {
    const auto at = static_cast<std::size_t>(box);
    if (seen.outputs[at].presence != Presence::absent || !runnable_on(item.source).has(box)) continue;
    if (!parts_.boxes.loaded().has(box)) {
      verifying_ = verifying_.with(box);
      MLINK_TRY(load(box));
      if (!parts_.boxes.loaded().has(box)) continue;
    }
    auto answer = parts_.boxes.run(box, item, origin);
    if (answer)
      seen.exact[at] = std::move(answer->output);
    else if (answer.error().kind == ErrorKind::stopped)
      return stopped();
    else
      MLINK_TRY(drop(box, answer.error()));
  }
  report_.verify_seconds += seconds_since(start) - (report_.load_seconds + report_.unload_seconds - loading);
  return {};
}

Status LiveRun::choose(bool again) {
  const auto start = Clock::now();
  MLINK_ASSIGN(auto choice, parts_.chooser.choose(measured_));
  activated_ = choice.activated;
  if (parts_.engine) p_ = parts_.engine->accuracies(activated_);
  show_.calibrate(activated_);
  const double took = seconds_since(start);
  report_.choose_seconds += took;
  auto& period = report_.periods.back();
  period.choose_seconds += took;
  period.activated = activated_;
  period.probability = std::move(choice.probability);
  period.note = choice.note;
  const auto names = names_of(activated_);
  auto text = fmt::format("Period {}{}: {} {}, {} predicted.", report_.periods.size(), again ? ", chosen again" : "",
                          names.empty() ? "nothing" : fmt::format("{}", fmt::join(names, ", ")),
                          names.size() == 1 ? "runs" : "run", report_.boxes.size() - names.size());
  if (!choice.note.empty()) text += fmt::format(" ({})", choice.note);
  return tell({LiveEventKind::selected, std::move(text), names, {}, took});
}

Status LiveRun::begin_period(const LivePeriods::Where& where) {
  report_.periods.emplace_back().begin_seconds = where.begin_seconds;
  measured_.clear();
  in_prefix_ = where.in_prefix && !parts_.chooser.profiled().empty();
  if (in_prefix_) {
    report_.periods.back().profiled = parts_.chooser.profiled();
    return {};
  }
  return choose_and_load(false);
}

Status LiveRun::take_in_prefix(LiveItem item) {
  prefix_.push_back(seen_of(item, true));
  if (pictures_) show_waiting(item);
  waiting_bytes_ += bytes_of(item);
  waiting_.push_back({std::move(item), prefix_.size() - 1});
  const bool one_group = loadable_groups(parts_.chooser.profiled()).size() <= 1;
  return one_group || waiting_bytes_ > kMostWaitingBytes ? profile_waiting() : Status();
}

/// All boxes that fit run on the frames that wait, one group after the other.
Status LiveRun::profile_waiting() {
  for (const BoxSet group : loadable_groups(parts_.chooser.profiled())) {
    MLINK_TRY(set_loaded(group));
    for (auto& waiting : waiting_) {
      LiveSeen& seen = prefix_[waiting.seen];
      const auto start = Clock::now();
      const double unloading = report_.unload_seconds;
      MLINK_TRY(run_boxes(group, waiting.item, seen));
      seen.seconds += seconds_since(start) - (report_.unload_seconds - unloading);
    }
  }
  for (auto& waiting : waiting_) MLINK_TRY(verify(waiting.item, prefix_[waiting.seen]));
  waiting_.clear();
  waiting_bytes_ = 0;
  return {};
}

/// The set follows from what the prefix measured; what is predicted on its frames is predicted from that set.
Status LiveRun::end_prefix() {
  if (!in_prefix_) return {};
  in_prefix_ = false;
  MLINK_TRY(profile_waiting());
  for (const auto& seen : prefix_) measured_.push_back(seen.outputs);
  MLINK_TRY(choose(false));
  for (auto& seen : prefix_) MLINK_TRY(hand_over(seen));
  report_.periods.back().prefix_frames += static_cast<std::int64_t>(prefix_.size());
  report_.prefix_frames += static_cast<std::int64_t>(prefix_.size());
  prefix_.clear();
  if (stop_.stop_requested()) return {};
  const BoxSet blocked = parts_.chooser.blocked();
  MLINK_TRY(set_loaded(activated_));
  return parts_.chooser.blocked() == blocked ? Status() : choose_and_load(true);
}

/// Asked to stop: what ran is still told, what did not run is no frame of this run.
void LiveRun::forget_waiting() {
  waiting_.clear();
  const auto ran = [](const Output& output) { return output.presence != Presence::absent; };
  std::erase_if(prefix_,
                [&](const LiveSeen& seen) { return std::none_of(seen.outputs.begin(), seen.outputs.end(), ran); });
}

/// Until all of the set is loaded: a box that cannot be is dropped.
Status LiveRun::choose_and_load(bool again) {
  while (true) {
    const BoxSet blocked = parts_.chooser.blocked();
    MLINK_TRY(choose(again));
    MLINK_TRY(set_loaded(activated_));
    if (parts_.chooser.blocked() == blocked) return {};
    again = true;
  }
}

/// A box that fails on the way is dropped, and the set is chosen again until all of it ran.
Status LiveRun::work_on(const LiveItem& item) {
  LiveSeen seen = seen_of(item, false);
  const double apart = report_.load_seconds + report_.unload_seconds + report_.choose_seconds;
  const auto start = Clock::now();
  while (true) {
    const BoxSet blocked = parts_.chooser.blocked();
    MLINK_TRY(run_boxes(activated_, item, seen));
    if (parts_.chooser.blocked() == blocked) break;
    MLINK_TRY(choose_and_load(true));
  }
  // One that ran on this frame before the set was chosen again is shown as it is.
  const double between = report_.load_seconds + report_.unload_seconds + report_.choose_seconds - apart;
  seen.seconds += seconds_since(start) - between;
  if (pictures_) seen.frame.picture = picture_of(item);
  MLINK_TRY(verify(item, seen));
  return hand_over(seen);
}

/// What the source shows: its region of the file's picture. None: it could not be decoded.
Frame LiveRun::picture_of(const LiveItem& item) const {
  if (!item.frame || !*item.frame) return {};
  const auto& crop = parts_.plan.origins[item.source].crop;
  if (!crop) return *item.frame;
  const auto part = media::region_of(*item.frame, *crop);
  return part ? *part : Frame();
}

/// A prefix may be long: of each source the newest picture only is kept until its outputs are known.
void LiveRun::show_waiting(const LiveItem& item) {
  for (auto& seen : prefix_)
    if (seen.frame.source == item.source) seen.frame.picture = {};
  prefix_.back().frame.picture = picture_of(item);
  observer_.taken({item.source, item.ordinal, prefix_.back().frame.picture});
}

void LiveRun::show_pictures(LiveSeen& seen) {
  frame_.picture = std::move(seen.frame.picture);
  frame_.marks = std::move(seen.marks);
  if (seconds_since(looked_) > kLookSeconds) {
    memory_.look();
    looked_ = Clock::now();
  }
  frame_.process_bytes = memory_.taken();
}

/// A frame that was told. What comparing takes is apart, as what verifying takes is.
Status LiveRun::hand_over(LiveSeen& seen) {
  auto start = Clock::now();
  frame_.source = seen.frame.source;
  frame_.ordinal = seen.frame.ordinal;
  frame_.seconds = seen.frame.seconds;
  frame_.prefix = seen.frame.prefix;
  frame_.verified = seen.frame.verified;
  frame_.activated = activated_;
  const auto loaded = parts_.boxes.loaded().bits(), verifying = verifying_.bits() & ~activated_.bits();
  frame_.loaded = BoxSet(loaded & ~verifying);
  frame_.verifying = BoxSet(loaded & verifying);
  report_.link_seconds += show_.show(seen, activated_, p_, frame_);
  seen.seconds += seconds_since(start);
  if (frame_.verified) show_.score(seen, frame_);
  start = Clock::now();
  frame_.took = seen.seconds;
  if (pictures_) show_pictures(seen);
  MLINK_TRY(observer_.frame(frame_));
  seen.seconds += seconds_since(start);
  count(seen);
  return {};
}

void LiveRun::count(const LiveSeen& seen) {
  report_.times.add(seen.seconds);
  if (!seen.frame.prefix) report_.after_prefix.add(seen.seconds);
  ++report_.frames;
  ++report_.periods.back().frames;
  ++report_.sources[seen.frame.source].frames;
  if (seen.frame.verified) ++report_.verified;
  for (std::size_t box = 0; seen.frame.verified && box < report_.boxes.size(); ++box) {
    const double score = frame_.outputs[box].score;
    if (std::isnan(score)) continue;
    ++report_.boxes[box].checked;
    report_.boxes[box].score += score;
  }
  meter_.advance(1);
}

/// Boxes take pictures of any size; a region may not fit any more. False: the source ends with that.
Result<bool> LiveRun::look_at_picture(const LiveItem& item) {
  if (!item.frame || !*item.frame) return true;
  const std::pair size(item.frame->width(), item.frame->height());
  auto& known = picture_sizes_[item.source];
  if (size == known) return true;
  const auto& origin = parts_.plan.origins[item.source];
  const bool first = known.first == 0;
  const auto before = std::exchange(known, size);
  if (!first)
    MLINK_TRY(tell({LiveEventKind::picture_size,
                    fmt::format("The pictures of {} are {}x{} from frame {} on; they were {}x{}.", origin.name,
                                size.first, size.second, item.ordinal, before.first, before.second),
                    {},
                    origin.name}));
  if (!origin.live || !origin.crop) return true;
  const auto part = media::region_of(*item.frame, *origin.crop);
  if (part) return true;
  feed_->end_source(item.source, part.error());
  MLINK_TRY(
      tell({LiveEventKind::source_ended, fmt::format("{}: {}", origin.name, part.error().text()), {}, origin.name}));
  return false;
}

Status LiveRun::take(LiveItem item) {
  MLINK_ASSIGN(const bool usable, look_at_picture(item));
  if (!usable) return {};
  ++taken_;
  parts_.boxes.remember(item, parts_.plan.origins[item.source]);
  const auto where = periods_.at(item.clock);
  if (where.begins || !where.in_prefix) MLINK_TRY(end_prefix());
  if (where.begins) MLINK_TRY(begin_period(where));
  return in_prefix_ ? take_in_prefix(std::move(item)) : work_on(item);
}

Result<LiveReport> LiveRun::run() {
  const auto start = Clock::now();
  MLINK_TRY(begin());
  feed_ = make_feed(parts_.plan, options_);
  Status status;
  while (status) {
    if (options_.pause) report_.paused_seconds += options_.pause->wait(stop_);
    LiveNews news = feed_->next(stop_);
    for (const auto& event : news.events)
      if (status) status = tell(event);
    if (status && news.item) status = take(std::move(*news.item));
    if (news.over) break;
  }
  const bool asked = stop_.stop_requested();
  if (asked) forget_waiting();
  if (status || asked) status = end_prefix();
  if (!status && !(status.error().kind == ErrorKind::stopped && asked)) return tl::make_unexpected(status.error());
  report_.stopped = asked;
  feed_->tell(report_.sources);
  feed_.reset();
  report_.wall_seconds = seconds_since(start);
  finish_report();
  meter_.finish();
  return std::move(report_);
}

void LiveRun::finish_report() {
  report_.bytes_before = memory_.before();
  report_.bytes_peak = memory_.peak();
  double all = 0;
  for (std::size_t box = 0; box < report_.boxes.size(); ++box) {
    const auto& of = report_.boxes[box];
    const auto& known = parts_.costs.boxes[box];
    if (of.executions > 0)
      all += of.seconds / static_cast<double>(of.executions);
    else
      all += known.known(CostKind::time) ? known.seconds : kNan;
  }
  report_.all_boxes_seconds = all;
  report_.forecast_frames = parts_.forecast_frames;
  report_.forecast = std::move(parts_.start.forecast);
}

}  // namespace mlink::experiment
