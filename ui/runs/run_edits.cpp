#include "ui/runs/run_edits.h"

#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

/// A Status as the line of a step.
Result<std::string> line_of(const Status& status, const QString& line) {
  if (!status) return tl::make_unexpected(status.error());
  return line.toStdString();
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
    state->error = fail(ErrorKind::read_only, "The experiment can only be read.",
                        "Close the other program that has it open, or copy it to a folder you can write to.",
                        worker_->file().toStdString())
                       .value();
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

RunEdit::RunEdit(RunSteps* steps, const QString& text, RunSteps::Fn there, RunSteps::Fn back)
    : QUndoCommand(text), steps_(steps), there_(std::move(there)), back_(std::move(back)) {}

void RunEdit::step(const RunSteps::Fn& fn) {
  if (state_ && state_->done && state_->error) {
    setObsolete(true);
    return;
  }
  state_ = steps_->run(WorkStep::edit, fn);
}

void RunEdit::redo() { step(there_); }
void RunEdit::undo() { step(back_); }

RunEdit* rename_edit(RunSteps* steps, const Run& run, const QString& name) {
  const auto to = [run](const std::string& wanted) {
    return [run, wanted](Experiment& experiment, const std::stop_token&, const ProgressFn&) {
      return line_of(rename_run(experiment, run, wanted), RunSteps::tr("%1 is called so now").arg(to_qt(wanted)));
    };
  };
  return new RunEdit(steps, RunSteps::tr("Rename"), to(name.toStdString()), to(run.name));
}

RunEdit* note_edit(RunSteps* steps, const Run& run, const QString& note) {
  const auto to = [run](const std::string& text) {
    return [run, text](Experiment& experiment, const std::stop_token&, const ProgressFn&) {
      return line_of(note_run(experiment, run, text), RunSteps::tr("The note of %1 is saved").arg(to_qt(run.name)));
    };
  };
  return new RunEdit(steps, RunSteps::tr("Note"), to(note.toStdString()), to(run.note));
}

RunEdit* use_edit(RunSteps* steps, const Run& run, RowId before) {
  const auto to = [](RowId id) {
    return [id](Experiment& experiment, const std::stop_token&, const ProgressFn&) {
      return line_of(experiment.use_link_set(id), RunSteps::tr("Other links are in use"));
    };
  };
  return new RunEdit(steps, RunSteps::tr("Use"), to(run.id), to(before > 0 ? before : run.id));
}

}  // namespace mlink::ui
