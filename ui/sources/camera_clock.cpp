#include "ui/sources/camera_clock.h"

#include <QMenu>
#include <algorithm>

#include "ui/common/widgets.h"

namespace mlink::ui {

std::vector<CameraStart> starts_of(const std::vector<CameraRow>& cameras) {
  std::vector<CameraStart> starts;
  for (const CameraRow& camera : cameras)
    starts.push_back({to_qt(camera.name), {camera.start.origin, camera.start.seconds, camera.after}});
  return starts;
}

std::vector<CameraStart> starts_in_order(const std::vector<CameraRow>& cameras) {
  auto starts = starts_of(cameras);
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const bool follows = std::any_of(cameras.begin(), cameras.end(),
                                     [&](const CameraRow& other) { return other.name == starts[i].start.after; });
    if (i > 0)
      starts[i].start = {StartOrigin::after, 0, cameras[i - 1].name};
    else if (follows)
      starts[i].start = {};
  }
  return starts;
}

std::vector<CameraStart> starts_together(const std::vector<CameraRow>& cameras) {
  auto starts = starts_of(cameras);
  for (CameraStart& start : starts) start.start = {};
  return starts;
}

std::vector<CameraRow> one_of_each_file(const std::vector<CameraRow>& cameras) {
  std::vector<CameraRow> files;
  for (const CameraRow& camera : cameras) {
    const auto same = [&](const CameraRow& file) { return !camera.recorded && file.path == camera.path; };
    if (std::none_of(files.begin(), files.end(), same)) files.push_back(camera);
  }
  return files;
}

CameraClock::CameraClock(Worker* worker, QObject* parent) : QObject(parent), worker_(worker) {
  connect(worker_, &Worker::opened, this, [this] {
    before_.clear();
    newest_runs_ = false;
  });
  connect(worker_, &Worker::step_finished, this,
          [this](WorkStep step, const QString&, const std::optional<Error>& error) {
            if (step != WorkStep::clock) return;
            if (error && newest_runs_) before_.pop_back();  // nothing was changed
            newest_runs_ = false;
          });
}

void CameraClock::set(const CameraRow& camera, const QString& start) {
  before_.push_back(starts_of({camera}));
  newest_runs_ = true;
  worker_->set_start(to_qt(camera.name), start);
}

void CameraClock::set(const std::vector<CameraStart>& starts, const std::vector<CameraRow>& cameras) {
  before_.push_back(starts_of(cameras));
  newest_runs_ = true;
  worker_->set_starts(starts, before_.back());
}

void CameraClock::undo() {
  if (before_.empty()) return;
  const auto starts = before_.back();
  before_.pop_back();
  newest_runs_ = false;
  worker_->set_starts(starts, {});
}

void CameraClock::fill_menu(QMenu& menu, const std::vector<CameraRow>& cameras) {
  const auto files = one_of_each_file(cameras);
  const auto count = static_cast<qlonglong>(files.size());
  if (count > 1) {
    menu.addAction(tr("Put %1 files each after the one before").arg(count), this,
                   [this, files] { set(starts_in_order(files), files); });
    menu.addAction(tr("Let %1 files begin together").arg(count), this,
                   [this, files] { set(starts_together(files), files); });
  }
  if (can_undo())
    menu.addAction(tr("Undo the change of starts"), QKeySequence(QStringLiteral("Ctrl+Z")), this, &CameraClock::undo);
}

}  // namespace mlink::ui
