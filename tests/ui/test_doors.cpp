// Files that come into the window in other ways than one video a camera, over the real experiment with real mouse and
// keys: folders of pictures, tables that do not name their camera, files one after another.
#include <QCheckBox>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>

#include "shown_sources.h"
#include "support/tiny_boxes.h"
#include "support/tiny_videos.h"
#include "ui/common/edit_stack.h"
#include "ui/common/style.h"
#include "ui/sources/add_video_dialog.h"
#include "ui/sources/boxes_model.h"
#include "ui/sources/folder_bar.h"
#include "ui/sources/guess_dialog.h"
#include "ui/sources/import_dialog.h"
#include "ui/sources/row_problem.h"
#include "ui/sources/sources_page.h"
#include "ui/sources/videos_model.h"

using namespace mlink::rooms;
using mlink::test::ShownSources;

class TestUiDoors : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void aNetworkIsDropped();
  void aFolderOfPicturesIsDropped();
  void foldersWaitForEachOther();
  void aFolderIsChosenFromTheMenu();
  void whatAFolderTells_data();
  void whatAFolderTells();
  void aTableGetsItsCamera_data();
  void aTableGetsItsCamera();
  void filesAreAddedOneAfterAnother_data();
  void filesAreAddedOneAfterAnother();
  void chosenFilesArePutInOrder();

 private:
  [[nodiscard]] std::unique_ptr<ShownSources> window(const QTemporaryDir& dir);
  static void drop(ShownSources& w, const QStringList& paths);
  /// Pictures 64 x 48 of these names, each brighter than the one before.
  static bool write_pictures(const QString& folder, const QStringList& names);
  static QTableView* videos_view(ShownSources& w);
  /// Opens the menu of a row with the mouse's right button and clicks the entry that begins so. False: there is none.
  static bool choose(ShownSources& w, int row, const QString& entry);
  static QStringList starts(ShownSources& w);
  static bool write(const QString& path, const QByteArray& text);
  static void keep_picture(ShownSources& w, const QString& name);

  ThemeHolder themes_;
};

void TestUiDoors::initTestCase() {
  themes_.set_dark(false);
  QApplication::setStyle(new WorkbenchStyle(&themes_));
}

std::unique_ptr<ShownSources> TestUiDoors::window(const QTemporaryDir& dir) {
  auto w = std::make_unique<ShownSources>(themes_);
  w->sources()->show();
  w->sources()->activateWindow();
  w->worker()->create(dir.filePath("doors.mlink"));
  const bool shown = QTest::qWaitForWindowActive(w->sources()) && QTest::qWaitFor([&] { return w->ready(); }, 20000);
  return shown ? std::move(w) : nullptr;
}

void TestUiDoors::drop(ShownSources& w, const QStringList& paths) {
  QMimeData files;
  QList<QUrl> urls;
  for (const QString& path : paths) urls << QUrl::fromLocalFile(path);
  files.setUrls(urls);
  QDragEnterEvent enter(w.sources()->rect().center(), Qt::CopyAction, &files, Qt::LeftButton, {});
  QApplication::sendEvent(w.sources(), &enter);
  QDropEvent drop(w.sources()->rect().center(), Qt::CopyAction, &files, Qt::LeftButton, {});
  QApplication::sendEvent(w.sources(), &drop);
}

bool TestUiDoors::write_pictures(const QString& folder, const QStringList& names) {
  if (!QDir().mkpath(folder)) return false;
  int grey = 60;
  for (const QString& name : names) {
    QImage image(64, 48, QImage::Format_RGB888);
    image.fill(QColor(grey, grey, grey));
    grey += 30;
    if (!image.save(folder + u'/' + name)) return false;
  }
  return true;
}

bool TestUiDoors::write(const QString& path, const QByteArray& text) {
  QFile file(path);
  return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

void TestUiDoors::keep_picture(ShownSources& w, const QString& name) {
  const QString folder = qEnvironmentVariable("MLINK_PICTURES");
  QCoreApplication::processEvents();
  if (!folder.isEmpty()) w.sources()->grab().save(folder + u'/' + name + QStringLiteral(".png"));
}

// A file of a network has no manifest: one is offered with what had to be assumed, saved beside it and added.
void TestUiDoors::aNetworkIsDropped() {
  const QTemporaryDir dir;
  QFile::remove(QString::fromStdString(
      mlink::test::write_box(dir.path().toStdString(), mlink::test::bright_count("scene")).string()));
  QVERIFY(write(dir.filePath("old.h5"), "\x89HDF"));
  const auto w = window(dir);
  QVERIFY(w);
  drop(*w, {dir.filePath("scene.pt")});
  auto* dialog = w->sources()->findChild<GuessDialog*>();
  QVERIFY(dialog != nullptr);
  QTRY_VERIFY_WITH_TIMEOUT(dialog->add_button()->isEnabled(), 30000);
  QVERIFY2(dialog->told().contains("does not say the size"), qPrintable(dialog->told()));
  QVERIFY(dialog->manifest()->toPlainText().contains("\"scene\""));
  keep_picture(*w, "guess");
  if (const QString folder = qEnvironmentVariable("MLINK_PICTURES"); !folder.isEmpty())
    dialog->grab().save(folder + "/guess-dialog.png");
  QTest::mouseClick(dialog->add_button(), Qt::LeftButton);
  QTRY_COMPARE_WITH_TIMEOUT(w->sources()->boxes()->rowCount(), 1, 30000);
  QVERIFY(QFile::exists(dir.filePath("scene.json")));
  w->worker()->edits()->undo();
  QTRY_COMPARE_WITH_TIMEOUT(w->sources()->boxes()->rowCount(), 0, 30000);
  // A manifest that is there is not written over.
  drop(*w, {dir.filePath("scene.pt")});
  QTRY_VERIFY(w->sources()->findChild<GuessDialog*>() != nullptr);
  dialog = w->sources()->findChild<GuessDialog*>();
  QTRY_VERIFY_WITH_TIMEOUT(dialog->add_button()->isEnabled(), 30000);
  QTest::mouseClick(dialog->add_button(), Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(dialog->told().contains("already"), 20000);
  dialog->reject();
  QTRY_VERIFY(w->sources()->findChild<GuessDialog*>() == nullptr);
  // What nobody reads comes with a way to a file that is read.
  drop(*w, {dir.filePath("old.h5")});
  QTRY_VERIFY(w->sources()->findChild<GuessDialog*>() != nullptr);
  dialog = w->sources()->findChild<GuessDialog*>();
  QTRY_VERIFY_WITH_TIMEOUT(dialog->told().contains("TensorFlow Lite"), 20000);
  QVERIFY(!dialog->add_button()->isEnabled());
}

// What is in the folder is told, a wrong rate is refused in its place, Enter adds it as one camera.
void TestUiDoors::aFolderOfPicturesIsDropped() {
  const QTemporaryDir dir;
  QVERIFY(write_pictures(dir.filePath("door"), {"000003.png", "000004.png", "000007.png", "000008.png"}));
  const auto w = window(dir);
  QVERIFY(w);
  FolderBar* bar = w->sources()->folder_bar();
  QVERIFY(!bar->isVisible());
  drop(*w, {dir.filePath("door")});
  QTRY_VERIFY(bar->isVisible() && bar->add_button()->isEnabled());
  QCOMPARE(bar->found(), "4 pictures, numbers 3 to 8, missing: 5 to 6");
  QCOMPARE(bar->rate()->text(), "10");
  QCOMPARE(bar->camera()->placeholderText(), "door");
  QCOMPARE(w->sources()->videos()->rowCount(), 0);  // nothing is added before it was asked for
  keep_picture(*w, "folder-light");
  QTRY_VERIFY(bar->rate()->hasFocus());
  QTest::keyClicks(bar->rate(), "0");
  QVERIFY2(bar->wrong().startsWith("A rate is a number"), qPrintable(bar->wrong()));
  QVERIFY(!bar->add_button()->isEnabled());
  QTest::keyClick(bar->rate(), Qt::Key_Return);
  QVERIFY(bar->isVisible());
  QTest::keyClick(bar->rate(), Qt::Key_Backspace);
  QTest::keyClicks(bar->rate(), "2,5");
  QCOMPARE(bar->wrong(), "");
  QTest::keyClick(bar->rate(), Qt::Key_Return);
  QVERIFY(!bar->isVisible());
  QTRY_COMPARE_WITH_TIMEOUT(w->sources()->videos()->rowCount(), 1, 20000);
  QTRY_VERIFY(!w->worker()->busy());
  const CameraRow camera = w->worker()->overview()->cameras.at(0);
  QCOMPARE(QString::fromStdString(camera.name), "door");
  QCOMPARE(camera.frames, 4);
  QCOMPARE(camera.frame_rate, 2.5);
  QCOMPARE(camera.seconds, 6 / 2.5);  // time goes on over the two that are missing
  QVERIFY(!camera.problem);
  QTRY_VERIFY_WITH_TIMEOUT(w->ready(), 20000);
  const auto thumbnail =
      w->sources()->videos()->index(0, VideosModel::Thumbnail).data(VideosModel::ImageRole).value<QImage>();
  QVERIFY(!thumbnail.isNull());  // though number 5, in the middle, has no picture

  // A name that is taken is refused before anything is added; Escape lets the folder be.
  drop(*w, {dir.filePath("door")});
  QTRY_VERIFY(bar->add_button()->isEnabled());
  QTest::keyClicks(bar->camera(), "door");
  QCOMPARE(bar->wrong(), "There is a camera door already.");
  QVERIFY(!bar->add_button()->isEnabled());
  keep_picture(*w, "folder-wrong-light");
  themes_.set_dark(true);
  keep_picture(*w, "folder-wrong-dark");
  themes_.set_dark(false);
  QTest::keyClick(bar->camera(), Qt::Key_Escape);
  QVERIFY(!bar->isVisible());
  QTRY_VERIFY(!w->worker()->busy());
  QCOMPARE(w->worker()->overview()->cameras.size(), std::size_t{1});
}

// A data set of folders: one after the other, the rate that was typed stays; pictures beside a video are its previews.
void TestUiDoors::foldersWaitForEachOther() {
  const QTemporaryDir dir;
  for (const char* name : {"set/a/img1", "set/b/img1"})
    QVERIFY(write_pictures(dir.filePath(name), {"1.png", "2.png", "10.png"}));
  QVERIFY(write(dir.filePath("set/b/seqinfo.ini"), "[Sequence]\nname=b\nframeRate=14\n"));
  QVERIFY(write_pictures(dir.filePath("set/logo"), {"logo.png"}));
  QVERIFY(QDir().mkpath(dir.filePath("nothing")));
  const auto w = window(dir);
  QVERIFY(w);
  FolderBar* bar = w->sources()->folder_bar();
  drop(*w, {dir.filePath("set"), dir.filePath("nothing")});
  QTRY_VERIFY(bar->add_button()->isEnabled());
  QCOMPARE(bar->folder(), dir.filePath("set/a/img1"));
  QCOMPARE(bar->found(), "3 pictures, numbers 1 to 10");  // more are missing than there: one behind the other
  keep_picture(*w, "folder-queue-light");
  const auto problems = w->sources()->findChildren<RowProblem*>();
  QCOMPARE(problems.size(), 1);
  QVERIFY2(problems[0]->toolTip().startsWith("Nothing in this folder can be added."),
           qPrintable(problems[0]->toolTip()));
  QTest::keyClicks(bar->camera(), "first");
  QTest::mouseClick(bar->add_button(), Qt::LeftButton);
  QTRY_COMPARE(bar->folder(), dir.filePath("set/b/img1"));
  QTRY_VERIFY(bar->add_button()->isEnabled());
  QCOMPARE(bar->camera()->text(), "");
  QCOMPARE(bar->rate()->text(), "14");  // as the data set says
  QTest::mouseClick(bar->cancel_button(), Qt::LeftButton);
  QVERIFY(!bar->isVisible());
  QTRY_VERIFY(!w->worker()->busy() && w->worker()->overview()->cameras.size() == 1);
  QCOMPARE(w->worker()->overview()->cameras[0].name, std::string("first"));
  QCOMPARE(w->worker()->overview()->cameras[0].frame_rate, 10.0);
}

void TestUiDoors::aFolderIsChosenFromTheMenu() {
  const QTemporaryDir dir;
  QVERIFY(write_pictures(dir.filePath("yard"), {"front.png", "side.png"}));
  QVERIFY(QDir().mkpath(dir.filePath("empty")));
  const auto w = window(dir);
  QVERIFY(w);
  FolderBar* bar = w->sources()->folder_bar();
  const auto choose = [&](const QString& folder) {
    for (QPushButton* button : w->sources()->findChildren<QPushButton*>()) {
      if (button->text() != QStringLiteral("Folder of pictures…") || !button->isVisible()) continue;
      QTest::mouseClick(button, Qt::LeftButton);
      const auto asks = [&] { return w->sources()->findChild<QFileDialog*>(); };
      if (!QTest::qWaitFor([&] { return asks() != nullptr; })) return false;
      auto* name = asks()->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
      if (!name) return false;
      name->setText(folder);
      QTest::keyClick(name, Qt::Key_Return);
      return QTest::qWaitFor([&] { return asks() == nullptr; });
    }
    return false;
  };
  // A folder without pictures says so in its place and cannot be added.
  QVERIFY(choose(dir.filePath("empty")));
  QTRY_VERIFY2(bar->wrong().startsWith("This is a folder without pictures"), qPrintable(bar->wrong()));
  QVERIFY(!bar->add_button()->isEnabled());
  QTest::mouseClick(bar->cancel_button(), Qt::LeftButton);
  QVERIFY(!bar->isVisible());
  // Names without numbers are asked for here, as they are on the command line.
  QVERIFY(choose(dir.filePath("yard")));
  QTRY_VERIFY(bar->add_button()->isEnabled());
  QCOMPARE(bar->found(), "2 pictures");
  QTest::mouseClick(bar->add_button(), Qt::LeftButton);
  QTRY_COMPARE_WITH_TIMEOUT(w->sources()->videos()->rowCount(), 1, 20000);
  // The menus of the heads: of videos and of black boxes.
  QStringList entries;
  for (QPushButton* button : w->sources()->findChildren<QPushButton*>())
    if (button->menu())
      for (const QAction* action : button->menu()->actions()) entries << action->text();
  entries.sort();
  QCOMPARE(entries, QStringList({"Folder of pictures…", "From a server…", "Manifests…", "Videos…"}));
}

void TestUiDoors::whatAFolderTells_data() {
  QTest::addColumn<PictureSeries>("series");
  QTest::addColumn<QString>("text");
  using Ranges = std::vector<NumberRange>;
  const auto row = [](const char* name, std::int64_t pictures, std::optional<NumberRange> numbers,
                      const Ranges& missing, const char* text) {
    QTest::newRow(name) << PictureSeries{pictures, numbers, missing, {}} << QString::fromUtf8(text);
  };
  row("whole", 3, NumberRange{1, 3}, {}, "3 pictures, numbers 1 to 3, none missing");
  row("one", 1, NumberRange{7, 7}, {}, "One picture, number 7");
  row("no numbers", 2, std::nullopt, {}, "2 pictures");
  row("sparse", 2, NumberRange{1, 90}, {}, "2 pictures, numbers 1 to 90");
  row("many gaps", 6, NumberRange{0, 11}, {{1, 1}, {3, 3}, {5, 5}, {7, 7}, {9, 9}, {10, 10}},
      "6 pictures, numbers 0 to 11, missing: 1, 3, 5, 7 and more in 2 places");
}

void TestUiDoors::whatAFolderTells() {
  QFETCH(PictureSeries, series);
  QTEST(found_text(series), "text");
}

void TestUiDoors::aTableGetsItsCamera_data() {
  QTest::addColumn<QByteArray>("first");  // a table that makes cameras; empty: none
  QTest::addColumn<QByteArray>("table");
  QTest::addColumn<QString>("preset");
  QTest::addColumn<QString>("typed");  // empty: the field needs nothing
  QTest::addColumn<int>("cameras");    // in the end
  const QByteArray without("frame,persons\n0,3\n1,2\n"), with("source,frame,persons\nyard,0,3\n");
  const QByteArray two("source,frame,n\nyard,0,3\nyard,1,3\ngate,0,2\ngate,1,2\n");
  const QByteArray one("source,frame,n\nyard,0,3\nyard,1,3\n");
  QTest::newRow("a new name") << QByteArray() << without << ""
                              << "door" << 1;
  QTest::newRow("one of two") << two << without << ""
                              << "gate" << 2;
  QTest::newRow("the only one") << one << without << "yard"
                                << "" << 1;
  QTest::newRow("semicolons") << QByteArray() << QByteArray("frame;persons\n0;3\n") << ""
                              << "door" << 1;
  QTest::newRow("named in the rows") << QByteArray() << with << ""
                                     << "" << 1;
}

void TestUiDoors::aTableGetsItsCamera() {
  QFETCH(QByteArray, first);
  QFETCH(QByteArray, table);
  QFETCH(QString, preset);
  QFETCH(QString, typed);
  QFETCH(int, cameras);
  const QTemporaryDir dir;
  const auto w = window(dir);
  QVERIFY(w);
  const auto dialog_of = [&](const QString& name) {
    drop(*w, {dir.filePath(name)});
    return w->sources()->findChild<ImportDialog*>();
  };
  if (!first.isEmpty()) {
    QVERIFY(write(dir.filePath("first.csv"), first));
    QTest::mouseClick(dialog_of("first.csv")->import_button(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(w->sources()->boxes()->rowCount() == 1 && !w->worker()->busy(), 20000);
    QTRY_VERIFY(!w->sources()->findChild<ImportDialog*>());
  }
  QVERIFY(write(dir.filePath("persons.csv"), table));
  ImportDialog* dialog = dialog_of("persons.csv");
  QVERIFY(dialog && dialog->isVisible());
  const bool needs = !table.startsWith("source");
  QCOMPARE(dialog->camera()->isEnabled(), needs);
  QCOMPARE(dialog->camera()->currentText(), preset);
  if (!typed.isEmpty()) {
    QVERIFY2(dialog->wrong().startsWith("The table does not name its camera"), qPrintable(dialog->wrong()));
    QVERIFY(!dialog->import_button()->isEnabled());
    if (const QString folder = qEnvironmentVariable("MLINK_PICTURES"); !folder.isEmpty())
      dialog->grab().save(folder + QStringLiteral("/import-camera.png"));
    dialog->camera()->setFocus();
    QTest::keyClicks(dialog->camera()->lineEdit(), typed);
  }
  QCOMPARE(dialog->wrong(), "");
  QTest::mouseClick(dialog->import_button(), Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(w->sources()->boxes()->rowCount() == (first.isEmpty() ? 1 : 2) && !w->worker()->busy(),
                           20000);
  QVERIFY(w->sources()->findChildren<RowProblem*>().isEmpty());
  const auto overview = w->worker()->overview();
  const auto& rows = overview->cameras;
  QCOMPARE(static_cast<int>(rows.size()), cameras);
  const std::string wanted = !typed.isEmpty() ? typed.toStdString() : "yard";
  bool stored = false;
  for (const CoverageRow& row : overview->coverage)
    stored = stored || (rows[static_cast<std::size_t>(row.camera)].name == wanted &&
                        overview->boxes[static_cast<std::size_t>(row.box)].name == "persons" &&
                        row.present == table.count('\n') - 1);
  QVERIFY(stored);
}

void TestUiDoors::filesAreAddedOneAfterAnother_data() {
  QTest::addColumn<QString>("camera");
  QTest::addColumn<QStringList>("names");
  QTest::addColumn<QStringList>("starts");
  QTest::newRow("a camera each") << "" << QStringList({"clip 2", "clip 10"})
                                 << QStringList({"", "0:00:02 (after clip 2)"});
  QTest::newRow("all of one camera") << "yard" << QStringList({"yard", "yard 2"})
                                     << QStringList({"", "0:00:02 (after yard)"});
}

// "clip 2" comes before "clip 10", whatever the order in which they were chosen.
void TestUiDoors::filesAreAddedOneAfterAnother() {
  if (!mlink::test::have_ffmpeg()) QSKIP("the ffmpeg program that makes the videos is not installed");
  QFETCH(QString, camera);
  QFETCH(QStringList, names);
  const QTemporaryDir dir;
  const auto folder = std::filesystem::path(dir.path().toStdString());
  QVERIFY(mlink::test::make_swinging_video(folder / "clip 10.mp4", 3) &&
          mlink::test::make_swinging_video(folder / "clip 2.mp4", 2));
  const auto w = window(dir);
  QVERIFY(w);
  QTest::keyClick(w->sources(), Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
  QTRY_VERIFY(w->sources()->findChild<QFileDialog*>());
  auto* files = w->sources()->findChild<QFileDialog*>();
  files->setDirectory(dir.path());
  auto* edit = files->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
  QVERIFY(edit);
  edit->setText(QStringLiteral("\"clip 10.mp4\" \"clip 2.mp4\""));
  QTest::keyClick(edit, Qt::Key_Return);
  QTRY_VERIFY(w->sources()->findChild<AddVideoDialog*>());
  auto* dialog = w->sources()->findChild<AddVideoDialog*>();
  QVERIFY(!dialog->camera()->isEnabled());
  QVERIFY(dialog->sequence()->isVisible());
  dialog->sequence()->setFocus();
  QTest::keyClick(dialog->sequence(), Qt::Key_Space);
  QVERIFY(dialog->camera()->isEnabled());
  QTest::keyClicks(dialog->camera(), camera);
  if (const QString pictures = qEnvironmentVariable("MLINK_PICTURES"); !pictures.isEmpty())
    dialog->grab().save(pictures + QStringLiteral("/sequence.png"));
  QTest::mouseClick(dialog->add_button(), Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(w->sources()->videos()->rowCount() == 2 && !w->worker()->busy(), 30000);
  for (int row = 0; row < 2; ++row)
    QCOMPARE(w->sources()->videos()->index(row, VideosModel::Camera).data().toString(), names[row]);
  QTEST(starts(*w), "starts");
  const CameraRow second = w->worker()->overview()->cameras[1];
  QCOMPARE(QString::fromStdString(second.part_of), camera);
  QCOMPARE(second.first_ordinal, camera.isEmpty() ? 0 : 20);
}

QTableView* TestUiDoors::videos_view(ShownSources& w) {
  for (auto* table : w.sources()->findChildren<QTableView*>())
    if (table->model() == w.sources()->videos()) return table;
  return nullptr;
}

QStringList TestUiDoors::starts(ShownSources& w) {
  QStringList starts;
  const VideosModel* videos = w.sources()->videos();
  for (int row = 0; row < videos->rowCount(); ++row)
    starts << videos->index(row, VideosModel::Begins).data().toString();
  return starts;
}

bool TestUiDoors::choose(ShownSources& w, int row, const QString& entry) {
  QTableView* view = videos_view(w);
  const QPoint at = view->visualRect(w.sources()->videos()->index(row, VideosModel::Camera)).center();
  QContextMenuEvent event(QContextMenuEvent::Mouse, at, view->viewport()->mapToGlobal(at));
  QApplication::sendEvent(view->viewport(), &event);
  auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
  if (!menu) return false;
  for (QAction* action : menu->actions()) {
    if (!action->text().startsWith(entry)) continue;
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
    w.sources()->activateWindow();  // without a window manager nobody else does
    if (!QTest::qWaitForWindowActive(w.sources()) || !view->hasFocus()) return false;
    return QTest::qWaitFor([&] { return !w.worker()->busy(); }, 20000);
  }
  menu->close();
  return false;
}

// Rows are chosen with the mouse, put one after another, turned around, let go, and all of it is undone.
void TestUiDoors::chosenFilesArePutInOrder() {
  const QTemporaryDir dir;
  QByteArray table("source,frame,n\n");
  for (const char* camera : {"a", "b", "c"})
    for (int frame = 0; frame < 4; ++frame) table += QByteArray(camera) + ',' + QByteArray::number(frame) + ",1\n";
  QVERIFY(write(dir.filePath("n.csv"), table));
  const auto w = window(dir);
  QVERIFY(w);
  drop(*w, {dir.filePath("n.csv")});
  QTest::mouseClick(w->sources()->findChild<ImportDialog*>()->import_button(), Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(w->sources()->videos()->rowCount() == 3 && !w->worker()->busy(), 20000);
  QTRY_VERIFY(w->ready() && !w->sources()->findChild<ImportDialog*>());
  QTableView* view = videos_view(*w);
  const auto click = [&](int row, Qt::KeyboardModifiers with) {
    QTest::mouseClick(view->viewport(), Qt::LeftButton, with,
                      view->visualRect(w->sources()->videos()->index(row, VideosModel::Camera)).center());
  };
  const QStringList none{"", "", ""}, chain{"", "0:00:04 (after a)", "0:00:08 (after b)"};
  click(0, {});
  QVERIFY(!choose(*w, 0, "Put "));  // one file is in order
  click(2, Qt::ShiftModifier);
  QVERIFY(choose(*w, 1, "Put 3 files each after the one before"));
  QTRY_COMPARE(starts(*w), chain);
  QVERIFY2(w->told().contains("The starts of 3 files are set"), qPrintable(w->told()));
  QVERIFY(!view->isColumnHidden(VideosModel::Begins));
  keep_picture(*w, "chain-light");
  // A start that is typed moves what follows, and is undone as well.
  w->worker()->edits()->undo();
  QTRY_COMPARE(starts(*w), none);
  QVERIFY(choose(*w, 1, "Put 3 files"));
  QTRY_COMPARE(starts(*w), chain);
  click(0, {});
  click(1, Qt::ControlModifier);
  QVERIFY(choose(*w, 0, "Let 2 files begin together"));
  QTRY_COMPARE(starts(*w), QStringList({"", "", "0:00:04 (after b)"}));
  // An order that would bite its tail changes nothing: b follows c, which follows b.
  QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                    view->visualRect(w->sources()->videos()->index(1, VideosModel::Begins)).center());
  QTest::keyClick(view, Qt::Key_F2);
  auto* typed = view->findChild<QLineEdit*>();
  QVERIFY(typed);
  typed->selectAll();
  QTest::keyClicks(typed, "after c");
  QTest::keyClick(typed, Qt::Key_Return);
  QTRY_VERIFY2(w->told().contains("comes after b already"), qPrintable(w->told()));
  QTRY_VERIFY(!w->worker()->busy());
  QCOMPARE(starts(*w), QStringList({"", "", "0:00:04 (after b)"}));
  w->worker()->edits()->undo();
  QTRY_COMPARE(starts(*w), chain);
  w->worker()->edits()->undo();
  QTRY_COMPARE(starts(*w), none);
  QTRY_VERIFY(!w->worker()->busy());
  w->worker()->edits()->undo();  // the import
  QTRY_COMPARE(w->sources()->videos()->rowCount(), 0);
  QTRY_VERIFY(!w->worker()->busy());
  QVERIFY(!w->worker()->edits()->canUndo());
}

QTEST_MAIN(TestUiDoors)
#include "test_doors.moc"
