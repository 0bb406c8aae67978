#include "ui/sources/camera_clock.h"

#include <QMenu>
#include <algorithm>

#include "ui/common/edit_stack.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

/// In two rounds: files that follow one another are first let go, so that their order may turn around.
Status put_starts(WriterPort& writer, const std::vector<CameraStart>& starts) {
  for (const CameraStart& camera : starts) MLINK_TRY(writer.set_start(camera.camera.toStdString(), {}));
  for (const CameraStart& camera : starts)
    if (camera.start.origin != StartOrigin::unset)
      MLINK_TRY(writer.set_start(camera.camera.toStdString(), camera.start));
  return {};
}

/// Where one of them cannot be, all are as they were: `before`.
EditStack::Fn put_all(const std::vector<CameraStart>& starts, const std::vector<CameraStart>& before) {
  return [starts, before](WriterPort& writer, const std::stop_token&, const ProgressFn&) -> Result<std::string> {
    if (const auto status = put_starts(writer, starts); !status) {
      MLINK_TRY(put_starts(writer, before));
      return tl::make_unexpected(status.error());
    }
    return (starts.size() == 1 ? CameraClock::tr("The start of %1 file is set")
                               : CameraClock::tr("The starts of %1 files are set"))
        .arg(starts.size())
        .toStdString();
  };
}

}  // namespace

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

void CameraClock::set(const CameraRow& camera, const QString& start) {
  const QString name = to_qt(camera.name);
  const auto there = [name, start](WriterPort& writer, const std::stop_token&,
                                   const ProgressFn&) -> Result<std::string> {
    MLINK_ASSIGN(const StartWish wish, parse_start(start.toStdString()));
    MLINK_TRY(writer.set_start(name.toStdString(), wish));
    return tr("The start of %1 is set").arg(name).toStdString();
  };
  worker_->edits()->change(
      {tr("the start of %1").arg(name), there, put_all(starts_of({camera}), {}), {}, {}, WorkStep::clock});
}

void CameraClock::set(const std::vector<CameraStart>& starts, const std::vector<CameraRow>& cameras) {
  const auto before = starts_of(cameras);
  worker_->edits()->change(
      {tr("the starts of files"), put_all(starts, before), put_all(before, starts), {}, {}, WorkStep::clock});
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
}

}  // namespace mlink::ui
