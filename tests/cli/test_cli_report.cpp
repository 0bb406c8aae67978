// cli_report: the experiment as one HTML page: well-formed, whole, its figures those of the other commands, and read by
// a real browser (headless): no script error, tables that sort, light and dark, printed.
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QJsonArray>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>
#include <map>

#include "cli/program.h"

namespace {

using Rows = std::vector<QStringList>;

/// The page's tables by the name they carry; several of one name follow one another. Empty: it is not well-formed.
std::multimap<QString, Rows> tables_in(QString html, QString* problem) {
  html.remove(QRegularExpression("<script>.*</script>", QRegularExpression::DotMatchesEverythingOption));
  html.replace("<!DOCTYPE html>", "");
  html.replace("<style>", "<style><![CDATA[").replace("</style>", "]]></style>");
  std::multimap<QString, Rows> tables;
  QXmlStreamReader xml(html);
  std::multimap<QString, Rows>::iterator table = tables.end();
  while (!xml.atEnd()) {
    if (xml.readNext() != QXmlStreamReader::StartElement) continue;
    if (xml.name() == u"table") table = tables.emplace(xml.attributes().value("data-table").toString(), Rows());
    if (table == tables.end()) continue;
    if (xml.name() == u"tr") table->second.emplace_back();
    if ((xml.name() == u"td" || xml.name() == u"th") && !table->second.empty())
      table->second.back() << xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
  }
  if (xml.hasError()) *problem = QString("%1, line %2").arg(xml.errorString()).arg(xml.lineNumber());
  return tables;
}

/// Rows of a table that another command wrote as Markdown.
Rows markdown_rows(const QString& path) {
  QFile file(path);
  Rows rows;
  if (!file.open(QIODevice::ReadOnly)) return rows;
  for (const QString& line : QString::fromUtf8(file.readAll()).split('\n')) {
    if (!line.startsWith("| ") || line.startsWith("| ---")) continue;
    QStringList cells = line.mid(1, line.size() - 2).split(" | ");
    for (QString& cell : cells) cell = cell.trimmed();
    rows.push_back(cells);
  }
  return rows;
}

}  // namespace

class TestCliReport : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  QString file_, html_;

  [[nodiscard]] QString at(const QString& name) const { return folder_.filePath(name); }
  [[nodiscard]] static QString read(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
  }

  bool import(const QString& file, bool costs) {
    const char* const boxes[] = {"persons", "bags", "cars"};
    for (int box = 0; box < 3; ++box) {
      QFile table(at(QString("box%1.csv").arg(box)));
      if (!table.open(QIODevice::WriteOnly)) return false;
      table.write("source,frame,value\n");
      for (int frame = 0; frame < 400; ++frame) {
        const int persons = frame / 7 % 3, cars = frame / 5 % 2;
        const int said[] = {persons, persons > 1 ? 1 : 0, cars};
        table.write(QByteArray("yard,") + QByteArray::number(frame) + ',' + QByteArray::number(said[box]) + '\n');
      }
      table.close();
      if (run_here({"import", file, "--box", boxes[box], "--task", "count", "--outputs", table.fileName()}).status != 0)
        return false;
    }
    return !costs || run_here({"profile", file, "--set", "persons", "time=10ms", "memory=1GB", "bags", "time=20ms",
                               "memory=2GB", "cars", "time=30ms", "memory=3GB"})
                             .status == 0;
  }

  [[nodiscard]] static QString browser() {
    for (const char* name : {"chromium-headless-shell", "chromium", "google-chrome"})
      if (QString found = QStandardPaths::findExecutable(name); !found.isEmpty()) return found;
    return {};
  }
  /// What the browser printed; an empty text: it failed.
  [[nodiscard]] QByteArray browse(const QStringList& arguments) const {
    QProcess process;
    process.setProcessChannelMode(QProcess::SeparateChannels);
    process.start(browser(), QStringList{"--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                                         "--hide-scrollbars", "--user-data-dir=" + at("profile"),
                                         "--enable-logging=stderr", "--virtual-time-budget=2000"} +
                                 arguments);
    if (!process.waitForFinished(60000) || process.exitCode() != 0) return {};
    const QByteArray said = process.readAllStandardError();
    if (said.contains("Uncaught") || said.contains("SyntaxError")) qWarning() << said;
    return said.contains("Uncaught") || said.contains("SyntaxError") ? QByteArray()
                                                                     : process.readAllStandardOutput() + ' ';
  }

 private Q_SLOTS:
  void initTestCase() {
    file_ = at("yard <1> & co.mlink");
    html_ = at("yard.html");
    DONE(run_here({"new", file_}));
    QVERIFY(import(file_, true));
    DONE(run_here({"train", file_, "--part", "0.3", "--epochs", "5"}));
    DONE(run_here({"report", file_, "--out", html_, "--budget", "30ms", "--budget", "50ms"}));
  }

  void wholeAndWellFormed() {
    QString problem;
    const auto tables = tables_in(read(html_), &problem);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    for (const char* name : {"matrix", "links", "activation", "ensembles", "methods-time", "methods-memory", "cameras",
                             "boxes", "outputs"})
      QVERIFY2(tables.count(name) > 0, name);
    const QString html = read(html_);
    for (const char* id : {"links", "activation", "ensembles", "frontier", "methods", "frames", "studies", "made"})
      QVERIFY2(html.contains(QString("id=\"%1\"").arg(id)), id);
    QVERIFY(html.contains("<h1>yard &lt;1&gt; &amp; co.mlink</h1>") && !html.contains("yard <1>"));
    // One file without network: nothing is fetched.
    QVERIFY(!html.contains(QRegularExpression("(src|href)=\"(https?:|//|file:)")));
    QVERIFY(html.contains("No study is kept in the file."));
  }

  void figuresAreTheOtherCommands_data() {
    QTest::addColumn<QString>("table");
    QTest::addColumn<QStringList>("what");
    QTest::newRow("links") << "links" << QStringList{"links"};
    QTest::newRow("ensembles") << "ensembles" << QStringList{"ensemble"};
    QTest::newRow("activation by time") << "activation" << QStringList{"activation", "--cost", "time"};
    QTest::newRow("boxes") << "boxes" << QStringList{"boxes"};
  }
  void figuresAreTheOtherCommands() {
    QFETCH(QString, table);
    QFETCH(QStringList, what);
    const QString out = at("other.md");
    DONE(run_here(QStringList{"export", file_, "--as", "md", "--out", out, "--what"} + what));
    Rows expected = markdown_rows(out);
    for (QStringList& row : expected)
      for (QString& cell : row) cell.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    QVERIFY(expected.size() > 2);
    QString problem;
    const auto tables = tables_in(read(html_), &problem);
    QCOMPARE(tables.find(table)->second, expected);
  }

  void methodsAreReplays() {
    const auto replay = run_here(
        {"replay", file_, "--budget", "30ms", "--budget", "50ms", "--methods", "mlink,standalone,optimum", "--json"});
    DONE(replay);
    QString problem;
    const auto tables = tables_in(read(html_), &problem);
    const Rows& rows = tables.find("methods-time")->second;
    const auto points = replay.json()["points"].toArray();
    QCOMPARE(points.size(), 2);
    for (const char* name : {"mlink", "standalone", "optimum"}) {
      const auto row = std::find_if(rows.begin(), rows.end(), [&](const QStringList& r) { return r.value(0) == name; });
      QVERIFY(row != rows.end());
      for (int k = 0; k < 2; ++k)
        for (const auto& one : points[k].toObject()["methods"].toArray()) {
          const auto method = one.toObject();
          if (method["method"] != name) continue;
          QCOMPARE(row->value(1 + 3 * k), QString::number(method["output_accuracy"].toDouble(), 'f', 3));
          QCOMPARE(row->value(3 + 3 * k), QString::number(method["time_ms_per_frame"].toDouble(), 'f', 1));
        }
    }
  }

  /// "How this was made" makes it again: typed into a shell as it stands, from the tables on.
  void makesItAgain() {
    const QString name = "it's made again.mlink", file = at(name), page = at("made.html");
    DONE(run_here({"new", file}));
    QVERIFY(import(file, false));
    // A quarter of all is one box to the bit, and no round number.
    DONE(run_here({"profile", file, "--set", "persons", "time=10.01ms", "bags", "time=10.01ms", "cars", "time=20.02ms",
                   "gpu-memory=1.5GB"}));
    DONE(run_here({"train", file, "--part", "0.3", "--epochs", "6", "--batch", "16", "--learning-rate", "0.02"}));
    DONE(run_here({"report", file, "--out", page, "--methods", "mlink,standalone"}));
    QString problem;
    const Rows rows = tables_in(read(page), &problem).find("methods-time")->second;
    QString typed = read(page).section("<pre><code>", 1, 1).section("</code>", 0, 0);
    typed.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    QVERIFY2(!typed.contains("mlink collect") && !typed.contains("mlink profile 'it'\\''s made again.mlink'\n"),
             qPrintable(typed));
    const QDir again(at("again"));
    QVERIFY(again.mkpath("."));
    const auto shell = [&](const QString& command) {
      QProcess process;
      process.setWorkingDirectory(again.path());
      process.start("sh", {"-c", "PATH=" + QFileInfo(MLINK_PROGRAM).path() + ":$PATH; " + command});
      Ran ran;
      if (!process.waitForFinished(120000)) return ran;
      ran.status = process.exitCode();
      ran.out = QString::fromUtf8(process.readAllStandardOutput());
      ran.err = QString::fromUtf8(process.readAllStandardError());
      return ran;
    };
    DONE(shell("mlink new \"" + name + '"'));
    Ran last;
    for (const QString& line : typed.split('\n', Qt::SkipEmptyParts)) {
      last = shell(line + (line.startsWith("mlink replay") ? " --json" : ""));
      QVERIFY2(last.status == 0, qPrintable(line + '\n' + last.err));
    }
    const auto points = last.json()["points"].toArray();
    QCOMPARE(points.size(), 3);
    QVERIFY(points[0].toObject()["methods"].toArray()[1].toObject()["output_accuracy"].toDouble() > 0.3);
    for (int method = 0; method < 2; ++method)
      for (int k = 0; k < 3; ++k) {
        const auto one = points[k].toObject()["methods"].toArray()[method].toObject();
        QCOMPARE(rows.at(2 + method).value(1 + 3 * k), QString::number(one["output_accuracy"].toDouble(), 'f', 3));
      }
    const auto boxes = [](const QString& of) { return run_here({"info", of, "--json"}).json()["boxes"].toArray(); };
    for (int box = 0; box < 3; ++box)
      for (const char* key : {"time", "gpu_memory", "output"})
        QCOMPARE(boxes(again.filePath(name))[box].toObject()[key], boxes(file)[box].toObject()[key]);
  }

  /// Imports with options are typed as they were told: a table without a column of cameras, detections with classes.
  void importsAsCommands() {
    const QString file = at("tracks.mlink"), page = at("tracks.html");
    const auto write = [](const QString& path, const QByteArray& text) {
      QFile out(path);
      return out.open(QIODevice::WriteOnly) && out.write(text) == text.size();
    };
    QByteArray tracks;
    for (int frame = 1; frame < 4; ++frame) tracks += QByteArray::number(frame) + ",1,10,10,30,30,0.7,1,1\n";
    QVERIFY(write(at("my tracks.txt"), tracks));
    QVERIFY(write(at("share.csv"), "frame,seconds,share\n0,0.5,0.25\n1,0.75,0.5\n2,1,1\n"));
    QVERIFY(write(at("label.csv"), "time;label\n0,1;no\n0,6;yes\n1,2;no\n"));
    DONE(run_here({"new", file}));
    DONE(run_here({"import",   file,   "--box",         "tracks", "--task",  "count", "--outputs", at("my tracks.txt"),
                   "--source", "yard", "--rate",        "10",     "--class", "1",     "--score",   "0.5",
                   "--frames", "5",    "--first-frame", "1"}));
    DONE(run_here({"import", file, "--box", "share", "--task", "regression", "--tolerance", "0.05", "--outputs",
                   at("share.csv"), "--camera", "the gate", "--unit", "share"}));
    DONE(run_here({"import", file, "--box", "door", "--task", "single_label", "--labels", "yes,no", "--outputs",
                   at("label.csv"), "--camera", "door", "--rate", "2", "--title", "Open or not"}));
    DONE(run_here({"report", file, "--out", page}));
    QString typed = read(page).section("<pre><code>", 1, 1).section("</code>", 0, 0);
    typed.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    QCOMPARE(typed.count("mlink import tracks.mlink"), 3);
    QVERIFY(!read(page).contains("were imported from") && !read(page).contains("has no video; it was imported"));
    const QDir again(at("tracks again"));
    QVERIFY(again.mkpath("."));
    QProcess process;
    process.setWorkingDirectory(again.path());
    process.start("sh",
                  {"-ec", "PATH=" + QFileInfo(MLINK_PROGRAM).path() + ":$PATH; mlink new tracks.mlink; " + typed});
    QVERIFY(process.waitForFinished(60000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    const auto info = [](const QString& of) { return run_here({"info", of, "--json"}).json(); };
    const auto was = info(file), is = info(again.filePath("tracks.mlink"));
    for (const char* key : {"cameras", "boxes", "coverage"}) QCOMPARE(is[key], was[key]);
    QCOMPARE(was["boxes"].toArray().size(), 3);
    const auto runs = run_here({"runs", file, "--json"}).json()["runs"].toArray();
    QCOMPARE(runs[0].toObject()["command_note"].toString(), QString());
    QVERIFY(typed.contains(runs[0].toObject()["command"].toString()));
  }

  /// Frames on which no box has an output are not counted as judged anywhere, and told where they are among others.
  void framesWithoutOutputs() {
    const QString file = at("gaps.mlink"), page = at("gaps.html");
    DONE(run_here({"new", file}));
    QVERIFY(import(file, true));
    QFile later(at("later.csv"));
    QVERIFY(later.open(QIODevice::WriteOnly));
    later.write("source,frame,value\n");
    for (int frame = 400; frame < 600; ++frame) later.write("yard," + QByteArray::number(frame) + ",1\n");
    later.close();
    DONE(run_here({"import", file, "--box", "later", "--task", "count", "--outputs", later.fileName()}));
    DONE(run_here({"box", "remove", file, "later"}));
    const auto trained = run_here({"train", file, "--part", "0.3", "--epochs", "4"});
    DONE(trained);
    const auto matrix = run_here({"matrix", file, "--json"}).json();
    const auto numbers = [](const QJsonObject& of, const QStringList& keys) {
      QList<int> out;
      for (const QString& key : keys) out << of[key].toInt(-1);
      return out;
    };
    const QStringList counts{"train_frames", "test_frames", "train_part_frames", "test_part_frames"};
    QCOMPARE(numbers(matrix, counts), (QList<int>{180, 220, 180, 420}));
    const QString note = "200 more test frames have no output of any box: nothing is judged on them.";
    const auto shown = run_here({"matrix", file});
    QVERIFY2(shown.out.contains("180 frames trained, 220 tested") && shown.out.contains(note), told(shown).constData());
    QVERIFY(trained.out.contains("220 tested") && !trained.out.contains("420 tested"));
    const auto all = run_here({"matrix", file, "--rows", "all", "--json"}).json();
    QCOMPARE(numbers(all, counts + QStringList{"frames"}), (QList<int>{180, 220, 180, 420, 400}));
    const auto replay = run_here({"replay", file, "--budget", "30ms", "--json"}).json();
    QCOMPARE(numbers(replay, {"frames", "judged_frames"}), (QList<int>{420, 220}));
    const auto text = run_here({"replay", file, "--budget", "30ms"});
    QVERIFY2(text.out.contains("Replay of 420 frames, 220 of them with outputs at 30 ms"), told(text).constData());
    DONE(run_here({"report", file, "--out", page}));
    QVERIFY(read(page).contains("180 frames trained, 220 tested.") && read(page).contains(note));
    for (const auto& one : run_here({"runs", file, "--json"}).json()["runs"].toArray()) {
      if (one.toObject()["kind"] != "link_set") continue;
      const auto run = run_here({"runs", file, "--show", one.toObject()["name"].toString()});
      QVERIFY2(run.out.contains("180 frames trained, 220 tested"), told(run).constData());
    }
    const auto study =
        run_here({"study", "sizes", file, "--parts", "0.3", "--repeats", "1", "--epochs", "2", "--json"});
    QCOMPARE(study.json()["frames"].toInt(), 400);
    // What came since changes no number of that training.
    DONE(run_here({"import", file, "--box", "more", "--task", "count", "--outputs", later.fileName()}));
    DONE(run_here({"box", "remove", file, "more"}));
    QCOMPARE(numbers(run_here({"matrix", file, "--json"}).json(), counts), (QList<int>{180, 220, 180, 420}));
  }

  /// Worst frames are those that the source has something to say of; p is of more.
  void framesWithoutASource() {
    const QString file = at("silent.mlink"), page = at("silent.html");
    DONE(run_here({"new", file}));
    QVERIFY(import(file, false));
    QFile table(at("silent.csv"));
    QVERIFY(table.open(QIODevice::WriteOnly));
    table.write("source,frame,value\n");
    for (int frame = 0; frame < 400; ++frame)
      table.write("yard," + QByteArray::number(frame) + (frame % 4 == 0 ? ",1\n" : ",\n"));
    table.close();
    DONE(run_here({"import", file, "--box", "silent", "--task", "count", "--outputs", table.fileName()}));
    DONE(run_here({"train", file, "--part", "0.3", "--epochs", "4"}));
    DONE(run_here({"report", file, "--out", page, "--link", "silent", "persons"}));
    static const QRegularExpression note(
        "[0-9]+ of 70 test frames are wrong; on 210 more, which p counts too, silent has no output\\.");
    QVERIFY2(note.match(read(page)).hasMatch(),
             qPrintable(read(page).mid(read(page).indexOf("test frames are wrong") - 40, 200)));
    DONE(run_here({"report", file, "--out", page, "--link", "persons", "bags"}));
    QVERIFY(read(page).contains(" of 280 test frames are wrong. Largest"));
  }

  /// Labels that the test part never shows are called as they were at training, whatever came in the box's place.
  void labelsOfTraining() {
    const QString file = at("labels.mlink");
    DONE(run_here({"new", file}));
    QVERIFY(import(file, false));
    const auto labels = [&](const QByteArray& header, const QStringList& more) {
      QFile table(at("labels.csv"));
      if (table.open(QIODevice::WriteOnly)) table.write("source,frame," + header + '\n');
      for (int frame = 0; frame < 400; ++frame)
        table.write("yard," + QByteArray::number(frame) + (frame % 3 == 0 ? ",1,0," : ",0,1,") +
                    (frame % 5 == 0 && frame < 100 ? "1\n" : "0\n"));
      table.close();
      return run_here(
          QStringList{"import", file, "--box", "kinds", "--task", "multi_label", "--outputs", at("labels.csv")} + more);
    };
    DONE(labels("person,bag,rare", {}));
    DONE(run_here({"train", file, "--part", "0.3", "--epochs", "4"}));
    const auto left_out = [&] {
      return run_here({"matrix", file, "--json"}).json()["classes_left_out"].toArray()[3].toArray();
    };
    QCOMPARE(left_out(), QJsonArray{"rare"});
    DONE(labels("hund,katze,maus", {"--replace"}));
    QCOMPARE(left_out(), QJsonArray{"rare"});
    DONE(run_here({"export", file, "--what", "links", "--as", "md", "--out", at("left.md")}));
    QVERIFY(read(at("left.md")).contains("rare") && !read(at("left.md")).contains("maus"));
  }

  /// A budget of a cost that some box lacks is an error as of `replay`, and no other budget takes its place.
  void budgetsOfUnknownCosts() {
    const QString page = at("gpu.html");
    for (const QStringList& command :
         {QStringList{"report", file_, "--out", page, "--budget", "3GB", "--budget", "2GB-gpu"},
          QStringList{"replay", file_, "--budget", "2GB-gpu"}}) {
      const auto ran = run_here(command);
      QVERIFY2(ran.status == 1 && ran.err.contains("The gpu-memory of persons, bags, cars is not known."),
               told(ran).constData());
    }
    QVERIFY(!QFile::exists(page));
    const QString some = at("some.mlink");
    QVERIFY(QFile::copy(file_, some));
    DONE(run_here({"profile", some, "--set", "bags", "gpu-memory=1GB"}));
    const auto activation = run_here({"activation", some, "--cost", "gpu-memory"});
    QVERIFY2(activation.status == 1 && activation.err.contains("The gpu-memory of persons, cars is not known."),
             told(activation).constData());
  }

  void aStudentWithoutVideo() {
    const QString copy = at("student.mlink");
    QVERIFY(QFile::copy(file_, copy));
    const auto study = run_here({"study", "sizes", copy, "--parts", "0.3", "--repeats", "1", "--epochs", "2"});
    QVERIFY2(study.status == 0 &&
                 (study.out + study.err).contains("Student: no pictures. The cameras have no video.") &&
                 !(study.out + study.err).contains("Check the path"),
             told(study).constData());
  }

  /// Documents say what they were made from, whatever they are of.
  void documentsSayTheirOrigin() {
    for (const char* what : {"cameras", "boxes", "coverage", "matrix", "replay"}) {
      const QString out = at("origin.json");
      DONE(run_here({"export", file_, "--what", what, "--as", "json", "--budget", "30ms", "--out", out}));
      const auto from = QJsonDocument::fromJson(read(out).toUtf8()).object()["made_from"].toArray();
      QVERIFY2(!from.isEmpty() && from[0].toString().contains("yard <1> & co.mlink"), what);
    }
  }

  /// A part that cannot be computed keeps its heading and a sentence.
  void unfinishedExperiments() {
    const QString empty = at("empty.mlink"), page = at("empty.html");
    DONE(run_here({"new", empty}));
    DONE(run_here({"report", empty, "--out", page}));
    QVERIFY(read(page).contains("No links yet."));
    const QString unknown = at("unknown.mlink");
    DONE(run_here({"new", unknown}));
    QVERIFY(import(unknown, false));
    DONE(run_here({"train", unknown, "--part", "0.3", "--epochs", "5"}));
    DONE(run_here({"report", unknown, "--out", page}));
    QVERIFY(read(page).contains("It needs links, and the boxes' costs."));
    QString problem;
    QVERIFY(tables_in(read(page), &problem).count("matrix") == 1 && problem.isEmpty());
  }

  void linksWhoseBoxIsGone() {
    const QString copy = at("copy.mlink");
    QVERIFY(QFile::copy(file_, copy));
    DONE(run_here({"box", "remove", copy, "cars"}));
    const auto matrix = run_here({"matrix", copy});
    QVERIFY2(matrix.status == 1 && matrix.err.contains("The links do not fit the boxes any more.") &&
                 matrix.err.contains("cars"),
             told(matrix).constData());
    DONE(run_here({"report", copy, "--out", at("copy.html")}));
  }

  void misuse() {
    const auto greedy = run_here({"select", file_, "--budget", "30ms", "--hindsight"});
    QVERIFY2(greedy.status == 1 && greedy.err.contains("greedy compares no sets"), told(greedy).constData());
    const auto back = run_here({"profile", file_, "--take-back", "cars"});
    QVERIFY2(back.status == 1 && back.err.contains("mlink profile FILE --set cars time=30ms"), told(back).constData());
    const auto tolerance = run_here({"import", file_, "--box", "x", "--outputs", at("box0.csv"), "--tolerance", "0"});
    QVERIFY2(
        tolerance.status == 2 && tolerance.err.contains("\"0\" is no number above zero") && tolerance.err.size() < 300,
        told(tolerance).constData());
    const auto link = run_here({"report", file_, "--out", at("x.html"), "--link", "persons", "dogs"});
    QVERIFY2(link.status == 1 && link.err.contains("There is no link from persons to dogs."), told(link).constData());
    QVERIFY(!QFile::exists(at("x.html")));
    const auto method = run_here({"report", file_, "--out", at("x.html"), "--methods", "mlinkk"});
    QVERIFY2(method.status == 1 && method.err.contains("mlinkk"), told(method).constData());
    const auto folder = run_here({"report", file_, "--out", at("nowhere/x.html")});
    QCOMPARE(folder.status, 1);
    const auto budget = run_here({"report", file_, "--out", at("x.html"), "--budget", "60"});
    QCOMPARE(budget.status, 1);
  }

  void inABrowser() {
    if (browser().isEmpty()) QSKIP("cli_report: no browser without a window (chromium-headless-shell) is installed");
    // A probe at the page's end sorts a table by a click, as a reader does, and writes down what it found.
    QString page = read(html_);
    page.replace("</body>",
                 "<script>const t=document.querySelector('table[data-table=links]');"
                 "t.querySelectorAll('th')[2].click();"
                 "const v=[...t.tBodies[0].rows].map(r=>Number(r.cells[2].dataset.v));"
                 "document.title='tables '+document.querySelectorAll('table').length+' sorted '+"
                 "v.every((x,i)=>i===0||v[i-1]<=x)+' rows '+v.length;</script></body>");
    QFile probe(at("probe.html"));
    QVERIFY(probe.open(QIODevice::WriteOnly));
    probe.write(page.toUtf8());
    probe.close();
    QString problem;
    const auto tables = tables_in(read(html_), &problem);
    const QByteArray dom = browse({"--dump-dom", "file://" + probe.fileName()});
    QVERIFY2(dom.contains(QString("<title>tables %1 sorted true rows 6</title>").arg(tables.size()).toUtf8()),
             dom.left(600).constData());

    const QString light = at("light.png"), dark = at("dark.png"), paper = at("paper.pdf");
    QVERIFY(!browse({"--screenshot=" + light, "--window-size=1200,1600", "file://" + html_}).isEmpty());
    QVERIFY(!browse({"--screenshot=" + dark, "--window-size=1200,1600", "--blink-settings=preferredColorScheme=0",
                     "file://" + html_})
                 .isEmpty());
    QVERIFY(QImage(light).pixelColor(5, 5).lightness() > 200);
    QVERIFY2(QImage(dark).pixelColor(5, 5).lightness() < 60, qPrintable(QImage(dark).pixelColor(5, 5).name()));
    QVERIFY(!browse({"--print-to-pdf=" + paper, "--no-pdf-header-footer", "file://" + html_}).isEmpty());
    QVERIFY(read(paper).startsWith("%PDF"));
    if (const QString keep = qEnvironmentVariable("MLINK_KEEP_PICTURES"); !keep.isEmpty())
      for (const QString& path : {light, dark, paper, html_})
        QFile::copy(path, keep + "/report-" + QFileInfo(path).fileName());
  }
};

QTEST_GUILESS_MAIN(TestCliReport)
#include "test_cli_report.moc"
