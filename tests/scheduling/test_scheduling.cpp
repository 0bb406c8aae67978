// scheduling: activation probabilities worked by hand, the selectors against brute force, the paper's Table 4 costs.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/random.h"
#include "scheduling/limits.h"

using namespace mlink::rooms;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kGB = 1e9;

BoxCosts typed(const char* name, double bytes, double seconds) {
  return {name, seconds, CostOrigin::typed, bytes, CostOrigin::typed};
}
CostTable costs_of(const std::vector<double>& seconds, double link_seconds = 0) {
  CostTable table;
  for (std::size_t i = 0; i < seconds.size(); ++i)
    table.boxes.push_back(typed(std::string(1, static_cast<char>('a' + i)).c_str(), seconds[i] * kGB, seconds[i]));
  if (link_seconds > 0) table.predicting = even_link_costs(seconds.size(), {link_seconds, 7});
  return table;
}
std::vector<Activation> probabilities(const std::vector<double>& values) {
  std::vector<Activation> out;
  out.reserve(values.size());
  for (const double value : values) out.push_back({"", 0, 0, 0, value});
  return out;
}
BoxSet set_of(const std::vector<int>& boxes) {
  BoxSet set;
  for (const int box : boxes) set = set.with(box);
  return set;
}

}  // namespace

class TestScheduling : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Three boxes a, b, c that cost 1, 2, 4; p(g_ij), row = source:
  //        a    b    c
  //   a    -   .8   .6      P1_a = (.8 + .6) / 2 = .7     P2_a = (.5 + .4) / 2 = .45
  //   b   .5    -   .7      P1_b = (.5 + .7) / 2 = .6     P2_b = (.8 + .2) / 2 = .5
  //   c   .4   .2    -      P1_c = (.4 + .2) / 2 = .3     P2_c = (.6 + .7) / 2 = .65
  // w = 2 / min c = 2 / 1 = 2
  // P_a = (1 + .7 - .45) / (2 * 1) = 1.25 / 2 = .625
  // P_b = (1 + .6 - .5)  / (2 * 2) = 1.1 / 4  = .275
  // P_c = (1 + .3 - .65) / (2 * 4) = .65 / 8  = .08125
  void activationByHand() {
    const std::vector<double> p{kNaN, .8, .6, .5, kNaN, .7, .4, .2, kNaN};
    const auto activations = activation_probabilities({"a", "b", "c"}, p, std::vector<double>{1, 2, 4});
    QVERIFY2(activations.has_value(), activations ? "" : activations.error().text().c_str());
    const double p1[] = {.7, .6, .3}, p2[] = {.45, .5, .65}, wanted[] = {.625, .275, .08125}, cost[] = {1, 2, 4};
    for (std::size_t i = 0; i < 3; ++i) {
      const Activation& a = (*activations)[i];
      QVERIFY2(std::abs(a.p1 - p1[i]) < 1e-12, qPrintable(QString::number(a.p1, 'g', 17)));
      QVERIFY2(std::abs(a.p2 - p2[i]) < 1e-12, qPrintable(QString::number(a.p2, 'g', 17)));
      QVERIFY2(std::abs(a.probability - wanted[i]) < 1e-12, qPrintable(QString::number(a.probability, 'g', 17)));
      QCOMPARE(a.cost, cost[i]);
    }
    QCOMPARE(QString::fromStdString((*activations)[2].box), QStringLiteral("c"));
  }

  // The paper's normalisation: predicts all others, is predicted by none, is the cheapest: P = 1.
  void perfectBoxHasProbabilityOne() {
    const std::vector<double> p{kNaN, 1, 1, 0, kNaN, .5, 0, .5, kNaN};
    const auto activations = activation_probabilities({"a", "b", "c"}, p, std::vector<double>{.03, .044, .06});
    QVERIFY(activations.has_value());
    QCOMPARE((*activations)[0].probability, 1.0);
    QVERIFY((*activations)[1].probability < 1);
  }

  void missingLinksAreLeftOut() {
    // b has no link to c: P1_b is the mean of what is there, .5; nothing at all leads to c: P2_c = 0.
    const std::vector<double> p{kNaN, .8, kNaN, .5, kNaN, kNaN, .4, .2, kNaN};
    const auto activations = activation_probabilities({"a", "b", "c"}, p, std::vector<double>{1, 1, 1});
    QVERIFY(activations.has_value());
    QCOMPARE((*activations)[1].p1, .5);
    QCOMPARE((*activations)[2].p2, 0.0);
    QVERIFY(std::abs((*activations)[2].probability - (1 + .3) / 2) < 1e-12);
  }

  void zeroCosts() {
    const std::vector<double> p(4, .5);
    const auto some = activation_probabilities({"a", "b"}, p, std::vector<double>{0, 2});
    QVERIFY(some.has_value());
    QCOMPARE((*some)[0].probability, .5);  // cheapest, counts as .002: w c = 2
    QVERIFY(std::abs((*some)[1].probability - 1 / (1000 * 2.)) < 1e-15);
    const auto all = activation_probabilities({"a", "b"}, p, std::vector<double>{0, 0});
    QVERIFY(all.has_value());
    QCOMPARE((*all)[0].probability, (*all)[1].probability);
    QCOMPARE((*activation_probabilities({"a"}, std::vector<double>{kNaN}, std::vector<double>{3}))[0].probability, .5);
  }

  void badActivations_data() {
    QTest::addColumn<QVector<double>>("p");
    QTest::addColumn<QVector<double>>("costs");
    QTest::addColumn<QString>("names");
    QTest::addRow("p above 1") << QVector<double>{kNaN, 1.1, 0, kNaN} << QVector<double>{1, 1} << "1.1";
    QTest::addRow("p below 0") << QVector<double>{kNaN, -.1, 0, kNaN} << QVector<double>{1, 1} << "-0.1";
    QTest::addRow("too few p") << QVector<double>{kNaN, .1} << QVector<double>{1, 1} << "4";
    QTest::addRow("too few costs") << QVector<double>{kNaN, .1, .1, kNaN} << QVector<double>{1} << "2 boxes";
    QTest::addRow("negative cost") << QVector<double>{kNaN, .1, .1, kNaN} << QVector<double>{1, -2} << "-2";
    QTest::addRow("cost not a number") << QVector<double>{kNaN, .1, .1, kNaN} << QVector<double>{1, kNaN} << "nan";
    QTest::addRow("infinite cost") << QVector<double>{kNaN, .1, .1, kNaN} << QVector<double>{1, kInf} << "inf";
  }
  void badActivations() {
    QFETCH(QVector<double>, p);
    QFETCH(QVector<double>, costs);
    QFETCH(QString, names);
    const auto result = activation_probabilities({"a", "b"}, std::vector<double>(p.begin(), p.end()),
                                                 std::vector<double>(costs.begin(), costs.end()));
    QVERIFY(!result.has_value());
    QVERIFY(result.error().kind == ErrorKind::invalid_input);
    QVERIFY2(QString::fromStdString(result.error().text()).contains(names), result.error().text().c_str());
    QVERIFY(!activation_probabilities({}, {}, {}).has_value());
  }

  void costsOfSets() {
    CostTable costs = costs_of({1, 2, 4}, .25);
    QCOMPARE(cost_of(costs, set_of({0, 2}), CostKind::time), 5.5);  // b is predicted by two links
    QCOMPARE(cost_of(costs, set_of({0}), CostKind::time), 1.5);
    QCOMPARE(cost_of(costs, set_of({0, 1, 2}), CostKind::time), 7.0);
    QCOMPARE(cost_of(costs, {}, CostKind::time), 0.0);  // priors are constants
    QCOMPARE(cost_of(costs, set_of({1}), CostKind::memory), 2 * kGB + 14);
    QVERIFY(costs.known(CostKind::memory));
    costs.boxes[1].bytes_origin = CostOrigin::unknown;
    QVERIFY(!costs.known(CostKind::memory));
    QVERIFY(costs.known(CostKind::time));
    QVERIFY(fits(.1 + .2, .3));  // .1 + .2 is not .3 in binary
    QVERIFY(!fits(.3001, .3));
    QVERIFY(!fits(1, kNaN));
  }

  // A set pays for the links and ensembles that its own predicted boxes need, each once, and for no others.
  void linksCostWhatIsNeeded_data() {
    QTest::addColumn<QVector<int>>("run");
    QTest::addColumn<double>("bytes");
    // Links a->b 1, a->c 2, b->a 4, b->c 8, c->b 16, none from c to a; ensembles 100 of a, 200 of b, 400 of c.
    QTest::addRow("a: a->b, a->c, nothing to join") << QVector<int>{0} << 3.;
    QTest::addRow("b: b->a, b->c") << QVector<int>{1} << 12.;
    QTest::addRow("c: c->b alone") << QVector<int>{2} << 16.;
    QTest::addRow("a and b: two links to c and its ensemble") << QVector<int>{0, 1} << 410.;
    QTest::addRow("a and c: two links to b and its ensemble") << QVector<int>{0, 2} << 217.;
    QTest::addRow("b and c: one link to a") << QVector<int>{1, 2} << 4.;
    QTest::addRow("all: nothing is predicted") << QVector<int>{0, 1, 2} << 0.;
    QTest::addRow("none: priors") << QVector<int>{} << 0.;
  }
  void linksCostWhatIsNeeded() {
    QFETCH(QVector<int>, run);
    QFETCH(double, bytes);
    CostTable costs = costs_of({1, 2, 4});
    costs.predicting.links = {{}, {.1, 1}, {.1, 2}, {.1, 4}, {}, {.1, 8}, {}, {.1, 16}, {}};
    costs.predicting.ensembles = {{0, 100}, {0, 200}, {0, 400}};
    const BoxSet set = set_of({run.begin(), run.end()});
    QCOMPARE(links_cost(costs, set, set, CostKind::memory), bytes);
    QCOMPARE(cost_of(costs, set, CostKind::memory), boxes_cost(costs, set, CostKind::memory) + bytes);
    QVERIFY(most_cost(costs, CostKind::memory) >= cost_of(costs, set, CostKind::memory));
  }

  void allBoxes_data() {
    QTest::addColumn<int>("count");
    for (const int count : {0, 1, 12, 63, 64}) QTest::addRow("%d", count) << count;
  }
  void allBoxes() {
    QFETCH(int, count);
    const BoxSet all = BoxSet::all(count);
    QCOMPARE(all.size(), count);
    for (int i = 0; i < BoxSet::kMax; ++i) QCOMPARE(all.has(i), i < count);
  }

  void greedy_data() {
    QTest::addColumn<QVector<double>>("probability");
    QTest::addColumn<QVector<double>>("cost");
    QTest::addColumn<double>("budget");
    QTest::addColumn<double>("links");
    QTest::addColumn<QVector<int>>("wanted");
    using D = QVector<double>;
    using I = QVector<int>;
    QTest::addRow("all fit") << D{.1, .2, .3} << D{1, 2, 3} << 6. << 0. << I{0, 1, 2};
    QTest::addRow("skips and goes on") << D{.9, .8, .1} << D{2, 5, 1} << 3. << 0. << I{0, 2};
    QTest::addRow("skips the first") << D{.9, .8, .1} << D{9, 2, 1} << 3. << 0. << I{1, 2};
    QTest::addRow("greedy, not best") << D{.9, .5, .5} << D{3, 2, 2} << 4. << 0. << I{0};
    QTest::addRow("tie: lower cost") << D{.5, .5} << D{2, 1} << 2. << 0. << I{1};
    QTest::addRow("tie: then name") << D{.5, .5} << D{2, 2} << 3. << 0. << I{0};
    QTest::addRow("the budget to the digit") << D{.5, .5} << D{.1, .2} << .3 << 0. << I{0, 1};
    QTest::addRow("links cost too") << D{.9, .1} << D{1, 2} << 1.05 << .1 << I{};
    QTest::addRow("links fit") << D{.9, .1} << D{1, 2} << 1.1 << .1 << I{0};
    QTest::addRow("below every box") << D{.9, .1} << D{1, 2} << .5 << 0. << I{};
    QTest::addRow("zero") << D{.9, .1} << D{1, 2} << 0. << 0. << I{};
    QTest::addRow("negative") << D{.9, .1} << D{1, 2} << -1. << 0. << I{};
    QTest::addRow("not a number") << D{.9, .1} << D{1, 2} << double(kNaN) << 0. << I{};
    QTest::addRow("infinite") << D{.9, .1} << D{1, 2} << double(kInf) << 0. << I{0, 1};
  }
  void greedy() {
    QFETCH(QVector<double>, probability);
    QFETCH(QVector<double>, cost);
    QFETCH(double, budget);
    QFETCH(double, links);
    QFETCH(QVector<int>, wanted);
    const auto activations = probabilities({probability.begin(), probability.end()});
    const CostTable costs = costs_of({cost.begin(), cost.end()}, links);
    const Amount amount{CostKind::time, budget};
    const Selection selection = select_greedy(activations, costs, amount, [](BoxSet set) { return set.size() / 8.; });
    const BoxSet set = set_of({wanted.begin(), wanted.end()});
    QCOMPARE(selection.activated.bits(), set.bits());
    QCOMPARE(selection.cost, cost_of(costs, set, CostKind::time));
    QCOMPARE(selection.objective, set.size() / 8.);
    QCOMPARE(selection.reasons.size(), std::size_t(probability.size()));
    QCOMPARE(QString::fromStdString(selection.note),
             set.empty() ? QStringLiteral("no box fits the budget: priors only") : QString());
    for (const SelectionReason& reason : selection.reasons) {
      QCOMPARE(reason.in, set.has(reason.box[0] - 'a'));
      QVERIFY2(QString::fromStdString(reason.why).startsWith(reason.in ? "in: " : "out: "), reason.why.c_str());
    }
    QVERIFY(std::isnan(select_greedy(activations, costs, amount, nullptr).objective));
    // The walk without words ends with the same set.
    QCOMPARE(walk(greedy_order(activations, costs, CostKind::time), costs, amount, true).activated.bits(), set.bits());
  }

  void reasonsSayWhy() {
    const auto activations = probabilities({.9, .8, .1});
    CostTable costs = costs_of({2, 5, 1});
    const Selection s = select_greedy(activations, costs, {CostKind::memory, 3 * kGB}, nullptr);
    QCOMPARE(QString::fromStdString(s.reasons[0].why), QStringLiteral("in: highest P, fits"));
    QCOMPARE(QString::fromStdString(s.reasons[1].why),
             QString::fromStdString("out: " + amount_text({CostKind::memory, 4 * kGB}) + " too much"));
    QCOMPARE(QString::fromStdString(s.reasons[2].why), QStringLiteral("in: next highest P, fits"));
  }

  // Between two budgets that walk() names, its answer does not change; at each of them it does.
  void walkNamesTheNextBudget() {
    Random random(7);
    for (int round = 0; round < 50; ++round) {
      std::vector<double> cost, p;
      for (int i = 0; i < 6; ++i) {
        cost.push_back(1 + static_cast<double>(random.below(20)));
        p.push_back(random.unit());
      }
      const CostTable costs = costs_of(cost, .125);
      const auto order = greedy_order(probabilities(p), costs, CostKind::time);
      double budget = 0;
      int steps = 0;
      while (std::isfinite(budget)) {
        const Walk here = walk(order, costs, {CostKind::time, budget}, true);
        const double end = std::isfinite(here.next) ? here.next : budget + 100;
        QVERIFY(here.next > budget);
        for (const double share : {.3, .999999}) {
          const double between = budget + share * (end - budget);
          QCOMPARE(walk(order, costs, {CostKind::time, between}, true).activated.bits(), here.activated.bits());
        }
        if (std::isfinite(here.next))
          QVERIFY(walk(order, costs, {CostKind::time, here.next}, true).activated.bits() != here.activated.bits());
        else
          QCOMPARE(here.activated.size(), 6);
        budget = here.next;
        QVERIFY(++steps < 100);
      }
      QVERIFY(steps > 2);
    }
  }

  void exactIsBruteForce() {
    Random random(11);
    for (int round = 0; round < 40; ++round) {
      const int k = 1 + static_cast<int>(random.below(7));
      std::vector<double> cost, value;
      for (int i = 0; i < k; ++i) cost.push_back(1 + static_cast<double>(random.below(9)));
      for (int bits = 0; bits < (1 << k); ++bits) value.push_back(random.unit());
      const CostTable costs = costs_of(cost, .01);
      const double budget = 30 * random.unit();
      const auto objective = [&](BoxSet set) { return value[static_cast<std::size_t>(set.bits())]; };
      double best = value[0];
      std::size_t best_bits = 0;
      for (std::size_t bits = 1; bits < value.size(); ++bits) {
        double sum = 0;
        const int run = __builtin_popcountll(bits);
        for (int i = 0; i < k; ++i) sum += (bits >> i) & 1U ? cost[static_cast<std::size_t>(i)] : .01 * run;
        if (sum > budget || value[bits] <= best) continue;
        best = value[bits];
        best_bits = bits;
      }
      const auto selection = select_exact(costs, {CostKind::time, budget}, objective);
      QVERIFY(selection.has_value());
      QCOMPARE(selection->activated.bits(), best_bits);
      QCOMPARE(selection->objective, best);
    }
  }

  void exactTiesAndLimits() {
    const auto same = [](BoxSet set) { return set.empty() ? 0. : 1.; };
    const auto cheaper = select_exact(costs_of({3, 2, 4}), {CostKind::time, 10}, same);
    QVERIFY(cheaper.has_value());
    QCOMPARE(cheaper->activated.bits(), set_of({1}).bits());
    const auto none = select_exact(costs_of({3, 2, 4}), {CostKind::time, 1}, same);
    QVERIFY(none.has_value() && none->activated.empty());
    QCOMPARE(QString::fromStdString(none->note), QStringLiteral("no box fits the budget: priors only"));
    const auto useless = select_exact(costs_of({3}), {CostKind::time, 5}, [](BoxSet set) { return 1. - set.size(); });
    QVERIFY(useless.has_value() && useless->activated.empty() && !useless->note.empty());
    QVERIFY(select_exact(costs_of(std::vector<double>(20, 1)), {CostKind::time, 0}, same).has_value());
    const auto many = select_exact(costs_of(std::vector<double>(21, 1)), {CostKind::time, 1}, same);
    QVERIFY(!many.has_value());
    QVERIFY(many.error().kind == ErrorKind::unsupported);
    QVERIFY(QString::fromStdString(many.error().text()).contains("21"));
    const auto blind = select_exact(costs_of({1}), {CostKind::time, 1}, nullptr);
    QVERIFY(!blind.has_value() && blind.error().kind == ErrorKind::invalid_input);
  }

  // Time and memory at once: greedy and exact against choices by the definition.
  void twoResources() {
    Random random(21);
    int differs = 0;
    for (int round = 0; round < 200; ++round) {
      const int k = 2 + static_cast<int>(random.below(6));
      CostTable costs;
      std::vector<double> p, value;
      for (int i = 0; i < k; ++i) {
        costs.boxes.push_back(typed(std::string(1, static_cast<char>('a' + i)).c_str(),
                                    static_cast<double>(1 + random.below(9)),
                                    static_cast<double>(1 + random.below(9))));
        p.push_back(random.unit());
      }
      for (int bits = 0; bits < (1 << k); ++bits) value.push_back(random.unit());
      const Amount time{CostKind::time, 25 * random.unit()}, memory{CostKind::memory, 25 * random.unit()};
      const auto limits = Limits::of({time, memory});
      QVERIFY(limits.has_value());
      const auto cost = [&](std::size_t bits, bool of_time) {
        double sum = 0;
        for (int i = 0; i < k; ++i)
          if ((bits >> static_cast<unsigned>(i)) & 1U)
            sum += of_time ? costs.boxes[static_cast<std::size_t>(i)].seconds
                           : costs.boxes[static_cast<std::size_t>(i)].bytes;
        return sum;
      };
      const auto in = [&](std::size_t bits) {
        return cost(bits, true) <= time.value && cost(bits, false) <= memory.value;
      };
      // Greedy: by P (the order of `p` here), each that fits in both.
      std::vector<int> order(static_cast<std::size_t>(k));
      for (int i = 0; i < k; ++i) order[static_cast<std::size_t>(i)] = i;
      std::sort(order.begin(), order.end(),
                [&](int a, int b) { return p[static_cast<std::size_t>(a)] > p[static_cast<std::size_t>(b)]; });
      std::size_t taken = 0;
      for (const int i : order)
        if (in(taken | std::size_t{1} << static_cast<unsigned>(i))) taken |= std::size_t{1} << static_cast<unsigned>(i);
      const auto objective = [&](BoxSet set) { return value[static_cast<std::size_t>(set.bits())]; };
      const Selection greedy = select_greedy(probabilities(p), costs, *limits, objective);
      QCOMPARE(greedy.activated.bits(), taken);
      std::size_t best = 0;
      for (std::size_t bits = 1; bits < value.size(); ++bits)
        if (in(bits) && value[bits] > value[best]) best = bits;
      const auto exact = select_exact(costs, *limits, objective);
      QVERIFY(exact.has_value());
      QCOMPARE(exact->activated.bits(), best);
      differs += select_exact(costs, Limits(time), objective)->activated == exact->activated ? 0 : 1;
      const auto tried = select_enumerated(probabilities(p), costs, *limits, objective);
      QVERIFY(tried.has_value() && limits->fit(costs, tried->activated));
      QVERIFY(tried->objective <= exact->objective && tried->objective >= greedy.objective);
      for (const SelectionReason& reason : exact->reasons) QVERIFY(!reason.why.empty());
    }
    QVERIFY(differs > 20);
  }

  // The scarce resource counts: under a tight memory budget the box that takes much of it is dear, however fast it is.
  void sharesOfBudgets() {
    CostTable costs;
    costs.boxes = {typed("a", 8, 1), typed("b", 1, 8)};
    QCOMPARE(box_uses(costs, *Limits::of({{CostKind::time, 100}, {CostKind::memory, 10}})),
             (std::vector<double>{.8, .1}));
    QCOMPARE(box_uses(costs, *Limits::of({{CostKind::time, 10}, {CostKind::memory, 100}})),
             (std::vector<double>{.1, .8}));
    QCOMPARE(box_uses(costs, Limits(Amount{CostKind::time, 10})), (std::vector<double>{1, 8}));
    const auto nothing = box_uses(costs, *Limits::of({{CostKind::time, 0}, {CostKind::memory, 10}}));
    QVERIFY(std::isfinite(nothing[0]) && nothing[0] > 1e6);
    const Selection none = select_greedy(probabilities({1, 1}), costs,
                                         *Limits::of({{CostKind::time, 0}, {CostKind::memory, 10}}), nullptr);
    QVERIFY(none.activated.empty() && !none.note.empty());
    QVERIFY(none.reasons[0].why.find("too much") != std::string::npos);
  }

  void limitsThatAreRefused() {
    QVERIFY(!Limits::of({}));
    const auto twice = Limits::of({{CostKind::time, 1}, {CostKind::time, 2}});
    QVERIFY(!twice && twice.error().text().find("two budgets of time") != std::string::npos);
    QVERIFY(!Limits::of({{CostKind::time, -1}}));
    QVERIFY(!Limits::of({{CostKind::time, kNaN}}));
    CostTable unknown = costs_of({1});
    unknown.boxes[0].bytes_origin = CostOrigin::unknown;
    QVERIFY(Limits::of({{CostKind::time, 1}})->check(unknown).has_value());
    QVERIFY(!Limits::of({{CostKind::time, 1}, {CostKind::memory, 1}})->check(unknown));
  }

  // Above 20 boxes: never worse than greedy, and a pair that greedy misses is found.
  void enumeratedFindsPairs() {
    Random random(5);
    for (int round = 0; round < 10; ++round) {
      std::vector<double> seconds, p;
      for (int i = 0; i < 24; ++i) {
        seconds.push_back(1 + random.unit());
        p.push_back(random.unit());
      }
      const CostTable costs = costs_of(seconds);
      const BoxSet pair =
          BoxSet().with(static_cast<int>(random.below(12))).with(12 + static_cast<int>(random.below(12)));
      const auto objective = [&](BoxSet set) {
        return ((set.bits() & pair.bits()) == pair.bits() ? 10. : 0.) + static_cast<double>(set.size()) / 100;
      };
      const auto found = select_enumerated(probabilities(p), costs, Amount{CostKind::time, 4.5}, objective);
      QVERIFY(found.has_value());
      QVERIFY((found->activated.bits() & pair.bits()) == pair.bits());
      QVERIFY(found->objective >=
              select_greedy(probabilities(p), costs, Amount{CostKind::time, 4.5}, objective).objective);
    }
    QVERIFY(!select_enumerated(probabilities({1}), costs_of({1}), Amount{CostKind::time, 1}, nullptr));
  }

  // The costs of the paper's Table 4 and what Standalone does with them at 5 and 9 GB.
  void standaloneTable4_data() {
    QTest::addColumn<bool>("building");
    QTest::addColumn<double>("gigabytes");
    QTest::addColumn<QVector<int>>("wanted");
    QTest::addRow("building 5 GB") << true << 5. << QVector<int>{0};
    QTest::addRow("building 9 GB") << true << 9. << QVector<int>{0, 1};
    QTest::addRow("city 5 GB") << false << 5. << QVector<int>{0};
    QTest::addRow("city 9 GB") << false << 9. << QVector<int>{0, 1};
    QTest::addRow("below every box") << true << 1. << QVector<int>{};
    QTest::addRow("all") << false << 9.8 << QVector<int>{0, 1, 2};
  }
  void standaloneTable4() {
    QFETCH(bool, building);
    QFETCH(double, gigabytes);
    QFETCH(QVector<int>, wanted);
    CostTable costs;
    if (building)
      costs.boxes = {typed("action", 1.5 * kGB, .030), typed("person", 4.6 * kGB, .044),
                     typed("object", 3.7 * kGB, .060)};
    else
      costs.boxes = {typed("traffic", 1.5 * kGB, .055), typed("person", 4.6 * kGB, .066),
                     typed("vehicle", 3.7 * kGB, .070)};
    costs.predicting = even_link_costs(3, {0, 1 * kGB});  // standalone has no links: they cost it nothing
    const Selection selection = select_standalone(costs, {CostKind::memory, gigabytes * kGB});
    const BoxSet set = set_of({wanted.begin(), wanted.end()});
    QCOMPARE(selection.activated.bits(), set.bits());
    QCOMPARE(selection.objective, set.size() / 3.);
    QCOMPARE(selection.note.empty(), !set.empty());
    // Without times the cheapest in memory comes first: object or vehicle before person.
    for (BoxCosts& box : costs.boxes) box.seconds_origin = CostOrigin::unknown;
    if (gigabytes == 9.)
      QCOMPARE(select_standalone(costs, {CostKind::memory, 9 * kGB}).activated.bits(), set_of({0, 2}).bits());
  }
};

QTEST_APPLESS_MAIN(TestScheduling)
#include "test_scheduling.moc"
