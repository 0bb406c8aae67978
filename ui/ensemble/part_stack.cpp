#include "ui/ensemble/part_stack.h"

namespace mlink::ui {

PartStack::PartStack(const ThemeHolder& themes, QWidget* content, QWidget* parent) : QStackedWidget(parent) {
  empty_ = new EmptyState(themes, {});
  profile_ = empty_->add_button(tr("Profile"), true);
  profile_->hide();
  connect(profile_, &QPushButton::clicked, this, &PartStack::profile_wanted);
  addWidget(empty_);
  addWidget(content);
  setCurrentIndex(0);
}

void PartStack::show_content() { setCurrentIndex(1); }

void PartStack::say(const QString& text, bool profile) {
  empty_->set_text(text);
  profile_->setVisible(profile);
  setCurrentIndex(0);
}

QString PartStack::said() const { return currentIndex() == 0 ? empty_->text() : QString(); }

}  // namespace mlink::ui
