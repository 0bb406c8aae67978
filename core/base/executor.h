// How independent jobs are run: the caller brings the threads, so that pure rooms have none of their own.
#pragma once

#include <cstddef>
#include <functional>

#include "base/rooms.h"

namespace mlink::base {

/// Runs independent jobs: job(k) for all k < n, on as many threads as the caller likes.
using Executor = std::function<void(std::size_t n, const std::function<void(std::size_t)>& job)>;
/// Runs n jobs on `threads` threads (0: all cores). Thread-safe.
[[nodiscard]] Executor thread_executor(int threads = 0);

}  // namespace mlink::base
