// Draws a page of an experiment into a picture without a screen, once all that the page needs is on it.
#pragma once

#include <QSize>
#include <QString>

#include <optional>

#include "base/error.h"
#include "ui/common/figure.h"

namespace mlink::ui {

class MainWindow;

/// One of the page's drawings as a figure for a paper.
struct FigureAsk {
  QString drawing;
  FigureWish wish;
};

/// Runs the event loop until the window's page is ready (or `seconds` are over), then writes the picture, or instead of
/// it the figure that is asked for: .svg or .pdf.
[[nodiscard]] Status write_screenshot(MainWindow& window, const QString& path, const QSize& size, double seconds = 300,
                                      const std::optional<FigureAsk>& figure = {});

}  // namespace mlink::ui
