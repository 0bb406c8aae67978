// media: what the pixels are (range, depth, palette, rotation, aspect), views, scaling, damage and bad input.
#include <QTest>

#include "media/media_files.h"
#include "media/scale.h"
#include "media/video.h"

using namespace mlink::rooms;
using namespace media_files;

namespace {

struct Extent {
  int lowest = 255, highest = 0;
};

Extent extent(const Frame& frame) {
  Extent out;
  const auto bytes = pixels(frame);
  for (const char c : bytes) {
    out.lowest = std::min(out.lowest, static_cast<int>(static_cast<unsigned char>(c)));
    out.highest = std::max(out.highest, static_cast<int>(static_cast<unsigned char>(c)));
  }
  return out;
}

}  // namespace

class TestMediaPictures : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { skipped_ = missing_ffmpeg(); }
  void init() {
    if (!skipped_.isEmpty()) QSKIP(qPrintable(skipped_));
  }

  void sameGray_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("arguments");
    const auto row = [](const char* what, const char* name, const char* arguments) {
      QTest::addRow("%s", what) << name << arguments;
    };
    row("limited range", "limited.mkv", "-vf scale=out_range=tv,format=yuv420p -c:v ffv1 -color_range tv");
    row("full range", "full.mkv", "-vf scale=out_range=pc,format=yuv420p -c:v ffv1 -color_range pc");
    row("full range, H.264", "full.mp4", "-vf scale=out_range=pc,format=yuv420p -c:v libx264 -qp 1 -color_range pc");
    row("limited range, 10 bit", "limited10.mkv", "-vf scale=out_range=tv,format=yuv420p10 -c:v ffv1 -color_range tv");
    row("full range, 10 bit", "full10.mkv", "-vf scale=out_range=pc,format=yuv420p10 -c:v ffv1 -color_range pc");
    row("10 bit, 4:4:4", "444.mkv", "-vf scale=out_range=tv,format=yuv444p10 -c:v ffv1 -color_range tv");
    row("Motion JPEG (full)", "gray.avi", "-vf scale=out_range=pc,format=yuvj420p -c:v mjpeg -q:v 1");
    row("BT.709", "bt709.mkv",
        "-vf scale=out_color_matrix=bt709:out_range=tv,format=yuv420p -c:v ffv1 -colorspace bt709 -color_range tv");
    row("gray", "gray.mkv", "-vf format=gray -c:v ffv1");
    row("odd size", "odd.mkv", "-vf crop=61:45,scale=out_range=tv,format=yuv420p -c:v ffv1 -color_range tv");
  }
  void sameGray() {
    QFETCH(QString, name);
    QFETCH(QString, arguments);
    const auto value = QString("min(255\\,64*N)");  // five frames: 0, 64, 128, 192, 255
    const auto path = files_.make(
        name,
        QString("-f lavfi -i color=black:s=64x48:r=5:d=1,format=rgb24,geq=r=%1:g=%1:b=%1 %2").arg(value, arguments));
    QVERIFY2(!path.empty(), qPrintable(files_.problem));
    auto reader = VideoReader::open(path);
    QVERIFY2(reader, reader ? "" : reader.error().text().c_str());
    QCOMPARE(reader->info().frames, 5);
    for (int n = 0; n < 5; ++n) {
      const int gray = std::min(255, 64 * n);
      const auto [lowest, highest] = extent(reader->at(n).value());
      QVERIFY2(lowest >= gray - 2 && highest <= gray + 2,
               qPrintable(QString("%1 became %2 to %3").arg(gray).arg(lowest).arg(highest)));
    }
  }

  void taggedColours_data() {
    QTest::addColumn<QString>("matrix");
    QTest::addColumn<QString>("tag");
    QTest::addRow("BT.601") << "bt601"
                            << "smpte170m";
    QTest::addRow("BT.709") << "bt709"
                            << "bt709";
    QTest::addRow("BT.2020") << "bt2020"
                             << "bt2020nc";
  }
  void taggedColours() {
    QFETCH(QString, matrix);
    QFETCH(QString, tag);
    const auto path =
        files_.make("tagged-" + tag + ".mkv",
                    QString("-f lavfi -i color=0xC03020:s=64x48:r=5,format=rgb24 -frames:v 1 -vf "
                            "scale=out_color_matrix=%1:out_range=tv,format=yuv444p -c:v ffv1 -colorspace %2 "
                            "-color_range tv")
                        .arg(matrix, tag));
    QVERIFY2(!path.empty(), qPrintable(files_.problem));
    const auto frame = VideoReader::open(path)->at(0);
    QVERIFY(frame);
    const auto* pixel = frame->row(20) + 60;
    QVERIFY2(std::abs(pixel[0] - 0xC0) <= 2 && std::abs(pixel[1] - 0x30) <= 2 && std::abs(pixel[2] - 0x20) <= 2,
             qPrintable(QString("%1 %2 %3").arg(pixel[0]).arg(pixel[1]).arg(pixel[2])));
  }

  void exactPictures_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("arguments");
    const auto row = [](const char* what, const char* name, const char* arguments) {
      QTest::addRow("%s", what) << name << moving(4) + " -vf format=rgb24,crop=51:37 " + arguments;
    };
    row("RGB", "rgb.mov", "-pix_fmt rgb24 -c:v png");
    row("RGB with alpha", "rgba.mov", "-pix_fmt rgba -c:v png");
    row("palette", "pal8.mov", "-pix_fmt pal8 -c:v png");
    row("gray, 8 bit", "gray.mov", "-pix_fmt gray -c:v png");
    row("bitmap sequence", "bmp.avi", "-pix_fmt bgr24 -c:v rawvideo");
    row("planar RGB", "gbrp.mkv", "-pix_fmt gbrp -c:v ffvhuff");
    row("GIF", "small.gif", "");
  }
  void exactPictures() {
    QFETCH(QString, name);
    QFETCH(QString, arguments);
    const auto path = files_.make(name, arguments);
    QVERIFY2(!path.empty(), qPrintable(files_.problem));
    auto reader = VideoReader::open(path);
    QVERIFY2(reader, reader ? "" : reader.error().text().c_str());
    QCOMPARE(reader->info().width, 51);
    QCOMPARE(reader->info().height, 37);
    QByteArray all;
    for (int i = 0; i < 4; ++i) all += pixels(reader->at(i).value());
    QVERIFY(all == raw_rgb(path));
  }

  void upright_data() {
    QTest::addColumn<QList<int>>("matrix");
    QTest::addRow("as stored") << QList<int>{1, 0, 0, 1};
    QTest::addRow("turned by 90") << QList<int>{0, 1, -1, 0};
    QTest::addRow("turned by 180") << QList<int>{-1, 0, 0, -1};
    QTest::addRow("turned by 270") << QList<int>{0, -1, 1, 0};
    QTest::addRow("mirrored") << QList<int>{-1, 0, 0, 1};
    QTest::addRow("upside down") << QList<int>{1, 0, 0, -1};
    QTest::addRow("mirrored and turned by 90") << QList<int>{0, 1, 1, 0};
    QTest::addRow("mirrored and turned by 270") << QList<int>{0, -1, -1, 0};
  }
  /// ffmpeg turns pictures upright by itself: its bytes are the truth.
  void upright() {
    QFETCH(QList<int>, matrix);
    const auto stored = files_.make("stored.mov", moving(4) + " -vf format=rgb24,crop=51:37 -pix_fmt rgb24 -c:v png");
    QVERIFY2(!stored.empty(), qPrintable(files_.problem));
    const auto path =
        files_.write("turned.mov", with_display_matrix(bytes_of(stored), {matrix[0], matrix[1], matrix[2], matrix[3]}));
    auto reader = VideoReader::open(path);
    QVERIFY2(reader, reader ? "" : reader.error().text().c_str());
    const bool turned = matrix[0] == 0;
    QCOMPARE(reader->info().width, turned ? 37 : 51);
    QCOMPARE(reader->info().height, turned ? 51 : 37);
    QByteArray all;
    for (int i = 0; i < 4; ++i) all += pixels(reader->at(i).value());
    QVERIFY(all == raw_rgb(path));
    QCOMPARE(all == raw_rgb(stored), matrix[0] == 1 && matrix[3] == 1);
  }

  void sampleAspect_data() {
    QTest::addColumn<QString>("filter");
    QTest::addColumn<bool>("turned");
    QTest::addColumn<QSize>("size");
    QTest::addRow("2:1") << "setsar=2" << false << QSize(128, 48);
    QTest::addRow("1:2") << "setsar=1/2" << false << QSize(32, 48);
    QTest::addRow("12:11") << "setsar=12/11" << false << QSize(70, 48);
    QTest::addRow("1:1") << "setsar=1" << false << QSize(64, 48);
    QTest::addRow("2:1, turned") << "setsar=2" << true << QSize(48, 128);
  }
  void sampleAspect() {
    QFETCH(QString, filter);
    QFETCH(bool, turned);
    QFETCH(QSize, size);
    // Left half black, right half white.
    auto path = files_.make(QString("sar%1.mov").arg(qHash(filter)),
                            "-f lavfi -i color=black:s=64x48:r=5,drawbox=x=32:w=32:h=48:c=white:t=fill,format=rgb24," +
                                filter + " -frames:v 2 -pix_fmt rgb24 -c:v png");
    QVERIFY2(!path.empty(), qPrintable(files_.problem));
    if (turned) path = files_.write("sar-turned.mov", with_display_matrix(bytes_of(path), {0, 1, -1, 0}));
    auto reader = VideoReader::open(path);
    QVERIFY(reader);
    QCOMPARE(QSize(reader->info().width, reader->info().height), size);
    const auto frame = reader->at(1).value();
    QCOMPARE(QSize(frame.width(), frame.height()), size);
    const int longer = turned ? size.height() : size.width();
    const auto at = [&](int along) {
      return static_cast<int>(turned ? frame.row(along)[3 * (size.width() / 2)] : frame.row(24)[3 * along]);
    };
    QVERIFY(at(longer / 2 - 4) < 5);
    QVERIFY(at(longer / 2 + 4) > 250);
  }

  void cropIsAView_data() {
    QTest::addColumn<QRect>("rect");
    QTest::addColumn<QRect>("expected");
    QTest::addRow("inside") << QRect(10, 5, 20, 15) << QRect(10, 5, 20, 15);
    QTest::addRow("over the edge") << QRect(80, 50, 100, 100) << QRect(80, 50, 16, 14);
    QTest::addRow("negative corner") << QRect(-5, -5, 20, 20) << QRect(0, 0, 15, 15);
    QTest::addRow("outside") << QRect(200, 200, 10, 10) << QRect(96, 64, 0, 0);
  }
  void cropIsAView() {
    QFETCH(QRect, rect);
    QFETCH(QRect, expected);
    const auto path = files_.make("crop.mkv", moving(3) + " -c:v ffv1");
    const auto frame = VideoReader::open(path)->at(1).value();
    const auto view = frame.crop({rect.x(), rect.y(), rect.width(), rect.height()});
    QCOMPARE(QSize(view.width(), view.height()), expected.size());
    QCOMPARE(view.ordinal(), 1);
    if (expected.isEmpty()) return;
    QCOMPARE(view.row(0), frame.row(expected.y()) + 3 * expected.x());  // the same memory
    const auto again = view.crop({2, 3, 4, 5});
    QCOMPARE(again.row(0), frame.row(expected.y() + 3) + 3 * (expected.x() + 2));
    QCOMPARE(view.with_camera(7).camera(), 7);
    QCOMPARE(view.camera(), 0);
  }

  void framesStayWhatTheyAre() {
    const auto path = files_.make("crop40.mkv", moving(40) + " -c:v ffv1");
    auto reader = VideoReader::open(path);
    const auto kept = reader->at(0).value();
    const auto before = pixels(kept);
    while (reader->next().value()) {}
    QVERIFY(pixels(kept) == before);
    reader = VideoReader::open(path);  // the reader it came from is gone
    QVERIFY(pixels(kept) == before);
  }

  void scaling_data() {
    QTest::addColumn<QSize>("size");
    QTest::addRow("smaller") << QSize(32, 20);
    QTest::addRow("larger") << QSize(200, 150);
    QTest::addRow("same") << QSize(96, 64);
    QTest::addRow("one pixel") << QSize(1, 1);
    QTest::addRow("wider, lower") << QSize(300, 10);
  }
  void scaling() {
    QFETCH(QSize, size);
    const auto path = files_.make("gradient.mov",
                                  "-f lavfi -i color=black:s=96x64:r=5,format=rgb24,geq=r=2*X:g=3*Y:b=90 -frames:v 2 "
                                  "-pix_fmt rgb24 -c:v png");
    QVERIFY2(!path.empty(), qPrintable(files_.problem));
    const auto frame = VideoReader::open(path)->at(1).value();
    const auto out = scaled(frame.with_camera(3), size.width(), size.height());
    QCOMPARE(QSize(out.width(), out.height()), size);
    QCOMPARE(out.ordinal(), 1);
    QCOMPARE(out.camera(), 3);
    const double fx = 96.0 / size.width();
    const double fy = 64.0 / size.height();
    for (int y = size.height() / 8; y < size.height() - size.height() / 8; ++y)
      for (int x = size.width() / 8; x < size.width() - size.width() / 8; ++x) {
        const auto* pixel = out.row(y) + 3 * x;
        QVERIFY(std::abs(pixel[0] - 2 * ((x + 0.5) * fx - 0.5)) <= 4);
        QVERIFY(std::abs(pixel[1] - 3 * ((y + 0.5) * fy - 0.5)) <= 4);
        QVERIFY(std::abs(pixel[2] - 90) <= 4);
      }
    const auto part = scaled(frame.crop({40, 20, 8, 8}), 8, 8);
    QVERIFY(std::abs(part.row(4)[12] - 88) <= 4);
  }
  void scalingNothing() {
    QVERIFY(!scaled(Frame(), 10, 10));
    const auto path = files_.make("crop.mkv", moving(3) + " -c:v ffv1");
    const auto frame = VideoReader::open(path)->at(0).value();
    QVERIFY(!scaled(frame, 0, 10));
    QVERIFY(!scaled(frame, 10, -1));
    QVERIFY(!scaled(frame.crop({500, 500, 2, 2}), 10, 10));
  }

  void damagedFrame_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<int>("damaged");
    QTest::addRow("PNG, every picture by itself") << "png.mov"
                                                  << "-c:v png" << 12;
    QTest::addRow("H.264") << "dmg264.mp4"
                           << "-c:v libx264 -bf 0 -g 10" << 12;
    QTest::addRow("MPEG-4") << "dmg4.mp4"
                            << "-c:v mpeg4 -g 10" << 12;
  }
  /// The middle of one packet overwritten: that frame is an error, the others are read, by ordinal too.
  void damagedFrame() {
    QFETCH(QString, name);
    QFETCH(QString, arguments);
    QFETCH(int, damaged);
    const auto whole = files_.make(name, moving(30) + " " + arguments);
    QVERIFY2(!whole.empty(), qPrintable(files_.problem));
    const auto index = VideoReader::open(whole)->index();
    const auto& entry = index.entries[static_cast<std::size_t>(damaged)];
    auto bytes = bytes_of(whole);
    for (auto i = entry.position + entry.size / 4; i < entry.position + entry.size; ++i)
      bytes[static_cast<qsizetype>(i)] = static_cast<char>(0xFF);
    const auto path = files_.write("damaged-" + name, bytes);
    auto reader = VideoReader::open(path);
    QVERIFY2(reader, reader ? "" : reader.error().text().c_str());
    QCOMPARE(reader->info().frames, 30);
    auto right = VideoReader::open(whole);
    std::vector<QByteArray> read;
    for (int i = 0; i < 30; ++i) {
      const auto frame = reader->next();
      QCOMPARE(frame.has_value(), i != damaged);
      read.push_back(frame ? pixels(**frame) : QByteArray());
      if (!frame) {
        QCOMPARE(frame.error().kind, ErrorKind::corrupt);
        QCOMPARE(frame.error().path, path.string());
        QVERIFY(frame.error().what.starts_with("Frame 12 is damaged"));
      } else if (i < damaged || i >= 20) {  // up to the damage, and from the next key frame on
        QVERIFY(read.back() == pixels(right->at(i).value()));
      }
    }
    QVERIFY(!reader->next().value());
    for (const int i : {29, 12, 13, 5, 19, 12, 20}) {
      const auto frame = reader->at(i);
      QCOMPARE(frame.has_value(), i != damaged);
      if (frame) QVERIFY(pixels(*frame) == read[static_cast<std::size_t>(i)]);
    }
  }

  void cutOffFile_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("arguments");
    QTest::addRow("AVI") << "cut.avi"
                         << "-c:v mpeg4 -g 10";
    QTest::addRow("AVI, Motion JPEG") << "cutm.avi"
                                      << "-c:v mjpeg";
    QTest::addRow("Matroska") << "cut.mkv"
                              << "-c:v libx264 -g 10";
    QTest::addRow("transport stream") << "cut.ts"
                                      << "-c:v mpeg2video -g 10";
    QTest::addRow("MP4 with its table in front") << "cut.mp4"
                                                 << "-c:v libx264 -g 10 -movflags +faststart";
  }
  void cutOffFile() {
    QFETCH(QString, name);
    QFETCH(QString, arguments);
    const auto whole = files_.make(name, moving(60) + " " + arguments);
    QVERIFY2(!whole.empty(), qPrintable(files_.problem));
    const auto bytes = bytes_of(whole);
    const auto path = files_.write("half-" + name, bytes.left(bytes.size() * 6 / 10));
    auto reader = VideoReader::open(path);
    QVERIFY2(reader, reader ? "" : reader.error().text().c_str());
    const auto frames = reader->info().frames;
    QVERIFY(frames > 10 && frames < 60);
    auto right = VideoReader::open(whole);
    int errors = 0;
    for (std::int64_t i = 0; i < frames; ++i) {
      const auto frame = reader->next();
      if (!frame) ++errors;
      if (i < frames - 4) QVERIFY(frame && *frame && pixels(**frame) == pixels(right->at(i).value()));
    }
    QVERIFY(errors <= 1);  // at most the one that was cut
    QVERIFY(pixels(reader->at(7).value()) == pixels(right->at(7).value()));
    QVERIFY(pixels(reader->at(frames - 6).value()) == pixels(right->at(frames - 6).value()));
  }

  void badInput_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* what, ErrorKind kind, const char* reason) {
      QTest::addRow("%s", what) << what << static_cast<int>(kind) << reason;
    };
    row("missing", ErrorKind::not_found, "File not found.");
    row("folder", ErrorKind::invalid_input, "This is a folder");
    row("empty", ErrorKind::corrupt, "The file is empty.");
    row("text", ErrorKind::corrupt, "This is not a video file");
    row("text named avi", ErrorKind::corrupt, "This is not a video file");
    row("random bytes", ErrorKind::corrupt, "This is not a video file");
    row("playlist", ErrorKind::corrupt, "not a video file");
    row("cut MP4", ErrorKind::corrupt, "moov");
    row("only sound", ErrorKind::invalid_input, "no video stream");
    row("sound with a cover", ErrorKind::invalid_input, "no video stream");
    row("no frames", ErrorKind::corrupt, "no frames");
    row("stream 9", ErrorKind::invalid_input, "There is no stream 9");
    row("stream is sound", ErrorKind::invalid_input, "Stream 1 is not video.");
  }
  void badInput() {
    QFETCH(QString, what);
    QFETCH(int, kind);
    QFETCH(QString, reason);
    VideoReader::Options options;
    const auto path = bad_file(what, options);
    QVERIFY2(files_.problem.isEmpty(), qPrintable(files_.problem));
    const auto reader = VideoReader::open(path, options);
    QVERIFY(!reader);
    const auto text = QString::fromStdString(reader.error().text());
    QVERIFY2(text.contains(reason), qPrintable(text));
    QVERIFY2(text.endsWith(QString::fromStdString(path.string())), qPrintable(text));
    QCOMPARE(static_cast<int>(reader.error().kind), kind);
  }

 private:
  std::filesystem::path bad_file(const QString& what, VideoReader::Options& options) {
    const auto sound = "-f lavfi -i sine=d=1 ";
    if (what == "missing") return files_.path("not-there.mp4");
    if (what == "folder") return files_.path("");
    if (what == "empty") return files_.write("empty.mp4", "");
    if (what == "text") return files_.write("notes.txt", "Not a video.\nTwo lines.\n");
    if (what == "text named avi") return files_.write("notes.avi", "Not a video.\nTwo lines.\n");
    if (what == "playlist")
      return files_.write("list.m3u8", "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n");
    if (what == "random bytes") {
      QByteArray bytes;
      for (unsigned i = 0, x = 1; i < 5000; ++i) bytes += static_cast<char>((x = x * 1664525 + 1013904223) >> 24);
      return files_.write("random.mp4", bytes);
    }
    if (what == "cut MP4") {
      const auto bytes = bytes_of(files_.make("whole.mp4", moving(60) + " -c:v libx264"));
      return files_.write("nomoov.mp4", bytes.left(bytes.size() / 2));
    }
    if (what == "only sound") return files_.make("sound.wav", sound);
    if (what == "sound with a cover") {
      const auto cover = files_.make("cover.png", moving(1));
      return files_.make(
          "cover.mp3",
          sound +
              QString("-i %1 -map 0 -map 1 -disposition:v attached_pic").arg(QString::fromStdString(cover.string())));
    }
    if (what == "no frames") return files_.make("none.avi", moving(5) + " -t 0 -c:v mpeg4");
    options.stream = what == "stream 9" ? 9 : 1;
    return files_.make("both.mkv", moving(5) + " " + sound + "-map 0 -map 1");
  }

  QString skipped_;
  Files files_;
};

QTEST_GUILESS_MAIN(TestMediaPictures)
#include "test_media_pictures.moc"
