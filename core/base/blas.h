// The linear algebra library under LibTorch and OpenCV: its threads, and its choice of code for this CPU.
#pragma once

#include <string>
#include <string_view>

#include "base/rooms.h"

namespace mlink::base {

/// OpenBLAS, where the program has it, computes in the calling thread only from now on: our threads are spread over
/// whole nets and frames, and two layers of threads are several times slower. Thread-safe; takes effect once.
void use_one_blas_thread();

/// The kind of CPU that OpenBLAS computes for in this process, as it names it ("Haswell"); empty where another library
/// answers. Thread-safe.
[[nodiscard]] std::string blas_core();

/// The kind of CPU that OpenBLAS should compute for where it runs as `running` on a CPU with these instructions; empty
/// where its own choice is good enough or there is no OpenBLAS. It chooses by the CPU's model number: on one that is
/// newer than the library it computes by SSE, several times slower.
[[nodiscard]] std::string better_blas_core(std::string_view running, bool avx2, bool avx512);
/// The same for this process and this CPU.
[[nodiscard]] std::string better_blas_core();

/// Starts this program again with `arguments` (as main's argv) and OpenBLAS computing for `core`: it chooses when it is
/// loaded, so a running program is too late. Returns only where that failed. To be called first in main.
void restart_with_blas_core(char** arguments, const std::string& core);

/// What a program calls first in main: starts it again where OpenBLAS chose badly and OPENBLAS_CORETYPE, by which a
/// user chooses, is not set. Returns where nothing is to mend or nothing can be.
void use_best_blas(char** arguments);

}  // namespace mlink::base
