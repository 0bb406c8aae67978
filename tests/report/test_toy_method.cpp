// report: a method that one file adds is seen by replay, sweep table and exports, and its plan is evaluated frame by
// frame: run, shown again, predicted by itself.
#include <QTest>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/report.h"

using namespace mlink::rooms;

namespace {

class Nothing : public Predictor {
 public:
  [[nodiscard]] Predictions predict(BoxSet, int, std::span<const std::size_t>) const override { return {}; }
  [[nodiscard]] double link_p(int, int) const override { return .5; }
  [[nodiscard]] std::vector<std::size_t> known_rows(int) const override { return {}; }
};

/// Box a counts 0 1 2 3 0 1 2 3 ..., box b counts 1 on every fourth frame, else 0.
Result<ReplayEngine> engine_of(std::vector<std::string> methods) {
  std::vector<FrameKey> frames;
  frames.reserve(80);
  for (int row = 0; row < 80; ++row) frames.push_back({0, row, row * 1.});
  const OutputSpec count{Task::count, 1, {}, 0.5, "persons"};
  auto table = std::make_shared<OutputTable>(make_table({"cam"}, frames, {{"a", count}, {"b", count}}));
  for (std::size_t row = 0; row < 80; ++row)
    for (std::size_t box = 0; box < 2; ++box) {
      const float value = box == 0 ? static_cast<float>(row % 4) : (row % 4 == 0 ? 1.F : 0.F);
      if (!set_output(*table, box, row, {Presence::present, {value}, {}, {}})) std::abort();
    }
  CostTable costs;
  for (const char* box : {"a", "b"}) costs.boxes.push_back({box, 1, CostOrigin::typed, 1e9, CostOrigin::typed});
  ReplaySettings settings;
  settings.methods = std::move(methods);
  settings.prefix = 0;
  const Executor here = [](std::size_t n, const std::function<void(std::size_t)>& job) {
    for (std::size_t k = 0; k < n; ++k) job(k);
  };
  const auto rows = rows_from(*table, 0);
  return ReplayEngine::build_with(table, std::make_shared<const Nothing>(), rows, costs, settings, here, {}, {});
}

}  // namespace

class TestToyMethod : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void isKnown() {
    const auto names = method_names();
    // The built-in ones in the order of tables, then who registered.
    const std::vector<std::string> first{"mlink", "standalone", "optimum", "mlink-exact", "prior-fill", "prior"};
    QVERIFY(names.size() > first.size() && std::equal(first.begin(), first.end(), names.begin()));
    QCOMPARE(names.back(), std::string("toy"));
    QVERIFY(std::find(names.begin(), names.end(), "drls") != names.end());
    QVERIFY((default_methods() == std::vector<std::string>{"mlink", "standalone", "optimum"}));
    QVERIFY(find_method("toy") != nullptr);
    QVERIFY(find_method("reducto9") == nullptr);
    const auto unknown = engine_of({"reducto9"});
    QVERIFY(!unknown.has_value() && unknown.error().text().find("toy") != std::string::npos);
  }

  void replays() {
    const auto engine = engine_of({"mlink", "toy", "prior"});
    QVERIFY2(engine.has_value(), engine ? "" : engine.error().text().c_str());
    QCOMPARE(engine->breakpoints().front(), 0.0);
    const ReplayResult result = engine->at(1);
    const MethodResult& toy = result.methods[1];
    QCOMPARE(toy.method, std::string("toy"));
    // a: 40 run, then 3 shown again is right in 10 of 40; b: 1 is right in 20 of 80.
    QCOMPARE(toy.per_box[0], 50 / 80.);
    QCOMPARE(toy.per_box[1], 20 / 80.);
    QCOMPARE(toy.executions_per_frame, 40 / 160.);
    QCOMPARE(toy.seconds_per_frame, .5 + .25);  // a on half of the frames, its own prediction on all
    QCOMPARE(toy.bytes, 1e9 + 1e6);
    QVERIFY(!toy.activated.has_value());
    const auto outcomes = engine->outcomes("toy", 1);
    QCOMPARE(outcomes[0], Outcome::run);
    QCOMPARE(outcomes[40], Outcome::reused_wrong);
    QCOMPARE(outcomes[43], Outcome::reused_right);
    QCOMPARE(outcomes[80], Outcome::own_right);
    QCOMPARE(outcomes[81], Outcome::own_wrong);
    const auto shown = engine->shown("toy", 1, 41);
    QCOMPARE(shown[0].shown[0], 3.F);
    QCOMPARE(shown[1].shown[0], 1.F);
    QCOMPARE(engine->at(0).methods[1].output_accuracy, 0.0);
    QCOMPARE(result.methods[2].executions_per_frame, 0.0);
  }

  void isInTablesAndExports() {
    const auto engine = engine_of({"mlink", "toy"});
    QVERIFY(engine.has_value());
    const auto document = replay_json(engine->at(1));
    QCOMPARE(document["methods"][1]["method"].get<std::string>(), std::string("toy"));
    QVERIFY(document["methods"][1]["after_prefix"]["output_accuracy"].is_number());
    const std::vector<ReplayResult> sweep{engine->at(0), engine->at(1)};
    for (const TableFormat format :
         {TableFormat::text, TableFormat::csv, TableFormat::markdown, TableFormat::latex, TableFormat::html})
      for (const Table& table : {budgets_table(sweep), replay_table(sweep[1])})
        QVERIFY(render(table, format).find("toy") != std::string::npos);
  }
};

QTEST_APPLESS_MAIN(TestToyMethod)
#include "test_toy_method.moc"
