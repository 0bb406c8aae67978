// Reading that several connections share: each takes the next job that is left. SQLite takes a third of a microsecond
// for a row, which is long where there are millions.
#pragma once

#include <cstddef>
#include <functional>

#include "base/error.h"

namespace mlink::store {

class Connection;

/// job(c, n) for all n < jobs, on `c`, which reads one state of the file, and on connections of other threads where
/// there is much to do (`rows`). One that does not see c's state (the file was written since) does nothing. The first
/// error.
using ReadJob = std::function<Status(Connection& c, std::size_t job)>;
[[nodiscard]] Status share_reading(Connection& c, std::size_t rows, std::size_t jobs, const ReadJob& job);

}  // namespace mlink::store
