// Any method of the registry on the Replay page, over a real experiment of recorded outputs; pins side by side and the
// accuracy wanted, with real mouse and key events.
#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QMenu>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QThread>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "experiment/known_sets.h"
#include "ui/replay/all_methods.h"
#include "ui/replay/presentation.h"
#include "ui/replay/replay_page.h"
#include "ui/replay/strips_view.h"
#include "ui_compare/made_experiment.h"
#include "ui_replay/shown.h"

using namespace mlink::rooms;
using namespace mlink::synthetic;

namespace {

bool same(double a, double b) { return std::abs(a - b) < 1e-12 || (std::isnan(a) && std::isnan(b)); }

const MethodResult* answer_of(const ReplayResult& result, const std::string& method) {
  const auto at = std::find_if(result.methods.begin(), result.methods.end(),
                               [&](const MethodResult& one) { return one.method == method; });
  return at == result.methods.end() ? nullptr : &*at;
}

/// Worker, selection and page over a file.
struct OpenedReplay {
  OpenedReplay(const ThemeHolder& themes, QString name) : file(std::move(name)), page(themes, &selection, &worker) {
    QObject::connect(&worker, &Worker::data_changed, &page, [this] { page.set_data(worker.data()); });
    page.resize(1500, 900);
  }
  bool show() {
    worker.open(file);
    page.show();
    page.activateWindow();
    return QTest::qWaitForWindowExposed(&page) && settle();
  }
  bool settle() {
    return QTest::qWaitFor([this] { return worker.data() && worker.data()->whole() && page.ready(); }, 30000);
  }
  [[nodiscard]] ReplayView& view() const { return *page.view(); }
  QString file;
  SharedSelection selection;
  Worker worker;
  ReplayPage page;
};

/// One of whose methods single frames are slow to ask for.
class SlowFrames : public WhatIf {
 public:
  SlowFrames(std::shared_ptr<const WhatIf> engine, std::string slow)
      : engine_(std::move(engine)), slow_(std::move(slow)) {}
  [[nodiscard]] ReplayResult at(double budget) const override { return engine_->at(budget); }
  [[nodiscard]] std::vector<double> breakpoints() const override { return engine_->breakpoints(); }
  [[nodiscard]] std::vector<Outcome> outcomes(const std::string& method, double budget) const override {
    return engine_->outcomes(method, budget);
  }
  [[nodiscard]] std::vector<ReplayEngine::ShownOutput> shown(const std::string& method, double budget,
                                                             std::size_t row) const override {
    if (method == slow_) ++(QThread::currentThread() == qApp->thread() ? on_gui : elsewhere);
    return engine_->shown(method, budget, row);
  }
  [[nodiscard]] Selection selection(double budget) const override { return engine_->selection(budget); }
  [[nodiscard]] std::size_t first_row() const override { return engine_->first_row(); }
  [[nodiscard]] bool quick(const std::string& method) const override { return method != slow_; }
  mutable std::atomic<int> on_gui{0}, elsewhere{0};

 private:
  std::shared_ptr<const WhatIf> engine_;
  std::string slow_;
};

}  // namespace

class ReplayMethodsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void others_answer_as_the_engine();
  void offers_say_why_not();
  void methods_are_chosen_in_the_menu();
  void choice_outlives_a_reading();
  void a_method_chosen_elsewhere_is_shown();
  void frames_of_slow_methods_are_asked_elsewhere();
  void lanes_are_chosen();
  void training_part_is_what_the_core_says();
  void remarks_are_in_words();
  void pins_by_keys();
  void pins_side_by_side();
  void pins_of_one_budget_have_an_interval();
  void pins_are_taken_away();
  void pins_that_touch_stand_apart();
  void flag_moves_the_budget();
  void pictures_of_a_file();

 private:
  ThemeHolder themes_;
  QTemporaryDir folder_;
  QString trained_;
  std::shared_ptr<const Snapshot> snapshot_;
  std::shared_ptr<const ReplayData> base_;
  OtherMethodsPtr others_;
};

void ReplayMethodsTest::initTestCase() {
  themes_.set_dark(false);
  QApplication::setStyle(new WorkbenchStyle(&themes_));
  trained_ = folder_.filePath("trained.mlink");
  const auto made =
      mlink::compared::make_experiment(trained_.toStdString(), mlink::compared::KnownCosts::memory_and_time, true);
  QVERIFY2(made, made ? "" : made.error().text().c_str());
  const auto reader = ExperimentReader::open(trained_.toStdString());
  QVERIFY(reader);
  auto snapshot = reader->snapshot();
  QVERIFY(snapshot);
  snapshot_ = std::make_shared<const Snapshot>(std::move(*snapshot));
  const auto base = build_replay_data(*snapshot_, {}, {});
  QVERIFY(base);
  base_ = *base;
  const auto others = evaluate_others(*snapshot_, *base_, {});
  QVERIFY2(others, others ? "" : others.error().text().c_str());
  others_ = *others;
}

void ReplayMethodsTest::others_answer_as_the_engine() {
  for (const CostKind kind : {CostKind::memory, CostKind::time}) {
    ReplaySettings settings;
    settings.kind = kind;
    settings.methods = method_names();
    const auto engine = make_replay(*snapshot_, settings);
    QVERIFY(engine);
    QStringList usable;
    for (const MethodResult& one : (*engine)->at(0).methods) {
      if (!std::isnan(one.output_accuracy)) usable << to_qt(one.method);
    }
    const auto shown = with_methods(*base_, others_, usable);
    QCOMPARE(methods_of(*shown), usable);  // all of them, in the registry's order
    const WhatIf& what_if = *shown->side(kind).engine;
    std::vector<double> budgets = (*engine)->breakpoints();
    for (std::size_t i = 1, n = budgets.size(); i < n; ++i) budgets.push_back((budgets[i - 1] + budgets[i]) / 2);
    budgets.push_back(budgets[0] + 1e12);
    for (const double budget : budgets) {
      const ReplayResult expected = (*engine)->at(budget), result = what_if.at(budget);
      QCOMPARE(result.methods.size(), static_cast<std::size_t>(usable.size()));
      QCOMPARE(result.settings.methods.size(), result.methods.size());
      for (const MethodResult& one : result.methods) {
        const MethodResult& its = *answer_of(expected, one.method);
        QVERIFY2(same(one.output_accuracy, its.output_accuracy) && same(one.seconds_per_frame, its.seconds_per_frame) &&
                     same(one.bytes, its.bytes) && same(one.interval.low, its.interval.low) &&
                     same(one.lead, its.lead) && same(one.lead_interval.high, its.lead_interval.high) &&
                     one.activated == its.activated && one.note == its.note,
                 qPrintable(QString("%1 at %2").arg(one.method.c_str()).arg(budget)));
        const FrontierCurve* curve = shown->side(kind).frontier.curve(one.method);
        QVERIFY(curve && same(curve->at(budget), its.output_accuracy));
      }
    }
    QVERIFY(what_if.outcomes("prior-fill", budgets[1]) == (*engine)->outcomes("prior-fill", budgets[1]));
    QVERIFY(what_if.quick("mlink") && !what_if.quick("prior-fill"));
  }
  const auto two = with_methods(*base_, nullptr, {"optimum", "mlink", "prior-fill", "no such method"});
  QCOMPARE(methods_of(*two), (QStringList{"mlink", "optimum"}));  // of the others nothing is known yet
}

void ReplayMethodsTest::offers_say_why_not() {
  ReplaySettings settings;
  settings.kind = CostKind::memory;
  settings.methods = method_names();
  const auto engine = make_replay(*snapshot_, settings);
  QVERIFY(engine);
  const ReplayResult answer = (*engine)->at(0);
  const auto offers = method_offers(*base_, others_, false);
  QCOMPARE(static_cast<std::size_t>(offers.size()), answer.methods.size());
  int refused = 0;
  for (qsizetype i = 0; i < offers.size(); ++i) {
    const MethodResult& method = answer.methods[static_cast<std::size_t>(i)];
    QCOMPARE(offers[i].name, to_qt(method.method));
    QCOMPARE(offers[i].usable, !std::isnan(method.output_accuracy));
    if (offers[i].usable) continue;
    ++refused;
    QCOMPARE(offers[i].why, to_qt(method.note));
  }
  QVERIFY(refused > 0);  // drls was not trained, reducto has no pictures
  for (const MethodOffer& offer : method_offers(*base_, nullptr, true)) QCOMPARE(offer.usable, offer.usual);
}

void ReplayMethodsTest::methods_are_chosen_in_the_menu() {
  OpenedReplay opened(themes_, trained_);
  QVERIFY(opened.show());
  ReplayView& view = opened.view();
  const QAbstractItemModelTester model(view.budget_panel()->model(),
                                       QAbstractItemModelTester::FailureReportingMode::QtTest);
  QMenu* menu = view.methods_menu()->menu();
  const auto rows = [&] { return view.budget_panel()->model()->rowCount(); };
  const int before = rows();
  QVERIFY(!view.methods_menu()->action_of("prior-fill")->isEnabled());
  menu->popup(view.methods_menu()->mapToGlobal(QPoint(0, 25)));  // what can be used is found out now
  QVERIFY(QTest::qWaitForWindowExposed(menu));
  QTRY_VERIFY_WITH_TIMEOUT(view.methods_menu()->action_of("prior-fill")->isEnabled(), 20000);
  const QAction* drls = view.methods_menu()->action_of("drls");
  QVERIFY(!drls->isCheckable() && drls->text().endsWith("Train…"));
  const auto click = [&](const char* method) {
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(view.methods_menu()->action_of(method)).center());
  };
  QVERIFY(!view.methods_menu()->action_of("reducto")->isEnabled());  // no pictures
  click("reducto");
  click("prior-fill");
  QVERIFY(menu->isVisible());
  QVERIFY(opened.settle());
  QCOMPARE(rows(), before + 1);
  QVERIFY(view.budget_panel()->model()->row_of("prior-fill") >= 0);
  QVERIFY(view.budget_panel()->slider()->frontier()->curve("prior-fill"));
  const auto& curves = view.strips()->strips()->curves;
  QVERIFY(std::any_of(curves.begin(), curves.end(), [](const StripCurve& one) { return one.method == "prior-fill"; }));
  QVERIFY(view.budget_panel()->needs()->spoken().contains("prior-fill"));
  click("standalone");
  QVERIFY(opened.settle());
  QCOMPARE(rows(), before);
  QCOMPARE(view.budget_panel()->model()->row_of("standalone"), -1);
  QVERIFY2(view.methods_menu()->text().contains(QString::number(before)), qPrintable(view.methods_menu()->text()));
  QTest::keyClick(menu, Qt::Key_Escape);
  // a drag tells all of them in the same moment
  FrontierSlider& slider = *view.budget_panel()->slider();
  QTest::mousePress(&slider, Qt::LeftButton, {}, slider.handle_rect().center().toPoint());
  send_move(slider, {slider.x_of(slider.most()) - 2, slider.handle_rect().center().y()});
  const double all = view.budget_panel()->budget();
  const auto* told = answer_of(view.budget_panel()->result(), "prior-fill");
  QVERIFY(told && told->output_accuracy == slider.frontier()->curve("prior-fill")->at(all));
  QTest::mouseRelease(&slider, Qt::LeftButton);
  QVERIFY(opened.settle());
}

void ReplayMethodsTest::choice_outlives_a_reading() {
  const QString file = folder_.filePath("again.mlink");
  QVERIFY(QFile::copy(trained_, file));
  OpenedReplay opened(themes_, file);
  QVERIFY(opened.show());
  Q_EMIT opened.view().methods_menu()->chosen({"mlink", "prior-fill"});
  QVERIFY(opened.settle());
  const QStringList chosen{"mlink", "prior-fill"};
  QCOMPARE(methods_of(*opened.view().data()), chosen);
  QCOMPARE(opened.view().budget_panel()->model()->rowCount(), 2);
  const auto before = opened.view().data();
  TrainSettings settings;
  settings.part = 0.4;
  settings.epochs = 15;
  settings.bootstrap = 20;
  settings.seed = 5;
  opened.worker.train(settings);
  QTRY_VERIFY_WITH_TIMEOUT(opened.view().data()->chances != before->chances && opened.page.ready(), 30000);
  QCOMPARE(methods_of(*opened.view().data()), chosen);
  Q_EMIT opened.view().methods_menu()->chosen({});  // nothing: the usual ones
  QCOMPARE(methods_of(*opened.view().data()), methods_of(*base_));
}

void ReplayMethodsTest::a_method_chosen_elsewhere_is_shown() {
  OpenedReplay opened(themes_, trained_);
  QVERIFY(opened.show());
  opened.selection.set_method("prior-fill");
  QVERIFY(opened.settle());
  QCOMPARE(opened.view().method(), QString("prior-fill"));
  QVERIFY(opened.view().budget_panel()->model()->row_of("prior-fill") >= 0);
  // its frame is what the engine says, though another thread was asked
  const auto row = opened.view().row();
  QVERIFY(row);
  const auto& panel = *opened.view().budget_panel();
  const auto lines = frame_lines(*opened.view().data(), panel.kind(), panel.budget(), "prior-fill", *row);
  QCOMPARE(opened.view().frame_model()->lines().size(), lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i)
    QCOMPARE(opened.view().frame_model()->lines()[i].shown, lines[i].shown);
  opened.selection.set_method("drls");  // cannot be used: what is shown stays
  QVERIFY(opened.settle());
  QCOMPARE(opened.view().method(), QString("prior-fill"));
}

void ReplayMethodsTest::frames_of_slow_methods_are_asked_elsewhere() {
  auto data = std::make_shared<ReplayData>(*mlink::synthetic::data());
  std::vector<std::shared_ptr<SlowFrames>> slow;
  for (ReplaySide& side : data->sides)
    side.engine = slow.emplace_back(std::make_shared<SlowFrames>(side.engine, "optimum"));
  Shown page(themes_, {1520, 900}, data);
  QVERIFY(page.settled);
  page.view.set_method("optimum");
  QVERIFY(page.wait());
  for (int i = 0; i < 30; ++i) page.view.playback()->step(1);
  QVERIFY(page.wait());
  QCOMPARE(slow[0]->on_gui.load(), 0);
  QVERIFY(slow[0]->elsewhere.load() >= 1 && slow[0]->elsewhere.load() < 30);  // the newest, not each
  const auto lines = frame_lines(*data, CostKind::memory, page.slider().budget(), "optimum", *page.view.row());
  for (std::size_t i = 0; i < lines.size(); ++i) QCOMPARE(page.view.frame_model()->lines()[i].shown, lines[i].shown);
}

void ReplayMethodsTest::lanes_are_chosen() {
  Shown page(themes_);
  QVERIFY(page.settled);
  const auto groups = [&] {
    QStringList names;
    for (const StripGroup& group : page.view.strips()->strips()->groups) names << to_qt(group.method);
    return names;
  };
  QCOMPARE(groups(), (QStringList{"mlink", "standalone"}));
  page.view.set_method("optimum");
  QVERIFY(page.wait());
  QCOMPARE(groups(), (QStringList{"mlink", "optimum"}));  // until somebody chooses, the selected one
  QMenu* menu = page.view.lanes_menu()->menu();
  menu->popup(page.view.lanes_menu()->mapToGlobal(QPoint(0, 25)));
  QVERIFY(QTest::qWaitForWindowExposed(menu));
  for (const char* name : {"mlink", "standalone"})
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(page.view.lanes_menu()->action_of(name)).center());
  QTest::keyClick(menu, Qt::Key_Escape);
  QVERIFY(page.wait());
  QCOMPARE(groups(), (QStringList{"standalone", "optimum"}));
  page.view.set_method("mlink");
  QVERIFY(page.wait());
  QCOMPARE(groups(), (QStringList{"standalone", "optimum"}));
}

void ReplayMethodsTest::training_part_is_what_the_core_says() {
  for (const CostKind kind : {CostKind::memory, CostKind::time}) {
    const Frontier& frontier = base_->side(kind).frontier;
    QCOMPARE(frontier.known.size(), frontier.stops.size() + 1);
    QCOMPARE(frontier.known.front().budget, 0.0);
    QCOMPARE(frontier.known.back().accuracy, 1.0);  // all boxes run
    std::vector<BoxSet> sets{BoxSet()};
    for (const FrontierStop& stop : frontier.stops) sets.push_back(stop.set);
    const auto known = known_accuracies(*snapshot_, sets);
    for (std::size_t i = 0; i < known.size(); ++i) {
      QCOMPARE(frontier.known[i].accuracy, known[i]);
      QVERIFY(known[i] >= sets[i].size() / 3.0 - 1e-12 && known[i] <= 1);
      const auto cheapest = frontier.known_budget(known[i]);
      QVERIFY(cheapest && *cheapest <= frontier.known[i].budget);
    }
    QVERIFY(!frontier.known_budget(1.01));
  }
  QVERIFY(!Frontier().known_budget(0));
}

/// "the number of persons", and of what has no unit no made-up word.
void ReplayMethodsTest::remarks_are_in_words() {
  auto data = std::make_shared<ReplayData>(*mlink::synthetic::data(40));
  auto table = std::make_shared<OutputTable>(*data->table);
  table->columns[2].spec.unit.clear();
  data->table = table;
  int persons = 0, hog = 0;
  for (std::size_t row = table->rows() / 10; row < table->rows(); ++row) {
    for (const FrameLine& line : frame_lines(*data, CostKind::memory, 34e6, "mlink", row)) {
      if (line.remark.empty()) continue;
      if (line.box == "persons") persons += line.remark.starts_with("the number of persons differs by") ? 1 : 1000;
      if (line.box == "hog") hog += line.remark.starts_with("the count differs by") ? 1 : 1000;
    }
  }
  QVERIFY(persons > 0 && persons < 1000);
  QVERIFY(hog > 0 && hog < 1000);
}

void ReplayMethodsTest::pins_by_keys() {
  Shown page(themes_);
  QVERIFY(page.settled);
  BudgetPanel& panel = *page.view.budget_panel();
  QVERIFY(!panel.pins()->isVisible());
  page.view.set_budget({CostKind::memory, 48e6});
  QTest::keyClick(&page.view, Qt::Key_A, Qt::ShiftModifier);
  QVERIFY(panel.pins()->isVisible());
  page.view.set_budget({CostKind::memory, 142e6});
  page.view.set_method("standalone");
  QTest::keyClick(&page.slider(), Qt::Key_B, Qt::ShiftModifier);
  QCOMPARE(*page.slider().pin(0), 48e6);
  QCOMPARE(page.slider().pin_method(0), QString("mlink"));
  QCOMPARE(*page.slider().pin(1), 142e6);
  QCOMPARE(page.slider().pin_method(1), QString("standalone"));
  QSignalSpy method(&page.view, &ReplayView::method_chosen), budget(&page.view, &ReplayView::budget_chosen);
  QTest::keyClick(page.view.strips(), Qt::Key_A);
  QCOMPARE(page.slider().budget(), 48e6);
  QCOMPARE(page.view.method(), QString("mlink"));
  QTest::keyClick(&page.view, Qt::Key_B);
  QCOMPARE(page.slider().budget(), 142e6);
  QCOMPARE(page.view.method(), QString("standalone"));
  QCOMPARE(method.count(), 2);
  QCOMPARE(budget.count(), 2);
  // drawn: their letters stand at their budgets
  const QImage image = page.slider().grab().toImage();
  for (int which = 0; which < 2; ++which) {
    const QRectF head = page.slider().pin_rect(which);
    QVERIFY(std::abs(head.left() - page.slider().x_of(*page.slider().pin(which))) < 2);
    QCOMPARE(image.pixelColor(head.topLeft().toPoint() + QPoint(2, 2)).rgb(), themes_.theme().text.rgb());
  }
  QVERIFY(page.wait());
}

void ReplayMethodsTest::pins_side_by_side() {
  Shown page(themes_);
  QVERIFY(page.settled);
  BudgetPanel& panel = *page.view.budget_panel();
  PinsModel& model = *panel.pins()->model();
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
  const auto cell = [&](int row, int column) { return model.index(row, column).data().toString(); };
  page.view.set_budget({CostKind::memory, 48e6});
  page.slider().set_pin(0, 48e6, "mlink");
  QVERIFY(model.headerData(PinsModel::Second, Qt::Horizontal, Qt::DisplayRole).toString().startsWith("now"));
  QCOMPARE(cell(PinsModel::BoxesRun, PinsModel::Change), QString("the same"));
  // while the handle is dragged, the pin stands beside it
  QTest::mousePress(&page.slider(), Qt::LeftButton, {}, page.slider().handle_rect().center().toPoint());
  send_move(page.slider(), {page.slider().x_of(142e6), page.slider().handle_rect().center().y()});
  QTest::mouseRelease(&page.slider(), Qt::LeftButton);
  const auto& engine = *page.source.data->side(CostKind::memory).engine;
  const MethodResult first = *answer_of(engine.at(48e6), "mlink");
  const MethodResult now = *answer_of(engine.at(page.slider().budget()), "mlink");
  QCOMPARE(cell(PinsModel::Accuracy, PinsModel::Change),
           to_qt(signed_text(now.output_accuracy - first.output_accuracy)));
  QVERIFY(cell(PinsModel::Accuracy, PinsModel::First).startsWith(to_qt(score_text(first.output_accuracy))));
  page.slider().set_pin(1, 310e6, "standalone");
  const MethodResult second = *answer_of(engine.at(310e6), "standalone");
  QCOMPARE(model.headerData(PinsModel::First, Qt::Horizontal, Qt::DisplayRole).toString(), QString("A: mlink, 48 MB"));
  QVERIFY(model.headerData(PinsModel::Second, Qt::Horizontal, Qt::DisplayRole).toString().startsWith("B: standalone"));
  QCOMPARE(cell(PinsModel::BoxesRun, PinsModel::First), QString("pose"));
  QCOMPARE(cell(PinsModel::BoxesRun, PinsModel::Change), QString("+ persons, hog, selfie"));
  QCOMPARE(cell(PinsModel::Runs, PinsModel::Change), QString("+0.75"));
  QCOMPARE(cell(PinsModel::Time, PinsModel::Change),
           u'+' + to_qt(duration_text(second.seconds_per_frame - first.seconds_per_frame)));
  QCOMPARE(cell(PinsModel::Memory, PinsModel::Change), u'+' + to_qt(bytes_text(310e6 - 48e6)));
  QVERIFY(!model.change_interval());  // of two budgets the replay gives none
  page.slider().set_pin(0, 48e6, "no such method");
  QCOMPARE(cell(PinsModel::Accuracy, PinsModel::First), QString("–"));
  QCOMPARE(cell(PinsModel::Memory, PinsModel::Change), QString("–"));
  // where the page is low, the pins take the methods' place
  QVERIFY(panel.table()->isVisible() || panel.height() < 500);
  page.view.resize(1196, 664);
  QVERIFY(page.wait());
  QVERIFY(panel.pins()->isVisible() && panel.pins()->geometry().bottom() <= panel.height());
  QVERIFY(!panel.table()->isVisible());
  for (int column = 0; column < PinsModel::Columns; ++column) {  // no number is cut
    for (const int row : {PinsModel::Accuracy, PinsModel::Runs, PinsModel::Time, PinsModel::Memory}) {
      const int wide =
          QFontMetrics(ui_font(TypeSize::text, column == PinsModel::Change)).horizontalAdvance(cell(row, column));
      QVERIFY2(wide + 2 * space::cell_side <= panel.pins()->table()->columnWidth(column),
               qPrintable(cell(row, column)));
    }
  }
}

void ReplayMethodsTest::pins_of_one_budget_have_an_interval() {
  PinsModel model;
  MethodResult mlink, other;
  mlink.output_accuracy = 0.8;
  other.output_accuracy = 0.9;
  other.lead = 0.1;
  other.lead_interval = {0.05, 0.14};
  model.set_states(CostKind::memory, {}, {"A", "mlink", 5, mlink}, {"B", "reducto", 5, other});
  QVERIFY(model.change_interval());
  QCOMPARE(model.index(PinsModel::Accuracy, PinsModel::Change).data().toString(), QString("+0.10 (+0.05 to +0.14)"));
  model.set_states(CostKind::memory, {}, {"A", "reducto", 5, other}, {"B", "mlink", 5, mlink});
  QCOMPARE(model.index(PinsModel::Accuracy, PinsModel::Change).data().toString(),
           QString("\u22120.10 (\u22120.14 to \u22120.05)"));
  model.set_compact(true);
  QCOMPARE(model.index(PinsModel::Accuracy, PinsModel::Change).data().toString(), QString("\u22120.10"));
  model.set_states(CostKind::memory, {}, {"A", "reducto", 5, other}, {"B", "mlink", 6, mlink});
  QVERIFY(!model.change_interval());
}

void ReplayMethodsTest::pins_are_taken_away() {
  Shown page(themes_);
  QVERIFY(page.settled);
  PinsView& pins = *page.view.budget_panel()->pins();
  for (const bool by_key : {true, false}) {
    QTest::keyClick(&page.view, Qt::Key_A, Qt::ShiftModifier);
    QTest::keyClick(&page.view, Qt::Key_B, Qt::ShiftModifier);
    QVERIFY(pins.isVisible());
    if (by_key)
      QTest::keyClick(&page.view, Qt::Key_Escape);
    else
      QTest::mouseClick(pins.close_button(), Qt::LeftButton);
    QVERIFY(!pins.isVisible());
    QVERIFY(!page.slider().pin(0) && !page.slider().pin(1));
    QVERIFY(page.view.budget_panel()->table()->isVisible() && page.view.budget_panel()->needs()->isVisible());
  }
  QVERIFY(!pins.close_button()->accessibleName().isEmpty() && !pins.table()->accessibleName().isEmpty());
  QTest::keyClick(&page.view, Qt::Key_A, Qt::ShiftModifier);
  page.view.budget_panel()->kinds()->set_current(1);  // a budget of the other kind says nothing of time
  QVERIFY(!pins.isVisible());
  QTest::keyClick(&page.view, Qt::Key_A, Qt::ShiftModifier);
  page.view.set_data(nullptr);
  QVERIFY(!pins.isVisible());
  QVERIFY(page.wait());
}

void ReplayMethodsTest::pins_that_touch_stand_apart() {
  Shown page(themes_);
  QVERIFY(page.settled);
  for (const double second : {100e6, 101e6, 99e6, 200e6}) {
    page.slider().set_pin(0, 100e6);
    page.slider().set_pin(1, second);
    QVERIFY(!page.slider().pin_rect(0).intersects(page.slider().pin_rect(1)));
  }
}

void ReplayMethodsTest::flag_moves_the_budget() {
  auto data = std::make_shared<ReplayData>(*mlink::synthetic::data());
  data->sides[0].frontier.known = {{0, 0.5}, {34e6, 0.62}, {48e6, 0.81}, {82e6, 0.88}, {310e6, 1}};
  Shown page(themes_, {1520, 900}, data);
  QVERIFY(page.settled);
  FrontierSlider& slider = page.slider();
  QSignalSpy told(&page.view, &ReplayView::budget_chosen);
  QTest::mousePress(&slider, Qt::LeftButton, {}, slider.flag_rect().center().toPoint());
  send_move(slider, {slider.flag_rect().center().x(), slider.y_of(0.8)});
  QCOMPARE(slider.wanted(), 0.8);
  QCOMPARE(slider.budget(), 48e6);
  send_move(slider, {slider.flag_rect().center().x(), slider.y_of(0.86)});
  QCOMPARE(slider.budget(), 82e6);
  QTest::mouseRelease(&slider, Qt::LeftButton);
  QCOMPARE(told.count(), 2);
  QVERIFY2(page.view.budget_panel()->needs()->spoken().startsWith("0.86 needs 82 MB by the training part"),
           qPrintable(page.view.budget_panel()->needs()->spoken()));
  for (int i = 0; i < 3; ++i) QTest::keyClick(&slider, Qt::Key_Up);
  QCOMPARE(slider.wanted(), 0.89);
  QCOMPARE(slider.budget(), 310e6);
  QVERIFY(page.wait());
}

/// To look at: MLINK_REPLAY_FILE=FILE.mlink MLINK_PICTURES=FOLDER. All methods, two pins, all cameras.
void ReplayMethodsTest::pictures_of_a_file() {
  const QString file = qEnvironmentVariable("MLINK_REPLAY_FILE"), folder = qEnvironmentVariable("MLINK_PICTURES");
  if (file.isEmpty() || folder.isEmpty()) return;  // nothing to look at was asked for
  for (const bool dark : {false, true}) {
    themes_.set_dark(dark);
    OpenedReplay opened(themes_, file);
    QVERIFY(opened.show());
    ReplayView& view = opened.view();
    opened.page.evaluate_others();
    QVERIFY(opened.settle());
    QStringList usable;
    for (const MethodOffer& offer : view.methods_menu()->offers()) usable << (offer.usable ? offer.name : QString());
    Q_EMIT view.methods_menu()->chosen(usable);
    QVERIFY(opened.settle());
    for (int pass = 0; pass < 2; ++pass) {  // with all methods, then with those that the page has of itself
      QElapsedTimer timer;
      timer.start();
      for (int i = 0; i < 400; ++i) view.budget_panel()->set_budget(view.budget_panel()->slider()->most() * i / 400);
      qInfo("%d methods: %.2f ms a move", view.budget_panel()->model()->rowCount(),
            static_cast<double>(timer.nsecsElapsed()) / 4e8);
      Q_EMIT view.methods_menu()->chosen(pass == 0 ? QStringList() : usable);
      QVERIFY(opened.settle());
    }
    view.set_budget({CostKind::memory, telling_budget(*view.budget_panel()->slider()->frontier())});
    const auto save = [&](QWidget& widget, const QString& name) {
      QVERIFY(widget.grab().save(
          QString("%1/%2-%3-%4.png").arg(folder, name).arg(widget.width()).arg(dark ? "dark" : "light")));
    };
    for (const QSize size : {QSize(1208, 718), QSize(1528, 918), QSize(3768, 2078)}) {
      opened.page.resize(size);
      view.budget_panel()->remove_pins();
      view.which_cameras()->set_current(0);
      QVERIFY(opened.settle());
      save(opened.page, "methods");
      FrontierSlider& slider = *view.budget_panel()->slider();
      slider.set_pin(0, slider.frontier()->stops[0].budget, "mlink");
      slider.set_pin(1, slider.frontier()->stops[1].budget, "standalone");
      view.which_cameras()->set_current(1);
      QVERIFY(opened.settle());
      save(opened.page, "pins");
    }
    Presentation presentation(themes_, opened.page.another_view(), {}, &opened.selection);
    for (const QSize size : {QSize(1600, 1000), QSize(1920, 1300)}) {
      presentation.resize(size);
      presentation.show();
      QVERIFY(QTest::qWaitFor([&] { return presentation.view()->ready(); }, 20000));
      save(presentation, "presentation");
    }
  }
  themes_.set_dark(false);
}

QTEST_MAIN(ReplayMethodsTest)
#include "test_methods.moc"
