// The threads of the linear algebra library under LibTorch and OpenCV.
#pragma once

namespace mlink {

/// OpenBLAS, where the program has it, computes in the calling thread only from now on: our threads are spread over
/// whole nets and frames, and two layers of threads are several times slower. Thread-safe; takes effect once.
void use_one_blas_thread();

}  // namespace mlink
