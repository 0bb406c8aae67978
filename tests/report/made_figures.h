// Figures by hand: a replay of two boxes by two methods, and the matrix of two boxes with one link.
#pragma once

#include <limits>

#include "report/report.h"

namespace mlink::test {

using namespace mlink::rooms;

inline ReplayResult replay_of_two() {
  ReplayResult result;
  result.settings.kind = CostKind::time;
  result.settings.budget = 0.05;
  result.boxes = {"a", "b"};
  result.frames = result.judged = 40;
  MethodResult mlink;
  mlink.method = "mlink";
  mlink.output_accuracy = 0.9;
  mlink.interval = {0.85, 0.93};
  mlink.seconds_per_frame = 0.031;
  mlink.executions_per_frame = 0.5;
  mlink.per_box = {1, 0.8};
  mlink.activated = BoxSet().with(0);
  MethodResult moving = mlink;
  moving.method = "optimum";
  moving.activated.reset();
  moving.note = "changes";
  moving.periods = {{0, 10, BoxSet().with(0), 0.9, {}}, {10, 20, BoxSet().with(1), 0.9, {}}};
  result.methods = {mlink, moving};
  return result;
}

inline MatrixData matrix_of_two() {
  MatrixData m;
  m.boxes = {"a", "b"};
  m.specs = {OutputSpec{Task::count, 1, {}, 0.5, "persons"}, OutputSpec{Task::regression, 1, {}, 0.02, "share"}};
  m.metric = {"share within 0.5", "share within 0.02"};
  m.native_metric = {"MAE", "MAE"};
  m.cells.resize(4);
  LinkFigures figures;
  figures.test = {0.8, 0.3, {0.7, 0.9}, 100, 0};
  figures.prior_p = 0.5;
  figures.lift_interval = {0.2, 0.4};
  m.cells[1] = figures;
  m.prior = {0.4, 0.5};
  m.ensembles = {figures, figures};
  m.ensembles[0].lift_interval = {-0.01, 0.35};
  m.p1 = {0.8, std::numeric_limits<double>::quiet_NaN()};
  m.p2 = {std::numeric_limits<double>::quiet_NaN(), 0.8};
  m.train_frames = 10;
  m.test_frames = 100;
  return m;
}

}  // namespace mlink::test
