// blackbox: what of a GPU's memory a process holds, read through a library that stands for the driver's
// (fake_nvml.cpp) and a function that stands for LibTorch's allocator: no machine of these tests needs a GPU.
#include <QTest>

#include "blackbox/adapters/torch_module.h"
#include "blackbox/gpu_memory.h"
#include "device_networks.h"

using namespace mlink::rooms;

namespace {

using Bytes = std::optional<std::uint64_t>;
using Pool = std::optional<mlink::blackbox::GpuPool>;

int restarts = 0;
int asked_of = -1;
Pool stand_in(int gpu, bool restart) {
  restarts += restart ? 1 : 0;
  asked_of = gpu;
  return mlink::blackbox::GpuPool{100, 700};
}

}  // namespace

Q_DECLARE_METATYPE(mlink::blackbox::GpuReading)

class TestGpuMemory : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cleanup() { qunsetenv("MLINK_FAKE_GPU"); }

  void ofThisProcessAlone() {
    const auto gpu = GpuMemory::open(MLINK_FAKE_NVML);
    QVERIFY(gpu != nullptr);
    const auto before = gpu->of_process();
    const auto after = gpu->of_process();
    QVERIFY(before && after);
    // Both devices count, the other process does not.
    QCOMPARE(*before % 64'000'000, std::uint64_t{1000});
    QCOMPARE(*after - *before, std::uint64_t{256'000'000});
  }

  void aNumberThatTheDriverDoesNotKnow() {
    qputenv("MLINK_FAKE_GPU", "stranger");
    const auto gpu = GpuMemory::open(MLINK_FAKE_NVML);
    QVERIFY(gpu != nullptr);
    QVERIFY(!gpu->of_process());
    const auto before = gpu->of_devices();
    QVERIFY(gpu->of_devices().value() > before.value());
  }

  // The driver's figure is read when all is done; what the allocator has given back by then was held, too.
  void growth_data() {
    QTest::addColumn<mlink::blackbox::GpuReading>("before");
    QTest::addColumn<mlink::blackbox::GpuReading>("after");
    QTest::addColumn<bool>("elsewhere");
    QTest::addColumn<double>("bytes");  // below zero: not known
    QTest::addColumn<QString>("note");
    using Reading = mlink::blackbox::GpuReading;
    const auto row = [](const char* name, const Reading& before, const Reading& after, double bytes, const char* note,
                        bool elsewhere = false) {
      QTest::addRow("%s", name) << before << after << elsewhere << bytes << QString(note);
    };
    constexpr std::uint64_t mb = 1'000'000;
    const char* const share = "share of the process, by NVML";
    const char* const devices = "what the GPUs' memory in use grew by, by NVML";
    row("nobody tells", {}, {}, -1, "");
    row("the driver alone", {100 * mb, 900 * mb, {}}, {700 * mb, 2000 * mb, {}}, 600e6, share);
    row("a process that it did not know before", {{}, 900 * mb, {}}, {700 * mb, 2000 * mb, {}}, 700e6, share);
    row("no process of this number", {{}, 900 * mb, {}}, {{}, 2000 * mb, {}}, 1100e6,
        "what the GPUs' memory in use grew by, by NVML: the driver names no process of this number");
    row("less than before", {700 * mb, {}, {}}, {100 * mb, {}, {}}, 0, share);
    row("the allocator kept all", {100 * mb, 0, {}}, {700 * mb, 0, Pool{{300 * mb, 300 * mb}}}, 600e6,
        "share of the process, by NVML; LibTorch's allocator reserved 300.0 MB at most");
    row("the allocator gave back", {100 * mb, 0, {}}, {700 * mb, 0, Pool{{300 * mb, 1300 * mb}}}, 1600e6,
        "share of the process, by NVML; LibTorch's allocator reserved 1300.0 MB at most and has given back 1000.0 MB "
        "since, "
        "which count too");
    row("what it had before is not the box's", {1100 * mb, 0, Pool{{900 * mb, 900 * mb}}},
        {1200 * mb, 0, Pool{{1000 * mb, 1400 * mb}}}, 500e6,
        "share of the process, by NVML; LibTorch's allocator reserved 500.0 MB at most and has given back 400.0 MB "
        "since, "
        "which count too");
    row("less in the end than before, more in between", {1100 * mb, 0, Pool{{900 * mb, 900 * mb}}},
        {200 * mb, 0, Pool{{0, 1000 * mb}}}, 100e6,
        "share of the process, by NVML; LibTorch's allocator reserved 100.0 MB at most and has given back 1000.0 MB "
        "since, "
        "which count too");
    row("another program ended meanwhile", {{}, 5000 * mb, {}}, {{}, 4000 * mb, Pool{{800 * mb, 800 * mb}}}, 800e6,
        "what the GPUs' memory in use grew by, by NVML: the driver names no process of this number; LibTorch's "
        "allocator "
        "reserved 800.0 MB at most, which is more and counts");
    row("the allocator alone", {}, {{}, {}, Pool{{300 * mb, 400 * mb}}}, 400e6,
        "what LibTorch's allocator reserved at most; the driver does not tell what comes to that, such as the device's "
        "context");
    row("a box that does not use it", {100 * mb, 0, Pool{{50 * mb, 50 * mb}}}, {100 * mb, 0, Pool{{50 * mb, 50 * mb}}},
        0, "share of the process, by NVML; LibTorch's allocator reserved 0.0 MB at most");
    row("another process", {100 * mb, 900 * mb, {}}, {700 * mb, 2000 * mb, Pool{{0, 5000 * mb}}}, 1100e6, devices,
        true);
    row("another process, and no driver", {}, {{}, {}, Pool{{0, 5000 * mb}}}, -1, "", true);
  }
  void growth() {
    QFETCH(mlink::blackbox::GpuReading, before);
    QFETCH(mlink::blackbox::GpuReading, after);
    QFETCH(bool, elsewhere);
    QFETCH(double, bytes);
    QFETCH(QString, note);
    const auto growth = gpu_growth(before, after, elsewhere);
    QCOMPARE(growth.has_value(), bytes >= 0);
    if (!growth) return;
    QCOMPARE(growth->bytes, bytes);
    QCOMPARE(QString::fromStdString(growth->note), note);
  }

  // LibTorch is not loaded to be asked; once it is, it tells nothing of a GPU that is not there.
  void theAllocatorItself() {
    QVERIFY(!mlink::blackbox::gpu_pool(0, true));
    const mlink::test::Network network(mlink::test::gives("x"));
    InputSpec input;
    input.width = input.height = 8;
    QVERIFY(network.module(input, 1).has_value());
    if (!mlink::blackbox::GpuMemory::open()) QVERIFY(!mlink::blackbox::gpu_pool(0, true));
    mlink::blackbox::stand_in_for_gpu_pool(stand_in);
    const auto pool = mlink::blackbox::gpu_pool(3, true);
    mlink::blackbox::stand_in_for_gpu_pool(nullptr);
    QVERIFY(pool && pool->reserved == 100 && pool->peak == 700);
    QCOMPARE(restarts, 1);
    QCOMPARE(asked_of, 3);
  }

  void thereIsNone_data() {
    QTest::addColumn<QByteArray>("mode");
    QTest::addColumn<QString>("library");
    QTest::addRow("no device") << QByteArray("none") << QStringLiteral(MLINK_FAKE_NVML);
    QTest::addRow("a driver that does not answer") << QByteArray("broken") << QStringLiteral(MLINK_FAKE_NVML);
    QTest::addRow("no driver") << QByteArray() << QStringLiteral("libno-such-driver.so.1");
    QTest::addRow("another library") << QByteArray() << QStringLiteral("libc.so.6");
  }
  void thereIsNone() {
    QFETCH(QByteArray, mode);
    QFETCH(QString, library);
    qputenv("MLINK_FAKE_GPU", mode);
    QVERIFY(GpuMemory::open(library.toStdString()) == nullptr);
  }
};

QTEST_APPLESS_MAIN(TestGpuMemory)
#include "test_gpu_memory.moc"
