// The Replay page over cameras that do not all record at the same time: files one after another, gaps between the files
// of one camera. Synthetic data. MLINK_PICTURES=FOLDER keeps its pictures.
#include "ui/common/style.h"
#include "ui/replay/strip_raster.h"
#include "ui/replay/strips_view.h"
#include "ui/replay/transport.h"
#include "ui_replay/shown.h"

using namespace mlink::rooms;
using namespace mlink::synthetic;

class ReplayClockTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void gaps_stay_empty();
  void a_frame_lasts_till_the_next_data();
  void a_frame_lasts_till_the_next();
  void moments_without_a_picture();
  void the_first_camera_shown_is_recorded();
  void gaps_are_not_waited_out();
  void pictures_data();
  void pictures();

 private:
  ThemeHolder themes_;
};

namespace {

constexpr int kFrames = 80;

/// Each camera is of two files of 20 s, 40 s apart; camera n begins n seconds late.
double two_files(int camera, int i) { return camera + i * 0.5 + (i < kFrames / 2 ? 0 : 40); }
/// Each camera begins where the one before it ends.
double one_after_another(int camera, int i) { return camera * kFrames * 0.5 + i * 0.5; }

}  // namespace

void ReplayClockTest::initTestCase() {
  themes_.set_dark(false);
  QApplication::setStyle(new WorkbenchStyle(&themes_));
}

void ReplayClockTest::gaps_stay_empty() {
  const auto data = mlink::synthetic::data(kFrames, two_files);
  QCOMPARE(data->seconds, 5 + 79 * 0.5 + 40 + 0.5);
  const StripsData strips = strips_of(*data, CostKind::memory, 50e6, 2, {"mlink"});
  QCOMPARE(strips.cell_seconds, 0.5);
  constexpr int pixels = 900;
  const auto runs =
      strip_runs(strips.begin, strips.cell_seconds, strips.groups[0].lanes[0].cells, 0, strips.length, pixels);
  const double scale = pixels / strips.length;
  QVERIFY(!runs.empty());
  for (const StripRun& run : runs) QVERIFY(run.end <= 22 * scale + 1 || run.begin >= 62 * scale - 1);
  // The curves have no points where nothing is within 5 s, so that their lines break there.
  QVERIFY(!strips.curves.empty());
  for (const StripCurve& curve : strips.curves) {
    int breaks = 0;
    for (std::size_t i = 1; i < curve.points.size(); ++i)
      breaks += curve.points[i].first - curve.points[i - 1].first > 1.5 * strips.curve_seconds ? 1 : 0;
    QCOMPARE(breaks, 1);
  }
  // All cameras one after another: a cell is as wide as with one camera.
  const auto chain = mlink::synthetic::data(kFrames, one_after_another);
  QCOMPARE(strips_of(*chain, CostKind::memory, 50e6, -1, {"mlink"}).cell_seconds, 0.5);
  QCOMPARE(strips_of(*chain, CostKind::memory, 50e6, 3, {"mlink"}).cell_seconds, 0.5);
  QCOMPARE(chain->seconds, 6 * kFrames * 0.5);
}

void ReplayClockTest::a_frame_lasts_till_the_next_data() {
  QTest::addColumn<int>("camera");
  QTest::addColumn<double>("at");
  QTest::addColumn<bool>("covered");
  QTest::newRow("first frame") << 2 << 2.0 << true;
  QTest::newRow("before it") << 2 << 1.9 << false;
  QTest::newRow("between frames") << 2 << 7.4 << true;
  QTest::newRow("last of the first file") << 2 << 21.9 << true;
  QTest::newRow("gap") << 2 << 30.0 << false;
  QTest::newRow("second file") << 2 << 62.0 << true;
  QTest::newRow("last frame") << 2 << 81.9 << true;
  QTest::newRow("behind it") << 2 << 84.0 << false;
}

void ReplayClockTest::a_frame_lasts_till_the_next() {
  QFETCH(int, camera);
  QFETCH(double, at);
  const auto data = mlink::synthetic::data(kFrames, two_files);
  const auto row = data->row_at(camera, at);
  QVERIFY(row);
  QTEST(data->covers(*row, at), "covered");
}

// A moment at which the chosen camera records nothing says so; it chooses no frame, so the page stays at the moment.
void ReplayClockTest::moments_without_a_picture() {
  Shown page(themes_, {1520, 900}, mlink::synthetic::data(kFrames, two_files));
  QVERIFY(page.settled);
  ReplayView& view = page.view;
  QStringList chosen;
  QObject::connect(&view, &ReplayView::frame_chosen, &view, [&](const QString& camera, qint64 ordinal) {
    chosen << QStringLiteral("%1/%2").arg(camera).arg(ordinal);
    view.set_frame(camera, ordinal);  // as the shared selection does
  });
  QTest::mouseClick(view.cameras(), Qt::LeftButton, {}, view.cameras()->cell_rect(5).center());
  QCOMPARE(view.camera(), 5);
  view.playback()->seek(10);
  QVERIFY(page.wait());
  QVERIFY(view.picture()->shown().problem.isEmpty() && !view.picture()->shown().image.isNull());
  QVERIFY(!chosen.isEmpty());
  chosen.clear();
  // Home goes to 0.0 s, where camera 6 has not begun.
  view.playback()->seek(0);
  QVERIFY(page.wait());
  QCOMPARE(view.picture()->shown().problem, "cam 6 begins at 0:05.0.");
  QVERIFY(view.picture()->shown().image.isNull());
  QCOMPARE(view.playback()->position(), 0.0);
  view.playback()->seek(24.5);
  QCOMPARE(view.playback()->position(), 24.5);
  QCOMPARE(view.away(), "");
  view.playback()->seek(60.5);  // cameras 1 goes on, camera 6 not yet
  QVERIFY(page.wait());
  QCOMPARE(view.playback()->position(), 60.5);
  QCOMPARE(view.picture()->shown().problem, "cam 6 goes on at 1:05.0.");
  QCOMPARE(view.frame_model()->rowCount(), 0);
  QCOMPARE(chosen, QStringList("cam 6/195"));  // the one at 24.5 s only
  view.go_to_wrong(1);
  QVERIFY(view.playback()->position() >= 65);
}

void ReplayClockTest::the_first_camera_shown_is_recorded() {
  Shown page(themes_, {1520, 900}, mlink::synthetic::data(kFrames, one_after_another));
  QVERIFY(page.settled);
  QCOMPARE(page.view.away(), "");
  QVERIFY(page.view.camera() > 0);  // camera 1 has ended where the evaluated part is looked at
  QVERIFY(!page.view.picture()->shown().image.isNull());
}

// An hour between two files takes no hour; frames that are far apart everywhere keep their time.
void ReplayClockTest::gaps_are_not_waited_out() {
  Playback clock;
  clock.set_moments({0, 0.1, 3600, 3600.1}, 3600.2);
  clock.play();
  QTRY_VERIFY_WITH_TIMEOUT(!clock.playing(), 3000);
  QCOMPARE(clock.position(), 3600.1);
  Playback slow;
  slow.set_moments({0, 30, 60, 90}, 120);
  slow.play();
  QTest::qWait(300);
  QCOMPARE(slow.position(), 0.0);
}

void ReplayClockTest::pictures_data() {
  QTest::addColumn<bool>("dark");
  QTest::addColumn<bool>("all");
  for (const bool dark : {false, true})
    for (const bool all : {false, true})
      QTest::addRow("%s %s", dark ? "dark" : "light", all ? "all" : "one") << dark << all;
}

void ReplayClockTest::pictures() {
  QFETCH(bool, dark);
  QFETCH(bool, all);
  themes_.set_dark(dark);
  Shown page(themes_, {1196, 664}, mlink::synthetic::data(kFrames, two_files));
  QVERIFY(page.settled);
  page.view.playback()->seek(60.5);
  if (all) {
    page.view.which_cameras()->set_current(1);
    page.view.transport()->views()->set_current(1);
  }
  QVERIFY(page.wait());
  const QImage image = page.view.grab().toImage();
  // The middle of the gap is the lane's ground in every lane.
  const QRect lane = page.view.strips()->lane_rect(0, 0);
  const double at = lane.left() + lane.width() * 43.0 / page.source.data->seconds;
  const QPoint point =
      page.view.strips()->viewport()->mapTo(&page.view, QPoint(static_cast<int>(at), lane.center().y()));
  QCOMPARE(image.pixelColor(point).name(), themes_.theme().sunken.name());
  if (const QString folder = qEnvironmentVariable("MLINK_PICTURES"); !folder.isEmpty())
    QVERIFY(image.save(QStringLiteral("%1/clock-%2-%3.png").arg(folder, dark ? "dark" : "light", all ? "all" : "one")));
  themes_.set_dark(false);
}

QTEST_MAIN(ReplayClockTest)
#include "test_clock.moc"
