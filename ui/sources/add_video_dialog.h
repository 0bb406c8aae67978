// How videos are added: camera name, region of the picture, every Nth frame, at most so many;
// several files one after another. Does not block.
#pragma once

#include <QDialog>
#include <QStringList>

#include "experiment/experiment.h"

class QCheckBox;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace mlink::ui {

class TextLabel;
class ThemeHolder;

/// "320x240+224+160" as a region; nothing when it is not one.
[[nodiscard]] std::optional<Rect> parse_region(const QString& text);

class AddVideoDialog : public QDialog {
  Q_OBJECT
 public:
  AddVideoDialog(const ThemeHolder& themes, const QStringList& files, QWidget* parent);

  [[nodiscard]] QCheckBox* sequence() const { return sequence_; }
  [[nodiscard]] QLineEdit* camera() const { return name_; }
  [[nodiscard]] QPushButton* add_button() const { return add_; }

 Q_SIGNALS:
  /// `sequence`: each file begins where the one before it ends; with a camera's name they are all of that camera.
  void chosen(const QStringList& files, const experiment::AddVideoOptions& options, bool sequence);

 private:
  void check();
  void take();
  [[nodiscard]] std::optional<StartWish> start() const;  ///< none: nothing is typed, or not a start
  QStringList files_;                                    ///< in the order of their names
  QLineEdit *name_, *region_, *begins_;
  QSpinBox *every_, *limit_;
  QCheckBox* sequence_;  ///< several files only
  TextLabel* wrong_;
  QPushButton* add_;
};

}  // namespace mlink::ui
