// base: errors, texts, hashes, progress, the choice of OpenBLAS's kernels.
#include <unistd.h>

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <thread>

#include "base/base64.h"
#include "base/blas.h"
#include "base/bounded_queue.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/modules.h"
#include "base/names.h"
#include "base/progress.h"
#include "base/text.h"

using namespace mlink::rooms;

constexpr const char* kRestart = "--restart";

class TestBase : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void errorPutsThePathLast() {
    const Error error{ErrorKind::not_found, "File not found.", "Check the path.", "/a/b.mp4"};
    QCOMPARE(error.text(), std::string("File not found. Check the path. /a/b.mp4"));
    QCOMPARE((Error{ErrorKind::failed, "Broken.", "", ""}.text()), std::string("Broken."));
  }

  void namesOfBoxes() {
    for (const char* good : {"persons", "a", "0", "yolo-v8", "x-"}) {
      QVERIFY2(is_box_name(good), good);
      QCOMPARE(file_name_part(good), std::string(good));
    }
    for (const char* bad : {"", "-x", "../evil", "a/b", "x,y", "a\nb", "Box", "a b", "a.b", "caf\u00e9", "a_b"})
      QVERIFY2(!is_box_name(bad), bad);
  }

  /// What stands in a stranger's file leads to no other folder, and two names are two files.
  void namesInFileNames() {
    QCOMPARE(file_name_part("../evil"), std::string("%2E.%2Fevil"));
    QCOMPARE(file_name_part("/etc/x"), std::string("%2Fetc%2Fx"));
    QCOMPARE(file_name_part(".."), std::string("%2E."));
    QCOMPARE(file_name_part("a\\b\nc%"), std::string("a%5Cb%0Ac%25"));
    QCOMPARE(file_name_part("Caf\u00e9 1.5"), std::string("Caf\u00e9 1.5"));
    QCOMPARE(file_name_part(std::string_view("a\0b", 3)), std::string("a%00b"));
    QVERIFY(!file_name_part("").empty() && file_name_part("") != file_name_part("%"));
  }

  void tryReturnsTheError() {
    const auto inner = [](bool good) -> Result<int> {
      if (!good) return fail(ErrorKind::io, "No.");
      return 7;
    };
    const auto outer = [&](bool good) -> Result<int> {
      MLINK_ASSIGN(const int value, inner(good));
      MLINK_TRY(inner(good));
      return value + 1;
    };
    QCOMPARE(outer(true).value(), 8);
    QVERIFY(!outer(false));
    QCOMPARE(outer(false).error().kind, ErrorKind::io);
  }

  void texts_data() {
    QTest::addColumn<QString>("got");
    QTest::addColumn<QString>("wanted");
    const auto q = [](const std::string& s) { return QString::fromStdString(s); };
    QTest::addRow("0.7 us") << q(duration_text(0.7e-6)) << QString::fromUtf8("0.7 µs");
    QTest::addRow("9.9 us") << q(duration_text(9.9e-6)) << QString::fromUtf8("9.9 µs");
    QTest::addRow("0.01 ms") << q(duration_text(1e-5)) << "0.01 ms";
    QTest::addRow("nothing") << q(duration_text(0)) << "0 ms";
    QTest::addRow("8 ms") << q(duration_text(0.008)) << "8 ms";
    QTest::addRow("164 ms") << q(duration_text(0.1641)) << "164 ms";
    QTest::addRow("1.5 s") << q(duration_text(1.5)) << "1.5 s";
    QTest::addRow("50 s") << q(duration_text(50.2)) << "50 s";
    QTest::addRow("4 min 28 s") << q(duration_text(268)) << "4 min 28 s";
    QTest::addRow("1 h 12 min") << q(duration_text(4320)) << "1 h 12 min";
    QTest::addRow("no time") << q(duration_text(std::nan(""))) << QString::fromUtf8("–");
    QTest::addRow("48 MB") << q(bytes_text(48e6)) << "48 MB";
    QTest::addRow("3.7 GB") << q(bytes_text(3.7e9)) << "3.7 GB";
    QTest::addRow("0 B") << q(bytes_text(0)) << "0 B";
    QTest::addRow("999.6 kB rounds up") << q(bytes_text(999.6e3)) << "1 MB";
    QTest::addRow("p") << q(score_text(0.789)) << "0.79";
    QTest::addRow("no p") << q(score_text(std::nan(""))) << QString::fromUtf8("–");
    QTest::addRow("lift up") << q(signed_text(0.376)) << "+0.38";
    QTest::addRow("lift down") << q(signed_text(-0.241)) << QString::fromUtf8("−0.24");
    QTest::addRow("no lift") << q(signed_text(0.001)) << QString::fromUtf8("±0.00");
    QTest::addRow("thousands") << q(count_text(3173)) << QString::fromUtf8("3\u2009173");
    QTest::addRow("millions") << q(count_text(-1700000)) << QString::fromUtf8("−1\u2009700\u2009000");
    QTest::addRow("small") << q(count_text(12)) << "12";
  }
  void texts() {
    QFETCH(QString, got);
    QFETCH(QString, wanted);
    QCOMPARE(got, wanted);
  }

  void sha256OfKnownText() {
    QTemporaryDir dir;
    const auto path = dir.filePath("abc").toStdString();
    std::ofstream(path) << "abc";
    // FIPS 180-2's own example.
    QCOMPARE(sha256_of_file(path).value(),
             std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    QCOMPARE(content_hash_of_file(path).value().size(), std::size_t{32});
    QCOMPARE(sha256_of_file(dir.filePath("none").toStdString()).error().kind, ErrorKind::not_found);
    QCOMPARE(sha256_of_file(dir.path().toStdString()).error().kind, ErrorKind::invalid_input);
  }

  void contentHashKeepsPartsApart() {
    QVERIFY(ContentHasher().add("a").add("bc").hex() != ContentHasher().add("ab").add("c").hex());
    QCOMPARE(ContentHasher().add("a").add(2.5).hex(), ContentHasher().add("a").add(2.5).hex());
  }

  void progressCountsAndEnds() {
    std::vector<ProgressEvent> events;
    ProgressMeter meter([&](const ProgressEvent& e) { events.push_back(e); }, "Collect", "outputs", 10, 4,
                        std::chrono::milliseconds(0));
    for (int i = 0; i < 6; ++i) meter.advance(1, "hog");
    meter.finish();
    QCOMPARE(events.front().done, 4);
    QCOMPARE(events.back().done, 10);
    QCOMPARE(events.back().detail, std::string("hog"));
    QCOMPARE(events.back().fraction(), 1.0);
    QVERIFY(time_left_text(events.back()).empty());
  }

  void progressIsThrottledAndThreadSafe() {
    std::atomic<int> events{0};
    {
      ProgressMeter meter([&](const ProgressEvent&) { ++events; }, "Train", "links", 40000);
      std::vector<std::jthread> threads;
      for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
          for (int i = 0; i < 10000; ++i) meter.advance();
        });
      threads.clear();
      meter.finish();
    }
    QVERIFY2(events < 1000, qPrintable(QString::number(events)));
  }

  void betterBlasCore_data() {
    QTest::addColumn<QString>("running");
    QTest::addColumn<bool>("avx2");
    QTest::addColumn<bool>("avx512");
    QTest::addColumn<QString>("better");
    QTest::addRow("another library") << "" << true << true << "";
    QTest::addRow("taken for an old CPU, AVX-512") << "Prescott" << true << true << "SkylakeX";
    QTest::addRow("taken for an old CPU, AVX2") << "Prescott" << true << false << "Haswell";
    QTest::addRow("an old CPU") << "Prescott" << false << false << "";
    QTest::addRow("half of what it can") << "Haswell" << true << true << "SkylakeX";
    QTest::addRow("AVX2 by name") << "Zen" << true << false << "";
    QTest::addRow("AVX-512 by name") << "Cooperlake" << true << true << "";
  }
  void betterBlasCore() {
    QFETCH(QString, running);
    QFETCH(bool, avx2);
    QFETCH(bool, avx512);
    QTEST(QString::fromStdString(better_blas_core(running.toStdString(), avx2, avx512)), "better");
  }

  void base64IsDecoded_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("one byte") << QByteArray("Zg==") << QByteArray("f");
    QTest::newRow("two bytes") << QByteArray("Zm8=") << QByteArray("fo");
    QTest::newRow("three bytes") << QByteArray("Zm9v") << QByteArray("foo");
    QTest::newRow("without padding") << QByteArray("Zm9vYg") << QByteArray("foob");
    QTest::newRow("the URL-safe alphabet") << QByteArray("-_-_") << QByteArray("\xfb\xff\xbf");
    QTest::newRow("the standard alphabet") << QByteArray("+/+/") << QByteArray("\xfb\xff\xbf");
    QTest::newRow("lines") << QByteArray("Zm\n9v\r\n") << QByteArray("foo");
    QTest::newRow("zeros") << QByteArray("AAAA") << QByteArray(3, '\0');
    QTest::newRow("cut off") << QByteArray("Zm9vY") << QByteArray();
  }

  void base64IsDecoded() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, bytes);
    QCOMPARE(QByteArray::fromStdString(base64_decoded(text.toStdString())), bytes);
  }

  void queueKeepsOrderAndCapacity() {
    BoundedQueue<int> queue(3);
    std::atomic<int> brought{0};
    std::jthread producer([&] {
      for (int i = 0; i < 1000 && queue.push(i); ++i) ++brought;
      queue.close();
    });
    for (int i = 0; i < 1000; ++i) {
      QVERIFY(brought <= i + 3 + 1);  // the queue's three, and the one that was just taken
      QCOMPARE(queue.pop(), std::optional<int>(i));
    }
    QVERIFY(!queue.pop());
    QVERIFY(!queue.push(1));
  }

  void queueHandsOutWhatWasClosedIn() {
    BoundedQueue<std::unique_ptr<int>> queue(2);
    QVERIFY(queue.push(std::make_unique<int>(7)));
    queue.close();
    QCOMPARE(*queue.pop().value(), 7);
    QVERIFY(!queue.pop());
    BoundedQueue<int> dropped(2);
    QVERIFY(dropped.push(7));
    dropped.abandon();
    QVERIFY(!dropped.pop());
  }

  // As many as asked for, waited for; fewer only at the end; never more than fit in.
  void queueHandsOutLots() {
    BoundedQueue<int> queue(8);
    std::jthread producer([&] {
      for (int i = 0; i < 20 && queue.push(i); ++i) continue;
      queue.close();
    });
    QCOMPARE(queue.pop_lot(3), (std::vector<int>{0, 1, 2}));
    QCOMPARE(queue.pop_lot(100).size(), std::size_t{8});
    QCOMPARE(queue.pop_lot(0), (std::vector<int>{11}));
    QCOMPARE(queue.pop_lot(8).size(), std::size_t{8});
    QVERIFY(queue.pop_lot(8).empty());
    std::stop_source stop;
    BoundedQueue<int> few(8);
    QVERIFY(few.push(1));
    std::vector<int> lot{7};
    std::jthread taker([&] { lot = few.pop_lot(2, stop.get_token()); });
    stop.request_stop();
    taker.join();
    QVERIFY(lot.empty());
    QCOMPARE(few.pop(), std::optional<int>(1));  // nothing was taken
  }

  void queueStopsWhoWaits() {
    BoundedQueue<int> queue(1);
    std::stop_source stop;
    bool taken = true;
    std::jthread taker([&] { taken = queue.pop(stop.get_token()).has_value(); });
    stop.request_stop();
    taker.join();
    QVERIFY(!taken);
    QVERIFY(!queue.push(1, stop.get_token()));
    QVERIFY(queue.push(1));
    std::stop_source other;
    bool put = true;
    std::jthread bringer([&] { put = queue.push(2, other.get_token()); });
    other.request_stop();
    bringer.join();
    QVERIFY(!put);
    std::jthread waiting([&] { put = queue.push(2); });
    queue.abandon();
    waiting.join();
    QVERIFY(!put);
  }

  void modulesThatCannotBeLoaded_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("what");
    const QString torch = QString(MLINK_BINARY_DIR) + "/app/mlink-torch.so";
    QTest::addRow("not there") << "/nowhere/mlink-torch.so"
                               << "LibTorch could not be loaded: ";
    QTest::addRow("no module") << QString(MLINK_SOURCE_DIR) + "/README.md"
                               << "LibTorch could not be loaded: ";
    QTest::addRow("of another build") << torch << "The module with LibTorch is of another build.";
  }
  void modulesThatCannotBeLoaded() {
    QFETCH(QString, file);
    QFETCH(QString, what);
    const auto table = module_table(file.toStdString(), "a_function_of_later", "LibTorch");
    QVERIFY(!table);
    QCOMPARE(table.error().kind, ErrorKind::unsupported);
    QVERIFY2(QString::fromStdString(table.error().what).startsWith(what), table.error().what.c_str());
    QCOMPARE(table.error().path, file.toStdString());
    QVERIFY(!table.error().todo.empty());
  }

  void startsAgainWithTheBlasCore() {
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove("OPENBLAS_CORETYPE");
    program.setProcessEnvironment(environment);
    program.start(QCoreApplication::applicationFilePath(), {kRestart, "kept"});
    QVERIFY(program.waitForFinished());
    // Twice the same process: once before, once after, with its arguments.
    const auto lines = program.readAllStandardOutput().split('\n');
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines[0], "none kept " + lines[0].split(' ').last());
    QCOMPARE(lines[1], "Haswell kept " + lines[0].split(' ').last());
  }
};

/// With --restart not the suite but the program that startsAgainWithTheBlasCore() starts.
int main(int argc, char** argv) {
  if (argc > 2 && std::string(argv[1]) == kRestart) {
    const char* core = std::getenv("OPENBLAS_CORETYPE");
    std::printf("%s %s %d\n", core ? core : "none", argv[2], static_cast<int>(getpid()));
    std::fflush(stdout);
    if (!core) restart_with_blas_core(argv, "Haswell");
    return core ? 0 : 1;
  }
  QCoreApplication app(argc, argv);
  TestBase suite;
  return QTest::qExec(&suite, argc, argv);
}
#include "test_base.moc"
