#include "blackbox/adapters/net_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "blackbox/preprocess.h"

namespace mlink::blackbox {
namespace {

constexpr std::size_t kMostTogether = 16;

bool fits(const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& wanted) {
  return std::equal(shape.begin(), shape.end(), wanted.begin(), wanted.end(),
                    [](std::int64_t is, std::int64_t should) { return should == -1 || is == should; });
}

std::string list_text(const std::vector<std::vector<std::int64_t>>& shapes) {
  std::string text;
  for (const auto& shape : shapes) text += (text.empty() ? "" : ", ") + shape_text(shape);
  return text;
}

Status check_shapes(const std::vector<std::vector<std::int64_t>>& shapes, const Manifest& manifest) {
  if (manifest.tensors.empty()) return {};
  bool same = shapes.size() == manifest.tensors.size();
  for (std::size_t i = 0; same && i < shapes.size(); ++i) same = fits(shapes[i], manifest.tensors[i]);
  if (same) return {};
  return fail(ErrorKind::invalid_input,
              fmt::format("The model of \"{}\" gives tensors of the shapes {}; the manifest says {}.", manifest.name,
                          list_text(shapes), list_text(manifest.tensors)),
              "Correct \"tensors\" in the manifest, or take the weights that it was written for.");
}

Frame grey_frame(const InputSpec& input) {
  auto picture = std::make_shared<Picture>();
  picture->width = input.width;
  picture->height = input.height;
  picture->stride = 3 * input.width;
  picture->rgb.assign(static_cast<std::size_t>(picture->stride) * static_cast<std::size_t>(input.height), 114);
  return {std::move(picture), 0, 0, 0};
}

// One frame's part of a batch's tensor; no value where the first dimension is not the batch.
std::optional<Tensor> slice(const Tensor& all, std::size_t index, std::size_t count) {
  if (all.shape.empty() || all.shape[0] != static_cast<std::int64_t>(count) || !all.whole()) return std::nullopt;
  Tensor one{all.shape, {}, all.name};
  one.shape[0] = 1;
  const auto size = static_cast<std::ptrdiff_t>(all.data.size() / count);
  const auto from = all.data.begin() + static_cast<std::ptrdiff_t>(index) * size;
  one.data.assign(from, from + size);
  return one;
}

}  // namespace

std::vector<std::int64_t> NetEngine::input_shape() const {
  const auto& in = manifest_.input;
  if (in.layout == "nhwc") return {1, in.height, in.width, in.channels};
  return {1, in.channels, in.height, in.width};
}

Status NetEngine::load() {
  shapes_.clear();
  MLINK_TRY(open());
  const Frame grey = grey_frame(manifest_.input);
  MLINK_ASSIGN(const auto input, preprocess(grey, manifest_.input));
  MLINK_ASSIGN(const auto tensors, forward(input));
  for (const auto& tensor : tensors) shapes_.push_back(tensor.shape);
  MLINK_TRY(check_shapes(shapes_, manifest_));
  // A value that is not a number on a grey picture does not condemn the model; a shape that the head cannot read does.
  if (const auto decoded = decode(tensors, grey); !decoded && decoded.error().kind == ErrorKind::invalid_input)
    return fail(ErrorKind::invalid_input,
                fmt::format("The model of \"{}\" does not fit its manifest: {}", manifest_.name, decoded.error().what),
                "Correct the head in the manifest, or take the weights that it was written for.");
  return {};
}

Result<Decoded> NetEngine::decode(const std::vector<Tensor>& tensors, const Frame& frame) const {
  const Region region = region_of(manifest_.input, frame.width(), frame.height());
  MLINK_ASSIGN(auto decoded, head_.decode(tensors, {manifest_.input.width, manifest_.input.height}, region));
  to_frame(decoded, region);
  return decoded;
}

Result<Decoded> NetEngine::look_at(const Frame& frame) {
  MLINK_ASSIGN(const auto input, preprocess(frame, manifest_.input));
  MLINK_ASSIGN(const auto tensors, forward(input));
  return decode(tensors, frame);
}

bool NetEngine::look_together(std::span<const Frame> frames, std::vector<Result<Decoded>>& into) {
  Tensor all;
  for (const auto& frame : frames) {
    const auto one = preprocess(frame, manifest_.input);
    if (!one) return false;
    if (all.shape.empty()) all.shape = one->shape;
    all.data.insert(all.data.end(), one->data.begin(), one->data.end());
  }
  all.shape[0] = static_cast<std::int64_t>(frames.size());
  const auto tensors = forward(all);
  if (!tensors) return false;
  std::vector<Result<Decoded>> decoded;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    std::vector<Tensor> own;
    for (const auto& tensor : *tensors) {
      auto part = slice(tensor, i, frames.size());
      if (!part) return false;
      own.push_back(std::move(*part));
    }
    decoded.push_back(decode(own, frames[i]));
  }
  std::move(decoded.begin(), decoded.end(), std::back_inserter(into));
  return true;
}

std::vector<Result<Decoded>> NetEngine::look(std::span<const Frame> frames) {
  const std::size_t most = batch_ > 0 ? static_cast<std::size_t>(batch_) : batches() ? kMostTogether : 1;
  std::vector<Result<Decoded>> out;
  out.reserve(frames.size());
  while (!frames.empty()) {
    const auto now = frames.first(std::min(most, frames.size()));
    if (now.size() == 1 || !look_together(now, out))
      for (const auto& frame : now) out.push_back(look_at(frame));
    frames = frames.subspan(now.size());
  }
  return out;
}

Result<DecodingHead> read_net_head(const Manifest& manifest) {
  if (manifest.input.width <= 0 || manifest.input.height <= 0)
    return fail(ErrorKind::invalid_input, "$.input is missing: the size of the network's input.");
  MLINK_ASSIGN(auto head, DecodingHead::from_json(manifest.head_json));
  if (head.kind.empty())
    return fail(ErrorKind::invalid_input, "$.head is missing: how the network's tensors are read.");
  return head;
}

}  // namespace mlink::blackbox
