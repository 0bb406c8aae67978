// The main window's way to a figure for a paper: the drawings of what is shown.
#include <QApplication>

#include "ui/window/figure_dialog.h"
#include "ui/window/main_window.h"
#include "ui/window/page_area.h"

namespace mlink::ui {

FigureDialog* MainWindow::open_figure(const QWidget* first) {
  FigureDialog::Drawings drawings;
  for (Page* page : area_->shown_pages()) {
    for (const auto& drawing : page->drawings()) drawings.push_back(drawing);
  }
  auto* dialog = new FigureDialog(themes_, drawings, remember_, this);
  const QWidget* const focused = focusWidget();
  for (const auto& [name, widget] : drawings) {
    if (first ? widget == first : focused && (widget == focused || widget->isAncestorOf(focused)))
      dialog->choose(widget);
  }
  dialog->open();
  return dialog;
}

}  // namespace mlink::ui
