// Adapter "opencv-hog": OpenCV's detector of people by histograms of oriented gradients.
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>
#include <optional>

#include "adapter_list.h"
#include "blackbox/adapters/classic_engine.h"
#include "blackbox/json_fields.h"

namespace mlink::blackbox {
namespace {

struct HogSettings {
  double scale = 1.5;  ///< the picture is enlarged by this, since the window is 64 x 128 pixels
  double hit_threshold = 0;
  int stride = 8;
  int padding = 8;
  double step = 1.05;  ///< from one level of the pyramid to the next
  int group = 2;
};

class HogEngine : public ClassicEngine {
 public:
  HogEngine(Manifest manifest, int threads, std::string label, const HogSettings& settings)
      : ClassicEngine(std::move(manifest), threads, std::move(label)), settings_(settings) {}
  void unload() override { hog_.reset(); }

 protected:
  Status open() override {
    hog_.emplace();
    hog_->setSVMDetector(cv::HOGDescriptor::getDefaultPeopleDetector());
    return {};
  }
  Result<Decoded> look_at(const cv::Mat& rgb) override {
    if (!hog_) return fail(ErrorKind::failed, "The detector is not loaded.");
    cv::Mat picture;
    cv::resize(rgb, picture, {}, settings_.scale, settings_.scale, cv::INTER_LINEAR);
    Decoded out;
    if (picture.cols < hog_->winSize.width || picture.rows < hog_->winSize.height) return out;  // no person fits in
    std::vector<cv::Rect> found;
    std::vector<double> weights;
    const cv::Size stride(settings_.stride, settings_.stride);
    const cv::Size padding(settings_.padding, settings_.padding);
    hog_->detectMultiScale(picture, found, weights, settings_.hit_threshold, stride, padding, settings_.step,
                           settings_.group);
    for (std::size_t i = 0; i < found.size(); ++i)
      out.detections.push_back(detection_of(found[i], picture.size(), sigmoid(static_cast<float>(weights[i]))));
    best_first(out.detections);
    return out;
  }

 private:
  HogSettings settings_;
  std::optional<cv::HOGDescriptor> hog_;
};

EngineResult make_hog_engine(const Manifest& manifest, const BoxOptions& options) {
  MLINK_TRY(expect_weights(manifest, 0, 0));
  MLINK_TRY(expect_no_tensors(manifest));
  Fields fields(manifest.settings_json, "$.settings");
  HogSettings s;
  s.scale = fields.get("scale", s.scale);
  s.hit_threshold = fields.get("hit_threshold", s.hit_threshold);
  s.stride = fields.get("stride", s.stride);
  s.padding = fields.get("padding", s.padding);
  s.step = fields.get("step", s.step);
  s.group = fields.get("group", s.group);
  if (s.stride % 8 != 0) fields.bad("stride", "must be a multiple of 8, the cell of the descriptor");
  auto label = fields.get("label", std::string("person"));
  MLINK_TRY(fields.finish("the adapter \"opencv-hog\""));
  return std::make_unique<HogEngine>(manifest, options.threads, std::move(label), s);
}

}  // namespace

Adapter adapter_opencv_hog() { return {"opencv-hog", "OpenCV", Senses::picture, make_hog_engine}; }

}  // namespace mlink::blackbox
