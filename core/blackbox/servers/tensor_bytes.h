// Numbers of a network as the Open Inference Protocol carries them, to and from floats. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "open_inference.pb.h"
#include "outputs/tensor.h"

namespace mlink::blackbox {

/// What the protocol calls FP32 is "f32" elsewhere here. Empty: not known.
[[nodiscard]] std::string_view type_of(std::string_view datatype);

/// Values as the protocol's datatype, little-endian; whole numbers are rounded, and held within what they can be.
/// Errors: a datatype of texts, or one that is not known.
[[nodiscard]] Status put_bytes(std::string_view datatype, const std::vector<float>& values, std::string& bytes);

/// One output of an answer; `raw`: its bytes where they stand apart. Errors: a shape that cannot be; another number of
/// values than the shape has; texts.
[[nodiscard]] Result<Tensor> tensor_of(const inference::ModelInferResponse::InferOutputTensor& output,
                                       const std::string* raw);

}  // namespace mlink::blackbox
