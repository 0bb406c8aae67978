#include "ui/replay/export.h"

#include <QFileInfo>
#include <QImage>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QWidget>

namespace mlink {
namespace {

tl::unexpected<Error> not_written(const QString& path) {
  return fail(ErrorKind::io, "The file could not be written.", "Choose another folder.", path.toStdString());
}

}  // namespace

Status export_png(QWidget& drawing, const QString& path) {
  QImage image(drawing.size() * 2, QImage::Format_RGB32);
  image.setDevicePixelRatio(2);
  drawing.render(&image);
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly) || !image.save(&file, "PNG") || !file.commit()) return not_written(path);
  return {};
}

Status export_svg(QWidget& drawing, const QString& path) {
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return not_written(path);
  {
    QSvgGenerator svg;
    svg.setOutputDevice(&file);
    svg.setSize(drawing.size());
    svg.setViewBox(drawing.rect());
    svg.setResolution(96);
    QPainter painter(&svg);
    drawing.render(&painter);
  }
  return file.commit() ? Status() : not_written(path);
}

Status export_to(const QString& path, QWidget* drawing, const Table* table) {
  const QString ending = QFileInfo(path).suffix().toLower();
  if (drawing && ending == u"png") return export_png(*drawing, path);
  if (drawing && ending == u"svg") return export_svg(*drawing, path);
  const auto format = table_format_from_string(ending.toStdString());
  if (!format || !table)
    return fail(ErrorKind::unsupported, "Nothing here can be written as ." + ending.toStdString() + ".",
                "Choose png, svg, csv, json, md, tex or html.", path.toStdString());
  return write_file(path.toStdString(), render(*table, *format));
}

}  // namespace mlink
