#include "ui/window/screenshot.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QImage>
#include <QTimer>

#include "ui/common/exporter.h"
#include "ui/window/main_window.h"

namespace mlink::ui {
namespace {

constexpr int kLookMs = 40;
constexpr int kSettledLooks = 5;  // ready must hold for so long: layouts and pictures follow each other

}  // namespace

Status write_screenshot(MainWindow& window, const QString& path, const QSize& size, double seconds) {
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
  if (path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive)) return write_svg(window, path);
  if (path.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive)) return write_pdf(window, path);
  return write_png(picture_of(window, window.devicePixelRatioF()), path);
}

}  // namespace mlink::ui
