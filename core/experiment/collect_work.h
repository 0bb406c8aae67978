// Internal to core/experiment: what goes from the dispatcher of a collect to the workers, and what comes back. Boxes
// that may have a device of their own (a GPU) have a queue and a worker each, which gives them frames in lots; the
// others share one queue, and every worker has its own instances of them.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/bounded_queue.h"
#include "blackbox/black_box.h"
#include "experiment/compare_pictures.h"
#include "experiment/experiment.h"
#include "experiment/past_frames.h"
#include "experiment/state_frames.h"
#include "media/decode_device.h"
#include "store/store.h"

namespace mlink::experiment {

struct CameraPlan {
  StoredCamera camera;
  std::vector<std::unordered_set<std::int64_t>> missing;  ///< ordinals, by box
  std::vector<PastPlan> past;                             ///< by box
  double step = 0;                                        ///< seconds from frame to frame
  FeaturePlan features;
};
struct Work {
  Frame frame;
  const CameraPlan* camera = nullptr;
  std::size_t box = 0;
  std::shared_ptr<Lane> lane = {};  ///< of a box with a state
  std::int64_t number = 0;          ///< in the lane
  bool store = true;
};

/// What was found and is not written yet.
struct Batch {
  std::vector<StoredOutput> outputs;
  std::map<RowId, std::vector<StoredFeatures>> features;  ///< by camera
  [[nodiscard]] bool empty() const { return outputs.empty() && features.empty(); }
};

/// What the threads of one run share. Thread-safe.
class CollectShared {
 public:
  /// `apart`: by box, whether it has a queue of its own.
  CollectShared(std::vector<StoredBox> boxes, const std::vector<bool>& apart, std::size_t capacity,
                std::stop_token stop);

  [[nodiscard]] const std::vector<StoredBox>& boxes() const { return boxes_; }
  [[nodiscard]] bool stopping() const { return stop_.stop_requested() || aborted_; }

  /// Waits while the queue is full. False: stopped.
  bool push(Work work);
  void no_more_work();
  [[nodiscard]] PictureComparer& comparer() { return comparer_; }
  /// Of the boxes that share one queue.
  std::optional<Work> pop() { return work_.pop(stop_); }
  /// Of a box with a queue of its own: waits until there are so many, or no more come. None: it is at its end.
  std::vector<Work> pop_lot(std::size_t box, std::size_t most) { return apart_[box]->queue.pop_lot(most, stop_); }
  /// A box turned out to have no device of its own: what comes from now on is for all workers.
  void to_all(std::size_t box) { apart_[box]->for_all = true; }

  void put(StoredOutput output, double box_seconds);
  void put(RowId camera, const StoredFeatures& found);
  void add_seconds(double box_seconds);
  void add_wait(double seconds);
  void add_call() { ++calls_; }
  void worker_started();
  void worker_done();
  void abort();
  /// Waits up to half a second for results. False when all workers are done and nothing is left.
  bool take(Batch& into);
  void box_broken(std::size_t box, const Error& error);
  [[nodiscard]] bool is_broken(std::size_t box);
  void box_note(std::size_t box, std::string note);
  void camera_problem(const std::string& camera, const Error& error);
  /// Where a video was decoded that a GPU was asked for.
  void video_decoded(const std::string& video, const Decoding& where);
  void report_into(CollectReport& report);

 private:
  struct Apart {
    explicit Apart(std::size_t capacity) : queue(capacity) {}
    BoundedQueue<Work> queue;
    std::atomic<bool> for_all{false};
  };

  const std::vector<StoredBox> boxes_;
  BoundedQueue<Work> work_;
  std::vector<std::unique_ptr<Apart>> apart_;  ///< by box; null: it shares work_
  PictureComparer comparer_;
  std::mutex mutex_;  ///< guards what stands below, to the workers' number
  std::condition_variable arrived_;
  std::vector<StoredOutput> results_;
  std::map<RowId, std::vector<StoredFeatures>> features_;
  std::size_t compared_ = 0;  ///< frames in features_
  std::vector<std::optional<Error>> broken_;
  std::map<std::size_t, std::string> notes_;  ///< by box
  std::vector<std::pair<std::string, Error>> camera_problems_;
  std::vector<std::pair<std::string, std::string>> video_notes_;
  int videos_on_gpu_ = 0;
  double box_seconds_ = 0;
  double waited_seconds_ = 0;
  int workers_ = 0;
  const std::stop_token stop_;
  std::atomic<bool> aborted_{false};
  std::atomic<std::int64_t> calls_{0};
};

[[nodiscard]] StoredOutput failed_output(const Work& work, RowId box, std::string reason);

/// One worker's own instances of the boxes, made when first needed.
class CollectWorker {
 public:
  CollectWorker(CollectShared& shared, BoxOptions options)
      : shared_(shared), options_(std::move(options)), loaded_(shared.boxes().size()) {}

  /// Everything of the boxes that share one queue.
  void run_shared();
  /// Everything of one box that has its own.
  void run_apart(std::size_t index);

 private:
  [[nodiscard]] BlackBox* box(std::size_t index);
  /// All of one box.
  void run(std::vector<Work>& lot);
  void take_in(const Work& work, Answer& answer, double seconds);

  CollectShared& shared_;
  BoxOptions options_;
  std::vector<std::unique_ptr<BlackBox>> loaded_;
};

}  // namespace mlink::experiment
