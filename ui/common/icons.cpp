#include "ui/common/icons.h"

#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QPointer>
#include <QSvgRenderer>
#include <cmath>

#include "ui/common/theme.h"

namespace mlink::ui {
namespace {

QByteArray svg_of(const QString& name, const QColor& colour) {
  static QHash<QString, QByteArray> files;
  auto it = files.find(name);
  if (it == files.end()) {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    it = files.insert(name, file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray());
  }
  QByteArray svg = it.value();
  return svg.replace("stroke=\"#000\"", "stroke=\"" + colour.name().toLatin1() + "\"");
}

QPixmap pixmap_of(const QString& name, const QSize& size, const QColor& colour, qreal ratio) {
  const QString key =
      QStringLiteral("icon/%1/%2/%3x%4/%5").arg(name, colour.name()).arg(size.width()).arg(size.height()).arg(ratio);
  QPixmap pixmap;
  if (QPixmapCache::find(key, &pixmap)) return pixmap;
  pixmap = QPixmap(size * ratio);
  pixmap.setDevicePixelRatio(ratio);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  QSvgRenderer(svg_of(name, colour)).render(&painter, QRectF(QPointF(0, 0), QSizeF(size)));
  QPixmapCache::insert(key, pixmap);
  return pixmap;
}

class TintedEngine : public QIconEngine {
 public:
  TintedEngine(QString name, const ThemeHolder* themes) : name_(std::move(name)), themes_(themes) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
    draw_icon(*painter, name_, rect, colour(mode, state));
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    return pixmap_of(name_, size, colour(mode, state), 1);
  }
  QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override {
    QPixmap pixmap = pixmap_of(name_, size / scale, colour(mode, state), scale);
    return pixmap;
  }
  [[nodiscard]] QIconEngine* clone() const override { return new TintedEngine(name_, themes_); }
  bool isNull() override { return false; }

 private:
  [[nodiscard]] QColor colour(QIcon::Mode mode, QIcon::State) const {
    if (!themes_) return Qt::gray;
    const Theme& theme = themes_->theme();
    return mode == QIcon::Disabled ? theme.disabled : theme.text;
  }
  QString name_;
  QPointer<const ThemeHolder> themes_;
};

}  // namespace

QIcon themed_icon(const QString& name, const ThemeHolder& themes) { return QIcon(new TintedEngine(name, &themes)); }

void draw_icon(QPainter& painter, const QString& name, const QRectF& place, const QColor& colour) {
  const qreal ratio = painter.device()->devicePixelRatioF();
  painter.drawPixmap(place.topLeft(), pixmap_of(name, place.size().toSize(), colour, ratio));
}

QString task_icon(Task task) {
  const auto name = to_string(task);
  return QStringLiteral("task-") + QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

}  // namespace mlink::ui
