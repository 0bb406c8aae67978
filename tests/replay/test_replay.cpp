// replay: accuracies, periods, prefixes and outcomes against the definitions, by hand and one frame at a time.
#include <QTest>
#include <algorithm>

#include "made_up.h"
#include "methods/timeline.h"

using namespace mlink::rooms;
using namespace made_up;

class TestReplay : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void objectiveIsTheDefinition_data() {
    QTest::addColumn<int>("boxes");
    QTest::addColumn<int>("cameras");
    QTest::addColumn<bool>("holes");
    QTest::addColumn<double>("period");
    QTest::addColumn<bool>("words");
    QTest::addRow("three boxes, one camera") << 3 << 1 << false << 0. << false;
    QTest::addRow("five tasks, three cameras") << 5 << 3 << false << 0. << false;
    QTest::addRow("failed and missing outputs") << 5 << 2 << true << 0. << false;
    QTest::addRow("periods do not matter to F") << 4 << 2 << true << 37. << false;
    QTest::addRow("one box") << 1 << 1 << false << 0. << false;
    QTest::addRow("words among them") << 4 << 2 << false << 0. << true;
    QTest::addRow("words, failed and missing") << 4 << 1 << true << 37. << true;
    QTest::addRow("words alone") << 1 << 1 << true << 0. << true;
  }
  void objectiveIsTheDefinition() {
    QFETCH(int, boxes);
    QFETCH(int, cameras);
    QFETCH(bool, holes);
    QFETCH(double, period);
    QFETCH(bool, words);
    Made made = make({boxes, 400, cameras, holes, false, 1, 1, words});
    made.settings.period_seconds = period;
    const auto engine = made.build();
    QVERIFY2(engine.has_value(), engine ? "" : engine.error().text().c_str());
    QCOMPARE(engine->first_row(), std::size_t{40});
    QCOMPARE(engine->rows(), std::size_t{400});
    for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << boxes); ++bits)
      VERIFY_NEAR(engine->objective(BoxSet(bits)), slow_accuracy(*made.table, *made.predictor, BoxSet(bits), 40, 400));
    QCOMPARE(engine->objective(BoxSet((std::uint64_t{1} << boxes) - 1)), 1.0);
  }

  // Two boxes a, b of 1 s each, budget 1 s: one of them runs. Two periods of 100 frames, prefix 40 frames.
  //   period 1: a -> b always right, b -> a never.     p_ab = 1,   p_ba = 0:   P_a = (1 + 1 - 0) / (2/1 * 1) = 1, P_b =
  //   0
  //             a runs. a: 100 of 100, b: 40 + 60 of 100.                       period: 1
  //   period 2: prefix: a -> b right in 10 of 40, b -> a in 30 of 40.
  //                                                    p_ab = .25, p_ba = .75: P_a = (1 + .25 - .75) / 2 = .25, P_b =
  //                                                    .75
  //             b runs. rest: b -> a right in 15 of 60.  a: 40 + 15 of 100, b: all.        period: .775
  //   mlink: a (100 + 55) / 200 = .775, b 1: .8875.
  //   optimum: in period 2 a (a -> b right in 45 of the other 60): b (100 + 40 + 45) / 200 = .925, a 1: .9625.
  //   standalone: a by name: .5.
  void periodsAndPrefixByHand() {
    Made made = make({2, 200, 1, false, true}, 0);
    made.costs = costs_of(*made.table, {1, 1});
    made.predictor = std::make_shared<const Told>(made.table, [](BoxSet from, int target, std::size_t row) {
      if (from.empty()) return false;
      const bool to_b = target == 1;
      if (row < 100) return to_b;
      if (row < 140) return to_b ? row < 110 : row < 130;
      return to_b ? row < 185 : row < 155;
    });
    made.settings.period_seconds = 100;
    made.settings.prefix = .4;
    auto engine = made.build();
    QVERIFY2(engine.has_value(), engine ? "" : engine.error().text().c_str());
    ReplayResult result = engine->at(1);
    QCOMPARE(result.frames, std::int64_t{200});
    const MethodResult mlink = method(result, "mlink");
    QCOMPARE(mlink.periods.size(), std::size_t{2});
    VERIFY_NEAR(mlink.periods[0].probability[0], 1);
    VERIFY_NEAR(mlink.periods[0].probability[1], 0);
    VERIFY_NEAR(mlink.periods[1].probability[0], .25);
    VERIFY_NEAR(mlink.periods[1].probability[1], .75);
    QCOMPARE(mlink.periods[0].activated.bits(), set_of({0}).bits());
    QCOMPARE(mlink.periods[1].activated.bits(), set_of({1}).bits());
    QCOMPARE(mlink.periods[1].begin_seconds, 100.0);
    QCOMPARE(mlink.periods[0].end_seconds, 100.0);
    VERIFY_NEAR(mlink.periods[0].accuracy, 1);
    VERIFY_NEAR(mlink.periods[1].accuracy, .775);
    VERIFY_NEAR(mlink.per_box[0], .775);
    VERIFY_NEAR(mlink.per_box[1], 1);
    VERIFY_NEAR(mlink.output_accuracy, .8875);
    QVERIFY(!mlink.activated);  // not the same in all periods
    // The prefixes' 80 frames at 2 s, the other 120 at 1 s. After the prefixes: a 60 + 15 of 120, b all.
    VERIFY_NEAR(mlink.seconds_per_frame, (80 * 2 + 120) / 200.);
    VERIFY_NEAR(mlink.executions_per_frame, (80 * 2 + 120) / 400.);
    VERIFY_NEAR(mlink.after_prefix.output_accuracy, .8125);
    VERIFY_NEAR(mlink.after_prefix.seconds_per_frame, 1);
    VERIFY_NEAR(mlink.after_prefix.executions_per_frame, .5);
    VERIFY_NEAR(mlink.bytes, 1e9);  // one after another on the prefix
    const MethodResult optimum = method(result, "optimum");
    VERIFY_NEAR(optimum.output_accuracy, .9625);
    QVERIFY(optimum.activated == set_of({0}));
    VERIFY_NEAR(method(result, "standalone").output_accuracy, .5);
    VERIFY_NEAR(method(result, "standalone").after_prefix.output_accuracy, .5);
    VERIFY_NEAR(method(result, "standalone").seconds_per_frame, 1);
    QVERIFY(std::isnan(mlink.loading_seconds));  // nobody measured it
    // Loading takes 2 s for a and 3 s for b, unloading .5 and .25. mlink: both come, b goes; b comes, a goes. The
    // optimum keeps a; standalone has no prefix.
    made.costs.boxes[0].load_seconds = 2;
    made.costs.boxes[0].unload_seconds = .5;
    made.costs.boxes[1].load_seconds = 3;
    made.costs.boxes[1].unload_seconds = .25;
    for (BoxCosts& box : made.costs.boxes) box.loading_origin = CostOrigin::measured;
    engine = made.build();
    result = engine->at(1);
    VERIFY_NEAR(method(result, "mlink").loading_seconds, (2 + 3 + .25 + 3 + .5) / 200);
    VERIFY_NEAR(method(result, "optimum").loading_seconds, (2 + 3 + .25 + 3 + .25) / 200);
    VERIFY_NEAR(method(result, "standalone").loading_seconds, 2 / 200.);
    VERIFY_NEAR(method(result, "mlink").seconds_per_frame, (80 * 2 + 120) / 200.);  // apart from them
    made.settings.prefix_cost = false;
    engine = made.build();
    result = engine->at(1);
    VERIFY_NEAR(method(result, "mlink").output_accuracy, .8875);
    VERIFY_NEAR(method(result, "mlink").seconds_per_frame, 1);
    VERIFY_NEAR(method(result, "mlink").loading_seconds, (2 + 3 + .5) / 200);  // a, then b in its place
    VERIFY_NEAR(method(result, "mlink").executions_per_frame, .5);
  }

  // A box of 10 GB under a budget of 2 GB is not run on the prefix, is not right there, and does not count as loaded;
  // its links are not measured there either. A GPU's memory is a budget like the computer's.
  void boxesAboveTheBudgetAreNotProfiled_data() {
    QTest::addColumn<bool>("gpu");
    QTest::addRow("memory") << false;
    QTest::addRow("memory of a GPU") << true;
  }
  void boxesAboveTheBudgetAreNotProfiled() {
    Made made = make({3, 200, 1, false, true}, 0);
    made.costs = costs_of(*made.table, {1, 1, 10});
    made.predictor = std::make_shared<const Told>(made.table, [](BoxSet from, int target, std::size_t row) {
      return target != 2 && !from.empty() && row % 2 == 0;  // nothing tells c
    });
    QFETCH(bool, gpu);
    made.settings.kind = gpu ? CostKind::gpu_memory : CostKind::memory;
    for (BoxCosts& box : made.costs.boxes) {
      if (!gpu) continue;
      QVERIFY(!made.build());  // not known yet
      box.set(CostKind::gpu_memory, box.bytes, CostOrigin::typed, "typed");
      box.bytes_origin = CostOrigin::unknown;
    }
    if (gpu) made.costs.predicting = {};  // links take none of it
    made.settings.prefix = .5;
    const auto engine = made.build();
    QVERIFY2(engine.has_value(), engine ? "" : engine.error().text().c_str());
    for (const char* name : {"mlink", "optimum"}) {
      const ReplayResult result = engine->at(1e9);
      const MethodResult m = method(result, name);
      QCOMPARE(m.per_box[2], 0.0);
      QVERIFY2(m.bytes <= 1e9, name);
      const auto outcomes = engine->outcomes(name, 1e9);
      for (std::size_t row = 0; row < 200; ++row) {
        QVERIFY(outcomes[2 * 200 + row] == Outcome::wrong);
        QCOMPARE(outcomes[row] == Outcome::run && outcomes[200 + row] == Outcome::run, row < 100);
      }
      VERIFY_NEAR(m.executions_per_frame, (100 * 2 + 100) / 600.);
      QVERIFY(method(engine->at(12e9), name).per_box[2] == 1);
    }
  }

  // a speaks in 3 of the prefix's 30 frames, and its link is right in these only: p(g_ab) is 3 of 30, not 3 of 3, as in
  // the matrix and in what the replay scores.
  void silentSourcesCount() {
    Made made = make({2, 100, 1, false, true}, 0);
    auto table = std::make_shared<OutputTable>(*made.table);
    for (std::size_t row = 3; row < 100; ++row) table->columns[0].presence[row] = Presence::none;
    made.table = table;
    made.costs = costs_of(*table, {1, 1});
    made.predictor = std::make_shared<const Told>(
        made.table, [](BoxSet from, int target, std::size_t row) { return target == 1 && !from.empty() && row < 3; });
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    VERIFY_NEAR(method(engine->at(1), "mlink").periods[0].probability[0], (1 + .1) / 2);
  }

  // Any rows may be tested, not only a tail: what lies between is neither scored nor shown.
  void rowsInBetween() {
    Made made = make({3, 400, 1, false, true}, 0);
    std::vector<std::size_t> test;
    for (std::size_t row = 0; row < 400; ++row)
      if (row % 7 != 3 && (row < 100 || row > 180)) test.push_back(row);
    made.settings.prefix = 0;
    const auto engine =
        ReplayEngine::build_with(made.table, made.predictor, test, made.costs, made.settings, one_by_one(), {}, {});
    QVERIFY2(engine.has_value(), engine ? "" : engine.error().text().c_str());
    QCOMPARE(engine->at(1).frames, std::int64_t(test.size()));
    auto masked = std::make_shared<OutputTable>(*made.table);
    for (std::size_t row = 0; row < 400; ++row)
      for (OutputColumn& column : masked->columns)
        if (!std::binary_search(test.begin(), test.end(), row)) column.presence[row] = Presence::absent;
    for (std::uint64_t bits = 0; bits < 8; ++bits)
      VERIFY_NEAR(engine->objective(BoxSet(bits)), slow_accuracy(*masked, *made.predictor, BoxSet(bits), 0, 400));
    const auto outcomes = engine->outcomes("mlink", 1);
    for (std::size_t row = 0; row < 400; ++row) {
      const bool tested = std::binary_search(test.begin(), test.end(), row);
      QCOMPARE(engine->shown("mlink", 1, row).empty(), !tested);
      if (!tested) QVERIFY(outcomes[row - engine->first_row()] == Outcome::none);
    }
  }

  // Outputs of test rows change no choice made before them: not of the period that a prefix chose for, not of the
  // periods before. Methods of hindsight are references and may.
  void choicesDoNotSeeTheTest_data() {
    QTest::addColumn<int>("boxes");
    QTest::addColumn<double>("prefix");
    QTest::addRow("by prefixes") << 4 << .2;
    QTest::addRow("by training") << 4 << 0.;
    QTest::addRow("sets tried") << 13 << .2;
  }
  void choicesDoNotSeeTheTest() {
    QFETCH(int, boxes);
    QFETCH(double, prefix);
    Made made = make({boxes, 440, 1, false, true}, 40);
    made.settings.period_seconds = 100;
    made.settings.prefix = prefix;
    made.settings.methods.clear();
    for (const Method* one : methods())
      if (!one->needs().hindsight) made.settings.methods.emplace_back(one->name());
    QVERIFY(made.settings.methods.size() >= 3);
    const auto engine = made.build();
    QVERIFY2(engine.has_value(), engine ? "" : engine.error().text().c_str());
    auto changed = std::make_shared<OutputTable>(*made.table);
    const std::size_t from = 40 + 100 + std::size_t(100 * prefix);  // the second period's prefix is over
    for (OutputColumn& column : changed->columns)
      for (std::size_t row = from; row < 440; ++row) column.values[row] = float((row * 7) % 5);
    made.table = changed;
    made.predictor = std::make_shared<const Hashed>(changed, 1);
    const auto other = made.build();
    const double all = engine->breakpoints().back();
    for (int n = 0; n <= 40; ++n) {
      const ReplayResult a = engine->at(all * n / 40), b = other->at(all * n / 40);
      for (std::size_t m = 0; m < a.methods.size(); ++m)
        for (std::size_t p = 0; p < (prefix > 0 ? 2U : 4U); ++p)
          QCOMPARE(a.methods[m].periods[p].activated.bits(), b.methods[m].periods[p].activated.bits());
    }
  }

  // The other kind of cost takes over what was scored, and answers as an engine of its own.
  void bothKindsScoreOnce() {
    Made made = make({4, 300, 1, false, true});
    auto predictor = std::make_shared<Hashed>(made.table, 1);
    int asked = 0;
    predictor->on_predict = [&] { ++asked; };
    made.predictor = predictor;
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    const int first = asked;
    const auto memory = engine->for_kind(CostKind::memory, one_by_one(), {}, {});
    QVERIFY2(memory.has_value(), memory ? "" : memory.error().text().c_str());
    QCOMPARE(asked, first);
    made.settings.kind = CostKind::memory;
    const auto own = made.build();
    for (const double budget : own->breakpoints()) QCOMPARE(text_of(memory->at(budget)), text_of(own->at(budget)));
    QCOMPARE(memory->selection(3e9).activated.bits(), method(memory->at(3e9), "mlink").periods[0].activated.bits());
    // So it is with other methods.
    made.settings.methods = {"optimum", "standalone"};
    const auto before = asked;
    const auto others = engine->with_methods(CostKind::memory, made.settings.methods, {}, one_by_one(), {}, {});
    QVERIFY2(others.has_value(), others ? "" : others.error().text().c_str());
    QCOMPARE(asked, before);
    const auto alone = made.build();
    for (const double budget : alone->breakpoints()) QCOMPARE(text_of(others->at(budget)), text_of(alone->at(budget)));
    QVERIFY(!engine->with_methods(CostKind::memory, {"nobody"}, {}, one_by_one(), {}, {}));
    QVERIFY(!engine->with_methods(CostKind::memory, {}, {}, one_by_one(), {}, {}));
  }

  void prefixLengths_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<double>("prefix");
    QTest::addColumn<double>("period");
    QTest::addColumn<QVector<int>>("periods");   // rows of each
    QTest::addColumn<QVector<int>>("prefixes");  // of each
    using I = QVector<int>;
    QTest::addRow("one period, least 30") << 859 << .01 << 0. << I{859} << I{30};
    QTest::addRow("one hundredth") << 10000 << .01 << 0. << I{10000} << I{100};
    QTest::addRow("rounded up") << 10001 << .01 << 0. << I{10001} << I{101};
    QTest::addRow("none") << 859 << 0. << 0. << I{859} << I{0};
    QTest::addRow("shorter than 30") << 20 << .01 << 0. << I{20} << I{20};
    QTest::addRow("three periods") << 250 << .5 << 100. << I{100, 100, 50} << I{50, 50, 30};
    QTest::addRow("one frame") << 1 << .01 << 0. << I{1} << I{1};
  }
  void prefixLengths() {
    QFETCH(int, rows);
    QFETCH(double, prefix);
    QFETCH(double, period);
    QFETCH(QVector<int>, periods);
    QFETCH(QVector<int>, prefixes);
    std::vector<FrameKey> frames;
    frames.reserve(std::size_t(rows) + 7);
    for (int row = 0; row < rows + 7; ++row) frames.push_back({0, row, 3. + row});
    const OutputTable table = make_table({"a"}, frames, {});
    const Timeline line = make_timeline(table, rows_from(table, 7), period, prefix);
    QCOMPARE(line.rows(), std::size_t(rows));
    QCOMPARE(line.periods.size(), std::size_t(periods.size()));
    std::size_t next = 0, piece = 0;
    for (std::size_t p = 0; p < line.periods.size(); ++p) {
      QCOMPARE(line.periods[p].begin, next);
      next = line.periods[p].end;
      QCOMPARE(int(next - line.periods[p].begin), periods[int(p)]);
      QCOMPARE(int(line.periods[p].prefix_end - line.periods[p].begin), prefixes[int(p)]);
      QCOMPARE(line.periods[p].first_piece, piece);
      piece = line.periods[p].end_piece;
      QCOMPARE(line.period_of(line.periods[p].begin), p);
      QCOMPARE(line.period_of(line.periods[p].end - 1), p);
    }
    // The pieces are the test rows, each in one block and on one side of the prefix's end.
    std::size_t row = 0;
    for (const Piece& one : line.pieces) {
      QCOMPARE(one.begin, row);
      row = one.end;
      QCOMPARE(one.begin / line.block_size, one.block);
      QCOMPARE((one.end - 1) / line.block_size, one.block);
      const Period& of = line.periods[line.period_of(one.begin)];
      QCOMPARE(one.prefix, one.begin < of.prefix_end);
      QVERIFY(one.prefix ? one.end <= of.prefix_end : one.end <= of.end);
    }
    QCOMPARE(row, line.rows());
    QCOMPARE(line.test.front(), std::size_t{7});
    QVERIFY(line.blocks <= kMostBlocks);
  }

  // Gaps in time: stretches without frames are no periods, and numbering goes on from the clock.
  void gapsInTime() {
    std::vector<FrameKey> frames;
    for (const double seconds : {0., 1., 2., 50., 51., 119.})
      frames.push_back({0, std::int64_t(frames.size()), seconds});
    const OutputTable table = make_table({"a"}, frames, {});
    const Timeline line = make_timeline(table, rows_from(table, 0), 10, 0);
    QCOMPARE(line.periods.size(), std::size_t{3});
    QCOMPARE(line.periods[1].begin_seconds, 50.0);
    QCOMPARE(line.periods[1].end, std::size_t{5});
    QCOMPARE(line.periods[2].begin_seconds, 110.0);
    QCOMPARE(line.periods[2].end_seconds, 119.0);
  }

  void noPrefixUsesTrainingFigures() {
    Made made = make({2, 200, 1, false, true}, 0);
    made.costs = costs_of(*made.table, {1, 1});
    const auto right = [](BoxSet, int, std::size_t) { return true; };
    made.settings.prefix = 0;
    for (const bool a_first : {true, false}) {
      const std::map<std::pair<int, int>, double> p{{{0, 1}, a_first ? .9 : .2}, {{1, 0}, .5}};
      made.predictor = std::make_shared<const Told>(made.table, right, p);
      const auto engine = made.build();
      const ReplayResult result = engine->at(1);
      QVERIFY(method(result, "mlink").activated == set_of({a_first ? 0 : 1}));
      VERIFY_NEAR(method(result, "mlink").periods[0].probability[0], (1 + (a_first ? .9 : .2) - .5) / 2);
      QCOMPARE(engine->selection(1).activated.bits(), set_of({a_first ? 0 : 1}).bits());
      QCOMPARE(engine->outcomes("mlink", 1)[0], a_first ? Outcome::run : Outcome::right);  // no prefix ran
    }
  }

  // Outcomes, counted, give the same accuracies as the sums; what is shown for a row agrees with the outcomes.
  void outcomesAgree_data() {
    QTest::addColumn<int>("boxes");
    QTest::addColumn<bool>("holes");
    QTest::addColumn<double>("period");
    QTest::addColumn<double>("prefix");
    QTest::addColumn<int>("mute");
    QTest::addRow("one period") << 4 << false << 0. << .01 << -1;
    QTest::addRow("periods, holes") << 4 << true << 45. << .1 << -1;
    QTest::addRow("no prefix") << 3 << true << 60. << 0. << -1;
    QTest::addRow("nothing predicts c") << 4 << true << 60. << .05 << 2;
  }
  void outcomesAgree() {
    QFETCH(int, boxes);
    QFETCH(bool, holes);
    QFETCH(double, period);
    QFETCH(double, prefix);
    QFETCH(int, mute);
    Made made = make({boxes, 500, 2, holes, true});
    auto predictor = std::make_shared<Hashed>(made.table, 5);
    predictor->mute = mute;
    made.predictor = predictor;
    made.settings.period_seconds = period;
    made.settings.prefix = prefix;
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    const std::size_t rows = engine->rows() - engine->first_row();
    for (const double budget : engine->breakpoints()) {
      const ReplayResult result = engine->at(budget);
      for (const MethodResult& m : result.methods) {
        const auto outcomes = engine->outcomes(m.method, budget);
        QCOMPARE(outcomes.size(), rows * std::size_t(boxes));
        double mean = 0, executed = 0;
        for (std::size_t box = 0; box < std::size_t(boxes); ++box) {
          double right = 0, counted = 0;
          for (std::size_t i = 0; i < rows; ++i) {
            const Outcome outcome = outcomes[box * rows + i];
            const Presence presence = made.table->columns[box].presence[engine->first_row() + i];
            QCOMPARE(outcome == Outcome::failed, presence == Presence::failed);
            if (presence != Presence::present) {
              QVERIFY(outcome == Outcome::failed || outcome == Outcome::none);
              continue;
            }
            counted += 1;
            right += outcome == Outcome::run || outcome == Outcome::right ? 1 : 0;
            executed += outcome == Outcome::run ? 1 : 0;
            if (m.method != "standalone" && std::ptrdiff_t(box) != mute) QVERIFY(outcome != Outcome::none);
          }
          VERIFY_NEAR(m.per_box[box], right / counted);
          mean += right / counted / boxes;
        }
        VERIFY_NEAR(m.output_accuracy, mean);
        if (!holes && prefix == 0) VERIFY_NEAR(m.executions_per_frame, executed / double(rows) / boxes);
        for (std::size_t i = 0; i < rows; i += 23) {
          const auto shown = engine->shown(m.method, budget, engine->first_row() + i);
          QCOMPARE(shown.size(), std::size_t(boxes));
          for (std::size_t box = 0; box < shown.size(); ++box) {
            const bool present = made.table->columns[box].present(engine->first_row() + i);
            QCOMPARE(shown[box].outcome, outcomes[box * rows + i]);
            QCOMPARE(shown[box].exact.size(), std::size_t(present ? 1 : 0));
            if (shown[box].outcome == Outcome::run) QVERIFY(shown[box].shown == shown[box].exact);
            if (shown[box].outcome == Outcome::right) QVERIFY(std::abs(shown[box].shown[0] - shown[box].exact[0]) < .5);
            if (shown[box].outcome == Outcome::wrong)
              QVERIFY(std::abs(shown[box].shown[0] - shown[box].exact[0]) >= .5);
          }
        }
      }
    }
    QVERIFY(engine->outcomes("reducto", 1).empty());
    QVERIFY(engine->shown("reducto", 1, 100).empty());
    QVERIFY(engine->shown("mlink", 1, 39).empty());  // a training row
    QVERIFY(engine->shown("mlink", 1, 500).empty());
  }

  // A box that never has an output counts for nothing; no box at all that counts gives no accuracy.
  void boxesWithoutOutputs() {
    Made made = make({3, 200, 1, false, true});
    auto table = std::make_shared<OutputTable>(*made.table);
    std::fill(table->columns[1].presence.begin(), table->columns[1].presence.end(), Presence::none);
    made.table = table;
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    const ReplayResult result = engine->at(3.1);
    for (const MethodResult& m : result.methods) {
      QVERIFY(std::isnan(m.per_box[1]));
      VERIFY_NEAR(m.output_accuracy, (m.per_box[0] + m.per_box[2]) / 2);
      QVERIFY(std::isfinite(m.interval.low));
    }
    for (auto& column : table->columns) std::fill(column.presence.begin(), column.presence.end(), Presence::failed);
    const auto nothing = made.build();
    QVERIFY(nothing.has_value());
    QVERIFY(std::isnan(nothing->at(3.1).methods[0].output_accuracy));
    QVERIFY(std::isnan(nothing->objective(BoxSet(1))));
  }

  // p(g_ij) on the prefix counts the frames where the target has an output, whether or not the source has one; without
  // such a frame the figure known from training holds.
  void prefixMeasuresWhereTheTargetIsThere() {
    Made made = make({2, 200, 1, false, true}, 0);
    made.costs = costs_of(*made.table, {1, 1});
    auto table = std::make_shared<OutputTable>(*made.table);
    for (std::size_t row = 0; row < 15; ++row) table->columns[0].presence[row] = Presence::none;
    made.table = table;
    // a -> b is right in 21 of the prefix's 30 frames; a has an output in 15 of them, and b -> a is never right.
    made.predictor = std::make_shared<const Told>(
        made.table, [](BoxSet, int target, std::size_t row) { return target == 1 && (row < 21 || row > 29); },
        std::map<std::pair<int, int>, double>{{{0, 1}, .9}, {{1, 0}, .3}});
    auto result = made.build()->at(1);
    VERIFY_NEAR(method(result, "mlink").periods[0].probability[0], (1 + 21 / 30. - 0) / 2);
    for (std::size_t row = 15; row < 30; ++row) table->columns[0].presence[row] = Presence::failed;
    result = made.build()->at(1);
    VERIFY_NEAR(method(result, "mlink").periods[0].probability[0], (1 + 21 / 30. - .3) / 2);
  }
};

QTEST_APPLESS_MAIN(TestReplay)
#include "test_replay.moc"
