// experiment: the live run against the replay of the same frames, and what happens on the way.
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/confidence.h"
#include "experiment/live_runs.h"
#include "experiment/views.h"

using namespace mlink::rooms;
using mlink::test::KeepAll;

namespace {

using NamedFrame = std::pair<std::string, std::int64_t>;

std::map<NamedFrame, std::size_t> rows_by_key(const OutputTable& table) {
  std::map<NamedFrame, std::size_t> rows;
  for (std::size_t row = 0; row < table.rows(); ++row)
    rows[{table.cameras[static_cast<std::size_t>(table.frames[row].camera)], table.frames[row].ordinal}] = row;
  return rows;
}

/// Counts from the green channel, and fails within a narrow band of brightness: a frame or two on each way through it.
mlink::test::TinyBox fails_now_and_then() {
  return {"band",
          "    channel = 1\n"
          "    if float(x.mean()) > 0.30 and float(x.mean()) < 0.33:\n"
          "        channel = 7\n"
          "    return torch.round(torch.select(x, 1, channel).mean() * 12.0).reshape([1, 1])\n"};
}

/// The first difference between what a replay shows of a frame and what the live run told; empty: none.
QString difference(const LiveFrame& live, const std::vector<ReplayEngine::ShownOutput>& replayed,
                   const std::vector<std::string>& boxes) {
  for (std::size_t box = 0; box < boxes.size(); ++box) {
    const auto& now = live.outputs[box];
    const auto& then = replayed[box];
    const auto where = QString("frame %1, %2").arg(live.ordinal).arg(QString::fromStdString(boxes[box]));
    const bool predicted = then.outcome == Outcome::right || then.outcome == Outcome::wrong;
    if (then.outcome == Outcome::run && now.given != LiveGiven::run) return where + ": was not run";
    if (predicted && now.given != LiveGiven::predicted) return where + ": was not predicted";
    if (now.output.presence == Presence::present && now.output.values != then.shown) return where + ": other values";
    if (now.output.words != then.shown_words) return where + ": other words";
  }
  return {};
}

}  // namespace

class TestLive : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::filesystem::path video_;
  int changes_ = 0;  ///< of the set from period to period, over all rows

  [[nodiscard]] std::filesystem::path at(const std::string& name) const {
    return std::filesystem::path(folder_.path().toStdString()) / name;
  }
  [[nodiscard]] std::filesystem::path box(const mlink::test::TinyBox& tiny) const {
    return mlink::test::write_box(folder_.path().toStdString(), tiny);
  }
  // Three boxes on two cameras, of which one is a region, collected and trained.
  [[nodiscard]] Status make_three(const std::string& name) const {
    MLINK_ASSIGN(auto experiment, Experiment::create(at(name)));
    AddVideoOptions options;
    options.camera = "whole";
    MLINK_TRY(experiment.add_video(video_, options));
    options.camera = "corner";
    options.crop = Rect{40, 30, 80, 60};
    options.every = 2;
    MLINK_TRY(experiment.add_video(video_, options));
    for (const auto& tiny : {mlink::test::bright_count(), mlink::test::red_share(), fails_now_and_then()})
      MLINK_TRY(experiment.add_box(box(tiny)));
    return mlink::test::make_ready(experiment, {{"bright", 4, 30}, {"red", 3, 50}, {"band", 2, 20}});
  }
  [[nodiscard]] Result<Snapshot> snapshot_of(const std::string& name) const {
    MLINK_ASSIGN(const auto reader, ExperimentReader::open(at(name)));
    return reader.snapshot();
  }
  static ReplaySettings settings_of(const LiveOptions& options) {
    ReplaySettings settings;
    settings.kind = options.budget.kind;
    settings.budget = options.budget.value;
    settings.methods = {options.method};
    settings.period_seconds = options.period_seconds;
    settings.prefix = options.prefix;
    return settings;
  }

 private Q_SLOTS:
  void initTestCase() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to run on");
    video_ = at("swing.avi");
    QVERIFY(mlink::test::make_swinging_video(video_, 40));
    REQUIRE(make_three("three.mlink"));
    const auto reader = ExperimentReader::open(at("three.mlink"));
    REQUIRE(reader);
    const auto failed = reader->overview()->failed;
    QVERIFY2(failed > 0 && failed < 60,
             qPrintable(QString("%1 failed: the band must be met, and be narrow").arg(failed)));
    const auto links = reader->snapshot()->links;
    for (int target = 0; target < 3; ++target)
      QVERIFY2(links->ensemble_figures(target).test.p > links->ensemble_figures(target).prior_p + 0.2,
               "links that say the prior only would show little");
  }

  void live_run_and_replay_are_the_same_data() {
    QTest::addColumn<QString>("method");
    QTest::addColumn<bool>("memory");
    QTest::addColumn<double>("budget");  // ms or MB
    QTest::addColumn<double>("period");
    QTest::addColumn<double>("prefix");
    for (const char* const method : {"mlink", "mlink-exact"}) {
      const auto row = [&](const char* what) -> QTestData& {
        return QTest::newRow(qPrintable(QString("%1, %2").arg(method, what))) << QString(method);
      };
      row("nothing fits") << false << 1. << 10. << 0.1;
      row("one box of two") << false << 3.5 << 7. << 0.1;
      row("two of three") << false << 6.5 << 7. << 0.1;
      row("all") << false << 20. << 9. << 0.1;
      row("no prefix") << false << 4.5 << 7. << 0.;
      row("one period") << false << 4.5 << 0. << 0.2;
      row("periods that are all prefix") << false << 6.5 << 1. << 0.1;
      row("memory for one box") << true << 51. << 9. << 0.1;
      row("memory for two boxes") << true << 75. << 9. << 0.1;
      row("no budget") << true << 0. << 9. << 0.1;
    }
  }
  void live_run_and_replay_are_the_same() {
    QFETCH(QString, method);
    QFETCH(bool, memory);
    QFETCH(double, budget);
    QFETCH(double, period);
    QFETCH(double, prefix);
    LiveOptions options;
    options.budget = {memory ? CostKind::memory : CostKind::time, budget * (memory ? 1e6 : 1e-3)};
    options.method = method.toStdString();
    options.period_seconds = period;
    options.prefix = prefix;
    options.verify = 1;
    KeepAll kept;
    const auto report = run_live(at("three.mlink"), options, kept, {}, {});
    REQUIRE(report);
    const auto snapshot = snapshot_of("three.mlink");
    REQUIRE(snapshot);
    const auto engine = make_replay(*snapshot, settings_of(options));
    REQUIRE(engine);
    const auto replayed = (*engine)->at(options.budget.value);
    const auto& expected = replayed.methods.front();

    QCOMPARE(report->periods.size(), expected.periods.size());
    for (std::size_t p = 0; p < expected.periods.size(); ++p) {
      QCOMPARE(report->periods[p].activated.bits(), expected.periods[p].activated.bits());
      QCOMPARE(report->periods[p].begin_seconds, expected.periods[p].begin_seconds);
      QVERIFY(report->periods[p].probability == expected.periods[p].probability);
    }
    QCOMPARE(report->frames, replayed.frames);
    QCOMPARE(static_cast<std::int64_t>(kept.frames.size()), replayed.frames);
    const auto& table = *snapshot->link_table;
    const Chances chances(snapshot->links, snapshot->link_table);
    auto rows = rows_by_key(table);
    for (const auto& frame : kept.frames) {
      const auto row = rows.at({kept.start.sources[frame.source], frame.ordinal});
      QCOMPARE(frame.seconds, table.frames[row].seconds);
      const auto shown = (*engine)->shown(options.method, options.budget.value, row);
      const auto differs = difference(frame, shown, replayed.boxes);
      QVERIFY2(differs.isEmpty(), qPrintable(differs));
      for (std::size_t box = 0; box < shown.size(); ++box) {
        if (frame.outputs[box].given != LiveGiven::predicted) continue;
        QCOMPARE(frame.outputs[box].chance, chances.of(*shown[box].from, static_cast<int>(box), shown[box].shown));
      }
    }
    QCOMPARE(report->executions_per_frame(), expected.executions_per_frame);
    QCOMPARE(report->verified, replayed.frames);
    for (std::size_t box = 0; box < replayed.boxes.size(); ++box)
      QCOMPARE(report->boxes[box].accuracy(), expected.per_box[box]);
    QCOMPARE(report->output_accuracy(), expected.output_accuracy);
    for (std::size_t p = 1; p < report->periods.size(); ++p)
      changes_ += report->periods[p].activated == report->periods[p - 1].activated ? 0 : 1;
    QVERIFY(report->forecast.has_value());
    QCOMPARE(report->forecast->output_accuracy, expected.output_accuracy);
  }
  void periods_chose_other_sets() { QVERIFY2(changes_ > 0, "no period of any row above chose another set"); }
};

QTEST_GUILESS_MAIN(TestLive)
#include "test_live.moc"
