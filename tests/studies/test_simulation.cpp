// studies: selectors on drawn problems, against brute force and against greedy written once more by its definition.
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/study_report.h"
#include "studies/simulation.h"
#include "support/require.h"

using namespace mlink::rooms;

namespace {

double cost_of_set(const SimulatedProblem& problem, BoxSet set) {
  double cost = 0;
  for (int i = 0; i < problem.boxes(); ++i) cost += set.has(i) ? problem.cost[static_cast<std::size_t>(i)] : 0;
  return cost;
}

/// Greedy by the paper's definition: again and again the likeliest of the boxes that are left and fit.
BoxSet slow_greedy(const SimulatedProblem& problem, double budget) {
  const int k = problem.boxes();
  const double cheapest = *std::min_element(problem.cost.begin(), problem.cost.end());
  std::vector<double> probability;
  const auto p = [&](int source, int target) {
    return problem.p[static_cast<std::size_t>(source) * static_cast<std::size_t>(k) + static_cast<std::size_t>(target)];
  };
  for (int i = 0; i < k; ++i) {
    double from = 0, to = 0;
    for (int j = 0; j < k; ++j) {
      if (j == i) continue;
      from += p(i, j) / (k - 1);
      to += p(j, i) / (k - 1);
    }
    probability.push_back((1 + from - to) / (2 / cheapest * problem.cost[static_cast<std::size_t>(i)]));
  }
  BoxSet set;
  while (true) {
    int best = -1;
    for (int i = 0; i < k; ++i) {
      if (set.has(i) || cost_of_set(problem, set.with(i)) > budget * (1 + 1e-12)) continue;
      if (best < 0 || probability[static_cast<std::size_t>(i)] > probability[static_cast<std::size_t>(best)]) best = i;
    }
    if (best < 0) return set;
    set = set.with(best);
  }
}

SimulationSettings quick() {
  SimulationSettings settings;
  settings.repeats = 12;
  settings.boxes = 6;
  settings.budgets = {.2, .5, 1};
  return settings;
}

Result<std::unique_ptr<StudyResult>> ran(Experiment& experiment, const SimulationSettings& settings,
                                         const std::stop_token& stop = {}) {
  return run_study(*find_study("simulation"), experiment, settings, stop, {});
}

const SimulationResult& simulation(const Result<std::unique_ptr<StudyResult>>& result) {
  return dynamic_cast<const SimulationResult&>(**result);
}

}  // namespace

class TestSimulation : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  int made_ = 0;

  Result<Experiment> empty() {
    return Experiment::create(folder_.path().toStdString() + "/" + std::to_string(++made_) + ".mlink");
  }

 private Q_SLOTS:
  void problemsAreDrawnAsTold_data() {
    QTest::addColumn<int>("drawn");
    QTest::addColumn<double>("deviation");  // of what is drawn; of the normal one 5 deviations are moved to an end
    QTest::newRow("normal") << static_cast<int>(Drawn::normal) << .199;
    QTest::newRow("beta") << static_cast<int>(Drawn::beta) << std::sqrt(.125);
  }
  void problemsAreDrawnAsTold() {
    QFETCH(int, drawn);
    QFETCH(double, deviation);
    double sum = 0, squares = 0, n = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      const auto problem = draw_problem(static_cast<Drawn>(drawn), 10, .02, seed);
      QCOMPARE(problem.p.size(), std::size_t{100});
      for (std::size_t at = 0; at < problem.p.size(); ++at) {
        QCOMPARE(std::isnan(problem.p[at]), at % 11 == 0);
        if (at % 11 == 0) continue;
        QVERIFY(problem.p[at] >= 0 && problem.p[at] <= 1);
        sum += problem.p[at];
        squares += problem.p[at] * problem.p[at];
        ++n;
      }
      for (const double cost : problem.cost) QVERIFY(cost >= .01 && cost <= 1);
    }
    QVERIFY(std::abs(sum / n - .5) < .01);
    QVERIFY(std::abs(std::sqrt(squares / n - sum / n * sum / n) - deviation) < .005);
    const auto once = draw_problem(static_cast<Drawn>(drawn), 5, 0, 7),
               again = draw_problem(static_cast<Drawn>(drawn), 5, 0, 7);
    QVERIFY(once.cost == again.cost && once.p[1] == again.p[1]);
    QVERIFY(once.cost != draw_problem(static_cast<Drawn>(drawn), 5, 0, 8).cost);
  }

  void anEnsembleIsItsBestLinkAndAGain() {
    const double none = std::nan("");
    const SimulatedProblem problem{{none, .5, .9, .7, none, .99, .2, .4, none}, {1, 1, 1}, .02};
    QCOMPARE(problem.ensemble(BoxSet(), 0), 0.);
    QCOMPARE(problem.ensemble(BoxSet(0b010), 0), .7);
    QCOMPARE(problem.ensemble(BoxSet(0b110), 0), .72);
    QCOMPARE(problem.ensemble(BoxSet(0b011), 2), 1.);  // never above 1
    QCOMPARE(problem.objective(BoxSet(0b001)), (1 + .5 + .9) / 3);
    QCOMPARE(problem.objective(BoxSet(0b111)), 1.);
    QCOMPARE(problem.objective(BoxSet()), 0.);
  }

  void bruteForceIsNeverBeaten_data() {
    QTest::addColumn<int>("drawn");
    QTest::addColumn<int>("boxes");
    QTest::addColumn<double>("gain");
    for (const int boxes : {2, 5, 10})
      for (const double gain : {0., .02, .3})
        for (const auto drawn : {Drawn::normal, Drawn::beta})
          QTest::addRow("%s, %d boxes, gain %g", to_string(drawn).data(), boxes, gain)
              << static_cast<int>(drawn) << boxes << gain;
  }
  void bruteForceIsNeverBeaten() {
    QFETCH(int, drawn);
    QFETCH(int, boxes);
    QFETCH(double, gain);
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      const auto problem = draw_problem(static_cast<Drawn>(drawn), boxes, gain, seed);
      for (const double share : {.001, .2, .5, .8, 1.}) {
        const double budget = share * problem.total_cost();
        const double best = best_by_brute_force(problem, budget);
        for (const auto& selector : simulated_selectors()) {
          const auto set = simulated_choice(selector, problem, budget, seed);
          REQUIRE(set);
          QVERIFY(cost_of_set(problem, *set) <= budget * (1 + 1e-9));
          QVERIFY2(problem.objective(*set) <= best + 1e-12, selector.c_str());
          if (selector == "exact") QVERIFY(std::abs(problem.objective(*set) - best) < 1e-9);
          if (selector == "enumerate") {
            const auto greedy = simulated_choice("greedy", problem, budget, seed);
            QVERIFY(problem.objective(*set) >= problem.objective(*greedy) - 1e-12);
          }
          if (selector == "greedy") QCOMPARE(set->bits(), slow_greedy(problem, budget).bits());
          if (share == 1.) QCOMPARE(problem.objective(*set), 1.);  // all boxes fit
        }
      }
    }
    QVERIFY(!simulated_choice("dance", draw_problem(Drawn::normal, 2, 0, 1), 1, 1).has_value());
  }

  void runsOnAnEmptyFileAndIsKept() {
    auto experiment = empty();
    REQUIRE(experiment);
    const auto result = ran(*experiment, quick());
    REQUIRE(result);
    const SimulationResult& told = simulation(result);
    QVERIFY(told.head.complete && told.head.boxes.empty());
    QCOMPARE(told.rows.size(), std::size_t{2} * 3 * simulated_selectors().size());
    double greedy = 0, random = 0;
    for (const SimulationRow& row : told.rows) {
      QVERIFY(row.distance >= -1e-12 && row.worst >= row.distance);
      QVERIFY(row.interval.low <= row.distance + 1e-12 && row.distance <= row.interval.high + 1e-12);
      QVERIFY(std::abs(row.best - row.objective - row.distance) < 1e-9);
      if (row.selector == "exact") QVERIFY(row.distance < 1e-9 && row.found > 1 - 1e-9);
      if (row.budget == 1) QVERIFY(row.distance < 1e-9);
      if (row.selector == "greedy") greedy += row.distance;
      if (row.selector == "random") random += row.distance;
    }
    QVERIFY(greedy > 0 && greedy < random);  // better than chance, and not the best
    const auto reader = ExperimentReader::open(experiment->path());
    REQUIRE(reader);
    const auto kept = newest_study(*reader, *find_study("simulation"));
    REQUIRE(kept);
    QVERIFY(study_to_text(**kept) == study_to_text(**result));
    QVERIFY(!study_json(**kept)["rows"].empty());
  }

  void theSameSeedIsTheSame() {
    auto experiment = empty();
    auto other = empty();
    SimulationSettings settings = quick();
    const auto once = ran(*experiment, settings), again = ran(*other, settings);
    QVERIFY(once && again && study_to_text(**once) == study_to_text(**again));
    settings.first_seed = 100;
    const auto else_where = ran(*other, settings);
    QVERIFY(else_where && simulation(else_where).rows[0].best != simulation(once).rows[0].best);
  }

  void tablesAndFigureTellAllSelectors() {
    auto experiment = empty();
    const auto result = ran(*experiment, quick());
    REQUIRE(result);
    const auto tables = study_tables(*find_study("simulation"), **result);
    QCOMPARE(tables.size(), std::size_t{3});
    QCOMPARE(tables[0].rows.size(), std::size_t{6});
    QCOMPARE(tables[0].columns.size(), 3 + simulated_selectors().size());
    for (const auto& row : tables[0].rows) QCOMPARE(row.size(), tables[0].columns.size());
    const auto text = render(tables[0], TableFormat::text);
    QVERIFY2(text.find("0.00 [0.00, 0.00]") != std::string::npos, text.c_str());  // exact
    const auto figure = render(tables[1], TableFormat::text);
    QVERIFY2(figure.find(std::string(40, '#')) != std::string::npos, figure.c_str());
    QVERIFY(figure.find(std::string(41, '#')) == std::string::npos);
    QVERIFY(!tables[2].notes.empty() && tables[2].rows.size() == simulation(result).rows.size());
  }

  void tooFewProblemsHaveNoInterval() {
    auto experiment = empty();
    SimulationSettings settings = quick();
    settings.repeats = 2;
    const auto result = ran(*experiment, settings);
    REQUIRE(result);
    QVERIFY(std::isnan(simulation(result).rows[0].interval.low));
    QVERIFY(render(simulation(result).paper_table(), TableFormat::text).find('[') == std::string::npos);
    QVERIFY(study_from_text(*find_study("simulation"), study_to_text(**result)).has_value());
  }

  void misuseIsTold_data() {
    QTest::addColumn<int>("repeats");
    QTest::addColumn<int>("boxes");
    QTest::addColumn<double>("gain");
    QTest::addColumn<QList<double>>("budgets");
    QTest::addColumn<QString>("told");
    const QList<double> some{.5};
    QTest::newRow("no problems") << 0 << 10 << .02 << some << "number of repeats is 0";
    QTest::newRow("one box") << 5 << 1 << .02 << some << "number of boxes is 1";
    QTest::newRow("too many boxes") << 5 << 16 << .02 << some << "number of boxes is 16";
    QTest::newRow("negative gain") << 5 << 10 << -.1 << some << "gain is -0.1";
    QTest::newRow("gain is no number") << 5 << 10 << std::nan("") << some << "gain is nan";
    QTest::newRow("no budget") << 5 << 10 << .02 << QList<double>{} << "number of budgets is 0";
    QTest::newRow("budget of zero") << 5 << 10 << .02 << QList<double>{.5, 0} << "budget is 0";
    QTest::newRow("negative budget") << 5 << 10 << .02 << QList<double>{-1} << "budget is -1";
    QTest::newRow("more than everything") << 5 << 10 << .02 << QList<double>{1.5} << "budget is 1.5";
  }
  void misuseIsTold() {
    QFETCH(QList<double>, budgets);
    QFETCH(double, gain);
    QFETCH(int, boxes);
    QFETCH(int, repeats);
    QFETCH(QString, told);
    SimulationSettings settings;
    settings.repeats = repeats;
    settings.boxes = boxes;
    settings.gain = gain;
    settings.budgets = {budgets.begin(), budgets.end()};
    auto experiment = empty();
    const auto result = ran(*experiment, settings);
    QVERIFY(!result.has_value());
    QVERIFY2(QString::fromStdString(result.error().text()).contains(told), result.error().text().c_str());
  }
  void aStopIsTold() {
    auto experiment = empty();
    std::stop_source stop;
    stop.request_stop();
    const auto result = ran(*experiment, quick(), stop.get_token());
    QVERIFY(!result.has_value() && result.error().kind == ErrorKind::stopped);
  }
};

QTEST_APPLESS_MAIN(TestSimulation)
#include "test_simulation.moc"
