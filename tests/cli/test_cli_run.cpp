// cli: the live run as a user calls it.
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <csignal>

#include "cli/program.h"
#include "support/tiny_boxes.h"
#include "support/tiny_videos.h"

using namespace mlink::rooms;

class TestCliRun : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  [[nodiscard]] QString at(const QString& name) const { return folder_.filePath(name); }
  [[nodiscard]] QString file() const { return at("run.mlink"); }

  /// The lines of a run, those of events apart.
  struct Lines {
    QList<QJsonObject> outputs, events, others;
  };
  static Lines lines_of(const QByteArray& text) {
    Lines lines;
    for (const auto& line : text.split('\n')) {
      if (line.isEmpty()) continue;
      const auto object = QJsonDocument::fromJson(line).object();
      if (object.contains("box"))
        lines.outputs.push_back(object);
      else if (object.contains("event"))
        lines.events.push_back(object);
      else
        lines.others.push_back(object);
    }
    return lines;
  }
  [[nodiscard]] QByteArray contents(const QString& name) const {
    QFile in(at(name));
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
  }

 private Q_SLOTS:
  void initTestCase() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to run on");
    QVERIFY(mlink::test::make_swinging_video(at("swing.avi").toStdString(), 12));
    const auto folder = folder_.path().toStdString();
    const auto bright = mlink::test::write_box(folder, mlink::test::bright_count());
    const auto red = mlink::test::write_box(folder, mlink::test::red_share());
    DONE(run_here({"new", file()}));
    DONE(run_here({"video", "add", file(), at("swing.avi")}));
    DONE(run_here(
        {"box", "add", file(), QString::fromStdString(bright.string()), QString::fromStdString(red.string())}));
    DONE(run_here({"collect", file()}));
    DONE(run_here({"profile", file(), "--set", "bright", "time=2ms", "memory=20MB", "red", "time=4ms", "memory=40MB"}));
    DONE(run_here({"train", file(), "--part", "0.3", "--epochs", "10", "--nets", "1"}));
  }

  void lines_and_summary() {
    const auto ran =
        run_here({"run", file(), "--budget", "3ms", "--verify", "4", "--out", at("lines.jsonl"), "--json"});
    DONE(ran);
    const auto summary = ran.json();
    QCOMPARE(summary["frames"].toInt(), 84);
    QCOMPARE(summary["verified_frames"].toInt(), 21);
    QVERIFY(summary["forecast"].toObject()["output_accuracy"].isDouble());
    QVERIFY(summary["times"].toObject()["time_ms_per_frame"].toDouble() > 0);
    QVERIFY(summary["process_bytes"].toDouble() > 0);
    QCOMPARE(summary["boxes"].toArray().size(), 2);
    QCOMPARE(summary["boxes"].toArray()[1].toObject()["checked"].toInt(), 21);
    const auto lines = lines_of(contents("lines.jsonl"));
    QCOMPARE(lines.outputs.size(), 84 * 2);
    QVERIFY(lines.others.isEmpty());
    for (const auto& line : lines.outputs) {
      QCOMPARE(line.contains("chance"), line["given"].toString() == "predicted");
      if (line.contains("chance")) QVERIFY(line["chance"].toDouble() > 0 && line["chance"].toDouble() < 1);
    }
    const auto selected = std::find_if(lines.events.begin(), lines.events.end(),
                                       [](const auto& event) { return event["event"] == "selected"; });
    QVERIFY(selected != lines.events.end());
    QCOMPARE(selected->value("boxes").toArray(), QJsonArray({"bright"}));
    QVERIFY2(ran.err.contains("Period 1: bright runs, 1 predicted."), told(ran).constData());
  }

  void a_run_is_kept_in_the_file() {
    const auto kept = [&] {
      const auto reader = ExperimentReader::open(file().toStdString());
      return reader ? reader->results("live").value_or(std::vector<KeptResult>()) : std::vector<KeptResult>();
    };
    const auto before = kept().size();
    const auto ran = run_here({"run", file(), "--budget", "3ms", "--verify", "6", "--json"});
    DONE(ran);
    const auto after = kept();
    QCOMPARE(after.size(), before + 1);
    const auto reader = ExperimentReader::open(file().toStdString());
    const auto result = reader->result(after.back().id);
    QVERIFY(result.has_value());
    auto document = QJsonDocument::fromJson(QByteArray::fromStdString(result->document)).object();
    QVERIFY(document.contains("inputs") && document.contains("made_from"));
    document.remove("inputs");
    document.remove("made_from");
    QCOMPARE(document, ran.json());
    const auto settings = QJsonDocument::fromJson(QByteArray::fromStdString(result->settings_json)).object();
    QCOMPARE(settings["verify"].toInt(), 6);
    QCOMPARE(settings["method"].toString(), QString("mlink"));
    DONE(run_here({"run", file(), "--budget", "3ms", "--no-keep"}));
    QCOMPARE(kept().size(), before + 1);
  }

  void a_file_that_is_held_is_run_all_the_same() {
    const auto held = Experiment::open(file().toStdString());
    QVERIFY(held.has_value());
    const auto ran = run_here({"run", file(), "--budget", "3ms"});
    DONE(ran);
    QVERIFY2(ran.err.contains("The run is not kept in the file."), told(ran).constData());
    QVERIFY(ran.out.contains("Live run of 84 frames"));
  }

  void tables_are_for_people() {
    const auto ran = run_here({"run", file(), "--budget", "25MB", "--period", "3s", "--selector", "exact"});
    DONE(ran);
    for (const auto* const text : {"Live run of 84 frames at 25 MB", "measured", "forecast", "Black boxes", "Sources",
                                   "Periods", "Forecast: the replay of 84 stored frames"})
      QVERIFY2(ran.out.contains(text), told(ran).constData());
  }

  void lines_on_standard_output() {
    const auto ran = run_here({"run", file(), at("swing.avi"), "--name", "yard", "--budget", "3ms", "--skip", "10",
                               "--every", "3", "--limit", "20", "--out", "-", "--json"});
    DONE(ran);
    const auto lines = lines_of(ran.out.toUtf8());
    // The lines themselves are written past std::cout, which run_here listens to.
    QCOMPARE(lines.others.size(), 1);
    QCOMPARE(lines.others[0]["summary"].toObject()["frames"].toInt(), 20);
    const auto whole = run({"run", file(), at("swing.avi"), "--name", "yard", "--budget", "3ms", "--skip", "10",
                            "--every", "3", "--limit", "20", "--out", "-"});
    DONE(whole);
    const auto all = lines_of(whole.out.toUtf8());
    QCOMPARE(all.outputs.size(), 40);
    QVERIFY(all.others.isEmpty());
    QCOMPARE(all.outputs[0]["source"].toString(), QString("yard"));
    QCOMPARE(all.outputs[0]["frame"].toInt(), 10);
    QCOMPARE(all.outputs[2]["frame"].toInt(), 13);
    QVERIFY2(whole.err.contains("Live run of 20 frames"), told(whole).constData());
  }

  void interrupted_it_tells_what_it_did() {
    QProcess process;
    process.start(MLINK_PROGRAM, {"run", file(), "--budget", "9ms", "--realtime", "--prefix", "0", "--out",
                                  at("half.jsonl"), "--json"});
    QTRY_VERIFY_WITH_TIMEOUT(contents("half.jsonl").count('\n') > 6, 20000);
    kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(20000));
    QCOMPARE(process.exitCode(), 130);
    const auto summary = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
    QVERIFY(summary["stopped"].toBool());
    QCOMPARE(lines_of(contents("half.jsonl")).outputs.size(), summary["frames"].toInt() * 2);
  }

  void what_is_wrong_is_told_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const QStringList& arguments, int status, const char* expected) {
      QTest::newRow(name) << arguments << status << QString(expected);
    };
    row("no budget", {}, 2, "--budget is required");
    row("no unit", {"--budget", "5"}, 1, "5");
    row("zero runs nothing", {"--budget", "0ms"}, 0, "priors only");
    row("negative", {"--budget", "-5ms"}, 1, "-5ms");
    row("another kind", {"--budget", "5ms", "--cost", "memory"}, 1, "The budget 5ms is no amount of memory.");
    row("selector", {"--budget", "5ms", "--selector", "random"}, 2, "--selector");
    row("drop policy", {"--budget", "5ms", "--drop", "some"}, 2, "--drop");
    row("crop without a source", {"--budget", "5ms", "--crop", "8x8+0+0"}, 1, "--crop is for the sources");
    row("crop outside", {"swing.avi", "--budget", "5ms", "--crop", "800x8+0+0"}, 1,
        "is not inside the picture of 160x120");
    row("names without sources", {"--budget", "5ms", "--name", "a"}, 1, "more names than sources");
    row("no such file", {"nothing.avi", "--budget", "5ms"}, 1, "File not found.");
    row("camera", {"/dev/video77", "--budget", "5ms"}, 1, "There is no such camera.");
    row("place of the lines", {"--budget", "5ms", "--out", "nowhere/lines"}, 1, "cannot be written");
    row("period", {"--budget", "5ms", "--period", "2GB"}, 1, "is not a time");
  }
  void what_is_wrong_is_told() {
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    QFETCH(QString, expected);
    for (auto& argument : arguments)
      if (argument == "swing.avi" || argument == "nothing.avi" || argument == "nowhere/lines") argument = at(argument);
    const auto ran = run_here(QStringList{"run", file()} + arguments);
    QCOMPARE(ran.status, status);
    QVERIFY2((ran.err + ran.out).contains(expected), told(ran).constData());
  }
};

QTEST_GUILESS_MAIN(TestCliRun)
#include "test_cli_run.moc"
