// A scripted session over all pages of the window, with what each action costs the GUI thread. For the benchmark, which
// prints it, and for the suite whose watchdog fails on it.
#pragma once

#include <functional>
#include <vector>

#include "ui/event_meter.h"
#include "ui/window/main_window.h"

namespace mlink::test {

struct Walked {
  QString page, action;
  LongestEvent longest;
  double seconds = 0;      ///< until all of it was on the screen, by the clock
  double resident_mb = 0;  ///< of the process, then
  bool came = true;        ///< false: the page was not ready in time
};

/// Sources, Links, Ensemble, Replay with all methods, Compare, each study, Live, Runs, Settings, and all of it
/// exported. `each` is called after every action; one that does not come in `patience_ms` ends it.
std::vector<Walked> walk_pages(MeteredApplication& app, ui::ThemeHolder& themes, ui::MainWindow& window,
                               const std::function<void(const Walked&)>& each, int patience_ms);

/// Of this process; 0 where the system does not tell.
[[nodiscard]] double resident_mb();

}  // namespace mlink::test
