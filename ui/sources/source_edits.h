// Every change of cameras and black boxes that a person makes on the page, as an edit that can be undone. What is
// removed comes back with all that hung on it; what was added is removed, and comes back the same. GUI thread only.
#pragma once

#include <QObject>
#include <QStringList>
#include <functional>
#include <vector>

#include "experiment/source_edits.h"
#include "ui/common/worker.h"

namespace mlink::ui {

class SourceEdits : public QObject {
  Q_OBJECT
 public:
  explicit SourceEdits(Worker* worker, QObject* parent = nullptr) : QObject(parent), worker_(worker) {}

  /// A file that cannot be added is told by Worker::problem, the others come. `sequence`: each begins where the one
  /// before it ends; with a camera's name they are all of that camera.
  void add_videos(const QStringList& files, const AddVideoOptions& options = {}, bool sequence = false);
  void add_boxes(const QStringList& manifests);
  void import_outputs(const ImportOptions& options);
  /// Together: one edit.
  void remove_cameras(const QStringList& names);
  void remove_box(const QString& name);
  /// Where a file that moved is now; its contents decide.
  void relink_video(const QString& camera, const QString& file);
  void relink_box(const QString& name, const QString& manifest);
  void rename_camera(const QString& from, const QString& to);
  void rename_box(const QString& from, const QString& to);
  void set_cost(const QString& box, const Amount& amount);
  void take_measured(const QString& box);
  void set_order(SourceList list, const std::vector<RowId>& ids);

 private:
  using PortStep = std::function<Status(WriterPort&, const std::stop_token&)>;
  void change(const QString& text, const QString& done, WorkStep step, PortStep there);
  void change_file(const QString& text, const QString& done, std::function<Status(Experiment&)> step);
  Worker* worker_;
};

}  // namespace mlink::ui
