#include <algorithm>
#include <functional>
#include <thread>
#include <utility>

#include "base/bounded_queue.h"
#include "media/reader_impl.h"

namespace mlink::media {

struct FrameStream::Impl {
  Impl(std::unique_ptr<VideoReader::Impl> from, std::vector<std::int64_t> wanted, std::size_t most)
      : reader(std::move(from)), ordinals(std::move(wanted)), queue(most) {
    worker = std::jthread([this](const std::stop_token& stop) { decode(stop); });
  }

  void decode(const std::stop_token& stop) {
    for (const auto ordinal : ordinals) {
      Item item{ordinal, reader->at(ordinal, stop)};
      if (!queue.push(std::move(item), stop)) return;
    }
    queue.close();
  }

  std::unique_ptr<VideoReader::Impl> reader;  ///< the worker's
  const std::vector<std::int64_t> ordinals;
  BoundedQueue<Item> queue;
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

Decoding FrameStream::end() {
  impl_->worker.request_stop();
  if (impl_->worker.joinable()) impl_->worker.join();
  return impl_->reader->decoding();
}

std::optional<FrameStream::Item> FrameStream::next(std::stop_token stop) { return impl_->queue.pop(stop); }

}  // namespace mlink::media
