// What happened, line by line, with time and severity. GUI thread only.
#pragma once

#include <QWidget>

#include "base/log.h"
#include "ui/common/widgets.h"

class QPlainTextEdit;

namespace mlink::ui {

class LogPanel : public Panel {
  Q_OBJECT
 public:
  explicit LogPanel(const ThemeHolder& themes, QWidget* parent = nullptr);
  void add(LogLevel level, const QString& text);
  /// The lines of another one, before its own.
  void go_on_from(const LogPanel& before);
  [[nodiscard]] int errors() const { return errors_; }
  [[nodiscard]] int warnings() const { return warnings_; }
  [[nodiscard]] QString text() const;

 Q_SIGNALS:
  void counted();
  void close_wanted();

 private:
  QPlainTextEdit* lines_;
  int errors_ = 0, warnings_ = 0;
};

}  // namespace mlink::ui
