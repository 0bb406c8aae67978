// Live runs in tests: an observer that keeps everything, and experiments that are ready to run.
#pragma once

#include <QTest>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "experiment/experiment.h"
#include "experiment/live.h"
#include "support/require.h"
#include "support/tiny_boxes.h"
#include "support/tiny_videos.h"

namespace mlink::test {
using namespace rooms;

/// Keeps all that a run tells; `on_frame` may look at each frame as it comes.
class KeepAll : public LiveObserver {
 public:
  Status begins(const LiveStart& of) override {
    start = of;
    return {};
  }
  Status frame(const LiveFrame& of) override {
    frames.push_back(of);
    return on_frame ? on_frame(of) : Status();
  }
  Status event(const LiveEvent& of) override {
    events.push_back(of);
    if (on_event) on_event(of);
    return {};
  }
  [[nodiscard]] std::vector<LiveEvent> of(LiveEventKind kind) const {
    std::vector<LiveEvent> out;
    for (const auto& one : events)
      if (one.kind == kind) out.push_back(one);
    return out;
  }

  LiveStart start;
  std::vector<LiveFrame> frames;
  std::vector<LiveEvent> events;
  std::function<Status(const LiveFrame&)> on_frame;
  std::function<void(const LiveEvent&)> on_event;
};

/// What typing costs in takes.
struct TypedCost {
  std::string box;
  double milliseconds = 0, megabytes = 0;
};
inline Status type_costs(Experiment& experiment, const std::vector<TypedCost>& costs) {
  for (const auto& cost : costs) {
    MLINK_TRY(experiment.set_cost(cost.box, {CostKind::time, cost.milliseconds / 1e3}));
    MLINK_TRY(experiment.set_cost(cost.box, {CostKind::memory, cost.megabytes * 1e6}));
  }
  return {};
}

/// Collects, types the costs in and trains a little.
inline Status make_ready(Experiment& experiment, const std::vector<TypedCost>& costs) {
  MLINK_TRY(experiment.collect({2}, {}, {}));
  MLINK_TRY(type_costs(experiment, costs));
  TrainSettings settings;
  settings.part = 0.45;
  settings.epochs = 60;
  settings.bootstrap = 0;
  MLINK_TRY(experiment.train({settings}, {}, {}));
  return {};
}

/// All boxes on one source, none left out for the budget, tried again soon where it goes away.
inline LiveOptions all_boxes(const std::string& address) {
  LiveOptions options;
  options.budget = {CostKind::time, 1};
  options.prefix = 0;
  options.sources = {{address}};
  options.timeout = 2;
  options.first_retry = 0.02;
  return options;
}

/// An experiment of the boxes bright and red on `video`, ready to run; both manifests lie in `folder`.
inline Status make_bright_and_red(const std::filesystem::path& file, const std::filesystem::path& video,
                                  const std::filesystem::path& folder) {
  MLINK_ASSIGN(auto experiment, Experiment::create(file));
  MLINK_TRY(experiment.add_video(video));
  for (const auto& tiny : {bright_count(), red_share()}) MLINK_TRY(experiment.add_box(write_box(folder, tiny)));
  return make_ready(experiment, {{"bright", 4, 30}, {"red", 3, 50}});
}

}  // namespace mlink::test
