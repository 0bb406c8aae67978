// What ensembles are worth beside their sources, over seeds and training shares, on experiments whose links are trained
// anew here (in memory; the file is not changed). Boxes with words are left out. LINKS.md has the table.
//   bench_ensembles FILE.mlink... [--seeds N] [--parts .05,.1,.3] [--without BOX]...
// Of each share one line. Means are over seeds and targets:
//   ensemble     p of all other boxes together, and the standard deviation over seeds of its mean over targets
//   hindsight    p of the source that is best on the test rows themselves: the maximum of noisy figures
//   crossed      the same without its luck: the source that is best on every other block of the test rows, on the rest
//   known        p of the source that is best on the inner rows, which is what may be known; where several are, or
//                nothing tells them apart, the mean of these
// and how often an ensemble is below the best source by hindsight by more than the interval of the paired difference
// (the best chosen anew on each resample), and below the known source by more than that of theirs (of several: the
// share of them).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "experiment/experiment.h"
#include "links/link_set.h"
#include "metrics/bootstrap.h"
#include "metrics/metrics.h"
#include "timing.h"

namespace {

using namespace mlink::rooms;

OutputTable without(const OutputTable& table, const std::vector<std::string>& boxes) {
  OutputTable kept = table;
  std::erase_if(kept.columns, [&](const OutputColumn& column) {
    return column.spec.task == Task::sequence || std::find(boxes.begin(), boxes.end(), column.box) != boxes.end();
  });
  return kept;
}

/// One target under one seed.
struct Figures {
  double ensemble = 0, hindsight = 0, crossed = 0, known = 0;
  double below_hindsight = 0, below_known = 0;
};

struct Rival {
  int source = 0;
  Predictions said;
  double p = 0, inner = 0;
};

double p_of(const OutputColumn& column, const std::vector<std::size_t>& rows, const Predictions& all,
            const std::vector<std::size_t>& places) {
  Predictions some{all.width};
  std::vector<std::size_t> at;
  for (const std::size_t place : places) {
    at.push_back(rows[place]);
    some.values.insert(some.values.end(), all.row(place).begin(), all.row(place).end());
  }
  return evaluate(column, at, some, 0).p;
}

/// The best on one half of the blocks, measured on the other, both ways.
double crossed(const OutputColumn& column, const std::vector<std::size_t>& rows, const std::vector<Rival>& rivals,
               std::size_t block) {
  std::vector<std::size_t> halves[2];
  for (std::size_t place = 0; place < rows.size(); ++place) halves[place / block % 2].push_back(place);
  double sum = 0;
  for (const std::size_t half : {0U, 1U}) {
    const Rival* best = nullptr;
    double most = -1;
    for (const Rival& rival : rivals) {
      const double p = p_of(column, rows, rival.said, halves[half]);
      if (p > most) most = p, best = &rival;
    }
    if (best) sum += p_of(column, rows, best->said, halves[1 - half]) / 2;
  }
  return sum;
}

Figures figures_of(const LinkSet& set, const OutputTable& table, int target) {
  const OutputColumn& column = table.columns[static_cast<std::size_t>(target)];
  std::vector<std::size_t> rows;
  for (const std::size_t row : set.test_rows(table))
    if (column.present(row)) rows.push_back(row);
  BoxSet others;
  std::vector<Rival> rivals;
  for (int i = 0; i < static_cast<int>(set.boxes().size()); ++i) {
    if (i == target || !set.has_link(i, target)) continue;
    others = others.with(i);
    const LinkFigures& link = set.link_figures(i, target);
    rivals.push_back({i, set.predict(table, BoxSet().with(i), target, rows), link.test.p, link.inner_p});
  }
  const auto by_p = [](const Rival& a, const Rival& b) { return a.p < b.p; };
  const Rival& best = *std::max_element(rivals.begin(), rivals.end(), by_p);
  double inner = -1;
  for (const Rival& rival : rivals)
    if (rival.inner > inner) inner = rival.inner;
  std::vector<const Rival*> known;
  for (const Rival& rival : rivals)
    if (rival.inner >= inner || inner < 0) known.push_back(&rival);
  const LinkFigures& ensemble = set.ensemble_figures(target);
  const Predictions together = set.predict(table, others, target, rows);
  const std::size_t block = set.least_block(table, target);
  std::vector<Predictions> all;
  for (const Rival& rival : rivals) all.push_back(rival.said);
  const int draws = set.settings().bootstrap;
  Figures figures;
  figures.ensemble = ensemble.test.p;
  figures.hindsight = best.p;
  figures.crossed = crossed(column, rows, rivals, block_for(rows.size(), block));
  figures.below_hindsight = lead_interval(column, rows, together, all, draws, 1, block).high < 0 ? 1 : 0;
  for (const Rival* const rival : known) {
    const auto share = 1 / static_cast<double>(known.size());
    figures.known += share * rival->p;
    if (lift_interval(column, rows, together, rival->said, draws, 1, block).high < 0) figures.below_known += share;
  }
  return figures;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value / static_cast<double>(values.size());
  return sum;
}
double deviation(const std::vector<double>& values) {
  double squares = 0;
  for (const double value : values) squares += std::pow(value - mean(values), 2);
  return values.size() < 2 ? 0 : std::sqrt(squares / static_cast<double>(values.size() - 1));
}

Status measure(const std::string& name, const OutputTable& table, double part, int seeds) {
  std::vector<double> ensembles, hindsight, crossed, known;
  double below_hindsight = 0, below_known = 0;
  int all = 0;
  for (int seed = 1; seed <= seeds; ++seed) {
    TrainSettings settings;
    settings.part = part;
    settings.seed = static_cast<std::uint64_t>(seed);
    MLINK_ASSIGN(const auto set, train_links(table, settings, thread_executor(2), {}, {}));
    std::vector<double> of_seed;
    for (int target = 0; target < static_cast<int>(table.columns.size()); ++target) {
      const Figures one = figures_of(set, table, target);
      of_seed.push_back(one.ensemble);
      hindsight.push_back(one.hindsight);
      crossed.push_back(one.crossed);
      known.push_back(one.known);
      below_hindsight += one.below_hindsight;
      below_known += one.below_known;
      ++all;
    }
    ensembles.push_back(mean(of_seed));
  }
  fmt::print("| {}, {:.0f} % | {:.3f}, {:.3f} | {:.3f} | {:.3f} | {:.3f} | {:.0f} | {:.1f} | of {}\n", name, part * 100,
             mean(ensembles), deviation(ensembles), mean(hindsight), mean(crossed), mean(known), below_hindsight,
             below_known, all);
  return {};
}

Status run(const std::vector<std::string>& files, const std::vector<double>& parts, int seeds,
           const std::vector<std::string>& left_out) {
  fmt::print("| experiment | ensemble, deviation | hindsight | crossed | known | below hindsight | below known |\n");
  for (const std::string& file : files) {
    MLINK_ASSIGN(auto reader, ExperimentReader::open(file));
    MLINK_ASSIGN(const auto snapshot, reader.snapshot());
    const OutputTable table = without(*snapshot.table, left_out);
    for (const double part : parts) MLINK_TRY(measure(file.substr(file.rfind('/') + 1), table, part, seeds));
  }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> files, left_out;
  std::vector<double> parts{.05, .1, .3};
  int seeds = 10;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--seeds" && i + 1 < argc) {
      seeds = std::atoi(argv[++i]);
    } else if (word == "--without" && i + 1 < argc) {
      left_out.emplace_back(argv[++i]);
    } else if (word == "--parts" && i + 1 < argc) {
      parts.clear();
      const std::string list = argv[++i];
      for (std::size_t at = 0; at < list.size(); at = std::min(list.find(',', at), list.size() - 1) + 1)
        parts.push_back(std::strtod(list.c_str() + at, nullptr));
    } else {
      files.push_back(word);
    }
  }
  if (files.empty()) {
    fmt::print("bench_ensembles: give experiments\n");
    return 0;
  }
  const auto status = run(files, parts, seeds, left_out);
  if (!status) fmt::print(stderr, "bench_ensembles: {}\n", status.error().text());
  return status ? 0 : 1;
}
