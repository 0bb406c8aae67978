// When the files of several cameras begin: one after another or together, and back again.
#pragma once

#include <QObject>
#include <vector>

#include "ui/common/worker.h"

class QMenu;

namespace mlink::ui {

/// The starts that the rows have.
[[nodiscard]] std::vector<CameraStart> starts_of(const std::vector<CameraRow>& cameras);
/// The first keeps its start, unless it follows one of the others; each other begins where the one before it ends.
[[nodiscard]] std::vector<CameraStart> starts_in_order(const std::vector<CameraRow>& cameras);
[[nodiscard]] std::vector<CameraStart> starts_together(const std::vector<CameraRow>& cameras);
/// One row a file: its regions begin together.
[[nodiscard]] std::vector<CameraRow> one_of_each_file(const std::vector<CameraRow>& cameras);

/// Changes starts through the worker and remembers what they were, until another experiment is open.
class CameraClock : public QObject {
  Q_OBJECT
 public:
  explicit CameraClock(Worker* worker, QObject* parent = nullptr);

  /// As a person typed it.
  void set(const CameraRow& camera, const QString& start);
  void set(const std::vector<CameraStart>& starts, const std::vector<CameraRow>& cameras);
  [[nodiscard]] bool can_undo() const { return !before_.empty(); }
  void undo();
  /// What can be done with these cameras, which are chosen together.
  void fill_menu(QMenu& menu, const std::vector<CameraRow>& cameras);

 private:
  Worker* worker_;
  std::vector<std::vector<CameraStart>> before_;  ///< newest last
  bool newest_runs_ = false;                      ///< the step that the newest is of may fail yet
};

}  // namespace mlink::ui
