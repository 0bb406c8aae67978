// The rail at the left: one button a page, 72 px wide or as its longest name needs, with the accent at the page that is
// shown.
#pragma once

#include <QAbstractButton>
#include <QWidget>
#include <vector>

#include "ui/common/theme.h"

class QVBoxLayout;

namespace mlink::ui {

class RailButton : public QAbstractButton {
  Q_OBJECT
 public:
  RailButton(const ThemeHolder& themes, const QString& icon, const QString& text, QWidget* parent = nullptr);
  [[nodiscard]] QSize sizeHint() const override;
  /// A page without data is drawn quieter, and can be clicked all the same.
  void set_quiet(bool quiet);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  const ThemeHolder& themes_;
  QString icon_;
  bool quiet_ = false;
};

class Rail : public QWidget {
  Q_OBJECT
 public:
  explicit Rail(const ThemeHolder& themes, QWidget* parent = nullptr);
  RailButton* add(const QString& id, const QString& icon, const QString& text, const QString& tip);
  void set_current(const QString& id);
  [[nodiscard]] RailButton* button(const QString& id) const;

 Q_SIGNALS:
  void chosen(const QString& id);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeHolder& themes_;
  QVBoxLayout* column_;
  std::vector<std::pair<QString, RailButton*>> buttons_;
};

}  // namespace mlink::ui
