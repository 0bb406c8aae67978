// What is on screen as files and on the clipboard: every page, drawing and table, in every format.
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>

#include "report/table.h"
#include "ui/common/style.h"
#include "ui/common/widgets.h"
#include "ui/fake_experiment.h"
#include "ui/links/links_page.h"
#include "ui/window/main_window.h"
#include "ui/window/status_line.h"
#include "ui/window/view_export.h"
#include "ui_session/cut_texts.h"

using namespace mlink::rooms;

namespace {

QByteArray bytes_of(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void keep_picture(QWidget& widget, const QString& name) {
  const QString folder = qEnvironmentVariable("MLINK_PICTURES");
  if (!folder.isEmpty()) QVERIFY(widget.grab().save(folder + '/' + name + ".png"));
}

}  // namespace

class TestUiExport : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QApplication::setStyle(new WorkbenchStyle(&themes_)); }
  void viewIsExported();
  void viewIsCopied();

 private:
  ThemeHolder themes_;
};

/// Every page's pictures in every format and at the scale that was chosen, its tables in every text format, and both on
/// the clipboard.
void TestUiExport::viewIsExported() {
  MainWindow w(themes_, mlink::fake::ports(mlink::fake::file(mlink::fake::State::trained, 4)));
  w.set_remembering(false);
  w.resize(1280, 800);
  w.show();
  w.open_file("/experiments/synthetic.mlink");
  const QTemporaryDir dir;
  for (const QString& page : w.page_ids()) {
    w.show_page(page);
    QTRY_VERIFY(w.ready());
    w.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&w));
    QTest::keyClick(&w, Qt::Key_E, Qt::ControlModifier | Qt::AltModifier);
    QPointer<ViewExport> dialog = w.findChild<ViewExport*>();
    QVERIFY2(dialog && dialog->isVisible(), qPrintable(page));
    const Page* const shown = w.page_of(page);
    QVERIFY(dialog->which()->count() >= 1 + static_cast<int>(shown->tables().size()));
    for (int i = 0; i < dialog->which()->count(); ++i) {
      dialog->which()->setCurrentIndex(i);
      for (int k = 0; k < dialog->format()->count(); ++k) {
        dialog->format()->setCurrentIndex(k);
        const QString path = dir.filePath(QString("%1-%2.%3").arg(page).arg(i).arg(dialog->ending()));
        QCOMPARE(dialog->scale()->isEnabled(), dialog->ending() == "png");
        dialog->save(path);
        QTRY_VERIFY2(!dialog->told()->text().isEmpty(), qPrintable(path));
        if (dialog->told()->text().contains("fetch_arrow.sh")) continue;  // a build without Arrow
        QVERIFY2(dialog->told()->text().startsWith("Written"), qPrintable(dialog->told()->text()));
        QVERIFY2(QFileInfo(path).size() > 0, qPrintable(path));
      }
    }
    dialog->close();
    QTRY_VERIFY(!dialog);
  }
  // The bytes of a table are the report's.
  w.show_page("links");
  QTRY_VERIFY(w.ready());
  QPointer<ViewExport> dialog = w.open_view_export();
  const auto [name, table] = w.links()->tables().front();
  dialog->which()->setCurrentText(name + ", table");
  for (const TableFormatRow& row : table_formats()) {
    if (!row.text) continue;
    dialog->format()->setCurrentIndex(dialog->format()->findData(QString::fromStdString(std::string(row.ending))));
    const QString path = dir.filePath("a." + dialog->ending());
    dialog->save(path);
    QTRY_VERIFY(dialog->told()->text().startsWith("Written"));
    QCOMPARE(bytes_of(path), QByteArray::fromStdString(mlink::report::render(table, row.format)));
    QTest::mouseClick(dialog->copy_button(), Qt::LeftButton);
    QTRY_COMPARE(dialog->told()->text(), "Copied.");
    QCOMPARE(QGuiApplication::clipboard()->text().toUtf8(), bytes_of(path));
    QCOMPARE(QGuiApplication::clipboard()->mimeData()->hasHtml(), row.format == TableFormat::html);
  }
  dialog->save(dir.filePath("nowhere/a.csv"));
  QTRY_VERIFY(dialog->told()->text().contains("nowhere"));
  // The picture has as many pixels as were asked for.
  dialog->which()->setCurrentIndex(0);
  const QSize page = w.links()->size();
  for (int scale = 1; scale <= 4; ++scale) {
    dialog->scale()->setFocus();
    QTest::keyClick(dialog->scale(), scale == 1 ? Qt::Key_Home : Qt::Key_Down);
    const QString path = dir.filePath(QString("%1.png").arg(scale));
    dialog->save(path);
    QTRY_VERIFY(dialog->told()->text().startsWith("Written"));
    QCOMPARE(QImage(path).size(), page * scale);
    QTest::mouseClick(dialog->copy_button(), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->image().size(), page * scale);
  }
  for (const QWidget* field : {dialog->which(), dialog->format(), dialog->scale()})
    QVERIFY(!field->accessibleName().isEmpty());
  QVERIFY2(mlink::test::cut_texts(*dialog).isEmpty(), qPrintable(mlink::test::cut_texts(*dialog).join('\n')));
  keep_picture(*dialog, "view-export");
  dialog->close();
  QTRY_VERIFY(!dialog);
  w.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&w));
  QTest::keyClick(&w, Qt::Key_T, Qt::ControlModifier);
  dialog = w.open_view_export();
  QCOMPARE(dialog->palette().color(QPalette::Window), themes_.theme().chrome);
  keep_picture(*dialog, "view-export-dark");
}

/// Ctrl+C: what has the focus as a picture, of a list its texts too; in a field of text what is chosen there.
void TestUiExport::viewIsCopied() {
  MainWindow w(themes_, mlink::fake::ports(mlink::fake::file(mlink::fake::State::trained, 4)));
  w.set_remembering(false);
  w.resize(1280, 800);
  w.show();
  w.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&w));
  w.open_file("/experiments/synthetic.mlink");
  w.show_page("runs");
  QTRY_VERIFY(w.ready());
  const auto copied = [&] {
    QGuiApplication::clipboard()->clear();
    QTest::keyClick(w.focusWidget() ? w.focusWidget() : &w, Qt::Key_C, Qt::ControlModifier);
    return QGuiApplication::clipboard()->mimeData();
  };
  w.show_page("sources");
  QTRY_VERIFY(w.ready());
  auto* const videos = w.page_of("sources")->findChild<QTableView*>();
  QVERIFY(videos);
  videos->setFocus();
  const QMimeData* data = copied();
  QVERIFY(data->hasImage() && data->hasText());
  QCOMPARE(QGuiApplication::clipboard()->image().size(), videos->size() * 2);
  const QStringList lines = data->text().split('\n');
  QCOMPARE(lines.size(), videos->model()->rowCount() + 1);
  QVERIFY2(lines[1].contains(videos->model()->index(0, 1).data().toString().simplified()), qPrintable(lines[1]));
  QVERIFY(w.status()->text().startsWith("Copied"));
  w.show_page("links");
  QTRY_VERIFY(w.ready());
  QWidget* const matrix = w.links()->drawings().front().second;
  (matrix->focusProxy() ? matrix->focusProxy() : matrix)->setFocus();
  data = copied();
  QVERIFY(data->hasImage());
  QCOMPARE(QGuiApplication::clipboard()->image().size(), matrix->size() * 2);
  w.show_page("runs");
  QTRY_VERIFY(w.ready());
  auto* const field = w.page_of("runs")->findChild<QLineEdit*>();
  QVERIFY(field);
  field->setFocus();
  QTest::keyClicks(field, "link");
  field->selectAll();
  data = copied();
  QVERIFY(!data->hasImage());
  QCOMPARE(data->text(), QString("link"));
}

QTEST_MAIN(TestUiExport)
#include "test_export.moc"
