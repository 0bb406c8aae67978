// Replay: rows scored per second while the engine is built, and how long an answer takes while a budget moves. The
// predictor only copies numbers, so what is measured is the engine, not the links; "loop" is the same work written as a
// bare loop, the peer of build.
//   bench_replay --benchmark_counters_tabular=true
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <vector>

#include "base/random.h"
#include "methods/predictor.h"
#include "replay/replay.h"

namespace {

using namespace mlink::rooms;

/// Right or wrong by a table of numbers made beforehand.
class Copied : public Predictor {
 public:
  explicit Copied(std::size_t rows) : values_(rows) {
    Random random(3);
    for (float& value : values_) value = static_cast<float>(random.below(3));
  }
  [[nodiscard]] Predictions predict(BoxSet from, int target, std::span<const std::size_t> rows) const override {
    Predictions out{1, std::vector<float>(rows.size())};
    const std::size_t shift = from.bits() * 7 + static_cast<std::size_t>(target);
    for (std::size_t n = 0; n < rows.size(); ++n) {
      const std::size_t at = rows[n] + shift;
      out.values[n] = values_[at < values_.size() ? at : at - values_.size()];
    }
    return out;
  }
  [[nodiscard]] double link_p(int source, int target) const override { return source < target ? .75 : .5; }
  [[nodiscard]] std::vector<std::size_t> known_rows(int /*target*/) const override { return {}; }

 private:
  std::vector<float> values_;
};

struct Input {
  std::shared_ptr<const OutputTable> table;
  std::shared_ptr<const Predictor> predictor;
  CostTable costs;
  ReplaySettings settings;
};

Input make_input(std::size_t rows, int boxes, int periods) {
  Input input;
  std::vector<FrameKey> frames;
  frames.reserve(rows);
  for (std::size_t row = 0; row < rows; ++row)
    frames.push_back({0, static_cast<std::int64_t>(row), static_cast<double>(row) / 10});
  std::vector<std::pair<std::string, OutputSpec>> specs;
  specs.reserve(static_cast<std::size_t>(boxes));
  for (int box = 0; box < boxes; ++box)
    specs.emplace_back("box " + std::to_string(box), OutputSpec{Task::count, 1, {}, 0.5, "persons"});
  auto table = std::make_shared<OutputTable>(make_table({"camera"}, std::move(frames), specs));
  Random random(5);
  for (int box = 0; box < boxes; ++box) {
    OutputColumn& column = table->columns[static_cast<std::size_t>(box)];
    for (std::size_t row = 0; row < rows; ++row) {
      column.values[row] = static_cast<float>(random.below(3));
      column.presence[row] = Presence::present;
    }
    const double seconds = .01 * (box + 2);
    input.costs.boxes.push_back({column.box, seconds, CostOrigin::typed, 1e9, CostOrigin::typed});
  }
  input.costs.predicting = even_link_costs(input.costs.boxes.size(), {1e-5, 0});
  input.settings.period_seconds = periods > 1 ? static_cast<double>(rows) / 10 / periods + 1e-6 : 0;
  input.table = std::move(table);
  input.predictor = std::make_shared<const Copied>(rows);
  return input;
}

Executor one_by_one() {
  return [](std::size_t n, const std::function<void(std::size_t)>& job) {
    for (std::size_t k = 0; k < n; ++k) job(k);
  };
}

ReplayEngine engine_of(const Input& input) {
  auto engine = ReplayEngine::build_with(input.table, input.predictor, rows_from(*input.table, 0), input.costs,
                                         input.settings, one_by_one(), {}, {});
  if (!engine) std::abort();
  return std::move(*engine);
}

void build(benchmark::State& state) {
  const auto rows = static_cast<std::size_t>(state.range(0));
  const Input input = make_input(rows, static_cast<int>(state.range(1)), 1);
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(engine_of(input).objective(BoxSet(1)));
  state.counters["rows/s"] =
      benchmark::Counter(static_cast<double>(rows), benchmark::Counter::kIsIterationInvariantRate);
}

/// Predicts and scores every set and target, and keeps one sum of each.
void loop(benchmark::State& state) {
  const auto rows = static_cast<std::size_t>(state.range(0));
  const auto boxes = static_cast<int>(state.range(1));
  const Input input = make_input(rows, boxes, 1);
  constexpr std::size_t kChunk = 4096;
  std::vector<std::size_t> chunk;
  for ([[maybe_unused]] auto _ : state) {
    double all = 0;
    for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << static_cast<unsigned>(boxes)); ++bits)
      for (int target = 0; target < boxes; ++target) {
        if (BoxSet(bits).has(target)) continue;
        const OutputColumn& column = input.table->columns[static_cast<std::size_t>(target)];
        for (std::size_t begin = 0; begin < rows; begin += chunk.size()) {
          chunk.resize(std::min(kChunk, rows - begin));
          for (std::size_t n = 0; n < chunk.size(); ++n) chunk[n] = begin + n;
          const Predictions predictions = input.predictor->predict(BoxSet(bits), target, chunk);
          for (std::size_t n = 0; n < chunk.size(); ++n)
            all += frame_score(column.spec, column.row(chunk[n]), predictions.row(n));
        }
      }
    benchmark::DoNotOptimize(all);
  }
  state.counters["rows/s"] =
      benchmark::Counter(static_cast<double>(rows), benchmark::Counter::kIsIterationInvariantRate);
}

/// One answer of all three methods with intervals, at a budget that moves.
void at_budget(benchmark::State& state) {
  const Input input = make_input(static_cast<std::size_t>(state.range(0)), static_cast<int>(state.range(1)),
                                 static_cast<int>(state.range(2)));
  const ReplayEngine engine = engine_of(input);
  const double all = engine.breakpoints().back();
  Random random(1);
  std::vector<double> microseconds;
  for ([[maybe_unused]] auto _ : state) {
    const double budget = random.unit() * all;
    const auto begin = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(engine.at(budget));
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
    microseconds.push_back(took.count());
  }
  std::sort(microseconds.begin(), microseconds.end());
  const auto quantile = [&](double q) {
    return microseconds[static_cast<std::size_t>(q * static_cast<double>(microseconds.size() - 1))];
  };
  state.counters["p50_us"] = quantile(.5);
  state.counters["p99_us"] = quantile(.99);
}

/// The plain replay: every frame of every box looked at, one method at one budget.
void outcomes(benchmark::State& state) {
  const auto rows = static_cast<std::size_t>(state.range(0));
  const ReplayEngine engine = engine_of(make_input(rows, static_cast<int>(state.range(1)), 1));
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(engine.outcomes("mlink", .05));
  state.counters["frame-boxes/s"] = benchmark::Counter(static_cast<double>(rows) * static_cast<double>(state.range(1)),
                                                       benchmark::Counter::kIsIterationInvariantRate);
}

BENCHMARK(build)->ArgNames({"rows", "boxes"})->Args({100000, 4})->Args({1700000, 3})->Unit(benchmark::kMillisecond);
BENCHMARK(loop)->ArgNames({"rows", "boxes"})->Args({100000, 4})->Args({1700000, 3})->Unit(benchmark::kMillisecond);
BENCHMARK(at_budget)
    ->ArgNames({"rows", "boxes", "periods"})
    ->Args({100000, 4, 1})
    ->Args({1700000, 3, 1})
    ->Args({1700000, 3, 48})
    ->Args({20000, 10, 1})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(outcomes)
    ->ArgNames({"rows", "boxes"})
    ->Args({10000, 3})
    ->Args({100000, 3})
    ->Args({1000000, 3})
    ->Args({10000000, 3})
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
