// Internal to core/experiment: the frames of a live run as they come: of files one after the other in the order of
// time, or in real time, where those for which there is no time are dropped.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "base/error.h"
#include "experiment/live.h"
#include "experiment/live_sources.h"

namespace mlink::experiment {

/// What came: a frame, or things to be told, or nothing any more.
struct LiveNews {
  std::optional<LiveItem> item;
  std::vector<LiveEvent> events;  ///< that happened before the frame
  bool over = false;
};

/// Pull from one thread.
class LiveFeed {
 public:
  LiveFeed() = default;
  LiveFeed(const LiveFeed&) = delete;
  LiveFeed& operator=(const LiveFeed&) = delete;
  virtual ~LiveFeed() = default;
  /// Waits for what comes next; over when all sources ended or it is asked to stop.
  [[nodiscard]] virtual LiveNews next(const std::stop_token& stop) = 0;
  /// Frames dropped, damage and losses, by source.
  virtual void tell(std::vector<LiveSourceReport>& sources) const = 0;
  /// A source that is of no use any more: nothing comes from it.
  virtual void end_source(std::size_t source, const Error& why) = 0;
};

/// Files in the order of time, every frame.
[[nodiscard]] std::unique_ptr<LiveFeed> make_file_feed(const LivePlan& plan);
/// Cameras and addresses as they come, and files at their own speed. Takes the plan's readers.
[[nodiscard]] std::unique_ptr<LiveFeed> make_realtime_feed(LivePlan& plan, const LiveOptions& options);

}  // namespace mlink::experiment
