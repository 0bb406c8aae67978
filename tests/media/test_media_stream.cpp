// media: decoding ahead on its own thread.
#include <QElapsedTimer>
#include <QTest>
#include <thread>

#include "media/media_files.h"
#include "media/video.h"

using namespace mlink::rooms;
using namespace media_files;
using namespace std::chrono_literals;

class TestMediaStream : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    if (const auto reason = missing_ffmpeg(); !reason.isEmpty()) QSKIP(qPrintable(reason));
    path_ = files_.make("h264.mp4", moving(120) + " -c:v libx264 -bf 3 -g 16");
    QVERIFY2(!path_.empty(), qPrintable(files_.problem));
  }

  void everyNth_data() {
    QTest::addColumn<int>("every");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("capacity");
    for (const int every : {1, 2, 7, 25, 50, 119})
      for (const int capacity : {1, 8})
        QTest::addRow("every %d, queue of %d", every, capacity) << every << 0 << capacity;
    QTest::addRow("from the middle") << 3 << 61 << 4;
    QTest::addRow("no room asked for") << 10 << 0 << 0;
  }
  void everyNth() {
    QFETCH(int, every);
    QFETCH(int, first);
    QFETCH(int, capacity);
    std::vector<std::int64_t> wanted;
    for (int i = first; i < 120; i += every) wanted.push_back(i);
    auto stream = FrameStream::open(path_, {}, wanted, static_cast<std::size_t>(capacity));
    QVERIFY(stream);
    auto reader = VideoReader::open(path_);
    std::size_t count = 0;
    while (const auto item = stream->next()) {
      QVERIFY(item->frame);
      QVERIFY(count < wanted.size());
      QCOMPARE(item->ordinal, wanted[count++]);
      QCOMPARE(item->frame->ordinal(), item->ordinal);
      while (true) {  // sequential reading is the truth
        const auto truth = reader->next().value();
        QVERIFY(truth);
        if (truth->ordinal() != item->ordinal) continue;
        QVERIFY(pixels(*truth) == pixels(*item->frame));
        break;
      }
    }
    QCOMPARE(count, wanted.size());
    QVERIFY(!stream->next());
  }

  void nothingWanted() {
    auto stream = FrameStream::open(path_, {}, {});
    QVERIFY(stream);
    QVERIFY(!stream->next());
  }

  void badOrder_data() {
    QTest::addColumn<QList<qint64>>("ordinals");
    QTest::addRow("descending") << QList<qint64>{5, 3};
    QTest::addRow("twice") << QList<qint64>{3, 3};
  }
  void badOrder() {
    QFETCH(QList<qint64>, ordinals);
    const auto stream = FrameStream::open(path_, {}, {ordinals.begin(), ordinals.end()});
    QVERIFY(!stream);
    QCOMPARE(stream.error().kind, ErrorKind::invalid_input);
    QVERIFY(QString::fromStdString(stream.error().text()).contains("ascending"));
  }

  void missingFile() {
    const auto stream = FrameStream::open(files_.path("not-there.mp4"), {}, {0});
    QVERIFY(!stream);
    QCOMPARE(stream.error().kind, ErrorKind::not_found);
  }

  void errorsConcernOneItem() {
    auto stream = FrameStream::open(path_, {}, {-1, 5, 119, 120, 500});
    QVERIFY(stream);
    for (const auto& [ordinal, good] : {std::pair(-1, false), {5, true}, {119, true}, {120, false}, {500, false}}) {
      const auto item = stream->next();
      QVERIFY(item);
      QCOMPARE(item->ordinal, ordinal);
      QCOMPARE(item->frame.has_value(), good);
    }
    QVERIFY(!stream->next());
  }

  void damagedItem() {
    const auto whole = files_.make("mpeg4.mp4", moving(30) + " -c:v mpeg4 -g 10");
    const auto index = VideoReader::open(whole)->index();
    auto bytes = bytes_of(whole);
    const auto& entry = index.entries[12];
    for (auto i = entry.position; i < entry.position + entry.size; ++i) bytes[static_cast<qsizetype>(i)] = 0;
    auto stream = FrameStream::open(files_.write("damaged.mp4", bytes), {}, {11, 12, 13, 29});
    QVERIFY(stream);
    for (const bool good : {true, false, true, true}) {
      const auto item = stream->next();
      QVERIFY(item);
      QCOMPARE(item->frame.has_value(), good);
    }
  }

  void destroyedWhileFull() {
    std::vector<std::int64_t> all(120);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::int64_t>(i);
    for (int round = 0; round < 20; ++round) {
      auto stream = FrameStream::open(path_, {}, all, 2);
      QVERIFY(stream);
      if (round % 2 == 0) std::this_thread::sleep_for(20ms);  // full and waiting; else in the middle of decoding
      if (round % 3 == 0) QVERIFY(stream->next());
      if (round % 5 == 0) {
        FrameStream moved = std::move(*stream);
        QVERIFY(moved.next());
      }
    }
  }

  void stopIsHeard() {
    std::stop_source source;
    auto stream = FrameStream::open(path_, {}, {0, 119}, 8);
    QVERIFY(stream);
    QVERIFY(stream->next(source.get_token()));
    source.request_stop();
    QVERIFY(!stream->next(source.get_token()));
    const auto item = stream->next();  // without the stop it goes on
    QVERIFY(item);
    QCOMPARE(item->ordinal, 119);
  }

  /// The thread that waits for a frame far away is let go at once.
  void stopWhileWaiting() {
    const auto slow = files_.make("slow.mkv", moving(400, "640x480") + " -c:v ffv1 -g 1000");
    QVERIFY2(!slow.empty(), qPrintable(files_.problem));
    VideoReader::Options options;
    options.index = VideoReader::open(slow)->index();
    QElapsedTimer timer;
    timer.start();
    QVERIFY(VideoReader::open(slow, options)->at(399));
    const auto whole = timer.elapsed();
    std::stop_source source;
    {
      auto stream = FrameStream::open(slow, options, {399});
      QVERIFY(stream);
      const std::jthread stopper([&] {
        std::this_thread::sleep_for(20ms);
        source.request_stop();
      });
      timer.restart();
      QVERIFY(!stream->next(source.get_token()));
    }  // the worker ends here, in the middle of its way to frame 399
    QVERIFY2(timer.elapsed() < whole / 2, qPrintable(QString("%1 of %2 ms").arg(timer.elapsed()).arg(whole)));
  }

 private:
  Files files_;
  std::filesystem::path path_;
};

QTEST_GUILESS_MAIN(TestMediaStream)
#include "test_media_stream.moc"
