#include "ui/runs/run_edits.h"

#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

/// A Status as the line of a step.
Result<std::string> line_of(const Status& status, const QString& line) {
  if (!status) return tl::make_unexpected(status.error());
  return line.toStdString();
}

EditStack::Edit edit_of(const QString& text, EditStack::FileFn there, EditStack::FileFn back) {
  return {text, EditStack::on_file(std::move(there)), EditStack::on_file(std::move(back)), {}, QStringLiteral("runs")};
}

}  // namespace

RunSteps::RunSteps(Worker* worker, QObject* parent) : QObject(parent), worker_(worker) {
  connect(worker, &Worker::step_finished, this, [this] {
    look();
    Q_EMIT ended();
  });
}

RunSteps::StatePtr RunSteps::run(WorkStep step, Fn fn) {
  auto state = std::make_shared<State>();
  if (!worker_->can_write()) {
    state->done = true;
    state->error = worker_->read_only();
    Q_EMIT failed(*state->error);
    return state;
  }
  waiting_.push_back(state);
  worker_->run(
      step, [state, fn = std::move(fn)](WriterPort& port, const std::stop_token& stop, const ProgressFn& progress) {
        StepEnd end;
        Experiment* const experiment = port.experiment();
        auto line = experiment ? fn(*experiment, stop, progress)
                               : Result<std::string>(fail(ErrorKind::unsupported, "There is no experiment behind this.",
                                                          "Open a file."));
        if (line)
          end.summary = to_qt(*line);
        else
          end.error = line.error();
        state->error = end.error;
        state->done = true;
        return end;
      });
  return state;
}

void RunSteps::look() {
  std::vector<std::shared_ptr<State>> ended;
  std::erase_if(waiting_, [&](const auto& state) {
    if (state->done) ended.push_back(state);
    return state->done.load();
  });
  for (const auto& state : ended)
    if (state->error && state->error->kind != ErrorKind::stopped) Q_EMIT failed(*state->error);
}

EditStack::Edit rename_edit(const Run& run, const QString& name) {
  const auto to = [run](const std::string& wanted) {
    return [run, wanted](Experiment& experiment) {
      return line_of(rename_run(experiment, run, wanted), RunSteps::tr("%1 is called so now").arg(to_qt(wanted)));
    };
  };
  return edit_of(RunSteps::tr("the name of %1").arg(to_qt(run.name)), to(name.toStdString()), to(run.name));
}

EditStack::Edit note_edit(const Run& run, const QString& note) {
  const auto to = [run](const std::string& text) {
    return [run, text](Experiment& experiment) {
      return line_of(note_run(experiment, run, text), RunSteps::tr("The note of %1 is saved").arg(to_qt(run.name)));
    };
  };
  return edit_of(RunSteps::tr("the note of %1").arg(to_qt(run.name)), to(note.toStdString()), to(run.note));
}

EditStack::Edit use_edit(const Run& run, RowId before) {
  const auto to = [](RowId id) {
    return [id](Experiment& experiment) {
      return line_of(experiment.use_link_set(id), RunSteps::tr("Other links are in use"));
    };
  };
  return edit_of(RunSteps::tr("the links in use"), to(run.id), to(before > 0 ? before : run.id));
}

}  // namespace mlink::ui
