#include "ui/replay/picture_view.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/replay/paint.h"

namespace mlink::ui {
namespace {

const QColor kSolid(0x8CEBF5), kDashed(0xFFFFFF), kChip(0x10, 0x13, 0x17, 215);

QRectF fitted(const QSizeF& size, const QRectF& place) {
  if (size.isEmpty() || place.isEmpty()) return place;
  const double scale = std::min(place.width() / size.width(), place.height() / size.height());
  const QSizeF fit(size.width() * scale, size.height() * scale);
  return {place.x() + (place.width() - fit.width()) / 2, place.y() + (place.height() - fit.height()) / 2, fit.width(),
          fit.height()};
}

/// The image scaled to `size` device pixels: by area where it shrinks, so that thin things do not flicker.
QImage scaled_to(const QImage& image, const QSize& size) {
  return image.size() == size ? image : image.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

QColor chip_colour(const PictureChip& chip) {
  if (!chip.outcome) return kChip;
  switch (*chip.outcome) {
    case Outcome::right:
    case Outcome::own_right:
    case Outcome::reused_right: return {0x1D, 0x74, 0x7D};
    case Outcome::wrong:
    case Outcome::own_wrong:
    case Outcome::reused_wrong: return {0xB4, 0x39, 0x09};
    default: return kChip;
  }
}

bool same_chips(const std::vector<PictureChip>& a, const std::vector<PictureChip>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const PictureChip& x, const PictureChip& y) {
    return x.text == y.text && x.box == y.box && x.outcome == y.outcome && x.lines == y.lines;
  });
}

bool same_overlays(const std::vector<PictureOverlay>& a, const std::vector<PictureOverlay>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const PictureOverlay& x, const PictureOverlay& y) {
    return x.run == y.run && x.marks.to_bytes() == y.marks.to_bytes();
  });
}

bool looks_the_same(const ShownPicture& a, const ShownPicture& b) {
  return a.image.cacheKey() == b.image.cacheKey() && a.camera == b.camera && a.moment == b.moment &&
         a.problem == b.problem && same_chips(a.chips, b.chips) && same_overlays(a.overlays, b.overlays);
}

void draw_tag(QPainter& painter, const QString& text, const QRectF& rect, const QColor& fill) {
  painter.setPen(Qt::NoPen);
  painter.setBrush(fill);
  painter.drawRoundedRect(rect, 2, 2);
  painter.setPen(Qt::white);
  painter.drawText(rect, Qt::AlignCenter, text);
}

}  // namespace

PictureView::PictureView(const ThemeHolder& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setObjectName(QStringLiteral("picture"));
  setAccessibleName(tr("Picture"));
  setAttribute(Qt::WA_OpaquePaintEvent);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  connect(&theme, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void PictureView::show_picture(ShownPicture picture) {
  if (looks_the_same(picture, shown_)) return;  // asked at every move of the budget, and dear to draw
  if (picture.image.cacheKey() != shown_.image.cacheKey()) scaled_ = {};
  shown_ = std::move(picture);
  QStringList said{shown_.camera, shown_.moment};
  for (const PictureChip& chip : shown_.chips) said << chip.text;
  setAccessibleDescription(said.join(QStringLiteral(", ")));
  update();
}

void PictureView::set_box(const QString& box) {
  box_ = box;
  update();
}

QRectF PictureView::picture_rect() const {
  return fitted(shown_.image.isNull() ? QSizeF(4, 3) : QSizeF(shown_.image.size()), rect());
}

void PictureView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint(painter);
}

void PictureView::paint(QPainter& painter) const {
  const Theme& theme = theme_.theme();
  painter.fillRect(rect(), theme.well);
  const QRectF area = picture_rect();
  if (!shown_.image.isNull()) {
    const qreal ratio = painter.device()->devicePixelRatioF();
    const QSize size = (area.size() * ratio).toSize();
    if (scaled_.size() != size) {
      scaled_ = scaled_to(shown_.image, size);
      scaled_.setDevicePixelRatio(ratio);
    }
    painter.drawImage(area.topLeft(), scaled_);
    for (const PictureOverlay& overlay : shown_.overlays)
      draw_marks(painter, overlay.marks, area, overlay.run, overlay.run ? 2 : 1.6);
  }
  painter.setRenderHint(QPainter::Antialiasing);
  if (!shown_.problem.isEmpty()) {
    painter.setFont(ui_font(TypeSize::text));
    painter.setPen(QColor(0xE6EAEE));
    painter.drawText(QRectF(rect()).adjusted(24, 40, -24, -40), Qt::AlignCenter | Qt::TextWordWrap, shown_.problem);
  }
  painter.setFont(ui_font(TypeSize::head, true));
  double x = 10;
  for (const QString& text : {shown_.camera, shown_.moment}) {
    if (text.isEmpty()) continue;
    const double wide = painter.fontMetrics().horizontalAdvance(text) + 16;
    draw_tag(painter, text, {x, 10, wide, 21}, kChip);
    x += wide + 6;
  }
  draw_chips(painter);
}

std::vector<QRectF> PictureView::chip_rects() const {
  std::vector<QRectF> rects;
  const QFontMetricsF metrics(ui_font(TypeSize::head, true));
  double x = 10, y = 0;
  for (const PictureChip& chip : shown_.chips) {
    const double wide = metrics.horizontalAdvance(chip.text) + 34 + (chip.lines ? 22 : 0);
    if (x > 10 && x + wide > width() - 10) {
      x = 10;
      y += 26;
    }
    rects.emplace_back(x, y, wide, 21);
    x += wide + 6;
  }
  for (QRectF& rect : rects) rect.translate(0, height() - 31 - y);
  return rects;
}

QRectF PictureView::chip_rect(int index) const {
  const auto rects = chip_rects();
  return index >= 0 && static_cast<std::size_t>(index) < rects.size() ? rects[static_cast<std::size_t>(index)]
                                                                      : QRectF();
}

void PictureView::draw_chips(QPainter& painter) const {
  const auto rects = chip_rects();
  for (std::size_t i = 0; i < rects.size(); ++i) draw_chip(painter, shown_.chips[i], rects[i]);
}

void PictureView::draw_chip(QPainter& painter, const PictureChip& chip, const QRectF& rect) const {
  painter.setPen(chip.box == box_ ? QPen(Qt::white, 1.5) : QPen(Qt::NoPen));
  painter.setBrush(chip_colour(chip));
  painter.drawRoundedRect(rect, 2, 2);
  const bool run = chip.outcome == Outcome::run;
  double x = rect.left() + 7;
  const QRectF square(x, rect.center().y() - 7, 14, 14);
  if (chip.outcome && is_wrong(*chip.outcome)) {
    draw_sign(painter, Sign::cross, square, Qt::white);
  } else if (chip.outcome && is_right(*chip.outcome) && !run) {
    draw_sign(painter, Sign::check, square, Qt::white);
  } else if (chip.outcome == Outcome::failed) {
    draw_sign(painter, Sign::warn, square, QColor(0xFF7A45));
  } else {
    painter.setPen(Qt::NoPen);
    painter.setBrush(run ? kSolid : QColor(0xA5AFBA));
    painter.drawRect(QRectF(x + 1, rect.center().y() - (run ? 3 : 1), 12, run ? 6 : 2));
  }
  x += 20;
  if (chip.lines && !run) {
    QPen pen(kDashed, 1.6);
    pen.setDashPattern({2.5, 1.8});
    painter.setPen(pen);
    painter.drawLine(QPointF(x, rect.center().y() + 0.5), QPointF(x + 17, rect.center().y() + 0.5));
    x += 22;
  } else if (chip.lines) {
    painter.setPen(QPen(kSolid, 2));
    painter.drawLine(QPointF(x, rect.center().y() + 0.5), QPointF(x + 17, rect.center().y() + 0.5));
    x += 22;
  }
  painter.setFont(ui_font(TypeSize::head, true));
  painter.setPen(Qt::white);
  painter.drawText(QRectF(x, rect.top(), rect.right() - x, rect.height()), Qt::AlignVCenter | Qt::AlignLeft, chip.text);
}

void PictureView::mousePressEvent(QMouseEvent* event) {
  const auto rects = chip_rects();
  for (std::size_t i = 0; i < rects.size(); ++i) {
    if (rects[i].contains(event->position())) {
      const QString box = shown_.chips[i].box;  // what listens shows other chips
      Q_EMIT box_chosen(box);
      return;
    }
  }
  if (event->button() == Qt::LeftButton) Q_EMIT clicked();
}

}  // namespace mlink::ui
