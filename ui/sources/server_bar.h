// Asks in its place for a model on an inference server: where it is, what it says of itself, and the manifest that
// comes of it, which is corrected, saved and added. A server that does not answer is told here, and asked again when a
// person wants it. Nothing is shown until it is opened. GUI thread only.
#pragma once

#include <QWidget>

#include "experiment/boxes.h"
#include "ui/common/worker.h"

class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace mlink::ui {

class TextLabel;
class ThemeHolder;

class ServerBar : public QWidget {
  Q_OBJECT
 public:
  ServerBar(const ThemeHolder& themes, Worker* worker, QWidget* parent = nullptr);

  void open();
  /// What was typed stays for the next time.
  void close_bar();

  [[nodiscard]] QLineEdit* address() const { return address_; }
  [[nodiscard]] QLineEdit* certificates() const { return certificates_; }
  [[nodiscard]] QLineEdit* token() const { return token_; }
  [[nodiscard]] QLineEdit* file() const { return file_; }
  [[nodiscard]] QPlainTextEdit* manifest() const { return manifest_; }
  [[nodiscard]] QPushButton* ask_button() const { return ask_; }
  [[nodiscard]] QPushButton* add_button() const { return add_; }
  [[nodiscard]] QPushButton* cancel_button() const { return cancel_; }
  [[nodiscard]] QString told() const;   ///< of the server: what it is, and what was assumed
  [[nodiscard]] QString wrong() const;  ///< empty: nothing

 Q_SIGNALS:
  void saved(const QString& manifest_file);  ///< to be added
  void toggled(bool open);
  void manifest_shown(bool shown);  ///< it needs the room that there is

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void build();
  QLineEdit* path_field(const QString& name, const QString& placeholder, const QString& tip);
  QPushButton* chooser(QLineEdit* field, const QString& title, bool saves);
  void ask();
  void show_guess(const QString& asked, const Result<experiment::BoxGuess>& guess);
  void show_manifest(bool there);
  void tell_wrong(const QString& what);
  void save();

  const ThemeHolder& themes_;
  Worker* worker_;
  QLineEdit *address_, *certificates_, *token_, *file_;
  TextLabel *told_, *wrong_;
  QPlainTextEdit* manifest_;
  QWidget* place_;  ///< where the manifest is saved
  QPushButton *ask_, *add_, *cancel_;
};

}  // namespace mlink::ui
