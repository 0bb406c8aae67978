#include "ui/links/matrix_pane.h"

#include <QLinearGradient>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

constexpr int kMargin = 12, kTop = 6, kBelowRow = 28;

}  // namespace

MatrixPane::MatrixPane(const ThemeHolder& themes, MatrixModel* model, QWidget* parent)
    : QWidget(parent), themes_(themes), model_(model) {
  view_ = new MatrixView(themes, model, this);
  connect(model, &QAbstractItemModel::modelReset, this, &MatrixPane::place);
  connect(model, &QAbstractItemModel::dataChanged, this, qOverload<>(&QWidget::update));
  connect(view_, &MatrixView::zoom_changed, this, &MatrixPane::place);
  connect(view_, &MatrixView::scrolled, this, qOverload<>(&QWidget::update));
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
  setMinimumHeight(160);
}

int MatrixPane::height_for(int width, int most) {
  const int side = width < 420 ? 0 : 88, around = kTop + 2 * kBelowRow + 14;
  const QSize size = view_->fit({width - 2 * kMargin - side, std::max(most - around, 100)});
  return size.height() + around;
}

int MatrixPane::least_width() const { return view_->least_width() + 2 * kMargin + 88; }

void MatrixPane::place() {
  const QSize size = view_->fit({width() - 2 * kMargin - side_width(), height() - kTop - 2 * kBelowRow - 10});
  view_->setGeometry(kMargin, kTop, size.width(), size.height());
  update();
}

void MatrixPane::resizeEvent(QResizeEvent*) { place(); }

void MatrixPane::paint_p1(QPainter& painter) const {
  if (side_width() == 0) return;
  const Theme& t = themes_.theme();
  // Slanted heads lean over the cells' right border, and the view paints over what is below it.
  const int left = std::max(view_->x() + view_->cells_right() + 12, view_->geometry().right() + 2);
  painter.setFont(ui_font(TypeSize::axis));
  painter.setPen(t.second);
  painter.drawText(QRect(left, kTop + view_->head_height() - 22, side_width(), 18), Qt::AlignLeft | Qt::AlignVCenter,
                   MatrixPane::tr("P1 predicts"));
  const int rows = model_->boxes();
  const int high = view_->rowHeight(0);
  const int step = view_->row_step();
  for (int i = 0; i < rows; i += step) {
    const int top = kTop + view_->head_height() + view_->rowViewportPosition(i);
    if (top < kTop + view_->head_height() || top + high > view_->geometry().bottom() + 2) continue;
    const double p1 = model_->p1(i);
    painter.setFont(ui_font(high >= 24 ? TypeSize::text : TypeSize::axis));
    painter.setPen(t.text);
    const int out = std::max(0, 14 - high) / 2;
    painter.drawText(QRect(left, top - out, 34, high + 2 * out), Qt::AlignLeft | Qt::AlignVCenter,
                     to_qt(score_text(p1)));
    const QRectF bar(left + 36, top + high / 2.0 - 4, 40, 8);
    painter.fillRect(bar, t.grid);
    if (std::isfinite(p1)) painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * p1, bar.height()), t.second);
  }
}

void MatrixPane::paint_below(QPainter& painter) const {
  const Theme& t = themes_.theme();
  const int wide = view_->columnWidth(0);
  const int top = view_->geometry().bottom() + 6;
  const int left = view_->geometry().left() + view_->head_width();
  // Narrow columns have no room for two decimals side by side: every so many columns is written.
  const int step = std::max(1, static_cast<int>(std::ceil(32.0 / std::max(wide, 1))));
  for (int line = 0; line < 2; ++line) {
    const int y = top + line * kBelowRow;
    const bool prior = line == 1;
    painter.setFont(ui_font());
    painter.setPen(t.text);
    const QString name = prior ? tr("prior") : QStringLiteral("P2");
    const int name_left = view_->geometry().left() + 32;
    painter.drawText(QRect(name_left, y, 60, kBelowRow), Qt::AlignLeft | Qt::AlignVCenter, name);
    const int used = painter.fontMetrics().horizontalAdvance(name) + 8;
    painter.setFont(ui_font(TypeSize::axis));
    painter.setPen(t.second);
    const QString note = prior ? tr("without any source") : tr("is predicted");
    const QRect room(name_left + used, y, left - name_left - used - 4, kBelowRow);
    if (painter.fontMetrics().horizontalAdvance(note) <= room.width())
      painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, note);
    painter.setFont(ui_font(wide >= 44 ? TypeSize::text : TypeSize::axis));
    painter.setPen(prior ? t.second : t.text);
    for (int i = 0; i < model_->boxes(); i += step) {
      const int x = left + view_->columnViewportPosition(i);
      if (x < left || x + wide > view_->x() + view_->cells_right() + 2) continue;
      painter.drawText(QRect(x - 10, y, wide + 20, kBelowRow), Qt::AlignCenter,
                       to_qt(score_text(prior ? model_->prior(i) : model_->p2(i))));
    }
    if (line == 0) painter.fillRect(QRect(left, y + kBelowRow, view_->x() + view_->cells_right() - left, 1), t.grid);
  }
}

void MatrixPane::paintEvent(QPaintEvent*) {
  if (model_->boxes() == 0) return;
  QPainter painter(this);
  paint_p1(painter);
  paint_below(painter);
}

MatrixLegend::MatrixLegend(const ThemeHolder& themes, MatrixModel* model, QWidget* parent)
    : QWidget(parent), themes_(themes), model_(model) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(model, &QAbstractItemModel::modelReset, this, qOverload<>(&QWidget::update));
  connect(model, &QAbstractItemModel::dataChanged, this, qOverload<>(&QWidget::update));
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void MatrixLegend::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.setFont(ui_font(TypeSize::head));
  const QFontMetrics metrics = painter.fontMetrics();
  const int middle = height() / 2;
  int x = 12;
  const auto word = [&](const QString& text, const QColor& colour, int gap) {
    const int wide = metrics.horizontalAdvance(text);
    if (x + wide > width() - 8) return false;
    painter.setPen(colour);
    painter.drawText(QRect(x, 0, wide + 2, height()), Qt::AlignLeft | Qt::AlignVCenter, text);
    x += wide + gap;
    return true;
  };
  const bool lift = model_->show() == MatrixModel::Show::lift;
  word(lift ? tr("lift") : QStringLiteral("p"), t.second, 8);
  word(to_qt(score_text(model_->scale_low())), t.text, 6);
  const QRect ramp(x, middle - 5, width() > 520 ? 150 : 90, 10);
  for (int i = 0; i < ramp.width(); ++i)
    painter.fillRect(QRect(ramp.left() + i, ramp.top(), 1, ramp.height()),
                     t.ramp_at(static_cast<double>(i) / (ramp.width() - 1)));
  x = ramp.right() + 8;
  word(to_qt(score_text(model_->scale_high())), t.text, 18);
  if (x + 150 > width()) return;
  painter.fillRect(QRect(x, middle - 2, 44, 5), t.strong);
  painter.fillRect(QRect(x, middle - 2, 30, 5), t.text);
  painter.fillRect(QRectF(x + 18, middle - 5, 4.5, 11), t.panel);
  painter.fillRect(QRectF(x + 19.5, middle - 5, 1.5, 11), t.text);
  x += 52;
  word(tr("p, tick: prior"), t.text, 18);
  if (x + 110 > width()) return;
  const QRect hatch(x, middle - 6, 18, 12);
  painter.save();
  painter.setClipRect(hatch);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(t.strong);
  for (int i = -12; i < 18; i += 6) painter.drawLine(x + i, hatch.bottom() + 1, x + i + 12, hatch.top());
  painter.restore();
  painter.setPen(t.strong);
  painter.drawRect(hatch.adjusted(0, 0, -1, -1));
  x += 24;
  word(tr("not trained"), t.text, 18);
  const QString note = tr("≈ prior: lift within its 95 % interval");
  if (x + metrics.horizontalAdvance(note) + 12 > width()) return;
  painter.setPen(t.second);
  painter.drawText(rect().adjusted(0, 0, -12, 0), Qt::AlignRight | Qt::AlignVCenter, note);
}

}  // namespace mlink::ui
