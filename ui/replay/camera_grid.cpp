#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/charts/spoken.h"
#include "ui/replay/paint.h"
#include "ui/replay/picture_view.h"

namespace mlink::ui {
namespace {
constexpr int kMargin = 8, kGap = 8, kFoot = 30;
}

CameraGrid::CameraGrid(const ThemeHolder& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setObjectName(QStringLiteral("cameras"));
  setAccessibleName(tr("Cameras"));
  set_spoken(*this, QAccessible::Graphic);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  connect(&theme, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void CameraGrid::set_cells(std::vector<CameraCell> cells) {
  const bool other =
      cells.size() != cells_.size() || (!cells.empty() && cells[0].image.size() != cells_[0].image.size());
  cells_ = std::move(cells);
  QStringList said;
  for (const CameraCell& cell : cells_)
    said << (cell.outcome ? tr("%1: %2").arg(cell.name, is_wrong(*cell.outcome) ? tr("wrong") : tr("right"))
                          : cell.name);
  setAccessibleDescription(said.join(QStringLiteral(", ")));
  if (other) lay_out();
  update();
}

void CameraGrid::set_current(int camera) {
  current_ = camera;
  update();
}

void CameraGrid::set_foot(const QString& box) {
  box_ = box;
  update();
}

void CameraGrid::resizeEvent(QResizeEvent*) { lay_out(); }

/// As many columns as make the pictures largest.
void CameraGrid::lay_out() {
  rects_.clear();
  const int count = static_cast<int>(cells_.size());
  if (count == 0) return;
  const QSize picture = cells_[0].image.isNull() ? QSize(4, 3) : cells_[0].image.size();
  const double shape = std::clamp(static_cast<double>(picture.height()) / picture.width(), 0.4, 1.4);
  const int wide = width() - 2 * kMargin, high = height() - kMargin - kFoot;
  double best = 0;
  for (int columns = 1; columns <= count; ++columns) {
    const int rows = (count + columns - 1) / columns;
    const double w = (wide - kGap * (columns - 1.0)) / columns, h = (high - kGap * (rows - 1.0)) / rows;
    const double fits = std::min(w, h / shape);
    if (fits <= best) continue;
    best = fits;
    columns_ = columns;
  }
  const int w = std::max(static_cast<int>(best), 16), h = std::max(static_cast<int>(best * shape), 12);
  const int left = kMargin + std::max(0, (wide - columns_ * w - (columns_ - 1) * kGap) / 2);
  for (int i = 0; i < count; ++i)
    rects_.emplace_back(left + (i % columns_) * (w + kGap), kMargin + (i / columns_) * (h + kGap), w, h);
}

QRect CameraGrid::cell_rect(int camera) const {
  return camera >= 0 && static_cast<std::size_t>(camera) < rects_.size() ? rects_[static_cast<std::size_t>(camera)]
                                                                         : QRect();
}

int CameraGrid::camera_at(const QPoint& at) const {
  for (std::size_t i = 0; i < rects_.size(); ++i) {
    if (rects_[i].contains(at)) return static_cast<int>(i);
  }
  return -1;
}

void CameraGrid::choose(int camera) {
  if (camera < 0 || camera >= static_cast<int>(cells_.size()) || camera == current_) return;
  set_current(camera);
  Q_EMIT chosen(camera);
}

void CameraGrid::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  painter.fillRect(rect(), theme_.theme().panel);
  for (int i = 0; i < static_cast<int>(cells_.size()); ++i) draw_cell(painter, i);
  draw_foot(painter);
}

void CameraGrid::draw_cell(QPainter& painter, int camera) const {
  const Theme& theme = theme_.theme();
  const CameraCell& cell = cells_[static_cast<std::size_t>(camera)];
  const QRectF rect = cell_rect(camera);
  painter.fillRect(rect, theme.well);
  if (!cell.image.isNull()) {
    const QSizeF size = QSizeF(cell.image.size()).scaled(rect.size(), Qt::KeepAspectRatio);
    const QRectF place(rect.center() - QPointF(size.width() / 2, size.height() / 2), size);
    const qreal ratio = painter.device()->devicePixelRatioF();
    const QSize pixels = (size * ratio).toSize();
    scaled_.resize(cells_.size());
    auto& [key, image] = scaled_[static_cast<std::size_t>(camera)];
    if (key != cell.image.cacheKey() || image.size() != pixels) {
      key = cell.image.cacheKey();
      image = cell.image.scaled(pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
      image.setDevicePixelRatio(ratio);
    }
    painter.drawImage(place.topLeft(), image);
    if (rect.width() >= 200) {
      for (const PictureOverlay& overlay : cell.overlays) draw_marks(painter, overlay.marks, place, overlay.run, 1.5);
    }
  }
  const QColor dark(0x10, 0x13, 0x17, 215);
  if (!cell.away.isEmpty()) {
    painter.setFont(ui_font(TypeSize::head));
    painter.setPen(QColor(0xA5AFBA));
    painter.drawText(rect.adjusted(6, 24, -6, -6), Qt::AlignCenter | Qt::TextWordWrap, cell.away);
  }
  painter.setFont(ui_font(TypeSize::head, true));
  const double wide = std::min<double>(painter.fontMetrics().horizontalAdvance(cell.name) + 14, rect.width() - 8);
  const QRectF tag(rect.left() + 4, rect.top() + 4, wide, 19);
  painter.setPen(Qt::NoPen);
  painter.setBrush(dark);
  painter.drawRoundedRect(tag, 2, 2);
  painter.setPen(Qt::white);
  painter.drawText(tag, Qt::AlignCenter,
                   painter.fontMetrics().elidedText(cell.name, Qt::ElideMiddle, static_cast<int>(wide) - 6));
  if (cell.outcome || cell.problem) {
    const QRectF mark(rect.right() - 21, rect.bottom() - 21, 21, 21);
    painter.fillRect(mark, dark);
    const bool wrong = cell.outcome && is_wrong(*cell.outcome);
    const bool right = cell.outcome && is_right(*cell.outcome);
    const QRectF square = mark.adjusted(3, 3, -3, -3);
    if (cell.problem || cell.outcome == Outcome::failed) {
      draw_sign(painter, Sign::warn, square, QColor(0xE3B341));
    } else if (wrong || right) {
      draw_sign(painter, wrong ? Sign::cross : Sign::check, square, wrong ? QColor(0xFF7A45) : QColor(0x8CEBF5));
    } else {
      painter.fillRect(QRectF(square.left() + 2, square.center().y(), square.width() - 4, 1.4), QColor(0xA5AFBA));
    }
  }
  if (camera == current_) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.accent, 2));
    painter.drawRect(rect.adjusted(-2, -2, 2, 2));
    if (hasFocus()) draw_focus_ring(painter, rect.adjusted(-4.5, -4.5, 4.5, 4.5), theme);
  }
}

void CameraGrid::draw_foot(QPainter& painter) const {
  const Theme& theme = theme_.theme();
  const QRect foot(0, height() - kFoot, width(), kFoot);
  painter.setPen(theme.line);
  painter.drawLine(foot.topLeft(), foot.topRight());
  int right = 0, counted = 0;
  for (const CameraCell& cell : cells_) {
    if (!cell.outcome || *cell.outcome == Outcome::failed) continue;
    ++counted;
    right += is_right(*cell.outcome) ? 1 : 0;
  }
  painter.setFont(ui_font(TypeSize::head));
  painter.setPen(theme.second);
  if (counted == 0) return painter.drawText(foot.adjusted(10, 0, -10, 0), Qt::AlignVCenter, tr("trained here")), void();
  const QString total = tr("%1 of %2 right").arg(right).arg(counted);
  painter.drawText(foot.adjusted(10, 0, -10, 0), Qt::AlignVCenter | Qt::AlignRight, total);
  const int total_wide = painter.fontMetrics().horizontalAdvance(total);
  double x = 10;
  const QString names[2] = {tr("%1 right").arg(box_), tr("wrong")};
  for (int i = 0; i < 2; ++i) {
    const double wide = painter.fontMetrics().horizontalAdvance(names[i]);
    if (x + 16 + wide > width() - total_wide - 18) return;
    draw_sign(painter, i == 0 ? Sign::check : Sign::cross, {x, foot.center().y() - 6.0, 13, 13},
              i == 0 ? theme.outcome.right : theme.outcome.wrong);
    painter.setPen(theme.second);
    painter.drawText(QRectF(x + 17, foot.top(), wide + 4, foot.height()), Qt::AlignVCenter, names[i]);
    x += wide + 32;
  }
}

void CameraGrid::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) choose(camera_at(event->pos()));
}

void CameraGrid::mouseDoubleClickEvent(QMouseEvent* event) {
  if (const int camera = camera_at(event->pos()); camera >= 0) Q_EMIT opened(camera);
}

void CameraGrid::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left: return choose(current_ - 1);
    case Qt::Key_Right: return choose(current_ + 1);
    case Qt::Key_Up: return choose(current_ - columns_);
    case Qt::Key_Down: return choose(current_ + columns_);
    case Qt::Key_Return:
    case Qt::Key_Enter: Q_EMIT opened(current_); return;
    default: QWidget::keyPressEvent(event);
  }
}

}  // namespace mlink::ui
