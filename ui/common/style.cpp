#include "ui/common/style.h"

#include <QAbstractSpinBox>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QStyleOption>
#include <QTabBar>
#include <QWidget>

#include "ui/common/icons.h"
#include "ui/common/theme.h"

namespace mlink::ui {
namespace {

constexpr qreal kRadius = 3;

bool is_primary(const QWidget* widget) { return widget && widget->property("primary").toBool(); }

QRectF inner(const QRect& rect) { return QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5); }

}  // namespace

WorkbenchStyle::WorkbenchStyle(const ThemeHolder* themes) : QProxyStyle(tr("Fusion")), themes_(themes) {}

int WorkbenchStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
  switch (metric) {
    case PM_SplitterWidth:
    case PM_DockWidgetSeparatorExtent: return space::gap;
    case PM_ScrollBarExtent: return 10;
    case PM_ScrollBarSliderMin: return 24;
    case PM_HeaderMargin: return space::cell_side;
    case PM_DefaultFrameWidth: return 1;
    case PM_SmallIconSize:
    case PM_ButtonIconSize: return 16;
    case PM_ToolBarItemSpacing: return 2;
    case PM_ToolBarFrameWidth:
    case PM_ToolBarItemMargin:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_ScrollView_ScrollBarSpacing: return 0;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
  }
}

int WorkbenchStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                              QStyleHintReturn* returned) const {
  switch (hint) {
    case SH_ToolTip_WakeUpDelay: return 400;
    case SH_ItemView_ShowDecorationSelected: return 1;
    case SH_ScrollBar_Transient:
    case SH_ComboBox_Popup:
    case SH_DialogButtonBox_ButtonsHaveIcons: return 0;
    default: return QProxyStyle::styleHint(hint, option, widget, returned);
  }
}

QSize WorkbenchStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                                       const QWidget* widget) const {
  QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
  if (type == CT_PushButton) return QSize(contents.width() + 22, 25);
  if (type == CT_ComboBox) return QSize(size.width() + 14, 25);
  if (type == CT_TabBarTab) return QSize(contents.width() + 8, 31);
  if (type == CT_LineEdit) size.setHeight(25);
  if (type == CT_SpinBox) size.setHeight(25);
  if (type == CT_MenuBarItem) size.setHeight(24);
  return size;
}

void WorkbenchStyle::draw_tab(const QStyleOption& option, QPainter& painter) const {
  const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(&option);
  if (!tab) return;
  const Theme& t = themes_->theme();
  const bool on = option.state & State_Selected;
  if (on) painter.fillRect(QRect(tab->rect.left() + 6, tab->rect.bottom() - 3, tab->rect.width() - 12, 2), t.accent);
  painter.setFont(ui_font(TypeSize::text, on));
  painter.setPen(on || (option.state & State_MouseOver) ? t.text : t.second);
  painter.drawText(tab->rect.adjusted(0, 0, 0, -3), Qt::AlignCenter, tab->text);
  if (!(option.state & State_HasFocus)) return;
  painter.setPen(QPen(t.accent, 2));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(tab->rect.adjusted(2, 2, -2, -4));
}

void WorkbenchStyle::draw_button(const QStyleOption& option, QPainter& painter, bool primary, bool raised) const {
  const Theme& t = themes_->theme();
  const bool enabled = option.state & State_Enabled, down = option.state & State_Sunken;
  const bool hover = option.state & State_MouseOver, on = option.state & State_On;
  QColor fill = t.button, line = t.strong;
  if (primary && enabled) {
    fill = down ? t.accent.darker(115) : hover ? t.accent.lighter(108) : t.accent;
    line = fill;
  } else if (on) {
    fill = t.selection;
    line = raised ? t.accent : t.selection;
  } else if (down) {
    fill = t.line;
  } else if (hover && enabled) {
    fill = raised ? t.sunken : t.line;
  } else if (!raised) {
    return;
  }
  if (!enabled) line = t.line;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(raised || primary ? QPen(line, 1) : QPen(Qt::NoPen));
  painter.setBrush(fill);
  painter.drawRoundedRect(inner(option.rect), kRadius, kRadius);
  painter.restore();
}

void WorkbenchStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                   const QWidget* widget) const {
  const Theme& t = themes_->theme();
  switch (element) {
    case PE_PanelButtonCommand: draw_button(*option, *painter, is_primary(widget), true); return;
    case PE_PanelButtonTool:
      draw_button(*option, *painter, is_primary(widget), widget && widget->property("raised").toBool());
      return;
    case PE_FrameFocusRect: {
      if (qobject_cast<const QTabBar*>(widget)) return;
      painter->save();
      painter->setRenderHint(QPainter::Antialiasing);
      painter->setPen(QPen(t.accent, 2));
      painter->setBrush(Qt::NoBrush);
      painter->drawRoundedRect(QRectF(option->rect).adjusted(1, 1, -1, -1), kRadius, kRadius);
      painter->restore();
      return;
    }
    case PE_IndicatorCheckBox: {
      const QRectF box = inner(option->rect);
      painter->save();
      painter->setRenderHint(QPainter::Antialiasing);
      painter->setPen(QPen(option->state & State_HasFocus ? t.accent : t.strong, 1));
      painter->setBrush(option->state & State_Enabled ? t.button : t.sunken);
      painter->drawRoundedRect(box, kRadius, kRadius);
      painter->restore();
      if (option->state & State_On)
        draw_icon(*painter, QStringLiteral("check"), box, option->state & State_Enabled ? t.accent : t.disabled);
      return;
    }
    case PE_IndicatorHeaderArrow:
    case PE_FrameDefaultButton:
    case PE_FrameStatusBarItem:
    case PE_PanelMenuBar: return;
    case PE_PanelLineEdit:
    case PE_FrameLineEdit: {
      if (widget && qobject_cast<const QAbstractSpinBox*>(widget->parentWidget())) {  // which has a frame of its own
        painter->fillRect(option->rect, t.button);
        return;
      }
      painter->save();
      painter->setRenderHint(QPainter::Antialiasing);
      painter->setPen(QPen(option->state & State_HasFocus ? t.accent : t.strong, 1));
      painter->setBrush(element == PE_PanelLineEdit ? QBrush(t.button) : QBrush(Qt::NoBrush));
      painter->drawRoundedRect(inner(option->rect), kRadius, kRadius);
      painter->restore();
      return;
    }
    case PE_Frame: {
      painter->save();
      painter->setPen(t.line);
      painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
      painter->restore();
      return;
    }
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
  }
}

void WorkbenchStyle::draw_header(const QStyleOption& option, QPainter& painter) const {
  const Theme& t = themes_->theme();
  painter.fillRect(option.rect, t.sunken);
  painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.line);
}

void WorkbenchStyle::draw_header_label(const QStyleOptionHeader& option, QPainter& painter) const {
  const Theme& t = themes_->theme();
  QRect place = option.rect.adjusted(0, 0, 0, -1);
  // QHeaderView hands over the section less the head margin at all sides; a low head would cut its letters off.
  place.setTop(0);
  place.setHeight(space::row - 1);
  painter.setFont(ui_font(TypeSize::head));
  painter.setPen(t.second);
  painter.drawText(place, int(option.textAlignment) | Qt::AlignVCenter, option.text);
  if (option.sortIndicator == QStyleOptionHeader::None) return;
  const int wide = painter.fontMetrics().horizontalAdvance(option.text);
  const bool right = option.textAlignment & Qt::AlignRight;
  const qreal x = right ? place.right() - wide - 15 : place.left() + wide + 4;
  painter.save();
  painter.translate(x + 5, place.center().y() + 1);
  if (option.sortIndicator == QStyleOptionHeader::SortDown) painter.rotate(180);
  draw_icon(painter, QStringLiteral("chevron-down"), QRectF(-5, -5, 10, 10), t.second);
  painter.restore();
}

void WorkbenchStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                                 const QWidget* widget) const {
  const Theme& t = themes_->theme();
  switch (element) {
    case CE_HeaderSection:
    case CE_HeaderEmptyArea: draw_header(*option, *painter); return;
    case CE_Header:
      // The sort arrow stands beside the words, not at the edge: the label has the whole head.
      if (const auto* head = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
        QStyleOptionHeader label(*head);
        label.rect.adjust(space::cell_side, 0, -space::cell_side, 0);
        draw_header(*head, *painter);
        draw_header_label(label, *painter);
        return;
      }
      break;
    case CE_HeaderLabel:
      if (const auto* head = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
        draw_header_label(*head, *painter);
        return;
      }
      break;
    case CE_TabBarTab: draw_tab(*option, *painter); return;
    case CE_MenuBarItem:
      if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
        painter->fillRect(item->rect, item->state & State_Selected ? t.line : t.chrome);
        painter->setPen(item->state & State_Enabled ? t.text : t.disabled);
        painter->drawText(item->rect, Qt::AlignCenter | Qt::TextShowMnemonic, item->text);
        return;
      }
      break;
    case CE_Splitter:
    case CE_ShapedFrame:
      if (element == CE_Splitter) return;
      break;
    case CE_ToolBar:
    case CE_MenuBarEmptyArea: painter->fillRect(option->rect, t.chrome); return;
    case CE_ProgressBar:
      if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option)) {
        painter->fillRect(bar->rect, t.line);
        const int range = bar->maximum - bar->minimum;
        const double share = range > 0 ? static_cast<double>(bar->progress - bar->minimum) / range : 0;
        QRectF done(bar->rect);
        done.setWidth(done.width() * share);
        painter->fillRect(done, t.accent);
        return;
      }
      break;
    case CE_PushButtonLabel:
      if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
        QStyleOptionButton copy(*button);
        if (is_primary(widget) && (option->state & State_Enabled)) {
          copy.palette.setColor(QPalette::ButtonText, t.on_accent);
          painter->setFont(ui_font(TypeSize::text, true));
        }
        QProxyStyle::drawControl(element, &copy, painter, widget);
        return;
      }
      break;
    default: break;
  }
  QProxyStyle::drawControl(element, option, painter, widget);
}

void WorkbenchStyle::draw_combo(const QStyleOptionComplex& option, QPainter& painter) const {
  draw_button(option, painter, false, true);
  const QRect arrow(option.rect.right() - 22, option.rect.center().y() - 7, 16, 16);
  draw_icon(painter, QStringLiteral("chevron-down"), QRectF(arrow).adjusted(1, 1, -1, -1), themes_->theme().second);
  if (option.state & State_HasFocus) {
    QStyleOptionFocusRect ring;
    ring.rect = option.rect;
    drawPrimitive(PE_FrameFocusRect, &ring, &painter, nullptr);
  }
}

void WorkbenchStyle::draw_scroll_bar(const QStyleOptionComplex& option, QPainter& painter,
                                     const QWidget* widget) const {
  const Theme& t = themes_->theme();
  const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(&option);
  painter.fillRect(option.rect, t.panel);
  if (!bar || bar->maximum <= bar->minimum) return;
  QRectF slider(proxy()->subControlRect(CC_ScrollBar, &option, SC_ScrollBarSlider, widget));
  slider.adjust(2, 2, -2, -2);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(option.state & State_MouseOver ? t.second : t.strong);
  painter.drawRoundedRect(slider, kRadius, kRadius);
  painter.restore();
}

void WorkbenchStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                        const QWidget* widget) const {
  if (control == CC_ComboBox) {
    const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
    if (combo && !combo->editable) {
      draw_combo(*option, *painter);
      return;
    }
  }
  if (control == CC_ScrollBar) {
    draw_scroll_bar(*option, *painter, widget);
    return;
  }
  QProxyStyle::drawComplexControl(control, option, painter, widget);
  if (control == CC_SpinBox) {  // Fusion's frame is not seen in the dark
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(option->state & State_HasFocus ? themes_->theme().accent : themes_->theme().strong, 1));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(inner(option->rect), kRadius, kRadius);
    painter->restore();
  }
}

}  // namespace mlink::ui
