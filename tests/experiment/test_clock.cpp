// experiment_clock: where files begin, from the file to the rows that train: files after one another, cameras made of
// several files, and what is refused.
#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <set>

#include "experiment/experiment.h"
#include "experiment/views.h"
#include "outputs/split.h"
#include "store/store.h"
#include "support/require.h"
#include "support/tiny_boxes.h"
#include "support/tiny_videos.h"

using namespace mlink::rooms;

namespace {

TrainSettings half_trains() {
  TrainSettings settings;
  settings.part = 0.5;
  settings.epochs = 2;
  settings.bootstrap = 20;
  return settings;
}

/// Names of the cameras in the order of the rows, each stretch once: "a b a".
QString order_of(const OutputTable& table) {
  QStringList names;
  for (const auto& frame : table.frames) {
    const auto name = QString::fromStdString(table.cameras[static_cast<std::size_t>(frame.camera)]);
    if (names.isEmpty() || names.back() != name) names << name;
  }
  return names.join(' ');
}

std::set<std::string> cameras_of(const OutputTable& table, const std::vector<std::size_t>& rows) {
  std::set<std::string> names;
  for (const auto row : rows) names.insert(table.cameras[static_cast<std::size_t>(table.frames[row].camera)]);
  return names;
}

}  // namespace

class TestClock : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  int made_ = 0;

  [[nodiscard]] std::filesystem::path at(const std::string& name) const {
    return std::filesystem::path(folder_.path().toStdString()) / name;
  }
  /// Three files of 2 s, each another content, and two boxes.
  [[nodiscard]] Result<Experiment> with_boxes() {
    MLINK_ASSIGN(auto experiment, Experiment::create(at("e" + std::to_string(++made_) + ".mlink")));
    MLINK_TRY(experiment.add_box(mlink::test::write_box(at(""), mlink::test::bright_count())));
    MLINK_TRY(experiment.add_box(mlink::test::write_box(at(""), mlink::test::red_share())));
    return experiment;
  }

 private Q_SLOTS:
  void initTestCase() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to collect from");
    for (const double seconds : {2.0, 2.1, 2.2})
      QVERIFY(mlink::test::make_swinging_video(at("clip" + std::to_string(static_cast<int>(seconds * 10)) + ".avi"),
                                               seconds));
    QVERIFY(mlink::test::make_video(at("dated.mp4"), "testsrc=s=64x48:r=10:d=1",
                                    "-c:v mpeg4 -metadata creation_time=2024-05-01T13:22:07Z"));
  }

  // Files that nothing is known of count as simultaneous; after one another, the first is what trains.
  void filesAfterOneAnotherTrainInTheirOrder() {
    auto experiment = with_boxes();
    REQUIRE(experiment);
    REQUIRE(experiment->add_video(at("clip20.avi"), {"a"}));
    REQUIRE(experiment->add_video(at("clip21.avi"), {"b"}));
    REQUIRE(experiment->collect({}, {}, {}));
    QVERIFY(order_of(*experiment->snapshot()->table).startsWith("a b a b"));

    REQUIRE(experiment->set_start("b", *parse_start("after:a")));
    REQUIRE(experiment->train(half_trains(), {}, {}));
    auto snapshot = experiment->snapshot();
    REQUIRE(snapshot);
    QCOMPARE(order_of(*snapshot->table), QString("a b"));
    QVERIFY(std::abs(snapshot->table->frames.back().seconds - 4.0) < 0.11);
    QCOMPARE(snapshot->overview.cameras[1].after, std::string("a"));
    QVERIFY(snapshot->overview.link_sets.front().stale.empty());
    QCOMPARE(cameras_of(*snapshot->table, snapshot->links->train_rows(*snapshot->table)), std::set<std::string>{"a"});

    // Moved after training: what trained stays known, and the links say that the clock is another one.
    REQUIRE(experiment->set_start("b", StartWish{}));
    snapshot = experiment->snapshot();
    QCOMPARE(cameras_of(*snapshot->table, snapshot->links->train_rows(*snapshot->table)), std::set<std::string>{"a"});
    const auto& stale = snapshot->overview.link_sets.front().stale;
    QVERIFY2(stale.find("b began at 0:00:02") != std::string::npos, stale.c_str());
  }

  void whatFollowsMovesAlong() {
    auto experiment = with_boxes();
    REQUIRE(experiment);
    REQUIRE(experiment->add_video(at("clip20.avi"), {"a"}));
    REQUIRE(experiment->add_video(at("clip21.avi"), {.camera = "b", .start = *parse_start("after a")}));
    REQUIRE(experiment->add_video(at("clip22.avi"), {.camera = "c", .start = *parse_start("after b")}));
    REQUIRE(experiment->set_start("a", *parse_start("1:00:00")));
    auto overview = experiment->overview();
    REQUIRE(overview);
    QCOMPARE(overview->cameras[0].start.seconds, 3600.0);
    QVERIFY(std::abs(overview->cameras[1].start.seconds - 3602.0) < 1e-6);
    QVERIFY(std::abs(overview->cameras[2].start.seconds - 3604.1) < 1e-6);

    const auto circle = experiment->set_start("a", *parse_start("after:c"));
    QVERIFY(!circle);
    QVERIFY2(circle.error().what.find("c comes after a already") != std::string::npos, circle.error().what.c_str());
    // What followed a file that is gone stays where it was.
    REQUIRE(experiment->remove_camera("b"));
    overview = experiment->overview();
    QVERIFY(std::abs(overview->cameras[1].start.seconds - 3604.1) < 1e-6);
    QVERIFY(overview->cameras[1].after.empty());
  }

  void startsFromMetadata() {
    auto experiment = with_boxes();
    REQUIRE(experiment);
    REQUIRE(experiment->add_video(at("clip20.avi"), {"a"}));
    REQUIRE(experiment->add_video(at("dated.mp4"), {.camera = "d", .start = *parse_start("metadata")}));
    QCOMPARE(experiment->overview()->cameras[1].start.seconds, 1714569727.0);
    const auto none = experiment->set_start("a", *parse_start("metadata"));
    QVERIFY(!none && none.error().what.find("does not tell when") != std::string::npos);
    const auto two_clocks = experiment->set_start("a", *parse_start("10"));
    QVERIFY(!two_clocks && two_clocks.error().what.find("two clocks") != std::string::npos);
    QCOMPARE(experiment->overview()->cameras[0].start, ClockStart());  // nothing of it stays
    REQUIRE(experiment->set_start("a", *parse_start("2024-05-01 13:21:07")));
    const auto snapshot = experiment->snapshot();
    REQUIRE(snapshot);
    QCOMPARE(order_of(*snapshot->table), QString("a d"));
    QCOMPARE(snapshot->table->zero, 1714569667.0);
    QCOMPARE(snapshot->table->frames.front().seconds, 0.0);
    QVERIFY(!experiment->set_start("nobody", StartWish{}));
  }

  // Whole files train, others test: through training, the stored links and the replay of what is tested.
  void noFileIsOnBothSides() {
    auto experiment = with_boxes();
    REQUIRE(experiment);
    for (const char* file : {"clip20.avi", "clip21.avi", "clip22.avi"}) REQUIRE(experiment->add_video(at(file)));
    const Rect region{0, 0, 16, 16};
    REQUIRE(experiment->add_video(at("clip20.avi"), {"region", region}));  // of a file that is there: goes with it
    REQUIRE(experiment->collect({}, {}, {}));
    for (const char* box : {"bright", "red"}) REQUIRE(experiment->set_cost(box, {CostKind::time, 0.01}));
    std::set<std::set<std::string>> drawn;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
      auto settings = half_trains();
      settings.split = SplitKind::clip;
      settings.split_seed = seed;
      REQUIRE(experiment->train(settings, {}, {}));
      const auto snapshot = experiment->snapshot();
      REQUIRE(snapshot);
      const auto& table = *snapshot->link_table;
      const auto trains = snapshot->links->train_rows(table), tests = snapshot->links->test_rows(table);
      QCOMPARE(trains.size() + tests.size(), table.rows());
      QVERIFY(!trains.empty() && !tests.empty());
      std::set<int> trained, tested;
      for (const auto row : trains) trained.insert(table.file_of(table.frames[row]));
      for (const auto row : tests) tested.insert(table.file_of(table.frames[row]));
      for (const int file : trained) QVERIFY(!tested.contains(file));
      drawn.insert(cameras_of(table, trains));
      QCOMPARE(static_cast<std::size_t>(snapshot->links->link_figures(0, 1).test.frames), tests.size());
      QCOMPARE(snapshot->overview.link_sets.front().settings.split, SplitKind::clip);

      ReplaySettings replay;
      replay.kind = CostKind::time;
      replay.budget = 0.01;
      const auto engine = make_replay(*snapshot, replay, {}, {});
      REQUIRE(engine);
      QCOMPARE(static_cast<std::size_t>((*engine)->at(0.01).frames), tests.size());
    }
    QVERIFY2(drawn.size() > 1, "every seed drew the same files");
    // A file that comes later is tested, and moves nothing.
    const auto before = experiment->snapshot();
    const auto trained = cameras_of(*before->table, before->links->train_rows(*before->table));
    REQUIRE(experiment->add_video(at("dated.mp4")));
    REQUIRE(experiment->collect({}, {}, {}));
    const auto after = experiment->snapshot();
    QCOMPARE(cameras_of(*after->table, after->links->train_rows(*after->table)), trained);
    const auto order = [](const OutputTable& table) {
      std::vector<std::string> names;
      for (const auto row : split_order(table, SplitKind::clip, 8)) {
        const auto& name = table.cameras[static_cast<std::size_t>(table.frames[row].camera)];
        if (name != "dated" && (names.empty() || names.back() != name)) names.push_back(name);
      }
      return names;
    };
    QCOMPARE(order(*after->table), order(*before->table));
  }

  void oneFileCannotBeSplitByClip() {
    auto experiment = with_boxes();
    REQUIRE(experiment);
    REQUIRE(experiment->add_video(at("clip20.avi")));
    REQUIRE(experiment->collect({}, {}, {}));
    auto settings = half_trains();
    settings.split = SplitKind::clip;
    const auto trained = experiment->train(settings, {}, {});
    QVERIFY(!trained && trained.error().what.find("one file") != std::string::npos);
  }

  // One camera of two files: its frames are numbered on, outputs stand where the files' own frames are.
  void aCameraOfSeveralFiles() {
    auto apart = with_boxes(), joined = with_boxes();
    REQUIRE(apart);
    REQUIRE(joined);
    for (const char* file : {"clip20.avi", "clip21.avi"}) REQUIRE(apart->add_video(at(file)));
    REQUIRE(joined->add_video(at("clip20.avi"), {"yard"}));
    REQUIRE(joined->add_video(at("clip21.avi"), {.camera = "yard", .continues = true}));
    REQUIRE(apart->collect({}, {}, {}));
    REQUIRE(joined->collect({}, {}, {}));

    const auto one = joined->snapshot(), two = apart->snapshot();
    REQUIRE(one);
    REQUIRE(two);
    const OutputTable &table = *one->table, &other = *two->table;
    QCOMPARE(table.cameras, std::vector<std::string>{"yard"});
    QCOMPARE(one->overview.cameras[1].name, std::string("yard 2"));
    QCOMPARE(one->overview.cameras[1].part_of, std::string("yard"));
    QCOMPARE(table.rows(), other.rows());
    for (std::size_t row = 0; row < table.rows(); ++row) {
      QCOMPARE(table.frames[row].ordinal, static_cast<std::int64_t>(row));
      const auto at_source = table.source_of(table.frames[row]);
      bool found = false;
      for (std::size_t there = 0; there < other.rows(); ++there) {
        const auto same = other.source_of(other.frames[there]);
        if (same.source != at_source.source || same.ordinal != at_source.ordinal) continue;
        found = true;
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
          QVERIFY(table.columns[c].present(row));
          QCOMPARE(table.columns[c].row(row)[0], other.columns[c].row(there)[0]);
        }
      }
      QVERIFY(found);
    }
    // Trained on, and tested by keys that stay.
    REQUIRE(joined->train(half_trains(), {}, {}));
    const auto trained = joined->snapshot();
    QCOMPARE(trained->links->test_rows(*trained->link_table).size(), table.rows() - table.rows() / 2);

    const auto again = joined->add_video(at("clip21.avi"), {.camera = "yard", .continues = true});
    QVERIFY(!again && again.error().what.find("part of the camera") != std::string::npos);
    const auto nobody = joined->add_video(at("clip22.avi"), {.camera = "nobody", .continues = true});
    QVERIFY(!nobody && nobody.error().what.find("no camera \"nobody\"") != std::string::npos);
    QVERIFY(!joined->add_video(at("clip22.avi"), {"yard"}));
    // Regions of one file are one file.
    QCOMPARE(table.file_of(table.frames.front()), 0);
    QCOMPARE(table.file_of(table.frames.back()), 1);
  }
};

QTEST_GUILESS_MAIN(TestClock)
#include "test_clock.moc"
