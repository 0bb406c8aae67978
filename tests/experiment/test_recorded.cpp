// experiment_recorded: recorded outputs in an experiment: round trips through export for all six tasks, cameras that
// have no video, replacing, stopping, and links that are learnt from them.
#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <tuple>

#include "experiment/imported.h"
#include "report/report.h"
#include "support/tiny_boxes.h"
#include "support/tiny_videos.h"

using namespace mlink::rooms;

namespace {

OutputSpec spec(Task task, int width = 1, std::vector<std::string> labels = {}, double tolerance = 0.5) {
  return {task, width, std::move(labels), tolerance, "things"};
}

// Synthetic outputs of a task, of a fixed seed: present, none and (left out) absent ones.
std::optional<Output> made_up(const OutputSpec& s, std::mt19937& random) {
  std::uniform_real_distribution<float> unit(0, 1);
  const auto kind = random() % 10;
  if (kind == 0) return std::nullopt;
  Output out;
  out.presence = kind == 1 ? Presence::none : Presence::present;
  if (kind == 1) return out;
  switch (s.task) {
    case Task::sequence:
      for (auto n = random() % 4; n > 0; --n) out.words.push_back(n % 2 == 0 ? "größer" : "\"no\",");
      break;
    case Task::count: out.values = {static_cast<float>(random() % 2000)}; break;
    case Task::regression:
      out.values = {(unit(random) - 0.5F) * 1e-7F * static_cast<float>(random() % 1000000000)};
      break;
    case Task::localization: {
      const float x = unit(random), y = unit(random);
      out.values = {x, y, (1 - x) * unit(random), (1 - y) * unit(random), unit(random)};
      if (kind == 2) out.values.assign(5, 0.F);  // looked, and found nothing
      break;
    }
    default:
      for (int i = 0; i < s.width; ++i) out.values.push_back(unit(random) + 1e-6F);
      if (s.task == Task::multi_label && kind == 2) out.values.assign(out.values.size(), 0.F);
  }
  return out;
}

const std::vector<std::pair<std::string, OutputSpec>>& six_boxes() {
  static const std::vector<std::pair<std::string, OutputSpec>> boxes{
      {"action", spec(Task::single_label, 3, {"walk", "run, fast", "\"stand\""})},
      {"seen", spec(Task::multi_label, 2, {"traffic light", "dog"})},
      {"where", spec(Task::localization, 5)},
      {"share", spec(Task::regression, 1, {}, 0.02)},
      {"persons", spec(Task::count)},
      {"words", spec(Task::sequence, 0)}};
  return boxes;
}

}  // namespace

class TestRecorded : public QObject {
  Q_OBJECT

  mlink::test::ImportFolder files_;

 private Q_SLOTS:
  void round_trip_data();
  void round_trip();
  void descriptions_beside_the_table();
  void cameras_are_shared_and_grow();
  void frames_that_a_camera_does_not_use();
  void the_same_file_again();
  void replacing_keeps_costs_and_tells_links();
  void seconds_of_the_table();
  void stopping_imports_nothing();
  void steps_leave_recorded_cameras_alone();
  void links_are_learnt_from_recorded_outputs();
};

void TestRecorded::round_trip_data() {
  QTest::addColumn<int>("box");
  QTest::addColumn<bool>("same_cameras");
  for (int i = 0; i < 6; ++i) {
    const auto name = six_boxes()[static_cast<std::size_t>(i)].first;
    QTest::addRow("%s, cameras with video", name.c_str()) << i << true;
    QTest::addRow("%s, cameras made", name.c_str()) << i << false;
  }
}

// Outputs that a box really gave, as far as the store is concerned; exported; imported; compared bit by bit.
void TestRecorded::round_trip() {
  QFETCH(int, box);
  QFETCH(bool, same_cameras);
  const auto& [name, description] = six_boxes()[static_cast<std::size_t>(box)];
  const auto from = files_.at(name + (same_cameras ? "-same" : "-made") + "-from.mlink");
  const auto to = files_.at(name + (same_cameras ? "-same" : "-made") + "-to.mlink");
  REQUIRE(files_.with_cameras(from));
  {
    auto store = StoreWriter::open(from);
    REQUIRE(store);
    nlohmann::json json;
    to_json(json, description);
    const auto id = store->add_box({0, name, "", "content", "{}", "", json.dump(), true});
    REQUIRE(id);
    std::mt19937 random(static_cast<unsigned>(box) + 1);
    std::vector<StoredOutput> outputs;
    for (RowId camera = 1; camera <= 2; ++camera)
      for (int i = 0; i < 40; i += camera == 1 ? 2 : 1)
        if (const auto output = made_up(description, random)) outputs.push_back({camera, *id, i, *output, {}, 0});
    REQUIRE(store->put_outputs(outputs));
  }
  const auto exporter = Experiment::open(from);
  REQUIRE(exporter);
  const auto before = exporter->snapshot();
  REQUIRE(before);
  const auto csv = files_.write("trip/" + name + ".csv", render(outputs_table(*before->table, 0), TableFormat::csv));
  nlohmann::json json;
  to_json(json, description);
  static_cast<void>(files_.write("trip/" + name + ".json", json.dump()));

  if (same_cameras) REQUIRE(files_.with_cameras(to));
  auto experiment = same_cameras ? Experiment::open(to) : Experiment::create(to);
  REQUIRE(experiment);
  auto o = files_.options(name, csv);
  if (!same_cameras) o.rate = 10;
  const auto report = experiment->import_outputs(o);
  REQUIRE(report);
  QVERIFY(report->spec == description);
  const auto after = experiment->snapshot();
  REQUIRE(after);
  const auto& there = before->table->columns[0];
  QVERIFY2(std::count(there.presence.begin(), there.presence.end(), Presence::absent) > 0 &&
               std::count(there.presence.begin(), there.presence.end(), Presence::none) > 0,
           "no missing outputs: this shows too little");
  if (same_cameras) {
    QCOMPARE(content_hash(*after->table), content_hash(*before->table));
    return;
  }
  // Cameras that were made have the frames of the table only, and stand in the order of the table.
  using Key = std::tuple<std::string, std::int64_t, double>;
  const auto outputs_of = [](const OutputTable& table) {
    std::map<Key, Output> out;
    for (std::size_t i = 0; i < table.rows(); ++i) {
      const auto& frame = table.frames[i];
      const auto output = get_output(table, 0, i);
      if (output.presence != Presence::absent)
        out[{table.cameras[static_cast<std::size_t>(frame.camera)], frame.ordinal, frame.seconds}] = output;
    }
    return out;
  };
  QVERIFY(outputs_of(*after->table) == outputs_of(*before->table));
  QCOMPARE(after->table->rows(), outputs_of(*before->table).size());
}

void TestRecorded::descriptions_beside_the_table() {
  auto experiment = files_.empty();
  REQUIRE(experiment);
  const auto table = files_.write("beside/one.csv", "source,frame,value\na,0,1\n");
  static_cast<void>(files_.write("beside/one.json", R"({"name": "a manifest of something"})"));
  static_cast<void>(
      files_.write("beside/two.json", R"({"task": "regression", "width": 1, "tolerance": 0.25, "unit": "m"})"));
  // one.json is no description and is told; two.json is called as the box.
  const auto report = experiment->import_outputs(files_.options("two", table));
  REQUIRE(report);
  QCOMPARE(report->spec.tolerance, 0.25);
  QCOMPARE(report->spec.unit, std::string("m"));
  QCOMPARE(report->notes.at(0), std::string("one.json beside the table describes no output, it was not used."));
  QCOMPARE(report->notes.at(1), std::string("What the outputs mean was read from two.json."));
  auto o = files_.options("three", table);
  o.spec = files_.at("beside/two.json");
  o.tolerance = 2;
  o.unit = "km";
  o.title = "Distance";
  const auto other = experiment->import_outputs(o);
  REQUIRE(other);
  QCOMPARE(other->spec.tolerance, 2.0);
  QCOMPARE(other->spec.unit, std::string("km"));
  QCOMPARE(experiment->overview()->boxes.at(1).title, std::string("Distance"));
  static_cast<void>(files_.write("beside/bad.csv", "source,frame,value\na,0,1\n"));
  static_cast<void>(files_.write("beside/bad.json", R"({"task": "count", "width": 7})"));
  const auto bad = experiment->import_outputs(files_.options("bad", files_.at("beside/bad.csv")));
  QVERIFY(!bad);
  QVERIFY2(bad.error().text().ends_with("bad.json"), bad.error().text().c_str());
}

void TestRecorded::cameras_are_shared_and_grow() {
  auto experiment = files_.empty();
  REQUIRE(experiment);
  auto o = files_.options("one", files_.write("one.csv", "source,frame,value\nyard,0,1\nyard,2,2\n"), Task::count);
  o.rate = 2;
  const auto one = experiment->import_outputs(o);
  REQUIRE(one);
  QVERIFY(one->cameras.at(0).made);
  const auto two = experiment->import_outputs(files_.options(
      "two", files_.write("two.csv", "source,frame,value\nyard,2,5\nyard,3,6\ngate,0,1\n"), Task::count));
  REQUIRE(two);
  QCOMPARE(two->cameras.size(), std::size_t{2});
  QVERIFY(!two->cameras[0].made);
  QCOMPARE(two->cameras[0].frames_made, std::int64_t{1});
  QCOMPARE(two->cameras[0].without, std::int64_t{1});
  QCOMPARE(two->left_out, std::int64_t{0});
  QVERIFY(two->cameras[1].made);
  QCOMPARE(files_.shown(*experiment, "one"), QString("yard 0 1; yard 2 2"));
  QCOMPARE(files_.shown(*experiment, "two"), QString("gate 0 1; yard 2 5; yard 3 6"));
  const auto overview = experiment->overview();
  REQUIRE(overview);
  QCOMPARE(overview->cameras.size(), std::size_t{2});
  QCOMPARE(overview->cameras[0].frames, std::int64_t{3});
  QCOMPARE(overview->cameras[0].frame_rate, 2.0);
  QCOMPARE(overview->cameras[0].seconds, 2.0);  // frame 3 begins at 1.5 s
  const auto snapshot = experiment->snapshot();
  REQUIRE(snapshot);
  for (const auto& frame : snapshot->table->frames)
    if (frame.camera == 0) QCOMPARE(frame.seconds, static_cast<double>(frame.ordinal) / 2);
  // Another rate would put new frames at times that do not fit the old ones.
  auto other = files_.options("three", files_.write("three.csv", "source,frame,value\nyard,9,1\n"), Task::count);
  other.rate = 5;
  const auto three = experiment->import_outputs(other);
  QVERIFY(!three);
  QVERIFY2(three.error().what == "Camera yard was made with 2 frames a second, not 5.", three.error().text().c_str());
}

void TestRecorded::frames_that_a_camera_does_not_use() {
  const auto file = files_.at("unused.mlink");
  REQUIRE(files_.with_cameras(file));
  auto experiment = Experiment::open(file);
  REQUIRE(experiment);
  const auto table = files_.write("unused.csv", "source,frame,value\na,0,1\na,1,2\na,2,3\nb,1,4\na,40,5\n");
  auto o = files_.options("box", table, Task::count);
  o.strict = true;
  const auto strict = experiment->import_outputs(o);
  QVERIFY(!strict);
  QVERIFY2(strict.error().what == "Line 3, column 2 (frame): camera a does not use frame 1.",
           strict.error().text().c_str());
  QVERIFY(experiment->overview()->boxes.empty());
  o.strict = false;
  const auto report = experiment->import_outputs(o);
  REQUIRE(report);
  QCOMPARE(report->read, std::int64_t{5});
  QCOMPARE(report->stored, std::int64_t{3});
  QCOMPARE(report->left_out, std::int64_t{2});
  QCOMPARE(report->cameras.at(0).left_out, std::int64_t{2});
  QCOMPARE(report->cameras.at(0).without, std::int64_t{18});
  QCOMPARE(report->cameras.at(1).left_out, std::int64_t{0});
  QCOMPARE(report->cameras.at(1).without, std::int64_t{39});
  QCOMPARE(files_.shown(*experiment, "box"), QString("a 0 1; a 2 3; b 1 4"));
  const auto none = experiment->import_outputs(
      files_.options("other", files_.write("none.csv", "source,frame,value\na,1,1\na,3,1\n"), Task::count));
  QVERIFY(!none);
  QVERIFY2(none.error().what == "No row is of a frame that a camera uses (a uses 20 frames, from 0).",
           none.error().text().c_str());
  o = files_.options("third", files_.write("third.csv", "source,frame,value\nc,1,1\n"), Task::count);
  o.strict = true;
  const auto unknown = experiment->import_outputs(o);
  QVERIFY(!unknown);
  QVERIFY2(unknown.error().what == "Line 2, column 1 (source): there is no camera \"c\".",
           unknown.error().text().c_str());
}

void TestRecorded::the_same_file_again() {
  auto experiment = files_.empty();
  REQUIRE(experiment);
  const auto o = files_.options("box", files_.write("again.csv", "source,frame,value\na,0,1\na,1,2\n"), Task::count);
  const auto first = experiment->import_outputs(o);
  REQUIRE(first);
  const auto again = experiment->import_outputs(o);
  REQUIRE(again);
  QVERIFY(again->known && !first->known);
  QCOMPARE(again->content_hash, first->content_hash);
  QCOMPARE(experiment->overview()->boxes.size(), std::size_t{1});
  // Outputs that went with a camera come back with the file.
  REQUIRE(experiment->remove_camera("a"));
  REQUIRE(experiment->import_outputs(o));
  QCOMPARE(files_.shown(*experiment, "box"), QString("a 0 1; a 1 2"));
  // Other outputs under the same name are another matter.
  const auto other =
      files_.options("box", files_.write("again.csv", "source,frame,value\na,0,1\na,1,3\n"), Task::count);
  const auto refused = experiment->import_outputs(other);
  QVERIFY(!refused);
  QVERIFY2(refused.error().what == "There is a recorded box box already, with other outputs.",
           refused.error().text().c_str());
  QCOMPARE(files_.shown(*experiment, "box"), QString("a 0 1; a 1 2"));
}

void TestRecorded::replacing_keeps_costs_and_tells_links() {
  auto experiment = files_.empty();
  REQUIRE(experiment);
  std::string one = "source,frame,value\n", two = one, three = one;
  for (int i = 0; i < 60; ++i) {
    one += "a," + std::to_string(i) + "," + std::to_string(i % 5) + "\n";
    two += "a," + std::to_string(i) + "," + std::to_string((i + 1) % 5) + "\n";
    three += "a," + std::to_string(i) + ",1\n";
  }
  auto o = files_.options("one", files_.write("one.csv", one), Task::count);
  o.title = "First";
  REQUIRE(experiment->import_outputs(o));
  REQUIRE(experiment->import_outputs(files_.options("two", files_.write("two.csv", two), Task::count)));
  REQUIRE(experiment->set_cost("one", Amount{CostKind::time, 0.03}));
  TrainSettings settings;
  settings.epochs = 1;
  const auto trained = experiment->train(settings, {}, {});
  REQUIRE(trained);
  QVERIFY(trained->stale.empty());
  QCOMPARE(experiment->overview()->link_sets.at(0).stale, std::string());
  o.outputs = files_.write("one.csv", three);
  o.title.clear();
  o.replace = true;
  const auto report = experiment->import_outputs(o);
  REQUIRE(report);
  QVERIFY(report->replaced);
  const auto overview = experiment->overview();
  REQUIRE(overview);
  const auto box =
      std::find_if(overview->boxes.begin(), overview->boxes.end(), [](const auto& b) { return b.name == "one"; });
  QVERIFY(box != overview->boxes.end());
  QCOMPARE(box->costs.seconds, 0.03);
  QCOMPARE(int(box->costs.seconds_origin), int(CostOrigin::typed));
  QCOMPARE(box->title, std::string("First"));
  QCOMPARE(overview->link_sets.at(0).stale, std::string("Trained before one was replaced."));
  QVERIFY(files_.shown(*experiment, "one").startsWith("a 0 1; a 1 1; a 10 1"));
}

void TestRecorded::seconds_of_the_table() {
  auto experiment = files_.empty();
  REQUIRE(experiment);
  REQUIRE(experiment->import_outputs(files_.options(
      "box", files_.write("s.csv", "source,frame,seconds,value\na,4,0.5,1\na,0,0.25,2\na,9,7,3\n"), Task::count)));
  const auto table = experiment->snapshot()->table;
  QCOMPARE(table->rows(), std::size_t{3});
  QCOMPARE(table->frames[0].seconds, 0.25);
  QCOMPARE(table->frames[1].seconds, 0.5);
  QCOMPARE(table->frames[2].seconds, 7.0);
  // A camera has its own times already: they are kept, and the difference is told.
  const auto other = experiment->import_outputs(files_.options(
      "other", files_.write("t.csv", "source,frame,seconds,value\na,0,1.25,2\na,4,1.6,1\n"), Task::count));
  REQUIRE(other);
  QVERIFY(std::abs(other->cameras.at(0).seconds_differ - 1.1) < 1e-12);
  QCOMPARE(experiment->snapshot()->table->frames[0].seconds, 0.25);
}

void TestRecorded::stopping_imports_nothing() {
  std::string text = "source,frame,value\n";
  for (int i = 0; i < 20000; ++i) text += "a," + std::to_string(i) + ",1\n";
  const auto table = files_.write("long.csv", text);
  for (const std::string step : {"Read", "Import"}) {
    auto experiment = files_.empty();
    REQUIRE(experiment);
    std::stop_source stop;
    bool asked = false;
    const auto report = experiment->import_outputs(files_.options("box", table, Task::count), stop.get_token(),
                                                   [&](const ProgressEvent& event) {
                                                     if (event.step != step) return;
                                                     asked = true;
                                                     stop.request_stop();
                                                   });
    QVERIFY2(asked, "there was nothing to stop");
    QVERIFY(!report);
    QCOMPARE(int(report.error().kind), int(ErrorKind::stopped));
    QCOMPARE(report.error().text(), std::string("Stopped. Nothing was imported."));
    const auto overview = experiment->overview();
    QVERIFY(overview->boxes.empty() && overview->cameras.empty());
    REQUIRE(experiment->import_outputs(files_.options("box", table, Task::count)));
    QCOMPARE(experiment->overview()->done, std::int64_t{20000});
  }
}

// Collect, profile and picture() know that there is nothing to run on.
void TestRecorded::steps_leave_recorded_cameras_alone() {
  if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to collect from");
  auto experiment = files_.empty();
  REQUIRE(experiment);
  REQUIRE(experiment->add_box(mlink::test::write_box(files_.path(), mlink::test::bright_count())));
  REQUIRE(experiment->import_outputs(
      files_.options("recorded", files_.write("r.csv", "source,frame,value\nyard,0,1\nyard,1,2\n"), Task::count)));
  ProfileOptions profile;
  profile.frames = 2;
  const auto early = experiment->profile(profile, {}, {});
  QVERIFY(!early);
  QVERIFY2(early.error().what == "No frame to measure with.", early.error().text().c_str());
  const auto nothing = experiment->collect({}, {}, {});
  REQUIRE(nothing);
  QCOMPARE(nothing->stored, std::int64_t{0});
  QVERIFY(nothing->camera_problems.empty());
  auto overview = experiment->overview();
  REQUIRE(overview);
  QCOMPARE(overview->wanted, std::int64_t{2});
  QCOMPARE(overview->done, std::int64_t{2});

  QVERIFY(mlink::test::make_swinging_video(files_.at("swing.avi"), 1));
  REQUIRE(experiment->add_video(files_.at("swing.avi")));
  const auto report = experiment->collect({}, {}, {});
  REQUIRE(report);
  QCOMPARE(report->stored, std::int64_t{10});
  QCOMPARE(report->kept, std::int64_t{0});
  QVERIFY(report->camera_problems.empty());
  REQUIRE(experiment->profile(profile, {}, {}));
  overview = experiment->overview();
  REQUIRE(overview);
  QCOMPARE(overview->wanted, std::int64_t{12});
  QCOMPARE(overview->done, std::int64_t{12});
  auto reader = ExperimentReader::open(experiment->path());
  REQUIRE(reader);
  const auto picture = reader->picture(overview->cameras.at(0).id, 0);
  QVERIFY(!picture);
  QCOMPARE(picture.error().text(), std::string("Camera yard: recorded, no video."));
  REQUIRE(reader->picture(overview->cameras.at(1).id, 0));
  QVERIFY(reader->problems()->empty());
}

void TestRecorded::links_are_learnt_from_recorded_outputs() {
  auto experiment = files_.empty();
  REQUIRE(experiment);
  std::string one = "source,frame,value\n", two = one;
  std::mt19937 random(3);
  for (int i = 0; i < 300; ++i) {
    const auto value = static_cast<int>(random() % 6);
    one += "yard," + std::to_string(i) + "," + std::to_string(value) + "\n";
    two += "yard," + std::to_string(i) + "," + std::to_string(5 - value) + "\n";
  }
  REQUIRE(experiment->import_outputs(files_.options("up", files_.write("up.csv", one), Task::count)));
  REQUIRE(experiment->import_outputs(files_.options("down", files_.write("down.csv", two), Task::count)));
  TrainSettings settings;
  settings.part = 0.5;
  REQUIRE(experiment->train(settings, {}, {}));
  const auto snapshot = experiment->snapshot();
  REQUIRE(snapshot);
  const auto& figures = snapshot->links->link_figures(0, 1);
  QVERIFY2(figures.test.p > 0.9 && figures.prior_p < 0.4,
           qPrintable(QString("p %1, prior %2").arg(figures.test.p).arg(figures.prior_p)));
}

QTEST_GUILESS_MAIN(TestRecorded)
#include "test_recorded.moc"
