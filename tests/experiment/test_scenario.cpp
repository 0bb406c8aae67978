// experiment: the paper's scenarios. What their descriptions say and refuse, synthetic outputs and how they hang
// together, a file made whole or not at all, and Standalone's figures of Table 4 through the whole chain.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "base/hash.h"
#include "experiment/scenario.h"
#include "experiment/views.h"
#include "imported.h"
#include "metrics/metrics.h"
#include "recorded/scenario/hidden_cause.h"
#include "recorded/scenario/synthetic_outputs.h"
#include "report/report.h"
#include "support/tiny_videos.h"

using namespace mlink::test;
using Json = nlohmann::json;

namespace {

Scenario known(const std::string& name) { return find_scenario(name).value(); }
Scenario small(const std::string& name, int cameras, double hours) {
  return smaller(known(name), {cameras, hours, 1}).value();
}

Json described(const std::string& name) { return Json::parse(scenario_text(name).value()); }

/// Everything that is made up for these cameras, as one hash.
std::string hash_of(const Scenario& scenario, std::uint64_t seed, int cameras) {
  ContentHasher hasher;
  for (int camera = 0; camera < cameras; ++camera) {
    const auto causes = hidden_cause(scenario, seed, camera);
    Output output;
    for (std::size_t box = 0; box < scenario.boxes.size(); ++box) {
      SyntheticOutputs made(scenario, box, seed, camera);
      for (const auto& cause : causes) {
        made.next(cause, output);
        hasher.add(std::as_bytes(std::span(output.values)));
        for (const auto& word : output.words) hasher.add(word);
      }
    }
    SyntheticFeatures features(scenario, seed, camera);
    for (std::size_t n = 0; n < causes.size(); ++n)
      for (const float value : features.next(causes, n))
        hasher.add(std::isnan(value) ? -1. : static_cast<double>(value));
  }
  return hasher.hex();
}

/// The counts of a box on one camera.
std::vector<double> counts(const Scenario& scenario, std::size_t box, std::uint64_t seed, int camera) {
  SyntheticOutputs made(scenario, box, seed, camera);
  std::vector<double> all;
  Output output;
  for (const auto& cause : hidden_cause(scenario, seed, camera)) {
    made.next(cause, output);
    all.push_back(static_cast<double>(output.values.at(0)));
  }
  return all;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const auto n = static_cast<double>(a.size());
  const double ma = std::accumulate(a.begin(), a.end(), 0.) / n, mb = std::accumulate(b.begin(), b.end(), 0.) / n;
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) * (a[i] - ma);
    bb += (b[i] - mb) * (b[i] - mb);
  }
  return ab / std::sqrt(aa * bb);
}

double mean_level(const std::vector<HiddenFrame>& frames, std::size_t begin, std::size_t end) {
  double sum = 0;
  for (std::size_t n = begin; n < end; ++n) sum += frames[n].level;
  return sum / static_cast<double>(end - begin);
}

std::vector<std::string> files_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  return names;
}

const MethodResult& standalone_of(const ReplayResult& result) {
  return *std::find_if(result.methods.begin(), result.methods.end(),
                       [](const auto& m) { return m.method == "standalone"; });
}

}  // namespace

class TestScenario : public QObject {
  Q_OBJECT

  ImportFolder folder_;

 private Q_SLOTS:
  void descriptionsAreThePapers_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("cameras");
    QTest::addColumn<qlonglong>("frames");
    QTest::addColumn<QStringList>("boxes");
    QTest::addColumn<QStringList>("costs");
    QTest::newRow("building") << "building" << 58 << 167040LL << QStringList{"action", "person", "object"}
                              << QStringList{"30 1.5", "44 4.6", "60 3.7"};
    QTest::newRow("city") << "city" << 10 << 1728000LL << QStringList{"traffic", "person", "vehicle"}
                          << QStringList{"55 1.5", "66 4.6", "70 3.7"};
    QTest::newRow("hollywood2") << "hollywood2" << 1707 << 1707LL
                                << QStringList{"gender", "action", "face", "person", "age", "caption", "speech"}
                                << QStringList{};
  }
  void descriptionsAreThePapers() {
    QFETCH(QString, name);
    QFETCH(QStringList, boxes);
    QFETCH(QStringList, costs);
    const Scenario scenario = known(name.toStdString());
    QTEST(static_cast<int>(scenario.camera_count()), "cameras");
    QCOMPARE(scenario.cameras().size(), scenario.camera_count());
    QTEST(static_cast<qlonglong>(scenario.camera_count()) * scenario.frames_per_camera(), "frames");
    QCOMPARE(scenario.boxes.size(), static_cast<std::size_t>(boxes.size()));
    for (qsizetype i = 0; i < boxes.size(); ++i) {
      const ScenarioBox& box = scenario.boxes[static_cast<std::size_t>(i)];
      QCOMPARE(QString::fromStdString(box.name), boxes[i]);
      REQUIRE(check(box.spec));
      QCOMPARE(box.costs.known(CostKind::time), !costs.isEmpty());
      if (costs.isEmpty()) continue;  // the paper tells none
      QCOMPARE(QString("%1 %2").arg(box.costs.seconds * 1e3).arg(box.costs.bytes / 1e9), costs[i]);
      QVERIFY(box.costs.seconds_origin == CostOrigin::typed && box.costs.bytes_origin == CostOrigin::typed);
      QVERIFY(note_of(box.costs).find("Table 4") != std::string::npos);
    }
    if (costs.isEmpty()) return;
    QCOMPARE(scenario.budgets.size(), std::size_t{2});
    QCOMPARE(scenario.budgets[0].value, 5e9);
    QCOMPARE(scenario.budgets[1].value, 9e9);
    QCOMPARE(scenario.period_seconds, 3600.);
    QCOMPARE(scenario.prefix, 0.01);
    QCOMPARE(scenario.train_part, 0.1);
  }

  void wrongDescriptionsAreRefused_data() {
    QTest::addColumn<QString>("where");  // JSON pointer
    QTest::addColumn<QString>("value");  // JSON; empty: taken away
    QTest::addColumn<QString>("told");
    const auto row = [](const char* name, const char* where, const char* value, const char* told) {
      QTest::newRow(name) << where << value << told;
    };
    row("another version", "/mlink_scenario", "2", "$.mlink_scenario is 2");
    row("no name", "/name", "", "$.name is missing");
    row("cameras are no object", "/cameras", "3", "$.cameras is 3");
    row("no camera", "/cameras/groups/0/count", "0", "$.cameras.groups[0].count is 0");
    row("half a camera", "/cameras/groups/0/count", "1.5", "$.cameras.groups[0].count is 1.5");
    row("no group", "/cameras/groups", "[]", "$.cameras.groups is []");
    row("picture", "/cameras/picture", "\"1920\"", "$.cameras.picture is \"1920\"");
    row("names", "/cameras/names", "\"mine\"", "$.cameras.names is \"mine\"");
    row("rate without a unit", "/frames/every", "\"1\"", "$.frames.every is \"1\"");
    row("rate of zero", "/frames/every", "\"0s\"", "$.frames.every is \"0s\"");
    row("rate is memory", "/frames/every", "\"1GB\"", "$.frames.every is \"1GB\"");
    row("shorter than a frame", "/frames/for", "\"10ms\"", "$.frames.for does not fit");
    row("no boxes", "/boxes", "[]", "$.boxes is []");
    row("box without output", "/boxes/1/output", "", "$.boxes[1].output is missing");
    row("unknown task", "/boxes/1/output/task", "\"dance\"", "$.boxes[1].output.task is \"dance\"");
    row("one label", "/boxes/0/output/labels", "[\"a\"]", "$.boxes[0].output does not fit its task");
    row("bad name", "/boxes/0/name", "\"Traffic 1\"", "$.boxes[0].name is \"Traffic 1\"");
    row("name twice", "/boxes/1/name", "\"traffic\"", "$.boxes[1].name \"traffic\" stands there twice");
    row("negative cost", "/boxes/2/costs/time", "\"-5ms\"", "$.boxes[2].costs.time is \"-5ms\"");
    row("cost without a unit", "/boxes/2/costs/memory", "3.7", "$.boxes[2].costs.memory is 3.7");
    row("cost without a note", "/boxes/2/costs/note", "", "$.boxes[2].costs.note is missing");
    row("follows", "/boxes/0/synthetic/follows", "\"me\"", "$.boxes[0].synthetic.follows is \"me\"");
    row("negative noise", "/boxes/0/synthetic/noise", "-1", "$.boxes[0].synthetic.noise is -1");
    row("places of labels", "/boxes/0/synthetic/at", "[1, 2]", "$.boxes[0].synthetic.at has 2 numbers");
    row("budget of zero", "/budgets/1", "\"0GB\"", "$.budgets[1] is \"0GB\"");
    row("budget without a unit", "/budgets/0", "\"5\"", "$.budgets[0] is \"5\"");
    row("training", "/training/part", "0", "$.training.part is 0");
    row("split", "/training/split", "\"odd\"", "$.training.split is \"odd\"");
    row("rhythm", "/synthetic/level/weekday", "[1, 2]", "$.synthetic.level.weekday has 2 numbers");
    row("no cause", "/synthetic", "", "$.synthetic is missing");
    row("a field too many", "/boxes/0/colour", "\"red\"", "$.boxes[0].colour is not known");
    row("a field of another task", "/boxes/1/synthetic/phrases", "[\"a\"]",
        "$.boxes[1].synthetic.phrases is not known");
  }
  void wrongDescriptionsAreRefused() {
    QFETCH(QString, where);
    QFETCH(QString, value);
    QFETCH(QString, told);
    Json city = described("city");
    const Json::json_pointer at(where.toStdString());
    if (value.isEmpty())
      city[at.parent_pointer()].erase(at.back());
    else
      city[at] = Json::parse(value.toStdString());
    const auto file = folder_.write("wrong.json", city.dump());
    const auto read = find_scenario(file.string());
    QVERIFY(!read.has_value());
    const auto text = QString::fromStdString(read.error().text());
    QVERIFY2(text.contains("In the scenario: " + told), qPrintable(text));
    QVERIFY2(text.endsWith("wrong.json") && !text.contains('\n') && !read.error().todo.empty(), qPrintable(text));
  }
  void whatIsNoDescriptionIsRefused() {
    const auto told = [](const std::string& name) {
      const auto read = find_scenario(name);
      return read ? QString() : QString::fromStdString(read.error().text());
    };
    QVERIFY2(told("town").contains("building, city, hollywood2"), qPrintable(told("town")));
    QVERIFY(told(folder_.write("a.json", "{").string()).contains("a JSON object is expected"));
    QVERIFY(told(folder_.write("b.json", "{}").string()).contains("no \"mlink_scenario\""));
    REQUIRE(find_scenario(folder_.write("c.json", described("building").dump()).string()));
  }

  void sizesThatAreNotPossible_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("cameras");  // -1: not given
    QTest::addColumn<double>("hours");
    QTest::addColumn<double>("scale");
    QTest::addColumn<QString>("told");
    QTest::newRow("no camera") << "city" << 0 << -1. << 1. << "0 cameras are not possible";
    QTest::newRow("too many cameras") << "city" << 11 << -1. << 1. << "city has 10";
    QTest::newRow("too many clips") << "hollywood2" << 2000 << -1. << 1. << "hollywood2 has 1707";
    QTest::newRow("no time") << "city" << -1 << 0. << 1. << "0 hours are not possible";
    QTest::newRow("too long") << "building" << -1 << 49. << 1. << "building has 48";
    QTest::newRow("shorter than a frame") << "building" << -1 << 0.01 << 1. << "shorter than one frame";
    QTest::newRow("hours of clips") << "hollywood2" << -1 << 1. << 1. << "Clips have no hours";
    QTest::newRow("no scale") << "city" << -1 << -1. << 0. << "A scale of 0 is not possible";
    QTest::newRow("negative scale") << "city" << -1 << -1. << -.5 << "A scale of -0.5 is not possible";
    QTest::newRow("greater scale") << "city" << -1 << -1. << 2. << "A scale of 2 is not possible";
    QTest::newRow("no clip left") << "hollywood2" << -1 << -1. << 1e-4 << "leaves no clip";
  }
  void sizesThatAreNotPossible() {
    QFETCH(QString, name);
    QFETCH(int, cameras);
    QFETCH(double, hours);
    QFETCH(double, scale);
    QFETCH(QString, told);
    ScenarioSize size;
    if (cameras >= 0) size.cameras = cameras;
    if (hours >= 0) size.hours = hours;
    size.scale = scale;
    const auto made = smaller(known(name.toStdString()), size);
    QVERIFY(!made.has_value());
    const auto text = QString::fromStdString(made.error().text());
    QVERIFY2(text.contains(told), qPrintable(text));
    QVERIFY(!made.error().todo.empty());
  }
  void smallerOnesKeepTheirNames() {
    const auto few = smaller(known("building"), {3, 24, .5}).value();
    QVERIFY((few.cameras() == std::vector<std::string>{"camera-01", "camera-02", "camera-03"}));
    QCOMPARE(few.frames_per_camera(), std::int64_t{720});
    const auto clips = smaller(known("hollywood2"), {{}, {}, .5}).value();
    QCOMPARE(clips.camera_count(), std::size_t{853});
    QCOMPARE(QString::fromStdString(clips.cameras().back()), "actioncliptest00030");
  }

  /// These hashes are the same on every machine; another is another generator, and makes other files from a seed.
  void theSameSeedIsTheSameEverywhere() {
    QCOMPARE(QString::fromStdString(hash_of(small("city", 2, 1), 1, 2)), "351c4266c82cc8dbff558398896a54b6");
    QCOMPARE(QString::fromStdString(hash_of(small("building", 2, 48), 1, 2)), "6cd682abfa1e89d4925c8ad0700b7c5d");
    QCOMPARE(QString::fromStdString(hash_of(smaller(known("hollywood2"), {50, {}, 1}).value(), 1, 50)),
             "2515f634095cc744a5c1ea09dbdfb92c");
    QVERIFY(hash_of(small("city", 1, 1), 1, 1) != hash_of(small("city", 1, 1), 2, 1));
  }
  void theShorterIsTheBeginningOfTheLonger() {
    const auto longer = counts(small("city", 5, 3), 2, 4, 3);
    const auto shorter = counts(small("city", 4, 1), 2, 4, 3);
    QCOMPARE(shorter.size(), std::size_t{3600});
    QVERIFY(std::equal(shorter.begin(), shorter.end(), longer.begin()));
    QVERIFY(counts(small("city", 5, 1), 2, 4, 1) != shorter);
  }

  void theCauseHasRhythmBurstsAndDrift() {
    const Scenario scenario = known("building");
    double night = 0, noon = 0, weekend = 0;
    for (int camera = 0; camera < 20; ++camera) {
      const auto frames = hidden_cause(scenario, 1, camera);
      QCOMPARE(frames.size(), std::size_t{2880});
      night += mean_level(frames, 18 * 60, 21 * 60) / 20;  // from 7: 1 to 4 o'clock
      noon += mean_level(frames, 4 * 60, 7 * 60) / 20;
      weekend += mean_level(frames, 28 * 60, 31 * 60) / 20;
    }
    QVERIFY2(noon > 5 * night && noon > 2 * weekend, qPrintable(QString("%1 %2 %3").arg(night).arg(noon).arg(weekend)));
    Scenario still = scenario;
    still.cause.varies = 0;
    still.cause.cameras_differ = 0;
    still.cause.bursts_a_day = 0;
    still.cause.weekday = still.cause.weekend = {};
    const auto drifted = hidden_cause(still, 1, 0);
    QVERIFY(std::abs(drifted.front().level - still.cause.mean) < 1e-12);
    QVERIFY(std::abs(drifted[1440].level - still.cause.mean * 1.1) < 1e-9);  // 10 % a day
    still.cause.drift = 0;
    still.cause.bursts_a_day = 40;
    const auto bursting = hidden_cause(still, 1, 0);
    int rises = 0;
    for (std::size_t n = 1; n < bursting.size(); ++n)
      if (bursting[n].level > bursting[n - 1].level) ++rises;
    QVERIFY2(rises > 50 && rises < 110, qPrintable(QString::number(rises)));  // of 80 that are expected in two days
  }

  void outputsFollowTheCauseImperfectly() {
    const Scenario scenario = small("city", 1, 24);
    const auto persons = counts(scenario, 1, 1, 0), vehicles = counts(scenario, 2, 1, 0);
    const double r = correlation(persons, vehicles);
    QVERIFY2(r > .7 && r < .99, qPrintable(QString::number(r)));
    const double others = correlation(persons, counts(scenario, 1, 1, 1));  // another camera: the rhythm alone
    QVERIFY2(others < r - .1, qPrintable(QString("%1 %2").arg(others).arg(r)));
    Scenario quiet = scenario;
    quiet.boxes[1].synthetic.noise = quiet.boxes[1].synthetic.own = 0;
    quiet.boxes[2].synthetic = quiet.boxes[1].synthetic;
    QVERIFY(counts(quiet, 1, 1, 0) == counts(quiet, 2, 1, 0));  // without noise of their own they are the cause
  }

  void featuresFollowTheChange() {
    const Scenario scenario = small("city", 1, 24);
    const auto causes = hidden_cause(scenario, 1, 0);
    SyntheticFeatures features(scenario, 1, 0);
    std::vector<double> change, pixel, far;
    for (std::size_t n = 0; n < causes.size(); ++n) {
      const FeatureValues values = features.next(causes, n);
      for (std::size_t lag = 0; lag < kLagCount; ++lag)
        for (const FeatureKind kind : kAllFeatures) {
          const float value = values[feature_at(kind, lag)];
          QCOMPARE(std::isnan(value), n < static_cast<std::size_t>(kFeatureLags[lag]));
          QVERIFY(std::isnan(value) || (value >= 0 && value <= 1));
        }
      if (n < 32) continue;
      change.push_back(std::abs(causes[n].level - causes[n - 32].level));
      pixel.push_back(static_cast<double>(values[feature_at(FeatureKind::pixel, 5)]));
      far.push_back(static_cast<double>(values[feature_at(FeatureKind::pixel, 0)]));
    }
    const double r = correlation(change, pixel);
    QVERIFY2(r > .5 && r < .99, qPrintable(QString::number(r)));
    QVERIFY(std::accumulate(far.begin(), far.end(), 0.) < std::accumulate(pixel.begin(), pixel.end(), 0.));
  }

  void aFileHasTheScenariosShape_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("cameras");
    QTest::addColumn<int>("rows");
    QTest::newRow("building") << "building" << 4 << 4 * 120;
    QTest::newRow("city") << "city" << 2 << 2 * 7200;
    QTest::newRow("hollywood2") << "hollywood2" << 130 << 130;
  }
  void aFileHasTheScenariosShape() {
    QFETCH(QString, name);
    QFETCH(int, cameras);
    QFETCH(int, rows);
    const bool clips = name == "hollywood2";
    const Scenario scenario =
        clips ? smaller(known("hollywood2"), {cameras, {}, 1}).value() : small(name.toStdString(), cameras, 2);
    const auto file = folder_.at("shape of " + name.toStdString() + ".mlink");
    std::int64_t most = 0, last = 0;
    const auto report = make_synthetic(scenario, file, 3, {}, [&](const ProgressEvent& event) {
      most = event.total;
      last = event.done;
    });
    REQUIRE(report);
    QCOMPARE(last, most);
    QCOMPARE(report->frames, std::int64_t{rows});
    const auto reader = ExperimentReader::open(file);
    REQUIRE(reader);
    QVERIFY(reader->problems()->empty());
    const auto snapshot = reader->snapshot();
    REQUIRE(snapshot);
    const Overview& overview = snapshot->overview;
    QCOMPARE(overview.cameras.size(), static_cast<std::size_t>(cameras));
    QVERIFY(overview.scenario.starts_with("Scenario " + name.toStdString() + ": "));
    for (const CameraRow& camera : overview.cameras) {
      QVERIFY(camera.name.starts_with("synthetic-") && camera.recorded && !camera.problem);
      QCOMPARE(QString::fromStdString(camera.synthetic), "scenario " + name + ", seed 3");
    }
    for (std::size_t box = 0; box < scenario.boxes.size(); ++box) {
      const BoxRow& row = overview.boxes[box];
      QVERIFY(row.recorded && row.adapter == "synthetic" && row.title.starts_with("Synthetic: "));
      QVERIFY(row.spec == scenario.boxes[box].spec);
      QCOMPARE(row.costs.seconds, scenario.boxes[box].costs.seconds);
      QCOMPARE(row.costs.bytes, scenario.boxes[box].costs.bytes);
      QVERIFY(row.costs.seconds_note == scenario.boxes[box].costs.seconds_note);
      const OutputColumn& column = snapshot->table->columns[box];
      QCOMPARE(column.presence.size(), static_cast<std::size_t>(rows));
      QVERIFY(std::count(column.presence.begin(), column.presence.end(), Presence::present) == rows);
    }
    const FrameKey& end = snapshot->table->frames.back();
    QCOMPARE(end.ordinal, clips ? 29 : scenario.frames_per_camera() - 1);
    QCOMPARE(end.seconds, static_cast<double>(end.ordinal) * scenario.frame_seconds);
    QVERIFY(overview.done == overview.wanted && overview.failed == 0);
    const auto store = StoreReader::open(file);
    REQUIRE(store);
    QCOMPARE(store->frame_features(*snapshot->table)->any(), !clips);
    // Called synthetic where it is told.
    const auto note = synthetic_note(overview);
    QVERIFY2(note.starts_with("Synthetic outputs (scenario " + name.toStdString()), note.c_str());
    const auto notes = provenance(*snapshot);
    QVERIFY(std::find(notes.begin(), notes.end(), note) != notes.end());
    const auto table_notes = cameras_table(overview).notes;
    QVERIFY(std::find(table_notes.begin(), table_notes.end(), note) != table_notes.end());
    QVERIFY(overview_json(overview)["cameras"][0].contains("synthetic"));
    QVERIFY(overview_json(overview)["boxes"][0].contains("synthetic"));
  }

  /// Table 4: what Standalone does is known exactly, whatever the outputs are.
  void standaloneIsThePapers_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("first");  // activated at 5 GB, and at 9 GB
    QTest::addColumn<QString>("second");
    QTest::addColumn<double>("ms_5gb");
    QTest::addColumn<double>("ms_9gb");
    QTest::newRow("building") << "building"
                              << "action"
                              << "person" << 30. << 74.;
    QTest::newRow("city") << "city"
                          << "traffic"
                          << "person" << 55. << 121.;
  }
  void standaloneIsThePapers() {
    QFETCH(QString, name);
    QFETCH(double, ms_5gb);
    QFETCH(double, ms_9gb);
    const bool city = name == "city";
    const Scenario scenario = small(name.toStdString(), city ? 2 : 6, city ? 4 : 24);
    const auto file = folder_.at("golden " + name.toStdString() + ".mlink");
    REQUIRE(make_synthetic(scenario, file, 1, {}, {}));
    auto experiment = Experiment::open(file);
    REQUIRE(experiment);
    TrainOptions options;
    options.settings.part = scenario.train_part;
    options.settings.epochs = 10;
    REQUIRE(experiment->train(options, {}, {}));
    const auto snapshot = experiment->snapshot();
    REQUIRE(snapshot);
    for (const double period : {0., city ? 600. : 3600.}) {
      ReplaySettings settings;
      settings.kind = CostKind::memory;
      settings.methods = {"standalone", "mlink"};
      settings.period_seconds = period;
      settings.prefix = scenario.prefix;
      const auto engine = make_replay(*snapshot, settings);
      REQUIRE(engine);
      const std::vector<ReplayResult> results{(*engine)->at(scenario.budgets[0].value),
                                              (*engine)->at(scenario.budgets[1].value)};
      QCOMPARE(standalone_of(results[0]).output_accuracy, 1. / 3);
      QCOMPARE(standalone_of(results[1]).output_accuracy, 2. / 3);
      QCOMPARE(standalone_of(results[0]).seconds_per_frame * 1e3, ms_5gb);
      QCOMPARE(standalone_of(results[1]).seconds_per_frame * 1e3, ms_9gb);
      QCOMPARE(standalone_of(results[1]).executions_per_frame, 2. / 3);
      // As the table shows it.
      const auto text = render(budgets_table(results), TableFormat::csv);
      QVERIFY2(text.find("standalone") != std::string::npos, text.c_str());
      for (const auto& result : results) {
        const auto& mlink = result.methods[1];
        QVERIFY2(mlink.output_accuracy > standalone_of(result).output_accuracy, text.c_str());
        QVERIFY2(mlink.output_accuracy < 1, text.c_str());
      }
    }
    // Links exist and are imperfect.
    double sum = 0, priors = 0;
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 3; ++j) {
        if (i == j) continue;
        const auto figures = snapshot->links->link_figures(i, j);
        QVERIFY2(figures.test.p < .99, qPrintable(QString("%1 %2 %3").arg(i).arg(j).arg(figures.test.p)));
        sum += figures.test.p / 6;
        priors += figures.prior_p / 6;
      }
    QVERIFY2(sum > priors + .1, qPrintable(QString("%1, priors %2").arg(sum).arg(priors)));
  }

  void stoppedOrFailedLeavesNothing_data() {
    QTest::addColumn<int>("rows");  // after which it is stopped
    QTest::newRow("before it begins") << 0;
    QTest::newRow("in the middle") << 20000;
  }
  void stoppedOrFailedLeavesNothing() {
    QFETCH(int, rows);
    ImportFolder folder;
    std::stop_source stop;
    if (rows == 0) stop.request_stop();
    const auto made =
        make_synthetic(small("city", 2, 6), folder.at("a.mlink"), 1, stop.get_token(), [&](const ProgressEvent& event) {
          if (event.done >= rows) stop.request_stop();
        });
    QVERIFY(!made.has_value());
    QVERIFY(made.error().kind == ErrorKind::stopped);
    QVERIFY(files_in(folder.path()).empty());
  }
  void anotherFileIsKept() {
    ImportFolder folder;
    (void)folder.write("a.mlink", "mine");
    const auto made = make_synthetic(small("building", 1, 1), folder.at("a.mlink"), 1, {}, {});
    QVERIFY(!made.has_value());
    QVERIFY2(made.error().what.find("There is a file") == 0, made.error().what.c_str());
    QVERIFY((files_in(folder.path()) == std::vector<std::string>{"a.mlink"}));
    QVERIFY(!make_synthetic(small("building", 1, 1), folder.at("none/a.mlink"), 1, {}, {}).has_value());
    // What a killed run left goes; what another program makes now does not.
    {
      const auto making = StoreWriter::create(folder.at("b.mlink.unfinished"));
      REQUIRE(making);
      const auto beside = make_synthetic(small("building", 1, 1), folder.at("b.mlink"), 1, {}, {});
      QVERIFY(!beside.has_value() && beside.error().kind == ErrorKind::locked);
    }
    REQUIRE(make_synthetic(small("building", 1, 1), folder.at("b.mlink"), 1, {}, {}));
    QVERIFY(!std::filesystem::exists(folder.at("b.mlink.unfinished")));
  }

  void videosBecomeTheCameras() {
    if (!have_ffmpeg()) QSKIP("ffmpeg is not there");
    ImportFolder folder;
    std::filesystem::create_directories(folder.at("videos"));
    QVERIFY(make_swinging_video(folder.at("videos/door.avi"), 6));
    QVERIFY(make_swinging_video(folder.at("videos/yard.avi"), 4));
    const Scenario scenario = small("city", 2, 1);
    const auto made = make_from_videos(scenario, folder.at("real.mlink"), folder.at("videos"), {}, {});
    REQUIRE(made);
    QVERIFY2(made->notes.size() == 1 && made->notes[0].starts_with("Shorter"), "both are shorter than an hour");
    auto experiment = Experiment::open(folder.at("real.mlink"));
    REQUIRE(experiment);
    const auto overview = experiment->overview();
    QCOMPARE(overview->cameras.size(), std::size_t{2});
    QCOMPARE(QString::fromStdString(overview->cameras[0].name), "door");
    QCOMPARE(overview->cameras[0].every, 10);  // a frame a second of ten
    QCOMPARE(overview->cameras[0].frames, std::int64_t{6});
    QVERIFY(overview->cameras[0].synthetic.empty() && overview->boxes.empty() && synthetic_note(*overview).empty());
    QVERIFY(overview->scenario.starts_with("Scenario city: "));
  }
  void aClipIsOneFrame() {
    if (!have_ffmpeg()) QSKIP("ffmpeg is not there");
    ImportFolder folder;
    std::filesystem::create_directories(folder.at("clips"));
    QVERIFY(make_swinging_video(folder.at("clips/actioncliptrain00001.avi"), 4));
    const Scenario scenario = smaller(known("hollywood2"), {1, {}, 1}).value();
    REQUIRE(make_from_videos(scenario, folder.at("real.mlink"), folder.at("clips"), {}, {}));
    const auto store = StoreReader::open(folder.at("real.mlink"));
    QCOMPARE(store->frames()->size(), std::size_t{1});
    QCOMPARE(store->frames()->front().ordinal, std::int64_t{29});
  }
  void wrongVideosAreRefused_data() {
    QTest::addColumn<QStringList>("files");  // NAME, NAME:SECONDS for a real one
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("cameras");
    QTest::addColumn<QString>("told");
    QTest::newRow("too few") << QStringList{"a.avi"} << "city" << 2 << "There are 1 videos, and city has 2 cameras";
    QTest::newRow("too many") << QStringList{"a.avi", "b.avi"} << "building" << 1 << "building has 1 cameras";
    QTest::newRow("none") << QStringList{} << "city" << 1 << "There are 0 videos";
    QTest::newRow("two of a name") << QStringList{"a.avi", "a.mkv"} << "city" << 2 << "Two videos are called a";
    QTest::newRow("not the clips") << QStringList{"a.avi", "actioncliptrain00002.avi"} << "hollywood2" << 2
                                   << "There is no video of actioncliptrain00001.";
    QTest::newRow("no video at all") << QStringList{"notes.txt"} << "city" << 1 << "notes.txt";
    QTest::newRow("a clip too short") << QStringList{"actioncliptrain00001.avi:1"} << "hollywood2" << 1
                                      << "actioncliptrain00001 has no frame 29";
  }
  void wrongVideosAreRefused() {
    QFETCH(QStringList, files);
    QFETCH(QString, name);
    QFETCH(int, cameras);
    QFETCH(QString, told);
    ImportFolder folder;
    std::filesystem::create_directories(folder.at("videos"));
    for (const QString& file : files) {
      const auto parts = file.split(':');
      if (parts.size() == 1) (void)folder.write("videos/" + file.toStdString(), "no video");
      if (parts.size() == 2 && !have_ffmpeg()) QSKIP("ffmpeg is not there");
      if (parts.size() == 2)
        QVERIFY(make_swinging_video(folder.at("videos/" + parts[0].toStdString()), parts[1].toDouble()));
    }
    ScenarioSize size;
    size.cameras = cameras;
    const auto scenario = smaller(known(name.toStdString()), size).value();
    const auto made = make_from_videos(scenario, folder.at("real.mlink"), folder.at("videos"), {}, {});
    QVERIFY(!made.has_value());
    const auto text = QString::fromStdString(made.error().text());
    QVERIFY2(text.contains(told), qPrintable(text));
    QVERIFY((files_in(folder.path()) == std::vector<std::string>{"videos"}));
  }
  void noFolderOfVideos() {
    const auto made = make_from_videos(known("city"), folder_.at("no.mlink"), folder_.at("nowhere"), {}, {});
    QVERIFY(!made.has_value() && made.error().text().ends_with("nowhere"));
  }
};

QTEST_APPLESS_MAIN(TestScenario)
#include "test_scenario.moc"
