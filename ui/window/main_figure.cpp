// The main window's ways to what is on screen: a figure for a paper, a file, the clipboard.
#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QMimeData>

#include "ui/window/figure_dialog.h"
#include "ui/window/main_window.h"
#include "ui/window/page_area.h"
#include "ui/window/status_line.h"
#include "ui/window/view_export.h"

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

ViewExport* MainWindow::open_view_export() {
  auto* dialog = new ViewExport(themes_, worker_, area_->shown_pages(), this);
  dialog->choose(view_in_focus());
  dialog->open();
  return dialog;
}

/// The innermost drawing, list or table that has the focus; else the page.
QWidget* MainWindow::view_in_focus() const {
  QWidget* found = nullptr;
  for (QWidget* at = focusWidget(); at; at = at->parentWidget()) {
    if (qobject_cast<QAbstractItemView*>(at)) found = at;
    for (Page* page : area_->shown_pages()) {
      for (const auto& [name, drawing] : page->drawings())
        if (drawing == at) return at;
      if (page == at) return found ? found : at;
    }
  }
  return page_of(page_);
}

void MainWindow::copy_view() {
  QWidget* const view = view_in_focus();
  if (!view || view->size().isEmpty()) return;
  QMimeData* const copied = copy_of(*view);
  status_->say(copied->hasText() ? tr("Copied, as a picture and as text") : tr("Copied, as a picture"));
  QApplication::clipboard()->setMimeData(copied);
}

}  // namespace mlink::ui
