#include "base/git_lfs.h"

#include <array>
#include <fstream>

namespace mlink::base {

Status expect_no_lfs_pointer(std::string_view bytes, const std::string& what, const std::filesystem::path& file) {
  if (!bytes.starts_with("version https://git-lfs")) return {};
  return fail(ErrorKind::not_found, what + " not fetched yet: this file is a Git LFS pointer.",
              "Run git lfs pull in the repository that it is from.", file.string());
}

Status expect_no_lfs_pointer(const std::string& what, const std::filesystem::path& file) {
  std::array<char, 32> beginning{};
  std::ifstream in(file, std::ios::binary);
  in.read(beginning.data(), beginning.size());
  return expect_no_lfs_pointer({beginning.data(), static_cast<std::size_t>(in.gcount())}, what, file);
}

}  // namespace mlink::base
