#include "ui_compare/made_experiment.h"

#include <QGraphicsView>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <random>

#include "experiment/import.h"

namespace mlink::compared {
namespace {

constexpr int kFrames = 260;
constexpr const char* kBoxes[] = {"persons", "pose", "hog"};
constexpr double kSeconds[] = {0.118, 0.041, 0.101}, kBytes[] = {168e6, 48e6, 60e6}, kGpu[] = {300e6, 90e6, 20e6};

TrainSettings quick(std::uint64_t seed) {
  TrainSettings settings;
  settings.part = 0.4;
  settings.epochs = 15;
  settings.bootstrap = 20;
  settings.seed = seed;
  return settings;
}

Status type_costs(Experiment& experiment, KnownCosts costs) {
  for (std::size_t box = 0; box < std::size(kBoxes); ++box) {
    if (costs != KnownCosts::none) MLINK_TRY(experiment.set_cost(kBoxes[box], {CostKind::time, kSeconds[box]}));
    if (costs == KnownCosts::memory_and_time || costs == KnownCosts::all)
      MLINK_TRY(experiment.set_cost(kBoxes[box], {CostKind::memory, kBytes[box]}));
    if (costs == KnownCosts::all) MLINK_TRY(experiment.set_cost(kBoxes[box], {CostKind::gpu_memory, kGpu[box]}));
  }
  return {};
}

}  // namespace

Status make_experiment(const std::filesystem::path& file, KnownCosts costs, bool links) {
  MLINK_ASSIGN(auto experiment, Experiment::create(file));
  std::minstd_rand random(7);
  const auto chance = [&random](int in) { return static_cast<int>(random() % static_cast<unsigned>(in)) == 0; };
  std::string rows[3];
  for (int frame = 0; frame < kFrames; ++frame) {
    const int people = static_cast<int>(2.5 + 2.5 * std::sin(frame / 8.0));
    const int values[] = {people, std::max(people - (chance(6) ? 1 : 0), 0), people + (chance(3) ? 1 : 0)};
    for (std::size_t box = 0; box < 3; ++box)
      rows[box] += "yard," + std::to_string(frame) + "," + std::to_string(values[box]) + "\n";
  }
  for (std::size_t box = 0; box < 3; ++box) {
    ImportOptions options;
    options.box = kBoxes[box];
    options.outputs = file.string() + "-" + kBoxes[box] + ".csv";
    options.task = Task::count;
    options.rate = 5;
    std::ofstream(options.outputs) << "source,frame,value\n" << rows[box];
    MLINK_TRY(experiment.import_outputs(options));
  }
  MLINK_TRY(type_costs(experiment, costs));
  if (links) MLINK_TRY(experiment.train(quick(1), {}, {}));
  return {};
}

Status train_again(const std::filesystem::path& file, std::uint64_t seed) {
  MLINK_ASSIGN(auto experiment, Experiment::open(file));
  MLINK_TRY(experiment.train(quick(seed), {}, {}));
  return {};
}

Opened::Opened(const ThemeHolder& themes, const QString& file, QSize size)
    : file(file), page(themes, &selection, &worker) {
  QObject::connect(&worker, &Worker::data_changed, &page, [this] { page.set_data(worker.data()); });
  QObject::connect(&worker, &Worker::opened, &page, [this] { page.set_data(worker.data()); });
  page.resize(size);
}

bool Opened::show() {
  worker.open(file);
  page.show();
  page.activateWindow();
  return QTest::qWaitForWindowExposed(&page) && settle();
}

bool Opened::settle() {
  return QTest::qWaitFor([this] { return worker.data() && worker.data()->whole() && page.ready(); }, 30000);
}

QWidget* viewport_of(const QWidget& chart) { return chart.findChild<QGraphicsView*>()->viewport(); }

}  // namespace mlink::compared
