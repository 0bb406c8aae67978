#include "blackbox/adapters/net_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <variant>

#include "blackbox/adapters/adapter_box.h"
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
  return inputs_ ? inputs_->shape() : std::vector<std::int64_t>{};
}

Status NetEngine::expect_one(const std::vector<Tensor>& inputs) const {
  if (inputs.size() == 1) return {};
  return fail(ErrorKind::unsupported,
              fmt::format("The adapter \"{}\" gives a network one input, the manifest names {}.", manifest_.adapter,
                          inputs.size()),
              "The adapters \"openvino\" and \"torchscript\" give several.");
}

Frame NetEngine::nothing_to_sense() const {
  return inputs_->listens() ? silent_frame(manifest_.sound)
                            : grey_picture(manifest_.input.width, manifest_.input.height);
}

Result<std::vector<Tensor>> NetEngine::further_inputs() const {
  if (!inputs_) return std::vector<Tensor>{};
  return inputs_->extra(nothing_to_sense());
}

Status NetEngine::load() {
  shapes_.clear();
  MLINK_ASSIGN(inputs_, NetInputs::of(manifest_));
  MLINK_TRY(open());
  const Frame grey = nothing_to_sense();
  MLINK_ASSIGN(const auto tensors, answer(grey));
  for (const auto& tensor : tensors) shapes_.push_back(tensor.shape);
  MLINK_TRY(check_shapes(shapes_, manifest_));
  // A value that is not a number on a grey picture or in silence does not condemn the model; a shape that the head
  // cannot read does.
  if (const auto decoded = decode(tensors, grey); !decoded && decoded.error().kind == ErrorKind::invalid_input)
    return fail(ErrorKind::invalid_input,
                fmt::format("The model of \"{}\" does not fit its manifest: {}", manifest_.name, decoded.error().what),
                decoded.error().todo.empty()
                    ? "Correct the head in the manifest, or take the weights that it was written for."
                    : decoded.error().todo);
  return {};
}

Result<Decoded> NetEngine::decode(const std::vector<Tensor>& tensors, const Frame& frame) const {
  const Region region = region_of(manifest_.input, frame.width(), frame.height());
  MLINK_ASSIGN(auto decoded, head_.decode(tensors, {manifest_.input.width, manifest_.input.height}, region));
  to_frame(decoded, region);
  return decoded;
}

Result<Decoded> NetEngine::look_at(const Frame& frame) {
  MLINK_ASSIGN(const auto tensors, answer(frame));
  if (!tensors.empty()) return decode(tensors, frame);
  Decoded nothing;
  nothing.none = true;
  return nothing;
}

Result<std::vector<Tensor>> NetEngine::answer(const Frame& frame) {
  MLINK_ASSIGN(auto calls, inputs_->calls(frame));
  if (calls.empty()) return std::vector<Tensor>{};
  MLINK_ASSIGN(auto extra, inputs_->extra(frame));
  std::vector<std::vector<Tensor>> given;
  for (auto& call : calls) {
    std::vector<Tensor> inputs(1);
    inputs[0] = std::move(call);
    inputs.insert(inputs.end(), extra.begin(), extra.end());
    MLINK_ASSIGN(auto outputs, forward(inputs));
    MLINK_TRY(inputs_->take_states(outputs, extra));
    given.push_back(std::move(outputs));
  }
  MLINK_TRY(inputs_->remember(frame, extra));
  return inputs_->together(std::move(given));
}

bool NetEngine::look_together(std::span<const Frame> frames, std::vector<Result<Decoded>>& into) {
  std::vector<Tensor> inputs(1);
  Tensor& all = inputs[0];
  for (const auto& frame : frames) {
    const auto one = preprocess(frame, manifest_.input);
    if (!one) return false;
    if (all.shape.empty()) {
      all.shape = one->shape;
      all.name = manifest_.input.name;
    }
    all.data.insert(all.data.end(), one->data.begin(), one->data.end());
  }
  all.shape[0] = static_cast<std::int64_t>(frames.size());
  const auto tensors = forward(inputs);
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

std::size_t NetEngine::most_in_call() const {
  if (!inputs_ || inputs_->alone()) return 1;
  if (batch_ > 0) return static_cast<std::size_t>(batch_);
  return batches() ? kMostTogether : 1;
}

Result<Decoded> NetEngine::decode_found(const std::vector<Tensor>& found, const Frame& frame) const {
  if (std::holds_alternative<std::monostate>(head_.search)) return decode(found, frame);
  const Region region = region_of(manifest_.input, frame.width(), frame.height());
  MLINK_ASSIGN(auto decoded, head_.decode_found(found, {manifest_.input.width, manifest_.input.height}, region));
  to_frame(decoded, region);
  return decoded;
}

std::vector<Result<Decoded>> NetEngine::look(std::span<const Frame> frames) {
  const bool pictures = std::all_of(frames.begin(), frames.end(), [](const Frame& frame) {
    return frame && frame.width() > 0 && frame.height() > 0;
  });
  if (const auto found = pictures ? find(frames) : std::nullopt; found && found->size() == frames.size()) {
    std::vector<Result<Decoded>> decoded;
    for (std::size_t i = 0; i < frames.size(); ++i) {
      if (const auto& one = (*found)[i])
        decoded.push_back(decode_found(*one, frames[i]));
      else
        decoded.emplace_back(tl::make_unexpected(one.error()));
    }
    return decoded;
  }
  const std::size_t most = most_in_call();
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
  MLINK_TRY(NetInputs::of(manifest));
  MLINK_ASSIGN(auto head, DecodingHead::from_json(manifest.head_json));
  if (head.kind.empty())
    return fail(ErrorKind::invalid_input, "$.head is missing: how the network's tensors are read.");
  return head;
}

}  // namespace mlink::blackbox
