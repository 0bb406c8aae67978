// Internal to core/experiment: what a file that is a part of an experiment (shards.h) knows of the whole.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "experiment/shards.h"
#include "store/store.h"

namespace mlink::experiment {

inline constexpr const char* kShardKey = "shard";                   ///< settings of the file
inline constexpr const char* kShardFinishedKey = "shard_finished";  ///< hash of what was computed; empty: not all

/// Of a file that was made by joining parts, perhaps not all yet: hash of the whole.
inline constexpr const char* kJoinedKey = "joined_shards_of";

struct ShardCamera {
  double step = 0;                   ///< seconds from frame to frame, over all of them
  std::vector<std::int64_t> before;  ///< frames that the first ones' pictures are compared with, ascending
};
struct ShardPlan {
  ShardNumber shard;
  std::string experiment;  ///< hash of the whole: cameras, their frames, boxes
  std::map<store::RowId, ShardCamera> cameras;
};

/// Nothing: the file is an experiment of its own.
[[nodiscard]] Result<std::optional<ShardPlan>> shard_plan(const store::StoreQueries& store);
[[nodiscard]] Status put_shard_plan(store::StoreWriter& store, const ShardPlan& plan);

/// How many outputs and comparisons of pictures there are to be made still.
[[nodiscard]] Result<std::int64_t> left_to_do(const store::StoreQueries& store);
/// After a run: notes whether the part is finished, and the hash of what it has.
[[nodiscard]] Status settle_shard(store::StoreWriter& store);

/// What an experiment is computed from, to be compared: by name.
struct Definition {
  std::map<std::string, std::string> boxes;    ///< manifest and weights
  std::map<std::string, std::string> videos;   ///< of a camera: the video's content
  std::map<std::string, std::string> regions;  ///< of a camera: region, step and place in its camera
  [[nodiscard]] std::string hash(const std::string& frames) const;
};
[[nodiscard]] Result<Definition> definition_of(const store::StoreQueries& store);
/// The first thing of `part` that `whole` does not have in the same way, as the end of a sentence; empty: none.
[[nodiscard]] std::string difference(const Definition& whole, const Definition& part);

}  // namespace mlink::experiment
