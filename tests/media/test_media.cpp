// media: what is in a file, frames by ordinal (a seek gives what reading gives), the index, bad input.
#include <QTest>
#include <algorithm>
#include <random>
#include <thread>

#include "media/media_files.h"
#include "media/video.h"

using namespace mlink::rooms;
using namespace media_files;

namespace {

const std::filesystem::path vtest = "/usr/share/doc/opencv-doc/examples/data/vtest.avi";

struct Read {
  std::vector<QByteArray> pictures;  ///< empty: an error
  int errors = 0;
};

Read read_all(VideoReader& reader) {
  Read out;
  for (std::int64_t i = 0; i < reader.info().frames; ++i) {
    auto frame = reader.next();
    if (!frame) ++out.errors;
    out.pictures.push_back(frame && *frame ? pixels(**frame) : QByteArray());
  }
  return out;
}

/// The first ordinal, in an order drawn with a fixed seed, whose at() is not what reading gave; -1: none.
std::int64_t first_difference(VideoReader& reader, const std::vector<QByteArray>& expected) {
  std::vector<std::int64_t> order(expected.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::int64_t>(i);
  std::shuffle(order.begin(), order.end(), std::mt19937(20240501));
  for (const auto ordinal : order) {
    const auto frame = reader.at(ordinal);
    const auto& wanted = expected[static_cast<std::size_t>(ordinal)];
    if (frame.has_value() == wanted.isEmpty() || (frame && pixels(*frame) != wanted)) return ordinal;
    if (frame && frame->ordinal() != ordinal) return ordinal;
  }
  return -1;
}

void video_rows() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("arguments");
  QTest::addColumn<int>("frames");
  const auto row = [](const char* what, const char* name, const QString& more, int frames) {
    QTest::addRow("%s", what) << name << moving(60) + " " + more << frames;
  };
  row("MPEG-4 with B-frames, AVI (no presentation times)", "b.avi", "-c:v mpeg4 -bf 2 -g 12", 60);
  row("MPEG-4 with B-frames, MP4", "b.mp4", "-c:v mpeg4 -bf 2 -g 12", 60);
  row("H.264 with B-frames, MP4", "h264.mp4", "-c:v libx264 -bf 3 -g 16", 60);
  row("H.264 with B-frames, Matroska", "h264.mkv", "-c:v libx264 -bf 3 -g 16", 60);
  row("H.264 with B-frames, transport stream", "h264.ts", "-c:v libx264 -bf 3 -g 16", 60);
  row("H.264 with B-frames, AVI", "h264.avi", "-c:v libx264 -bf 3 -g 16", 60);
  row("H.264 with B-frames, bare stream", "bare.h264", "-c:v libx264 -bf 3 -g 16", 60);
  row("H.264 with open groups", "open.mp4", "-c:v libx264 -x264-params open-gop=1:keyint=16:bframes=3", 60);
  row("H.264 without any key after the first, refreshed", "refresh.ts",
      "-c:v libx264 -x264-params intra-refresh=1:keyint=16:bframes=0", 60);
  row("H.264 interlaced", "interlaced.ts", "-c:v libx264 -flags +ildct+ilme -x264-params tff=1:keyint=16", 60);
  row("MPEG-2 with open groups", "mpeg2.ts", "-c:v mpeg2video -bf 2 -g 12", 60);
  row("MPEG-2, program stream", "mpeg2.mpg", "-c:v mpeg2video -bf 2 -g 12", 60);
  row("HEVC 10 bit", "hevc10.mp4", "-c:v libx265 -x265-params log-level=0:keyint=16 -pix_fmt yuv420p10", 60);
  row("FFV1 10 bit", "ffv1.mkv", "-c:v ffv1 -g 8 -pix_fmt yuv420p10", 60);
  row("VP8 with hidden frames", "vp8.webm", "-c:v libvpx -auto-alt-ref 1 -lag-in-frames 16 -g 20", 60);
  row("VP9", "vp9.webm", "-c:v libvpx-vp9 -g 20", 60);
  row("Motion JPEG", "mjpeg.avi", "-c:v mjpeg", 60);
  row("Motion JPEG, bare stream", "bare.mjpeg", "-c:v mjpeg", 60);
  row("GIF", "moving.gif", "", 60);
  row("variable rate, H.264", "vfr.mp4", "-vf select=not(mod(n\\,7))+not(mod(n\\,3)) -vsync vfr -c:v libx264 -g 8", 26);
  row("variable rate, MPEG-4", "vfr.mkv", "-vf select=not(mod(n\\,7))+not(mod(n\\,3)) -vsync vfr -c:v mpeg4 -bf 2", 26);
}

}  // namespace

class TestMedia : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { skipped_ = missing_ffmpeg(); }
  void init() {
    if (!skipped_.isEmpty()) QSKIP(qPrintable(skipped_));
  }

  void everyFrameByOrdinal_data() { video_rows(); }
  void everyFrameByOrdinal() {
    QFETCH(QString, name);
    QFETCH(QString, arguments);
    QFETCH(int, frames);
    const auto path = files_.make(name, arguments);
    QVERIFY2(!path.empty(), qPrintable(files_.problem));
    auto reader = VideoReader::open(path);
    QVERIFY2(reader, reader ? "" : reader.error().text().c_str());
    QCOMPARE(reader->info().frames, frames);
    const auto read = read_all(*reader);
    QCOMPARE(read.errors, 0);
    QVERIFY(!reader->next().value().has_value());
    for (std::size_t i = 1; i < read.pictures.size(); ++i) QVERIFY(read.pictures[i] != read.pictures[i - 1]);
    QCOMPARE(first_difference(*reader, read.pictures), -1);
  }

  void readingEqualsFfmpeg_data() { video_rows(); }
  void readingEqualsFfmpeg() {
    QFETCH(QString, name);
    QFETCH(QString, arguments);
    const auto path = files_.make(name, arguments);
    QVERIFY2(!path.empty(), qPrintable(files_.problem));
    auto reader = VideoReader::open(path);
    QVERIFY(reader);
    const auto times = probed_times(path);
    QCOMPARE(reader->info().frames, times.size());
    if (name == "bare.h264" || name == "bare.mjpeg") return;  // no times in the file: counted
    std::vector<qint64> own;
    for (const auto& e : reader->index().entries) own.push_back(e.pts);
    for (std::size_t i = 1; i < own.size(); ++i) QVERIFY(own[i] > own[i - 1]);
    // AVI has decoding times only, and ffprobe loses some at the end: distances are compared, where it knows them.
    qsizetype compared = 0;
    for (std::size_t i = 0; i < own.size(); ++i) {
      const auto time = times[static_cast<qsizetype>(i)];
      if (!time) continue;
      QCOMPARE(own[i] - own[0], *time - *times[0]);
      ++compared;
    }
    QVERIFY(compared >= times.size() - 2);
    if (!name.contains("10") && !name.startsWith("ffv1")) {  // above 8 bit ffmpeg resamples colour by another filter
      const auto read = read_all(*reader);
      QByteArray all;
      for (const auto& p : read.pictures) all += p;
      QVERIFY(all == raw_rgb(path));
    }
  }

  void info() {
    const auto path = files_.make("info.mp4", moving(50, "160x120") +
                                                  " -f lavfi -i sine=d=2 -map 0:v -map 1:a -c:v libx264 -pix_fmt "
                                                  "yuv420p -c:a aac");
    QVERIFY2(!path.empty(), qPrintable(files_.problem));
    const auto reader = VideoReader::open(path);
    QVERIFY(reader);
    const auto& info = reader->info();
    QCOMPARE(info.path, path.string());
    QCOMPARE(info.stream, 0);
    QCOMPARE(info.width, 160);
    QCOMPARE(info.height, 120);
    QCOMPARE(info.frames, 50);
    QVERIFY(std::abs(info.frame_rate - 25) < 1e-9);
    QVERIFY(std::abs(info.seconds - 2) < 1e-9);
    QCOMPARE(info.codec, std::string("h264"));
    QCOMPARE(info.pixel_format, std::string("yuv420p"));
    QVERIFY(info.has_audio);
  }

  void chosenStream() {
    const auto path =
        files_.make("two.mkv",
                    "-f lavfi -i color=red:s=64x48:r=10 -f lavfi -i color=blue:s=32x24:r=10 -map 0 -map 1 "
                    "-frames:v 5 -c:v ffv1 -pix_fmt bgr0");
    QVERIFY2(!path.empty(), qPrintable(files_.problem));
    VideoReader::Options options;
    options.stream = 1;
    auto reader = VideoReader::open(path, options);
    QVERIFY(reader);
    QCOMPARE(reader->info().width, 32);
    const auto frame = reader->at(3);
    QVERIFY(frame);
    QVERIFY(frame->row(0)[2] > 250 && frame->row(0)[0] < 5);
    QCOMPARE(VideoReader::open(path)->info().width, 64);
  }

  void nextGoesOnBehindAt() {
    const auto path = files_.make("h264.mp4", moving(60) + " -c:v libx264 -bf 3 -g 16");
    auto reader = VideoReader::open(path);
    QVERIFY(reader);
    for (const std::int64_t ordinal : {37, 5, 6, 59}) {
      QVERIFY(reader->at(ordinal));
      const auto next = reader->next();
      QVERIFY(next);
      QCOMPARE(next->has_value(), ordinal < 59);
      if (*next) QCOMPARE((*next)->ordinal(), ordinal + 1);
    }
    QVERIFY(!reader->at(60));
    QVERIFY(!reader->next().value());  // an ordinal that is not there moves nothing
  }

  void outOfRange_data() {
    QTest::addColumn<qint64>("ordinal");
    for (const qint64 ordinal : {qint64{-1}, qint64{60}, std::numeric_limits<qint64>::max()})
      QTest::addRow("%lld", static_cast<long long>(ordinal)) << ordinal;
  }
  void outOfRange() {
    QFETCH(qint64, ordinal);
    const auto path = files_.make("h264.mp4", moving(60) + " -c:v libx264 -bf 3 -g 16");
    auto reader = VideoReader::open(path);
    QVERIFY(reader);
    const auto frame = reader->at(ordinal);
    QVERIFY(!frame);
    QCOMPARE(frame.error().kind, ErrorKind::invalid_input);
    QVERIFY(frame.error().text().find("0 to 59") != std::string::npos);
    QCOMPARE(frame.error().path, path.string());
  }

  void timesOfFrames() {
    const auto path =
        files_.make("vfr.mp4", moving(60) + " -vf select=not(mod(n\\,7))+not(mod(n\\,3)) -vsync vfr -c:v libx264 -g 8");
    auto reader = VideoReader::open(path);
    QVERIFY(reader);
    std::vector<int> kept;
    for (int n = 0; n < 60; ++n)
      if (n % 7 == 0 || n % 3 == 0) kept.push_back(n);
    QCOMPARE(static_cast<std::size_t>(reader->info().frames), kept.size());
    for (std::size_t i = 0; i < kept.size(); ++i) {
      const auto frame = reader->next();
      QVERIFY(frame && *frame);
      QVERIFY(std::abs((*frame)->seconds() - kept[i] / 25.0) < 1e-9);
      QCOMPARE((*frame)->pts(), reader->index().entries[i].pts);
      QVERIFY(std::abs(reader->index().seconds(static_cast<std::int64_t>(i)) - kept[i] / 25.0) < 1e-9);
    }
  }

  void indexRoundTrip() {
    const auto path = files_.make("b.avi", moving(60) + " -c:v mpeg4 -bf 2 -g 12");
    auto reader = VideoReader::open(path);
    QVERIFY(reader);
    const auto expected = read_all(*reader).pictures;
    const auto bytes = reader->index().to_bytes();
    auto back = FrameIndex::from_bytes(bytes);
    QVERIFY(back);
    QVERIFY(*back == reader->index());
    VideoReader::Options options;
    options.index = *back;
    auto again = VideoReader::open(path, options);
    QVERIFY(again);
    QCOMPARE(first_difference(*again, expected), -1);
    // Damaged bytes: an error or a sound index, never a crash.
    for (std::size_t cut = 0; cut < bytes.size(); ++cut) QVERIFY(!FrameIndex::from_bytes(bytes.substr(0, cut)));
    QVERIFY(!FrameIndex::from_bytes(bytes + "x"));
    std::mt19937 draw(7);
    for (int i = 0; i < 500; ++i) {
      auto damaged = bytes;
      damaged[draw() % damaged.size()] = static_cast<char>(draw());
      if (const auto read = FrameIndex::from_bytes(damaged); !read) QCOMPARE(read.error().kind, ErrorKind::corrupt);
    }
  }

  void givenIndexIsUsed() {
    const auto path = files_.make("b.avi", moving(60) + " -c:v mpeg4 -bf 2 -g 12");
    VideoReader::Options options;
    options.index = VideoReader::open(path)->index();
    options.index->entries.resize(50);
    QCOMPARE(VideoReader::open(path, options)->info().frames, 50);
  }

  void staleIndex_data() {
    QTest::addColumn<int>("what");
    QTest::addRow("other file size") << 0;
    QTest::addRow("other stream") << 1;
    QTest::addRow("other time base") << 2;
    QTest::addRow("no frames") << 3;
  }
  void staleIndex() {
    QFETCH(int, what);
    const auto path = files_.make("b.avi", moving(60) + " -c:v mpeg4 -bf 2 -g 12");
    const auto right = VideoReader::open(path)->index();
    auto index = right;
    index.entries.resize(50);
    if (what == 0) ++index.file_size;
    if (what == 1) index.stream = 1;
    if (what == 2) ++index.time_base_den;
    if (what == 3) index.entries.clear();
    VideoReader::Options options;
    options.index = index;
    const auto reader = VideoReader::open(path, options);
    if (what == 1) {  // the index says which stream was chosen: another one is never taken in its place
      QVERIFY(!reader);
      QVERIFY2(reader.error().what.find("stream") != std::string::npos, reader.error().text().c_str());
      return;
    }
    QVERIFY(reader);
    QVERIFY(reader->index() == right);
  }

  void contentHash() {
    const auto path = files_.make("b.avi", moving(60) + " -c:v mpeg4 -bf 2 -g 12");
    const auto copy = files_.write("copy-of-b.avi", bytes_of(path));
    auto changed = bytes_of(path);
    changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 1);
    QCOMPARE(video_content_hash(path).value(), video_content_hash(copy).value());
    QVERIFY(video_content_hash(path).value() != video_content_hash(files_.write("changed.avi", changed)).value());
    QVERIFY(!video_content_hash(files_.path("not-there.avi")));
  }

  void twoThreads() {
    const auto path = files_.make("h264.mp4", moving(60) + " -c:v libx264 -bf 3 -g 16");
    auto truth = VideoReader::open(path);
    const auto expected = read_all(*truth).pictures;
    std::vector<std::int64_t> differences(2, -2);
    {
      std::vector<std::jthread> threads;
      for (auto& difference : differences)
        threads.emplace_back([&] {
          if (auto reader = VideoReader::open(path)) difference = first_difference(*reader, expected);
        });
    }
    QCOMPARE(differences[0], -1);
    QCOMPARE(differences[1], -1);
  }

  void moreDecoderThreads() {
    const auto path = files_.make("h264.mp4", moving(60) + " -c:v libx264 -bf 3 -g 16");
    auto truth = VideoReader::open(path);
    const auto expected = read_all(*truth).pictures;
    VideoReader::Options options;
    options.decoder_threads = 3;
    auto reader = VideoReader::open(path, options);
    QVERIFY(reader);
    QCOMPARE(first_difference(*reader, expected), -1);
  }

  void realVideo() {
    if (!std::filesystem::exists(vtest)) QSKIP("vtest.avi is missing (Debian package opencv-doc)");
    auto reader = VideoReader::open(vtest);
    QVERIFY(reader);
    QCOMPARE(reader->info().frames, 795);
    QCOMPARE(reader->info().width, 768);
    QCOMPARE(reader->info().height, 576);
    std::vector<std::int64_t> ordinals = {794, 0, 401, 400, 402, 13};
    std::vector<QByteArray> expected(795);
    for (int i = 0; i < 795; ++i) {
      const auto frame = reader->next();
      QVERIFY(frame && *frame);
      if (std::find(ordinals.begin(), ordinals.end(), i) != ordinals.end())
        expected[static_cast<std::size_t>(i)] = pixels(**frame);
    }
    for (const auto ordinal : ordinals)
      QVERIFY(pixels(reader->at(ordinal).value()) == expected[static_cast<std::size_t>(ordinal)]);
  }

  void startsWithoutKey_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<int>("cut");
    QTest::addRow("H.264") << "h264.ts" << moving(60) + " -c:v libx264 -bf 3 -g 16" << 20000;
    QTest::addRow("H.264, open groups") << "open.ts"
                                        << moving(60) + " -c:v libx264 -x264-params open-gop=1:keyint=16:bframes=3"
                                        << 20000;
    QTest::addRow("MPEG-2") << "mpeg2.ts" << moving(60) + " -c:v mpeg2video -bf 2 -g 12" << 30000;
  }
  void startsWithoutKey() {
    QFETCH(QString, name);
    QFETCH(QString, arguments);
    QFETCH(int, cut);
    const auto whole = files_.make(name, arguments);
    QVERIFY2(!whole.empty(), qPrintable(files_.problem));
    const auto path = files_.write("cut-" + name, bytes_of(whole).mid(cut));
    auto reader = VideoReader::open(path);
    QVERIFY2(reader, reader ? "" : reader.error().text().c_str());
    QVERIFY(reader->info().frames < 60);
    QCOMPARE(reader->info().frames, probed_times(path).size());
    const auto read = read_all(*reader);
    QCOMPARE(read.errors, 0);
    QCOMPARE(first_difference(*reader, read.pictures), -1);
  }

  void packetsWithoutPicture() {
    // The still stretch makes Xvid say "as before" in packets of their own.
    const auto path = files_.make("xvid.avi", moving(60) + " -c:v libxvid -bf 2");
    QVERIFY2(!path.empty(), qPrintable(files_.problem));
    auto reader = VideoReader::open(path);
    QVERIFY(reader);
    QCOMPARE(reader->info().frames, probed_times(path).size());
    const auto read = read_all(*reader);
    QCOMPARE(read.errors, 0);
    QCOMPARE(first_difference(*reader, read.pictures), -1);
  }

 private:
  QString skipped_;
  Files files_;
};

QTEST_GUILESS_MAIN(TestMedia)
#include "test_media.moc"
