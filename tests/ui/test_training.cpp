// Methods that need a training of their own, trained where Replay and Compare offer them, with the mouse over a real
// experiment: what the menu says before, while and after, what cannot be trained, what is stopped or fails.
#include <QMenu>
#include <QTemporaryDir>
#include <QtTest>

#include "fake_experiment.h"
#include "ui/common/method_trainer.h"
#include "ui/common/style.h"
#include "ui/compare/budgets_view.h"
#include "ui/replay/budget_panel.h"
#include "ui/replay/replay_page.h"
#include "ui_compare/made_experiment.h"

using namespace mlink::rooms;
namespace fake = mlink::fake;

namespace {

const MethodResult* answer_of(const ReplayResult& result, const std::string& method) {
  const auto at = std::find_if(result.methods.begin(), result.methods.end(),
                               [&](const MethodResult& one) { return one.method == method; });
  return at == result.methods.end() ? nullptr : &*at;
}

/// The Replay page over a file.
struct OpenedPage {
  OpenedPage(const ThemeHolder& themes, const QString& file) : page(themes, &selection, &worker) {
    QObject::connect(&worker, &Worker::data_changed, &page, [this] { page.set_data(worker.data()); });
    page.resize(1500, 900);
    worker.open(file);
    page.show();
    page.activateWindow();
  }
  [[nodiscard]] bool settle() {
    return QTest::qWaitFor([this] { return !worker.busy() && worker.data() && worker.data()->whole() && page.ready(); },
                           120000);
  }
  [[nodiscard]] MethodsMenu& menu() const { return *page.view()->methods_menu(); }
  SharedSelection selection;
  Worker worker;
  ReplayPage page;
};

/// Clicks the line of a method in the menu, which opens before.
void click(MethodsMenu& menu, const QString& method) {
  if (!menu.menu()->isVisible()) menu.menu()->popup(menu.mapToGlobal(QPoint(0, 25)));
  QVERIFY(QTest::qWaitForWindowExposed(menu.menu()));
  QTest::mouseClick(menu.menu(), Qt::LeftButton, {}, menu.menu()->actionGeometry(menu.action_of(method)).center());
}

}  // namespace

class TestUiTraining : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void trainedInReplay();
  void stoppedAndTrainedAgain();
  void trainedInCompare();
  void whatFailsSaysSo();

 private:
  [[nodiscard]] QString copy(const QString& name) {
    const QString file = folder_.filePath(name);
    return QFile::copy(folder_.filePath("trained.mlink"), file) ? file : QString();
  }
  ThemeHolder themes_;
  QTemporaryDir folder_;
};

void TestUiTraining::initTestCase() {
  themes_.set_dark(false);
  QApplication::setStyle(new WorkbenchStyle(&themes_));
  const auto made = mlink::compared::make_experiment(folder_.filePath("trained.mlink").toStdString(),
                                                     mlink::compared::KnownCosts::memory_and_time, true);
  QVERIFY2(made, made ? "" : made.error().text().c_str());
}

void TestUiTraining::trainedInReplay() {
  const QString file = copy("replay.mlink");
  OpenedPage opened(themes_, file);
  QVERIFY(opened.settle());
  MethodsMenu& menu = opened.menu();
  menu.menu()->popup(menu.mapToGlobal(QPoint(0, 25)));  // what can be used is found out now
  QTRY_VERIFY_WITH_TIMEOUT(menu.action_of("drls")->isEnabled(), 20000);
  QCOMPARE(menu.action_of("drls")->text(), "drls: not trained on these outputs. Train…");
  QVERIFY(!menu.action_of("drls")->isCheckable());
  for (const char* method : {"mtl", "student"}) {
    QVERIFY(!menu.action_of(method)->isEnabled());
    QVERIFY2(menu.action_of(method)->text().contains("the outputs were recorded"),
             qPrintable(menu.action_of(method)->text()));
  }
  QVERIFY(!menu.action_of("reducto")->text().contains("Train"));  // has nothing to train
  QSignalSpy finished(&opened.worker, &Worker::step_finished);
  click(menu, "drls");
  QVERIFY(opened.worker.busy());
  QCOMPARE(opened.worker.job().step, WorkStep::train);
  QVERIFY(!menu.action_of("drls")->isEnabled());
  QVERIFY2(menu.action_of("drls")->text().contains("is being trained"), qPrintable(menu.action_of("drls")->text()));
  QTRY_VERIFY_WITH_TIMEOUT(menu.action_of("drls")->isChecked(), 120000);
  QVERIFY(opened.settle());
  QCOMPARE(finished.size(), 1);
  QVERIFY2(finished[0][1].toString().startsWith("drls trained in"), qPrintable(finished[0][1].toString()));
  QVERIFY(opened.page.view()->budget_panel()->model()->row_of("drls") >= 0);
  // As the core says.
  const ReplayResult& shown = opened.page.view()->budget_panel()->result();
  ReplaySettings settings = shown.settings;
  settings.methods = {"mlink", "drls"};
  const auto snapshot = ExperimentReader::open(file.toStdString())->snapshot();
  const auto engine = make_replay(*snapshot, settings);
  QVERIFY(engine);
  const ReplayResult expected = (*engine)->at(settings.budget);
  const MethodResult *its = answer_of(shown, "drls"), *told = answer_of(expected, "drls");
  QVERIFY(its && told && std::isfinite(told->output_accuracy));
  QCOMPARE(its->output_accuracy, told->output_accuracy);
  QCOMPARE(its->executions_per_frame, told->executions_per_frame);
}

void TestUiTraining::stoppedAndTrainedAgain() {
  OpenedPage opened(themes_, copy("stopped.mlink"));
  QVERIFY(opened.settle());
  MethodTrainer trainer(&opened.worker);
  QSignalSpy trained(&trainer, &MethodTrainer::trained);
  const auto offer = [&] {
    MethodOffer offer{"drls", false, {}, false};
    trainer.dress(offer, "not trained on these outputs: run mlink train --methods drls",
                  opened.worker.data()->snapshot.overview);
    return offer;
  };
  trainer.train("drls");
  trainer.train("drls");  // it is trained already
  QVERIFY(!offer().trainable);
  opened.worker.stop();
  QVERIFY(opened.settle());
  QCOMPARE(trained.size(), 0);
  QVERIFY(offer().trainable);
  QCOMPARE(offer().why, "not trained on these outputs");  // a stop is no failure
  // One that waits behind another step, and is dropped with it.
  opened.worker.train(TrainSettings());
  trainer.train("drls");
  opened.worker.stop();
  QVERIFY(opened.settle());
  QTRY_VERIFY(offer().trainable);
  trainer.train("drls");
  QTRY_COMPARE_WITH_TIMEOUT(trained.size(), 1, 120000);
  QVERIFY(opened.settle());
  QSignalSpy finished(&opened.worker, &Worker::step_finished);
  trainer.train("drls");
  QTRY_COMPARE_WITH_TIMEOUT(trained.size(), 2, 120000);
  QTRY_COMPARE(finished.size(), 1);
  QCOMPARE(finished[0][1].toString(), "drls is trained already");
}

void TestUiTraining::trainedInCompare() {
  mlink::compared::Opened opened(themes_, copy("compare.mlink"));
  QVERIFY(opened.show());
  MethodsMenu& menu = *opened.page.budgets()->methods_menu();
  QVERIFY(menu.action_of("drls")->isEnabled() && !menu.action_of("drls")->isCheckable());
  QVERIFY(!menu.action_of("mtl")->isEnabled());
  click(menu, "drls");
  QTRY_VERIFY_WITH_TIMEOUT(menu.action_of("drls")->isChecked(), 120000);
  QVERIFY(opened.settle());
  const MethodSweep* drls = opened.page.budgets()->side()->method("drls");
  QVERIFY(drls && drls->usable());
  QVERIFY(menu.action_of("mlink")->isChecked());
}

void TestUiTraining::whatFailsSaysSo() {
  Worker worker(fake::ports(fake::file(fake::State::sources)));
  worker.open(QStringLiteral("/x/a.mlink"));
  QTRY_VERIFY(worker.data() != nullptr);
  MethodTrainer trainer(&worker);
  QSignalSpy changed(&trainer, &MethodTrainer::changed);
  trainer.train("drls");
  QTRY_COMPARE(changed.size(), 2);
  const auto told = [&](const char* name, const std::string& why) {
    MethodOffer offer{name, false, {}, false};
    trainer.dress(offer, why, *worker.overview());
    return offer;
  };
  const MethodOffer drls = told("drls", "not trained: run mlink train --methods drls");
  QVERIFY(drls.trainable);  // it may be tried again
  QVERIFY2(drls.why.contains("no experiment behind"), qPrintable(drls.why));
  QVERIFY(told("mtl", "not trained: run mlink train --methods mtl").trainable);  // there are videos
  QVERIFY(!told("mtl", "no box fits").trainable);
  QVERIFY(!told("mlink", "run mlink train --methods mlink").trainable);
  QVERIFY(!told("nothing", "run mlink train --methods nothing").trainable);
  worker.open(QStringLiteral("/x/locked.mlink"));
  QTRY_VERIFY(!worker.can_write() && worker.file().contains("locked"));
  trainer.train("drls");
  QVERIFY(!told("drls", "run mlink train --methods drls").why.contains("no experiment behind"));
  QCOMPARE(changed.size(), 3);
}

QTEST_MAIN(TestUiTraining)
#include "test_training.moc"
