#include "ui/common/core_text.h"

#include <QCoreApplication>
#include <QHash>
#include <QMutex>
#include <QRegularExpression>
#include <vector>

namespace mlink::ui {
namespace {

constexpr int kMostRemembered = 2000;

QString translated(const char* word) { return QCoreApplication::translate("core", word); }

/// The words of one language.
struct Dictionary {
  struct Pattern {
    QRegularExpression text;
    QString translation;
  };
  QHash<QString, QString> words;
  std::vector<Pattern> patterns;
  QHash<QString, QString> told;  ///< texts that were asked for: patterns take their time

  Dictionary() {
    for (const char* const word : core_words()) {
      const QString source = QString::fromUtf8(word);
      if (!source.contains(QLatin1String("%1"))) {
        words.insert(source, translated(word));
        continue;
      }
      static const QRegularExpression place(QStringLiteral("%\\d"));
      QStringList parts = source.split(place);
      for (QString& part : parts) part = QRegularExpression::escape(part);
      patterns.push_back({QRegularExpression(QRegularExpression::anchoredPattern(parts.join(QStringLiteral("(.+?)")))),
                          translated(word)});
    }
  }

  [[nodiscard]] QString find(const QString& text) const {
    if (const auto known = words.constFind(text); known != words.constEnd()) return *known;
    // "time (ms)"
    if (const qsizetype unit = text.indexOf(QLatin1String(" (")); unit > 0 && text.endsWith(QLatin1Char(')')))
      if (const auto known = words.constFind(text.left(unit)); known != words.constEnd())
        return *known + text.mid(unit);
    for (const Pattern& pattern : patterns) {
      const auto match = pattern.text.match(text);
      if (!match.hasMatch()) continue;
      QString filled = pattern.translation;
      for (int i = 1; i <= match.lastCapturedIndex(); ++i)
        filled.replace(QStringLiteral("%%1").arg(i), match.captured(i));
      return filled;
    }
    return text;
  }
};

}  // namespace

QString core_text(const std::string& text) {
  QString source = QString::fromStdString(text);
  // English is what the core says.
  const QString language = QCoreApplication::translate("Language", "en");
  if (language == QLatin1String("en") || source.isEmpty()) return source;
  static QMutex mutex;  // guards languages
  static QHash<QString, Dictionary> languages;
  const QMutexLocker lock(&mutex);
  Dictionary& words = languages[language];
  if (const auto known = words.told.constFind(source); known != words.told.constEnd()) return *known;
  if (words.told.size() >= kMostRemembered) words.told.clear();
  return *words.told.insert(source, words.find(source));
}

}  // namespace mlink::ui
