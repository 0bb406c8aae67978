// An experiment of the demo on the Welcome page: what it is, whether it is there, how far its making is, and the button
// that makes, stops or opens it. GUI thread only.
#pragma once

#include <QImage>
#include <QPushButton>
#include <QWidget>

#include "ui/common/widgets.h"

class QProgressBar;

namespace mlink::ui {

class DemoCard : public QWidget {
  Q_OBJECT
 public:
  enum class State { absent, begun, made, making, stopping, waiting };  ///< waiting: another one is being made
  DemoCard(const ThemeHolder& themes, const QString& name, const QString& title, const QString& sentence);
  [[nodiscard]] const QString& name() const { return name_; }
  [[nodiscard]] State state() const { return state_; }
  void set_state(State state);
  /// While it is being made; a negative share: not known.
  void set_progress(const QString& doing, double share);
  void set_error(const QString& text);  ///< empty: none
  void set_picture(const QImage& picture);
  [[nodiscard]] QString said() const { return said_->text(); }
  [[nodiscard]] QPushButton* button() const { return button_; }

 Q_SIGNALS:
  void make_wanted(const QString& name);
  void stop_wanted();
  void open_wanted(const QString& name);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void show_state();
  void press();
  const ThemeHolder& themes_;
  QString name_, title_, doing_, error_;
  State state_ = State::absent;
  QImage picture_;
  TextLabel* said_;
  QProgressBar* bar_;
  QPushButton* button_;
};

}  // namespace mlink::ui
