// ui_reading: when the window reads which part of a file. Outputs of a large one take seconds: what needs none is shown
// before, and nothing is read twice.
#include <QDir>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>

#include "ui/common/exporter.h"
#include "ui/common/style.h"
#include "ui/fake_experiment.h"
#include "ui/links/detail_view.h"
#include "ui/links/links_page.h"
#include "ui/links/matrix_view.h"
#include "ui/replay/replay_page.h"
#include "ui/window/main_window.h"
#include "ui/window/status_line.h"

using namespace mlink::rooms;

class TestUiReading : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QApplication::setStyle(new WorkbenchStyle(&themes_)); }
  void linksAreThereBeforeTheOutputs();
  void outputsAreReadOncePerVersion();

 private:
  ThemeHolder themes_;  ///< outlives the style, which the application keeps
  std::shared_ptr<mlink::fake::File> file_;
};

// A file that keeps its figures shows its links while its outputs are still being read.
void TestUiReading::linksAreThereBeforeTheOutputs() {
  file_ = mlink::fake::file(mlink::fake::State::trained);
  file_->keeps_figures = true;
  file_->outputs_ms = 1500;
  MainWindow w(themes_, mlink::fake::ports(file_));
  w.set_remembering(false);
  w.show_page("links");
  w.show();
  w.open_file("/experiments/synthetic.mlink");
  QTRY_VERIFY(w.worker()->data());
  QVERIFY(!w.worker()->data()->whole());
  QVERIFY(w.worker()->data()->links);
  QVERIFY(w.links()->matrix_view()->isVisible());
  QVERIFY(w.links()->list()->model()->rowCount() > 0);
  QVERIFY(!w.ready());  // the chosen link's frames are to come
  QVERIFY(!w.links()->detail()->detail());
  const auto links = w.worker()->data()->links;
  w.show_page("replay");
  QVERIFY(!w.replay()->ready());
  QVERIFY(!w.replay()->view()->data());
  // What is exported now waits for the outputs, which are a part of it.
  const QTemporaryDir folder;
  Exporter exporter(w.worker());
  QSignalSpy exported(&exporter, &Exporter::finished);
  exporter.start(folder.path(), {}, {800, 600});
  w.show_page("links");
  QTRY_VERIFY(w.worker()->data()->whole());
  QTRY_VERIFY(w.ready());
  QCOMPARE(w.worker()->data()->links, links);  // not computed again
  QVERIFY(w.links()->detail()->detail());
  QCOMPARE(static_cast<int>(file_->outputs_read), 1);
  QTRY_COMPARE(exported.count(), 1);
  QVERIFY(!QDir(folder.path()).entryList({"outputs-*.csv"}).isEmpty());
}

void TestUiReading::outputsAreReadOncePerVersion() {
  file_ = mlink::fake::file(mlink::fake::State::collected);
  MainWindow w(themes_, mlink::fake::ports(file_));
  w.set_remembering(false);
  w.show();
  w.open_file("/experiments/synthetic.mlink");
  QTRY_VERIFY(w.ready());
  const int before = file_->outputs_read;
  file_->fail_train = true;
  w.worker()->train();
  QTRY_VERIFY(w.status()->text().contains("The disk is full."));
  QTest::qWait(50);
  QCOMPARE(file_->outputs_read - before, 0);
  file_->fail_train = false;
  w.worker()->train();
  QTRY_COMPARE(file_->outputs_read - before, 1);
}

QTEST_MAIN(TestUiReading)
#include "test_reading.moc"
