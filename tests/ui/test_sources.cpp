// What a person changes of the cameras and boxes that are there, with real mouse and keys over a real experiment: each
// change is undone and done again, names, the order of rows, and regions drawn on a picture.
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QTemporaryDir>

#include "shown_sources.h"
#include "ui/common/edit_stack.h"
#include "ui/common/style.h"
#include "ui/sources/coverage_model.h"
#include "ui/sources/import_dialog.h"
#include "ui/sources/region_dialog.h"
#include "ui/sources/region_view.h"
#include "ui/sources/source_edits.h"

using namespace mlink::rooms;
using mlink::test::ShownSources;

class TestUiSources : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void removalsAreUndone();
  void importsAreUndone();
  void outputsFitBesideTheirScrollBar();
  void addingIsUndone();
  void filesThatMoved();
  void namesAreTyped();
  void rowsAreDragged();
  void aRegionIsDrawn();
  void whatRunsWhere();

 private:
  [[nodiscard]] std::unique_ptr<ShownSources> window(const QString& file, bool create = true);
  /// A new experiment with recorded boxes "n" and "m" on cameras a, b, c.
  [[nodiscard]] std::unique_ptr<ShownSources> recorded_file(const QTemporaryDir& dir);
  static bool import(ShownSources& w, const QString& file, const QString& box, bool replace = false);
  static bool settle(ShownSources& w);
  static bool undo(ShownSources& w);
  static bool redo(ShownSources& w);
  static QTableView* view_of(ShownSources& w, const QAbstractItemModel* model);
  static QTableView* videos(ShownSources& w) { return view_of(w, w.sources()->videos()); }
  static QStringList names(ShownSources& w);
  static QStringList boxes(ShownSources& w);
  /// What the lists tell, with the counts of outputs.
  static QString told(ShownSources& w);
  static bool choose(ShownSources& w, QTableView* view, int row, const QString& entry);
  static void drag_row(QTableView* view, int row, int y);
  static bool write(const QString& path, const QByteArray& text);
  static void keep_picture(QWidget& widget, const QString& name);

  ThemeHolder themes_;
};

void TestUiSources::initTestCase() {
  themes_.set_dark(false);
  QApplication::setStyle(new WorkbenchStyle(&themes_));
}

std::unique_ptr<ShownSources> TestUiSources::window(const QString& file, bool create) {
  auto w = std::make_unique<ShownSources>(themes_);
  w->sources()->show();
  w->sources()->activateWindow();
  if (create)
    w->worker()->create(file);
  else
    w->worker()->open(file);
  const bool shown = QTest::qWaitForWindowActive(w->sources()) && QTest::qWaitFor([&] { return w->ready(); }, 20000);
  return shown ? std::move(w) : nullptr;
}

bool TestUiSources::write(const QString& path, const QByteArray& text) {
  QFile file(path);
  return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

void TestUiSources::keep_picture(QWidget& widget, const QString& name) {
  const QString folder = qEnvironmentVariable("MLINK_PICTURES");
  QCoreApplication::processEvents();
  if (!folder.isEmpty()) widget.grab().save(folder + u'/' + name + QStringLiteral(".png"));
}

/// Every step is done, and the lists and pictures behind it are read.
bool TestUiSources::settle(ShownSources& w) {
  QCoreApplication::processEvents();  // what was typed is handed on
  if (!QTest::qWaitFor([&] { return !w.worker()->busy() && w.worker()->waiting().empty(); }, 20000)) return false;
  bool read = false;
  w.worker()->ask<int>(
      Worker::Lane::pictures, w.sources(), QStringLiteral("settled"),
      [](ReaderPort&, const std::stop_token&) -> Result<int> { return 0; }, [&](const Result<int>&) { read = true; });
  return QTest::qWaitFor([&] { return read && w.ready(); }, 20000);
}

bool TestUiSources::undo(ShownSources& w) {
  w.worker()->edits()->undo();
  return settle(w);
}

bool TestUiSources::redo(ShownSources& w) {
  w.worker()->edits()->redo();
  return settle(w);
}

QTableView* TestUiSources::view_of(ShownSources& w, const QAbstractItemModel* model) {
  for (auto* table : w.sources()->findChildren<QTableView*>())
    if (table->model() == model) return table;
  return nullptr;
}

QStringList TestUiSources::names(ShownSources& w) {
  QStringList names;
  for (const CameraRow& camera : w.sources()->videos()->cameras()) names << to_qt(camera.name);
  return names;
}

QStringList TestUiSources::boxes(ShownSources& w) {
  QStringList names;
  for (const BoxRow& box : w.sources()->boxes()->boxes()) names << to_qt(box.name);
  return names;
}

QString TestUiSources::told(ShownSources& w) {
  const auto overview = w.worker()->overview();
  QString text;
  for (const CameraRow& camera : overview->cameras)
    text += QStringLiteral("%1 %2 %3\n").arg(camera.id).arg(to_qt(camera.name)).arg(camera.frames);
  for (const BoxRow& box : overview->boxes) text += QStringLiteral("%1 %2\n").arg(box.id).arg(to_qt(box.name));
  for (const CoverageRow& row : overview->coverage)
    text += QStringLiteral("%1 %2: %3 %4\n").arg(row.camera).arg(row.box).arg(row.present).arg(row.none);
  return text;
}

bool TestUiSources::import(ShownSources& w, const QString& file, const QString& box, bool replace) {
  ImportOptions options;
  options.box = box.toStdString();
  options.outputs = file.toStdString();
  options.task = Task::count;
  options.replace = replace;
  w.sources()->findChild<SourceEdits*>()->import_outputs(options);
  return settle(w);
}

std::unique_ptr<ShownSources> TestUiSources::recorded_file(const QTemporaryDir& dir) {
  QByteArray table("source,frame,n\n");
  for (const char* camera : {"a", "b", "c"})
    for (int frame = 0; frame < 4; ++frame) table += QByteArray(camera) + ',' + QByteArray::number(frame) + ",1\n";
  auto w = window(dir.filePath("sources.mlink"));
  const bool made = w && write(dir.filePath("n.csv"), table) && import(*w, dir.filePath("n.csv"), "n") &&
                    import(*w, dir.filePath("n.csv"), "m") && names(*w).size() == 3 && boxes(*w).size() == 2;
  return made ? std::move(w) : nullptr;
}

bool TestUiSources::choose(ShownSources& w, QTableView* view, int row, const QString& entry) {
  const QPoint at = view->visualRect(view->model()->index(row, 1)).center();
  QContextMenuEvent event(QContextMenuEvent::Mouse, at, view->viewport()->mapToGlobal(at));
  QApplication::sendEvent(view->viewport(), &event);
  auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
  if (!menu) return false;
  for (QAction* action : menu->actions()) {
    if (!action->text().startsWith(entry)) continue;
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
    w.sources()->activateWindow();
    return QTest::qWaitForWindowActive(w.sources());
  }
  menu->close();
  return false;
}

// A camera and a recorded box go by the menu and come back with their outputs and ids; the stack holds in its order.
void TestUiSources::removalsAreUndone() {
  const QTemporaryDir dir;
  const auto w = recorded_file(dir);
  QVERIFY(w);
  const QString all = told(*w);
  QVERIFY(choose(*w, videos(*w), 1, "Remove b"));
  QVERIFY(settle(*w));
  QCOMPARE(names(*w), QStringList({"a", "c"}));
  QVERIFY2(w->told().contains("b removed"), qPrintable(w->told()));
  QCOMPARE(w->worker()->edits()->undoText(), "the removal of b");
  QVERIFY(choose(*w, view_of(*w, w->sources()->boxes()), 0, "Remove n"));
  QVERIFY(settle(*w));
  QCOMPARE(boxes(*w), QStringList({"m"}));
  const QString few = told(*w);
  for (int round = 0; round < 2; ++round) {
    QVERIFY(undo(*w) && undo(*w));
    QCOMPARE(told(*w), all);
    QVERIFY(redo(*w) && redo(*w));
    QCOMPARE(told(*w), few);
  }
  QVERIFY(undo(*w) && undo(*w));
  QTableView* view = videos(*w);
  for (const int row : {0, 2})
    QTest::mouseClick(view->viewport(), Qt::LeftButton, row == 0 ? Qt::NoModifier : Qt::ControlModifier,
                      view->visualRect(view->model()->index(row, 1)).center());
  QTest::keyClick(view, Qt::Key_Delete);
  QVERIFY(settle(*w));
  QCOMPARE(names(*w), QStringList({"b"}));
  QCOMPARE(w->worker()->edits()->undoText(), "the removal of 2 cameras");
  QTableView* below = view_of(*w, w->sources()->boxes());
  below->setFocus();
  below->setCurrentIndex(below->model()->index(1, 0));
  QTest::keyClick(below, Qt::Key_Delete);
  QVERIFY(settle(*w));
  QCOMPARE(boxes(*w), QStringList({"n"}));
  QVERIFY(undo(*w) && undo(*w));
  QCOMPARE(told(*w), all);
  QVERIFY(choose(*w, view, 1, "Remove b"));
  QVERIFY(settle(*w));
  // Another program added a camera of that name: it is told, the removal stays on the stack, nothing is lost.
  QVERIFY(write(dir.filePath("k.csv"), "source,frame,n\nb,0,1\n"));
  ImportOptions options;
  options.box = "k";
  options.outputs = dir.filePath("k.csv").toStdString();
  options.task = Task::count;
  w->worker()->run(WorkStep::import_outputs, [options](WriterPort& port, const auto& stop, const auto& progress) {
    StepEnd end;  // no edit
    if (const auto report = port.import_outputs(options, stop, progress); !report) end.error = report.error();
    return end;
  });
  QVERIFY(settle(*w));
  QSignalSpy failed(w->worker()->edits(), &EditStack::failed);
  const QString before = told(*w);
  QVERIFY(undo(*w));
  QCOMPARE(failed.size(), 1);
  QVERIFY2(w->told().contains("cannot come back"), qPrintable(w->told()));
  QCOMPARE(told(*w), before);
  QCOMPARE(w->worker()->edits()->undoText(), "the removal of b");
}

// Back to an empty file and forth again; an import that replaced a box gives the old one back.
void TestUiSources::importsAreUndone() {
  const QTemporaryDir dir;
  const auto w = recorded_file(dir);
  QVERIFY(w);
  const QString all = told(*w);
  QVERIFY(write(dir.filePath("more.csv"), "source,frame,n\na,0,3\na,9,2\nd,0,5\n"));
  QVERIFY(import(*w, dir.filePath("more.csv"), "n", true));
  QCOMPARE(names(*w), QStringList({"a", "b", "c", "d"}));
  QCOMPARE(w->worker()->overview()->cameras[0].frames, 5);
  QVERIFY(undo(*w));
  QVERIFY2(w->told().contains("as they were"), qPrintable(w->told()));
  QCOMPARE(told(*w), all);
  QVERIFY(redo(*w));
  QCOMPARE(names(*w).size(), 4);
  QVERIFY(undo(*w) && undo(*w) && undo(*w));
  QVERIFY(names(*w).isEmpty() && boxes(*w).isEmpty());
  QVERIFY(!w->worker()->edits()->canUndo());
  QVERIFY(redo(*w) && redo(*w));
  QCOMPARE(told(*w), all);
  // What brings nothing in leaves nothing to undo.
  const int edits = w->worker()->edits()->index();
  QSignalSpy problem(w->worker(), &Worker::problem);
  QVERIFY(write(dir.filePath("bad.csv"), "source,frame,n\na,0,x\n"));
  QVERIFY(import(*w, dir.filePath("bad.csv"), "bad"));
  QCOMPARE(problem.size(), 1);
  QCOMPARE(w->worker()->edits()->index(), edits);
}

void TestUiSources::outputsFitBesideTheirScrollBar() {
  const QTemporaryDir dir;
  const auto w = recorded_file(dir);
  QVERIFY(w);
  w->sources()->resize(1180, 700);
  QVERIFY(write(dir.filePath("one.csv"), "source,frame,n\na,0,3\n"));
  QTableView* outputs = nullptr;
  for (auto* table : w->sources()->findChildren<QTableView*>())
    if (qobject_cast<CoverageModel*>(table->model())) outputs = table;
  QVERIFY(outputs);
  for (int n = 0; !outputs->verticalScrollBar()->isVisible() && n < 12; ++n)
    QVERIFY(import(*w, dir.filePath("one.csv"), QStringLiteral("box-%1").arg(n)));
  QTRY_VERIFY(outputs->verticalScrollBar()->isVisible());
  QCOMPARE(outputs->horizontalScrollBar()->maximum(), 0);
  w->sources()->resize(1000, 700);
  QTRY_COMPARE(outputs->horizontalScrollBar()->maximum(), 0);
}

namespace {

/// Pictures of 1280 x 960 with a bright field.
bool write_street(const QString& folder) {
  if (!QDir().mkpath(folder)) return false;
  for (int i = 1; i <= 2; ++i) {
    QImage image(1280, 960, QImage::Format_RGB888);
    image.fill(QColor(50, 60, 70));
    for (int y = 200; y < 500; ++y)
      for (int x = 300; x < 700; ++x) image.setPixelColor(x, y, QColor(200, 180, 40));
    if (!image.save(folder + QStringLiteral("/%1.png").arg(i))) return false;
  }
  return true;
}

AddVideoOptions at_two_a_second() {
  AddVideoOptions options;
  options.rate = 2;
  return options;
}

}  // namespace

void TestUiSources::addingIsUndone() {
  const QTemporaryDir dir;
  QVERIFY(write_street(dir.filePath("street")));
  const auto w = window(dir.filePath("sources.mlink"));
  QVERIFY(w);
  auto* edits = w->sources()->findChild<SourceEdits*>();
  QSignalSpy problem(w->worker(), &Worker::problem);
  edits->add_videos({dir.filePath("street"), dir.filePath("nothing")}, at_two_a_second());
  QVERIFY(settle(*w));
  QCOMPARE(names(*w), QStringList({"street"}));
  QCOMPARE(problem.size(), 1);  // the other one is told
  QVERIFY2(w->told().contains("1 video added"), qPrintable(w->told()));
  const QString all = told(*w);
  QVERIFY(undo(*w));
  QVERIFY(names(*w).isEmpty());
  QVERIFY(redo(*w));
  QCOMPARE(told(*w), all);  // the same row, not a new one
  edits->add_boxes({dir.filePath("nothing.json")});
  QVERIFY(settle(*w));
  QCOMPARE(w->worker()->edits()->index(), 1);
}

void TestUiSources::filesThatMoved() {
  const QTemporaryDir dir;
  QVERIFY(write_street(dir.filePath("street")));
  const auto w = window(dir.filePath("sources.mlink"));
  QVERIFY(w);
  auto* edits = w->sources()->findChild<SourceEdits*>();
  edits->add_videos({dir.filePath("street")}, at_two_a_second());
  QVERIFY(settle(*w));
  QVERIFY(QDir().rename(dir.filePath("street"), dir.filePath("moved")));
  edits->relink_video("street", dir.filePath("moved"));
  QVERIFY(settle(*w));
  const auto path = [&] { return to_qt(w->worker()->overview()->cameras.at(0).path); };
  QCOMPARE(path(), dir.filePath("moved"));
  QVERIFY(undo(*w));
  QCOMPARE(path(), dir.filePath("street"));
  QVERIFY(redo(*w));
  QCOMPARE(path(), dir.filePath("moved"));
}

// F2 on the name, in the menu too; a name that is taken is told, and everything stays.
void TestUiSources::namesAreTyped() {
  const QTemporaryDir dir;
  const auto w = recorded_file(dir);
  QVERIFY(w);
  QTableView* view = videos(*w);
  const auto type = [&](const QString& text) {
    auto* editor = view->viewport()->findChild<QLineEdit*>();
    QVERIFY(editor);
    editor->selectAll();
    QTest::keyClicks(editor, text);
    QTest::keyClick(editor, Qt::Key_Return);
    QVERIFY(settle(*w));
  };
  view->setFocus();
  view->setCurrentIndex(view->model()->index(1, VideosModel::Frames));
  QTest::keyClick(view, Qt::Key_F2);
  type("yard gate");
  QVERIFY2(w->told().contains("b is called yard gate now"), qPrintable(w->told()));
  QVERIFY2(told(*w).contains("yard gate"), qPrintable(told(*w)));
  QCOMPARE(names(*w), QStringList({"a", "yard gate", "c"}));
  QCOMPARE(view->currentIndex().row(), 1);  // still chosen
  QVERIFY(choose(*w, view, 2, "Rename c"));
  type("a");
  QVERIFY2(w->told().contains("There is a camera \"a\" already"), qPrintable(w->told()));
  QCOMPARE(names(*w), QStringList({"a", "yard gate", "c"}));
  QVERIFY(undo(*w));
  QCOMPARE(names(*w), QStringList({"a", "b", "c"}));
  QVERIFY(redo(*w));
  QCOMPARE(names(*w)[1], "yard gate");
}

void TestUiSources::drag_row(QTableView* view, int row, int y) {
  const QPoint from = view->visualRect(view->model()->index(row, 1)).center();
  QTest::mousePress(view->viewport(), Qt::LeftButton, {}, from);
  for (const QPoint at : {from + QPoint(0, 4), QPoint(from.x(), (from.y() + y) / 2), QPoint(from.x(), y)}) {
    QMouseEvent move(QEvent::MouseMove, at, view->viewport()->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
    QApplication::sendEvent(view->viewport(), &move);
  }
  QTest::mouseRelease(view->viewport(), Qt::LeftButton, {}, QPoint(from.x(), y));
}

// The mouse drags a row, Alt+Up and Alt+Down move it; the file keeps the order, and outputs are told in it.
void TestUiSources::rowsAreDragged() {
  const QTemporaryDir dir;
  auto w = recorded_file(dir);
  QVERIFY(w);
  QTableView* view = videos(*w);
  drag_row(view, 0, view->visualRect(view->model()->index(2, 1)).bottom() + 30);
  QVERIFY(settle(*w));
  QCOMPARE(names(*w), QStringList({"b", "c", "a"}));
  QCOMPARE(view->currentIndex().row(), 2);  // a is chosen still
  drag_row(view, 2, view->visualRect(view->model()->index(1, 1)).top() + 2);
  QVERIFY(settle(*w));
  QCOMPARE(names(*w), QStringList({"b", "a", "c"}));
  view->setFocus();
  QTest::keyClick(view, Qt::Key_Up, Qt::AltModifier);
  QVERIFY(settle(*w));
  QCOMPARE(names(*w), QStringList({"a", "b", "c"}));
  QTest::keyClick(view, Qt::Key_Down, Qt::AltModifier);
  QTest::keyClick(view, Qt::Key_Down, Qt::AltModifier);  // before the first is done
  QVERIFY(settle(*w));
  QCOMPARE(names(*w), QStringList({"b", "c", "a"}));
  QTableView* below = view_of(*w, w->sources()->boxes());
  drag_row(below, 1, 2);
  QVERIFY(settle(*w));
  QCOMPARE(boxes(*w), QStringList({"m", "n"}));
  QCOMPARE(w->worker()->overview()->coverage.front().present, 4);
  w.reset();
  w = window(dir.filePath("sources.mlink"), false);
  QVERIFY(w);
  QCOMPARE(names(*w), QStringList({"b", "c", "a"}));
  QCOMPARE(boxes(*w), QStringList({"m", "n"}));
  QCOMPARE(to_qt(w->worker()->data()->snapshot.table->cameras.front()), "a");  // outputs keep theirs
}

// The region is what the mouse drew, within a pixel of a picture that is shown smaller; handles, keys and numbers
// correct it; it becomes a camera, and is drawn in the next picture.
void TestUiSources::aRegionIsDrawn() {
  const QTemporaryDir dir;
  QVERIFY(write_street(dir.filePath("street")));
  const auto w = window(dir.filePath("sources.mlink"));
  QVERIFY(w);
  w->sources()->findChild<SourceEdits*>()->add_videos({dir.filePath("street")}, at_two_a_second());
  QVERIFY(settle(*w));
  QTableView* view = videos(*w);
  QPushButton* button = nullptr;
  for (auto* one : w->sources()->findChildren<QPushButton*>())
    if (one->text() == "Region…") button = one;
  QVERIFY(button && !button->isEnabled());  // no video is chosen
  QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(view->model()->index(0, 1)).center());
  QVERIFY(button->isEnabled());
  QTest::mouseClick(button, Qt::LeftButton);
  RegionDialog* dialog = w->sources()->region();
  QVERIFY(dialog && dialog->isVisible() && !dialog->isModal());
  QTRY_VERIFY_WITH_TIMEOUT(dialog->ready(), 20000);
  RegionView* picture = dialog->view();
  QCOMPARE(picture->picture_size(), QSize(1280, 960));
  QVERIFY(picture->shown().width() < 800 && !dialog->add_button()->isEnabled());
  const auto drag = [&](const QPointF& from, const QPointF& to) {
    const auto at = [&](const QPointF& pixel) { return picture->to_view(pixel).toPoint(); };
    QTest::mousePress(picture, Qt::LeftButton, {}, at(from));
    for (const QPointF& on : {(from + to) / 2, to}) {
      QMouseEvent move(QEvent::MouseMove, QPointF(at(on)), picture->mapToGlobal(QPointF(at(on))), Qt::NoButton,
                       Qt::LeftButton, {});
      QApplication::sendEvent(picture, &move);
    }
    QTest::mouseRelease(picture, Qt::LeftButton, {}, at(to));
  };
  const double scale = picture->size().isEmpty() ? 1 : 1280 / picture->shown().width();
  const auto near = [&](const QRect& region, const QRect& wanted) {
    const double reach = scale + 1e-6;  // a pixel of the view
    return std::abs(region.left() - wanted.left()) <= reach && std::abs(region.top() - wanted.top()) <= reach &&
           std::abs(region.width() - wanted.width()) <= 2 * reach &&
           std::abs(region.height() - wanted.height()) <= 2 * reach;
  };
  drag({700, 500}, {300, 200});  // from the lower right
  QVERIFY(near(picture->region(), QRect(300, 200, 400, 300)));
  QVERIFY(dialog->add_button()->isEnabled());
  drag({700, 350}, {900, 350});  // the right edge
  QVERIFY(near(picture->region(), QRect(300, 200, 600, 300)));
  drag({300, 200}, {200, 100});  // a corner
  QVERIFY(near(picture->region(), QRect(200, 100, 700, 400)));
  drag({500, 300}, {5000, 350});  // all of it, as far as the picture goes
  QVERIFY(near(picture->region(), QRect(580, 150, 700, 400)));
  keep_picture(*dialog, "region-light");
  const QRect drawn = picture->region();
  picture->setFocus();
  QTest::keyClick(picture, Qt::Key_Left);
  QTest::keyClick(picture, Qt::Key_Up, Qt::ControlModifier);
  QTest::keyClick(picture, Qt::Key_Right, Qt::ShiftModifier);  // back to the edge of the picture
  QTest::keyClick(picture, Qt::Key_Down, Qt::ShiftModifier);
  QCOMPARE(picture->region(), QRect(drawn.x() - 1, drawn.y() - 10, drawn.width() + 1, drawn.height() + 1));
  const auto& numbers = dialog->numbers();
  QCOMPARE(QRect(numbers[0]->value(), numbers[1]->value(), numbers[2]->value(), numbers[3]->value()),
           picture->region());
  dialog->numbers()[2]->setValue(1000);  // wider than what is left
  QVERIFY(!dialog->add_button()->isEnabled());
  dialog->numbers()[0]->setValue(301);
  dialog->numbers()[2]->setValue(400);
  QVERIFY(dialog->add_button()->isEnabled());
  QCOMPARE(dialog->name()->text(), "street region");
  const QRect wanted = picture->region();
  QCOMPARE(wanted.x(), 301);
  dialog->name()->setText("street");
  QVERIFY(!dialog->add_button()->isEnabled());
  dialog->name()->setText("crossing");
  QTest::mouseClick(dialog->add_button(), Qt::LeftButton);
  QVERIFY(settle(*w));
  QCOMPARE(names(*w), QStringList({"street", "crossing"}));
  const CameraRow camera = w->worker()->overview()->cameras.at(1);
  QVERIFY(camera.crop.has_value());
  QCOMPARE(QRect(camera.crop->x, camera.crop->y, camera.crop->width, camera.crop->height), wanted);
  QCOMPARE(camera.frames, 2);
  // It stays for the next region, with the first drawn in it.
  QVERIFY(dialog->isVisible() && picture->region().isEmpty());
  QCOMPARE(dialog->name()->text(), "street region");
  drag({20, 600}, {200, 900});
  keep_picture(*dialog, "region-more-light");
  themes_.set_dark(true);
  keep_picture(*dialog, "region-dark");
  themes_.set_dark(false);
  keep_picture(*w->sources(), "sources-region-light");
  QVERIFY(undo(*w));
  QCOMPARE(names(*w), QStringList({"street"}));
  QVERIFY(redo(*w));
  QCOMPARE(names(*w)[1], "crossing");
  QTest::keyClick(dialog, Qt::Key_Escape);
  QTRY_VERIFY(!w->sources()->region());
  // From the region's own row it is the file's picture again.
  QVERIFY(choose(*w, view, 1, "Region of crossing"));
  QTRY_VERIFY(w->sources()->region() && w->sources()->region()->ready());
  QCOMPARE(w->sources()->region()->view()->picture_size(), QSize(1280, 960));
  w->sources()->region()->close();
  // Also where no camera shows all of it.
  w->sources()->findChild<SourceEdits*>()->remove_cameras({"street"});
  QVERIFY(settle(*w));
  QVERIFY(choose(*w, view, 0, "Region of crossing"));
  QTRY_VERIFY(w->sources()->region() && w->sources()->region()->ready());
  QCOMPARE(w->sources()->region()->view()->picture_size(), QSize(1280, 960));
  QCOMPARE(w->sources()->region()->name()->text(), "crossing region");
}

void TestUiSources::whatRunsWhere() {
  BoxRow box;
  box.name = "net";
  BoxesModel model;
  const auto tip = [&] {
    model.set_boxes({});
    model.set_boxes({box});
    return model.index(0, BoxesModel::Adapter).data(Qt::ToolTipRole).toString();
  };
  box.adapter = "opencv-dnn";
  QVERIFY(tip().contains("on the CPU."));
  box.adapter = "torchscript";
  QVERIFY2(tip().contains("on a GPU where there is one"), qPrintable(tip()));
  box.costs.set(CostKind::gpu_memory, 5e8, CostOrigin::measured, "");
  QVERIFY2(tip().contains("measured there with"), qPrintable(tip()));
  box.recorded = true;
  QVERIFY(tip().contains("nothing runs"));
}

QTEST_MAIN(TestUiSources)
#include "test_sources.moc"
