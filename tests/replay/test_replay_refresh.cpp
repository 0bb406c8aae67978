// replay: mlink-refresh: what it adds up against stretches looked at frame by frame, what its training part promises,
// and on which frames it spends.
#include <QTest>
#include <numeric>

#include "base/random.h"
#include "made_up.h"
#include "methods/refresh_walk.h"
#include "methods/shown_again.h"
#include "metrics/metrics.h"

using namespace mlink::rooms;
using namespace made_up;

namespace {

const std::string kRefresh = "mlink-refresh", kUnrolled = "mlink-refresh in stretches", kAsked = "asked";

/// mlink-refresh, without what it added up: the replay looks at each frame of its stretches.
class Unrolled : public Method {
 public:
  [[nodiscard]] std::string_view name() const override { return kUnrolled; }
  [[nodiscard]] std::string_view about() const override { return "for tests"; }
  [[nodiscard]] MethodNeeds needs() const override { return {}; }
  [[nodiscard]] Result<std::unique_ptr<PreparedMethod>> prepare(const MethodInput& input) const override {
    MLINK_ASSIGN(auto prepared, find_method(kRefresh)->prepare(input));
    return std::make_unique<Prepared>(input, std::move(prepared));
  }

 private:
  class Prepared : public PreparedMethod {
   public:
    Prepared(const MethodInput& input, std::unique_ptr<PreparedMethod> inner)
        : input_(input), inner_(std::move(inner)) {}
    [[nodiscard]] Plan plan(double budget) const override {
      Plan plan = inner_->plan(budget);
      plan.own = nullptr;
      for (int box = 0; box < input_.scores.boxes(); ++box)
        for (const Stretch& stretch : inner_->stretches(budget, box)) plan.stretches.push_back(stretch);
      for (const Stretch& stretch : plan.stretches)  // only an output that there was can be shown again
        if (stretch.given == Given::reused &&
            !input_.table.columns[static_cast<std::size_t>(stretch.box)].present(input_.timeline.test[stretch.from]))
          qFatal("an output is shown again that there was not");
      return plan;
    }
    void add_breakpoints(std::vector<double>& budgets) const override { inner_->add_breakpoints(budgets); }

   private:
    const MethodInput input_;
    std::unique_ptr<PreparedMethod> inner_;
  };
};

/// Chances, thresholds, paces and what is shown of all kinds.
std::vector<RefreshRule> rules_of(const MethodInput& input, std::size_t how_many) {
  Random random(how_many);
  std::vector<std::size_t> rows(200);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  ChanceTable chances;
  for (int n = 0; n < 2000; ++n)
    chances.add(Sources(random.below(3)), random.below(kAges), random.below(ChangeSteps::kSteps),
                {random.unit(), random.unit()});
  chances.smooth(3);
  const auto learnt = std::make_shared<const ChanceTable>(chances);
  std::vector<RefreshRule> rules;
  for (std::size_t n = 0; n < how_many; ++n) {
    RefreshRule rule;
    if (n % 2 == 0) rule.chances = learnt;
    const auto kind = n % 2 == 0 ? FeatureKind::edge : kAllFeatures[n / 2 % kFeatureKinds];
    if (input.aids.features) rule.changes = ChangeSteps(rows, kind, *input.aids.features);
    rule.threshold = rule.chances ? .3 + .5 * random.unit() : input.aids.features ? random.unit() : 4;
    rule.share = n % 3 == 0 ? -1 : .3 * random.unit();
    rule.before_first = .4;
    rule.begins = n % 5 != 1;
    rule.shows = Shows(n % 3);
    rules.push_back(rule);
  }
  return rules;
}

/// How many frames of rules that are walked side by side are not as each rule alone has them; frames of each kind.
struct Walked {
  int wrong = 0, runs = 0, reused = 0, by_links = 0;
};
Walked walked_side_by_side(const MethodInput& input, int box, std::size_t how_many) {
  const auto rules = rules_of(input, how_many);
  std::vector<const RefreshRule*> all;
  std::vector<RefreshWalk> alone;
  for (const RefreshRule& rule : rules) {
    all.push_back(&rule);
    alone.emplace_back(input.table, box, rule, input.aids.features.get());
  }
  const BoxSet set = BoxSet::all(input.scores.boxes()).without(box);
  Walked walked;
  walk_test_part(input, set, box, all,
                 [&](std::size_t n, std::size_t begin, std::span<const RefreshedFrame> frames, const auto& places) {
                   const OutputSpec& spec = input.table.columns[static_cast<std::size_t>(box)].spec;
                   const auto numbers = places.predicted ? numbers_of(*places.predicted, spec) : std::vector<float>();
                   for (std::size_t at = 0; at < frames.size(); ++at) {
                     const std::size_t place = begin + at;
                     const auto step =
                         alone[n].next({place, input.timeline.test[place], places.predicted, place - places.begin,
                                        numbers.empty() ? nullptr : numbers.data()});
                     const bool reused = !step.runs && !step.by_links(rules[n].shows);
                     const Given given = step.runs ? Given::run : reused ? Given::reused : Given::by_links;
                     walked.wrong += frames[at].given == given && (!reused || frames[at].from == step.from) ? 0 : 1;
                     ++(step.runs ? walked.runs : reused ? walked.reused : walked.by_links);
                   }
                 });
  return walked;
}

/// Gives what a method is prepared from to a test.
class Asked : public Method {
 public:
  [[nodiscard]] std::string_view name() const override { return kAsked; }
  [[nodiscard]] std::string_view about() const override { return "for tests"; }
  [[nodiscard]] MethodNeeds needs() const override { return {}; }
  [[nodiscard]] Result<std::unique_ptr<PreparedMethod>> prepare(const MethodInput& input) const override {
    ask(input);
    return prepared_nothing(input, "asked");
  }
  inline static std::function<void(const MethodInput&)> ask;
};

/// Predicts by a rule of the test's own, of counts; every row before the test part may be known.
class Ruled : public Predictor {
 public:
  using Rule = std::function<float(BoxSet from, int target, std::size_t row)>;
  Ruled(std::shared_ptr<const OutputTable> table, std::size_t known, Rule rule)
      : table_(std::move(table)), known_(known), rule_(std::move(rule)) {}
  [[nodiscard]] Predictions predict(BoxSet from, int target, std::span<const std::size_t> rows) const override {
    Predictions out{1};
    for (const std::size_t row : rows) out.values.push_back(rule_(from, target, row));
    return out;
  }
  [[nodiscard]] double link_p(int /*source*/, int /*target*/) const override { return .5; }
  [[nodiscard]] std::vector<std::size_t> known_rows(int /*target*/) const override {
    std::vector<std::size_t> rows(known_);
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    return rows;
  }

 private:
  std::shared_ptr<const OutputTable> table_;
  std::size_t known_;
  Rule rule_;
};

/// What a made-up predictor says of one half of a table it says of the other too.
class Twice : public Predictor {
 public:
  Twice(std::shared_ptr<const OutputTable> table, std::size_t half) : inner_(std::move(table), 5), half_(half) {
    inner_.known = half;
  }
  [[nodiscard]] Predictions predict(BoxSet from, int target, std::span<const std::size_t> rows) const override {
    std::vector<std::size_t> first(rows.begin(), rows.end());
    for (std::size_t& row : first) row %= half_;
    return inner_.predict(from, target, first);
  }
  [[nodiscard]] double link_p(int source, int target) const override { return inner_.link_p(source, target); }
  [[nodiscard]] std::vector<std::size_t> known_rows(int target) const override { return inner_.known_rows(target); }

 private:
  Hashed inner_;
  std::size_t half_;
};

/// A test part that is the training part once more: what is promised there must hold. Outputs stay for a few frames.
Made twice(int cameras, bool pictures) {
  constexpr std::size_t kHalf = 240;
  Made made = make({3, 2 * static_cast<int>(kHalf), cameras, false});
  auto table = std::make_shared<OutputTable>(*made.table);
  for (std::size_t row = 0; row < table->rows(); ++row)
    for (std::size_t box = 0; box < 3; ++box) {
      OutputColumn& column = table->columns[box];
      const std::size_t again = row % kHalf - row % kHalf % (4 + 3 * box);
      const auto shown = column.row(again);
      std::copy(shown.begin(), shown.end(), column.values.begin() + static_cast<std::ptrdiff_t>(row * shown.size()));
    }
  made.table = table;
  made.predictor = std::make_shared<const Twice>(made.table, kHalf);
  made.first = kHalf;
  made.settings.methods = {kRefresh, "mlink-exact"};
  made.settings.prefix = 0;
  if (!pictures) return made;
  const auto known = features_of(*made.table, 3);
  auto features = std::make_shared<FrameFeatures>(table->rows());
  for (std::size_t row = 0; row < table->rows(); ++row) {
    FeatureValues values{};
    for (std::size_t lag = 0; lag < kLagCount; ++lag)
      for (const FeatureKind kind : kAllFeatures) values[feature_at(kind, lag)] = known->at(row % kHalf, kind, lag);
    features->set(row, values);
  }
  made.aids.features = features;
  return made;
}

/// Counts that move by one on the frames that `moves` says.
Made counting(int rows, const std::function<bool(int box, int row)>& moves, Ruled::Rule rule) {
  Made made = make({3, rows, 1, false, true});
  auto table = std::make_shared<OutputTable>(*made.table);
  for (int box = 0; box < 3; ++box) {
    float now = 0;
    for (int row = 0; row < rows; ++row) {
      now += moves(box, row) ? 1 : 0;
      table->columns[static_cast<std::size_t>(box)].values[static_cast<std::size_t>(row)] = now;
    }
  }
  made.table = table;
  made.first = static_cast<std::size_t>(rows) / 2;
  made.predictor = std::make_shared<const Ruled>(made.table, made.first, std::move(rule));
  made.costs = costs_of(*table, {.001, 1, 1});
  made.settings.prefix = 0;
  made.settings.methods = {kRefresh, "mlink", "mlink-filter"};
  return made;
}

std::size_t count(const std::vector<Outcome>& outcomes, std::size_t box, std::size_t boxes, Outcome wanted) {
  const auto rows = static_cast<std::ptrdiff_t>(outcomes.size() / boxes);
  const auto begin = outcomes.begin() + static_cast<std::ptrdiff_t>(box) * rows;
  return static_cast<std::size_t>(std::count(begin, begin + rows, wanted));
}

bool seldom(int row) { return Random(job_seed(7, row, 0)).unit() < .08; }

}  // namespace

class TestReplayRefresh : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QVERIFY(add_method(std::make_unique<Unrolled>()));
    QVERIFY(add_method(std::make_unique<Asked>()));
  }

  /// Rules that are walked side by side do on each frame what each does alone, however many there are.
  void sideBySide_data() {
    QTest::addColumn<bool>("pictures");
    QTest::addColumn<bool>("mute");
    QTest::addRow("pictures") << true << false;
    QTest::addRow("no pictures") << false << false;
    QTest::addRow("links say nothing") << true << true;
  }
  void sideBySide() {
    QFETCH(bool, pictures);
    QFETCH(bool, mute);
    Made made = make({3, 5000, 3, true, true}, 200);
    if (pictures) made.aids.features = features_of(*made.table, 3);
    if (mute) {
      auto predictor = std::make_shared<Hashed>(made.table, 5);
      predictor->mute = 1;
      made.predictor = predictor;
    }
    made.settings.methods = {kAsked};
    int asked = 0;
    Asked::ask = [&](const MethodInput& input) {
      for (const std::size_t rules : {1, 2, 3, 5, 9}) {
        const Walked walked = walked_side_by_side(input, 1, rules);
        QCOMPARE(walked.wrong, 0);
        if (rules == 9) QVERIFY(walked.runs > 100 && walked.reused > 100 && walked.by_links > 100);
        ++asked;
      }
    };
    QVERIFY(made.build().has_value());
    QCOMPARE(asked, 5);
  }

  /// Accuracy, time, executions and memory that were added up beforehand are those of the stretches, frame by frame.
  void sumsAreThoseOfTheStretches_data() {
    QTest::addColumn<bool>("holes");
    QTest::addColumn<bool>("words");
    QTest::addColumn<bool>("pictures");
    QTest::addRow("pictures") << false << false << true;
    QTest::addRow("holes") << true << false << true;
    QTest::addRow("words") << true << true << true;
    QTest::addRow("no pictures") << true << false << false;
  }
  void sumsAreThoseOfTheStretches() {
    QFETCH(bool, holes);
    QFETCH(bool, words);
    QFETCH(bool, pictures);
    Shape shape{4, 300, 2, holes};
    shape.words = words;
    Made made = make(shape, 100);
    made.settings.period_seconds = 40;
    made.settings.methods = {kRefresh, kUnrolled};
    if (pictures) made.aids.features = features_of(*made.table, 3);
    for (BoxCosts& box : made.costs.boxes) {
      box.load_seconds = 2 * box.seconds;
      box.loading_origin = CostOrigin::typed;
    }
    const auto engine = made.build();
    QVERIFY2(engine.has_value(), engine ? "" : engine.error().text().c_str());
    int refreshed = 0;
    for (const double budget : {.05, .4, 1.3, 2.9, 4.4, 6.1, 7.7, 9.9, 10.3}) {
      const ReplayResult result = engine->at(budget);
      const MethodResult summed = method(result, kRefresh), unrolled = method(result, kUnrolled);
      VERIFY_NEAR(summed.output_accuracy, unrolled.output_accuracy);
      VERIFY_NEAR(summed.after_prefix.output_accuracy, unrolled.after_prefix.output_accuracy);
      for (std::size_t box = 0; box < 4; ++box) VERIFY_NEAR(summed.per_box[box], unrolled.per_box[box]);
      QVERIFY(std::abs(summed.seconds_per_frame - unrolled.seconds_per_frame) < 1e-9);
      QVERIFY(std::abs(summed.executions_per_frame - unrolled.executions_per_frame) < 1e-9);
      QVERIFY(std::abs(summed.after_prefix.seconds_per_frame - unrolled.after_prefix.seconds_per_frame) < 1e-9);
      QCOMPARE(summed.bytes, unrolled.bytes);
      VERIFY_NEAR(summed.loading_seconds, unrolled.loading_seconds);
      refreshed += summed.by_frame ? 1 : 0;
    }
    QVERIFY(refreshed > 3);
  }

  /// On the frames that the choice was made on the mean time keeps the budget, and each box is no worse than its links
  /// alone and its last output alone would be between the same executed frames.
  void heldOnTheInnerPart_data() {
    QTest::addColumn<int>("cameras");
    QTest::addColumn<bool>("pictures");
    QTest::addRow("pictures") << 1 << true;
    QTest::addRow("two cameras") << 2 << true;
    QTest::addRow("no pictures") << 1 << false;
  }
  void heldOnTheInnerPart() {
    QFETCH(int, cameras);
    QFETCH(bool, pictures);
    const Made made = twice(cameras, pictures);
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    const std::size_t rows = made.table->rows() - made.first;
    int refreshed = 0;
    for (const double budget : engine->breakpoints()) {
      const MethodResult of = method(engine->at(budget), kRefresh);
      QVERIFY2(fits(of.seconds_per_frame, budget),
               qPrintable(QString("%1 at %2").arg(of.seconds_per_frame).arg(budget)));
      const BoxSet set = of.periods.front().activated;
      const auto outcomes = engine->outcomes(kRefresh, budget);
      for (int box = 0; box < 3; ++box) {
        if (set.has(box)) continue;
        const OutputColumn& column = made.table->columns[static_cast<std::size_t>(box)];
        std::vector<std::size_t> last(made.table->cameras.size(), 0);
        double links = 0, again = 0, runs = 0;
        for (std::size_t row = made.first; row < made.table->rows(); ++row) {
          auto& its = last[static_cast<std::size_t>(made.table->frames[row].camera)];
          if (outcomes[static_cast<std::size_t>(box) * rows + row - made.first] == Outcome::run) {
            its = row;
            runs += 1;
            continue;
          }
          links += frame_score(column, row, made.predictor->predict(set, box, std::span(&row, 1)), 0);
          if (its > 0) again += frame_score(column.spec, column.row(row), column.row(its));
        }
        const double found = of.per_box[static_cast<std::size_t>(box)] * static_cast<double>(rows);
        QVERIFY2(found > runs + std::max(links, again) - 1e-6,
                 qPrintable(QString("box %1 at %2: %3, not %4 by links or %5 by outputs again")
                                .arg(box)
                                .arg(budget)
                                .arg(found - runs)
                                .arg(links)
                                .arg(again)));
        refreshed += runs > 0 ? 1 : 0;
      }
    }
    QVERIFY(refreshed > 10);
  }

  /// Links are wrong and outputs last for fifty frames: they are shown again.
  void outputsThatLast() {
    const auto table_rule = [](BoxSet, int, std::size_t) { return -5.F; };
    const Made made = counting(
        2000, [](int, int row) { return row % 50 == 0; }, table_rule);
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    const MethodResult of = method(engine->at(.3), kRefresh);  // of two seconds a frame
    QVERIFY2(of.output_accuracy > .9, qPrintable(QString::number(of.output_accuracy)));
    QVERIFY(of.seconds_per_frame < .33);
    const auto outcomes = engine->outcomes(kRefresh, .3);
    for (const std::size_t box : {std::size_t{1}, std::size_t{2}})
      QVERIFY(count(outcomes, box, 3, Outcome::reused_right) > 700);
    QVERIFY(method(engine->at(.3), "mlink").output_accuracy < .4);
  }

  /// Of two boxes that cost the same the one that links tell is hardly executed as long as the other may be.
  void linksThatAreRight() {
    Made made = counting(
        1000, [](int box, int row) { return box < 2 ? row % 4 == 0 : Random(job_seed(9, row, 0)).unit() < .7; },
        [](BoxSet from, int target, std::size_t row) {
          const std::size_t moved = row / 4 + 1;
          return target == 1 && from.has(0) ? static_cast<float>(moved) : -5.F;
        });
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    for (const double budget : {.2, .4, .6}) {
      const auto outcomes = engine->outcomes(kRefresh, budget);
      QCOMPARE(count(outcomes, 0, 3, Outcome::run), std::size_t{500});
      QVERIFY(5 * count(outcomes, 1, 3, Outcome::run) < count(outcomes, 2, 3, Outcome::run));
      QCOMPARE(count(outcomes, 1, 3, Outcome::run) + count(outcomes, 1, 3, Outcome::right), std::size_t{500});
      QVERIFY(count(outcomes, 2, 3, Outcome::run) > static_cast<std::size_t>(budget * 500 * .6));
    }
  }

  /// Links are wrong each time, but say something else as soon as the box would: it runs there, without any picture.
  void runsWhereSourcesChanged() {
    const Made made = counting(
        2000, [](int, int row) { return seldom(row); },
        [](BoxSet from, int, std::size_t row) {
          float now = 100;
          for (std::size_t n = 0; n <= row && from.has(0); ++n) now += seldom(static_cast<int>(n)) ? 1 : 0;
          return now;
        });
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    const double budget = .25;  // of two seconds a frame, .16 of which are enough
    const auto outcomes = engine->outcomes(kRefresh, budget);
    for (std::size_t box = 1; box < 3; ++box)
      for (std::size_t row = made.first; row < 2000; ++row)
        if (seldom(static_cast<int>(row))) QVERIFY(outcomes[box * 1000 + row - made.first] == Outcome::run);
    const MethodResult of = method(engine->at(budget), kRefresh);
    QCOMPARE(of.output_accuracy, 1.);
    QVERIFY(of.seconds_per_frame < budget * 1.1);
    QVERIFY(method(engine->at(budget), "mlink-filter").output_accuracy < .95);
  }

  /// On a test part that is livelier than the training part, or calmer, the time that was planned is kept.
  void budgetHeldOnTheTestPart_data() {
    QTest::addColumn<double>("training");
    QTest::addColumn<double>("test");
    QTest::addRow("livelier") << .04 << .16;
    QTest::addRow("calmer") << .16 << .04;
  }
  void budgetHeldOnTheTestPart() {
    QFETCH(double, training);
    QFETCH(double, test);
    const auto moves = [&](int, int row) {
      return Random(job_seed(11, row, 0)).unit() < (row < 1500 ? training : test);
    };
    Made made = counting(3000, moves, [](BoxSet, int, std::size_t) { return -5.F; });
    made.aids.features = features_of(*made.table, 3);
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    for (const double budget : {.2, .4}) {
      const MethodResult of = method(engine->at(budget), kRefresh);
      QVERIFY2(of.seconds_per_frame < 1.05 * budget && of.seconds_per_frame > .8 * budget,
               qPrintable(QString("%1 at %2").arg(of.seconds_per_frame).arg(budget)));
    }
  }

  /// By memory nothing is refreshed, and where nothing fits the priors are shown.
  void memoryAndNothing() {
    Made made = twice(1, true);
    QCOMPARE(QString::fromStdString(method(made.build()->at(0), kRefresh).note), QString(kPriorsOnly));
    made.settings.kind = CostKind::memory;
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    for (const double budget : {.5e9, 1e9, 3e9, 5e9, 6e9}) {
      const MethodResult of = method(engine->at(budget), kRefresh);
      QVERIFY(of.activated.has_value() && !of.by_frame);
      QVERIFY(fits(of.bytes, budget));
    }
    QCOMPARE(method(engine->at(6e9), kRefresh).output_accuracy, 1.);
  }
};

QTEST_APPLESS_MAIN(TestReplayRefresh)
#include "test_replay_refresh.moc"
