#include "ui/window/screenshot.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QImage>
#include <QTimer>

#include "ui/common/exporter.h"
#include "ui/window/main_window.h"
#include "ui/window/page_area.h"

namespace mlink::ui {
namespace {

constexpr int kLookMs = 40;
constexpr int kSettledLooks = 5;  // ready must hold for so long: layouts and pictures follow each other

Status write_asked(MainWindow& window, const QString& path, const FigureAsk& figure) {
  if (QWidget* focused = window.focusWidget()) focused->clearFocus();  // its ring is no part of a figure
  QStringList names;
  for (Page* page : window.area()->shown_pages()) {
    for (const auto& [name, widget] : page->drawings()) {
      if (name == figure.drawing) return write_figure(figure_of(*widget, figure.wish, window.dark()), path);
      names << name;
    }
  }
  const std::string there = names.join(QStringLiteral(", ")).toStdString();
  return fail(ErrorKind::not_found, "The page has no drawing called " + figure.drawing.toStdString() + ".",
              names.isEmpty() ? "It has none now." : "It has " + there + ".");
}

}  // namespace

Status write_screenshot(MainWindow& window, const QString& path, const QSize& size, double seconds,
                        const std::optional<FigureAsk>& figure) {
  window.resize(size);
  window.show();
  QEventLoop loop;
  QElapsedTimer clock;
  clock.start();
  int settled = 0;
  QTimer look;
  QObject::connect(&look, &QTimer::timeout, &loop, [&] {
    const bool nothing_to_open = window.worker()->file().isEmpty() && window.status_idle();
    settled = window.ready() || nothing_to_open ? settled + 1 : 0;
    if (settled >= kSettledLooks || window.open_error() || clock.elapsed() > seconds * 1000) loop.quit();
  });
  look.start(kLookMs);
  loop.exec();
  if (window.open_error()) return tl::make_unexpected(*window.open_error());
  if (settled < kSettledLooks)
    return fail(ErrorKind::failed, "The page was not ready in time.", "Try again, or look at it in the window.",
                window.worker()->file().toStdString());
  if (figure) return write_asked(window, path, *figure);
  if (path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive)) return write_svg(window, path);
  if (path.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive)) return write_pdf(window, path);
  return write_png(picture_of(window, window.devicePixelRatioF()), path);
}

}  // namespace mlink::ui
