#include "ui/replay/frontier_access.h"

#include <QAccessibleWidget>

#include "base/text.h"
#include "outputs/amount.h"
#include "ui/common/widgets.h"
#include "ui/replay/frontier_slider.h"

namespace mlink::ui {
namespace {

class FrontierAccess : public QAccessibleWidget, public QAccessibleValueInterface {
 public:
  explicit FrontierAccess(FrontierSlider* slider) : QAccessibleWidget(slider, QAccessible::Slider), slider_(slider) {}

  void* interface_cast(QAccessible::InterfaceType type) override {
    if (type == QAccessible::ValueInterface) return static_cast<QAccessibleValueInterface*>(this);
    return QAccessibleWidget::interface_cast(type);
  }
  [[nodiscard]] QString text(QAccessible::Text what) const override {
    if (what != QAccessible::Value || !slider_->frontier()) return QAccessibleWidget::text(what);
    QString text = to_qt(amount_text({slider_->kind(), slider_->budget()}));
    if (const FrontierCurve* mlink = slider_->frontier()->curve("mlink"))
      text += FrontierSlider::tr(", mlink %1").arg(QString::number(mlink->at(slider_->budget()), 'f', 2));
    return text;
  }

  [[nodiscard]] QVariant currentValue() const override { return slider_->budget(); }
  void setCurrentValue(const QVariant& value) override {
    const double before = slider_->budget();
    slider_->set_budget(value.toDouble());
    if (slider_->budget() != before) Q_EMIT slider_->budget_changed(slider_->budget());
  }
  [[nodiscard]] QVariant maximumValue() const override { return slider_->most(); }
  [[nodiscard]] QVariant minimumValue() const override { return 0.0; }
  [[nodiscard]] QVariant minimumStepSize() const override { return slider_->most() / 1000; }

 private:
  FrontierSlider* slider_;
};

QAccessibleInterface* make_access(const QString&, QObject* object) {
  auto* slider = qobject_cast<FrontierSlider*>(object);
  return slider ? new FrontierAccess(slider) : nullptr;
}

}  // namespace

void install_frontier_access() {
  static const bool installed = [] {
    QAccessible::installFactory(make_access);
    return true;
  }();
  (void)installed;
}

}  // namespace mlink::ui
