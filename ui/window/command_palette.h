// "Find or do" (Ctrl+K): a field over the window that finds actions, pages, boxes, links, frames and budgets, and does
// what is chosen. GUI thread only.
#pragma once

#include <QStringList>
#include <vector>

#include "ui/window/overlay.h"
#include "ui/window/palette_model.h"

class QLabel;
class QLineEdit;
class QListView;

namespace mlink::ui {

class TextLabel;

class CommandPalette : public Overlay {
  Q_OBJECT
 public:
  CommandPalette(const ThemeHolder& themes, QWidget* window);
  void open_with(std::vector<PaletteEntry> entries);
  /// What a text itself means, beside what is found: "60ms" is a budget, "yard 230" a frame.
  void set_reader(std::function<std::vector<PaletteEntry>(const QString&)> reader) { reader_ = std::move(reader); }

  [[nodiscard]] QLineEdit* field() const { return field_; }
  [[nodiscard]] QListView* list() const { return list_; }
  [[nodiscard]] PaletteModel* model() const { return model_; }

 protected:
  [[nodiscard]] QRect place(const QSize& window) const override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void find(const QString& typed);
  void move(int direction);
  void choose(int row);
  void do_current();
  std::vector<PaletteEntry> entries_;
  std::function<std::vector<PaletteEntry>(const QString&)> reader_;
  QStringList recent_;
  QLineEdit* field_;
  QListView* list_;
  PaletteModel* model_;
  TextLabel* count_;
};

}  // namespace mlink::ui
