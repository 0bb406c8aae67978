// Strips where frames share pixels: heights are shares, nothing gets lost, two days of ten cameras do not hold the
// window up; and zooming, which leaves the playhead where it is.
#include <QSignalSpy>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <ctime>
#include <random>

#include "ui/common/style.h"
#include "ui/replay/legend.h"
#include "ui/replay/paint.h"
#include "ui/replay/replay_tables.h"
#include "ui/replay/strips_view.h"
#include "ui_replay/shown.h"

using namespace mlink::rooms;
using namespace mlink::synthetic;

Q_DECLARE_METATYPE(mlink::ui::OutcomeCounts)
Q_DECLARE_METATYPE(mlink::ui::StackHeights)

namespace {

OutcomeCounts counts_of(std::initializer_list<std::pair<Outcome, std::uint32_t>> some) {
  OutcomeCounts counts{};
  for (const auto& [outcome, count] : some) counts[static_cast<std::size_t>(outcome)] = count;
  return counts;
}

/// Frames a second apart, of so many cameras at once; a box is right in the first `right` of each hundred, else wrong.
StripsData made_strips(int moments, int cameras, const std::vector<int>& right, double cell_seconds = 1) {
  StripsData strips;
  strips.cell_seconds = cell_seconds;
  strips.length = moments * cell_seconds;
  strips.curve_seconds = strips.length / 400;
  for (int i = 0; i < moments; ++i)
    for (int camera = 0; camera < cameras; ++camera) strips.begin.push_back(i * cell_seconds);
  StripGroup group{"mlink", "mlink", {}};
  for (const int share : right) {
    StripLane lane;
    lane.name = "right " + std::to_string(share);
    for (int i = 0; i < moments; ++i)
      for (int camera = 0; camera < cameras; ++camera)
        lane.cells.push_back((i * 37 + camera * 11) % 100 < share ? Outcome::right : Outcome::wrong);
    lane.counts.assign(lane.cells.size(), true);
    lane.share = share / 100.0;
    lane.sums = LaneCounts(lane.cells);
    group.lanes.push_back(std::move(lane));
  }
  strips.groups.push_back(std::move(group));
  return strips;
}

/// From the column's foot: pixels of this colour in a row.
int height_from_foot(const QImage& image, int x, const QColor& colour) {
  int high = 0;
  while (high < image.height() && image.pixelColor(x, image.height() - 1 - high).rgb() == colour.rgb()) ++high;
  return high;
}

bool turn_wheel(QWidget& widget, const QPoint& at, int turns, Qt::KeyboardModifiers keys) {
  QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, 120 * turns}, Qt::NoButton, keys, Qt::NoScrollPhase, false);
  return QApplication::sendEvent(&widget, &event);
}

}  // namespace

class ReplayStripsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void sums_count_any_stretch();
  void stack_heights_by_hand_data();
  void stack_heights_by_hand();
  void stacks_keep_all_and_lose_no_wrong();
  void columns_take_each_cell_once_data();
  void columns_take_each_cell_once();
  void heights_are_the_shares_data();
  void heights_are_the_shares();
  void patterns_tell_silent_and_failed();
  void frames_with_pixels_stay_as_they_are();
  void several_cameras_share_a_pixel();
  void tooltip_counts_a_pixel();
  void two_days_of_ten_cameras();
  void wheel_leaves_the_playhead();
  void ctrl_drag_zooms_and_seeks_nothing();
  void double_click_shows_all_and_seeks_nothing();
  void own_predictions_are_in_legend_and_table();
  void end_labels_do_not_overlap_data();
  void end_labels_do_not_overlap();

 private:
  ThemeHolder themes_;
};

void ReplayStripsTest::initTestCase() {
  themes_.set_dark(false);
  QApplication::setStyle(new WorkbenchStyle(&themes_));
}

void ReplayStripsTest::sums_count_any_stretch() {
  std::minstd_rand random(3);
  std::vector<Outcome> cells;
  for (int i = 0; i < 1000; ++i) cells.push_back(static_cast<Outcome>(random() % kOutcomes));
  const LaneCounts sums(cells);
  for (int i = 0; i < 400; ++i) {
    const std::size_t begin = random() % 1001, end = random() % 1100;
    OutcomeCounts expected{};
    for (std::size_t k = begin; k < std::min<std::size_t>(end, 1000); ++k)
      ++expected[static_cast<std::size_t>(cells[k])];
    QVERIFY(sums.of(cells, begin, end) == expected);
    QVERIFY(LaneCounts().of(cells, begin, end) == expected);  // without sums, one by one
  }
  QCOMPARE(total_of(LaneCounts(std::vector<Outcome>()).of({}, 0, 5)), 0U);
}

void ReplayStripsTest::stack_heights_by_hand_data() {
  QTest::addColumn<OutcomeCounts>("counts");
  QTest::addColumn<int>("height");
  QTest::addColumn<StackHeights>("expected");  // run, right, reused, none, failed, wrong
  QTest::newRow("nothing") << OutcomeCounts{} << 20 << StackHeights{};
  QTest::newRow("no room") << counts_of({{Outcome::run, 3}}) << 0 << StackHeights{};
  QTest::newRow("all run") << counts_of({{Outcome::run, 3}}) << 20 << StackHeights{20, 0, 0, 0, 0, 0};
  QTest::newRow("halves") << counts_of({{Outcome::right, 5}, {Outcome::wrong, 5}}) << 20
                          << StackHeights{0, 10, 0, 0, 0, 10};
  QTest::newRow("0.56 right") << counts_of({{Outcome::right, 56}, {Outcome::wrong, 44}}) << 25
                              << StackHeights{0, 14, 0, 0, 0, 11};
  QTest::newRow("0.95 right") << counts_of({{Outcome::right, 95}, {Outcome::wrong, 5}}) << 20
                              << StackHeights{0, 19, 0, 0, 0, 1};
  QTest::newRow("one wrong of ten thousand")
      << counts_of({{Outcome::run, 9999}, {Outcome::wrong, 1}}) << 16 << StackHeights{15, 0, 0, 0, 0, 1};
  QTest::newRow("every kind") << counts_of({{Outcome::run, 1},
                                            {Outcome::right, 1},
                                            {Outcome::own_right, 1},
                                            {Outcome::reused_right, 1},
                                            {Outcome::none, 1},
                                            {Outcome::failed, 1},
                                            {Outcome::wrong, 1},
                                            {Outcome::own_wrong, 1},
                                            {Outcome::reused_wrong, 2}})
                              << 20 << StackHeights{2, 4, 2, 2, 2, 8};
}

void ReplayStripsTest::stack_heights_by_hand() {
  QFETCH(OutcomeCounts, counts);
  QFETCH(int, height);
  QFETCH(StackHeights, expected);
  QVERIFY(stack_heights(counts, height) == expected);
}

void ReplayStripsTest::stacks_keep_all_and_lose_no_wrong() {
  std::minstd_rand random(11);
  for (int i = 0; i < 3000; ++i) {
    OutcomeCounts counts{};
    for (auto& count : counts) count = random() % 3 == 0 ? 0 : random() % (i % 2 == 0 ? 9 : 4000);
    const int height = 1 + static_cast<int>(random() % 64);
    const double total = total_of(counts);
    if (total == 0) continue;
    const StackHeights heights = stack_heights(counts, height);
    std::array<double, kStackParts> shares{};
    for (std::size_t k = 0; k < kOutcomes; ++k)
      shares[static_cast<std::size_t>(stack_part(static_cast<Outcome>(k)))] += counts[k] / total;
    int sum = 0;
    for (std::size_t part = 0; part < kStackParts; ++part) {
      sum += heights[part];
      QVERIFY(heights[part] >= 0);
      QVERIFY(std::abs(heights[part] - shares[part] * height) < 1 + 1e-6);
    }
    QCOMPARE(sum, height);
    const auto wrong = static_cast<std::size_t>(StackPart::wrong);
    QCOMPARE(heights[wrong] > 0, shares[wrong] > 0);
  }
}

void ReplayStripsTest::columns_take_each_cell_once_data() {
  QTest::addColumn<int>("cells");
  QTest::addColumn<int>("pixels");
  QTest::newRow("a little narrower than a pixel") << 1001 << 1000;
  QTest::newRow("ten a pixel") << 9540 << 954;
  QTest::newRow("uneven") << 7777 << 1013;
}

void ReplayStripsTest::columns_take_each_cell_once() {
  QFETCH(int, cells);
  QFETCH(int, pixels);
  std::vector<double> begin;
  for (int i = 0; i < cells; ++i) begin.push_back(i * 0.04);
  const StripColumns columns = strip_columns(begin, 0.04, 0, cells * 0.04, pixels);
  QVERIFY(columns.shared);
  QCOMPARE(columns.pixels(), pixels);
  QCOMPARE(columns.begin.front(), 0U);
  QCOMPARE(columns.end.back(), static_cast<std::size_t>(cells));
  for (std::size_t x = 0; x < columns.begin.size(); ++x) {
    if (x > 0) QCOMPARE(columns.begin[x], columns.end[x - 1]);
    QVERIFY(columns.end[x] > columns.begin[x]);  // no gap between two
  }
  QCOMPARE(strip_columns(begin, 0.04, 0, 0, pixels).pixels(), 0);
  QCOMPARE(strip_columns({}, 0.04, 0, 1, 10).end.back(), 0U);
}

void ReplayStripsTest::heights_are_the_shares_data() {
  QTest::addColumn<int>("right");
  QTest::addColumn<int>("cameras");
  QTest::addColumn<bool>("dark");
  for (const int right : {0, 5, 56, 95, 100}) {
    for (const int cameras : {1, 10})
      QTest::addRow("0.%02d right, %d cameras", right, cameras) << right << cameras << (right == 56);
  }
}

/// A hundred frames on each pixel, of which so many are right: the picture's heights say so.
void ReplayStripsTest::heights_are_the_shares() {
  QFETCH(int, right);
  QFETCH(int, cameras);
  QFETCH(bool, dark);
  const Theme theme = dark ? dark_theme() : light_theme();
  constexpr int kPixels = 300, kHeight = 40;
  const StripsData strips = made_strips(kPixels * 100, cameras, {right});
  const StripColumns columns = strip_columns(strips.begin, 1, 0, strips.length, kPixels);
  QVERIFY(columns.shared);
  const QImage image = stack_image(columns, strips.groups[0].lanes[0], kHeight, 1, theme);
  for (int x = 0; x < kPixels; ++x) {
    const int teal = height_from_foot(image, x, theme.outcome.right);
    QVERIFY2(std::abs(teal - right / 100.0 * kHeight) <= 1, qPrintable(QString("%1 at %2").arg(teal).arg(x)));
    int red = 0;
    for (int y = 0; y < kHeight; ++y) red += image.pixelColor(x, y).rgb() == theme.outcome.wrong.rgb() ? 1 : 0;
    QCOMPARE(teal + red, kHeight);
  }
}

void ReplayStripsTest::patterns_tell_silent_and_failed() {
  const Theme theme = light_theme();
  StripLane lane;
  for (int i = 0; i < 400; ++i) lane.cells.push_back(i % 2 == 0 ? Outcome::none : Outcome::failed);
  lane.sums = LaneCounts(lane.cells);
  std::vector<double> begin;
  for (int i = 0; i < 400; ++i) begin.push_back(i * 0.1);
  const QImage image = stack_image(strip_columns(begin, 0.1, 0, 40, 40), lane, 24, 1, theme);
  int dots = 0, hatch = 0, ground = 0;
  for (int y = 0; y < 24; ++y) {
    for (int x = 0; x < 40; ++x) {
      const QRgb pixel = image.pixelColor(x, y).rgb();
      dots += pixel == theme.outcome.none.rgb() && y >= 12 ? 1 : 0;
      hatch += pixel == theme.outcome.failed.rgb() && y < 12 ? 1 : 0;
      ground += pixel == theme.sunken.rgb() ? 1 : 0;
    }
  }
  QVERIFY(dots > 20 && hatch > 60);
  QCOMPARE(dots + hatch + ground, 24 * 40);  // silent below, failed above, and nothing else
}

void ReplayStripsTest::frames_with_pixels_stay_as_they_are() {
  Shown page(themes_);
  QVERIFY(page.settled);
  StripsView& view = *page.view.strips();
  QVERIFY(!view.shares_pixels());
  const QRect lane = view.lane_rect(0, 2);
  const QImage image = view.viewport()->grab().toImage();
  const StripLane& hog = view.strips()->groups[0].lanes[2];
  int looked = 0;
  for (std::size_t i = 0; i < hog.cells.size(); ++i) {
    const double x = view.x_of(view.strips()->begin[i] + view.strips()->cell_seconds / 2);
    if (std::abs(x - view.x_of(view.position())) < 8) continue;  // behind the playhead
    const QRgb lower = image.pixelColor(static_cast<int>(x), lane.bottom() - 1).rgb(),
               upper = image.pixelColor(static_cast<int>(x), lane.top() + 1).rgb();
    if (hog.cells[i] == Outcome::right) QCOMPARE(lower, themes_.theme().outcome.right.rgb());
    if (hog.cells[i] == Outcome::right) QCOMPARE(upper, themes_.theme().sunken.rgb());
    if (hog.cells[i] == Outcome::wrong) QCOMPARE(upper, themes_.theme().outcome.wrong.rgb());
    ++looked;
  }
  QVERIFY(looked > 100);
}

void ReplayStripsTest::several_cameras_share_a_pixel() {
  Shown page(themes_);
  QVERIFY(page.settled);
  Panel* panel = nullptr;
  for (Panel* one : page.view.findChildren<Panel*>()) panel = one->title() == u"In time" ? one : panel;
  QVERIFY(panel);
  const auto said = [&](const QString& words) {
    const auto labels = panel->findChildren<ElidedLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&](ElidedLabel* label) { return label->text().contains(words); });
  };
  QVERIFY(said("frame by frame"));
  page.view.which_cameras()->set_current(1);
  QVERIFY(page.wait());
  QVERIFY(page.view.strips()->shares_pixels());
  QVERIFY(said("shares of the frames"));
  page.view.which_cameras()->set_current(0);
  QVERIFY(page.wait());
  QVERIFY(!page.view.strips()->shares_pixels());
  QVERIFY(said("frame by frame"));
}

void ReplayStripsTest::tooltip_counts_a_pixel() {
  StripsView view(themes_);
  view.resize(700, 220);
  auto strips = std::make_shared<StripsData>(made_strips(40000, 1, {56, 95}));
  view.set_strips(strips);
  view.show();
  QVERIFY(view.shares_pixels());
  const QRect lane = view.lane_rect(0, 0);
  const QString text = view.hover_text(lane.center());
  // the frames that fall on this pixel, counted once more
  const double from = view.seconds_at(lane.center().x()), to = view.seconds_at(lane.center().x() + 1);
  int all = 0, right = 0;
  for (std::size_t i = 0; i < strips->begin.size(); ++i) {
    const double middle = strips->begin[i] + 0.5;
    if (middle < from || middle >= to) continue;
    ++all;
    right += strips->groups[0].lanes[0].cells[i] == Outcome::right ? 1 : 0;
  }
  QVERIFY(all > 50);
  QVERIFY2(text.contains(QStringLiteral("%1 frames").arg(all)), qPrintable(text));
  QVERIFY2(text.contains(QStringLiteral("predicted, right: %1 (").arg(right)), qPrintable(text));
  QVERIFY2(text.contains(QStringLiteral("predicted, wrong: %1 (").arg(all - right)), qPrintable(text));
  QVERIFY(view.hover_text({5, lane.center().y()}).isEmpty());
  strips->trained_until = strips->length / 4;
  QVERIFY(view.hover_text({view.axis_rect().left() + 3, lane.center().y()}).contains("trained"));
}

/// 48 h of ten cameras, a frame a second, three boxes, two methods.
void ReplayStripsTest::two_days_of_ten_cameras() {
  auto strips = std::make_shared<StripsData>(made_strips(172800, 10, {56, 80, 95}));
  strips->groups.push_back(strips->groups[0]);
  QCOMPARE(strips->begin.size(), 1728000U);
  const auto copy = std::make_shared<StripsData>(*strips);
  StripsView view(themes_);
  view.resize(2400, 300);
  view.show();
  QVERIFY(QTest::qWaitForWindowExposed(&view));
  QVector<double> first, zoomed;
  const auto milliseconds = [](std::clock_t from) {
    return 1e3 * static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC;
  };
  for (int i = 0; i < 7; ++i) {  // the least of several, of this process alone: others work on this machine, too
    std::clock_t begin = std::clock();
    view.set_strips(i % 2 == 0 ? strips : copy);
    view.viewport()->repaint();
    first << milliseconds(begin);
    begin = std::clock();
    turn_wheel(*view.viewport(), view.lane_rect(0, 1).center(), i % 2 == 0 ? 1 : -1, Qt::ControlModifier);
    view.viewport()->repaint();
    zoomed << milliseconds(begin);
  }
  if (const QString folder = qEnvironmentVariable("MLINK_PICTURES"); !folder.isEmpty()) {
    view.show_all();
    QVERIFY(view.grab().save(folder + "/two-days.png"));
  }
  const double least = *std::min_element(first.begin(), first.end());
  const double least_zoom = *std::min_element(zoomed.begin(), zoomed.end());
  qInfo("all lanes of 1 728 000 frames: %.1f ms, zoomed %.1f ms", least, least_zoom);
#ifndef MLINK_SANITIZED  // a sanitizer's code is several times slower: its times say nothing, its findings do
  QVERIFY2(least < 50 && least_zoom < 50, qPrintable(QString("%1 %2").arg(least).arg(least_zoom)));
#endif
}

void ReplayStripsTest::wheel_leaves_the_playhead() {
  Shown page(themes_);
  QVERIFY(page.settled);
  StripsView& view = *page.view.strips();
  page.view.playback()->seek(30);
  QSignalSpy seeks(&view, &StripsView::seek_requested);
  const double before = view.x_of(30);
  const QPoint far(view.axis_rect().right() - 20, view.lane_rect(0, 1).center().y());
  double wide = view.seconds_at(view.axis_rect().right()) - view.seconds_at(view.axis_rect().left());
  for (int i = 0; i < 6; ++i) {
    QVERIFY(turn_wheel(*view.viewport(), far, 1, Qt::ControlModifier));
    const double now = view.seconds_at(view.axis_rect().right()) - view.seconds_at(view.axis_rect().left());
    QVERIFY(now < wide);
    wide = now;
    QVERIFY2(std::abs(view.x_of(30) - before) < 1, qPrintable(QString::number(view.x_of(30))));
  }
  QCOMPARE(seeks.count(), 0);
  QCOMPARE(view.position(), 30.0);
  for (int i = 0; i < 20; ++i) turn_wheel(*view.viewport(), far, -1, Qt::ControlModifier);
  QVERIFY(std::abs(view.seconds_at(view.axis_rect().left())) < 1e-9);
  QVERIFY(std::abs(view.x_of(30) - before) < 1);
  // where the playhead is not in view, what is under the mouse stays there
  page.view.playback()->seek(2);
  QTest::mousePress(view.viewport(), Qt::LeftButton, Qt::ControlModifier, {qRound(view.x_of(40)), 10});
  send_move(*view.viewport(), {view.x_of(70), 10}, Qt::ControlModifier);
  QTest::mouseRelease(view.viewport(), Qt::LeftButton, Qt::ControlModifier, {qRound(view.x_of(70)), 10});
  const QPoint at(qRound(view.x_of(50)), far.y());
  const double under = view.seconds_at(at.x());
  QVERIFY(turn_wheel(*view.viewport(), at, 1, Qt::ControlModifier));
  QVERIFY(std::abs(view.seconds_at(at.x()) - under) < 1e-6);
}

void ReplayStripsTest::ctrl_drag_zooms_and_seeks_nothing() {
  Shown page(themes_);
  QVERIFY(page.settled);
  StripsView& view = *page.view.strips();
  page.view.playback()->seek(30);
  QSignalSpy seeks(&view, &StripsView::seek_requested), lanes(&view, &StripsView::lane_chosen);
  const int y = view.lane_rect(0, 1).center().y();
  const QPoint from(qRound(view.x_of(20)), y), to(qRound(view.x_of(50)), y);
  const double begin = view.seconds_at(from.x()), end = view.seconds_at(to.x());
  QTest::mousePress(view.viewport(), Qt::LeftButton, Qt::ControlModifier, to);  // from right to left does, too
  send_move(*view.viewport(), from, Qt::ControlModifier);
  QVERIFY(!view.viewport()->grab().isNull());
  QTest::mouseRelease(view.viewport(), Qt::LeftButton, Qt::ControlModifier, from);
  QVERIFY(std::abs(view.seconds_at(view.axis_rect().left()) - begin) < 0.05);
  QVERIFY(std::abs(view.seconds_at(view.axis_rect().left() + view.axis_rect().width()) - end) < 0.05);
  QCOMPARE(view.position(), 30.0);
  const double before = view.seconds_at(view.axis_rect().left());
  QTest::mouseClick(view.viewport(), Qt::LeftButton, Qt::ControlModifier, from);  // a click is no drag
  QCOMPARE(view.seconds_at(view.axis_rect().left()), before);
  QCOMPARE(seeks.count() + lanes.count(), 0);
}

void ReplayStripsTest::double_click_shows_all_and_seeks_nothing() {
  Shown page(themes_);
  QVERIFY(page.settled);
  StripsView& view = *page.view.strips();
  page.view.playback()->seek(30);
  for (int i = 0; i < 4; ++i) turn_wheel(*view.viewport(), {400, 60}, 1, Qt::ControlModifier);
  QVERIFY(view.seconds_at(view.axis_rect().left()) > 1);
  const QPoint at(view.axis_rect().right() - 60, 12);
  QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, at);
  QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, at);
  QVERIFY(std::abs(view.seconds_at(view.axis_rect().left())) < 1e-9);
  QCOMPARE(page.view.playback()->position(), 30.0);
}

/// What a method predicts by itself (mtl, student) is told as what links predict.
void ReplayStripsTest::own_predictions_are_in_legend_and_table() {
  StripsData strips = made_strips(40, 1, {50});
  OutcomeLegend legend(themes_), by_links(themes_);
  by_links.set_strips(strips);
  for (Outcome& outcome : strips.groups[0].lanes[0].cells)
    outcome = outcome == Outcome::right ? Outcome::own_right : Outcome::own_wrong;
  strips.groups[0].lanes[0].sums = LaneCounts(strips.groups[0].lanes[0].cells);
  legend.set_strips(strips);
  QCOMPARE(legend.sizeHint(), by_links.sizeHint());
  const Table table = strips_table(strips);
  double told = 0;
  for (std::size_t column = 4; column < table.columns.size(); ++column) {
    QCOMPARE(table.rows[0].size(), table.columns.size());
    told += std::get<double>(table.rows[0][column]);
  }
  QCOMPARE(told, 40.0);
}

void ReplayStripsTest::end_labels_do_not_overlap_data() {
  QTest::addColumn<int>("curves");
  QTest::addColumn<double>("scale");
  QTest::addColumn<int>("height");
  QTest::newRow("two") << 2 << 1.0 << 240;
  QTest::newRow("five") << 5 << 1.0 << 240;
  QTest::newRow("more than there is room for") << 16 << 1.0 << 240;
  QTest::newRow("in a presentation") << 5 << 1.45 << 330;
  QTest::newRow("many in a presentation") << 16 << 1.45 << 330;
}

/// Curves that end together at the same height.
void ReplayStripsTest::end_labels_do_not_overlap() {
  QFETCH(int, curves);
  QFETCH(double, scale);
  QFETCH(int, height);
  StripsView view(themes_);  // made before the type grows, as the presentation's is
  set_type_scale(scale);
  view.resize(1200, height);
  view.show();
  auto strips = std::make_shared<StripsData>(made_strips(160, 1, {56, 80}));
  const std::vector<std::string> names = method_names();
  for (int i = 0; i < curves; ++i)
    strips->curves.push_back({names[static_cast<std::size_t>(i) % names.size()], {{0, 0.5}, {80, 0.75}, {159, 0.96}}});
  strips->groups[0].method = strips->curves.back().method;
  view.set_strips(strips);
  QVERIFY(!view.viewport()->grab().isNull());
  const auto labels = view.end_labels();
  const QRect last_lane = view.lane_rect(0, 1);
  const bool shown = view.curves_rect().height() > 20;
  const auto scaled_back = [] { set_type_scale(1); };
  scaled_back();
  QVERIFY(shown);
  QVERIFY(labels.size() >= 2 && labels.size() <= static_cast<std::size_t>(curves));
  if (curves == 2) QCOMPARE(labels.size(), 2U);
  QCOMPARE(labels[0].first, strips->groups[0].method);  // the method whose lanes are shown has its name
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const QRectF& place = labels[i].second;
    QVERIFY2(place.top() > last_lane.bottom() && place.bottom() <= view.viewport()->height(), labels[i].first.c_str());
    QVERIFY2(place.right() <= view.viewport()->width(), labels[i].first.c_str());
    for (std::size_t k = 0; k < i; ++k) QVERIFY(!place.adjusted(0, 0.1, 0, -0.1).intersects(labels[k].second));
  }
}

QTEST_MAIN(ReplayStripsTest)
#include "test_strips.moc"
