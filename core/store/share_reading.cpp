#include "store/share_reading.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "store/connection.h"

namespace mlink::store {
namespace {

constexpr std::size_t kFewRows = 200000;  ///< fewer are read before a second connection is open
constexpr std::size_t kMostReaders = 4;

std::int64_t state_of(Connection& c) { return c.pragma("SELECT number FROM change"); }

/// Jobs for several connections, each of which takes the next one that is left.
class SharedJobs {
 public:
  SharedJobs(std::size_t jobs, ReadJob job) : jobs_(jobs), job_(std::move(job)) {}

  void work(Connection& c) {
    for (std::size_t n = next_++; n < jobs_; n = next_++) {
      const Status status = c.guarded([&] { return job_(c, n); });
      if (status) continue;
      const std::lock_guard lock(mutex_);
      if (first_) first_ = status;
      next_ = jobs_;
    }
  }
  [[nodiscard]] Status status() const { return first_; }  ///< when nobody works any more

 private:
  std::size_t jobs_;
  ReadJob job_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;  ///< guards first_
  Status first_;
};

}  // namespace

Status share_reading(Connection& c, std::size_t rows, std::size_t jobs, const ReadJob& job) {
  SharedJobs shared(jobs, job);
  // What a writer has not committed yet nobody else sees.
  const bool alone = c.access() != Access::read || rows < kFewRows;
  const std::size_t others =
      alone ? 0 : std::min({kMostReaders, jobs, std::size_t{std::thread::hardware_concurrency()}});
  const std::int64_t state = alone ? 0 : state_of(c);
  {
    std::vector<std::jthread> threads;
    for (std::size_t n = 1; n < others; ++n)
      threads.emplace_back([&shared, state, path = c.absolute_path()] {
        const auto twin = Connection::open(path, Access::read);
        if (!twin) return;
        // Its errors are those of opening: what a job fails with, the jobs keep.
        (void)(*twin)->reading([&]() -> Status {
          if (state_of(**twin) == state) shared.work(**twin);
          return {};
        });
      });
    shared.work(c);
  }
  return shared.status();
}

}  // namespace mlink::store
