// The window in German: entries of the translation are whole, no page shows a text that stayed English, what is written
// into files stays as it is, and the language changes while the program runs.
#include <QComboBox>
#include <QDirIterator>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QPointer>
#include <QRegularExpression>
#include <QTabBar>
#include <QTableView>
#include <QXmlStreamReader>
#include <QtTest>
#include <atomic>

#include "ui/common/core_text.h"
#include "ui/common/edit_stack.h"
#include "ui/common/language.h"
#include "ui/common/preferences.h"
#include "ui/common/report_table_model.h"
#include "ui/common/style.h"
#include "ui/common/widgets.h"
#include "ui/fake_experiment.h"
#include "ui/replay/replay_tables.h"
#include "ui/window/desk.h"
#include "ui/window/help_panel.h"
#include "ui/window/log_panel.h"
#include "ui/window/rail.h"
#include "ui/window/settings_panel.h"

using namespace mlink::rooms;

namespace {

struct Entry {
  QString context, source, translation;
  bool unfinished = false;
};

std::vector<Entry> entries() {
  QFile file(QStringLiteral(MLINK_SOURCE_DIR "/ui/translations/mlink_de.ts"));
  std::vector<Entry> all;
  if (!file.open(QIODevice::ReadOnly)) return all;
  QXmlStreamReader xml(&file);
  QString context;
  while (!xml.atEnd()) {
    if (xml.readNext() != QXmlStreamReader::StartElement) continue;
    if (xml.name() == u"name") context = xml.readElementText();
    if (xml.name() == u"message") all.push_back({context, {}, {}, false});
    if (xml.name() == u"source") all.back().source = xml.readElementText();
    if (xml.name() == u"translation") {
      all.back().unfinished = xml.attributes().hasAttribute("type");
      all.back().translation = xml.readElementText();
    }
  }
  return all;
}

QStringList places(const QString& text) {
  static const QRegularExpression place(QStringLiteral("%\\d|%n|\\{\\}"));
  QStringList found;
  for (auto it = place.globalMatch(text); it.hasNext();) found << it.next().captured();
  found.sort();
  return found;
}

/// The letter behind "&"; empty: none.
QString accelerator(const QString& text) {
  static const QRegularExpression letter(QStringLiteral("&([^&\\s])"));
  return letter.match(text).captured(1).toLower();
}

QString wrong_with(const Entry& entry) {
  if (entry.unfinished || entry.translation.trimmed().isEmpty()) return "not translated";
  if (places(entry.source) != places(entry.translation)) return "other places";
  if (accelerator(entry.source).isEmpty() != accelerator(entry.translation).isEmpty()) return "accelerator";
  const auto ends = [](const QString& text) {
    return std::pair(text.startsWith(u' '), text.endsWith(u' ') || text.endsWith(u'…') || text.endsWith(u'.'));
  };
  if (ends(entry.source).first != ends(entry.translation).first) return "space before it";
  if (entry.source.endsWith(u' ') != entry.translation.endsWith(u' ')) return "space behind it";
  if (entry.source.endsWith(u'…') != entry.translation.endsWith(u'…')) return "ellipsis";
  if (entry.source.endsWith(u'.') && !ends(entry.translation).second) return "full stop";
  return {};
}

/// What English texts look like that have another word in German: whole texts, and those around something that was
/// put in.
class EnglishTexts {
 public:
  EnglishTexts() {
    QSet<QString> german;
    for (const Entry& entry : entries()) german.insert(entry.translation);
    for (const Entry& entry : entries()) {
      if (entry.source == entry.translation || german.contains(entry.source)) continue;
      if (!entry.source.contains(u'%')) {
        whole_.insert(plain(entry.source));
        continue;
      }
      QStringList parts = entry.source.split(QRegularExpression(QStringLiteral("%\\d")));
      // Two words at least, or names of boxes and cameras look like them.
      if (parts.join(u' ').count(QRegularExpression(QStringLiteral("[A-Za-z]{3,}"))) < 2) continue;
      for (QString& part : parts) part = QRegularExpression::escape(part);
      around_.push_back(QRegularExpression(QRegularExpression::anchoredPattern(parts.join(QStringLiteral("[^.;]+?")))));
    }
  }
  [[nodiscard]] bool holds(const QString& text) const {
    const QString one = plain(text);
    if (one.isEmpty()) return false;
    return whole_.contains(one) ||
           std::any_of(around_.begin(), around_.end(), [&](const auto& way) { return way.match(one).hasMatch(); });
  }

 private:
  static QString plain(QString text) { return text.remove(u'&').trimmed(); }
  QSet<QString> whole_;
  std::vector<QRegularExpression> around_;
};

void add_items(const QAbstractItemModel& model, QStringList& texts) {
  for (int column = 0; column < model.columnCount(); ++column) {
    texts << model.headerData(column, Qt::Horizontal).toString()
          << model.headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString();
    for (int row = 0; row < std::min(model.rowCount(), 20); ++row)
      for (const int role : {Qt::DisplayRole, Qt::ToolTipRole, Qt::AccessibleTextRole})
        texts << model.index(row, column).data(role).toString();
  }
}

/// All that a person can read or hear of a widget and what is in it.
QStringList texts_of(const QWidget& root) {
  QStringList texts;
  QList<const QWidget*> widgets{&root};
  for (const QWidget* child : root.findChildren<QWidget*>()) widgets << child;
  for (const QWidget* widget : std::as_const(widgets)) {
    texts << widget->toolTip() << widget->accessibleName() << widget->accessibleDescription();
    if (const auto* label = qobject_cast<const QLabel*>(widget)) texts << label->text();
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) texts << button->text();
    if (const auto* field = qobject_cast<const QLineEdit*>(widget)) texts << field->placeholderText();
    if (const auto* elided = qobject_cast<const ElidedLabel*>(widget)) texts << elided->text();
    if (const auto* panel = qobject_cast<const Panel*>(widget)) texts << panel->title();
    if (const auto* box = qobject_cast<const QComboBox*>(widget))
      for (int i = 0; i < box->count(); ++i) texts << box->itemText(i);
    if (const auto* tabs = qobject_cast<const QTabBar*>(widget))
      for (int i = 0; i < tabs->count(); ++i) texts << tabs->tabText(i) << tabs->tabToolTip(i);
    if (const auto* view = qobject_cast<const QAbstractItemView*>(widget); view && view->model())
      add_items(*view->model(), texts);
    for (const QAction* action : widget->actions()) texts << action->text() << action->toolTip();
  }
  texts.removeAll({});
  texts.removeDuplicates();
  return texts;
}

/// Single lines and buttons that are narrower than what they say.
QStringList cut_texts(const QWidget& root) {
  QStringList cut;
  QList<const QWidget*> widgets{&root};
  for (const QWidget* child : root.findChildren<QWidget*>()) widgets << child;
  for (const QWidget* widget : std::as_const(widgets)) {
    if (!widget->isVisible()) continue;
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    // Buttons of the rail paint themselves and have no least size.
    const bool in_rail = qobject_cast<const RailButton*>(widget) != nullptr;
    const bool pushed = qobject_cast<const QPushButton*>(widget) != nullptr;  // its least size has margins to spare
    const int needs = pushed    ? widget->fontMetrics().size(Qt::TextShowMnemonic, button->text()).width() + 8
                      : in_rail ? widget->sizeHint().width()
                                : widget->minimumSizeHint().width();
    if (button && !button->text().isEmpty() && button->width() < needs) cut << button->text();
    const auto* label = qobject_cast<const QLabel*>(widget);
    if (label && !label->wordWrap() && label->width() + 1 < label->sizeHint().width())
      cut << QStringLiteral("%1 (%2 of %3)").arg(label->text()).arg(label->width()).arg(label->sizeHint().width());
    const auto* segmented = qobject_cast<const Segmented*>(widget);
    if (segmented && segmented->width() < segmented->sizeHint().width()) cut << segmented->accessibleName();
  }
  return cut;
}

QString name_without_unit(const QString& name) {
  const qsizetype unit = name.indexOf(QLatin1String(" ("));
  return unit > 0 && name.endsWith(u')') ? name.left(unit) : name;
}

}  // namespace

class TestUiGerman : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void entriesAreWhole();
  void wrongEntriesAreFound_data();
  void wrongEntriesAreFound();
  void systemsLanguage_data();
  void systemsLanguage();
  void headingsOfTheCoreHaveEntries();
  void wordsOfTheCore_data();
  void wordsOfTheCore();
  void nothingIsEnglishOrCut_data();
  void nothingIsEnglishOrCut();
  void acceleratorsDoNotClash();
  void filesStayAsTheyAre();
  void changesWhileItRuns();
  void waitsForAStep();

 private:
  std::unique_ptr<MainWindow> window(mlink::fake::State state = mlink::fake::State::trained);
  ThemeHolder themes_;
  Language language_;
};

void TestUiGerman::init() {
  static bool styled = false;
  if (!styled) QApplication::setStyle(new WorkbenchStyle(&themes_));
  styled = true;
  language_.use("en");
}

std::unique_ptr<MainWindow> TestUiGerman::window(mlink::fake::State state) {
  auto w = std::make_unique<MainWindow>(themes_, mlink::fake::ports(mlink::fake::file(state, 4)));
  w->set_remembering(false);
  w->resize(1280, 800);
  w->show();
  w->open_file("/experiments/synthetic.mlink");
  return w;
}

void TestUiGerman::entriesAreWhole() {
  const auto all = entries();
  QVERIFY(all.size() > 1000);
  QStringList wrong;
  for (const Entry& entry : all)
    if (const QString why = wrong_with(entry); !why.isEmpty())
      wrong << QStringLiteral("%1: %2: %3").arg(why, entry.context, entry.source);
  QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
}

void TestUiGerman::wrongEntriesAreFound_data() {
  QTest::addColumn<QString>("source");
  QTest::addColumn<QString>("translation");
  QTest::addColumn<bool>("right");
  QTest::newRow("right") << "&Open %1…"
                         << "%1 Ö&ffnen…" << true;
  QTest::newRow("empty") << "Open"
                         << " " << false;
  QTest::newRow("a place is missing") << "%1 of %2"
                                      << "%1 von allen" << false;
  QTest::newRow("a place stands twice") << "%1 of %2"
                                        << "%1 von %1" << false;
  QTest::newRow("no accelerator") << "&Open"
                                  << "Öffnen" << false;
  QTest::newRow("no ellipsis") << "Open…"
                               << "Öffnen" << false;
  QTest::newRow("no space") << " frames"
                            << "Frames" << false;
  QTest::newRow("no full stop") << "Ready."
                                << "Bereit" << false;
}

void TestUiGerman::wrongEntriesAreFound() {
  QFETCH(QString, source);
  QFETCH(QString, translation);
  QFETCH(bool, right);
  QCOMPARE(wrong_with({{}, source, translation, false}).isEmpty(), right);
}

void TestUiGerman::systemsLanguage_data() {
  QTest::addColumn<QStringList>("system");
  QTest::addColumn<QString>("code");
  QTest::newRow("Austria") << QStringList{"de-AT", "de", "en"} << "de";
  QTest::newRow("English first") << QStringList{"en-GB", "de-DE"} << "en";
  QTest::newRow("not known, then German") << QStringList{"rm-CH", "de-CH"} << "de";
  QTest::newRow("not known") << QStringList{"fi-FI"} << "en";
  QTest::newRow("no word for it") << QStringList{"system"} << "en";
  QTest::newRow("nothing") << QStringList{} << "en";
}

void TestUiGerman::systemsLanguage() {
  QFETCH(QStringList, system);
  QFETCH(QString, code);
  QCOMPARE(language_code(LanguageChoice::system, system), code);
  QCOMPARE(language_code(LanguageChoice::german, system), QString("de"));
  QVERIFY(!language_from_word("pink"));
  QVERIFY(!language_.use("fi"));
  QCOMPARE(language_.code(), QString("en"));
}

// Headings that stand in the sources of core/report and core/studies as {"name", "key", decimals}.
void TestUiGerman::headingsOfTheCoreHaveEntries() {
  QSet<QString> known;
  for (const char* const word : core_words()) known.insert(QString::fromUtf8(word));
  static const QRegularExpression column(
      QStringLiteral("(?:\\{\"([^\"\\\\]+)\", \"[a-z_0-9]+\"(?:, -?\\d)?\\}|cost_column\\(\"([^\"]+)\")"));
  QStringList missing;
  int found = 0;
  for (const char* const room : {"core/report", "core/studies"}) {
    QDirIterator it(QStringLiteral(MLINK_SOURCE_DIR "/") + room, {"*.cpp"}, QDir::Files);
    while (it.hasNext()) {
      QFile file(it.next());
      if (file.fileName().endsWith("run_command.cpp")) continue;  // options of the command line
      QVERIFY(file.open(QIODevice::ReadOnly));
      const QString text = QString::fromUtf8(file.readAll());
      for (auto match = column.globalMatch(text); match.hasNext();) {
        const auto at = match.next();
        const QString name = at.captured(1) + at.captured(2);
        ++found;
        if (!known.contains(name) && !known.contains(name_without_unit(name))) missing << file.fileName() + ": " + name;
      }
    }
  }
  QVERIFY(found > 150);
  QVERIFY2(missing.isEmpty(), qPrintable("not in ui/common/core_words.cpp:\n" + missing.join(u'\n')));
}

void TestUiGerman::wordsOfTheCore_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("german");
  QTest::newRow("heading") << "what is run"
                           << "was läuft";
  QTest::newRow("with a unit") << "time (ms)"
                               << "Zeit (ms)";
  QTest::newRow("something put in") << "about 50 s left"
                                    << "noch etwa 50 s";
  QTest::newRow("two put in") << "best of 12 sets tried: with more than 20 boxes not all are"
                              << "bester von 12 erprobten Sätzen: bei mehr als 20 Boxen nicht alle";
  QTest::newRow("signs of patterns in it") << "|r| with p"
                                           << "|r| mit p";
  QTest::newRow("a name") << "gate-7"
                          << "gate-7";
  QTest::newRow("nothing") << ""
                           << "";
}

void TestUiGerman::wordsOfTheCore() {
  QFETCH(QString, text);
  QFETCH(QString, german);
  QCOMPARE(core_text(text.toStdString()), text);
  QVERIFY(language_.use("de"));
  QCOMPARE(core_text(text.toStdString()), german);
  QCOMPARE(core_text(text.toStdString()), german);  // what was asked for before
  Table table{"T", {{"figure", "figure", -1}, {"time (ms)", "time_ms", 1}}, {{std::string("time a frame"), 1.5}}, {}};
  ReportTableModel model;
  model.set_table(table);
  QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), QString("Zeit (ms)"));
  QCOMPARE(model.index(0, 0).data().toString(), QString("Zeit je Frame"));
  QCOMPARE(model.index(0, 1).data().toString(), QString("1.5"));
  QCOMPARE(model.table().columns[1].name, std::string("time (ms)"));
}

void TestUiGerman::nothingIsEnglishOrCut_data() {
  QTest::addColumn<int>("state");
  QTest::newRow("trained") << int(mlink::fake::State::trained);
  QTest::newRow("empty") << int(mlink::fake::State::empty);
}

// Over all pages, help and settings, in the narrowest of the usual windows.
void TestUiGerman::nothingIsEnglishOrCut() {
  QFETCH(int, state);
  const EnglishTexts english;
  QVERIFY(english.holds("What the numbers &mean"));
  QVERIFY(english.holds("4 of 5 test frames are wrong"));
  QVERIFY(!english.holds("Was die Zahlen bedeuten"));
  QVERIFY(language_.use("de"));
  auto w = window(static_cast<mlink::fake::State>(state));
  QStringList left, seen, cut;
  const auto look = [&](const QString& at, const QWidget& where) {
    for (const QString& text : texts_of(where)) {
      seen << text;
      if (english.holds(text)) left << at + ": " + text;
    }
    for (const QString& text : cut_texts(where)) cut << at + ": " + text;
  };
  for (const QString& id : w->page_ids()) {
    QVERIFY(w->show_page(id));
    if (state == int(mlink::fake::State::empty))
      QTest::qWait(30);  // pages that need outputs wait for them
    else
      QTRY_VERIFY_WITH_TIMEOUT(w->ready(), 10000);
    look(id, *w);
  }
  for (const auto part : {HelpPanel::Keys, HelpPanel::FirstSteps, HelpPanel::Numbers, HelpPanel::About}) {
    w->help()->open_part(part);
    look("help", *w->help());
  }
  w->settings()->open_panel();
  look("settings", *w->settings());
  for (const QAction* menu : w->menuBar()->actions())
    for (const QAction* action : menu->menu()->actions())
      if (english.holds(action->text())) left << "menu: " + action->text();
  left.removeDuplicates();
  QVERIFY2(left.isEmpty(), qPrintable(left.join(u'\n')));
  cut.removeDuplicates();
  QVERIFY2(cut.isEmpty(), qPrintable(cut.join(u'\n')));
  seen.removeDuplicates();
  QVERIFY2(seen.size() > 200 && seen.contains("Quellen"), qPrintable(QString::number(seen.size())));
  QLabel narrow("Verknüpfungsmatrix");
  narrow.resize(20, 20);
  narrow.show();
  QCOMPARE(cut_texts(narrow).size(), 1);
}

void TestUiGerman::acceleratorsDoNotClash() {
  for (const QString code : {"en", "de"}) {
    language_.use(code);
    const auto w =
        std::make_unique<MainWindow>(themes_, mlink::fake::ports(mlink::fake::file(mlink::fake::State::empty)));
    const auto clash = [](const QList<QAction*>& actions) {
      QSet<QString> letters;
      for (const QAction* action : actions) {
        const QString letter = accelerator(action->text());
        if (!letter.isEmpty() && letters.contains(letter)) return action->text();
        letters.insert(letter);
      }
      return QString();
    };
    QCOMPARE(clash(w->menuBar()->actions()), QString());
    for (const QAction* menu : w->menuBar()->actions()) QCOMPARE(clash(menu->menu()->actions()), QString());
  }
}

// Every table of every page, byte for byte.
void TestUiGerman::filesStayAsTheyAre() {
  std::map<QString, std::string> files[2];
  for (const int german : {0, 1}) {
    language_.use(german == 1 ? "de" : "en");
    auto w = window();
    QTRY_VERIFY(w->ready());
    w->selection()->set_link(LinkChoice{"pose", "persons"});
    for (const QString& id : w->page_ids()) {
      QVERIFY(w->show_page(id));
      QTRY_VERIFY_WITH_TIMEOUT(w->ready(), 10000);
      for (const auto& [name, table] : w->page_of(id)->tables())
        for (const auto format : {TableFormat::csv, TableFormat::markdown})
          files[german][name + QString::number(int(format))] = render(table, format);
    }
  }
  QVERIFY(files[0].size() >= 10);
  QCOMPARE(files[1].size(), files[0].size());
  for (const auto& [name, content] : files[0]) QVERIFY2(files[1][name] == content, files[1][name].c_str());
  language_.use("de");
  const Table frame = frame_table({FrameLine{}});
  QCOMPARE(frame.columns[1].name, std::string("outcome"));
  QVERIFY(frame.rows[0][1] == Cell(std::string("no output")));
}

void TestUiGerman::changesWhileItRuns() {
  const auto file = mlink::fake::file(mlink::fake::State::trained, 4);
  int readied = 0;
  Desk desk(
      themes_, language_, [&](MainWindow& w) { w.set_remembering(false), ++readied; },
      [file] { return mlink::fake::ports(file); });
  const QSignalSpy renewed(&desk, &Desk::renewed);
  const QPointer<MainWindow> english = desk.window();
  english->resize(1300, 850);
  english->show();
  english->open_file("/experiments/synthetic.mlink");
  QTRY_VERIFY(english->ready());
  QVERIFY(english->show_page("links"));
  english->selection()->set_link(LinkChoice{"pose", "persons"});
  english->selection()->set_budget(Amount{CostKind::time, 0.06});
  english->selection()->set_method("mlink-filter");
  english->log(mlink::base::LogLevel::warning, "a line of before");
  const auto value = std::make_shared<std::atomic<int>>(0);
  const auto set = [value](int to) {
    return [value, to](WriterPort&, const std::stop_token&, const ProgressFn&) -> Result<std::string> {
      *value = to;
      return "set";
    };
  };
  for (int i = 1; i <= 3; ++i) english->worker()->edits()->change({QString("number %1").arg(i), set(i), set(i - 1)});
  english->worker()->edits()->undo();
  QTRY_VERIFY(value->load() == 2 && !english->worker()->busy());
  QTRY_VERIFY(english->ready());
  themes_.set_dark(true);  // as --theme dark: the preferences say otherwise
  QCOMPARE(english->rail()->button("sources")->text(), QString("Sources"));
  english->settings()->open_panel();
  Segmented* const choice = english->settings()->language();
  choice->setFocus();
  QTest::keyClick(choice, Qt::Key_Right);
  QVERIFY2(renewed.isEmpty(), "English to English is no change");
  QTest::keyClick(choice, Qt::Key_Right);
  QTRY_COMPARE(renewed.size(), 1);
  QVERIFY(english.isNull());
  MainWindow* const german = desk.window();
  QCOMPARE(readied, 2);
  QCOMPARE(german->rail()->button("sources")->text(), QString("Quellen"));
  QCOMPARE(german->settings()->language()->current(), int(LanguageChoice::german));
  QVERIFY(german->settings()->is_open());
  QVERIFY(german->isVisible());
  QCOMPARE(german->size(), QSize(1300, 850));
  QTRY_VERIFY(german->ready());
  QCOMPARE(german->worker()->file(), QString("/experiments/synthetic.mlink"));
  QCOMPARE(german->page(), QString("links"));
  QVERIFY(german->selection()->link() == LinkChoice({"pose", "persons"}));
  QVERIFY(german->selection()->budget() && german->selection()->budget()->value == 0.06);
  QCOMPARE(german->selection()->method(), QString("mlink-filter"));
  QVERIFY(themes_.dark());
  EditStack* edits = german->worker()->edits();
  QCOMPARE(edits->count(), 3);
  QCOMPARE(edits->undoText(), QString("number 2"));
  QCOMPARE(value->load(), 2);  // nothing was run for it
  edits->redo();
  QTRY_COMPARE(value->load(), 3);
  for (int i = 2; i >= 0; --i) {
    edits->undo();
    QTRY_COMPARE(value->load(), i);
  }
  QVERIFY(!edits->canUndo());
  edits->redo();
  QTRY_VERIFY(value->load() == 1 && !german->worker()->busy());
  QTRY_VERIFY(german->ready());
  themes_.set_dark(false);
  QVERIFY(german->log_panel()->text().contains("a line of before"));
  QCOMPARE(german->log_panel()->warnings(), 1);
  QTest::keyClick(german->settings()->language(), Qt::Key_Left);
  QTRY_COMPARE(renewed.size(), 2);
  QCOMPARE(desk.window()->rail()->button("sources")->text(), QString("Sources"));
  desk.use("fi");  // there is none: the window stays as it is
  QTest::qWait(20);
  QCOMPARE(desk.window()->rail()->button("sources")->text(), QString("Sources"));
}

void TestUiGerman::waitsForAStep() {
  const auto file = mlink::fake::file(mlink::fake::State::collected, 4);
  file->train_ms = 300;
  Desk desk(
      themes_, language_, [](MainWindow& w) { w.set_remembering(false); }, [file] { return mlink::fake::ports(file); });
  const QSignalSpy renewed(&desk, &Desk::renewed);
  const QPointer<MainWindow> before = desk.window();
  before->show();
  before->open_file("/experiments/synthetic.mlink");
  QTRY_VERIFY(before->ready());
  before->worker()->train({});
  QTRY_VERIFY(before->worker()->busy());
  desk.use("de");
  QTest::qWait(50);
  QVERIFY(!before.isNull() && before->worker()->busy());
  QCOMPARE(renewed.size(), 0);
  QVERIFY(!before->settings()->language_note()->isHidden());
  QCOMPARE(before->settings()->language_note()->text(), QString("It changes when the running step has ended."));
  QTRY_COMPARE(renewed.size(), 1);
  QVERIFY(before.isNull());
  QVERIFY(file->trained_with.has_value());
  QTRY_VERIFY(desk.window()->ready());
  QCOMPARE(desk.window()->rail()->button("links")->text(), QString("Verknüpfungen"));
}

QTEST_MAIN(TestUiGerman)
#include "test_german.moc"
