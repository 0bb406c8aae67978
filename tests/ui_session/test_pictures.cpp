// Every page of a small experiment against the pictures in kept/, light and dark, and proof that the comparison sees
// what it is there for: a label that moved, an icon that is gone, another colour of a token. What a machine or a clock
// puts into the window (threads, folders, dates) is replaced, and only the fonts that scripts/packages.txt installs are
// there, drawn the same way everywhere.
#include <QtTest>
#include <QtWidgets>
#include <algorithm>
#include <memory>

#include "support/tiny_videos.h"
#include "ui/common/exporter.h"
#include "ui/common/style.h"
#include "ui/common/widgets.h"
#include "ui/window/main_window.h"
#include "ui/window/rail.h"
#include "ui/window/settings_panel.h"
#include "ui/window/top_bar.h"
#include "ui_session/crossing.h"
#include "ui_session/kept_picture.h"
#include "ui_session/walk.h"

using namespace mlink::rooms;
using mlink::test::patches_of;

namespace {

constexpr QSize kSize(1280, 800);
constexpr const char* kAccept = "MLINK_ACCEPT_PICTURES";
const QStringList kPages{"welcome", "sources",           "links", "ensemble", "replay",
                         "compare", "study-correlation", "live",  "runs",     "settings"};

QString kept_path(const QString& name) {
  return QStringLiteral(MLINK_SOURCE_DIR "/tests/ui_session/kept/%1.png").arg(name);
}

QString drawn_path(const QString& name) {
  const QString folder = QStringLiteral(MLINK_BINARY_DIR "/ui-pictures/kept");
  QDir().mkpath(folder);
  return folder + u'/' + name + QStringLiteral(".png");
}

/// Only our fonts, drawn with light hinting in grey: before the application starts.
void fix_surroundings(const QTemporaryDir& folder) {
  QFile fonts(folder.filePath(QStringLiteral("fonts.conf")));
  if (fonts.open(QIODevice::WriteOnly)) {
    fonts.write("<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>\n");
    for (const char* const name : {"roboto", "jetbrains-mono", "dejavu"})
      fonts.write(QByteArray("<dir>/usr/share/fonts/truetype/") + name + "</dir>\n");
    fonts.write("<cachedir>" + folder.path().toUtf8() + "/fonts</cachedir>\n<match target='font'>\n");
    for (const char* const edit :
         {"antialias'><bool>true</bool>", "hinting'><bool>true</bool>", "autohint'><bool>false</bool>",
          "hintstyle'><const>hintslight</const>", "rgba'><const>none</const>", "lcdfilter'><const>lcdnone</const>"})
      fonts.write(QByteArray("<edit mode='assign' name='") + edit + "</edit>\n");
    fonts.write("</match></fontconfig>\n");
  }
  qputenv("FONTCONFIG_FILE", fonts.fileName().toLocal8Bit());
  qputenv("QT_QPA_PLATFORM", "offscreen");
  qputenv("QT_FONT_DPI", "96");
  qunsetenv("QT_SCALE_FACTOR");
  qputenv("TZ", "UTC");
  qputenv("HOME", "/home/lab");
  for (const char* const name : {"XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "MLINK_CACHE"}) qunsetenv(name);
  qputenv("MLINK_DEMO_DIR", "/home/lab/demo");
  qputenv("MLINK_DEMO_SCRIPT", MLINK_SOURCE_DIR "/datasets/demo/demo.sh");
}

}  // namespace

class TestUiPictures : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void asKept_data();
  void asKept();
  void acceptsAnotherDrawingOfTheSame();
  void aMovedLabelIsSeen_data();
  void aMovedLabelIsSeen();
  void aMissingIconIsSeen();
  void anotherColourIsSeen_data();
  void anotherColourIsSeen();
  void anotherSizeIsSeen();

 private:
  [[nodiscard]] bool open(const QString& page);
  void fix_texts();
  /// The window at a page, settled; null: not in time.
  [[nodiscard]] QImage picture(const QString& page, bool dark = false);
  QTemporaryDir folder_;
  QString file_;
  ThemeHolder themes_;
  std::unique_ptr<MainWindow> window_;
};

void TestUiPictures::initTestCase() {
  QVERIFY2(QFontDatabase::hasFamily("Roboto") && QFontDatabase::hasFamily("JetBrains Mono"),
           "the window's fonts are not installed: scripts/setup.sh run (fonts-roboto-unhinted, fonts-jetbrains-mono)");
  QVERIFY2(mlink::test::have_ffmpeg(),
           "the ffmpeg program that makes the video is not installed: scripts/setup.sh test");
  QApplication::setStyle(new WorkbenchStyle(&themes_));
  QLocale::setDefault(QLocale::c());
  QCoreApplication::setOrganizationName("mlink");
  QCoreApplication::setApplicationName("mlink-workbench");
  QApplication::setCursorFlashTime(0);
  const auto made = mlink::test::make_crossing(folder_.path().toStdString());
  QVERIFY2(made, made ? "" : made.error().text().c_str());
  file_ = QString::fromStdString(made->string());
}

/// The one window of all rows, at a page; Welcome is a window without a file.
bool TestUiPictures::open(const QString& page) {
  const bool welcome = page == QLatin1String("welcome");
  if (!window_ || window_->worker()->file().isEmpty() != welcome) {
    window_ = std::make_unique<MainWindow>(themes_);
    window_->set_remembering(false);
    window_->resize(kSize);
    window_->show();
    if (!welcome)
      window_->open_file(file_);
    else
      mlink::test::offer_demos(*window_);
  }
  if (welcome) return true;
  const bool settings = page == QLatin1String("settings");
  if (!QTest::qWaitFor([this] { return window_->ready(); }, 30000)) return false;
  if (!window_->show_page(settings ? QStringLiteral("sources") : page)) return false;
  if (settings)
    window_->settings()->open_panel();
  else
    window_->settings()->close_overlay();
  return QTest::qWaitFor([this] { return window_->ready(); }, 30000);
}

void TestUiPictures::fix_texts() {
  static const QRegularExpression threads(QStringLiteral("^CPU, \\d+ threads$"));
  const auto fixed = [this](QString text) {
    if (threads.match(text).hasMatch()) return QStringLiteral("CPU, 2 threads");
    return text.replace(folder_.path(), QStringLiteral("/home/lab"));
  };
  const auto fix = [&](const auto& widgets, const auto& set) {
    for (auto* widget : widgets)
      if (const QString text = fixed(widget->text()); text != widget->text()) set(widget, text);
  };
  fix(window_->findChildren<QLabel*>(), [](QLabel* label, const QString& text) { label->setText(text); });
  fix(window_->findChildren<QLineEdit*>(), [](QLineEdit* line, const QString& text) { line->setText(text); });
  fix(window_->findChildren<ElidedLabel*>(), [](ElidedLabel* label, const QString& text) { label->set_text(text); });
}

QImage TestUiPictures::picture(const QString& page, bool dark) {
  if (themes_.dark() != dark) themes_.set_dark(dark);
  if (!open(page)) return {};
  return mlink::test::settled(*window_, [this] {
    fix_texts();
    if (QWidget* focus = QApplication::focusWidget()) focus->clearFocus();
  });
}

void TestUiPictures::asKept_data() {
  QTest::addColumn<QString>("page");
  QTest::addColumn<bool>("dark");
  // Welcome last: it is another window.
  for (const QString& page : kPages.mid(1) + QStringList{"welcome"})
    for (const bool dark : {false, true})
      QTest::addRow("%s-%s", qPrintable(page), dark ? "dark" : "light") << page << dark;
}

void TestUiPictures::asKept() {
  QFETCH(QString, page);
  QFETCH(bool, dark);
  const QString name = QString::fromLatin1(QTest::currentDataTag());
  const QImage drawn = picture(page, dark);
  QVERIFY2(!drawn.isNull(), "the page was not ready in time");
  QCOMPARE(drawn.size(), kSize);
  if (qEnvironmentVariableIsSet(kAccept)) {
    QVERIFY(mlink::test::blocks_of(drawn).convertToFormat(QImage::Format_RGB888).save(kept_path(name), "PNG", 0));
    qInfo("accepted: %s", qPrintable(kept_path(name)));
    return;
  }
  const QImage kept(kept_path(name));
  const auto patches = patches_of(drawn, kept);
  if (patches.isEmpty()) return;
  QVERIFY(drawn.save(drawn_path(name)));
  QVERIFY(mlink::test::marked(drawn, patches).save(drawn_path(name + QStringLiteral("-marked"))));
  const QString text =
      QStringLiteral(
          "%1 is not as %2:\n%3\nDrawn: %4 (and -marked beside it). If it is how the page is to look: "
          "%5=1 ctest --test-dir build/release -R '^ui_pictures$'")
          .arg(name, kept.isNull() ? kept_path(name) + QStringLiteral(", which is not there") : kept_path(name),
               mlink::test::told(patches), drawn_path(name), QString::fromLatin1(kAccept));
  QFAIL(qPrintable(text));
}

// Another version of FreeType, another rounding: what nobody sees is no difference.
void TestUiPictures::acceptsAnotherDrawingOfTheSame() {
  const QImage drawn = picture("links");
  const QImage kept = mlink::test::blocks_of(drawn);
  QVERIFY(patches_of(drawn, kept).isEmpty());
  QImage moved(drawn.size(), QImage::Format_RGB32);
  moved.fill(drawn.pixel(0, 0));
  {
    QPainter painter(&moved);
    painter.drawImage(1, 1, drawn);
  }
  QVERIFY2(patches_of(moved, kept).isEmpty(), qPrintable(mlink::test::told(patches_of(moved, kept))));
  QImage noisy = drawn.convertToFormat(QImage::Format_RGB32);
  QRandomGenerator random(1);
  for (int y = 0; y < noisy.height(); ++y)
    for (int x = 0; x < noisy.width(); ++x) {
      const QRgb c = noisy.pixel(x, y);
      const int by = random.bounded(-9, 10);
      noisy.setPixel(x, y,
                     qRgb(qBound(0, qRed(c) + by, 255), qBound(0, qGreen(c) + by, 255), qBound(0, qBlue(c) + by, 255)));
    }
  QVERIFY2(patches_of(noisy, kept).isEmpty(), qPrintable(mlink::test::told(patches_of(noisy, kept))));
}

void TestUiPictures::aMovedLabelIsSeen_data() {
  QTest::addColumn<QString>("page");
  for (const QString& page : kPages.mid(1) + QStringList{"welcome"}) QTest::newRow(qPrintable(page)) << page;
}

// Every label with a text that the page shows, one at a time, by 6 pixels to a side where its parent has room.
void TestUiPictures::aMovedLabelIsSeen() {
  QFETCH(QString, page);
  const QImage drawn = picture(page);
  QVERIFY(!drawn.isNull());
  const QImage kept = mlink::test::blocks_of(drawn);
  QList<QPoint> ways{{6, 0}, {0, 6}, {0, -6}, {-6, 0}};
  QStringList unseen;
  int moved = 0;
  const QWidget* where = page == QLatin1String("settings") ? static_cast<QWidget*>(window_->settings()) : window_.get();
  for (QLabel* label : where->findChildren<QLabel*>()) {
    const QRegion seen = label->visibleRegion();
    if (!label->isVisible() || label->text().trimmed().size() < 2 || seen != QRegion(label->rect())) continue;
    const auto has_room = [label](const QPoint& by) {
      return label->parentWidget()->rect().contains(label->geometry().translated(by));
    };
    const auto way = std::find_if(ways.cbegin(), ways.cend(), has_room);
    if (way == ways.cend()) continue;
    const QPoint at = label->pos(), by = *way;
    const QRect place(label->mapTo(window_.get(), QPoint()), label->size()), changed = place | place.translated(by);
    label->move(at + by);
    QImage now = drawn;
    window_->render(&now, changed.topLeft(), changed, QWidget::DrawWindowBackground | QWidget::DrawChildren);
    if (patches_of(now, kept).isEmpty()) unseen << label->text();
    label->move(at);
    ++moved;
    std::rotate(ways.begin(), ways.begin() + 1, ways.end());  // another way first
  }
  QVERIFY2(unseen.isEmpty(), qPrintable(unseen.join(u'\n')));
  QVERIFY2(moved > 0, "no label could be moved");
}

void TestUiPictures::aMissingIconIsSeen() {
  const QImage drawn = picture("links");
  const QImage kept = mlink::test::blocks_of(drawn);
  QStringList unseen;
  int taken = 0;
  for (auto* button : window_->findChildren<QAbstractButton*>()) {
    if (!button->isVisible() || button->icon().isNull() || button->visibleRegion().isEmpty()) continue;
    ++taken;
    const QIcon icon = button->icon();
    const QSize size = button->size();
    button->setIcon({});
    button->resize(size);
    if (patches_of(picture_of(*window_, 1), kept).isEmpty()) unseen << button->toolTip() + button->text();
    button->setIcon(icon);
  }
  QVERIFY2(unseen.isEmpty(), qPrintable(unseen.join(u'\n')));
  QVERIFY2(taken >= 2, qPrintable(QString::number(taken)));
  // The rail's, which it draws itself.
  auto* rail = window_->rail()->button("replay");
  QImage without = drawn;
  QPainter(&without).fillRect(QRect(rail->mapTo(window_.get(), QPoint(rail->width() / 2 - 10, 9)), QSize(20, 20)),
                              themes_.theme().chrome);
  QVERIFY(!patches_of(without, kept).isEmpty());
}

void TestUiPictures::anotherColourIsSeen_data() {
  QTest::addColumn<QString>("page");
  QTest::addColumn<QColor>("token");
  QTest::addColumn<int>("by");
  const Theme t = light_theme();
  QTest::newRow("chrome") << "links" << t.chrome << 16;
  QTest::newRow("panel") << "links" << t.panel << 16;
  QTest::newRow("sunken") << "links" << t.sunken << 16;
  QTest::newRow("selection") << "links" << t.selection << 16;
  QTest::newRow("accent") << "links" << t.accent << 16;
  QTest::newRow("well") << "replay" << t.well << 16;
  QTest::newRow("run") << "replay" << t.outcome.run << 16;
  QTest::newRow("right") << "replay" << t.outcome.right << 16;
  QTest::newRow("wrong") << "replay" << t.outcome.wrong << 16;
  // Thin lines and letters fill a part of their blocks.
  QTest::newRow("line") << "links" << t.line << 32;
  QTest::newRow("strong") << "links" << t.strong << 32;
  QTest::newRow("text") << "links" << t.text << 32;
  QTest::newRow("second") << "links" << t.second << 32;
  QTest::newRow("grid") << "compare" << t.grid << 64;
}

// A token that is another in one channel (of 255): here only the pixels of exactly this colour, which are fewer than
// those that a changed theme would draw.
void TestUiPictures::anotherColourIsSeen() {
  QFETCH(QString, page);
  QFETCH(QColor, token);
  QFETCH(int, by);
  QImage drawn = picture(page).convertToFormat(QImage::Format_RGB32);
  QVERIFY(!drawn.isNull());
  const QImage kept = mlink::test::blocks_of(drawn);
  QColor other = token;
  other.setGreen(token.green() > 127 ? token.green() - by : token.green() + by);
  int pixels = 0;
  for (int y = 0; y < drawn.height(); ++y)
    for (int x = 0; x < drawn.width(); ++x)
      if (drawn.pixel(x, y) == token.rgb()) {
        drawn.setPixel(x, y, other.rgb());
        ++pixels;
      }
  QVERIFY2(!patches_of(drawn, kept).isEmpty(), qPrintable(QString("%1 pixels").arg(pixels)));
}

void TestUiPictures::anotherSizeIsSeen() {
  const QImage drawn = picture("links");
  QCOMPARE(patches_of(drawn.copy(0, 0, kSize.width() - 4, kSize.height()), mlink::test::blocks_of(drawn)).size(), 1);
  QCOMPARE(patches_of(drawn, {}).size(), 1);
}

int main(int argc, char** argv) {
  const QTemporaryDir folder;
  fix_surroundings(folder);
  const QApplication app(argc, argv);
  TestUiPictures test;
  return QTest::qExec(&test, argc, argv);
}
#include "test_pictures.moc"
