// Settings over the window: theme, language, threads, device, the next training, where files lie, and what the words of
// budgets are. What is changed counts at once; while it is open, Undo and Redo are of what was changed here. GUI thread
// only.
#pragma once

#include "ui/common/preferences.h"
#include "ui/window/overlay.h"

class QCheckBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace mlink::ui {

class Segmented;
class TextLabel;

class SettingsPanel : public Overlay {
  Q_OBJECT
 public:
  SettingsPanel(const ThemeHolder& themes, Preferences* preferences, QWidget* window);
  void open_panel();
  /// What a person has to know of the language they chose; empty: nothing.
  void tell_language(const QString& text);

  [[nodiscard]] Segmented* theme() const { return theme_; }
  [[nodiscard]] Segmented* language() const { return language_; }
  [[nodiscard]] TextLabel* language_note() const { return language_note_; }
  [[nodiscard]] QSpinBox* threads() const { return threads_; }
  [[nodiscard]] QCheckBox* gpu() const { return gpu_; }
  [[nodiscard]] QCheckBox* decode() const { return decode_; }
  [[nodiscard]] QDoubleSpinBox* part() const { return part_; }
  [[nodiscard]] Segmented* split() const { return split_; }
  [[nodiscard]] QSpinBox* seed() const { return seed_; }
  [[nodiscard]] QSpinBox* epochs() const { return epochs_; }
  [[nodiscard]] QPushButton* defaults() const { return defaults_; }
  [[nodiscard]] QToolButton* undo_button() const { return undo_; }
  [[nodiscard]] QToolButton* redo_button() const { return redo_; }
  /// "Theme": what Undo (Redo) would change now; empty: nothing.
  [[nodiscard]] QString undo_text() const;
  [[nodiscard]] QString redo_text() const;

 Q_SIGNALS:
  void forget_wanted();  ///< recent files

 protected:
  [[nodiscard]] QRect place(const QSize& window) const override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QWidget* make_head();
  void show_undo();
  QWidget* make_program();
  QWidget* make_training();
  QWidget* make_places();
  void show_values();
  void take_values();
  Preferences* preferences_;
  Segmented *theme_, *language_, *split_;
  QSpinBox *threads_, *seed_, *epochs_;
  QDoubleSpinBox* part_;
  QCheckBox *gpu_, *decode_;
  QPushButton* defaults_;
  TextLabel* language_note_;
  QToolButton *undo_, *redo_;
  bool showing_ = false;
};

}  // namespace mlink::ui
