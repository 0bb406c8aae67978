// experiment: what happens in the course of a live run: boxes that fail, a stop, lines that are read back, options that
// make no sense.
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

#include "experiment/live_lines.h"
#include "experiment/live_runs.h"

using namespace mlink::rooms;
using mlink::test::KeepAll;

namespace {

/// Runs so many times and then cannot go on; each run may be looked at.
class EndsAfter : public BlackBox {
 public:
  EndsAfter(std::unique_ptr<BlackBox> box, int runs, std::function<void()> at_end)
      : box_(std::move(box)), left_(runs), at_end_(std::move(at_end)) {}
  const Manifest& manifest() const override { return box_->manifest(); }
  Status load() override { return box_->load(); }
  void unload() override { box_->unload(); }
  Result<std::vector<Answer>> run(std::span<const Frame> frames) override {
    if (left_-- > 0) return box_->run(frames);
    if (!at_end_) return fail(ErrorKind::failed, "The network ran into a wall.");
    at_end_();
    return box_->run(frames);
  }

 private:
  std::unique_ptr<BlackBox> box_;
  int left_;
  std::function<void()> at_end_;
};

/// The box of this name ends after so many runs; with at_end it goes on, and that is called instead.
BoxMaker one_ends(const std::string& name, int runs, std::function<void()> at_end = {}) {
  return [=](const Manifest& manifest, const BoxOptions& options) -> Result<std::unique_ptr<BlackBox>> {
    MLINK_ASSIGN(auto box, make_black_box(manifest, options));
    if (manifest.name != name && !name.empty()) return box;
    return std::make_unique<EndsAfter>(std::move(box), runs, at_end);
  };
}

std::vector<std::string> names_of_set(const LiveReport& report, BoxSet set) {
  std::vector<std::string> out;
  for (std::size_t box = 0; box < report.boxes.size(); ++box)
    if (set.has(static_cast<int>(box))) out.push_back(report.boxes[box].name);
  return out;
}

}  // namespace

class TestLiveCourse : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::filesystem::path file_;

  [[nodiscard]] std::filesystem::path at(const std::string& name) const {
    return std::filesystem::path(folder_.path().toStdString()) / name;
  }
  [[nodiscard]] Status make_file(const std::string& name) const {
    MLINK_ASSIGN(auto experiment, Experiment::create(at(name)));
    MLINK_TRY(experiment.add_video(at("swing.avi")));
    for (const auto& tiny : {mlink::test::bright_count(), mlink::test::red_share(), mlink::test::bright_count("twin")})
      MLINK_TRY(experiment.add_box(mlink::test::write_box(folder_.path().toStdString(), tiny)));
    return mlink::test::make_ready(experiment, {{"bright", 2, 20}, {"red", 3, 50}, {"twin", 4, 30}});
  }
  static LiveOptions at_budget(double milliseconds) {
    LiveOptions options;
    options.budget = {CostKind::time, milliseconds / 1e3};
    options.prefix = 0.1;
    return options;
  }

 private Q_SLOTS:
  void initTestCase() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to run on");
    QVERIFY(mlink::test::make_swinging_video(at("swing.avi"), 20));
    file_ = at("three.mlink");
    REQUIRE(make_file("three.mlink"));
  }

  void a_box_that_fails_is_dropped_and_the_set_chosen_again_data() {
    QTest::addColumn<int>("runs");
    QTest::addColumn<double>("prefix");
    QTest::newRow("at once") << 0 << 0.1;
    QTest::newRow("in the prefix") << 10 << 0.1;
    QTest::newRow("behind the prefix") << 60 << 0.1;
    QTest::newRow("at once, without a prefix") << 0 << 0.;
    QTest::newRow("on the way, without a prefix") << 25 << 0.;
  }
  void a_box_that_fails_is_dropped_and_the_set_chosen_again() {
    QFETCH(int, runs);
    QFETCH(double, prefix);
    KeepAll before;
    auto options = at_budget(5.5);
    options.prefix = prefix;
    const auto whole = run_live(file_, options, before, {}, {});
    REQUIRE(whole);
    const auto first = names_of_set(*whole, whole->periods.front().activated);
    QVERIFY(!first.empty() && first.size() < 3);
    const auto failing = first.front();

    options.make_box = one_ends(failing, runs);
    KeepAll kept;
    const auto report = run_live(file_, options, kept, {}, {});
    REQUIRE(report);
    QCOMPARE(report->frames, whole->frames);  // it goes on
    const auto dropped = kept.of(LiveEventKind::box_dropped);
    QCOMPARE(dropped.size(), std::size_t{1});
    QCOMPARE(dropped.front().boxes, std::vector<std::string>{failing});
    QVERIFY(dropped.front().text.find("ran into a wall") != std::string::npos);
    const auto now = names_of_set(*report, report->periods.front().activated);
    QVERIFY(!now.empty());  // another fits in its place
    QVERIFY(std::find(now.begin(), now.end(), failing) == now.end());
    for (std::size_t box = 0; box < report->boxes.size(); ++box) {
      const bool is_it = report->boxes[box].name == failing;
      QCOMPARE(report->boxes[box].problem.has_value(), is_it);
      if (is_it) QCOMPARE(report->boxes[box].executions, std::int64_t{runs});
      QVERIFY(kept.frames.back().outputs[box].given ==
              (std::find(now.begin(), now.end(), report->boxes[box].name) != now.end() ? LiveGiven::run
                                                                                       : LiveGiven::predicted));
    }
  }

  void all_boxes_may_fail() {
    auto options = at_budget(20);
    options.make_box = one_ends("", 40);
    KeepAll kept;
    const auto report = run_live(file_, options, kept, {}, {});
    REQUIRE(report);
    QCOMPARE(kept.of(LiveEventKind::box_dropped).size(), std::size_t{3});
    QVERIFY(report->periods.front().activated.empty());
    for (const auto& output : kept.frames.back().outputs) QVERIFY(output.given == LiveGiven::predicted);
  }

  void a_box_whose_weights_are_gone_is_predicted() {
    REQUIRE(make_file("gone.mlink"));
    const auto weights = at("red.pt");
    std::filesystem::rename(weights, at("elsewhere.pt"));
    KeepAll kept;
    const auto report = run_live(at("gone.mlink"), at_budget(20), kept, {}, {});
    std::filesystem::rename(at("elsewhere.pt"), weights);
    REQUIRE(report);
    QCOMPARE(kept.of(LiveEventKind::box_dropped).size(), std::size_t{1});
    QCOMPARE(report->periods.front().activated.size(), 2);
    QVERIFY(report->boxes[1].problem.has_value());
    QVERIFY(kept.frames.front().outputs[1].given == LiveGiven::predicted);
  }

  void a_budget_below_the_cheapest_runs_nothing() {
    auto options = at_budget(1);
    options.verify = 7;
    KeepAll kept;
    const auto report = run_live(file_, options, kept, {}, {});
    REQUIRE(report);
    QCOMPARE(report->executions, std::int64_t{0});
    QCOMPARE(report->prefix_frames, std::int64_t{0});
    QVERIFY(report->periods.front().note.find("priors only") != std::string::npos);
    for (const auto& frame : kept.frames)
      for (std::size_t box = 0; box < 3; ++box) {
        QVERIFY(frame.outputs[box].given == LiveGiven::predicted);
        QVERIFY(frame.outputs[box].output.values == kept.frames.front().outputs[box].output.values);
      }
    QCOMPARE(report->verified, (report->frames + 6) / 7);  // verifying is not of the budget
    QVERIFY(report->verify_seconds > 0);
  }

  void verified_frames_are_those_of_each_nth_only() {
    auto options = at_budget(2.5);
    options.verify = 5;
    KeepAll kept;
    const auto report = run_live(file_, options, kept, {}, {});
    REQUIRE(report);
    std::int64_t verified = 0;
    for (std::size_t n = 0; n < kept.frames.size(); ++n) {
      QCOMPARE(kept.frames[n].verified, n % 5 == 0);
      verified += kept.frames[n].verified ? 1 : 0;
    }
    for (const auto& box : report->boxes) QCOMPARE(box.checked, verified);
    options.verify = 0;
    KeepAll without;
    const auto plain = run_live(file_, options, without, {}, {});
    REQUIRE(plain);
    QCOMPARE(plain->executions, report->executions);  // those of verifying do not count
    for (std::size_t n = 0; n < kept.frames.size(); ++n)
      for (std::size_t box = 0; box < 3; ++box)
        QVERIFY(kept.frames[n].outputs[box].output == without.frames[n].outputs[box].output);
  }

  void stopped_it_keeps_what_was_told_data() {
    QTest::addColumn<int>("runs");
    QTest::newRow("in the prefix") << 12;
    QTest::newRow("behind it") << 50;
  }
  void stopped_it_keeps_what_was_told() {
    QFETCH(int, runs);
    std::stop_source stop;
    auto options = at_budget(20);
    options.make_box = one_ends("twin", runs, [&] { stop.request_stop(); });
    KeepAll kept;
    const auto report = run_live(file_, options, kept, stop.get_token(), {});
    REQUIRE(report);
    QVERIFY(report->stopped);
    QCOMPARE(static_cast<std::int64_t>(kept.frames.size()), report->frames);
    QVERIFY2(report->frames >= runs && report->frames <= runs + 1, qPrintable(QString::number(report->frames)));
    QVERIFY(report->times.count() == report->frames);
  }

  void who_hears_may_end_it() {
    KeepAll kept;
    kept.on_frame = [&](const LiveFrame&) -> Status {
      if (kept.frames.size() < 9) return {};
      return fail(ErrorKind::disk_full, "There is no room for the lines.");
    };
    const auto report = run_live(file_, at_budget(20), kept, {}, {});
    QVERIFY(!report.has_value());
    QCOMPARE(report.error().what, std::string("There is no room for the lines."));
    QCOMPARE(kept.frames.size(), std::size_t{9});
  }

  void lines_are_read_back_bit_for_bit() {
    std::string text;
    std::optional<LiveLines> lines;
    KeepAll kept;
    kept.on_frame = [&](const LiveFrame& frame) -> Status {
      if (!lines)
        lines.emplace(kept.start, [&](std::string_view more) -> Status {
          text += more;
          return {};
        });
      return lines->frame(frame);
    };
    const auto report = run_live(file_, at_budget(5.5), kept, {}, {});
    REQUIRE(report);
    std::istringstream in(text);
    std::size_t n = 0;
    for (std::string line; std::getline(in, line); ++n) {
      const auto json = nlohmann::json::parse(line, nullptr, false);
      QVERIFY2(json.is_object(), line.c_str());
      const auto& frame = kept.frames[n / 3];
      const auto& output = frame.outputs[n % 3];
      QCOMPARE(json.at("source").get<std::string>(), std::string("swing"));
      QCOMPARE(json.at("frame").get<std::int64_t>(), frame.ordinal);
      QCOMPARE(json.at("seconds").get<double>(), frame.seconds);
      QCOMPARE(json.at("box").get<std::string>(), report->boxes[n % 3].name);
      QCOMPARE(json.at("given").get<std::string>(), std::string(output.given == LiveGiven::run ? "run" : "predicted"));
      QCOMPARE(json.contains("p"), output.given == LiveGiven::predicted);
      const auto value = static_cast<float>(json.at("value").get<double>());
      QVERIFY(value == output.output.values.front());
    }
    QCOMPARE(n, kept.frames.size() * 3);
  }

  void a_line_tells_each_kind_of_output_data() {
    QTest::addColumn<int>("box");
    QTest::addColumn<QString>("expected");
    const auto line = [](const char* what, int box, const QString& rest) {
      const QString head = "{'source':'a \\'b\\'','frame':7,'seconds':0.5,'box':";
      QTest::newRow(what) << box << QString(head + rest).replace(u'\'', u'"');
    };
    line("one label of several", 0, "'kind','given':'run','value':[0.25,0.75],'label':'dog'}");
    line("several labels", 1, "'seen','given':'run','value':[0.5,0.25],'labels':['car']}");
    line("words", 2, "'said','given':'predicted','p':0.5,'words':['good','day']}");
    line("none", 3, "'age','given':'run','value':null}");
    line("failed", 4, "'size','given':'run','value':null,'error':'No \\'face\\'.'}");
    line("nothing", 5, "'text','given':'nothing','words':null}");
  }
  void a_line_tells_each_kind_of_output() {
    QFETCH(int, box);
    QFETCH(QString, expected);
    const auto spec = [](Task task, int width, const std::vector<std::string>& labels = {}) {
      OutputSpec out;
      out.task = task;
      out.width = width;
      out.labels = labels;
      return out;
    };
    const LiveStart start{
        {"kind", "seen", "said", "age", "size", "text"},
        {spec(Task::single_label, 2, {"cat", "dog"}), spec(Task::multi_label, 2, {"car", "bus"}),
         spec(Task::sequence, 0), spec(Task::regression, 1), spec(Task::regression, 1), spec(Task::sequence, 0)},
        {"a \"b\""},
        0};
    std::string text;
    LiveLines lines(start, [&](std::string_view more) -> Status {
      text += more;
      return {};
    });
    LiveFrame frame;
    frame.ordinal = 7;
    frame.seconds = 0.5;
    frame.outputs = {{LiveGiven::run, {Presence::present, {.25F, .75F}, {}, {}}, kNan},
                     {LiveGiven::run, {Presence::present, {.5F, .25F}, {}, {}}, kNan},
                     {LiveGiven::predicted, {Presence::present, {}, {"good", "day"}, {}}, .5},
                     {LiveGiven::run, {Presence::none, {}, {}, {}}, kNan},
                     {LiveGiven::run, {Presence::failed, {}, {}, "No \"face\"."}, kNan},
                     {}};
    REQUIRE(lines.frame(frame));
    const auto told = QString::fromStdString(text).split(u'\n');
    QCOMPARE(told.size(), 7);
    QCOMPARE(told[box], expected);
    for (int i = 0; i < 6; ++i) QVERIFY(nlohmann::json::accept(told[i].toStdString()));
  }

  void options_that_make_no_sense_are_refused_data() {
    QTest::addColumn<int>("which");
    QTest::addColumn<QString>("expected");
    QTest::newRow("budget") << 0 << "The budget";
    QTest::newRow("budget that is no number") << 1 << "The budget";
    QTest::newRow("period") << 2 << "The period";
    QTest::newRow("prefix") << 3 << "The prefix is 1";
    QTest::newRow("every") << 4 << "below what makes sense";
    QTest::newRow("method") << 5 << "The method standalone cannot run live.";
    QTest::newRow("skip") << 6 << "no frames that are asked for";
    QTest::newRow("timeout") << 7 << "The timeout";
  }
  void options_that_make_no_sense_are_refused() {
    QFETCH(int, which);
    QFETCH(QString, expected);
    auto options = at_budget(5);
    switch (which) {
      case 0: options.budget.value = -1; break;
      case 1: options.budget.value = std::numeric_limits<double>::quiet_NaN(); break;
      case 2: options.period_seconds = -1; break;
      case 3: options.prefix = 1; break;
      case 4: options.every = 0; break;
      case 5: options.method = "standalone"; break;
      case 6: options.skip = 1000000; break;
      default: options.timeout = 0; break;
    }
    KeepAll kept;
    const auto report = run_live(file_, options, kept, {}, {});
    QVERIFY(!report.has_value());
    QVERIFY2(report.error().text().find(expected.toStdString()) != std::string::npos, report.error().text().c_str());
  }

  void without_links_or_costs_it_says_what_to_do() {
    auto experiment = Experiment::create(at("untrained.mlink"));
    REQUIRE(experiment);
    REQUIRE(experiment->add_video(at("swing.avi")));
    REQUIRE(experiment->add_box(at("bright.json")));
    KeepAll kept;
    const auto untrained = run_live(at("untrained.mlink"), at_budget(5), kept, {}, {});
    QVERIFY(!untrained.has_value());
    QVERIFY(untrained.error().text().find("mlink train") != std::string::npos);
    REQUIRE(experiment->add_box(at("red.json")));
    REQUIRE(mlink::test::make_ready(*experiment, {}));
    const auto unknown = run_live(at("untrained.mlink"), at_budget(5), kept, {}, {});
    QVERIFY(!unknown.has_value());
    QVERIFY2(unknown.error().text().find("Profile the boxes") != std::string::npos, unknown.error().text().c_str());
  }

  void times_are_told_as_quantiles() {
    LiveTimes times;
    QVERIFY(std::isnan(times.mean()) && std::isnan(times.quantile(.5)));
    for (int ms = 1; ms <= 100; ++ms) times.add(ms / 1e3);
    QCOMPARE(times.mean(), 0.0505);
    for (const double share : {.5, .95, .99}) QVERIFY(std::abs(times.quantile(share) / (share * .1) - 1) < .02);
  }
};

QTEST_GUILESS_MAIN(TestLiveCourse)
#include "test_live_course.moc"
