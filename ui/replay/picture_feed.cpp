#include "ui/replay/picture_feed.h"

#include <algorithm>

namespace mlink::ui {

PictureFeed::PictureFeed(QObject* parent, qint64 most_bytes) : QObject(parent), most_bytes_(most_bytes) {}

void PictureFeed::set_source(std::shared_ptr<const ReplayData> data, PictureFetch fetch) {
  const bool same_rows = data_ && data && data_->table == data->table;
  data_ = std::move(data);
  fetch_ = std::move(fetch);
  if (same_rows) return;
  kept_.clear();
  bytes_ = 0;
  now_.clear();
  ahead_.clear();
  ++source_;
  busy_ = false;
}

const LoadedPicture* PictureFeed::find(std::size_t row) const {
  const auto at = kept_.find(row);
  if (at == kept_.end()) return nullptr;
  at->used = ++clock_;
  return &at->picture;
}

bool PictureFeed::settled() const { return missing(now_, 1).empty(); }

void PictureFeed::want(std::vector<std::size_t> now, std::vector<std::size_t> ahead) {
  now_ = std::move(now);
  ahead_ = std::move(ahead);
  fetch_next();
}

std::vector<std::size_t> PictureFeed::missing(const std::vector<std::size_t>& rows, std::size_t most) const {
  std::vector<std::size_t> out;
  for (const std::size_t row : rows) {
    if (out.size() >= most) break;
    if (!kept_.contains(row)) out.push_back(row);
  }
  return out;
}

void PictureFeed::fetch_next() {
  // one batch at a time: replacing a running one at every move of the mouse would mean that none ever ends
  if (busy_ || !data_ || !fetch_) return;
  std::vector<std::size_t> rows = missing(now_, now_.size());
  if (rows.empty()) rows = missing(ahead_, std::max<std::size_t>(now_.size(), 1));
  std::vector<PictureKey> keys;
  for (const std::size_t row : rows) {
    const SourceFrame frame = data_->table->source_of(data_->table->frames[row]);
    const auto source = static_cast<std::size_t>(frame.source);
    keys.push_back({row, source < data_->source_ids.size() ? data_->source_ids[source] : -1, frame.ordinal});
  }
  if (keys.empty()) return;
  busy_ = true;
  ++batches_;
  fetch_(this, std::move(keys), [this, source = source_](LoadedPictures pictures) {
    if (source != source_) return;  // of a file that is not shown any more
    busy_ = false;
    take(std::move(pictures));
  });
}

void PictureFeed::take(LoadedPictures&& pictures) {
  bool wanted = false;
  const bool any = !pictures.empty();
  for (auto& [row, picture] : pictures) {
    wanted = wanted || std::find(now_.begin(), now_.end(), row) != now_.end();
    if (const auto old = kept_.constFind(row); old != kept_.constEnd()) bytes_ -= old->picture.image.sizeInBytes();
    bytes_ += picture.image.sizeInBytes();
    kept_.insert(row, {std::move(picture), ++clock_});
  }
  trim();
  if (wanted) Q_EMIT arrived();
  if (any) fetch_next();  // an empty answer means that the reader is gone: asking again would not end
}

void PictureFeed::trim() {
  const auto has = [](const std::vector<std::size_t>& rows, std::size_t row) {
    return std::find(rows.begin(), rows.end(), row) != rows.end();
  };
  while (bytes_ > most_bytes_) {
    auto oldest = kept_.cend();
    for (auto it = kept_.cbegin(); it != kept_.cend(); ++it) {
      if (has(now_, it.key())) continue;  // what is on the screen stays
      if (oldest == kept_.cend() || it->used < oldest->used) oldest = it;
    }
    if (oldest == kept_.cend()) return;
    // fetching ahead more than fits would fetch the same pictures for ever
    if (has(ahead_, oldest.key())) ahead_.clear();
    bytes_ -= oldest->picture.image.sizeInBytes();
    kept_.erase(oldest);
  }
}

}  // namespace mlink::ui
