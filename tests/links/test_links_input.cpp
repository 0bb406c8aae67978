// links: bad outputs, too few rows, boxes that cannot be linked, misuse: a clear error or a defined result.
#include <QTest>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "tables.h"

using namespace mlink::rooms;
using namespace mlink::tests;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInf = std::numeric_limits<float>::infinity();

}  // namespace

class TestLinksInput : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void badOutputs_data() {
    QTest::addColumn<float>("bad");
    QTest::addColumn<int>("where");
    for (const int where : {0, 1}) {
      QTest::addRow("NaN in %s", where ? "the target" : "the source") << kNaN << where;
      QTest::addRow("Inf in %s", where ? "the target" : "the source") << kInf << where;
      QTest::addRow("-Inf in %s", where ? "the target" : "the source") << -kInf << where;
    }
  }
  /// Stored past every check: such an output counts as not there, in training and in prediction.
  void badOutputs() {
    QFETCH(float, bad);
    QFETCH(int, where);
    auto table = caused_table({{"a", Task::count}, {"b", Task::count}}, 400);
    auto missing = table;
    for (std::size_t row = 3; row < 400; row += 5) {
      table.columns[std::size_t(where)].values[row] = bad;
      missing.columns[std::size_t(where)].presence[row] = Presence::failed;
      missing.columns[std::size_t(where)].values[row] = 0;
    }
    const auto set = train(table), expected = train(missing);
    QVERIFY(set.has_value() && expected.has_value());
    const auto rows = rows_of(0, 400);
    for (const int j : {0, 1}) {
      const auto said = set->predict(table, set_of({1 - j}), j, rows);
      QVERIFY(finite(said));
      QVERIFY(said.values == expected->predict(missing, set_of({1 - j}), j, rows).values);
      QVERIFY(set->link_figures(1 - j, j).test.p == expected->link_figures(1 - j, j).test.p);
    }
    std::vector<float> scratch(set->scratch_floats()), out(1);
    const std::vector<float> value{bad};
    const std::vector<FrameSource> sources{{value, {}, false}, {value, {}, false}};
    set->predict_one(sources, set_of({0}), 1, out, scratch);
    QCOMPARE(out[0], set->prior(1)[0]);
  }
  void farOutsideTheTrainingRange() {
    auto table = caused_table({{"a", Task::regression}, {"b", Task::regression}}, 200);
    const auto set = train(table);
    table.columns[0].values[0] = 1e30F;
    table.columns[0].values[1] = -1e30F;
    const auto said = set->predict(table, set_of({0}), 1, rows_of(0, 2));
    QVERIFY(finite(said));
    QVERIFY(std::abs(said.values[0]) < 100 && std::abs(said.values[1]) < 100);
  }
  void hugeOutputs() {
    auto table = caused_table({{"a", Task::regression}, {"b", Task::regression}}, 200);
    for (auto& column : table.columns)
      for (float& value : column.values) value *= 1e35F;
    const auto set = train(table);
    QVERIFY(set.has_value());
    QVERIFY(finite(set->predict(table, set_of({0}), 1, rows_of(0, 200))));
  }

  void oneTrainingSample() {
    const auto table = caused_table(kAllTasks, 4);
    TrainSettings settings = quick();
    settings.part = 0.25;
    const auto set = train(table, settings);
    QVERIFY(set.has_value());
    for (int i = 0; i < 5; ++i)
      for (int j = 0; j < 5; ++j) {
        if (i == j) continue;
        QVERIFY(set->has_link(i, j));
        QCOMPARE(set->link_figures(i, j).best_epoch, 0);
        QCOMPARE(set->link_figures(i, j).trained_frames, std::int64_t{1});
        const auto said = set->predict(table, set_of({i}), j, rows_of(0, 4));
        QVERIFY(std::equal(said.row(0).begin(), said.row(0).end(), set->prior(j).begin()));
      }
  }
  void twoTrainingSamplesAndNoInnerPart() {
    const auto table = caused_table(kAllTasks, 20);
    for (const double inner : {0.0, 0.2, 0.99}) {
      TrainSettings settings = quick();
      settings.part = 0.1;
      settings.inner_part = inner;
      const auto set = train(table, settings);
      QVERIFY(set.has_value());
      for (int j = 0; j < 5; ++j) QVERIFY(finite(set->predict(table, set_of({0, 1, 2, 3, 4}), j, rows_of(0, 20))));
    }
  }

  void boxesThatCannotBeLinked() {
    auto table = caused_table({{"a", Task::count},
                               {"silent", Task::count},
                               {"late", Task::count},
                               {"mute", Task::sequence},
                               {"b", Task::count}},
                              200);
    for (std::size_t row = 0; row < 200; ++row) {
      take_away(table, 1, row, Presence::failed);
      if (row < 100) take_away(table, 2, row, Presence::none);
      take_away(table, 3, row, row < 100 ? Presence::none : Presence::failed);
    }
    const auto set = train(table);
    QVERIFY2(set.has_value(), set ? "" : set.error().text().c_str());
    for (const int odd : {1, 2, 3})
      for (int other = 0; other < 5; ++other) QVERIFY(!set->has_link(odd, other) && !set->has_link(other, odd));
    QVERIFY(set->has_link(0, 4) && set->has_link(4, 0));
    QVERIFY(set->prior(1).empty() && set->prior(3).empty() && set->prior_words(3).empty());
    const auto rows = rows_of(0, 200);
    QVERIFY(set->predict(table, set_of({0, 4}), 1, rows).values.empty());
    QVERIFY(set->predict(table, set_of({0, 4}), 3, rows).words.empty());
    QVERIFY(set->predict(table, set_of({1, 2, 3, 4}), 0, rows).values ==
            set->predict(table, set_of({4}), 0, rows).values);
    QVERIFY(std::isnan(set->ensemble_figures(1).test.p));
  }

  void misuse() {
    const auto& [table, set] = holed();
    const auto rows = rows_of(0, 3);
    QVERIFY(!set->has_link(0, 0) && !set->has_link(-1, 2) && !set->has_link(0, 99));
    QCOMPARE(set->link_figures(0, 99).parameters, 0);
    QCOMPARE(set->ensemble_figures(-1).parameters, 0);
    QVERIFY(set->prior(99).empty());
    QCOMPARE(set->box_index("nobody"), -1);
    QCOMPARE(set->box_index("labels"), 3);
    QCOMPARE(set->predict(table, set_of({0}), 99, rows).rows(), std::size_t{0});
    QCOMPARE(set->predict(table, set_of({0}), 1, {}).rows(), std::size_t{0});
    // More sources than trained: boxes that the set does not know are no sources.
    QVERIFY(set->predict(table, BoxSet(~std::uint64_t{0}), 1, rows).values ==
            set->predict(table, set_of({0, 2, 3, 4}), 1, rows).values);
    // Fewer columns, other widths, rows past the end: left out.
    auto other = table;
    other.columns.resize(1);
    QVERIFY(finite(set->predict(other, set_of({0, 2, 3}), 1, rows)));
    auto wide = table;
    std::swap(wide.columns[0], wide.columns[3]);
    const auto said = set->predict(wide, set_of({0}), 1, rows);
    QVERIFY(std::equal(said.row(0).begin(), said.row(0).end(), set->prior(1).begin()));
    const std::vector<std::size_t> beyond{99999};
    QVERIFY(set->predict(table, set_of({0}), 1, beyond).values[0] == set->prior(1)[0]);
  }

  void refused_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("boxes");
    QTest::addColumn<double>("part");
    QTest::addColumn<QString>("says");
    QTest::addRow("no rows") << 0 << 2 << 0.5 << "frames";
    QTest::addRow("one row") << 1 << 2 << 0.5 << "frames";
    QTest::addRow("65 boxes") << 4 << 65 << 0.5 << "65 black boxes";
    QTest::addRow("no training part") << 10 << 2 << 0.0 << "part";
    QTest::addRow("all trains") << 10 << 2 << 1.0 << "part";
  }
  void refused() {
    QFETCH(int, rows);
    QFETCH(int, boxes);
    QFETCH(double, part);
    QFETCH(QString, says);
    std::vector<std::pair<std::string, Task>> list;
    for (int i = 0; i < boxes; ++i) list.emplace_back("box" + std::to_string(i), Task::count);
    TrainSettings settings = quick();
    settings.part = part;
    const auto set = train(caused_table(list, std::size_t(rows)), settings);
    QVERIFY(!set.has_value());
    QCOMPARE(set.error().kind, ErrorKind::invalid_input);
    QVERIFY2(QString::fromStdString(set.error().what).contains(says), set.error().what.c_str());
  }
  void refusesAnUnevenTable() {
    auto table = caused_table({{"a", Task::count}, {"b", Task::count}}, 20);
    table.columns[1].values.resize(39);
    const auto set = train(table);
    QVERIFY(!set.has_value());
    QVERIFY(set.error().what.find("b") != std::string::npos);
  }
  void noBoxesNoLinks() {
    const auto set = train(caused_table({}, 10));
    QVERIFY(set.has_value());
    QVERIFY(set->boxes().empty());
  }
  void anExceptionInsideAJobIsAnError() {
    // An error inside a job is told, not thrown through the room's door.
    const auto& table = holed().table;
    const ProgressFn progress = [](const ProgressEvent& event) {
      if (event.done > 3) throw std::runtime_error("the window is gone");
    };
    const auto set = train_links(table, quick(), one_thread(), {}, progress);
    QVERIFY(!set.has_value());
    QCOMPARE(set.error().kind, ErrorKind::failed);
    QVERIFY(set.error().what.find("the window is gone") != std::string::npos);
  }

  void settings_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<bool>("good");
    QTest::addRow("defaults") << "{}" << true;
    QTest::addRow("no epochs") << R"({"epochs":0})" << true;
    QTest::addRow("batch 0") << R"({"batch":0})" << false;
    QTest::addRow("dropout 1") << R"({"dropout":1})" << false;
    QTest::addRow("text") << R"({"epochs":"many"})" << false;
    QTest::addRow("list") << "[]" << false;
  }
  void settings() {
    QFETCH(QString, json);
    QFETCH(bool, good);
    const auto read = train_settings_from_json(nlohmann::json::parse(json.toStdString()));
    QCOMPARE(read.has_value(), good);
    if (!good) return;
    nlohmann::json back;
    to_json(back, *read);
    QVERIFY(*train_settings_from_json(back) == *read);
  }
  void noEpochsMeansThePrior() {
    TrainSettings settings = quick();
    settings.epochs = 0;
    const auto set = train(caused_table(kAllTasks, 100), settings);
    QVERIFY(set.has_value());
    QCOMPARE(set->link_figures(0, 1).best_epoch, 0);
    QCOMPARE(set->link_figures(0, 1).test.p, set->link_figures(0, 1).prior_p);
  }

  /// A box whose outputs begin after the training part: zeros would be right wherever it says 0.
  void aTargetThatTrainingNeverSaw_data() {
    QTest::addColumn<int>("task");
    for (const auto& [name, task] : kAllTasks) QTest::addRow("%s", name.c_str()) << int(task);
    QTest::addRow("words") << int(Task::sequence);
  }
  void aTargetThatTrainingNeverSaw() {
    QFETCH(int, task);
    auto table = caused_table({{"x", Task::count}, {"late", Task(task)}, {"z", Task::count}}, 200);
    for (std::size_t row = 0; row < 100; ++row) take_away(table, 1, row, Presence::absent);
    const auto set = train(table);
    QVERIFY2(set.has_value(), set ? "" : set.error().text().c_str());
    const auto rows = rows_of(100, 120);
    for (const BoxSet from : {BoxSet(), set_of({0}), set_of({0, 2})}) {
      const auto predictions = set->predict(table, from, 1, rows);
      QVERIFY(!predicted_all(predictions, table.columns[1].spec, rows.size()));
    }
    QVERIFY(!set->has_link(0, 1) && !set->has_link(1, 0));
    const auto back = LinkSet::from_bytes(set->to_bytes());
    QVERIFY(back.has_value());
    for (const LinkSet& one : {*set, *back}) {
      QVERIFY(std::isnan(one.ensemble_figures(1).test.p));
      QVERIFY(std::isnan(one.ensemble_figures(1).prior_p));
    }
    std::vector<float> scratch(set->scratch_floats()), out(static_cast<std::size_t>(table.columns[1].spec.width), 7.F);
    std::vector<FrameSource> sources(3);
    sources[0].values = table.columns[0].row(100);
    set->predict_one(sources, set_of({0}), 1, out, scratch);
    for (const float v : out) QVERIFY(std::isnan(v));
  }
  void boxesEndWhereThePictureEnds() {
    auto table = caused_table({{"x", Task::count}, {"box", Task::localization}}, 300);
    // The exact boxes touch the right and lower border; whatever is predicted of them must not leave it.
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const float x = 0.3F + 0.1F * static_cast<float>(row % 6);
      (void)set_output(table, 1, row, {Presence::present, {x, x, 1 - x, 1 - x, 0.9F}, {}, {}});
    }
    const auto set = train(table);
    QVERIFY(set.has_value());
    for (const BoxSet from : {BoxSet(), set_of({0})}) {
      const auto boxes = set->predict(table, from, 1, rows_of(150, 300));
      QCOMPARE(boxes.rows(), std::size_t{150});
      for (std::size_t n = 0; n < boxes.rows(); ++n)
        for (std::size_t i = 0; i < 2; ++i) QVERIFY(boxes.row(n)[i] + boxes.row(n)[i + 2] <= 1.F);
    }
  }

  void rowsThatRepeat_data() {
    QTest::addColumn<int>("values");  ///< how many values each source takes
    QTest::newRow("few inputs, many rows of each") << 3;
    QTest::newRow("more than rows") << 100000;
  }
  /// Rows of one input are predicted once: what comes out is what each gives alone, holes, zeros of both signs and
  /// values that are no numbers included.
  void rowsThatRepeat() {
    QFETCH(int, values);
    auto table = caused_table({{"a", Task::count}, {"b", Task::count}, {"c", Task::count}}, 3000);
    Random random(4);
    for (std::size_t i = 0; i < 2; ++i) {
      OutputColumn& column = table.columns[i];
      for (std::size_t row = 0; row < table.rows(); ++row) {
        column.values[row] = static_cast<float>(random.below(static_cast<std::size_t>(values)));
        if (column.values[row] == 0 && random.below(2) == 0) column.values[row] = -0.F;
        if (random.below(50) == 0) column.values[row] = std::numeric_limits<float>::quiet_NaN();
        const auto hole = random.below(20);
        if (hole < 2) column.presence[row] = hole == 0 ? Presence::none : Presence::failed;
      }
    }
    const auto set = train(table, quick());
    QVERIFY(set);
    auto rows = rows_of(0, table.rows());
    std::reverse(rows.begin(), rows.end());
    for (std::uint64_t bits = 0; bits < 4; ++bits) {
      const auto all = set->predict(table, BoxSet(bits), 2, rows);
      QCOMPARE(all.rows(), rows.size());
      for (std::size_t n = 0; n < rows.size(); ++n)
        QVERIFY(all.values[n] == set->predict(table, BoxSet(bits), 2, std::span(rows).subspan(n, 1)).values[0]);
    }
  }
};

QTEST_GUILESS_MAIN(TestLinksInput)
#include "test_links_input.moc"
