#include "outputs/frame_keys.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace mlink::outputs {

bool FrameKeys::Run::has(std::int64_t ordinal) const {
  const std::int64_t past = ordinal - first;
  return past >= 0 && past % step == 0 && past / step < count;
}

FrameKeys::FrameKeys(const OutputTable& table, std::span<const std::size_t> rows) {
  std::map<std::string, std::vector<std::int64_t>> ordinals;
  for (const std::size_t row : rows) {
    const FrameKey& key = table.frames[row];
    ordinals[table.cameras[static_cast<std::size_t>(key.camera)]].push_back(key.ordinal);
  }
  for (auto& [camera, of_camera] : ordinals) {
    std::sort(of_camera.begin(), of_camera.end());
    Runs& runs = cameras_[camera];
    for (const std::int64_t ordinal : of_camera) {
      if (!runs.empty()) {
        Run& last = runs.back();
        if (last.count == 1 && ordinal > last.first) last.step = ordinal - last.first;
        if (ordinal == last.first + last.count * last.step) {
          ++last.count;
          continue;
        }
        if (last.count == 1) last.step = 1;
      }
      runs.push_back({ordinal, 1, 1});
    }
  }
}

std::int64_t FrameKeys::size() const {
  std::int64_t sum = 0;
  for (const auto& [camera, runs] : cameras_)
    for (const Run& run : runs) sum += run.count;
  return sum;
}

bool FrameKeys::has(const Runs& runs, std::int64_t ordinal) {
  const auto after = std::upper_bound(runs.begin(), runs.end(), ordinal,
                                      [](std::int64_t wanted, const Run& run) { return wanted < run.first; });
  return after != runs.begin() && std::prev(after)->has(ordinal);
}

bool FrameKeys::has(const std::string& camera, std::int64_t ordinal) const {
  const auto at = cameras_.find(camera);
  return at != cameras_.end() && has(at->second, ordinal);
}

std::vector<std::size_t> FrameKeys::rows(const OutputTable& table, bool in) const {
  std::vector<const Runs*> of_camera;
  for (const std::string& camera : table.cameras) {
    const auto at = cameras_.find(camera);
    of_camera.push_back(at == cameras_.end() ? nullptr : &at->second);
  }
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const FrameKey& key = table.frames[row];
    const Runs* runs = of_camera[static_cast<std::size_t>(key.camera)];
    if ((runs && has(*runs, key.ordinal)) == in) rows.push_back(row);
  }
  return rows;
}

void to_json(nlohmann::json& json, const FrameKeys& keys) {
  json = nlohmann::json::object();
  for (const auto& [camera, runs] : keys.cameras_) {
    auto& list = json[camera] = nlohmann::json::array();
    for (const auto& run : runs) list.push_back({run.first, run.count, run.step});
  }
}

Result<FrameKeys> frame_keys_from_json(const nlohmann::json& json) {
  const auto damaged = [] { return fail(ErrorKind::corrupt, "The list of frames is damaged."); };
  if (!json.is_object()) return damaged();
  FrameKeys keys;
  for (const auto& [camera, runs] : json.items()) {
    if (!runs.is_array()) return damaged();
    std::int64_t before = -1;
    for (const auto& run : runs) {
      if (!run.is_array() || run.size() != 3 ||
          !std::all_of(run.begin(), run.end(), [](const auto& n) { return n.is_number_integer(); }))
        return damaged();
      const FrameKeys::Run read{run[0].get<std::int64_t>(), run[1].get<std::int64_t>(), run[2].get<std::int64_t>()};
      if (read.first <= before || read.count < 1 || read.step < 1) return damaged();
      before = read.first;
      keys.cameras_[camera].push_back(read);
    }
  }
  return keys;
}

}  // namespace mlink::outputs
