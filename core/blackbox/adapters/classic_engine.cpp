#include "blackbox/adapters/classic_engine.h"

#include <algorithm>

#include "blackbox/opencv_view.h"

namespace mlink::blackbox {

Status ClassicEngine::load() {
  cv::setNumThreads(threads_);  // one number for the whole process: the last load wins
  return open();
}

std::vector<Result<Decoded>> ClassicEngine::look(std::span<const Frame> frames) {
  std::vector<Result<Decoded>> out;
  for (const auto& frame : frames) {
    if (!frame || frame.width() <= 0 || frame.height() <= 0)
      out.emplace_back(fail(ErrorKind::failed, "The frame has no picture."));
    else
      out.push_back(look_at(view_of(frame)));
  }
  return out;
}

Detection detection_of(const cv::Rect& rect, const cv::Size& size, float score) {
  const auto w = static_cast<float>(size.width);
  const auto h = static_cast<float>(size.height);
  return {static_cast<float>(rect.x) / w,
          static_cast<float>(rect.y) / h,
          static_cast<float>(rect.x + rect.width) / w,
          static_cast<float>(rect.y + rect.height) / h,
          score,
          0};
}

void best_first(std::vector<Detection>& detections) {
  std::stable_sort(detections.begin(), detections.end(),
                   [](const auto& a, const auto& b) { return a.score > b.score; });
}

}  // namespace mlink::blackbox
