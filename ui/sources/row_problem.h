// An error inside the row it concerns: what, what to do, the path last, and the buttons that help.
#pragma once

#include <QMouseEvent>
#include <QWidget>

#include "base/error.h"
#include "ui/common/theme.h"

class QHBoxLayout;
class QPushButton;

namespace mlink::ui {

class RowProblem : public QWidget {
  Q_OBJECT
 public:
  RowProblem(const ThemeHolder& themes, const Error& error, QWidget* parent = nullptr);
  QPushButton* add_button(const QString& text);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override { event->ignore(); }

 private:
  const ThemeHolder& themes_;
  QString what_, todo_, path_;
  QHBoxLayout* buttons_;
};

}  // namespace mlink::ui
