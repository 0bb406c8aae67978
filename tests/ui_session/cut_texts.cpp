#include "ui_session/cut_texts.h"

#include <QtWidgets>

#include "ui/common/exporter.h"
#include "ui/common/widgets.h"
#include "ui/window/top_bar.h"

namespace mlink::test {
namespace {

/// Where a person would look for it: the widget's kind and name, up to the page.
QString place_of(const QWidget* widget) {
  QStringList names;
  for (; widget && names.size() < 4; widget = widget->parentWidget())
    names << QString::fromLatin1(widget->metaObject()->className()).section(':', -1);
  return names.join(QStringLiteral(" < "));
}

QString told(const QWidget* widget, const QString& text, int has, int needs) {
  return QStringLiteral("\"%1\" has %2 px of %3: %4").arg(text.left(60)).arg(has).arg(needs).arg(place_of(widget));
}

void look_at(const QLabel& label, QStringList& cut) {
  if (label.text().isEmpty() || label.textFormat() == Qt::RichText || Qt::mightBeRichText(label.text())) return;
  const QRect room = label.contentsRect().adjusted(label.margin(), label.margin(), -label.margin(), -label.margin());
  if (label.wordWrap()) {
    const QRect needs = label.fontMetrics().boundingRect(QRect(0, 0, room.width(), 1 << 20),
                                                         Qt::TextWordWrap | Qt::AlignLeft, label.text());
    if (needs.height() > room.height() + 2 || needs.width() > room.width() + 1)
      cut << told(&label, label.text(), room.height(), needs.height());
    return;
  }
  const int needs = label.fontMetrics().size(0, label.text()).width();
  if (needs > room.width() + 1) cut << told(&label, label.text(), room.width(), needs);
}

void look_at(const QAbstractButton& button, QStringList& cut) {
  const auto* tool = qobject_cast<const QToolButton*>(&button);
  if (button.text().isEmpty() || (tool && tool->toolButtonStyle() == Qt::ToolButtonIconOnly)) return;
  const int needs = button.fontMetrics().size(Qt::TextShowMnemonic, button.text()).width();
  if (needs > button.width()) cut << told(&button, button.text(), button.width(), needs);
}

void look_at(const QTabBar& tabs, QStringList& cut) {
  for (int i = 0; i < tabs.count(); ++i) {
    const int needs = tabs.fontMetrics().size(Qt::TextShowMnemonic, tabs.tabText(i)).width();
    if (tabs.isTabVisible(i) && needs > tabs.tabRect(i).width())
      cut << told(&tabs, tabs.tabText(i), tabs.tabRect(i).width(), needs);
  }
}

void look_at(const ui::Segmented& choices, QStringList& cut) {
  if (choices.sizeHint().width() > choices.width())
    cut << told(&choices, choices.accessibleName(), choices.width(), choices.sizeHint().width());
}

void look_at(const ui::StepBar& steps, QStringList& cut) {
  if (steps.minimumSizeHint().width() > steps.width())
    cut << told(&steps, steps.accessibleName(), steps.width(), steps.minimumSizeHint().width());
}

void look_at(const QHeaderView& head, QStringList& cut) {
  if (head.orientation() != Qt::Horizontal || !head.model()) return;
  // What lies outside a table that cannot be scrolled is never seen.
  const auto* table = qobject_cast<const QAbstractScrollArea*>(head.parentWidget());
  if (table && table->horizontalScrollBarPolicy() == Qt::ScrollBarAlwaysOff && head.length() > head.viewport()->width())
    cut << told(&head, QStringLiteral("the last columns"), head.viewport()->width(), head.length());
  for (int i = 0; i < head.count(); ++i) {
    const int at = head.sectionViewportPosition(i), size = head.sectionSize(i);
    if (head.isSectionHidden(i) || at + size > head.viewport()->width() + 1) continue;
    const QString text = head.model()->headerData(i, Qt::Horizontal).toString();
    const int needs = head.fontMetrics().size(0, text).width();
    if (needs > size) cut << told(&head, text, size, needs);
  }
}

/// What the window means to show with an ellipsis: "Open…".
QSet<QString> meant(const QWidget& window) {
  QSet<QString> texts;
  for (const auto* button : window.findChildren<QAbstractButton*>()) texts << button->text();
  for (const auto* label : window.findChildren<QLabel*>()) texts << label->text();
  for (const auto* line : window.findChildren<QLineEdit*>()) texts << line->placeholderText() << line->text();
  for (const auto* action : window.findChildren<QAction*>()) texts << action->text();
  for (const auto* box : window.findChildren<QComboBox*>())
    for (int i = 0; i < box->count(); ++i) texts << box->itemText(i);
  QSet<QString> plain;
  for (QString text : texts) plain << text.remove('&');
  return plain;
}

}  // namespace

QList<DrawnText> drawn_texts(QWidget& window) {
  const QTemporaryDir folder;
  const QString file = folder.filePath(QStringLiteral("window.svg"));
  QList<DrawnText> texts;
  QFile svg(file);
  if (!ui::write_svg(window, file) || !svg.open(QIODevice::ReadOnly)) return texts;
  // Each text stands in a group that says where its origin is.
  QXmlStreamReader xml(&svg);
  QList<QTransform> groups{QTransform()};
  static const QRegularExpression matrix(QStringLiteral("matrix\\(([^)]*)\\)"));
  while (!xml.atEnd()) {
    xml.readNext();
    if (xml.isEndElement() && xml.name() == QLatin1String("g") && groups.size() > 1) groups.removeLast();
    if (!xml.isStartElement()) continue;
    const auto attributes = xml.attributes();
    if (xml.name() == QLatin1String("g")) {
      QTransform group = groups.last();
      const auto found = matrix.match(attributes.value(QStringLiteral("transform")).toString());
      if (found.hasMatch()) {
        const auto n = found.captured(1).split(',');
        if (n.size() == 6)
          group = QTransform(n[0].toDouble(), n[1].toDouble(), n[2].toDouble(), n[3].toDouble(), n[4].toDouble(),
                             n[5].toDouble()) *
                  group;
      }
      groups << group;
    } else if (xml.name() == QLatin1String("text")) {
      const QPointF at = groups.last().map(
          QPointF(attributes.value(QStringLiteral("x")).toDouble(), attributes.value(QStringLiteral("y")).toDouble()));
      const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
      if (!text.isEmpty()) texts.push_back({text, at.x(), at.y()});
    }
  }
  return texts;
}

QStringList cut_texts(QWidget& window) {
  QStringList cut;
  for (QWidget* widget : window.findChildren<QWidget*>()) {
    // What lies behind another page, or is scrolled away, is not looked at.
    const auto* area = qobject_cast<const QAbstractScrollArea*>(widget);
    if (!widget->isVisible() || (area ? area->viewport() : widget)->visibleRegion().isEmpty()) continue;
    if (const auto* label = qobject_cast<const QLabel*>(widget)) look_at(*label, cut);
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) look_at(*button, cut);
    if (const auto* tabs = qobject_cast<const QTabBar*>(widget)) look_at(*tabs, cut);
    if (const auto* head = qobject_cast<const QHeaderView*>(widget)) look_at(*head, cut);
    if (const auto* steps = qobject_cast<const ui::StepBar*>(widget)) look_at(*steps, cut);
    if (const auto* choices = qobject_cast<const ui::Segmented*>(widget)) look_at(*choices, cut);
  }
  const QSet<QString> whole = meant(window);
  for (const DrawnText& drawn : drawn_texts(window))
    if (drawn.text.endsWith(QChar(0x2026)) && !whole.contains(drawn.text))
      cut << QStringLiteral("\"%1\" is drawn at %2, %3").arg(drawn.text).arg(drawn.x).arg(drawn.y);
  cut.removeDuplicates();
  return cut;
}

}  // namespace mlink::test
