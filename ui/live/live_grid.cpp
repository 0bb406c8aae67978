#include "ui/live/live_grid.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/common/icons.h"
#include "ui/common/pose_lines.h"

namespace mlink::ui {
namespace {

constexpr int kMargin = 6, kGap = 6, kChipHeight = 21, kChipGap = 5, kInset = 8;
constexpr double kSample = 16;  // of the line in the chip of a box whose lines are drawn
const QColor kTag(0x10, 0x13, 0x17, 215), kInk(0xFF, 0xFF, 0xFF), kQuietInk(0xC8, 0xD0, 0xD8), kLine(0x8C, 0xEB, 0xF5),
    kFailed(0xFF, 0x7A, 0x45);

QRectF fitted_into(const QSizeF& size, const QRectF& place) {
  if (size.isEmpty() || place.isEmpty()) return place;
  const QSizeF fit = size.scaled(place.size(), Qt::KeepAspectRatio);
  return {place.center().x() - fit.width() / 2, place.center().y() - fit.height() / 2, fit.width(), fit.height()};
}

QFont chip_font(const LiveChip& chip) { return ui_font(TypeSize::head, chip.run); }

double chip_width(const LiveChip& chip, bool chances) {
  return QFontMetricsF(chip_font(chip)).horizontalAdvance(chances ? chip.text : chip.brief) + 14 +
         (chip.lines ? kSample + 6 : 0);
}

}  // namespace

LiveGrid::LiveGrid(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setObjectName(QStringLiteral("live-pictures"));
  setAccessibleName(tr("Pictures of the sources"));
  setAttribute(Qt::WA_OpaquePaintEvent);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void LiveGrid::set_sources(const QStringList& names, bool removable, const QStringList& order) {
  std::vector<LiveCell> cells;
  for (const QString& name : names) cells.push_back({name, {}, {}, removable});
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i].picture.source = i;
  // the pictures stay where the same sources go on
  if (cells.size() == cells_.size() &&
      std::equal(cells.begin(), cells.end(), cells_.begin(),
                 [](const LiveCell& a, const LiveCell& b) { return a.name == b.name; })) {
    for (LiveCell& cell : cells_) cell.removable = removable;
  } else {
    cells_ = std::move(cells);
  }
  std::vector<std::size_t> sources(cells_.size());
  std::iota(sources.begin(), sources.end(), std::size_t{0});
  std::stable_sort(sources.begin(), sources.end(), [&](std::size_t a, std::size_t b) {
    const auto at = [&](std::size_t i) { return static_cast<quint64>(order.indexOf(cells_[i].name)); };  // -1: last
    return at(a) < at(b);
  });
  places_.resize(sources.size());
  for (std::size_t place = 0; place < sources.size(); ++place) places_[sources[place]] = place;
  lay_out();
  describe();
  update();
}

void LiveGrid::set_picture(LivePicture picture) {
  if (picture.source >= cells_.size()) return;
  LiveCell& cell = cells_[picture.source];
  // a picture that could not be decoded leaves the last one standing
  if (picture.image.isNull()) {
    picture.image = cell.picture.image;
    picture.size = cell.picture.size;
  }
  cell.picture = std::move(picture);
  const QSize size = cells_.front().picture.size;
  const double shape = size.isEmpty() ? shape_ : static_cast<double>(size.height()) / size.width();
  if (std::abs(shape - shape_) > 1e-3) {
    shape_ = shape;
    lay_out();
    update();
  } else {
    update(cell_rect(static_cast<int>(cell.picture.source)));
  }
  describe();
}

void LiveGrid::set_problem(const QString& source, const QString& problem) {
  for (LiveCell& cell : cells_)
    if (cell.name == source) cell.problem = problem;
  describe();
  update();
}

void LiveGrid::clear_problems() {
  for (LiveCell& cell : cells_) cell.problem.clear();
  describe();
  update();
}

/// What is seen, for who hears it.
void LiveGrid::describe() {
  QStringList said;
  for (const LiveCell& cell : cells_) {
    QStringList of{cell.name};
    for (const LiveChip& chip : cell.picture.chips) of << chip.text;
    if (!cell.problem.isEmpty()) of << cell.problem;
    said << of.join(QStringLiteral(", "));
  }
  setAccessibleDescription(said.join(QStringLiteral("; ")));
}

void LiveGrid::resizeEvent(QResizeEvent*) { lay_out(); }

/// As many columns as make the pictures largest; the cells fill the place.
void LiveGrid::lay_out() {
  rects_.clear();
  const int count = static_cast<int>(cells_.size());
  if (count == 0) return;
  const double wide = width() - 2.0 * kMargin, high = height() - 2.0 * kMargin;
  double best = 0;
  int columns = 1;
  for (int c = 1; c <= count; ++c) {
    const int rows = (count + c - 1) / c;
    const double w = (wide - kGap * (c - 1.0)) / c, h = (high - kGap * (rows - 1.0)) / rows;
    const double fits = std::min(w, h / shape_);
    if (fits <= best) continue;
    best = fits;
    columns = c;
  }
  const int rows = (count + columns - 1) / columns;
  const double w = (wide - kGap * (columns - 1.0)) / columns, h = (high - kGap * (rows - 1.0)) / rows;
  for (int i = 0; i < count; ++i) {
    const int row = i / columns, column = i % columns;
    rects_.push_back(QRectF(kMargin + column * (w + kGap), kMargin + row * (h + kGap), w, h).toRect());
  }
}

QRect LiveGrid::cell_rect(int source) const {
  if (source < 0 || static_cast<std::size_t>(source) >= rects_.size()) return {};
  return rects_[places_[static_cast<std::size_t>(source)]];
}

QRectF LiveGrid::picture_rect(int source) const {
  const LiveCell& cell = cells_[static_cast<std::size_t>(source)];
  return fitted_into(cell.picture.size.isEmpty() ? QSizeF(1, shape_) : QSizeF(cell.picture.size), cell_rect(source));
}

QRectF LiveGrid::cross_rect(int source) const {
  const QRect rect = cell_rect(source);
  return {rect.right() - 28.0, rect.top() + 6.0, 22, 22};
}

std::vector<QSize> LiveGrid::picture_sizes() const {
  std::vector<QSize> sizes;
  for (int i = 0; i < static_cast<int>(rects_.size()); ++i) sizes.push_back(cell_rect(i).size() * devicePixelRatioF());
  return sizes;
}

/// In rows, from the cell's top; empty: wider than the cell.
std::vector<QRectF> LiveGrid::place_chips(int source, bool chances, int& rows) const {
  const QRectF cell = cell_rect(source);
  std::vector<QRectF> rects;
  double x = kInset, y = 0;
  rows = 0;
  for (const LiveChip& chip : cells_[static_cast<std::size_t>(source)].picture.chips) {
    const double wide = chip_width(chip, chances);
    if (wide > cell.width() - 2 * kInset) {
      rects.emplace_back();
      continue;
    }
    if (x > kInset && x + wide > cell.width() - kInset) {
      x = kInset;
      y += kChipHeight + kChipGap;
    }
    rects.emplace_back(cell.left() + x, y, wide, kChipHeight);
    rows = static_cast<int>(y / (kChipHeight + kChipGap)) + 1;
    x += wide + kChipGap;
  }
  return rects;
}

bool LiveGrid::says_chances(int source) const {
  constexpr int most_rows = 2;
  int rows = 0;
  const auto rects = place_chips(source, true, rows);
  return rows <= most_rows && std::none_of(rects.begin(), rects.end(), [](const QRectF& r) { return r.isNull(); });
}

std::vector<QRectF> LiveGrid::chip_rects(int source) const {
  const QRectF cell = cell_rect(source);
  int rows = 0;
  auto rects = place_chips(source, says_chances(source), rows);
  const double step = kChipHeight + kChipGap;
  // rows that would reach the name above are left out, never cut
  const int fit = std::max(1, static_cast<int>((cell.height() - 2 * kInset - step) / step));
  rows = std::min(rows, fit);
  const double first = cell.bottom() - kInset - rows * step + kChipGap;
  for (QRectF& rect : rects) {
    if (rect.isNull()) continue;
    if (rect.top() >= rows * step - 1)
      rect = {};
    else
      rect.translate(0, first);
  }
  return rects;
}

void LiveGrid::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  painter.fillRect(event->rect(), themes_.theme().well);
  for (int i = 0; i < static_cast<int>(rects_.size()); ++i)
    if (event->rect().intersects(cell_rect(i))) draw_cell(painter, i);
}

void LiveGrid::draw_cell(QPainter& painter, int source) const {
  const LiveCell& cell = cells_[static_cast<std::size_t>(source)];
  const QRectF place = cell_rect(source);
  painter.save();
  painter.setClipRect(place);
  const QRectF area = picture_rect(source);
  if (cell.picture.image.isNull()) {
    painter.fillRect(place, QColor(255, 255, 255, 10));
  } else {
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(area, cell.picture.image);
    for (const Marks& marks : cell.picture.marks) draw_marks(painter, marks, area, true, area.width() < 240 ? 1.5 : 2);
  }
  if (!cell.problem.isEmpty()) draw_problem(painter, cell, place);
  painter.setRenderHint(QPainter::Antialiasing);
  draw_chips(painter, source);
  const QFont font = ui_font(TypeSize::head, true);
  const QFontMetricsF metrics(font);
  const double room = place.width() - 2 * kInset - (cell.removable ? 30 : 0);
  const QString waits = cell.picture.prefix ? tr("measuring the links") : QString();
  const QString name = metrics.elidedText(cell.name, Qt::ElideMiddle, room - 16);
  const QRectF tag(place.left() + kInset, place.top() + kInset, metrics.horizontalAdvance(name) + 16, kChipHeight);
  painter.setFont(font);
  const auto draw_tag = [&](const QRectF& rect, const QString& text) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(kTag);
    painter.drawRoundedRect(rect, 2, 2);
    painter.setPen(kInk);
    painter.drawText(rect, Qt::AlignCenter, text);
  };
  draw_tag(tag, name);
  const QRectF beside(tag.right() + kChipGap, tag.top(), metrics.horizontalAdvance(waits) + 16, kChipHeight);
  if (!waits.isEmpty() && beside.right() < place.right() - kInset) draw_tag(beside, waits);
  if (cell.removable) {
    const QRectF cross = cross_rect(source);
    painter.setPen(Qt::NoPen);
    painter.setBrush(kTag);
    painter.drawRoundedRect(cross, 2, 2);
    draw_icon(painter, QStringLiteral("cross"), cross.adjusted(3, 3, -3, -3), kInk);
  }
  painter.restore();
}

void LiveGrid::draw_problem(QPainter& painter, const LiveCell& cell, const QRectF& area) const {
  painter.fillRect(area, QColor(0, 0, 0, 150));
  const QRectF room = area.adjusted(16, 36, -16, -36);
  painter.setFont(ui_font(TypeSize::text));
  const QRectF text = painter.boundingRect(room, Qt::AlignCenter | Qt::TextWordWrap, cell.problem);
  draw_icon(painter, QStringLiteral("warn"), QRectF(area.center().x() - 8, text.top() - 24, 16, 16), kFailed);
  painter.setPen(kInk);
  painter.drawText(room, Qt::AlignCenter | Qt::TextWordWrap, cell.problem);
}

void LiveGrid::draw_chips(QPainter& painter, int source) const {
  const auto rects = chip_rects(source);
  const auto& chips = cells_[static_cast<std::size_t>(source)].picture.chips;
  const bool chances = says_chances(source);
  for (std::size_t i = 0; i < rects.size(); ++i) {
    if (rects[i].isNull()) continue;
    const LiveChip& chip = chips[i];
    painter.setPen(Qt::NoPen);
    painter.setBrush(kTag);
    painter.drawRoundedRect(rects[i], 2, 2);
    double x = rects[i].left() + 7;
    if (chip.lines) {
      painter.setPen(QPen(kLine, 3, Qt::SolidLine, Qt::FlatCap));
      painter.drawLine(QPointF(x, rects[i].center().y() + 0.5), QPointF(x + kSample, rects[i].center().y() + 0.5));
      x += kSample + 6;
    }
    painter.setFont(chip_font(chip));
    painter.setPen(chip.failed ? kFailed : chip.run ? kInk : kQuietInk);
    painter.drawText(QRectF(x, rects[i].top(), rects[i].right() - x, rects[i].height()), Qt::AlignVCenter,
                     chances ? chip.text : chip.brief);
  }
}

void LiveGrid::mouseReleaseEvent(QMouseEvent* event) {
  for (int i = 0; i < static_cast<int>(cells_.size()); ++i) {
    if (!cells_[static_cast<std::size_t>(i)].removable || !cross_rect(i).contains(event->position())) continue;
    Q_EMIT remove_wanted(i);
    return;
  }
}

bool LiveGrid::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* const help = static_cast<QHelpEvent*>(event);
  for (int i = 0; i < static_cast<int>(rects_.size()); ++i) {
    const LiveCell& cell = cells_[static_cast<std::size_t>(i)];
    if (!cell_rect(i).contains(help->pos())) continue;
    QStringList lines{cell.name};
    for (const LiveChip& chip : cell.picture.chips) lines << chip.text;
    if (!cell.problem.isEmpty()) lines << cell.problem;
    QToolTip::showText(help->globalPos(), lines.join(u'\n'), this);
    return true;
  }
  QToolTip::hideText();
  return true;
}

}  // namespace mlink::ui
