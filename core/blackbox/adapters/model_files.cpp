#include "blackbox/adapters/model_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <string>

namespace mlink::blackbox {
namespace {

constexpr std::string_view kExport = "Export the network as ONNX or TorchScript from the framework that made it.";

// The number of bytes that tell a format: TensorFlow Lite has its mark at byte 4.
constexpr std::size_t kHead = 16;

std::string head_of(const std::filesystem::path& file) {
  std::array<char, kHead> bytes{};
  std::ifstream in(file, std::ios::binary);
  in.read(bytes.data(), bytes.size());
  return {bytes.data(), static_cast<std::size_t>(in.gcount())};
}

const ModelFormat* by_extension(const std::string& extension) {
  for (const auto& format : model_formats())
    if (std::find(format.extensions.begin(), format.extensions.end(), extension) != format.extensions.end())
      return &format;
  return nullptr;
}

const ModelFormat* by_title(std::string_view title) {
  for (const auto& format : model_formats())
    if (format.title == title) return &format;
  return nullptr;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

const std::vector<ModelFormat>& model_formats() {
  static const std::vector<ModelFormat> all{
      {"ONNX", {".onnx"}, {"openvino", "opencv-dnn"}, {}},
      {"TorchScript", {".pt", ".pth", ".jit", ".torchscript"}, {"torchscript"}, {}},
      {"TensorFlow", {".pb"}, {"openvino", "opencv-dnn"}, {}},
      {"TensorFlow Lite", {".tflite"}, {"openvino"}, {}},
      {"OpenVINO", {".xml"}, {"openvino"}, {}},
      {"Paddle", {".pdmodel"}, {"openvino"}, {}},
      {"Paddle weight",
       {".pdiparams"},
       {},
       "Give the .pdmodel file that lies beside it; the weights are found from there."},
      {"plugin", {".so"}, {"plugin"}, {}},
      {"Caffe", {".caffemodel", ".prototxt"}, {"opencv-dnn"}, {}},
      {"PaddlePaddle 3",
       {},
       {},
       "Make it ONNX: paddle2onnx --model_dir FOLDER --model_filename inference.json --params_filename "
       "inference.pdiparams --save_file model.onnx."},
      {"Darknet", {".weights", ".cfg"}, {"opencv-dnn"}, {}},
      {"TensorFlow.js", {".json"}, {}, "Convert it first: mlink box convert MODEL.json OUT.pt."},
      {"Keras", {".h5", ".keras"}, {}, "Export it as a TensorFlow graph (.pb), TensorFlow Lite or ONNX."},
      {"safetensors",
       {".safetensors"},
       {},
       "The file holds weights without their network. Save the network as TorchScript or ONNX."},
      {"TensorRT",
       {".engine", ".plan", ".trt"},
       {},
       "Such a file fits one kind of GPU only. Take the ONNX file that it was made from."},
      {"Core ML", {".mlmodel", ".mlpackage"}, {}, kExport},
      {"ncnn", {".param"}, {}, kExport},
  };
  return all;
}

const ModelFormat* format_of(const std::filesystem::path& file) {
  const std::string head = head_of(file);
  if (head.size() >= 8 && head.compare(4, 4, "TFL3") == 0) return by_extension(".tflite");
  if (head.starts_with("PK\x03\x04") && file.extension() != ".keras") return by_extension(".pt");
  if (head.starts_with("\x89HDF")) return by_extension(".h5");
  auto weights = file;
  weights.replace_extension(".pdiparams");
  if (std::error_code error; file.extension() == ".json" && std::filesystem::exists(weights, error))
    return by_title("PaddlePaddle 3");
  return by_extension(lower(file.extension().string()));
}

bool ModelFormat::read_by(std::string_view adapter) const {
  return std::find(adapters.begin(), adapters.end(), adapter) != adapters.end();
}

Error with_other_engines(Error error, const std::filesystem::path& file, std::string_view own) {
  const auto* format = format_of(file);
  if (format == nullptr) return error;
  std::string others;
  for (const auto adapter : format->adapters)
    if (adapter != own) others += fmt::format("{}\"{}\"", others.empty() ? "" : " or ", adapter);
  const bool reads = format->read_by(own);
  std::string advice;
  if (!others.empty())
    advice = fmt::format("The adapter {} reads {} files{}.", others, format->title, reads ? ", too: try it" : "");
  else if (!reads)
    advice = format->todo;
  if (!advice.empty()) error.todo += (error.todo.empty() ? "" : " ") + advice;
  return error;
}

}  // namespace mlink::blackbox
