// Adapter "opencv-quality": the BRISQUE quality score.
#include <opencv2/imgproc.hpp>
#include <opencv2/quality/qualitybrisque.hpp>

#include "adapter_list.h"
#include "blackbox/adapters/classic_engine.h"
#include "blackbox/json_fields.h"

namespace mlink::blackbox {
namespace {

class QualityEngine : public ClassicEngine {
 public:
  using ClassicEngine::ClassicEngine;
  void unload() override { brisque_.release(); }

 protected:
  Status open() override {
    const auto& weights = manifest().weights;
    try {
      brisque_ = cv::quality::QualityBRISQUE::create(weights[0].path.string(), weights[1].path.string());
    } catch (const cv::Exception&) {
      return fail(ErrorKind::corrupt, "This is no BRISQUE model with its range file.",
                  "\"weights\" are the model first and the range second.", weights[0].path.string());
    }
    return {};
  }
  Result<Decoded> look_at(const cv::Mat& rgb) override {
    if (!brisque_) return fail(ErrorKind::failed, "The quality model is not loaded.");
    cv::Mat bgr;
    cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
    Decoded out;
    out.values = {static_cast<float>(brisque_->compute(bgr)[0])};
    return out;
  }

 private:
  cv::Ptr<cv::quality::QualityBRISQUE> brisque_;
};

EngineResult make_quality_engine(const Manifest& manifest, const BoxOptions& options) {
  MLINK_TRY(expect_weights(manifest, 2, 2));
  MLINK_TRY(expect_no_tensors(manifest));
  Fields fields(manifest.settings_json, "$.settings");
  MLINK_TRY(fields.finish("the adapter \"opencv-quality\""));
  return std::make_unique<QualityEngine>(manifest, options.threads, std::string());
}

}  // namespace

Adapter adapter_opencv_quality() { return {"opencv-quality", "OpenCV", Senses::picture, make_quality_engine}; }

}  // namespace mlink::blackbox
