// When the files of several cameras begin: one after another or together.
#pragma once

#include <QObject>
#include <vector>

#include "ui/common/worker.h"

class QMenu;

namespace mlink::ui {

/// Where a camera's file is to begin on the clock.
struct CameraStart {
  QString camera;
  StartWish start;
};

/// The starts that the rows have.
[[nodiscard]] std::vector<CameraStart> starts_of(const std::vector<CameraRow>& cameras);
/// The first keeps its start, unless it follows one of the others; each other begins where the one before it ends.
[[nodiscard]] std::vector<CameraStart> starts_in_order(const std::vector<CameraRow>& cameras);
[[nodiscard]] std::vector<CameraStart> starts_together(const std::vector<CameraRow>& cameras);
/// One row a file: its regions begin together.
[[nodiscard]] std::vector<CameraRow> one_of_each_file(const std::vector<CameraRow>& cameras);

/// Changes starts as edits that can be undone.
class CameraClock : public QObject {
  Q_OBJECT
 public:
  explicit CameraClock(Worker* worker, QObject* parent = nullptr) : QObject(parent), worker_(worker) {}

  /// As a person typed it.
  void set(const CameraRow& camera, const QString& start);
  void set(const std::vector<CameraStart>& starts, const std::vector<CameraRow>& cameras);
  /// What can be done with these cameras, which are chosen together.
  void fill_menu(QMenu& menu, const std::vector<CameraRow>& cameras);

 private:
  Worker* worker_;
};

}  // namespace mlink::ui
