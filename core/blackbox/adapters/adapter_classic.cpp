// Adapters "opencv-hog", "opencv-cascade" and "opencv-quality": OpenCV's classic detectors and the BRISQUE quality
// score. They look at the picture as it is and need neither input size nor head.
#include <fmt/format.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>
#include <opencv2/quality/qualitybrisque.hpp>
#include <optional>

#include "blackbox/adapters/adapters.h"
#include "blackbox/json_fields.h"
#include "blackbox/opencv_view.h"

namespace mlink {
namespace {

/// An engine that sees one frame at a time.
class ClassicEngine : public Engine {
 public:
  ClassicEngine(Manifest manifest, int threads, std::string label)
      : manifest_(std::move(manifest)), threads_(threads), names_{std::move(label)} {}

  Status load() final {
    cv::setNumThreads(threads_);  // one number for the whole process: the last load wins
    return open();
  }
  std::vector<Result<Decoded>> look(std::span<const Frame> frames) final {
    std::vector<Result<Decoded>> out;
    for (const auto& frame : frames) {
      if (!frame || frame.width() <= 0 || frame.height() <= 0)
        out.emplace_back(fail(ErrorKind::failed, "The frame has no picture."));
      else
        out.push_back(look_at(view_of(frame)));
    }
    return out;
  }
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

}  // namespace

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

EngineResult make_quality_engine(const Manifest& manifest, const BoxOptions& options) {
  MLINK_TRY(expect_weights(manifest, 2, 2));
  MLINK_TRY(expect_no_tensors(manifest));
  Fields fields(manifest.settings_json, "$.settings");
  MLINK_TRY(fields.finish("the adapter \"opencv-quality\""));
  return std::make_unique<QualityEngine>(manifest, options.threads, std::string());
}

}  // namespace mlink
