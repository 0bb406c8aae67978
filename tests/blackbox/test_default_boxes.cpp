// blackbox: the default black boxes on frames of Debian's clips. What has not been fetched is skipped by name.
#include <QFileInfo>
#include <QTest>
#include <cmath>
#include <map>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "blackbox/black_box.h"
#include "media/sound.h"
#include "media/video.h"
#include "need_openvino.h"

using namespace mlink::rooms;

namespace {

QString clip(const QString& name) {
  const QString cache = QString::fromStdString((default_model_cache() / "clips").string());
  for (const QString& folder : {QStringLiteral("/usr/share/doc/opencv-doc/examples/data"), cache})
    if (QFileInfo::exists(folder + "/" + name)) return folder + "/" + name;
  return {};
}

std::filesystem::path manifest_file(const char* box) {
  return std::filesystem::path(MLINK_SOURCE_DIR) / "resources/boxes" / (std::string(box) + ".json");
}

/// Frames of a clip, read once.
const std::vector<Frame>& frames_of(const QString& path, const std::vector<std::int64_t>& ordinals) {
  static std::map<QString, std::vector<Frame>> known;
  auto& frames = known[path];
  if (!frames.empty()) return frames;
  auto reader = VideoReader::open(path.toStdString());
  for (const auto ordinal : ordinals) {
    if (!reader) break;
    if (auto frame = reader->at(ordinal)) frames.push_back(*frame);
  }
  return frames;
}
const std::vector<Frame>& street() { return frames_of(clip("vtest.avi"), {0, 100, 300, 500, 700}); }
const std::vector<Frame>& dialogue() { return frames_of(clip("Megamind.avi"), {10, 60, 120, 180, 240}); }

struct Loaded {
  std::unique_ptr<BlackBox> box;
  QString missing;  ///< why it is not there
};
Loaded load(const char* name) {
  const auto manifest = read_manifest(manifest_file(name));
  if (!manifest && manifest.error().kind == ErrorKind::not_found)
    return {nullptr, QString::fromStdString(manifest.error().text())};
  if (!manifest) qFatal("%s", manifest.error().text().c_str());
  auto box = make_black_box(*manifest);
  if (!box) qFatal("%s", box.error().text().c_str());
  if (const auto done = (*box)->load(); !done) qFatal("%s", done.error().text().c_str());
  return {std::move(*box), {}};
}

}  // namespace

// Skips, by name, what this machine does not have.
#define NEED(loaded, clip_name, frames)                                                   \
  if (!(loaded).box) QSKIP(qPrintable((loaded).missing));                                 \
  if (clip(clip_name).isEmpty()) QSKIP(clip_name " of Debian's opencv-doc is not there"); \
  QVERIFY((frames).size() == 5)

class TestDefaultBoxes : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void street_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("least");
    QTest::addColumn<double>("most");
    QTest::addRow("persons") << "persons" << 3.0 << 10.0;
    QTest::addRow("pose") << "pose" << 1.0 << 6.0;
    QTest::addRow("hog") << "hog" << 1.0 << 12.0;
    QTest::addRow("selfie") << "selfie" << 0.0 << 0.5;
  }
  void street() {
    QFETCH(QString, name);
    QFETCH(double, least);
    QFETCH(double, most);
    const auto loaded = load(name.toLatin1().constData());
    NEED(loaded, "vtest.avi", ::street());
    const auto answers = loaded.box->run(::street());
    QVERIFY(answers.has_value() && answers->size() == 5);
    for (const auto& answer : *answers) {
      QVERIFY2(answer.output.presence == Presence::present, answer.output.reason.c_str());
      const double value = answer.output.values.at(0);
      QVERIFY2(value >= least && value <= most, qPrintable(QString("%1: %2").arg(name).arg(value)));
      if (loaded.box->spec().task != Task::count) continue;
      if (name == "pose")
        QCOMPARE(static_cast<double>(answer.marks.poses.size()), value);
      else
        QVERIFY(static_cast<double>(answer.marks.boxes.size()) >= value);  // persons: other classes are marked too
    }
  }

  // The same networks through LibTorch and through OpenVINO: the same answers, but for rounding.
  void engines_data() {
    QTest::addColumn<bool>("outdoors");
    for (const char* name : {"persons", "pose", "selfie"}) QTest::addRow("%s", name) << true;
    for (const char* name : {"objects", "face", "emotion", "age"}) QTest::addRow("%s", name) << false;
  }
  void engines() {
    NEED_OPENVINO;
    QFETCH(bool, outdoors);
    const std::string name = QTest::currentDataTag();
    const auto torch = load(name.c_str());
    const auto openvino = load(("openvino/" + name).c_str());
    const auto& frames = outdoors ? ::street() : dialogue();
    NEED(torch, "vtest.avi", frames);
    if (!openvino.box) QSKIP(qPrintable(openvino.missing));
    const auto a = torch.box->run(frames);
    const auto b = openvino.box->run(frames);
    QVERIFY(a.has_value() && b.has_value() && a->size() == b->size());
    for (std::size_t i = 0; i < a->size(); ++i) {
      const auto& x = a->at(i).output;
      const auto& y = b->at(i).output;
      QCOMPARE(x.presence, y.presence);
      QCOMPARE(x.values.size(), y.values.size());
      for (std::size_t k = 0; k < x.values.size(); ++k) {
        const double apart = std::abs(x.values[k] - y.values[k]) / std::max(1.F, std::abs(x.values[k]));
        QVERIFY2(apart < 1e-3,
                 qPrintable(QString("frame %1, value %2: %3 and %4").arg(i).arg(k).arg(x.values[k]).arg(y.values[k])));
      }
    }
  }

  // Silero VAD on the clip's own sound against a whole second of silence.
  void speech() {
    NEED_OPENVINO;
    const auto loaded = load("speech");
    NEED(loaded, "Megamind.avi", dialogue());
    const auto sound = Sound::open(clip("Megamind.avi").toStdString(), {});
    QVERIFY(sound.has_value());
    int spoken = 0;
    for (const auto& frame : dialogue()) {
      const auto answers = loaded.box->run(std::vector{frame.with_sound(*sound, .04)});
      QVERIFY(answers.has_value());
      const auto& output = answers->front().output;
      QVERIFY2(output.presence == Presence::present, output.reason.c_str());
      QVERIFY(output.values[0] >= 0 && output.values[0] <= 1);
      if (output.values[0] > .5) ++spoken;
    }
    QVERIFY2(spoken >= 2, qPrintable(QString("%1 of 5 frames with speech").arg(spoken)));
    const Frame silent = dialogue()[0].with_sound(Sound::of(std::vector<float>(32000, 0.F), 16000), .04);
    const auto silence = loaded.box->run(std::span(&silent, 1));
    QVERIFY(silence.has_value() && silence->front().output.values.at(0) < .2);
  }

  // PP-OCR on words that are written here, black on white, on a picture of no word.
  void text() {
    NEED_OPENVINO;
    const auto count = load("text-boxes");
    const auto reader = load("text");
    if (!count.box || !reader.box) QSKIP(qPrintable(count.missing + reader.missing));
    const auto written = [](const std::vector<std::pair<const char*, cv::Point>>& lines) {
      cv::Mat sheet(480, 640, CV_8UC3, cv::Scalar::all(255));
      for (const auto& [line, place] : lines)
        cv::putText(sheet, line, place, cv::FONT_HERSHEY_SIMPLEX, 1.5, cv::Scalar::all(0), 3, cv::LINE_AA);
      auto picture = std::make_shared<Picture>();
      *picture = {640, 480, 1920, std::vector<std::uint8_t>(sheet.data, sheet.data + sheet.total() * 3)};
      return Frame(std::move(picture), 0, 0, 0);
    };
    const std::vector<Frame> frames{written({}), written({{"EXIT 42", {60, 120}}}),
                                    written({{"EXIT 42", {60, 120}}, {"north", {330, 400}}})};
    const auto counts = count.box->run(frames);
    const auto words = reader.box->run(frames);
    QVERIFY(counts.has_value() && words.has_value());
    for (std::size_t i = 0; i < 3; ++i) QCOMPARE(counts->at(i).output.values.at(0), static_cast<float>(i));
    QCOMPARE(words->at(0).output.presence, Presence::none);
    for (const std::size_t i : {std::size_t{1}, std::size_t{2}}) {
      std::string read;
      for (const auto& word : words->at(i).output.words) read += (read.empty() ? "" : " ") + word;
      QCOMPARE(QString::fromStdString(read), QString("EXIT 42"));
    }
  }

  void personsStandWhereTheyWalk() {
    const auto loaded = load("persons");
    NEED(loaded, "vtest.avi", ::street());
    const auto answers = loaded.box->run(std::span(::street()).first(1));
    QVERIFY(answers.has_value());
    int persons = 0;
    int upright = 0;
    for (const auto& box : answers->front().marks.boxes) {
      QVERIFY(box.x >= 0 && box.y >= 0 && box.x + box.width <= 1.0001F && box.y + box.height <= 1.0001F);
      if (box.label != "person") continue;
      ++persons;
      if (box.height * 576 > box.width * 768) ++upright;
    }
    // Who walks is taller than wide; one stone of this yard is taken for a person.
    QVERIFY2(upright >= 3 && upright >= persons - 2, qPrintable(QString("%1 of %2 upright").arg(upright).arg(persons)));
  }

  void faces() {
    const auto loaded = load("face");
    NEED(loaded, "Megamind.avi", dialogue());
    const auto answers = loaded.box->run(dialogue());
    QVERIFY(answers.has_value());
    int found = 0;
    for (const auto& answer : *answers) {
      QVERIFY2(answer.output.presence == Presence::present, answer.output.reason.c_str());
      const auto& v = answer.output.values;
      if (v.at(4) == 0) continue;
      ++found;
      QVERIFY(v[4] > 0.5F && v[2] > 0.05F && v[3] > 0.05F && v[0] + v[2] <= 1.0001F && v[1] + v[3] <= 1.0001F);
    }
    QVERIFY2(found >= 4, qPrintable(QString("a face in %1 of 5 frames").arg(found)));
  }

  void noFacesInTheStreet() {
    const auto loaded = load("emotion");
    NEED(loaded, "vtest.avi", ::street());
    const auto answers = loaded.box->run(::street());
    QVERIFY(answers.has_value());
    for (const auto& answer : *answers) QVERIFY(answer.output.presence == Presence::none);
  }

  void emotionIsADistribution() {
    const auto loaded = load("emotion");
    NEED(loaded, "Megamind.avi", dialogue());
    const auto answers = loaded.box->run(dialogue());
    QVERIFY(answers.has_value());
    int present = 0;
    for (const auto& answer : *answers) {
      if (answer.output.presence == Presence::none) continue;
      QVERIFY2(answer.output.presence == Presence::present, answer.output.reason.c_str());
      ++present;
      double sum = 0;
      for (const float p : answer.output.values) sum += p;
      QVERIFY(std::abs(sum - 1) < 1e-3);
      QVERIFY(!answer.marks.boxes.empty());
    }
    QVERIFY(present >= 4);
  }

  void ageIsAnAge() {
    const auto loaded = load("age");
    NEED(loaded, "Megamind.avi", dialogue());
    const auto answers = loaded.box->run(dialogue());
    QVERIFY(answers.has_value());
    double sum = 0;
    int present = 0;
    for (const auto& answer : *answers) {
      if (answer.output.presence != Presence::present) continue;
      sum += answer.output.values.at(0);
      ++present;
    }
    QVERIFY(present >= 4);
    QVERIFY2(std::abs(sum / present - 29) < 8, qPrintable(QString("mean age %1").arg(sum / present)));  // 29 +- 3.5
  }

  void objectsNameAPerson() {
    const auto loaded = load("objects");
    NEED(loaded, "Megamind.avi", dialogue());
    const auto answers = loaded.box->run(dialogue());
    QVERIFY(answers.has_value());
    int persons = 0;
    for (const auto& answer : *answers) {
      QCOMPARE(answer.output.values.size(), std::size_t{80});
      if (answer.output.values[0] > 0.3F) ++persons;
    }
    QVERIFY2(persons >= 3, qPrintable(QString("a person in %1 of 5 frames").arg(persons)));
  }

  void haarFindsFaces() {
    const auto loaded = load("haar");
    NEED(loaded, "Megamind.avi", dialogue());
    const auto answers = loaded.box->run(dialogue());
    QVERIFY(answers.has_value());
    float all = 0;
    for (const auto& answer : *answers) {
      QVERIFY2(answer.output.presence == Presence::present, answer.output.reason.c_str());
      QVERIFY(answer.output.values.at(0) <= 6);
      all += answer.output.values.at(0);
    }
    QVERIFY2(all >= 1, "no face in any of five frames");
  }

  void brisqueTellsNoiseFromAPicture() {
    const auto loaded = load("brisque");
    NEED(loaded, "vtest.avi", ::street());
    auto noise = std::make_shared<Picture>();
    noise->width = 320;
    noise->height = 240;
    noise->stride = 960;
    noise->rgb.resize(960 * 240);
    std::uint32_t state = 1;
    for (auto& value : noise->rgb) value = static_cast<std::uint8_t>((state = state * 1664525U + 1013904223U) >> 24U);
    const std::vector<Frame> both{::street().front(), Frame(noise, 0, 0, 0)};
    const auto answers = loaded.box->run(both);
    QVERIFY(answers.has_value() && answers->size() == 2);
    for (const auto& answer : *answers)
      QVERIFY2(answer.output.presence == Presence::present, answer.output.reason.c_str());
    QVERIFY((*answers)[1].output.values.at(0) > (*answers)[0].output.values.at(0) + 10);  // higher is worse
  }
};

QTEST_GUILESS_MAIN(TestDefaultBoxes)
#include "test_default_boxes.moc"
