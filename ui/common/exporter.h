// The window's only way into files: a drawing as PNG, SVG or PDF, a table in any of the report's formats; and an
// exporter of everything into a folder, one piece a turn of the event loop, written on the worker's thread, so that the
// window never waits for a disk. What cannot be written whole is not written at all. GUI thread only, but for
// write_png.
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>
#include <functional>
#include <vector>

#include "ui/common/page.h"

namespace mlink::ui {

class Exporter : public QObject {
  Q_OBJECT
 public:
  explicit Exporter(Worker* worker, QObject* parent = nullptr);
  /// Everything of the pages; drawings of a page that is not shown are laid out for `size` first.
  void start(const QString& folder, const std::vector<Page*>& pages, const QSize& size);
  [[nodiscard]] bool busy() const { return busy_; }

 Q_SIGNALS:
  void finished(int files, std::optional<base::Error> error);

 private:
  void next();
  void write(const QString& path, std::function<Status(const std::stop_token&)> job);
  void add_table(const QString& name, const Table& table);
  void add_drawing(const QString& name, QWidget* widget);
  void done();

  Worker* worker_;
  QString folder_;
  std::vector<std::function<void()>> todo_;
  std::size_t at_ = 0;
  int files_ = 0, writing_ = 0;
  std::optional<Error> error_;
  bool busy_ = false;
};

/// A widget as a picture; it need not be shown.
[[nodiscard]] QImage picture_of(QWidget& widget, double scale = 2);    ///< `scale`: pixels a point
[[nodiscard]] Status write_svg(QWidget& widget, const QString& path);  ///< keeps lines and text
[[nodiscard]] Status write_pdf(QWidget& widget, const QString& path);  ///< one page of its size, the same
[[nodiscard]] Status write_png(const QImage& image, const QString& path);
/// For a file dialog: pictures, and every format that the report writes tables in.
[[nodiscard]] QString export_filter();
/// What the path's ending asks for; fails on an ending that is not known or has nothing to be written.
[[nodiscard]] Status export_to(const QString& path, QWidget* drawing, const Table* table);

}  // namespace mlink::ui
