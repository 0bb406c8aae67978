// Internal to core/blackbox.
// What OpenCV's classic boxes share: they look at the picture as it is and need neither input size nor head.
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <utility>
#include <vector>

#include "blackbox/adapters/adapters.h"

namespace mlink::blackbox {

/// An engine that sees one frame at a time.
class ClassicEngine : public Engine {
 public:
  ClassicEngine(Manifest manifest, int threads, std::string label)
      : manifest_(std::move(manifest)), threads_(threads), names_{std::move(label)} {}

  Status load() final;
  std::vector<Result<Decoded>> look(std::span<const Frame> frames) final;
  [[nodiscard]] const std::vector<std::string>& names() const final { return names_; }

 protected:
  [[nodiscard]] const Manifest& manifest() const { return manifest_; }
  virtual Status open() = 0;
  virtual Result<Decoded> look_at(const cv::Mat& rgb) = 0;

 private:
  Manifest manifest_;
  int threads_;
  std::vector<std::string> names_;
};

/// A rectangle of a picture of this size, in [0,1] of it.
[[nodiscard]] Detection detection_of(const cv::Rect& rect, const cv::Size& size, float score);
void best_first(std::vector<Detection>& detections);

}  // namespace mlink::blackbox
