// experiment: the link sets that a file keeps: stop and go on, names, which is in use, compare, delete.
#include <SQLiteCpp/SQLiteCpp.h>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "analysis/compare.h"
#include "experiment/experiment.h"
#include "experiment/import.h"
#include "experiment/kept_leads.h"
#include "experiment/runs.h"
#include "experiment/source_edits.h"
#include "experiment/views.h"
#include "store/store.h"
#include "support/require.h"
#include "support/tiny_boxes.h"
#include "support/tiny_videos.h"

using namespace mlink::rooms;

namespace {

/// Epochs that last long enough for a stop to come between two links.
constexpr int kLong = 8000;

TrainSettings settings_with(std::uint64_t seed, int epochs = 20) {
  TrainSettings settings;
  settings.part = 0.4;
  settings.seed = seed;
  settings.epochs = epochs;
  settings.bootstrap = 20;
  return settings;
}
}  // namespace

class TestLinkSets : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::filesystem::path collected_;

  /// A copy of the collected experiment of its own.
  [[nodiscard]] std::filesystem::path copy(const std::string& name) const {
    auto path = std::filesystem::path(folder_.path().toStdString()) / name;
    std::filesystem::copy_file(collected_, path);
    return path;
  }

  static void check_charges(const Experiment& experiment) {
    const auto snapshot = experiment.snapshot();
    REQUIRE(snapshot);
    const LinkSet& links = *snapshot->links;
    const CostTable& costs = snapshot->link_costs;
    double total = 0;
    for (int run = 0; run < 3; ++run) {
      double parameters = 0;
      for (int target = 0; target < 3; ++target)
        if (links.link_figures(run, target).best_epoch > 0) parameters += links.link_figures(run, target).parameters;
      QCOMPARE(cost_of(costs, BoxSet().with(run), CostKind::memory), parameters * 4);
      total += parameters * 4;
    }
    QVERIFY(total > 0);
    QVERIFY(cost_of(costs, BoxSet().with(links.box_index("red")), CostKind::time) > 0);
    QCOMPARE(cost_of(costs, BoxSet::all(3), CostKind::memory), 0.0);
  }

 private Q_SLOTS:
  void initTestCase() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to collect from");
    const std::filesystem::path folder(folder_.path().toStdString());
    QVERIFY(mlink::test::make_swinging_video(folder / "swing.avi", 20));
    collected_ = folder / "collected.mlink";
    auto experiment = Experiment::create(collected_);
    REQUIRE(experiment);
    REQUIRE(experiment->add_video(folder / "swing.avi", {.camera = "cam", .every = 2}));
    REQUIRE(experiment->add_box(mlink::test::write_box(folder_.path().toStdString(), mlink::test::bright_count())));
    REQUIRE(experiment->add_box(mlink::test::write_box(folder_.path().toStdString(), mlink::test::red_share())));
    REQUIRE(experiment->add_box(mlink::test::write_box(folder_.path().toStdString(), mlink::test::constant_count())));
    REQUIRE(experiment->collect({}, {}, {}));
  }

  // From the file to the price of a set: each link is charged once, where its own target is predicted. A file of an
  // earlier program kept the sum over all links and one mean time: it opens, and charges the same bytes.
  void linksAreChargedOnce() {
    const auto file = copy("charged.mlink");
    {
      auto experiment = Experiment::open(file);
      REQUIRE(experiment);
      for (const char* box : {"bright", "red", "constant"}) REQUIRE(experiment->set_cost(box, {CostKind::memory, 0}));
      REQUIRE(experiment->train(settings_with(1), {}, {}));
      check_charges(*experiment);
    }
    {
      auto store = StoreWriter::open(file);
      REQUIRE(store);
      auto sets = store->results("link_set", true);
      REQUIRE(sets);
      StoredResult old = sets->front();
      auto document = nlohmann::json::parse(old.settings_json);
      document.erase("link_costs");
      old.settings_json = document.dump();
      old.name = "old";
      REQUIRE(store->remove_result(old.id));
      REQUIRE(store->put_result(old));
    }
    auto experiment = Experiment::open(file);
    REQUIRE(experiment);
    check_charges(*experiment);
  }

  // What a stopped training of another program version had finished may come from another training: it is not gone on
  // with, and the links are those of a training in one go.
  void partsOfAnotherVersionAreRefused() {
    const auto whole_file = copy("whole-version.mlink"), stopped_file = copy("stopped-version.mlink");
    auto whole = Experiment::open(whole_file);
    REQUIRE(whole);
    REQUIRE(whole->train({settings_with(1, kLong)}, {}, {}));
    {
      auto experiment = Experiment::open(stopped_file);
      REQUIRE(experiment);
      std::stop_source source;
      TrainOptions options{settings_with(1, kLong)};
      options.threads = 1;
      const auto stopped = experiment->train(options, source.get_token(), [&](const ProgressEvent& event) {
        if (event.done >= 3) source.request_stop();
      });
      QVERIFY(!stopped.has_value());
    }
    {
      auto store = StoreWriter::open(stopped_file);
      REQUIRE(store);
      auto parts = store->results("link_set_part", true);
      REQUIRE(parts);
      QCOMPARE(parts->size(), std::size_t{1});
      parts->front().versions = "mlink 0.0.7";
      REQUIRE(store->remove_result(parts->front().id));
      REQUIRE(store->put_result(parts->front()));
    }
    auto experiment = Experiment::open(stopped_file);
    REQUIRE(experiment);
    std::int64_t first = -1;
    REQUIRE(experiment->train({settings_with(1, kLong)}, {}, [&](const ProgressEvent& event) {
      if (first < 0) first = event.done;
    }));
    QCOMPARE(first, std::int64_t{0});
    QCOMPARE(experiment->snapshot()->links->to_bytes(), whole->snapshot()->links->to_bytes());
    REQUIRE(StoreReader::open(stopped_file));
    QVERIFY(StoreReader::open(stopped_file)->results("link_set_part")->empty());
  }

  void stoppedTrainingGoesOn() {
    const auto whole_file = copy("whole.mlink"), stopped_file = copy("stopped.mlink");
    auto whole = Experiment::open(whole_file);
    REQUIRE(whole);
    REQUIRE(whole->train({settings_with(1, kLong)}, {}, {}));

    std::int64_t finished = 0;
    {
      auto experiment = Experiment::open(stopped_file);
      REQUIRE(experiment);
      std::stop_source source;
      TrainOptions options{settings_with(1, kLong)};
      options.threads = 1;
      const auto stopped = experiment->train(options, source.get_token(), [&](const ProgressEvent& event) {
        finished = event.done;
        if (event.done >= 3) source.request_stop();
      });
      QVERIFY(!stopped.has_value());
      QCOMPARE(stopped.error().kind, ErrorKind::stopped);
      QVERIFY(finished >= 3);
      QVERIFY(experiment->overview()->link_sets.empty());  // what is unfinished is not shown as links
    }
    auto experiment = Experiment::open(stopped_file);
    REQUIRE(experiment);
    std::int64_t first = -1;
    REQUIRE(experiment->train({settings_with(1, kLong)}, {}, [&](const ProgressEvent& event) {
      if (first < 0) first = event.done;
    }));
    QVERIFY2(first >= 3, qPrintable(QString("began at %1").arg(first)));
    QCOMPARE(experiment->snapshot()->links->to_bytes(), whole->snapshot()->links->to_bytes());
    // Nothing is left of the part: the next training with the same settings begins anew.
    first = -1;
    REQUIRE(experiment->train({settings_with(1, kLong)}, {}, [&](const ProgressEvent& event) {
      if (first < 0) first = event.done;
    }));
    QVERIFY2(first <= 1, qPrintable(QString("began at %1").arg(first)));
    QCOMPARE(experiment->snapshot()->links->to_bytes(), whole->snapshot()->links->to_bytes());
  }

  void namesUseAndRemoval() {
    auto experiment = Experiment::open(copy("names.mlink"));
    REQUIRE(experiment);
    TrainOptions first{settings_with(1)}, second{settings_with(2)};
    first.name = "first";
    second.name = "second";
    const auto a = experiment->train(first, {}, {});
    const auto b = experiment->train(second, {}, {});
    REQUIRE(a);
    REQUIRE(b);
    const auto again = experiment->train(first, {}, {});
    QVERIFY(!again.has_value());
    QVERIFY2(again.error().what.find("\"first\"") != std::string::npos, again.error().text().c_str());
    const auto names = [&] {
      std::vector<std::string> all;
      const auto overview = experiment->overview();
      if (overview)
        for (const auto& row : overview->link_sets) all.push_back(row.name);
      return all;
    };
    QVERIFY((names() == std::vector<std::string>{"second", "first"}));
    QCOMPARE(experiment->snapshot()->links->settings().seed, std::uint64_t{2});
    REQUIRE(experiment->use_link_set(a->id));
    QVERIFY((names() == std::vector<std::string>{"first", "second"}));
    QCOMPARE(experiment->snapshot()->links->settings().seed, std::uint64_t{1});
    QVERIFY(!experiment->rename_link_set(a->id, "second").has_value());
    QVERIFY(!experiment->rename_link_set(a->id, "").has_value());
    REQUIRE(experiment->rename_link_set(a->id, "best"));
    REQUIRE(experiment->remove_link_set(a->id));
    QVERIFY((names() == std::vector<std::string>{"second"}));
    QCOMPARE(experiment->snapshot()->links->settings().seed, std::uint64_t{2});
    for (const Status& gone : {experiment->remove_link_set(a->id), experiment->use_link_set(a->id),
                               experiment->rename_link_set(a->id, "x")}) {
      QVERIFY(!gone.has_value());
      QCOMPARE(gone.error().kind, ErrorKind::not_found);
    }
    // A training without a name gets one that is free.
    REQUIRE(experiment->train({settings_with(3)}, {}, {}));
    REQUIRE(experiment->train({settings_with(4)}, {}, {}));
    QCOMPARE(names().size(), std::size_t{3});
    QVERIFY(names()[0] != names()[1]);
    // What made it stands beside it.
    const auto row = experiment->overview()->link_sets.front();
    QCOMPARE(row.settings.seed, std::uint64_t{4});
    QVERIFY(!row.data_hash.empty() && !row.versions.empty() && !row.created.empty());
  }

  void compares() {
    const auto file = copy("compare.mlink");
    auto experiment = Experiment::open(file);
    REQUIRE(experiment);
    const auto a = experiment->train({settings_with(1)}, {}, {});
    const auto b = experiment->train({settings_with(2)}, {}, {});
    REQUIRE(a);
    REQUIRE(b);
    const auto reader = ExperimentReader::open(file);
    REQUIRE(reader);
    const auto left = reader->link_set(a->id), right = reader->link_set(b->id);
    REQUIRE(left);
    REQUIRE(right);
    const auto itself = compare_link_sets(**left, **left);
    QCOMPARE(itself.links.size(), std::size_t{6});
    QCOMPARE(itself.ensembles.size(), std::size_t{3});
    for (const auto& link : itself.links) QCOMPARE(link.difference(), 0.);
    QVERIFY(itself.same_data && itself.same_settings && itself.differs.empty());
    const auto other = compare_link_sets(**left, **right);
    QVERIFY(other.same_data && !other.same_settings);
    QVERIFY2(other.differs.find("seed 1 and 2") != std::string::npos, other.differs.c_str());
    for (const auto& link : other.links) {
      const int i = (*left)->box_index(link.source), j = (*left)->box_index(link.target);
      QCOMPARE(link.a, (*left)->link_figures(i, j).test.p);
      QCOMPARE(link.b, (*right)->link_figures(i, j).test.p);
    }
    QVERIFY(!reader->link_set(9999).has_value());
  }

  /// A camera that is added after training, with times among those that trained, moves every row number. What trained
  /// is never tested all the same, in the replay and in the frames of a link, and the mismatch is told.
  void aCameraAddedAfterTraining() {
    const std::filesystem::path folder(folder_.path().toStdString());
    const auto write = [&](const std::string& name, const std::string& cameras, int of) {
      std::ofstream file(folder / name);
      file << "source,frame,value\n";
      for (const char camera : cameras)
        for (int frame = 0; frame < 60; ++frame) file << camera << "," << frame << "," << (frame / of) % 3 << "\n";
      return folder / name;
    };
    auto experiment = Experiment::create(folder / "added.mlink");
    REQUIRE(experiment);
    const auto import = [&](const std::string& box, const std::filesystem::path& table) {
      ImportOptions options;
      options.box = box;
      options.outputs = table;
      options.task = Task::count;
      options.replace = true;
      return experiment->import_outputs(options, {}, {});
    };
    REQUIRE(import("x", write("x.csv", "a", 4)));
    REQUIRE(import("y", write("y.csv", "a", 2)));
    REQUIRE(experiment->train({settings_with(1)}, {}, {}));
    QVERIFY(experiment->overview()->link_sets.front().stale.empty());
    const auto before = experiment->snapshot();
    QCOMPARE(before->links->train_rows(*before->link_table).size(), std::size_t{24});

    REQUIRE(import("z", write("z.csv", "b", 3)));  // another box on another camera, at the same seconds
    const auto after = experiment->snapshot();
    QVERIFY2(after->overview.link_sets.front().stale.find("b") != std::string::npos,
             after->overview.link_sets.front().stale.c_str());
    const OutputTable& table = *after->link_table;
    QCOMPARE(table.rows(), std::size_t{120});
    const auto trained = [&](std::size_t row) {
      return table.frames[row].ordinal < 24 && table.cameras[static_cast<std::size_t>(table.frames[row].camera)] == "a";
    };
    for (const std::size_t row : after->links->test_rows(table)) QVERIFY(!trained(row));
    const auto detail = link_detail(*after, "x", "y");
    REQUIRE(detail);
    QCOMPARE(detail->frames.size(), std::size_t{36});
    for (const auto& frame : detail->frames) QVERIFY(!trained(frame.row));

    // The replay: 36 test frames of camera a count, whose accuracy is that of the very frames before.
    CostTable costs;
    for (const std::string box : {"x", "y"}) costs.boxes.push_back({box, 1, CostOrigin::typed, 1, CostOrigin::typed});
    const auto accuracy = [&](const Snapshot& snapshot) {
      ReplaySettings settings;
      settings.prefix = 0;
      const auto engine =
          ReplayEngine::build(snapshot.link_table, snapshot.links, costs, settings, thread_executor(), {}, {});
      return engine ? engine->objective(BoxSet().with(0)) : -1;
    };
    QVERIFY(accuracy(*before) >= 0);
    QCOMPARE(accuracy(*after), accuracy(*before));
  }

  /// A camera gets another name: links fit as before, with the same training frames and figures; a bookmark follows;
  /// rows that are imported for the new name are the camera's, those for the old name another's. Back: as it was.
  void aCameraGetsAnotherName() {
    const std::filesystem::path folder(folder_.path().toStdString());
    auto experiment = Experiment::create(folder / "named.mlink");
    REQUIRE(experiment);
    const auto import = [&](const std::string& box, const std::string& camera, int of) {
      std::ofstream file(folder / "named.csv");
      file << "source,frame,value\n";
      for (int frame = 0; frame < 60; ++frame) file << camera << "," << frame << "," << (frame / of) % 3 << "\n";
      file.close();
      ImportOptions options;
      options.box = box;
      options.outputs = folder / "named.csv";
      options.task = Task::count;
      return experiment->import_outputs(options, {}, {});
    };
    REQUIRE(import("x", "a", 4));
    REQUIRE(import("y", "a", 2));
    REQUIRE(experiment->train({settings_with(1)}, {}, {}));
    KeptResult bookmark;
    bookmark.kind = kBookmarkKind;
    bookmark.name = "here";
    bookmark.settings_json = R"({"camera":"a","frame":7,"page":"replay"})";
    bookmark.document = "{}";
    REQUIRE(experiment->keep_result(bookmark));
    for (const char* box : {"x", "y"}) {
      REQUIRE(experiment->set_cost(box, {CostKind::time, .01}));
      REQUIRE(experiment->set_cost(box, {CostKind::memory, 1e6}));
    }
    MethodTrainOptions scheduler;
    scheduler.methods = {"drls"};
    REQUIRE(experiment->train_methods(scheduler, {}, {}));
    /// Empty: it is trained on these outputs.
    const auto drls_says = [](const Snapshot& snapshot) {
      const auto engine = make_replay(snapshot, {CostKind::time, 0, {"drls"}}, {}, {});
      return engine ? (*engine)->at(1).methods.front().note : engine.error().text();
    };
    const auto before = experiment->snapshot();
    REQUIRE(before);
    QCOMPARE(drls_says(*before), std::string());
    QVERIFY(!rename_camera(*experiment, "b", "c"));
    QVERIFY(!rename_camera(*experiment, "a", ""));
    const auto changes = mlink::experiment::recorded(
        *experiment, [](Experiment& file) { return rename_camera(file, "a", "yard gate"); });
    REQUIRE(changes);
    const auto after = experiment->snapshot();
    REQUIRE(after);
    QCOMPARE(after->overview.cameras.front().name, std::string("yard gate"));
    QCOMPARE(after->overview.link_sets.front().stale, std::string());
    QCOMPARE(after->links->train_rows(*after->link_table), before->links->train_rows(*before->link_table));
    QCOMPARE(after->links->link_figures(0, 1).test.p, before->links->link_figures(0, 1).test.p);
    // Whoever asks whether the links are of these outputs: the ensembles' intervals, trainings of methods beside them.
    QCOMPARE(before->links->data_hash(), content_hash(*before->link_table));
    QCOMPARE(after->links->data_hash(), content_hash(*after->link_table));
    QCOMPARE(after->links->inner_rows(*after->link_table, 1), before->links->inner_rows(*before->link_table, 1));
    QCOMPARE(drls_says(*after), std::string());
    QVERIFY(experiment->results(kBookmarkKind)->front().settings_json.find("yard gate") != std::string::npos);
    const auto same = import("z", "yard gate", 3);
    REQUIRE(same);
    QVERIFY(!same->cameras.front().made);
    const auto other = import("w", "a", 3);
    REQUIRE(other);
    QVERIFY(other->cameras.front().made);
    QCOMPARE(experiment->overview()->cameras.size(), std::size_t{2});
    QVERIFY(!rename_camera(*experiment, "a", "yard gate"));
    REQUIRE(experiment->remove_box("w"));
    REQUIRE(experiment->remove_camera("a"));  // its source is kept: the name stays taken
    const auto taken = take_back(*experiment, *changes);
    QVERIFY(!taken && taken.error().kind == ErrorKind::invalid_input);
    QCOMPARE(experiment->overview()->cameras.front().name, std::string("yard gate"));
  }

  /// Lists follow the order that a person gave; outputs keep theirs. What came later stands behind.
  void listsInAnOrder() {
    const auto file = copy("ordered.mlink");
    auto experiment = Experiment::open(file);
    REQUIRE(experiment);
    const auto reader = ExperimentReader::open(file);
    REQUIRE(reader);
    const auto plain = reader->overview();
    REQUIRE(plain);
    QCOMPARE(plain->boxes.size(), std::size_t{3});
    std::vector<RowId> ids;
    for (const auto& box : plain->boxes) ids.insert(ids.begin(), box.id);
    const RowId later = ids.front();
    ids.erase(ids.begin());
    const auto changes = mlink::experiment::recorded(
        *experiment, [&](Experiment& one) { return set_order(one, SourceList::boxes, ids); });
    REQUIRE(changes);
    const auto ordered = in_order(*reader->overview(), *reader);
    REQUIRE(ordered);
    QCOMPARE(ordered->boxes[0].name, plain->boxes[1].name);
    QCOMPARE(ordered->boxes[1].name, plain->boxes[0].name);
    QCOMPARE(ordered->boxes[2].id, later);
    for (const auto& row : ordered->coverage) {
      const auto& id = ordered->boxes[static_cast<std::size_t>(row.box)].id;
      for (const auto& was : plain->coverage)
        if (was.camera == row.camera && plain->boxes[static_cast<std::size_t>(was.box)].id == id)
          QVERIFY(was.present == row.present && was.wanted == row.wanted);
    }
    QCOMPARE(content_hash(*reader->snapshot()->table), content_hash(*experiment->snapshot()->table));
    QCOMPARE(reader->snapshot()->table->columns[0].box, plain->boxes[0].name);
    REQUIRE(take_back(*experiment, *changes));
    QCOMPARE(in_order(*reader->overview(), *reader)->boxes[0].name, plain->boxes[0].name);
  }

  /// The matrix needs no outputs while they are those that trained the links; it is the same one, also where a label is
  /// never seen in the test part. Where outputs came later, they are read.
  void figuresWithoutOutputs() {
    const std::filesystem::path folder(folder_.path().toStdString());
    const auto write = [&](const std::string& name, const std::string& header, const auto& cells, int frames) {
      std::ofstream file(folder / name);
      file << "source,frame," << header << "\n";
      for (int frame = 0; frame < frames; ++frame) file << "a," << frame << "," << cells(frame) << "\n";
      return folder / name;
    };
    auto experiment = Experiment::create(folder / "figures.mlink");
    REQUIRE(experiment);
    const auto import = [&](const std::string& box, Task task, const std::filesystem::path& table) {
      ImportOptions options;
      options.box = box;
      options.outputs = table;
      options.task = task;
      options.replace = true;
      return experiment->import_outputs(options, {}, {});
    };
    const auto count = [](int frame) { return std::to_string(frame / 4 % 3); };
    REQUIRE(import("x", Task::count, write("fx.csv", "value", count, 60)));
    // "late" is seen in the training part only
    const auto labels = [](int frame) {
      return std::string(frame / 4 % 3 == 1 ? "1" : "0") + (frame % 5 == 0 ? ",1" : ",0") + (frame < 9 ? ",1" : ",0");
    };
    REQUIRE(import("t", Task::multi_label, write("ft.csv", "one,two,late", labels, 60)));
    REQUIRE(experiment->train({settings_with(1)}, {}, {}));
    const auto same = [](const MatrixData& a, const MatrixData& b) {
      if (a.boxes != b.boxes || a.left_out != b.left_out || a.cells.size() != b.cells.size()) return false;
      if (a.train_frames != b.train_frames || a.test_frames != b.test_frames) return false;
      for (std::size_t i = 0; i < a.cells.size(); ++i)
        if (a.cells[i].has_value() != b.cells[i].has_value() ||
            (a.cells[i] && a.cells[i]->test.p != b.cells[i]->test.p))
          return false;
      return true;
    };
    const auto reader = ExperimentReader::open(folder / "figures.mlink");
    REQUIRE(reader);
    const auto figures = reader->figures();
    const auto snapshot = reader->snapshot();
    REQUIRE(figures);
    REQUIRE(snapshot);
    QVERIFY(figures->links && !figures->table && !figures->link_table);
    QCOMPARE(matrix_of(*figures).left_out, (std::vector<std::vector<std::string>>{{}, {"late"}}));
    QVERIFY(same(matrix_of(*figures), matrix_of(*snapshot)));
    QCOMPARE(figures->link_costs.boxes.size(), snapshot->link_costs.boxes.size());

    // A file of an earlier program does not say what is left out: the outputs are read.
    { const auto closed = std::move(*experiment); }
    {
      auto store = StoreWriter::open(folder / "figures.mlink");
      REQUIRE(store);
      auto set = store->result(figures->overview.link_sets.front().id);
      REQUIRE(set);
      auto document = nlohmann::json::parse(set->settings_json);
      document.erase("left_out");
      set->settings_json = document.dump();
      REQUIRE(store->remove_result(set->id));
      REQUIRE(store->put_result(*set));
    }
    const auto old = reader->figures();
    REQUIRE(old);
    QVERIFY(old->link_table && same(matrix_of(*old), matrix_of(*figures)));

    experiment = Experiment::open(folder / "figures.mlink");
    REQUIRE(experiment);
    REQUIRE(experiment->train({settings_with(1)}, {}, {}));
    REQUIRE(import("x", Task::count, write("fx2.csv", "value", count, 70)));
    const auto later = reader->figures();
    REQUIRE(later);
    QVERIFY(later->link_table && !later->overview.link_sets.front().stale.empty());
    QCOMPARE(matrix_of(*later).test_frames, std::int64_t{36});  // those that p is of, not the 46 of now
  }

  // What ensembles add is measured when the links are trained: a page tells it though not one output can be read.
  void ensemblesWithoutOutputs_data() {
    QTest::addColumn<int>("bootstrap");
    QTest::addColumn<int>("frames");
    QTest::newRow("measured") << 20 << 900;
    QTest::newRow("too short for an interval") << 20 << 24;
    QTest::newRow("without bootstrap") << 0 << 900;
  }
  void ensemblesWithoutOutputs() {
    QFETCH(int, bootstrap);
    QFETCH(int, frames);
    const QTemporaryDir own;
    const std::filesystem::path folder(own.path().toStdString()), path = folder / "ensembles.mlink";
    {
      auto experiment = Experiment::create(path);
      REQUIRE(experiment);
      for (int box = 0; box < 3; ++box) {
        const std::string name(1, static_cast<char>('a' + box));
        std::ofstream table(folder / (name + ".csv"));
        table << "source,frame,value\n";
        // c is what a and b know each in part
        for (int frame = 0; frame < frames; ++frame) {
          const int a = frame / 3 % 3, b = frame / 5 % 2;
          table << "cam," << frame << "," << (box == 0 ? a : box == 1 ? b : a + b) << "\n";
        }
        table.close();
        ImportOptions options;
        options.box = name;
        options.outputs = folder / (name + ".csv");
        options.task = Task::count;
        REQUIRE(experiment->import_outputs(options, {}, {}));
      }
      TrainSettings settings = settings_with(1);
      settings.bootstrap = bootstrap;
      REQUIRE(experiment->train({settings}, {}, {}));
    }
    const auto before = ExperimentReader::open(path)->snapshot();
    REQUIRE(before);
    const auto anew = ensembles_of(*before->links, *before->link_table, thread_executor());
    {
      SQLite::Database file(path.string(), SQLite::OPEN_READWRITE);
      file.exec("DELETE FROM output");  // behind the program's back: the counts say that all is there
    }
    const auto reader = ExperimentReader::open(path);
    REQUIRE(reader);
    const auto figures = reader->figures();
    REQUIRE(figures);
    const auto kept = kept_ensembles(*reader, *figures);
    REQUIRE(kept);
    QVERIFY(kept->has_value());
    QCOMPARE((*kept)->size(), anew.size());
    for (std::size_t i = 0; i < anew.size(); ++i) {
      const EnsembleRow &a = anew[i], &b = (**kept)[i];
      QCOMPARE(b.target, a.target);
      QCOMPARE(b.best_source, a.best_source);
      QCOMPARE(b.ensemble_p, a.ensemble_p);
      QCOMPARE(b.verdict, a.verdict);
      QCOMPARE(b.reason, a.reason);
      const auto same = [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); };
      QVERIFY(same(a.difference_interval.low, b.difference_interval.low));
      QVERIFY(same(a.difference_interval.high, b.difference_interval.high));
      QCOMPARE(std::isfinite(a.difference_interval.low), bootstrap > 0 && frames > 100);
    }
  }
};

QTEST_GUILESS_MAIN(TestLinkSets)
#include "test_link_sets.moc"
