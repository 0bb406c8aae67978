#include "experiment/collect_work.h"

#include <algorithm>
#include <chrono>
#include <span>

#include "base/elapsed.h"
#include "experiment/file_view.h"

namespace mlink::experiment {
namespace {

using Clock = std::chrono::steady_clock;

/// Pictures that wait for a device of its own: more than two of its lots. A frame's regions and boxes share its pixels:
/// 160 whole pictures of 1920 x 1080 are 1 GB.
constexpr std::size_t kApartCapacity = 160;

/// The next in a lane has its turn when this goes.
class Turn {
 public:
  explicit Turn(const Work& work) : lane_(work.lane.get()) {
    if (lane_ != nullptr) lane_->wait(work.number);
  }
  ~Turn() {
    if (lane_ != nullptr) lane_->done();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  [[nodiscard]] bool ended() const { return lane_ != nullptr && lane_->ended(); }
  void end() {
    if (lane_ != nullptr) lane_->end();
  }

 private:
  Lane* lane_;
};

Answer no_answer() {
  Answer answer;
  answer.output.presence = Presence::failed;
  answer.output.reason = "The box gave no answer for the frame.";
  return answer;
}

}  // namespace

CollectShared::CollectShared(std::vector<StoredBox> boxes, const std::vector<bool>& apart, std::size_t capacity,
                             std::stop_token stop)
    : boxes_(std::move(boxes)),
      work_(capacity),
      comparer_(8, stop, [this](RowId camera, const StoredFeatures& found) { put(camera, found); }),
      broken_(boxes_.size()),
      stop_(std::move(stop)) {
  for (std::size_t box = 0; box < boxes_.size(); ++box)
    apart_.push_back(apart[box] ? std::make_unique<Apart>(kApartCapacity) : nullptr);
}

bool CollectShared::push(Work work) {
  const auto& apart = apart_[work.box];
  if (apart && !apart->for_all) return apart->queue.push(std::move(work), stop_);
  return work_.push(std::move(work), stop_);
}

void CollectShared::no_more_work() {
  work_.close();
  for (const auto& apart : apart_)
    if (apart) apart->queue.close();
  comparer_.no_more_work();
}

void CollectShared::put(StoredOutput output, double box_seconds) {
  const std::lock_guard lock(mutex_);
  results_.push_back(std::move(output));
  box_seconds_ += box_seconds;
  arrived_.notify_one();
}

void CollectShared::put(RowId camera, const StoredFeatures& found) {
  const std::lock_guard lock(mutex_);
  features_[camera].push_back(found);
  ++compared_;
  arrived_.notify_one();
}

void CollectShared::add_seconds(double box_seconds) {
  const std::lock_guard lock(mutex_);
  box_seconds_ += box_seconds;
}

void CollectShared::add_wait(double seconds) {
  const std::lock_guard lock(mutex_);
  waited_seconds_ += seconds;
}

void CollectShared::worker_started() {
  const std::lock_guard lock(mutex_);
  ++workers_;
}

void CollectShared::worker_done() {
  const std::lock_guard lock(mutex_);
  --workers_;
  arrived_.notify_one();
}

void CollectShared::abort() {
  aborted_ = true;
  work_.abandon();
  for (const auto& apart : apart_)
    if (apart) apart->queue.abandon();
  comparer_.abandon();
}

bool CollectShared::take(Batch& into) {
  std::unique_lock lock(mutex_);
  arrived_.wait_for(lock, std::chrono::milliseconds(500),
                    [&] { return results_.size() + compared_ >= 256 || workers_ == 0; });
  into.outputs = std::exchange(results_, {});
  into.features = std::exchange(features_, {});
  compared_ = 0;
  return workers_ > 0 || !into.empty();
}

void CollectShared::box_broken(std::size_t box, const Error& error) {
  const std::lock_guard lock(mutex_);
  if (!broken_[box]) broken_[box] = error;
}

bool CollectShared::is_broken(std::size_t box) {
  const std::lock_guard lock(mutex_);
  return broken_[box].has_value();
}

void CollectShared::box_note(std::size_t box, std::string note) {
  if (note.empty()) return;
  const std::lock_guard lock(mutex_);
  notes_[box] = std::move(note);
}

void CollectShared::camera_problem(const std::string& camera, const Error& error) {
  const std::lock_guard lock(mutex_);
  camera_problems_.emplace_back(camera, error);
}

void CollectShared::video_decoded(const std::string& video, const Decoding& where) {
  const std::lock_guard lock(mutex_);
  videos_on_gpu_ += where.on_device ? 1 : 0;
  if (!where.note.empty()) video_notes_.emplace_back(video, where.note);
}

void CollectShared::report_into(CollectReport& report) {
  const std::lock_guard lock(mutex_);
  report.box_seconds = box_seconds_;
  report.calls = calls_;
  report.waited_seconds = waited_seconds_;
  report.camera_problems = camera_problems_;
  report.video_notes.insert(report.video_notes.end(), video_notes_.begin(), video_notes_.end());
  report.videos_on_gpu = videos_on_gpu_;
  for (std::size_t i = 0; i < boxes_.size(); ++i)
    if (broken_[i]) report.box_problems.emplace_back(boxes_[i].name, *broken_[i]);
  for (const auto& [box, note] : notes_) report.box_notes.emplace_back(boxes_[box].name, note);
}

StoredOutput failed_output(const Work& work, RowId box, std::string reason) {
  StoredOutput out;
  out.camera = work.camera->camera.id;
  out.box = box;
  out.ordinal = work.frame.ordinal();
  out.output.presence = Presence::failed;
  out.output.reason = std::move(reason);
  return out;
}

void CollectWorker::run_shared() {
  std::vector<Work> lot;
  while (auto work = shared_.pop()) {
    lot.clear();
    lot.push_back(std::move(*work));
    run(lot);
  }
  for (std::size_t i = 0; i < loaded_.size(); ++i)
    if (loaded_[i]) shared_.box_note(i, loaded_[i]->feeding().note);
  shared_.worker_done();
}

void CollectWorker::run_apart(std::size_t index) {
  std::size_t most = 1;  // the first frame loads the box
  for (auto lot = shared_.pop_lot(index, most); !lot.empty(); lot = shared_.pop_lot(index, most)) {
    run(lot);
    const auto feeding = loaded_[index] ? loaded_[index]->feeding() : Feeding{};
    if (!feeding.apart) shared_.to_all(index);
    most = feeding.lot;
  }
  if (loaded_[index]) shared_.box_note(index, loaded_[index]->feeding().note);
  shared_.worker_done();
}

BlackBox* CollectWorker::box(std::size_t index) {
  if (loaded_[index] || shared_.is_broken(index)) return loaded_[index].get();
  const auto load = [&]() -> Result<std::unique_ptr<BlackBox>> {
    MLINK_ASSIGN(const auto manifest, manifest_of(shared_.boxes()[index], true));
    MLINK_ASSIGN(auto made, make_black_box(manifest, options_));
    MLINK_TRY(made->load());
    return made;
  };
  auto made = load();
  if (!made) {
    // What was asked to stop while it loaded is not broken.
    if (made.error().kind != ErrorKind::stopped) shared_.box_broken(index, made.error());
    return nullptr;
  }
  loaded_[index] = std::move(*made);
  return loaded_[index].get();
}

void CollectWorker::run(std::vector<Work>& lot) {
  const std::size_t index = lot.front().box;
  Turn turn(lot.front());  // boxes with a state have one frame a call
  if (turn.ended() || shared_.is_broken(index)) return;
  BlackBox* const black_box = box(index);
  if (black_box == nullptr) return;
  std::vector<Frame> frames;
  frames.reserve(lot.size());
  for (const auto& work : lot) frames.push_back(work.frame);
  const auto start = Clock::now();
  auto answers = black_box->run(frames);
  const double seconds = seconds_since(start) / static_cast<double>(lot.size());
  shared_.add_call();
  if (!answers) {
    turn.end();
    // What was asked to stop has no output yet: it comes at the next call.
    if (answers.error().kind != ErrorKind::stopped) shared_.box_broken(index, answers.error());
    return;
  }
  answers->resize(lot.size(), no_answer());
  for (std::size_t i = 0; i < lot.size(); ++i) take_in(lot[i], (*answers)[i], seconds);
}

void CollectWorker::take_in(const Work& work, Answer& answer, double seconds) {
  if (!work.store) return shared_.add_seconds(seconds);
  StoredOutput out = failed_output(work, shared_.boxes()[work.box].id, {});
  out.output = std::move(answer.output);
  out.seconds = static_cast<float>(answer.seconds.value_or(seconds));
  if (!answer.marks.empty()) out.marks = answer.marks.to_bytes();
  shared_.put(std::move(out), seconds);
}

}  // namespace mlink::experiment
