// A page as a dock: a head with its name, to drag it by, and buttons that float and close it. Where it is smaller than
// the page needs, it scrolls: nothing is cut. GUI thread only.
#pragma once

#include <QDockWidget>

#include "ui/common/page.h"
#include "ui/common/theme.h"

class QAbstractButton;
class QScrollArea;

namespace mlink::ui {

class DockHead : public QWidget {
  Q_OBJECT
 public:
  DockHead(const ThemeHolder& themes, const QString& icon, const QString& title);
  [[nodiscard]] QAbstractButton* float_button() const { return float_; }
  [[nodiscard]] QAbstractButton* close_button() const { return close_; }
  void set_front(bool front);
  [[nodiscard]] QSize sizeHint() const override { return {160, space::dock_head}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {120, space::dock_head}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeHolder& themes_;
  QString icon_, title_;
  QAbstractButton *float_, *close_;
  bool front_ = false;
};

class PageDock : public QDockWidget {
  Q_OBJECT
 public:
  PageDock(const ThemeHolder& themes, Page* page, QWidget* parent);
  [[nodiscard]] Page* page() const { return page_; }
  [[nodiscard]] DockHead* head() const { return head_; }
  /// Lets the page go: it has no parent then.
  void release();

 private:
  Page* page_;
  QScrollArea* scroll_;
  DockHead* head_;
};

}  // namespace mlink::ui
