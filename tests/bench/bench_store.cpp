// Outputs stored and read, as rows per second, against the bare SQLite C API: same rows, same tables, same pragmas,
// 1000 rows a transaction. Both sides run in turn inside each iteration, so that the ratio stands on a noisy machine
// too.
#include <benchmark/benchmark.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "store/store.h"

namespace {

using namespace mlink::rooms;
using Clock = std::chrono::steady_clock;

constexpr int kCameras = 6;
constexpr int kFrames = 5000;
constexpr std::size_t kBatch = 1000;

// Two counters, a share and a detector of 80 classes; the counters have marks to draw.
std::vector<OutputSpec> specs() {
  OutputSpec objects{Task::multi_label, 80, {}, 0.5, {}};
  for (int i = 0; i < objects.width; ++i) objects.labels.push_back("class " + std::to_string(i));
  const OutputSpec count{Task::count, 1, {}, 0.5, "persons"};
  return {count, count, OutputSpec{Task::regression, 1, {}, 0.1, "share"}, objects};
}

template <class T>
T need(Result<T> result) {
  if (!result) {
    std::cerr << result.error().text() << '\n';
    std::abort();
  }
  return std::move(*result);
}
void need(const Status& status) {
  if (status) return;
  std::cerr << status.error().text() << '\n';
  std::abort();
}
void need(int code, sqlite3* db) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
  std::cerr << sqlite3_errmsg(db) << '\n';
  std::abort();
}

/// A file with cameras and boxes and no outputs, and the outputs to put into it.
struct Fixture {
  std::filesystem::path folder;
  std::filesystem::path empty, full;
  std::vector<StoredOutput> rows;

  Fixture() {
    folder = std::filesystem::temp_directory_path() / ("mlink_bench_store_" + std::to_string(std::random_device()()));
    std::filesystem::create_directories(folder);
    empty = folder / "empty.mlink";
    full = folder / "full.mlink";
    make_empty();
    std::filesystem::copy_file(empty, full);
    auto writer = need(StoreWriter::open(full));
    need(writer.put_outputs(rows));
  }
  ~Fixture() {
    std::error_code ec;
    std::filesystem::remove_all(folder, ec);
  }

  [[nodiscard]] std::filesystem::path fresh(const std::string& name) const {
    auto file = folder / name;
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + end);
    std::filesystem::copy_file(empty, file);
    return file;
  }

 private:
  void make_empty() {
    auto writer = need(StoreWriter::create(empty));
    const auto video = need(writer.add_video({0, "street.avi", "video", "{}", {}}));
    std::vector<StoredFrame> frames;
    for (int i = 0; i < kFrames; ++i) frames.push_back({0, i, i / 25.0});
    std::vector<RowId> cameras;
    for (int i = 0; i < kCameras; ++i) {
      StoredCamera camera;
      camera.video = video;
      camera.name = "cam " + std::to_string(i);
      camera.source_hash = "source " + std::to_string(i);
      cameras.push_back(need(writer.add_camera(camera, frames)));
    }
    std::vector<RowId> boxes;
    const auto all = specs();
    for (std::size_t i = 0; i < all.size(); ++i) {
      nlohmann::json spec;
      to_json(spec, all[i]);
      const auto n = std::to_string(i);
      boxes.push_back(need(writer.add_box({0, "box " + n, {}, "content " + n, "{}", {}, spec.dump(), false})));
    }
    std::mt19937 random(1);  // NOLINT: the same rows every time
    std::uniform_real_distribution<float> share(0, 1);
    // As collect stores them: frame by frame, each camera, each box.
    for (int frame = 0; frame < kFrames; ++frame)
      for (const RowId camera : cameras)
        for (std::size_t b = 0; b < boxes.size(); ++b) {
          StoredOutput row{camera, boxes[b], frame, {Presence::present, {}, {}, {}}, {}, 0.01F};
          row.output.values.resize(static_cast<std::size_t>(all[b].width));
          for (auto& v : row.output.values)
            v = all[b].task == Task::count ? std::floor(share(random) * 9) : share(random);
          if (all[b].task == Task::count) row.marks.assign(60, 'm');
          rows.push_back(std::move(row));
        }
  }
};

const Fixture& fixture() {
  static const Fixture made;
  return made;
}

class Raw {
 public:
  explicit Raw(const std::filesystem::path& file) {
    need(sqlite3_open_v2(file.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr), db_);
    for (const char* pragma : {"PRAGMA foreign_keys = ON", "PRAGMA temp_store = MEMORY", "PRAGMA journal_mode = WAL",
                               "PRAGMA synchronous = NORMAL", "PRAGMA wal_autocheckpoint = 1000"})
      run(pragma);
  }
  Raw(const Raw&) = delete;
  Raw& operator=(const Raw&) = delete;
  ~Raw() {
    for (auto* statement : statements_) sqlite3_finalize(statement);
    sqlite3_close(db_);
  }
  void run(const char* sql) { need(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr), db_); }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    need(sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr), db_);
    statements_.push_back(statement);
    return statement;
  }
  [[nodiscard]] sqlite3* db() const { return db_; }

 private:
  sqlite3* db_ = nullptr;
  std::vector<sqlite3_stmt*> statements_;
};

void raw_write(const std::filesystem::path& file, std::span<const StoredOutput> rows) {
  Raw raw(file);
  auto* output = raw.prepare(
      "INSERT INTO output (source, content, ordinal, presence, value, seconds, reason) VALUES (?, ?, ?, ?, ?, ?, ?)");
  auto* mark = raw.prepare("INSERT INTO mark (source, content, ordinal, marks) VALUES (?, ?, ?, ?)");
  for (std::size_t from = 0; from < rows.size(); from += kBatch) {
    raw.run("BEGIN IMMEDIATE");
    for (const auto& row : rows.subspan(from, std::min(kBatch, rows.size() - from))) {
      // The file was made in order of addition, so the ids of source and content are those of camera and box.
      sqlite3_bind_int64(output, 1, row.camera);
      sqlite3_bind_int64(output, 2, row.box);
      sqlite3_bind_int64(output, 3, row.ordinal);
      sqlite3_bind_int(output, 4, static_cast<int>(row.output.presence));
      sqlite3_bind_blob(output, 5, row.output.values.data(), static_cast<int>(row.output.values.size() * sizeof(float)),
                        SQLITE_STATIC);
      sqlite3_bind_double(output, 6, row.seconds);
      sqlite3_bind_null(output, 7);
      need(sqlite3_step(output), raw.db());
      sqlite3_reset(output);
      if (row.marks.empty()) continue;
      sqlite3_bind_int64(mark, 1, row.camera);
      sqlite3_bind_int64(mark, 2, row.box);
      sqlite3_bind_int64(mark, 3, row.ordinal);
      sqlite3_bind_blob(mark, 4, row.marks.data(), static_cast<int>(row.marks.size()), SQLITE_STATIC);
      need(sqlite3_step(mark), raw.db());
      sqlite3_reset(mark);
    }
    raw.run("COMMIT");
  }
}

void store_write(const std::filesystem::path& file, std::span<const StoredOutput> rows) {
  auto writer = need(StoreWriter::open(file));
  for (std::size_t from = 0; from < rows.size(); from += kBatch)
    need(writer.put_outputs(rows.subspan(from, std::min(kBatch, rows.size() - from))));
}

std::size_t raw_read(Raw& raw, sqlite3_stmt* select, std::vector<float>& into) {
  std::size_t rows = 0;
  into.clear();
  sqlite3_int64 keys = 0;
  while (sqlite3_step(select) == SQLITE_ROW) {
    keys += sqlite3_column_int64(select, 0) + sqlite3_column_int64(select, 1) + sqlite3_column_int64(select, 2) +
            sqlite3_column_int(select, 3);
    const auto* values = static_cast<const float*>(sqlite3_column_blob(select, 4));
    into.insert(into.end(), values, values + static_cast<std::size_t>(sqlite3_column_bytes(select, 4)) / sizeof(float));
    ++rows;
  }
  need(sqlite3_reset(select), raw.db());
  benchmark::DoNotOptimize(keys);
  return rows;
}

template <class Work>
double seconds_of(const Work& work) {
  const auto start = Clock::now();
  work();
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

void tell(benchmark::State& state, const std::vector<double>& ours, const std::vector<double>& raw) {
  const auto rows = static_cast<double>(fixture().rows.size());
  std::vector<double> ratios;
  for (std::size_t i = 0; i < ours.size(); ++i) ratios.push_back(raw[i] / ours[i]);
  state.counters["rows/s"] = rows / median(ours);
  state.counters["raw rows/s"] = rows / median(raw);
  state.counters["ratio"] = median(ratios);
}

void write_outputs(benchmark::State& state) {
  const auto& f = fixture();
  std::vector<double> ours;
  std::vector<double> raw;
  for ([[maybe_unused]] auto _ : state) {
    const auto a = f.fresh("raw.mlink");
    raw.push_back(seconds_of([&] { raw_write(a, f.rows); }));
    const auto b = f.fresh("store.mlink");
    ours.push_back(seconds_of([&] { store_write(b, f.rows); }));
    state.SetIterationTime(ours.back());
  }
  tell(state, ours, raw);
}

void read_outputs(benchmark::State& state) {
  const auto& f = fixture();
  Raw connection(f.full);
  auto* select = connection.prepare("SELECT source, content, ordinal, presence, value FROM output");
  const auto reader = need(StoreReader::open(f.full));
  std::vector<double> ours;
  std::vector<double> raw;
  std::vector<float> values;
  for ([[maybe_unused]] auto _ : state) {
    raw.push_back(seconds_of([&] {
      if (raw_read(connection, select, values) != f.rows.size()) std::abort();
    }));
    ours.push_back(seconds_of([&] {
      if (need(reader.output_table()).rows() != std::size_t{kCameras} * kFrames) std::abort();
    }));
    state.SetIterationTime(ours.back());
  }
  tell(state, ours, raw);
}

BENCHMARK(write_outputs)->Name("store/write")->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(11);
BENCHMARK(read_outputs)->Name("store/read")->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(21);

}  // namespace

BENCHMARK_MAIN();
