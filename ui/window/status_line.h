// The line at the bottom: the running step with bar, per cent, time left and Stop, or how the last one ended; at the
// right the machine and the log.
#pragma once

#include <QWidget>

#include "ui/common/widgets.h"
#include "ui/common/worker.h"

class QProgressBar;

namespace mlink::ui {

class StatusLine : public QWidget {
  Q_OBJECT
 public:
  StatusLine(const ThemeHolder& themes, Worker* worker, QWidget* parent = nullptr);
  void say(const QString& text, TextLabel::Tone tone = TextLabel::Tone::second);
  void set_log(int errors, int warnings);
  [[nodiscard]] QPushButton* stop_button() const { return stop_; }
  [[nodiscard]] QAbstractButton* log_button() const { return log_; }
  [[nodiscard]] QString text() const;

 Q_SIGNALS:
  void log_wanted();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void show_job();
  const ThemeHolder& themes_;
  Worker* worker_;
  TextLabel *text_, *share_, *left_;
  QProgressBar* bar_;
  QPushButton *stop_, *log_;
  QString said_;
};

}  // namespace mlink::ui
