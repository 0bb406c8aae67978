// media_series: folders of pictures and patterns as videos: order, missing numbers, sizes, damage, seeking.
#include <QTest>
#include <filesystem>
#include <fstream>

#include "media/media_files.h"
#include "media/sound.h"
#include "media/video.h"

using namespace mlink::rooms;
using namespace media_files;

namespace {

VideoReader::Options at_rate(double rate) {
  VideoReader::Options options;
  options.rate = rate;
  return options;
}

// A PPM whose red says which picture it is.
std::string picture(int red, int width = 8, int height = 4) {
  std::string out = "P6\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n";
  for (int i = 0; i < width * height; ++i) out += {static_cast<char>(red), 0, 0};
  return out;
}

int red_of(const Frame& frame) { return frame.row(0)[0]; }

}  // namespace

class TestPictureSeries : public QObject {
  Q_OBJECT

  QTemporaryDir dir_;

  [[nodiscard]] std::filesystem::path at(const std::string& name) const {
    return dir_.path().toStdString() + "/" + name;
  }
  std::filesystem::path write(const std::string& name, const std::string& bytes) const {
    std::filesystem::create_directories(at(name).parent_path());
    std::ofstream(at(name), std::ios::binary) << bytes;
    return at(name);
  }
  // A picture a name, of reds 10, 11 and so on.
  std::filesystem::path folder(const std::string& name, const QStringList& files) const {
    int red = 10;
    for (const auto& file : files) static_cast<void>(write(name + "/" + file.toStdString(), picture(red++)));
    return at(name);
  }

 private Q_SLOTS:
  void order_data() {
    QTest::addColumn<QStringList>("files");  // red 10, 11, ...
    QTest::addColumn<QString>("reds");       // by ordinal; -: no picture
    QTest::addColumn<QString>("says");       // notes
    const auto row = [](const char* name, const QStringList& files, const char* reds, const char* says) {
      QTest::newRow(name) << files << reds << says;
    };
    row("from 0", {"000000.ppm", "000001.ppm", "000002.ppm"}, "10 11 12", "");
    row("from 1", {"000001.ppm", "000002.ppm"}, "10 11", "Frame 0 is 000001.ppm, and so on.");
    row("numbers without zeros",
        {"2.ppm", "10.ppm", "1.ppm", "9.ppm", "3.ppm", "4.ppm", "5.ppm", "6.ppm", "7.ppm", "8.ppm"},
        "12 10 14 15 16 17 18 19 13 11", "Frame 0 is 1.ppm, and so on.");
    row("words around", {"left12_rgb.ppm", "left11_rgb.ppm", "left10_rgb.ppm"}, "12 11 10",
        "Frame 0 is left10_rgb.ppm, and so on.");
    row("a number missing", {"f0.ppm", "f1.ppm", "f3.ppm"}, "10 11 - 12",
        "One picture is missing, number 2: the time goes on over it, and no black box is asked there.");
    row("numbers missing", {"f5.ppm", "f7.ppm", "f8.ppm", "f10.ppm"}, "10 - 11 12 - 13",
        "2 pictures are missing, the first is number 6: the time goes on over them, and no black box is asked "
        "there.|Frame 0 is f5.ppm, and so on.");
    row("every tenth", {"f0.ppm", "f10.ppm", "f20.ppm"}, "10 11 12",
        "The numbers go from 0 to 20 and there are only 3 pictures: they are taken one behind the other.");
    row("clocks", {"1305031102.175304.ppm", "1305031102.211214.ppm", "1305031101.9.ppm"}, "12 10 11",
        "The names differ in more than a number: the 3 pictures are taken in the order of their names, "
        "1305031101.9.ppm first.");
    row("words", {"b.ppm", "a.ppm", "c2.ppm", "c10.ppm"}, "11 10 12 13",
        "The names differ in more than a number: the 4 pictures are taken in the order of their names, a.ppm first.");
    row("one", {"shot.ppm"}, "10", "");
    row("others are passed over", {"0.ppm", "1.PPM", ".2.ppm", "notes.txt", "deep/3.ppm"}, "10 11", "");
  }
  void order() {
    QFETCH(QStringList, files);
    QFETCH(QString, reds);
    QFETCH(QString, says);
    const auto path = folder(std::string("order ") + QTest::currentDataTag(), files);
    auto reader = VideoReader::open(path, at_rate(10));
    QVERIFY2(reader, reader ? "" : reader.error().text().c_str());
    QStringList notes;
    for (const auto& note : reader->info().notes) notes << QString::fromStdString(note);
    QCOMPARE(notes.join('|'), says);
    const auto wanted = reds.split(' ');
    QCOMPARE(reader->info().frames, wanted.size());
    QStringList in_order;
    QStringList backwards;
    for (qsizetype i = 0; i < wanted.size(); ++i) {
      const auto frame = reader->next();
      in_order << (frame ? QString::number(red_of(**frame)) : "-");
      if (!frame) continue;
      QCOMPARE((*frame)->ordinal(), i);
      QCOMPARE((*frame)->seconds(), static_cast<double>(i) / 10);
    }
    QVERIFY(!reader->next()->has_value());
    for (qsizetype i = wanted.size() - 1; i >= 0; --i) {
      const auto frame = reader->at(i);
      backwards.prepend(frame ? QString::number(red_of(*frame)) : "-");
      QCOMPARE(reader->index().missing(i), !frame);
    }
    QCOMPARE(in_order.join(' '), reds);
    QCOMPARE(backwards.join(' '), reds);
    // The index alone says rate and frames, as it comes out of an experiment file.
    VideoReader::Options stored;
    stored.index = FrameIndex::from_bytes(reader->index().to_bytes()).value();
    auto again = VideoReader::open(path, std::move(stored));
    QVERIFY(again);
    QVERIFY(again->index() == reader->index());
    QCOMPARE(again->info().frame_rate, 10.0);
  }

  void patterns_data() {
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("reds");
    QTest::newRow("six digits") << "%06d.ppm"
                                << "10 11";
    QTest::newRow("any digits") << "%d.ppm"
                                << "12 13";
    QTest::newRow("a prefix") << "left_%d.ppm"
                              << "14 15";
    QTest::newRow("two digits") << "%02d.ppm"
                                << "13";
  }
  void patterns() {
    QFETCH(QString, pattern);
    QFETCH(QString, reds);
    const auto path = folder("patterns", {"000001.ppm", "000002.ppm", "9.ppm", "10.ppm", "left_1.ppm", "left_2.ppm",
                                          "left_a.ppm", "right_1.ppm"});
    auto reader = VideoReader::open(path / pattern.toStdString(), at_rate(5));
    QVERIFY2(reader, reader ? "" : reader.error().text().c_str());
    QStringList found;
    for (std::int64_t i = 0; i < reader->info().frames; ++i) found << QString::number(red_of(*reader->at(i)));
    QCOMPARE(found.join(' '), reds);
    QVERIFY(is_picture_series(path / pattern.toStdString()) && video_is_there(path / pattern.toStdString()));
    QVERIFY(!video_is_there(path / "x%d.ppm") && !is_picture_series(path / "9.ppm"));
    QCOMPARE(video_name(path / pattern.toStdString()), std::string("patterns"));
    QCOMPARE(video_name(path.string() + "/"), std::string("patterns"));
    QCOMPARE(video_name("x/door.mp4"), std::string("door"));
  }

  void rates_data() {
    QTest::addColumn<double>("rate");
    for (const double rate : {0.5, 1.0, 29.97, 59.94, 1000.0}) QTest::addRow("%g", rate) << rate;
  }
  void rates() {
    QFETCH(double, rate);
    const auto path = folder("rates", {"0.ppm", "1.ppm", "2.ppm"});
    const auto reader = VideoReader::open(path, at_rate(rate));
    QVERIFY(reader);
    QVERIFY(std::abs(reader->index().seconds(2) - 2 / rate) < 1e-12);
    QCOMPARE(reader->info().frame_rate, rate);
    QCOMPARE(reader->info().seconds, 3 / rate);
  }

  void each_in_its_own_size() {
    static_cast<void>(write("sizes/0.ppm", picture(50, 8, 4)));
    static_cast<void>(write("sizes/1.ppm", picture(60, 20, 30)));
    static_cast<void>(write("sizes/2.ppm", "P6\n8 4\n255\nshort"));
    static_cast<void>(write("sizes/3.ppm", picture(70, 8, 4)));
    auto stream = FrameStream::open(at("sizes"), at_rate(10), {0, 1, 2, 3});
    QVERIFY(stream);
    const std::array<int, 4> widths{8, 20, -1, 8};
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const auto item = stream->next();
      QVERIFY(item);
      QCOMPARE(item->frame ? item->frame->width() : -1, widths[i]);
      if (item->frame) continue;
      QVERIFY2(item->frame.error().text().starts_with("Frame 2: "), item->frame.error().text().c_str());
      QVERIFY(item->frame.error().path.ends_with("sizes/2.ppm"));
    }
    QVERIFY(!stream->next());
  }

  /// As the ffmpeg program decodes them.
  void kinds_of_pictures_data() {
    QTest::addColumn<QString>("arguments");
    QTest::newRow("jpg") << "-q:v 2";
    QTest::newRow("png") << "";
    QTest::newRow("bmp") << "";
    QTest::newRow("tif") << "";
    QTest::newRow("webp") << "-c:v libwebp -lossless 1";
  }
  void kinds_of_pictures() {
    if (const auto reason = missing_ffmpeg(); !reason.isEmpty()) QSKIP(qPrintable(reason));
    QFETCH(QString, arguments);
    Files files;
    const QString kind = QTest::currentDataTag();
    const auto first = files.make("p1." + kind, moving(1) + " " + arguments);
    if (first.empty() && kind == "webp") QSKIP("this ffmpeg writes no WebP");
    QVERIFY2(!first.empty(), qPrintable(files.problem));
    auto reader = VideoReader::open(first.parent_path(), at_rate(10));
    QVERIFY2(reader, reader ? "" : reader.error().text().c_str());
    const auto frame = reader->at(0);
    QVERIFY(frame);
    QCOMPARE(pixels(*frame), raw_rgb(first));
  }

  void hash_is_of_names_and_contents() {
    const auto one = video_content_hash(folder("h1", {"0.ppm", "1.ppm"}));
    QVERIFY(one);
    QCOMPARE(*video_content_hash(folder("h2", {"0.ppm", "1.ppm"})), *one);
    QVERIFY(*video_content_hash(folder("h3", {"1.ppm", "0.ppm"})) != *one);
    QVERIFY(*video_content_hash(folder("h4", {"0.ppm", "2.ppm"})) != *one);
    QVERIFY(*video_content_hash(folder("h5", {"0.ppm"})) != *one);
  }

  void errors_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<double>("rate");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* path, double rate, const char* says) {
      QTest::newRow(name) << path << rate << says;
    };
    row("no rate", "good", 0,
        "How many pictures a second these are is not known. Give the rate at which they were taken");
    row("rate far too high", "good", 1e9, "1000000000 pictures a second are no rate.");
    row("no pictures", "none", 10, "This is a folder without pictures, not a video. Name a video file, or the folder");
    row("nothing of the pattern", "good/x%04d.jpg", 10, "No file is called so. A pattern like");
    row("no such folder", "nowhere/%04d.jpg", 10, "File not found.");
    row("a number twice", "twice", 10, "The pictures 007.ppm and 7.ppm have the same number.");
    row("none whole", "broken", 10, "None of the pictures can be decoded.");
    row("a file with a rate", "good/0.ppm", 10, "A rate was given for a file that has its own times.");
  }
  void errors() {
    QFETCH(QString, path);
    QFETCH(double, rate);
    QFETCH(QString, says);
    static_cast<void>(folder("good", {"0.ppm"}));
    static_cast<void>(folder("none/deep", {"0.ppm"}));
    static_cast<void>(folder("twice", {"7.ppm", "007.ppm"}));
    static_cast<void>(write("broken/0.ppm", "nothing"));
    const auto reader = VideoReader::open(at(path.toStdString()), at_rate(rate));
    QVERIFY(!reader);
    QVERIFY2(QString::fromStdString(reader.error().text()).startsWith(says), reader.error().text().c_str());
    QVERIFY(QString::fromStdString(reader.error().path).endsWith(path));
  }

  void there_is_no_sound() {
    const auto sound = Sound::open(folder("silent", {"0.ppm"}), {});
    QVERIFY(!sound);
    QCOMPARE(sound.error().what, std::string("Pictures in a folder have no sound."));
  }
};

QTEST_GUILESS_MAIN(TestPictureSeries)
#include "test_picture_series.moc"
