// Takes log lines from any thread to the GUI thread. Lives as long as the program, so that a late line finds it.
#pragma once

#include <QObject>
#include <QString>

#include "base/log.h"

namespace mlink::ui {

class LogRelay : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;
  /// From any thread.
  void pass(LogLevel level, const std::string& text) { Q_EMIT line(level, QString::fromStdString(text)); }

 Q_SIGNALS:
  void line(base::LogLevel level, const QString& text);
};

}  // namespace mlink::ui
