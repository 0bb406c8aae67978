// A widget that may change its size hint as often as it likes without anything around it being laid out anew: what
// changes while a handle is dragged stands in one. GUI thread only.
#pragma once

#include <QWidget>

namespace mlink::ui {

class OwnRoom : public QWidget {
 public:
  explicit OwnRoom(QWidget* inner, QWidget* parent = nullptr) : QWidget(parent), inner_(inner) {
    inner->setParent(this);
    setSizePolicy(inner->sizePolicy());
  }
  // Asked whenever something else is laid out.
  [[nodiscard]] QSize sizeHint() const override { return inner_->sizeHint(); }
  [[nodiscard]] QSize minimumSizeHint() const override {
    return inner_->minimumSizeHint().expandedTo(inner_->minimumSize());
  }

 protected:
  void resizeEvent(QResizeEvent*) override { inner_->setGeometry(rect()); }

 private:
  QWidget* inner_;
};

}  // namespace mlink::ui
