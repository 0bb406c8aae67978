// A line below the toolbar that asks one question without standing in the way: buttons at the right answer it. GUI
// thread only.
#pragma once

#include <QWidget>

#include "ui/common/widgets.h"

namespace mlink::ui {

class AskBar : public QWidget {
  Q_OBJECT
 public:
  explicit AskBar(const ThemeHolder& themes, QWidget* parent = nullptr);
  /// Shows the question, with the focus on the answer that changes nothing.
  void ask(const QString& question);
  /// Says something in its place, without answers.
  void say(const QString& text);
  [[nodiscard]] bool asking() const { return !isHidden() && !stop_->isHidden(); }
  [[nodiscard]] QString text() const { return text_->text(); }
  [[nodiscard]] QPushButton* stop_button() const { return stop_; }
  [[nodiscard]] QPushButton* wait_button() const { return wait_; }
  [[nodiscard]] QPushButton* stay_button() const { return stay_; }

 Q_SIGNALS:
  void stop_chosen();
  void wait_chosen();
  void stay_chosen();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  const ThemeHolder& themes_;
  TextLabel* text_;
  QPushButton *stop_, *wait_, *stay_;
};

}  // namespace mlink::ui
