#include "ui/links/worst_frames.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "base/text.h"
#include "ui/common/pose_lines.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

constexpr int kLeastWide = 132, kCaption = 38, kGap = 10;

/// What follows a predicted value in a caption: a score says by itself that it is one of a prediction.
QString after_predicted(Task task) {
  return task == Task::localization || task == Task::multi_label ? QString() : u' ' + WorstFrames::tr("predicted");
}

}  // namespace

void draw_marks(QPainter& painter, const QRectF& picture, const Marks& marks, bool dashed, const QColor& colour) {
  painter.save();
  painter.setClipRect(picture);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  QPen light(colour, 1.5, dashed ? Qt::CustomDashLine : Qt::SolidLine);
  if (dashed) light.setDashPattern({2.5, 1.8});
  QColor dark_colour(Qt::black);
  dark_colour.setAlphaF(0.7F);
  const QPen dark(dark_colour, 3.2);
  for (const QPen& pen : {dark, light}) {
    painter.setPen(pen);
    for (const auto& box : marks.boxes)
      painter.drawRect(QRectF(picture.left() + static_cast<double>(box.x) * picture.width(),
                              picture.top() + static_cast<double>(box.y) * picture.height(),
                              static_cast<double>(box.width) * picture.width(),
                              static_cast<double>(box.height) * picture.height()));
    for (const auto& pose : marks.poses) painter.drawLines(bones_of(pose, picture));
  }
  painter.restore();
}

WorstFrames::WorstFrames(const ThemeHolder& themes, Worker* worker, QWidget* parent)
    : QWidget(parent), themes_(themes), worker_(worker) {
  setFocusPolicy(Qt::NoFocus);
  setAccessibleName(tr("Frames with the largest error"));
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void WorstFrames::clear() {
  worker_->forget(this);
  open_ = 0;
  items_.clear();
  detail_.reset();
  update();
}

void WorstFrames::set_detail(std::shared_ptr<const LinkDetail> detail, const std::vector<LinkFrame>& worst,
                             const ExperimentDataPtr& data) {
  clear();
  detail_ = std::move(detail);
  if (!detail_ || !data) return;
  const Overview& overview = data->snapshot.overview;
  const auto box_id = [&overview](const std::string& name) {
    for (const BoxRow& box : overview.boxes)
      if (box.name == name) return box.id;
    return RowId{0};
  };
  source_box_ = box_id(detail_->source);
  target_box_ = box_id(detail_->target);
  if (!data->snapshot.link_table) return;
  const OutputTable& table = *data->snapshot.link_table;
  for (const LinkFrame& frame : worst) {
    const auto camera = static_cast<std::size_t>(frame.key.camera);
    if (camera >= table.cameras.size()) continue;
    Item item;
    item.frame = frame;
    item.choice = {to_qt(table.cameras[camera]), frame.key.ordinal};
    const SourceFrame at = table.source_of(frame.key);
    item.ordinal = at.ordinal;
    if (const auto source = static_cast<std::size_t>(at.source); source < overview.cameras.size())
      item.camera = overview.cameras[source].id;
    items_.push_back(std::move(item));
  }
  ask();
  update();
}

std::vector<QRect> WorstFrames::places() const {
  std::vector<QRect> out;
  // Pictures grow with the room: more of them, and larger ones.
  const int least = std::clamp(width() / 7, kLeastWide, 240);
  const int columns = std::max(1, (width() - kGap) / (least + kGap));
  const int most_wide = std::max(172, least * 5 / 4);
  const int wide = std::min((width() - kGap) / columns - kGap, most_wide);
  const int high = wide * 3 / 4;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const int row = static_cast<int>(i) / columns, column = static_cast<int>(i) % columns;
    const QRect place(kGap + column * (wide + kGap), 2 + row * (high + kCaption + 6), wide, high);
    if (place.bottom() + kCaption > height() + 4 && row > 0) break;
    out.push_back(place);
  }
  return out;
}

void WorstFrames::ask() {
  // Scaling and marks are the worker's: a picture is drawn here as it comes.
  const auto all = places();
  const qreal ratio = devicePixelRatioF();
  static int number = 0;  // a question that another one of its key replaced would never be answered
  for (std::size_t i = 0; i < items_.size() && i < all.size(); ++i) {
    Item& item = items_[i];
    const QSize pixels = (QSizeF(all[i].size()) * ratio).toSize();
    if (item.asked == pixels || item.camera == 0) continue;
    item.asked = pixels;
    ++open_;
    const RowId camera = item.camera, source = source_box_, target = target_box_;
    const std::int64_t ordinal = item.ordinal;
    const auto serial = detail_;
    worker_->ask<QImage>(
        Worker::Lane::pictures, this, QStringLiteral("%1/%2/%3").arg(camera).arg(ordinal).arg(++number),
        [camera, source, target, ordinal, pixels, ratio](ReaderPort& reader, const std::stop_token&) -> Result<QImage> {
          MLINK_ASSIGN(QImage image, reader.picture(camera, ordinal));
          image =
              image.scaled(pixels, Qt::KeepAspectRatio, Qt::SmoothTransformation).convertToFormat(QImage::Format_RGB32);
          image.setDevicePixelRatio(ratio);
          QPainter painter(&image);
          const QRectF place(QPointF(), QSizeF(image.size()) / ratio);
          if (const auto marks = reader.marks(camera, target, ordinal))
            draw_marks(painter, place, *marks, true, Qt::white);
          if (const auto marks = reader.marks(camera, source, ordinal))
            draw_marks(painter, place, *marks, false, QColor(0x7FE3F0));
          return image;
        },
        [this, serial, i](Result<QImage> image) {
          --open_;
          if (!image || serial != detail_ || i >= items_.size()) return;
          items_[i].image = std::move(*image);
          const auto now = places();
          if (i < now.size()) update(now[i]);
        });
  }
}

int WorstFrames::item_of(const std::optional<FrameChoice>& frame) const {
  for (std::size_t i = 0; frame && i < items_.size(); ++i) {
    if (items_[i].choice == *frame) return static_cast<int>(i);
  }
  return -1;
}

void WorstFrames::paint_item(QPainter& painter, const QRect& place, const Item& item) const {
  const Theme& t = themes_.theme();
  painter.fillRect(place, t.well);
  if (!item.image.isNull()) {
    // A picture of another size is on its way after a resize; until then this one is stretched.
    const QSize size = (QSizeF(item.image.size()) / item.image.devicePixelRatio()).toSize();
    const QSize fits = item.asked == (QSizeF(place.size()) * devicePixelRatioF()).toSize()
                           ? size
                           : size.scaled(place.size(), Qt::KeepAspectRatio);
    painter.drawImage(QRect(place.left() + (place.width() - fits.width()) / 2,
                            place.top() + (place.height() - fits.height()) / 2, fits.width(), fits.height()),
                      item.image);
  }
  if (chosen_ && *chosen_ == item.choice) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(t.accent, 2));
    painter.drawRect(QRectF(place).adjusted(-2, -2, 2, 2));
  }
  const int y = place.bottom() + 3;
  int x = place.left();
  const auto word = [&](const QString& text, const QColor& colour, bool medium) {
    painter.setFont(ui_font(TypeSize::head, medium));
    painter.setPen(colour);
    const QString fits = painter.fontMetrics().elidedText(text, Qt::ElideRight, place.right() - x + 1);
    painter.drawText(QRect(x, y, place.right() - x + 2, 17), Qt::AlignLeft | Qt::AlignVCenter, fits);
    x += painter.fontMetrics().horizontalAdvance(fits);
  };
  word(exact_text(detail_->spec, item.frame), t.text, true);
  word(u' ' + tr("exact,") + u' ', t.text, false);
  word(predicted_text(detail_->spec, item.frame), t.outcome.wrong, true);
  word(after_predicted(detail_->spec.task), t.text, false);
  x = place.left();
  painter.setFont(ui_font(TypeSize::head));
  painter.setPen(t.second);
  painter.drawText(QRect(x, y + 16, place.width(), 17), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(place_text(item), Qt::ElideMiddle, place.width()));
}

QString WorstFrames::place_text(const Item& item) {
  return tr("%1, frame %2").arg(item.choice.camera, to_qt(count_text(item.choice.ordinal)));
}

bool WorstFrames::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  // Words and long names do not fit under a picture: here they are whole.
  const auto* help = static_cast<QHelpEvent*>(event);
  const int i = item_at(help->pos());
  if (i < 0) {
    QToolTip::hideText();
    return true;
  }
  const Item& item = items_[static_cast<std::size_t>(i)];
  const OutputSpec& spec = detail_->spec;
  const QString text = exact_text(spec, item.frame) + u' ' + tr("exact,") + u' ' + predicted_text(spec, item.frame) +
                       after_predicted(spec.task) + u'\n' + place_text(item);
  QToolTip::showText(help->globalPos(), text, this);
  return true;
}

void WorstFrames::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  if (!detail_) return;
  if (items_.empty()) {
    painter.setFont(ui_font(TypeSize::head));
    painter.setPen(themes_.theme().second);
    painter.drawText(rect().adjusted(12, 4, -12, 0), Qt::AlignLeft | Qt::AlignTop, tr("Every frame is right."));
    return;
  }
  const auto all = places();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!event->rect().intersects(all[i].adjusted(-3, -3, 3, kCaption))) continue;
    painter.save();
    paint_item(painter, all[i], items_[i]);
    painter.restore();
  }
}

void WorstFrames::resizeEvent(QResizeEvent*) { ask(); }

int WorstFrames::item_at(const QPoint& at) const {
  const auto all = places();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].adjusted(0, 0, 0, kCaption).contains(at)) return static_cast<int>(i);
  }
  return -1;
}

void WorstFrames::mousePressEvent(QMouseEvent* event) {
  const int i = item_at(event->position().toPoint());
  if (i >= 0) Q_EMIT frame_chosen(items_[static_cast<std::size_t>(i)].choice);
}

void WorstFrames::mouseDoubleClickEvent(QMouseEvent* event) {
  const int i = item_at(event->position().toPoint());
  if (i >= 0) Q_EMIT frame_opened(items_[static_cast<std::size_t>(i)].choice);
}

void WorstFrames::set_chosen(const std::optional<FrameChoice>& frame) {
  const int before = item_of(chosen_), now = item_of(frame);
  chosen_ = frame;
  if (before == now) return;
  const auto all = places();
  for (const int i : {before, now}) {
    if (i >= 0 && static_cast<std::size_t>(i) < all.size())
      update(all[static_cast<std::size_t>(i)].adjusted(-3, -3, 3, 3));
  }
}

}  // namespace mlink::ui
