// What the converter needs of LibTorch: to run one TorchScript expression, and to build and save a module. Internal.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"

namespace mlink::convert {

/// Runs `expression`, which may use x0, x1, ... ; a tuple gives several tensors.
[[nodiscard]] Result<std::vector<at::Tensor>> evaluate_script(const std::string& expression,
                                                              const std::vector<at::Tensor>& inputs);

/// A module before it is a file: buffers by name, and its forward(self, x).
struct ScriptSource {
  std::vector<std::pair<std::string, at::Tensor>> buffers;
  std::string forward;
};

/// Runs forward on each input; every result is the list of outputs. Also proves that the source compiles.
[[nodiscard]] Result<std::vector<std::vector<at::Tensor>>> run_script(const ScriptSource& source,
                                                                      const std::vector<at::Tensor>& inputs);

/// Writes a converted model under a temporary name, then renames it. Errors: the disk.
[[nodiscard]] Status write_whole(const std::string& bytes, const std::filesystem::path& file);

/// Writes the module, with `records` beside it (name -> text), as above.
[[nodiscard]] Status save_script(const ScriptSource& source, const std::map<std::string, std::string>& records,
                                 const std::filesystem::path& file);

/// What LibTorch says in an exception: the line that tells something, without its own stack.
[[nodiscard]] std::string torch_message(const std::exception& error);

/// A tensor of a network, and the path to it through names and places: "boxes", "1.0.boxes"; empty where there are no
/// names on the way.
struct NamedTensor {
  std::string name;
  at::Tensor tensor;
};
/// Flattens tuples, named tuples, lists and dictionaries (by key) of tensors; single numbers become tensors without
/// dimensions, None is left out, anything else is an error.
[[nodiscard]] Result<std::vector<NamedTensor>> flatten_named(const c10::IValue& value);
/// The same without the names.
[[nodiscard]] Status flatten_tensors(const c10::IValue& value, std::vector<at::Tensor>& tensors);

}  // namespace mlink::convert
