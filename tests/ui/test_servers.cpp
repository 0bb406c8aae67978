// A model on an inference server becomes a black box in the window: asked with real keys, the server in the suite's own
// process; a server that is not there, one that wants a token, and a file that is there already are told in place.
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

#include "blackbox/inference_server.h"
#include "ui/common/style.h"
#include "ui/shown_sources.h"
#include "ui/sources/server_bar.h"

using namespace mlink::rooms;
using mlink::test::InferenceServer;
using mlink::test::ServerBehaviour;
using mlink::test::ShownSources;

namespace {

/// Its model is called "colour".
ServerBehaviour pictures() {
  ServerBehaviour how;
  how.inputs[0] = {"picture", "UINT8", {8, 8, 3}};
  how.outputs[0] = {"values", "UINT8", {3}};
  return how;
}

}  // namespace

class TestUiServers : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void aModelIsAskedAndAdded();
  void noServerAnswers();
  void aTokenIsWanted();
  void whatIsTypedIsChecked();

 private:
  [[nodiscard]] std::unique_ptr<ShownSources> shown(const QTemporaryDir& dir);
  static ServerBar* opened(ShownSources& w);
  ThemeHolder themes_;
};

void TestUiServers::initTestCase() {
  QApplication::setStyle(new WorkbenchStyle(&themes_));
  themes_.set_dark(false);
}

std::unique_ptr<ShownSources> TestUiServers::shown(const QTemporaryDir& dir) {
  if (!Experiment::create(std::filesystem::path(dir.filePath("a.mlink").toStdString()))) return nullptr;
  auto w = std::make_unique<ShownSources>(themes_);
  w->sources()->show();
  w->sources()->activateWindow();
  w->worker()->open(dir.filePath("a.mlink"));
  const bool there = QTest::qWaitForWindowActive(w->sources()) && QTest::qWaitFor([&] { return w->ready(); }, 20000);
  return there ? std::move(w) : nullptr;
}

/// By the button of a page without boxes.
ServerBar* TestUiServers::opened(ShownSources& w) {
  for (auto* button : w.sources()->findChildren<QPushButton*>())
    if (button->text() == "From a server…" && button->isVisible()) QTest::mouseClick(button, Qt::LeftButton);
  ServerBar* bar = w.sources()->server_bar();
  return bar->isVisible() && QApplication::focusWidget() == bar->address() ? bar : nullptr;
}

void TestUiServers::aModelIsAskedAndAdded() {
  const QTemporaryDir dir;
  InferenceServer server(pictures());
  const auto w = shown(dir);
  QVERIFY(w);
  QVERIFY(!w->sources()->server_bar()->isVisible());
  ServerBar* bar = opened(*w);
  QVERIFY(bar);
  QVERIFY(!bar->add_button()->isEnabled() && !bar->manifest()->isVisible());
  QTest::keyClicks(bar->address(), QString("127.0.0.1:%1/colour").arg(server.port()));
  QTest::keyClick(bar->address(), Qt::Key_Return);
  QTRY_VERIFY_WITH_TIMEOUT(bar->add_button()->isEnabled() || !bar->wrong().isEmpty(), 20000);
  QVERIFY2(bar->wrong().isEmpty(), qPrintable(bar->wrong()));
  QVERIFY2(bar->told().contains("picture [") && bar->told().contains("values ["), qPrintable(bar->told()));
  QVERIFY2(bar->told().contains("•"), qPrintable(bar->told()));  // something had to be assumed
  QVERIFY(bar->wrong().isEmpty());
  QCoreApplication::processEvents();
  QVERIFY(bar->file()->mapTo(bar, QPoint()).y() >= bar->manifest()->geometry().bottom());  // nothing lies over another
  QVERIFY(bar->manifest()->toPlainText().contains("\"adapter\": \"server\""));
  QCOMPARE(bar->file()->text(), dir.filePath("colour.json"));
  for (const QWidget* field :
       std::initializer_list<QWidget*>{bar->address(), bar->certificates(), bar->token(), bar->file(), bar->manifest()})
    QVERIFY(!field->accessibleName().isEmpty());
  if (const QString folder = qEnvironmentVariable("MLINK_PICTURES"); !folder.isEmpty())
    w->sources()->grab().save(folder + "/server.png");
  // A name of one's own, and Save and add.
  QString text = bar->manifest()->toPlainText();
  bar->manifest()->setPlainText(text.replace("\"name\": \"colour\"", "\"name\": \"shades\""));
  QTest::mouseClick(bar->add_button(), Qt::LeftButton);
  QTRY_COMPARE_WITH_TIMEOUT(w->sources()->boxes()->rowCount(), 1, 20000);
  QCOMPARE(w->sources()->boxes()->index(0, BoxesModel::Name).data(BoxesModel::NameRole).toString(), "shades");
  QVERIFY(!w->sources()->boxes()->problem(0));
  QVERIFY(!bar->isVisible());
  // The same once more, by the menu: its file is there already, so that another name is offered.
  QMenu* menu = nullptr;
  for (auto* each : w->sources()->findChildren<QMenu*>())
    for (QAction* action : each->actions())
      if (action->text() == "From a server…") menu = each, action->trigger();
  QVERIFY(menu && bar->isVisible());
  QTest::keyClick(bar->address(), Qt::Key_Return);  // what was typed is there still
  QTRY_VERIFY_WITH_TIMEOUT(bar->add_button()->isEnabled(), 20000);
  QCOMPARE(bar->file()->text(), dir.filePath("colour-2.json"));
  bar->file()->setText(dir.filePath("colour.json"));
  QTest::mouseClick(bar->add_button(), Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(bar->wrong().contains("already"), 20000);
  QVERIFY(bar->isVisible() && bar->add_button()->isEnabled());
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);  // the focus is in the bar still
  QVERIFY(!bar->isVisible());
  QCOMPARE(w->sources()->boxes()->rowCount(), 1);
}

void TestUiServers::noServerAnswers() {
  const QTemporaryDir dir;
  InferenceServer server(pictures());
  const int port = server.port();
  server.stop();
  const auto w = shown(dir);
  QVERIFY(w);
  ServerBar* bar = opened(*w);
  QVERIFY(bar);
  QTest::keyClicks(bar->address(), QString("grpc://127.0.0.1:%1/colour").arg(port));
  QTest::mouseClick(bar->ask_button(), Qt::LeftButton);
  QVERIFY(bar->told().contains("Asking") && !bar->ask_button()->isEnabled());
  QTRY_VERIFY_WITH_TIMEOUT(!bar->wrong().isEmpty(), 60000);
  QVERIFY2(bar->wrong().contains(QString::number(port)), qPrintable(bar->wrong()));
  QVERIFY(bar->told().isEmpty() && !bar->add_button()->isEnabled() && bar->ask_button()->isEnabled());
  if (const QString folder = qEnvironmentVariable("MLINK_PICTURES"); !folder.isEmpty())
    w->sources()->grab().save(folder + "/no-server.png");
  // It is started, and asked again by the key.
  server.start();
  QTest::keyClick(bar->address(), Qt::Key_Return);
  QTRY_VERIFY_WITH_TIMEOUT(bar->add_button()->isEnabled(), 60000);
  QVERIFY(bar->wrong().isEmpty());
  // Another model, which it does not have: what it said of the first is not of this one.
  bar->address()->setFocus();
  QTest::keyClick(bar->address(), Qt::Key_End);
  QTest::keyClick(bar->address(), Qt::Key_X);
  QVERIFY(!bar->add_button()->isEnabled() && !bar->manifest()->isVisible() && bar->told().isEmpty());
  QTest::keyClick(bar->address(), Qt::Key_Return);
  QTRY_VERIFY_WITH_TIMEOUT(bar->wrong().contains("no model"), 60000);
}

void TestUiServers::aTokenIsWanted() {
  const QTemporaryDir dir;
  ServerBehaviour how = pictures();
  how.token = "opensesame";
  InferenceServer server(how);
  QFile token(dir.filePath("token"));
  QVERIFY(token.open(QIODevice::WriteOnly) && token.write("opensesame\n") > 0);
  token.close();
  const auto w = shown(dir);
  QVERIFY(w);
  ServerBar* bar = opened(*w);
  QVERIFY(bar);
  QTest::keyClicks(bar->address(), QString("127.0.0.1:%1/colour").arg(server.port()));
  QTest::keyClick(bar->address(), Qt::Key_Return);
  QTRY_VERIFY_WITH_TIMEOUT(!bar->wrong().isEmpty(), 60000);
  bar->token()->setFocus();
  QTest::keyClicks(bar->token(), dir.filePath("token"));
  QVERIFY(bar->wrong().isEmpty());
  QTest::keyClick(bar->token(), Qt::Key_Return);
  QTRY_VERIFY_WITH_TIMEOUT(bar->add_button()->isEnabled() || !bar->wrong().isEmpty(), 60000);
  QVERIFY2(bar->wrong().isEmpty(), qPrintable(bar->wrong()));
  QVERIFY(bar->manifest()->toPlainText().contains("token_file"));
  QVERIFY(!bar->manifest()->toPlainText().contains("sesame"));
}

void TestUiServers::whatIsTypedIsChecked() {
  const QTemporaryDir dir;
  const auto w = shown(dir);
  QVERIFY(w);
  ServerBar* bar = opened(*w);
  QVERIFY(bar);
  QTest::keyClick(bar->address(), Qt::Key_Return);
  QVERIFY(bar->wrong().contains("Type the address"));
  QTest::keyClicks(bar->address(), "127.0.0.1:8001");
  QTest::keyClick(bar->address(), Qt::Key_Return);
  QTRY_VERIFY_WITH_TIMEOUT(bar->wrong().contains("names no model"), 20000);
  QTest::keyClick(bar->address(), Qt::Key_Escape);
  QVERIFY(!bar->isVisible());
  QCOMPARE(w->sources()->boxes()->rowCount(), 0);
}

QTEST_MAIN(TestUiServers)
#include "test_servers.moc"
