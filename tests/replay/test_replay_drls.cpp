// replay: the scheduler of drls in whole replays: its sums against frames looked at one by one, no frame above the
// budget, empty outputs, and what it says where it was not trained.
#include <QTest>
#include <algorithm>
#include <set>

#include "made_up.h"

using namespace mlink::rooms;
using namespace made_up;

namespace {

/// drls as it would be without sums: each budget walks all frames.
class SlowDrls : public Method {
  class Prepared : public PreparedMethod {
   public:
    Prepared(std::unique_ptr<PreparedMethod> of, int boxes) : of_(std::move(of)), boxes_(boxes) {}
    [[nodiscard]] Plan plan(double budget) const override {
      Plan plan = of_->plan(budget);
      for (int box = 0; box < boxes_; ++box)
        for (const Stretch& stretch : of_->stretches(budget, box)) plan.stretches.push_back(stretch);
      plan.own = nullptr;
      return plan;
    }
    void add_breakpoints(std::vector<double>& budgets) const override { of_->add_breakpoints(budgets); }
    [[nodiscard]] Predictions predict(int box, std::span<const std::size_t> rows) const override {
      return of_->predict(box, rows);
    }
    [[nodiscard]] Costs own_cost() const override { return of_->own_cost(); }

   private:
    std::unique_ptr<PreparedMethod> of_;
    int boxes_;
  };

 public:
  [[nodiscard]] std::string_view name() const override { return "slow-drls"; }
  [[nodiscard]] std::string_view about() const override { return "drls frame by frame"; }
  [[nodiscard]] MethodNeeds needs() const override { return {}; }
  [[nodiscard]] Result<std::unique_ptr<PreparedMethod>> prepare(const MethodInput& input) const override {
    MLINK_ASSIGN(auto of, find_method("drls")->prepare(input));
    return std::make_unique<Prepared>(std::move(of), static_cast<int>(input.table.columns.size()));
  }
};
[[maybe_unused]] const bool kSlowAdded = add_method(std::make_unique<const SlowDrls>());

Made with_drls(const Shape& shape) {
  Made made = make(shape);
  made.settings.methods = {"drls", "slow-drls", "standalone"};
  made.settings.period_seconds = 60;
  train_methods(made);
  return made;
}

bool ran(Outcome outcome) { return outcome == Outcome::run; }

}  // namespace

class TestReplayDrls : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void sumsAreThoseOfFrames_data() {
    QTest::addColumn<bool>("holes");
    QTest::addColumn<bool>("words");
    QTest::addColumn<bool>("memory");
    QTest::addRow("time") << false << false << false;
    QTest::addRow("time, holes") << true << false << false;
    QTest::addRow("time, words") << true << true << false;
    QTest::addRow("memory") << true << false << true;
  }
  void sumsAreThoseOfFrames() {
    QFETCH(bool, holes);
    QFETCH(bool, words);
    QFETCH(bool, memory);
    Shape shape{5, 400, 2, holes};
    shape.words = words;
    Made made = with_drls(shape);
    made.settings.kind = memory ? CostKind::memory : CostKind::time;
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    const double unit = memory ? 1e9 : 1;
    bool differs = false;
    std::vector<double> budgets = engine->breakpoints();
    for (const double budget : {0., .5, 1.5, 2.1, 3.01, 4.5, 7.2, 11., 14.9, 15.}) budgets.push_back(budget * unit);
    for (const double budget : budgets) {
      const ReplayResult result = engine->at(budget);
      const MethodResult fast = method(result, "drls"), slow = method(result, "slow-drls");
      VERIFY_NEAR(fast.output_accuracy, slow.output_accuracy);
      VERIFY_NEAR(fast.after_prefix.output_accuracy, slow.after_prefix.output_accuracy);
      VERIFY_NEAR(fast.seconds_per_frame, slow.seconds_per_frame);
      VERIFY_NEAR(fast.executions_per_frame, slow.executions_per_frame);
      VERIFY_NEAR(fast.after_prefix.seconds_per_frame, slow.after_prefix.seconds_per_frame);
      for (std::size_t box = 0; box < 5; ++box) VERIFY_NEAR(fast.per_box[box], slow.per_box[box]);
      QCOMPARE(engine->outcomes("drls", budget).size(), std::size_t{5 * 360});
      QVERIFY(engine->outcomes("drls", budget) == engine->outcomes("slow-drls", budget));
      QCOMPARE(fast.activated.has_value(), false);
      differs = differs || fast.output_accuracy != method(result, "standalone").output_accuracy;
    }
    QVERIFY(differs);
    QCOMPARE(method(engine->at(15 * unit), "drls").output_accuracy, 1.);
    QCOMPARE(QString::fromStdString(method(engine->at(.5 * unit), "drls").note),
             QString("no box fits the budget: nothing runs"));
  }

  /// On no frame do the boxes that run cost more than the budget, the scheduler's own time included.
  void noFrameExceedsTheBudget() {
    const Made made = with_drls({5, 400, 1, false});
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    std::set<std::uint64_t> sets;
    for (const double budget : {1., 1.001, 2.9, 4.2, 6., 8.7, 12.3, 14.}) {
      const auto outcomes = engine->outcomes("drls", budget);
      for (std::size_t place = 0; place < 360; ++place) {
        double seconds = 0;
        BoxSet set;
        for (int box = 0; box < 5; ++box)
          if (ran(outcomes[static_cast<std::size_t>(box) * 360 + place])) {
            seconds += made.costs.cost(box, CostKind::time);
            set = set.with(box);
          }
        QVERIFY(seconds <= budget);
        if (!set.empty() && budget < 15) QVERIFY(seconds + 1. / 1024 / 40 <= budget);
        sets.insert(set.bits());
        // Nothing that still fits is left out.
        for (int box = 0; box < 5; ++box)
          if (!set.has(box)) QVERIFY(seconds + made.costs.cost(box, CostKind::time) + 1. / 1024 / 40 > budget);
      }
      QVERIFY(method(engine->at(budget), "drls").seconds_per_frame <= budget);
    }
    QVERIFY(sets.size() > 8);  // frames differ in what is run
  }

  /// What did not run is shown as empty: right where the box sees nothing.
  void emptyIsRightWhereNothingIsSeen() {
    Made made = with_drls({3, 400, 1, false, true});
    const auto engine = made.build();
    const double budget = .5;  // below the cheapest box
    const MethodResult nothing = method(engine->at(budget), "drls");
    for (std::size_t box = 0; box < 3; ++box) {
      double zeros = 0;
      for (std::size_t row = 40; row < 400; ++row) zeros += made.table->columns[box].row(row)[0] == 0 ? 1 : 0;
      VERIFY_NEAR(nothing.per_box[box], zeros / 360);
    }
    QCOMPARE(nothing.executions_per_frame, 0.);
    const auto shown = engine->shown("drls", budget, 41);
    QCOMPARE(shown[0].shown.size(), std::size_t{1});
    QCOMPARE(shown[0].shown[0], 0.F);
  }

  void saysWhyItCannot_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("why");
    QTest::addRow("not trained") << QByteArray() << "not trained on these outputs: run mlink train --methods drls";
    QTest::addRow("no bytes of it") << QByteArray("abc") << "mlink train --methods drls";
    QTest::addRow("another format") << QByteArray(
                                           "\xa1\x66"
                                           "format\x09")
                                    << "mlink train --methods drls";
  }
  void saysWhyItCannot() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, why);
    Made made = with_drls({3, 400, 1, false, true});
    made.aids.trained.clear();
    if (!bytes.isEmpty()) made.aids.trained["drls"] = bytes.toStdString();
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    const MethodResult drls = method(engine->at(3), "drls");
    QVERIFY2(QString::fromStdString(drls.note).contains(why), drls.note.c_str());
    QVERIFY(std::isnan(drls.output_accuracy));
    QVERIFY(!std::isnan(method(engine->at(3), "standalone").output_accuracy));
  }

  void trainedWithOtherBoxes() {
    const Made other = with_drls({4, 400, 1, false, true});
    Made made = with_drls({3, 400, 1, false, true});
    made.aids = other.aids;
    QVERIFY(QString::fromStdString(method(made.build()->at(3), "drls").note).contains("other boxes"));
  }

  /// Twelve boxes of odd costs have thousands of sums: budgets of a grid answer, and none is exceeded.
  void manyBoxes() {
    Made made = make({12, 300, 1, false});
    std::vector<double> seconds;
    for (int box = 0; box < 12; ++box) seconds.push_back(1 + .37 * box + .011 * box * box);
    made.costs = costs_of(*made.table, seconds);
    made.settings.methods = {"drls"};
    train_methods(made);
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    QVERIFY(engine->breakpoints().size() < 600);
    for (const double budget : {10., 20., 30.}) {
      const auto outcomes = engine->outcomes("drls", budget);
      double most = 0;
      for (std::size_t place = 0; place < 260; ++place) {
        double sum = 0;
        for (std::size_t box = 0; box < 12; ++box) sum += ran(outcomes[box * 260 + place]) ? seconds[box] : 0;
        QVERIFY(sum <= budget);
        most = std::max(most, sum);
      }
      QVERIFY(most > .9 * budget);
    }
  }

  void deterministicInTheSeed() {
    Made one = with_drls({3, 400, 1, false}), two = with_drls({3, 400, 1, false});
    QVERIFY(one.aids.trained == two.aids.trained);
    train_methods(two, 2);
    QVERIFY(one.aids.trained != two.aids.trained);
  }
};

QTEST_APPLESS_MAIN(TestReplayDrls)
#include "test_replay_drls.moc"
