#include "made_file.h"

#include <fmt/format.h>

#include <fstream>
#include <random>

#include "experiment/import.h"

namespace mlink::made {
namespace {

constexpr int kFrames = 240;

int chance(std::minstd_rand& random, int in) { return static_cast<int>(random() % static_cast<unsigned>(in)); }

}  // namespace

Status file(const std::filesystem::path& path) {
  MLINK_ASSIGN(auto experiment, Experiment::create(path));
  std::minstd_rand random(5);
  std::vector<int> people, others;
  for (int frame = 0; frame < kFrames; ++frame) {
    people.push_back(frame % 12 == 0 || people.empty() ? chance(random, 4) : people.back());
    others.push_back(chance(random, 3));
  }
  for (const char* name : {"persons", "pose", "hog", "cats"}) {
    const std::string box = name;
    const auto table = path.parent_path() / (box + ".csv");
    {
      std::ofstream out(table);
      out << "source,frame,value\n";
      for (std::size_t frame = 0; frame < people.size(); ++frame) {
        const int miss = box == "persons" ? 0 : chance(random, box == "pose" ? 6 : 3) == 0 ? 1 : 0;
        out << fmt::format("{},{},{}\n", frame < people.size() / 2 ? "yard" : "gate", frame,
                           box == "cats" ? others[frame] : people[frame] + miss);
      }
    }
    ImportOptions options;
    options.box = box;
    options.outputs = table;
    options.task = Task::count;
    MLINK_ASSIGN(const auto imported, experiment.import_outputs(options));
    (void)imported;
  }
  TrainSettings settings;
  settings.part = 0.25;
  settings.epochs = 12;
  settings.bootstrap = 50;
  MLINK_ASSIGN(const auto trained, experiment.train({settings}, {}, {}));
  (void)trained;
  return {};
}

std::shared_ptr<const LinksData> blocks(int boxes) {
  auto data = std::make_shared<LinksData>();
  MatrixData& m = data->matrix;
  std::minstd_rand random(3);
  const auto block = [boxes](int box) { return box * 7 % (boxes / 10); };
  for (int j = 0; j < boxes; ++j) {
    m.boxes.push_back(fmt::format("box {:02}, block {}", j, block(j)));
    OutputSpec spec;
    spec.task = Task::count;
    m.specs.push_back(spec);
    m.metric.emplace_back("share within 0.5");
    m.native_metric.emplace_back("MAE");
    m.prior.push_back(0.4);
  }
  m.cells.resize(m.boxes.size() * m.boxes.size());
  for (int i = 0; i < boxes; ++i) {
    for (int j = 0; j < boxes; ++j) {
      if (i == j || chance(random, 15) == 0) continue;
      LinkFigures link;
      link.prior_p = 0.4;
      link.test.p = 0.4 + (block(i) == block(j) ? 0.4 : 0.03) + 0.001 * chance(random, 100);
      link.test.frames = 200;
      link.test.interval = {link.test.p - 0.04, link.test.p + 0.04};
      const double lift = link.test.p - link.prior_p;
      link.lift_interval = {lift - 0.1, lift + 0.1};
      m.cells[static_cast<std::size_t>(i) * m.boxes.size() + static_cast<std::size_t>(j)] = link;
    }
  }
  m.p1.assign(m.boxes.size(), 0.5);
  m.p2.assign(m.boxes.size(), 0.5);
  m.ensembles.resize(m.boxes.size());
  m.train_frames = 50;
  m.test_frames = 200;
  return data;
}

}  // namespace mlink::made
