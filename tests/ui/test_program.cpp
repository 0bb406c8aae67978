// The window's program as it is called: what its options mean, and pictures without a screen.
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "experiment/experiment.h"

using namespace mlink::rooms;

class TestUiProgram : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    file_ = folder_.filePath("empty.mlink");
    QVERIFY(Experiment::create(file_.toStdString()).has_value());
  }

  void wrongUsage_data() {
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("says");
    QTest::newRow("page") << QStringList{"--page", "nowhere"} << "There are sources, links, ";
    QTest::newRow("link") << QStringList{"--select", "pose"} << "A link is written SOURCE,TARGET.";
    QTest::newRow("budget") << QStringList{"--budget", "60"} << "the unit is missing";
    QTest::newRow("frame without number") << QStringList{"--frame", "yard"} << "A frame is written CAMERA:NUMBER.";
    QTest::newRow("frame before the first") << QStringList{"--frame", "yard:-1"} << "A frame is written CAMERA:NUMBER.";
    QTest::newRow("size") << QStringList{"--size", "large"} << "A size is written 1600x1000.";
    QTest::newRow("theme") << QStringList{"--theme", "pink"} << "A theme is light or dark.";
    QTest::newRow("language") << QStringList{"--language", "pink"} << "A language is en or de.";
    QTest::newRow("figure") << QStringList{"--figure", "matrix,8px"} << "A figure is written ";
    QTest::newRow("figure as png") << QStringList{"--figure", "matrix"} << "--figure needs --screenshot FILE, ";
    QTest::newRow("two files") << QStringList{"a.mlink", "b.mlink"} << "One experiment at a time.";
  }
  void wrongUsage() {
    QFETCH(QStringList, options);
    QFETCH(QString, says);
    const auto [status, told] = run(options + QStringList{"--screenshot", folder_.filePath("x.png")});
    QCOMPARE(status, 2);
    QVERIFY2(told.contains(says), qPrintable(told));
  }

  void pictures_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("begins");
    QTest::newRow("png") << "page.png" << QByteArray("\x89PNG");
    QTest::newRow("svg") << "page.svg" << QByteArray("<?xml");
    QTest::newRow("pdf") << "page.PDF" << QByteArray("%PDF");
  }
  void pictures() {
    QFETCH(QString, name);
    QFETCH(QByteArray, begins);
    const QString path = folder_.filePath(name);
    const auto [status, told] =
        run({file_, "--page", "sources", "--size", "1280x800", "--budget", "60ms", "--screenshot", path});
    QVERIFY2(status == 0, qPrintable(told));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.read(16).startsWith(begins));
    if (name == "page.png") QCOMPARE(QImage(path).size(), QSize(1280, 800));
  }

  void figures() {
    const auto [status, told] =
        run({file_, "--page", "links", "--figure", "matrix", "--screenshot", folder_.filePath("figure.svg")});
    QCOMPARE(status, 1);
    QVERIFY2(told.contains("The page has no drawing called matrix. It has none now."), qPrintable(told));
  }

  void filesThatCannotBe() {
    const auto [missing, said] = run({folder_.filePath("gone.mlink"), "--screenshot", folder_.filePath("x.png")});
    QCOMPARE(missing, 1);
    QVERIFY2(said.trimmed().endsWith("gone.mlink"), qPrintable(said));  // the path last
    for (const char* name : {"nowhere/x.png", "nowhere/x.svg", "nowhere/x.pdf"})
      QCOMPARE(run({file_, "--screenshot", folder_.filePath(name)}).first, 1);
  }

 private:
  static std::pair<int, QString> run(const QStringList& arguments) {
    QProcess process;
    process.start(MLINK_WORKBENCH, arguments);
    if (!process.waitForFinished(60000) || process.exitStatus() != QProcess::NormalExit) return {-1, "it did not end"};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardError())};
  }

  QTemporaryDir folder_;
  QString file_;
};

QTEST_GUILESS_MAIN(TestUiProgram)
#include "test_program.moc"
