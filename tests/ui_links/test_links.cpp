// The Links page with real mouse and key events, over the real worker and a small file with recorded outputs; its
// matrix over fifty made-up boxes.
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QPushButton>
#include <QScrollBar>
#include <QTabBar>
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <ctime>
#include <fstream>
#include <set>

#include "analysis/clusters.h"
#include "app/cli/cli.h"
#include "base/text.h"
#include "experiment/import.h"
#include "experiment/matrix_order.h"
#include "experiment/source_edits.h"
#include "experiment/views.h"
#include "made_file.h"
#include "report/judged_rows.h"
#include "ui/common/edit_stack.h"
#include "ui/common/style.h"
#include "ui/links/agreement_views.h"
#include "ui/links/detail_view.h"
#include "ui/links/link_pair.h"
#include "ui/links/links_page.h"
#include "ui/links/matrix_bar.h"
#include "ui/links/matrix_pane.h"

using namespace mlink::rooms;

namespace {

/// Worker, selection and page over a file.
struct Window {
  explicit Window(const ThemeHolder& themes, const QString& file, const QSize& size = {1600, 900})
      : page(themes, &selection, &worker) {
    QObject::connect(&worker, &Worker::data_changed, &page, [this] { page.set_data(worker.data()); });
    page.resize(size);
    page.show();
    worker.open(file);
  }
  [[nodiscard]] bool ready() const { return worker.data() && page.ready(); }
  [[nodiscard]] QPoint at(const QString& source, const QString& target) const {
    MatrixView* view = page.matrix_view();
    return view->visualRect(page.matrix()->index_of(source, target)).center();
  }
  void rows(JudgedRows rows) { page.bar()->rows()->set_current(static_cast<int>(rows)); }
  Worker worker;
  SharedSelection selection;
  LinksPage page;
};

QStringList names_of(const MatrixModel& model) {
  QStringList names;
  for (int i = 0; i < model.boxes(); ++i) names << model.name(i);
  return names;
}

double cpu_ms() { return 1e3 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

void wheel(QWidget* widget, const QPointF& at, int notches, Qt::KeyboardModifiers with) {
  QWheelEvent event(at, widget->mapToGlobal(at), {}, {0, notches * 120}, Qt::NoButton, with, Qt::NoScrollPhase, false);
  QApplication::sendEvent(widget, &event);
}

}  // namespace

class TestUiLinks : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QVERIFY(dir_.isValid());
    QApplication::setStyle(new WorkbenchStyle(&themes_));
    themes_.set_dark(false);
    const auto made = mlink::made::file(dir_.filePath("made.mlink").toStdString());
    QVERIFY2(made.has_value(), made ? "" : made.error().text().c_str());
  }

  void rowsAreSwitched() {
    Window w(themes_, file());
    QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 20000);
    MatrixBar* bar = w.page.bar();
    QCOMPARE(bar->rows()->accessibleName(), "Rows");
    QCOMPARE(bar->rows()->accessibleDescription(), "test 180 frames");
    const auto snapshot = w.worker.data()->snapshot;
    const auto base = w.page.matrix()->links();
    for (const JudgedRows rows : {JudgedRows::train, JudgedRows::all, JudgedRows::test}) {
      w.rows(rows);
      QTRY_VERIFY_WITH_TIMEOUT(w.ready() && w.page.matrix()->rows() == rows, 20000);
      const auto wanted = matrix_on(*snapshot.links, *snapshot.link_table, rows, thread_executor()).value();
      const MatrixModel& model = *w.page.matrix();
      for (int i = 0; i < model.boxes(); ++i)
        for (int j = 0; j < model.boxes(); ++j)
          if (i != j) QCOMPARE(model.index(i, j).data(MatrixModel::PRole).toDouble(), wanted.cell(i, j)->test.p);
      // The chosen link's own figures and frames are of the same rows.
      const auto detail = w.page.detail()->detail();
      QVERIFY(detail);
      QCOMPARE(static_cast<std::int64_t>(detail->frames.size()), frames_of(wanted, rows));
      const int from = snapshot.links->box_index(detail->source), to = snapshot.links->box_index(detail->target);
      QCOMPARE(detail->figures.test.p, wanted.cell(from, to)->test.p);
      QCOMPARE(bar->note().contains("flatter"), rows != JudgedRows::test);
    }
    // What was computed is kept, and what others read never was another one.
    w.rows(JudgedRows::train);
    QCOMPARE(w.page.matrix()->rows(), JudgedRows::train);
    QCOMPARE(w.worker.data()->links, base);
  }

  /// Where frames came since, the training's counts are those of its own figures: of rows that are judged now, now's.
  void rowsThatCameSince() {
    const QString copy = dir_.filePath("since.mlink");
    QVERIFY(QFile::copy(file(), copy));
    {
      auto experiment = Experiment::open(copy.toStdString());
      QVERIFY(experiment.has_value());
      ImportOptions options;
      options.box = "persons";
      options.outputs = dir_.filePath("since.csv").toStdString();
      options.task = Task::count;
      options.replace = true;
      std::ofstream out(options.outputs);
      out << "source,frame,value\n";
      for (int frame = 0; frame < 300; ++frame)
        out << (frame >= 120 && frame < 240 ? "gate," : "yard,") << frame << ",1\n";
      out.close();
      QVERIFY(experiment->import_outputs(options).has_value());
    }
    Window w(themes_, copy);
    QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 20000);
    const auto names = [&] { return w.page.bar()->parts(); };
    QCOMPARE(names(), (QStringList{"test 180", "train", "all"}));
    const auto snapshot = w.worker.data()->snapshot;
    for (const JudgedRows rows : {JudgedRows::train, JudgedRows::all}) {
      w.rows(rows);
      QTRY_VERIFY_WITH_TIMEOUT(w.ready() && w.page.matrix()->rows() == rows, 20000);
      const auto now = matrix_on(*snapshot.links, *snapshot.link_table, rows, thread_executor()).value();
      const QString count = QString::number(frames_of(now, rows));
      QCOMPARE(names().at(static_cast<int>(rows)), (rows == JudgedRows::all ? "all " : "train ") + count);
      QVERIFY(w.page.bar()->rows()->accessibleDescription().contains(count));
    }
    QCOMPARE(frames_of(matrix_on(*snapshot.links, *snapshot.link_table, JudgedRows::all, thread_executor()).value(),
                       JudgedRows::all),
             300);
    QCOMPARE(names(), (QStringList{"test 180", "train 60", "all 300"}));
  }

  /// What the window exports and what the command line writes are the same bytes.
  void tablesAreTheCommandLines_data() {
    QTest::addColumn<int>("rows");
    for (const JudgedRows rows : {JudgedRows::test, JudgedRows::train, JudgedRows::all})
      QTest::newRow(std::string(to_string(rows)).c_str()) << int(rows);
  }
  void tablesAreTheCommandLines() {
    QFETCH(int, rows);
    const auto part = static_cast<JudgedRows>(rows);
    const QString copy = file();
    Window w(themes_, copy);
    QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 20000);
    w.rows(part);
    QTRY_VERIFY_WITH_TIMEOUT(w.ready() && w.page.matrix()->rows() == part, 20000);
    for (const auto& [name, table] : w.page.tables()) {
      const auto path = dir_.filePath(name + ".md").toStdString();
      const int status = run_command_line({"export", copy.toStdString(), "--what", name.toStdString(), "--rows",
                                           std::string(to_string(part)), "--as", "md", "--out", path},
                                          {}, {});
      QCOMPARE(status, 0);
      QFile written(QString::fromStdString(path));
      QVERIFY(written.open(QIODevice::ReadOnly));
      const QByteArray content = written.readAll();
      QCOMPARE(content, QByteArray::fromStdString(file_content(table, TableFormat::markdown).value()));
      QCOMPARE(content.contains("Training rows flatter"), part == JudgedRows::train);
    }
  }

  void linkIsPinned_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("both");
    QTest::newRow("side by side") << QSize(1600, 900) << true;
    QTest::newRow("tabs") << QSize(1190, 700) << false;
  }
  void linkIsPinned() {
    QFETCH(QSize, size);
    QFETCH(bool, both);
    Window w(themes_, file(), size);
    QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 20000);
    MatrixView* view = w.page.matrix_view();
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, w.at("pose", "persons"));
    const LinkChoice first{"pose", "persons"}, second{"cats", "hog"};
    QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::ControlModifier, w.at("cats", "hog"));
    QCOMPARE(w.selection.link(), first);
    QCOMPARE(w.page.pair()->pinned(), second);
    QCOMPARE(view->pinned(), w.page.matrix()->index_of("cats", "hog"));
    QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 20000);
    LinkPair* pair = w.page.pair();
    QCOMPARE(pair->side_by_side(), both);
    QVERIFY(pair->second()->isVisible());
    QCOMPARE(pair->first()->isVisible(), both);
    QCOMPARE(pair->tabs()->isVisible(), !both);
    QCOMPARE(pair->tabs()->tabText(1), "B  cats → hog");
    QCOMPARE(pair->second()->accessibleName(), "Link B, cats → hog");
    QCOMPARE(QString::fromStdString(pair->second()->detail()->source), "cats");
    QVERIFY(pair->first()->figures()->figures().front().value != pair->second()->figures()->figures().front().value);
    if (!both) {
      pair->tabs()->setCurrentIndex(0);
      QVERIFY(pair->first()->isVisible() && !pair->second()->isVisible());
    }
    // Another rule of order, other rows: the second link stays, and is of these rows.
    w.page.bar()->order()->setCurrentIndex(1);
    QCOMPARE(view->pinned(), w.page.matrix()->index_of("cats", "hog"));
    w.rows(JudgedRows::train);
    QTRY_VERIFY_WITH_TIMEOUT(w.ready() && w.page.matrix()->rows() == JudgedRows::train, 20000);
    QCOMPARE(pair->second()->detail()->frames.size(), std::size_t{60});
    QTest::keyClick(view, Qt::Key_Escape);
    QVERIFY(!pair->pinned() && !view->pinned().isValid());
    QVERIFY(pair->first()->isVisible() && !pair->second()->isVisible() && !pair->tabs()->isVisible());
  }

  void linkIsPinnedByKeys() {
    Window w(themes_, file());
    QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 20000);
    MatrixView* view = w.page.matrix_view();
    w.selection.set_link(LinkChoice{"persons", "pose"});
    view->setFocus();
    QTest::keyClick(view, Qt::Key_C);
    QVERIFY(view->armed());
    QCOMPARE(w.page.compare_button()->text(), "Cancel");
    QTest::keyClick(view, Qt::Key_Escape);
    QVERIFY(!view->armed());
    QTest::mouseClick(w.page.compare_button(), Qt::LeftButton);
    QVERIFY(view->armed());
    QTest::keyClick(view, Qt::Key_Right);
    QCOMPARE(w.selection.link(), (LinkChoice{"persons", "pose"}));  // the first stays
    QTest::keyClick(view, Qt::Key_Return);
    QCOMPARE(w.page.pair()->pinned(), (LinkChoice{"persons", "hog"}));
    QVERIFY(!view->armed());
    QCOMPARE(w.page.compare_button()->text(), "Unpin B");
    QTest::mouseClick(w.page.compare_button(), Qt::LeftButton);
    QVERIFY(!w.page.pair()->pinned());
  }

  /// Two links to one target stand on the same axes, those of two targets on their own.
  void axesAreEven() {
    Window w(themes_, file());
    QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 20000);
    const auto reach = [](const DetailView* view) {
      const auto* chart = view->findChild<BubbleChart*>();
      return chart->value_at(chart->position_of({0, 0}) + QPointF(100, 0)).x() / 100 * chart->width();
    };
    w.selection.set_link(LinkChoice{"pose", "persons"});
    QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 20000);
    MatrixView* view = w.page.matrix_view();
    const LinkPair* pair = w.page.pair();
    QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::ControlModifier, w.at("cats", "persons"));
    QTRY_VERIFY_WITH_TIMEOUT(w.ready() && pair->second()->detail(), 20000);
    QTRY_VERIFY(std::abs(reach(pair->first()) - reach(pair->second())) < 0.05);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::ControlModifier, w.at("pose", "cats"));
    QTRY_VERIFY_WITH_TIMEOUT(w.ready() && pair->second()->detail()->target == "cats", 20000);
    QTRY_VERIFY(std::abs(reach(pair->first()) - reach(pair->second())) > 0.2);
  }

  void orderByHandAndBack() {
    Window w(themes_, file());
    QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 20000);
    MatrixModel& model = *w.page.matrix();
    MatrixView* view = w.page.matrix_view();
    const QStringList as_added{"persons", "pose", "hog", "cats"};
    QCOMPARE(names_of(model), as_added);
    QVERIFY(!w.page.bar()->file_order()->isEnabled());
    w.selection.set_link(LinkChoice{"pose", "persons"});
    QWidget* head = view->verticalHeader()->viewport();
    const auto row = [&](int i) { return QPoint(40, view->rowViewportPosition(i) + view->rowHeight(i) / 2); };
    QTest::mousePress(head, Qt::LeftButton, {}, row(3));
    QTest::mouseMove(head, row(1));
    QTest::mouseMove(head, row(0) - QPoint(0, view->rowHeight(0) / 3));
    QVERIFY(view->dragging());
    QCOMPARE(view->drop_place(), 0);
    QTest::mouseRelease(head, Qt::LeftButton, {}, row(0));
    QCOMPARE(names_of(model), (QStringList{"cats", "persons", "pose", "hog"}));
    QCOMPARE(model.order(), MatrixModel::Order::by_hand);
    QCOMPARE(w.page.bar()->order()->currentText(), "by hand");
    QCOMPARE(view->chosen(), model.index_of("pose", "persons"));  // it is the same link
    QTest::keyClick(view, Qt::Key_Up, Qt::AltModifier);           // moves the source, pose
    QCOMPARE(names_of(model), (QStringList{"cats", "pose", "persons", "hog"}));
    w.rows(JudgedRows::all);
    QTRY_VERIFY_WITH_TIMEOUT(w.ready() && model.rows() == JudgedRows::all, 20000);
    QCOMPARE(names_of(model).first(), "cats");
    QTest::mouseClick(w.page.bar()->file_order(), Qt::LeftButton);
    QCOMPARE(names_of(model), as_added);
    w.page.bar()->order()->setCurrentText("by hand");
    QCOMPARE(names_of(model).first(), "cats");  // it is remembered
  }

  void orderIsKeptInTheFile() {
    const QString path = file();
    const QStringList as_added{"persons", "pose", "hog", "cats"}, moved{"persons", "hog", "pose", "cats"};
    {
      Window w(themes_, path);
      QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 20000);
      const MatrixModel& model = *w.page.matrix();
      const auto idle = [&] { return !w.worker.busy() && w.worker.waiting().empty() && w.ready(); };
      w.selection.set_link(LinkChoice{"hog", "persons"});
      QTRY_VERIFY(w.page.order_known());
      QTest::keyClick(w.page.matrix_view(), Qt::Key_Up, Qt::AltModifier);
      QCOMPARE(names_of(model), moved);
      QTRY_VERIFY_WITH_TIMEOUT(idle(), 20000);
      QCOMPARE(names_of(model), moved);
      QCOMPARE(w.worker.edits()->undoText(), "the order of the matrix");
      w.page.bar()->order()->setCurrentText("by name");
      QTRY_VERIFY_WITH_TIMEOUT(idle(), 20000);
      w.worker.edits()->undo();
      QTRY_COMPARE_WITH_TIMEOUT(names_of(model), moved, 20000);
      QTRY_VERIFY_WITH_TIMEOUT(idle(), 20000);
      w.worker.edits()->undo();
      QTRY_COMPARE_WITH_TIMEOUT(names_of(model), as_added, 20000);
      QTRY_VERIFY_WITH_TIMEOUT(idle(), 20000);
      QCOMPARE(model.order(), MatrixModel::Order::as_added);
      QVERIFY(!w.worker.edits()->canUndo());  // what is shown again is no edit of its own
      w.worker.edits()->redo();
      QTRY_COMPARE_WITH_TIMEOUT(names_of(model), moved, 20000);
      QTRY_VERIFY_WITH_TIMEOUT(idle(), 20000);
    }
    {
      auto opened = Experiment::open(path.toStdString());
      QVERIFY(opened.has_value());
      QVERIFY(mlink::experiment::rename_box(*opened, "hog", "dog").has_value());  // the order knows it still
    }
    Window w(themes_, path);
    QTRY_COMPARE_WITH_TIMEOUT(names_of(*w.page.matrix()), (QStringList{"persons", "dog", "pose", "cats"}), 20000);
    QCOMPARE(w.page.bar()->order()->currentText(), "by hand");
    QVERIFY(!w.worker.edits()->canUndo());
    w.page.bar()->order()->setCurrentText("by clusters");
    QTRY_VERIFY_WITH_TIMEOUT(w.ready() && w.worker.edits()->canUndo() && !w.worker.busy(), 20000);
    const auto reader = ExperimentReader::open(path.toStdString());
    QVERIFY(reader.has_value());
    const auto kept = mlink::experiment::matrix_order(*reader);
    QVERIFY(kept.has_value() && kept->has_value());
    QCOMPARE((*kept)->rule, std::string("by_clusters"));
    QCOMPARE((*kept)->boxes, (std::vector<std::string>{"persons", "dog", "pose", "cats"}));
    // Another file stands as it was left, not as this one.
    w.worker.open(file());
    QTRY_COMPARE_WITH_TIMEOUT(names_of(*w.page.matrix()), as_added, 20000);
  }

  void clustersAreShown() {
    Window w(themes_, file());
    QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 20000);
    w.page.bar()->order()->setCurrentText("by clusters");
    QTRY_VERIFY(w.page.matrix()->clusters_known());
    QStringList wanted;
    const auto& m = w.page.matrix()->links()->matrix;
    for (const int box : cluster_order(m)) wanted << to_qt(m.boxes[static_cast<std::size_t>(box)]);
    QCOMPARE(names_of(*w.page.matrix()), wanted);
    QVERIFY(wanted.first() == "cats" || wanted.last() == "cats");  // it tells nothing of the others
  }

  void fiftyBoxes() {
    MatrixModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    MatrixPane pane(themes_, &model);
    pane.resize(1000, 900);
    pane.show();
    model.set_links(mlink::made::blocks(50));
    MatrixView* view = pane.view();
    QVERIFY(QTest::qWaitForWindowExposed(&pane));
    QVERIFY(view->cell_width() >= 14 && view->cell_width() < matrix_cell::small);
    // The blocks come together.
    model.set_order(MatrixModel::Order::by_clusters);
    QVERIFY(!model.clusters_known());
    model.set_clusters(cluster_order(model.links()->matrix));
    const QStringList names = names_of(model);
    int borders = 0;
    for (int i = 1; i < names.size(); ++i) borders += names[i].right(1) != names[i - 1].right(1) ? 1 : 0;
    QCOMPARE(borders, 4);
    QDir().mkpath(QString(MLINK_BINARY_DIR) + "/ui-pictures");
    QVERIFY(pane.grab().save(QString(MLINK_BINARY_DIR) + "/ui-pictures/links-50-clusters.png"));
    std::vector<double> ms;
    for (int i = 0; i < 15; ++i) {
      const double began = cpu_ms();
      pane.repaint();
      view->viewport()->repaint();
      view->horizontalHeader()->viewport()->repaint();
      view->verticalHeader()->viewport()->repaint();
      ms.push_back(cpu_ms() - began);
    }
    // Each cell stands where the table has it.
    const QModelIndex some = model.index(7, 30);
    const QImage cell = view->viewport()->grab(view->visualRect(some).adjusted(1, 1, -2, -2)).toImage();
    QCOMPARE(cell.pixelColor(3, 3).rgb(), themes_.theme().ramp_at(model.share(*model.link_at(some))).rgb());
    std::sort(ms.begin(), ms.end());
    qInfo("full repaint of 50 x 50: %.1f ms (median), %.1f ms (longest)", ms[ms.size() / 2], ms.back());
#ifndef MLINK_SANITIZED
    QVERIFY2(ms[ms.size() / 2] < 16, qPrintable(QString::number(ms[ms.size() / 2])));
#endif
  }

  void cellsAreZoomed() {
    MatrixModel model;
    MatrixPane pane(themes_, &model);
    pane.resize(900, 700);
    pane.show();
    model.set_links(mlink::made::blocks(50));
    MatrixView* view = pane.view();
    QVERIFY(QTest::qWaitForWindowExposed(&pane));
    const int fits = view->cell_width();
    const int head = view->head_width();
    QTest::mouseMove(view->viewport(), {100, 100});
    const QPointF at(101, 101);
    const QModelIndex under = view->indexAt(at.toPoint());
    for (int i = 0; i < 6; ++i) wheel(view->viewport(), at, 1, Qt::ControlModifier);
    QVERIFY(view->cell_width() >= 2 * fits);
    QCOMPARE(view->indexAt(at.toPoint()), under);  // it stays below the pointer
    QCOMPARE(view->head_width(), head);
    QVERIFY(view->verticalHeader()->isVisible() && view->horizontalScrollBar()->maximum() > 0);
    const QImage zoomed = view->viewport()->grab(view->visualRect(under)).toImage();
    for (int i = 0; i < 20; ++i) wheel(view->viewport(), at, 1, Qt::ControlModifier);
    QVERIFY(view->cell_width() >= matrix_cell::full);  // value, lift and bar
    QCOMPARE(view->indexAt(at.toPoint()), under);
    for (int i = 0; i < 60; ++i) wheel(view->viewport(), at, -1, Qt::ControlModifier);
    QVERIFY(view->cell_width() < fits && view->cell_height() >= 6);
    QCOMPARE(view->column_step(), 5);
    QCOMPARE(view->row_step(), 5);
    view->reset_zoom();
    QCOMPARE(view->cell_width(), fits);
    QCOMPARE(view->row_step(), 1);
    const int before = view->verticalScrollBar()->value();
    wheel(view->viewport(), at, -2, {});  // without Ctrl it scrolls
    QCOMPARE(view->cell_width(), fits);
    QVERIFY(view->verticalScrollBar()->value() > before);
  }

  void zoomByKeysAndButtons() {
    Window w(themes_, file());
    QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 20000);
    MatrixView* view = w.page.matrix_view();
    const int fits = view->cell_width();
    view->setFocus();
    QTest::keyClick(view, Qt::Key_Minus, Qt::ControlModifier);
    QTest::keyClick(view, Qt::Key_Minus, Qt::ControlModifier);
    QVERIFY(view->cell_width() < fits);
    QTest::keyClick(view, Qt::Key_0, Qt::ControlModifier);
    QCOMPARE(view->cell_width(), fits);
    QTest::mouseClick(w.page.bar()->larger(), Qt::LeftButton);
    QVERIFY(view->cell_width() > fits);
    QTest::mouseClick(w.page.bar()->fit(), Qt::LeftButton);
    QCOMPARE(view->cell_width(), fits);
    for (const QPushButton* button : {w.page.bar()->larger(), w.page.bar()->smaller(), w.page.bar()->fit(),
                                      w.page.bar()->file_order(), w.page.compare_button()})
      QVERIFY(!button->accessibleName().isEmpty() || !button->text().isEmpty());
  }

  void crossHairInSmallCells() {
    MatrixModel model;
    MatrixPane pane(themes_, &model);
    pane.resize(900, 700);
    pane.show();
    model.set_links(mlink::made::blocks(50));
    MatrixView* view = pane.view();
    QVERIFY(QTest::qWaitForWindowExposed(&pane));
    const QModelIndex cell = model.index(20, 4);
    const QRect row = view->visualRect(model.index(20, 12));
    const QImage before = view->viewport()->grab(row.adjusted(0, -2, 0, 2)).toImage();
    QTest::mouseMove(view->viewport(), view->visualRect(cell).center());
    QTRY_COMPARE(view->hovered(), cell);
    QVERIFY(view->viewport()->grab(row.adjusted(0, -2, 0, 2)).toImage() != before);
    QVERIFY(cell.data(MatrixModel::TipRole).toString().contains("lift"));
  }

  void doubtIsSaid() {
    MatrixModel model;
    model.set_links(mlink::made::blocks(50));
    int doubtful = 0;
    for (int i = 0; i < 50; ++i) {
      const QModelIndex at = model.index(0, i);
      if (!at.data(MatrixModel::NoLiftRole).toBool()) continue;
      ++doubtful;
      for (const int role : {int(MatrixModel::LiftTextRole), int(MatrixModel::TipRole), int(Qt::AccessibleTextRole)})
        QVERIFY(at.data(role).toString().contains("≈ prior"));
      model.set_show(MatrixModel::Show::lift);
      QCOMPARE(at.data(MatrixModel::LiftTextRole).toString(), "≈ prior");
      model.set_show(MatrixModel::Show::p);
    }
    QVERIFY(doubtful > 5);
  }

  /// The page as it is with two links, other rows and clusters, into build/…/ui-pictures; no text of the bar is cut.
  void pictures_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("dark");
    QTest::newRow("links-pair-1280x800-light") << QSize(1208, 736) << false;
    QTest::newRow("links-pair-1600x1000-light") << QSize(1528, 936) << false;
    QTest::newRow("links-pair-1600x1000-dark") << QSize(1528, 936) << true;
    QTest::newRow("links-pair-3840x2160-dark") << QSize(3768, 2096) << true;
  }
  void pictures() {
    QFETCH(QSize, size);
    QFETCH(bool, dark);
    themes_.set_dark(dark);
    Window w(themes_, file(), size);
    QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 20000);
    w.selection.set_link(LinkChoice{"pose", "persons"});
    w.rows(JudgedRows::train);
    w.page.bar()->order()->setCurrentText("by clusters");
    QTest::mouseClick(w.page.matrix_view()->viewport(), Qt::LeftButton, Qt::ControlModifier, w.at("hog", "persons"));
    QTRY_VERIFY_WITH_TIMEOUT(w.ready() && w.page.matrix()->clusters_known(), 20000);
    QTRY_COMPARE_WITH_TIMEOUT(w.page.matrix()->rows(), JudgedRows::train, 20000);
    QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 20000);
    for (const auto* label : w.page.bar()->findChildren<QLabel*>())
      if (label->isVisible()) QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(label->text()));
    const QString folder = QString(MLINK_BINARY_DIR) + "/ui-pictures";
    QDir().mkpath(folder);
    QVERIFY(w.page.grab().save(folder + '/' + QTest::currentDataTag() + ".png"));
    themes_.set_dark(false);
  }

  void framesAreFound() {
    LinkDetail detail;
    for (const auto& [camera, ordinal] :
         std::vector<std::pair<int, std::int64_t>>{{0, 4}, {2, 0}, {0, 7}, {2, 9}, {0, 5}})
      detail.frames.emplace_back().key = {camera, ordinal, 0};
    const FramePlaces places = places_of(detail);
    for (const LinkFrame& frame : detail.frames)
      QCOMPARE(frame_at(detail, places, static_cast<std::size_t>(frame.key.camera), frame.key.ordinal), &frame);
    for (const auto& [camera, ordinal] :
         std::vector<std::pair<std::size_t, std::int64_t>>{{0, 6}, {0, 8}, {1, 4}, {2, 4}, {9, 4}})
      QVERIFY(!frame_at(detail, places, camera, ordinal));
  }

  void nothingOpen() {
    Worker worker;
    SharedSelection selection;
    LinksPage page(themes_, &selection, &worker);
    page.resize(1200, 700);
    page.show();
    page.set_data(nullptr);
    QVERIFY(page.empty_state()->isVisible());
    page.bar()->rows()->set_current(1);
    page.bar()->order()->setCurrentText("by clusters");
    page.bar()->order()->setCurrentText("by hand");
    for (const int key : {int(Qt::Key_C), int(Qt::Key_Escape)}) QTest::keyClick(&page, static_cast<Qt::Key>(key));
    QTest::keyClick(&page, Qt::Key_Plus, Qt::ControlModifier);
    QVERIFY(page.tables().empty() && page.drawings().empty() && page.ready());
    QVERIFY(!page.matrix_view()->armed());
  }

 private:
  /// Each time a copy: the order of the matrix is kept in the file.
  [[nodiscard]] QString file() const {
    const QString copy = dir_.filePath(QStringLiteral("copy-%1.mlink").arg(++copies_));
    return QFile::copy(dir_.filePath("made.mlink"), copy) ? copy : QString();
  }
  ThemeHolder themes_;  ///< outlives the style, which the application keeps
  QTemporaryDir dir_;
  mutable int copies_ = 0;
};

QTEST_MAIN(TestUiLinks)
#include "test_links.moc"
