#include "ui/window/thumbnails.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

#include "ui/common/exporter.h"
#include "ui/common/preferences.h"

namespace mlink::ui {
namespace {

QString thumbnails_folder() { return cache_folder() + QStringLiteral("/recent"); }

QString place_of(const QString& file) {
  const QByteArray path = QFileInfo(file).absoluteFilePath().toUtf8();
  const auto sum = QCryptographicHash::hash(path, QCryptographicHash::Sha256).toHex().left(32);
  return thumbnails_folder() + QStringLiteral("/%1.png").arg(QString::fromLatin1(sum));
}

}  // namespace

QImage thumbnail_of(const QString& file) { return QImage(place_of(file)); }

void keep_thumbnail(const QString& file, const QImage& picture) {
  if (picture.isNull() || !QDir().mkpath(thumbnails_folder())) return;
  // Without one the list shows a drawing: nothing is told where the cache cannot be written.
  (void)write_png(picture.scaled(kThumbnail, Qt::KeepAspectRatio, Qt::SmoothTransformation), place_of(file));
}

void forget_thumbnail(const QString& file) { QFile::remove(place_of(file)); }

void forget_thumbnails() { QDir(thumbnails_folder()).removeRecursively(); }

}  // namespace mlink::ui
