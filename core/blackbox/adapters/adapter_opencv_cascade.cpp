// Adapter "opencv-cascade": OpenCV's cascades of Haar or LBP features.
#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

#include "adapter_list.h"
#include "blackbox/adapters/classic_engine.h"
#include "blackbox/json_fields.h"

namespace mlink::blackbox {
namespace {

struct CascadeSettings {
  double step = 1.1;
  int neighbours = 4;
  int min_size = 24;
};

class CascadeEngine : public ClassicEngine {
 public:
  CascadeEngine(Manifest manifest, int threads, std::string label, const CascadeSettings& settings)
      : ClassicEngine(std::move(manifest), threads, std::move(label)), settings_(settings) {}
  void unload() override { cascade_ = cv::CascadeClassifier(); }

 protected:
  Status open() override {
    const auto file = manifest().weights[0].path.string();
    try {
      if (cascade_.load(file)) return {};
    } catch (const cv::Exception&) {  // told below
    }
    return fail(ErrorKind::corrupt, "This is no OpenCV cascade.",
                "It is an .xml file of opencv-data or opencv_traincascade.", file);
  }
  Result<Decoded> look_at(const cv::Mat& rgb) override {
    if (cascade_.empty()) return fail(ErrorKind::failed, "The cascade is not loaded.");
    cv::Mat grey;
    cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
    cv::equalizeHist(grey, grey);
    std::vector<cv::Rect> found;
    std::vector<int> hits;
    cascade_.detectMultiScale(grey, found, hits, settings_.step, settings_.neighbours, 0,
                              {settings_.min_size, settings_.min_size});
    Decoded out;
    for (std::size_t i = 0; i < found.size(); ++i) {
      const auto windows = static_cast<float>(hits[i]);  // how many windows agree: n / (n + neighbours) is in [0,1]
      const auto score = windows / (windows + static_cast<float>(std::max(settings_.neighbours, 1)));
      out.detections.push_back(detection_of(found[i], grey.size(), score));
    }
    best_first(out.detections);
    return out;
  }

 private:
  CascadeSettings settings_;
  cv::CascadeClassifier cascade_;
};

EngineResult make_cascade_engine(const Manifest& manifest, const BoxOptions& options) {
  MLINK_TRY(expect_weights(manifest, 1, 1));
  MLINK_TRY(expect_no_tensors(manifest));
  Fields fields(manifest.settings_json, "$.settings");
  CascadeSettings s;
  s.step = fields.get("step", s.step);
  s.neighbours = fields.get("neighbours", s.neighbours);
  s.min_size = fields.get("min_size", s.min_size);
  auto label = fields.get("label", std::string("face"));
  MLINK_TRY(fields.finish("the adapter \"opencv-cascade\""));
  return std::make_unique<CascadeEngine>(manifest, options.threads, std::move(label), s);
}

}  // namespace

Adapter adapter_opencv_cascade() { return {"opencv-cascade", "OpenCV", Senses::picture, make_cascade_engine}; }

}  // namespace mlink::blackbox
