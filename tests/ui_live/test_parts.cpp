// Parts of the Live page over values made by hand: lists, chips in pictures, curves, and what passes from the run's
// thread to the window.
#include <QAbstractItemModelTester>
#include <QHelpEvent>
#include <QtTest>
#include <thread>

#include "base/text.h"
#include "ui/common/style.h"
#include "ui/live/live_curves.h"
#include "ui/live/live_grid.h"
#include "ui/live/live_models.h"

using namespace mlink::rooms;

namespace {

LiveStart start_of_three() {
  LiveStart start;
  start.boxes = {"pose", "persons", "hog"};
  OutputSpec count;
  count.task = Task::count;
  count.width = 1;
  start.specs = {count, count, count};
  start.sources = {"door", "yard"};
  start.rate = 12;
  for (const double mb : {48., 100., 60.}) {
    BoxCosts costs;
    costs.bytes = mb * 1e6;
    costs.seconds = mb / 1e3;
    costs.bytes_origin = costs.seconds_origin = CostOrigin::typed;
    start.costs.boxes.push_back(costs);
  }
  return start;
}

/// Pose runs, the others are predicted.
LiveFrame frame_at(std::size_t source, std::int64_t ordinal) {
  LiveFrame frame;
  frame.source = source;
  frame.ordinal = ordinal;
  frame.took = 0.04;
  frame.activated = frame.loaded = BoxSet().with(0);
  const auto value = static_cast<float>(ordinal);
  frame.outputs = {{LiveGiven::run, {Presence::present, {value}, {}, {}}, kNan, kNan, 0.04},
                   {LiveGiven::predicted, {Presence::present, {value + 0.2F}, {}, {}}, 0.8, 0.824, 1e-5},
                   {LiveGiven::predicted, {Presence::present, {0.7F}, {}, {}}, 0.7, kNan, 1e-5}};
  frame.marks.resize(3);
  frame.marks[0].boxes.push_back({0.1F, 0.1F, 0.2F, 0.4F, 1, "person"});
  return frame;
}

Frame picture_of(int width, int height, std::uint8_t grey) {
  auto picture = std::make_shared<Picture>();
  picture->width = width;
  picture->height = height;
  picture->stride = width * 3;
  picture->rgb.assign(static_cast<std::size_t>(picture->stride) * static_cast<std::size_t>(height), grey);
  return Frame(picture, 0, 0, 0);
}

std::vector<LiveLogLine> log_lines(int count, LiveEventKind kind = LiveEventKind::note) {
  std::vector<LiveLogLine> lines;
  for (int i = 0; i < count; ++i)
    lines.push_back({QDateTime::currentDateTime(), {kind, "line " + std::to_string(i), {}, "door"}});
  return lines;
}

}  // namespace

class TestUiLiveParts : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void logIsNewestFirst();
  void logIsBounded();
  void everyKindHasItsIcon_data();
  void everyKindHasItsIcon();
  void boxesTellWhatTheyDo();
  void newestPictureWins();
  void aPrefixShowsItsPictures();
  void nobodyLooks();
  void aDamagedPictureLeavesTheLast();
  void theHubIsSafe();
  void chipsFitTheirPicture_data();
  void chipsFitTheirPicture();
  void curvesStandBesideWhatTheyKeepTo();
  void reportTablesAsTheyAre();

 private:
  ThemeHolder themes_;
};

void TestUiLiveParts::initTestCase() {
  QApplication::setStyle(new WorkbenchStyle(&themes_));
  themes_.set_dark(false);
}

void TestUiLiveParts::logIsNewestFirst() {
  LiveLogModel log;
  const QAbstractItemModelTester tester(&log, QAbstractItemModelTester::FailureReportingMode::QtTest);
  log.add(log_lines(3));
  log.add_error("It fell over.");
  QCOMPARE(log.rowCount(), 4);
  QCOMPARE(log.index(0, LiveLogModel::Text).data().toString(), "It fell over.");
  QCOMPARE(log.index(1, LiveLogModel::Text).data().toString(), "line 2");
  QCOMPARE(log.index(3, LiveLogModel::Text).data().toString(), "line 0");
  const Table table = log.table();  // oldest first
  QCOMPARE(std::get<std::string>(table.rows.front()[3]), std::string("line 0"));
  QCOMPARE(std::get<std::string>(table.rows.front()[2]), std::string("door"));
  QCOMPARE(std::get<std::string>(table.rows.back()[1]), std::string("error"));
  log.clear();
  QCOMPARE(log.rowCount(), 0);
}

void TestUiLiveParts::logIsBounded() {
  LiveLogModel log;
  const QAbstractItemModelTester tester(&log, QAbstractItemModelTester::FailureReportingMode::QtTest);
  log.add(log_lines(LiveLogModel::kMost - 1));
  log.add(log_lines(3));
  QCOMPARE(log.rowCount(), LiveLogModel::kMost);
  QCOMPARE(log.index(0, LiveLogModel::Text).data().toString(), "line 2");
  log.add(log_lines(LiveLogModel::kMost + 10));
  QCOMPARE(log.rowCount(), LiveLogModel::kMost);
  QCOMPARE(log.index(LiveLogModel::kMost - 1, LiveLogModel::Text).data().toString(), "line 10");
}

void TestUiLiveParts::everyKindHasItsIcon_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<QString>("icon");
  const auto row = [](LiveEventKind kind, const char* icon) {
    QTest::newRow(std::string(to_string(kind)).c_str()) << static_cast<int>(kind) << QString(icon);
  };
  row(LiveEventKind::note, "info");
  row(LiveEventKind::selected, "check");
  row(LiveEventKind::loaded, "check");
  row(LiveEventKind::unloaded, "remove");
  row(LiveEventKind::box_dropped, "error");
  row(LiveEventKind::not_runnable, "info");
  row(LiveEventKind::source_lost, "warn");
  row(LiveEventKind::source_back, "check");
  row(LiveEventKind::source_ended, "error");
  row(LiveEventKind::picture_size, "info");
}

void TestUiLiveParts::everyKindHasItsIcon() {
  QFETCH(int, kind);
  QFETCH(QString, icon);
  LiveLogModel log;
  log.add(log_lines(1, static_cast<LiveEventKind>(kind)));
  const QModelIndex at = log.index(0, LiveLogModel::Icon);
  QCOMPARE(at.data(RowDelegate::IconRole).toString(), icon);
  QVERIFY(!at.data(Qt::AccessibleTextRole).toString().isEmpty());
  QVERIFY2(QFile::exists(QString(":/icons/%1.svg").arg(icon)), qPrintable(icon));
}

void TestUiLiveParts::boxesTellWhatTheyDo() {
  LiveBoxesModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
  LiveFigures figures(start_of_three(), CostKind::memory);
  LiveFrame frame = frame_at(0, 3);
  frame.verified = true;
  frame.outputs[0].score = 1;
  frame.outputs[1].score = 0.5;
  figures.add(frame, 0.1);
  model.set_now(figures.at(0.2), true);
  const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
  QCOMPARE(text(0, LiveBoxesModel::How), "run");
  QCOMPARE(text(0, LiveBoxesModel::Memory), "48 MB");
  QCOMPARE(text(0, LiveBoxesModel::Time), "40 ms");
  QCOMPARE(text(0, LiveBoxesModel::Agreement), "exact");
  QCOMPARE(text(1, LiveBoxesModel::How), "predicted from pose");
  QCOMPARE(text(1, LiveBoxesModel::Memory), "not loaded");
  QCOMPARE(text(1, LiveBoxesModel::Time), "0.01 ms");
  QCOMPARE(text(1, LiveBoxesModel::Agreement), "0.50");
  QCOMPARE(text(2, LiveBoxesModel::Agreement), "–");  // no exact output to compare with
  model.set_now(figures.at(0.2), false);
  QCOMPARE(text(0, LiveBoxesModel::How), "not chosen yet");
  QCOMPARE(text(1, LiveBoxesModel::Memory), "100 MB");  // what it would take
  model.clear();
  QCOMPARE(model.rowCount(), 0);
}

void TestUiLiveParts::newestPictureWins() {
  LiveHub hub(CostKind::time);
  QVERIFY(!hub.collect({}, true).start);
  hub.begins(start_of_three());
  for (int n = 0; n < 5; ++n) {
    LiveFrame frame = frame_at(1, n);
    frame.picture = picture_of(320, 240, static_cast<std::uint8_t>(50 * n));
    hub.take(frame);
  }
  auto batch = hub.collect({{100, 100}, {100, 100}}, true);
  QVERIFY(batch.start);
  QCOMPARE(batch.pictures.size(), std::size_t{1});  // nothing came of the other source
  const LivePicture& picture = batch.pictures.front();
  QCOMPARE(picture.source, std::size_t{1});
  QCOMPARE(picture.ordinal, 4);
  QCOMPARE(picture.image.size(), QSize(100, 75));
  QCOMPARE(qGray(picture.image.pixel(50, 40)), 200);
  QCOMPARE(picture.size, QSize(320, 240));
  QCOMPARE(picture.marks.size(), std::size_t{1});
  QCOMPARE(picture.chips[0].text, "pose 4");
  QVERIFY(picture.chips[0].run && picture.chips[0].lines);
  QCOMPARE(picture.chips[1].text, "persons ~4.2, 82\u2009% sure");
  QCOMPARE(picture.chips[1].brief, "persons ~4.2");
  QCOMPARE(picture.chips[2].text, "hog ~0.7");
  QCOMPARE(batch.now->frames, 5);
  batch = hub.collect({}, false);
  QVERIFY(batch.pictures.empty() && !batch.now && !batch.start && !batch.outcome);
}

void TestUiLiveParts::aPrefixShowsItsPictures() {
  LiveHub hub(CostKind::time);
  hub.begins(start_of_three());
  hub.take(LiveTaken{0, 7, picture_of(64, 48, 90)});
  auto batch = hub.collect({}, false);
  QCOMPARE(batch.pictures.size(), std::size_t{1});
  QVERIFY(batch.pictures[0].prefix && batch.pictures[0].chips.empty() && !batch.pictures[0].image.isNull());
  LiveFrame told = frame_at(0, 7);  // of a prefix: its picture was let go
  told.prefix = true;
  hub.take(told);
  batch = hub.collect({}, false);
  QVERIFY(!batch.pictures[0].prefix && batch.pictures[0].chips.size() == 3);
  QVERIFY(!batch.pictures[0].image.isNull());
}

void TestUiLiveParts::nobodyLooks() {
  LiveHub hub(CostKind::time);
  hub.begins(start_of_three());
  hub.watch(false);
  LiveFrame frame = frame_at(0, 1);
  frame.picture = picture_of(64, 48, 90);
  hub.take(frame);
  hub.take(LiveEvent{LiveEventKind::note, "A note."});
  auto batch = hub.collect({}, true);
  QVERIFY(batch.pictures.empty());
  QCOMPARE(batch.events.size(), std::size_t{1});  // what happened and the figures go on
  QCOMPARE(batch.now->frames, 1);
  QCOMPARE(frame.picture.width(), 64);
}

void TestUiLiveParts::aDamagedPictureLeavesTheLast() {
  LiveGrid grid(themes_);
  grid.resize(600, 400);
  grid.set_sources({"door", "yard"}, false);
  LivePicture picture;
  picture.source = 1;
  picture.image = QImage(64, 48, QImage::Format_RGB32);
  picture.size = {64, 48};
  grid.set_picture(picture);
  LivePicture damaged;
  damaged.source = 1;
  damaged.ordinal = 5;
  grid.set_picture(damaged);
  QVERIFY(!grid.cells()[1].picture.image.isNull());
  QCOMPARE(grid.cells()[1].picture.ordinal, 5);
  LivePicture nowhere;
  nowhere.source = 9;
  grid.set_picture(nowhere);
  grid.set_problem("yard", "yard is lost.");
  grid.set_problem("nobody", "x");
  QVERIFY(grid.accessibleDescription().contains("yard is lost."));
}

/// The run's thread and the window's at once: every event arrives once, in its order.
void TestUiLiveParts::theHubIsSafe() {
  LiveHub hub(CostKind::time);
  hub.begins(start_of_three());
  constexpr int count = 3000;
  std::thread run([&] {
    const Frame picture = picture_of(64, 48, 90);
    for (int n = 0; n < count; ++n) {
      LiveFrame frame = frame_at(static_cast<std::size_t>(n % 2), n);
      frame.picture = picture;
      hub.take(frame);
      hub.take(LiveEvent{LiveEventKind::note, std::to_string(n)});
    }
    hub.ends({});
  });
  int events = 0;
  std::int64_t newest = -1;
  bool over = false;
  while (!over) {
    const auto batch = hub.collect({{32, 24}, {32, 24}}, true);
    for (const auto& line : batch.events) QCOMPARE(line.event.text, std::to_string(events++));
    for (const auto& picture : batch.pictures) newest = std::max(newest, picture.ordinal);
    over = batch.outcome != nullptr;
    if (over) QCOMPARE(batch.now->frames, count);
  }
  run.join();
  QCOMPARE(events, count);
  QCOMPARE(newest, count - 1);
}

void TestUiLiveParts::chipsFitTheirPicture_data() {
  QTest::addColumn<QSize>("size");
  QTest::addColumn<bool>("chances");
  QTest::newRow("wide") << QSize(900, 500) << true;
  QTest::newRow("six in a row") << QSize(260, 200) << false;
  QTest::newRow("tiny") << QSize(90, 70) << false;
}

void TestUiLiveParts::chipsFitTheirPicture() {
  QFETCH(QSize, size);
  QFETCH(bool, chances);
  LiveGrid grid(themes_);
  grid.resize(size);
  grid.set_sources({"door"}, false);
  LivePicture picture;
  picture.image = QImage(640, 480, QImage::Format_RGB32);
  picture.size = {640, 480};
  for (const char* const name : {"persons", "faces", "vehicles"})
    picture.chips.push_back(
        {QString("%1 ~3.2, 82 % sure").arg(name), QString("%1 ~3.2").arg(name), false, false, false});
  grid.set_picture(picture);
  QCOMPARE(grid.says_chances(0), chances);
  const QRectF cell = grid.cell_rect(0);
  const auto rects = grid.chip_rects(0);
  QCOMPARE(rects.size(), std::size_t{3});
  for (std::size_t i = 0; i < rects.size(); ++i) {
    if (rects[i].isNull()) continue;
    QVERIFY2(cell.contains(rects[i]), qPrintable(QString("chip %1").arg(i)));
    for (std::size_t j = 0; j < i; ++j) QVERIFY(!rects[i].intersects(rects[j]));
  }
  grid.grab();  // draws
}

void TestUiLiveParts::curvesStandBesideWhatTheyKeepTo() {
  LiveCurves curves(themes_);
  curves.resize(420, 500);
  curves.show();
  QCOMPARE(curves.missing(LiveCurves::Time), "no frame yet");
  QCOMPARE(curves.missing(LiveCurves::Agreement), "no frame verified yet");
  const double without = curves.chart(LiveCurves::Time)->plot_area().left();  // no scale where nothing was measured
  auto start = start_of_three();
  start.forecast.emplace();
  start.forecast->output_accuracy = 0.78;
  curves.set_start(start, {CostKind::memory, 64e6});
  QVERIFY(curves.reference(LiveCurves::Time).contains("12 frames/s need 83.3 ms"));
  QVERIFY(curves.reference(LiveCurves::Memory).contains("budget 64 MB"));
  QVERIFY(curves.reference(LiveCurves::Agreement).contains("forecast 0.78"));
  LiveFigures figures(start, CostKind::memory);
  for (int n = 0; n < 80; ++n) {
    LiveFrame frame = frame_at(0, n);
    frame.verified = n % 10 == 0;
    if (frame.verified) frame.outputs[0].score = frame.outputs[1].score = frame.outputs[2].score = 1;
    figures.add(frame, n);
  }
  const LiveNow now = figures.at(80);
  curves.set_now(now);
  for (const auto which : {LiveCurves::Time, LiveCurves::Memory, LiveCurves::Agreement})
    QCOMPARE(curves.missing(which), "");
  QTRY_VERIFY(curves.chart(LiveCurves::Time)->plot_area().left() > without + 8);
  const auto& took = curves.chart(LiveCurves::Time)->series()[0].points;
  for (const QPointF& point : took) {
    QVERIFY(point.x() >= -60 && point.x() <= 0);
    QVERIFY(!has_value(point) || std::abs(point.y() - 40) < 1e-9);
  }
  QCOMPARE(curves.chart(LiveCurves::Memory)->series()[0].points.last().y(), 48.);
  QCOMPARE(curves.chart(LiveCurves::Agreement)->series()[0].points.size(), 6);  // verified in the last minute
  curves.clear();
  QVERIFY(curves.reference(LiveCurves::Time).isEmpty());
  QCOMPARE(curves.missing(LiveCurves::Memory), "nothing loaded yet");
}

void TestUiLiveParts::reportTablesAsTheyAre() {
  ReportTableModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
  Table table;
  table.columns = {{"box", "box"}, {"ms a run", "time_ms", 2}};
  table.rows = {{std::string("pose"), 41.256}, {std::string("hog"), Cell()}};
  model.set_table(table);
  QCOMPARE(model.index(0, 1).data().toString(), "41.26");
  QCOMPARE(model.index(1, 1).data().toString(), "–");
  QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), "ms a run");
}

QTEST_MAIN(TestUiLiveParts)
#include "test_parts.moc"
