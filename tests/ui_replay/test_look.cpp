// How the Replay page looks and follows the hand: sizes, both themes, exports, moves that reach the screen, over
// synthetic data. MLINK_PICTURES=FOLDER keeps its pictures.
#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QScrollBar>
#include <QTableView>
#include <QTemporaryDir>
#include <algorithm>
#include <cmath>

#include "ui/common/exporter.h"
#include "ui/common/style.h"
#include "ui/replay/frame_columns.h"
#include "ui/replay/paint.h"
#include "ui/replay/replay_models.h"
#include "ui/replay/strips_view.h"
#include "ui/replay/transport.h"
#include "ui_replay/shown.h"

using namespace mlink::rooms;
using namespace mlink::synthetic;

namespace {

class LineWidget : public QWidget {
 public:
  LineWidget(QPolygonF line, const QPen& pen) : line_(std::move(line)), pen_(pen) {}

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    draw_long_line(painter, line_, pen_);
  }

 private:
  QPolygonF line_;
  QPen pen_;
};

}  // namespace

class ReplayLookTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void narrow_pages_fold();
  void values_of_a_frame_have_room();
  void methods_have_room_data();
  void methods_have_room();
  void pictures_in_both_themes_data();
  void pictures_in_both_themes();
  void exports_are_written_data();
  void exports_are_written();
  void dialogs_offer_every_format();
  void kept_curves_are_the_curves();
  void long_lines_are_the_line_data();
  void long_lines_are_the_line();
  void every_move_reaches_the_screen();
  void every_moment_reaches_the_screen();

 private:
  ThemeHolder themes_;
};

void ReplayLookTest::initTestCase() {
  themes_.set_dark(false);
  QApplication::setStyle(new WorkbenchStyle(&themes_));
}

void ReplayLookTest::narrow_pages_fold() {
  Shown page(themes_, {1196, 664});
  QVERIFY(page.settled);
  QVERIFY(!page.view.cameras()->isVisible());
  QVERIFY(page.view.picture()->isVisible());
  QTableView* frame = page.view.findChild<QTableView*>(QStringLiteral("frame"));
  QVERIFY(frame && !frame->isVisible());
  Segmented* views = page.view.transport()->views();
  views->setFocus();
  const auto loaded = [&] {  // cameras whose picture of this moment is there
    int count = 0;
    for (int camera = 0; camera < 6; ++camera) {
      const auto row = page.source.data->row_at(camera, page.view.playback()->position());
      count += row && page.view.feed()->find(*row) ? 1 : 0;
    }
    return count;
  };
  page.view.playback()->seek(70);
  QVERIFY(page.wait());
  QCOMPARE(loaded(), 1);  // what is not shown is not decoded
  QTest::keyClick(views, Qt::Key_Right);
  QVERIFY(page.view.cameras()->isVisible() && !page.view.picture()->isVisible());
  QVERIFY(page.wait());
  QCOMPARE(loaded(), 6);
  QTest::keyClick(views, Qt::Key_Right);
  QVERIFY(frame->isVisible() && !page.view.cameras()->isVisible());
  page.view.resize(1520, 900);
  QTRY_VERIFY(page.view.picture()->isVisible() && page.view.cameras()->isVisible() && frame->isVisible());
  QVERIFY(page.view.strips()->lane_rect(0, 0).height() >= 10);
}

/// Numbers stand whole; words have what the panel leaves, end in an ellipsis beyond it, and are whole in the tooltip.
void ReplayLookTest::values_of_a_frame_have_room() {
  const QFont font = ui_font();
  QCOMPARE(FrameColumns::fitted("-1234567.5", font, 20), "-1234567.5");
  const QString cut = FrameColumns::fitted("the judge covers a book", font, 60);
  QVERIFY2(cut.startsWith("the") && cut.endsWith(QChar(0x2026)), qPrintable(cut));

  FrameModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
  QTableView view;
  dress_table(view, themes_);
  view.setModel(&model);
  const FrameColumns columns(view, model);
  view.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  view.resize(600, 200);
  view.show();
  const std::string words = "to judge a book by its cover";
  const FrameLine number{"persons", Outcome::wrong, "3", "7", {}, {}};
  model.set_lines({number}, true);
  const int before = view.columnWidth(FrameModel::Shown);
  const FrameLine spoken{"words", Outcome::wrong, words, "cover", {}, {}};
  model.set_lines({number, spoken}, true);
  const int needed = QFontMetrics(ui_font(TypeSize::text, true)).horizontalAdvance(QString::fromStdString(words));
  QVERIFY(view.columnWidth(FrameModel::Shown) >= needed + 2 * space::cell_side && before < needed);
  QVERIFY(model.index(1, FrameModel::Shown).data(Qt::ToolTipRole).toString().contains(QString::fromStdString(words)));
  const int wide = view.columnWidth(FrameModel::Shown);
  model.set_lines({number, number}, true);  // it does not shrink from frame to frame
  QCOMPARE(view.columnWidth(FrameModel::Shown), wide);
  view.resize(330, 200);
  QTRY_VERIFY(view.columnWidth(FrameModel::Shown) < wide);
  const int names = QFontMetrics(font).horizontalAdvance("persons") + 2 * space::cell_side;
  QVERIFY2(view.columnWidth(FrameModel::Box) >= std::min(names, 54), qPrintable(QString::number(view.columnWidth(0))));
  int sum = 0;
  for (int column = 0; column < FrameModel::Columns; ++column) sum += view.columnWidth(column);
  QVERIFY(sum <= view.viewport()->width());
}

void ReplayLookTest::methods_have_room_data() {
  QTest::addColumn<QSize>("page");
  QTest::addColumn<bool>("interval");
  QTest::newRow("the smallest window") << QSize(950, 610) << false;
  QTest::newRow("1280 x 800") << QSize(1196, 710) << true;
  QTest::newRow("wide") << QSize(1520, 900) << true;
  QTest::newRow("4K") << QSize(3750, 2060) << true;
}

/// Beside a scroll bar too no head, number or end of a row lies outside the table.
void ReplayLookTest::methods_have_room() {
  QFETCH(QSize, page);
  QFETCH(bool, interval);
  Shown shown(themes_, page);
  QVERIFY(shown.settled);
  QTableView* table = shown.view.budget_panel()->table();
  const auto outside = [table] {
    const QHeaderView* head = table->horizontalHeader();
    const QFontMetrics metrics(ui_font(TypeSize::head));
    QString text;
    for (int column = 0; column < MethodsModel::Columns; ++column) {
      const QString name = table->model()->headerData(column, Qt::Horizontal).toString();
      const int wanted = metrics.horizontalAdvance(name) + 2 * space::cell_side;
      if (!head->isSectionHidden(column) && head->sectionSize(column) < wanted)
        text += QStringLiteral("%1: %2 of %3; ").arg(name).arg(head->sectionSize(column)).arg(wanted);
    }
    if (head->length() > table->viewport()->width())
      text += QStringLiteral("%1 of %2").arg(table->viewport()->width()).arg(head->length());
    return text;
  };
  QVERIFY2(outside().isEmpty(), qPrintable(outside()));
  QCOMPARE(!table->isColumnHidden(MethodsModel::Range), interval);
  QVERIFY(!table->isColumnHidden(MethodsModel::WhatIsRun) && !table->isColumnHidden(MethodsModel::Accuracy));
  table->setMinimumHeight(40);
  table->setMaximumHeight(table->horizontalHeader()->height() + 40);
  QTRY_VERIFY(table->verticalScrollBar()->isVisible());
  QVERIFY2(outside().isEmpty(), qPrintable(outside()));
}

void ReplayLookTest::pictures_in_both_themes_data() {
  QTest::addColumn<QSize>("size");
  QTest::addColumn<bool>("dark");
  QTest::addColumn<bool>("all");  // all cameras, cost as time
  QTest::addRow("1520x900 all cameras") << QSize(1520, 900) << false << true;
  QTest::addRow("1196x664 all cameras") << QSize(1196, 664) << true << true;
  for (const bool dark : {false, true}) {
    const char* theme = dark ? "dark" : "light";
    QTest::addRow("1196x664 %s", theme) << QSize(1196, 664) << dark << false;
    QTest::addRow("1520x900 %s", theme) << QSize(1520, 900) << dark << false;
    QTest::addRow("3750x2030 %s", theme) << QSize(3750, 2030) << dark << false;
  }
}

void ReplayLookTest::pictures_in_both_themes() {
  QFETCH(QSize, size);
  QFETCH(bool, dark);
  QFETCH(bool, all);
  themes_.set_dark(dark);
  Shown page(themes_, size);
  QVERIFY(page.settled);
  page.view.set_frame(QStringLiteral("cam 3"), 460);
  page.view.set_budget(all ? Amount{CostKind::time, 0.06} : Amount{CostKind::memory, 64e6});
  page.slider().set_pin(0, page.slider().budget());
  page.slider().set_pin(1, page.slider().frontier()->stops.back().budget);
  if (all) {
    page.view.which_cameras()->set_current(1);
    page.view.transport()->views()->set_current(1);
  }
  QVERIFY(page.wait());
  QPixmap shot(size);
  shot.fill(themes_.theme().chrome);
  page.view.render(&shot);
  const QImage image = shot.toImage();
  // the plot's ground is the panel's colour, the strips have right and wrong, the curve is mlink's
  const auto has = [&](QWidget* widget, const QColor& colour) {
    const QRect area(widget->mapTo(&page.view, QPoint(0, 0)), widget->size());
    for (int y = area.top(); y < area.bottom(); ++y) {
      for (int x = area.left(); x < area.right(); ++x) {
        if (image.pixelColor(x, y).rgb() == colour.rgb()) return true;
      }
    }
    return false;
  };
  const Theme& theme = themes_.theme();
  QVERIFY(has(&page.slider(), theme.panel));
  QVERIFY(has(&page.slider(), theme.method(QStringLiteral("mlink")).colour));
  for (const QColor& colour : {theme.outcome.run, theme.outcome.right, theme.outcome.wrong})
    QVERIFY(has(page.view.strips()->viewport(), colour));
  if (const QString folder = qEnvironmentVariable("MLINK_PICTURES"); !folder.isEmpty())
    QVERIFY(image.save(QStringLiteral("%1/replay-%2-%3%4.png")
                           .arg(folder)
                           .arg(size.width())
                           .arg(dark ? "dark" : "light", all ? "-all" : "")));
  themes_.set_dark(false);
}

void ReplayLookTest::exports_are_written_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QByteArray>("begin");
  QTest::addColumn<bool>("good");
  QTest::newRow("png") << "a.png" << QByteArray("\x89PNG") << true;
  QTest::newRow("svg") << "a.svg" << QByteArray("<?xml") << true;
  QTest::newRow("csv") << "a.csv" << QByteArray() << true;
  QTest::newRow("md") << "a.md" << QByteArray() << true;
  QTest::newRow("unknown ending") << "a.xyz" << QByteArray() << false;
  QTest::newRow("no such folder") << "none/a.png" << QByteArray() << false;
}

void ReplayLookTest::exports_are_written() {
  QFETCH(QString, name);
  QFETCH(QByteArray, begin);
  QFETCH(bool, good);
  Shown page(themes_);
  QVERIFY(page.settled);
  const QTemporaryDir folder;
  const auto tables = page.view.tables();
  QCOMPARE(tables.size(), 4U);
  for (const auto& [key, table] : tables) {
    QVERIFY2(!table.rows.empty(), qPrintable(key));
    QVERIFY2(!table.notes.empty(), qPrintable(key));
    for (const auto& row : table.rows) QCOMPARE(row.size(), table.columns.size());
  }
  for (const auto& [key, drawing] : page.view.drawings()) {
    const QString path = folder.filePath(name);
    const Status done = export_to(path, drawing, &tables[0].second);
    QCOMPARE(done.has_value(), good);
    if (!good) {
      QVERIFY(!done.error().what.empty() && !done.error().todo.empty());
      continue;
    }
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray content = file.readAll();
    QVERIFY2(content.size() > 60, qPrintable(key));
    QVERIFY(content.startsWith(begin));
    if (name == u"a.csv") QVERIFY(content.contains("mlink") && content.contains("standalone"));
  }
}

/// The dialog's list is the report's, and each of its endings writes something.
void ReplayLookTest::dialogs_offer_every_format() {
  const QTemporaryDir folder;
  Table table;
  table.columns = {{"method", "method", -1}};
  table.rows = {{std::string("mlink")}};
  QVERIFY(!table_formats().empty());
  for (const TableFormatRow& row : table_formats()) {
    const QString ending = QString::fromStdString(std::string(row.ending));
    QVERIFY2(export_filter().contains("*." + ending), qPrintable(ending));
    const QString path = folder.filePath("a." + ending);
    const Status done = export_to(path, nullptr, &table);
    if (!done && done.error().todo.find("fetch_arrow.sh") != std::string::npos) continue;  // a build without Arrow
    QVERIFY2(done, qPrintable(ending));
    QVERIFY2(QFileInfo(path).size() > 0, qPrintable(ending));
  }
  const Status refused = export_to(folder.filePath("a.xyz"), nullptr, &table);
  QVERIFY(!refused && refused.error().todo.find(table_format_names()) != std::string::npos);
}

/// Counts how often a widget is painted.
class PaintCount : public QObject {
 public:
  explicit PaintCount(QWidget& widget) { widget.installEventFilter(this); }
  int paints = 0;
  bool eventFilter(QObject*, QEvent* event) override {
    paints += event->type() == QEvent::Paint ? 1 : 0;
    return false;
  }
};

/// What is kept of the curves while the budget moves is what a slider draws that never moved: at each budget, with
/// another method in front, in both themes, at another size.
void ReplayLookTest::kept_curves_are_the_curves() {
  const auto data = mlink::synthetic::data();
  const auto slider = [&] {
    auto one = std::make_unique<FrontierSlider>(themes_);
    one->set_frontier(data, CostKind::memory);
    one->resize(520, 240);
    return one;
  };
  const auto kept = slider();
  const auto as_new = [&] {
    const auto fresh = slider();
    fresh->resize(kept->size());
    fresh->set_highlight(kept->highlighted());
    fresh->set_budget(kept->budget());
    return picture_of(*kept, 1) == picture_of(*fresh, 1);
  };
  kept->set_budget(0);
  const QImage at_nothing = picture_of(*kept, 1);
  kept->set_budget(kept->most() / 2);
  QVERIFY(picture_of(*kept, 1) != at_nothing);
  QVERIFY(as_new());
  kept->set_highlight(QStringLiteral("standalone"));
  QVERIFY(as_new());
  themes_.set_dark(true);
  QVERIFY(as_new());
  kept->resize(700, 300);
  QVERIFY(as_new());
  kept->set_frontier(data, CostKind::time);
  const QImage of_time = picture_of(*kept, 1);
  kept->set_frontier(data, CostKind::memory);
  QVERIFY(picture_of(*kept, 1) != of_time);
  themes_.set_dark(false);
}

void ReplayLookTest::long_lines_are_the_line_data() {
  QTest::addColumn<QString>("method");
  QTest::addColumn<double>("ratio");
  QTest::newRow("solid") << "mlink" << 1.0;
  QTest::newRow("solid, twice as fine") << "mlink" << 2.0;
  QTest::newRow("dashes") << "standalone" << 1.0;
  QTest::newRow("dashes, twice as fine") << "optimum" << 2.0;
}

/// Drawn in pieces it looks as drawn at once: no pixel of its middle is missing, no dash is elsewhere. In files of
/// lines it stays one line.
void ReplayLookTest::long_lines_are_the_line() {
  QFETCH(QString, method);
  QFETCH(double, ratio);
  QPen pen = themes_.theme().method(method).pen();
  pen.setWidthF(1.5);
  QPolygonF line;
  for (int i = 0; i < 100; ++i) line << QPointF(10 + i * 4, 60 + 45 * std::sin(i * 1.7));
  line << QPointF(412, 60) << QPointF(412, 60) << QPointF(430, 60);  // a corner twice
  const auto drawn = [&](const auto& draw) {
    QImage image(QSize(440, 120) * ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    draw(painter);
    return image;
  };
  const QImage whole = drawn([&](QPainter& painter) {
    painter.setPen(pen);
    painter.drawPolyline(line);
  });
  const QImage pieces = drawn([&](QPainter& painter) { draw_long_line(painter, line, pen); });
  int ink = 0, other = 0, most = 0;
  for (int y = 0; y < whole.height(); ++y) {
    for (int x = 0; x < whole.width(); ++x) {
      const int apart = std::abs(qGray(whole.pixel(x, y)) - qGray(pieces.pixel(x, y)));
      ink += whole.pixel(x, y) != qRgb(255, 255, 255) ? 1 : 0;
      other += apart > 24 ? 1 : 0;
      most = std::max(most, apart);
    }
  }
  const QString told = QString("%1 of %2 differ, by %3 at most").arg(other).arg(ink).arg(most);
  QVERIFY2(ink > 2000 && other < ink / 100 && most < 80, qPrintable(told));
  LineWidget widget(line, pen);
  widget.resize(440, 120);
  const QTemporaryDir folder;
  QVERIFY(write_svg(widget, folder.filePath("line.svg")));
  QFile file(folder.filePath("line.svg"));
  QVERIFY(file.open(QIODevice::ReadOnly));
  QCOMPARE(file.readAll().count("<polyline"), 1);
}

/// No move of the mouse waits for another: each is painted by the turn of the event loop that took it, and not twice.
/// How long that takes is told by bench_window.
void ReplayLookTest::every_move_reaches_the_screen() {
  Shown page(themes_, {1824, 940});
  QVERIFY(page.settled);
  FrontierSlider& slider = page.slider();
  QTest::mousePress(&slider, Qt::LeftButton, {}, slider.handle_rect().center().toPoint());
  QCoreApplication::processEvents();
  PaintCount count(slider);
  double before = slider.budget();
  for (int i = 0; i < 100; ++i) {
    const double share = 0.5 + 0.45 * std::sin(i / 5.0);
    const double x = slider.plot_rect().left() + share * slider.plot_rect().width();
    count.paints = 0;
    send_move(slider, {x, slider.plot_rect().center().y()}, Qt::ShiftModifier);  // past the stops, which hold it
    QVERIFY(slider.budget() != before);
    before = slider.budget();
    for (int turn = 0; turn < 10 && count.paints == 0; ++turn) QCoreApplication::processEvents();
    QVERIFY(std::abs(slider.handle_rect().center().x() - x) <= 1.5);
    QVERIFY2(count.paints >= 1 && count.paints <= 2, qPrintable(QString::number(count.paints)));
  }
  QTest::mouseRelease(&slider, Qt::LeftButton);
  QVERIFY(page.wait());
}

/// One moment on: the pictures of all cameras of that moment are painted, and each is fetched once.
void ReplayLookTest::every_moment_reaches_the_screen() {
  Shown page(themes_, {1824, 940});
  QVERIFY(page.settled);
  page.source.delay_ms = 0;
  PaintCount count(*page.view.picture());
  for (int i = 0; i < 40; ++i) {
    count.paints = 0;
    const double at = 10 + i * 0.5;
    page.view.playback()->seek(at);
    QVERIFY(page.wait());
    QTRY_VERIFY(count.paints >= 1);
    QCOMPARE(page.view.picture()->shown().moment.section(' ', 0, 0), moment_text(at));
    for (int camera = 0; camera < 6; ++camera) {
      const auto row = page.source.data->row_at(camera, at);
      QVERIFY(row && page.view.feed()->find(*row));
    }
  }
}

QTEST_MAIN(ReplayLookTest)
#include "test_look.moc"
