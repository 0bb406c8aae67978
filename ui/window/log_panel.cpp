#include "ui/window/log_panel.h"

#include <QPlainTextEdit>
#include <QTime>
#include <QToolButton>
#include <QVBoxLayout>

namespace mlink::ui {

LogPanel::LogPanel(const ThemeHolder& themes, QWidget* parent) : Panel(themes, tr("Log"), parent) {
  lines_ = new QPlainTextEdit;
  lines_->setReadOnly(true);
  lines_->setFont(mono_font());
  lines_->setFrameShape(QFrame::NoFrame);
  lines_->setMaximumBlockCount(5000);
  lines_->setAccessibleName(tr("Log"));
  body()->addWidget(lines_);
  connect(add_tool(QStringLiteral("cross"), tr("Close the log")), &QToolButton::clicked, this, &LogPanel::close_wanted);
}

void LogPanel::add(LogLevel level, const QString& text) {
  const QStringList names{tr("debug"), tr("info"), tr("warning"), tr("error")};
  if (level == LogLevel::error) ++errors_;
  if (level == LogLevel::warning) ++warnings_;
  lines_->appendPlainText(QStringLiteral("%1  %2  %3")
                              .arg(QTime::currentTime().toString(QStringLiteral("HH:mm:ss")),
                                   names.value(static_cast<int>(level)).leftJustified(7), text));
  Q_EMIT counted();
}

void LogPanel::go_on_from(const LogPanel& before) {
  QStringList all{before.text(), text()};
  all.removeAll({});
  lines_->setPlainText(all.join(u'\n'));
  errors_ += before.errors_;
  warnings_ += before.warnings_;
  Q_EMIT counted();
}

QString LogPanel::text() const { return lines_->toPlainText(); }

}  // namespace mlink::ui
