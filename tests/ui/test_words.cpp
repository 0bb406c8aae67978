// Every text that a person sees in the window goes through tr(), so that it can be translated. This reads the sources
// of ui/ and finds string literals that look like words and stand bare.
#include <QDirIterator>
#include <QRegularExpression>
#include <QtTest>

namespace {

/// Words of a person, not an id: two words, a capital, an ellipsis or a place for a number. Ids, names of icons, keys,
/// paths, formats and markup are none.
bool reads_as_words(QString text) {
  static const QRegularExpression none(
      QStringLiteral("^(Ctrl|Shift)\\+|^:?/|^[\\w.+/%-]*\\.\\w+$|^</?[a-z]|^#|\\\\d|\\[|^%\\d "
                     "\\(Ctrl|^(H+|d+|yyyy)\\b|^\\w+/%|^icon/"));
  // proper names that are the same in every language, and words of SVG
  static const QRegularExpression names(
      QStringLiteral("^(TorchScript|OpenCV( DNN)?|PocketSphinx|Roboto|Inter|Noto Sans|DejaVu Sans( Mono)?|JetBrains "
                     "Mono|PNG|English|Deutsch|mlink.*| stroke-dasharray=.*|&\\w+;)$"));
  if (none.match(text).hasMatch() || names.match(text).hasMatch()) return false;
  text.remove(QRegularExpression(QStringLiteral("%\\d")));
  static const QRegularExpression words(
      QStringLiteral("[A-Za-z]{2,}[,:;]? [A-Za-z(]|^[^A-Za-z]*[A-Z][a-z]{2,}|[a-z]…|[a-z]{3,}[,:;.]$|"
                     "^[ ,]+[a-z]{3,}|[a-z]{3,} $"));
  return words.match(text).hasMatch();
}

struct Found {
  int line = 0;
  QString text;
};

/// What may stand before a literal that is not shown: an error's words are the core's (English, logged as they are), a
/// table's titles are written into files, names of threads, properties and ids are nobody's.
bool may_stand_bare(const QString& before) {
  static const QRegularExpression allowed(
      QStringLiteral("(\\btr\\(\\s*|translate\\(\\s*(\"\\w+\",\\s*)?|QT_TRANSLATE_NOOP\\(\\s*(\"[\\w:]+\",\\s*)?|"
                     "\\bfail\\([^;]*|"
                     "Error\\{[^;]*|TableColumn\\{?[^;]*|table\\.\\w+ = [^;]*|"
                     "columns\\.push_back\\([^;]*|ProgressMeter "
                     "meter\\([^;]*|setProperty\\(\\s*|setObjectName\\([^)]*|property\\(\\s*|"
                     "qFatal\\(\\s*|qWarning\\(\\s*|assert\\([^;]*|[=!]= "
                     "u?(QLatin1String\\()?|QKeySequence\\([^)]*|style_sheet[^;]*)$"));
  return allowed.match(before).hasMatch();
}

std::vector<Found> bare_words(const QString& source) {
  static const QRegularExpression literal(
      QStringLiteral("//[^\\n]*|'(?:[^'\\\\\\n]|\\\\.)'|\"((?:[^\"\\\\\\n]|\\\\.)*)\""));
  std::vector<Found> found;
  bool translated = false;
  qsizetype end = 0;
  for (auto it = literal.globalMatch(source); it.hasNext();) {
    const auto match = it.next();
    if (!match.captured(0).startsWith(u'"')) continue;
    // A literal that follows another one is its continuation.
    const QString between = source.mid(end, match.capturedStart() - end).trimmed();
    const QString before = source.mid(std::max<qsizetype>(0, match.capturedStart() - 300),
                                      std::min<qsizetype>(300, match.capturedStart()));
    const bool include = before.endsWith(QStringLiteral("#include "));
    translated = (end > 0 && between.isEmpty() && translated) || include || may_stand_bare(before);
    end = match.capturedEnd();
    if (!translated && reads_as_words(match.captured(1)))
      found.push_back({static_cast<int>(source.left(match.capturedStart()).count(u'\n')) + 1, match.captured(1)});
  }
  return found;
}

}  // namespace

class TestWords : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theLintFinds_data();
  void theLintFinds();
  void everyTextCanBeTranslated();
};

void TestWords::theLintFinds_data() {
  QTest::addColumn<QString>("source");
  QTest::addColumn<int>("bare");
  QTest::newRow("bare sentence") << "label->setText(QStringLiteral(\"No videos yet.\"));" << 1;
  QTest::newRow("bare word on a button") << "add_button(\"Train\");" << 1;
  QTest::newRow("joined on") << "text += QStringLiteral(\" failed. \");" << 1;
  QTest::newRow("through tr") << "label->setText(tr(\"No videos yet.\"));" << 0;
  QTest::newRow("of another class") << "label->setText(LinksPage::tr(\"No videos yet.\"));" << 0;
  QTest::newRow("for translators") << "words{QT_TRANSLATE_NOOP(\"Keys\", \"No videos yet.\")}" << 0;
  QTest::newRow("through a helper, where lupdate sees nothing") << "text = said(\"No videos yet.\");" << 1;
  QTest::newRow("goes on in the next line") << "tr(\"One per camera. \"\n   \"Dashed: what it saw.\")" << 0;
  QTest::newRow("goes on, bare") << "say(\"One per camera. \"\n   \"Dashed: what it saw.\")" << 2;
  QTest::newRow("a comment") << "x();  // \"No videos yet.\"" << 0;
  QTest::newRow("an id") << "show_page(QStringLiteral(\"replay\"));" << 0;
  QTest::newRow("a key") << "QKeySequence(QStringLiteral(\"Ctrl+Shift+V\"))" << 0;
  QTest::newRow("a path") << "QIcon(QStringLiteral(\":/icons/mlink-workbench.svg\"))" << 0;
  QTest::newRow("an error of the core") << "fail(ErrorKind::io, \"The file is gone.\", \"Choose another.\")" << 0;
}

void TestWords::theLintFinds() {
  QFETCH(QString, source);
  QFETCH(int, bare);
  QCOMPARE(static_cast<int>(bare_words(source).size()), bare);
}

void TestWords::everyTextCanBeTranslated() {
  QStringList bare;
  int files = 0;
  QDirIterator it(QStringLiteral(MLINK_SOURCE_DIR "/ui"), {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files,
                  QDirIterator::Subdirectories);
  while (it.hasNext()) {
    QFile file(it.next());
    QVERIFY(file.open(QIODevice::ReadOnly));
    ++files;
    for (const Found& found : bare_words(QString::fromUtf8(file.readAll())))
      bare << QStringLiteral("%1:%2: %3")
                  .arg(file.fileName().mid(qstrlen(MLINK_SOURCE_DIR) + 1))
                  .arg(found.line)
                  .arg(found.text);
  }
  QVERIFY(files > 60);
  QVERIFY2(bare.isEmpty(), qPrintable(QStringLiteral("not through tr():\n") + bare.join(u'\n')));
}

QTEST_GUILESS_MAIN(TestWords)
#include "test_words.moc"
