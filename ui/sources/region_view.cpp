#include "ui/sources/region_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

constexpr qreal kReach = 7;   ///< of a handle, pixels of the view
constexpr qreal kHandle = 8;  ///< its side

QRect between(const QPoint& a, const QPoint& b) {
  return {QPoint(std::min(a.x(), b.x()), std::min(a.y(), b.y())),
          QSize(std::abs(a.x() - b.x()), std::abs(a.y() - b.y()))};
}

}  // namespace

RegionView::RegionView(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setMinimumSize(320, 200);
  setAccessibleName(tr("Region of the picture"));
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void RegionView::set_picture(const QImage& image, const QSize& size) {
  image_ = image;
  size_ = size;
  set_region(region_);
}

void RegionView::set_note(const QString& note) {
  note_ = note;
  update();
}

void RegionView::set_others(std::vector<NamedRegion> others) {
  others_ = std::move(others);
  update();
}

void RegionView::set_region(const QRect& region) {
  region_ = size_.isEmpty() ? region : region & QRect(QPoint(), size_);
  setAccessibleDescription(
      region_.isEmpty()
          ? tr("None yet: drag over the picture.")
          : QStringLiteral("%1×%2+%3+%4").arg(region_.width()).arg(region_.height()).arg(region_.x()).arg(region_.y()));
  update();
}

QRectF RegionView::shown() const {
  if (size_.isEmpty()) return {};
  const QSizeF fitted = QSizeF(size_).scaled(QSizeF(size()), Qt::KeepAspectRatio);
  return {QPointF((width() - fitted.width()) / 2, (height() - fitted.height()) / 2), fitted};
}

QPointF RegionView::to_view(const QPointF& pixel) const {
  const QRectF place = shown();
  return {place.left() + pixel.x() * place.width() / size_.width(),
          place.top() + pixel.y() * place.height() / size_.height()};
}

QPoint RegionView::to_picture(const QPointF& at) const {
  const QRectF place = shown();
  const auto part = [](qreal value, qreal length, int pixels) {
    return std::clamp(static_cast<int>(std::lround(value * pixels / std::max(length, 1.0))), 0, pixels);
  };
  return {part(at.x() - place.left(), place.width(), size_.width()),
          part(at.y() - place.top(), place.height(), size_.height())};
}

QRectF RegionView::in_view(const QRect& region) const {
  return {to_view(region.topLeft()), to_view(QPointF(region.x() + region.width(), region.y() + region.height()))};
}

RegionView::Hold RegionView::hold_at(const QPointF& at) const {
  if (region_.isEmpty()) return {};
  const QRectF place = in_view(region_);
  Hold hold;
  if (!place.adjusted(-kReach, -kReach, kReach, kReach).contains(at)) return hold;
  hold.left = std::abs(at.x() - place.left()) <= kReach;
  hold.right = !hold.left && std::abs(at.x() - place.right()) <= kReach;
  hold.top = std::abs(at.y() - place.top()) <= kReach;
  hold.bottom = !hold.top && std::abs(at.y() - place.bottom()) <= kReach;
  hold.inside = !hold.left && !hold.right && !hold.top && !hold.bottom;
  return hold;
}

void RegionView::show_cursor(const Hold& hold) {
  const bool falling = (hold.left && hold.top) || (hold.right && hold.bottom);
  const bool sides = hold.left || hold.right, ends = hold.top || hold.bottom;
  setCursor(hold.inside     ? Qt::SizeAllCursor
            : falling       ? Qt::SizeFDiagCursor
            : sides && ends ? Qt::SizeBDiagCursor
            : sides         ? Qt::SizeHorCursor
            : ends          ? Qt::SizeVerCursor
                            : Qt::CrossCursor);
}

void RegionView::change(const QRect& region) {
  const QRect before = region_;
  set_region(region);
  if (region_ != before) Q_EMIT region_changed(region_);
}

/// The region that was held, moved by so many pixels, whole inside the picture.
QRect RegionView::moved(const QPoint& by) const {
  QRect region = before_.translated(by);
  region.moveLeft(std::clamp(region.left(), 0, std::max(size_.width() - region.width(), 0)));
  region.moveTop(std::clamp(region.top(), 0, std::max(size_.height() - region.height(), 0)));
  return region;
}

void RegionView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || size_.isEmpty()) return;
  hold_ = hold_at(event->position());
  if (!hold_.any() && !shown().contains(event->position())) return;
  from_ = to_picture(event->position());
  before_ = region_;
}

void RegionView::mouseMoveEvent(QMouseEvent* event) {
  if (!from_) {
    show_cursor(hold_at(event->position()));
    return;
  }
  const QPoint now = to_picture(event->position());
  if (!hold_.any()) return change(between(*from_, now));
  if (hold_.inside) return change(moved(now - *from_));
  QPoint a = before_.topLeft(), b(before_.x() + before_.width(), before_.y() + before_.height());
  if (hold_.left) a.setX(now.x());
  if (hold_.right) b.setX(now.x());
  if (hold_.top) a.setY(now.y());
  if (hold_.bottom) b.setY(now.y());
  change(between(a, b));
}

void RegionView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !from_) return;
  mouseMoveEvent(event);
  from_.reset();
}

void RegionView::keyPressEvent(QKeyEvent* event) {
  QPoint by;
  if (event->key() == Qt::Key_Left) by = {-1, 0};
  if (event->key() == Qt::Key_Right) by = {1, 0};
  if (event->key() == Qt::Key_Up) by = {0, -1};
  if (event->key() == Qt::Key_Down) by = {0, 1};
  if (by.isNull() || region_.isEmpty() || from_) return QWidget::keyPressEvent(event);
  if (event->modifiers() & Qt::ControlModifier) by *= 10;
  before_ = region_;
  if (event->modifiers() & Qt::ShiftModifier) {
    const QSize larger(std::max(region_.width() + by.x(), 1), std::max(region_.height() + by.y(), 1));
    change({region_.topLeft(), larger});
  } else {
    change(moved(by));
  }
}

void RegionView::draw_region(QPainter& painter) const {
  const Theme& t = themes_.theme();
  const QRectF place = in_view(region_);
  QColor shade = t.well;
  shade.setAlpha(140);
  QPainterPath around;
  around.addRect(shown());
  QPainterPath hole;
  hole.addRect(place);
  painter.fillPath(around.subtracted(hole), shade);
  painter.setPen(QPen(t.accent, 2));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(place);
  painter.setPen(QPen(t.accent, 1));
  painter.setBrush(t.panel);
  const std::array xs{place.left(), place.center().x(), place.right()};
  const std::array ys{place.top(), place.center().y(), place.bottom()};
  for (std::size_t i = 0; i < xs.size(); ++i)
    for (std::size_t j = 0; j < ys.size(); ++j)
      if (i != 1 || j != 1) painter.drawRect(QRectF(xs[i] - kHandle / 2, ys[j] - kHandle / 2, kHandle, kHandle));
}

void RegionView::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.fillRect(rect(), t.well);
  if (image_.isNull() || size_.isEmpty()) {
    painter.setFont(ui_font());
    painter.setPen(Qt::white);  // the well is dark in both themes
    painter.drawText(rect().adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap, note_);
    return;
  }
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  painter.drawImage(shown(), image_);
  painter.setFont(ui_font(TypeSize::head));
  const QFontMetricsF metrics(painter.font());
  if (!region_.isEmpty()) draw_region(painter);
  QColor ground = t.well;
  ground.setAlpha(170);
  for (const NamedRegion& other : others_) {
    const QRectF place = in_view(other.place);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(ground, 3));
    painter.drawRect(place);
    painter.setPen(QPen(Qt::white, 1, Qt::DashLine));
    painter.drawRect(place);
    const QString name = metrics.elidedText(other.name, Qt::ElideRight, std::max(place.width() - 8, 0.0));
    if (name.isEmpty()) continue;
    const QRectF label(place.topLeft() + QPointF(2, 2),
                       QSizeF(metrics.horizontalAdvance(name) + 8, metrics.height() + 2));
    painter.fillRect(label, ground);
    painter.setPen(Qt::white);
    painter.drawText(label, Qt::AlignCenter, name);
  }
  if (hasFocus()) {
    painter.setPen(QPen(t.accent, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
  }
}

}  // namespace mlink::ui
