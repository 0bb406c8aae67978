// Internal to core/store: how many outputs a camera has of each content, kept beside the outputs, so that nobody counts
// millions of rows to show a number.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "store/connection.h"

namespace mlink::store {

/// What the outputs that are being written change, for one transaction. Throws SQLite::Exception.
class Tally {
 public:
  explicit Tally(Connection& connection) : connection_(&connection) {}
  /// The output of this frame was `before` (0: not there) and is `after` now (Presence as stored).
  void change(std::int64_t source, std::int64_t content, std::int64_t ordinal, int before, int after);
  /// Adds what was noted to the table `tally`.
  void write();

 private:
  struct Change {
    std::int64_t present = 0, none = 0, failed = 0;
  };
  struct Frame {
    std::int64_t source = 0, ordinal = -1;
    std::vector<std::int64_t> cameras;  ///< those that use it: a crop may be used by several at different rates
  };
  Connection* connection_;
  std::map<std::int64_t, std::vector<std::int64_t>> cameras_;        ///< by source
  Frame last_;                                                       ///< outputs mostly come frame by frame
  std::map<std::pair<std::int64_t, std::int64_t>, Change> changes_;  ///< by camera and content
};

/// Counts a camera's outputs anew, of all contents: its frames are others now.
void count_outputs(Connection& connection, std::int64_t camera);
/// Counts a content's outputs anew, on all cameras.
void count_outputs_of(Connection& connection, std::int64_t content);

}  // namespace mlink::store
