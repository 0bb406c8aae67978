// cli: what boxes cost, from measuring to the replay: a GPU's memory through a library that stands for the driver's
// (tests/blackbox/fake_nvml.cpp), the times of loading, and costs that are typed in.
#include <QJsonArray>
#include <QTemporaryDir>

#include <dlfcn.h>

#include <cmath>

#include "blackbox/gpu_memory.h"
#include "cli/program.h"
#include "experiment/experiment.h"
#include "experiment/typed_costs.h"
#include "support/tiny_boxes.h"
#include "support/tiny_videos.h"

using namespace mlink::rooms;

namespace {

/// Stands for LibTorch's allocator: 40 MB are reserved before a box is measured; then there are 100 MB, and there were
/// 540 MB.
std::optional<GpuPool> made_pool(int /*gpu*/, bool restart) {
  return restart ? GpuPool{40'000'000, 40'000'000} : GpuPool{100'000'000, 540'000'000};
}

}  // namespace

class TestCliCosts : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  [[nodiscard]] QString file() const { return folder_.filePath("costs.mlink"); }

  [[nodiscard]] QJsonObject box(const QString& name) const {
    const QJsonArray boxes = run_here({"info", file(), "--json"}).json()["boxes"].toArray();
    for (const auto& one : boxes)
      if (one.toObject()["name"].toString() == name) return one.toObject();
    return {};
  }
  [[nodiscard]] static QJsonObject method(const Ran& ran, const QString& name) {
    const QJsonArray methods = ran.json()["methods"].toArray();
    for (const auto& one : methods)
      if (one.toObject()["method"].toString() == name) return one.toObject();
    return {};
  }

 private Q_SLOTS:
  void initTestCase() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to run on");
    const auto folder = folder_.path().toStdString();
    QVERIFY(mlink::test::make_swinging_video(folder_.filePath("swing.avi").toStdString(), 12));
    const auto bright = mlink::test::write_box(folder, mlink::test::bright_count());
    const auto red = mlink::test::write_box(folder, mlink::test::red_share());
    DONE(run_here({"new", file()}));
    DONE(run_here({"video", "add", file(), folder_.filePath("swing.avi")}));
    DONE(run_here(
        {"box", "add", file(), QString::fromStdString(bright.string()), QString::fromStdString(red.string())}));
    DONE(run_here({"collect", file()}));
    DONE(run_here({"train", file(), "--part", "0.3", "--epochs", "10", "--nets", "1"}));
  }

  /// Without a GPU nothing is known of its memory, and a budget of it says so.
  void noGpu() {
    DONE(run({"profile", file(), "--frames", "4"}));
    const QJsonObject bright = box("bright");
    QVERIFY(bright["loading"].toObject()["load_seconds"].toDouble() > 0);
    QCOMPARE(bright["loading"].toObject()["origin"].toString(), QString("measured"));
    if (bright.contains("gpu_memory")) QSKIP("this machine has a GPU");
    const auto refused = run_here({"replay", file(), "--budget", "1GB-gpu"});
    QCOMPARE(refused.status, 1);
    QVERIFY2(refused.err.contains("gpu-memory"), told(refused).constData());
  }

  /// Time with loading is above the time alone by what profiling measured, over the frames.
  void loadingIsCharged() {
    const auto ran = run_here({"replay", file(), "--budget", "10s", "--prefix", "0", "--json"});
    DONE(ran);
    double loads = 0;
    for (const QString name : {"bright", "red"}) loads += box(name)["loading"].toObject()["load_seconds"].toDouble();
    const QJsonObject mlink = method(ran, "mlink");
    QCOMPARE(mlink["activated"].toArray().size(), 2);
    const double expected = loads * 1e3 / ran.json()["frames"].toDouble();
    QVERIFY2(std::abs(mlink["loading_ms_per_frame"].toDouble() - expected) < 1e-9 * expected + 1e-12,
             told(ran).constData());
    const auto table = run_here({"replay", file(), "--budget", "10s", "--prefix", "0"});
    QVERIFY2(table.out.contains("with loading (ms)"), told(table).constData());
  }

  /// What the allocator gave back before the driver was asked is a part of the peak, in the file and in what is shown.
  void thePeakInBetweenCounts() {
    // The name that a loaded library has finds it.
    void* const driver = dlopen(MLINK_FAKE_GPU_FOLDER "/libnvidia-ml.so.1", RTLD_NOW | RTLD_LOCAL);
    QVERIFY2(driver != nullptr, dlerror());
    stand_in_for_gpu_pool(made_pool);
    const auto ran = run_here({"profile", file(), "--in-process", "--frames", "4"});
    stand_in_for_gpu_pool(nullptr);
    dlclose(driver);
    DONE(ran);
    for (const QString name : {"bright", "red"}) {
      const QJsonObject memory = box(name)["gpu_memory"].toObject();
      QCOMPARE(memory["origin"].toString(), QString("measured"));
      QCOMPARE(memory["bytes"].toDouble(), 256e6 + 2 * 64e6 + 440e6);
    }
    const auto reader = ExperimentReader::open(file().toStdString());
    QVERIFY(reader.has_value());
    const auto overview = reader->overview();
    QVERIFY(overview.has_value());
    QCOMPARE(overview->boxes.size(), std::size_t{2});
    for (const auto& one : overview->boxes)
      QCOMPARE(
          QString::fromStdString(one.costs.note(CostKind::gpu_memory)),
          QString("share of the process, by NVML; LibTorch's allocator reserved 500.0 MB at most and has given back "
                  "440.0 MB since, which count too"));
    const auto info = run_here({"info", file()});
    QVERIFY2(info.out.contains("GPU (MB)") && info.out.contains("824.0"), told(info).constData());
  }

  void aGpuIsMeasured() {
    qputenv("LD_LIBRARY_PATH", MLINK_FAKE_GPU_FOLDER);
    DONE(run({"profile", file(), "--frames", "4"}));
    qunsetenv("LD_LIBRARY_PATH");
    for (const QString name : {"bright", "red"}) {
      const QJsonObject memory = box(name)["gpu_memory"].toObject();
      QCOMPARE(memory["origin"].toString(), QString("measured"));
      // Each call finds 256 MB more than the one before, 64 MB more each look at the devices.
      QCOMPARE(memory["bytes"].toDouble(), 256e6 + 2 * 64e6);
    }
    const auto info = run_here({"info", file()});
    QVERIFY2(info.out.contains("GPU (MB)") && info.out.contains("384.0"), told(info).constData());
  }

  void aBudgetOfTheGpu() {
    DONE(run_here({"profile", file(), "--set", "bright", "gpu-memory=2GB", "red", "gpu-memory=500MB"}));
    QCOMPARE(box("bright")["gpu_memory"].toObject()["origin"].toString(), QString("typed"));
    const auto ran = run_here({"replay", file(), "--budget", "1GB-gpu", "--json"});
    DONE(ran);
    QCOMPARE(ran.json()["settings"].toObject()["kind"].toString(), QString("gpu-memory"));
    const QJsonObject mlink = method(ran, "mlink");
    QCOMPARE(mlink["activated"].toArray(), QJsonArray({"red"}));
    QCOMPARE(mlink["gpu_memory_bytes"].toDouble(), 500e6);
    const auto sweep = run_here({"sweep", file(), "--cost", "gpu-memory", "--json"});
    DONE(sweep);
    const auto activation = run_here({"activation", file(), "--cost", "gpu-memory"});
    DONE(activation);
    QVERIFY2(activation.out.contains("by gpu-memory") && activation.out.contains("2000"), told(activation).constData());
    const auto chosen = run_here({"select", file(), "--budget", "1GB-gpu", "--budget", "1h", "--json"});
    DONE(chosen);
    QCOMPARE(chosen.json()["activated"].toArray(), QJsonArray({"red"}));
    const auto told_to_people = run_here({"run", file(), "--budget", "1GB-gpu"});
    QVERIFY2(told_to_people.out.contains("memory of the GPU") && told_to_people.out.contains("500 MB"),
             told(told_to_people).constData());
    const auto live = run_here({"run", file(), "--budget", "1GB-gpu", "--json"});
    DONE(live);
    QCOMPARE(live.json()["periods"].toArray()[0].toObject()["activated"].toArray(), QJsonArray({"red"}));
  }

  /// What was measured is kept beside what is typed, however often, and comes back with all its figures.
  void typedIsTakenBack() {
    const QJsonObject typed = box("bright");
    QCOMPARE(typed["gpu_memory"].toObject()["bytes"].toDouble(), 2e9);
    const QJsonValue measured = typed["time"];
    QCOMPARE(measured.toObject()["origin"].toString(), QString("measured"));
    for (const char* time : {"time=31ms", "time=32ms"}) DONE(run_here({"profile", file(), "--set", "bright", time}));
    QCOMPARE(box("bright")["time"].toObject()["origin"].toString(), QString("typed"));
    DONE(run_here({"profile", file(), "--take-back", "bright"}));
    QCOMPARE(box("bright")["time"], measured);
    QCOMPARE(box("bright")["gpu_memory"].toObject()["bytes"].toDouble(), 256e6 + 2 * 64e6);
    QCOMPARE(box("red")["gpu_memory"].toObject()["origin"].toString(), QString("typed"));
    const auto nothing = run_here({"profile", file(), "--take-back", "bright"});
    QCOMPARE(nothing.status, 1);
    QVERIFY2(nothing.err.contains("Nothing was measured of bright"), told(nothing).constData());
    QVERIFY(run_here({"profile", file(), "--take-back", "dim"}).err.contains("no black box \"dim\""));
    for (const auto kind : {CostKind::time, CostKind::memory, CostKind::gpu_memory})
      for (const double value : {0.0, 0.000123, 0.0342, 1.5, 90.0, 48e6, 1.5e9}) {
        const auto read = mlink::experiment::parse_cost(kind, mlink::experiment::cost_to_type({kind, value}));
        QVERIFY(read.has_value() && std::abs(read->value - value) <= 1e-5 * value && read->kind == kind);
      }
  }

  void whatIsTypedWrong_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("says");
    QTest::addRow("another kind") << QStringList{"bright", "energy=2J"} << "is not understood";
    QTest::addRow("time as memory") << QStringList{"bright", "gpu-memory=2ms"} << "the unit is one of time";
    QTest::addRow("memory as time") << QStringList{"bright", "time=2GB"} << "the unit is one of memory";
    QTest::addRow("no box") << QStringList{"gpu-memory=2GB"} << "is not understood";
    QTest::addRow("unknown box") << QStringList{"dim", "gpu-memory=2GB"} << "no black box \"dim\"";
  }
  void whatIsTypedWrong() {
    QFETCH(QStringList, words);
    QFETCH(QString, says);
    const auto ran = run_here(QStringList{"profile", file(), "--set"} + words);
    QVERIFY(ran.status != 0);
    QVERIFY2(ran.err.contains(says), told(ran).constData());
  }
};

QTEST_GUILESS_MAIN(TestCliCosts)
#include "test_cli_costs.moc"
