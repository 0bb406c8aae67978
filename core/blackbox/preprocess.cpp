#include "blackbox/preprocess.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "blackbox/opencv_view.h"

namespace mlink::blackbox {
namespace {

cv::Rect fitted(const InputSpec& input, int width, int height) {
  if (input.resize != "letterbox") return {0, 0, input.width, input.height};
  const double scale = std::min(static_cast<double>(input.width) / width, static_cast<double>(input.height) / height);
  const int w = std::clamp(static_cast<int>(std::lround(width * scale)), 1, input.width);
  const int h = std::clamp(static_cast<int>(std::lround(height * scale)), 1, input.height);
  return {(input.width - w) / 2, (input.height - h) / 2, w, h};
}

cv::Mat resized(const Frame& frame, const InputSpec& input) {
  const cv::Rect place = fitted(input, frame.width(), frame.height());
  cv::Mat out(input.height, input.width, CV_8UC3, cv::Scalar::all(input.pad));
  cv::resize(view_of(frame), out(place), place.size(), 0, 0, cv::INTER_LINEAR);
  return out;
}

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
  const bool planes = input.layout == "nchw";
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

}  // namespace

Region region_of(const InputSpec& input, int frame_width, int frame_height) {
  if (frame_width <= 0 || frame_height <= 0 || input.width <= 0 || input.height <= 0) return {};
  const cv::Rect place = fitted(input, frame_width, frame_height);
  const auto w = static_cast<float>(input.width);
  const auto h = static_cast<float>(input.height);
  return {static_cast<float>(place.x) / w, static_cast<float>(place.y) / h,
          static_cast<float>(place.x + place.width) / w, static_cast<float>(place.y + place.height) / h};
}

Result<Tensor> preprocess(const Frame& frame, const InputSpec& input) {
  if (!frame || frame.width() <= 0 || frame.height() <= 0)
    return fail(ErrorKind::invalid_input, "The frame has no picture.");
  if (input.width <= 0 || input.height <= 0)
    return fail(ErrorKind::invalid_input, "The manifest does not say the size of the input.");
  const cv::Mat picture = resized(frame, input);
  Tensor tensor;
  if (input.layout == "nchw")
    tensor.shape = {1, input.channels, input.height, input.width};
  else
    tensor.shape = {1, input.height, input.width, input.channels};
  tensor.data.resize(static_cast<std::size_t>(Tensor::count(tensor.shape)));
  if (input.channels == 1)
    fill_grey(picture, input, tensor.data);
  else
    fill_colours(picture, input, tensor.data);
  return tensor;
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
