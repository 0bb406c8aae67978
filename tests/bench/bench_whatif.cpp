// The what-if engine on an experiment, with every method: what preparing takes, method by method, how long a move of
// the budget takes with all of them, and what the process holds. Trainings of methods (`mlink train --methods`) are
// apart: a method that misses its own gives nothing here and says so. Claims for the city of datasets/ (1.7 M frames, 3
// boxes): prepared in 3 s on two threads, a move in 10 ms (p99), 1 GB.
//   bench_whatif FILE.mlink [memory|time|gpu-memory] [--without METHOD]...
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "base/random.h"
#include "experiment/experiment.h"
#include "experiment/views.h"
#include "methods/method.h"
#include "timing.h"

namespace {

using namespace mlink::rooms;

double peak_megabytes() {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);)
    if (line.rfind("VmHWM:", 0) == 0) return static_cast<double>(std::strtoll(line.c_str() + 6, nullptr, 10)) / 1024;
  return 0;
}

struct Prepared {
  std::shared_ptr<const ReplayEngine> engine;
  double wall = 0, process = 0;
};

Result<Prepared> prepare(const Snapshot& snapshot, CostKind kind, std::vector<std::string> methods) {
  ReplaySettings settings;
  settings.kind = kind;
  settings.methods = std::move(methods);
  Prepared out;
  const double wall = mlink::bench::wall_seconds(), process = mlink::bench::process_seconds();
  MLINK_ASSIGN(out.engine, make_replay(snapshot, settings));
  out.wall = mlink::bench::wall_seconds() - wall;
  out.process = mlink::bench::process_seconds() - process;
  return out;
}

/// Seconds of a move, p50 and p99 of 300.
std::pair<double, double> moves(const ReplayEngine& engine) {
  const double all = engine.breakpoints().back();
  Random random(1);
  std::vector<double> seconds;
  for (int n = 0; n < 300; ++n) {
    const double budget = random.unit() * all, begin = mlink::bench::wall_seconds();
    const ReplayResult result = engine.at(budget);
    mlink::bench::keep(&result);
    seconds.push_back(mlink::bench::wall_seconds() - begin);
  }
  return {mlink::bench::median(seconds), mlink::bench::percentile(seconds, 99)};
}

Status run(const std::string& file, CostKind kind, const std::vector<std::string>& without) {
  MLINK_ASSIGN(auto reader, ExperimentReader::open(file));
  MLINK_ASSIGN(const auto snapshot, reader.snapshot());
  std::vector<std::string> all;
  for (const std::string& name : method_names())
    if (std::find(without.begin(), without.end(), name) == without.end()) all.push_back(name);
  const double read = peak_megabytes();
  MLINK_ASSIGN(const auto together, prepare(snapshot, kind, all));
  const auto [middle, slow] = moves(*together.engine);
  fmt::print(
      "{} methods, {} frames: prepared in {:.2f} s ({:.2f} s of processors), a move {:.2f} ms (p99 {:.2f}), "
      "{:.0f} MB at most ({:.0f} with the outputs read)\n",
      all.size(), together.engine->rows() - together.engine->first_row(), together.wall, together.process, middle * 1e3,
      slow * 1e3, peak_megabytes(), read);
  for (const auto& method : together.engine->at(1e-9).methods)
    if (!method.note.empty()) fmt::print("  {}: {}\n", method.method, method.note);
  MLINK_ASSIGN(const auto base, prepare(snapshot, kind, {"mlink"}));
  fmt::print("mlink alone {:.2f} s ({:.2f}); what each other adds:\n", base.wall, base.process);
  for (const std::string& name : all) {
    if (name == "mlink") continue;
    MLINK_ASSIGN(const auto one, prepare(snapshot, kind, {"mlink", name}));
    fmt::print("  {:<16} {:+.2f} s ({:+.2f})\n", name, one.wall - base.wall, one.process - base.process);
  }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  std::string file;
  CostKind kind = CostKind::time;
  std::vector<std::string> without;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--without" && i + 1 < argc)
      without.emplace_back(argv[++i]);
    else if (const auto named = cost_kind(word))
      kind = *named;
    else
      file = word;
  }
  if (file.empty()) {
    fmt::print("bench_whatif: give an experiment, as `mlink scenario` makes one\n");
    return 0;
  }
  const auto status = run(file, kind, without);
  if (!status) fmt::print(stderr, "bench_whatif: {}\n", status.error().text());
  return status ? 0 : 1;
}
