// A walk through all pages of the window by mouse and keys, as a person shows an experiment to somebody; at each page
// the one who walks can look. The suite walks over a small experiment, scripts/pictures.sh over the demo's, for README.
#pragma once

#include <QImage>
#include <QString>
#include <functional>

namespace mlink::ui {
class MainWindow;
}

namespace mlink::test {

/// The window as a picture, once it is ready and does not change any more; null: not in time. `before` is called before
/// each look.
[[nodiscard]] QImage settled(ui::MainWindow& window, const std::function<void()>& before = {});

/// The window's Welcome offers the demo's experiments, as a window does that remembers: MLINK_DEMO_DIR and
/// MLINK_DEMO_SCRIPT say where they are.
void offer_demos(ui::MainWindow& window);

struct WalkPlan {
  QString file;            ///< an experiment, which is dropped on the window without one
  QString source, target;  ///< the link to click; empty: the first one
  QString live_budget;     ///< what to run live with, where the boxes can be run; empty: nothing is started
  std::function<void(const QString& name, const QImage& picture)> look;
};
/// Gives what could not be done; empty: everything. The pictures are called as the pages: welcome, sources, links,
/// links-dark, ensemble, replay, compare, studies, runs, settings, live.
[[nodiscard]] QString walk(ui::MainWindow& window, const WalkPlan& plan);

}  // namespace mlink::test
