// cli: scenario, what info, export and a replay say of its file, and study simulation on a file without outputs.
#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>

#include "program.h"

class TestCliScenario : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  [[nodiscard]] QString at(const QString& name) const { return folder_.filePath(name); }

 private Q_SLOTS:
  void makesAFileThatIsCalledSynthetic() {
    const QString file = at("building.mlink");
    const auto made =
        run_here({"scenario", "building", file, "--cameras", "2", "--hours", "12", "--seed", "7", "--json"});
    DONE(made);
    QCOMPARE(made.json()["frames"].toInt(), 1440);
    QCOMPARE(made.json()["outputs"].toInt(), 4320);
    QCOMPARE(made.json()["seed"].toInt(), 7);
    QCOMPARE(made.json()["synthetic"].toBool(), true);
    QCOMPARE(made.json()["budgets"].toArray().size(), 2);
    const auto info = run_here({"info", file});
    DONE(info);
    for (const char* part :
         {"synthetic-camera-01", "synthetic (scenario building, seed 7), no video", "Synthetic: Person",
          "Synthetic outputs (scenario building, seed 7)", "budgets 5 GB and 9 GB", "typed"})
      QVERIFY2(info.out.contains(part), told(info).constData());
    QCOMPARE(run_here({"info", file, "--json"}).json()["cameras"].toArray()[0].toObject()["synthetic"].toString(),
             "scenario building, seed 7");
    DONE(run_here({"train", file, "--epochs", "3"}));
    const auto replay =
        run_here({"replay", file, "--budget", "5GB", "--budget", "9GB", "--methods", "standalone,mlink"});
    DONE(replay);
    QVERIFY2(replay.out.contains("Synthetic outputs"), told(replay).constData());
    // Table 4's row, as it is printed.
    QStringList standalone;
    for (const auto& line : replay.out.split('\n'))
      if (line.contains("standalone") && (line.contains("5000.0") || line.contains("9000.0"))) standalone << line;
    QCOMPARE(standalone.size(), 2);
    QVERIFY2(standalone[0].contains("0.333") && standalone[0].contains("30.0"), qPrintable(standalone[0]));
    QVERIFY2(standalone[1].contains("0.667") && standalone[1].contains("74.0"), qPrintable(standalone[1]));
    const auto exported =
        run_here({"export", file, "--what", "replay", "--as", "md", "--out", at("replay.md"), "--budget", "5GB"});
    DONE(exported);
    {
      QFile text(at("replay.md"));
      QVERIFY(text.open(QIODevice::ReadOnly));
      QVERIFY(text.readAll().contains("Synthetic outputs"));
    }
    QVERIFY2(run_here({"matrix", file}).out.contains("Synthetic outputs"), "every table says so");
  }

  void wrongUsage_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("told");
    const auto row = [](const char* name, const QStringList& arguments, int status, const char* told) {
      QTest::newRow(name) << arguments << status << told;
    };
    row("no scenario", {"scenario"}, 2, "SCENARIO");
    row("no file", {"scenario", "city"}, 2, "FILE");
    row("unknown scenario", {"scenario", "town", "@/a.mlink"}, 1, "There is no scenario \"town\".");
    row("seed is no number", {"scenario", "city", "@/a.mlink", "--seed", "x"}, 2, "--seed");
    row("seed of real videos", {"scenario", "city", "@/a.mlink", "--seed", "2", "--videos", "@"}, 2, "--videos");
    row("too many cameras", {"scenario", "city", "@/a.mlink", "--cameras", "11"}, 1, "city has 10");
    row("no hours", {"scenario", "city", "@/a.mlink", "--hours", "0"}, 1, "0 hours are not possible");
    row("no folder", {"scenario", "city", "@/none/a.mlink", "--hours", "0.01"}, 1, "folder");
    row("no videos", {"scenario", "city", "@/a.mlink", "--videos", "@/none"}, 1, "no such folder");
    row("study without a file", {"study", "simulation"}, 2, "FILE");
    row("study of a file that is not there", {"study", "simulation", "@/none.mlink"}, 1, "none.mlink");
    row("study of too many boxes", {"study", "simulation", "@/a.mlink", "--boxes", "16"}, 2, "--boxes");
    row("study over everything", {"study", "simulation", "@/a.mlink", "--budgets", "0.5,1.5"}, 1, "budget is 1.5");
  }
  void wrongUsage() {
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    QFETCH(QString, told);
    QTemporaryDir folder;
    for (QString& word : arguments)
      if (word.startsWith('@')) word.replace(0, 1, folder.path());
    const auto ran = run_here(arguments);
    QCOMPARE(ran.status, status);
    QVERIFY2((ran.out + ran.err).contains(told), ::told(ran).constData());
    if (status == 1) QCOMPARE(ran.err.trimmed().count('\n'), 0);
    QVERIFY(QDir(folder.path()).isEmpty());
  }

  void aStudyThatNeedsNoOutputs() {
    const QString file = at("empty.mlink");
    DONE(run_here({"new", file}));
    const auto ran = run_here({"study", "simulation", file, "--repeats", "20", "--budgets", "0.3,0.6"});
    DONE(ran);
    for (const char* part : {"Distance to the best set", "N(0.5, 0.2)", "Beta(0.5, 0.5)", "greedy", "random", "####"})
      QVERIFY2(ran.out.contains(part), told(ran).constData());
    const auto document =
        run_here({"study", "simulation", file, "--repeats", "20", "--budgets", "0.3,0.6", "--json"}).json();
    QCOMPARE(document["rows"].toArray().size(), 2 * 2 * 6);
    for (const char* what : {"study-simulation", "study-simulation-paper", "study-simulation-figure"})
      DONE(run_here({"export", file, "--what", what, "--as", "csv", "--out", at(QString(what) + ".csv")}));
  }
};

QTEST_APPLESS_MAIN(TestCliScenario)
#include "test_cli_scenario.moc"
