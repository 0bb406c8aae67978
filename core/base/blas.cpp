#include "base/blas.h"

#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>

namespace mlink::base {

namespace {

constexpr const char* kCoreVariable = "OPENBLAS_CORETYPE";

// By name: whether OpenBLAS or the reference BLAS answers is the system's choice (update-alternatives).
template <class Function>
Function in_this_process(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, name));
}

}  // namespace

void use_one_blas_thread() {
  static const bool done = [] {
    if (const auto set = in_this_process<void (*)(int)>("openblas_set_num_threads")) set(1);
    return true;
  }();
  (void)done;
}

std::string blas_core() {
  const auto name = in_this_process<char* (*)()>("openblas_get_corename");
  return name ? name() : "";
}

std::string better_blas_core(std::string_view running, bool avx2, bool avx512) {
  static constexpr std::array<std::string_view, 3> wide{"SkylakeX", "Cooperlake", "SapphireRapids"};
  static constexpr std::array<std::string_view, 3> middle{"Haswell", "Zen", "Excavator"};
  const auto is_one_of = [&](const auto& names) {
    return std::find(names.begin(), names.end(), running) != names.end();
  };
  if (running.empty() || is_one_of(wide)) return {};
  if (avx512) return "SkylakeX";
  return avx2 && !is_one_of(middle) ? "Haswell" : "";
}

std::string better_blas_core() {
#if defined(__x86_64__)
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  return better_blas_core(blas_core(), avx2, avx2 && avx512);
#else
  return {};  // OpenBLAS's names of other CPUs are others
#endif
}

void restart_with_blas_core(char** arguments, const std::string& core) {
  std::error_code failed;  // the file itself, not the link: a process is shown by the name of what was started
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
  if (failed) return;
  setenv(kCoreVariable, core.c_str(), 1);
  execv(program.c_str(), arguments);
}

void use_best_blas(char** arguments) {
  if (std::getenv(kCoreVariable)) return;
  if (const std::string core = better_blas_core(); !core.empty()) restart_with_blas_core(arguments, core);
}

}  // namespace mlink::base
