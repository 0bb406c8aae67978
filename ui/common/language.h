// The language of the window: what tr() says, by the translations of ui/translations. English is in the sources; the
// command line, files that are written, errors and the log are English always. GUI thread only.
#pragma once

#include <QLocale>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTranslator>
#include <optional>

namespace mlink::ui {

enum class LanguageChoice { system, english, german };

/// "system", "en", "de": as it is kept and typed.
[[nodiscard]] QString language_word(LanguageChoice choice);
/// Nothing: there is no such language.
[[nodiscard]] std::optional<LanguageChoice> language_from_word(const QString& word);
/// "en" or "de". `system`: what the desktop wants, best first, as "de-AT"; the first that there is, else English.
[[nodiscard]] QString language_code(LanguageChoice choice, const QStringList& system = QLocale::system().uiLanguages());

/// The translations that are in use while it lives. Widgets keep the texts that they were made with: a change of
/// language makes the window anew (ui/window/desk.h).
class Language : public QObject {
  Q_OBJECT
 public:
  explicit Language(QObject* parent = nullptr) : QObject(parent) {}
  ~Language() override;
  /// False: there is no such translation; English is in use then.
  bool use(const QString& code);
  [[nodiscard]] QString code() const { return code_; }

 private:
  void drop();
  QTranslator ours_, qts_;  ///< qts_: Qt's own dialogs, where the system has them
  QString code_ = QStringLiteral("en");
};

/// For the names of months. Numbers are never written by it: they look the same in every language.
[[nodiscard]] QLocale text_locale();

}  // namespace mlink::ui
