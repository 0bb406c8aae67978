// Internal to core/store: what a StoreReader or StoreWriter holds.
#pragma once

#include <memory>
#include <optional>
#include <unordered_map>

#include "store/connection.h"
#include "store/schema.h"
#include "store/store.h"
#include "store/writer_lock.h"

namespace mlink::store {

/// What writing an output needs to know of a box.
struct BoxKey {
  RowId content = 0;
  std::string name;
  OutputSpec spec;
};

/// float32, little endian, or words, each ended by a zero byte.
[[nodiscard]] std::string words_to_bytes(const std::vector<std::string>& words);
[[nodiscard]] Output output_from(const OutputSpec& spec, Presence presence, Bytes value, std::string reason);
[[nodiscard]] Result<OutputSpec> spec_of(const std::string& spec_json, const std::filesystem::path& path);

/// Opens for writing with other steps than this program's, for tests of the mechanism.
[[nodiscard]] Result<std::unique_ptr<Connection>> open_to_write(const std::filesystem::path& file,
                                                                std::span<const Migration> steps);

struct StoreQueries::Impl {
  std::optional<WriterLock> lock;  ///< writer only; let go after the connection is closed
  std::unique_ptr<Connection> connection;
  std::unordered_map<RowId, RowId> sources;  ///< by camera; writer only
  std::unordered_map<RowId, BoxKey> boxes;   ///< by box; writer only

  void forget() {
    sources.clear();
    boxes.clear();
  }
};

}  // namespace mlink::store
