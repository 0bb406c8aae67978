// Frames in real time: each source has a thread that brings its frames as they come, and a place where the run takes
// them: the newest only, or all in a row.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "base/elapsed.h"
#include "experiment/live_feed.h"
#include "media/live_reader.h"
#include "media/video.h"

namespace mlink::experiment {
namespace {

using RunClock = std::chrono::steady_clock;

/// Under DropPolicy::wait a source is so many frames ahead at most.
constexpr std::size_t kMostAhead = 8;
constexpr double kLongestRetry = 60;

/// Where the sources' threads put their frames and the run takes them. Thread-safe.
class Mailbox {
 public:
  Mailbox(std::size_t sources, DropPolicy policy, std::size_t threads)
      : policy_(policy), slots_(sources), running_(threads) {}

  /// all: none of this source is dropped, whatever the policy. Waits for room where none may be dropped; false: nobody
  /// takes any more.
  bool put(std::size_t source, LiveItem item, bool all, const std::stop_token& stop) {
    {
      std::unique_lock lock(mutex_);
      Slot& slot = slots_[source];
      if (all || policy_ == DropPolicy::wait) {
        const auto room = [&] { return slot.items.size() < kMostAhead || slot.ended; };
        if (!room_.wait(lock, stop, room)) return false;
      } else if (!slot.items.empty()) {
        slot.report.dropped += static_cast<std::int64_t>(slot.items.size());
        slot.items.clear();
      }
      if (slot.ended) return false;
      slot.items.push_back({std::move(item), count_++});
    }
    filled_.notify_one();
    return true;
  }
  void tell(LiveEvent event) {
    {
      const std::lock_guard lock(mutex_);
      events_.push_back(std::move(event));
    }
    filled_.notify_one();
  }
  template <class Change>
  void report(std::size_t source, const Change& change) {
    const std::lock_guard lock(mutex_);
    change(slots_[source].report);
  }
  void source_done() {
    {
      const std::lock_guard lock(mutex_);
      --running_;
    }
    filled_.notify_one();
  }
  void end(std::size_t source, const Error& why) {
    {
      const std::lock_guard lock(mutex_);
      slots_[source].ended = true;
      slots_[source].items.clear();
      slots_[source].report.problem = why;
    }
    room_.notify_all();
  }
  [[nodiscard]] bool ended(std::size_t source) {
    const std::lock_guard lock(mutex_);
    return slots_[source].ended;
  }
  /// The frame that came first among all sources, and what is to be told.
  LiveNews take(const std::stop_token& stop) {
    LiveNews news;
    {
      std::unique_lock lock(mutex_);
      filled_.wait(lock, stop, [&] { return oldest() != nullptr || !events_.empty() || running_ == 0; });
      news.events.swap(events_);
      if (stop.stop_requested()) {
        news.over = true;
        return news;
      }
      if (Slot* const slot = oldest()) {
        news.item = std::move(slot->items.front().item);
        slot->items.pop_front();
      } else {
        news.over = running_ == 0;
      }
    }
    room_.notify_all();
    return news;
  }
  void copy_reports(std::vector<LiveSourceReport>& into) const {
    const std::lock_guard lock(mutex_);
    for (std::size_t source = 0; source < into.size(); ++source) {
      const auto& from = slots_[source].report;
      into[source].dropped = from.dropped + (policy_ == DropPolicy::newest ? waiting(source) : 0);
      into[source].damaged = from.damaged;
      into[source].lost = from.lost;
      into[source].problem = from.problem;
    }
  }

 private:
  struct Arrived {
    LiveItem item;
    std::int64_t number = 0;
  };
  struct Slot {
    std::deque<Arrived> items;
    LiveSourceReport report;
    bool ended = false;
  };
  Slot* oldest() {
    Slot* found = nullptr;
    for (auto& slot : slots_)
      if (!slot.items.empty() && (found == nullptr || slot.items.front().number < found->items.front().number))
        found = &slot;
    return found;
  }
  [[nodiscard]] std::int64_t waiting(std::size_t source) const {
    return static_cast<std::int64_t>(slots_[source].items.size());
  }

  const DropPolicy policy_;
  mutable std::mutex mutex_;  ///< guards what stands below
  std::condition_variable_any filled_, room_;
  std::vector<Slot> slots_;
  std::vector<LiveEvent> events_;
  std::int64_t count_ = 0;
  std::size_t running_;  ///< threads that may still bring something
};

/// Sleeps, and wakes when asked to stop. False: asked.
bool wait_until(RunClock::time_point until, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_until(lock, stop, until, [] { return false; });
  return !stop.stop_requested();
}

RunClock::time_point after(RunClock::time_point start, double seconds) {
  return start + std::chrono::duration_cast<RunClock::duration>(std::chrono::duration<double>(seconds));
}

/// Brings the frames of one camera or address, and opens it again when it is lost.
class AddressThread {
 public:
  AddressThread(Mailbox& box, const LiveOrigin& origin, std::size_t source, std::string address,
                std::unique_ptr<LiveReader> reader, const LiveOptions& options, RunClock::time_point start)
      : box_(box),
        origin_(origin),
        source_(source),
        address_(std::move(address)),
        reader_(std::move(reader)),
        options_(options),
        start_(start) {}

  void operator()(const std::stop_token& stop) {
    while (!stop.stop_requested() && !box_.ended(source_)) {
      if (!reader_ && !open_again(stop)) break;
      auto frame = reader_->next(stop);
      const auto damaged = damaged_before_ + reader_->damaged();
      box_.report(source_, [&](LiveSourceReport& report) { report.damaged = damaged; });
      if (frame && *frame) {
        if (!bring(std::move(**frame), stop)) break;
        continue;
      }
      if (stop.stop_requested() || (frame && reader_->info().ends)) break;
      lose(frame ? Error{ErrorKind::io, "It ended.", {}, {}} : frame.error());
    }
    box_.source_done();
  }

 private:
  /// False: that was the last one wanted.
  bool bring(Frame frame, const std::stop_token& stop) {
    tries_ = 0;
    const auto number = count_++;
    if (number < options_.skip || (number - options_.skip) % options_.every != 0) return true;
    const double clock = seconds_since(start_);
    LiveItem item{source_, number, clock, clock, number, frame.seconds(), std::move(frame)};
    if (!box_.put(source_, std::move(item), reader_->info().ends, stop)) return false;
    ++brought_;
    return options_.limit == 0 || brought_ < options_.limit;
  }
  void lose(const Error& why) {
    damaged_before_ += reader_->damaged();
    reader_.reset();
    box_.report(source_, [](LiveSourceReport& report) { ++report.lost; });
    box_.tell({LiveEventKind::source_lost,
               fmt::format("{} is lost: {} It is tried again.", origin_.name, why.what),
               {},
               origin_.name});
    last_ = why;
  }
  bool open_again(const std::stop_token& stop) {
    for (; tries_ < options_.retries && !box_.ended(source_); ++tries_) {
      const double wait =
          std::min(kLongestRetry, options_.first_retry * static_cast<double>(1LL << std::min(tries_, 20)));
      if (!wait_until(after(RunClock::now(), wait), stop)) return false;
      auto opened = LiveReader::open(address_, {options_.timeout}, stop);
      if (opened) {
        ++tries_;  // until a frame came it has not answered
        reader_ = std::make_unique<LiveReader>(std::move(*opened));
        box_.tell({LiveEventKind::source_back, fmt::format("{} is back.", origin_.name), {}, origin_.name});
        return true;
      }
      if (stop.stop_requested()) return false;
      last_ = opened.error();
    }
    if (box_.ended(source_)) return false;
    last_.what =
        fmt::format("{} was lost and did not come back in {} tries: {}", origin_.name, options_.retries, last_.what);
    if (last_.path.empty()) last_.path = origin_.path;
    box_.end(source_, last_);
    box_.tell({LiveEventKind::source_ended, last_.text(), {}, origin_.name});
    return false;
  }

  Mailbox& box_;
  const LiveOrigin& origin_;
  const std::size_t source_;
  const std::string address_;
  std::unique_ptr<LiveReader> reader_;
  const LiveOptions& options_;
  const RunClock::time_point start_;
  std::int64_t count_ = 0, brought_ = 0, damaged_before_ = 0;
  int tries_ = 0;
  Error last_;
};

/// Brings a file's frames when they are due, of all its regions.
class FileThread {
 public:
  FileThread(Mailbox& box, const LivePlan& plan, std::size_t file, double zero, RunClock::time_point start)
      : box_(box), plan_(plan), file_(file), zero_(zero), start_(start) {}

  void operator()(const std::stop_token& stop) {
    bring_all(stop);
    box_.source_done();
  }

 private:
  void bring_all(const std::stop_token& stop) {
    const LiveFile& file = plan_.files[file_];
    auto stream = FrameStream::open(file.path, {-1, file.index, 1}, file.ordinals);
    if (!stream) {
      for (std::size_t source = 0; source < plan_.origins.size(); ++source)
        if (is_of(source)) box_.end(source, stream.error());
      return;
    }
    std::optional<FrameStream::Item> now;
    for (const PlannedFrame& planned : plan_.frames) {
      if (!is_of(planned.source)) continue;
      while (!now || now->ordinal != planned.file_ordinal) {
        now = stream->next(stop);
        if (!now) return;
      }
      const double due = planned.seconds - zero_;
      if (!wait_until(after(start_, due), stop)) return;
      if (!now->frame) box_.report(planned.source, [](LiveSourceReport& report) { ++report.damaged; });
      LiveItem item{planned.source,
                    planned.ordinal,
                    planned.seconds,
                    due,
                    planned.file_ordinal,
                    file.index.seconds(planned.file_ordinal),
                    now->frame};
      if (!box_.put(planned.source, std::move(item), false, stop) && stop.stop_requested()) return;
    }
  }
  [[nodiscard]] bool is_of(std::size_t source) const {
    return !plan_.origins[source].live && plan_.origins[source].file == file_;
  }

  Mailbox& box_;
  const LivePlan& plan_;
  const std::size_t file_;
  const double zero_;
  const RunClock::time_point start_;
};

class RealtimeFeed : public LiveFeed {
 public:
  RealtimeFeed(LivePlan& plan, const LiveOptions& options)
      : box_(plan.origins.size(), options.drop, plan.files.size() + plan.readers.size()) {
    const auto start = RunClock::now();
    for (std::size_t source = 0; source < plan.origins.size(); ++source) {
      const LiveOrigin& origin = plan.origins[source];
      if (!origin.live) continue;
      threads_.emplace_back(AddressThread(box_, origin, source, options.sources[source].address,
                                          std::move(plan.readers[origin.file]), options, start));
    }
    const double zero = plan.frames.empty() ? 0 : plan.frames.front().seconds;
    for (std::size_t file = 0; file < plan.files.size(); ++file)
      threads_.emplace_back(FileThread(box_, plan, file, zero, start));
  }
  LiveNews next(const std::stop_token& stop) override { return box_.take(stop); }
  void tell(std::vector<LiveSourceReport>& sources) const override { box_.copy_reports(sources); }
  void end_source(std::size_t source, const Error& why) override { box_.end(source, why); }

 private:
  Mailbox box_;
  std::vector<std::jthread> threads_;  ///< last: they end before what they use
};

}  // namespace

std::unique_ptr<LiveFeed> make_realtime_feed(LivePlan& plan, const LiveOptions& options) {
  return std::make_unique<RealtimeFeed>(plan, options);
}

}  // namespace mlink::experiment
