// replay: methods that show boxes from pictures: students and MTL, their choices by budget, their costs, and what they
// say where they cannot be used.
#include <QTest>
#include <algorithm>

#include "made_up.h"
#include "methods/picture_ways.h"

using namespace mlink::rooms;
using namespace made_up;

namespace {

/// Three counts; boxes cost 1, 2 and 3 seconds and as many GB. trained: so many rows.
Made with_pictures(const std::string& method, bool words = false, std::size_t trained = 200) {
  Shape shape{3, 400, 1, false, true};
  shape.words = words;
  Made made = make(shape, trained);
  made.settings.methods = {method, "standalone"};
  train_methods(made);
  return made;
}

PictureWays ways_of(const Made& made, const std::string& method) {
  return *ways_from_bytes(made.aids.trained.at(method));
}

double share_right(const Made& made, const PictureWay& way, int box) {
  double right = 0;
  const OutputColumn& column = made.table->columns[static_cast<std::size_t>(box)];
  for (std::size_t row = 200; row < 400; ++row) right += frame_score(column, row, way.all, row);
  return right / 200;
}

}  // namespace

class TestReplayPictures : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void students() {
    const Made made = with_pictures("student");
    const PictureWays ways = ways_of(made, "student");
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    const double one = ways.boxes[0].cost.seconds;
    QCOMPARE(one, 1. / 1024 / 100);
    QVERIFY(ways.boxes[0].cost.bytes > 1000);
    double sum = 0;
    for (int box = 0; box < 3; ++box) {
      const double right = share_right(made, ways.boxes[static_cast<std::size_t>(box)], box);
      QVERIFY2(right > .5, qPrintable(QString::number(right)));  // five values: by chance a fifth
      sum += right;
    }
    // Below the cheapest box all are shown by their students.
    const MethodResult all = method(engine->at(.5), "student");
    VERIFY_NEAR(all.output_accuracy, sum / 3);
    VERIFY_NEAR(all.seconds_per_frame, 3 * one);
    QCOMPARE(all.executions_per_frame, 0.);
    // What is left runs boxes, cheapest first.
    const MethodResult some = method(engine->at(3.1), "student");
    VERIFY_NEAR(some.per_box[0], 1.);
    VERIFY_NEAR(some.per_box[1], 1.);
    VERIFY_NEAR(some.per_box[2], all.per_box[2]);
    VERIFY_NEAR(some.seconds_per_frame, 3 + one);
    QCOMPARE(method(engine->at(6), "student").output_accuracy, 1.);
    QVERIFY(!method(engine->at(0), "student").note.empty());
    for (const double budget : engine->breakpoints())
      QVERIFY(fits(method(engine->at(budget), "student").seconds_per_frame, budget));
    const auto outcomes = engine->outcomes("student", .5);
    const auto right = std::count(outcomes.begin(), outcomes.begin() + 200, Outcome::own_right);
    VERIFY_NEAR(all.per_box[0], static_cast<double>(right) / 200);
  }

  void oneNetForAll() {
    const Made made = with_pictures("mtl");
    const PictureWays ways = ways_of(made, "mtl");
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    const double look = ways.shared.seconds;
    QCOMPARE(look, 1. / 1024 / 100);
    double sum = 0;
    for (int box = 0; box < 3; ++box) sum += share_right(made, ways.boxes[static_cast<std::size_t>(box)], box);
    QVERIFY2(sum / 3 > .4, qPrintable(QString::number(sum / 3)));
    const MethodResult all = method(engine->at(.5), "mtl");
    VERIFY_NEAR(all.output_accuracy, sum / 3);
    VERIFY_NEAR(all.seconds_per_frame, look);
    VERIFY_NEAR(all.bytes, ways.shared.bytes);
    const MethodResult some = method(engine->at(3.1), "mtl");
    VERIFY_NEAR(some.per_box[0] + some.per_box[1], 2.);
    VERIFY_NEAR(some.seconds_per_frame, 3 + look);
    const MethodResult exact = method(engine->at(6), "mtl");
    QCOMPARE(exact.output_accuracy, 1.);
    VERIFY_NEAR(exact.seconds_per_frame, 6.);  // where all run nobody looks at pictures
    for (const double budget : engine->breakpoints())
      QVERIFY(fits(method(engine->at(budget), "mtl").seconds_per_frame, budget));
  }

  /// A box of words is not learnt from pictures: it runs, or is missing.
  void wordsAreMissing_data() {
    QTest::addColumn<QString>("name");
    QTest::addRow("student") << "student";
    QTest::addRow("mtl") << "mtl";
  }
  void wordsAreMissing() {
    QFETCH(QString, name);
    const Made made = with_pictures(name.toStdString(), true, 60);
    const auto engine = made.build();
    const MethodResult result = method(engine->at(.5), name.toStdString());
    QCOMPARE(result.per_box[0], 0.);
    QVERIFY(result.per_box[1] > 0);
    QCOMPARE(result.per_box[2], 0.);
    QCOMPARE(method(engine->at(6), name.toStdString()).output_accuracy, 1.);
  }

  void saysWhyItCannot_data() { wordsAreMissing_data(); }
  void saysWhyItCannot() {
    QFETCH(QString, name);
    Made made = with_pictures(name.toStdString());
    const std::string key = name.toStdString();
    const auto note = [&](const Made& of) { return QString::fromStdString(method(of.build()->at(3), key).note); };
    Made other = made;
    other.aids.trained.clear();
    QVERIFY(note(other).startsWith("not trained on these outputs and their pictures"));
    other.aids.trained[key] = "abc";
    QVERIFY(note(other).contains("mlink train --methods " + name));
    other = made;
    other.table = table_of({3, 402, 1, false, true});
    other.predictor = std::make_shared<Hashed>(other.table, 1);
    QVERIFY(note(other).contains("frames came or went"));
    MethodTraining training{*made.table, .2, 1, {}};
    const auto blind = find_method(key)->train(training, {}, {});
    QVERIFY(!blind.has_value() && blind.error().text().find("pictures") != std::string::npos);
  }

  void deterministicInTheSeed_data() { wordsAreMissing_data(); }
  void deterministicInTheSeed() {
    QFETCH(QString, name);
    Made made = with_pictures(name.toStdString(), false, 60);
    const PictureWays one = ways_of(made, name.toStdString());
    train_methods(made, 2);
    const PictureWays two = ways_of(made, name.toStdString());
    QVERIFY(one.boxes[0].all.values != two.boxes[0].all.values);
  }
};

QTEST_APPLESS_MAIN(TestReplayPictures)
#include "test_replay_pictures.moc"
