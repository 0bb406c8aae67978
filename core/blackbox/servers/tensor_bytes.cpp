#include "blackbox/servers/tensor_bytes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

namespace mlink::blackbox {
namespace {

struct Half {
  std::uint16_t bits;
};
struct Brain {  // bfloat16
  std::uint16_t bits;
};

constexpr float kSmallestHalf = 1.F / (1 << 24);

Half half_of(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = (bits >> 16U) & 0x8000U;
  const std::uint32_t size = bits & 0x7fffffffU;
  std::uint32_t half = 0;
  if (size > 0x7f800000U)
    half = 0x7e00U;  // not a number
  else if (size >= 0x477ff000U)
    half = 0x7c00U;  // 65520 and more: infinite
  else if (size < 0x38800000U)
    half = static_cast<std::uint32_t>(std::nearbyint(std::bit_cast<float>(size) / kSmallestHalf));
  else
    half = (size + 0xfffU + ((size >> 13U) & 1U) - 0x38000000U) >> 13U;  // to the nearest, ties to even
  return {static_cast<std::uint16_t>(sign | half)};
}

float value_of(Half half) {
  const std::uint32_t exponent = (half.bits >> 10U) & 31U;
  const std::uint32_t digits = half.bits & 0x3ffU;
  float size = static_cast<float>(digits) * kSmallestHalf;
  if (exponent == 31U)
    size = std::bit_cast<float>(0x7f800000U | (digits << 13U));
  else if (exponent > 0)
    size = std::bit_cast<float>(((exponent + 112U) << 23U) | (digits << 13U));
  return (half.bits & 0x8000U) != 0 ? -size : size;
}
float value_of(Brain brain) { return std::bit_cast<float>(static_cast<std::uint32_t>(brain.bits) << 16U); }
template <class T>
float value_of(T value) {
  return static_cast<float>(value);
}

template <class T>
T number_of(float value) {
  if constexpr (std::is_same_v<T, Half>) {
    return half_of(value);
  } else if constexpr (std::is_same_v<T, Brain>) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return {static_cast<std::uint16_t>((bits + 0x7fffU + ((bits >> 16U) & 1U)) >> 16U)};
  } else if constexpr (std::is_same_v<T, bool>) {
    return value != 0;
  } else if constexpr (std::is_floating_point_v<T>) {
    return static_cast<T>(value);
  } else {
    using Limits = std::numeric_limits<T>;
    if (!(value > static_cast<float>(Limits::min()))) return Limits::min();
    if (value >= static_cast<float>(Limits::max())) return Limits::max();
    return static_cast<T>(value < 0 ? value - .5F : value + .5F);
  }
}

template <class T>
void put(const std::vector<float>& values, std::string& bytes) {
  bytes.resize(values.size() * sizeof(T));
  char* to = bytes.data();
  for (const float value : values) {
    const T number = number_of<T>(value);
    std::memcpy(to, &number, sizeof(T));
    to += sizeof(T);
  }
}

template <class T>
void take(const std::string& bytes, std::vector<float>& values) {
  values.resize(bytes.size() / sizeof(T));
  const char* from = bytes.data();
  for (float& value : values) {
    if constexpr (std::is_same_v<T, bool>) {
      value = *from != 0 ? 1.F : 0.F;
    } else {
      T number;
      std::memcpy(&number, from, sizeof(T));
      value = value_of(number);
    }
    from += sizeof(T);
  }
}

struct Datatype {
  std::string_view name, type;
  std::size_t bytes;
  void (*put)(const std::vector<float>& values, std::string& bytes);
  void (*take)(const std::string& bytes, std::vector<float>& values);
};
template <class T>
constexpr Datatype datatype(std::string_view name, std::string_view type) {
  return {name, type, sizeof(T), put<T>, take<T>};
}
constexpr std::array kDatatypes{datatype<float>("FP32", "f32"),
                                datatype<double>("FP64", "f64"),
                                datatype<Half>("FP16", "f16"),
                                datatype<Brain>("BF16", "bf16"),
                                datatype<bool>("BOOL", "boolean"),
                                datatype<std::uint8_t>("UINT8", "u8"),
                                datatype<std::uint16_t>("UINT16", "u16"),
                                datatype<std::uint32_t>("UINT32", "u32"),
                                datatype<std::uint64_t>("UINT64", "u64"),
                                datatype<std::int8_t>("INT8", "i8"),
                                datatype<std::int16_t>("INT16", "i16"),
                                datatype<std::int32_t>("INT32", "i32"),
                                datatype<std::int64_t>("INT64", "i64")};

Result<const Datatype*> numbers(std::string_view name) {
  for (const auto& known : kDatatypes)
    if (name == known.name) return &known;
  return fail(ErrorKind::unsupported, name == "BYTES" ? "texts" : fmt::format("values of the datatype \"{}\"", name));
}

/// How many values a shape has; nothing where it cannot be: a server may send any.
std::optional<std::size_t> count_of(const std::vector<std::int64_t>& shape) {
  constexpr std::size_t kMost = std::size_t{1} << 40U;
  std::size_t count = 1;
  for (const auto size : shape) {
    if (size < 0 || static_cast<std::size_t>(size) > kMost) return std::nullopt;
    count *= static_cast<std::size_t>(size);
    if (count > kMost) return std::nullopt;
  }
  return count;
}

template <class Values>
void copy(const Values& from, std::vector<float>& values) {
  values.reserve(static_cast<std::size_t>(from.size()));
  for (const auto value : from) values.push_back(static_cast<float>(value));
}

/// The contents by their kind; a server fills the list that goes with the datatype.
void take_typed(const inference::InferTensorContents& from, std::string_view type, std::vector<float>& values) {
  if (type == "f32") return copy(from.fp32_contents(), values);
  if (type == "f64") return copy(from.fp64_contents(), values);
  if (type == "boolean") return copy(from.bool_contents(), values);
  if (type == "i64") return copy(from.int64_contents(), values);
  if (type == "u64") return copy(from.uint64_contents(), values);
  if (type.starts_with('i')) return copy(from.int_contents(), values);
  if (type.starts_with('u')) return copy(from.uint_contents(), values);
}

}  // namespace

std::string_view type_of(std::string_view datatype) {
  for (const auto& known : kDatatypes)
    if (datatype == known.name) return known.type;
  return datatype == "BYTES" ? "string" : "";
}

Status put_bytes(std::string_view datatype, const std::vector<float>& values, std::string& bytes) {
  MLINK_ASSIGN(const auto* kind, numbers(datatype));
  kind->put(values, bytes);
  return {};
}

Result<Tensor> tensor_of(const inference::ModelInferResponse::InferOutputTensor& output, const std::string* raw) {
  Tensor tensor{{output.shape().begin(), output.shape().end()}, {}, output.name()};
  const auto kind = numbers(output.datatype());
  if (!kind)
    return fail(ErrorKind::unsupported,
                fmt::format("The server's output \"{}\" holds {}.", output.name(), kind.error().what),
                "Name the outputs that are numbers in the manifest's settings (\"outputs\").");
  const auto count = count_of(tensor.shape);
  if (!count)
    return fail(ErrorKind::corrupt, fmt::format("The server's output \"{}\" has the shape {}, which cannot be.",
                                                output.name(), shape_text(tensor.shape)));
  const auto other = [&](std::size_t there, const char* of) {
    return fail(ErrorKind::corrupt, fmt::format("The server's output \"{}\" is {} {}, and {} {} came.", output.name(),
                                                output.datatype(), shape_text(tensor.shape), there, of));
  };
  if (raw != nullptr) {
    if (raw->size() != *count * (*kind)->bytes) return other(raw->size(), "bytes");
    (*kind)->take(*raw, tensor.data);
    return tensor;
  }
  take_typed(output.contents(), (*kind)->type, tensor.data);
  if (tensor.data.size() != *count) return other(tensor.data.size(), "values");
  return tensor;
}

}  // namespace mlink::blackbox
