// What assistive technology is told of a widget that draws itself: for what it is taken, and what it shows now. Its
// name and description are the widget's own (QWidget::setAccessibleName). GUI thread only.
#pragma once

#include <QAccessible>
#include <QString>
#include <functional>

class QWidget;

namespace mlink::ui {

/// For the widget's life. value: asked for anew each time.
void set_spoken(QWidget& widget, QAccessible::Role role, std::function<QString()> value = {});
/// The value is another one.
void tell_spoken(QWidget& widget, const QString& value);

}  // namespace mlink::ui
