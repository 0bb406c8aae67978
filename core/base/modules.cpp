#include "base/modules.h"

#include <dlfcn.h>
#include <fmt/format.h>

namespace mlink::base {

std::filesystem::path beside_the_program(const std::filesystem::path& built) {
  std::error_code failed;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
  const auto file = program.parent_path() / built.filename();
  return !failed && std::filesystem::exists(file, failed) ? file : built;
}

Result<const void*> module_table(const std::filesystem::path& built, const char* entry, const std::string& library) {
  const auto file = beside_the_program(built);
  void* module = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr)
    return fail(ErrorKind::unsupported, fmt::format("{} could not be loaded: {}.", library, dlerror()),
                "Build the program again (make build).", file.string());
  // POSIX says that an address may be taken for a function.
  const auto table = reinterpret_cast<const void* (*)()>(dlsym(module, entry));
  if (table == nullptr)
    return fail(ErrorKind::unsupported, fmt::format("The module with {} is of another build.", library),
                "Build the program again (make build).", file.string());
  return table();
}

Result<const void*> torch_table(const char* entry) { return module_table(MLINK_TORCH_MODULE, entry, "LibTorch"); }

}  // namespace mlink::base
