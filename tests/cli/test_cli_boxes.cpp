// cli: plugins by name, and what may befall a collect: no memory to share with a box's process, that process killed on
// the way, a second collect of the same file. Nothing that was answered is lost, and the next collect does the rest.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <algorithm>
#include <csignal>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/program.h"
#include "store/store.h"
#include "support/processes.h"
#include "support/tiny_boxes.h"
#include "support/tiny_videos.h"

namespace {

QByteArray bytes_of(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// How many outputs the file has.
std::int64_t done_of(const QString& file) {
  const auto reader = mlink::store::StoreReader::open(file.toStdString());
  if (!reader) return -1;
  const auto rows = reader->coverage();
  std::int64_t done = 0;
  if (rows)
    for (const auto& row : *rows) done += row.done();
  return done;
}

#define SAYS(result, wanted, ...)                                                       \
  do {                                                                                  \
    const Ran& result_ = (result);                                                      \
    QVERIFY2(result_.status == (wanted), told(result_).constData());                    \
    for (const QString& word_ : QStringList{__VA_ARGS__})                               \
      QVERIFY2((result_.out + result_.err).contains(word_), told(result_).constData()); \
  } while (false)

}  // namespace

class TestCliBoxes : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  static constexpr int kFrames = 24;
  int rounds_ = 12;  ///< of the slow box: as many as make a run of it two seconds here

  [[nodiscard]] QString at(const QString& name) const { return folder_.filePath(name); }

  /// A box that runs in a process of its own.
  [[nodiscard]] QString own_box(const mlink::test::TinyBox& box) const {
    const auto file = mlink::test::write_box(folder_.path().toStdString(), box);
    auto manifest = nlohmann::json::parse(bytes_of(QString::fromStdString(file.string())).toStdString());
    manifest["process"] = {{"own", true}};
    QFile out(QString::fromStdString(file.string()));
    if (out.open(QIODevice::WriteOnly | QIODevice::Truncate)) out.write(manifest.dump().c_str());
    return out.fileName();
  }
  void make(const QString& file, const QStringList& boxes) const {
    DONE(run_here({"new", file}));
    DONE(run_here({"video", "add", file, at("large.avi"), "--camera", "yard"}));
    DONE(run_here(QStringList{"box", "add", file} + boxes));
  }
  [[nodiscard]] QByteArray outputs_of(const QString& file, const QString& box) const {
    const auto to = at("outputs");
    QDir(to).removeRecursively();
    if (run_here({"export", file, "--what", "outputs", "--out", to}).status != 0) return {};
    return bytes_of(to + "/" + box + ".csv");
  }
  /// mlink collect FILE, in a process that goes on.
  static std::unique_ptr<QProcess> begin_collect(const QString& file) {
    auto process = std::make_unique<QProcess>();
    process->start(MLINK_PROGRAM, {"collect", file, "--threads", "1"});
    process->waitForStarted();
    return process;
  }
  static QByteArray end_of(QProcess& process) {
    if (!process.waitForFinished(60000)) return "it does not end";
    if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0) return {};
    return "status " + QByteArray::number(process.exitCode()) + ": " + process.readAllStandardError();
  }

 private Q_SLOTS:
  void initTestCase() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to collect from");
    QVERIFY(mlink::test::make_video(
        at("large.avi").toStdString(),
        "testsrc2=size=1280x720:rate=10:duration=2.4,eq=brightness='0.45*sin(3*t)':eval=frame", "-c:v mpeg4 -q:v 5"));
    const auto slow = mlink::test::write_box(folder_.path().toStdString(), mlink::test::slow_count("slow", rounds_));
    const double seconds = run({"box", "measure", QString::fromStdString(slow.string()), "--frames", "3", "--json"})
                               .json()["seconds"]
                               .toDouble();
    QVERIFY(seconds > 0);
    rounds_ = static_cast<int>(std::clamp(rounds_ * 0.08 / seconds, 2., 2000.));
  }

  void plugins() {
    const QTemporaryDir plugins, data;
    qputenv("XDG_DATA_HOME", data.path().toUtf8());
    qputenv("MLINK_PLUGINS", plugins.path().toUtf8());
    SAYS(run_here({"box", "plugins"}), 0, "There are no plugins. Looked in", plugins.path(), data.path());
    QVERIFY(QFile::copy(MLINK_EXAMPLE_PLUGIN, plugins.filePath("example_box.so")));
    QVERIFY(QFile::copy(at("large.avi"), plugins.filePath("no_box.so")));
    SAYS(run_here({"box", "plugins"}), 0, "Brightness, by the example plugin", "Apache-2.0", "cannot be loaded");
    const auto all = run_here({"box", "plugins", "--json"}).json()["plugins"].toArray();
    QCOMPARE(all.size(), 2);
    QCOMPARE(all[0].toObject()["name"].toString(), "example_box");
    QCOMPARE(all[0].toObject()["task"].toString(), "regression");
    QCOMPARE(all[0].toObject()["problem"].toString(), "");
    QVERIFY(!all[1].toObject()["problem"].toString().isEmpty());

    const auto file = at("plugged.mlink");
    make(file, {"example_box"});
    QVERIFY(QFile::exists(plugins.filePath("example_box.json")));
    DONE(run_here({"collect", file}));
    QCOMPARE(done_of(file), kFrames);
    const auto first = outputs_of(file, "example-box").split('\n').value(1).split(',').value(2).toDouble();
    QVERIFY2(first > 0.05 && first < 0.95, QByteArray::number(first));
    // The manifest is a person's from now on.
    auto text = bytes_of(plugins.filePath("example_box.json"));
    QVERIFY(text.contains("\"example-box\""));
    QFile changed(plugins.filePath("example_box.json"));
    QVERIFY(changed.open(QIODevice::WriteOnly | QIODevice::Truncate));
    changed.write(text.replace("\"example-box\"", "\"renamed\""));
    changed.close();
    SAYS(run_here({"box", "add", file, "example_box"}), 0, "renamed");
    SAYS(run_here({"box", "add", file, "other"}), 1, "There is no plugin called \"other\"", "There are: example_box");
    SAYS(run_here({"box", "add", file, "no_box"}), 1, "cannot be loaded");
    qunsetenv("MLINK_PLUGINS");
    qunsetenv("XDG_DATA_HOME");
  }

  // The demo takes its networks through OpenVINO where they can be used so, and says where not.
  void demoChoosesEngine_data() {
    QTest::addColumn<QString>("checks");  // what mlink box check does with the manifest $3
    QTest::addColumn<QString>("engine");
    QTest::addColumn<QString>("pose");
    QTest::addColumn<QString>("says");
    QTest::newRow("both") << ":"
                          << ""
                          << "openvino/pose.json"
                          << "through OpenVINO persons pose selfie";
    QTest::newRow("no OpenVINO") << "[[ $3 != */openvino/* ]] || { echo It is missing. >&2; exit 1; }"
                                 << ""
                                 << "boxes/pose.json"
                                 << "LibTorch runs the networks, with the same answers, later. It is missing.";
    QTest::newRow("one of them only") << "[[ $3 != */openvino/persons.json ]] || exit 1"
                                      << ""
                                      << "openvino/pose.json"
                                      << "through OpenVINO pose selfie";
    QTest::newRow("asked for") << ":"
                               << "libtorch"
                               << "boxes/pose.json"
                               << "demo: street with persons pose hog selfie\n";
    QTest::newRow("neither") << "[[ $3 != *pose.json ]] || exit 1"
                             << ""
                             << ""
                             << "which are not there: pose";
  }
  void demoChoosesEngine() {
    QFETCH(QString, checks);
    QFETCH(QString, engine);
    QFETCH(QString, pose);
    QFETCH(QString, says);
    if (!QFile::exists("/usr/share/doc/opencv-doc/examples/data/vtest.avi"))
      QSKIP("vtest.avi of Debian's opencv-doc is not there");
    const QTemporaryDir place;
    const auto program = [&](const char* name, const QString& text) {
      QFile file(place.filePath(name));
      QVERIFY(file.open(QIODevice::WriteOnly));
      file.write(text.toUtf8());
      file.setPermissions(file.permissions() | QFile::ExeOwner);
    };
    program("npm", "#!/bin/sh\nexit 1\n");
    program("mlink", "#!/bin/bash\necho \"$*\" >>" + place.filePath("log") + "\ncase \"$1 $2\" in\n\"box check\") " +
                         checks + " ;;\nesac\nexit 0\n");
    QProcess demo;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("PATH", place.path() + ":" + environment.value("PATH"));
    environment.insert("MLINK_BIN", place.path());
    environment.insert("MLINK_CACHE", place.filePath("cache"));
    environment.insert("MLINK_DEMO_DIR", place.filePath("demo"));
    environment.insert("MLINK_DEMO_ENGINE", engine);
    demo.setProcessEnvironment(environment);
    demo.start("bash", {MLINK_SOURCE_DIR "/datasets/demo/demo.sh", "street"});
    QVERIFY(demo.waitForFinished(60000));
    const auto out = demo.readAllStandardOutput();
    QVERIFY2(demo.exitCode() == 0, (out + demo.readAllStandardError()).constData());
    QVERIFY2(out.contains(says.toUtf8()), out.constData());
    const auto log = QString::fromUtf8(bytes_of(place.filePath("log")));
    const auto added = pose.isEmpty() ? QString("pose.json") : pose;
    QCOMPARE(log.contains(QRegularExpression("box add \\S+ \\S*" + QRegularExpression::escape(added) + "\n")),
             !pose.isEmpty());
    QVERIFY(log.contains(QRegularExpression("box add \\S+ \\S*resources/boxes/hog.json\n")));
  }

  // As a limit on the sizes of files does it: larger pictures than it cannot be shared.
  void noMemoryToShare() {
    const auto file = at("limited.mlink");
    static_cast<void>(mlink::test::write_box(folder_.path().toStdString(), mlink::test::red_share()));
    make(file, {at("red.json"), own_box(mlink::test::bright_count())});
    QProcess limited;
    limited.start("bash", {"-c", "ulimit -f 2000; exec \"$@\"", "bash", MLINK_PROGRAM, "collect", file});
    QVERIFY(limited.waitForFinished(60000));
    const auto said = limited.readAllStandardError();
    QVERIFY2(limited.exitStatus() == QProcess::NormalExit && limited.exitCode() == 1, said.constData());
    QVERIFY2(said.contains("There are no 2 MB of memory to share with the black box's process"), said.constData());
    QCOMPARE(done_of(file), kFrames);  // the other box
    const auto rest = run_here({"collect", file, "--json"});
    DONE(rest);
    QCOMPARE(rest.json()["stored"].toInt(), kFrames);
    QCOMPARE(done_of(file), 2 * kFrames);
    SAYS(run_here({"info", file, "--check"}), 0, "The file is whole.");
  }

  // The process of a box is killed on the way: the outputs are those of a run that nobody disturbed.
  void processKilled() {
    const auto slow = own_box(mlink::test::slow_count("slow", rounds_));
    make(at("killed.mlink"), {slow});
    const auto collect = begin_collect(at("killed.mlink"));
    QTRY_VERIFY_WITH_TIMEOUT(done_of(at("killed.mlink")) > 0, 30000);
    const auto box = mlink::test::child_of(mlink::test::child_of(static_cast<pid_t>(collect->processId())));
    QVERIFY(box > 0 && kill(box, SIGKILL) == 0);
    const auto before = done_of(at("killed.mlink"));
    QCOMPARE(end_of(*collect), QByteArray());
    QVERIFY2(before < kFrames, "the box was done before it could be killed");
    QCOMPARE(done_of(at("killed.mlink")), kFrames);
    make(at("whole.mlink"), {slow});
    DONE(run_here({"collect", at("whole.mlink")}));
    const auto expected = outputs_of(at("whole.mlink"), "slow");
    QCOMPARE(expected.count('\n'), kFrames + 1);
    QCOMPARE(outputs_of(at("killed.mlink"), "slow"), expected);
  }

  // A file has one writer: the second is told, the first goes on.
  void twoCollects() {
    const auto file = at("twice.mlink");
    static_cast<void>(mlink::test::write_box(folder_.path().toStdString(), mlink::test::slow_count("slow", rounds_)));
    make(file, {at("slow.json")});
    const auto first = begin_collect(file);
    QTRY_VERIFY_WITH_TIMEOUT(done_of(file) > 0, 30000);
    // Held, so that it is not done before the second has begun, however busy the machine.
    const auto writer = static_cast<pid_t>(first->processId());
    QVERIFY(kill(writer, SIGSTOP) == 0);
    const auto second = run({"collect", file});
    QVERIFY(kill(writer, SIGCONT) == 0);
    SAYS(second, 1, "twice.mlink");
    QVERIFY2(second.err.contains("is being written by"), told(second).constData());
    QVERIFY2(done_of(file) < kFrames, "the first was done before it could be held");
    QCOMPARE(end_of(*first), QByteArray());
    QCOMPARE(done_of(file), kFrames);
    SAYS(run_here({"collect", file}), 0, "0 outputs stored");
    SAYS(run_here({"info", file, "--check"}), 0, "The file is whole.");
  }
};

QTEST_GUILESS_MAIN(TestCliBoxes)
#include "test_cli_boxes.moc"
