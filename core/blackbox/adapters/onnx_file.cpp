#include "blackbox/adapters/onnx_file.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "blackbox/mapped_file.h"

namespace mlink::blackbox {
namespace {

constexpr int kDeepestGraph = 16;  // a graph in a branch of a graph; no real one comes near
constexpr std::uint64_t kMostNumbers = std::uint64_t{1} << 40U;
constexpr const char* kExportAgain = "The file is damaged or has lost its weights; export it or fetch it again.";

/// One field of a protobuf message: its number, and its value as a number or as bytes.
struct ProtoField {
  std::uint64_t number = 0;
  std::uint64_t value = 0;
  std::string_view bytes;
  bool is_bytes = false;
};

/// Reads the fields of one message in turn; at the first that is damaged it ends, `whole()` says so.
class ProtoReader {
 public:
  explicit ProtoReader(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] std::optional<ProtoField> next() {
    if (rest_.empty() || !whole_) return std::nullopt;
    ProtoField field;
    const auto tag = varint();
    if (!tag) return damaged();
    field.number = *tag >> 3U;
    switch (*tag & 7U) {
      case 0: {
        const auto value = varint();
        if (!value) return damaged();
        field.value = *value;
        return field;
      }
      case 1: return fixed(field, 8);
      case 2: {
        const auto size = varint();
        return size ? fixed(field, *size) : damaged();
      }
      case 5: return fixed(field, 4);
      default: return damaged();
    }
  }
  [[nodiscard]] bool whole() const { return whole_; }

 private:
  [[nodiscard]] std::optional<std::uint64_t> varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 70 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      if (shift < 64) value |= std::uint64_t{byte & 127U} << shift;
      if (byte < 128) return value;
    }
    return std::nullopt;
  }
  [[nodiscard]] std::optional<ProtoField> fixed(ProtoField field, std::uint64_t size) {
    if (size > rest_.size()) return damaged();
    field.bytes = rest_.substr(0, size);
    field.is_bytes = true;
    rest_.remove_prefix(size);
    return field;
  }
  [[nodiscard]] std::optional<ProtoField> damaged() {
    whole_ = false;
    return std::nullopt;
  }

  std::string_view rest_;
  bool whole_ = true;
};

// Names in a file that may be damaged go into a message: printable and short.
std::string shown(std::string_view name) {
  std::string text;
  for (const char c : name.substr(0, 80)) text += c >= ' ' && c <= '~' ? c : '?';
  return text;
}

/// How a type of TensorProto is kept: bytes of one number in raw_data, and the field that holds numbers otherwise.
struct OnnxType {
  unsigned raw_size = 0;
  std::uint64_t typed_field = 0;
  bool fixed_size = false;  ///< the typed field holds numbers of raw_size bytes, not varints
};
constexpr std::array<OnnxType, 14> kOnnxTypes = {{{},
                                                  {4, 4, true},      // 1 float
                                                  {1, 5, false},     // 2 uint8
                                                  {1, 5, false},     // 3 int8
                                                  {2, 5, false},     // 4 uint16
                                                  {2, 5, false},     // 5 int16
                                                  {4, 5, false},     // 6 int32
                                                  {8, 7, false},     // 7 int64
                                                  {},                // 8 text
                                                  {1, 5, false},     // 9 bool
                                                  {2, 5, false},     // 10 float16
                                                  {8, 10, true},     // 11 double
                                                  {4, 11, false},    // 12 uint32
                                                  {8, 11, false}}};  // 13 uint64
constexpr std::uint64_t kFloat16 = 10;
constexpr std::uint64_t kBfloat16 = 16;

/// What the check wants to know of a TensorProto.
struct OnnxTensor {
  std::string_view name;
  std::uint64_t type = 0;
  std::uint64_t numbers = 1;  ///< by its shape; more than kMostNumbers: too many to be true
  std::string_view raw;
  std::uint64_t typed = 0;  ///< numbers in the typed field
  bool external = false;
  std::string_view location;  ///< the file with the weights
};

// Numbers in a typed field: packed into bytes, or one to a field.
std::uint64_t count_typed(const ProtoField& field, const OnnxType& type) {
  if (type.fixed_size) return field.bytes.size() / type.raw_size;
  if (!field.is_bytes) return 1;
  std::uint64_t count = 0;
  for (const char c : field.bytes) count += static_cast<unsigned char>(c) < 128 ? 1 : 0;
  return count;
}

void multiply(std::uint64_t& numbers, std::uint64_t size) {
  if (size != 0 && numbers > kMostNumbers / size)
    numbers = kMostNumbers + 1;
  else
    numbers *= size;
}

void add_dims(OnnxTensor& tensor, const ProtoField& field) {
  if (!field.is_bytes) return multiply(tensor.numbers, field.value);
  std::uint64_t size = 0;
  unsigned shift = 0;
  for (const char c : field.bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (shift < 64) size |= std::uint64_t{byte & 127U} << shift;
    shift += 7;
    if (byte >= 128) continue;
    multiply(tensor.numbers, size);
    size = 0;
    shift = 0;
  }
}

void read_location(OnnxTensor& tensor, std::string_view entry) {
  std::string_view key;
  std::string_view value;
  ProtoReader reader(entry);
  while (const auto field = reader.next()) {
    if (field->number == 1) key = field->bytes;
    if (field->number == 2) value = field->bytes;
  }
  if (key == "location") tensor.location = value;
}

std::optional<OnnxTensor> read_tensor(std::string_view bytes) {
  OnnxTensor tensor;
  std::array<std::uint64_t, 12> typed{};  // by field, since the type may come after the numbers
  ProtoReader reader(bytes);
  const auto keep = [&](const ProtoField& field) {
    switch (field.number) {
      case 1: return add_dims(tensor, field);
      case 2: tensor.type = field.value; return;
      case 8: tensor.name = field.bytes; return;
      case 9: tensor.raw = field.bytes; return;
      case 13: tensor.external = true; return read_location(tensor, field.bytes);
      case 14: tensor.external = tensor.external || field.value == 1; return;
      default: break;
    }
    if (field.number < typed.size() && field.number >= 4) {
      const bool doubles = field.number == 10;
      typed[field.number] += count_typed(field, {doubles ? 8U : 4U, 0, doubles || field.number == 4});
    }
  };
  while (const auto field = reader.next()) keep(*field);
  if (!reader.whole()) return std::nullopt;
  if (tensor.type < kOnnxTypes.size()) tensor.typed = typed[kOnnxTypes[tensor.type].typed_field];
  return tensor;
}

Status check_tensor(const OnnxTensor& tensor) {
  const std::string name = tensor.name.empty() ? "a constant" : fmt::format("\"{}\"", shown(tensor.name));
  if (tensor.external)
    return fail(ErrorKind::unsupported,
                tensor.location.empty()
                    ? fmt::format("The network keeps its weights ({}) in a file of their own.", name)
                    : fmt::format("The network keeps its weights ({}) in a file of their own, \"{}\".", name,
                                  shown(tensor.location)),
                "OpenCV reads networks of one file: load both with the Python package onnx and save them as one, "
                "onnx.save_model(model, \"FILE\", save_as_external_data=False).");
  if (tensor.type == kFloat16 || tensor.type == kBfloat16)
    return fail(ErrorKind::unsupported,
                fmt::format("The network keeps its weights ({}) in half precision ({}), which OpenCV does not run.",
                            name, tensor.type == kFloat16 ? "float16" : "bfloat16"),
                "Export it again as float32 (without half=True or a conversion to float16).");
  if (tensor.type >= kOnnxTypes.size() || kOnnxTypes[tensor.type].raw_size == 0) return {};
  const auto held = tensor.raw.empty() ? tensor.typed : tensor.raw.size() / kOnnxTypes[tensor.type].raw_size;
  if (held == tensor.numbers && tensor.numbers <= kMostNumbers) return {};
  return fail(ErrorKind::corrupt,
              fmt::format("The tensor {} of the network holds {} numbers, its shape says {}.", name, held,
                          tensor.numbers > kMostNumbers ? std::string("more than any file has")
                                                        : fmt::format("{}", tensor.numbers)),
              kExportAgain);
}

Status check_graph(std::string_view bytes, int depth);

// An attribute may hold tensors (a Constant) and graphs (the branches of an If).
Status check_attribute(std::string_view bytes, int depth) {
  std::string_view name;
  std::uint64_t number = 0;
  ProtoReader reader(bytes);
  while (const auto field = reader.next()) {
    if (field->number == 1) name = field->bytes;
    if (field->number == 3) number = field->value;
    if (field->number == 5 || field->number == 10) {
      if (const auto tensor = read_tensor(field->bytes)) MLINK_TRY(check_tensor(*tensor));
    }
    if (field->number == 6 || field->number == 11) MLINK_TRY(check_graph(field->bytes, depth + 1));
  }
  if (name == "group" && number == 0)  // OpenCV divides by it
    return fail(ErrorKind::corrupt, "A convolution of the network has no groups (\"group\" is 0).", kExportAgain);
  return {};
}

/// Tensors of a graph that hold no number: as the weights of a convolution OpenCV divides by their size.
using EmptyTensors = std::set<std::string_view>;

Status check_node(std::string_view bytes, const EmptyTensors& empty, int depth) {
  std::string_view kind;
  std::vector<std::string_view> inputs;
  ProtoReader reader(bytes);
  while (const auto field = reader.next()) {
    if (field->number == 1) inputs.push_back(field->bytes);
    if (field->number == 4) kind = field->bytes;
    if (field->number == 5) MLINK_TRY(check_attribute(field->bytes, depth));
  }
  if (kind == "NonMaxSuppression")
    return fail(ErrorKind::unsupported,
                "The network does its own NonMaxSuppression, an operator that OpenCV does not have.",
                "Export it without (nms=False); the manifest's head does this step (\"nms\").");
  if ((kind == "Conv" || kind == "ConvTranspose") && inputs.size() > 1 && empty.contains(inputs[1]))
    return fail(ErrorKind::corrupt,
                fmt::format("A convolution of the network has no weights: \"{}\" is empty.", shown(inputs[1])),
                kExportAgain);
  return {};
}

Status check_graph(std::string_view bytes, int depth) {
  if (depth > kDeepestGraph)
    return fail(ErrorKind::unsupported,
                fmt::format("The network has graphs within graphs, over {} deep.", kDeepestGraph),
                "Export it without branches within branches.");
  EmptyTensors empty;
  ProtoReader tensors(bytes);
  while (const auto field = tensors.next()) {
    if (field->number != 5) continue;
    const auto tensor = read_tensor(field->bytes);
    if (!tensor) continue;
    MLINK_TRY(check_tensor(*tensor));
    if (tensor->numbers == 0) empty.insert(tensor->name);
  }
  ProtoReader nodes(bytes);
  while (const auto field = nodes.next())
    if (field->number == 1) MLINK_TRY(check_node(field->bytes, empty, depth));
  return {};
}

}  // namespace

Status check_onnx_bytes(std::string_view bytes) {
  ProtoReader reader(bytes);
  while (const auto field = reader.next())
    if (field->number == 7) MLINK_TRY(check_graph(field->bytes, 0));
  return {};
}

Status check_onnx_file(const std::filesystem::path& file) {
  MLINK_ASSIGN(const auto mapped, MappedFile::open(file));
  const auto done = check_onnx_bytes(mapped.bytes());
  if (done) return {};
  Error error = done.error();
  error.path = file.string();
  return tl::make_unexpected(std::move(error));
}

}  // namespace mlink::blackbox
