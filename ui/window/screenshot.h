// Draws a page of an experiment into a picture without a screen, once all that the page needs is on it.
#pragma once

#include <QSize>
#include <QString>

#include "base/error.h"

namespace mlink::ui {

class MainWindow;

/// Runs the event loop until the window's page is ready (or `seconds` are over), then writes the picture.
[[nodiscard]] Status write_screenshot(MainWindow& window, const QString& path, const QSize& size, double seconds = 300);

}  // namespace mlink::ui
