#include "blackbox/heads/head_tools.h"

#include <fmt/format.h>

#include <cmath>
#include <string_view>

namespace mlink::blackbox {
namespace {

bool is_called(const Tensor& tensor, std::string_view name) {
  const std::string_view own = tensor.name;
  if (own == name) return true;
  return own.size() > name.size() && own.ends_with(name) && own[own.size() - name.size() - 1] == '.';
}

}  // namespace

tl::unexpected<Error> wrong_shape(const std::string& what, const Tensor& tensor, const std::string& wanted) {
  return fail(ErrorKind::invalid_input,
              fmt::format("The {} has the shape {}, the head needs {}.", what, shape_text(tensor.shape), wanted));
}

std::optional<Rows> rows_of(const Tensor& tensor) {
  const auto n = tensor.shape.size();
  if (n < 2 || !tensor.whole()) return std::nullopt;
  for (std::size_t i = 0; i + 2 < n; ++i)
    if (tensor.shape[i] != 1) return std::nullopt;
  return Rows{tensor.shape[n - 2], tensor.shape[n - 1]};
}

Status expect_numbers(const Tensor& tensor, const std::string& what) {
  for (const float value : tensor.data)
    if (std::isnan(value))
      return fail(ErrorKind::failed, fmt::format("The {} hold a value that is not a number.", what));
  return {};
}

std::string tensors_text(const std::vector<Tensor>& tensors) {
  std::string text;
  for (const auto& tensor : tensors)
    text += fmt::format("{}{}{}{}", text.empty() ? "" : ", ", tensor.name, tensor.name.empty() ? "" : " ",
                        shape_text(tensor.shape));
  return text.empty() ? "none" : text;
}

Result<std::size_t> find_tensor(const std::vector<Tensor>& tensors, const TensorChoice& choice) {
  if (choice.name.empty()) {
    if (choice.index >= 0 && static_cast<std::size_t>(choice.index) < tensors.size())
      return static_cast<std::size_t>(choice.index);
    return fail(ErrorKind::invalid_input, fmt::format("The head reads tensor number {}, the network gives {}: {}.",
                                                      choice.index, tensors.size(), tensors_text(tensors)));
  }
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    if (tensors[i].name == choice.name) return i;
    if (!is_called(tensors[i], choice.name)) continue;
    if (found)
      return fail(ErrorKind::invalid_input, fmt::format("Several tensors are called \"{}\": {}. Give the whole name.",
                                                        choice.name, tensors_text(tensors)));
    found = i;
  }
  if (found) return *found;
  return fail(ErrorKind::invalid_input, fmt::format("The network gives no tensor called \"{}\"; it gives {}.",
                                                    choice.name, tensors_text(tensors)));
}

std::optional<std::size_t> find_named(const std::vector<Tensor>& tensors, std::span<const char* const> names) {
  for (const char* name : names)
    for (std::size_t i = 0; i < tensors.size(); ++i)
      if (is_called(tensors[i], name)) return i;
  return std::nullopt;
}

}  // namespace mlink::blackbox
