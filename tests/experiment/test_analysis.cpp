// experiment: what is told of links and ensembles, from figures typed in and from links trained here on synthetic
// outputs.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <ctime>
#include <limits>
#include <numeric>
#include <set>
#include <stop_token>

#include "analysis/clusters.h"
#include "analysis/compare.h"
#include "analysis/matrix_rows.h"
#include "analysis/set_ensembles.h"
#include "base/random.h"
#include "experiment/views.h"
#include "replay/selecting.h"

using namespace mlink::rooms;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

LinkFigures figures(double p, Interval lift, double half = .02) {
  LinkFigures f;
  f.test.p = p;
  f.test.interval = {p - half, p + half};
  f.prior_p = .5;
  f.lift_interval = lift;
  return f;
}

/// Sources a, b and target t, of which only the column of t is filled.
MatrixData matrix_of_three(const std::optional<LinkFigures>& a, const std::optional<LinkFigures>& b,
                           const LinkFigures& ensemble) {
  MatrixData m;
  m.boxes = {"a", "b", "t"};
  m.cells.resize(9);
  m.cells[2] = a;
  m.cells[5] = b;
  m.prior = {.5, .5, .5};
  m.ensembles = {{}, {}, ensemble};
  return m;
}

OutputSpec labels(int width) {
  OutputSpec spec{Task::single_label, width, {}, .5, {}};
  for (int label = 0; label < width; ++label) spec.labels.push_back("label " + std::to_string(label));
  return spec;
}

/// Synthetic outputs: a and b say one of 3 labels at random, pair tells both of them, twin is a again, noise is noise.
std::shared_ptr<OutputTable> pairs_table() {
  constexpr std::size_t kRows = 800;
  std::vector<FrameKey> frames;
  for (std::size_t row = 0; row < kRows; ++row)
    frames.push_back({0, static_cast<std::int64_t>(row), static_cast<double>(row)});
  auto table = std::make_shared<OutputTable>(
      make_table({"camera"}, std::move(frames),
                 {{"a", labels(3)}, {"b", labels(3)}, {"pair", labels(9)}, {"twin", labels(3)}, {"noise", labels(3)}}));
  Random random(3);
  for (std::size_t row = 0; row < kRows; ++row) {
    const std::size_t a = random.below(3), b = random.below(3);
    const std::vector<std::size_t> said{a, b, 3 * a + b, a, random.below(3)};
    for (std::size_t box = 0; box < said.size(); ++box) {
      Output output{Presence::present, {}, {}, {}};
      output.values.assign(static_cast<std::size_t>(table->columns[box].spec.width), 0.F);
      output.values[said[box]] = 1;
      if (!set_output(*table, box, row, output)) std::abort();
    }
  }
  return table;
}

Snapshot trained(const std::shared_ptr<OutputTable>& table, int bootstrap = 200, double part = .5) {
  TrainSettings settings;
  settings.part = part;
  settings.epochs = 40;
  settings.bootstrap = bootstrap;
  auto links = train_links(*table, settings, thread_executor(), {}, {});
  if (!links) return {};
  Snapshot snapshot;
  snapshot.links = std::make_shared<const LinkSet>(std::move(*links));
  snapshot.table = snapshot.link_table = table;
  return snapshot;
}

/// Two boxes that count the same on these frames.
std::shared_ptr<OutputTable> counts_on(std::vector<FrameKey> frames) {
  const OutputSpec count{Task::count, 1, {}, .5, {}};
  auto table =
      std::make_shared<OutputTable>(make_table({"camera"}, std::move(frames), {{"first", count}, {"second", count}}));
  for (std::size_t row = 0; row < table->rows(); ++row)
    for (std::size_t box = 0; box < 2; ++box) {
      const auto value = static_cast<float>(table->frames[row].ordinal % 2);
      if (!set_output(*table, box, row, {Presence::present, {value}, {}, {}})) std::abort();
    }
  return table;
}
/// Ordinals from `first` on, a second each.
std::vector<FrameKey> frames_from(std::int64_t first, int count, double seconds) {
  std::vector<FrameKey> frames;
  for (int n = 0; n < count; ++n) frames.push_back({0, first + n, seconds + n});
  return frames;
}

}  // namespace

class TestAnalysis : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    table_ = pairs_table();
    snapshot_ = trained(table_);
    QVERIFY(snapshot_.links);
  }

  void verdicts_data() {
    QTest::addColumn<double>("a");
    QTest::addColumn<double>("b");
    QTest::addColumn<double>("ensemble");
    QTest::addColumn<double>("low");  // of the difference
    QTest::addColumn<double>("high");
    QTest::addColumn<QString>("best");
    QTest::addColumn<QString>("verdict");
    QTest::addColumn<QString>("says");
    // A difference of .0392 from end to end has a standard error of .01.
    QTest::addRow("within one standard error") << .8 << .7 << .809 << -.0106 << .0286 << "a"
                                               << "dominance"
                                               << "within";
    QTest::addRow("a little below") << .8 << .7 << .791 << -.0286 << .0106 << "a"
                                    << "dominance"
                                    << "within";
    QTest::addRow("above by more") << .7 << .8 << .83 << .0104 << .0496 << "b"
                                   << "assistance"
                                   << "0.03 above b";
    QTest::addRow("above, not beyond doubt") << .7 << .8 << .815 << -.0046 << .0346 << "b"
                                             << "assistance"
                                             << "holds 0";
    QTest::addRow("below by more") << .8 << .7 << .75 << -.0696 << -.0304 << "a"
                                   << "neither"
                                   << "0.05 below a";
    QTest::addRow("no difference at all") << .8 << .7 << .8 << 0. << 0. << "a"
                                          << "dominance"
                                          << "within";
    QTest::addRow("equal sources: the first") << .8 << .8 << .9 << .08 << .12 << "a"
                                              << "assistance"
                                              << "above a";
    QTest::addRow("no interval") << .8 << .7 << .9 << kNone << kNone << "a"
                                 << ""
                                 << "because";
  }
  void verdicts() {
    QFETCH(double, a);
    QFETCH(double, b);
    QFETCH(double, ensemble);
    QFETCH(double, low);
    QFETCH(double, high);
    const Interval above{.1, .3};
    const auto matrix = matrix_of_three(figures(a, above), figures(b, above), figures(ensemble, above));
    const auto row = ensembles_of(matrix, {{}, {}, {low, high}}, "because").at(2);
    QCOMPARE(row.target, std::string("t"));
    QTEST(QString::fromStdString(row.best_source), "best");
    QTEST(QString::fromStdString(row.verdict), "verdict");
    QFETCH(QString, says);
    QVERIFY2(QString::fromStdString(row.reason).contains(says), row.reason.c_str());
    QVERIFY(std::abs(row.difference - (ensemble - std::max(a, b))) < 1e-12);
    QCOMPARE(row.prior, .5);
    QCOMPARE(row.best_lift_interval.low, .1);
  }

  void nothingLearnt() {
    const Interval around{-.02, .02}, below{-.2, -.1}, above{.1, .2};
    const auto verdict = [](const std::optional<LinkFigures>& a, const LinkFigures& ensemble, const Interval& between) {
      return ensembles_of(matrix_of_three(a, figures(.5, {-.02, .02}), ensemble), {{}, {}, between}).at(2);
    };
    const auto none = verdict(figures(.51, around), figures(.52, around), {-.01, .03});
    QCOMPARE(none.verdict, std::string("neither"));
    QVERIFY2(none.reason.find("prior") != std::string::npos, none.reason.c_str());
    QCOMPARE(verdict(figures(.51, below), figures(.52, around), {-.01, .03}).verdict, std::string("neither"));
    // No single source beats the prior, all together do.
    QCOMPARE(verdict(figures(.51, around), figures(.65, above), {.1, .2}).verdict, std::string("assistance"));
    QVERIFY(within_prior(figures(.5, around)));
    QVERIFY(!within_prior(figures(.5, below)));
    QVERIFY(!within_prior(Interval{kNone, kNone}));
  }

  void fewSources() {
    const Interval above{.1, .3};
    auto row = ensembles_of(matrix_of_three(figures(.8, above), {}, figures(.8, above)), {{}, {}, {0, 0}}).at(2);
    QCOMPARE(row.verdict, std::string("dominance"));
    QVERIFY2(row.reason.find("only source") != std::string::npos, row.reason.c_str());
    row = ensembles_of(matrix_of_three({}, {}, figures(.5, {0, 0})), {{}, {}, {0, 0}}).at(2);
    QVERIFY(row.verdict.empty());
    QVERIFY(row.best_source.empty());
    QVERIFY(std::isnan(row.difference));
    QVERIFY2(row.reason.find("No link") != std::string::npos, row.reason.c_str());
  }

  void ofTrainedLinks_data() {
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("verdict");
    QTest::newRow("two sources tell half each") << "pair"
                                                << "assistance";
    QTest::newRow("one source tells all") << "twin"
                                          << "dominance";
    QTest::newRow("no source tells anything") << "noise"
                                              << "neither";
  }
  void ofTrainedLinks() {
    QFETCH(QString, target);
    QFETCH(QString, verdict);
    static const auto rows = ensembles_of(snapshot_);
    const auto matrix = matrix_of(snapshot_);
    const auto j = static_cast<std::size_t>(snapshot_.links->box_index(target.toStdString()));
    const EnsembleRow& row = rows[j];
    const auto told = QString("%1: best %2 %3, ensemble %4, difference %5 (%6 to %7), %8")
                          .arg(row.target.c_str(), row.best_source.c_str())
                          .arg(row.best_p)
                          .arg(row.ensemble_p)
                          .arg(row.difference)
                          .arg(row.difference_interval.low)
                          .arg(row.difference_interval.high)
                          .arg(row.reason.c_str());
    QVERIFY2(row.verdict == verdict.toStdString(), qPrintable(told));
    QVERIFY2(row.difference_interval.low <= row.difference && row.difference <= row.difference_interval.high,
             qPrintable(told));
    if (target == "pair") QVERIFY2(row.difference_interval.low > .3, qPrintable(told));
    if (target == "twin") QCOMPARE(row.best_source, std::string("a"));
    // The interval by the definition: the ensemble's predictions against every source's.
    const LinkSet& links = *snapshot_.links;
    std::vector<std::size_t> test(links.split().test());
    std::iota(test.begin(), test.end(), links.split().train);
    BoxSet others;
    std::vector<Predictions> rivals;
    for (int i = 0; i < matrix.size(); ++i) {
      if (i == static_cast<int>(j)) continue;
      others = others.with(i);
      rivals.push_back(links.predict(*table_, BoxSet().with(i), static_cast<int>(j), test));
    }
    const auto together = links.predict(*table_, others, static_cast<int>(j), test);
    const auto lead = lead_interval(table_->columns[j], test, together, rivals, 200, links.settings().seed);
    QCOMPARE(row.difference_interval.low, lead.low);
    QCOMPARE(row.difference_interval.high, lead.high);
  }

  void cannotBeTold() {
    Snapshot changed = snapshot_;
    auto other = std::make_shared<OutputTable>(*table_);
    other->columns[0].presence[0] = Presence::none;
    changed.table = changed.link_table = other;
    for (const auto& row : ensembles_of(changed)) {
      QVERIFY(row.verdict.empty());
      QVERIFY2(row.reason.find("changed since training") != std::string::npos, row.reason.c_str());
      QVERIFY(std::isnan(row.difference_interval.low));
      QVERIFY(std::isfinite(row.difference));
    }
    const auto without = ensembles_of(trained(table_, 0));
    QVERIFY(without[0].verdict.empty());
    QVERIFY2(without[0].reason.find("bootstrap") != std::string::npos, without[0].reason.c_str());
  }

  void classesLeftOut() {
    auto table = std::make_shared<OutputTable>(make_table(
        {"camera"}, {{0, 0, 0}, {0, 1, 1}, {0, 2, 2}, {0, 3, 3}, {0, 4, 4}, {0, 5, 5}, {0, 6, 6}, {0, 7, 7}},
        {{"things", {Task::multi_label, 3, {"car", "dog", "cat"}, .5, {}}}, {"n", {Task::count, 1, {}, .5, {}}}}));
    for (std::size_t row = 0; row < 8; ++row) {
      const Output things{Presence::present, {row % 2 == 0 ? 1.F : 0.F, row < 4 ? 1.F : 0.F, 0}, {}, {}};
      QVERIFY(set_output(*table, 0, row, things).has_value());
      QVERIFY(set_output(*table, 1, row, {Presence::present, {static_cast<float>(row % 2)}, {}, {}}).has_value());
    }
    const Snapshot snapshot = trained(table);  // rows 4 to 7 are tested: no dog in them, and never a cat
    QVERIFY(snapshot.links);
    const auto matrix = matrix_of(snapshot);
    QCOMPARE(matrix.left_out.at(0), (std::vector<std::string>{"dog", "cat"}));
    QVERIFY(matrix.left_out.at(1).empty());
    QCOMPARE(matrix.ensembles[0].test.classes_left_out, 2);
    QVERIFY(matrix_of(*snapshot.links).left_out.empty());
  }

  // Row numbers move when earlier frames are added; the frames that trained are still the same ones.
  void framesCountByTheirKeys() {
    const Snapshot snapshot = trained(counts_on(frames_from(0, 40, 100)));
    QVERIFY(snapshot.links);
    auto more = frames_from(0, 40, 100);
    for (const auto& frame : frames_from(60, 7, 0)) more.push_back(frame);
    for (const auto& [frames, train, test] : {std::tuple{more, 20, 27}, {frames_from(3, 30, 100), 17, 13}}) {
      const auto table = counts_on(frames);
      const auto stored = matrix_of(*snapshot.links, *table);  // p are of the frames of their time
      QVERIFY(stored.train_frames == 20 && stored.test_frames == 20);
      const auto now = matrix_on(*snapshot.links, *table, JudgedRows::all, thread_executor());
      QVERIFY(now && now->train_frames == train && now->test_frames == test);
    }
  }

  void setsTrainedOnOtherFramesAreTold() {
    const Snapshot a = trained(counts_on(frames_from(0, 40, 0)));
    const Snapshot b = trained(counts_on(frames_from(60, 40, 0)));  // as many
    QVERIFY(a.links && b.links);
    QCOMPARE(a.links->trained().size(), std::int64_t{20});
    QVERIFY(a.links->trained().has("camera", 19) && !a.links->trained().has("camera", 20));
    const auto other = compare_link_sets(*a.links, *b.links);
    QVERIFY2(other.differs.find("the test frames are others") != std::string::npos, other.differs.c_str());
    QVERIFY(compare_link_sets(*a.links, *a.links).differs.empty());
    const Snapshot longer = trained(counts_on(frames_from(0, 41, 0)));  // the same 20 frames train
    QVERIFY(longer.links);
    const auto same = compare_link_sets(*a.links, *longer.links);
    QCOMPARE(same.differs, std::string("Trained on other outputs; tested on 20 and 21 frames."));
  }

  // The last 20 % in time of the training rows that have an output, wherever a table has them.
  void innerRowsAreTheEndOfTheTrainingRows() {
    const Snapshot snapshot = trained(counts_on(frames_from(0, 40, 100)));
    QVERIFY(snapshot.links);
    using Rows = std::vector<std::size_t>;
    QCOMPARE(snapshot.links->inner_rows(*snapshot.table, 1), (Rows{16, 17, 18, 19}));
    auto more = frames_from(0, 40, 100);
    for (const auto& frame : frames_from(60, 7, 0)) more.push_back(frame);
    const auto moved = counts_on(more);
    QCOMPARE(snapshot.links->inner_rows(*moved, 1), (Rows{23, 24, 25, 26}));
    for (const std::size_t row : {8U, 25U}) QVERIFY(set_output(*moved, 1, row, {Presence::none, {}, {}, {}}));
    QCOMPARE(snapshot.links->inner_rows(*moved, 1), (Rows{23, 24, 26}));
    QCOMPARE(snapshot.links->inner_rows(*moved, 0), (Rows{23, 24, 25, 26}));
  }

  // Outputs that stay for long are drawn again in long blocks, as the training part shows it; links, ensembles and
  // replays of a test part with fewer than 5 of them tell no interval.
  void blocksAreAsLongAsOutputsResembleThemselves_data() {
    QTest::addColumn<int>("held");
    QTest::addColumn<int>("frames");
    QTest::addColumn<int>("least");  // of the block, and most
    QTest::addColumn<int>("most");
    QTest::addColumn<bool>("told");
    QTest::newRow("independent") << 1 << 400 << 1 << 3 << true;
    QTest::newRow("each ten times") << 10 << 800 << 7 << 14 << true;
    QTest::newRow("a fifth of the training part, half of the test part") << 200 << 400 << 56 << 56 << false;
    QTest::newRow("too few frames") << 1 << 30 << 1 << 3 << false;
  }
  void blocksAreAsLongAsOutputsResembleThemselves() {
    QFETCH(int, held);
    QFETCH(int, frames);
    QFETCH(bool, told);
    const auto table = counts_on(frames_from(0, frames, 0));
    Random random(9);
    float value = 0;
    for (std::size_t row = 0; row < table->rows(); ++row) {
      if (row % static_cast<std::size_t>(held) == 0)
        value = static_cast<float>((static_cast<int>(value) + 1 + static_cast<int>(random.below(2))) % 3);
      for (auto& column : table->columns) column.values[row] = value;
    }
    Snapshot snapshot = trained(table, 200, held > 100 ? .7 : .5);
    QVERIFY(snapshot.links);
    const auto block = static_cast<int>(snapshot.links->least_block(*table, 0));
    QFETCH(int, least);
    QFETCH(int, most);
    QVERIFY2(least <= block && block <= most, qPrintable(QString::number(block)));
    const auto& figures = snapshot.links->link_figures(0, 1);
    QVERIFY(std::isfinite(figures.test.p));
    QCOMPARE(std::isfinite(figures.test.interval.low), told);
    QCOMPARE(std::isfinite(figures.lift_interval.high), told);
    for (const auto& row : ensembles_of(snapshot)) {
      QCOMPARE(std::isfinite(row.difference_interval.low), told);
      if (!told)
        QVERIFY2(row.verdict.empty() && row.reason == "The test part is too short for an interval.",
                 row.reason.c_str());
    }
    for (const char* box : {"first", "second"})
      snapshot.link_costs.boxes.push_back({box, 1, CostOrigin::typed, 1e9, CostOrigin::typed});
    ReplaySettings settings;
    settings.methods = {"standalone"};
    settings.kind = CostKind::time;
    settings.budget = 1;
    settings.prefix = 0;
    const auto engine = make_replay(snapshot, settings);
    QVERIFY2(engine.has_value(), engine ? "" : engine.error().text().c_str());
    QCOMPARE(std::isfinite((*engine)->at(1).methods[0].interval.low), told);
  }

  void framesOfWords() {
    const OutputSpec speech{Task::sequence, 0, {}, .5, {}};
    auto table = make_table({"camera"}, {{0, 7, 1.5}, {0, 8, 2.5}, {0, 9, 3.5}}, {{"speech", speech}});
    QVERIFY(set_output(table, 0, 0, {Presence::present, {}, {"a", "b", "c", "d"}, {}}).has_value());
    QVERIFY(set_output(table, 0, 1, {Presence::present, {}, {"a"}, {}}).has_value());
    QVERIFY(set_output(table, 0, 2, {Presence::present, {}, {}, {}}).has_value());
    const std::vector<std::size_t> rows{0, 1, 2};
    const Predictions said{0, {}, {{"a", "x", "c", "d"}, {"y", "z", "a"}, {}}};
    const auto frames = link_frames(table, 0, rows, said);
    QCOMPARE(frames.size(), std::size_t{3});
    QCOMPARE(frames[0].score, .75);
    QCOMPARE(frames[0].error, .25);
    QVERIFY(!frames[0].right);
    QVERIFY(frames[0].exact_words() == (Words{"a", "b", "c", "d"}));
    QVERIFY(frames[0].predicted_words() == (Words{"a", "x", "c", "d"}));
    QCOMPARE(frames[0].exact, 4.);
    QCOMPARE(frames[0].key.ordinal, std::int64_t{7});
    QCOMPARE(frames[1].score, 0.);
    QCOMPARE(frames[1].error, 2.);  // more errors than words
    QVERIFY(frames[2].right);
    QCOMPARE(frames[2].error, 0.);
    const LinkDetail detail{"persons", "speech", speech, {}, frames};
    const auto worst = detail.worst(5, 0);
    QCOMPARE(worst.size(), std::size_t{2});
    QCOMPARE(worst[0].row, 1U);
  }

  void framesOfLabels() {
    const auto detail = link_detail(snapshot_, "a", "twin");
    QVERIFY2(detail.has_value(), detail ? "" : detail.error().text().c_str());
    QCOMPARE(detail->frames.size(), snapshot_.links->split().test());
    for (const auto& frame : detail->frames) QVERIFY(!frame.words);
    QVERIFY(!link_detail(snapshot_, "a", "a").has_value());
  }

  /// Pair tells a, b and twin, nothing tells noise: of all sets within three seconds these two are the best.
  void setsThatAreSelected() {
    const CostTable costs = costs_of({2, 2, 2, 2, 1});
    const auto& links = snapshot_.links;
    const Limits limits = Amount{CostKind::time, 3};
    const BoxSet best = BoxSet().with(2).with(4);
    for (const std::string& selector : {std::string("exact"), std::string("enumerate")}) {
      const auto found = select_boxes(links, table_, costs, limits, selector, {}, false);
      QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
      QCOMPARE(found->activated.bits(), best.bits());
      QVERIFY(std::isnan(found->objective) && !found->measured_on.empty());
    }
    const auto greedy = select_boxes(
        links, table_, costs, limits, "greedy", [](BoxSet) { return .5; }, false);
    QVERIFY(greedy && greedy->objective == .5 && limits.fit(costs, greedy->activated));
    // Two resources: pair takes more memory than there is.
    CostTable large = costs;
    large.boxes[2].bytes = 5e9;
    const auto both = Limits::of({{CostKind::time, 3}, {CostKind::memory, 4e9}});
    const auto without = select_boxes(links, table_, large, *both, "exact", {}, false);
    QVERIFY(without && !without->activated.has(2) && both->fit(large, without->activated));
    // Whatever the test rows hold, nothing else is selected; in hindsight there is.
    const auto other = std::make_shared<OutputTable>(*table_);
    for (OutputColumn& column : other->columns)
      for (std::size_t row = 400; row < other->rows(); ++row)
        std::rotate(column.values.begin() + static_cast<std::ptrdiff_t>(row) * column.spec.width,
                    column.values.begin() + static_cast<std::ptrdiff_t>(row) * column.spec.width + 1,
                    column.values.begin() + static_cast<std::ptrdiff_t>(row + 1) * column.spec.width);
    const auto unmoved = select_boxes(links, other, costs, limits, "exact", {}, false);
    QVERIFY(unmoved && unmoved->activated == best);
    const auto twin = [](BoxSet set) { return set.has(3) ? 1. : 0.; };
    const auto looked_back = select_boxes(links, table_, costs, limits, "exact", twin, true);
    QVERIFY(looked_back && looked_back->activated.has(3) && looked_back->note.find("hindsight") != std::string::npos);
  }

  /// With one source the link's figures, with all the ensemble's, with none the prior's: to the last digit.
  void whatSetsSay() {
    const LinkSet& links = *snapshot_.links;
    const MatrixData matrix = matrix_of(snapshot_);
    const auto same = [](const Performance& one, const Performance& other) {
      return one.p == other.p && one.interval.low == other.interval.low && one.interval.high == other.interval.high &&
             one.frames == other.frames;
    };
    for (int source = 0; source < 5; ++source) {
      const auto said = set_ensembles(links, *table_, BoxSet().with(source), thread_executor());
      QCOMPARE(said.size(), std::size_t{5});
      for (int target = 0; target < 5; ++target) {
        const SetEnsemble& one = said[static_cast<std::size_t>(target)];
        QVERIFY(one.from == (target == source ? BoxSet() : BoxSet().with(source)));
        if (target == source)
          QCOMPARE(one.test.p, matrix.prior[static_cast<std::size_t>(target)]);
        else
          QVERIFY(same(one.test, links.link_figures(source, target).test));
      }
    }
    const auto all = set_ensembles(links, *table_, BoxSet::all(5), thread_executor());
    for (int target = 0; target < 5; ++target)
      QVERIFY(same(all[static_cast<std::size_t>(target)].test, links.ensemble_figures(target).test));
    // a and b tell pair together, and neither does alone.
    const auto both = set_ensembles(links, *table_, BoxSet().with(0).with(1), thread_executor());
    QVERIFY(both[2].test.p > links.link_figures(0, 2).test.p + .2 && both[2].test.p > .9);
    std::stop_source stop;
    stop.request_stop();
    const auto halted = set_ensembles(links, *table_, BoxSet::all(5), thread_executor(), stop.get_token());
    QVERIFY(std::isnan(halted[0].test.p) && std::isnan(halted[4].test.interval.low));
  }

  void selectionsThatAreRefused() {
    const CostTable costs = costs_of({1, 1, 2, 1, 1});
    const Limits limits = Amount{CostKind::time, 3};
    const auto unknown = select_boxes(snapshot_.links, table_, costs, limits, "dice", {}, false);
    QVERIFY(!unknown && unknown.error().text().find("greedy, exact, enumerate") != std::string::npos);
    CostTable no_time = costs;
    no_time.boxes[1].seconds_origin = CostOrigin::unknown;
    QVERIFY(!select_boxes(snapshot_.links, table_, no_time, limits, "greedy", {}, false));
    std::stop_source stop;
    stop.request_stop();
    const auto halted = select_boxes(snapshot_.links, table_, costs, limits, "exact", {}, false, stop.get_token());
    QVERIFY(!halted && halted.error().kind == ErrorKind::stopped);
  }

  void clustersStandTogether() {
    constexpr int kBoxes = 50, kBlocks = 5;
    Random random(11);
    MatrixData m;
    for (int i = 0; i < kBoxes; ++i) m.boxes.push_back("box " + std::to_string(i));
    m.cells.resize(std::size_t{kBoxes} * kBoxes);
    const auto block = [](int box) { return box * 7 % kBlocks; };  // no two neighbours of one block
    for (int i = 0; i < kBoxes; ++i)
      for (int j = 0; j < kBoxes; ++j) {
        if (i == j || random.below(12) == 0) continue;  // some links are missing
        auto& cell = m.cells[static_cast<std::size_t>(i) * kBoxes + static_cast<std::size_t>(j)].emplace();
        // Easy targets are predicted well by all: that alone makes no cluster.
        cell.prior_p = j % 3 == 0 ? .9 : .4;
        const double taken = (block(i) == block(j) ? .6 : .1) + .01 * static_cast<double>(random.below(20));
        cell.test.p = cell.prior_p + taken * (1 - cell.prior_p);
      }
    const std::clock_t began = std::clock();
    const auto order = cluster_order(m);
    [[maybe_unused]] const double ms = 1e3 * static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
#ifndef MLINK_SANITIZED
    QVERIFY2(ms < 50, qPrintable(QString::number(ms)));
#endif
    QCOMPARE(order.size(), m.boxes.size());
    QCOMPARE(std::set<int>(order.begin(), order.end()).size(), m.boxes.size());
    int borders = 0;
    for (std::size_t at = 1; at < order.size(); ++at) borders += block(order[at]) != block(order[at - 1]) ? 1 : 0;
    QCOMPARE(borders, kBlocks - 1);
  }

  /// Of points on a line the shortest way visits them in their order.
  void leavesAreOrderedByDistance() {
    const std::vector<double> at{5, 1, 9.5, 3, 0, 7, 8, 2.5};
    const int n = static_cast<int>(at.size());
    std::vector<double> distances;
    for (const double a : at)
      for (const double b : at) distances.push_back(std::abs(a - b));
    const auto order = cluster_order(distances, n);
    QCOMPARE(order, (std::vector<int>{2, 6, 5, 0, 3, 7, 1, 4}));         // the end with the lower number first
    QCOMPARE(cluster_order(distances, 3), (std::vector<int>{0, 1, 2}));  // not 3 x 3: nothing is known
    QVERIFY(cluster_order(std::vector<double>{}, 0).empty());
    QCOMPARE(cluster_order(std::vector<double>(16, kNone), 4).size(), std::size_t{4});
    QCOMPARE(cluster_order(matrix_of_three({}, {}, {})).size(), std::size_t{3});
  }

  void judgedOnOtherRows() {
    const LinkSet& links = *snapshot_.links;
    const OutputTable& table = *snapshot_.link_table;
    const auto on = [&](JudgedRows rows) { return matrix_on(links, table, rows, thread_executor()).value(); };
    const auto stored = matrix_of(links, table), test = on(JudgedRows::test);
    const auto train = on(JudgedRows::train), all = on(JudgedRows::all);
    const auto train_rows = links.train_rows(table);
    for (int i = 0; i < stored.size(); ++i)
      for (int j = 0; j < stored.size(); ++j) {
        if (i == j) continue;
        const LinkFigures &kept = *stored.cell(i, j), &seen = *train.cell(i, j), &both = *all.cell(i, j);
        QCOMPARE(test.cell(i, j)->test.p, kept.test.p);
        const auto& column = table.columns[static_cast<std::size_t>(j)];
        const auto said = links.predict(table, BoxSet().with(i), j, train_rows);
        QCOMPARE(seen.test.p, evaluate(column, train_rows, said, 0).p);
        QCOMPARE(seen.test.frames, frames_of(stored, JudgedRows::train));
        QVERIFY(seen.test.interval.low <= seen.test.p && seen.lift_interval.low <= seen.lift_interval.high);
        QCOMPARE(seen.inner_p, kept.inner_p);
        // Shares of right frames add up: what is judged here is what was judged at training.
        const auto right = [](const Performance& p) { return p.p * static_cast<double>(p.frames); };
        QVERIFY(std::abs(right(both.test) - right(kept.test) - right(seen.test)) < 1e-6);
      }
    QCOMPARE(train.prior[0], train.cell(1, 0)->prior_p);
    QVERIFY(train.p1[0] != stored.p1[0]);
    std::stop_source stop;
    stop.request_stop();
    const auto none = matrix_on(links, table, JudgedRows::all, thread_executor(1), stop.get_token());
    QVERIFY(!none && none.error().kind == ErrorKind::stopped);
    QVERIFY(!judged_rows_from_string("tests") && judged_rows_from_string("all").value() == JudgedRows::all);
  }

  void detailOnOtherRows() {
    const LinkSet& links = *snapshot_.links;
    const OutputTable& table = *snapshot_.link_table;
    const auto detail = link_detail_on(links, table, "a", "pair", JudgedRows::train).value();
    const auto rows = links.train_rows(table);
    QCOMPARE(detail.frames.size(), rows.size());
    const auto right = std::count_if(detail.frames.begin(), detail.frames.end(), [](const auto& f) { return f.right; });
    QVERIFY(std::abs(detail.figures.test.p - static_cast<double>(right) / static_cast<double>(rows.size())) < 1e-9);
    QCOMPARE(detail.frames.back().row, rows.back());
    QCOMPARE(link_detail_on(links, table, "a", "pair", JudgedRows::all)->frames.size(), table.rows());
    QVERIFY(!link_detail_on(links, table, "a", "nobody", JudgedRows::train));
  }

 private:
  /// Seconds as given, and as many GB.
  [[nodiscard]] CostTable costs_of(const std::vector<double>& seconds) const {
    CostTable costs;
    for (std::size_t i = 0; i < seconds.size(); ++i)
      costs.boxes.push_back(
          {snapshot_.links->boxes()[i], seconds[i], CostOrigin::typed, seconds[i] * 1e9, CostOrigin::typed});
    return costs;
  }
  std::shared_ptr<OutputTable> table_;
  Snapshot snapshot_;
};

QTEST_GUILESS_MAIN(TestAnalysis)
#include "test_analysis.moc"
