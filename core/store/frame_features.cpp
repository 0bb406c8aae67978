// How much pictures differ, frame by frame of a camera. They hang on the camera and not on what it shows: another step
// between its frames makes other differences.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

#include "store/impl.h"
#include "store/million_rows.h"
#include "store/share_reading.h"

namespace mlink::store {
namespace {

using RowOf = std::vector<std::pair<std::int64_t, std::size_t>>;  ///< own ordinal -> row of the table, by ordinal

using RowFeatures = std::vector<std::pair<std::size_t, FeatureValues>>;

/// Gives them to `take` in parts.
template <class Take>
Status read_features(Connection& c, RowId camera, const RowOf& rows, const Take& take) {
  constexpr std::size_t kPart = 1024;
  MillionRows query(c, "SELECT ordinal, value FROM frame_feature WHERE camera = ?1 ORDER BY ordinal");
  query.with({camera});
  RowFeatures part;
  part.reserve(kPart);
  auto at = rows.begin();
  while (at != rows.end() && query.next()) {
    const auto ordinal = query.integer(0);
    while (at != rows.end() && at->first < ordinal) ++at;
    if (at == rows.end() || at->first != ordinal) continue;
    auto& [row, values] = part.emplace_back();
    row = at->second;
    const Bytes raw = query.bytes(1);
    if (raw.size != sizeof(values))
      return fail(ErrorKind::corrupt, fmt::format("The frame features of frame {} are damaged.", ordinal),
                  "Remove the camera and add it again.", c.path().string());
    std::memcpy(values.data(), raw.data, sizeof(values));
    if (part.size() < kPart) continue;
    take(part);
    part.clear();
  }
  take(part);
  return {};
}

}  // namespace

Status StoreWriter::put_frame_features(RowId camera, std::span<const StoredFeatures> features) {
  return transaction([&]() -> Status {
    MLINK_TRY(source_of(camera));
    auto insert =
        impl_->connection->query("INSERT OR REPLACE INTO frame_feature (camera, ordinal, value) VALUES (?1, ?2, ?3)");
    for (const auto& [ordinal, values] : features)
      insert.with(camera, ordinal, Bytes{values.data(), sizeof(values)}).run();
    return {};
  });
}

Result<std::vector<std::int64_t>> StoreQueries::without_features(RowId camera) const {
  auto& c = *impl_->connection;
  return c.ask([&]() -> Result<std::vector<std::int64_t>> {
    std::vector<std::int64_t> ordinals;
    auto query = c.query(
        "SELECT ordinal FROM frame WHERE camera = ?1 AND NOT EXISTS (SELECT 1 FROM frame_feature "
        "WHERE frame_feature.camera = ?1 AND frame_feature.ordinal = frame.ordinal) ORDER BY ordinal");
    query.with(camera);
    while (query.next()) ordinals.push_back(query.integer(0));
    return ordinals;
  });
}

Result<FrameFeatures> StoreQueries::frame_features(const OutputTable& table) const {
  auto& c = *impl_->connection;
  FrameFeatures features;
  MLINK_TRY(snapshot([&]() -> Status {
    if (auto any = c.query("SELECT 1 FROM frame_feature LIMIT 1"); !any.next()) return {};
    features = FrameFeatures(table.rows());
    std::vector<RowId> cameras;
    auto ids = c.query("SELECT id FROM camera ORDER BY id");
    while (ids.next()) cameras.push_back(ids.integer(0));
    std::vector<RowOf> rows(cameras.size());
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const SourceFrame at = table.source_of(table.frames[row]);
      if (static_cast<std::size_t>(at.source) < rows.size())
        rows[static_cast<std::size_t>(at.source)].emplace_back(at.ordinal, row);
    }
    std::mutex writing;  // guards features
    return share_reading(c, table.rows(), cameras.size(), [&](Connection& reader, std::size_t source) -> Status {
      RowOf& its = rows[source];
      if (!std::is_sorted(its.begin(), its.end())) std::sort(its.begin(), its.end());
      return read_features(reader, cameras[source], its, [&](const RowFeatures& part) {
        const std::lock_guard lock(writing);
        for (const auto& [row, values] : part) features.set(row, values);
      });
    });
  }));
  return features;
}

}  // namespace mlink::store
