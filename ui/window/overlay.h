// A panel over the whole window with a scrim behind it: Esc or a click beside it closes it, and gives the focus back to
// who had it. GUI thread only.
#pragma once

#include <QPointer>
#include <QWidget>

#include "ui/common/theme.h"

namespace mlink::ui {

class Overlay : public QWidget {
  Q_OBJECT
 public:
  /// `window`: what it lies over; it follows that one's size.
  Overlay(const ThemeHolder& themes, QWidget* window);
  /// Shows the panel and puts the focus on `first` in it.
  void open(QWidget* first);
  void close_overlay();
  [[nodiscard]] bool is_open() const { return isVisible(); }
  [[nodiscard]] QWidget* panel() const { return panel_; }

 Q_SIGNALS:
  void toggled(bool open);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  /// Where the panel lies in a window of this size.
  [[nodiscard]] virtual QRect place(const QSize& window) const = 0;
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  [[nodiscard]] const ThemeHolder& themes() const { return themes_; }
  /// Fills the panel: `title` and a button that closes in its head, `body` below.
  void fill(QWidget* title, QWidget* body);

 private:
  void lay_out();
  const ThemeHolder& themes_;
  QWidget* panel_;
  QPointer<QWidget> before_;  ///< had the focus
};

}  // namespace mlink::ui
