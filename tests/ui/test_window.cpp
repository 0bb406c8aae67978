// The window over a synthetic experiment, with real mouse and key events: pages, matrix, drops, steps, stop, export,
// themes, pictures of pages, and a watchdog on the GUI thread.
#include <QAbstractItemModelTester>
#include <QDir>
#include <QHelpEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QScrollBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolTip>
#include <QtTest>

#include "ui/common/exporter.h"
#include "ui/common/style.h"
#include "ui/fake_experiment.h"
#include "ui/links/detail_view.h"
#include "ui/links/links_page.h"
#include "ui/links/matrix_view.h"
#include "ui/links/worst_frames.h"
#include "ui/sources/boxes_model.h"
#include "ui/sources/outputs_panel.h"
#include "ui/sources/row_problem.h"
#include "ui/sources/sources_page.h"
#include "ui/sources/videos_model.h"
#include "ui/watchdog.h"
#include "ui/window/log_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/rail.h"
#include "ui/window/screenshot.h"
#include "ui/window/status_line.h"
#include "ui/window/top_bar.h"
#include "ui/window/welcome.h"

using namespace mlink::rooms;

class TestUi : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void pagesByKeysAndRail();
  void pagesTakeTheFocus();
  void startOfAVideoByKeys();
  void hoverRepaintsAndTips();
  void clickSelectsEverywhere();
  void doubleClickOpensReplay();
  void keysMoveInTheMatrix();
  void worstFramesChooseTheFrame();
  void listAndMatrixAgree();
  void linkTakesTheWidth();
  void themeSwitches();
  void welcomeIsNotCut_data();
  void welcomeIsNotCut();
  void emptyStates_data();
  void emptyStates();
  void dropAddsAndRefuses();
  void collectShowsProgressAndStops();
  void listsAreReadWhenTheFileChanged();
  void failureStandsInTheStatusLine();
  void nextStepRuns();
  void problemsStandInTheirRows();
  void openErrors();
  void lockedFileCanBeRead();
  void exportWritesFiles();
  void exportToAFile();
  void stalls();
  void pictures_data();
  void pictures();

 private:
  std::unique_ptr<MainWindow> window(mlink::fake::State state, int boxes = 4, const QSize& size = {1280, 800});
  static QPoint centre(MatrixView* view, const QModelIndex& at) { return view->visualRect(at).center(); }

  ThemeHolder themes_;
  std::shared_ptr<mlink::fake::File> file_;
};

void TestUi::init() {
  static bool styled = false;
  if (!styled) QApplication::setStyle(new WorkbenchStyle(&themes_));
  styled = true;
  themes_.set_dark(false);
}

std::unique_ptr<MainWindow> TestUi::window(mlink::fake::State state, int boxes, const QSize& size) {
  file_ = mlink::fake::file(state, boxes);
  auto w = std::make_unique<MainWindow>(themes_, mlink::fake::ports(file_));
  w->set_remembering(false);
  w->resize(size);
  w->show();
  w->open_file("/experiments/synthetic.mlink");
  return w;
}

void TestUi::pagesByKeysAndRail() {
  auto w = window(mlink::fake::State::trained);
  QTRY_VERIFY(w->ready());
  QCOMPARE(w->page(), "sources");
  QTest::keyClick(w.get(), Qt::Key_2, Qt::ControlModifier);
  QCOMPARE(w->page(), "links");
  QVERIFY(w->links()->isVisible());
  QTest::keyClick(w.get(), Qt::Key_3, Qt::ControlModifier);
  QCOMPARE(w->page(), "ensemble");
  QTest::keyClick(w.get(), Qt::Key_4, Qt::ControlModifier);
  QCOMPARE(w->page(), "replay");
  QTest::mouseClick(w->rail()->button("sources"), Qt::LeftButton);
  QCOMPARE(w->page(), "sources");
  QVERIFY(w->rail()->button("sources")->isChecked());
  QVERIFY(!w->rail()->button("links")->isChecked());
  QVERIFY(!w->show_page("nowhere"));
  QCOMPARE(w->page(), "sources");
  QCOMPARE(w->windowTitle(), "synthetic.mlink — MLink Workbench");
}

// From the program's start, with keys alone: the page at the front has the keys.
void TestUi::pagesTakeTheFocus() {
  auto w = window(mlink::fake::State::trained);
  QVERIFY(QTest::qWaitForWindowActive(w.get()));
  QTRY_VERIFY(w->ready());
  const auto press = [&](Qt::Key key, Qt::KeyboardModifiers with = {}) {
    QTest::keyClick(w->windowHandle(), key, with);
  };
  press(Qt::Key_2, Qt::ControlModifier);
  QTRY_VERIFY(w->ready());
  const QModelIndex before = w->links()->matrix_view()->chosen();
  press(Qt::Key_Right);
  press(Qt::Key_Down);
  QTRY_VERIFY(w->links()->matrix_view()->chosen().isValid() && w->links()->matrix_view()->chosen() != before);
}

// F2, a time, Enter: the file begins there; nonsense is told and changes nothing.
void TestUi::startOfAVideoByKeys() {
  auto w = window(mlink::fake::State::trained);
  QVERIFY(QTest::qWaitForWindowActive(w.get()));
  QTRY_VERIFY(w->ready());
  QTableView* view = nullptr;
  for (auto* table : w->sources()->findChildren<QTableView*>())
    if (table->model() == w->sources()->videos()) view = table;
  const auto begins = [&] { return view->model()->index(1, VideosModel::Begins).data().toString(); };
  const auto type = [&](const QString& text) {
    view->setFocus();
    view->setCurrentIndex(view->model()->index(1, VideosModel::Begins));
    QTest::keyClick(view, Qt::Key_F2);
    auto* editor = view->viewport()->findChild<QLineEdit*>();
    QVERIFY(editor);
    QTest::keyClicks(editor, text);
    QTest::keyClick(editor, Qt::Key_Return);
  };
  type("1:30");
  QTRY_COMPARE(begins(), QString("0:01:30"));
  QSignalSpy ended(w->worker(), &Worker::step_finished);
  type("soon");
  QTRY_COMPARE(ended.size(), 1);
  QVERIFY(ended[0][2].value<std::optional<Error>>().has_value() && begins() == "0:01:30");
}

void TestUi::hoverRepaintsAndTips() {
  auto w = window(mlink::fake::State::trained);
  w->show_page("links");
  QTRY_VERIFY(w->ready());
  MatrixView* view = w->links()->matrix_view();
  const QModelIndex cell = view->matrix()->index_of("pose", "persons");
  const QImage before = view->viewport()->grab(view->visualRect(cell)).toImage();
  QTest::mouseMove(view->viewport(), centre(view, cell));
  QTRY_COMPARE(view->hovered(), cell);
  QVERIFY(view->viewport()->grab(view->visualRect(cell)).toImage() != before);
  QVERIFY(cell.data(MatrixModel::TipRole).toString().contains("pose → persons"));
  // The diagonal is not a link: nothing is hovered there.
  QTest::mouseMove(view->viewport(), centre(view, view->matrix()->index(1, 1)));
  QTRY_VERIFY(!view->hovered().isValid());
}

void TestUi::clickSelectsEverywhere() {
  auto w = window(mlink::fake::State::trained);
  w->show_page("links");
  QTRY_VERIFY(w->ready());
  MatrixView* view = w->links()->matrix_view();
  const QModelIndex cell = view->matrix()->index_of("hog", "pose");
  QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, centre(view, cell));
  QCOMPARE(w->selection()->link(), (LinkChoice{"hog", "pose"}));
  QCOMPARE(view->chosen(), cell);
  QCOMPARE(view->sibling(), view->matrix()->index_of("pose", "hog"));
  QCOMPARE(w->top_bar()->link_chip()->text(), "hog → pose");
  QTRY_VERIFY(w->links()->detail()->detail());
  QTRY_COMPARE(QString::fromStdString(w->links()->detail()->detail()->source), "hog");
  QCOMPARE(w->links()->detail()->figures()->figures().front().value, "0.70");
  // A click on the diagonal changes nothing.
  QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, centre(view, view->matrix()->index(0, 0)));
  QCOMPARE(w->selection()->link(), (LinkChoice{"hog", "pose"}));
}

void TestUi::doubleClickOpensReplay() {
  auto w = window(mlink::fake::State::trained);
  w->show_page("links");
  QTRY_VERIFY(w->ready());
  MatrixView* view = w->links()->matrix_view();
  const QModelIndex cell = view->matrix()->index_of("pose", "selfie");
  QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, centre(view, cell));
  QTRY_COMPARE(w->page(), "replay");
  // The fake's worst frame: error 1 + i % 3 = 3 at i = 8, the first of them: camera 3, ordinal 10.
  QCOMPARE(w->selection()->frame(), (FrameChoice{"cam 3", 10}));
  QCOMPARE(w->selection()->link(), (LinkChoice{"pose", "selfie"}));
}

void TestUi::keysMoveInTheMatrix() {
  auto w = window(mlink::fake::State::trained);
  w->show_page("links");
  QTRY_VERIFY(w->ready());
  MatrixView* view = w->links()->matrix_view();
  QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, centre(view, view->matrix()->index(0, 1)));
  QTest::keyClick(view, Qt::Key_Down);  // (1,1) is stepped over
  QCOMPARE(view->chosen(), view->matrix()->index(2, 1));
  QTest::keyClick(view, Qt::Key_S);
  QCOMPARE(view->chosen(), view->matrix()->index(1, 2));
  QTest::keyClick(view, Qt::Key_Right);
  QCOMPARE(view->chosen(), view->matrix()->index(1, 3));
  QTest::keyClick(view, Qt::Key_Right);  // the edge
  QCOMPARE(view->chosen(), view->matrix()->index(1, 3));
  QTest::keyClick(view, Qt::Key_Return);
  QTRY_COMPARE(w->page(), "replay");
}

void TestUi::worstFramesChooseTheFrame() {
  auto w = window(mlink::fake::State::trained);
  w->show_page("links");
  QTRY_VERIFY(w->ready());
  WorstFrames* worst = w->links()->detail()->worst();
  QVERIFY(worst->shown() >= 4);
  w->selection()->set_frame(std::nullopt);
  QTest::mouseClick(worst, Qt::LeftButton, {}, QPoint(40, 40));
  QVERIFY(w->selection()->frame());
  QCOMPARE(*w->selection()->frame(), (FrameChoice{"cam 3", 10}));
  QHelpEvent help(QEvent::ToolTip, QPoint(40, 40), worst->mapToGlobal(QPoint(40, 40)));
  QApplication::sendEvent(worst, &help);
  QVERIFY2(QToolTip::text().contains("cam 3, frame 10"), qPrintable(QToolTip::text()));
  QVERIFY2(QToolTip::text().contains(" exact, "), qPrintable(QToolTip::text()));
  QTest::mouseDClick(worst, Qt::LeftButton, {}, QPoint(40, 40));
  QCOMPARE(w->page(), "replay");
}

void TestUi::listAndMatrixAgree() {
  auto w = window(mlink::fake::State::trained);
  w->show_page("links");
  QTRY_VERIFY(w->ready());
  QTableView* list = w->links()->list();
  const QModelIndex third = list->model()->index(2, 0);
  QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(third).center());
  QTRY_COMPARE(w->selection()->link()->source + " → " + w->selection()->link()->target, third.data().toString());
  QCOMPARE(w->links()->matrix_view()->chosen().data(MatrixModel::SourceRole).toString(),
           w->selection()->link()->source);
}

/// The wider the window, the wider the chosen link: the matrix does not take it.
void TestUi::linkTakesTheWidth() {
  for (const QSize size : {QSize(1280, 800), QSize(1920, 1080), QSize(3840, 2160)}) {
    auto w = window(mlink::fake::State::trained, 4, size);
    w->show_page("links");
    QTRY_VERIFY(w->ready());
    QTRY_VERIFY2(w->links()->detail()->width() > w->links()->width() / 2 - 10,
                 qPrintable(QString::number(size.width())));
    QVERIFY(w->links()->list()->width() >= 478);
  }
}

void TestUi::themeSwitches() {
  auto w = window(mlink::fake::State::trained);
  w->show_page("links");
  QTRY_VERIFY(w->ready());
  const QImage light = w->grab().toImage();
  QTest::keyClick(w.get(), Qt::Key_T, Qt::ControlModifier);
  QVERIFY(themes_.dark());
  QTRY_VERIFY(w->grab().toImage().pixelColor(300, 5).lightness() < 80);
  QVERIFY(light.pixelColor(300, 5).lightness() > 200);
  QTest::mouseClick(w->top_bar()->theme_button(), Qt::LeftButton);
  QVERIFY(!themes_.dark());
}

void TestUi::welcomeIsNotCut_data() {
  QTest::addColumn<QSize>("size");
  QTest::newRow("1280x800") << QSize(1280, 800);
  QTest::newRow("smallest") << QSize(1024, 700);
  QTest::newRow("wide") << QSize(1920, 1080);
}

void TestUi::welcomeIsNotCut() {
  QFETCH(QSize, size);
  MainWindow w(themes_, mlink::fake::ports(mlink::fake::file(mlink::fake::State::empty)));
  w.set_remembering(false);
  w.resize(size);
  w.show();
  auto* welcome = w.findChild<Welcome*>();
  QVERIFY(welcome && welcome->isVisible());
  QCOMPARE(w.size(), size);
  int texts = 0;
  const auto fits = [&](const QWidget* widget, const QString& text) {
    ++texts;
    const QRect place(widget->mapTo(welcome, QPoint()), widget->size());
    return widget->width() >= widget->minimumSizeHint().width() && welcome->rect().contains(place) && !text.isEmpty();
  };
  for (const auto* card : welcome->findChildren<QAbstractButton*>()) {
    QVERIFY2(fits(card, card->text()), qPrintable(card->text()));
    // the sentence below the title, too
    QVERIFY2(card->minimumSizeHint().width() > 200, qPrintable(card->text()));
  }
  for (const auto* label : welcome->findChildren<QLabel*>()) {
    if (label->isVisible() && !label->wordWrap()) QVERIFY2(fits(label, label->text()), qPrintable(label->text()));
  }
  QVERIFY(texts >= 13);
}

void TestUi::emptyStates_data() {
  QTest::addColumn<int>("state");
  QTest::addColumn<QString>("page");
  QTest::addColumn<QString>("words");
  QTest::newRow("sources") << int(mlink::fake::State::empty) << "sources"
                           << "No videos yet. Drop files or a folder here.";
  QTest::newRow("links") << int(mlink::fake::State::collected) << "links"
                         << "No links yet. Links need outputs of two or more boxes.";
  QTest::newRow("ensemble") << int(mlink::fake::State::collected) << "ensemble"
                            << "No links yet. Links need outputs of two or more boxes.";
}

void TestUi::emptyStates() {
  QFETCH(int, state);
  QFETCH(QString, page);
  QFETCH(QString, words);
  auto w = window(static_cast<mlink::fake::State>(state));
  w->show_page(page);
  QTRY_VERIFY(w->ready());
  QStringList seen;
  for (const auto* empty : w->findChildren<EmptyState*>()) {
    if (empty->isVisible()) seen << empty->text();
  }
  QVERIFY2(seen.contains(words), qPrintable(seen.join('|')));
}

void TestUi::dropAddsAndRefuses() {
  auto w = window(mlink::fake::State::empty);
  QTRY_VERIFY(w->ready());
  QMimeData files;
  files.setUrls({QUrl::fromLocalFile("/videos/street.avi"), QUrl::fromLocalFile("/videos/broken.avi"),
                 QUrl::fromLocalFile("/boxes/pose.json"), QUrl::fromLocalFile("/boxes/broken.json")});
  const QPoint at = w->sources()->rect().center();
  QDragEnterEvent enter(at, Qt::CopyAction, &files, Qt::LeftButton, {});
  QApplication::sendEvent(w->sources(), &enter);
  QVERIFY(enter.isAccepted());
  QDropEvent drop(at, Qt::CopyAction, &files, Qt::LeftButton, {});
  QApplication::sendEvent(w->sources(), &drop);
  QTRY_COMPARE(w->sources()->videos()->rowCount(), 2);
  QTRY_COMPARE(w->sources()->boxes()->rowCount(), 2);
  QTRY_VERIFY(!w->worker()->busy());
  QTRY_COMPARE(static_cast<int>(w->worker()->overview()->cameras.size()), 1);
  const auto problems = w->sources()->findChildren<RowProblem*>();
  QCOMPARE(problems.size(), 2);
  QVERIFY(problems[0]->toolTip().contains("broken"));
  // Dismiss takes the row away.
  QTest::mouseClick(problems[0]->findChild<QPushButton*>(), Qt::LeftButton);
  QTRY_COMPARE(w->sources()->videos()->rowCount() + w->sources()->boxes()->rowCount(), 3);
  QVERIFY(w->log_panel()->errors() >= 2);
}

void TestUi::collectShowsProgressAndStops() {
  auto w = window(mlink::fake::State::sources);
  QTRY_VERIFY(w->ready());
  file_->output_ms = 3;
  QPushButton* stop = w->status()->stop_button();
  QVERIFY(!stop->isVisible());
  QTest::mouseClick(w->top_bar()->next_button(), Qt::LeftButton);
  QTRY_VERIFY(stop->isVisible());
  QVERIFY(w->worker()->busy());
  QCOMPARE(w->top_bar()->next_button()->text(), "Collecting…");
  QTRY_VERIFY(w->worker()->job().progress.done > 10);
  // Looking goes on while it collects.
  QTest::keyClick(w.get(), Qt::Key_2, Qt::ControlModifier);
  QCOMPARE(w->page(), "links");
  QTest::mouseClick(stop, Qt::LeftButton);
  QTRY_VERIFY(!w->worker()->busy());
  QVERIFY(!stop->isVisible());
  QTRY_VERIFY(w->worker()->overview()->done > 10);
  QVERIFY(w->worker()->overview()->done < w->worker()->overview()->wanted);
  QVERIFY2(w->status()->text().contains("kept"), qPrintable(w->status()->text()));
}

// Lists are looked at often while a step runs, and read only when the file was written.
void TestUi::listsAreReadWhenTheFileChanged() {
  auto w = window(mlink::fake::State::collected);
  QTRY_VERIFY(w->ready());
  file_->train_ms = 4000;
  const int before = file_->overviews_read;
  w->worker()->train();
  QTest::qWait(2300);  // three looks
  QVERIFY(w->worker()->busy());
  QCOMPARE(file_->overviews_read - before, 0);
  {
    const std::lock_guard lock(file_->mutex);
    ++file_->version;
  }
  QTRY_COMPARE(file_->overviews_read - before, 1);
  QTRY_VERIFY(!w->worker()->busy());
  QTRY_VERIFY(file_->overviews_read - before > 1);  // and after the step
}

void TestUi::failureStandsInTheStatusLine() {
  auto w = window(mlink::fake::State::collected);
  QTRY_VERIFY(w->ready());
  file_->fail_train = true;
  w->worker()->train();
  QTRY_VERIFY(w->status()->text().contains("The disk is full."));
  QVERIFY(w->log_panel()->text().contains("The disk is full."));
  QCOMPARE(w->log_panel()->errors(), 1);
  QVERIFY(!QApplication::activeModalWidget());
}

void TestUi::nextStepRuns() {
  auto w = window(mlink::fake::State::collected);
  w->show_page("links");
  QTRY_VERIFY(w->ready());
  file_->output_ms = 1;
  QTest::keyClick(w.get(), Qt::Key_F5);
  QTRY_VERIFY(w->worker()->data() && w->worker()->data()->links);
  QTRY_VERIFY(w->ready());
  QVERIFY(w->links()->matrix_view()->isVisible());
  QVERIFY(w->selection()->link());
  QTest::keyClick(w.get(), Qt::Key_F5);
  QCOMPARE(w->page(), "replay");
}

void TestUi::problemsStandInTheirRows() {
  auto w = window(mlink::fake::State::broken);
  QTRY_VERIFY(w->ready());
  const auto problems = w->sources()->findChildren<RowProblem*>();
  QCOMPARE(problems.size(), 2);
  QStringList said;
  for (const auto* problem : problems) said << problem->accessibleName();
  QVERIFY(said.contains("File not found. Its stored outputs stay usable. /media/usb/yard.mp4"));
  QTest::mouseClick(problems[0]->findChild<QPushButton*>(), Qt::LeftButton);
  QTRY_VERIFY(w->sources()->findChildren<RowProblem*>().size() < 2);
}

void TestUi::openErrors() {
  auto w = window(mlink::fake::State::trained);
  QTRY_VERIFY(w->ready());
  w->open_file("/x/missing.mlink");
  QTRY_VERIFY(w->open_error());
  QCOMPARE(QString::fromStdString(w->open_error()->path), "/x/missing.mlink");
  QVERIFY(w->status()->text().contains("not found"));
  w->open_file("/x/there.mlink");
  QTRY_VERIFY(w->ready());
  QVERIFY(!w->open_error());
}

void TestUi::lockedFileCanBeRead() {
  file_ = mlink::fake::file(mlink::fake::State::trained);
  MainWindow w(themes_, mlink::fake::ports(file_));
  w.set_remembering(false);
  w.show();
  w.open_file("/x/locked.mlink");
  QTRY_VERIFY(w.ready());
  QVERIFY(!w.worker()->can_write());
  QVERIFY(w.status()->text().contains("Another program"));
  w.worker()->collect();
  QTRY_VERIFY(w.status()->text().contains("can only be read"));
  QVERIFY(!w.worker()->busy());
}

void TestUi::exportWritesFiles() {
  const QTemporaryDir dir;
  auto w = window(mlink::fake::State::trained);
  w->show_page("links");
  QTRY_VERIFY(w->ready());
  QSignalSpy finished(w->exporter(), &Exporter::finished);
  w->export_to(dir.filePath("out"));
  QVERIFY(finished.wait(30000));
  QVERIFY(!finished[0][1].value<std::optional<Error>>());
  const QDir out(dir.filePath("out"));
  for (const char* name : {"videos.csv", "boxes.csv", "coverage.csv", "matrix.csv", "links.csv", "ensemble.csv",
                           "activation-time.csv", "outputs-pose.csv", "page-sources.png", "page-links.png",
                           "page-links.svg", "links-matrix.png", "links-matrix.svg", "ensemble-ensembles.svg",
                           "links-predicted-against-exact.png", "links-predicted-against-exact.svg"}) {
    QVERIFY2(out.exists(name), name);
    QVERIFY2(QFileInfo(out.filePath(name)).size() > 0, name);
  }
  QCOMPARE(out.entryList(QDir::Files).size(), finished[0][0].toInt());
  QFile matrix(out.filePath("matrix.csv"));
  QVERIFY(matrix.open(QIODevice::ReadOnly));
  QVERIFY(matrix.readAll().contains("pose"));
  QCOMPARE(QImage(out.filePath("page-links.png")).width(), w->links()->width() * 2);
  QFile svg(out.filePath("links-matrix.svg"));
  QVERIFY(svg.open(QIODevice::ReadOnly));
  QVERIFY(svg.readAll().contains("<svg"));
}

void TestUi::exportToAFile() {
  const QTemporaryDir dir;
  QFile in_the_way(dir.filePath("out"));
  QVERIFY(in_the_way.open(QIODevice::WriteOnly));
  auto w = window(mlink::fake::State::trained);
  QTRY_VERIFY(w->ready());
  QSignalSpy finished(w->exporter(), &Exporter::finished);
  w->export_to(dir.filePath("out"));
  QTRY_COMPARE(finished.count(), 1);
  QVERIFY(finished[0][1].value<std::optional<Error>>());
  QVERIFY(w->status()->text().contains("cannot be made"));
}

void TestUi::stalls() {
  auto w = window(mlink::fake::State::trained, 4, {1600, 1000});
  w->show_page("links");
  QTRY_VERIFY(w->ready());
  {
    const std::lock_guard lock(file_->mutex);
    for (auto& row : file_->overview.coverage) row.present = 0;
    file_->overview.done = 0;
  }
  file_->output_ms = 1;
  w->worker()->collect();
  QTRY_VERIFY(w->worker()->busy());
  MatrixModel* matrix = w->links()->matrix();
  const mlink::test::Watchdog dog;
  QElapsedTimer clock;
  clock.start();
  for (int i = 0; clock.elapsed() < 4000; ++i) {
    const QModelIndex at = matrix->index(i % 4, (i + 1 + i / 4 % 3) % 4);
    if (at.row() != at.column()) {
      const LinkChoice link{at.data(MatrixModel::SourceRole).toString(), at.data(MatrixModel::TargetRole).toString()};
      w->selection()->set_link(link);
    }
    w->selection()->set_frame(FrameChoice{QStringLiteral("cam %1").arg(i % 3 + 1), i * 5 % 400});
    QTest::qWait(15);
  }
  QTest::qWait(20);
  w->worker()->stop();
  QTRY_VERIFY(!w->worker()->busy());
  qInfo("longest turn of the GUI thread: %.1f ms (%.1f ms with what the machine took away)", dog.longest_ms(),
        dog.longest_wall_ms());
#ifndef MLINK_SANITIZED  // a sanitizer's code is several times slower: its times say nothing, its findings do
  QVERIFY2(dog.longest_ms() <= 50, qPrintable(QString("%1 ms").arg(dog.longest_ms())));
#endif
}

void TestUi::pictures_data() {
  QTest::addColumn<QSize>("size");
  QTest::addColumn<bool>("dark");
  QTest::addColumn<QString>("page");
  QTest::addColumn<int>("state");
  QTest::addColumn<int>("boxes");
  for (const QSize size : {QSize(1280, 800), QSize(1920, 1080), QSize(3840, 2160)}) {
    for (const bool dark : {false, true}) {
      for (const char* page : {"sources", "links", "ensemble"}) {
        const int boxes = QString(page) == "sources" ? 4 : 7;
        const auto state = QString(page) == "sources" ? mlink::fake::State::broken : mlink::fake::State::trained;
        QTest::addRow("%s-%dx%d-%s", page, size.width(), size.height(), dark ? "dark" : "light")
            << size << dark << page << int(state) << boxes;
      }
    }
  }
  QTest::newRow("links-50-boxes") << QSize(1600, 1000) << false << "links" << int(mlink::fake::State::trained) << 50;
}

void TestUi::pictures() {
  QFETCH(QSize, size);
  QFETCH(bool, dark);
  QFETCH(QString, page);
  QFETCH(int, state);
  QFETCH(int, boxes);
  themes_.set_dark(dark);
  file_ = mlink::fake::file(static_cast<mlink::fake::State>(state), boxes);
  MainWindow w(themes_, mlink::fake::ports(file_));
  w.set_remembering(false);
  QVERIFY(w.show_page(page));
  w.open_file("/experiments/synthetic.mlink");
  const QString folder = QString(MLINK_BINARY_DIR) + "/ui-pictures";
  QDir().mkpath(folder);
  const QString path = folder + '/' + QTest::currentDataTag() + ".png";
  const auto status = write_screenshot(w, path, size, 60);
  QVERIFY2(status, status ? "" : status.error().text().c_str());
  const QImage image(path);
  QCOMPARE(image.size(), size);
  QSet<QRgb> colours;
  for (int y = 0; y < image.height(); y += 7)
    for (int x = 0; x < image.width(); x += 7) colours.insert(image.pixel(x, y));
  QVERIFY(colours.size() > 40);
  QCOMPARE(image.pixelColor(size.width() / 2, size.height() - 5), themes_.theme().chrome);
  // No number gives way: no list of the page needs to be scrolled sideways.
  for (const auto* table : w.findChildren<QTableView*>()) {
    if (!table->isVisible() || table == w.links()->matrix_view()) continue;
    QVERIFY2(table->horizontalScrollBar()->maximum() == 0, qPrintable(table->accessibleName()));
  }
}

QTEST_MAIN(TestUi)
#include "test_window.moc"
