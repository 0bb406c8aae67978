#include "ui/charts/spoken.h"

#include <QAccessibleWidget>
#include <QHash>
#include <QWidget>
#include <utility>

namespace mlink::ui {
namespace {

struct Spoken {
  QAccessible::Role role = QAccessible::NoRole;
  std::function<QString()> value;
};

QHash<const QObject*, Spoken>& known() {
  static QHash<const QObject*, Spoken> all;
  return all;
}

class SpokenAccess : public QAccessibleWidget {
 public:
  SpokenAccess(QWidget* widget, QAccessible::Role role) : QAccessibleWidget(widget, role) {}
  [[nodiscard]] QString text(QAccessible::Text what) const override {
    const auto at = known().constFind(object());
    if (what != QAccessible::Value || at == known().constEnd() || !at->value) return QAccessibleWidget::text(what);
    return at->value();
  }
};

QAccessibleInterface* make_access(const QString&, QObject* object) {
  const auto at = known().constFind(object);
  if (at == known().constEnd()) return nullptr;
  return new SpokenAccess(static_cast<QWidget*>(object), at->role);
}

}  // namespace

void set_spoken(QWidget& widget, QAccessible::Role role, std::function<QString()> value) {
  static const bool installed = [] {
    QAccessible::installFactory(make_access);
    return true;
  }();
  (void)installed;
  if (!known().contains(&widget))
    QObject::connect(&widget, &QObject::destroyed, &widget, [](QObject* gone) { known().remove(gone); });
  known().insert(&widget, {role, std::move(value)});
  // Qt keeps what it made when the widget got its name.
  if (auto* const before = QAccessible::queryAccessibleInterface(&widget); before && before->role() != role)
    QAccessible::deleteAccessibleInterface(QAccessible::uniqueId(before));
}

void tell_spoken(QWidget& widget, const QString& value) {
  if (!QAccessible::isActive()) return;
  QAccessibleValueChangeEvent event(&widget, value);
  QAccessible::updateAccessibility(&event);
}

}  // namespace mlink::ui
