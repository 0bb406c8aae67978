// The command line end to end: real processes, a real clip, real black boxes; numbers checked by another way.
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

#include "blackbox/manifest.h"
#include "cli/program.h"
#include "experiment/experiment.h"
#include "media/video.h"
#include "support/tiny_boxes.h"
#include "support/tiny_videos.h"

namespace {

// ordinal -> value of an exported outputs file.
QMap<int, double> exported(const QString& csv) {
  QFile file(csv);
  QMap<int, double> values;
  if (!file.open(QIODevice::ReadOnly)) return values;
  file.readLine();
  while (!file.atEnd()) {
    const auto cells = QString::fromUtf8(file.readLine()).trimmed().split(',');
    if (cells.size() >= 3 && !cells[2].isEmpty()) values[cells[1].toInt()] = cells[2].toDouble();
  }
  return values;
}

QString clip(const QString& name) {
  const QStringList folders{"/usr/share/doc/opencv-doc/examples/data",
                            QString::fromStdString((mlink::blackbox::default_model_cache() / "clips").string())};
  for (const auto& folder : folders)
    if (QFile::exists(folder + "/" + name)) return folder + "/" + name;
  return {};
}

}  // namespace

class TestCli : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  QString bright_, red_, slow_, slower_, video_;

  [[nodiscard]] QString at(const QString& name) const { return folder_.filePath(name); }

  // What `replay` told stands in the file, once for the same settings and links, with all that made it.
  void replays_are_kept(const QString& file) {
    const auto kept = [&] {
      const auto reader = mlink::experiment::ExperimentReader::open(file.toStdString());
      return reader ? reader->results("replay").value_or(std::vector<mlink::experiment::KeptResult>{})
                    : std::vector<mlink::experiment::KeptResult>{};
    };
    const auto before = kept();
    const auto told = run_here({"replay", file, "--budget", "17ms", "--seed", "5", "--json"}).json();
    QCOMPARE(kept().size(), before.size() + 1);
    (void)run_here({"replay", file, "--budget", "17ms", "--seed", "5", "--json"});
    QCOMPARE(kept().size(), before.size() + 1);
    const auto reader = mlink::experiment::ExperimentReader::open(file.toStdString());
    const auto last = reader->result(kept().back().id);
    QVERIFY(last.has_value());
    QCOMPARE(last->seed, std::int64_t{5});
    QVERIFY(last->versions.starts_with("mlink ") && last->created.starts_with("20"));
    QCOMPARE(last->data_hash, reader->snapshot()->links->data_hash());
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(last->document)).object();
    QVERIFY(!told["methods"].toArray().isEmpty());
    QCOMPARE(document["methods"], told["methods"]);
    QCOMPARE(document["settings"], told["settings"]);
    QCOMPARE(document["inputs"].toObject()["boxes"].toArray().size(), reader->overview()->boxes.size());
    QVERIFY(!document["inputs"].toObject()["boxes"].toArray()[0].toObject()["content_hash"].toString().isEmpty());
  }

 private Q_SLOTS:
  void initTestCase() {
    const std::filesystem::path folder = folder_.path().toStdString();
    bright_ = QString::fromStdString(mlink::test::write_box(folder, mlink::test::bright_count()).string());
    red_ = QString::fromStdString(mlink::test::write_box(folder, mlink::test::red_share()).string());
    slow_ = QString::fromStdString(mlink::test::write_box(folder, mlink::test::slow_count()).string());
    slower_ = QString::fromStdString(mlink::test::write_box(folder, mlink::test::slow_count("slower", 120)).string());
    video_ = at("swing.avi");
    if (mlink::test::have_ffmpeg()) QVERIFY(mlink::test::make_swinging_video(video_.toStdString(), 20));
  }

  void every_command_has_help_data() {
    QTest::addColumn<QStringList>("command");
    for (const QString command : {"new",
                                  "video add",
                                  "video list",
                                  "video rename",
                                  "video remove",
                                  "box add",
                                  "box list",
                                  "box rename",
                                  "box remove",
                                  "box check",
                                  "box convert",
                                  "box guess",
                                  "box measure",
                                  "box trust",
                                  "collect",
                                  "profile",
                                  "train",
                                  "matrix",
                                  "confidence",
                                  "ensemble",
                                  "activation",
                                  "select",
                                  "selftest",
                                  "replay",
                                  "sweep",
                                  "export",
                                  "info",
                                  "study sizes",
                                  "study ensemble",
                                  "study correlation",
                                  "study overhead",
                                  "study simulation",
                                  "scenario"})
      QTest::newRow(qPrintable(command)) << command.split(' ');
  }
  void every_command_has_help() {
    QFETCH(QStringList, command);
    const auto ran = run_here(command + QStringList{"--help"});
    DONE(ran);
    QVERIFY2(ran.out.contains("--json"), told(ran).constData());
    QVERIFY(ran.err.isEmpty());
  }

  void wrong_usage_is_status_2_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no command") << QStringList{};
    QTest::newRow("unknown command") << QStringList{"dance"};
    QTest::newRow("no file") << QStringList{"collect"};
    QTest::newRow("unknown option") << QStringList{"info", "a.mlink", "--fast"};
    QTest::newRow("not a number") << QStringList{"video", "add", "a.mlink", "v.avi", "--every", "x"};
    QTest::newRow("every 0") << QStringList{"video", "add", "a.mlink", "v.avi", "--every", "0"};
    QTest::newRow("replay without a budget") << QStringList{"replay", "a.mlink"};
    QTest::newRow("sweep by no kind of cost") << QStringList{"sweep", "a.mlink", "--cost", "joy"};
    QTest::newRow("reach more than all") << QStringList{"sweep", "a.mlink", "--reach", "1.5"};
    QTest::newRow("no study") << QStringList{"study"};
    QTest::newRow("unknown study") << QStringList{"study", "dance", "a.mlink"};
    QTest::newRow("study without a file") << QStringList{"study", "sizes"};
    QTest::newRow("part that is no number") << QStringList{"study", "sizes", "a.mlink", "--parts", "0.1,x"};
    QTest::newRow("repeats 0") << QStringList{"study", "ensemble", "a.mlink", "--repeats", "0"};
    QTest::newRow("train with repeats 0") << QStringList{"train", "a.mlink", "--repeats", "0"};
    QTest::newRow("unknown study to export") << QStringList{"export", "a.mlink", "--what", "study-dance", "--out", "a"};
    QTest::newRow("unknown selector") << QStringList{"select", "a.mlink", "--budget", "1s", "--selector", "dice"};
    const QStringList import{"import", "a.mlink", "--box", "x", "--outputs", "x.csv"};
    QTest::newRow("import without a box") << QStringList{"import", "a.mlink", "--outputs", "x.csv"};
    QTest::newRow("import without outputs") << QStringList{"import", "a.mlink", "--box", "x"};
    QTest::newRow("import of an unknown format") << import + QStringList{"--format", "xml"};
    QTest::newRow("import with tolerance 0") << import + QStringList{"--tolerance", "0"};
    QTest::newRow("import with rate -1") << import + QStringList{"--rate", "-1"};
    QTest::newRow("import with first frame -1") << import + QStringList{"--first-frame", "-1"};
    QTest::newRow("unknown rows") << QStringList{"matrix", "a.mlink", "--rows", "some"};
    QTest::newRow("unknown export") << QStringList{"export", "a.mlink", "--what", "moon", "--out", "x"};
  }
  void wrong_usage_is_status_2() {
    QFETCH(QStringList, arguments);
    const auto ran = run_here(arguments);
    QCOMPARE(ran.status, 2);
    QVERIFY(!ran.err.isEmpty());
    QVERIFY(ran.out.isEmpty());
  }

  void failures_are_one_line_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    QFile text(at("text.mlink"));
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write("not a database, only some words that are long enough to be looked at by anyone who opens it\n");
    text.close();
    DONE(run_here({"new", at("empty.mlink")}));
    QTest::newRow("no such file") << QStringList{"info", at("none.mlink")} << "none.mlink";
    QTest::newRow("not an experiment") << QStringList{"info", at("text.mlink")} << "text.mlink";
    QTest::newRow("a folder") << QStringList{"info", folder_.path()} << folder_.path();
    QTest::newRow("there already") << QStringList{"new", at("empty.mlink")} << "empty.mlink";
    QTest::newRow("rows of what has none")
        << QStringList{"export", at("empty.mlink"), "--what", "ensemble", "--rows", "all", "--out", at("x")}
        << "--rows";
    QTest::newRow("no links yet") << QStringList{"matrix", at("empty.mlink")} << "mlink train";
    QTest::newRow("nothing to train") << QStringList{"train", at("empty.mlink")} << "empty.mlink";
    QTest::newRow("nothing to study") << QStringList{"study", "sizes", at("empty.mlink")} << "empty.mlink";
    QTest::newRow("no links to measure") << QStringList{"study", "overhead", at("empty.mlink")} << "empty.mlink";
    QTest::newRow("part out of range") << QStringList{"study", "sizes", at("empty.mlink"), "--parts", "0.1,1.5"}
                                       << "1.5";
    QTest::newRow("no study to export") << QStringList{"export",      at("empty.mlink"), "--what",
                                                       "study-sizes", "--out",           "a"}
                                        << "mlink study sizes";
    QTest::newRow("no such video") << QStringList{"video", "add", at("empty.mlink"), at("no.avi")} << "no.avi";
    QTest::newRow("not a video") << QStringList{"video", "add", at("empty.mlink"), at("text.mlink")} << "text.mlink";
    QTest::newRow("no such manifest") << QStringList{"box", "add", at("empty.mlink"), at("no.json")} << "no.json";
    for (const char* crop : {"5x5", "5x5+0", "5x5+0+0+0", "0x5+0+0", "5x5+-1+0", "5x5+0+0 ", " 5x5+0+0",
                             "4294967301x5+0+0", "5x5+0+99999999999999999999", "5x5+0+2147483647"})
      QTest::addRow("crop \"%s\"", crop) << QStringList{"video", "add", at("empty.mlink"), "v.avi", "--crop", crop}
                                         << QString("\"%1\" is not a crop. Write WIDTHxHEIGHT+X+Y").arg(crop);
    QTest::newRow("budget without unit") << QStringList{"replay", at("empty.mlink"), "--budget", "5"} << "unit";
    QTest::newRow("two kinds of budget") << QStringList{"replay", at("empty.mlink"), "--budget",
                                                        "5ms",    "--budget",        "5GB"}
                                         << "two kinds";
    QTest::newRow("no such camera") << QStringList{"video", "remove", at("empty.mlink"), "x"} << "x";
    QTest::newRow("no camera to rename") << QStringList{"video", "rename", at("empty.mlink"), "x", "y"} << "x";
    QTest::newRow("no such box") << QStringList{"box", "remove", at("empty.mlink"), "x"} << "x";
    QTest::newRow("cost of nobody") << QStringList{"profile", at("empty.mlink"), "--set", "x", "time=3ms"} << "x";
    const std::filesystem::path folder = folder_.path().toStdString();
    const auto broken = mlink::test::write_box(folder, mlink::test::failing_count("broken", 0));
    QTest::newRow("check of a box that fails")
        << QStringList{"box", "check", QString::fromStdString(broken.string())} << "broken";
    const auto pointer = mlink::test::write_box(folder, mlink::test::bright_count("pointer"));
    std::ofstream(folder / "pointer.pt") << "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 9\n";
    QTest::newRow("check of a Git LFS pointer")
        << QStringList{"box", "check", QString::fromStdString(pointer.string())} << "Git LFS pointer";
    QTest::newRow("cost in a wrong unit")
        << QStringList{"profile", at("empty.mlink"), "--set", "x", "time=3GB"} << "time=3GB";
  }
  void failures_are_one_line() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    const auto ran = run_here(arguments);
    QVERIFY2(ran.status == 1, told(ran).constData());
    QCOMPARE(ran.err.count('\n'), 1);
    QVERIFY2(ran.err.contains(says), told(ran).constData());
    QVERIFY2(ran.out.isEmpty(), told(ran).constData());
  }

  void every_result_is_one_json_document() {
    if (!QFile::exists(video_)) QSKIP("ffmpeg is not installed: no video to collect from");
    const auto file = at("json.mlink");
    DONE(run_here({"new", file, "--json"}));
    DONE(run_here({"video", "add", file, video_, "--camera", "cam", "--json"}));
    DONE(run_here({"box", "add", file, bright_, red_, "--json"}));
    const QList<QStringList> commands{
        {"video", "list", file},
        {"box", "list", file},
        {"collect", file},
        {"profile", file, "--frames", "3"},
        {"profile", file, "--set", "red", "time=10ms", "memory=1GB", "bright", "time=20ms", "memory=2GB"},
        {"train", file, "--part", "0.4"},
        {"matrix", file},
        {"matrix", file, "--rows", "train"},
        {"ensemble", file},
        {"confidence", file},
        {"confidence", file, "--run", "bright"},
        {"activation", file, "--cost", "memory"},
        {"select", file, "--budget", "1.5GB"},
        {"select", file, "--budget", "1.5GB", "--selector", "exact"},
        {"select", file, "--budget", "1.5GB", "--selector", "exact", "--hindsight"},
        {"select", file, "--budget", "1.5GB", "--budget", "60ms", "--selector", "enumerate"},
        {"replay", file, "--budget", "15ms"},
        {"replay", file, "--budget", "15ms", "--budget", "25ms"},
        {"sweep", file, "--cost", "memory"},
        {"sweep", file, "--methods", "mlink,mlink-exact", "--reach", "0.5", "--reach", "1"},
        {"export", file, "--what", "matrix", "--out", at("matrix.csv")},
        {"train", file, "--part", "0.4", "--repeats", "2", "--epochs", "20"},
        {"study", "sizes", file, "--parts", "0.1,0.4", "--repeats", "2", "--epochs", "5", "--student-side", "16"},
        {"study", "ensemble", file, "--part", "0.4", "--repeats", "2", "--epochs", "20"},
        {"study", "correlation", file, "--part", "0.4", "--repeats", "2", "--epochs", "20"},
        {"study", "overhead", file, "--repeats", "2", "--predictions", "50"},
        {"export", file, "--what", "study-sizes", "--out", at("sizes.csv")},
        {"export", file, "--what", "study-sizes-paper", "--as", "md", "--out", at("sizes.md")},
        {"export", file, "--what", "study-ensemble", "--as", "json", "--out", at("study.json")},
        {"export", file, "--what", "study-correlation-summary", "--as", "tex", "--out", at("summary.tex")},
        {"export", file, "--what", "study-overhead", "--as", "html", "--out", at("overhead.html")},
        {"info", file}};
    for (const auto& command : commands) {
      const auto ran = run_here(command + QStringList{"--json"});
      DONE(ran);
      QVERIFY2(!ran.json().isEmpty(), told(ran).constData());
      QVERIFY2(ran.err.isEmpty(), told(ran).constData());  // no progress where standard error is no terminal
    }
    replays_are_kept(file);
    const auto boxes = run_here({"box", "list", file, "--json"}).json()["boxes"].toArray();
    for (const auto& box : boxes) QCOMPARE(box.toObject()["memory"].toObject()["origin"].toString(), QString("typed"));
  }

  // A box that is quick on dark pictures and slow on bright ones, a camera of each: its cost is the mean over both, and
  // the replay charges that.
  void what_a_box_of_two_speeds_costs() {
    if (!QFile::exists(video_)) QSKIP("ffmpeg is not installed: no video to collect from");
    const std::filesystem::path folder = folder_.path().toStdString();
    QVERIFY(mlink::test::make_video(folder / "dark.avi", "color=black:s=64x64:r=10:d=2"));
    QVERIFY(mlink::test::make_video(folder / "white.avi", "color=white:s=64x64:r=10:d=2"));
    const auto two = QString::fromStdString(mlink::test::write_box(folder, mlink::test::two_speeds_count()).string());
    const auto file = at("two-speeds.mlink");
    DONE(run_here({"new", file}));
    DONE(run_here({"video", "add", file, at("dark.avi"), "--camera", "a", "--every", "2"}));
    DONE(run_here({"video", "add", file, at("white.avi"), "--camera", "b", "--crop", "48x48+0+0"}));
    DONE(run_here({"box", "add", file, two, bright_}));
    DONE(run_here({"collect", file}));
    DONE(run_here({"profile", file, "--frames", "20"}));
    double both = 0;
    for (const auto& box : run_here({"box", "list", file, "--json"}).json()["boxes"].toArray()) {
      const auto time = box.toObject()["time"].toObject();
      both += time["seconds"].toDouble();
      if (box.toObject()["name"].toString() != "two-speeds") continue;
      QVERIFY2(time["p95"].toDouble() > 5 * time["p50"].toDouble(), "the second camera's frames must be among them");
      QVERIFY2(time["seconds"].toDouble() > 2 * time["p50"].toDouble(), "half of the frames are slow");
      QVERIFY(time["seconds"].toDouble() < time["p99"].toDouble());
    }
    DONE(run_here({"train", file, "--part", "0.4", "--epochs", "2"}));
    const auto replay = run_here({"replay", file, "--budget", "60s", "--methods", "standalone", "--json"});
    DONE(replay);
    const auto charged = replay.json()["methods"].toArray()[0].toObject()["time_ms_per_frame"].toDouble();
    QVERIFY2(std::abs(charged - both * 1e3) < 1e-6 * charged, told(replay).constData());
    QCOMPARE(run_here({"box", "measure", two, "--video", at("dark.avi"), "--every", "2", "--every", "3"}).status, 1);
  }

  /// LibTorch is most of the time that a program would take to start.
  void what_needs_no_libtorch_loads_none_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<bool>("loads");
    QTest::newRow("info") << QStringList{"info", at("empty.mlink")} << false;
    QTest::newRow("version") << QStringList{"--version"} << false;
    QTest::newRow("a box of TorchScript") << QStringList{"box", "check", bright_} << true;
  }
  void what_needs_no_libtorch_loads_none() {
    QFETCH(QStringList, arguments);
    QFETCH(bool, loads);
    QProcess program;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("LD_DEBUG", "files");
    program.setProcessEnvironment(environment);
    program.start(MLINK_PROGRAM, arguments);
    QVERIFY(program.waitForFinished(60000));
    QCOMPARE(program.exitCode(), 0);
    const QByteArray files = program.readAllStandardError();
    QVERIFY(files.contains("libopencv_core"));  // the loader told its files at all
    QCOMPARE(files.contains("libtorch_cpu"), loads);
  }

  void progress_is_printed_on_request() {
    if (!QFile::exists(video_)) QSKIP("ffmpeg is not installed: no video to collect from");
    const auto file = at("progress.mlink");
    DONE(run({"new", file}));
    DONE(run({"video", "add", file, video_, "--every", "5"}));
    DONE(run({"box", "add", file, bright_}));
    const auto ran = run({"collect", file, "--progress"});
    DONE(ran);
    QVERIFY2(ran.err.contains("Collect"), told(ran).constData());
    QVERIFY2(ran.err.contains("40/40 outputs"), told(ran).constData());
  }

  // What the activation probability, the replay and the matrix say must follow from each other by the paper's formulas.
  void figures_follow_from_each_other() {
    if (!QFile::exists(video_)) QSKIP("ffmpeg is not installed: no video to collect from");
    const auto file = at("json.mlink");
    if (!QFile::exists(file)) QSKIP("every_result_is_one_json_document did not make the file");
    const auto matrix = run_here({"matrix", file, "--json"}).json();
    const auto names = matrix["boxes"].toArray();
    QCOMPARE(names.size(), 2);
    const int bright = names[0].toString() == "bright" ? 0 : 1;
    const int red = 1 - bright;
    const auto p = [&](int i, int j) { return matrix["p"].toArray()[i].toArray()[j].toDouble(); };
    QVERIFY(matrix["p"].toArray()[0].toArray()[0].isNull());

    // P = (1 + P1 - P2) / (w c), w = 2 / min c; two boxes: P1, P2 are single links, by what may be known of them.
    const auto known = [&](int i, int j) { return matrix["known_p"].toArray()[i].toArray()[j].toDouble(); };
    const auto activation = run_here({"activation", file, "--cost", "memory", "--json"}).json();
    QCOMPARE(activation["cost"].toString(), QString("memory"));
    for (const auto& row : activation["boxes"].toArray()) {
      const auto box = row.toObject();
      const bool is_red = box["name"].toString() == "red";
      const double p1 = is_red ? known(red, bright) : known(bright, red);
      const double p2 = is_red ? known(bright, red) : known(red, bright);
      const double expected = (1 + p1 - p2) / (2 / 1e9 * (is_red ? 1e9 : 2e9));
      QVERIFY2(std::abs(box["probability"].toDouble() - expected) < 1e-9,
               qPrintable(QString("%1 %2").arg(box["probability"].toDouble()).arg(expected)));
    }

    // Red alone fits: its own output is exact, the other's is the link's.
    const auto replay = run_here({"replay", file, "--budget", "1.5GB", "--prefix", "0", "--json"}).json();
    for (const auto& entry : replay["methods"].toArray()) {
      const auto method = entry.toObject();
      const double accuracy = method["output_accuracy"].toDouble();
      if (method["method"] == "standalone") QCOMPARE(accuracy, 0.5);
      if (method["method"] == "mlink") {
        QCOMPARE(method["activated"].toArray().size(), 1);
        QCOMPARE(method["activated"].toArray()[0].toString(), QString("red"));
        QVERIFY2(std::abs(accuracy - (1 + p(red, bright)) / 2) < 1e-6,
                 qPrintable(QString("%1 %2").arg(accuracy).arg((1 + p(red, bright)) / 2)));
      }
      if (method["method"] == "optimum") QVERIFY(accuracy >= (1 + p(red, bright)) / 2 - 1e-6);
    }

    // The prior: what is within 0.5 of most of the first 40 % of the outputs, judged on the rest.
    DONE(run_here({"export", file, "--what", "outputs", "--as", "csv", "--out", at("outputs")}));
    const auto values = exported(at("outputs/bright.csv")).values();
    QCOMPARE(values.size(), 200);
    auto sorted = values.mid(0, 80);
    std::sort(sorted.begin(), sorted.end());
    double prior = sorted[39];
    qsizetype most = 0;
    for (qsizetype first = 0; first < 80; ++first)
      for (qsizetype last = first; last < 80 && sorted[last] - sorted[first] < 1; ++last) {
        const double middle = (sorted[first] + sorted[last]) / 2;
        const bool nearer = std::abs(middle - sorted[39]) < std::abs(prior - sorted[39]);
        if (last - first + 1 > most || (last - first + 1 == most && nearer)) prior = middle;
        most = std::max(most, last - first + 1);
      }
    int right = 0;
    for (const double value : values.mid(80)) right += std::abs(value - prior) < 0.5 ? 1 : 0;
    QCOMPARE(matrix["prior"].toArray()[bright].toDouble(), right / 120.0);
  }

  // train --repeats, the study it keeps and what is exported of it tell the same figures; the first repeat is the
  // matrix.
  void repeats_are_told_where_they_are_kept() {
    if (!QFile::exists(video_)) QSKIP("ffmpeg is not installed: no video to collect from");
    const auto file = at("repeats.mlink");
    DONE(run_here({"new", file}));
    DONE(run_here({"video", "add", file, video_, "--camera", "cam", "--every", "2"}));
    DONE(run_here({"box", "add", file, bright_, red_}));
    DONE(run_here({"collect", file}));
    const auto trained = run_here({"train", file, "--part", "0.4", "--repeats", "3", "--epochs", "20", "--json"});
    DONE(trained);
    DONE(run_here({"export", file, "--what", "study-ensemble", "--as", "json", "--out", at("repeats.json")}));
    QFile exported_study(at("repeats.json"));
    QVERIFY(exported_study.open(QIODevice::ReadOnly));
    const auto study = QJsonDocument::fromJson(exported_study.readAll()).object();
    const auto repeats = trained.json()["repeats"].toObject();
    QCOMPARE(study["rows"].toArray(), repeats["rows"].toArray());
    QCOMPARE(study["rows"].toArray().size(), 4);  // two links, two ensembles
    double sum = 0;
    for (const int seed : {1, 2, 3}) {
      const auto alone =
          run_here({"train", file, "--part", "0.4", "--seed", QString::number(seed), "--epochs", "20", "--json"});
      DONE(alone);
      if (seed == 1) QCOMPARE(alone.json()["p"], trained.json()["p"]);
      sum += alone.json()["p"].toArray()[0].toArray()[1].toDouble();  // bright -> red
    }
    for (const auto& value : repeats["rows"].toArray()) {
      const auto row = value.toObject();
      if (row["by"] != "link" || row["target"] != "red") continue;
      QVERIFY(std::abs(row["p"].toObject()["mean"].toDouble() - sum / 3) < 1e-12);
      QCOMPARE(row["repeats"].toInt(), 3);
    }
  }

  void collect_survives_kill_9_at_random_moments() {
    if (!QFile::exists(video_)) QSKIP("ffmpeg is not installed: no video to collect from");
    const auto killed = at("killed.mlink");
    const auto straight = at("straight.mlink");
    for (const auto& file : {killed, straight}) {
      DONE(run({"new", file}));
      DONE(run({"video", "add", file, video_, "--camera", "cam"}));
      DONE(run({"box", "add", file, slow_, bright_}));
    }
    DONE(run({"collect", straight}));

    QRandomGenerator random(7);
    qint64 done_before = 0;
    int kills = 0;
    for (int round = 0; round < 12; ++round) {
      QProcess process;
      process.start(MLINK_PROGRAM, {"collect", killed});
      QVERIFY(process.waitForStarted());
      if (process.waitForFinished(static_cast<int>(150 + random.bounded(500)))) break;
      process.kill();
      process.waitForFinished();
      ++kills;
      const auto info = run({"info", killed, "--check", "--json"});
      DONE(info);  // whole after each kill
      const auto done = info.json()["outputs"].toObject()["done"].toInteger();
      QVERIFY2(done >= done_before, "an output was lost");
      done_before = done;
    }
    QVERIFY2(kills >= 3, "it was over before it could be killed");
    const auto rest = run({"collect", killed, "--json"});
    DONE(rest);
    QCOMPARE(rest.json()["kept"].toInteger(), done_before);
    QCOMPARE(rest.json()["kept"].toInteger() + rest.json()["stored"].toInteger(), qint64{400});
    for (const auto& file : {killed, straight})
      DONE(run({"export", file, "--what", "outputs", "--out", file + ".out"}));
    for (const QString box : {"slow", "bright"})
      QCOMPARE(exported(killed + ".out/" + box + ".csv"), exported(straight + ".out/" + box + ".csv"));
  }

  void ctrl_c_stops_and_keeps_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
  }
  void ctrl_c_stops_and_keeps() {
    if (!QFile::exists(video_)) QSKIP("ffmpeg is not installed: no video to collect from");
    QFETCH(int, signal);
    const auto file = at(QString("stopped%1.mlink").arg(signal));
    DONE(run({"new", file}));
    DONE(run({"video", "add", file, video_, "--limit", "40"}));
    DONE(run({"box", "add", file, slower_}));
    QProcess process;
    process.setReadChannel(QProcess::StandardError);  // waitForReadyRead waits for that one
    process.start(MLINK_PROGRAM, {"collect", file, "--progress"});
    // Wait until outputs are being made: Ctrl-C before that would stop nothing.
    static const QRegularExpression some("Collect [1-9][0-9]*/40");
    QString seen;
    QElapsedTimer timer;
    timer.start();
    while (!seen.contains(some) && timer.elapsed() < 60000 && process.waitForReadyRead(20000))
      seen += process.readAllStandardError();
    QVERIFY2(seen.contains(some), qPrintable(seen));
    ::kill(static_cast<pid_t>(process.processId()), signal);
    QVERIFY(process.waitForFinished(60000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    const auto rest = run({"collect", file, "--json"});
    DONE(rest);
    QVERIFY(rest.json()["kept"].toInteger() > 0);
    QCOMPARE(rest.json()["kept"].toInteger() + rest.json()["stored"].toInteger(), qint64{40});
  }

  // A short real clip, two real black boxes: OpenCV's HOG and the fetched PoseNet. HOG's counts are computed again
  // here.
  void real_clip_real_boxes() {
    const auto clip_path = clip("vtest.avi");
    if (clip_path.isEmpty()) QSKIP("vtest.avi of Debian's opencv-doc is not there");
    const QString boxes = MLINK_SOURCE_DIR "/resources/boxes/";
    const auto pose = run({"box", "check", boxes + "pose.json"});
    if (pose.status != 0) QSKIP(qPrintable("the fetched black box pose cannot be used: " + pose.err.trimmed()));
    const auto file = at("real.mlink");
    DONE(run({"new", file}));
    DONE(run({"video", "add", file, clip_path, "--camera", "a", "--crop", "320x240+0+160", "--every", "20", "--limit",
              "16"}));
    DONE(run({"video", "add", file, clip_path, "--camera", "b", "--crop", "320x240+224+336", "--every", "20", "--limit",
              "16"}));
    DONE(run({"box", "add", file, boxes + "hog.json", boxes + "pose.json"}));
    const auto collected = run({"collect", file, "--json"});
    DONE(collected);
    QCOMPARE(collected.json()["stored"].toInteger(), qint64{64});
    DONE(run({"profile", file, "--frames", "5"}));
    DONE(run({"train", file, "--part", "0.5"}));
    DONE(run({"export", file, "--what", "outputs", "--out", at("real.out")}));

    // HOG as the manifest describes it, written again with OpenCV alone.
    const auto manifest = mlink::blackbox::read_manifest((boxes + "hog.json").toStdString());
    QVERIFY(manifest.has_value());
    auto reader = mlink::media::VideoReader::open(clip_path.toStdString());
    QVERIFY(reader.has_value());
    cv::HOGDescriptor hog;
    hog.setSVMDetector(cv::HOGDescriptor::getDefaultPeopleDetector());
    QFile csv(at("real.out/hog.csv"));
    QVERIFY(csv.open(QIODevice::ReadOnly));
    csv.readLine();
    int rows = 0;
    int counted = 0;
    while (!csv.atEnd()) {
      const auto cells = QString::fromUtf8(csv.readLine()).trimmed().split(',');
      const auto frame = reader->at(cells[1].toLongLong());
      QVERIFY(frame.has_value());
      const auto region = cells[0] == "a" ? frame->crop({0, 160, 320, 240}) : frame->crop({224, 336, 320, 240});
      cv::Mat rgb(region.height(), region.width(), CV_8UC3);
      for (int y = 0; y < region.height(); ++y) std::copy_n(region.row(y), region.width() * 3, rgb.ptr(y));
      cv::Mat larger;
      cv::resize(rgb, larger, {}, 1.5, 1.5);
      std::vector<cv::Rect> people;
      hog.detectMultiScale(larger, people, 0, {8, 8}, {8, 8}, 1.05, 2);
      QCOMPARE(cells[2].toInt(), static_cast<int>(people.size()));
      ++rows;
      counted += static_cast<int>(people.size());
    }
    QCOMPARE(rows, 32);
    QVERIFY2(counted > 10, "HOG must see somebody, or this test shows nothing");

    // Half of the time of both boxes: one is run; the figures keep their order.
    const auto activation = run({"activation", file, "--cost", "time", "--json"}).json()["boxes"].toArray();
    double all = 0;
    double least = 1e9;
    for (const auto& box : activation) {
      all += box.toObject()["cost"].toDouble();
      least = std::min(least, box.toObject()["cost"].toDouble());
    }
    const auto budget = QString::number(std::max(all * 0.5, least * 1.05) * 1e3, 'f', 3) + "ms";
    const auto replay = run({"replay", file, "--budget", budget, "--json"});
    DONE(replay);
    QMap<QString, double> accuracy;
    for (const auto& method : replay.json()["methods"].toArray())
      accuracy[method.toObject()["method"].toString()] = method.toObject()["output_accuracy"].toDouble();
    QCOMPARE(accuracy["standalone"], 0.5);
    QVERIFY(accuracy["mlink"] > 0.5);
    QVERIFY(accuracy["optimum"] >= accuracy["mlink"] - 1e-9);
  }
};

QTEST_GUILESS_MAIN(TestCli)
#include "test_cli.moc"
