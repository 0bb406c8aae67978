#include "ui/common/preferences.h"

#include <QSettings>
#include <algorithm>

namespace mlink::ui {
namespace {

const QString kTheme = QStringLiteral("theme"), kDark = QStringLiteral("dark"), kThreads = QStringLiteral("threads"),
              kGpu = QStringLiteral("gpu"), kDecode = QStringLiteral("decode-on-gpu"),
              kPart = QStringLiteral("training/part"), kSplit = QStringLiteral("training/split"),
              kSeed = QStringLiteral("training/seed"), kEpochs = QStringLiteral("training/epochs"),
              kLanguage = QStringLiteral("language");

constexpr std::array kThemeNames{"system", "light", "dark"};

/// A bit for each number that is another one; 0 where anything else is.
unsigned numbers_changed(const PreferenceValues& a, const PreferenceValues& b) {
  PreferenceValues rest = b;
  rest.threads = a.threads, rest.part = a.part, rest.seed = a.seed, rest.epochs = a.epochs;
  if (rest != a) return 0;
  return (a.threads != b.threads ? 1U : 0U) | (a.part != b.part ? 2U : 0U) | (a.seed != b.seed ? 4U : 0U) |
         (a.epochs != b.epochs ? 8U : 0U);
}

}  // namespace

QString cache_folder() {
  const QString own = qEnvironmentVariable("MLINK_CACHE");
  if (!own.isEmpty()) return own;
  return qEnvironmentVariable("XDG_CACHE_HOME", qEnvironmentVariable("HOME") + QStringLiteral("/.cache")) +
         QStringLiteral("/mlink-workbench");
}

void Preferences::set(const PreferenceValues& values) {
  if (values == values_) return;
  const unsigned numbers = numbers_changed(values_, values);
  if (numbers == 0 || numbers != joins_ || past_.empty()) past_.push_back(values_);
  joins_ = numbers;
  future_.clear();
  apply(values);
}

void Preferences::apply(const PreferenceValues& values) {
  values_ = values;
  if (remembers_) write();
  Q_EMIT changed();
}

void Preferences::undo() {
  if (past_.empty()) return;
  end_change();
  future_.push_back(values_);
  const PreferenceValues values = past_.back();
  past_.pop_back();
  apply(values);
}

void Preferences::redo() {
  if (future_.empty()) return;
  end_change();
  past_.push_back(values_);
  const PreferenceValues values = future_.back();
  future_.pop_back();
  apply(values);
}

void Preferences::take_over(const Preferences& before) {
  past_ = before.past_;
  future_ = before.future_;
  apply(before.values_);
}

void Preferences::remember() {
  const QSettings kept;
  PreferenceValues values;
  const QString theme = kept.value(kTheme).toString();
  for (std::size_t i = 0; i < kThemeNames.size(); ++i)
    if (theme == QLatin1String(kThemeNames[i])) values.theme = static_cast<ThemeChoice>(i);
  // Earlier programs kept light or dark only.
  if (theme.isEmpty() && kept.contains(kDark))
    values.theme = kept.value(kDark).toBool() ? ThemeChoice::dark : ThemeChoice::light;
  values.threads = std::clamp(kept.value(kThreads, 0).toInt(), 0, 1024);
  values.use_gpu = kept.value(kGpu, true).toBool();
  values.decode_on_gpu = kept.value(kDecode, false).toBool();
  // What is out of its range stays at the default: such a file was written by something else.
  if (const double part = kept.value(kPart, values.part).toDouble(); part > 0 && part < 1) values.part = part;
  if (kept.value(kSplit).toString() == QLatin1String("clip")) values.split = SplitKind::clip;
  if (const int seed = kept.value(kSeed, values.seed).toInt(); seed >= 0) values.seed = seed;
  if (const int epochs = kept.value(kEpochs, values.epochs).toInt(); epochs > 0) values.epochs = epochs;
  values.language = kept_language();
  values_ = values;
  past_.clear();
  future_.clear();
  end_change();
  remembers_ = true;
  Q_EMIT changed();
}

LanguageChoice Preferences::kept_language() {
  return language_from_word(QSettings().value(kLanguage).toString()).value_or(LanguageChoice::system);
}

void Preferences::write() const {
  QSettings kept;
  kept.setValue(kTheme, QString::fromLatin1(kThemeNames[static_cast<std::size_t>(values_.theme)]));
  kept.remove(kDark);
  kept.setValue(kThreads, values_.threads);
  kept.setValue(kGpu, values_.use_gpu);
  kept.setValue(kDecode, values_.decode_on_gpu);
  kept.setValue(kPart, values_.part);
  kept.setValue(kSplit, values_.split == SplitKind::clip ? QStringLiteral("clip") : QStringLiteral("time"));
  kept.setValue(kSeed, values_.seed);
  kept.setValue(kEpochs, values_.epochs);
  kept.setValue(kLanguage, language_word(values_.language));
}

TrainSettings Preferences::training() const {
  TrainSettings settings;
  settings.part = values_.part;
  settings.split = values_.split;
  settings.seed = static_cast<std::uint64_t>(values_.seed);
  settings.epochs = values_.epochs;
  return settings;
}

bool Preferences::dark(bool system_is_dark) const {
  return values_.theme == ThemeChoice::system ? system_is_dark : values_.theme == ThemeChoice::dark;
}

}  // namespace mlink::ui
