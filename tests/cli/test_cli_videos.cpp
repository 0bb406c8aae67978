// cli: videos of several streams, files that moved, and manifests to begin with.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <algorithm>
#include <cmath>

#include "cli/program.h"
#include "support/tiny_boxes.h"
#include "support/tiny_networks.h"
#include "support/tiny_videos.h"

using namespace mlink::rooms;

class TestCliVideos : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  [[nodiscard]] QString at(const QString& name) const { return folder_.filePath(name); }

 private Q_SLOTS:
  void initTestCase() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to add");
    QVERIFY(
        mlink::test::make_video(at("drone.mkv").toStdString(), "color=white:s=32x32:r=1:d=1",
                                "-f lavfi -i color=black:s=64x48:r=10:d=2 -f lavfi -i anullsrc=r=16000:d=2 -f lavfi -i "
                                "sine=r=16000:d=2 -map 0:v -map 1:v -map 2:a -map 3:a -c:v:0 mjpeg -c:v:1 mpeg4 -c:a "
                                "pcm_s16le"));
    QVERIFY(mlink::test::make_swinging_video(at("plain.avi").toStdString(), 1));
  }

  void streams_are_named() {
    const auto file = at("streams.mlink");
    DONE(run_here({"new", file}));
    DONE(run_here({"video", "add", file, at("drone.mkv"), "--camera", "best"}));
    DONE(
        run_here({"video", "add", file, at("drone.mkv"), "--camera", "other", "--stream", "0", "--sound-stream", "3"}));
    DONE(run_here({"video", "add", file, at("plain.avi"), "--camera", "plain"}));
    const auto list = run_here({"video", "list", file});
    DONE(list);
    QVERIFY2(list.out.contains("drone.mkv, video stream 1 of 0, 1, audio stream 2 of 2, 3"), told(list).constData());
    QVERIFY2(list.out.contains("drone.mkv, video stream 0 of 0, 1, audio stream 3 of 2, 3"), told(list).constData());
    QVERIFY2(!list.out.contains("plain.avi,"), told(list).constData());
    const auto cameras = run_here({"video", "list", file, "--json"}).json()["cameras"].toArray();
    QCOMPARE(cameras[0].toObject()["video_stream"].toObject()["used"].toInt(), 1);
    QCOMPARE(cameras[1].toObject()["audio_stream"].toObject()["used"].toInt(), 3);
    QVERIFY(!cameras[2].toObject().contains("video_stream"));
    const auto none = run_here({"video", "add", file, at("drone.mkv"), "--stream", "9"});
    QCOMPARE(none.status, 1);
    QVERIFY2(none.err.contains("There is no stream 9. Choose one of the file's video streams: 0, 1."),
             told(none).constData());
    QCOMPARE(run_here({"video", "add", file, at("drone.mkv"), "--stream", "first"}).status, 2);
  }

  // Trust is said, shown and taken back; what has none is collected closed in, with the same outputs.
  void files_are_trusted() {
    QVERIFY(QDir(folder_.path()).mkpath("config"));
    const QByteArray before = qgetenv("MLINK_TRUST"), config = qgetenv("XDG_CONFIG_HOME");
    qputenv("MLINK_TRUST", "");
    qputenv("XDG_CONFIG_HOME", at("config").toUtf8());
    const auto back = qScopeGuard([&] {
      qputenv("MLINK_TRUST", before);
      qputenv("XDG_CONFIG_HOME", config);
    });
    const auto box = QString::fromStdString(
        mlink::test::write_box(folder_.path().toStdString(), mlink::test::bright_count()).string());
    const auto shown = run_here({"box", "trust", "--show", box});
    DONE(shown);
    QCOMPARE(shown.out, at("bright.pt") + ": not trusted\n");
    const auto closed_in = run_here({"box", "check", box});
    DONE(closed_in);
    QVERIFY2(closed_in.out.contains("runs     in a process of its own, closed in since its files are not trusted: no "
                                    "network, files read only (mlink box trust)"),
             told(closed_in).constData());
    const auto collected = [&](const QString& file) {
      for (const QStringList& step : {QStringList{"new", file},
                                      {"video", "add", file, at("plain.avi")},
                                      {"box", "add", file, box},
                                      {"collect", file}})
        if (const auto ran = run_here(step); ran.status != 0) return QString(told(ran));
      if (const auto ran = run_here({"export", file, "--what", "outputs", "--as", "csv", "--out", file + ".out"});
          ran.status != 0)
        return QString(told(ran));
      QFile table(file + ".out/bright.csv");
      return table.open(QIODevice::ReadOnly) ? QString::fromUtf8(table.readAll()) : QString();
    };
    const QString there = collected(at("closed.mlink"));
    QVERIFY2(there.count('\n') > 5, qPrintable(there));
    DONE(run_here({"box", "trust", box}));
    QVERIFY(run_here({"box", "trust", "--show", box, "--json"})
                .json()["files"]
                .toArray()[0]
                .toObject()["trusted"]
                .toBool());
    QVERIFY(run_here({"box", "check", box}).out.contains("runs     in this program\n"));
    QCOMPARE(collected(at("open.mlink")), there);
    QCOMPARE(run_here({"box", "trust", "--take-back", at("bright.pt")}).out, "Trust taken back from 1 of 1 file\n");
    QCOMPARE(run_here({"box", "trust", "--show", box}).out, at("bright.pt") + ": not trusted\n");
    QCOMPARE(run_here({"box", "trust", at("nothing.pt")}).status, 1);
    QCOMPARE(run_here({"box", "trust", "--show", "--take-back", box}).status, 2);
  }

  // A network that sees four frames, .2 s apart, from its manifest to the exported numbers: the newest less the oldest.
  // Frame n is grey of the level 7 n; before the first frame there is the first.
  void a_clip_from_manifest_to_export() {
    const auto file = at("clip.mlink");
    QVERIFY(mlink::test::make_video(at("shades.avi").toStdString(),
                                    "nullsrc=size=16x16:rate=10:duration=2,format=rgb24,geq=r='7*N':g='7*N':b='7*N'",
                                    "-c:v png"));
    mlink::test::write_network(at("change.pt").toStdString(),
                               "def forward(self, x: Tensor) -> Tensor:\n"
                               "    w = torch.tensor([-1.0, 0.0, 0.0, 1.0]).reshape([1, 1, 4, 1, 1])\n"
                               "    return torch.conv3d(x, w).mean().reshape([1, 1])\n");
    QFile manifest(at("change.json"));
    QVERIFY(manifest.open(QIODevice::WriteOnly));
    manifest.write(R"({"version": 1, "name": "change", "adapter": "torchscript", "weights": [{"path": "change.pt"}],
        "input": {"width": 8, "height": 8, "channels": 1, "scale": 1, "frames": 4, "step": 0.2, "layout": "ncthw"},
        "head": {"kind": "values"}, "reducer": {"kind": "scalar"}, "output": {"task": "regression", "tolerance": 1}})");
    manifest.close();
    const auto checked = run_here({"box", "check", at("change.json")});
    DONE(checked);
    QVERIFY2(checked.out.contains("4 frames 0.2 s apart"), told(checked).constData());
    DONE(run_here({"new", file}));
    DONE(run_here({"video", "add", file, at("shades.avi"), "--every", "3"}));
    DONE(run_here({"box", "add", file, at("change.json")}));
    DONE(run_here({"collect", file, "--threads", "2"}));
    DONE(run_here({"export", file, "--what", "outputs", "--out", at("changes")}));
    QFile table(at("changes/change.csv"));
    QVERIFY(table.open(QIODevice::ReadOnly));
    const auto lines = QString::fromUtf8(table.readAll()).trimmed().split('\n');
    QCOMPARE(lines.size(), 8);
    for (int row = 1; row < lines.size(); ++row) {
      const auto cells = lines[row].trimmed().split(',');
      const int n = cells[1].toInt();
      QCOMPARE(n, 3 * (row - 1));
      const double expected = 7 * std::min(n, 6) * .9999;  // what the shares of grey sum up to
      QVERIFY2(std::abs(cells[2].toDouble() - expected) < 1e-3, qPrintable(lines[row]));
    }
  }

  // From a network's file to a box that runs.
  void a_manifest_is_guessed() {
    QVERIFY(QDir(folder_.path()).mkpath("net"));
    QVERIFY(QFile::remove(QString::fromStdString(
        mlink::test::write_box(at("net").toStdString(), mlink::test::bright_count("scene")).string())));
    const auto shown = run_here({"box", "guess", at("net/scene.pt")});
    DONE(shown);
    QCOMPARE(shown.json()["adapter"].toString(), QString("torchscript"));  // what goes to a file is the manifest alone
    QVERIFY2(shown.err.contains("Note: A TorchScript file does not say the size of its input"),
             told(shown).constData());
    const auto written = run_here({"box", "guess", at("net/scene.pt"), "--name", "yard", "--out", at("net/yard.json")});
    DONE(written);
    QVERIFY2(written.out.contains("mlink box check"), told(written).constData());
    const auto checked = run_here({"box", "check", at("net/yard.json")});
    DONE(checked);
    QVERIFY2(checked.out.contains("yard is usable"), told(checked).constData());
    const auto again = run_here({"box", "guess", at("net/scene.pt"), "--out", at("net/yard.json")});
    QCOMPARE(again.status, 1);
    QVERIFY2(again.err.contains("left as it is"), told(again).constData());
    const auto all = run_here({"box", "guess", at("net/scene.pt"), "--json"}).json();
    QCOMPARE(all["format"].toString(), QString("TorchScript"));
    QVERIFY(!all["unknown"].toArray().isEmpty());
    QCOMPARE(run_here({"box", "guess", at("plain.avi")}).status, 1);
  }

  void folders_of_pictures() {
    const auto file = at("pictures.mlink");
    DONE(run_here({"new", file}));
    QVERIFY(QDir(folder_.path()).mkpath("shots"));
    QVERIFY(mlink::test::make_video(at("shots/%03d.png").toStdString(), "testsrc2=size=32x24:rate=10:duration=1", ""));
    const auto no_rate = run_here({"video", "add", file, at("shots")});
    QCOMPARE(no_rate.status, 1);
    QVERIFY2(no_rate.err.contains("How many pictures a second these are is not known. Give the rate at which they were "
                                  "taken, like --rate 10. " +
                                  at("shots").toUtf8()),
             told(no_rate).constData());
    QVERIFY(QFile::remove(at("shots/005.png")));
    const auto added = run_here({"video", "add", file, at("shots"), "--rate", "10"});
    DONE(added);
    QVERIFY2(added.out.contains("shots") &&
                 (added.out + added.err).contains("shots: One picture is missing, number 5") &&
                 (added.out + added.err).contains("shots: Frame 0 is 001.png, and so on."),
             told(added).constData());
    DONE(run_here({"video", "add", file, at("shots/%03d.png"), "--rate", "29.97", "--camera", "quick"}));
    const auto cameras = run_here({"video", "list", file, "--json"}).json()["cameras"].toArray();
    QCOMPARE(cameras[0].toObject()["frames"].toInt(), 9);
    QCOMPARE(cameras[1].toObject()["name"].toString(), QString("quick"));
    QCOMPARE(run_here({"video", "add", file, at("shots"), "--rate", "0"}).status, 2);
    const auto rate_of_a_file = run_here({"video", "add", file, at("plain.avi"), "--rate", "10"});
    QCOMPARE(rate_of_a_file.status, 1);
    QVERIFY2(rate_of_a_file.err.contains("A rate was given for a file that has its own times."),
             told(rate_of_a_file).constData());
  }

  void moved_files_are_told() {
    const auto file = at("moved.mlink");
    DONE(run_here({"new", file}));
    QVERIFY(QDir(folder_.path()).mkpath("old"));
    QVERIFY(QDir(folder_.path()).mkpath("new"));
    QVERIFY(QFile::copy(at("plain.avi"), at("old/plain.avi")));
    const auto manifest = mlink::test::write_box(at("old").toStdString(), mlink::test::bright_count("walker"));
    DONE(run_here({"video", "add", file, at("old/plain.avi"), "--camera", "door"}));
    DONE(run_here({"box", "add", file, QString::fromStdString(manifest.string())}));
    for (const char* name : {"plain.avi", "walker.json", "walker.pt"})
      QVERIFY(QFile::rename(at("old/") + name, at("new/") + name));
    QVERIFY(run_here({"video", "list", file}).out.contains("File not found."));
    const auto other = run_here({"video", "relink", file, "door", at("drone.mkv")});
    QCOMPARE(other.status, 1);
    QVERIFY2(other.err.contains("This is another file"), told(other).constData());
    QCOMPARE(run_here({"video", "relink", file, "door"}).status, 1);
    QCOMPARE(run_here({"video", "relink", file}).status, 2);
    const auto found = run_here({"video", "relink", file, "--all", at("new")});
    DONE(found);
    QVERIFY2(found.out.contains("Found the videos of: door"), told(found).constData());
    QVERIFY(!run_here({"video", "list", file}).out.contains("File not found."));
    DONE(run_here({"video", "relink", file, "door", at("new/plain.avi")}));
    QVERIFY(run_here({"video", "relink", file, "--all", at("new")}).out.contains("No video is missing."));
    DONE(run_here({"box", "relink", file, "walker", at("new/walker.json")}));
    const auto wrong = run_here({"box", "relink", file, "runner", at("new/walker.json")});
    QCOMPARE(wrong.status, 1);
    QVERIFY2(wrong.err.contains("There is no black box \"runner\"."), told(wrong).constData());
    const auto boxes = run_here({"box", "list", file});
    QVERIFY2(!boxes.out.contains("not found"), told(boxes).constData());
  }
};

QTEST_GUILESS_MAIN(TestCliVideos)
#include "test_cli_videos.moc"
