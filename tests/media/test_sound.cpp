// media: the sound of a file on the clock of its pictures. The files are made by the ffmpeg program; what they hold is
// known from the formula that made them.
#include <QTest>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <random>
#include <thread>

#include "media/media_files.h"
#include "media/sound.h"
#include "media/video.h"

using namespace mlink::rooms;
using namespace media_files;

namespace {

constexpr int kRate = 16000;

std::int64_t at(double seconds, int rate = kRate) { return std::llround(seconds * rate); }

double level(const std::vector<float>& samples) {
  double sum = 0;
  for (const float s : samples) sum += static_cast<double>(s) * s;
  return 10 * std::log10(sum / static_cast<double>(samples.size()));
}

/// Hz from the rising zero crossings between the first and the last of them.
double frequency(const std::vector<float>& samples, int rate) {
  std::vector<double> rises;
  for (std::size_t i = 1; i < samples.size(); ++i)
    if (samples[i - 1] < 0 && samples[i] >= 0)
      rises.push_back(static_cast<double>(i) - samples[i] / (samples[i] - samples[i - 1]));
  return rises.size() < 2 ? 0 : static_cast<double>(rises.size() - 1) * rate / (rises.back() - rises.front());
}

/// Seconds at which the sound is first louder than half of its greatest sample.
double onset(const SoundPart& part) {
  float most = 0;
  for (const float s : part.samples) most = std::max(most, std::abs(s));
  for (std::size_t i = 0; i < part.samples.size(); ++i)
    if (std::abs(part.samples[i]) > most / 2)
      return static_cast<double>(part.first + static_cast<std::int64_t>(i)) / kRate;
  return -1;
}

std::shared_ptr<const Sound> open_with_picture(const std::filesystem::path& path, Sound::Options options = {}) {
  const auto reader = VideoReader::open(path);
  if (!reader) return nullptr;
  options.zero = reader->index().zero();
  auto sound = Sound::open(path, options);
  return sound ? *sound : nullptr;
}

const QString picture = "-f lavfi -i testsrc2=s=64x48:r=25:d=3";
/// A second of silence, half a second of 1000 Hz at amplitude .5, silence.
const QString beep = "-f lavfi -i aevalsrc=0.5*sin(2*PI*1000*t)*between(t\\,1\\,1.5):s=48000:d=3";

}  // namespace

class SoundTest : public QObject {
  Q_OBJECT

  Files files_;

 private Q_SLOTS:
  void initTestCase() {
    if (const auto why = missing_ffmpeg(); !why.isEmpty()) QSKIP(qPrintable(why));
  }

  void a_tone_keeps_level_and_pitch_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("coding");
    QTest::addColumn<int>("rate");
    QTest::addColumn<double>("decibels");  // that coding may change
    QTest::newRow("as it is") << "tone16.wav"
                              << "-ar 16000 -ac 1" << 16000 << 0.01;
    QTest::newRow("stereo, 48 kHz") << "tone48.wav"
                                    << "-ar 48000 -ac 2" << 16000 << 0.01;
    QTest::newRow("44.1 kHz to 16") << "tone44.wav"
                                    << "-ar 44100 -ac 1" << 16000 << 0.01;
    QTest::newRow("8 kHz to 48") << "tone8.wav"
                                 << "-ar 8000 -ac 1" << 48000 << 0.05;
    QTest::newRow("24 bits") << "tone24.wav"
                             << "-c:a pcm_s24le -ac 2" << 22050 << 0.01;
    QTest::newRow("FLAC in Matroska") << "tone.mkv"
                                      << "-c:a flac -ac 2" << 16000 << 0.01;
    QTest::newRow("AC-3") << "tone.ac3"
                          << "-c:a ac3 -ac 2" << 16000 << 0.1;
    QTest::newRow("AAC in MP4") << "tone.m4a"
                                << "-c:a aac -ac 2" << 16000 << 0.1;
    QTest::newRow("MP3") << "tone.mp3"
                         << "-c:a libmp3lame -ac 2" << 16000 << 0.5;  // LAME itself scales by .95
  }
  void a_tone_keeps_level_and_pitch() {
    QFETCH(QString, name);
    QFETCH(QString, coding);
    QFETCH(int, rate);
    QFETCH(double, decibels);
    // The same signal on all channels: amplitude .25 is -12.04 dB, and -15.05 dB as a root mean square.
    const auto path =
        files_.make(name, "-f lavfi -i aevalsrc=0.25*sin(2*PI*441*t):s=48000:d=3 -af pan=stereo|c0=c0|c1=c0 " + coding);
    QVERIFY2(!path.empty(), qPrintable(files_.problem));
    const auto sound = Sound::open(path, {.rate = rate});
    QVERIFY2(sound.has_value(), sound ? "" : sound.error().text().c_str());
    QCOMPARE((*sound)->rate(), rate);
    const auto part = (*sound)->part(at(0.5, rate), at(2.5, rate));
    QVERIFY(part.has_value());
    QCOMPARE(part->samples.size(), static_cast<std::size_t>(2 * rate));
    QVERIFY2(std::abs(level(part->samples) + 15.0515) < decibels, qPrintable(QString::number(level(part->samples))));
    QVERIFY2(std::abs(frequency(part->samples, rate) - 441) < 0.5,
             qPrintable(QString::number(frequency(part->samples, rate))));
    const auto beyond = (*sound)->part(at(2.5, rate), at(10, rate));
    QVERIFY(beyond.has_value());
    QVERIFY(beyond->ends);
    QVERIFY2(std::abs(static_cast<double>(beyond->last()) / rate - 3) < 0.06,
             qPrintable(QString::number(static_cast<double>(beyond->last()) / rate)));
  }

  void it_is_on_the_clock_of_the_pictures_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<double>("heard");   // when the beep begins
    QTest::addColumn<double>("begins");  // when the sound does
    const QString pcm = " -c:v mpeg4 -c:a pcm_s16le";
    const QString aac = " -c:v libx264 -c:a aac";
    QTest::newRow("AVI") << "in.avi" << picture + " " + beep + pcm << 1.0 << 0.0;
    QTest::newRow("Matroska") << "in.mkv" << picture + " " + beep + pcm << 1.0 << 0.0;
    QTest::newRow("sound begins late") << "late.mkv" << picture + " -itsoffset 0.5 " + beep + pcm << 1.5 << 0.5;
    QTest::newRow("picture begins late") << "early.mkv"
                                         << "-itsoffset 0.4 " + picture + " " + beep + pcm << 0.6 << -0.4;
    QTest::newRow("MP4") << "in.mp4" << picture + " " + beep + aac << 1.0 << 0.0;
    QTest::newRow("MP4, sound begins late") << "late.mp4" << picture + " -itsoffset 0.5 " + beep + aac << 1.5 << 0.5;
    QTest::newRow("MP4, picture begins late")
        << "early.mp4"
        << "-itsoffset 0.4 " + picture + " " + beep + aac + " -vsync passthrough" << 0.6 << -0.4;
    QTest::newRow("transport stream, times from 1.4 s") << "in.ts" << picture + " " + beep + aac << 1.0 << 0.0;
  }
  void it_is_on_the_clock_of_the_pictures() {
    QFETCH(QString, name);
    QFETCH(QString, arguments);
    QFETCH(double, heard);
    QFETCH(double, begins);
    const auto path = files_.make(name, arguments);
    QVERIFY2(!path.empty(), qPrintable(files_.problem));
    const auto sound = open_with_picture(path);
    QVERIFY(sound);
    const auto part = sound->part(at(-1), at(4));
    QVERIFY(part.has_value());
    QVERIFY2(std::abs(onset(*part) - heard) < 0.01, qPrintable(QString::number(onset(*part))));
    QCOMPARE(part->first, sound->begin());
    QVERIFY2(std::abs(static_cast<double>(sound->begin()) / kRate - begins) < 0.03,
             qPrintable(QString::number(static_cast<double>(sound->begin()) / kRate)));
    // The window around the beep's begin is half silent; before the sound there is nothing at all.
    const auto window = sound->around(heard, 0.5);
    QVERIFY(window.has_value());
    QVERIFY2(std::abs(level(window->samples) - (20 * std::log10(0.5) - 3.01 - 3.01)) < 0.3,
             qPrintable(QString::number(level(window->samples))));
    const auto before = sound->around(begins - 1, 0.5);
    QVERIFY(before.has_value());
    QVERIFY(before->samples.empty());
    QVERIFY(!before->ends);
  }

  void a_gap_is_silence() {
    const auto path =
        files_.make("gap.mkv",
                    "-f lavfi -i aevalsrc=0.5*sin(2*PI*441*t):s=48000:d=4 -af aselect=not(between(t\\,1\\,2.5)) "
                    "-c:a pcm_s16le");
    QVERIFY2(!path.empty(), qPrintable(files_.problem));
    const auto sound = Sound::open(path, {});
    QVERIFY(sound.has_value());
    const auto inside = (*sound)->part(at(1.2), at(2.3));
    QVERIFY(inside.has_value());
    QCOMPARE(inside->samples.size(), static_cast<std::size_t>(at(1.1)));
    QVERIFY(std::all_of(inside->samples.begin(), inside->samples.end(), [](float s) { return s == 0; }));
    const auto behind = (*sound)->part(at(2.8), at(3.8));
    QVERIFY(behind.has_value());
    QVERIFY(std::abs(level(behind->samples) + 9.03) < 0.1);
  }

  void any_order_gives_the_same_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("coding");
    QTest::newRow("AAC in MP4") << "order.m4a"
                                << "-c:a aac";
    QTest::newRow("AC-3") << "order.ac3"
                          << "-c:a ac3";
    QTest::newRow("Opus in Matroska") << "order.mkv"
                                      << "-c:a libopus";
  }
  void any_order_gives_the_same() {
    QFETCH(QString, name);
    QFETCH(QString, coding);
    const auto path =
        files_.make(name, "-f lavfi -i aevalsrc=0.4*sin(2*PI*(200+40*t)*t)+0.1*random(0):s=48000:d=20 " + coding);
    QVERIFY2(!path.empty(), qPrintable(files_.problem));
    const auto whole = Sound::open(path, {});
    QVERIFY(whole.has_value());
    const auto all = (*whole)->part(0, at(19));
    QVERIFY(all.has_value());
    const auto few = Sound::open(path, {.keep_seconds = 2});  // goes back behind what is kept again and again
    QVERIFY(few.has_value());
    std::mt19937 draw(20240501);
    for (int i = 0; i < 40; ++i) {
      const auto from = std::uniform_int_distribution<std::int64_t>(0, at(17.5))(draw);
      const auto part = (*few)->part(from, from + at(1.5));
      QVERIFY(part.has_value());
      QCOMPARE(part->first, from);
      QVERIFY2(std::equal(part->samples.begin(), part->samples.end(), all->samples.begin() + from),
               qPrintable(QString("from sample %1").arg(from)));
    }
  }

  void threads_may_share_it() {
    const auto path = files_.make("shared.wav", "-f lavfi -i aevalsrc=0.4*sin(2*PI*(200+40*t)*t):s=16000:d=20");
    QVERIFY2(!path.empty(), qPrintable(files_.problem));
    const auto alone = Sound::open(path, {});
    const auto shared = Sound::open(path, {.keep_seconds = 3});
    QVERIFY(alone && shared);
    const auto all = (*alone)->part(0, at(20));
    QVERIFY(all.has_value());
    std::atomic<int> wrong{0};
    {
      std::vector<std::jthread> threads;
      for (unsigned t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
          for (int i = 0; i < 50; ++i) {
            const auto from = at(0.35 * i) + t;
            const auto part = (*shared)->part(from, from + at(1));
            if (!part || !std::equal(part->samples.begin(), part->samples.end(), all->samples.begin() + from)) ++wrong;
          }
        });
    }
    QCOMPARE(wrong.load(), 0);
  }

  void what_is_worked_out_is_shared() {
    const auto sound = Sound::of({0, 1}, 8000);
    const auto one = sound->shared<std::vector<int>>("numbers");
    one->push_back(3);
    QCOMPARE(sound->shared<std::vector<int>>("numbers")->size(), std::size_t{1});
    QCOMPARE(sound->shared<std::vector<int>>("others")->size(), std::size_t{0});
    QCOMPARE(Sound::of({0, 1}, 8000)->shared<std::vector<int>>("numbers")->size(), std::size_t{0});
  }

  void a_made_up_sound() {
    const auto sound = Sound::of({1, 2, 3, 4}, 2, -0.5);  // samples -1, 0, 1, 2
    QCOMPARE(sound->begin(), std::int64_t{-1});
    const auto part = sound->part(-5, 2);
    QVERIFY(part.has_value());
    QCOMPARE(part->first, std::int64_t{-1});
    QCOMPARE(part->samples, (std::vector<float>{1, 2, 3}));
    QVERIFY(!part->ends);
    const auto rest = sound->part(2, 9);
    QCOMPARE(rest->samples, std::vector<float>{4});
    QVERIFY(rest->ends);
    QVERIFY(sound->part(7, 9)->samples.empty());
    QVERIFY(sound->around(100, 1)->samples.empty());
  }

  void a_damaged_stretch_keeps_the_rest_in_place() {
    auto path =
        files_.make("whole.mkv", "-f lavfi -i aevalsrc=0.5*sin(2*PI*441*t)*lt(mod(t\\,1)\\,0.5):s=48000:d=6 -c:a ac3");
    QVERIFY2(!path.empty(), qPrintable(files_.problem));
    auto bytes = bytes_of(path);
    for (qsizetype i = bytes.size() / 2; i < bytes.size() / 2 + 3000; ++i) bytes[i] = static_cast<char>(i * 37);
    path = files_.write("damaged.mkv", bytes);
    const auto sound = Sound::open(path, {});
    QVERIFY(sound.has_value());
    const auto late = (*sound)->part(at(5.05), at(5.45));
    const auto quiet = (*sound)->part(at(5.6), at(5.9));
    QVERIFY(late && quiet);
    QVERIFY2(std::abs(level(late->samples) + 9.03) < 0.5, qPrintable(QString::number(level(late->samples))));
    QVERIFY(quiet->samples.empty() || level(quiet->samples) < -50);
  }

  void bad_input_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("arguments");  // of ffmpeg; empty: the bytes
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("stream");
    QTest::addColumn<int>("rate");
    QTest::addColumn<QString>("says");
    const QString silent = picture + " -c:v mpeg4";
    QTest::newRow("no sound") << "silent.avi" << silent << QByteArray() << -1 << kRate << "The file has no sound.";
    QTest::newRow("stream is video") << "silent.avi" << silent << QByteArray() << 0 << kRate
                                     << "Stream 0 is not audio.";
    QTest::newRow("no such stream") << "silent.avi" << silent << QByteArray() << 7 << kRate << "There is no stream 7";
    QTest::newRow("missing") << "absent.wav"
                             << "" << QByteArray() << -1 << kRate << "File not found.";
    QTest::newRow("empty") << "empty.wav"
                           << "" << QByteArray("") << -1 << kRate << "The file is empty.";
    QTest::newRow("text") << "text.wav"
                          << "" << QByteArray("no sound at all, only words\n").repeated(40) << -1 << kRate
                          << "text.wav";
    QTest::newRow("rate of nothing") << "ok.wav"
                                     << "-f lavfi -i sine=d=1" << QByteArray() << -1 << 0
                                     << "The rate 0 Hz is not between";
    QTest::newRow("rate below zero") << "ok.wav"
                                     << "-f lavfi -i sine=d=1" << QByteArray() << -1 << -16000
                                     << "The rate -16000 Hz is not between";
  }
  void bad_input() {
    QFETCH(QString, name);
    QFETCH(QString, arguments);
    QFETCH(QByteArray, bytes);
    QFETCH(int, stream);
    QFETCH(int, rate);
    QFETCH(QString, says);
    auto path = files_.path(name);
    if (!arguments.isEmpty())
      path = files_.make(name, arguments);
    else if (!bytes.isNull())
      path = files_.write(name, bytes);
    const auto sound = Sound::open(path, {.stream = stream, .rate = rate});
    QVERIFY(!sound.has_value());
    const auto text = QString::fromStdString(sound.error().text());
    QVERIFY2(text.contains(says), qPrintable(text));
  }

  void a_file_that_is_noise_from_its_header_on() {
    const auto path = files_.make("good.m4a", "-f lavfi -i sine=d=3 -c:a aac -movflags +faststart");
    QVERIFY2(!path.empty(), qPrintable(files_.problem));
    auto bytes = bytes_of(path);
    const auto data = bytes.indexOf("mdat");
    QVERIFY(data > 0);
    for (auto i = data + 4; i < bytes.size(); ++i) bytes[i] = static_cast<char>(0xFF);
    const auto sound = Sound::open(files_.write("noise.m4a", bytes), {});
    QVERIFY(!sound.has_value());
    QVERIFY2(QString::fromStdString(sound.error().what).contains("None of its sound can be decoded"),
             sound.error().what.c_str());
  }

  void too_much_at_once_is_refused() {
    const auto path = files_.make("ok.wav", "-f lavfi -i sine=d=1");
    const auto sound = Sound::open(path, {.keep_seconds = 2});
    QVERIFY(sound.has_value());
    const auto part = (*sound)->part(0, at(3));
    QVERIFY(!part.has_value());
    QVERIFY2(QString::fromStdString(part.error().what).contains("3 s of sound were asked for at once; 2 s are kept."),
             part.error().what.c_str());
  }

  void a_stop_is_obeyed() {
    const auto path = files_.make("long.wav", "-f lavfi -i sine=d=60:r=16000");
    const auto sound = Sound::open(path, {});
    QVERIFY(sound.has_value());
    std::stop_source stop;
    stop.request_stop();
    const auto part = (*sound)->part(at(50), at(51), stop.get_token());
    QVERIFY(!part.has_value());
    QCOMPARE(part.error().kind, ErrorKind::stopped);
    QCOMPARE((*sound)->part(at(50), at(51))->samples.size(), static_cast<std::size_t>(kRate));
  }
};

QTEST_GUILESS_MAIN(SoundTest)
#include "test_sound.moc"
