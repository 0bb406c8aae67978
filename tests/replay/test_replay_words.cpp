// replay: a target with words, scored frame by frame as max(0, 1 - WER); by hand.
#include <QTest>

#include "made_up.h"

using namespace mlink::rooms;
using namespace made_up;

namespace {

/// Box "speech" says words, box "persons" counts; the rows of speech in turn: "a b c d", "a b", nothing said, no
/// output.
std::shared_ptr<const OutputTable> speech(std::size_t rows) {
  std::vector<FrameKey> frames;
  for (std::size_t row = 0; row < rows; ++row)
    frames.push_back({0, static_cast<std::int64_t>(row), static_cast<double>(row)});
  auto table = std::make_shared<OutputTable>(
      make_table({"camera"}, std::move(frames),
                 {{"speech", {Task::sequence, 0, {}, .5, {}}}, {"persons", {Task::count, 1, {}, .5, {}}}}));
  const std::vector<Output> said{{Presence::present, {}, {"a", "b", "c", "d"}, {}},
                                 {Presence::present, {}, {"a", "b"}, {}},
                                 {Presence::present, {}, {}, {}},
                                 {Presence::none, {}, {}, {}}};
  for (std::size_t row = 0; row < rows; ++row)
    if (!set_output(*table, 0, row, said[row % 4]) || !set_output(*table, 1, row, {Presence::present, {1}, {}, {}}))
      std::abort();
  return table;
}

/// Says the same whatever the row: one thing with a source, another without (the prior).
class Says : public Predictor {
 public:
  Says(Predictions with, Predictions without) : with_(std::move(with)), without_(std::move(without)) {}
  [[nodiscard]] Predictions predict(BoxSet from, int target, std::span<const std::size_t> rows) const override {
    if (target == 1) return {1, std::vector<float>(rows.size(), from.empty() ? 5.F : 1.F), {}};
    Predictions one = from.empty() ? without_ : with_, all{one.width, {}, {}};
    for (std::size_t n = 0; n < rows.size(); ++n) {
      all.values.insert(all.values.end(), one.values.begin(), one.values.end());
      all.words.insert(all.words.end(), one.words.begin(), one.words.end());
    }
    return all;
  }
  [[nodiscard]] double link_p(int, int) const override { return .5; }
  [[nodiscard]] std::vector<std::size_t> known_rows(int) const override { return {}; }

 private:
  Predictions with_, without_;
};

Made made_of(Predictions with, Predictions without) {
  Made made;
  made.table = speech(80);
  made.predictor = std::make_shared<const Says>(std::move(with), std::move(without));
  made.costs = costs_of(*made.table, {1, 1});
  made.settings.prefix = 0;
  return made;
}

}  // namespace

class TestReplayWords : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // "a b" is right in half of the first frames' words (1 - 2/4), in all of the second's, and not where nothing is said:
  // (.5 + 1 + 0) / 3 = .5; nothing said is right in the third only: 1/3. The fourth frame does not count.
  void byHand_data() {
    QTest::addColumn<QString>("method");
    QTest::addColumn<double>("budget");
    QTest::addColumn<double>("speech");
    QTest::addColumn<double>("persons");
    // All boxes cost 1 s; of equals the first by name runs, so persons.
    QTest::addRow("mlink, one runs") << "mlink" << 1. << .5 << 1.;
    QTest::addRow("mlink, both run") << "mlink" << 2. << 1. << 1.;
    QTest::addRow("mlink, priors") << "mlink" << 0. << 1 / 3. << 0.;
    QTest::addRow("standalone, one runs") << "standalone" << 1. << 0. << 1.;
    QTest::addRow("standalone, none runs") << "standalone" << 0. << 0. << 0.;
    // speech -> persons is always right, so that running speech is best: 1 and 1.
    QTest::addRow("optimum, one runs") << "optimum" << 1. << 1. << 1.;
    QTest::addRow("optimum, priors") << "optimum" << 0. << 1 / 3. << 0.;
  }
  void byHand() {
    QFETCH(QString, method);
    QFETCH(double, budget);
    QFETCH(double, speech);
    QFETCH(double, persons);
    const auto engine = made_of({0, {}, {{"a", "b"}}}, {0, {}, {{}}}).build();
    QVERIFY2(engine.has_value(), engine ? "" : engine.error().text().c_str());
    const MethodResult found = made_up::method(engine->at(budget), method.toStdString());
    VERIFY_NEAR(found.per_box[0], speech);
    VERIFY_NEAR(found.per_box[1], persons);
    VERIFY_NEAR(found.output_accuracy, (speech + persons) / 2);
    QVERIFY(found.interval.low <= found.output_accuracy + 1e-12 &&
            found.output_accuracy <= found.interval.high + 1e-12);
  }

  // A prefix measures p(persons -> speech) on its frames by the same scores.
  void prefixMeasuresWords() {
    Made made = made_of({0, {}, {{"a", "b"}}}, {0, {}, {{}}});
    made.settings.prefix = .5;
    const auto engine = made.build();
    QVERIFY2(engine.has_value(), engine ? "" : engine.error().text().c_str());
    const MethodResult found = made_up::method(engine->at(1), "mlink");
    // P_speech = (1 + 1 - .5) / 2, P_persons = (1 + .5 - 1) / 2: now speech runs.
    VERIFY_NEAR(found.periods[0].probability[0], .75);
    VERIFY_NEAR(found.periods[0].probability[1], .25);
    QVERIFY(found.activated == set_of({0}));
    VERIFY_NEAR(found.output_accuracy, 1);
  }

  void outcomesAndWhatIsShown() {
    const auto engine = made_of({0, {}, {{"a", "b"}}}, {0, {}, {{}}}).build();
    QVERIFY2(engine.has_value(), engine ? "" : engine.error().text().c_str());
    const auto outcomes = engine->outcomes("mlink", 1);
    const std::vector<Outcome> expected{Outcome::wrong, Outcome::right, Outcome::wrong, Outcome::none};
    for (std::size_t row = 0; row < 8; ++row) {
      QCOMPARE(int(outcomes[row]), int(expected[row % 4]));
      const auto shown = engine->shown("mlink", 1, row);
      QCOMPARE(int(shown[0].outcome), int(expected[row % 4]));
      QVERIFY(shown[0].shown_words == (Words{"a", "b"}));
      QVERIFY(shown[0].exact_words == (row % 4 < 3 ? engine_words(row) : Words()));
      QVERIFY(shown[0].shown.empty() && shown[0].exact.empty());
      QVERIFY(shown[1].shown_words.empty());
    }
    const auto run = engine->shown("mlink", 2, 0);
    QCOMPARE(int(run[0].outcome), int(Outcome::run));
    QVERIFY(run[0].shown_words == engine_words(0));
    QVERIFY(engine->shown("standalone", 0, 0)[0].shown_words.empty());
  }

  void nothingUsefulScoresNothing_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("values");
    QTest::addRow("no words") << 0 << 0;
    QTest::addRow("numbers for words") << 1 << 1;
  }
  void nothingUsefulScoresNothing() {
    QFETCH(int, width);
    QFETCH(int, values);
    const Predictions wrong{width, std::vector<float>(std::size_t(values), 1.F), {}};
    const auto engine = made_of(wrong, wrong).build();
    QVERIFY2(engine.has_value(), engine ? "" : engine.error().text().c_str());
    VERIFY_NEAR(made_up::method(engine->at(1), "mlink").per_box[0], 0);
    QCOMPARE(int(engine->outcomes("mlink", 1)[0]), int(Outcome::none));
    QVERIFY(engine->shown("mlink", 1, 0)[0].shown_words.empty());
  }

  // Above 12 boxes only some sets are scored, chosen on a few rows.
  void manyBoxes() {
    const Made made = make({14, 300, 1, true, false, 1, 3, true});
    const auto engine = made.build();
    QVERIFY2(engine.has_value(), engine ? "" : engine.error().text().c_str());
    const MethodResult optimum = made_up::method(engine->at(20), "optimum");
    const MethodResult standalone = made_up::method(engine->at(20), "standalone");
    QVERIFY(optimum.output_accuracy > standalone.output_accuracy);
    for (const BoxSet set : {set_of({}), set_of({0}), set_of({1, 4, 13})})
      VERIFY_NEAR(engine->objective(set), slow_accuracy(*made.table, *made.predictor, set, 40, 300));
  }

 private:
  static Words engine_words(std::size_t row) { return speech(80)->columns[0].words[row]; }
};

QTEST_GUILESS_MAIN(TestReplayWords)
#include "test_replay_words.moc"
