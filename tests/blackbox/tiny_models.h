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
/// ONNX: a convolution of one pixel with these weights, [1,3,8,8] -> [1,3,8,8]; one more attribute where given; input
/// and output of that type (1: float).
[[nodiscard]] std::string onnx_mix(const OnnxWeights& weights, const std::string& attribute = {},
                                   std::uint64_t type = 1);
/// ONNX: any fields of a graph from "x" to "y".
[[nodiscard]] std::string onnx_model(const std::string& nodes);
/// ONNX: onnx_means with names for batch, height and width, and the metadata "names": "red, green, blue".
[[nodiscard]] std::string onnx_open_means();
/// ONNX: onnx_means of a picture in bytes.
[[nodiscard]] std::string onnx_byte_means();
/// ONNX: "means" as above within the network, its negative as the output "y".
[[nodiscard]] std::string onnx_two_steps();
/// ONNX: the sum of two pictures.
[[nodiscard]] std::string onnx_two_inputs();
/// ONNX: samples "input" [1, n] and a state [1, 1]; "output" is their mean plus the state, and "stateN" the same.
[[nodiscard]] std::string onnx_running_sum(std::uint64_t n);
/// ONNX: "y" is the clip "x" of this shape, as it came.
[[nodiscard]] std::string onnx_same_clip(const std::vector<std::uint64_t>& shape);
/// ONNX: tokens of a text "input_ids" [1, 16], 64 bits each; "y" is what they are as floats.
[[nodiscard]] std::string onnx_tokens();
/// ONNX: a picture "x" and two numbers "s" [1, 2]; "y" is s.
[[nodiscard]] std::string onnx_second_input();
/// TensorFlow: relu of the picture.
[[nodiscard]] std::string tensorflow_relu();
/// Caffe, text: the mean of each channel.
[[nodiscard]] std::string caffe_means();
/// Darknet, text: the greatest value of each channel; and the weights that belong to it (none, but for the header).
[[nodiscard]] std::string darknet_greatest();
[[nodiscard]] std::string darknet_weights();

}  // namespace mlink::test
