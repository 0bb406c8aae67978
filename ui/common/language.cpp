#include "ui/common/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <array>

namespace mlink::ui {
namespace {

constexpr std::array kLanguageWords{"system", "en", "de"};

// Names of keys, which Qt looks for under its own context: so shortcuts speak the language of the window also where
// Qt's translations are not installed.
[[maybe_unused]] constexpr std::array kKeys{
    QT_TRANSLATE_NOOP("QShortcut", "Ctrl"),  QT_TRANSLATE_NOOP("QShortcut", "Shift"),
    QT_TRANSLATE_NOOP("QShortcut", "Alt"),   QT_TRANSLATE_NOOP("QShortcut", "Space"),
    QT_TRANSLATE_NOOP("QShortcut", "Esc"),   QT_TRANSLATE_NOOP("QShortcut", "Return"),
    QT_TRANSLATE_NOOP("QShortcut", "Enter"), QT_TRANSLATE_NOOP("QShortcut", "Del"),
    QT_TRANSLATE_NOOP("QShortcut", "Home"),  QT_TRANSLATE_NOOP("QShortcut", "End"),
    QT_TRANSLATE_NOOP("QShortcut", "PgUp"),  QT_TRANSLATE_NOOP("QShortcut", "PgDown"),
    QT_TRANSLATE_NOOP("QShortcut", "Left"),  QT_TRANSLATE_NOOP("QShortcut", "Right"),
    QT_TRANSLATE_NOOP("QShortcut", "Up"),    QT_TRANSLATE_NOOP("QShortcut", "Down"),
    QT_TRANSLATE_NOOP("QShortcut", "Tab"),   QT_TRANSLATE_NOOP("QShortcut", "Backspace")};

}  // namespace

QString language_word(LanguageChoice choice) {
  return QString::fromLatin1(kLanguageWords[static_cast<std::size_t>(choice)]);
}

std::optional<LanguageChoice> language_from_word(const QString& word) {
  for (std::size_t i = 0; i < kLanguageWords.size(); ++i)
    if (word == QLatin1String(kLanguageWords[i])) return static_cast<LanguageChoice>(i);
  return std::nullopt;
}

QString language_code(LanguageChoice choice, const QStringList& system) {
  if (choice != LanguageChoice::system) return language_word(choice);
  for (const QString& wanted : system) {
    const auto known = language_from_word(wanted.section(QLatin1Char('-'), 0, 0));
    if (known && *known != LanguageChoice::system) return language_word(*known);
  }
  return language_word(LanguageChoice::english);
}

Language::~Language() { drop(); }

void Language::drop() {
  if (!QCoreApplication::instance()) return;
  QCoreApplication::removeTranslator(&ours_);
  QCoreApplication::removeTranslator(&qts_);
}

bool Language::use(const QString& code) {
  drop();
  code_ = QStringLiteral("en");
  if (code == code_) return true;
  if (!ours_.load(QStringLiteral(":/translations/mlink_%1.qm").arg(code))) return false;
  code_ = code;
  // The one that was installed last is asked first: ours.
  if (qts_.load(QStringLiteral("qtbase_%1").arg(code), QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
    QCoreApplication::installTranslator(&qts_);
  QCoreApplication::installTranslator(&ours_);
  return true;
}

QLocale text_locale() {
  //: the code of the language itself, which names of months follow
  return QLocale(QCoreApplication::translate("Language", "en"));
}

}  // namespace mlink::ui
