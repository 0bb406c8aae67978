// replay: building an engine: misuse, stop, progress, and links trained in the test.
#include <QTest>
#include <cmath>
#include <limits>
#include <mutex>
#include <nlohmann/json.hpp>
#include "base/random.h"
#include "made_up.h"

using namespace mlink::rooms;
using namespace made_up;

class TestReplayBuild : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void misuse_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QStringList>("said");
    QTest::addRow("unknown method") << "method" << QStringList{"reducto9", "mlink", "standalone", "optimum"};
    QTest::addRow("no method") << "no method" << QStringList{"method"};
    QTest::addRow("unknown cost") << "cost" << QStringList{"time of b", "mlink profile"};
    QTest::addRow("negative cost") << "negative cost" << QStringList{"time of b", "-1"};
    QTest::addRow("infinite cost") << "infinite cost" << QStringList{"time of b", "inf"};
    QTest::addRow("link cost") << "link cost" << QStringList{"links", "nan"};
    QTest::addRow("costs of other boxes") << "other costs" << QStringList{"costs"};
    QTest::addRow("too few costs") << "few costs" << QStringList{"costs"};
    QTest::addRow("negative budget") << "budget" << QStringList{"budget", "-1"};
    QTest::addRow("budget not a number") << "budget nan" << QStringList{"budget", "nan"};
    QTest::addRow("prefix 1") << "prefix" << QStringList{"prefix", "1"};
    QTest::addRow("period") << "period" << QStringList{"period_seconds", "-5"};
    QTest::addRow("no test rows") << "rows" << QStringList{"frames"};
    QTest::addRow("no table") << "table" << QStringList{"outputs"};
    QTest::addRow("periods too many for memory") << "memory" << QStringList{"periods", "500 MB", "longer"};
  }
  void misuse() {
    QFETCH(QString, what);
    QFETCH(QStringList, said);
    Made made = what == "memory" ? make({11, 5000, 1, false, true}) : make({3, 100});
    if (what == "method") made.settings.methods = {"mlink", "reducto9"};
    if (what == "no method") made.settings.methods.clear();
    if (what == "cost") made.costs.boxes[1].seconds_origin = CostOrigin::unknown;
    if (what == "negative cost") made.costs.boxes[1].seconds = -1;
    if (what == "infinite cost") made.costs.boxes[1].seconds = std::numeric_limits<double>::infinity();
    if (what == "link cost") made.costs.predicting = even_link_costs(made.costs.boxes.size(), {kNaN, 0});
    if (what == "other costs") made.costs.boxes[1].box = "z";
    if (what == "few costs") made.costs.boxes.pop_back();
    if (what == "budget") made.settings.budget = -1;
    if (what == "budget nan") made.settings.budget = kNaN;
    if (what == "prefix") made.settings.prefix = 1;
    if (what == "period") made.settings.period_seconds = -5;
    if (what == "rows") made.first = 100;
    if (what == "table") made.table = nullptr;
    if (what == "memory") made.settings.period_seconds = 1;
    const auto engine = made.build();
    QVERIFY(!engine.has_value());
    for (const QString& word : said)
      QVERIFY2(QString::fromStdString(engine.error().text()).contains(word), engine.error().text().c_str());
  }

  void stops_data() {
    QTest::addColumn<int>("after");
    QTest::addRow("before it begins") << 0;
    QTest::addRow("among the singles") << 5;
    QTest::addRow("among the sets") << 60;
  }
  void stops() {
    QFETCH(int, after);
    Made made = make({5, 9000, 1, false, true});
    std::stop_source stop;
    std::mutex mutex;  // nobody predicts between the call that stops and the stop
    int calls = 0;
    auto predictor = std::make_shared<Hashed>(made.table, 1);
    predictor->on_predict = [&] {
      const std::lock_guard lock(mutex);
      if (++calls == after) stop.request_stop();
    };
    if (after == 0) stop.request_stop();
    made.predictor = predictor;
    const auto engine = made.build(on_threads(2), stop.get_token());
    QVERIFY(!engine.has_value());
    QVERIFY(engine.error().kind == ErrorKind::stopped);
    QVERIFY2(calls <= after + 1, qPrintable(QString::number(calls)));  // what the other thread had in hand
  }

  void progressCountsPredictions() {
    const Made made = make({3, 9000, 1, false, true});
    std::mutex mutex;
    std::vector<ProgressEvent> events;
    const auto engine = made.build(on_threads(2), {}, [&](const ProgressEvent& event) {
      const std::lock_guard lock(mutex);
      events.push_back(event);
    });
    QVERIFY(engine.has_value());
    QVERIFY(!events.empty());
    QCOMPARE(events.back().done, std::int64_t{12} * 8960);  // 3 targets x 4 sets without it, each row
    QCOMPARE(events.back().total, events.back().done);
  }

  // Links of three boxes that are worth something: a counts, b is half of it, c is noise. Trained here, replayed, and
  // compared with the LinkSet's own predictions one frame at a time.
  void trainedLinks() {
    const OutputSpec count{Task::count, 1, {}, 0.5, "persons"};
    std::vector<FrameKey> frames;
    frames.reserve(500);
    for (int row = 0; row < 500; ++row) {
      const int ordinal = row / 2;
      frames.push_back({row % 2, ordinal, ordinal * .5});
    }
    auto table = std::make_shared<OutputTable>(
        make_table({"left", "right"}, frames, {{"a", count}, {"b", count}, {"c", count}}));
    Random random(4);
    for (std::size_t row = 0; row < table->rows(); ++row) {
      const auto persons = static_cast<float>(random.below(5));
      const float values[] = {persons, std::floor(persons / 2), static_cast<float>(random.below(4))};
      for (std::size_t box = 0; box < 3; ++box) {
        Output output{Presence::present, {values[box]}, {}, {}};
        if (random.unit() < .05) output = {Presence::none, {}, {}, {}};
        QVERIFY(set_output(*table, box, row, output).has_value());
      }
    }
    TrainSettings train;
    train.part = .4;
    train.epochs = 60;
    train.bootstrap = 20;
    const auto links = train_links(*table, train, one_by_one(), {}, {});
    QVERIFY2(links.has_value(), links ? "" : links.error().text().c_str());
    const auto shared = std::make_shared<const LinkSet>(*links);
    const CostTable costs = costs_of(*table, {1, 1, 1});
    ReplaySettings settings;
    settings.period_seconds = 40;
    const auto engine = ReplayEngine::build(table, shared, costs, settings, on_threads(2), {}, {});
    QVERIFY2(engine.has_value(), engine ? "" : engine.error().text().c_str());
    QCOMPARE(engine->first_row(), std::size_t{200});
    class Asked : public Predictor {
     public:
      Asked(const OutputTable& table, const LinkSet& links) : table_(table), links_(links) {}
      [[nodiscard]] Predictions predict(BoxSet from, int target, std::span<const std::size_t> rows) const override {
        return links_.predict(table_, from, target, rows);
      }
      [[nodiscard]] double link_p(int, int) const override { return kNaN; }
      [[nodiscard]] std::vector<std::size_t> known_rows(int) const override { return {}; }

     private:
      const OutputTable& table_;
      const LinkSet& links_;
    };
    const Asked asked(*table, *shared);
    // Rows are predicted by thousands here and one by one there: a count within an ulp of .5 may fall on either side.
    for (std::uint64_t bits = 0; bits < 8; ++bits)
      VERIFY_NEAR(engine->objective(BoxSet(bits)), slow_accuracy(*table, asked, BoxSet(bits), 200, 500));
    const ReplayResult at_one = engine->at(1);
    QVERIFY(method(at_one, "mlink").output_accuracy > method(at_one, "standalone").output_accuracy + .2);
    for (const PeriodResult& period : method(at_one, "mlink").periods)
      QCOMPARE(period.activated.bits(), set_of({0}).bits());  // a tells b, b tells a by half, c tells nothing
    const auto shown = engine->shown("mlink", 1, 499);
    QVERIFY(shown.size() == 3 && shown[1].shown.size() == 1 && shown[0].shown == shown[0].exact);
    // The whole chain again with other test outputs: training, figures that may be known, choice. Nothing changes.
    auto later = std::make_shared<OutputTable>(*table);
    for (OutputColumn& column : later->columns)
      for (std::size_t row = 200; row < 500; ++row)
        column.values[row] = static_cast<float>(row % 3), column.presence[row] = Presence::present;
    const auto trained_again = train_links(*later, train, one_by_one(), {}, {});
    QVERIFY(trained_again.has_value());
    settings.prefix = 0;
    const auto before = ReplayEngine::build(table, shared, costs, settings, one_by_one(), {}, {});
    const auto after = ReplayEngine::build(later, std::make_shared<const LinkSet>(*trained_again), costs, settings,
                                           one_by_one(), {}, {});
    QVERIFY(before.has_value() && after.has_value());
    QVERIFY(before->at(1).methods[0].output_accuracy > after->at(1).methods[0].output_accuracy + .1);
    for (const double budget : {1., 2., 3.})
      for (std::size_t p = 0; p < before->at(budget).methods[0].periods.size(); ++p) {
        const PeriodResult a = before->at(budget).methods[0].periods[p], b = after->at(budget).methods[0].periods[p];
        QCOMPARE(a.activated.bits(), b.activated.bits());
        QVERIFY(a.probability == b.probability);
      }
    // Links of other boxes are refused.
    auto other = std::make_shared<OutputTable>(*table);
    other->columns[1].box = "z";
    const auto refused = ReplayEngine::build(other, shared, costs, settings, one_by_one(), {}, {});
    QVERIFY(!refused.has_value() && refused.error().kind == ErrorKind::invalid_input);
    QVERIFY(!ReplayEngine::build(table, nullptr, costs, settings, one_by_one(), {}, {}).has_value());
  }

  void settingsAsJson() {
    ReplaySettings settings;
    settings.kind = CostKind::memory;
    settings.budget = 5e9;
    settings.prefix_cost = false;
    nlohmann::json json;
    to_json(json, settings);
    QCOMPARE(json["budget"].get<double>(), 5e9);
    QCOMPARE(json["kind"].get<std::string>(), std::string("memory"));
    QCOMPARE(json["prefix_cost"].get<bool>(), false);
    QCOMPARE(json["methods"].size(), std::size_t{3});
    QCOMPARE(json["prefix"].get<double>(), .01);
  }
};

QTEST_APPLESS_MAIN(TestReplayBuild)
#include "test_replay_build.moc"
