// baselines: the student of knowledge distillation on synthetic pictures whose content is known.
#include <QTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>
#include <thread>

#include "base/random.h"
#include "methods/kd_student.h"

using namespace mlink::rooms;

namespace {

constexpr int kSide = 32;

StudentSettings quick() {
  StudentSettings settings;
  settings.side = kSide;
  settings.channels = 8;
  settings.hidden = 16;
  settings.epochs = 30;
  return settings;
}

OutputSpec spec_of(Task task) {
  switch (task) {
    case Task::single_label:
    case Task::multi_label: return {task, 3, {"a", "b", "c"}, 0.5, ""};
    case Task::localization: return {task, 5, {}, 0.5, ""};
    case Task::regression: return {task, 1, {}, 0.1, "share"};
    case Task::count: return {task, 1, {}, 0.5, "spots"};
    case Task::sequence: return {task, 0, {}, 0.5, ""};
  }
  return {};
}

std::vector<float> said_of(Task task, int spots) {
  const auto n = static_cast<float>(spots);
  switch (task) {
    case Task::single_label: {
      std::vector<float> p(3, 0.05F);
      p[static_cast<std::size_t>(std::min(spots, 2))] = 0.9F;
      return p;
    }
    case Task::multi_label: return {spots > 0 ? 0.9F : 0.1F, spots > 1 ? 0.9F : 0.1F, spots > 2 ? 0.9F : 0.1F};
    case Task::localization:
      if (spots == 0) return {0, 0, 0, 0, 0};
      return {0, 0, 0.25F * n, 1, 0.9F};
    case Task::regression: return {0.25F * n};
    case Task::count: return {n};
    case Task::sequence: return {};
  }
  return {};
}

/// Pictures of 0 to 3 bright stripes on noise, and a box that says how many; or one that says anything (noise).
struct Scene {
  Pictures pictures;
  OutputColumn column;

  Scene(Task task, std::size_t rows, bool planted, std::uint64_t seed = 3) : pictures(make_pictures(rows, kSide)) {
    column.box = "spots";
    column.spec = spec_of(task);
    Random random(seed);
    Random other(seed + 1);
    for (std::size_t row = 0; row < rows; ++row) {
      const auto spots = static_cast<int>(random.below(4));
      auto* pixel = pictures.pixels.data() + row * pictures.size();
      for (int i = 0; i < 3 * kSide * kSide; ++i) {
        const bool bright = (i % kSide) / (kSide / 4) < spots;
        pixel[i] = static_cast<std::uint8_t>((bright ? 180 : 60) + static_cast<int>(random.below(40)));
      }
      pictures.there[row] = true;
      const auto values = said_of(task, planted ? spots : static_cast<int>(other.below(4)));
      column.values.insert(column.values.end(), values.begin(), values.end());
      column.presence.push_back(Presence::present);
      if (task == Task::sequence) column.words.emplace_back(static_cast<std::size_t>(spots), "spot");
    }
  }
};

std::vector<std::size_t> rows_of(std::size_t begin, std::size_t end) {
  std::vector<std::size_t> rows(end - begin);
  std::iota(rows.begin(), rows.end(), begin);
  return rows;
}

double p_of(const OutputColumn& column, const Predictions& said, const std::vector<std::size_t>& rows) {
  return evaluate(column, rows, said, 0).p;
}

bool finite(const Predictions& said) {
  return std::all_of(said.values.begin(), said.values.end(), [](float v) { return std::isfinite(v); });
}

}  // namespace

class TestStudent : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void isStored_data() {
    QTest::addColumn<int>("task");
    for (const Task task : {Task::single_label, Task::multi_label, Task::localization, Task::regression, Task::count})
      QTest::addRow("%s", std::string(to_string(task)).c_str()) << static_cast<int>(task);
  }
  /// A student read back says bit for bit what it said.
  void isStored() {
    QFETCH(int, task);
    const Scene scene(static_cast<Task>(task), 60, true);
    StudentSettings settings = quick();
    settings.epochs = 3;
    const auto student = Student::train(scene.pictures, scene.column, 40, settings);
    QVERIFY(student.has_value());
    const auto again = Student::from_bytes(student->to_bytes());
    QVERIFY2(again.has_value(), again ? "" : again.error().text().c_str());
    QCOMPARE(again->best_epoch(), student->best_epoch());
    QCOMPARE(again->parameters(), student->parameters());
    QVERIFY(again->predict(scene.pictures, rows_of(0, 60)).values ==
            student->predict(scene.pictures, rows_of(0, 60)).values);
    for (const std::string& bytes : {std::string(), std::string("abc"), student->to_bytes().substr(0, 100)})
      QVERIFY(!Student::from_bytes(bytes).has_value());
  }

  void learns_what_the_picture_shows_data() {
    QTest::addColumn<int>("task");
    QTest::newRow("count") << int(Task::count);
    QTest::newRow("regression") << int(Task::regression);
    QTest::newRow("single label") << int(Task::single_label);
    QTest::newRow("multi label") << int(Task::multi_label);
    QTest::newRow("box") << int(Task::localization);
  }
  void learns_what_the_picture_shows() {
    QFETCH(int, task);
    const Scene scene(static_cast<Task>(task), 260, true);
    const auto student = Student::train(scene.pictures, scene.column, 160, quick());
    QVERIFY2(student.has_value(), student ? "" : student.error().text().c_str());
    QVERIFY(student->best_epoch() > 0);
    QCOMPARE(student->trained_frames(), std::int64_t{160});
    const auto test = rows_of(160, 260);
    const auto said = student->predict(scene.pictures, test);
    const double p = p_of(scene.column, said, test);
    const double prior = p_of(scene.column, student->prior(test.size()), test);
    QVERIFY2(p > prior + 0.3, qPrintable(QString("p %1, prior %2").arg(p).arg(prior)));
  }

  // Pictures that tell nothing of the output: on the inner rows the best of the epochs may be lucky, on the test rows
  // it is the prior within its noise.
  void says_about_the_prior_on_noise() {
    const Scene scene(Task::count, 600, false);
    const auto student = Student::train(scene.pictures, scene.column, 300, quick());
    QVERIFY(student.has_value());
    const auto test = rows_of(300, 600);
    const double p = p_of(scene.column, student->predict(scene.pictures, test), test);
    const double prior = p_of(scene.column, student->prior(test.size()), test);
    QVERIFY2(std::abs(p - prior) < 0.1, qPrintable(QString("p %1, prior %2").arg(p).arg(prior)));
  }

  void a_seed_makes_one_student() {
    const Scene scene(Task::single_label, 90, true);
    auto settings = quick();
    settings.epochs = 4;
    const auto rows = rows_of(60, 90);
    const auto once = Student::train(scene.pictures, scene.column, 60, settings);
    QVERIFY(once.has_value());
    std::vector<float> from_a_thread;
    std::thread([&] {
      const auto again = Student::train(scene.pictures, scene.column, 60, settings);
      if (again) from_a_thread = again->predict(scene.pictures, rows).values;
    }).join();
    QVERIFY(once->best_epoch() > 0);
    QCOMPARE(from_a_thread, once->predict(scene.pictures, rows).values);
    settings.seed = 2;
    const auto other = Student::train(scene.pictures, scene.column, 60, settings);
    QVERIFY(other.has_value());
    QVERIFY(other->predict(scene.pictures, rows).values != from_a_thread);
  }

  void students_side_by_side_learn_as_alone() {
    const Scene scene(Task::count, 90, true);
    auto settings = quick();
    settings.epochs = 4;
    const auto rows = rows_of(60, 90);
    const auto alone = Student::train(scene.pictures, scene.column, 60, settings);
    QVERIFY(alone.has_value());
    std::array<std::vector<float>, 3> said;
    {
      std::vector<std::jthread> threads;
      for (auto& into : said)
        threads.emplace_back([&] {
          if (const auto student = Student::train(scene.pictures, scene.column, 60, settings))
            into = student->predict(scene.pictures, rows).values;
        });
    }
    for (const auto& values : said) QCOMPARE(values, alone->predict(scene.pictures, rows).values);
  }

  void stops_within_an_epoch() {
    const Scene scene(Task::count, 120, true);
    auto settings = quick();
    settings.epochs = 100000;
    std::stop_source stop;
    std::int64_t epochs = 0;
    const auto student =
        Student::train(scene.pictures, scene.column, 100, settings, stop.get_token(), [&](const ProgressEvent& e) {
          epochs = e.done;
          if (e.done >= 2) stop.request_stop();
        });
    QVERIFY(!student.has_value());
    QCOMPARE(int(student.error().kind), int(ErrorKind::stopped));
    QVERIFY2(epochs >= 2 && epochs < 1000, qPrintable(QString::number(epochs)));
  }

  void defined_results_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("trained");
    QTest::newRow("one row") << "one" << 1;
    QTest::newRow("constant target") << "constant" << 60;
    QTest::newRow("one picture") << "pictures" << 1;
    QTest::newRow("not finite") << "nan" << 1;
    QTest::newRow("black pictures") << "black" << 60;
    QTest::newRow("no epochs") << "epochs" << 60;
  }
  // What teaches nothing ends in the prior, and never in a NaN.
  void defined_results() {
    QFETCH(QString, what);
    QFETCH(int, trained);
    Scene scene(Task::count, 80, true);
    auto settings = quick();
    settings.epochs = what == "epochs" ? 0 : 3;
    if (what == "constant") std::fill(scene.column.values.begin(), scene.column.values.end(), 2.F);
    if (what == "pictures") std::fill(scene.pictures.there.begin() + 1, scene.pictures.there.end(), false);
    if (what == "black") std::fill(scene.pictures.pixels.begin(), scene.pictures.pixels.end(), std::uint8_t{0});
    if (what == "nan")
      std::fill(scene.column.values.begin() + 1, scene.column.values.end(), std::numeric_limits<float>::quiet_NaN());
    const auto student = Student::train(scene.pictures, scene.column, what == "one" ? 1 : 60, settings);
    QVERIFY2(student.has_value(), student ? "" : student.error().text().c_str());
    QCOMPARE(student->trained_frames(), std::int64_t{trained});
    const auto rows = rows_of(60, 80);
    const auto said = student->predict(scene.pictures, rows);
    QVERIFY(finite(said));
    if (what == "black") return;  // a bias may move from the median to another constant
    QCOMPARE(student->best_epoch(), 0);
    QCOMPARE(said.values, student->prior(rows.size()).values);
  }

  void a_training_that_diverges_keeps_its_best_epoch() {
    const Scene scene(Task::regression, 80, true);
    auto settings = quick();
    settings.learning_rate = 1e30;
    const auto student = Student::train(scene.pictures, scene.column, 60, settings);
    QVERIFY(student.has_value());
    QVERIFY(finite(student->predict(scene.pictures, rows_of(60, 80))));
  }

  void a_row_without_picture_gets_the_prior() {
    Scene scene(Task::count, 100, true);
    const auto student = Student::train(scene.pictures, scene.column, 80, quick());
    QVERIFY(student.has_value() && student->best_epoch() > 0);
    const auto rows = rows_of(80, 100);
    const auto all = student->predict(scene.pictures, rows);
    scene.pictures.there[90] = false;
    const auto said = student->predict(scene.pictures, rows);
    for (std::size_t k = 0; k < rows.size(); ++k)
      QCOMPARE(said.values[k], rows[k] == 90 ? student->prior(1).values[0] : all.values[k]);
  }

  void refuses_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("kind");
    QTest::newRow("words") << "words" << int(ErrorKind::unsupported);
    QTest::newRow("no outputs") << "absent" << int(ErrorKind::invalid_input);
    QTest::newRow("another size") << "size" << int(ErrorKind::invalid_input);
    QTest::newRow("another number") << "number" << int(ErrorKind::invalid_input);
    QTest::newRow("more training rows than rows") << "rows" << int(ErrorKind::invalid_input);
    QTest::newRow("pixels missing") << "pixels" << int(ErrorKind::invalid_input);
    QTest::newRow("side") << "side" << int(ErrorKind::invalid_input);
    QTest::newRow("batch") << "batch" << int(ErrorKind::invalid_input);
    QTest::newRow("learning rate") << "rate" << int(ErrorKind::invalid_input);
  }
  void refuses() {
    QFETCH(QString, what);
    QFETCH(int, kind);
    Scene scene(what == "words" ? Task::sequence : Task::count, 20, true);
    auto settings = quick();
    if (what == "absent") std::fill(scene.column.presence.begin(), scene.column.presence.end(), Presence::absent);
    if (what == "size") scene.pictures = make_pictures(20, 64);
    if (what == "number") scene.pictures = make_pictures(19, kSide);
    if (what == "pixels") scene.pictures.pixels.pop_back();
    if (what == "side") settings.side = 20;
    if (what == "batch") settings.batch = 0;
    if (what == "rate") settings.learning_rate = std::numeric_limits<double>::quiet_NaN();
    const auto student = Student::train(scene.pictures, scene.column, what == "rows" ? 21 : 10, settings);
    QVERIFY(!student.has_value());
    QCOMPARE(int(student.error().kind), kind);
    QVERIFY(!student.error().what.empty());
  }

  void settings_survive_json() {
    StudentSettings settings;
    settings.side = 32;
    settings.seed = 77;
    settings.dropout = 0.25;
    nlohmann::json json;
    to_json(json, settings);
    const auto read = student_settings_from_json(json);
    QVERIFY(read.has_value());
    QVERIFY(*read == settings);
    json["batch"] = "many";
    QVERIFY(!student_settings_from_json(json).has_value());
    QVERIFY(!student_settings_from_json(nlohmann::json::array()).has_value());
  }
};

QTEST_GUILESS_MAIN(TestStudent)
#include "test_student.moc"
