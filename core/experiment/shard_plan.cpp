#include "experiment/shard_plan.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "store/rows.h"

namespace mlink::experiment {
namespace {

std::string first_other(const std::map<std::string, std::string>& whole, const std::map<std::string, std::string>& part,
                        const std::string& what, const std::string& how) {
  for (const auto& [name, value] : part) {
    const auto at = whole.find(name);
    if (at == whole.end()) return fmt::format("there is no {} \"{}\" in it", what, name);
    if (at->second != value) return fmt::format("the {} \"{}\" {}", what, name, how);
  }
  return {};
}

}  // namespace

Result<std::optional<ShardPlan>> shard_plan(const StoreQueries& store) {
  MLINK_ASSIGN(const auto text, store.setting(kShardKey));
  if (!text) return std::nullopt;
  try {
    const auto json = nlohmann::json::parse(*text);
    ShardPlan plan;
    plan.shard = {json.at("number").get<int>(), json.at("of").get<int>()};
    plan.experiment = json.at("experiment").get<std::string>();
    for (const auto& camera : json.at("cameras"))
      plan.cameras[camera.at("id").get<RowId>()] = {camera.at("step").get<double>(),
                                                    camera.at("before").get<std::vector<std::int64_t>>()};
    return plan;
  } catch (const nlohmann::json::exception&) {
    return fail(ErrorKind::corrupt, "What the file says of the experiment that it is a part of cannot be read.",
                "Remove it and make the shard again.", store.path().string());
  }
}

Status put_shard_plan(StoreWriter& store, const ShardPlan& plan) {
  auto cameras = nlohmann::json::array();
  for (const auto& [id, camera] : plan.cameras)
    cameras.push_back({{"id", id}, {"step", camera.step}, {"before", camera.before}});
  return store.set_setting(
      kShardKey,
      nlohmann::json{
          {"number", plan.shard.number}, {"of", plan.shard.of}, {"experiment", plan.experiment}, {"cameras", cameras}}
          .dump());
}

Result<std::int64_t> left_to_do(const StoreQueries& store) {
  std::int64_t left = 0;
  MLINK_ASSIGN(const auto boxes, store.boxes());
  MLINK_ASSIGN(const auto cameras, store.cameras());
  MLINK_ASSIGN(const auto videos, store.videos());
  MLINK_ASSIGN(const auto coverage, store.coverage());
  std::map<RowId, bool> recorded;
  for (const auto& box : boxes) recorded[box.id] = box.recorded;
  std::map<RowId, bool> seen;  // by camera: there is a video
  for (const auto& video : videos)
    for (const auto& camera : cameras)
      if (camera.video == video.id) seen[camera.id] = !video.path.empty();
  for (const auto& row : coverage)
    if (seen[row.camera] && !recorded[row.box]) left += row.wanted - row.done();
  for (const auto& camera : cameras) {
    if (!seen[camera.id]) continue;
    MLINK_ASSIGN(const auto missing, store.without_features(camera.id));
    left += static_cast<std::int64_t>(missing.size());
  }
  return left;
}

Status settle_shard(StoreWriter& store) {
  MLINK_ASSIGN(const auto left, left_to_do(store));
  std::string hash;
  if (left == 0) {
    MLINK_ASSIGN(const auto reader, RowsReader::open(store.path()));
    MLINK_ASSIGN(hash, reader.computed_hash());
  }
  return store.set_setting(kShardFinishedKey, hash);
}

std::string Definition::hash(const std::string& frames) const {
  ContentHasher hasher;
  for (const auto* part : {&boxes, &videos, &regions}) {
    hasher.add(static_cast<std::int64_t>(part->size()));
    for (const auto& [name, value] : *part) hasher.add(name).add(value);
  }
  return hasher.add(frames).hex();
}

Result<Definition> definition_of(const StoreQueries& store) {
  Definition out;
  MLINK_ASSIGN(const auto boxes, store.boxes());
  MLINK_ASSIGN(const auto cameras, store.cameras());
  MLINK_ASSIGN(const auto videos, store.videos());
  for (const auto& box : boxes)
    out.boxes[box.name] = fmt::format("{} {} {}", box.content_hash, box.recorded, box.spec_json);
  for (const auto& camera : cameras) {
    for (const auto& video : videos)
      if (video.id == camera.video) out.videos[camera.name] = video.content_hash;
    out.regions[camera.name] = fmt::format("{} {}x{}+{}+{} every {} at most {} of {} from {}", camera.source_hash,
                                           camera.crop_width, camera.crop_height, camera.crop_x, camera.crop_y,
                                           camera.every, camera.limit, camera.part_of, camera.first_ordinal);
  }
  return out;
}

std::string difference(const Definition& whole, const Definition& part) {
  auto found = first_other(whole.boxes, part.boxes, "black box", "has another manifest or other weights");
  if (found.empty()) found = first_other(whole.videos, part.videos, "camera", "is of another video");
  if (found.empty()) found = first_other(whole.regions, part.regions, "camera", "has another region or other frames");
  return found;
}

}  // namespace mlink::experiment
