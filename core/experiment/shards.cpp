#include "experiment/shards.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>

#include "experiment/new_file.h"
#include "experiment/shard_plan.h"
#include "outputs/frame_features.h"
#include "store/rows.h"

namespace mlink::experiment {
namespace {

using Parts = std::vector<std::map<RowId, OrdinalRange>>;  ///< by part, then video

/// An experiment that is cut.
struct Whole {
  RowsReader reader;
  std::string hash;
  Parts parts;
};

Result<Parts> parts_of(const RowsReader& reader, int of) {
  MLINK_ASSIGN(const auto videos, reader.videos());
  std::map<RowId, bool> runs;  // recorded outputs: there is nothing to run on
  for (const auto& video : videos) runs[video.id] = !video.path.empty();
  std::int64_t total = 0;
  MLINK_TRY(reader.each_picture([&](RowId video, std::int64_t, std::int64_t cameras) {
    if (runs[video]) total += cameras;
  }));
  Parts parts(static_cast<std::size_t>(of));
  ShardCuts cuts(of, total);
  MLINK_TRY(reader.each_picture([&](RowId video, std::int64_t ordinal, std::int64_t cameras) {
    auto& part = parts[static_cast<std::size_t>(cuts.next(runs[video] ? cameras : 0) - 1)];
    const auto [range, fresh] = part.try_emplace(video, OrdinalRange{ordinal, ordinal + 1});
    if (!fresh) range->second.end = ordinal + 1;
  }));
  return parts;
}

Result<Whole> read_whole(const std::filesystem::path& file, int of) {
  MLINK_TRY(check_shards(of));
  MLINK_ASSIGN(auto reader, RowsReader::open(file));
  MLINK_ASSIGN(const auto shard, shard_plan(reader));
  if (shard)
    return fail(ErrorKind::invalid_input,
                fmt::format("The file is itself shard {} of {}.", shard->shard.number, shard->shard.of),
                "Collect it as it is, without --shard, or name the experiment that it was made from.", file.string());
  MLINK_ASSIGN(const auto definition, definition_of(reader));
  MLINK_ASSIGN(const auto frames, reader.frames_hash());
  MLINK_ASSIGN(auto parts, parts_of(reader, of));
  return Whole{std::move(reader), definition.hash(frames), std::move(parts)};
}

Status check_there(const Whole& whole, const ShardNumber& shard, const std::filesystem::path& into) {
  MLINK_ASSIGN(const auto there, StoreReader::open(into));
  MLINK_ASSIGN(const auto plan, shard_plan(there));
  if (!plan)
    return fail(ErrorKind::invalid_input, "There is a file of this name already, and it is not a shard.",
                "Choose another name with --into.", into.string());
  if (plan->shard != shard)
    return fail(ErrorKind::invalid_input,
                fmt::format("There is a file of this name already: shard {} of {}, not {} of {}.", plan->shard.number,
                            plan->shard.of, shard.number, shard.of),
                "Choose another name with --into.", into.string());
  if (plan->experiment == whole.hash) return {};
  MLINK_ASSIGN(const auto before, definition_of(there));
  MLINK_ASSIGN(const auto now, definition_of(whole.reader));
  auto why = difference(now, before);
  if (why.empty()) why = difference(before, now);
  return fail(ErrorKind::invalid_input,
              fmt::format("The shard was made before the experiment changed: {}.",
                          why.empty() ? std::string("cameras have other frames") : why),
              "Merge what it has into a file of its own with --partial, or remove it; then run this again.",
              into.string());
}

Status fill(RowsWriter& store, const Whole& whole, const ShardNumber& shard) {
  // What was computed from the outputs stays in the whole.
  MLINK_TRY(store.copy_definition(whole.reader, {"link_set", kJoinedKey}));
  ShardPlan plan{shard, whole.hash, {}};
  const auto& part = whole.parts[static_cast<std::size_t>(shard.number - 1)];
  MLINK_ASSIGN(const auto cameras, whole.reader.cameras());
  for (const auto& camera : cameras) {
    const auto at = part.find(camera.video);
    if (at == part.end()) continue;
    MLINK_TRY(store.copy_frames(whole.reader, camera.id, at->second));
    MLINK_ASSIGN(auto before, whole.reader.frames_before(camera.id, at->second.first, kFeatureLags.back()));
    plan.cameras[camera.id] = {before.step, std::move(before.ordinals)};
  }
  MLINK_TRY(store.count());
  return put_shard_plan(store, plan);
}

Status make(const Whole& whole, const ShardNumber& shard, const std::filesystem::path& into) {
  std::error_code ec;
  if (std::filesystem::exists(into, ec)) return check_there(whole, shard, into);
  MLINK_ASSIGN(auto file, NewFile::begin(into));
  {
    MLINK_ASSIGN(auto store, RowsWriter::create(file.path()));
    MLINK_TRY(whole.reader.snapshot([&] { return store.transaction([&] { return fill(store, whole, shard); }); }));
  }
  return file.finish();
}

}  // namespace

Result<ShardNumber> shard_number(const std::string& text) {
  ShardNumber shard;
  const auto* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, shard.number);
  const bool slash = first.ec == std::errc() && first.ptr != end && *first.ptr == '/';
  const auto second = slash ? std::from_chars(first.ptr + 1, end, shard.of) : first;
  if (!slash || second.ec != std::errc() || second.ptr != end || shard.number < 1 || shard.number > shard.of)
    return fail(ErrorKind::invalid_input, fmt::format("\"{}\" is not a shard.", text),
                "Write its number and how many there are, from 1/8 to 8/8.");
  MLINK_TRY(check_shards(shard.of));
  return shard;
}

Status check_shards(int of) {
  if (of >= 1 && of <= kMostShards) return {};
  return fail(ErrorKind::invalid_input, fmt::format("{} shards make no sense.", of),
              fmt::format("Choose 1 to {}.", kMostShards));
}

int ShardCuts::next(std::int64_t weight) {
  const auto part = total_ > 0 ? before_ * of_ / total_ : 0;
  before_ += weight;
  return static_cast<int>(std::min<std::int64_t>(part, of_ - 1)) + 1;
}

std::filesystem::path shard_path(const std::filesystem::path& file, const ShardNumber& shard,
                                 const std::filesystem::path& folder) {
  const auto name = fmt::format("{}.shard-{}-of-{}.mlink", file.stem().string(), shard.number, shard.of);
  return (folder.empty() ? file.parent_path() : folder) / name;
}

Status make_shard(const std::filesystem::path& file, const ShardNumber& shard, const std::filesystem::path& into) {
  MLINK_ASSIGN(const auto whole, read_whole(file, shard.of));
  return make(whole, shard, into);
}

Result<std::vector<std::filesystem::path>> make_shards(const std::filesystem::path& file, int of,
                                                       const std::filesystem::path& folder,
                                                       const std::stop_token& stop) {
  MLINK_ASSIGN(const auto whole, read_whole(file, of));
  std::vector<std::filesystem::path> paths;
  for (int number = 1; number <= of; ++number) {
    if (stop.stop_requested()) return stopped();
    paths.push_back(shard_path(file, {number, of}, folder));
    MLINK_TRY(make(whole, {number, of}, paths.back()));
  }
  return paths;
}

}  // namespace mlink::experiment
