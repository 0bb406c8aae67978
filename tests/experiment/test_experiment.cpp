// experiment: the steps over one project file, with tiny real networks on a small real video.
#include <QRect>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "blackbox/black_box.h"
#include "experiment/experiment.h"
#include "experiment/views.h"
#include "media/video.h"
#include "support/require.h"
#include "support/tiny_boxes.h"
#include "support/tiny_videos.h"

using namespace mlink::rooms;

namespace {

int column_of(const OutputTable& table, const std::string& box) { return table.column_of(box); }

}  // namespace

class TestExperiment : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::filesystem::path video_;
  std::filesystem::path bright_, red_;

  [[nodiscard]] std::filesystem::path at(const std::string& name) const {
    return std::filesystem::path(folder_.path().toStdString()) / name;
  }
  // A file with one camera (all frames) and the two good boxes.
  [[nodiscard]] Result<Experiment> two_boxes(const std::string& name, int every = 1) const {
    MLINK_ASSIGN(auto experiment, Experiment::create(at(name)));
    AddVideoOptions options;
    options.camera = "cam";
    options.every = every;
    MLINK_TRY(experiment.add_video(video_, options));
    MLINK_TRY(experiment.add_box(bright_));
    MLINK_TRY(experiment.add_box(red_));
    return experiment;
  }
  static Result<CollectReport> collect_all(Experiment& experiment, int threads = 1) {
    CollectOptions options;
    options.threads = threads;
    return experiment.collect(options, {}, {});
  }

 private Q_SLOTS:
  void initTestCase() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to collect from");
    video_ = at("swing.avi");
    QVERIFY(mlink::test::make_swinging_video(video_, 20));
    bright_ = mlink::test::write_box(folder_.path().toStdString(), mlink::test::bright_count());
    red_ = mlink::test::write_box(folder_.path().toStdString(), mlink::test::red_share());
  }

  void collects_what_the_boxes_say() {
    auto experiment = two_boxes("says.mlink", 3);
    REQUIRE(experiment);
    const auto report = collect_all(*experiment);
    REQUIRE(report);
    QCOMPARE(report->stored, std::int64_t{2 * 67});
    QCOMPARE(report->failed, std::int64_t{0});

    const auto snapshot = experiment->snapshot();
    REQUIRE(snapshot);
    QCOMPARE(snapshot->table->rows(), std::size_t{67});
    // By another way: the box itself on the frames of a plain reader.
    auto reader = VideoReader::open(video_);
    REQUIRE(reader);
    const auto manifest = read_manifest(bright_);
    REQUIRE(manifest);
    auto box = make_black_box(*manifest);
    REQUIRE(box);
    REQUIRE((*box)->load());
    const auto& column = snapshot->table->columns[static_cast<std::size_t>(column_of(*snapshot->table, "bright"))];
    double lowest = 1e9;
    double highest = -1e9;
    for (std::size_t row = 0; row < 67; ++row) {
      const auto& key = snapshot->table->frames[row];
      QCOMPARE(key.ordinal, static_cast<std::int64_t>(3 * row));
      auto frame = reader->at(key.ordinal);
      REQUIRE(frame);
      const auto answers = (*box)->run(std::span(&*frame, 1));
      REQUIRE(answers);
      QCOMPARE(column.row(row)[0], answers->front().output.values[0]);
      lowest = std::min<double>(lowest, column.row(row)[0]);
      highest = std::max<double>(highest, column.row(row)[0]);
    }
    QVERIFY2(highest - lowest >= 4, "the video's brightness must swing, or this test shows nothing");
  }

  void collecting_again_runs_nothing() {
    auto experiment = two_boxes("again.mlink", 4);
    REQUIRE(experiment);
    REQUIRE(collect_all(*experiment));
    const auto again = collect_all(*experiment);
    REQUIRE(again);
    QCOMPARE(again->stored, std::int64_t{0});
    QCOMPARE(again->kept, std::int64_t{100});
    QCOMPARE(again->box_seconds, 0.0);
  }

  void threads_change_nothing() {
    std::string hashes[2];
    for (const int threads : {1, 2}) {
      auto experiment = two_boxes("threads" + std::to_string(threads) + ".mlink");
      REQUIRE(experiment);
      REQUIRE(collect_all(*experiment, threads));
      hashes[threads - 1] = content_hash(*experiment->snapshot()->table);
    }
    QCOMPARE(hashes[0], hashes[1]);
  }

  void a_removed_box_finds_its_outputs_again() {
    auto experiment = two_boxes("back.mlink", 4);
    REQUIRE(experiment);
    REQUIRE(collect_all(*experiment));
    const auto before = content_hash(*experiment->snapshot()->table);
    REQUIRE(experiment->remove_box("red"));
    QCOMPARE(experiment->overview()->boxes.size(), std::size_t{1});
    REQUIRE(experiment->add_box(red_));
    const auto report = collect_all(*experiment);
    REQUIRE(report);
    QCOMPARE(report->stored, std::int64_t{0});
    QCOMPARE(content_hash(*experiment->snapshot()->table), before);
  }

  void a_removed_camera_finds_its_outputs_again() {
    auto experiment = two_boxes("camera-back.mlink", 4);
    REQUIRE(experiment);
    REQUIRE(collect_all(*experiment));
    REQUIRE(experiment->remove_camera("cam"));
    QCOMPARE(experiment->overview()->wanted, std::int64_t{0});
    AddVideoOptions options;
    options.camera = "other name";
    options.every = 2;
    REQUIRE(experiment->add_video(video_, options));
    const auto report = collect_all(*experiment);
    REQUIRE(report);
    QCOMPARE(report->stored, std::int64_t{100});  // 2 x 100 frames, half of them known
  }

  void regions_are_cameras_of_their_own() {
    auto experiment = Experiment::create(at("regions.mlink"));
    REQUIRE(experiment);
    REQUIRE(experiment->add_box(red_));
    for (int i = 0; i < 2; ++i) {
      AddVideoOptions options;
      options.camera = "region " + std::to_string(i);
      options.crop = Rect{80 * i, 0, 80, 120};
      options.every = 10;
      REQUIRE(experiment->add_video(video_, options));
    }
    REQUIRE(collect_all(*experiment));
    const auto snapshot = experiment->snapshot();
    REQUIRE(snapshot);
    const auto& table = *snapshot->table;
    QCOMPARE(table.rows(), std::size_t{40});
    int differ = 0;
    for (std::size_t row = 0; row + 1 < table.rows(); row += 2) {
      QCOMPARE(table.frames[row].ordinal, table.frames[row + 1].ordinal);  // sorted by time, then camera
      if (table.columns[0].row(row)[0] != table.columns[0].row(row + 1)[0]) ++differ;
    }
    QVERIFY(differ > 10);
  }

  void bad_crops_are_refused_data() {
    QTest::addColumn<QRect>("crop");
    QTest::newRow("outside") << QRect(200, 0, 50, 50);
    QTest::newRow("over the edge") << QRect(100, 0, 100, 50);
    QTest::newRow("empty") << QRect(0, 0, 0, 50);
  }
  void bad_crops_are_refused() {
    QFETCH(QRect, crop);
    const auto name = std::string("crop-") + QTest::currentDataTag() + ".mlink";
    auto experiment = Experiment::create(at(name));
    REQUIRE(experiment);
    AddVideoOptions options;
    options.crop = Rect{crop.x(), crop.y(), crop.width(), crop.height()};
    const auto added = experiment->add_video(video_, options);
    QVERIFY(!added.has_value());
    QVERIFY2(added.error().text().find("swing.avi") != std::string::npos, added.error().text().c_str());
    QCOMPARE(experiment->overview()->cameras.size(), std::size_t{0});
  }

  void a_frame_that_fails_is_recorded_and_the_rest_goes_on_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("says");
    QTest::newRow("the network throws") << "throws"
                                        << "index";
    QTest::newRow("the network gives NaN") << "nan"
                                           << "finite";
  }
  void a_frame_that_fails_is_recorded_and_the_rest_goes_on() {
    QFETCH(QString, kind);
    QFETCH(QString, says);
    auto experiment = two_boxes("failing-" + kind.toStdString() + ".mlink", 2);
    REQUIRE(experiment);
    const auto bad = kind == "nan" ? mlink::test::nan_share("bad", 0.5) : mlink::test::failing_count("bad", 0.55);
    REQUIRE(experiment->add_box(mlink::test::write_box(folder_.path().toStdString(), bad)));
    const auto report = collect_all(*experiment);
    REQUIRE(report);
    QVERIFY(report->failed > 10);
    QVERIFY(report->failed < 90);
    QVERIFY(report->box_problems.empty());
    QCOMPARE(report->stored, std::int64_t{300});
    const auto overview = experiment->overview();
    QCOMPARE(overview->done, overview->wanted);
    QCOMPARE(overview->failed, report->failed);
    const auto reader = ExperimentReader::open(experiment->path());
    REQUIRE(reader);
    const auto failures = reader->failures();
    REQUIRE(failures);
    QCOMPARE(static_cast<std::int64_t>(failures->size()), report->failed);
    QCOMPARE(failures->front().box, std::string("bad"));
    QVERIFY2(failures->front().reason.find(says.toStdString()) != std::string::npos, failures->front().reason.c_str());
    // Asked for again they fail again; nothing else runs.
    CollectOptions options;
    options.threads = 1;
    options.retry_failed = true;
    const auto again = experiment->collect(options, {}, {});
    REQUIRE(again);
    QCOMPARE(again->failed, report->failed);
    QCOMPARE(again->stored, report->failed);
  }

  void a_box_without_weights_stops_nobody_else() {
    auto experiment = two_boxes("weights.mlink", 4);
    REQUIRE(experiment);
    const auto manifest = mlink::test::write_box(folder_.path().toStdString(), mlink::test::constant_count("gone"));
    REQUIRE(experiment->add_box(manifest));
    std::filesystem::remove(at("gone.pt"));
    const auto report = collect_all(*experiment);
    REQUIRE(report);
    QCOMPARE(report->stored, std::int64_t{100});
    QCOMPARE(report->box_problems.size(), std::size_t{1});
    QCOMPARE(report->box_problems[0].first, std::string("gone"));
    QVERIFY2(report->box_problems[0].second.text().find("gone.pt") != std::string::npos,
             report->box_problems[0].second.text().c_str());
  }

  void a_manifest_that_lies_is_found_out() {
    auto experiment = two_boxes("lies.mlink", 4);
    REQUIRE(experiment);
    auto liar = mlink::test::bright_count("liar");
    liar.width = 7;
    const auto added = experiment->add_box(mlink::test::write_box(folder_.path().toStdString(), liar));
    const auto report = collect_all(*experiment);
    REQUIRE(report);
    if (added.has_value()) {
      QCOMPARE(report->box_problems.size(), std::size_t{1});
      QVERIFY2(report->box_problems[0].second.text().find('7') != std::string::npos,
               report->box_problems[0].second.text().c_str());
    } else {
      QVERIFY2(added.error().text().find('7') != std::string::npos, added.error().text().c_str());
    }
    QCOMPARE(report->stored, std::int64_t{100});
  }

  void a_video_that_is_gone_keeps_its_outputs() {
    const auto copy = at("copy.avi");
    std::filesystem::copy_file(video_, copy);
    auto experiment = Experiment::create(at("gone.mlink"));
    REQUIRE(experiment);
    REQUIRE(experiment->add_box(bright_));
    AddVideoOptions options;
    options.every = 10;
    REQUIRE(experiment->add_video(copy, options));
    REQUIRE(collect_all(*experiment));
    std::filesystem::remove(copy);
    REQUIRE(experiment->add_box(red_));
    const auto report = collect_all(*experiment);
    REQUIRE(report);
    QCOMPARE(report->camera_problems.size(), std::size_t{1});
    QCOMPARE(experiment->overview()->done, std::int64_t{20});
    QVERIFY(experiment->overview()->cameras[0].problem.has_value());
  }

  void stops_within_a_frame_and_goes_on() {
    auto experiment = two_boxes("stop.mlink");
    REQUIRE(experiment);
    REQUIRE(
        experiment->add_box(mlink::test::write_box(folder_.path().toStdString(), mlink::test::slow_count("slow", 25))));
    const auto whole = std::int64_t{3 * 200};
    std::int64_t stored = 0;
    int rounds = 0;
    for (; rounds < 6 && stored < whole; ++rounds) {
      std::stop_source stop;
      CollectOptions options;
      options.threads = 2;
      const auto report = experiment->collect(options, stop.get_token(), [&](const ProgressEvent& event) {
        if (rounds < 3 && event.done > stored) stop.request_stop();  // what has come is far from all of it
      });
      REQUIRE(report);
      QCOMPARE(report->kept, stored);
      stored += report->stored;
      if (stored < whole) QVERIFY(report->stopped);
    }
    QVERIFY2(rounds > 1, "it never stopped before the end");
    QCOMPARE(stored, whole);  // nothing lost, nothing twice
    auto straight = two_boxes("straight.mlink");
    REQUIRE(straight);
    REQUIRE(straight->add_box(at("slow.json")));
    REQUIRE(collect_all(*straight));
    QCOMPARE(content_hash(*experiment->snapshot()->table), content_hash(*straight->snapshot()->table));
  }

  void readers_look_while_it_collects() {
    auto experiment = two_boxes("look.mlink");
    REQUIRE(experiment);
    std::atomic<bool> done = false;
    std::atomic<int> looks = 0;
    std::string trouble;
    std::thread looking([&] {
      std::int64_t last = 0;
      while (!done) {
        auto reader = ExperimentReader::open(at("look.mlink"));
        const auto overview = reader ? reader->overview() : Result<Overview>(tl::make_unexpected(reader.error()));
        if (!overview) {
          trouble = overview.error().text();
          return;
        }
        if (overview->done < last) trouble = "outputs went away";
        last = overview->done;
        ++looks;
      }
    });
    const auto report = collect_all(*experiment, 2);
    done = true;
    looking.join();
    REQUIRE(report);
    QVERIFY2(trouble.empty(), trouble.c_str());
    QVERIFY(looks > 0);
  }

  void one_writer_at_a_time() {
    auto experiment = two_boxes("locked.mlink");
    REQUIRE(experiment);
    const auto second = Experiment::open(at("locked.mlink"));
    QVERIFY(!second.has_value());
    QCOMPARE(int(second.error().kind), int(ErrorKind::locked));
    QVERIFY2(second.error().text().ends_with("locked.mlink"), second.error().text().c_str());
  }

  void costs_are_measured_or_typed() {
    auto experiment = two_boxes("costs.mlink", 10);
    REQUIRE(experiment);
    ProfileOptions options;
    options.frames = 5;
    REQUIRE(experiment->profile(options, {}, {}));
    auto overview = experiment->overview();
    REQUIRE(overview);
    for (const auto& box : overview->boxes) {
      QCOMPARE(int(box.costs.seconds_origin), int(CostOrigin::measured));
      QVERIFY(box.costs.seconds > 0);
      QVERIFY(box.costs.seconds_p50 > 0 && box.costs.seconds_p50 <= box.costs.seconds_p95 &&
              box.costs.seconds_p95 <= box.costs.seconds_p99);
      QVERIFY(box.costs.seconds_p99 >= box.costs.seconds);
      QVERIFY(!note_of(box.costs).empty());
    }
    REQUIRE(experiment->set_cost("red", Amount{CostKind::memory, 1.5e9}));
    REQUIRE(experiment->set_cost("red", Amount{CostKind::time, 0.03}));
    overview = experiment->overview();
    const auto red =
        std::find_if(overview->boxes.begin(), overview->boxes.end(), [](const auto& b) { return b.name == "red"; });
    QCOMPARE(red->costs.bytes, 1.5e9);
    QCOMPARE(int(red->costs.bytes_origin), int(CostOrigin::typed));
    QCOMPARE(red->costs.seconds, 0.03);
    QCOMPARE(int(red->costs.seconds_origin), int(CostOrigin::typed));
    const auto unknown = experiment->set_cost("nobody", Amount{CostKind::time, 1});
    QVERIFY(!unknown.has_value());
    QVERIFY(unknown.error().text().find("nobody") != std::string::npos);
  }

  void trains_and_tells() {
    auto experiment = two_boxes("train.mlink");
    REQUIRE(experiment);
    REQUIRE(experiment->add_box(mlink::test::write_box(folder_.path().toStdString(), mlink::test::constant_count())));
    const auto early = experiment->train({}, {}, {});
    QVERIFY2(!early.has_value(), "training without outputs must say so");
    REQUIRE(collect_all(*experiment, 2));
    TrainSettings settings;
    settings.part = 0.4;  // two swings of the brightness
    const auto row = experiment->train(settings, {}, {});
    REQUIRE(row);
    QVERIFY(row->stale.empty());
    QVERIFY(row->link_seconds > 0);
    const auto snapshot = experiment->snapshot();
    REQUIRE(snapshot);
    QVERIFY(snapshot->links != nullptr);
    const auto matrix = matrix_of(*snapshot->links);
    QCOMPARE(matrix.size(), 3);
    QCOMPARE(matrix.train_frames, std::int64_t{80});
    QCOMPARE(matrix.test_frames, std::int64_t{120});
    const int red = snapshot->links->box_index("red");
    const int bright = snapshot->links->box_index("bright");
    const int constant = snapshot->links->box_index("constant");
    QVERIFY(!matrix.cell(red, red).has_value());
    const auto& learnt = *matrix.cell(red, bright);
    QVERIFY2(learnt.test.p > learnt.prior_p + 0.2,
             qPrintable(QString("p %1, prior %2").arg(learnt.test.p).arg(learnt.prior_p)));
    QCOMPARE(matrix.cell(red, constant)->test.p, 1.0);  // a constant target is its prior
    const auto ensembles = ensembles_of(*snapshot);
    QCOMPARE(ensembles.size(), std::size_t{3});
    for (const auto& row : ensembles) {
      QVERIFY2(!row.verdict.empty(), row.reason.c_str());
      QVERIFY(row.difference_interval.low <= row.difference && row.difference <= row.difference_interval.high);
    }
    QCOMPARE(ensembles[static_cast<std::size_t>(constant)].verdict, std::string("neither"));  // the prior says it all

    const auto detail = link_detail(*snapshot, "red", "bright");
    REQUIRE(detail);
    QCOMPARE(static_cast<std::int64_t>(detail->frames.size()), learnt.test.frames);
    double right = 0;
    for (const auto& frame : detail->frames) right += frame.score;
    QVERIFY(std::abs(right / static_cast<double>(detail->frames.size()) - learnt.test.p) < 1e-9);
    const auto worst = detail->worst(3);
    QVERIFY(!worst.empty());
    for (std::size_t i = 1; i < worst.size(); ++i) QVERIFY(worst[i - 1].error >= worst[i].error);

    // Training again with the same inputs gives the same numbers.
    const auto bytes = snapshot->links->to_bytes();
    REQUIRE(experiment->train(settings, {}, {}));
    QCOMPARE(matrix_of(*experiment->snapshot()->links).cell(red, bright)->test.p, learnt.test.p);

    REQUIRE(
        experiment->add_box(mlink::test::write_box(folder_.path().toStdString(), mlink::test::bright_count("late"))));
    QCOMPARE(experiment->overview()->link_sets.front().stale, std::string("Trained before late was added."));
  }

  void replays() {
    auto experiment = two_boxes("replay.mlink");
    REQUIRE(experiment);
    REQUIRE(collect_all(*experiment, 2));
    TrainSettings settings;
    settings.part = 0.4;
    REQUIRE(experiment->train(settings, {}, {}));
    ReplaySettings replay;
    replay.kind = CostKind::time;
    replay.budget = 1;
    const auto without = make_replay(*experiment->snapshot(), replay);
    QVERIFY2(!without.has_value(), "a replay without costs must say so");
    REQUIRE(experiment->set_cost("red", Amount{CostKind::time, 0.01}));
    REQUIRE(experiment->set_cost("bright", Amount{CostKind::time, 0.02}));
    const auto snapshot = experiment->snapshot();
    const auto engine = make_replay(*snapshot, replay);
    REQUIRE(engine);
    const auto all = (*engine)->at(1);
    QCOMPARE(all.methods.size(), std::size_t{3});
    for (const auto& method : all.methods) QCOMPARE(method.output_accuracy, 1.0);
    const auto one = (*engine)->at(0.015);
    for (const auto& method : one.methods) {
      if (method.method == "standalone") QCOMPARE(method.output_accuracy, 0.5);
      if (method.method == "mlink") QVERIFY(method.output_accuracy > 0.6);
    }
  }
};

QTEST_GUILESS_MAIN(TestExperiment)
#include "test_experiment.moc"
