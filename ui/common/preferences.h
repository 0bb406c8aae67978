// What a person chose for the program as a whole, kept between runs (QSettings), and read by the window and the worker.
// GUI thread only.
#pragma once

#include <QObject>
#include <QString>
#include <vector>

#include "experiment/experiment.h"
#include "ui/common/language.h"

namespace mlink::ui {

/// Where what can be fetched or made again is kept: MLINK_CACHE, else a folder of the user's cache.
[[nodiscard]] QString cache_folder();

enum class ThemeChoice { system, light, dark };

struct PreferenceValues {
  ThemeChoice theme = ThemeChoice::system;
  int threads = 0;             ///< of collecting and training; 0: all cores
  bool use_gpu = true;         ///< where build and machine have one
  bool decode_on_gpu = false;  ///< videos too, where boxes may use it
  /// Of the next training.
  double part = TrainSettings().part;
  SplitKind split = TrainSettings().split;
  int seed = static_cast<int>(TrainSettings().seed);
  int epochs = TrainSettings().epochs;
  LanguageChoice language = LanguageChoice::system;  ///< of the window
  friend bool operator==(const PreferenceValues&, const PreferenceValues&) = default;
};

class Preferences : public QObject {
  Q_OBJECT
 public:
  explicit Preferences(QObject* parent = nullptr) : QObject(parent) {}
  [[nodiscard]] const PreferenceValues& values() const { return values_; }
  void set(const PreferenceValues& values);  ///< tells changed() where they are others
  /// Values as they were before a change, and as they were again; since the program was started. Changes of one number
  /// that follow one another are one, until end_change().
  void undo();
  void redo();
  void end_change() { joins_ = 0; }
  [[nodiscard]] bool can_undo() const { return !past_.empty(); }
  [[nodiscard]] bool can_redo() const { return !future_.empty(); }
  /// What undo() (redo()) would change; equal values: nothing.
  [[nodiscard]] const PreferenceValues& undone() const { return past_.empty() ? values_ : past_.back(); }
  [[nodiscard]] const PreferenceValues& redone() const { return future_.empty() ? values_ : future_.back(); }
  /// Values and what can be undone, of the window before.
  void take_over(const Preferences& before);
  /// Reads what was kept, and keeps what is set from then on. Without this nothing is written.
  void remember();
  /// What was kept, before there is a window.
  [[nodiscard]] static LanguageChoice kept_language();

  [[nodiscard]] TrainSettings training() const;
  /// Whether the window is dark with these values.
  [[nodiscard]] bool dark(bool system_is_dark) const;

 Q_SIGNALS:
  void changed();

 private:
  void write() const;
  void apply(const PreferenceValues& values);
  PreferenceValues values_;
  std::vector<PreferenceValues> past_, future_;
  unsigned joins_ = 0;  ///< the number that the newest change is of; 0: none, it stands for itself
  bool remembers_ = false;
};

}  // namespace mlink::ui
