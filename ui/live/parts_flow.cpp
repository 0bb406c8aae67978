#include "ui/live/parts_flow.h"

#include <QResizeEvent>
#include <algorithm>

namespace mlink::ui {
namespace {

constexpr int kSide = 10, kBetween = 6, kRowGap = 6;

}  // namespace

PartsFlow::PartsFlow(QWidget* parent) : QWidget(parent) { setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed); }

void PartsFlow::add(QWidget* part) {
  part->setParent(this);
  parts_.push_back({part, false});
}

void PartsFlow::add_at_end(QWidget* part) {
  add(part);
  parts_.back().at_end = true;
}

QSize PartsFlow::minimumSizeHint() const {
  int wide = 0, high = 0;
  for (const Part& part : parts_) {
    wide = std::max(wide, part.widget->sizeHint().width());
    high = std::max(high, part.widget->sizeHint().height());
  }
  return {wide + 2 * kSide, high};
}

QSize PartsFlow::sizeHint() const { return {minimumSizeHint().width(), height()}; }

void PartsFlow::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  if (event->size().width() != event->oldSize().width()) lay_out();
}

void PartsFlow::lay_out() {
  const int room = width() - kSide + 2;
  const int high = minimumSizeHint().height();
  int x = kSide, y = 0;
  for (const Part& part : parts_) {
    const QSize size = part.widget->sizeHint();
    if (x > kSide && x + size.width() > room) {
      x = kSide;
      y += high + kRowGap;
    }
    const int left = part.at_end && x > kSide ? room - size.width() : x;
    part.widget->setGeometry(left, y + (high - size.height()) / 2, size.width(), size.height());
    x = left + size.width() + kBetween;
  }
  setFixedHeight(y + high);
}

}  // namespace mlink::ui
