// What a person does with runs, as steps on the writer's thread, and those that can be undone as commands of a stack.
// GUI thread only.
#pragma once

#include <QObject>
#include <QUndoCommand>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "ui/runs/runs_model.h"

namespace mlink::ui {

class RunSteps : public QObject {
  Q_OBJECT
 public:
  /// Gives the line for the status bar.
  using Fn = std::function<Result<std::string>(Experiment&, const std::stop_token&, const ProgressFn&)>;
  /// How a step ended; written on the writer's thread before the worker tells that it finished.
  struct State {
    std::atomic<bool> done = false;
    std::optional<Error> error;  ///< complete once it is done
  };
  using StatePtr = std::shared_ptr<const State>;

  explicit RunSteps(Worker* worker, QObject* parent = nullptr);
  StatePtr run(WorkStep step, Fn fn);

 Q_SIGNALS:
  void failed(const base::Error& error);  ///< of a step of this page; not where it was stopped
  void ended();                           ///< any step of the worker: what is in the file may be another

 private:
  void look();
  Worker* worker_;
  std::vector<std::shared_ptr<State>> waiting_;
};

/// An edit that can be undone: one step there, one back. Where the step failed nothing is undone.
class RunEdit : public QUndoCommand {
 public:
  RunEdit(RunSteps* steps, const QString& text, RunSteps::Fn there, RunSteps::Fn back);
  void redo() override;
  void undo() override;

 private:
  void step(const RunSteps::Fn& fn);
  RunSteps* steps_;
  RunSteps::Fn there_, back_;
  RunSteps::StatePtr state_;
};

[[nodiscard]] RunEdit* rename_edit(RunSteps* steps, const Run& run, const QString& name);
[[nodiscard]] RunEdit* note_edit(RunSteps* steps, const Run& run, const QString& note);
/// before: the set in use until now; 0: none.
[[nodiscard]] RunEdit* use_edit(RunSteps* steps, const Run& run, RowId before);

}  // namespace mlink::ui
