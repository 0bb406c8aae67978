#include "ui/common/exporter.h"

#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include "base/names.h"
#include "report/report.h"
#include "ui/common/widgets.h"

namespace mlink::ui {

QImage picture_of(QWidget& widget, double scale) {
  QImage image(widget.size() * scale, QImage::Format_RGB32);
  image.setDevicePixelRatio(scale);
  image.fill(widget.palette().color(QPalette::Base));
  widget.render(&image, QPoint(), QRegion(), QWidget::DrawWindowBackground | QWidget::DrawChildren);
  return image;
}

namespace {

/// A picture of a page is 25 MB until it is written: while so many wait for that no further one is made.
constexpr int kMostWriting = 3;

tl::unexpected<Error> not_written(const QString& path) {
  return fail(ErrorKind::io, "The file could not be written.", "Choose a folder you can write to.", path.toStdString());
}

}  // namespace

Status write_png(const QImage& image, const QString& path) {
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly) || !image.save(&file, "PNG") || !file.commit()) return not_written(path);
  return {};
}

Status write_svg(QWidget& widget, const QString& path) {
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return not_written(path);
  {
    const QRect whole(QPoint(), widget.size());
    QSvgGenerator svg;
    svg.setOutputDevice(&file);
    svg.setSize(widget.size());
    svg.setViewBox(whole);
    svg.setResolution(96);
    QPainter painter(&svg);
    painter.fillRect(whole, widget.palette().color(QPalette::Base));
    widget.render(&painter, QPoint(), QRegion(), QWidget::DrawWindowBackground | QWidget::DrawChildren);
  }
  return file.commit() ? Status() : not_written(path);
}

Status write_pdf(QWidget& widget, const QString& path) {
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return not_written(path);
  {
    QPdfWriter pdf(&file);
    pdf.setResolution(96);
    pdf.setPageSize(QPageSize(QSizeF(widget.size()) * 72 / 96, QPageSize::Point));
    pdf.setPageMargins(QMarginsF());
    QPainter painter(&pdf);
    widget.render(&painter);
  }
  return file.commit() ? Status() : not_written(path);
}

QString export_filter() {
  QStringList endings;
  for (const TableFormatRow& row : table_formats()) {
    const QString ending = QStringLiteral("*.") + to_qt(std::string(row.ending));
    if (!endings.contains(ending)) endings << ending;
  }
  return Exporter::tr("Picture (*.png *.svg *.pdf);;Table (%1)").arg(endings.join(u' '));
}

Status export_to(const QString& path, QWidget* drawing, const Table* table) {
  const QString ending = QFileInfo(path).suffix().toLower();
  if (drawing && ending == u"png") return write_png(picture_of(*drawing), path);
  if (drawing && ending == u"svg") return write_svg(*drawing, path);
  if (drawing && ending == u"pdf") return write_pdf(*drawing, path);
  const auto format = table_format_from_string(ending.toStdString());
  if (!format || !table)
    return fail(ErrorKind::unsupported, "Nothing here can be written as ." + ending.toStdString() + ".",
                "Choose png, svg or pdf for a picture; for a table " + table_format_names() + ".", path.toStdString());
  MLINK_ASSIGN(const auto content, file_content(*table, *format));
  return write_file(path.toStdString(), content);
}

Exporter::Exporter(Worker* worker, QObject* parent) : QObject(parent), worker_(worker) {}

void Exporter::start(const QString& folder, const std::vector<Page*>& pages, const QSize& size) {
  if (busy_) return;
  if (const auto data = worker_->data(); data && !data->whole()) {
    // The outputs are still being read, and they are part of the export.
    connect(
        worker_, &Worker::data_changed, this, [this, folder, pages, size] { start(folder, pages, size); },
        Qt::SingleShotConnection);
    return;
  }
  busy_ = true;
  folder_ = folder;
  todo_.clear();
  at_ = 0;
  files_ = writing_ = 0;
  error_.reset();
  if (!QDir().mkpath(folder)) {
    error_ = fail(ErrorKind::io, "The folder cannot be made.", "Choose another one.", folder.toStdString()).value();
    done();
    return;
  }
  if (const auto data = worker_->data(); data && data->snapshot.table) {
    for (std::size_t column = 0; column < data->snapshot.table->columns.size(); ++column) {
      const QString path =
          folder +
          QStringLiteral("/outputs-%1.csv").arg(to_qt(file_name_part(data->snapshot.table->columns[column].box)));
      todo_.emplace_back([this, data, column, path] {
        write(path, [data, column, path](const std::stop_token& stop) {
          return write_outputs(path.toStdString(), *data->snapshot.table, column, TableFormat::csv, stop,
                               camera_starts(data->snapshot));
        });
      });
    }
  }
  for (Page* page : pages) {
    const QPointer<Page> guard(page);
    todo_.emplace_back([this, guard] {
      if (!guard) return;
      for (const auto& [name, table] : guard->tables()) add_table(name, table);
    });
    todo_.emplace_back([this, guard, size] {
      if (!guard) return;
      if (!guard->isVisible()) guard->resize(size);
      add_drawing(QStringLiteral("page-") + guard->id(), guard);
      for (const auto& [name, widget] : guard->drawings()) add_drawing(guard->id() + u'-' + name, widget);
    });
  }
  next();
}

void Exporter::add_table(const QString& name, const Table& table) {
  const QString path = folder_ + u'/' + name + QStringLiteral(".csv");
  todo_.emplace_back([this, table, path] {
    write(path, [table, path](const std::stop_token&) {
      return write_file(path.toStdString(), render(table, TableFormat::csv));
    });
  });
}

void Exporter::add_drawing(const QString& name, QWidget* widget) {
  const QPointer<QWidget> guard(widget);
  const QString path = folder_ + u'/' + name;
  todo_.emplace_back([this, guard, path] {
    if (!guard || guard->size().isEmpty()) return;
    const QString file = path + QStringLiteral(".png");
    write(file, [image = picture_of(*guard), file](const std::stop_token&) { return write_png(image, file); });
  });
  todo_.emplace_back([this, guard, path] {
    if (!guard || guard->size().isEmpty()) return;
    const auto status = write_svg(*guard, path + QStringLiteral(".svg"));
    if (status)
      ++files_;
    else if (!error_)
      error_ = status.error();
  });
}

void Exporter::write(const QString& path, std::function<Status(const std::stop_token&)> job) {
  ++writing_;
  using Nothing = std::monostate;
  worker_->ask<Nothing>(
      Worker::Lane::compute, this, path,
      [job = std::move(job)](ReaderPort&, const std::stop_token& stop) -> Result<Nothing> {
        MLINK_TRY(job(stop));
        return Nothing{};
      },
      [this](Result<Nothing> result) {
        --writing_;
        if (result)
          ++files_;
        else if (!error_)
          error_ = result.error();
        if (at_ >= todo_.size()) return next();
        if (writing_ == kMostWriting - 1) QMetaObject::invokeMethod(this, &Exporter::next, Qt::QueuedConnection);
      });
}

void Exporter::next() {
  if (at_ >= todo_.size()) {
    if (writing_ == 0) done();
    return;
  }
  const auto step = todo_[at_++];  // a copy: a step may add further ones
  step();
  if (writing_ < kMostWriting) QMetaObject::invokeMethod(this, &Exporter::next, Qt::QueuedConnection);
}

void Exporter::done() {
  if (!busy_) return;
  busy_ = false;
  Q_EMIT finished(files_, error_);
}

}  // namespace mlink::ui
