#include <fmt/format.h>

#include <malloc.h>

#include <array>
#include <atomic>
#include <cmath>
#include <cstring>
#include <fstream>
#include <functional>
#include <thread>

#include "base/random.h"
#include "links/link_set.h"
#include "links_cases.h"
#include "timing.h"

namespace mlink::bench {
using namespace rooms;
namespace {

constexpr int kThreads = 2;

/// The phases of one training: train_links calls its executor for the links, then for the ensembles.
struct Phase {
  double wall = 0, cpu = 0;
};
Executor on_threads(int threads, std::vector<Phase>& phases) {
  return [threads, &phases](std::size_t n, const std::function<void(std::size_t)>& job) {
    const double wall = wall_seconds(), cpu = process_seconds();
    std::atomic<std::size_t> next = 0;
    {
      std::vector<std::jthread> pool;
      for (int t = 0; t < threads; ++t)
        pool.emplace_back([&] {
          for (std::size_t k = next++; k < n; k = next++) job(k);
        });
    }
    phases.push_back({wall_seconds() - wall, process_seconds() - cpu});
  };
}

struct TrainedSet {
  LinkSet set;
  Phase links, ensembles;
};
TrainedSet trained(const OutputTable& table, const TrainSettings& settings, int threads) {
  std::vector<Phase> phases;
  auto set = train_links(table, settings, on_threads(threads, phases), {}, {});
  if (!set) {
    fmt::print(stderr, "bench_links: {}\n", set.error().text());
    std::exit(1);
  }
  phases.resize(2);
  return {std::move(*set), phases[0], phases[1]};
}

/// Synthetic outputs: every box tells a hidden number in its own noisy way.
OutputTable synthetic(const std::vector<std::pair<std::string, OutputSpec>>& boxes, std::size_t rows) {
  std::vector<FrameKey> frames;
  frames.reserve(rows);
  for (std::size_t row = 0; row < rows; ++row)
    frames.push_back({0, static_cast<std::int64_t>(row), 0.1 * static_cast<double>(row)});
  OutputTable table = make_table({"camera"}, std::move(frames), boxes);
  Random random(11);
  for (std::size_t row = 0; row < rows; ++row) {
    const auto cause = random.below(100);
    for (std::size_t b = 0; b < boxes.size(); ++b) {
      OutputColumn& column = table.columns[b];
      const auto width = static_cast<std::size_t>(column.spec.width);
      float* values = column.values.data() + row * width;
      column.presence[row] = Presence::present;
      if (width == 1) {
        values[0] = static_cast<float>((cause / (b % 9 + 4) + random.below(3)) % 12);
        continue;
      }
      float sum = 0;
      for (std::size_t i = 0; i < width; ++i)
        sum += values[i] = std::exp(static_cast<float>((i == cause * (b + 1) % width ? 5 : 0) + 3 * random.unit()));
      for (std::size_t i = 0; i < width; ++i) values[i] /= sum;
    }
  }
  return table;
}

std::vector<std::pair<std::string, OutputSpec>> alike(int boxes, const OutputSpec& spec) {
  std::vector<std::pair<std::string, OutputSpec>> list;
  for (int b = 0; b < boxes; ++b) list.emplace_back(fmt::format("box {}", b), spec);
  return list;
}
OutputSpec counts() { return {Task::count, 1, {}, 0.5, "things"}; }
OutputSpec labels(int width) {
  OutputSpec spec{Task::single_label, width, {}, 0.5, ""};
  for (int i = 0; i < width; ++i) spec.labels.push_back(fmt::format("label {}", i));
  return spec;
}

BoxSet all_boxes(int boxes) {
  BoxSet set;
  for (int b = 0; b < boxes; ++b) set = set.with(b);
  return set;
}

/// One frame at a time through a LinkSet: the only place that knows predict_one's signature.
class OneFrame {
 public:
  OneFrame(const LinkSet& set, const OutputTable& table)
      : set_(set), table_(table), sources_(table.columns.size()), scratch_(set.scratch_floats()) {}
  void predict(std::size_t row, BoxSet from, int target, std::span<float> out) {
    for (std::size_t b = 0; b < sources_.size(); ++b) sources_[b] = source_in(table_.columns[b], row).source;
    set_.predict_one(sources_, from, target, out, scratch_);
  }

 private:
  const LinkSet& set_;
  const OutputTable& table_;
  std::vector<FrameSource> sources_;
  std::vector<float> scratch_;
};

std::vector<double> call_seconds(OneFrame& one, const OutputTable& table, BoxSet from, int target, int calls) {
  std::vector<float> out(static_cast<std::size_t>(table.columns[static_cast<std::size_t>(target)].spec.width));
  std::vector<double> seconds(static_cast<std::size_t>(calls));
  std::size_t row = 0;
  for (double& s : seconds) {
    row = (row + 1) % table.rows();
    const double start = wall_seconds();
    one.predict(row, from, target, out);
    keep(out.data());
    s = wall_seconds() - start;
  }
  return seconds;
}

/// Link 0 -> 1, seconds a frame; each sample is of so many frames, beside which the clock is nothing.
std::vector<double> frames_seconds(OneFrame& one, const OutputTable& table, int samples, int frames) {
  std::vector<float> out(static_cast<std::size_t>(table.columns[1].spec.width));
  std::vector<double> seconds(static_cast<std::size_t>(samples));
  std::size_t row = 0;
  for (double& s : seconds) {
    const double start = wall_seconds();
    for (int f = 0; f < frames; ++f) {
      row = (row + 1) % table.rows();
      one.predict(row, BoxSet().with(0), 1, out);
      keep(out.data());
    }
    s = (wall_seconds() - start) / frames;
  }
  return seconds;
}

void one_frame(const LinkSet& set, const OutputTable& table, Report& report) {
  constexpr int kTarget = 6, kCalls = 2000, kRounds = 10;
  OneFrame one(set, table);
  std::vector<double> torch, link, ensemble;
  for (int round = 0; round < kRounds; ++round) {  // in turn, so that a busy machine is busy for all
    append(torch, torch_call_seconds({100, 200, 100}, kCalls));
    append(link, call_seconds(one, table, BoxSet().with(0), kTarget, kCalls));
    append(ensemble, call_seconds(one, table, all_boxes(6), kTarget, kCalls));
  }
  // p50 is what is asked for; p10 is the machine undisturbed.
  const double t = median(torch), l = median(link), e = median(ensemble);
  const double t10 = percentile(torch, 10), l10 = percentile(link, 10), e10 = percentile(ensemble, 10);
  report.add(
      "one frame, link 100-200-100, against LibTorch InferenceMode (p50)",
      fmt::format("1/{:.1f} of its time ({:.2f} us, {:.2f} us; p10 1/{:.1f})", t / l, 1e6 * l, 1e6 * t, t10 / l10),
      "<= 1/8", t / l >= 8);
  report.add("one frame, ensemble of 6 such links, against one link (p50)",
             fmt::format("{:.2f} times ({:.2f} us; p10 {:.2f})", e / l, 1e6 * e, e10 / l10), "<= 6.5", e / l <= 6.5);
}

std::size_t peak_rss() {  // bytes, since the last call
  std::ifstream status("/proc/self/status");
  std::size_t kib = 0;
  for (std::string word; status >> word;)
    if (word == "VmHWM:") status >> kib;
  std::ofstream("/proc/self/clear_refs") << 5;
  return kib * 1024;
}

}  // namespace

void bench_set(Report& report) {
  constexpr int kBoxes = 7, kTorchEpochs = 5;
  const auto boxes = alike(kBoxes, labels(100));
  const OutputTable table = synthetic(boxes, 2500);
  TrainSettings settings;
  settings.part = 0.5;  // 1250 rows: 1000 train, 250 choose the epoch
  const TrainedSet ours = trained(table, settings, kThreads);
  int learnt = 0;
  for (int i = 0; i < kBoxes; ++i)
    for (int j = 0; j < kBoxes; ++j) learnt += i != j && ours.set.link_figures(i, j).best_epoch > 0;
  const double torch_wall = wall_seconds();
  double torch = 0;
  for (int link = 0; link < kBoxes * (kBoxes - 1); ++link)
    for (const double epoch : torch_epoch_seconds({100, 200, 100}, kTorchEpochs)) torch += epoch;
  const double scale = static_cast<double>(settings.epochs) / kTorchEpochs;
  const double theirs = scale * (wall_seconds() - torch_wall), ratio = theirs / ours.links.wall;
  report.add("train all 42 links of 7 boxes on two threads against LibTorch one by one",
             fmt::format("{:.1f} times as fast ({:.2f} s, {:.1f} s; CPU {:.2f} s, {:.1f} s)", ratio, ours.links.wall,
                         theirs, ours.links.cpu, scale * torch),
             ">= 6", ratio >= 6);
  report.add("  and the 7 ensembles of six links after them", fmt::format("{:.2f} s", ours.ensembles.wall));
  report.notes.push_back(
      fmt::format("42 links: synthetic outputs, 1000 samples and 100 epochs each; ours also choose the best of 100 "
                  "epochs on 250 more "
                  "rows and measure p on 1250; {} of 42 learnt. LibTorch ran {} epochs a link, its time is taken {:g} "
                  "times; neither "
                  "chooses nor measures.",
                  learnt, kTorchEpochs, scale));
  one_frame(ours.set, table, report);
}

void bench_nets(Report& report) {
  constexpr std::size_t kRows = 600;
  constexpr int kSamples = 200, kRounds = 20, kFrames = 64;
  struct Case {
    const char* what;
    OutputSpec spec;
  };
  for (const Case& c : {Case{"count to count, 5 nets of 16", counts()}, Case{"4 labels, 5 nets of 16", labels(4)},
                        Case{"12 labels, 3 nets of 24", labels(12)}, Case{"20 labels, 2 nets of 40", labels(20)}}) {
    const OutputTable table = synthetic(alike(2, c.spec), kRows);
    TrainSettings settings;
    settings.part = 0.5;
    settings.epochs = 20;
    settings.bootstrap = 0;
    const LinkSet averaged = trained(table, settings, kThreads).set;
    settings.nets = 1;
    const LinkSet single = trained(table, settings, kThreads).set;
    if (averaged.link_figures(0, 1).best_epoch == 0 || single.link_figures(0, 1).best_epoch == 0) {
      report.add(fmt::format("one frame, averaged nets against one, {}", c.what), "nothing was learnt", "<= 1.5",
                 false);
      continue;
    }
    OneFrame of_several(averaged, table), of_one(single, table);
    std::vector<double> several, one;
    for (int round = 0; round < kRounds; ++round) {  // in turn, so that a busy machine is busy for both
      append(several, frames_seconds(of_several, table, kSamples, kFrames));
      append(one, frames_seconds(of_one, table, kSamples, kFrames));
    }
    const double ratio = median(several) / median(one);
    report.add(fmt::format("one frame, averaged nets against one, {} (p50)", c.what),
               fmt::format("{:.2f} times ({:.3f} us, {:.3f} us; p10 {:.2f})", ratio, 1e6 * median(several),
                           1e6 * median(one), percentile(several, 10) / percentile(one, 10)),
               "<= 1.5", ratio <= 1.5);
  }
}

void bench_growth(Report& report) {
  TrainSettings settings;
  settings.part = 0.5;
  settings.epochs = 20;
  struct {
    double alone = 0, whole = 0;  ///< CPU seconds of a link; with its share of the ensembles
  } first, last;
  for (const int boxes : {3, 7, 14, 25, 50}) {
    const OutputTable table = synthetic(alike(boxes, counts()), 1000);
    malloc_trim(0);  // so that memory of the table before does not hide this one's
    (void)peak_rss();
    const std::size_t resident = peak_rss();  // what is there now
    const TrainedSet ours = trained(table, settings, kThreads);
    const std::size_t most = peak_rss();
    const int links = boxes * (boxes - 1);
    last = {ours.links.cpu / links, (ours.links.cpu + ours.ensembles.cpu) / links};
    if (boxes == 3) first = last;
    report.add(
        fmt::format("{} boxes, {} links of counts", boxes, links),
        fmt::format("{:.2f} ms CPU a link, {:.2f} with the ensembles; {:.1f} KB a link stored; "
                    "peak memory +{:.1f} MB",
                    1e3 * last.alone, 1e3 * last.whole, static_cast<double>(ours.set.to_bytes().size()) / links / 1e3,
                    static_cast<double>(most - std::min(most, resident)) / 1e6));
  }
  report.add("cost of a link, 50 boxes against 3",
             fmt::format("{:.2f} times; with the ensembles {:.2f}", last.alone / first.alone, last.whole / first.whole),
             "flat", last.alone / first.alone < 1.25);
  report.notes.push_back(
      "Growth: counts on 1000 synthetic frames, half of them train, 20 epochs, bootstrap 200; training, choosing and "
      "measuring.");
}

void bench_whole_table(Report& report) {
  constexpr std::size_t kRows = 1700000;
  std::vector<std::pair<std::string, OutputSpec>> boxes{
      {"action", labels(12)}, {"person", counts()}, {"car", counts()}};
  const OutputTable table = synthetic(boxes, kRows);
  TrainSettings settings;
  settings.part = 0.001;
  settings.epochs = 20;
  settings.bootstrap = 0;
  const LinkSet set = trained(table, settings, kThreads).set;
  std::vector<std::size_t> rows(kRows);
  for (std::size_t r = 0; r < kRows; ++r) rows[r] = r;
  std::vector<float> from(1U << 26U), to(1U << 26U);
  double copy = 1e30;
  for (int round = 0; round < 4; ++round) {
    const double start = cpu_seconds();
    std::memcpy(to.data(), from.data(), from.size() * sizeof(float));
    keep(to.data());
    copy = std::min(copy, cpu_seconds() - start);
  }
  const double bandwidth = 2.0 * static_cast<double>(from.size()) * sizeof(float) / copy;
  const double peak = sgemm_flops(512, 40);
  struct Case {
    const char* what;
    BoxSet from;
    int target;
  };
  for (const Case& c :
       {Case{"person -> car", BoxSet().with(1), 2}, Case{"action -> car", BoxSet().with(0), 2},
        Case{"person -> action", BoxSet().with(1), 0}, Case{"action, person -> car", BoxSet().with(0).with(1), 2}}) {
    double best = 1e30;
    for (int round = 0; round < 3; ++round) {
      const double start = cpu_seconds();
      const Predictions said = set.predict(table, c.from, c.target, rows);
      keep(said.values.data());
      best = std::min(best, cpu_seconds() - start);
    }
    double bytes = sizeof(std::size_t) + 4.0 * table.columns[static_cast<std::size_t>(c.target)].spec.width;
    double flops = 0;
    for (int i = 0; i < 3; ++i) {
      if (!c.from.has(i)) continue;
      bytes += sizeof(Presence) + 4.0 * table.columns[static_cast<std::size_t>(i)].spec.width;
      flops += 2.0 * set.link_figures(i, c.target).parameters;
    }
    report.add(
        fmt::format("predict 1.7 M frames of 3 boxes, {}", c.what),
        fmt::format("{:.1f} M frames/s; {:.1f} % of the copy bandwidth, {:.1f} % of the sgemm peak", kRows / best / 1e6,
                    100 * bytes * kRows / best / bandwidth, 100 * flops * kRows / best / peak));
  }
  report.notes.push_back(
      fmt::format("Whole table: synthetic, one thread; copy {:.1f} GB/s read and written, sgemm {:.0f} GFLOP/s. Bytes: "
                  "row numbers, presence and sources read, predictions written.",
                  bandwidth / 1e9, peak / 1e9));
}

}  // namespace mlink::bench
