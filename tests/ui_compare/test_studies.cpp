// The studies of the Compare page: forms made from what each study offers, a run with progress and stop, and what the
// file keeps as charts and tables, for studies that the page knows nothing of too.
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "studies/ensemble.h"
#include "studies/sizes.h"
#include "ui/charts/bar_chart.h"
#include "ui/charts/line_chart.h"
#include "ui/compare/studies_view.h"
#include "ui/compare/study_charts.h"
#include "ui/compare/study_form.h"
#include "ui_compare/made_experiment.h"

using namespace mlink::rooms;
using namespace mlink::compared;

class TestStudiesPage : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void formIsMadeFromTheOptions();
  void typedSettings();
  void wrongSettingsAreTold_data();
  void wrongSettingsAreTold();
  void simulationRunsAndIsShown();
  void stoppedStudyIsTold();
  void whatIsMissingIsTold();
  void ensembleIsBars();
  void sizesAreLines();
  void studyThatNobodyKnowsIsDrawn();
  void tablesThatCannotBeDrawn();
  void nothingOpen();

 private:
  [[nodiscard]] QString file(const char* name) const { return folder_.filePath(QString::fromLatin1(name)); }
  ThemeHolder themes_;
  QTemporaryDir folder_;
  QString trained_;
};

namespace {

/// The studies of a page over a file, shown.
struct Studies : Opened {
  Studies(const ThemeHolder& themes, const QString& file) : Opened(themes, file) { page.show_part("studies"); }
  [[nodiscard]] StudiesView& view() const { return *page.studies(); }
};

void type(QWidget* field, const QString& text) {
  auto* line = qobject_cast<QLineEdit*>(field);
  if (!line) line = field->findChild<QLineEdit*>();  // of a spin box
  line->setFocus();
  line->selectAll();
  QTest::keyClicks(line, text);
  QTest::keyClick(line, Qt::Key_Tab);
}

const TableColumn* column_with(const Table& table, const std::string& key, std::size_t& at) {
  for (at = 0; at < table.columns.size(); ++at) {
    if (table.columns[at].key == key) return &table.columns[at];
  }
  return nullptr;
}

double number(const Table& table, std::size_t row, const std::string& key) {
  std::size_t at = 0;
  if (!column_with(table, key, at)) return NAN;
  const auto* value = std::get_if<double>(&table.rows[row][at]);
  return value ? *value : NAN;
}

std::string text(const Table& table, std::size_t row, const std::string& key) {
  std::size_t at = 0;
  if (!column_with(table, key, at)) return {};
  const auto* value = std::get_if<std::string>(&table.rows[row][at]);
  return value ? *value : std::string();
}

}  // namespace

void TestStudiesPage::initTestCase() {
  themes_.set_dark(false);
  QApplication::setStyle(new WorkbenchStyle(&themes_));
  trained_ = file("trained.mlink");
  const Status made = make_experiment(trained_.toStdString(), KnownCosts::memory_and_time, true);
  QVERIFY2(made.has_value(), made ? "" : made.error().text().c_str());
}

void TestStudiesPage::formIsMadeFromTheOptions() {
  StudyForm form(themes_);
  form.resize(1000, 100);
  form.show();
  for (const Study* study : mlink::studies::studies()) {
    form.set_study(*study);
    const auto settings = study->defaults();
    const auto options = settings->options();
    QCOMPARE(form.fields(), static_cast<int>(options.size()));
    for (const StudyOption& option : options) {
      QWidget* field = form.field(to_qt(option.name));
      QVERIFY2(field, option.name.c_str());
      QVERIFY(!field->accessibleName().isEmpty());
      QCOMPARE(field->toolTip(), to_qt(option.about));
      QCOMPARE(qobject_cast<QCheckBox*>(field) != nullptr, std::holds_alternative<bool*>(option.value));
      if (auto* const* value = std::get_if<int*>(&option.value))
        QCOMPARE(qobject_cast<QSpinBox*>(field)->value(), **value);
    }
    // as it stands it is the defaults
    const auto typed = form.typed();
    QVERIFY2(typed.has_value(), typed ? "" : typed.error().text().c_str());
    QVERIFY(study_settings_json(study->name(), **typed) == study_settings_json(study->name(), *settings));
  }
}

void TestStudiesPage::typedSettings() {
  StudyForm form(themes_);
  form.show();
  const Study* sizes = find_study("sizes");
  form.set_study(*sizes);
  type(form.field("parts"), "0.2, 0.4");
  type(form.field("repeats"), "2");
  type(form.field("seed"), "18446744073709551615");
  QTest::mouseClick(form.field("no-student"), Qt::LeftButton, {}, QPoint(8, form.field("no-student")->height() / 2));
  const auto typed = form.typed();
  QVERIFY2(typed.has_value(), typed ? "" : typed.error().text().c_str());
  const auto* settings = dynamic_cast<const SizesSettings*>(typed->get());
  QVERIFY(settings);
  QVERIFY(settings->parts == (std::vector<double>{0.2, 0.4}));
  QCOMPARE(settings->repeats, 2);
  QCOMPARE(settings->train.seed, std::numeric_limits<std::uint64_t>::max());
  QVERIFY(!settings->with_student);
}

void TestStudiesPage::wrongSettingsAreTold_data() {
  QTest::addColumn<QString>("option");
  QTest::addColumn<QString>("text");
  QTest::newRow("words") << "budgets"
                         << "plenty";
  QTest::newRow("out of range") << "budgets"
                                << "0.5, 2";
  QTest::newRow("none") << "budgets"
                        << "";
  QTest::newRow("no seed") << "seed"
                           << "-3";
  QTest::newRow("no number") << "gain"
                             << "much";
  QTest::newRow("not finite") << "gain"
                              << "inf";
}

void TestStudiesPage::wrongSettingsAreTold() {
  QFETCH(QString, option);
  QFETCH(QString, text);
  Studies opened(themes_, trained_);
  QVERIFY(opened.show());
  opened.view().choose("simulation");
  QVERIFY(opened.settle());
  auto* field = qobject_cast<QLineEdit*>(opened.view().form()->field(option));
  QVERIFY(field);
  field->clear();
  QTest::keyClicks(field, text);
  QTest::mouseClick(opened.view().run_button(), Qt::LeftButton);
  QVERIFY(!opened.worker.busy());
  QVERIFY(!opened.view().told()->text().isEmpty());
  QCOMPARE(field->text(), text);  // what was typed stays, to be mended
}

// Without outputs, links or boxes: an empty file is enough.
void TestStudiesPage::simulationRunsAndIsShown() {
  const QString empty = file("empty.mlink");
  QVERIFY(Experiment::create(empty.toStdString()).has_value());
  Studies opened(themes_, empty);
  QVERIFY(opened.show());
  StudiesView& view = opened.view();
  const QAbstractItemModelTester tester(view.table(), QAbstractItemModelTester::FailureReportingMode::QtTest);
  view.names()->setFocus();
  for (int i = 0; i < 4; ++i) QTest::keyClick(view.names(), Qt::Key_Right);
  QCOMPARE(view.chosen(), "simulation");
  QVERIFY(opened.settle());
  QVERIFY(view.empty_state()->isVisible());
  QVERIFY2(view.empty_state()->text().contains("No study yet"), qPrintable(view.empty_state()->text()));
  type(view.form()->field("repeats"), "6");
  type(view.form()->field("boxes"), "4");
  type(view.form()->field("budgets"), "0.3, 0.6, 0.9");
  QSignalSpy ended(&opened.worker, &Worker::step_finished);
  QTest::mouseClick(view.run_button(), Qt::LeftButton);
  QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 20000);
  QVERIFY(!ended[0][2].value<std::optional<Error>>());
  QTRY_VERIFY_WITH_TIMEOUT(view.shown() && view.shown()->result, 20000);
  QVERIFY(opened.settle());
  QVERIFY(view.charts()->isVisible() && !view.empty_state()->isVisible());
  // What is shown is what the file keeps.
  auto reader = ExperimentReader::open(empty.toStdString());
  QVERIFY(reader.has_value());
  const auto kept = newest_study(*reader, *find_study("simulation"));
  QVERIFY(kept.has_value() && *kept);
  QCOMPARE((*kept)->given().repeats, 6);
  const Table paper = study_paper_table(**kept), all = study_long_table(**kept);
  QCOMPARE(view.table()->table().title, paper.title);
  QVERIFY(view.table()->table().rows == paper.rows);
  // Two distributions: lines over the budgets, and bars at the middle one, with the table's values.
  QCOMPARE(view.charts()->panels().size(), std::size_t{4});
  std::size_t found = 0;
  for (const StudyPanel* panel : view.charts()->panels()) {
    const StudyFigure& figure = panel->figure();
    const auto* bars = qobject_cast<const BarChart*>(panel->chart());
    for (std::size_t row = 0; row < all.rows.size(); ++row) {
      if (to_qt(text(all, row, "drawn")) != figure.title) continue;
      const QString selector = to_qt(text(all, row, "selector"));
      const double distance = number(all, row, "distance"), budget = number(all, row, "budget");
      if (bars && budget == 0.6) {
        const auto bar = std::find_if(bars->bars().begin(), bars->bars().end(),
                                      [&](const ChartBar& b) { return b.name == selector; });
        QVERIFY(bar != bars->bars().end());
        QCOMPARE(bar->value, distance);
        ++found;
      } else if (!bars) {
        const auto line = std::find_if(figure.series.begin(), figure.series.end(),
                                       [&](const StudySeries& s) { return s.name == selector; });
        QVERIFY(line != figure.series.end());
        const int at = budget == 0.3 ? 0 : budget == 0.6 ? 1 : 2;
        QCOMPARE(line->points[at].y(), distance);
        QVERIFY(std::abs(line->points[at].x() - at) < 0.25);
        ++found;
      }
    }
    QVERIFY(!panel->chart()->accessibleName().isEmpty());
  }
  QCOMPARE(found, all.rows.size() + all.rows.size() / 3);
  // The other tables, and the exports.
  view.which_table()->setCurrentIndex(view.which_table()->findText("All figures"));
  QVERIFY(view.table()->table().rows == all.rows);
  QStringList names;
  for (const auto& table : opened.page.tables()) names << table.first;
  QVERIFY(names.contains("study-simulation") && names.contains("study-simulation-paper") &&
          names.contains("study-simulation-figure"));
  QCOMPARE(opened.page.drawings().size(), std::size_t{4});
  themes_.set_dark(true);
  QVERIFY(view.charts()->grab().toImage().pixelColor(4, 40).lightness() < 100);
  themes_.set_dark(false);
}

void TestStudiesPage::stoppedStudyIsTold() {
  const QString empty = file("stopped.mlink");
  QVERIFY(Experiment::create(empty.toStdString()).has_value());
  Studies opened(themes_, empty);
  QVERIFY(opened.show());
  StudiesView& view = opened.view();
  view.choose("simulation");
  QVERIFY(opened.settle());
  type(view.form()->field("boxes"), "12");
  type(view.form()->field("repeats"), "100");
  QSignalSpy ended(&opened.worker, &Worker::step_finished);
  QTest::mouseClick(view.run_button(), Qt::LeftButton);
  QTRY_VERIFY(view.stop_button()->isVisible());
  QVERIFY(!view.form()->isEnabled());  // locked while it runs
  QVERIFY(!view.run_button()->isEnabled());
  QTest::mouseClick(view.stop_button(), Qt::LeftButton);
  QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 20000);
  QVERIFY2(view.told()->text().startsWith("Stopped"), qPrintable(view.told()->text()));
  QVERIFY(view.form()->isEnabled() && view.run_button()->isEnabled() && !view.stop_button()->isVisible());
}

void TestStudiesPage::whatIsMissingIsTold() {
  const QString empty = file("missing.mlink");
  QVERIFY(Experiment::create(empty.toStdString()).has_value());
  Studies opened(themes_, empty);
  QVERIFY(opened.show());
  StudiesView& view = opened.view();
  QCOMPARE(view.chosen(), "sizes");
  QVERIFY2(view.empty_state()->text().contains("outputs of 2 boxes"), qPrintable(view.empty_state()->text()));
  QVERIFY(!view.run_button()->isEnabled());
  const QString untrained = file("untrained.mlink");
  QVERIFY(make_experiment(untrained.toStdString(), KnownCosts::none, false).has_value());
  Studies second(themes_, untrained);
  QVERIFY(second.show());
  second.view().choose("overhead");
  QVERIFY(second.settle());
  QVERIFY2(second.view().empty_state()->text().contains("links"), qPrintable(second.view().empty_state()->text()));
  QSignalSpy train(&second.page, &Page::train_wanted);
  QPushButton* shown = nullptr;
  for (QPushButton* button : second.view().empty_state()->findChildren<QPushButton*>()) {
    if (!button->isVisible()) continue;
    QVERIFY(!shown);  // one thing to do
    shown = button;
  }
  QVERIFY(shown);
  QTest::mouseClick(shown, Qt::LeftButton);
  QCOMPARE(train.count(), 1);
  second.view().choose("dance");  // there is none
  QCOMPARE(second.view().chosen(), "overhead");
}

void TestStudiesPage::ensembleIsBars() {
  const QString own = file("ensemble.mlink");
  QVERIFY(QFile::copy(trained_, own));
  {
    auto experiment = Experiment::open(own.toStdString());
    QVERIFY(experiment.has_value());
    const auto settings = find_study("ensemble")->defaults();
    auto* quick = dynamic_cast<TrainedSettings*>(settings.get());
    QVERIFY(quick);
    quick->repeats = 2;
    quick->train.part = 0.4;
    quick->train.epochs = 4;
    quick->train.bootstrap = 20;
    const auto run = run_study(*find_study("ensemble"), *experiment, *settings, {}, {});
    QVERIFY2(run.has_value(), run ? "" : run.error().text().c_str());
  }
  Studies opened(themes_, own);
  QVERIFY(opened.show());
  StudiesView& view = opened.view();
  view.choose("ensemble");
  QVERIFY(opened.settle());
  QVERIFY(view.shown() && view.shown()->result);
  const Table all = study_long_table(*view.shown()->result);
  QCOMPARE(view.charts()->panels().size(), std::size_t{3});  // a panel a target
  for (const StudyPanel* panel : view.charts()->panels()) {
    const auto* chart = qobject_cast<const BarChart*>(panel->chart());
    QVERIFY(chart);
    QCOMPARE(chart->bars().size(), 3);  // two sources and the ensemble
    for (std::size_t row = 0; row < all.rows.size(); ++row) {
      if (to_qt(text(all, row, "target")) != panel->figure().title) continue;
      const auto bar = std::find_if(chart->bars().begin(), chart->bars().end(),
                                    [&](const ChartBar& b) { return b.name == to_qt(text(all, row, "from")); });
      QVERIFY(bar != chart->bars().end());
      QCOMPARE(bar->value, number(all, row, "p"));
      QCOMPARE(*bar->tick, number(all, row, "prior"));
      if (bar->low) QCOMPARE(*bar->low, number(all, row, "p_low"));
    }
  }
}

void TestStudiesPage::sizesAreLines() {
  const QString own = file("sizes.mlink");
  QVERIFY(QFile::copy(trained_, own));
  Studies opened(themes_, own);
  QVERIFY(opened.show());
  StudiesView& view = opened.view();
  QVERIFY(view.empty_state()->isVisible());
  type(view.form()->field("parts"), "0.2, 0.4");
  type(view.form()->field("repeats"), "2");
  type(view.form()->field("epochs"), "4");
  QSignalSpy ended(&opened.worker, &Worker::step_finished);
  QTest::mouseClick(view.run_button(), Qt::LeftButton);
  QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 60000);
  QVERIFY2(!ended[0][2].value<std::optional<Error>>(), qPrintable(view.told()->text()));
  QTRY_VERIFY_WITH_TIMEOUT(view.shown() && view.shown()->result, 20000);
  QVERIFY(opened.settle());
  const Table all = study_long_table(*view.shown()->result);
  QCOMPARE(view.charts()->panels().size(), std::size_t{3});
  std::size_t points = 0;
  for (const StudyPanel* panel : view.charts()->panels()) {
    const StudyFigure& figure = panel->figure();
    QCOMPARE(figure.names.size(), 2);
    QVERIFY(std::any_of(figure.series.begin(), figure.series.end(),
                        [](const StudySeries& s) { return s.role == StudySeries::Role::baseline; }));
    for (const StudySeries& line : figure.series) {
      if (line.role == StudySeries::Role::baseline) continue;
      for (qsizetype i = 0; i < line.points.size(); ++i) {
        const double part = i == 0 ? 0.2 : 0.4;
        for (std::size_t row = 0; row < all.rows.size(); ++row) {
          if (to_qt(text(all, row, "target")) != figure.title || to_qt(text(all, row, "from")) != line.name ||
              number(all, row, "part") != part)
            continue;
          QCOMPARE(line.points[i].y(), number(all, row, "p"));
          // whiskers: one standard deviation to each side
          QVERIFY(std::abs(line.whiskers[i].high - line.whiskers[i].low - 2 * number(all, row, "p_sd")) < 1e-12);
          ++points;
        }
      }
    }
    // one scale for all
    QCOMPARE(figure.low, view.charts()->panels().front()->figure().low);
    QCOMPARE(figure.high, view.charts()->panels().front()->figure().high);
  }
  QCOMPARE(points, all.rows.size());
}

void TestStudiesPage::studyThatNobodyKnowsIsDrawn() {
  const QString own = file("toy.mlink");
  QVERIFY(QFile::copy(trained_, own));
  Studies opened(themes_, own);
  QVERIFY(opened.page.parts().contains("study-toy"));
  opened.page.show_part("study-toy");
  QVERIFY(opened.show());
  StudiesView& view = opened.view();
  QCOMPARE(view.chosen(), "toy");
  QVERIFY(opened.settle());
  type(view.form()->field("times"), "3");
  QTest::mouseClick(view.run_button(), Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(view.shown() && view.shown()->result, 20000);
  QVERIFY(opened.settle());
  QCOMPARE(view.charts()->panels().size(), std::size_t{1});
  const auto* chart = qobject_cast<const BarChart*>(view.charts()->panels().front()->chart());
  QVERIFY(chart);
  QCOMPARE(chart->bars().size(), 3);
  QCOMPARE(chart->bars()[0].name, "persons");
  QCOMPARE(chart->bars()[0].value, 3.0 * 260);
  QCOMPARE(view.table()->rowCount(), 3);
}

void TestStudiesPage::tablesThatCannotBeDrawn() {
  QVERIFY(figures_of({}).empty());
  const Table words{"w", {{"name", "name", -1}, {"verdict", "verdict", -1}}, {{std::string("a"), Cell()}}, {}};
  QVERIFY(figures_of(words).empty());
  Table gaps{
      "g", {{"name", "name", -1}, {"value", "value", 2}}, {{std::string("a"), NAN}, {std::string("b"), 1.0}}, {}};
  gaps.rows.push_back({std::string("short")});
  const auto figures = figures_of(gaps);
  QCOMPARE(figures.size(), std::size_t{1});
  QCOMPARE(figures[0].bars.size(), 3);
  StudyCharts charts(themes_);
  charts.resize(600, 400);
  charts.show();
  charts.set_figures(figures);
  QVERIFY(!charts.grab().isNull());
  charts.set_figures({});
  QCOMPARE(charts.panels().size(), std::size_t{0});
}

void TestStudiesPage::nothingOpen() {
  SharedSelection selection;
  Worker worker;
  ComparePage page(themes_, &selection, &worker);
  page.show_part("studies");
  page.show();
  QVERIFY(page.studies()->isVisible());
  QVERIFY(page.studies()->empty_state()->text().contains("Open an experiment"));
  QVERIFY(!page.studies()->run_button()->isEnabled());
  QVERIFY(page.ready());
  QVERIFY(page.tables().empty());
}

QTEST_MAIN(TestStudiesPage)
#include "test_studies.moc"
