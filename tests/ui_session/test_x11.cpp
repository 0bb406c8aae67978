// The window under a real X server (Xvfb, started here) with real input events (xdotool): it is drawn, follows mouse
// and keys, and takes a file that another window drags over it.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <QtTest>
#include <QtWidgets>
#include <atomic>

#include "ui/common/style.h"
#include "ui/sources/import_dialog.h"
#include "ui/sources/sources_page.h"
#include "ui/window/ask_bar.h"
#include "ui/window/main_window.h"
#include "ui/window/rail.h"

using namespace mlink::rooms;

namespace {

/// A screen without a monitor, until this program ends.
class XServer {
 public:
  XServer() {
    int ends[2] = {-1, -1};
    if (pipe(ends) != 0) return;
    server_ = fork();
    if (server_ == 0) {
      close(ends[0]);
      const std::string fd = std::to_string(ends[1]);
      execlp("Xvfb", "Xvfb", "-displayfd", fd.c_str(), "-screen", "0", "1600x1200x24", "-nolisten", "tcp",
             static_cast<char*>(nullptr));
      _exit(127);
    }
    close(ends[1]);
    char text[16] = {};
    std::size_t n = 0;
    while (n + 1 < sizeof text && read(ends[0], text + n, 1) == 1 && text[n] != '\n') ++n;
    close(ends[0]);
    text[n] = 0;
    if (n > 0) display_ = ":" + std::string(text);
  }
  ~XServer() {
    if (server_ <= 0) return;
    kill(server_, SIGTERM);
    waitpid(server_, nullptr, 0);
  }
  XServer(const XServer&) = delete;
  XServer& operator=(const XServer&) = delete;
  [[nodiscard]] const std::string& display() const { return display_; }

 private:
  pid_t server_ = -1;
  std::string display_;
};

/// What real people's hands do: events of the X server, in the order of the arguments.
bool hands(const QStringList& arguments) {
  QProcess process;
  process.start(QStringLiteral("xdotool"), arguments);
  QElapsedTimer clock;
  clock.start();
  while (process.state() != QProcess::NotRunning && clock.elapsed() < 20000) QTest::qWait(10);
  return process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

QStringList at(const QPoint& place) {
  return {QStringLiteral("mousemove"), QString::number(place.x()), QString::number(place.y())};
}

/// Another program's window from which a file is dragged.
class Folder : public QWidget {
 public:
  explicit Folder(const QString& file) : file_(file) { setGeometry(1320, 20, 200, 120); }

 protected:
  void mouseMoveEvent(QMouseEvent* event) override {
    if (!(event->buttons() & Qt::LeftButton) || dragging_) return;
    dragging_ = true;
    auto* drag = new QDrag(this);
    auto* data = new QMimeData;
    data->setUrls({QUrl::fromLocalFile(file_)});
    drag->setMimeData(data);
    drag->exec(Qt::CopyAction);
    dragging_ = false;
  }

 private:
  QString file_;
  bool dragging_ = false;
};

}  // namespace

class TestUiX11 : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void drawnAndFollowsTheHands();
  void takesADraggedFile();
  void closesInTheMiddleOfAStep();

 private:
  std::unique_ptr<MainWindow> window(const QString& file);
  QTemporaryDir folder_;
  ThemeHolder themes_;
};

void TestUiX11::initTestCase() {
  QCOMPARE(QGuiApplication::platformName(), "xcb");
  QApplication::setStyle(new WorkbenchStyle(&themes_));
}

std::unique_ptr<MainWindow> TestUiX11::window(const QString& file) {
  auto w = std::make_unique<MainWindow>(themes_);
  w->set_remembering(false);
  w->setGeometry(0, 0, 1280, 800);
  w->show();
  w->create_file(folder_.filePath(file));
  w->activateWindow();  // without a window manager nobody else does
  if (!QTest::qWaitFor([&] { return w->ready() && w->isActiveWindow(); }, 20000)) return nullptr;
  return w;
}

void TestUiX11::drawnAndFollowsTheHands() {
  const auto w = window("hands.mlink");
  QVERIFY(w);
  QTest::qWait(200);
  const QImage screen = QGuiApplication::primaryScreen()->grabWindow(0).toImage();
  QVERIFY(screen.width() >= 1280);
  QSet<QRgb> colours;
  for (int x = 0; x < 1280; x += 3)
    for (int y = 0; y < 800; y += 3) colours << screen.pixel(x, y);
  QVERIFY2(colours.size() > 20, qPrintable(QString::number(colours.size())));
  const auto* links = w->rail()->button("links");
  QVERIFY(hands(at(links->mapToGlobal(links->rect().center())) << "click"
                                                               << "1"));
  QTRY_COMPARE(w->page(), "links");
  QVERIFY(hands({"key", "ctrl+1"}));
  QTRY_COMPARE(w->page(), "sources");
  const bool dark = themes_.dark();
  QVERIFY(hands({"key", "ctrl+t"}));
  QTRY_COMPARE(themes_.dark(), !dark);
  QVERIFY(hands({"key", "ctrl+t"}));
  QTRY_COMPARE(themes_.dark(), dark);
}

void TestUiX11::takesADraggedFile() {
  QFile table(folder_.filePath("counts.csv"));
  QVERIFY(table.open(QIODevice::WriteOnly));
  table.write("source,frame,value\nyard,0,1\nyard,1,2\n");
  table.close();
  const auto w = window("drag.mlink");
  QVERIFY(w);
  Folder folder(table.fileName());
  folder.show();
  QVERIFY(QTest::qWaitForWindowExposed(&folder));
  const QPoint from = folder.mapToGlobal(folder.rect().center());
  const QPoint to = w->sources()->mapToGlobal(w->sources()->rect().center());
  QVERIFY(hands(at(from) << "mousedown"
                         << "1"
                         << "sleep"
                         << "0.2" << at(from + QPoint(30, 10)) << "sleep"
                         << "0.2" << at(to) << "sleep"
                         << "0.3" << at(to + QPoint(4, 4)) << "sleep"
                         << "0.3"
                         << "mouseup"
                         << "1"));
  QTRY_VERIFY_WITH_TIMEOUT(w->sources()->findChild<ImportDialog*>(), 10000);
  QTest::mouseClick(w->sources()->findChild<ImportDialog*>()->import_button(), Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(w->worker()->overview() && w->worker()->overview()->cameras.size() == 1, 20000);
}

// Ctrl+Q while a step runs asks once; what is answered with the mouse is done, and what the step had finished is kept.
void TestUiX11::closesInTheMiddleOfAStep() {
  const auto w = window("close.mlink");
  QVERIFY(w);
  const auto kept = std::make_shared<std::atomic<bool>>(false);
  w->worker()->run(WorkStep::collect, [kept](WriterPort& port, const std::stop_token& stop, const ProgressFn&) {
    Experiment* const experiment = port.experiment();
    KeptResult finished;
    finished.kind = "bookmark";
    finished.name = "finished before the stop";
    finished.settings_json = R"({"page":"links"})";
    finished.document = "{}";
    *kept = experiment && experiment->keep_result(finished).has_value();
    while (!stop.stop_requested()) QThread::msleep(2);
    StepEnd end;
    end.error = fail(ErrorKind::stopped, "Stopped.").value();
    return end;
  });
  QTRY_VERIFY(kept->load());
  auto* ask = w->findChild<AskBar*>();
  QVERIFY(ask && !ask->asking());
  QVERIFY(hands({"key", "ctrl+q"}));
  QTRY_VERIFY(ask->asking());
  QVERIFY2(ask->text().contains("is running"), qPrintable(ask->text()));
  QVERIFY(w->isVisible());
  const auto press = [](const QPushButton* button) {
    return hands(at(button->mapToGlobal(button->rect().center())) << "click"
                                                                  << "1");
  };
  QVERIFY(press(ask->stay_button()));
  QTRY_VERIFY(!ask->asking());
  QVERIFY(w->isVisible() && w->worker()->busy());
  QVERIFY(hands({"key", "ctrl+q"}));
  QTRY_VERIFY(ask->asking());
  QVERIFY(press(ask->stop_button()));
  QTRY_VERIFY(!w->isVisible());
  const auto reader = ExperimentReader::open(folder_.filePath("close.mlink").toStdString());
  QVERIFY(reader);
  const auto results = reader->results("bookmark");
  QVERIFY(results && results->size() == 1 && results->front().name == "finished before the stop");
}

int main(int argc, char** argv) {
  const XServer server;
  if (server.display().empty()) {
    std::fprintf(stderr, "ui_x11: Xvfb did not start; install xvfb and xdotool (scripts/setup.sh test)\n");
    return 1;
  }
  qputenv("DISPLAY", QByteArray::fromStdString(server.display()));
  qputenv("QT_QPA_PLATFORM", "xcb");
  const QApplication app(argc, argv);
  TestUiX11 test;
  return QTest::qExec(&test, argc, argv);
}
#include "test_x11.moc"
