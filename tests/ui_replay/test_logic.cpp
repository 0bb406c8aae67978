// Values and pixels behind the Replay page: runs of a strip, frontier, frame lines, clock, pictures fetched ahead.
#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <cmath>

#include "ui/replay/frontier_slider.h"
#include "ui/replay/paint.h"
#include "ui/replay/picture_feed.h"
#include "ui/replay/playback.h"
#include "ui/replay/strip_raster.h"
#include "ui/replay/transport.h"
#include "ui_replay/synthetic.h"

using namespace mlink::rooms;

using Outcomes = std::vector<Outcome>;
using Runs = std::vector<StripRun>;
Q_DECLARE_METATYPE(mlink::ui::Outcome)
Q_DECLARE_METATYPE(mlink::ui::StripInk)
Q_DECLARE_METATYPE(Outcomes)
Q_DECLARE_METATYPE(Runs)
Q_DECLARE_METATYPE(mlink::outputs::OutputSpec)

class ReplayLogicTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void halves_of_shared_pixels_data();
  void halves_of_shared_pixels();
  void runs_of_a_lane_data();
  void runs_of_a_lane();
  void no_wrong_frame_gets_lost_data();
  void no_wrong_frame_gets_lost();
  void lane_pixels_data();
  void lane_pixels();
  void frontier_by_hand();
  void strips_by_hand();
  void silent_frames_count_for_nothing();
  void rows_in_time_data();
  void rows_in_time();
  void frame_lines_say_why();
  void words_as_heard();
  void values_as_written_data();
  void values_as_written();
  void budget_units_data();
  void budget_units();
  void clock_texts_data();
  void clock_texts();
  void clock_steps_and_stops();
  void clock_plays_in_time();
  void clock_loops();
  void clock_without_moments();
  void feed_takes_the_newest_wish();
  void feed_keeps_within_its_bytes();
  void feed_drops_what_another_file_sent();
  void feed_survives_a_reader_that_is_gone();
};

void ReplayLogicTest::halves_of_shared_pixels_data() {
  QTest::addColumn<Outcomes>("outcomes");
  QTest::addColumn<StripInk>("upper");
  QTest::addColumn<StripInk>("lower");
  QTest::newRow("nothing") << Outcomes{} << StripInk::blank << StripInk::blank;
  QTest::newRow("run") << Outcomes{Outcome::run} << StripInk::run << StripInk::run;
  QTest::newRow("right") << Outcomes{Outcome::right} << StripInk::blank << StripInk::right;
  QTest::newRow("wrong") << Outcomes{Outcome::wrong} << StripInk::wrong << StripInk::blank;
  QTest::newRow("none") << Outcomes{Outcome::none} << StripInk::dots << StripInk::dots;
  QTest::newRow("failed") << Outcomes{Outcome::failed} << StripInk::failed << StripInk::failed;
  QTest::newRow("re-used, right") << Outcomes{Outcome::reused_right} << StripInk::reused << StripInk::reused;
  QTest::newRow("re-used, wrong") << Outcomes{Outcome::reused_wrong} << StripInk::wrong << StripInk::reused;
  QTest::newRow("right and wrong") << Outcomes{Outcome::right, Outcome::wrong} << StripInk::wrong << StripInk::right;
  QTest::newRow("run and wrong") << Outcomes{Outcome::run, Outcome::wrong} << StripInk::wrong << StripInk::run;
  QTest::newRow("failed and wrong") << Outcomes{Outcome::failed, Outcome::wrong} << StripInk::wrong << StripInk::failed;
  QTest::newRow("none and wrong") << Outcomes{Outcome::none, Outcome::wrong} << StripInk::wrong << StripInk::blank;
  QTest::newRow("none and right") << Outcomes{Outcome::none, Outcome::right} << StripInk::blank << StripInk::right;
}

void ReplayLogicTest::halves_of_shared_pixels() {
  QFETCH(Outcomes, outcomes);
  QFETCH(StripInk, upper);
  QFETCH(StripInk, lower);
  std::uint32_t mask = 0;
  for (const Outcome outcome : outcomes) mask |= 1U << static_cast<unsigned>(outcome);
  const auto halves = strip_halves(mask);
  QCOMPARE(halves.first, upper);
  QCOMPARE(halves.second, lower);
}

void ReplayLogicTest::runs_of_a_lane_data() {
  QTest::addColumn<Outcomes>("cells");  // one a second, from 0
  QTest::addColumn<double>("from");
  QTest::addColumn<double>("to");
  QTest::addColumn<int>("pixels");
  QTest::addColumn<Runs>("expected");
  const Outcome R = Outcome::right, W = Outcome::wrong, X = Outcome::run;
  const auto right = [](int a, int b) { return StripRun{a, b, StripInk::blank, StripInk::right}; };
  const auto wrong = [](int a, int b) { return StripRun{a, b, StripInk::wrong, StripInk::blank}; };
  QTest::newRow("no cells") << Outcomes{} << 0.0 << 4.0 << 40 << Runs{};
  QTest::newRow("no pixels") << Outcomes{R} << 0.0 << 4.0 << 0 << Runs{};
  QTest::newRow("no time") << Outcomes{R} << 2.0 << 2.0 << 40 << Runs{};
  QTest::newRow("equal cells become one run") << Outcomes{R, R, R, R} << 0.0 << 4.0 << 40 << Runs{right(0, 40)};
  QTest::newRow("three runs") << Outcomes{R, R, W, R} << 0.0 << 4.0 << 40
                              << Runs{right(0, 20), wrong(20, 30), right(30, 40)};
  QTest::newRow("two cells a pixel: wrong above, right below")
      << Outcomes{R, R, W, R} << 0.0 << 4.0 << 2 << Runs{right(0, 1), {1, 2, StripInk::wrong, StripInk::right}};
  QTest::newRow("a part of the axis") << Outcomes{R, W, X, R} << 1.0 << 3.0 << 20
                                      << Runs{wrong(0, 10), {10, 20, StripInk::run, StripInk::run}};
  QTest::newRow("cells that end before or begin after stay out")
      << Outcomes{W, R, W} << 1.0 << 2.0 << 10 << Runs{right(0, 10)};
  QTest::newRow("the axis goes on after the last cell") << Outcomes{R} << 0.0 << 4.0 << 40 << Runs{right(0, 10)};
}

void ReplayLogicTest::runs_of_a_lane() {
  QFETCH(Outcomes, cells);
  QFETCH(double, from);
  QFETCH(double, to);
  QFETCH(int, pixels);
  QFETCH(Runs, expected);
  std::vector<double> begin;
  for (std::size_t i = 0; i < cells.size(); ++i) begin.push_back(static_cast<double>(i));
  const Runs runs = strip_runs(begin, 1, cells, from, to, pixels);
  QCOMPARE(runs.size(), expected.size());
  for (std::size_t i = 0; i < runs.size(); ++i) QVERIFY2(runs[i] == expected[i], qPrintable(QString::number(i)));
}

void ReplayLogicTest::no_wrong_frame_gets_lost_data() {
  QTest::addColumn<int>("cells");
  QTest::addColumn<int>("pixels");
  QTest::newRow("wide cells") << 159 << 900;
  QTest::newRow("about one pixel each") << 905 << 900;
  QTest::newRow("ten a pixel") << 9540 << 954;
  QTest::newRow("a thousand a pixel") << 200000 << 200;
}

void ReplayLogicTest::no_wrong_frame_gets_lost() {
  QFETCH(int, cells);
  QFETCH(int, pixels);
  std::vector<double> begin;
  for (int i = 0; i < cells; ++i) begin.push_back(i * 0.04);
  const double length = cells * 0.04;
  for (int at : {0, 1, cells / 3, cells / 2 + 1, cells - 1}) {
    Outcomes lane(static_cast<std::size_t>(cells), Outcome::right);
    lane[static_cast<std::size_t>(at)] = Outcome::wrong;
    const Runs runs = strip_runs(begin, 0.04, lane, 0, length, pixels);
    const auto wrong =
        std::find_if(runs.begin(), runs.end(), [](const StripRun& r) { return r.upper == StripInk::wrong; });
    QVERIFY2(wrong != runs.end(), qPrintable(QString::number(at)));
    const double middle = (at + 0.5) * pixels / cells;
    QVERIFY(middle >= wrong->begin - 1 && middle <= wrong->end + 1);
    for (std::size_t i = 1; i < runs.size(); ++i) QVERIFY(runs[i].begin >= runs[i - 1].end);
    QCOMPARE(runs.front().begin, 0);
    QCOMPARE(runs.back().end, pixels);
  }
}

void ReplayLogicTest::lane_pixels_data() {
  QTest::addColumn<Outcome>("outcome");
  QTest::addColumn<bool>("dark");
  for (const bool dark : {false, true}) {
    for (int i = 0; i < 5; ++i) {
      const auto outcome = static_cast<Outcome>(i);
      QTest::addRow("%s %s", qPrintable(outcome_text(outcome)), dark ? "dark" : "light") << outcome << dark;
    }
  }
}

void ReplayLogicTest::lane_pixels() {
  QFETCH(Outcome, outcome);
  QFETCH(bool, dark);
  const Theme theme = dark ? dark_theme() : light_theme();
  const Runs runs = strip_runs({0, 1, 2}, 1, {Outcome::run, outcome, Outcome::run}, 0, 3, 60);
  const QImage image = strip_image(runs, 60, 26, 20, 2, theme);
  QCOMPARE(image.size(), QSize(60, 26));
  QCOMPARE(image.devicePixelRatio(), 2.0);
  const QColor ground = theme.sunken;
  QColor upper = ground, lower = ground;
  switch (outcome) {
    case Outcome::run: upper = lower = theme.outcome.run; break;
    case Outcome::right: lower = theme.outcome.right; break;
    case Outcome::wrong: upper = theme.outcome.wrong; break;
    case Outcome::reused_right: upper = lower = theme.outcome.reused; break;
    default: upper = theme.outcome.wrong, lower = theme.outcome.reused; break;
  }
  QCOMPARE(image.pixelColor(30, 3).rgb(), upper.rgb());
  QCOMPARE(image.pixelColor(30, 22).rgb(), lower.rgb());
  QCOMPARE(image.pixelColor(19, 3).rgb(), theme.outcome.run.rgb());  // the neighbour ends at its pixel
  QCOMPARE(image.pixelColor(40, 22).rgb(), theme.outcome.run.rgb());
}

void ReplayLogicTest::frontier_by_hand() {
  const auto data = mlink::synthetic::data();
  const Frontier& frontier = data->side(CostKind::memory).frontier;
  QCOMPARE(frontier.full, 310e6);
  const FrontierCurve* standalone = frontier.curve("standalone");
  QVERIFY(standalone && !frontier.curve("no such method"));
  // 34, 34 + 48, 34 + 48 + 60, all: a quarter each
  QCOMPARE(standalone->points.size(), 5U);
  QCOMPARE(standalone->at(81e6), 0.25);
  QCOMPARE(standalone->at(82e6), 0.5);
  QCOMPARE(*standalone->needs(0.5), 82e6);
  QCOMPARE(*standalone->needs(1), 310e6);
  QVERIFY(!standalone->needs(1.01));
  const FrontierCurve* mlink = frontier.curve("mlink");
  QCOMPARE(mlink->at(0), (0.4 + 0.45 + 0.55 + 0.65) / 4);
  QCOMPARE(mlink->at(50e6), (0.4 + 0.38 + 1 + 0.55 + 0.17 + 0.65 + 0.16) / 4);
  QCOMPARE(frontier.stops.front().budget, 34e6);
  QCOMPARE(frontier.stops.front().label, std::string("selfie"));
  QCOMPARE(frontier.stops[2].label, std::string("+ selfie"));
  for (std::size_t i = 1; i < frontier.stops.size(); ++i) {
    QVERIFY(frontier.stops[i].budget > frontier.stops[i - 1].budget);
    QVERIFY(mlink->at(frontier.stops[i].budget) >= mlink->at(frontier.stops[i - 1].budget));
  }
}

void ReplayLogicTest::strips_by_hand() {
  const auto data = mlink::synthetic::data(40);
  const auto& engine = *data->side(CostKind::memory).engine;
  const StripsData strips = strips_of(*data, CostKind::memory, 50e6, 2, {"mlink", "standalone", "no such method"});
  QCOMPARE(strips.groups.size(), 2U);
  QCOMPARE(strips.groups[0].title, std::string("mlink, pose run"));
  QCOMPARE(strips.length, 20.0);
  QCOMPARE(strips.cell_seconds, 0.5);
  QCOMPARE(strips.trained_until, 2.0);  // 24 of 240 rows, six cameras each 0.5 s
  QCOMPARE(strips.begin.size(), 36U);
  QCOMPARE(strips.begin.front(), 2.0);
  const auto outcomes = engine.outcomes("mlink", 50e6);
  const std::size_t rows = data->table->rows() - engine.first_row();
  for (std::size_t box = 0; box < 4; ++box) {
    const StripLane& lane = strips.groups[0].lanes[box];
    QCOMPARE(lane.cells.size(), 36U);
    int right = 0, counted = 0;
    std::size_t cell = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      if (data->table->frames[engine.first_row() + i].camera != 2) continue;
      const Outcome expected = outcomes[box * rows + i];
      QCOMPARE(lane.cells[cell++], expected);
      if (expected == Outcome::failed) continue;
      ++counted;
      right += expected == Outcome::run || expected == Outcome::right ? 1 : 0;
    }
    QCOMPARE(*lane.share, static_cast<double>(right) / counted);
    QCOMPARE(lane.run, box == 1);
    QCOMPARE(*strips.groups[1].lanes[box].share, box == 1 ? 1.0 : 0.0);
  }
  QCOMPARE(strips_of(*data, CostKind::memory, 50e6, -1, {"mlink"}).begin.size(), rows);
  QVERIFY(strips_of(*data, CostKind::memory, 50e6, 99, {"mlink"}).begin.empty());
  std::vector<Outcome> wanted;
  const StripsData same = strips_of(*data, CostKind::memory, 50e6, 2, {"standalone"}, "mlink", &wanted);
  QVERIFY(wanted == outcomes);
  QCOMPARE(same.groups.size(), 1U);
}

// A box that is run is right wherever it says something; where it says nothing, that is told by itself.
void ReplayLogicTest::silent_frames_count_for_nothing() {
  auto data = std::make_shared<ReplayData>(*mlink::synthetic::data(40));
  auto table = std::make_shared<OutputTable>(*data->table);
  for (std::size_t row = 0; row < table->rows(); ++row) {  // every other moment of all six cameras
    if (row / 6 % 2 == 0) QVERIFY(set_output(*table, 1, row, Output{}));
  }
  data->table = table;
  const StripsData strips = strips_of(*data, CostKind::memory, 50e6, 2, {"mlink", "standalone"});
  const StripLane& pose = strips.groups[0].lanes[1];
  QVERIFY(pose.share);
  QCOMPARE(*pose.share, 1.0);
  QVERIFY(pose.run);
  QCOMPARE(pose.without, 0.5);
  QCOMPARE(*strips.groups[1].lanes[0].share, 0.0);  // nothing is shown of persons, and they were there to be seen
  QCOMPARE(strips.groups[1].lanes[0].without, 0.0);
}

void ReplayLogicTest::rows_in_time_data() {
  QTest::addColumn<int>("camera");
  QTest::addColumn<double>("seconds");
  QTest::addColumn<double>("expected");  // negative: none
  QTest::newRow("on a frame") << 0 << 3.0 << 3.0;
  QTest::newRow("between two") << 0 << 3.4 << 3.0;
  QTest::newRow("before the first") << 1 << -1.0 << 0.0;
  QTest::newRow("after the last") << 1 << 1e6 << 19.5;
  QTest::newRow("no such camera") << 6 << 3.0 << -1.0;
  QTest::newRow("negative camera") << -1 << 3.0 << -1.0;
}

void ReplayLogicTest::rows_in_time() {
  QFETCH(int, camera);
  QFETCH(double, seconds);
  QFETCH(double, expected);
  const auto data = mlink::synthetic::data(40);
  const auto row = data->row_at(camera, seconds);
  QCOMPARE(row.has_value(), expected >= 0);
  if (!row) return;
  QCOMPARE(data->table->frames[*row].camera, camera);
  QCOMPARE(data->table->frames[*row].seconds, expected);
  QCOMPARE(data->camera_rows[static_cast<std::size_t>(camera)][data->index_of(*row)], *row);
}

void ReplayLogicTest::frame_lines_say_why() {
  const auto data = mlink::synthetic::data(40);
  const auto& engine = *data->side(CostKind::memory).engine;
  const auto trained = frame_lines(*data, CostKind::memory, 50e6, "mlink", 0);
  QCOMPARE(trained.size(), 4U);
  for (const FrameLine& line : trained) {
    QCOMPARE(line.outcome, Outcome::none);
    QCOMPARE(line.shown, std::string("–"));
    QVERIFY(!line.exact.empty());
  }
  int wrong = 0;
  for (std::size_t row = engine.first_row(); row < data->table->rows(); ++row) {
    for (const FrameLine& line : frame_lines(*data, CostKind::memory, 50e6, "mlink", row)) {
      if (line.outcome == Outcome::run) QCOMPARE(line.shown, line.exact);
      QCOMPARE(line.remark.empty(), line.outcome != Outcome::wrong);
      if (line.outcome != Outcome::wrong) continue;
      ++wrong;
      const QString remark = QString::fromStdString(line.remark);
      QVERIFY2(remark.contains(line.box == "selfie" ? "differs by 0.039, less than 0.02 is allowed"
                                                    : "differs by 1.3, less than 0.5 is allowed"),
               qPrintable(remark));
    }
  }
  QVERIFY(wrong > 0);
}

void ReplayLogicTest::values_as_written_data() {
  QTest::addColumn<OutputSpec>("spec");
  QTest::addColumn<QVector<float>>("values");
  QTest::addColumn<bool>("exact");
  QTest::addColumn<QString>("text");
  const OutputSpec count{Task::count, 1, {}, 0.5, "persons"}, share{Task::regression, 1, {}, 0.02, "share"},
      age{Task::regression, 1, {}, 5, "years"}, mood{Task::single_label, 2, {"sad", "happy"}, 0.5, ""},
      things{Task::multi_label, 3, {"car", "dog", "bus"}, 0.5, ""}, face{Task::localization, 5, {}, 0.5, ""};
  QTest::newRow("no output") << count << QVector<float>{} << true << "–";
  QTest::newRow("count, exact") << count << QVector<float>{3} << true << "3";
  QTest::newRow("count, predicted") << count << QVector<float>{3.21F} << false << "3.2";
  QTest::newRow("count below one") << count << QVector<float>{0.2F} << false << "0.2";
  QTest::newRow("share") << share << QVector<float>{0.051F} << true << "0.051";
  QTest::newRow("no share") << share << QVector<float>{0} << true << "0.000";
  QTest::newRow("years") << age << QVector<float>{41.26F} << false << "41.3";
  QTest::newRow("one label") << mood << QVector<float>{0.3F, 0.7F} << false << "happy";
  QTest::newRow("labels") << things << QVector<float>{0.7F, 0.2F, 0.5F} << false << "car, bus";
  QTest::newRow("no labels") << things << QVector<float>{0.1F, 0.2F, 0.3F} << false << "none";
  QTest::newRow("no face") << face << QVector<float>{0, 0, 0, 0, 0} << true << "none";
  QTest::newRow("face") << face << QVector<float>{0.1F, 0.2F, 0.3F, 0.4F, 0.9F} << true << "0.10 0.20, 0.30 × 0.40";
}

void ReplayLogicTest::values_as_written() {
  QFETCH(OutputSpec, spec);
  QFETCH(QVector<float>, values);
  QFETCH(bool, exact);
  QFETCH(QString, text);
  QCOMPARE(QString::fromStdString(value_text(spec, {values.begin(), values.end()}, exact)), text);
}

void ReplayLogicTest::words_as_heard() {
  QCOMPARE(words_text({}), std::string("no words"));
  QCOMPARE(words_text({"judge", "a", "book"}), std::string("judge a book"));
  QCOMPARE(words_text({"judge", "a", "book", "by", "its", "cover", "or", "a", "person", "from", "the", "outside"}),
           std::string("judge a book by its cover or a person + 3"));
  // Beside the other boxes' values.
  auto data = mlink::synthetic::data(40);
  auto table = std::make_shared<OutputTable>(*data->table);
  OutputColumn heard{"words", {Task::sequence, 0, {}, 0.5, "words"}, {}, {}, {}};
  heard.presence.assign(table->rows(), Presence::none);
  heard.words.resize(table->rows());
  heard.presence[3] = Presence::present;
  heard.words[3] = {"hello", "there"};
  table->columns.push_back(heard);
  ReplayData with_words = *data;
  with_words.table = table;
  QCOMPARE(frame_lines(with_words, CostKind::memory, 50e6, "mlink", 3).back().exact, std::string("hello there"));
  QCOMPARE(frame_lines(with_words, CostKind::memory, 50e6, "mlink", 4).back().exact, std::string("–"));
}

void ReplayLogicTest::budget_units_data() {
  QTest::addColumn<bool>("memory");
  QTest::addColumn<double>("full");
  QTest::addColumn<double>("amount");
  QTest::addColumn<QString>("text");
  QTest::newRow("MB") << true << 310e6 << 48e6 << "48 MB";
  QTest::newRow("few MB") << true << 8e6 << 4.26e6 << "4.3 MB";
  QTest::newRow("GB") << true << 9.8e9 << 4.6e9 << "4.6 GB";
  QTest::newRow("kB") << true << 900e3 << 48e3 << "48 kB";
  QTest::newRow("ms") << false << 0.276 << 0.041 << "41 ms";
  QTest::newRow("parts of a ms") << false << 0.004 << 0.0012 << "1.2 ms";
  QTest::newRow("s") << false << 4.0 << 1.5 << "1.50 s";
}

void ReplayLogicTest::budget_units() {
  QFETCH(bool, memory);
  QFETCH(double, full);
  QFETCH(double, amount);
  QFETCH(QString, text);
  const BudgetUnit unit = budget_unit(memory ? CostKind::memory : CostKind::time, full);
  QCOMPARE(unit.text(amount) + u' ' + unit.name, text);
}

void ReplayLogicTest::clock_texts_data() {
  QTest::addColumn<double>("seconds");
  QTest::addColumn<QString>("text");
  QTest::newRow("start") << 0.0 << "0:00.0";
  QTest::newRow("seconds") << 8.0 << "0:08.0";
  QTest::newRow("minute") << 66.5 << "1:06.5";
  QTest::newRow("rounded up to a minute") << 59.96 << "1:00.0";
  QTest::newRow("hours") << 3723.5 << "1:02:03.5";
  QTest::newRow("negative") << -1.0 << "0:00.0";
}

void ReplayLogicTest::clock_texts() {
  QFETCH(double, seconds);
  QFETCH(QString, text);
  QCOMPARE(moment_text(seconds), text);
}

void ReplayLogicTest::clock_steps_and_stops() {
  Playback clock;
  QSignalSpy moved(&clock, &Playback::moved);
  clock.set_moments({0, 0.5, 1, 1.5}, 2);
  clock.step(1);
  QCOMPARE(clock.position(), 0.5);
  clock.step(-5);
  QCOMPARE(clock.position(), 0.0);
  clock.step(99);
  QCOMPARE(clock.position(), 1.5);
  clock.seek(1.2);
  QCOMPARE(clock.position(), 1.0);
  clock.seek(-3);
  QCOMPARE(clock.position(), 0.0);
  clock.seek(99);
  QCOMPARE(clock.position(), 1.5);
  QCOMPARE(moved.count(), 6);
  clock.seek(1.9);
  QCOMPARE(moved.count(), 6);  // the same moment is not told again
  clock.set_moments({0, 1}, 2);
  QCOMPARE(clock.position(), 1.0);  // stays at its time when the moments change
}

void ReplayLogicTest::clock_plays_in_time() {
  Playback clock;
  std::vector<double> moments;
  for (int i = 0; i < 200; ++i) moments.push_back(i * 0.04);
  clock.set_moments(moments, 8);
  clock.set_speed(2);
  QElapsedTimer timer;
  int early = 0;
  connect(&clock, &Playback::moved, this, [&](double at) {
    // never before its time (a millisecond is the timer's grain)
    if (static_cast<double>(timer.nsecsElapsed()) / 1e9 * 2 + 0.004 < at) ++early;
  });
  timer.start();
  clock.play();
  QVERIFY(clock.playing());
  QTRY_VERIFY_WITH_TIMEOUT(clock.position() >= 2, 20000);
  const double passed = static_cast<double>(timer.nsecsElapsed()) / 1e9 * 2;
  QCOMPARE(early, 0);
  QVERIFY2(clock.position() <= passed + 0.01, qPrintable(QString::number(passed)));
  QCOMPARE(clock.figures().shown + clock.figures().skipped, clock.index());
  clock.pause();
  QVERIFY(!clock.playing());
}

void ReplayLogicTest::clock_loops() {
  Playback clock;
  clock.set_moments({0, 0.02, 0.04}, 0.06);
  clock.set_loop(true);
  int starts = 0;
  connect(&clock, &Playback::moved, this, [&](double at) { starts += at == 0 ? 1 : 0; });
  clock.play();
  QTRY_VERIFY(starts >= 2);
  clock.set_loop(false);
  QTRY_VERIFY(!clock.playing());
  QCOMPARE(clock.index(), 2);
  clock.play();  // from the end it begins again
  QVERIFY(clock.playing());
  QTRY_VERIFY(!clock.playing());
  clock.set_speed(0);
  clock.seek(0);
  clock.play();
  QTRY_VERIFY(!clock.playing());
  QCOMPARE(clock.index(), 2);
}

void ReplayLogicTest::clock_without_moments() {
  Playback clock;
  QSignalSpy moved(&clock, &Playback::moved);
  clock.play();
  clock.step(1);
  clock.seek(3);
  QVERIFY(!clock.playing());
  QCOMPARE(clock.position(), 0.0);
  QVERIFY(!clock.moment(0));
  clock.set_moments({0, 1}, 2);
  clock.play();
  clock.set_moments({}, 0);
  QVERIFY(!clock.playing());
  QCOMPARE(moved.count(), 0);
}

void ReplayLogicTest::feed_takes_the_newest_wish() {
  mlink::synthetic::Source source;
  source.data = mlink::synthetic::data(40);
  PictureFeed feed;
  feed.set_source(source.data, source.fetch());
  for (std::size_t row = 0; row < 200; ++row) feed.want({row}, {row + 1, row + 2});
  QCOMPARE(source.batches, 1);  // the others wait, and only the last of them counts
  QTRY_VERIFY(feed.find(199) && feed.find(200) && feed.find(201));
  QVERIFY(feed.find(0));
  QVERIFY(!feed.find(1) && !feed.find(100));
  QCOMPARE(feed.batches(), 4);  // the first, the last, and the two that follow it
  QSignalSpy arrived(&feed, &PictureFeed::arrived);
  feed.want({199}, {200});
  QTest::qWait(20);
  QCOMPARE(arrived.count(), 0);  // nothing new to fetch
  QCOMPARE(feed.find(199)->marks.size(), 4U);
}

void ReplayLogicTest::feed_keeps_within_its_bytes() {
  mlink::synthetic::Source source;
  source.data = mlink::synthetic::data(40);
  source.delay_ms = 0;
  const qint64 one = 384 * 288 * 4;
  PictureFeed feed(nullptr, 4 * one);
  feed.set_source(source.data, source.fetch());
  std::vector<std::size_t> ahead;
  for (std::size_t row = 1; row < 30; ++row) ahead.push_back(row);
  feed.want({0}, ahead);
  QTest::qWait(150);
  QVERIFY(feed.bytes() <= 4 * one);
  QVERIFY(feed.find(0));
  const int batches = feed.batches();
  QVERIFY2(batches < 8, qPrintable(QString::number(batches)));  // what does not fit is not fetched over and over
  QTest::qWait(50);
  QCOMPARE(feed.batches(), batches);
}

void ReplayLogicTest::feed_drops_what_another_file_sent() {
  mlink::synthetic::Source source;
  source.data = mlink::synthetic::data(40);
  source.delay_ms = 30;
  PictureFeed feed;
  QSignalSpy arrived(&feed, &PictureFeed::arrived);
  feed.set_source(source.data, source.fetch());
  feed.want({7}, {});
  feed.set_source(mlink::synthetic::data(40), source.fetch());
  QTest::qWait(80);
  QVERIFY(!feed.find(7));
  QCOMPARE(arrived.count(), 0);
  feed.want({7}, {});
  QTRY_VERIFY(feed.find(7));
}

void ReplayLogicTest::feed_survives_a_reader_that_is_gone() {
  int asked = 0;
  PictureFeed feed;
  feed.set_source(mlink::synthetic::data(40),
                  [&](QObject*, const std::vector<PictureKey>&, const std::function<void(LoadedPictures)>& done) {
                    ++asked;
                    done({});
                  });
  feed.want({1}, {2, 3});
  QCOMPARE(asked, 1);  // an empty answer does not make it ask for ever
  QVERIFY(!feed.find(1));
}

QTEST_MAIN(ReplayLogicTest)
#include "test_logic.moc"
