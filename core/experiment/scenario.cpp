#include "experiment/scenario.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/elapsed.h"
#include "base/hash.h"
#include "experiment/new_file.h"
#include "recorded/scenario/synthetic_outputs.h"
#include "store/store.h"

namespace mlink::experiment {
namespace {

using ScenarioClock = std::chrono::steady_clock;

constexpr std::size_t kOutputsAtOnce = 8192, kClipsAtOnce = 100;  ///< a transaction

/// Writes one synthetic scenario.
class SyntheticFile {
 public:
  SyntheticFile(StoreWriter& store, const Scenario& scenario, std::uint64_t seed, const std::stop_token& stop,
                const ProgressFn& progress)
      : store_(store),
        scenario_(scenario),
        seed_(seed),
        stop_(stop),
        made_by_(fmt::format("scenario {}, seed {}", scenario.name, seed)),
        meter_(progress, "Make", "rows",
               static_cast<std::int64_t>(scenario.camera_count() * (scenario.boxes.size() + (scenario.only ? 0 : 1))) *
                   scenario.frames_per_camera()) {}

  [[nodiscard]] Status write();

 private:
  [[nodiscard]] Status add_boxes();
  [[nodiscard]] Status add_camera(int number, const std::string& name);
  [[nodiscard]] Status put_outputs(RowId camera, int number, std::size_t box, std::span<const HiddenFrame> causes);
  [[nodiscard]] Status put_features(RowId camera, int number, std::span<const HiddenFrame> causes);
  [[nodiscard]] std::string hash_of(const std::string& what) const;
  [[nodiscard]] std::int64_t ordinal(std::size_t frame) const {
    return scenario_.only.value_or(static_cast<std::int64_t>(frame));
  }
  [[nodiscard]] double seconds(std::size_t frame) const {
    return static_cast<double>(ordinal(frame)) * scenario_.frame_seconds;
  }

  StoreWriter& store_;
  const Scenario& scenario_;
  std::uint64_t seed_;
  const std::stop_token& stop_;
  std::string made_by_;
  ProgressMeter meter_;
  std::vector<RowId> boxes_;
};

/// Known by all that makes the outputs what they are.
std::string SyntheticFile::hash_of(const std::string& what) const {
  return ContentHasher()
      .add("synthetic")
      .add(made_by_)
      .add(what)
      .add(scenario_.frame_seconds)
      .add(scenario_.frames_per_camera())
      .hex();
}

Status SyntheticFile::add_boxes() {
  for (const ScenarioBox& described : scenario_.boxes) {
    StoredBox box;
    box.name = described.name;
    box.title = "Synthetic: " + described.title;
    box.content_hash = hash_of("box " + described.name);
    box.manifest_json = nlohmann::json{{"recorded", {{"synthetic", made_by_}}}}.dump();
    nlohmann::json spec;
    to_json(spec, described.spec);
    box.spec_json = spec.dump();
    box.recorded = true;
    MLINK_ASSIGN(const RowId id, store_.add_box(box));
    MLINK_TRY(store_.put_costs(id, described.costs));
    boxes_.push_back(id);
  }
  return {};
}

Status SyntheticFile::add_camera(int number, const std::string& name) {
  const auto causes = hidden_cause(scenario_, seed_, number);
  StoredVideo stand_in;  // a video without a file
  stand_in.content_hash = hash_of("camera " + name);
  stand_in.info_json = nlohmann::json{
      {"width", scenario_.width},
      {"height", scenario_.height},
      {"frame_rate", 1 / scenario_.frame_seconds},
      {"seconds", seconds(causes.size() - 1) + scenario_.frame_seconds},
      {"recorded", true},
      {"synthetic",
       made_by_}}.dump();
  StoredCamera camera;
  MLINK_ASSIGN(camera.video, store_.add_video(stand_in));
  camera.name = "synthetic-" + name;
  camera.source_hash = stand_in.content_hash;
  std::vector<StoredFrame> frames(causes.size());
  for (std::size_t n = 0; n < frames.size(); ++n) frames[n] = {0, ordinal(n), seconds(n)};
  MLINK_ASSIGN(const RowId id, store_.add_camera(camera, frames));
  for (std::size_t box = 0; box < boxes_.size(); ++box) MLINK_TRY(put_outputs(id, number, box, causes));
  return put_features(id, number, causes);
}

Status SyntheticFile::put_features(RowId camera, int number, std::span<const HiddenFrame> causes) {
  if (causes.size() < 2) return {};  // a clip's one frame differs from none
  SyntheticFeatures made(scenario_, seed_, number);
  std::vector<StoredFeatures> batch(std::min(kOutputsAtOnce, causes.size()));
  for (std::size_t begin = 0; begin < causes.size(); begin += batch.size()) {
    if (stop_.stop_requested()) return stopped();
    const auto some = std::span(batch).first(std::min(batch.size(), causes.size() - begin));
    for (std::size_t n = 0; n < some.size(); ++n) some[n] = {ordinal(begin + n), made.next(causes, begin + n)};
    MLINK_TRY(store_.put_frame_features(camera, some));
    meter_.advance(static_cast<std::int64_t>(some.size()), "frame features");
  }
  return {};
}

Status SyntheticFile::put_outputs(RowId camera, int number, std::size_t box, std::span<const HiddenFrame> causes) {
  SyntheticOutputs made(scenario_, box, seed_, number);
  std::vector<StoredOutput> batch(std::min(kOutputsAtOnce, causes.size()));
  for (std::size_t begin = 0; begin < causes.size(); begin += batch.size()) {
    if (stop_.stop_requested()) return stopped();
    const auto some = std::span(batch).first(std::min(batch.size(), causes.size() - begin));
    for (std::size_t n = 0; n < some.size(); ++n) {
      some[n].camera = camera;
      some[n].box = boxes_[box];
      some[n].ordinal = ordinal(begin + n);
      made.next(causes[begin + n], some[n].output);
    }
    MLINK_TRY(store_.put_outputs(some));
    meter_.advance(static_cast<std::int64_t>(some.size()), scenario_.boxes[box].name);
  }
  return {};
}

Status SyntheticFile::write() {
  MLINK_TRY(store_.transaction([&]() -> Status {
    MLINK_TRY(store_.set_setting("scenario", scenario_.usage()));
    return add_boxes();
  }));
  const auto names = scenario_.cameras();
  if (!scenario_.only) {  // its batches are transactions: one of more would not fit SQLite's cache, and crawls
    for (std::size_t n = 0; n < names.size(); ++n) MLINK_TRY(add_camera(static_cast<int>(n), names[n]));
    meter_.finish();
    return {};
  }
  for (std::size_t begin = 0; begin < names.size(); begin += kClipsAtOnce)
    MLINK_TRY(store_.transaction([&]() -> Status {
      for (std::size_t n = begin; n < std::min(names.size(), begin + kClipsAtOnce); ++n)
        MLINK_TRY(add_camera(static_cast<int>(n), names[n]));
      return {};
    }));
  meter_.finish();
  return {};
}

}  // namespace

Result<Scenario> find_scenario(const std::string& name_or_file) {
  if (const auto text = scenario_text(name_or_file))
    return scenario_from_json(std::string(*text), name_or_file + ".json");
  std::error_code ec;
  if (!std::filesystem::is_regular_file(name_or_file, ec))
    return fail(ErrorKind::not_found, fmt::format("There is no scenario \"{}\".", name_or_file),
                fmt::format("Give {}, or the file of a description.", fmt::join(scenario_names(), ", ")));
  std::ifstream file(name_or_file, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return fail(ErrorKind::io, "The description cannot be read.", "Check its permissions.", name_or_file);
  return scenario_from_json(text.str(), name_or_file);
}

Result<ScenarioReport> make_synthetic(const Scenario& scenario, const std::filesystem::path& file, std::uint64_t seed,
                                      const std::stop_token& stop, const ProgressFn& progress) {
  const auto start = ScenarioClock::now();
  MLINK_ASSIGN(auto unfinished, NewFile::begin(file));
  {
    MLINK_ASSIGN(auto store, StoreWriter::create(unfinished.path()));
    MLINK_TRY(SyntheticFile(store, scenario, seed, stop, progress).write());
  }
  MLINK_TRY(unfinished.finish());
  ScenarioReport report;
  report.cameras = scenario.camera_count();
  report.boxes = scenario.boxes.size();
  report.frames = static_cast<std::int64_t>(report.cameras) * scenario.frames_per_camera();
  report.outputs = report.frames * static_cast<std::int64_t>(report.boxes);
  report.seconds = seconds_since(start);
  return report;
}

}  // namespace mlink::experiment
