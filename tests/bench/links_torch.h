// The peers of bench_links: plain LibTorch, as one writes it after the manual, and the BLAS under it. Values only; the
// LibTorch headers stay in the .cpp. One thread each, LibTorch's and BLAS's.
#pragma once

#include <string>
#include <vector>

#include "base/rooms.h"

namespace mlink::bench {
using namespace rooms;

struct NetShape {
  int in, hidden, out;
};

/// Tells LibTorch and its BLAS to use one thread. Returns what the BLAS says it runs as ("SkylakeX"); empty: unknown.
std::string one_torch_thread();

/// CPU seconds of each epoch of training one net with cross-entropy (1000 random samples, batch 32, dropout 0.5,
/// RMSprop).
std::vector<double> torch_epoch_seconds(const NetShape& shape, int epochs);

/// Wall seconds of single calls of one net with one row under InferenceMode, without any activation at its end.
std::vector<double> torch_call_seconds(const NetShape& shape, int calls);

/// Best of several products n x n x n of LibTorch's BLAS, in FLOP/s.
double sgemm_flops(int n, int tries);

}  // namespace mlink::bench
