// Collecting on more than one machine (CLUSTER.md): an experiment is cut in parts, each part is a file of its own that
// any machine collects, and the parts are joined again. The free functions hold no state; a file is written by one of
// them at a time (the store's lock).
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/progress.h"

namespace mlink::experiment {

/// The part with this number of so many, from 1.
struct ShardNumber {
  int number = 1, of = 1;
  friend bool operator==(const ShardNumber&, const ShardNumber&) = default;
};
inline constexpr int kMostShards = 100000;

/// "2/8".
[[nodiscard]] Result<ShardNumber> shard_number(const std::string& text);
[[nodiscard]] Status check_shards(int of);

/// Deals pictures out, told one after another, so that each part gets a stretch of them and as many outputs as the
/// others, to one picture.
class ShardCuts {
 public:
  /// `total`: the sum of all weights.
  ShardCuts(int of, std::int64_t total) : of_(of), total_(total) {}
  /// The part of the next picture, from 1. `weight`: how many cameras use it; 0 where nothing is to be run.
  [[nodiscard]] int next(std::int64_t weight);

 private:
  int of_;
  std::int64_t total_, before_ = 0;
};

/// "door.mlink" -> FOLDER/door.shard-2-of-8.mlink; without a folder: beside the file.
[[nodiscard]] std::filesystem::path shard_path(const std::filesystem::path& file, const ShardNumber& shard,
                                               const std::filesystem::path& folder = {});

/// Makes the file of one part, ready to be collected (Experiment::collect does its part only), with what `file` has of
/// it already. A part that is there is left as it is, whatever it has collected. Errors: `into` is something else, or a
/// part of other cameras or boxes; `file` is a part itself.
[[nodiscard]] Status make_shard(const std::filesystem::path& file, const ShardNumber& shard,
                                const std::filesystem::path& into);
/// All parts, in shard_path()'s places.
[[nodiscard]] Result<std::vector<std::filesystem::path>> make_shards(const std::filesystem::path& file, int of,
                                                                     const std::filesystem::path& folder,
                                                                     const std::stop_token& stop);

struct MergeOptions {
  std::filesystem::path out;  ///< the experiment that was cut, or a file that is made
  std::vector<std::filesystem::path> shards;
  bool partial = false;  ///< join what is there, though parts are missing or not finished
};
struct MergeReport {
  int shards = 0;
  bool made = false;                 ///< out was made
  std::int64_t outputs = 0;          ///< added
  std::int64_t features = 0;         ///< comparisons of pictures added
  std::int64_t known = 0;            ///< outputs that out had already
  std::vector<std::string> missing;  ///< `partial`: "2 is missing", "3 is not finished"
};
/// Joins parts: all of them, or nothing. The same output twice is joined once, the time of the first stays; a failed
/// one gives way to one that is not. Errors: a shard is damaged, of a newer program, no shard, of another experiment
/// (named: box, camera), changed since it was finished; parts missing or not finished; an output that two files have
/// differently; out is another experiment.
[[nodiscard]] Result<MergeReport> merge_shards(const MergeOptions& options, const std::stop_token& stop,
                                               const ProgressFn& progress);

}  // namespace mlink::experiment
