#include "blackbox/adapters/torch_file.h"

#include <algorithm>
#include <fstream>
#include <string_view>

namespace mlink::blackbox {
namespace {

constexpr std::size_t kDirectory = std::size_t{1} << 20U;  // the last part of a zip file that names what is in it

std::string part_of(const std::filesystem::path& file, std::uintmax_t from, std::size_t size) {
  std::string bytes(size, '\0');
  std::ifstream in(file, std::ios::binary);
  in.seekg(static_cast<std::streamoff>(from));
  in.read(bytes.data(), static_cast<std::streamsize>(size));
  bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
  return bytes;
}

// torch.save writes a pickle (before PyTorch 1.6), or a zip file with data.pkl in it. One of TorchScript has the
// constants of its code beside it.
bool holds_weights_only(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) return false;
  const std::string start = part_of(file, 0, 4);
  if (start.starts_with("\x80\x02")) return true;
  if (!start.starts_with("PK\x03\x04")) return false;
  const std::string names = part_of(file, size > kDirectory ? size - kDirectory : 0, kDirectory);
  const auto has = [&](std::string_view name) { return names.find(name) != std::string::npos; };
  return has("/data.pkl") && !has("/constants.pkl") && !has("/code/");
}

// The word after `mark` in what LibTorch said.
std::string word_after(const std::string& said, std::string_view mark) {
  const auto at = said.find(mark);
  if (at == std::string::npos) return {};
  const auto from = at + mark.size();
  auto word = said.substr(from, said.find_first_of(" \n(", from) - from);
  while (!word.empty() && (word.back() == '.' || word.back() == ':')) word.pop_back();
  return word;
}

}  // namespace

std::optional<Error> why_not_loaded(const std::filesystem::path& file, const std::string& said) {
  if (holds_weights_only(file))
    return Error{ErrorKind::invalid_input,
                 "This file holds weights only (torch.save wrote it), not the network that they belong to.",
                 "Save the network: torch.jit.script(model).save(\"FILE\"), or torch.jit.trace(model, "
                 "example).save(\"FILE\").",
                 file.string()};
  for (const char* mark : {"Unknown builtin op: ", "Couldn't find an operator for "})
    if (const auto name = word_after(said, mark); !name.empty())
      return Error{
          ErrorKind::unsupported, "The network uses the operator \"" + name + "\", which this LibTorch does not have.",
          "A newer LibTorch has it: build this program with one (MLINK_TORCH_ROOT), or save the network without.",
          file.string()};
  if (said.find("maximum supported version for reading") != std::string::npos)
    return Error{ErrorKind::newer_version, "The file was saved by a newer PyTorch than this LibTorch reads.",
                 "Save it with an older PyTorch, or build this program with a newer LibTorch (MLINK_TORCH_ROOT).",
                 file.string()};
  return std::nullopt;
}

}  // namespace mlink::blackbox
