// Networks in other formats than TorchScript, written byte by byte: ONNX, TensorFlow, Caffe, Darknet. Each takes a
// picture 3 x 8 x 8 and answers with a few numbers that a test can work out by hand.
#pragma once

#include <string>

namespace mlink::test {

/// ONNX: GlobalAveragePool, [1,3,8,8] -> [1,3,1,1]: the mean of each channel.
[[nodiscard]] std::string onnx_means();
/// TensorFlow: relu of the picture.
[[nodiscard]] std::string tensorflow_relu();
/// Caffe, text: the mean of each channel.
[[nodiscard]] std::string caffe_means();
/// Darknet, text: the greatest value of each channel; and the weights that belong to it (none, but for the header).
[[nodiscard]] std::string darknet_greatest();
[[nodiscard]] std::string darknet_weights();

}  // namespace mlink::test
