// A Replay page over synthetic data, shown and settled, and what its suites do with it.
#pragma once

#include <QApplication>
#include <QMouseEvent>
#include <QTest>

#include "ui/replay/budget_panel.h"
#include "ui_replay/synthetic.h"

namespace mlink::synthetic {
using namespace rooms;

/// A page over synthetic data, shown and settled.
struct Shown {
  explicit Shown(const ThemeHolder& themes, QSize size = {1520, 900},
                 std::shared_ptr<const ReplayData> with = mlink::synthetic::data())
      : view(themes, source.fetch(), source.ask()) {
    source.data = std::move(with);
    view.resize(size);
    view.set_data(source.data);
    view.show();
    settled = QTest::qWaitForWindowExposed(&view) && QTest::qWaitFor([this] { return view.ready(); });
    view.budget_panel()->slider()->setFocus();
  }
  [[nodiscard]] FrontierSlider& slider() const { return *view.budget_panel()->slider(); }
  [[nodiscard]] bool wait() const {
    return QTest::qWaitFor([this] { return view.ready(); });
  }
  Source source;
  ReplayView view;
  bool settled = false;
};

/// A mouse move with the left button held.
inline void send_move(QWidget& widget, const QPointF& at, Qt::KeyboardModifiers keys = {}) {
  QMouseEvent event(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, Qt::LeftButton, keys);
  QApplication::sendEvent(&widget, &event);
}

}  // namespace mlink::synthetic
