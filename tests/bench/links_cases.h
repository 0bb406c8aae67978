// The cases of bench_links. Each measures our side and its peer in turn, in this process, and adds rows to the table.
#pragma once

#include <string>
#include <vector>

#include "base/rooms.h"
#include "links_torch.h"

namespace mlink::bench {
using namespace rooms;

struct Line {
  std::string what, measured, goal;  ///< goal empty: none is set
  bool met = true;
};
struct Report {
  std::vector<Line> lines;
  std::vector<std::string> notes;                       ///< what a reader of the figures must know
  std::vector<std::pair<std::string, double>> figures;  ///< for scripts, by name
  void add(std::string what, std::string measured, std::string goal = "", bool met = true) {
    lines.push_back({std::move(what), std::move(measured), std::move(goal), met});
  }
};

/// Training of single nets against LibTorch's loop, and the kernel's share of the sgemm peak.
void bench_training(Report& report);
/// 7 boxes, 100 wide: 42 links on two threads; one link and ensembles of six, one frame at a time.
void bench_set(Report& report);
/// Narrow links whose nets of several seeds are averaged, against one net: one frame.
void bench_nets(Report& report);
/// Links of counts as boxes grow, 3 to 50.
void bench_growth(Report& report);
/// A whole table of 1.7 million frames.
void bench_whole_table(Report& report);

}  // namespace mlink::bench
