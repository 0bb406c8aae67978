#include "media/picture_change.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace mlink::media {
namespace {

constexpr int kChanged = 21;  ///< of 255: smaller differences are noise
constexpr std::size_t kRemembered = static_cast<std::size_t>(kFeatureLags.back());

/// What is compared of one picture. Matrices are empty where there is no picture.
struct Compared {
  cv::Mat colour, smooth, edges, corners;
};

cv::Mat colours_of(const Frame& frame) {
  const cv::Mat all(frame.height(), frame.width(), CV_8UC3, const_cast<std::uint8_t*>(frame.row(0)),
                    static_cast<std::size_t>(frame.stride()));
  const double pixels = static_cast<double>(frame.width()) * frame.height();
  if (pixels <= kComparedPixels) return all.clone();  // the frame's own pixels are its decoder's
  const double scale = std::sqrt(kComparedPixels / pixels);
  const cv::Size size(std::max(1, static_cast<int>(std::lround(frame.width() * scale))),
                      std::max(1, static_cast<int>(std::lround(frame.height() * scale))));
  cv::Mat reduced;
  cv::resize(all, reduced, size, 0, 0, cv::INTER_AREA);
  return reduced;
}

Compared compared_of(const Frame& frame) {
  Compared out;
  if (!frame || frame.width() <= 0 || frame.height() <= 0) return out;
  out.colour = colours_of(frame);
  cv::Mat grey;
  cv::cvtColor(out.colour, grey, cv::COLOR_RGB2GRAY);
  cv::GaussianBlur(grey, out.smooth, cv::Size(11, 11), 0);
  cv::Canny(out.smooth, out.edges, 101, 255);
  cv::Mat response;
  cv::cornerHarris(grey, response, 5, 3, 0.05);
  cv::dilate(response, out.corners, cv::Mat());
  return out;
}

double share(int count, const cv::Mat& of) { return static_cast<double>(count) / static_cast<double>(of.total()); }

float pixel_change(const Compared& now, const Compared& then, cv::Mat& differs) {
  cv::absdiff(now.colour, then.colour, differs);
  cv::Mat grey, changed;
  cv::cvtColor(differs, grey, cv::COLOR_RGB2GRAY);
  cv::threshold(grey, changed, kChanged, 1, cv::THRESH_BINARY);
  return static_cast<float>(share(cv::countNonZero(changed), now.colour));
}

float area_change(const Compared& now, const Compared& then, cv::Mat& differs) {
  cv::absdiff(now.smooth, then.smooth, differs);
  cv::Mat changed;
  cv::threshold(differs, changed, kChanged, 255, cv::THRESH_BINARY);
  if (cv::countNonZero(changed) == 0) return 0;
  cv::dilate(changed, changed, cv::Mat());
  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(changed, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  double largest = 0;
  for (const auto& contour : contours) largest = std::max(largest, cv::contourArea(contour));
  return static_cast<float>(largest / static_cast<double>(now.smooth.total()));
}

float share_that_differs(const cv::Mat& now, const cv::Mat& then, cv::Mat& differs) {
  cv::absdiff(now, then, differs);
  return static_cast<float>(share(cv::countNonZero(differs), now));
}

}  // namespace

struct PictureChange::Impl {
  std::vector<Compared> before = std::vector<Compared>(kRemembered);  ///< frame n at n % kRemembered
  std::size_t frames = 0;
};

PictureChange::PictureChange() : impl_(std::make_unique<Impl>()) {}
PictureChange::PictureChange(PictureChange&&) noexcept = default;
PictureChange& PictureChange::operator=(PictureChange&&) noexcept = default;
PictureChange::~PictureChange() = default;

FeatureValues PictureChange::next(const Frame& frame) {
  FeatureValues values{};
  values.fill(kNoFeature);
  Compared now = compared_of(frame);
  cv::Mat bytes, floats;  // of all lags: the memory is taken once
  for (std::size_t lag = 0; lag < kLagCount && !now.colour.empty(); ++lag) {
    const auto frames_ago = static_cast<std::size_t>(kFeatureLags[lag]);
    if (frames_ago > impl_->frames) break;
    const Compared& then = impl_->before[(impl_->frames - frames_ago) % kRemembered];
    if (then.colour.size() != now.colour.size()) continue;
    values[feature_at(FeatureKind::pixel, lag)] = pixel_change(now, then, bytes);
    values[feature_at(FeatureKind::area, lag)] = area_change(now, then, bytes);
    values[feature_at(FeatureKind::edge, lag)] = share_that_differs(now.edges, then.edges, bytes);
    values[feature_at(FeatureKind::corner, lag)] = share_that_differs(now.corners, then.corners, floats);
  }
  impl_->before[impl_->frames % kRemembered] = std::move(now);
  ++impl_->frames;
  return values;
}

}  // namespace mlink::media
