// media: files in which pictures change their size, and clocks start anew, where two recordings were joined.
#include <QRect>
#include <QTest>
#include <cmath>

#include "media/media_files.h"
#include "media/region.h"
#include "media/video.h"

using namespace mlink::rooms;
using namespace media_files;

class TestJoined : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { skipped_ = missing_ffmpeg(); }
  void init() {
    if (!skipped_.isEmpty()) QSKIP(qPrintable(skipped_));
  }

  void everyFrame_data() {
    QTest::addColumn<QString>("codec");
    QTest::addColumn<int>("first_starts");
    QTest::addColumn<int>("second_starts");
    QTest::addColumn<int>("frames");
    const QString h264 = "-c:v libx264 -bf 2 -g 12";
    const QString mpeg2 = "-c:v mpeg2video -bf 0 -g 12";
    QTest::addRow("H.264, the same clock again") << h264 << 0 << 0 << 25;
    QTest::addRow("H.264, clocks that overlap") << h264 << 0 << 1 << 25;
    QTest::addRow("H.264, an earlier clock") << h264 << 1000 << 5 << 25;
    QTest::addRow("H.264, a later clock") << h264 << 5 << 20 << 25;
    QTest::addRow("H.264, longer than what is probed") << h264 << 3 << 3 << 150;
    QTest::addRow("MPEG-2") << mpeg2 << 0 << 0 << 60;
  }
  /// Each part by itself is the truth: every frame in its part's size, in order, by reading and by ordinal.
  void everyFrame() {
    QFETCH(QString, codec);
    QFETCH(int, first_starts);
    QFETCH(int, second_starts);
    QFETCH(int, frames);
    const auto part = [&](const char* which, const QString& size, int starts) {
      return files_.make(QString("%1-%2.ts").arg(which).arg(QTest::currentDataTag()),
                         moving(frames, size) + " " + codec + " -output_ts_offset " + QString::number(starts));
    };
    const auto first = part("first", "96x64", first_starts);
    const auto second = part("second", "64x48", second_starts);
    QVERIFY2(!first.empty() && !second.empty(), qPrintable(files_.problem));
    QList<QByteArray> truth;
    for (const auto& path : {first, second}) {
      auto reader = VideoReader::open(path);
      QVERIFY(reader);
      for (std::int64_t i = 0; i < reader->info().frames; ++i) truth.push_back(pixels(reader->at(i).value()));
    }
    QCOMPARE(truth.size(), 2 * frames);

    const auto joined =
        files_.write(QString("joined-%1.ts").arg(QTest::currentDataTag()), bytes_of(first) + bytes_of(second));
    auto reader = VideoReader::open(joined);
    QVERIFY2(reader, reader ? "" : reader.error().text().c_str());
    QCOMPARE(reader->info().frames, 2 * frames);
    QCOMPARE(reader->info().width, 96);
    for (int i = 0; i < 2 * frames; ++i) {
      const auto frame = reader->next();
      QVERIFY2(frame, frame ? "" : frame.error().text().c_str());
      QCOMPARE((*frame)->width(), i < frames ? 96 : 64);
      QCOMPARE((*frame)->height(), i < frames ? 64 : 48);
      QVERIFY2(pixels(**frame) == truth[i], qPrintable(QString("frame %1").arg(i)));
    }
    const auto known = FrameIndex::from_bytes(reader->index().to_bytes());
    QVERIFY(known);
    QCOMPARE(*known, reader->index());
    VideoReader::Options options;
    options.index = *known;
    auto again = VideoReader::open(joined, options);
    for (int i = 2 * frames - 1; i >= 0; i -= 7) QVERIFY(pixels(again->at(i).value()) == truth[i]);
    double before = -1;
    for (int i = 0; i < 2 * frames; ++i) {
      QVERIFY(reader->index().seconds(i) > before);
      before = reader->index().seconds(i);
    }
    if (second_starts <= first_starts)
      QVERIFY2(std::abs(before - (2 * frames - 1) * 0.04) < 0.05, qPrintable(QString::number(before)));
  }

  void severalStreams_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("wanted");
    QTest::addColumn<int>("stream");
    QTest::addColumn<int>("frames");
    QTest::addColumn<QString>("says");
    for (const QString name : {"drone.mkv", "drone.mov", "drone.avi"}) {
      QTest::addRow("%s, the video", qPrintable(name)) << name << -1 << 1 << 40 << "";
      QTest::addRow("%s, the picture", qPrintable(name)) << name << 0 << 0 << 1 << "";
      QTest::addRow("%s, sound", qPrintable(name)) << name << 2 << 0 << 0 << "Stream 2 is not video.";
      QTest::addRow("%s, none", qPrintable(name)) << name << 9 << 0 << 0 << "There is no stream 9.";
    }
  }
  /// A camera in the air puts one picture in front of the video, as a stream that is not marked as a picture.
  void severalStreams() {
    QFETCH(QString, name);
    QFETCH(int, wanted);
    QFETCH(int, stream);
    QFETCH(int, frames);
    QFETCH(QString, says);
    const auto path = files_.make(
        name, "-f lavfi -i color=red:s=320x240:r=1:d=1 " + moving(40, "64x48") +
                  " -f lavfi -i sine=d=1.6 -map 0:v -map 1:v -map 2:a -c:v:0 mjpeg -c:v:1 mpeg4 -c:a pcm_s16le");
    QVERIFY2(!path.empty(), qPrintable(files_.problem));
    VideoReader::Options options;
    options.stream = wanted;
    const auto reader = VideoReader::open(path, options);
    QCOMPARE(reader ? QString() : QString::fromStdString(reader.error().what), says);
    if (!reader) {
      QCOMPARE(QString::fromStdString(reader.error().todo), QString("Choose one of the file's video streams: 0, 1."));
      return;
    }
    QCOMPARE(reader->info().stream, stream);
    QCOMPARE(reader->info().frames, frames);
    QCOMPARE(reader->info().video_streams, (std::vector<int>{0, 1}));
    QCOMPARE(reader->info().sound_streams, std::vector<int>{2});
  }

  void region_data() {
    QTest::addColumn<QRect>("rect");
    QTest::addColumn<QString>("says");
    const QString big = "The region 70x20+0+0 is not inside this frame's picture of 64x48.";
    QTest::addRow("inside") << QRect(4, 8, 60, 40) << "";
    QTest::addRow("the whole") << QRect(0, 0, 64, 48) << "";
    QTest::addRow("too wide") << QRect(0, 0, 70, 20) << big;
    QTest::addRow("too far right") << QRect(10, 0, 60, 20)
                                   << "The region 60x20+10+0 is not inside this frame's picture of 64x48.";
    QTest::addRow("too far down") << QRect(0, 40, 10, 20)
                                  << "The region 10x20+0+40 is not inside this frame's picture of 64x48.";
    QTest::addRow("before it") << QRect(-1, 0, 10, 20)
                               << "The region 10x20+-1+0 is not inside this frame's picture of 64x48.";
    QTest::addRow("empty") << QRect(0, 0, 0, 20) << "The region 0x20+0+0 is not inside this frame's picture of 64x48.";
  }
  void region() {
    QFETCH(QRect, rect);
    QFETCH(QString, says);
    auto picture = std::make_shared<Picture>();
    picture->width = 64;
    picture->height = 48;
    picture->stride = 192;
    picture->rgb.resize(192 * 48);
    const auto part = region_of(Frame(picture, 0, 0, 0), {rect.x(), rect.y(), rect.width(), rect.height()});
    QCOMPARE(part ? QString() : QString::fromStdString(part.error().what), says);
    if (part) QCOMPARE(QSize(part->width(), part->height()), rect.size());
  }

 private:
  Files files_;
  QString skipped_;
};

QTEST_GUILESS_MAIN(TestJoined)
#include "test_joined.moc"
