// blackbox: what of a GPU's memory a process holds, read through a library that stands for the driver's
// (fake_nvml.cpp): no machine of these tests needs a GPU.
#include <QTest>

#include "blackbox/gpu_memory.h"

using namespace mlink::rooms;

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
