// Vector links: training, one-frame and batched prediction, against plain LibTorch in the same process; one table of
// ratios at the end. See README.md beside this file.
//   BUILD/tests/bench/bench_links [--json FILE] [train] [set] [nets] [growth] [table]      (default: all)
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "base/blas.h"
#include "links/kernel/kernel.h"
#include "links_cases.h"

namespace {

using namespace mlink::rooms;
using namespace mlink::bench;

/// Where OpenBLAS runs below what this CPU can, every comparison would flatter us: then the program starts itself again
/// with the right kernels, whatever the user's OPENBLAS_CORETYPE says.
void mend_blas(char** argv, const std::string& core, Report& report) {
  constexpr const char* mended = "MLINK_BENCH_BLAS_WAS";
  const std::string better = better_blas_core();
  if (const char* was = std::getenv(mended))
    report.notes.push_back(
        fmt::format("OpenBLAS alone runs as {} here; measured with OPENBLAS_CORETYPE={}.", was, core));
  else if (!better.empty()) {
    setenv(mended, core.c_str(), 1);
    restart_with_blas_core(argv, better);
    report.notes.push_back(fmt::format("OpenBLAS runs as {}, below what this CPU can.", core));
  }
}

void print(const Report& report) {
  std::size_t what = 4, measured = 8;
  for (const Line& line : report.lines) {
    what = std::max(what, line.what.size());
    measured = std::max(measured, line.measured.size());
  }
  fmt::print("\n{:<{}} | {:<{}} | goal\n{:-<{}}-|-{:-<{}}-|-----\n", "what", what, "measured", measured, "", what, "",
             measured);
  for (const Line& line : report.lines)
    fmt::print("{:<{}} | {:<{}} | {}{}\n", line.what, what, line.measured, measured, line.goal,
               line.met ? "" : "  MISSED");
  for (const std::string& note : report.notes) fmt::print("{}\n", note);
}

}  // namespace

int main(int argc, char** argv) {
  Report report;
  const std::string core = one_torch_thread();
  mend_blas(argv, core, report);
  std::set<std::string> wanted;
  std::string json;
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) == "--json" && i + 1 < argc)
      json = argv[++i];
    else
      wanted.insert(argv[i]);
  }
  const std::vector<std::pair<std::string, void (*)(Report&)>> cases{{"train", bench_training},
                                                                     {"set", bench_set},
                                                                     {"nets", bench_nets},
                                                                     {"growth", bench_growth},
                                                                     {"table", bench_whole_table}};
  for (const std::string& name : wanted)
    if (std::none_of(cases.begin(), cases.end(), [&](const auto& c) { return c.first == name; })) {
      fmt::print(stderr, "bench_links: there is no case '{}'; they are train, set, nets, growth, table\n", name);
      return 2;
    }
  double load = 0;
  getloadavg(&load, 1);
  report.notes.push_back(fmt::format("Kernel {}, BLAS {}, {} cores, load {:.1f} at the start.", best_kernel().name,
                                     core.empty() ? "unknown" : core, sysconf(_SC_NPROCESSORS_ONLN), load));
  for (const auto& [name, run] : cases)
    if (wanted.empty() || wanted.contains(name)) run(report);
  print(report);
  if (!json.empty()) {
    nlohmann::json figures;
    for (const auto& [name, value] : report.figures) figures[name] = value;
    std::ofstream(json) << figures.dump(2) << '\n';
  }
  return 0;
}
