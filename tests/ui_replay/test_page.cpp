// The Replay page with real mouse and key events over synthetic data.
#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTableView>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "ui/common/style.h"
#include "ui/replay/paint.h"
#include "ui/replay/strips_view.h"
#include "ui/replay/transport.h"
#include "ui_replay/shown.h"

using namespace mlink::rooms;

using namespace mlink::synthetic;

class ReplayPageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void models_keep_their_promises();
  void handle_is_dragged_data();
  void handle_is_dragged();
  void flag_asks_for_an_accuracy();
  void needs_are_budgets_that_reach();
  void keys_move_the_budget_data();
  void keys_move_the_budget();
  void assistive_technology_sees_a_slider();
  void budget_is_typed_data();
  void budget_is_typed();
  void kind_of_cost_is_switched();
  void methods_follow_while_dragging();
  void newest_strips_win();
  void time_moves_by_keys_data();
  void time_moves_by_keys();
  void space_presses_a_focused_button();
  void click_on_strips_seeks();
  void lanes_choose_a_box();
  void next_wrong_frame();
  void cameras_by_mouse_and_keys();
  void playing_skips_rather_than_being_late();
  void selection_from_outside_is_not_told_again();
  void trained_words_stand_clear_data();
  void trained_words_stand_clear();
  void one_camera_is_no_choice();
  void without_data_nothing_breaks();

 private:
  ThemeHolder themes_;
};

void ReplayPageTest::initTestCase() {
  themes_.set_dark(false);
  QApplication::setStyle(new WorkbenchStyle(&themes_));
}

void ReplayPageTest::models_keep_their_promises() {
  Shown page(themes_);
  QVERIFY(page.settled);
  const QAbstractItemModelTester methods(page.view.budget_panel()->model(),
                                         QAbstractItemModelTester::FailureReportingMode::QtTest);
  const QAbstractItemModelTester frame(page.view.frame_model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
  const QAbstractItemModelTester sorted(page.view.budget_panel()->table()->model(),
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
  page.view.budget_panel()->table()->sortByColumn(MethodsModel::Accuracy, Qt::DescendingOrder);
  for (const double budget : {0.0, 40e6, 64e6, 150e6, 310e6}) page.view.set_budget({CostKind::memory, budget});
  page.view.playback()->step(5);
  page.view.set_data(nullptr);
  page.view.set_data(page.source.data);
  QVERIFY(page.wait());
  QCOMPARE(page.view.budget_panel()->model()->rowCount(), 3);
  QCOMPARE(page.view.frame_model()->rowCount(), 4);
}

void ReplayPageTest::handle_is_dragged_data() {
  QTest::addColumn<double>("to");   // budget in MB that the mouse stands on
  QTest::addColumn<double>("off");  // pixels beside it
  QTest::addColumn<bool>("shift");
  QTest::addColumn<double>("expected");  // MB; negative: what lies under the mouse
  QTest::newRow("on a stop") << 48.0 << 0.0 << false << 48.0;
  QTest::newRow("3 px beside a stop is drawn to it") << 48.0 << 3.0 << false << 48.0;
  QTest::newRow("3 px before it too") << 48.0 << -3.0 << false << 48.0;
  QTest::newRow("6 px beside a stop is free") << 142.0 << 6.0 << false << -1.0;
  QTest::newRow("Shift frees from the magnet") << 48.0 << 3.0 << true << -1.0;
  QTest::newRow("left of the axis is nothing") << 0.0 << -30.0 << false << 0.0;
}

void ReplayPageTest::handle_is_dragged() {
  QFETCH(double, to);
  QFETCH(double, off);
  QFETCH(bool, shift);
  QFETCH(double, expected);
  Shown page(themes_);
  QVERIFY(page.settled);
  FrontierSlider& slider = page.slider();
  page.view.set_budget({CostKind::memory, 200e6});
  QSignalSpy told(&page.view, &ReplayView::budget_chosen);
  QTest::mousePress(&slider, Qt::LeftButton, {}, slider.handle_rect().center().toPoint());
  QCOMPARE(told.count(), 0);  // taking hold of it does not move it
  const QPointF at(std::round(slider.x_of(to * 1e6)) + off, slider.handle_rect().center().y());
  for (double share : {0.3, 0.7}) {
    const double x = slider.handle_rect().center().x() * (1 - share) + at.x() * share;
    send_move(slider, {x, at.y()}, shift ? Qt::ShiftModifier : Qt::NoModifier);
  }
  send_move(slider, at, shift ? Qt::ShiftModifier : Qt::NoModifier);
  QTest::mouseRelease(&slider, Qt::LeftButton, shift ? Qt::ShiftModifier : Qt::NoModifier, at.toPoint());
  const double wanted = expected >= 0 ? expected * 1e6 : slider.budget_at(at.x());
  QVERIFY2(std::abs(slider.budget() - wanted) < 1, qPrintable(QString::number(slider.budget())));
  QVERIFY(told.count() >= 1);
  QCOMPARE(told.last().at(0).value<Amount>().value, slider.budget());
  send_move(slider, {slider.x_of(250e6), at.y()});
  QVERIFY2(std::abs(slider.budget() - wanted) < 1, "it moves although nothing holds it");
}

void ReplayPageTest::flag_asks_for_an_accuracy() {
  Shown page(themes_);
  QVERIFY(page.settled);
  FrontierSlider& slider = page.slider();
  const double budget = slider.budget();
  QVERIFY(page.view.budget_panel()->needs()->spoken().startsWith(QStringLiteral("0.90 needs")));
  QTest::mousePress(&slider, Qt::LeftButton, {}, slider.flag_rect().center().toPoint());
  send_move(slider, {slider.flag_rect().center().x(), slider.y_of(0.75)});
  QTest::mouseRelease(&slider, Qt::LeftButton);
  QCOMPARE(slider.wanted(), 0.75);
  QCOMPARE(slider.budget(), budget);
  const auto needs = slider.frontier()->curve("standalone")->needs(0.75);
  QVERIFY(needs);
  QCOMPARE(*needs, 142e6);  // three of four boxes without persons: 48 + 60 + 34 MB
  const QString said = page.view.budget_panel()->needs()->spoken();
  QVERIFY2(said.startsWith(QStringLiteral("0.75 needs")) && said.contains(QStringLiteral("standalone 142 MB")),
           qPrintable(said));
}

/// Typed as they are shown, they give the accuracy; three digits of these would not.
void ReplayPageTest::needs_are_budgets_that_reach() {
  const FrontierCurve mlink{"mlink", {{0, 0.5}, {87.3456e6, 0.9}}}, known{{}, {{0, 0.5}, {42.04e6, 0.95}}};
  const Frontier frontier{
      .kind = CostKind::memory, .full = 100e6, .curves = {mlink}, .stops = {}, .known = known.points};
  NeedsRow row(themes_);
  row.set_needs(&frontier, 0.9);
  QRegularExpression number(QStringLiteral("([0-9.]+ ?MB)"));
  auto said = number.globalMatch(row.spoken());
  for (const FrontierCurve* curve : {&known, &mlink}) {
    QVERIFY2(said.hasNext(), qPrintable(row.spoken()));
    const auto typed = parse_amount(said.next().captured(1).toStdString());
    QVERIFY(typed && typed->value < curve->points.back().budget * 1.006);
    QVERIFY2(curve->at(typed->value) >= 0.9, qPrintable(row.spoken()));
  }
}

void ReplayPageTest::keys_move_the_budget_data() {
  QTest::addColumn<double>("from");
  QTest::addColumn<int>("key");
  QTest::addColumn<double>("expected");  // MB; negative: less than before, 1e9: more
  QTest::newRow("] goes to the next stop") << 40.0 << int(Qt::Key_BracketRight) << 48.0;
  QTest::newRow("[ goes to the stop before") << 40.0 << int(Qt::Key_BracketLeft) << 34.0;
  QTest::newRow("[ from a stop leaves it") << 48.0 << int(Qt::Key_BracketLeft) << 34.0;
  QTest::newRow("[ at the first stop ends at nothing") << 34.0 << int(Qt::Key_BracketLeft) << 0.0;
  QTest::newRow("Home") << 100.0 << int(Qt::Key_Home) << 0.0;
  QTest::newRow("End") << 100.0 << int(Qt::Key_End) << 310.0;
  QTest::newRow("left") << 100.0 << int(Qt::Key_Left) << -1.0;
  QTest::newRow("right") << 100.0 << int(Qt::Key_Right) << 1e9;
}

void ReplayPageTest::keys_move_the_budget() {
  QFETCH(double, from);
  QFETCH(int, key);
  QFETCH(double, expected);
  Shown page(themes_);
  QVERIFY(page.settled);
  page.view.set_budget({CostKind::memory, from * 1e6});
  QSignalSpy told(&page.view, &ReplayView::budget_chosen);
  QTest::keyClick(&page.slider(), static_cast<Qt::Key>(key));
  QCOMPARE(told.count(), 1);
  const double now = page.slider().budget() / 1e6;
  if (expected < 0) {
    QVERIFY(now < from && now > from - 10);
  } else if (expected > 1e6) {
    QVERIFY(now > from && now < from + 10);
  } else {
    QCOMPARE(now, expected);
  }
}

void ReplayPageTest::assistive_technology_sees_a_slider() {
  Shown page(themes_);
  QVERIFY(page.settled);
  QAccessibleInterface* access = QAccessible::queryAccessibleInterface(&page.slider());
  QVERIFY(access);
  QCOMPARE(access->role(), QAccessible::Slider);
  QAccessibleValueInterface* value = access->valueInterface();
  QVERIFY(value);
  QCOMPARE(value->minimumValue().toDouble(), 0.0);
  QVERIFY(value->maximumValue().toDouble() > 310e6);
  QSignalSpy told(&page.view, &ReplayView::budget_chosen);
  value->setCurrentValue(82e6);
  QCOMPARE(told.count(), 1);
  QCOMPARE(value->currentValue().toDouble(), 82e6);
  QVERIFY2(access->text(QAccessible::Value).contains(QStringLiteral("82 MB")),
           qPrintable(access->text(QAccessible::Value)));
}

void ReplayPageTest::budget_is_typed_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<bool>("understood");
  QTest::addColumn<bool>("memory");
  QTest::addColumn<double>("value");
  QTest::newRow("MB") << "64MB" << true << true << 64e6;
  QTest::newRow("with a blank") << "64 MB" << true << true << 64e6;
  QTest::newRow("another kind switches") << "60 ms" << true << false << 0.06;
  QTest::newRow("more than all boxes") << "5GB" << true << true << 310e6 * 1.06;
  QTest::newRow("no unit") << "64" << false << true << 0.0;
  QTest::newRow("words") << "plenty" << false << true << 0.0;
  QTest::newRow("negative") << "-3 MB" << false << true << 0.0;
}

void ReplayPageTest::budget_is_typed() {
  QFETCH(QString, text);
  QFETCH(bool, understood);
  QFETCH(bool, memory);
  QFETCH(double, value);
  Shown page(themes_);
  QVERIFY(page.settled);
  QLineEdit* field = page.view.budget_panel()->field();
  const double before = page.slider().budget();
  const QString shown = field->text();
  field->setFocus();
  field->selectAll();
  QTest::keyClicks(field, text);
  QCOMPARE(field->text(), text);  // none of the page's keys takes a letter away
  QTest::keyClick(field, Qt::Key_Return);
  if (!understood) {
    QCOMPARE(page.slider().budget(), before);
    QCOMPARE(field->text(), shown);
    return;
  }
  QCOMPARE(page.slider().kind() == CostKind::memory, memory);
  QCOMPARE(page.slider().budget(), value);
}

void ReplayPageTest::kind_of_cost_is_switched() {
  Shown page(themes_);
  QVERIFY(page.settled);
  QSignalSpy told(&page.view, &ReplayView::budget_chosen);
  Segmented* kinds = page.view.budget_panel()->kinds();
  QTest::mouseClick(kinds, Qt::LeftButton, {}, {kinds->width() - 12, kinds->height() / 2});
  QCOMPARE(told.count(), 1);
  QCOMPARE(told[0][0].value<Amount>().kind, CostKind::time);
  QCOMPARE(page.slider().kind(), CostKind::time);
  QVERIFY(page.slider().most() < 1);
  QTest::keyClick(kinds, Qt::Key_Left);
  QCOMPARE(page.slider().kind(), CostKind::memory);
  QVERIFY(page.wait());
}

void ReplayPageTest::methods_follow_while_dragging() {
  Shown page(themes_);
  QVERIFY(page.settled);
  const auto cell = [&](int column) {
    MethodsModel* model = page.view.budget_panel()->model();
    return model->index(model->row_of(QStringLiteral("mlink")), column).data().toString();
  };
  FrontierSlider& slider = page.slider();
  page.view.set_budget({CostKind::memory, 20e6});
  QCOMPARE(cell(MethodsModel::Accuracy), QStringLiteral("0.51"));
  QCOMPARE(cell(MethodsModel::WhatIsRun), QStringLiteral("nothing fits, priors only"));
  QTest::mousePress(&slider, Qt::LeftButton, {}, slider.handle_rect().center().toPoint());
  send_move(slider, {slider.x_of(49e6), slider.handle_rect().center().y()});
  QCOMPARE(cell(MethodsModel::WhatIsRun), QStringLiteral("pose"));
  QCOMPARE(cell(MethodsModel::Accuracy), QString::number(mlink::synthetic::mean_accuracy(BoxSet(2)), 'f', 2));
  QCOMPARE(cell(MethodsModel::Time), QStringLiteral("41 ms"));
  QCOMPARE(cell(MethodsModel::Runs), QStringLiteral("0.25"));
  send_move(slider, {slider.x_of(320e6), slider.handle_rect().center().y()});
  QCOMPARE(cell(MethodsModel::WhatIsRun), QStringLiteral("all"));
  QCOMPARE(cell(MethodsModel::Accuracy), QStringLiteral("1.00"));
  QTest::mouseRelease(&slider, Qt::LeftButton);
}

void ReplayPageTest::newest_strips_win() {
  Shown page(themes_);
  QVERIFY(page.settled);
  const int before = page.source.moments;
  for (int mb = 20; mb <= 310; ++mb) page.view.set_budget({CostKind::memory, mb * 1e6});
  // nothing came back yet, so one runs and the newest waits
  QCOMPARE(page.source.moments - before, 1);
  QVERIFY(page.wait());
  QVERIFY(QTest::qWaitFor([&] { return page.view.ready() && page.source.moments - before == 2; }));
  const StripsData* strips = page.view.strips()->strips();
  QVERIFY(strips);
  QCOMPARE(strips->groups[0].title, std::string("mlink, persons, pose, hog, selfie run"));
  for (const StripLane& lane : strips->groups[0].lanes) QVERIFY(lane.run);
}

void ReplayPageTest::time_moves_by_keys_data() {
  QTest::addColumn<int>("key");
  QTest::addColumn<int>("moments");
  QTest::addColumn<bool>("plays");
  QTest::newRow("frame on") << int(Qt::Key_Period) << 1 << false;
  QTest::newRow("frame back") << int(Qt::Key_Comma) << -1 << false;
  QTest::newRow("Space plays") << int(Qt::Key_Space) << 0 << true;
  QTest::newRow("K plays") << int(Qt::Key_K) << 0 << true;
}

void ReplayPageTest::time_moves_by_keys() {
  QFETCH(int, key);
  QFETCH(int, moments);
  QFETCH(bool, plays);
  Shown page(themes_);
  QVERIFY(page.settled);
  // wherever the focus is: table, slider, strips
  for (QWidget* focus : {static_cast<QWidget*>(page.view.budget_panel()->table()),
                         static_cast<QWidget*>(&page.slider()), static_cast<QWidget*>(page.view.strips())}) {
    page.view.playback()->seek(30);
    const int before = page.view.playback()->index();
    focus->setFocus();
    QTest::keyClick(focus, static_cast<Qt::Key>(key));
    QCOMPARE(page.view.playback()->index(), before + moments);
    QCOMPARE(page.view.playback()->playing(), plays);
    page.view.playback()->pause();
  }
}

void ReplayPageTest::space_presses_a_focused_button() {
  Shown page(themes_);
  QVERIFY(page.settled);
  QToolButton* next = nullptr;
  for (QToolButton* button : page.view.transport()->findChildren<QToolButton*>()) {
    if (button->accessibleName().startsWith(QStringLiteral("Frame on"))) next = button;
  }
  QVERIFY(next);
  next->setFocusPolicy(Qt::StrongFocus);
  next->setFocus();
  const int before = page.view.playback()->index();
  QTest::keyClick(next, Qt::Key_Space);
  QCOMPARE(page.view.playback()->index(), before + 1);
  QVERIFY(!page.view.playback()->playing());
  QTest::mouseClick(page.view.transport()->play_button(), Qt::LeftButton);
  QVERIFY(page.view.playback()->playing());
  QTest::mouseClick(page.view.transport()->play_button(), Qt::LeftButton);
  QVERIFY(!page.view.playback()->playing());
}

void ReplayPageTest::click_on_strips_seeks() {
  Shown page(themes_);
  QVERIFY(page.settled);
  StripsView& strips = *page.view.strips();
  QSignalSpy told(&page.view, &ReplayView::frame_chosen);
  const QRect lane = strips.lane_rect(0, 2);
  QVERIFY(lane.height() >= 10);
  QTest::mouseClick(strips.viewport(), Qt::LeftButton, {}, {qRound(strips.x_of(40.2)), lane.center().y()});
  QCOMPARE(page.view.playback()->position(), 40.0);
  QCOMPARE(told.count(), 1);
  QCOMPARE(told[0][0].toString(), QStringLiteral("cam 1"));
  QCOMPARE(told[0][1].toLongLong(), 400);  // 80th moment, every fifth frame
  QCOMPARE(strips.position(), 40.0);
  QTest::mousePress(strips.viewport(), Qt::LeftButton, {}, {qRound(strips.x_of(50.2)), 10});
  send_move(*strips.viewport(), {strips.x_of(60.2), 10});
  QTest::mouseRelease(strips.viewport(), Qt::LeftButton);
  QCOMPARE(page.view.playback()->position(), 60.0);
  QTest::keyClick(&strips, Qt::Key_Left);
  QCOMPARE(page.view.playback()->position(), 59.5);
}

void ReplayPageTest::lanes_choose_a_box() {
  Shown page(themes_);
  QVERIFY(page.settled);
  QSignalSpy told(&page.view, &ReplayView::box_chosen);
  const QRect lane = page.view.strips()->lane_rect(0, 3);
  QTest::mouseClick(page.view.strips()->viewport(), Qt::LeftButton, {}, {40, lane.center().y()});
  QCOMPARE(page.view.box(), QStringLiteral("selfie"));
  QCOMPARE(told.count(), 1);
  QTest::keyClick(page.view.strips(), Qt::Key_Up);
  QCOMPARE(page.view.box(), QStringLiteral("hog"));
  QTest::mouseClick(page.view.picture(), Qt::LeftButton, {}, page.view.picture()->chip_rect(0).center().toPoint());
  QCOMPARE(page.view.box(), QStringLiteral("persons"));
}

void ReplayPageTest::next_wrong_frame() {
  Shown page(themes_);
  QVERIFY(page.settled);
  page.view.set_budget({CostKind::memory, 48e6});
  page.view.set_box(QStringLiteral("hog"));
  QVERIFY(page.wait());
  page.view.playback()->seek(20);
  const auto outcomes = page.source.data->side(CostKind::memory).engine->outcomes("mlink", 48e6);
  const std::size_t first = page.source.data->side(CostKind::memory).engine->first_row();
  const std::size_t rows = page.source.data->table->rows() - first;
  double before = 20;
  for (int i = 0; i < 4; ++i) {
    QTest::keyClick(&page.view, Qt::Key_E);
    const auto row = page.view.row();
    QVERIFY(row);
    QCOMPARE(outcomes[2 * rows + *row - first], Outcome::wrong);
    QVERIFY(page.view.playback()->position() > before);
    for (const std::size_t skipped : page.source.data->camera_rows[0]) {
      const double at = page.source.data->table->frames[skipped].seconds;
      if (at > before && at < page.view.playback()->position())
        QVERIFY(outcomes[2 * rows + skipped - first] != Outcome::wrong);
    }
    before = page.view.playback()->position();
  }
  QTest::keyClick(&page.view, Qt::Key_E, Qt::ShiftModifier);
  QVERIFY(page.view.playback()->position() < before);
}

void ReplayPageTest::cameras_by_mouse_and_keys() {
  Shown page(themes_);
  QVERIFY(page.settled);
  CameraGrid& grid = *page.view.cameras();
  QSignalSpy told(&page.view, &ReplayView::frame_chosen);
  QTest::mouseClick(&grid, Qt::LeftButton, {}, grid.cell_rect(3).center());
  QCOMPARE(page.view.camera(), 3);
  QCOMPARE(told.last()[0].toString(), QStringLiteral("cam 4"));
  grid.setFocus();
  QTest::keyClick(&grid, Qt::Key_Left);
  QCOMPARE(page.view.camera(), 2);
  QVERIFY(page.wait());
  QCOMPARE(page.view.picture()->shown().camera, QStringLiteral("cam 3"));
  QTest::mouseDClick(&grid, Qt::LeftButton, {}, grid.cell_rect(5).center());
  QCOMPARE(page.view.camera(), 5);
}

void ReplayPageTest::playing_skips_rather_than_being_late() {
  Shown page(themes_);
  QVERIFY(page.settled);
  page.source.delay_ms = 900;  // pictures that come later than the next moment is due
  Playback& clock = *page.view.playback();
  clock.seek(20);
  clock.set_speed(1);
  QElapsedTimer timer;
  clock.play();
  timer.start();
  QTest::qSleep(1300);  // the GUI thread is held up for more than two moments
  QTRY_VERIFY(clock.position() > 20);
  // 20 s + elapsed, to the moment that began last; one later if the clock went on meanwhile
  const double due = 20 + static_cast<double>(timer.elapsed()) / 1000;
  QVERIFY2(clock.position() <= due + 0.01 && clock.position() > due - 1.0,
           qPrintable(QString("%1, due %2").arg(clock.position()).arg(due)));
  QVERIFY(clock.figures().skipped >= 1);
  clock.pause();
  const double end = clock.position();
  QTest::qWait(50);
  QCOMPARE(clock.position(), end);
  QVERIFY(page.wait());
  QVERIFY(page.view.picture()->shown().moment.startsWith(moment_text(end)));
}

void ReplayPageTest::selection_from_outside_is_not_told_again() {
  Shown page(themes_);
  QVERIFY(page.settled);
  QSignalSpy frame(&page.view, &ReplayView::frame_chosen), budget(&page.view, &ReplayView::budget_chosen),
      box(&page.view, &ReplayView::box_chosen);
  page.view.set_frame(QStringLiteral("cam 5"), 500);
  page.view.set_budget({CostKind::memory, 142e6});
  page.view.set_box(QStringLiteral("selfie"));
  page.view.set_box(QStringLiteral("no such box"));
  page.view.set_frame(QStringLiteral("no such camera"), 1);
  QCOMPARE(page.view.camera(), 4);
  QCOMPARE(page.view.playback()->position(), 50.0);
  QCOMPARE(page.slider().budget(), 142e6);
  QCOMPARE(page.view.box(), QStringLiteral("selfie"));
  QCOMPARE(frame.count() + budget.count() + box.count(), 0);
}

void ReplayPageTest::trained_words_stand_clear_data() {
  QTest::addColumn<int>("width");
  QTest::addColumn<QString>("title");
  QTest::addColumn<double>("trained");
  for (const int width : {900, 1400}) {
    for (const bool longer : {false, true}) {
      const QString title = longer ? "mlink, persons, pose, hog, selfie, words and loudness run" : "mlink";
      for (const double trained : {0.02, 0.1, 0.5})
        QTest::addRow("%d px, %s title, %.2f", width, longer ? "long" : "short", trained) << width << title << trained;
    }
  }
}

void ReplayPageTest::trained_words_stand_clear() {
  QFETCH(int, width);
  QFETCH(QString, title);
  QFETCH(double, trained);
  auto strips = std::make_shared<StripsData>(
      strips_of(*mlink::synthetic::data(), CostKind::memory, 50e6, 2, {"mlink", "standalone"}));
  strips->groups[0].title = title.toStdString();
  strips->trained_until = trained * strips->length;
  StripsView view(themes_);
  view.resize(width, 300);
  view.set_strips(strips);
  view.show();
  const QRect words = view.trained_rect();
  QVERIFY(!words.intersects(view.title_rect(0)));
  if (trained * view.axis_rect().width() > 90) QVERIFY(words.isValid());
  // nothing is drawn below them: the lanes begin where the evaluation does
  if (words.isValid())
    QVERIFY(words.bottom() < view.lane_rect(0, 0).top() || words.right() < view.x_of(strips->trained_until));
}

void ReplayPageTest::one_camera_is_no_choice() {
  Shown page(themes_);
  QVERIFY(page.settled);
  QVERIFY(page.view.cameras()->isVisible() && page.view.which_cameras()->isVisible());
  auto one = std::make_shared<ReplayData>(*page.source.data);
  auto table = std::make_shared<OutputTable>(*one->table);
  table->cameras.resize(1);
  for (FrameKey& frame : table->frames) frame.camera = 0;
  one->table = table;
  one->source_ids.resize(1);
  index_rows(*one);
  page.source.data = one;
  page.view.set_data(one);
  QVERIFY(page.wait());
  QVERIFY(page.view.picture()->isVisible());
  QVERIFY(!page.view.cameras()->isVisible() && !page.view.which_cameras()->isVisible());
  QVERIFY(!page.view.transport()->views()->isVisible());
  page.view.resize(1196, 664);  // narrow: the picture or this frame
  QVERIFY(page.wait());
  Segmented* views = page.view.transport()->views();
  QVERIFY(views->isVisible());
  QTest::mouseClick(views, Qt::LeftButton, {}, QPoint(views->width() - 8, 12));
  QVERIFY(page.view.findChild<QTableView*>(QStringLiteral("frame"))->isVisible());
  QVERIFY(!page.view.picture()->isVisible());
}

void ReplayPageTest::without_data_nothing_breaks() {
  mlink::synthetic::Source source;
  ReplayView view(themes_, source.fetch(), source.ask());
  view.resize(1200, 700);
  view.show();
  QVERIFY(QTest::qWaitForWindowExposed(&view));
  view.set_data(nullptr);
  for (const Qt::Key key : {Qt::Key_Space, Qt::Key_E, Qt::Key_Period, Qt::Key_BracketLeft, Qt::Key_A})
    QTest::keyClick(&view, key);
  QTest::mouseClick(view.strips()->viewport(), Qt::LeftButton, {}, {300, 60});
  QTest::mouseClick(view.budget_panel()->slider(), Qt::LeftButton, {}, {100, 60});
  QVERIFY(!view.grab().isNull());
  QVERIFY(view.tables().empty() && view.drawings().empty());
  QVERIFY(!view.row());
}

QTEST_MAIN(ReplayPageTest)
#include "test_page.moc"
