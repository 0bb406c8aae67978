// cli_import: mlink import as a user runs it, in processes of its own.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

#include "cli/program.h"
#include "support/tiny_videos.h"

class TestCliImport : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;

  [[nodiscard]] QString at(const QString& name) const { return folder_.filePath(name); }

 private Q_SLOTS:
  void help_shows_examples() {
    const auto ran = run_here({"import", "--help"});
    DONE(ran);
    QVERIFY2(ran.out.contains("--json") && ran.out.contains("Examples:"), told(ran).constData());
    QVERIFY(ran.err.isEmpty());
  }

  void failures_are_one_line_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    DONE(run_here({"new", at("empty.mlink")}));
    QFile table(at("bad.csv"));
    QVERIFY(table.open(QIODevice::WriteOnly));
    table.write("source,frame,value\na,0,1\na,1,x\n");
    table.close();
    const auto row = [&](const char* name, const QStringList& more, const QString& says) {
      QTest::newRow(name) << QStringList{"import", at("empty.mlink"), "--box", "box"} + more << says;
    };
    row("bad table", {"--task", "count", "--outputs", at("bad.csv")},
        "Line 3, column 3 (value): \"x\" is not a number. A whole number of zero or more is expected. " +
            at("bad.csv"));
    row("not there", {"--task", "count", "--outputs", at("no.csv")}, "The file was not found.");
    row("no task", {"--outputs", at("bad.csv")}, "--task");
    row("unknown task", {"--task", "dance", "--outputs", at("bad.csv")}, "Unknown task \"dance\".");
    for (const char* size : {"9", "1920x", "x1080", "1920x0", "0x1080", "-5x5", "1920 x 1080", "1920x1080p",
                             "1920X1080", "4294967297x1080", "1920x99999999999999999999", "65537x10"})
      row(size, {"--task", "count", "--outputs", at("bad.csv"), "--picture", size},
          QString("\"%1\" is no size of a picture. Write WIDTHxHEIGHT in pixels, like 1920x1080.").arg(size));
    QTest::newRow("no experiment") << QStringList{"import", at("no.mlink"), "--box", "box", "--outputs", at("bad.csv")}
                                   << "no.mlink";
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

  // Outputs that another program wrote, exported and imported again, byte for byte.
  void recorded_outputs_round_trip() {
    const auto write = [](const QString& path, const QByteArray& text) {
      QFile file(path);
      return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    };
    const auto read = [](const QString& path) {
      QFile file(path);
      return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    QVERIFY(write(at("persons.csv"), "source,frame,value\nyard,0,3\nyard,1,\nyard,5,0\ngate,1,2\n"));
    QVERIFY(write(at("action.csv"), "source,frame,walk,\"run, fast\"\nyard,0,.25,.75\nyard,5,1e-3,0.1\n"));
    QVERIFY(write(at("words.csv"), "source,frame,tokens\nyard,0,\"a, b\"\nyard,1,\"\"\nyard,5,\n"));
    const auto first = at("recorded.mlink");
    DONE(run_here({"new", first}));
    const auto persons = run_here({"import", first, "--box", "persons", "--task", "count", "--unit", "persons",
                                   "--outputs", at("persons.csv"), "--rate", "5", "--json"});
    DONE(persons);
    QCOMPARE(persons.json()["read"].toInt(), 4);
    QCOMPARE(persons.json()["stored"].toInt(), 4);
    QCOMPARE(persons.json()["none"].toInt(), 1);
    QCOMPARE(persons.json()["left_out"].toInt(), 0);
    QCOMPARE(persons.json()["cameras_made"].toArray(), (QJsonArray{"yard", "gate"}));
    const auto told_text =
        run_here({"import", first, "--box", "action", "--task", "single_label", "--outputs", at("action.csv")});
    DONE(told_text);
    QVERIFY2(told_text.out.contains("2 outputs of 2 rows"), told(told_text).constData());
    DONE(run_here({"import", first, "--box", "words", "--task", "sequence", "--outputs", at("words.csv")}));
    const auto boxes = run_here({"box", "list", first, "--json"}).json()["boxes"].toArray();
    QCOMPARE(boxes.size(), 3);
    for (const auto& box : boxes) QVERIFY(box.toObject()["recorded"].toBool());
    const auto listed = run_here({"box", "list", first});
    QCOMPARE(listed.out.count("recorded "), 3);
    const auto info = run_here({"info", first});
    DONE(info);
    QVERIFY2(info.out.contains("recorded, no video"), told(info).constData());

    DONE(run_here({"export", first, "--what", "outputs", "--out", at("trip")}));
    const auto second = at("again.mlink");
    DONE(run_here({"new", second}));
    for (const QString box : {"persons", "action", "words"})
      DONE(run_here({"import", second, "--box", box, "--outputs", at("trip/" + box + ".csv"), "--rate", "5"}));
    DONE(run_here({"export", second, "--what", "outputs", "--out", at("trip2")}));
    for (const QString box : {"persons", "action", "words"}) {
      for (const QString end : {".csv", ".json"}) {
        const auto bytes = read(at("trip/" + box + end));
        QVERIFY(!bytes.isEmpty());
        QCOMPARE(read(at("trip2/" + box + end)), bytes);
      }
    }
    QCOMPARE(read(at("trip/words.csv")),
             QByteArray("source,frame,tokens\r\nyard,0,\"a, b\"\r\nyard,1,\"\"\r\nyard,5,\r\n"));

    // Frames that a camera does not use are told; with --strict they are an error.
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video with frames that are not used");
    const auto video = at("swing.avi");
    QVERIFY(mlink::test::make_swinging_video(video.toStdString(), 2));
    DONE(run_here({"video", "add", second, video, "--camera", "swing", "--every", "10"}));
    QVERIFY(write(at("swing.csv"), "source,frame,value\nswing,0,1\nswing,10,1\nswing,11,1\n"));
    const auto left_out =
        run_here({"import", second, "--box", "swing", "--task", "count", "--outputs", at("swing.csv")});
    DONE(left_out);
    QVERIFY2(left_out.out.contains("1 row is of a frame that camera swing does not use, it was left out."),
             told(left_out).constData());
    const auto strict =
        run_here({"import", second, "--box", "strict", "--task", "count", "--outputs", at("swing.csv"), "--strict"});
    QCOMPARE(strict.status, 1);
    QVERIFY2(strict.err.contains("Line 4, column 2 (frame): camera swing does not use frame 11."),
             told(strict).constData());
  }

  // What is not as it seems in detections is an error that says what to do, or is told.
  void detections_are_taken_as_told() {
    const auto write = [](const QString& path, const QByteArray& text) {
      QFile file(path);
      return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    };
    const auto file = at("detections.mlink");
    DONE(run_here({"new", file}));
    QVERIFY(write(at("corners.json"),
                  R"([{"image_id": "yard_mp4-0004_jpg.rf.3f0a9b1c2d4e5f60718293a4b5c6d832.jpg", "category_id": 1,
                       "bbox": [100, 50, 180, 90]}])"));
    const QStringList arguments{"import",    file,           "--box",     "car",
                                "--task",    "localization", "--outputs", at("corners.json"),
                                "--picture", "200x100",      "--source",  "yard"};
    const auto refused = run_here(arguments);
    QCOMPARE(refused.status, 1);
    QCOMPARE(refused.err.count('\n'), 1);
    QVERIFY2(refused.err.contains("Line 2: 1 of 1 boxes, this one first, leave the picture as x, y, width, height; as "
                                  "two corners none does. Give --boxes xyxy"),
             told(refused).constData());
    const auto taken = run_here(arguments + QStringList{"--boxes", "xyxy"});
    DONE(taken);
    QVERIFY2(taken.out.contains("By the numbers in their names 1 image is a frame of camera yard: 4 to 4"),
             told(taken).constData());
    QCOMPARE(run_here(arguments + QStringList{"--boxes", "yolo"}).status, 2);
  }

  void ctrl_c_imports_nothing() {
    const auto file = at("import-stopped.mlink");
    DONE(run_here({"new", file}));
    QFile table(at("many.csv"));
    QVERIFY(table.open(QIODevice::WriteOnly));
    QByteArray text = "source,frame,value\n";
    for (int i = 0; i < 1000000; ++i) text += "a," + QByteArray::number(i) + ",1\n";
    table.write(text);
    table.close();
    QProcess process;
    process.setReadChannel(QProcess::StandardError);
    process.start(MLINK_PROGRAM,
                  {"import", file, "--box", "many", "--task", "count", "--outputs", at("many.csv"), "--progress"});
    static const QRegularExpression storing("Import [1-9][0-9]*/1000000");
    QString seen;
    while (!seen.contains(storing) && process.waitForReadyRead(60000)) seen += process.readAllStandardError();
    QVERIFY2(seen.contains(storing), qPrintable(seen));
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(60000));
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(process.readAllStandardError().endsWith("mlink: Stopped. Nothing was imported.\n"));
    const auto info = run_here({"info", file, "--json"});
    DONE(info);
    QVERIFY(info.json()["boxes"].toArray().isEmpty());
    QVERIFY(info.json()["cameras"].toArray().isEmpty());
  }
};

QTEST_GUILESS_MAIN(TestCliImport)
#include "test_cli_import.moc"
