#include "base/executor.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace mlink::base {

Executor thread_executor(int threads) {
  const auto wanted = threads > 0 ? static_cast<unsigned>(threads) : std::max(1U, std::thread::hardware_concurrency());
  return [wanted](std::size_t n, const std::function<void(std::size_t)>& job) {
    const auto workers = std::min<std::size_t>(wanted, n);
    if (workers <= 1) {
      for (std::size_t k = 0; k < n; ++k) job(k);
      return;
    }
    std::atomic<std::size_t> next{0};
    std::vector<std::jthread> pool;
    pool.reserve(workers);
    for (std::size_t w = 0; w < workers; ++w)
      pool.emplace_back([&] {
        for (std::size_t k = next++; k < n; k = next++) job(k);
      });
  };
}

}  // namespace mlink::base
