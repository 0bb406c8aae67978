#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#include "media/reader_impl.h"

namespace mlink {

struct FrameStream::Impl {
  Impl(std::unique_ptr<VideoReader::Impl> from, std::vector<std::int64_t> wanted, std::size_t most)
      : reader(std::move(from)), ordinals(std::move(wanted)), capacity(std::max<std::size_t>(1, most)) {
    worker = std::jthread([this](const std::stop_token& stop) { decode(stop); });
  }

  void decode(const std::stop_token& stop) {
    for (const auto ordinal : ordinals) {
      {
        std::unique_lock lock(mutex);
        if (!room.wait(lock, stop, [this] { return queue.size() < capacity; })) return;
      }
      Item item{ordinal, reader->at(ordinal, stop)};
      if (stop.stop_requested()) return;
      {
        const std::lock_guard lock(mutex);
        queue.push_back(std::move(item));
      }
      filled.notify_one();
    }
    {
      const std::lock_guard lock(mutex);
      finished = true;
    }
    filled.notify_one();
  }

  std::unique_ptr<VideoReader::Impl> reader;  ///< the worker's
  const std::vector<std::int64_t> ordinals;
  const std::size_t capacity;

  std::mutex mutex;  ///< guards queue and finished
  std::deque<Item> queue;
  bool finished = false;
  std::condition_variable_any filled;
  std::condition_variable_any room;
  std::jthread worker;  ///< last: ends before what it uses
};

FrameStream::FrameStream(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FrameStream::~FrameStream() = default;
FrameStream::FrameStream(FrameStream&&) noexcept = default;
FrameStream& FrameStream::operator=(FrameStream&&) noexcept = default;

Result<FrameStream> FrameStream::open(const std::filesystem::path& path, VideoReader::Options options,
                                      std::vector<std::int64_t> ordinals, std::size_t queue_capacity) {
  if (std::adjacent_find(ordinals.begin(), ordinals.end(), std::greater_equal<>()) != ordinals.end())
    return fail(ErrorKind::invalid_input, "The frames wanted are not in ascending order.", "Sort them, each once.",
                path.string());
  MLINK_ASSIGN(auto reader, VideoReader::Impl::open(path, std::move(options)));
  return FrameStream(std::make_unique<Impl>(std::move(reader), std::move(ordinals), queue_capacity));
}

std::optional<FrameStream::Item> FrameStream::next(std::stop_token stop) {
  std::unique_lock lock(impl_->mutex);
  const bool ready = impl_->filled.wait(lock, stop, [this] { return !impl_->queue.empty() || impl_->finished; });
  if (!ready || stop.stop_requested() || impl_->queue.empty()) return std::nullopt;
  Item item = std::move(impl_->queue.front());
  impl_->queue.pop_front();
  lock.unlock();
  impl_->room.notify_one();
  return item;
}

}  // namespace mlink
