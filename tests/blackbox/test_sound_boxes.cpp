// blackbox: boxes that listen. Measures against formulas, the words of made-up recognisers, and the real one on real
// speech where clip, models and PocketSphinx are there.
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <ctime>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <numbers>
#include <random>
#include <set>
#include <thread>

#include <unistd.h>

#include "blackbox/black_box.h"
#include "blackbox/check.h"
#include "blackbox/made_sounds.h"
#include "blackbox/measure.h"
#include "blackbox/real_speech.h"
#include "blackbox/sound/sound_measures.h"
#include "blackbox/sound/transcript.h"
#include "media/sound.h"
#include "media/video.h"

using namespace mlink::rooms;
using namespace mlink::tests;

namespace {

Frame frame_at(double seconds, std::shared_ptr<const Sound> sound, double step = 0.04) {
  return Frame(nullptr, 0, 0, seconds).with_sound(std::move(sound), step);
}

/// A recogniser that hears one word every half second, named after its place in the sound, and counts its calls.
struct Parrot {
  std::atomic<int> calls{0};
  std::atomic<int> at_once{0}, most_at_once{0};
  std::chrono::milliseconds takes{0};
  Recogniser recogniser() {
    return [this](const SoundPart& part, int rate, const std::stop_token&) -> Result<std::vector<TimedWord>> {
      ++calls;
      const int now = ++at_once;
      most_at_once = std::max(most_at_once.load(), now);
      std::this_thread::sleep_for(takes);
      --at_once;
      std::vector<TimedWord> out;
      const double length = static_cast<double>(part.samples.size()) / rate;
      for (double t = 0; t + 0.4 < length; t += 0.5) {
        const double place = static_cast<double>(part.first) / rate + t;
        out.push_back({t, t + 0.4, "w" + std::to_string(std::llround(place * 10))});
      }
      return out;
    };
  }
};

/// A minute of noise with a pause of half a second every five seconds.
std::shared_ptr<const Sound> paused_noise(double start = 0) {
  auto samples = noise(60, 0.2);
  for (std::size_t i = 0; i < samples.size(); ++i)
    if (std::fmod(static_cast<double>(i) / kRate, 5) >= 4.5) samples[i] *= 0.001F;
  return Sound::of(std::move(samples), kRate, start);
}

}  // namespace

class SoundBoxesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void loudness_of_known_sounds_data() {
    QTest::addColumn<Samples>("samples");
    QTest::addColumn<double>("decibels");
    QTest::newRow("sine of full scale") << sound_of(1, sine(1000, 1)) << -3.0103;
    QTest::newRow("sine of a tenth") << sound_of(1, sine(440, 0.1)) << -23.0103;
    QTest::newRow("sine of a thousandth") << sound_of(1, sine(100, 0.001)) << -63.0103;
    QTest::newRow("square of a half") << sound_of(1, [](double t) { return std::fmod(t * 100, 1) < 0.5 ? 0.5 : -0.5; })
                                      << -6.0206;
    QTest::newRow("half silent") << sound_of(1, [](double t) { return t < 0.5 ? sine(100, 1)(t) : 0; }) << -6.0206;
    QTest::newRow("silence has the floor") << Samples(1000, 0.F) << -96.0;
    QTest::newRow("below the floor") << Samples(1000, 1e-6F) << -96.0;
  }
  void loudness_of_known_sounds() {
    QFETCH(Samples, samples);
    QFETCH(double, decibels);
    const auto found = loudness(samples);
    QVERIFY(found.has_value());
    QVERIFY2(std::abs(*found - decibels) < 0.1, qPrintable(QString::number(*found)));
  }

  void pitch_of_known_sounds_data() {
    QTest::addColumn<Samples>("samples");
    QTest::addColumn<double>("hertz");  // 0: none
    for (const double hertz : {82.4, 110.0, 146.8, 220.0, 329.6, 440.0})
      QTest::addRow("sine of %.1f Hz", hertz) << sound_of(0.5, sine(hertz, 0.3)) << hertz;
    for (const double hertz : {90.0, 125.0, 210.0, 300.0})
      QTest::addRow("voice of %.1f Hz", hertz) << sound_of(0.5, voice(hertz)) << hertz;
    auto noisy = sound_of(0.5, voice(150));
    const auto over = noise(0.5, 0.05);
    for (std::size_t i = 0; i < noisy.size(); ++i) noisy[i] += over[i];
    QTest::newRow("voice in noise") << noisy << 150.0;
    QTest::newRow("half of it silent") << sound_of(0.5, [](double t) { return t < 0.25 ? sine(200, 0.3)(t) : 0; })
                                       << 200.0;
    QTest::newRow("a tenth of it voiced")
        << sound_of(0.5, [](double t) { return t < 0.05 ? sine(200, 0.3)(t) : 0; }) << 0.0;
    QTest::newRow("noise") << noise(0.5, 0.3) << 0.0;
    QTest::newRow("silence") << Samples(8000, 0.F) << 0.0;
    QTest::newRow("constant") << Samples(8000, 0.5F) << 0.0;
    QTest::newRow("too quiet") << sound_of(0.5, sine(200, 0.001)) << 0.0;
    QTest::newRow("too short") << sound_of(0.03, sine(200, 0.3)) << 0.0;
    QTest::newRow("nothing") << Samples() << 0.0;
  }
  void pitch_of_known_sounds() {
    QFETCH(Samples, samples);
    QFETCH(double, hertz);
    const auto found = pitch(samples, kRate);
    QCOMPARE(found.has_value(), hertz > 0);
    if (found) QVERIFY2(std::abs(*found / hertz - 1) < 0.01, qPrintable(QString::number(*found)));
  }

  void brightness_and_crossings() {
    QVERIFY(std::abs(*centroid(sound_of(1, sine(1000, 0.3)), kRate) - 1000) < 5);
    const auto two = centroid(sound_of(1, [](double t) { return sine(1000, 0.3)(t) + sine(3000, 0.3)(t); }), kRate);
    QVERIFY(std::abs(*two - 2000) < 10);
    QVERIFY(!centroid(Samples(4000, 0.F), kRate));
    QVERIFY(!centroid(Samples(1000, 0.5F), kRate));
    QVERIFY(std::abs(*zero_crossings(sound_of(1, sine(441, 0.3)), kRate) - 882) < 3);
    QCOMPARE(*zero_crossings(Samples(100, 0.F), kRate), 0.F);
    QCOMPARE(*zero_crossings(Samples{1, 0, 0, -1}, 4), 1.F);
    QVERIFY(!zero_crossings(Samples{1}, kRate));
    QVERIFY(!loudness({}));
  }

  void the_boxes_of_the_manifests() {
    const auto loud = loaded("loudness");
    const auto high = loaded("pitch");
    const auto tone = Sound::of(sound_of(4, sine(180, 0.1)), kRate);
    QVERIFY(std::abs(ask(*loud, frame_at(2, tone)).values.at(0) + 23.01) < 0.1);
    QVERIFY(std::abs(ask(*high, frame_at(2, tone)).values.at(0) - 180) < 1.8);
    const auto silent = Sound::of(Samples(4 * kRate, 0.F), kRate);
    QCOMPARE(ask(*loud, frame_at(2, silent)).values.at(0), -96.F);
    QCOMPARE(ask(*high, frame_at(2, silent)).presence, Presence::none);
    // Outside the sound there is nothing to hear, which is not the same as silence.
    for (auto* box : {loud.get(), high.get()}) {
      QCOMPARE(ask(*box, frame_at(9, tone)).presence, Presence::none);
      QCOMPARE(ask(*box, frame_at(-3, tone)).presence, Presence::none);
    }
  }

  void the_window_is_around_the_frame() {
    // Loud from second 2 on; the window of the loudness box is one second.
    const auto loud = loaded("loudness");
    const auto sound = Sound::of(sound_of(4, [](double t) { return t < 2 ? 0 : sine(500, 0.5)(t); }), kRate);
    const double full = -9.0309;
    QCOMPARE(ask(*loud, frame_at(1.5, sound)).values.at(0), -96.F);
    QVERIFY(std::abs(ask(*loud, frame_at(1.6, sound)).values.at(0) - (full - 10)) < 0.05);
    QVERIFY(std::abs(ask(*loud, frame_at(2.0, sound)).values.at(0) - (full - 3.0103)) < 0.05);
    QVERIFY(std::abs(ask(*loud, frame_at(2.5, sound)).values.at(0) - full) < 0.05);
    // At the ends only what is there counts.
    QVERIFY(std::abs(ask(*loud, frame_at(4.0, sound)).values.at(0) - full) < 0.05);
    QVERIFY(std::abs(ask(*loud, frame_at(4.3, sound)).values.at(0) - full) < 0.05);
    // A crop of the picture changes nothing of the sound.
    const Frame whole(std::make_shared<Picture>(Picture{8, 8, 24, std::vector<std::uint8_t>(192)}), 0, 0, 2.5);
    QVERIFY(std::abs(ask(*loud, whole.with_sound(sound, 0.04).crop({1, 1, 4, 4})).values.at(0) - full) < 0.05);
  }

  void frames_it_cannot_hear() {
    const auto box = loaded("loudness");
    const auto none = ask(*box, Frame(nullptr, 0, 0, 1));
    QCOMPARE(none.presence, Presence::failed);
    QCOMPARE(none.reason, std::string("The frame has no sound."));
    const auto other = ask(*box, frame_at(1, Sound::of(Samples(8000, 0.1F), 8000)));
    QCOMPARE(other.presence, Presence::failed);
    QCOMPARE(other.reason, std::string("The sound has 8000 samples a second, the box listens to 16000."));
    const auto broken = Sound::of(Samples(kRate, std::nanf("")), kRate);
    for (const char* name : {"loudness", "pitch"}) {
      const auto output = ask(*loaded(name), frame_at(0.5, broken));
      QCOMPARE(output.presence, Presence::failed);
      QCOMPARE(output.reason, std::string("The model gave a value that is not a finite number."));
    }
  }

  void misuse_data() {
    QTest::addColumn<QString>("box");
    QTest::addColumn<QString>("patch");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* box, const char* patch, const char* says) {
      QTest::addRow("%s", name) << box << patch << says;
    };
    row("no sound", "loudness", R"([{"op":"remove","path":"/sound"}])",
        "$.sound is missing: the adapter \"sound\" listens to the sound around the frame.");
    row("no window", "loudness", R"([{"op":"remove","path":"/sound/window"}])", "$.sound.window is missing.");
    row("window of nothing", "loudness", R"([{"op":"replace","path":"/sound/window","value":0}])", "$.sound.window");
    row("window of an hour", "loudness", R"([{"op":"replace","path":"/sound/window","value":3600}])", "$.sound.window");
    row("window in words", "loudness", R"([{"op":"replace","path":"/sound/window","value":"1 s"}])",
        "$.sound.window must be a number.");
    row("rate", "loudness", R"([{"op":"replace","path":"/sound/rate","value":100}])", "$.sound.rate");
    row("unknown field", "loudness", R"([{"op":"add","path":"/sound/channels","value":2}])",
        "$.sound.channels is an unknown field.");
    row("unknown measure", "loudness", R"([{"op":"replace","path":"/settings/measure","value":"tempo"}])",
        "$.settings.measure must be one of");
    row("no measure", "loudness", R"([{"op":"remove","path":"/settings/measure"}])", "$.settings.measure is missing");
    row("setting of another measure", "loudness", R"([{"op":"add","path":"/settings/low","value":60}])",
        "$.settings.low is not known to this measure");
    row("low above high", "pitch", R"([{"op":"replace","path":"/settings/low","value":800}])",
        "$.settings.low must be below \"high\".");
    row("weights", "pitch", R"([{"op":"add","path":"/weights","value":[{"path":"a"}]}])", "$.weights names 1 files");
    row("head", "pitch", R"([{"op":"add","path":"/head","value":{"kind":"values"}}])",
        "$.head is not known to the adapter \"sound\": it listens.");
    row("input", "pitch", R"([{"op":"add","path":"/input","value":{"width":8,"height":8}}])",
        "$.input is not known to the adapter \"sound\": it listens.");
    row("crop", "pitch", R"([{"op":"add","path":"/crop","value":{"by":"face.json"}}])",
        "$.crop: a box that listens has no region of the picture to look at.");
    row("words of a number", "pitch", R"([{"op":"replace","path":"/reducer","value":{"kind":"words"}}])",
        "$.reducer.kind \"words\" makes no output of the task regression.");
    row("a number of words", "pitch", R"([{"op":"replace","path":"/output","value":{"task":"sequence"}}])",
        "$.reducer.kind \"scalar\" makes no output of the task sequence.");
    row("width of words", "pitch",
        R"([{"op":"replace","path":"/output","value":{"task":"sequence","width":3}},
            {"op":"replace","path":"/reducer","value":{"kind":"words"}}])",
        "has words and no values: its width is 0");
    row("a picture box with sound", "hog", R"([{"op":"add","path":"/sound","value":{"window":1}}])",
        "$.sound is not known to the adapter \"opencv-hog\": it looks at pictures.");
    row("recogniser at another rate", "words", R"([{"op":"replace","path":"/sound/rate","value":8000}])",
        "$.sound.rate must be 16000 for PocketSphinx.");
    row("recogniser without models", "words", R"([{"op":"remove","path":"/weights"}])",
        "$.weights names 0 files; the adapter \"pocketsphinx\" needs 3 or 16.");
    row("endless utterances", "words", R"([{"op":"replace","path":"/settings/longest","value":300}])",
        "$.settings.longest");
    row("setting of another adapter", "words", R"([{"op":"add","path":"/settings/scale","value":2}])",
        "$.settings.scale is not known to the adapter \"pocketsphinx\".");
  }
  void misuse() {
    QFETCH(QString, box);
    QFETCH(QString, patch);
    QFETCH(QString, says);
    std::ifstream in(manifest_file(box.toStdString()));
    const auto document = nlohmann::json::parse(in).patch(nlohmann::json::parse(patch.toStdString()));
    ManifestOptions options;
    options.check_weights = false;
    const auto manifest = parse_manifest(document.dump(), manifest_file(box.toStdString()).parent_path(), options);
    QVERIFY2(!manifest.has_value(), "it was taken");
    const auto text = QString::fromStdString(manifest.error().text());
    if (manifest.error().kind == ErrorKind::unsupported) QSKIP(qPrintable(text));
    QVERIFY2(text.contains(says), qPrintable(text));
  }

  void what_is_heard_is_part_of_the_box() {
    std::ifstream in(manifest_file("loudness"));
    auto document = nlohmann::json::parse(in);
    const auto hash = [&] { return *content_hash(*parse_manifest(document.dump(), {})); };
    std::set<std::string> hashes{hash()};
    document["sound"]["window"] = 2;
    hashes.insert(hash());
    document["sound"]["rate"] = 8000;
    hashes.insert(hash());
    document["settings"]["measure"] = "zero_crossings";
    document["settings"].erase("floor");
    hashes.insert(hash());
    QCOMPARE(hashes.size(), std::size_t{4});
    document["title"] = "Another title";
    QVERIFY(hashes.contains(hash()));
  }

  void a_manifest_is_tried_on_sound() {
    const auto check = check_box(*read_manifest(manifest_file("pitch")));
    QVERIFY2(check.has_value(), check ? "" : check.error().text().c_str());
    std::string all;
    for (const auto& line : check->lines) all += line + "\n";
    for (const char* part : {"0.5 s of sound around the frame, 16000 Hz", "silence  no output", "hum      220 Hz"})
      QVERIFY2(all.find(part) != std::string::npos, all.c_str());
    QVERIFY(check->notes.empty());
  }

  void each_utterance_is_recognised_once_data() {
    QTest::addColumn<int>("threads");
    QTest::addColumn<bool>("backwards");
    QTest::newRow("one thread") << 1 << false;
    QTest::newRow("one thread, backwards") << 1 << true;
    QTest::newRow("two threads") << 2 << false;
    QTest::newRow("four threads, backwards") << 4 << true;
  }
  void each_utterance_is_recognised_once() {
    QFETCH(int, threads);
    QFETCH(bool, backwards);
    const auto sound = paused_noise();
    Parrot alone;
    Transcript reference;
    const auto words_at = [&](Transcript& transcript, Parrot& parrot, double t) {
      auto heard = transcript.words(*sound, t - 1, t + 1, {}, parrot.recogniser());
      return heard ? heard->words : Words{"failed: " + heard.error().what};
    };
    std::vector<Words> expected;
    for (int i = 0; i < 120; ++i) expected.push_back(words_at(reference, alone, i * 0.5));
    // Pauses are at 4.5 to 5, 9.5 to 10, ...: utterances of five seconds.
    QCOMPARE(alone.calls.load(), 12);
    // Two seconds from second 9 on, a word every half second, one perhaps lost where an utterance ends.
    QVERIFY(expected[20].size() == 3 || expected[20].size() == 4);
    const int first = std::stoi(expected[20].front().substr(1));  // tenths of a second
    QVERIFY2(first >= 88 && first < 98, expected[20].front().c_str());

    Parrot parrot;
    parrot.takes = std::chrono::milliseconds(20);
    Transcript transcript;
    std::vector<Words> found(expected.size());
    {
      std::atomic<int> next{0};
      std::vector<std::jthread> pool;
      for (int t = 0; t < threads; ++t)
        pool.emplace_back([&] {
          for (int k = next++; k < 120; k = next++) {
            const int i = backwards ? 119 - k : k;
            found[static_cast<std::size_t>(i)] = words_at(transcript, parrot, i * 0.5);
          }
        });
    }
    QCOMPARE(parrot.calls.load(), 12);
    QCOMPARE(found, expected);
    QVERIFY(parrot.most_at_once.load() <= threads);
  }

  void the_words_of_a_window() {
    // Words at 0.0-0.4, 0.5-0.9, ...: a word belongs to the window that its middle is in.
    const auto sound = Sound::of(noise(6, 0.2), kRate, 1.0);  // begins at second 1
    Transcript transcript;
    Parrot parrot;
    const auto words = [&](double from, double to) {
      return transcript.words(*sound, from, to, {}, parrot.recogniser())->words;
    };
    QCOMPARE(words(0, 1), Words{});
    QCOMPARE(words(0, 1.3), (Words{"w10"}));
    QCOMPARE(words(1.25, 2.1), (Words{"w15"}));
    QCOMPARE(words(1.1, 1.8), (Words{"w10", "w15"}));
    QCOMPARE(words(20, 22), Words{});
    QCOMPARE(parrot.calls.load(), 1);
  }

  void silence_has_no_words() {
    Transcript transcript;
    Parrot parrot;
    auto samples = noise(30, 0.2);
    std::fill(samples.begin() + 5 * kRate, samples.begin() + 25 * kRate, 0.F);
    const auto sound = Sound::of(std::move(samples), kRate);
    QVERIFY(transcript.words(*sound, 10, 20, {}, parrot.recogniser())->words.empty());
    QCOMPARE(parrot.calls.load(), 0);
    QVERIFY(!transcript.words(*sound, 0, 2, {}, parrot.recogniser())->words.empty());
    Transcript nothing;
    QVERIFY(nothing.words(*Sound::of({}, kRate), 0, 2, {}, parrot.recogniser())->words.empty());
  }

  void what_a_second_costs() {
    Transcript transcript;
    Parrot parrot;
    parrot.takes = std::chrono::milliseconds(100);
    const auto heard = transcript.words(*paused_noise(), 0, 4, {}, parrot.recogniser());
    QVERIFY(heard.has_value());
    // One utterance of 4.7 to 5 seconds took a tenth of a second, and more where the machine is busy.
    QVERIFY2(heard->seconds_per_second >= 0.1 / 5 && heard->seconds_per_second < 2,
             qPrintable(QString::number(heard->seconds_per_second)));
    const auto again = transcript.words(*paused_noise(), 0, 4, {}, parrot.recogniser());
    QCOMPARE(again->seconds_per_second, heard->seconds_per_second);  // known now, and still the price of it
  }

  void a_failure_belongs_to_its_utterance() {
    Transcript transcript;
    const auto sound = paused_noise();
    int calls = 0;
    const Recogniser fails_once = [&](const SoundPart& part, int,
                                      const std::stop_token&) -> Result<std::vector<TimedWord>> {
      ++calls;
      if (part.first == 0) return fail(ErrorKind::failed, "No.");
      return std::vector<TimedWord>{{0.5, 0.6, "yes"}};
    };
    for (int i = 0; i < 2; ++i) {
      const auto bad = transcript.words(*sound, 1, 2, {}, fails_once);
      QVERIFY(!bad.has_value());
      QCOMPARE(bad.error().what, std::string("No."));
    }
    QCOMPARE(calls, 1);
    QCOMPARE(transcript.words(*sound, 4.9, 9, {}, fails_once)->words, Words{"yes"});
  }

  void a_stopped_utterance_is_taken_up_again() {
    Transcript transcript;
    const auto sound = paused_noise();
    std::stop_source stop;
    int calls = 0;
    const Recogniser stops = [&](const SoundPart&, int,
                                 const std::stop_token& token) -> Result<std::vector<TimedWord>> {
      ++calls;
      stop.request_stop();
      if (token.stop_requested()) return stopped();
      return std::vector<TimedWord>{{0.5, 0.6, "never"}};
    };
    const auto first = transcript.words(*sound, 0, 2, {}, stops, stop.get_token());
    QVERIFY(!first.has_value());
    QCOMPARE(first.error().kind, ErrorKind::stopped);
    QCOMPARE(calls, 1);
    Parrot parrot;
    QVERIFY(!transcript.words(*sound, 0, 2, {}, parrot.recogniser())->words.empty());
    QCOMPARE(parrot.calls.load(), 1);
  }

  void who_would_wait_goes_ahead() {
    Transcript transcript;
    const auto sound = paused_noise();
    std::atomic<int> begun{0};
    // The first utterance ends only when another one has begun: both threads want only the first.
    const Recogniser waits = [&](const SoundPart&, int, const std::stop_token&) -> Result<std::vector<TimedWord>> {
      const int number = ++begun;
      for (int i = 0; number == 1 && begun < 2 && i < 20000; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      return std::vector<TimedWord>{{0.5, 0.6, begun >= 2 ? "helped" : "alone"}};
    };
    std::array<Words, 2> found;
    {
      std::vector<std::jthread> pool;
      for (auto& words : found)
        pool.emplace_back([&] { words = transcript.words(*sound, 0, 2, {}, waits).value_or(Heard{}).words; });
    }
    QCOMPARE(found[0], Words{"helped"});
    QCOMPARE(found[1], Words{"helped"});
  }

  void a_waiting_thread_obeys_stop() {
    Transcript transcript;
    const auto sound = Sound::of(noise(3, 0.2), kRate);  // one utterance: nothing to go ahead with
    std::atomic<bool> begun{false};
    std::atomic<bool> go_on{false};
    const Recogniser held = [&](const SoundPart&, int, const std::stop_token&) -> Result<std::vector<TimedWord>> {
      begun = true;
      while (!go_on) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      return std::vector<TimedWord>{};
    };
    std::jthread other([&] { (void)transcript.words(*sound, 0, 2, {}, held); });
    while (!begun) std::this_thread::yield();
    std::stop_source stop;
    std::jthread stopper([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      stop.request_stop();
    });
    const auto heard = transcript.words(*sound, 0, 2, {}, held, stop.get_token());  // the other one is still at it
    go_on = true;
    QVERIFY(!heard.has_value());
    QCOMPARE(heard.error().kind, ErrorKind::stopped);
  }

  void real_speech() {
    if (const auto why = why_no_speech(); !why.isEmpty()) QSKIP(qPrintable("words on Megamind.avi: " + why));
    const auto sound = speech();
    // Two instances on two threads, each half of the frames.
    std::map<int, Answer> answers;
    std::mutex mutex;
    {
      std::atomic<int> next{0};
      std::vector<std::jthread> pool;
      for (int t = 0; t < 2; ++t)
        pool.emplace_back([&] {
          const auto box = loaded("words");
          for (int i = next++; i < 12; i = next++) {
            const Frame frame = frame_at(i, sound, 1.0 / 24);
            auto found = box->run(std::span(&frame, 1));
            const std::lock_guard lock(mutex);
            if (found && found->size() == 1) answers[i] = found->front();
          }
        });
    }
    QCOMPARE(answers.size(), std::size_t{12});
    std::string all;
    for (const auto& [second, answer] : answers) {
      QVERIFY2(answer.output.presence != Presence::failed, answer.output.reason.c_str());
      QVERIFY(answer.seconds.has_value());
      QVERIFY(answer.output.presence == Presence::present || second == 12);
      for (const auto& word : answer.output.words) {
        all += " " + word;
        for (const char c : word)
          QVERIFY2((c >= 'a' && c <= 'z') || c == '\'' || c == '-' || c == '.', word.c_str());  // no marks, lower case
      }
      QVERIFY(*answer.seconds > 0);
    }
    all += " ";
    for (const char* word : {"cover", "person", "outside", "judge", "based", "actions"})
      QVERIFY2(all.find(" " + std::string(word) + " ") != std::string::npos, all.c_str());
    // In time: "from the outside" is spoken at 3.4 to 4.3 s, "based on their actions" at 6.9 to 8 s.
    const auto has = [&](int second, const char* word) {
      const auto& words = answers[second].output.words;
      return std::find(words.begin(), words.end(), word) != words.end();
    };
    QVERIFY(has(4, "outside"));
    QVERIFY(!has(6, "outside"));
    QVERIFY(has(7, "based"));
    QVERIFY(!has(5, "based"));
    // An instance that comes later gets the same from what is known.
    const auto box = loaded("words");
    const auto before = std::clock();
    for (int i = 0; i < 12; ++i) QCOMPARE(ask(*box, frame_at(i, sound, 1.0 / 24)).words, answers[i].output.words);
    QVERIFY2(std::clock() - before < CLOCKS_PER_SEC, "recognising it again takes ten times that");
    // A frame's cost is its share of the recognition: half as many frames, each at twice the cost.
    const auto cost = [&](double step) {
      const Frame frame = frame_at(5, sound, step);
      return *box->run(std::span(&frame, 1))->front().seconds;
    };
    QVERIFY(std::abs(cost(2.0 / 24) / cost(1.0 / 24) - 2) < 1e-9);
  }

  void the_recogniser_keeps_quiet() {
    if (const auto why = why_no_speech(); !why.isEmpty()) QSKIP(qPrintable("words: " + why));
    QTemporaryFile said;
    QVERIFY(said.open());
    const int kept = dup(STDERR_FILENO);
    dup2(said.handle(), STDERR_FILENO);
    (void)loaded("words");
    dup2(kept, STDERR_FILENO);
    close(kept);
    said.seek(0);
    QCOMPARE(said.readAll(), QByteArray());
  }

  void damaged_models_data() {
    QTest::addColumn<int>("weight");
    QTest::addColumn<bool>("summed");  // the manifest names its SHA-256
    QTest::addColumn<QString>("says");
    QTest::newRow("acoustic model") << 0 << true << "are not those of the manifest: their SHA-256 is";
    QTest::newRow("language model") << 1 << true << "are not those of the manifest: their SHA-256 is";
    QTest::newRow("language model without a sum") << 1 << false << "PocketSphinx cannot read its models";
  }
  void damaged_models() {
    QFETCH(int, weight);
    QFETCH(bool, summed);
    QFETCH(QString, says);
    if (const auto why = why_no_speech(); !why.isEmpty()) QSKIP(qPrintable("words: " + why));
    QTemporaryDir dir;
    std::ifstream in(manifest_file("words"));
    auto document = nlohmann::json::parse(in);
    const auto bad = std::filesystem::path(dir.path().toStdString()) / "bad";
    std::ofstream(bad) << "no model";
    auto& entry = document["weights"][static_cast<std::size_t>(weight)];
    entry["path"] = bad.string();
    if (!summed) entry.erase("sha256");
    ManifestOptions options;
    options.check_weights = false;
    const auto manifest = parse_manifest(document.dump(), {}, options);
    QVERIFY(manifest.has_value());
    auto box = make_black_box(*manifest);
    QVERIFY(box.has_value());
    const auto done = (*box)->load();
    QVERIFY(!done.has_value());
    QVERIFY2(QString::fromStdString(done.error().text()).contains(says), done.error().text().c_str());
  }

  void a_stop_ends_recognition() {
    if (const auto why = why_no_speech(); !why.isEmpty()) QSKIP(qPrintable("words on Megamind.avi: " + why));
    std::stop_source stop;
    const auto box = loaded("words", BoxOptions{.stop = stop.get_token()});
    const auto sound = speech();
    std::clock_t asked = 0;  // the process's own time, which other programs do not lengthen
    std::jthread stopper([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      asked = std::clock();
      stop.request_stop();
    });
    const Frame frame = frame_at(5, sound);
    const auto answers = box->run(std::span(&frame, 1));
    stopper.join();
    QVERIFY(!answers.has_value());
    QCOMPARE(answers.error().kind, ErrorKind::stopped);
    QVERIFY2(std::clock() - asked < 2 * CLOCKS_PER_SEC, "the utterance alone takes longer");
  }
};

QTEST_GUILESS_MAIN(SoundBoxesTest)
#include "test_sound_boxes.moc"
