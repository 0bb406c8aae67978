#include "media/picture_change.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace mlink::media {
namespace {

constexpr int kChanged = 21;  ///< of 255: smaller differences are noise

/// What is compared of one picture. Matrices are empty where there is no picture.
struct Compared {
  cv::Mat colour, smooth, edges, corners;
};

void reduce(const Frame& frame, cv::Mat& out) {
  const cv::Mat all(frame.height(), frame.width(), CV_8UC3, const_cast<std::uint8_t*>(frame.row(0)),
                    static_cast<std::size_t>(frame.stride()));
  const double pixels = static_cast<double>(frame.width()) * frame.height();
  if (pixels <= kComparedPixels) {
    all.copyTo(out);  // the frame's own pixels are its decoder's
    return;
  }
  // Whole squares: at other ratios OpenCV's reducing alone took two thirds of all (bench_features).
  const int square = static_cast<int>(std::ceil(std::sqrt(pixels / kComparedPixels)));
  const cv::Size size(std::max(1, frame.width() / square), std::max(1, frame.height() / square));
  const cv::Rect whole(0, 0, std::min(frame.width(), size.width * square),
                       std::min(frame.height(), size.height * square));
  cv::resize(all(whole), out, size, 0, 0, cv::INTER_AREA);
}

float share(const cv::Mat& not_zero) {
  return static_cast<float>(static_cast<double>(cv::countNonZero(not_zero)) / static_cast<double>(not_zero.total()));
}

}  // namespace

/// Matrices keep their memory from frame to frame.
struct PictureChange::Impl {
  /// Frame n at n % size: one more than are looked back at, so that the next one is written where none is needed.
  std::vector<Compared> seen = std::vector<Compared>(static_cast<std::size_t>(kFeatureLags.back()) + 1);
  std::size_t frames = 0;
  cv::Mat grey, response, colours, bytes, floats, changed;

  void look_at(const Frame& frame, Compared& out);
  [[nodiscard]] float pixel_change(const Compared& now, const Compared& then);
  [[nodiscard]] float area_change(const Compared& now, const Compared& then);
  [[nodiscard]] static float share_that_differs(const cv::Mat& now, const cv::Mat& then, cv::Mat& difference);
};

void PictureChange::Impl::look_at(const Frame& frame, Compared& out) {
  if (!frame || frame.width() <= 0 || frame.height() <= 0) {
    out = {};
    return;
  }
  reduce(frame, out.colour);
  cv::cvtColor(out.colour, grey, cv::COLOR_RGB2GRAY);
  cv::GaussianBlur(grey, out.smooth, cv::Size(11, 11), 0);
  cv::Canny(out.smooth, out.edges, 101, 255);
  cv::cornerHarris(grey, response, 5, 3, 0.05);
  cv::dilate(response, out.corners, cv::Mat());
}

float PictureChange::Impl::pixel_change(const Compared& now, const Compared& then) {
  cv::absdiff(now.colour, then.colour, colours);
  cv::cvtColor(colours, bytes, cv::COLOR_RGB2GRAY);
  cv::threshold(bytes, changed, kChanged, 1, cv::THRESH_BINARY);
  return share(changed);
}

float PictureChange::Impl::area_change(const Compared& now, const Compared& then) {
  cv::absdiff(now.smooth, then.smooth, bytes);
  cv::threshold(bytes, changed, kChanged, 255, cv::THRESH_BINARY);
  if (cv::countNonZero(changed) == 0) return 0;
  cv::dilate(changed, bytes, cv::Mat());
  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(bytes, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  double largest = 0;
  for (const auto& contour : contours) largest = std::max(largest, cv::contourArea(contour));
  return static_cast<float>(largest / static_cast<double>(now.smooth.total()));
}

float PictureChange::Impl::share_that_differs(const cv::Mat& now, const cv::Mat& then, cv::Mat& difference) {
  cv::absdiff(now, then, difference);
  return share(difference);
}

PictureChange::PictureChange() : impl_(std::make_unique<Impl>()) {}
PictureChange::PictureChange(PictureChange&&) noexcept = default;
PictureChange& PictureChange::operator=(PictureChange&&) noexcept = default;
PictureChange::~PictureChange() = default;

FeatureValues PictureChange::next(const Frame& frame) {
  FeatureValues values{};
  values.fill(kNoFeature);
  auto& seen = impl_->seen;
  const std::size_t frames = impl_->frames++;
  Compared& now = seen[frames % seen.size()];
  impl_->look_at(frame, now);
  for (std::size_t lag = 0; lag < kLagCount && !now.colour.empty(); ++lag) {
    const auto frames_ago = static_cast<std::size_t>(kFeatureLags[lag]);
    if (frames_ago > frames) break;
    const Compared& then = seen[(frames - frames_ago) % seen.size()];
    if (then.colour.size() != now.colour.size()) continue;
    values[feature_at(FeatureKind::pixel, lag)] = impl_->pixel_change(now, then);
    values[feature_at(FeatureKind::area, lag)] = impl_->area_change(now, then);
    values[feature_at(FeatureKind::edge, lag)] = Impl::share_that_differs(now.edges, then.edges, impl_->bytes);
    values[feature_at(FeatureKind::corner, lag)] = Impl::share_that_differs(now.corners, then.corners, impl_->floats);
  }
  return values;
}

}  // namespace mlink::media
