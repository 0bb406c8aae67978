// Help over the window: the keys, first steps, what the numbers mean, and what the program is made of. GUI thread only.
#pragma once

#include <vector>

#include "ui/window/overlay.h"

class QAction;
class QTextBrowser;

namespace mlink::ui {

class Segmented;

/// A key and what it does, under a heading.
struct KeyRow {
  QString group, what, keys;
};

class HelpPanel : public Overlay {
  Q_OBJECT
 public:
  enum Part { Keys, FirstSteps, Numbers, About };
  HelpPanel(const ThemeHolder& themes, QWidget* window);
  void set_keys(std::vector<KeyRow> keys);
  void open_part(Part part);
  [[nodiscard]] Segmented* parts() const { return parts_; }
  [[nodiscard]] QTextBrowser* text() const { return text_; }

 protected:
  [[nodiscard]] QRect place(const QSize& window) const override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void show_part(int part);
  std::vector<KeyRow> keys_;
  Segmented* parts_;
  QTextBrowser* text_;
};

}  // namespace mlink::ui
