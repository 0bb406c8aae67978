// What a step changed in the file, row by row, kept so that it can be taken back (StoreWriter::recorded, take_back). A
// value in memory, about as large as the rows that were changed; it is of use while the file is open, by any writer of
// it. Thread-safe to copy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace mlink::store {

class Changes {
 public:
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t bytes() const { return static_cast<std::size_t>(size_); }

 private:
  friend class StoreWriter;
  std::shared_ptr<void> data_;  ///< a changeset of SQLite's session extension
  int size_ = 0;
  std::int64_t version_ = 0;  ///< of the file, right after the step
};

}  // namespace mlink::store
