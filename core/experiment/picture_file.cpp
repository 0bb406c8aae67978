#include "experiment/picture_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace mlink::experiment {

Result<std::string> jpeg_of(const Frame& frame, int widest) {
  if (!frame || frame.width() <= 0 || frame.height() <= 0 || widest <= 0)
    return fail(ErrorKind::invalid_input, "There is no picture.");
  try {
    cv::Mat rgb(frame.height(), frame.width(), CV_8UC3);
    for (int y = 0; y < frame.height(); ++y)
      std::memcpy(rgb.ptr(y), frame.row(y), static_cast<std::size_t>(frame.width()) * 3);
    cv::Mat bgr;
    cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
    if (bgr.cols > widest) {
      const double scale = static_cast<double>(widest) / bgr.cols;
      const cv::Size size(widest, std::max(1, static_cast<int>(std::lround(bgr.rows * scale))));
      cv::resize(bgr, bgr, size, 0, 0, cv::INTER_AREA);
    }
    std::vector<unsigned char> bytes;
    cv::imencode(".jpg", bgr, bytes, {cv::IMWRITE_JPEG_QUALITY, 85});
    return std::string(bytes.begin(), bytes.end());
  } catch (const cv::Exception& problem) {
    return fail(ErrorKind::failed, fmt::format("The picture cannot be written as JPEG: {}.", problem.err));
  }
}

}  // namespace mlink::experiment
