// Adapter "opencv-dnn": ONNX, TensorFlow, Caffe and Darknet networks through OpenCV's DNN module, on the CPU.
#include <fmt/format.h>

#include <opencv2/core/utils/logger.hpp>
#include <opencv2/dnn.hpp>

#include "adapter_list.h"
#include "blackbox/adapters/darknet_file.h"
#include "blackbox/adapters/model_files.h"
#include "blackbox/adapters/net_engine.h"
#include "blackbox/adapters/onnx_file.h"
#include "blackbox/json_fields.h"

namespace mlink::blackbox {
namespace {

// OpenCV's own sentence, without file, line and function.
std::string reason(const cv::Exception& e) {
  const auto& text = e.err.empty() ? e.msg : e.err;
  return text.substr(0, text.find('\n'));
}

// Before OpenCV sees the files: some end the whole program, and some are loaded without a word and mean nothing.
Status check_network_files(const std::vector<WeightFile>& weights) {
  const auto& first = weights[0].path;
  if (weights.size() == 1) return first.extension() == ".onnx" ? check_onnx_file(first) : Status{};
  const auto& second = weights[1].path;
  for (const char* extension : {".cfg", ".weights"})
    if (first.extension() == extension || second.extension() == extension) return check_darknet_files(first, second);
  return {};
}

class DnnEngine : public NetEngine {
 public:
  DnnEngine(Manifest manifest, DecodingHead head, int batch, int threads, std::vector<std::string> outputs)
      : NetEngine(std::move(manifest), std::move(head), batch), threads_(threads), wanted_(std::move(outputs)) {}

 protected:
  Status open() override {
    const auto& first = manifest().weights[0].path;
    if (const auto done = read(); !done)
      return tl::make_unexpected(with_other_engines(done.error(), first, "opencv-dnn"));
    return {};
  }
  void close() override { net_ = cv::dnn::Net(); }

  Result<std::vector<Tensor>> forward(const std::vector<Tensor>& inputs) override {
    MLINK_TRY(expect_one(inputs));
    const Tensor& input = inputs[0];
    std::vector<int> sizes(input.shape.begin(), input.shape.end());
    std::vector<cv::Mat> raw;
    try {
      // The network reads the tensor and never writes it.
      const cv::Mat blob(static_cast<int>(sizes.size()), sizes.data(), CV_32F, const_cast<float*>(input.data.data()));
      net_.setInput(blob);
      net_.forward(raw, outputs_);
    } catch (const cv::Exception& e) {
      return fail(ErrorKind::failed,
                  fmt::format("OpenCV cannot run the network on a picture of the shape {}: {}.",
                              shape_text(input.shape), reason(e)),
                  "Check \"input\" and \"outputs\" in the manifest.", manifest().weights[0].path.string());
    }
    std::vector<Tensor> out;
    out.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) {
      out.push_back(to_tensor(raw[i]));
      if (i < outputs_.size()) out.back().name = outputs_[i];
    }
    return out;
  }

 private:
  Status read() {
    const auto& weights = manifest().weights;
    const std::string first = weights[0].path.string();
    MLINK_TRY(check_network_files(weights));
    try {
      // What it cannot do is told once, by us. OpenCV has one thread count for the whole process: the last load wins.
      cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
      cv::setNumThreads(threads_);
      net_ = cv::dnn::readNet(first, weights.size() > 1 ? weights[1].path.string() : std::string());
      if (net_.empty()) return fail(ErrorKind::corrupt, "The file holds no network.", {}, first);
      net_.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
      net_.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
      outputs_.assign(wanted_.begin(), wanted_.end());
      if (outputs_.empty()) outputs_ = net_.getUnconnectedOutLayersNames();
    } catch (const cv::Exception& e) {
      return fail(ErrorKind::corrupt, fmt::format("OpenCV cannot read the network: {}.", reason(e)),
                  "It reads ONNX, TensorFlow (.pb), Caffe and Darknet; the two files of the latter go in \"weights\".",
                  first);
    }
    return {};
  }

  static Tensor to_tensor(const cv::Mat& mat) {
    cv::Mat floats = mat.isContinuous() ? mat : mat.clone();
    if (floats.type() != CV_32F) floats.convertTo(floats, CV_32F);
    Tensor tensor;
    for (int d = 0; d < floats.dims; ++d) tensor.shape.push_back(floats.size[d]);
    const auto* data = floats.ptr<float>();
    tensor.data.assign(data, data + floats.total());
    return tensor;
  }

  int threads_;
  std::vector<std::string> wanted_;
  std::vector<cv::String> outputs_;
  cv::dnn::Net net_;
};

EngineResult make_dnn_engine(const Manifest& manifest, const BoxOptions& options) {
  MLINK_TRY(expect_weights(manifest, 1, 2));
  MLINK_ASSIGN(auto head, read_net_head(manifest));
  Fields fields(manifest.settings_json, "$.settings");
  const int batch = fields.get("batch", 1);
  auto outputs = fields.get("outputs", std::vector<std::string>{});
  MLINK_TRY(fields.finish("the adapter \"opencv-dnn\""));
  return std::make_unique<DnnEngine>(manifest, std::move(head), batch, options.threads, std::move(outputs));
}

}  // namespace

Adapter adapter_opencv_dnn() { return {"opencv-dnn", "OpenCV DNN", Senses::picture, make_dnn_engine}; }

}  // namespace mlink::blackbox
