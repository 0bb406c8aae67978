#include "ui_session/crossing.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "experiment/experiment.h"
#include "experiment/import.h"
#include "experiment/views.h"
#include "report/report.h"
#include "studies/correlation.h"
#include "support/tiny_videos.h"

namespace mlink::test {
namespace {

constexpr int kFrames = 300;
constexpr std::array kBoxes{"persons", "bags", "cars", "bicycles"};

int said(std::size_t box, int frame) {
  const int persons = frame / 7 % 4, cars = frame / 5 % 3;
  switch (box) {
    case 0: return persons;
    case 1: return persons > 1 ? 1 : 0;
    case 2: return cars;
    default: return persons * cars % 3;
  }
}

Status import_box(Experiment& experiment, const std::filesystem::path& folder, std::size_t box) {
  const std::string name = kBoxes[box];
  const auto file = folder / (name + ".csv");
  std::ofstream out(file);
  out << "source,frame,value\n";
  for (const char* const camera : {"north crossing", "south crossing"})
    for (int frame = 0; frame < kFrames; ++frame) out << camera << ',' << frame << ',' << said(box, frame) << '\n';
  out.close();
  ImportOptions options;
  options.box = name;
  options.task = Task::count;
  options.outputs = file;
  options.rate = 10;
  MLINK_TRY(experiment.import_outputs(options));
  const double size = static_cast<double>(box) + 1;
  MLINK_TRY(experiment.set_cost(name, {CostKind::time, .013 * size}));
  return experiment.set_cost(name, {CostKind::memory, 1.25e9 * size});
}

TrainSettings settings() {
  TrainSettings settings;
  settings.part = .3;
  settings.epochs = 5;
  settings.bootstrap = 40;
  return settings;
}

Status train(Experiment& experiment) {
  TrainOptions links(settings());
  links.name = "both crossings";
  MLINK_TRY(experiment.train(links, {}, {}));
  TrainedSettings study;
  study.train = settings();
  study.train.nets = 1;
  MLINK_TRY(run_study(*correlation_study(), experiment, study, {}, {}));
  return {};
}

Status replay(Experiment& experiment) {
  MLINK_ASSIGN(const auto snapshot, experiment.snapshot());
  ReplaySettings replay;
  replay.budget = .06;
  replay.methods = {"mlink", "standalone"};
  MLINK_ASSIGN(const auto engine, make_replay(snapshot, replay));
  MLINK_TRY(keep_replay(experiment, snapshot, {engine->at(replay.budget)}, 1.5));
  return {};
}

/// What a clock said of the links, in the document that the file keeps of them.
std::string without_clock(const std::string& document) {
  auto json = nlohmann::json::parse(document);
  if (!json.contains("link_costs")) return document;
  json["link_seconds"] = 6e-6;
  for (const char* const part : {"links", "ensembles"})
    for (auto& cost : json["link_costs"][part])
      if (cost[0] > 0) cost[0] = 2e-6;
  return json.dump();
}

void fix_times_in(const std::filesystem::path& file) {
  SQLite::Database data(file.string(), SQLite::OPEN_READWRITE);
  data.exec("UPDATE result SET created = '2024-05-01T09:0' || (id % 10) || ':00Z', versions = 'mlink 1.0'");
  data.exec("UPDATE result_note SET seconds = 1.5");
  std::vector<std::pair<std::int64_t, std::string>> documents;
  SQLite::Statement all(data, "SELECT id, settings_json FROM result");
  while (all.executeStep()) documents.emplace_back(all.getColumn(0).getInt64(), all.getColumn(1).getString());
  for (const auto& [id, document] : documents) {
    SQLite::Statement one(data, "UPDATE result SET settings_json = ? WHERE id = ?");
    one.bind(1, without_clock(document));
    one.bind(2, id);
    one.exec();
  }
}

Status fix_times(const std::filesystem::path& file) {
  try {
    fix_times_in(file);
  } catch (const SQLite::Exception& error) {
    return fail(ErrorKind::failed, error.what(), {}, file.string());
  }
  return {};
}

}  // namespace

Result<std::filesystem::path> make_crossing(const std::filesystem::path& folder) {
  const auto file = folder / "crossing.mlink";
  {
    MLINK_ASSIGN(auto experiment, Experiment::create(file));
    if (have_ffmpeg() && make_swinging_video(folder / "north.avi", kFrames / 10.0)) {
      AddVideoOptions north;
      north.camera = "north crossing";
      MLINK_TRY(experiment.add_video(folder / "north.avi", north));
    }
    for (std::size_t box = 0; box < kBoxes.size(); ++box) MLINK_TRY(import_box(experiment, folder, box));
    MLINK_TRY(train(experiment));
  }
  MLINK_TRY(fix_times(file));  // the replay tells what its links cost
  {
    MLINK_ASSIGN(auto experiment, Experiment::open(file));
    MLINK_TRY(replay(experiment));
  }
  MLINK_TRY(fix_times(file));
  return file;
}

}  // namespace mlink::test
