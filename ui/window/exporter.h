// Writes tables as CSV and drawings as PNG and SVG into a folder, one piece a turn of the event loop; files are written
// on the worker's thread, so that the window never waits for a disk.
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>
#include <functional>
#include <vector>

#include "ui/common/page.h"

namespace mlink {

class Chart;

class Exporter : public QObject {
  Q_OBJECT
 public:
  explicit Exporter(Worker* worker, QObject* parent = nullptr);
  /// Everything of the pages; drawings of a page that is not shown are laid out for `size` first.
  void start(const QString& folder, const std::vector<Page*>& pages, const QSize& size);
  [[nodiscard]] bool busy() const { return busy_; }

 Q_SIGNALS:
  void finished(int files, std::optional<mlink::Error> error);

 private:
  void next();
  void write(const QString& path, std::function<Status()> job);
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

/// A widget as a picture. PNG at `scale` pixels a point; SVG keeps lines and text.
[[nodiscard]] QImage picture_of(QWidget& widget, double scale = 2);
[[nodiscard]] Status write_svg(QWidget& widget, const QString& path);
[[nodiscard]] Status write_png(const QImage& image, const QString& path);

}  // namespace mlink
