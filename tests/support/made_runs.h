// A small experiment of recorded outputs in which something was computed: two link sets, a study and a replay. Made in
// a second or two; none of its figures means anything.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "experiment/experiment.h"
#include "experiment/import.h"
#include "experiment/views.h"
#include "report/report.h"
#include "studies/ensemble.h"

namespace mlink::test {
using namespace rooms;

inline constexpr int kMadeFrames = 240;

inline TrainSettings made_settings(double part, std::uint64_t seed) {
  TrainSettings settings;
  settings.part = part;
  settings.seed = seed;
  settings.epochs = 6;
  settings.nets = 1;
  settings.bootstrap = 40;
  return settings;
}

/// One row a frame: persons of a slow wave, cars nearly as many, dogs when there are many persons.
inline Status import_made(Experiment& experiment, const std::filesystem::path& folder, const std::string& box,
                          int (*value)(int frame)) {
  const auto file = folder / (box + ".csv");
  std::ofstream out(file);
  out << "source,frame,value\n";
  for (int frame = 0; frame < kMadeFrames; ++frame) out << "yard," << frame << ',' << value(frame) << '\n';
  out.close();
  ImportOptions options;
  options.box = box;
  options.outputs = file;
  options.task = Task::count;
  options.rate = 5;
  MLINK_TRY(experiment.import_outputs(options));
  return experiment.set_cost(box, {CostKind::time, 0.03});
}

/// Three boxes with costs, nothing trained.
inline Result<std::filesystem::path> make_collected(const std::filesystem::path& folder,
                                                    const std::string& name = "yard.mlink") {
  MLINK_ASSIGN(auto experiment, Experiment::create(folder / name));
  MLINK_TRY(import_made(experiment, folder, "persons", [](int frame) { return (frame / 8) % 4; }));
  MLINK_TRY(
      import_made(experiment, folder, "cars", [](int frame) { return (frame / 8) % 4 + (frame % 9 == 0 ? 1 : 0); }));
  MLINK_TRY(import_made(experiment, folder, "dogs", [](int frame) { return (frame / 8) % 4 > 2 ? 1 : 0; }));
  return folder / name;
}

/// Link sets "first" (20 %) and "second" (40 %, in use), a study ensemble, a replay at 60 ms.
inline Result<std::filesystem::path> make_runs(const std::filesystem::path& folder,
                                               const std::string& name = "yard.mlink") {
  MLINK_ASSIGN(const auto file, make_collected(folder, name));
  MLINK_ASSIGN(auto experiment, Experiment::open(file));
  TrainOptions first(made_settings(0.2, 1));
  first.name = "first";
  MLINK_TRY(experiment.train(first, {}, {}));
  TrainOptions second(made_settings(0.4, 2));
  second.name = "second";
  MLINK_TRY(experiment.train(second, {}, {}));
  EnsembleSettings study;
  study.train = made_settings(0.2, 3);
  study.repeats = 2;
  MLINK_TRY(run_study(*ensemble_study(), experiment, study, {}, {}));
  MLINK_ASSIGN(const auto snapshot, experiment.snapshot());
  ReplaySettings replay;
  replay.budget = 0.06;
  replay.methods = {"mlink", "standalone"};
  MLINK_ASSIGN(const auto engine, make_replay(snapshot, replay));
  MLINK_TRY(keep_replay(experiment, snapshot, {engine->at(replay.budget)}, 1.5));
  return file;
}

}  // namespace mlink::test
