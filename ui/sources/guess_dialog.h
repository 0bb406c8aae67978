// A manifest to begin with for a network's file that was dropped: what the file says, what had to be assumed, and the
// manifest to correct, which is saved beside the file and added. Does not block.
#pragma once

#include <QDialog>
#include <memory>

#include "experiment/boxes.h"

class QPlainTextEdit;
class QPushButton;

namespace mlink::ui {

class TextLabel;
class ThemeHolder;
class Worker;

class GuessDialog : public QDialog {
  Q_OBJECT
 public:
  GuessDialog(Worker* worker, const ThemeHolder& themes, const QString& model, QWidget* parent);

  [[nodiscard]] QPlainTextEdit* manifest() const { return manifest_; }
  [[nodiscard]] QPushButton* add_button() const { return add_; }
  [[nodiscard]] QString told() const;  ///< what is said of the file: what was assumed, or why there is no manifest

 Q_SIGNALS:
  void saved(const QString& manifest_file);  ///< to be added

 private:
  void show_guess(const Result<experiment::BoxGuess>& guess);
  void save();

  Worker* worker_;
  QString model_;
  TextLabel* told_;
  QPlainTextEdit* manifest_;
  QPushButton* add_;
};

}  // namespace mlink::ui
