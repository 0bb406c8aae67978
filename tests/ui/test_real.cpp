// The window over the real experiment: a video and two TorchScript boxes dropped on it, then collected, profiled and
// trained with the keys, looked at, replayed and exported, with a watchdog on the GUI thread all the while.
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QLineEdit>
#include <QMimeData>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>

#include "base/text.h"
#include "support/tiny_boxes.h"
#include "support/tiny_videos.h"
#include "ui/charts/line_chart.h"
#include "ui/common/exporter.h"
#include "ui/common/style.h"
#include "ui/ensemble/confidence_view.h"
#include "ui/ensemble/ensemble_page.h"
#include "ui/links/detail_view.h"
#include "ui/links/links_page.h"
#include "ui/links/matrix_view.h"
#include "ui/replay/replay_page.h"
#include "ui/sources/boxes_model.h"
#include "ui/sources/import_dialog.h"
#include "ui/sources/row_problem.h"
#include "ui/sources/sources_page.h"
#include "ui/sources/videos_model.h"
#include "ui/watchdog.h"
#include "ui/window/main_window.h"
#include "ui/window/status_line.h"
#include "ui/window/top_bar.h"

using namespace mlink::rooms;

class TestUiReal : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void fromNothingToReplay();
  void outputsAreImported();
  void movedFilesAreLocated();
  void notAnExperiment();

 private:
  void keysAlone(const QString& file);
  void howSure(MainWindow& w, const QString& file);
  ThemeHolder themes_;  ///< outlives the style, which the application keeps
};

void TestUiReal::initTestCase() {
  if (!mlink::test::have_ffmpeg()) QSKIP("ui_real: the ffmpeg program that makes the video is not installed");
  QApplication::setStyle(new WorkbenchStyle(&themes_));
}

void TestUiReal::fromNothingToReplay() {
  const QTemporaryDir dir;
  const auto folder = std::filesystem::path(dir.path().toStdString());
  QVERIFY(mlink::test::make_swinging_video(folder / "swing.mp4", 16));
  const auto bright = mlink::test::write_box(folder, mlink::test::bright_count());
  const auto red = mlink::test::write_box(folder, mlink::test::red_share());

  themes_.set_dark(false);
  MainWindow w(themes_);
  w.set_remembering(false);
  w.resize(1280, 800);
  w.show();
  const QString file = dir.filePath("real.mlink");
  w.activateWindow();  // without a window manager nobody else does
  w.create_file(file);
  QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 20000);
  QVERIFY(QFileInfo::exists(file));

  QMimeData files;
  files.setUrls({QUrl::fromLocalFile(dir.filePath("swing.mp4")), QUrl::fromLocalFile(QString::fromStdString(bright)),
                 QUrl::fromLocalFile(QString::fromStdString(red)), QUrl::fromLocalFile(dir.filePath("nothing.avi"))});
  QDragEnterEvent enter(w.sources()->rect().center(), Qt::CopyAction, &files, Qt::LeftButton, {});
  QApplication::sendEvent(w.sources(), &enter);
  QVERIFY(enter.isAccepted());
  QDropEvent drop(w.sources()->rect().center(), Qt::CopyAction, &files, Qt::LeftButton, {});
  QApplication::sendEvent(w.sources(), &drop);
  // The missing file stands in the list with its error; nothing else is lost.
  QTRY_COMPARE_WITH_TIMEOUT(w.sources()->videos()->rowCount(), 2, 30000);
  QTRY_COMPARE_WITH_TIMEOUT(w.sources()->boxes()->rowCount(), 2, 30000);
  QTRY_VERIFY_WITH_TIMEOUT(!w.worker()->busy(), 30000);
  QTRY_COMPARE(w.top_bar()->next_button()->isEnabled(), true);

  const mlink::test::Watchdog dog;
  QTest::keyClick(&w, Qt::Key_F5);  // collect
  QTRY_VERIFY_WITH_TIMEOUT(
      w.worker()->overview()->wanted > 0 && w.worker()->overview()->done == w.worker()->overview()->wanted, 60000);
  QTRY_VERIFY_WITH_TIMEOUT(!w.worker()->busy(), 60000);
  QCOMPARE(w.worker()->overview()->wanted, 2 * 160);
  QTest::keyClick(&w, Qt::Key_F5);  // profile
  QTRY_VERIFY_WITH_TIMEOUT(w.worker()->overview()->costs().known(CostKind::time) && !w.worker()->busy(), 60000);
  QTest::keyClick(&w, Qt::Key_F5);  // train
  QTRY_VERIFY_WITH_TIMEOUT(w.worker()->data() && w.worker()->data()->links && !w.worker()->busy(), 120000);
  w.show_page("links");
  QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 30000);
  QCOMPARE(w.links()->matrix()->trained(), 2);
  MatrixView* view = w.links()->matrix_view();
  QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                    view->visualRect(view->matrix()->index_of("bright", "red")).center());
  QTRY_VERIFY_WITH_TIMEOUT(w.links()->detail()->detail() && w.links()->detail()->ready(), 20000);
  // What is shown is what the experiment says of that link.
  const LinksData& links = *w.worker()->data()->links;
  const auto& detail = *w.links()->detail()->detail();
  QCOMPARE(QString::fromStdString(detail.target), "red");
  QCOMPARE(detail.figures.test.p, links.matrix.cell(0, 1)->test.p);
  QCOMPARE(static_cast<std::int64_t>(detail.frames.size()), links.matrix.test_frames);
  howSure(w, file);
  if (QTest::currentTestFailed()) return;

  w.show_page("replay");
  QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 60000);
  QVERIFY(w.replay()->view()->isVisible());
  keysAlone(file);
  if (QTest::currentTestFailed()) return;
  qInfo("longest turn of the GUI thread: %.1f ms (%.1f ms with what the machine took away)", dog.longest_ms(),
        dog.longest_wall_ms());

  QSignalSpy finished(w.exporter(), &Exporter::finished);
  w.export_to(dir.filePath("out"));
  QVERIFY(finished.wait(60000));
  QVERIFY(!finished[0][1].value<std::optional<Error>>());
  for (const char* name : {"outputs-bright.csv", "matrix.csv", "page-replay.png"})
    QVERIFY2(QFileInfo(dir.filePath(QString("out/") + name)).size() > 0, name);
}

// A new window on the same file, and nothing but keys, as README's first five minutes say: they reach the Replay page
// without a click.
/// The chances of the ensembles, a click away: what the core computes, the chosen link's target first, exported too.
void TestUiReal::howSure(MainWindow& w, const QString& file) {
  w.show_page("ensemble");
  auto* page = qobject_cast<EnsemblePage*>(w.page_of("ensemble"));
  QVERIFY(page && page->isVisible());
  Segmented* part = page->ensemble_part();
  QTRY_VERIFY(part->isVisible());
  ConfidenceView* view = page->confidence();
  const QAbstractItemModelTester tester(view->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
  QVERIFY(!view->isVisible() && view->model()->rowCount() == 0);  // not computed for nobody
  QTest::mouseClick(part, Qt::LeftButton, {}, QPoint(part->width() - 8, part->height() / 2));
  QVERIFY(view->isVisible());
  QTRY_VERIFY_WITH_TIMEOUT(view->ready() && view->model()->rowCount() == 2, 20000);
  auto reader = ExperimentReader::open(file.toStdString());
  QVERIFY(reader.has_value());
  const auto snapshot = reader->snapshot();
  QVERIFY(snapshot.has_value());
  for (const BoxConfidence& box : confidence_of(*snapshot->links, *snapshot->link_table)) {
    const int row = view->model()->row_of(to_qt(box.box));
    QVERIFY(row >= 0);
    const auto text = [&](int column) { return view->model()->index(row, column).data().toString(); };
    QCOMPARE(text(ConfidenceModel::Right), to_qt(score_text(box.right)));
    QCOMPARE(text(ConfidenceModel::Off), to_qt(score_text(box.calibration_error)));
    const ChartSeries& series = view->chart()->series()[row];
    QCOMPARE(series.points.size(),
             std::count_if(box.bins.begin(), box.bins.end(), [](const ReliabilityBin& bin) { return bin.count > 0; }));
  }
  QCOMPARE(view->table()->currentIndex().row(), view->model()->row_of(w.selection()->link()->target));
  const auto tables = page->tables();
  QVERIFY(std::any_of(tables.begin(), tables.end(), [](const auto& table) { return table.first == u"reliability"; }));
  QTest::mouseClick(part, Qt::LeftButton, {}, QPoint(8, part->height() / 2));
  QVERIFY(!view->isVisible());
  // By its old name, too.
  QVERIFY(w.show_page("confidence"));
  QVERIFY(view->isVisible());
  QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 60000);
}

void TestUiReal::keysAlone(const QString& file) {
  MainWindow w(themes_);
  w.set_remembering(false);
  w.resize(1280, 800);
  w.open_file(file);
  w.show();
  w.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&w));
  QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 20000);
  const auto press = [&](Qt::Key key, Qt::KeyboardModifiers with = {}) {
    QTest::keyClick(w.windowHandle(), key, with);
  };
  press(Qt::Key_4, Qt::ControlModifier);
  QTRY_VERIFY_WITH_TIMEOUT(w.ready() && w.replay()->view()->isVisible(), 60000);
  ReplayView* view = w.replay()->view();
  QVERIFY2(view->isAncestorOf(QApplication::focusWidget()), "the Replay page has not taken the focus");
  const auto budget = [&] { return w.selection()->budget()->value; };
  const double first = budget();
  for (int i = 0; i < 3; ++i) press(Qt::Key_BracketLeft);
  const double least = budget();
  for (int i = 0; i < 3; ++i) press(Qt::Key_BracketRight);
  QVERIFY2(budget() > least, qPrintable(QStringLiteral("%1, %2, %3").arg(first).arg(least).arg(budget())));
  Playback* playback = view->playback();
  const double moment = playback->position();
  press(Qt::Key_Period);
  QVERIFY(playback->position() > moment);
  press(Qt::Key_Comma);
  QCOMPARE(playback->position(), moment);
  press(Qt::Key_Space);
  QVERIFY(playback->playing());
  press(Qt::Key_Space);
  QVERIFY(!playback->playing());
  // Away and back: the keys come along.
  press(Qt::Key_1, Qt::ControlModifier);
  press(Qt::Key_4, Qt::ControlModifier);
  QVERIFY(view->isVisible());
  const double again = playback->position();
  press(Qt::Key_Period);
  QVERIFY(playback->position() > again);
}

// A table is dropped, the dialog filled in with keys and clicks; a bad one stands in the list with its line and column.
void TestUiReal::outputsAreImported() {
  const QTemporaryDir dir;
  const auto write = [&](const QString& name, const QByteArray& text) {
    QFile file(dir.filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
  };
  QVERIFY(write("Persons v2.csv", "source,frame,persons\nyard,0,3\nyard,1,\nyard,2,1\n"));
  QVERIFY(write("bad.csv", "source,frame,persons\nyard,0,3\nyard,1,many\n"));
  MainWindow w(themes_);
  w.set_remembering(false);
  w.resize(1280, 800);
  w.show();
  w.create_file(dir.filePath("import.mlink"));
  QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 20000);

  const auto dropped = [&](const QString& name) {
    QMimeData files;
    files.setUrls({QUrl::fromLocalFile(dir.filePath(name))});
    QDragEnterEvent enter(w.sources()->rect().center(), Qt::CopyAction, &files, Qt::LeftButton, {});
    QApplication::sendEvent(w.sources(), &enter);
    QDropEvent drop(w.sources()->rect().center(), Qt::CopyAction, &files, Qt::LeftButton, {});
    QApplication::sendEvent(w.sources(), &drop);
    return w.sources()->findChild<ImportDialog*>();
  };
  ImportDialog* dialog = dropped("Persons v2.csv");
  QVERIFY(dialog && dialog->isVisible());
  QCOMPARE(dialog->box()->text(), "persons-v2");
  QVERIFY(dialog->import_button()->isEnabled());
  // A name that no box may have cannot be imported under.
  dialog->box()->selectAll();
  QTest::keyClicks(dialog->box(), "My Box");
  QVERIFY(!dialog->import_button()->isEnabled());
  dialog->box()->selectAll();
  QTest::keyClicks(dialog->box(), "persons");
  QCOMPARE(dialog->task()->currentText(), "count");
  QTest::mouseClick(dialog->import_button(), Qt::LeftButton);
  QTRY_COMPARE_WITH_TIMEOUT(w.sources()->boxes()->rowCount(), 1, 20000);
  QTRY_VERIFY(!w.worker()->busy());
  const BoxesModel* boxes = w.sources()->boxes();
  QCOMPARE(boxes->index(0, BoxesModel::Name).data().toString(), "persons");
  QCOMPARE(boxes->index(0, BoxesModel::Adapter).data().toString(), "recorded");
  const VideosModel* videos = w.sources()->videos();
  QTRY_COMPARE(videos->rowCount(), 1);
  QCOMPARE(videos->index(0, VideosModel::File).data().toString(), "recorded, no video");
  QVERIFY(!videos->problem(0));
  QCOMPARE(w.worker()->overview()->done, 3);
  QVERIFY2(w.status()->text().contains("3 outputs of persons"), qPrintable(w.status()->text()));
  QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 20000);

  QTRY_VERIFY(!w.sources()->findChild<ImportDialog*>());
  dialog = dropped("bad.csv");
  QVERIFY(dialog && dialog->isVisible());
  QTest::keyClick(dialog->import_button(), Qt::Key_Space);
  QTRY_COMPARE_WITH_TIMEOUT(w.sources()->boxes()->rowCount(), 2, 20000);
  const auto problems = w.sources()->findChildren<RowProblem*>();
  QCOMPARE(problems.size(), 1);
  QVERIFY2(problems[0]->toolTip().startsWith("Line 3, column 3 (persons): \"many\" is not a number."),
           qPrintable(problems[0]->toolTip()));
  QTRY_VERIFY(!w.worker()->busy());
  QCOMPARE(w.worker()->overview()->boxes.size(), std::size_t{1});
}

/// A video that moved is an error in its row with "Locate…"; another file is refused, its own is taken.
void TestUiReal::movedFilesAreLocated() {
  const QTemporaryDir dir;
  const auto folder = std::filesystem::path(dir.path().toStdString());
  QVERIFY(mlink::test::make_swinging_video(folder / "swing.mp4", 4));
  QVERIFY(mlink::test::make_swinging_video(folder / "other.mp4", 8));
  {
    auto experiment = Experiment::create(folder / "moved.mlink");
    QVERIFY(experiment && experiment->add_video(folder / "swing.mp4"));
  }
  std::filesystem::create_directory(folder / "new");
  std::filesystem::rename(folder / "swing.mp4", folder / "new" / "moved.mp4");
  MainWindow w(themes_);
  w.set_remembering(false);
  w.resize(1280, 800);
  w.show();
  w.open_file(dir.filePath("moved.mlink"));
  w.show_page("sources");
  QTRY_COMPARE_WITH_TIMEOUT(w.sources()->videos()->rowCount(), 1, 20000);
  QVERIFY(w.sources()->videos()->problem(0));
  const auto locate = [&](const std::filesystem::path& file) {
    const auto buttons = w.sources()->findChildren<QPushButton*>();
    for (QPushButton* button : buttons) {
      if (button->text() != QStringLiteral("Locate…") || !button->isVisible()) continue;
      QTest::mouseClick(button, Qt::LeftButton);
      const auto asks = [&] { return w.sources()->findChild<QFileDialog*>(); };
      if (!QTest::qWaitFor([&] { return asks() != nullptr; })) return false;
      auto* name = asks()->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
      if (!name) return false;
      name->setText(QString::fromStdString(file.string()));
      QTest::keyClick(name, Qt::Key_Return);
      if (!QTest::qWaitFor([&] { return asks() == nullptr; })) return false;
      return QTest::qWaitFor([&] { return !w.worker()->busy(); }, 20000);
    }
    return false;
  };
  QVERIFY(locate(folder / "other.mp4"));
  QVERIFY2(w.status()->text().endsWith("other.mp4"), qPrintable(w.status()->text()));
  QVERIFY(w.sources()->videos()->problem(0));
  QVERIFY(locate(folder / "new" / "moved.mp4"));
  QTRY_VERIFY_WITH_TIMEOUT(!w.sources()->videos()->problem(0), 20000);
  QVERIFY2(w.status()->text().contains("The file of swing is found"), qPrintable(w.status()->text()));
  QCOMPARE(w.worker()->overview()->cameras.front().path, (folder / "new" / "moved.mp4").string());
  QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 20000);
}

void TestUiReal::notAnExperiment() {
  const QTemporaryDir dir;
  QFile file(dir.filePath("text.mlink"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write("this is not an experiment, and long enough to be looked at as one by a careless reader of files");
  file.close();
  MainWindow w(themes_);
  w.set_remembering(false);
  w.show();
  w.open_file(file.fileName());
  QTRY_VERIFY_WITH_TIMEOUT(w.open_error(), 10000);
  QVERIFY2(w.status()->text().endsWith("text.mlink"), qPrintable(w.status()->text()));
  QVERIFY(w.worker()->file().isEmpty());
}

QTEST_MAIN(TestUiReal)
#include "test_real.moc"
