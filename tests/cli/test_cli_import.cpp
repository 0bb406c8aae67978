// cli_import: mlink import as a user runs it, in processes of its own.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
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
      DONE(run_here({"import", second, "--box", box, "--outputs", at("trip/" + box + ".csv")}));
    DONE(run_here({"export", second, "--what", "outputs", "--out", at("trip2")}));
    for (const QString box : {"persons", "action", "words"}) {
      for (const QString end : {".csv", ".json"}) {
        const auto bytes = read(at("trip/" + box + end));
        QVERIFY(!bytes.isEmpty());
        QCOMPARE(read(at("trip2/" + box + end)), bytes);
      }
    }
    QCOMPARE(read(at("trip/words.csv")),
             QByteArray("source,frame,tokens,seconds\r\nyard,0,\"a, b\",0\r\nyard,1,\"\",0.2\r\nyard,5,,1\r\n"));

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

  /// Tables that a program before this one exported have no times.
  void older_tables_come_in() {
    const QString file = at("older.mlink");
    QFile table(at("older.csv"));
    QVERIFY(table.open(QIODevice::WriteOnly));
    table.write("source,frame,value\r\nyard,0,3\r\nyard,2,1\r\n");
    table.close();
    QFile spec(at("older.json"));
    QVERIFY(spec.open(QIODevice::WriteOnly));
    spec.write(R"({"labels": [], "task": "count", "tolerance": 0.5, "unit": "persons", "width": 1})");
    spec.close();
    DONE(run_here({"new", file}));
    DONE(run_here({"import", file, "--box", "older", "--outputs", at("older.csv"), "--rate", "5"}));
    const auto camera = run_here({"info", file, "--json"}).json()["cameras"].toArray()[0].toObject();
    QCOMPARE(camera["frame_rate"].toDouble(), 5.0);
    QCOMPARE(camera["seconds"].toDouble(), 0.6);
  }

  /// Export, import into another experiment, train, replay: the same tables, byte for byte, with cameras of their own
  /// rates, starts and gaps.
  void exported_outputs_make_the_same_experiment() {
    const auto write = [](const QString& path, const QByteArray& text) {
      QFile file(path);
      return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    };
    const auto read = [](const QString& path) {
      QFile file(path);
      return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    QVERIFY(QDir(folder_.path()).mkpath("was") && QDir(folder_.path()).mkpath("is"));
    const QString was = at("was/street.mlink"), is = at("is/street.mlink");
    const QStringList boxes{"persons", "bags", "cars"};
    DONE(run_here({"new", was}));
    for (int box = 0; box < 3; ++box) {
      QByteArray text = "source,frame,seconds,value\n";
      const auto add = [&](const char* camera, int frame, double seconds) {
        const int persons = frame / 7 % 3, said[] = {persons, persons > 1 ? 1 : 0, frame / 5 % 2};
        text += camera + (',' + QByteArray::number(frame)) + ',' + QByteArray::number(seconds, 'g', 17) + ',' +
                QByteArray::number(said[box]) + '\n';
      };
      for (int frame = 0; frame < 240; ++frame) add("yard", frame, frame / 7.3 + (frame > 150 ? 40 : 0));
      for (int frame = 0; frame < 120; ++frame) add("gate", 3 * frame, frame * 0.3);
      for (int frame = 0; frame < 60; ++frame) add("door", frame, frame * (frame + 1) / 50.0);
      QVERIFY(write(at(boxes[box] + ".csv"), text));
      DONE(run_here({"import", was, "--box", boxes[box], "--task", "count", "--outputs", at(boxes[box] + ".csv")}));
    }
    DONE(run_here({"video", "start", was, "gate", "12.7"}));
    const auto made = [&](const QString& file, const QString& out) -> bool {
      QStringList costs{"profile", file, "--set"};
      for (const QString& box : boxes) costs << box << QString("memory=%1GB").arg(1 + boxes.indexOf(box));
      const QString folder = at(out) + '/';
      bool fine = QDir(folder_.path()).mkpath(out) && run_here(costs).status == 0 &&
                  run_here({"train", file, "--part", "0.3", "--epochs", "4"}).status == 0;
      for (const char* what : {"matrix", "links", "ensemble", "cameras", "boxes", "coverage", "replay"})
        fine =
            fine &&
            run_here({"export", file, "--what", what, "--budget", "3GB", "--out", folder + what + ".csv"}).status == 0;
      const auto periods = run_here({"replay", file, "--budget", "3GB", "--period", "20s", "--json"});
      QByteArray told;
      for (const auto& method : periods.json()["methods"].toArray())
        for (const auto& period : method.toObject()["periods"].toArray())
          told += QJsonDocument(period.toObject()).toJson();
      return fine && told.count("begin_s") > 5 && write(folder + "periods", told) &&
             run_here({"export", file, "--what", "outputs", "--out", folder}).status == 0;
    };
    QVERIFY(made(was, "was/out"));
    DONE(run_here({"new", is}));
    for (const QString& box : boxes)
      DONE(run_here({"import", is, "--box", box, "--outputs", at("was/out/" + box + ".csv")}));
    QVERIFY(made(is, "is/out"));
    QStringList files{"matrix.csv", "links.csv", "ensemble.csv", "cameras.csv", "coverage.csv", "periods"};
    for (const QString& box : boxes) files << box + ".csv" << box + ".json";
    for (const QString& name : files) {
      QVERIFY(!read(at("was/out/" + name)).isEmpty());
      QCOMPARE(read(at("is/out/" + name)), read(at("was/out/" + name)));
    }
    // What takes time is measured anew in each training.
    const auto replayed = [&](const QString& out) {
      QList<QByteArrayList> rows;
      for (const auto& line : read(at(out + "/replay.csv")).split('\n')) rows << line.trimmed().split(',');
      for (int column = static_cast<int>(rows[0].size()) - 1; column >= 0; --column)
        if (rows[0][column].contains("ms"))
          for (auto& row : rows)
            if (column < row.size()) row.removeAt(column);
      return rows;
    };
    QCOMPARE(replayed("is/out"), replayed("was/out"));
    // The rates are what the times say.
    const auto cameras = run_here({"info", was, "--json"}).json()["cameras"].toArray();
    QCOMPARE(cameras[0].toObject()["frame_rate"].toDouble(), 7.3);
    QCOMPARE(cameras[1].toObject()["frame_rate"].toDouble(), 10.0);
    QVERIFY(cameras[2].toObject()["frame_rate"].isNull());
    QVERIFY(run_here({"info", was}).out.contains("by the table"));
  }

  /// A camera with the times of a table takes no frame whose time nobody said, and none out of order.
  void times_of_tables_stay_in_order() {
    const QString file = at("times.mlink");
    DONE(run_here({"new", file}));
    const auto import = [&](const char* box, const QByteArray& text, const QStringList& more = {}) {
      QFile table(at("times.csv"));
      if (table.open(QIODevice::WriteOnly)) table.write(text);
      table.close();
      return run_here(QStringList{"import", file, "--box", box, "--task", "count", "--outputs", at("times.csv")} +
                      more);
    };
    const auto first = import("a", "source,frame,seconds,value\ngate,0,3,1\ngate,1,3.1,1\ngate,2,3.2,1\ngate,3,3.3,1\n",
                              {"--rate", "7"});
    QVERIFY2(first.status == 0 && first.out.contains("Camera gate has 10 frames a second by the table's times, not 7"),
             told(first).constData());
    const auto without = import("b", "source,frame,value\ngate,0,1\ngate,4,1\n");
    QVERIFY2(without.status == 1 && without.err.contains("frame 4 is not among them. A column seconds"),
             told(without).constData());
    const auto early = import("b", "source,frame,seconds,value\ngate,4,3.25,1\n");
    QVERIFY2(early.status == 1 && early.err.contains("frame 4 is not after frame 3 of camera gate in time."),
             told(early).constData());
    DONE(import("b", "source,frame,seconds,value\ngate,1,3.1,1\ngate,4,3.4,1\n"));
    const auto gate = run_here({"info", file, "--json"}).json()["cameras"].toArray()[0].toObject();
    QCOMPARE(gate["frame_rate"].toDouble(), 10.0);
    QVERIFY(std::abs(gate["seconds"].toDouble() - 3.5) < 1e-9);
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
