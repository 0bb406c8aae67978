// Networks in other formats than TorchScript, written byte by byte: ONNX, TensorFlow, Caffe, Darknet. Each takes a
// picture 3 x 8 x 8 and answers with a few numbers that a test can work out by hand.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/rooms.h"

namespace mlink::test {
using namespace rooms;

/// ONNX: GlobalAveragePool, [1,3,8,8] -> [1,3,1,1]: the mean of each channel.
[[nodiscard]] std::string onnx_means();
/// The tensor of an ONNX file, right or wrong.
struct OnnxWeights {
  std::vector<std::uint64_t> shape{3, 3, 1, 1};
  std::string raw{};       ///< raw_data; empty: none
  std::uint64_t type = 1;  ///< float
  std::string more{};      ///< further fields, such as external_data
  std::string name = "w";
};
[[nodiscard]] std::string onnx_tensor(const OnnxWeights& weights);
/// ONNX: a convolution of one pixel with these weights, [1,3,8,8] -> [1,3,8,8]; one more attribute where given.
[[nodiscard]] std::string onnx_mix(const OnnxWeights& weights, const std::string& attribute = {});
/// ONNX: any fields of a graph from "x" to "y".
[[nodiscard]] std::string onnx_model(const std::string& nodes);
/// TensorFlow: relu of the picture.
[[nodiscard]] std::string tensorflow_relu();
/// Caffe, text: the mean of each channel.
[[nodiscard]] std::string caffe_means();
/// Darknet, text: the greatest value of each channel; and the weights that belong to it (none, but for the header).
[[nodiscard]] std::string darknet_greatest();
[[nodiscard]] std::string darknet_weights();

}  // namespace mlink::test
