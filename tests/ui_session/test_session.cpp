// A session over all pages of a small experiment, as a person would walk through them: no text is cut at any size in
// either language, the pages keep their places when they are left and come back to, the GUI thread never waits long.
#include <QtTest>
#include <QtWidgets>

#include "ui/charts/chart.h"
#include "ui/common/language.h"
#include "ui/common/style.h"
#include "ui/replay/paint.h"
#include "ui/replay/replay_page.h"
#include "ui/replay/strips_view.h"
#include "ui/watchdog.h"
#include "ui/window/help_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/settings_panel.h"
#include "ui_session/crossing.h"
#include "ui_session/cut_texts.h"
#include "ui_session/walk.h"

using namespace mlink::rooms;

class TestUiSession : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void cutTextsAreFound();
  void nothingIsCut_data();
  void nothingIsCut();
  void everythingSaysWhatItIs();
  void walkThroughAllPages();
  void walksByMouseAndKeys();

 private:
  std::unique_ptr<MainWindow> window(const QSize& size, const QString& file);
  QTemporaryDir folder_;
  QString file_;
  ThemeHolder themes_;
  Language language_;
};

void TestUiSession::initTestCase() {
  QApplication::setStyle(new WorkbenchStyle(&themes_));
  const auto made = mlink::test::make_crossing(folder_.path().toStdString());
  QVERIFY2(made, made ? "" : made.error().text().c_str());
  file_ = QString::fromStdString(made->string());
}

std::unique_ptr<MainWindow> TestUiSession::window(const QSize& size, const QString& file) {
  auto w = std::make_unique<MainWindow>(themes_);
  w->set_remembering(false);
  w->resize(size);
  w->show();
  if (!file.isEmpty()) w->open_file(file);
  return w;
}

// The check itself: it sees a label without room, a tab, a head of a table, and what a delegate draws with an ellipsis.
void TestUiSession::cutTextsAreFound() {
  QWidget desk;
  desk.resize(400, 300);
  auto* label = new QLabel("a label that is too long for its place", &desk);
  label->setGeometry(10, 10, 80, 20);
  auto* fits = new QLabel("fits", &desk);
  fits->setGeometry(10, 40, 80, 20);
  auto* wraps = new QLabel("many words that go over more than the one line that there is room for", &desk);
  wraps->setWordWrap(true);
  wraps->setGeometry(10, 70, 120, 18);
  auto* table = new QTableWidget(1, 2, &desk);
  table->setGeometry(10, 100, 300, 100);
  table->setHorizontalHeaderLabels({"a head that is long", "short"});
  table->setColumnWidth(0, 40);
  table->setItem(0, 0, new QTableWidgetItem("a cell that is too long"));
  auto* button = new QPushButton("Open…", &desk);
  button->setGeometry(10, 220, 120, 26);
  desk.show();
  const QString cut = mlink::test::cut_texts(desk).join('\n');
  QVERIFY2(cut.contains("a label that"), qPrintable(cut));
  QVERIFY2(cut.contains("many words"), qPrintable(cut));
  QVERIFY2(cut.contains("a head that"), qPrintable(cut));
  QVERIFY2(cut.contains("is drawn at"), qPrintable(cut));  // the cell
  QVERIFY2(!cut.contains("fits") && !cut.contains("Open"), qPrintable(cut));
}

void TestUiSession::nothingIsCut_data() {
  QTest::addColumn<QSize>("size");
  QTest::addColumn<QString>("language");
#ifdef MLINK_SANITIZED  // several times slower: one size runs through the same code
  const QList<QSize> sizes{{1280, 800}};
#else
  const QList<QSize> sizes{{1024, 700}, {1280, 800}, {3840, 2160}};
#endif
  for (const char* const language : {"en", "de"})
    for (const QSize& size : sizes)
      QTest::addRow("%s-%dx%d", language, size.width(), size.height()) << size << language;
}

// All pages, their parts, what lies over them, and the window without a file.
void TestUiSession::nothingIsCut() {
  QFETCH(QSize, size);
  QFETCH(QString, language);
  QVERIFY(language_.use(language));
  QStringList all;
  const auto look = [&](const QString& at, QWidget& where) {
    QStringList cut;
    // Splitters pass their sizes on a turn later, and texts follow the room: what stays cut counts.
    const auto whole = [&] { return (cut = mlink::test::cut_texts(where)).isEmpty(); };
    QTest::qWait(40);
    if (!QTest::qWaitFor(whole, 1500))
      for (const QString& text : cut) all << at + ": " + text;
  };
  auto w = window(size, {});
  mlink::test::offer_demos(*w);
  look("welcome", *w);
  w = window(size, file_);
  QCOMPARE(w->devicePixelRatioF(), qEnvironmentVariable("QT_SCALE_FACTOR", "1").toDouble());
  QTRY_VERIFY_WITH_TIMEOUT(w->ready(), 30000);
  for (const QString& page : w->page_ids()) {
    QVERIFY(w->show_page(page));
    QVERIFY2(QTest::qWaitFor([&] { return w->ready(); }, 30000), qPrintable(page));
    look(page, *w);
    QCOMPARE(w->size(), size);
  }
  for (const auto part : {HelpPanel::Keys, HelpPanel::FirstSteps, HelpPanel::Numbers, HelpPanel::About}) {
    w->help()->open_part(part);
    look("help", *w->help());
  }
  w->help()->close_overlay();
  w->settings()->open_panel();
  look("settings", *w->settings());
  all.removeDuplicates();
  QVERIFY2(all.isEmpty(), qPrintable('\n' + all.join('\n')));
}

/// What takes the focus has a name for assistive technology and a role, on every page and over it; what draws itself is
/// not just anything there.
void TestUiSession::everythingSaysWhatItIs() {
  QVERIFY(language_.use("en"));
  auto w = window({1600, 1000}, file_);
  QTRY_VERIFY_WITH_TIMEOUT(w->ready(), 30000);
  QStringList silent;
  int asked = 0;
  const auto look = [&](const QString& at) {
    for (QWidget* widget : w->findChildren<QWidget*>()) {
      const QWidget* const parent = widget->parentWidget();
      const bool part = parent->inherits("QAbstractSpinBox") || parent->inherits("QComboBox") ||
                        parent->inherits("QGraphicsView") || parent->inherits("QAbstractScrollArea");
      if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || part) continue;
      ++asked;
      const QString kind = QString::fromLatin1(widget->metaObject()->className());
      QAccessibleInterface* const access = QAccessible::queryAccessibleInterface(widget);
      const bool holds_charts = !widget->findChildren<Chart*>().isEmpty();
      const bool role = access && access->role() != QAccessible::NoRole &&
                        (access->role() != QAccessible::Client || holds_charts || !kind.startsWith("mlink"));
      if (!role || access->text(QAccessible::Name).isEmpty())
        silent << QStringLiteral("%1: %2 in %3, role %4")
                      .arg(at, kind, QString::fromLatin1(parent->metaObject()->className()))
                      .arg(access ? access->role() : -1);
    }
  };
  for (const QString& page : w->page_ids()) {
    QVERIFY(w->show_page(page));
    QVERIFY2(QTest::qWaitFor([&] { return w->ready(); }, 30000), qPrintable(page));
    look(page);
  }
  w->settings()->open_panel();
  look("settings");
  const auto value = [](QWidget& widget) {
    return QAccessible::queryAccessibleInterface(&widget)->text(QAccessible::Value);
  };
  QCOMPARE(value(*w->settings()->split()), QString("First in time"));
  w->settings()->close_overlay();
  w->help()->open_part(HelpPanel::Keys);
  look("help");
  w->help()->close_overlay();
  w->show_page("replay");
  QTRY_VERIFY(w->ready());
  StripsView& strips = *w->replay()->view()->strips();
  w->replay()->view()->playback()->seek(strips.strips()->length * 0.9);
  QVERIFY2(value(strips).startsWith(moment_text(strips.position()) + "; mlink: persons "), qPrintable(value(strips)));
  w = window({1600, 1000}, {});
  look("welcome");
  QVERIFY(asked > 100);
  silent.removeDuplicates();
  QVERIFY2(silent.isEmpty(), qPrintable('\n' + silent.join('\n')));
}

void TestUiSession::walkThroughAllPages() {
  QVERIFY(language_.use("en"));
  auto w = window({1600, 1000}, file_);
  QTRY_VERIFY_WITH_TIMEOUT(w->ready(), 30000);
  const mlink::test::Watchdog dog;
  const auto texts = [&](const QString& page) {
    w->show_page(page);
    if (!QTest::qWaitFor([&] { return w->ready(); }, 30000)) return QStringList();
    QTest::qWait(60);
    QStringList drawn;
    for (const auto& text : mlink::test::drawn_texts(*w))
      drawn << QStringLiteral("%1 %2 %3").arg(text.text).arg(qRound(text.x)).arg(qRound(text.y));
    return drawn;
  };
  const QStringList pages{"sources", "links", "ensemble", "replay", "compare", "live", "runs"};
  QHash<QString, QStringList> first;
  for (const QString& page : pages) {
    first[page] = texts(page);
    QVERIFY2(first[page].size() > 15, qPrintable(page + ' ' + first[page].join('\n')));
  }
  // What is chosen on one page is chosen on all.
  w->selection()->set_link(LinkChoice{"persons", "bags"});
  w->selection()->set_budget(Amount{CostKind::time, .05});
  for (const QString& page : pages) QVERIFY(!texts(page).isEmpty());
  QCOMPARE(w->selection()->link(), (std::optional<LinkChoice>({"persons", "bags"})));
  static const QRegularExpression place(QStringLiteral(" -?\\d+ -?\\d+$"));
  const QString on_links = texts("links").replaceInStrings(place, {}).join(' ');
  QVERIFY2(on_links.contains(QStringLiteral("persons → bags")), qPrintable(on_links));
  // In another window nothing stands elsewhere.
  w.reset();
  const auto w2 = window({1600, 1000}, file_);
  QTRY_VERIFY_WITH_TIMEOUT(w2->ready(), 30000);
  w2->show_page("links");
  w2->show_page("sources");
  QTRY_VERIFY_WITH_TIMEOUT(w2->ready(), 30000);
  QTest::qWait(60);
  QStringList again;
  for (const auto& text : mlink::test::drawn_texts(*w2))
    again << QStringLiteral("%1 %2 %3").arg(text.text).arg(qRound(text.x)).arg(qRound(text.y));
  QStringList moved;
  for (const QString& text : first["sources"])
    if (!again.contains(text)) moved << QStringLiteral("was: ") + text;
  for (const QString& text : again)
    if (!first["sources"].contains(text)) moved << QStringLiteral("is: ") + text;
  QVERIFY2(moved.isEmpty(), qPrintable(moved.join('\n')));
  qInfo("longest turn of the GUI thread: %.1f ms", dog.longest_ms());
}

// What scripts/pictures.sh does for README: there with MLINK_PICTURES_OF, an experiment, and MLINK_PICTURES, a folder.
void TestUiSession::walksByMouseAndKeys() {
  QVERIFY(language_.use("en"));
  themes_.set_dark(false);
  QCoreApplication::setOrganizationName("mlink");
  QCoreApplication::setApplicationName("mlink-workbench");
  const QString of = qEnvironmentVariable("MLINK_PICTURES_OF"), into = qEnvironmentVariable("MLINK_PICTURES");
  MainWindow w(themes_);
  w.set_remembering(false);
  w.resize(1600, 1000);
  w.show();
  w.activateWindow();  // without a window manager nobody else does
  mlink::test::offer_demos(w);
  QStringList seen;
  mlink::test::WalkPlan plan;
  plan.file = of.isEmpty() ? file_ : of;
  plan.source = qEnvironmentVariable("MLINK_PICTURES_SOURCE");
  plan.target = qEnvironmentVariable("MLINK_PICTURES_TARGET");
  plan.live_budget = qEnvironmentVariable("MLINK_PICTURES_LIVE");
  plan.look = [&](const QString& name, const QImage& picture) {
    QVERIFY2(picture.size() == w.size(), qPrintable(name));
    seen << name;
    if (!into.isEmpty()) QVERIFY(picture.save(QDir(into).filePath(name + ".png")));
  };
  const QString wrong = mlink::test::walk(w, plan);
  QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
  QCOMPARE(seen, (QStringList{"welcome", "sources", "links", "links-dark", "ensemble", "replay", "compare", "studies",
                              "runs", "settings", "live"}));
}

QTEST_MAIN(TestUiSession)
#include "test_session.moc"
