#include "ui/common/selection.h"

namespace mlink::ui {

void SharedSelection::set_link(const std::optional<LinkChoice>& link) {
  if (link == link_) return;
  link_ = link;
  Q_EMIT link_changed();
}

void SharedSelection::set_frame(const std::optional<FrameChoice>& frame) {
  if (frame == frame_) return;
  frame_ = frame;
  Q_EMIT frame_changed();
}

void SharedSelection::set_budget(const std::optional<Amount>& budget) {
  const bool same = budget.has_value() == budget_.has_value() &&
                    (!budget || (budget->kind == budget_->kind && budget->value == budget_->value));
  if (same) return;
  budget_ = budget;
  Q_EMIT budget_changed();
}

void SharedSelection::set_method(const QString& method) {
  if (method == method_) return;
  method_ = method;
  Q_EMIT method_changed();
}

void SharedSelection::clear() {
  set_link(std::nullopt);
  set_frame(std::nullopt);
  set_budget(std::nullopt);
  set_method({});
}

}  // namespace mlink::ui
