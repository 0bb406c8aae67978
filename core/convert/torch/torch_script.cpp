#include "convert/torch/torch_script.h"

#include <ATen/core/grad_mode.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/jit_type.h>
#include <ATen/ops/scalar_tensor.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/jit/api/compilation_unit.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/frontend/resolver.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <system_error>

namespace mlink::convert {

namespace {

tl::unexpected<Error> torch_failed(const std::exception& error) {
  return fail(ErrorKind::failed, torch_message(error));
}

std::string path_to(const std::string& path, const std::string& name) {
  return path.empty() ? name : path + "." + name;
}

// What the parts of a named tuple are called; empty for other tuples.
std::vector<std::string> names_of_tuple(const c10::IValue& value) {
  std::vector<std::string> names;
  const auto type = value.toTupleRef().type();
  if (type->schema())
    for (const auto& field : type->schema()->arguments()) names.push_back(field.name());
  return names;
}

std::string key_text(const c10::IValue& key) {
  if (key.isString()) return key.toStringRef();
  return key.isInt() ? std::to_string(key.toInt()) : std::string();
}

Status flatten(const c10::IValue& value, const std::string& path, std::vector<NamedTensor>& all) {
  if (value.isTensor()) {
    if (value.toTensor().defined()) all.push_back({path, value.toTensor()});
  } else if (value.isScalar() || value.isBool()) {
    all.push_back(
        {path, value.isBool() ? at::scalar_tensor(value.toBool() ? 1 : 0) : at::scalar_tensor(value.toScalar())});
  } else if (value.isTuple()) {
    const auto names = names_of_tuple(value);
    const auto& elements = value.toTupleRef().elements();
    for (std::size_t i = 0; i < elements.size(); ++i)
      MLINK_TRY(flatten(elements[i], path_to(path, i < names.size() ? names[i] : std::to_string(i)), all));
  } else if (value.isList()) {
    std::size_t i = 0;
    for (const c10::IValue& element : value.toListRef())
      MLINK_TRY(flatten(element, path_to(path, std::to_string(i++)), all));
  } else if (value.isGenericDict()) {
    std::vector<std::pair<std::string, c10::IValue>> entries;
    for (const auto& entry : value.toGenericDict()) entries.emplace_back(key_text(entry.key()), entry.value());
    std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [key, element] : entries) MLINK_TRY(flatten(element, path_to(path, key), all));
  } else if (!value.isNone()) {
    return fail(ErrorKind::unsupported, "The network gives back something that is no tensor (" + value.tagKind() + ").",
                "Save it so that it gives back tensors, or tuples, lists or dictionaries of them.");
  }
  return {};
}

torch::jit::Module built(const ScriptSource& source) {
  torch::jit::Module module("__torch__.ConvertedNetwork");
  for (const auto& [name, tensor] : source.buffers) module.register_buffer(name, tensor);
  module.define(source.forward);
  module.eval();
  return module;
}

}  // namespace

std::string torch_message(const std::exception& error) {
  std::istringstream lines(error.what());
  std::string line, first, telling;
  while (std::getline(lines, line)) {
    if (first.empty() && line.find_first_not_of(" \t") != std::string::npos) first = line;
    if (line.starts_with("RuntimeError: ")) telling = line.substr(14);
  }
  std::string text = telling.empty() ? first : telling;
  const std::size_t stack = text.find("Exception raised from");
  if (stack != std::string::npos) text.resize(stack);
  while (!text.empty() && (text.back() == ' ' || text.back() == '.')) text.pop_back();
  return text.empty() ? "LibTorch failed without a reason." : "LibTorch: " + text + ".";
}

Result<std::vector<NamedTensor>> flatten_named(const c10::IValue& value) {
  std::vector<NamedTensor> all;
  MLINK_TRY(flatten(value, {}, all));
  for (auto& [name, tensor] : all)
    if (name.find_first_not_of("0123456789.") == std::string::npos) name.clear();
  return all;
}

Status flatten_tensors(const c10::IValue& value, std::vector<at::Tensor>& tensors) {
  MLINK_ASSIGN(auto all, flatten_named(value));
  for (auto& one : all) tensors.push_back(std::move(one.tensor));
  return {};
}

Result<std::vector<at::Tensor>> evaluate_script(const std::string& expression, const std::vector<at::Tensor>& inputs) {
  try {
    const c10::InferenceMode guard;
    const torch::jit::GraphOptimizerEnabledGuard no_profiling(false);
    std::string source = "def f(";
    for (std::size_t i = 0; i < inputs.size(); ++i) source += (i > 0 ? ", x" : "x") + std::to_string(i);
    source += "):\n  return " + expression + "\n";
    torch::jit::CompilationUnit unit;
    unit.define(c10::nullopt, source, torch::jit::nativeResolver(), nullptr);
    const std::vector<c10::IValue> stack(inputs.begin(), inputs.end());
    std::vector<at::Tensor> results;
    MLINK_TRY(flatten_tensors(unit.get_function("f")(stack), results));
    return results;
  } catch (const std::exception& error) {
    return torch_failed(error);
  }
}

Result<std::vector<std::vector<at::Tensor>>> run_script(const ScriptSource& source,
                                                        const std::vector<at::Tensor>& inputs) {
  try {
    const c10::InferenceMode guard;
    const torch::jit::GraphOptimizerEnabledGuard no_profiling(false);
    torch::jit::Module module = built(source);
    std::vector<std::vector<at::Tensor>> results;
    for (const at::Tensor& input : inputs) {
      results.emplace_back();
      MLINK_TRY(flatten_tensors(module.forward({input}), results.back()));
    }
    return results;
  } catch (const std::exception& error) {
    return torch_failed(error);
  }
}

Status save_script(const ScriptSource& source, const std::map<std::string, std::string>& records,
                   const std::filesystem::path& file) {
  // Saved into memory first: the archive's inner name comes from the file name otherwise, and two conversions of the
  // same model would differ.
  std::ostringstream archive(std::ios::binary);
  try {
    torch::jit::ExtraFilesMap extra;
    for (const auto& [name, text] : records) extra[name] = text;
    built(source).save(archive, extra);
  } catch (const std::exception& error) {
    return torch_failed(error);
  }
  return write_whole(archive.str(), file);
}

Status write_whole(const std::string& bytes, const std::filesystem::path& file) {
  const std::filesystem::path part = file.string() + ".part" + std::to_string(::getpid());
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  std::error_code error;
  if (out) {
    std::filesystem::rename(part, file, error);
    if (!error) return {};
  }
  const bool full =
      std::filesystem::space(part.parent_path().empty() ? "." : part.parent_path(), error).available < bytes.size();
  std::filesystem::remove(part, error);
  return fail(full ? ErrorKind::disk_full : ErrorKind::io, "The converted model cannot be written.",
              full ? "Make room on the disk." : "Check that the folder is there and may be written to.", file.string());
}

}  // namespace mlink::convert
