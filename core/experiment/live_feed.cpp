#include "experiment/live_feed.h"

#include <utility>

#include "media/video.h"

namespace mlink::experiment {
namespace {

/// One file, decoded ahead; regions of it see the same decoded frame.
class FileFrames {
 public:
  explicit FileFrames(const LiveFile& file) : file_(file) {}

  /// The frame with this ordinal; ordinals never go back.
  Result<Frame> at(std::int64_t ordinal, const std::stop_token& stop) {
    if (!stream_ && !failed_) {
      auto opened = FrameStream::open(file_.path, {-1, file_.index, 1}, file_.ordinals);
      if (opened)
        stream_.emplace(std::move(*opened));
      else
        failed_ = opened.error();
    }
    if (failed_) return tl::make_unexpected(*failed_);
    while (!last_ || last_->ordinal != ordinal) {
      last_ = stream_->next(stop);
      if (!last_) return stopped();
    }
    return last_->frame;
  }

 private:
  const LiveFile& file_;
  std::optional<FrameStream> stream_;
  std::optional<Error> failed_;
  std::optional<FrameStream::Item> last_;
};

class FileFeed : public LiveFeed {
 public:
  explicit FileFeed(const LivePlan& plan) : plan_(plan), damaged_(plan.origins.size()), ended_(plan.origins.size()) {
    for (const auto& file : plan.files) files_.emplace_back(file);
  }

  LiveNews next(const std::stop_token& stop) override {
    LiveNews news;
    while (place_ < plan_.frames.size() && ended_[plan_.frames[place_].source]) ++place_;
    if (place_ >= plan_.frames.size() || stop.stop_requested()) {
      news.over = true;
      return news;
    }
    const PlannedFrame& planned = plan_.frames[place_++];
    const auto file = plan_.origins[planned.source].file;
    auto frame = files_[file].at(planned.file_ordinal, stop);
    if (!frame && stop.stop_requested()) {
      news.over = true;
      return news;
    }
    if (!frame) ++damaged_[planned.source];
    news.item = LiveItem{planned.source,  planned.ordinal,      planned.seconds,
                         planned.seconds, planned.file_ordinal, plan_.files[file].index.seconds(planned.file_ordinal),
                         std::move(frame)};
    return news;
  }
  void tell(std::vector<LiveSourceReport>& sources) const override {
    for (std::size_t source = 0; source < sources.size(); ++source) {
      sources[source].damaged = damaged_[source];
      if (ended_[source]) sources[source].problem = ended_[source];
    }
  }
  void end_source(std::size_t source, const Error& why) override { ended_[source] = why; }

 private:
  const LivePlan& plan_;
  std::vector<FileFrames> files_;
  std::size_t place_ = 0;
  std::vector<std::int64_t> damaged_;
  std::vector<std::optional<Error>> ended_;
};

}  // namespace

std::unique_ptr<LiveFeed> make_file_feed(const LivePlan& plan) { return std::make_unique<FileFeed>(plan); }

}  // namespace mlink::experiment
