// What there is to find or do in the window now. GUI thread only.
#pragma once

#include <vector>

#include "ui/window/palette_model.h"

class QAction;

namespace mlink::ui {

class MainWindow;

/// The window's actions, the boxes, links and cameras of the open experiment.
[[nodiscard]] std::vector<PaletteEntry> palette_entries(MainWindow& window);
/// What the text itself means: a budget ("60ms"), a frame ("yard 230", "yard:230").
[[nodiscard]] std::vector<PaletteEntry> palette_reading(MainWindow& window, const QString& typed);
/// "Run next step": an action's text without mark-up for menus.
[[nodiscard]] QString plain_text(const QAction& action);

}  // namespace mlink::ui
