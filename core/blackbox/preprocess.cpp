#include "blackbox/preprocess.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <span>
#include <utility>

#include "blackbox/opencv_view.h"
#include "blackbox/resize_plan.h"

namespace mlink::blackbox {
namespace {

cv::Rect fitted(const InputSpec& input, int width, int height) {
  const Rect place = place_in(input, width, height);
  return {place.x, place.y, place.width, place.height};
}

cv::Mat resized(const Frame& frame, const InputSpec& input) {
  const cv::Rect place = fitted(input, frame.width(), frame.height());
  cv::Mat out(input.height, input.width, CV_8UC3, cv::Scalar::all(input.pad));
  cv::resize(view_of(frame), out(place), place.size(), 0, 0, cv::INTER_LINEAR);
  return out;
}

bool in_planes(const InputSpec& input) { return input.layout != "nhwc" && input.layout != "nthwc"; }

using Table = std::array<float, 256>;

Table table(float mean, float scale) {
  Table t{};
  for (std::size_t v = 0; v < t.size(); ++v) t[v] = (static_cast<float>(v) - mean) * scale;
  return t;
}

void fill_colours(const cv::Mat& picture, const InputSpec& input, std::vector<float>& data) {
  std::array<Table, 3> tables;
  std::array<int, 3> source{0, 1, 2};
  if (input.order == "bgr") source = {2, 1, 0};
  for (std::size_t c = 0; c < 3; ++c) tables[c] = table(input.mean[c], input.scale[c]);
  const bool planes = in_planes(input);
  const auto plane = static_cast<std::size_t>(input.width) * static_cast<std::size_t>(input.height);
  for (int y = 0; y < input.height; ++y) {
    const auto* row = picture.ptr<std::uint8_t>(y);
    const auto first = static_cast<std::size_t>(y) * static_cast<std::size_t>(input.width);
    for (std::size_t c = 0; c < 3; ++c) {
      float* out = data.data() + (planes ? c * plane + first : first * 3 + c);
      const int step = planes ? 1 : 3;
      const auto* in = row + source[c];
      for (int x = 0; x < input.width; ++x) out[std::ptrdiff_t{x} * step] = tables[c][in[std::ptrdiff_t{x} * 3]];
    }
  }
}

void fill_grey(const cv::Mat& picture, const InputSpec& input, std::vector<float>& data) {
  auto* out = data.data();
  for (int y = 0; y < input.height; ++y) {
    const auto* in = picture.ptr<std::uint8_t>(y);
    for (int x = 0; x < input.width; ++x, in += 3) {
      const float grey =
          .2989F * static_cast<float>(in[0]) + .587F * static_cast<float>(in[1]) + .114F * static_cast<float>(in[2]);
      *out++ = (grey - input.mean[0]) * input.scale[0];
    }
  }
}

Status check_picture(const Frame& frame, const InputSpec& input) {
  if (!frame || frame.width() <= 0 || frame.height() <= 0)
    return fail(ErrorKind::invalid_input, "The frame has no picture.");
  if (input.width <= 0 || input.height <= 0)
    return fail(ErrorKind::invalid_input, "The manifest does not say the size of the input.");
  return {};
}

std::vector<float> numbers_of(const Frame& frame, const InputSpec& input) {
  const cv::Mat picture = resized(frame, input);
  std::vector<float> data(picture.total() * static_cast<std::size_t>(input.channels));
  if (input.channels == 1)
    fill_grey(picture, input, data);
  else
    fill_colours(picture, input, data);
  return data;
}

}  // namespace

Region region_of(const InputSpec& input, int frame_width, int frame_height) {
  if (frame_width <= 0 || frame_height <= 0 || input.width <= 0 || input.height <= 0) return {};
  const cv::Rect place = fitted(input, frame_width, frame_height);
  const auto w = static_cast<float>(input.width);
  const auto h = static_cast<float>(input.height);
  return {static_cast<float>(place.x) / w, static_cast<float>(place.y) / h,
          static_cast<float>(place.x + place.width) / w, static_cast<float>(place.y + place.height) / h};
}

std::vector<std::int64_t> shape_of(const InputSpec& input) {
  const std::int64_t frames = input.frames;
  const std::int64_t channels = input.channels;
  if (input.layout == "nhwc") return {1, input.height, input.width, channels};
  if (input.layout == "nthwc") return {1, frames, input.height, input.width, channels};
  if (input.layout == "ntchw") return {1, frames, channels, input.height, input.width};
  if (input.layout == "ncthw") return {1, channels, frames, input.height, input.width};
  return {1, frames * channels, input.height, input.width};
}

Result<Tensor> preprocess(const Frame& frame, const InputSpec& input) {
  MLINK_TRY(check_picture(frame, input));
  const auto earlier = input.clip() && frame.earlier() ? std::span(*frame.earlier()) : std::span<const Frame>();
  const auto frames = static_cast<std::size_t>(input.frames);
  std::vector<std::vector<float>> pictures;  // the oldest first
  const std::size_t known = std::min(earlier.size(), frames - 1);
  for (const auto& picture : earlier.last(known)) {
    MLINK_TRY(check_picture(picture, input));
    pictures.push_back(numbers_of(picture, input));
  }
  pictures.push_back(numbers_of(frame, input));
  if (pictures.size() < frames) {
    const auto oldest = pictures.front();
    pictures.insert(pictures.begin(), frames - pictures.size(), oldest);
  }
  if (frames == 1) return Tensor{shape_of(input), std::move(pictures[0]), {}};
  Tensor tensor{shape_of(input), {}, {}};
  tensor.data.reserve(frames * pictures[0].size());
  // Where the channels come before the time, each channel's planes of all pictures lie together.
  const std::size_t parts = input.layout == "ncthw" ? static_cast<std::size_t>(input.channels) : 1;
  const auto size = static_cast<std::ptrdiff_t>(pictures[0].size() / parts);
  for (std::size_t part = 0; part < parts; ++part)
    for (const auto& picture : pictures) {
      const auto from = picture.begin() + static_cast<std::ptrdiff_t>(part) * size;
      tensor.data.insert(tensor.data.end(), from, from + size);
    }
  return tensor;
}

Result<Frame> shrunk(const Frame& frame, const InputSpec& input) {
  MLINK_TRY(check_picture(frame, input));
  const cv::Mat small = resized(frame, input);
  auto picture = std::make_shared<Picture>();
  picture->width = small.cols;
  picture->height = small.rows;
  picture->stride = 3 * small.cols;
  const auto* bytes = small.ptr<std::uint8_t>();
  picture->rgb.assign(bytes, bytes + small.total() * 3);
  return Frame(std::move(picture), frame.ordinal(), frame.pts(), frame.seconds());
}

void to_frame(Decoded& decoded, const Region& region) {
  const float w = region.x1 - region.x0;
  const float h = region.y1 - region.y0;
  if (w <= 0 || h <= 0) return;
  for (auto& d : decoded.detections) {
    d.x0 = (d.x0 - region.x0) / w;
    d.x1 = (d.x1 - region.x0) / w;
    d.y0 = (d.y0 - region.y0) / h;
    d.y1 = (d.y1 - region.y0) / h;
    for (std::size_t i = 0; i + 1 < d.points.size(); i += 2) {
      d.points[i] = (d.points[i] - region.x0) / w;
      d.points[i + 1] = (d.points[i + 1] - region.y0) / h;
    }
  }
  for (auto& pose : decoded.poses)
    for (std::size_t i = 0; i + 2 < pose.points.size(); i += 3) {
      pose.points[i] = (pose.points[i] - region.x0) / w;
      pose.points[i + 1] = (pose.points[i + 1] - region.y0) / h;
    }
}

}  // namespace mlink::blackbox
