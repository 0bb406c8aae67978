#include "experiment/file_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "experiment/link_sets.h"
#include "experiment/replay_shelf.h"
#include "experiment/staleness.h"
#include "media/video.h"

namespace mlink::experiment {
namespace {

CameraRow camera_row(const StoredCamera& camera, const std::vector<StoredCamera>& cameras,
                     const std::vector<StoredVideo>& videos) {
  CameraRow row;
  row.id = camera.id;
  row.name = camera.name;
  row.every = camera.every;
  if (camera.crop_width > 0) row.crop = Rect{camera.crop_x, camera.crop_y, camera.crop_width, camera.crop_height};
  const auto video = std::find_if(videos.begin(), videos.end(), [&](const auto& v) { return v.id == camera.video; });
  if (video == videos.end()) return row;
  row.path = video->path;
  const auto info = nlohmann::json::parse(video->info_json, nullptr, false);
  if (info.is_object()) {
    row.width = row.crop ? row.crop->width : info.value("width", 0);
    row.height = row.crop ? row.crop->height : info.value("height", 0);
    row.frame_rate = info.value("frame_rate", 0.0);
    row.seconds = info.value("seconds", 0.0);
    if (info.contains("recorded_at")) row.recorded_at = info.value("recorded_at", 0.0);
    row.pictures = {info.value("stream", -1), info.value("video_streams", std::vector<int>{})};
    row.sound = {info.value("sound_stream", info.value("best_sound_stream", -1)),
                 info.value("sound_streams", std::vector<int>{})};
  }
  if (info.is_object()) row.notes = info.value("notes", std::vector<std::string>{});
  row.start = video->start;
  row.part_of = camera.part_of;
  row.first_ordinal = camera.first_ordinal;
  for (const auto& other : cameras)
    if (row.after.empty() && video->start_after != 0 && other.video == video->start_after) row.after = other.name;
  row.recorded = video->path.empty();
  if (info.is_object()) row.synthetic = info.value("synthetic", std::string());
  if (!row.recorded && !video_is_there(video->path))
    row.problem = Error{ErrorKind::not_found, "File not found.",
                        "Stored outputs stay usable. Say where it is now: mlink video relink.", video->path};
  return row;
}

/// How the outputs of a recorded box were made up; empty: they were not.
std::string synthetic_of(const StoredBox& box) {
  const auto json = nlohmann::json::parse(box.manifest_json, nullptr, false);
  if (!json.is_object() || !json.contains("recorded") || !json["recorded"].is_object()) return {};
  return json["recorded"].value("synthetic", std::string());
}

// Pairs of seconds and bytes; nothing where they do not fit.
std::vector<Costs> costs_in(const nlohmann::json& list, std::size_t count) {
  std::vector<Costs> costs;
  if (!list.is_array() || list.size() != count) return costs;
  for (const auto& part : list) {
    if (!part.is_array() || part.size() != 2 || !part[0].is_number() || !part[1].is_number()) return {};
    costs.push_back({part[0].get<double>(), part[1].get<double>()});
  }
  return costs;
}

LinkCosts link_costs_of(const nlohmann::json& document, std::size_t boxes) {
  const auto costs = document.value("link_costs", nlohmann::json::object());
  if (!costs.is_object()) return {};
  return {costs_in(costs.value("links", nlohmann::json()), boxes * boxes),
          costs_in(costs.value("ensembles", nlohmann::json()), boxes)};
}

// What an earlier program kept is the mean time of a prediction from all others: a share of it for each link. The bytes
// are known from the links themselves.
LinkCosts costs_from_sums(const LinkSet& links, double seconds) {
  LinkCosts costs = link_bytes(links);
  const auto k = links.boxes().size();
  for (auto& link : costs.links)
    if (link.bytes > 0) link.seconds = seconds / static_cast<double>(std::max<std::size_t>(k, 2) - 1);
  return costs;
}

LinkSetRow link_set_row(const StoredResult& result, const Overview& overview) {
  LinkSetRow row{result.id, result.name, result.created, result.versions, result.data_hash, {}, 0, 0, {}, {}};
  const auto document = nlohmann::json::parse(result.settings_json, nullptr, false);
  if (!document.is_object()) return row;
  if (document.contains("train"))
    if (auto settings = train_settings_from_json(document.at("train"))) row.settings = *settings;
  row.link_seconds = document.value("link_seconds", 0.0);
  row.link_bytes = document.value("link_bytes", 0.0);
  row.costs = link_costs_of(document, document.value("boxes", std::vector<std::string>()).size());
  row.stale = why_links_stale(document, overview);
  return row;
}

Status add_coverage(Overview& overview, const StoreQueries& store) {
  MLINK_ASSIGN(const auto stored, store.coverage());
  std::map<std::pair<RowId, RowId>, const Coverage*> known;
  for (const auto& c : stored) known[{c.camera, c.box}] = &c;
  for (std::size_t i = 0; i < overview.cameras.size(); ++i) {
    for (std::size_t j = 0; j < overview.boxes.size(); ++j) {
      CoverageRow row{static_cast<int>(i), static_cast<int>(j), overview.cameras[i].frames, 0, 0, 0};
      if (const auto at = known.find({overview.cameras[i].id, overview.boxes[j].id}); at != known.end()) {
        row.present = at->second->present;
        row.none = at->second->none;
        row.failed = at->second->failed;
      }
      if (overview.cameras[i].recorded || overview.boxes[j].recorded) row.wanted = row.done();
      overview.wanted += row.wanted;
      overview.done += row.done();
      overview.failed += row.failed;
      overview.coverage.push_back(row);
    }
  }
  return {};
}

/// Whether some box has an output on each frame, as far as the counts tell.
bool has_all_outputs(const Overview& overview) {
  for (std::size_t camera = 0; camera < overview.cameras.size(); ++camera)
    if (std::none_of(overview.coverage.begin(), overview.coverage.end(), [&](const CoverageRow& row) {
          return row.camera == static_cast<int>(camera) && row.present == overview.cameras[camera].frames;
        }))
      return false;
  return true;
}

}  // namespace

std::shared_ptr<const OutputTable> in_links_order(const std::shared_ptr<const OutputTable>& table,
                                                  const LinkSet& links) {
  bool same = table->columns.size() == links.boxes().size();
  for (std::size_t i = 0; same && i < links.boxes().size(); ++i) same = table->columns[i].box == links.boxes()[i];
  if (same) return table;
  auto out = std::make_shared<OutputTable>();
  out->cameras = table->cameras;
  out->frames = table->frames;
  out->clips = table->clips;
  out->zero = table->zero;
  for (const auto& box : links.boxes()) {
    const int at = table->column_of(box);
    if (at < 0) return nullptr;
    out->columns.push_back(table->columns[static_cast<std::size_t>(at)]);
  }
  return out;
}

CostTable Overview::costs() const {
  CostTable table;
  for (const auto& box : boxes) table.boxes.push_back(box.costs);
  return table;
}

Result<Manifest> manifest_of(const StoredBox& box, bool check_weights) {
  ManifestOptions options;
  options.check_weights = check_weights;
  return parse_manifest(box.manifest_json, std::filesystem::path(box.manifest_path).parent_path(), options);
}

const FileView::BoxFacts& FileView::facts(const StoredBox& box) {
  const auto [at, fresh] = facts_.try_emplace(box.content_hash + box.manifest_path);
  if (!fresh || box.recorded) return at->second;
  auto manifest = manifest_of(box, false);
  if (!manifest) {
    at->second.problem = manifest.error();
    return at->second;
  }
  at->second.adapter = manifest->adapter;
  for (const auto& weight : manifest->weights) {
    std::error_code ec;
    if (!std::filesystem::exists(weight.path, ec))
      at->second.problem =
          Error{ErrorKind::not_found, "The weights are not there.",
                "Fetch the models again, or add the box with a manifest that names them.", weight.path.string()};
  }
  return at->second;
}

Result<Overview> FileView::overview(const StoreQueries& store) {
  Overview overview;
  overview.path = store.path();
  MLINK_ASSIGN(const auto scenario, store.setting("scenario"));
  overview.scenario = scenario.value_or("");
  MLINK_ASSIGN(const auto videos, store.videos());
  MLINK_ASSIGN(const auto cameras, store.cameras());
  MLINK_ASSIGN(const auto boxes, store.boxes());
  MLINK_ASSIGN(const auto costs, store.costs());
  for (const auto& camera : cameras) {
    overview.cameras.push_back(camera_row(camera, cameras, videos));
    overview.cameras.back().frames = camera.frames;
  }
  for (const auto& box : boxes) {
    BoxRow row;
    row.id = box.id;
    row.name = box.name;
    row.title = box.title;
    row.manifest_path = box.manifest_path;
    row.recorded = box.recorded;
    row.synthetic = box.recorded ? synthetic_of(box) : std::string();
    row.content_hash = box.content_hash;
    const auto json = nlohmann::json::parse(box.spec_json, nullptr, false);
    MLINK_ASSIGN(row.spec, output_spec_from_json(json));
    const auto& known = facts(box);
    row.adapter = !row.synthetic.empty() ? "synthetic" : box.recorded ? "recorded" : known.adapter;
    row.problem = known.problem;
    if (const auto known = costs.find(box.id); known != costs.end()) row.costs = known->second;
    row.costs.box = row.name;
    overview.boxes.push_back(std::move(row));
  }
  MLINK_TRY(add_coverage(overview, store));
  MLINK_ASSIGN(auto results, store.results("link_set"));
  MLINK_ASSIGN(const auto used, used_link_set(store));
  std::sort(results.begin(), results.end(), [&](const auto& a, const auto& b) {
    return std::pair(a.id == used, a.id) > std::pair(b.id == used, b.id);
  });
  for (const auto& result : results) overview.link_sets.push_back(link_set_row(result, overview));
  return overview;
}

// The set in use, with what it and its boxes cost.
Result<std::shared_ptr<const LinkSet>> FileView::links_in_use(const StoreQueries& store, Snapshot& snapshot) {
  const auto& row = snapshot.overview.link_sets.front();
  MLINK_ASSIGN(const auto stored, store.result(row.id));
  MLINK_ASSIGN(auto links, LinkSet::from_bytes(stored.blob));
  snapshot.link_document = stored.settings_json;
  snapshot.link_costs.predicting = row.costs.links.empty() ? costs_from_sums(links, row.link_seconds) : row.costs;
  const auto costs = snapshot.overview.costs();
  for (const auto& name : links.boxes())
    for (const auto& box : costs.boxes)
      if (box.box == name) snapshot.link_costs.boxes.push_back(box);
  return std::make_shared<const LinkSet>(std::move(links));
}

Result<Snapshot> FileView::snapshot(const StoreQueries& store) {
  Snapshot snapshot;
  snapshot.engines = std::make_shared<ReplayShelf>();
  MLINK_ASSIGN(snapshot.overview, overview(store));
  MLINK_ASSIGN(auto table, store.output_table());
  snapshot.table = std::make_shared<const OutputTable>(std::move(table));
  if (snapshot.overview.link_sets.empty()) return snapshot;
  MLINK_ASSIGN(const auto links, links_in_use(store, snapshot));
  snapshot.link_table = in_links_order(snapshot.table, *links);
  if (snapshot.link_table)
    snapshot.links = links;
  else
    snapshot.link_costs = {};  // a box of the links was removed: the row says so
  return snapshot;
}

Result<Snapshot> FileView::figures(const StoreQueries& store) {
  Snapshot figures;
  MLINK_ASSIGN(figures.overview, overview(store));
  const auto& sets = figures.overview.link_sets;
  if (sets.empty()) return figures;
  if (!sets.front().stale.empty()) return snapshot(store);
  MLINK_ASSIGN(const auto stored, store.results("link_set"));
  const auto row = std::find_if(stored.begin(), stored.end(), [&](const auto& r) { return r.id == sets.front().id; });
  if (row == stored.end()) return snapshot(store);
  const auto document = nlohmann::json::parse(row->settings_json, nullptr, false);
  // An earlier program kept less: the outputs tell it.
  if (!document.is_object() || !document.contains("left_out") ||
      (!document.contains("judged") && !has_all_outputs(figures.overview)))
    return snapshot(store);
  MLINK_ASSIGN(figures.links, links_in_use(store, figures));
  return figures;
}

std::string link_set_document(const TrainSettings& settings, const LinkCosts& costs, double link_seconds,
                              const MatrixData& matrix, std::int64_t outputs, const Overview& overview) {
  auto contents = nlohmann::json::object();
  for (const auto& box : overview.boxes) contents[box.name] = box.content_hash;
  auto cameras = nlohmann::json::object();
  for (const auto& camera : overview.cameras) cameras[camera.name] = camera.frames;
  auto starts = nlohmann::json::object();
  for (const auto& camera : overview.cameras)
    if (camera.start.seconds != 0) starts[camera.name] = camera.start.seconds;
  nlohmann::json train;
  to_json(train, settings);
  const auto list = [](const std::vector<Costs>& parts) {
    auto out = nlohmann::json::array();
    for (const auto& part : parts) out.push_back({part.seconds, part.bytes});
    return out;
  };
  return nlohmann::json{{"train", train},
                        {"link_seconds", link_seconds},
                        {"link_bytes", all_bytes(costs)},
                        {"link_costs", {{"links", list(costs.links)}, {"ensembles", list(costs.ensembles)}}},
                        {"boxes", matrix.boxes},
                        {"left_out", matrix.left_out},
                        {"judged", {{"train", matrix.train_frames}, {"test", matrix.test_frames}}},
                        {"outputs", outputs},
                        {"contents", contents},
                        {"cameras", cameras},
                        {"starts", starts}}
      .dump();
}

}  // namespace mlink::experiment
