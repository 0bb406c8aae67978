// A made-up file with links that are really trained: boxes that see the same people more or less well. And the page
// over it, with the real worker.
#pragma once

#include <QTest>
#include <memory>

#include "ui/common/style.h"
#include "ui/ensemble/ensemble_page.h"

namespace mlink::made {
using namespace rooms;

/// How the file is made.
struct Shape {
  int boxes = 4;
  bool links = true;
  bool memory = true, time = true;  ///< whether these costs are known
  int moments = 120;                ///< of each of two cameras, half a second apart
};
[[nodiscard]] std::shared_ptr<const Snapshot> snapshot_of(const Shape& shape);

/// Worker, selection and page over a snapshot.
struct Window {
  Window(const ThemeHolder& themes, std::shared_ptr<const Snapshot> made, const QSize& size = {1528, 910});
  [[nodiscard]] bool open();
  [[nodiscard]] bool settle() {
    return QTest::qWaitFor([this] { return page.ready(); }, 30000);
  }
  std::shared_ptr<const Snapshot> snapshot;
  SharedSelection selection;
  Worker worker;
  EnsemblePage page;
};

/// The engine as the page builds it.
[[nodiscard]] std::shared_ptr<const ReplayEngine> engine_of(const Snapshot& snapshot, CostKind kind);

}  // namespace mlink::made
