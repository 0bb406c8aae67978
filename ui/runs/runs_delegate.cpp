#include "ui/runs/runs_delegate.h"

#include <QLineEdit>
#include <QPainter>
#include <algorithm>

#include "ui/common/icons.h"
#include "ui/runs/runs_model.h"

namespace mlink::ui {
namespace {

constexpr int kCorner = 10;      ///< side of the corner of a stale row
constexpr int kLeastText = 110;  ///< room from which on a state is written out

/// Text at the left of a place, cut in its middle; gives what is left behind it.
int draw_left(QPainter& painter, const QRect& place, const QString& text, const QFont& font, const QColor& ink) {
  const QFontMetrics metrics(font);
  const QString shown = metrics.elidedText(text, Qt::ElideMiddle, place.width());
  painter.setFont(font);
  painter.setPen(ink);
  painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, shown);
  return place.left() + metrics.horizontalAdvance(shown);
}

}  // namespace

void RunsDelegate::paint_name(QPainter& painter, const QRect& place, const QModelIndex& index) const {
  QRect room = place;
  if (!index.data(RunsModel::NoteRole).toString().isEmpty()) {
    draw_icon(painter, QStringLiteral("note"), QRectF(room.right() - 15, room.center().y() - 7, 16, 16),
              theme().second);
    room.setRight(room.right() - 20);
  }
  const bool in_use = index.data(RunsModel::InUseRole).toBool();
  const QFont chip_font = ui_font(TypeSize::axis, true);
  const QString chip = RunsModel::tr("in use");
  const int chip_width = QFontMetrics(chip_font).horizontalAdvance(chip) + 12;
  if (in_use) room.setRight(room.right() - chip_width - 10);
  const int behind = draw_left(painter, room, index.data().toString(),
                               ui_font(TypeSize::text, index.data(MediumRole).toBool()), tone_of(index));
  if (!in_use) return;
  const QRectF frame(behind + 10.5, room.center().y() - 7.5, chip_width, 16);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(theme().accent);
  painter.setBrush(theme().panel);
  painter.drawRoundedRect(frame, 2, 2);
  painter.setFont(chip_font);
  painter.drawText(frame, Qt::AlignCenter, chip);
}

void RunsDelegate::paint_what(QPainter& painter, const QRect& place, const QModelIndex& index) const {
  draw_icon(painter, index.data(IconRole).toString(), QRectF(place.left(), place.center().y() - 7, 16, 16),
            theme().second);
  QRect room = place.adjusted(26, 0, 0, 0);
  const QString stale = index.data(RunsModel::StaleRole).toString();
  const QString state = index.data(RunsModel::StateRole).toString();
  int behind = draw_left(painter, room, index.data().toString(), ui_font(), tone_of(index));
  for (const auto& [text, icon, ink] : {std::tuple(state, QStringLiteral("stop"), theme().second),
                                        std::tuple(stale, QStringLiteral("warn"), theme().warn)}) {
    room.setLeft(behind + 12);
    if (text.isEmpty() || room.width() < 14) continue;
    draw_icon(painter, icon, QRectF(room.left(), room.center().y() - 6, 14, 14), ink);
    behind = room.left() + 14;
    // A few letters say nothing: the details and the tooltip have the sentence.
    if (room.width() >= kLeastText)
      behind = draw_left(painter, room.adjusted(18, 0, 0, 0), text, ui_font(TypeSize::head), ink);
  }
}

void RunsDelegate::paint_figure(QPainter& painter, const QRect& place, const QModelIndex& index) const {
  const QString value = index.data(RunsModel::ValueRole).toString();
  const QFont font = ui_font(TypeSize::text, true);
  const int wide = QFontMetrics(font).horizontalAdvance(value);
  const QVariant fraction = index.data(RunsModel::FractionRole);
  if (fraction.isValid()) {
    draw_icon(painter, QStringLiteral("play"), QRectF(place.left(), place.center().y() - 7, 16, 16), theme().accent);
    const QRect bar(place.left() + 22, place.center().y() - 3, std::max(place.width() - 22 - 44, 10), 7);
    painter.fillRect(bar, theme().line);
    painter.fillRect(QRect(bar.topLeft(), QSize(int(bar.width() * std::max(fraction.toDouble(), 0.0)), bar.height())),
                     theme().accent);
    painter.setFont(ui_font());
  } else {
    // The value never gives way; its name does.
    draw_left(painter, place.adjusted(0, 0, -wide - 8, 0), index.data().toString(), ui_font(), theme().second);
    painter.setFont(font);
  }
  painter.setPen(theme().text);
  painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter, value);
}

void RunsDelegate::paint_frame(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  if (index.column() == 0 && !index.data(RunsModel::StaleRole).toString().isEmpty()) {
    // At the left: the last column may be hidden.
    const QPoint at = option.rect.topLeft();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().warn);
    painter.drawPolygon(QPolygon({at, at + QPoint(kCorner, 0), at + QPoint(0, kCorner)}));
    painter.setRenderHint(QPainter::Antialiasing, false);
  }
  if (!current_.isValid() || current_.model() != index.model() || current_.row() != index.row()) return;
  painter.setPen(theme().accent);
  const QRect r = option.rect;
  painter.drawLine(r.topLeft(), r.topRight());
  painter.drawLine(r.bottomLeft(), r.bottomRight());
  if (index.column() == 0) painter.drawLine(r.topLeft(), r.bottomLeft());
  // The frame closes behind the last column that is shown: its right edge is the view's.
  if (option.widget && option.rect.right() >= option.widget->width() - 2)
    painter.drawLine(r.topRight(), r.bottomRight());
}

void RunsDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  if (index.column() > RunsModel::Figure) {
    RowDelegate::paint(painter, option, index);
  } else {
    painter->save();
    paint_background(*painter, option, index);
    const QRect place = option.rect.adjusted(space::cell_side, 0, -space::cell_side, -1);
    if (index.column() == RunsModel::Name)
      paint_name(*painter, place, index);
    else if (index.column() == RunsModel::What)
      paint_what(*painter, place, index);
    else
      paint_figure(*painter, place, index);
    painter->restore();
  }
  painter->save();
  paint_frame(*painter, option, index);
  painter->restore();
}

QWidget* RunsDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex&) const {
  auto* editor = new QLineEdit(parent);
  editor->setObjectName(QStringLiteral("rename"));
  editor->setAccessibleName(RunsModel::tr("New name"));
  editor->setFrame(true);
  return editor;
}

void RunsDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const {
  editor->setGeometry(option.rect.adjusted(2, 1, -2, -2));
}

}  // namespace mlink::ui
