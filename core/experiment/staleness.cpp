#include "experiment/staleness.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "experiment/method_training.h"
#include "outputs/amount.h"
#include "outputs/clock.h"

namespace mlink::experiment {
namespace {

using StaleJson = nlohmann::json;

struct KnownBox {
  std::string name, hash;  ///< hash empty: not known
  std::vector<std::pair<CostKind, double>> costs = {};
};
struct FormerCamera {
  RowId id = 0;  ///< 0: not known
  std::string name;
  std::optional<std::int64_t> frames;
  double start = 0;
};
/// What figures were computed from, as far as it was kept.
struct Inputs {
  std::string verb = "Made";
  bool boxes_by_hash = true;  ///< a box may be called otherwise by now
  std::optional<std::vector<KnownBox>> boxes;
  std::optional<std::vector<FormerCamera>> cameras;
  bool cameras_complete = false;  ///< a camera that is not among them came later
  std::optional<std::int64_t> outputs;
};

bool tells_of(const Inputs& inputs, const KnownBox& known, const BoxRow& box) {
  return known.name == box.name || (inputs.boxes_by_hash && !known.hash.empty() && known.hash == box.content_hash);
}

std::string boxes_differ(const Inputs& inputs, const Overview& overview) {
  if (!inputs.boxes) return {};
  const auto of = [&](const BoxRow& box) {
    // The one of this name first: two boxes may have the same content.
    const auto named = std::find_if(inputs.boxes->begin(), inputs.boxes->end(),
                                    [&](const auto& known) { return known.name == box.name; });
    if (named != inputs.boxes->end()) return named;
    return std::find_if(inputs.boxes->begin(), inputs.boxes->end(),
                        [&](const auto& known) { return tells_of(inputs, known, box); });
  };
  for (const auto& box : overview.boxes)
    if (of(box) == inputs.boxes->end()) return fmt::format("{} before {} was added.", inputs.verb, box.name);
  for (const auto& known : *inputs.boxes)
    if (std::none_of(overview.boxes.begin(), overview.boxes.end(),
                     [&](const auto& box) { return tells_of(inputs, known, box); }))
      return fmt::format("{} with {}, which was removed.", inputs.verb, known.name);
  // A box that came again under its name may have as many outputs as before, and others.
  for (const auto& box : overview.boxes)
    if (const auto& hash = of(box)->hash; !hash.empty() && hash != box.content_hash)
      return fmt::format("{} before {} was replaced.", inputs.verb, box.name);
  return {};
}

std::string costs_differ(const Inputs& inputs, const Overview& overview) {
  if (!inputs.boxes) return {};
  for (const auto& box : overview.boxes)
    for (const auto& known : *inputs.boxes) {
      if (!tells_of(inputs, known, box)) continue;
      for (const auto& [kind, cost] : known.costs)
        if (!box.costs.known(kind) || box.costs.of(kind) != cost)
          return fmt::format("{} when {} cost {}, {}.", inputs.verb, box.name, amount_text({kind, cost}),
                             box.costs.known(kind) ? "which is other now" : "which is not known now");
    }
  return {};
}

/// Frames that came later are test rows, whatever their times, and a file that moved on the clock may put test rows
/// before training rows: both must be known where a figure is read.
std::string cameras_differ(const Inputs& inputs, const Overview& overview) {
  if (!inputs.cameras) return {};
  const auto& cameras = *inputs.cameras;
  const auto same = [](const FormerCamera& former, const CameraRow& camera) {
    return former.name == camera.name || (former.id > 0 && former.id == camera.id);
  };
  const auto of = [&](const CameraRow& camera) {
    const auto named =
        std::find_if(cameras.begin(), cameras.end(), [&](const auto& former) { return former.name == camera.name; });
    if (named != cameras.end()) return named;
    return std::find_if(cameras.begin(), cameras.end(), [&](const auto& former) { return same(former, camera); });
  };
  for (const auto& camera : overview.cameras) {
    const auto former = of(camera);
    if (former == cameras.end()) {
      if (inputs.cameras_complete) return fmt::format("{} before the camera {} was added.", inputs.verb, camera.name);
      continue;
    }
    if (former->frames && *former->frames != camera.frames)
      return fmt::format("{} when {} had {} frames, it has {} now.", inputs.verb, camera.name,
                         count_text(*former->frames), count_text(camera.frames));
  }
  if (inputs.cameras_complete)
    for (const auto& former : cameras)
      if (std::none_of(overview.cameras.begin(), overview.cameras.end(),
                       [&](const auto& camera) { return same(former, camera); }))
        return fmt::format("{} with the camera {}, which was removed.", inputs.verb, former.name);
  for (const auto& camera : overview.cameras)
    if (const auto former = of(camera); former != cameras.end() && former->start != camera.start.seconds)
      return fmt::format("{} when {} began at {}, it begins at {} now.", inputs.verb, camera.name,
                         clock_text(former->start), clock_text(camera.start.seconds));
  return {};
}

std::string stale_by(const Inputs& inputs, const Overview& overview) {
  if (auto why = boxes_differ(inputs, overview); !why.empty()) return why;
  if (auto why = cameras_differ(inputs, overview); !why.empty()) return why;
  if (auto why = costs_differ(inputs, overview); !why.empty()) return why;
  const auto now = overview.done - overview.failed;
  if (inputs.outputs && *inputs.outputs != now)
    return fmt::format("{} on {} outputs, {} are stored now.", inputs.verb, count_text(*inputs.outputs),
                       count_text(now));
  return {};
}

/// Boxes are names, or names with their contents; of another shape there is nothing in it.
std::optional<std::vector<KnownBox>> boxes_in(const StaleJson& list) {
  std::vector<KnownBox> boxes;
  if (!list.is_array()) return {};
  for (const auto& box : list) {
    if (box.is_string()) boxes.push_back({box.get<std::string>(), {}});
    if (!box.is_object()) continue;
    boxes.push_back({box.value("name", std::string()), box.value("content_hash", std::string())});
    const auto costs = box.value("costs", StaleJson::object());
    for (const auto& [kind, cost] : costs.items())
      if (const auto known = cost_kind(kind)) boxes.back().costs.emplace_back(*known, cost.get<double>());
  }
  if (boxes.empty()) return {};
  return boxes;
}

/// Of something else than inputs_of() wrote: nothing is known.
Inputs read_inputs(const StaleJson& json) try {
  Inputs inputs;
  if (!json.is_object()) return inputs;
  inputs.boxes = boxes_in(json.value("boxes", StaleJson()));
  const auto stored = json.value("stored", StaleJson());
  if (!stored.is_object()) return inputs;
  inputs.cameras.emplace();
  inputs.cameras_complete = true;
  for (const auto& camera : stored.value("cameras", StaleJson::array()))
    inputs.cameras->push_back({camera.value("id", RowId{0}), camera.value("name", std::string()),
                               camera.value("frames", std::int64_t{0}), camera.value("start", 0.0)});
  inputs.outputs = stored.value("outputs", std::int64_t{0});
  return inputs;
} catch (const StaleJson::exception&) {
  return {};
}

/// A link set finds its boxes by name; a renaming renames them in its document.
Inputs inputs_of_links(const StaleJson& document, const Overview& overview) {
  Inputs inputs;
  inputs.verb = "Trained";
  inputs.boxes_by_hash = false;
  const auto contents = document.value("contents", StaleJson::object());
  inputs.boxes.emplace();
  for (const auto& name : document.value("boxes", std::vector<std::string>{}))
    inputs.boxes->push_back({name, contents.value(name, std::string())});
  const auto cameras = document.value("cameras", StaleJson());
  const auto starts = document.value("starts", StaleJson());
  const auto start_of = [&](const std::string& name) { return starts.is_object() ? starts.value(name, 0.0) : 0.0; };
  inputs.cameras.emplace();
  inputs.cameras_complete = cameras.is_object();  // else of a format that did not keep them
  if (cameras.is_object())
    for (const auto& camera : cameras.items())
      inputs.cameras->push_back({0, camera.key(), camera.value().get<std::int64_t>(), start_of(camera.key())});
  else
    for (const auto& camera : overview.cameras)
      inputs.cameras->push_back({0, camera.name, std::nullopt, start_of(camera.name)});
  inputs.outputs = document.value("outputs", std::int64_t{0});
  return inputs;
}

}  // namespace

StaleJson inputs_of(const Overview& overview) {
  auto boxes = StaleJson::array(), cameras = StaleJson::array(), former = StaleJson::array();
  for (const auto& box : overview.boxes) boxes.push_back({{"name", box.name}, {"content_hash", box.content_hash}});
  for (const auto& camera : overview.cameras) {
    cameras.push_back(camera.name);
    former.push_back(
        {{"id", camera.id}, {"name", camera.name}, {"frames", camera.frames}, {"start", camera.start.seconds}});
  }
  return {{"boxes", boxes},
          {"cameras", cameras},
          {"stored", {{"cameras", former}, {"outputs", overview.done - overview.failed}}}};
}

bool tells_all_inputs(const StaleJson& inputs) { return inputs.is_object() && inputs.contains("stored"); }

std::string why_stale(const StaleJson& inputs, const std::string& data_hash, const Overview& overview) {
  if (auto why = stale_by(read_inputs(inputs), overview); !why.empty() || tells_all_inputs(inputs)) return why;
  std::string why;
  for (const auto& set : overview.link_sets) {
    if (set.data_hash != data_hash) continue;
    if (set.stale.empty()) return {};
    why = set.stale;
  }
  return why;
}

std::string why_boxes_differ(const StaleJson& inputs, const Overview& overview) {
  return boxes_differ(read_inputs(inputs), overview);
}

std::string trained_rows_hash(const Snapshot& snapshot) {
  return snapshot.links && snapshot.link_table ? training_hash(*snapshot.link_table, *snapshot.links) : std::string();
}

std::string why_links_stale(const StaleJson& document, const Overview& overview) {
  return stale_by(inputs_of_links(document, overview), overview);
}

}  // namespace mlink::experiment
