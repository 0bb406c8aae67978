#include "experiment/source_edits.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "experiment/file_access.h"
#include "experiment/renamed_hashes.h"
#include "experiment/runs.h"
#include "experiment/stored_video.h"
#include "links/other_names.h"
#include "methods/box_names.h"
#include "methods/method.h"
#include "store/changes.h"

namespace mlink::experiment {
namespace {

const char* order_key(SourceList list) { return list == SourceList::cameras ? "order of cameras" : "order of boxes"; }

bool rename_key(nlohmann::json& names, const std::string& from, const std::string& to) {
  if (!names.is_object() || !names.contains(from)) return false;
  auto value = std::move(names[from]);
  names.erase(from);
  names[to] = std::move(value);
  return true;
}

/// Links tell by name which frames trained them (whole cameras), and how many each row had.
Status rename_in_links(StoreWriter& store, const char* kind, const StoredCamera& camera, const std::string& to,
                       RenamedHashes& hashes) {
  MLINK_ASSIGN(const auto sets, store.results(kind, true));
  for (const auto& set : sets) {
    auto document = nlohmann::json::parse(set.settings_json, nullptr, false);
    bool changed = false;
    for (const char* part : {"cameras", "starts"})
      if (document.is_object() && document.contains(part))
        changed = rename_key(document[part], camera.name, to) || changed;
    std::string links = set.blob;
    if (camera.part_of.empty()) {
      hashes.know(set.blob, with_camera_renamed(set.blob, camera.name, to, {}));
      auto renamed = with_camera_renamed(set.blob, camera.name, to, hashes.now(set.data_hash));
      if (!renamed && renamed.error().kind == ErrorKind::invalid_input) return tl::make_unexpected(renamed.error());
      if (renamed) links = std::move(*renamed);  // else damaged, or of a newer program: of no use here
    }
    if (changed || links != set.blob)
      MLINK_TRY(store.put_result_text(set.id, changed ? document.dump() : set.settings_json, links));
  }
  return {};
}

/// Nets of pictures keep a prediction of each frame, in the order of the frames: where that is the same, they fit.
Status rename_in_trainings(StoreWriter& store, const RenamedHashes& hashes) {
  if (hashes.before().frames != hashes.after().frames) return {};
  const std::string was = methods::frames_hash(hashes.before()), is = methods::frames_hash(hashes.after());
  MLINK_ASSIGN(const auto trained, store.results(kMethodKind, true));
  for (const auto& one : trained)
    if (const auto bytes = methods::training_with_frames(one.blob, was, is); bytes != one.blob)
      MLINK_TRY(store.put_result_text(one.id, one.settings_json, bytes));
  return {};
}

/// All that stands for the outputs as they are.
Status move_hashes(StoreWriter& store, const RenamedHashes& hashes) {
  MLINK_ASSIGN(const auto results, store.all_results());
  for (const auto& result : results)
    if (const auto hash = hashes.now(result.data_hash); hash != result.data_hash)
      MLINK_TRY(store.put_data_hash(result.id, hash));
  return {};
}

Status rename_in_bookmarks(StoreWriter& store, const std::string& from, const std::string& to) {
  MLINK_ASSIGN(const auto bookmarks, store.results(kBookmarkKind, true));
  for (const auto& bookmark : bookmarks) {
    auto document = nlohmann::json::parse(bookmark.settings_json, nullptr, false);
    if (!document.is_object() || document.value("camera", nlohmann::json()) != from) continue;
    document["camera"] = to;
    MLINK_TRY(store.put_result_text(bookmark.id, document.dump(), bookmark.blob));
  }
  return {};
}

/// A camera without a video is known by its name: what is imported for that name later belongs to it.
Status rename_stand_in(StoreWriter& store, const StoredCamera& camera, const std::string& to) {
  MLINK_ASSIGN(const auto videos, store.videos());
  const auto was = stand_in_hash(camera.name);
  for (const auto& video : videos)
    if (video.id == camera.video && video.path.empty() && video.content_hash == was)
      return store.rename_stand_in(video.id, stand_in_hash(to));
  return {};
}

std::vector<RowId> order_of(const StoreQueries& store, SourceList list) {
  const auto text = store.setting(order_key(list));
  if (!text || !*text) return {};
  const auto json = nlohmann::json::parse(**text, nullptr, false);
  std::vector<RowId> ids;
  if (!json.is_array()) return ids;
  for (const auto& id : json)
    if (id.is_number_integer()) ids.push_back(id.get<RowId>());
  return ids;
}

/// Puts the rows in order; gives where each of them is now.
template <class Row>
std::vector<int> arrange(std::vector<Row>& rows, const std::vector<RowId>& order) {
  std::vector<std::size_t> from(rows.size());
  std::iota(from.begin(), from.end(), std::size_t{0});
  const auto place = [&](std::size_t row) {
    return std::find(order.begin(), order.end(), rows[row].id) - order.begin();
  };
  std::stable_sort(from.begin(), from.end(), [&](std::size_t a, std::size_t b) { return place(a) < place(b); });
  std::vector<Row> sorted;
  std::vector<int> now(rows.size());
  for (const auto row : from) {
    now[row] = static_cast<int>(sorted.size());
    sorted.push_back(std::move(rows[row]));
  }
  rows = std::move(sorted);
  return now;
}

}  // namespace

Result<FileChanges> recorded(Experiment& experiment, const std::function<Status(Experiment&)>& step) {
  MLINK_ASSIGN(auto changes, FileAccess::store(experiment).recorded([&] { return step(experiment); }));
  return FileChanges{std::make_shared<const store::Changes>(std::move(changes))};
}

Status take_back(Experiment& experiment, const FileChanges& changes) {
  if (!changes.rows) return {};
  return FileAccess::store(experiment).take_back(*changes.rows);
}

Status rename_camera(Experiment& experiment, const std::string& from, const std::string& to) {
  auto& store = FileAccess::store(experiment);
  MLINK_ASSIGN(const auto cameras, store.cameras());
  const auto camera = std::find_if(cameras.begin(), cameras.end(), [&](const auto& c) { return c.name == from; });
  if (camera == cameras.end())
    return fail(ErrorKind::not_found, fmt::format("There is no camera \"{}\".", from), {}, store.path().string());
  if (from == to) return {};
  return store.transaction([&]() -> Status {
    MLINK_ASSIGN(auto before, store.output_table());
    MLINK_TRY(store.rename_camera(camera->id, to));
    MLINK_TRY(rename_stand_in(store, *camera, to));
    MLINK_TRY(rename_in_bookmarks(store, from, to));
    MLINK_ASSIGN(auto after, store.output_table());
    RenamedHashes hashes(std::make_shared<const OutputTable>(std::move(before)),
                         std::make_shared<const OutputTable>(std::move(after)));
    for (const char* kind : {kLinkSetKind, kUnfinishedKind})
      MLINK_TRY(rename_in_links(store, kind, *camera, to, hashes));
    MLINK_TRY(rename_in_trainings(store, hashes));
    return move_hashes(store, hashes);
  });
}

Status set_order(Experiment& experiment, SourceList list, const std::vector<RowId>& ids) {
  return FileAccess::store(experiment).set_setting(order_key(list), nlohmann::json(ids).dump());
}

Result<Overview> in_order(Overview overview, const ExperimentReader& reader) {
  const auto& store = FileAccess::store(reader);
  const auto cameras = arrange(overview.cameras, order_of(store, SourceList::cameras));
  const auto boxes = arrange(overview.boxes, order_of(store, SourceList::boxes));
  for (auto& row : overview.coverage) {
    row.camera = cameras[static_cast<std::size_t>(row.camera)];
    row.box = boxes[static_cast<std::size_t>(row.box)];
  }
  std::stable_sort(overview.coverage.begin(), overview.coverage.end(), [](const auto& a, const auto& b) {
    return std::pair(a.camera, a.box) < std::pair(b.camera, b.box);
  });
  return overview;
}

Result<Frame> file_picture(const ExperimentReader& reader, RowId camera, std::int64_t ordinal) {
  const auto& store = FileAccess::store(reader);
  MLINK_ASSIGN(const auto cameras, store.cameras());
  MLINK_ASSIGN(const auto videos, store.videos());
  for (const auto& known : cameras)
    for (const auto& video : videos) {
      if (known.id != camera || video.id != known.video || video.path.empty()) continue;
      MLINK_ASSIGN(const auto index, store.frame_index(video.id));
      MLINK_ASSIGN(auto file, VideoReader::open(video.path, options_of(index)));
      return file.at(ordinal);
    }
  return fail(ErrorKind::not_found, "The camera has no video here.", {}, store.path().string());
}

}  // namespace mlink::experiment
