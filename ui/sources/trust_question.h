// A question inside the row of a black box whose files nobody trusted yet: what it means, and the two answers. GUI
// thread only.
#pragma once

#include <QMouseEvent>
#include <QStringList>
#include <QWidget>

class QPushButton;

namespace mlink::ui {

class ThemeHolder;

class TrustQuestion : public QWidget {
  Q_OBJECT
 public:
  /// `files`: their names, for the tooltip.
  TrustQuestion(const ThemeHolder& themes, const QStringList& files, QWidget* parent = nullptr);
  [[nodiscard]] QPushButton* trust_button() const { return trust_; }
  [[nodiscard]] QPushButton* keep_button() const { return keep_; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override { event->ignore(); }

 private:
  const ThemeHolder& themes_;
  QPushButton *trust_, *keep_;
};

}  // namespace mlink::ui
