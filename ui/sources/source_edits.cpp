#include "ui/sources/source_edits.h"

#include <algorithm>

#include "base/text.h"
#include "experiment/typed_costs.h"
#include "ui/common/edit_stack.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

/// `one` and `many` have the number's place in them.
std::string counted(std::size_t count, const QString& one, const QString& many) {
  return (count == 1 ? one : many).arg(to_qt(count_text(static_cast<std::int64_t>(count)))).toStdString();
}

/// What was added, and once it was undone the rows that left. Of the writer's thread.
struct Added {
  std::vector<std::string> cameras, boxes;
  std::optional<FileChanges> left;
};

/// What was added goes, the last first, and is kept.
EditStack::Fn take_out(const std::shared_ptr<Added>& added) {
  return EditStack::on_file([added](Experiment& experiment) -> Result<std::string> {
    MLINK_ASSIGN(added->left, experiment::recorded(experiment, [&](Experiment& file) -> Status {
                   for (auto box = added->boxes.rbegin(); box != added->boxes.rend(); ++box)
                     MLINK_TRY(file.remove_box(*box));
                   for (auto camera = added->cameras.rbegin(); camera != added->cameras.rend(); ++camera)
                     MLINK_TRY(file.remove_camera(*camera));
                   return {};
                 }));
    return counted(added->cameras.size() + added->boxes.size(), SourceEdits::tr("%1 taken out again"),
                   SourceEdits::tr("%1 taken out again"));
  });
}

/// What had left comes back; the first time it is added by `add`.
EditStack::Fn put_in(const std::shared_ptr<Added>& added, EditStack::Fn add) {
  return [added, add = std::move(add)](WriterPort& port, const std::stop_token& stop,
                                       const ProgressFn& progress) -> Result<std::string> {
    if (!added->left) return add(port, stop, progress);
    MLINK_TRY(take_back(*port.experiment(), *added->left));
    added->left.reset();
    return counted(added->cameras.size() + added->boxes.size(), SourceEdits::tr("%1 is there again"),
                   SourceEdits::tr("%1 are there again"));
  };
}

/// How the file behind `camera`, which was added with `first`, is added.
AddVideoOptions behind(const AddVideoOptions& first, const std::string& camera) {
  AddVideoOptions next = first;
  next.start.reset();
  next.continues = !first.camera.empty();
  if (!next.continues) next.start = StartWish{StartOrigin::after, 0, camera};
  return next;
}

Result<std::string> box_name(WriterPort& port, RowId id) {
  if (!port.experiment()) return std::string();
  MLINK_ASSIGN(const auto overview, port.experiment()->overview());
  for (const BoxRow& box : overview.boxes)
    if (box.id == id) return box.name;
  return fail(ErrorKind::not_found, "The black box was removed meanwhile.");
}

QString imported_text(const ImportReport& report) {
  QString text = to_qt(counted(static_cast<std::size_t>(report.stored), SourceEdits::tr("%1 output of %2"),
                               SourceEdits::tr("%1 outputs of %2")))
                     .arg(to_qt(report.box));
  if (report.left_out > 0)
    text += QStringLiteral(", ") + to_qt(counted(static_cast<std::size_t>(report.left_out),
                                                 SourceEdits::tr("%1 row was of frames that no camera uses"),
                                                 SourceEdits::tr("%1 rows were of frames that no camera uses")));
  if (report.known) text += SourceEdits::tr(", they were there already");
  return text;
}

/// An import that adds to recorded cameras, or replaces a box, changes rows that are there.
bool changes_what_is_there(const Overview& overview, const ImportOptions& options) {
  return std::any_of(overview.boxes.begin(), overview.boxes.end(),
                     [&](const BoxRow& box) { return box.name == options.box; }) ||
         std::any_of(overview.cameras.begin(), overview.cameras.end(),
                     [](const CameraRow& camera) { return camera.recorded; });
}

}  // namespace

void SourceEdits::add_videos(const QStringList& files, const AddVideoOptions& options, bool sequence) {
  std::vector<std::filesystem::path> paths;
  for (const QString& file : files) paths.emplace_back(file.toStdString());
  const auto added = std::make_shared<Added>();
  const auto told = std::make_shared<EditStack::Told>();
  const auto add = [=](WriterPort& port, const std::stop_token& stop,
                       const ProgressFn& progress) -> Result<std::string> {
    *added = {};
    ProgressMeter meter(progress, "Add", "videos", static_cast<std::int64_t>(paths.size()));
    AddVideoOptions next = options;
    for (const auto& path : paths) {
      if (stop.stop_requested()) break;
      const auto one = [&]() -> Status {
        MLINK_ASSIGN(const RowId row, port.add_video(path, next));
        MLINK_ASSIGN(const auto name, port.camera_name(row));
        added->cameras.push_back(name);
        if (sequence) next = behind(options, name);
        return {};
      };
      if (const Status status = one(); !status) told->problems.emplace_back(path.string(), status.error());
      meter.advance(1, path.filename().string());
    }
    meter.finish();
    told->nothing = added->cameras.empty();
    return counted(added->cameras.size(), tr("%1 video added"), tr("%1 videos added"));
  };
  EditStack::Edit edit{files.size() == 1 ? tr("adding a video") : tr("adding %1 videos").arg(files.size()),
                       put_in(added, add), take_out(added)};
  edit.step = WorkStep::add;
  edit.told = told;
  worker_->edits()->change(std::move(edit));
}

void SourceEdits::add_boxes(const QStringList& manifests) {
  std::vector<std::filesystem::path> paths;
  for (const QString& file : manifests) paths.emplace_back(file.toStdString());
  const auto added = std::make_shared<Added>();
  const auto told = std::make_shared<EditStack::Told>();
  const auto add = [=](WriterPort& port, const std::stop_token& stop,
                       const ProgressFn& progress) -> Result<std::string> {
    *added = {};
    ProgressMeter meter(progress, "Add", "boxes", static_cast<std::int64_t>(paths.size()));
    for (const auto& path : paths) {
      if (stop.stop_requested()) break;
      const auto one = [&]() -> Status {
        MLINK_ASSIGN(const RowId row, port.add_box(path));
        MLINK_ASSIGN(const auto name, box_name(port, row));
        added->boxes.push_back(name);
        return {};
      };
      if (const Status status = one(); !status) told->problems.emplace_back(path.string(), status.error());
      meter.advance(1, path.filename().string());
    }
    meter.finish();
    told->nothing = added->boxes.empty();
    return counted(added->boxes.size(), tr("%1 box added"), tr("%1 boxes added"));
  };
  EditStack::Edit edit{manifests.size() == 1 ? tr("adding a box") : tr("adding %1 boxes").arg(manifests.size()),
                       put_in(added, add), take_out(added)};
  edit.step = WorkStep::add;
  edit.told = told;
  worker_->edits()->change(std::move(edit));
}

void SourceEdits::import_outputs(const ImportOptions& options) {
  const auto added = std::make_shared<Added>();
  const auto changed = std::make_shared<std::optional<FileChanges>>();
  const auto told = std::make_shared<EditStack::Told>();
  const auto read = [=](WriterPort& port, const std::stop_token& stop,
                        const ProgressFn& progress) -> Result<ImportReport> {
    if (!port.experiment()) return port.import_outputs(options, stop, progress);
    MLINK_ASSIGN(const auto overview, port.experiment()->overview());
    if (!changes_what_is_there(overview, options)) return port.import_outputs(options, stop, progress);
    ImportReport report;
    MLINK_ASSIGN(*changed, experiment::recorded(*port.experiment(), [&](Experiment&) -> Status {
      MLINK_ASSIGN(report, port.import_outputs(options, stop, progress));
      return {};
    }));
    return report;
  };
  const auto import = [=](WriterPort& port, const std::stop_token& stop,
                          const ProgressFn& progress) -> Result<std::string> {
    *added = {};
    changed->reset();
    const auto report = read(port, stop, progress);
    told->nothing = !report;
    if (!report && report.error().kind == ErrorKind::stopped) return tl::make_unexpected(report.error());
    if (!report) {
      told->problems.emplace_back(options.outputs.string(), report.error());
      return tr("nothing was imported").toStdString();
    }
    added->boxes.push_back(report->box);
    for (const ImportedCamera& camera : report->cameras)
      if (camera.made) added->cameras.push_back(camera.name);
    return imported_text(*report).toStdString();
  };
  const auto back = [=](WriterPort& port, const std::stop_token& stop,
                        const ProgressFn& progress) -> Result<std::string> {
    if (!*changed) return take_out(added)(port, stop, progress);
    MLINK_ASSIGN(added->left, experiment::recorded(*port.experiment(),
                                                   [&](Experiment& file) { return take_back(file, **changed); }));
    return tr("The outputs of %1 are as they were").arg(to_qt(options.box)).toStdString();
  };
  EditStack::Edit edit{tr("the import of %1").arg(to_qt(options.box)), put_in(added, import), back};
  edit.step = WorkStep::import_outputs;
  edit.told = told;
  worker_->edits()->change(std::move(edit));
}

/// A step whose rows are noted, so that they can be put back.
void SourceEdits::change(const QString& text, const QString& done, WorkStep step, PortStep there) {
  const auto changes = std::make_shared<FileChanges>();
  const auto apply = [=](WriterPort& port, const std::stop_token& stop, const ProgressFn&) -> Result<std::string> {
    if (port.experiment()) {
      MLINK_ASSIGN(*changes, experiment::recorded(*port.experiment(), [&](Experiment&) { return there(port, stop); }));
    } else {
      MLINK_TRY(there(port, stop));
    }
    return done.toStdString();
  };
  const auto back = EditStack::on_file([=](Experiment& experiment) -> Result<std::string> {
    MLINK_TRY(take_back(experiment, *changes));
    return tr("Undone: %1").arg(text).toStdString();
  });
  EditStack::Edit edit{text, apply, back};
  edit.step = step;
  worker_->edits()->change(std::move(edit));
}

void SourceEdits::change_file(const QString& text, const QString& done, std::function<Status(Experiment&)> step) {
  change(text, done, WorkStep::edit, [step = std::move(step)](WriterPort& port, const std::stop_token&) -> Status {
    if (!port.experiment()) return fail(ErrorKind::unsupported, "There is no experiment behind this.");
    return step(*port.experiment());
  });
}

void SourceEdits::remove_cameras(const QStringList& names) {
  const QString what = names.size() == 1 ? names.first() : tr("%1 cameras").arg(names.size());
  change(tr("the removal of %1").arg(what), tr("%1 removed").arg(what), WorkStep::remove,
         [names](WriterPort& port, const std::stop_token&) -> Status {
           for (const QString& name : names) MLINK_TRY(port.remove_camera(name.toStdString()));
           return {};
         });
}

void SourceEdits::remove_box(const QString& name) {
  change(tr("the removal of %1").arg(name), tr("%1 removed").arg(name), WorkStep::remove,
         [name](WriterPort& port, const std::stop_token&) { return port.remove_box(name.toStdString()); });
}

void SourceEdits::relink_video(const QString& camera, const QString& file) {
  change(tr("the place of %1").arg(camera), tr("The file of %1 is found").arg(camera), WorkStep::locate,
         [=](WriterPort& port, const std::stop_token& stop) {
           return port.relink_video(camera.toStdString(), file.toStdString(), stop);
         });
}

void SourceEdits::relink_box(const QString& name, const QString& manifest) {
  change(tr("the place of %1").arg(name), tr("The manifest of %1 is found").arg(name), WorkStep::locate,
         [=](WriterPort& port, const std::stop_token&) {
           return port.relink_box(name.toStdString(), manifest.toStdString());
         });
}

void SourceEdits::rename_camera(const QString& from, const QString& to) {
  change_file(tr("the name of %1").arg(to), tr("%1 is called %2 now").arg(from, to), [=](Experiment& experiment) {
    return experiment::rename_camera(experiment, from.toStdString(), to.toStdString());
  });
}

void SourceEdits::rename_box(const QString& from, const QString& to) {
  change_file(tr("the name of %1").arg(to), tr("%1 is called %2 now").arg(from, to), [=](Experiment& experiment) {
    return experiment::rename_box(experiment, from.toStdString(), to.toStdString());
  });
}

void SourceEdits::set_cost(const QString& box, const Amount& amount) {
  const QString value = to_qt(amount_text(amount));
  const bool time = amount.kind == CostKind::time;
  change_file(amount.kind == CostKind::gpu_memory ? tr("the GPU memory of %1").arg(box)
              : time                              ? tr("the time of %1").arg(box)
                                                  : tr("the memory of %1").arg(box),
              time ? tr("%1 takes %2 a frame now").arg(box, value) : tr("%1 needs %2 now").arg(box, value),
              [=](Experiment& experiment) { return experiment.set_cost(box.toStdString(), amount); });
}

void SourceEdits::take_measured(const QString& box) {
  change_file(tr("the measured costs of %1").arg(box), tr("%1 costs what was measured").arg(box),
              [=](Experiment& experiment) { return experiment::take_measured(experiment, box.toStdString()); });
}

void SourceEdits::set_order(SourceList list, const std::vector<RowId>& ids) {
  const bool cameras = list == SourceList::cameras;
  change_file(cameras ? tr("the order of videos") : tr("the order of black boxes"),
              cameras ? tr("The videos are in another order") : tr("The black boxes are in another order"),
              [=](Experiment& experiment) { return experiment::set_order(experiment, list, ids); });
}

}  // namespace mlink::ui
