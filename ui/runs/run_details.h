// The chosen run: its key figures, settings and inputs, the command that makes it again, and the note that a person
// writes. GUI thread only.
#pragma once

#include <QWidget>
#include <optional>

#include "ui/common/widgets.h"
#include "ui/runs/runs_model.h"

class QGridLayout;
class QPlainTextEdit;
class QPushButton;
class QScrollArea;

namespace mlink::ui {

class RunDetails : public QWidget {
  Q_OBJECT
 public:
  explicit RunDetails(const ThemeHolder& themes, QWidget* parent = nullptr);
  /// Null: nothing is chosen. What was typed into the note of another run is told first.
  void set_run(const ToldRun* told);
  void set_writable(bool writable);
  void focus_note();
  /// Tells note_written() where the text is another one than the run's.
  void save_note();

  [[nodiscard]] QPlainTextEdit* note() const { return note_; }
  [[nodiscard]] QString command() const;
  [[nodiscard]] QPushButton* copy_button() const { return copy_; }
  [[nodiscard]] KeyFigures* figures() const { return figures_; }
  /// Names and values as they stand there, "Part: 5 % in time".
  [[nodiscard]] const QStringList& lines() const { return lines_; }

 Q_SIGNALS:
  void note_written(const mlink::ui::RunKey& key, const QString& note);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void build_command();
  void build_note();
  void fill_grid();
  void add_line(int row, int column, const QString& name, const QString& value, bool mono = false);
  const ThemeHolder& themes_;
  std::optional<ToldRun> told_;
  KeyFigures* figures_;
  TextLabel* problem_;
  QWidget* facts_ = nullptr;
  QScrollArea* scroll_;
  QWidget *command_box_, *note_box_;
  TextLabel* command_;
  TextLabel* command_note_;
  QPushButton* copy_;
  TextLabel* saved_;
  QPlainTextEdit* note_;
  QStringList lines_;
  bool writable_ = true, two_columns_ = true;
};

}  // namespace mlink::ui
