// What a person does with runs, as steps on the writer's thread, and those that can be undone as edits.
// GUI thread only.
#pragma once

#include <QObject>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "ui/common/edit_stack.h"
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

[[nodiscard]] EditStack::Edit rename_edit(const Run& run, const QString& name);
[[nodiscard]] EditStack::Edit note_edit(const Run& run, const QString& note);
/// before: the set in use until now; 0: none.
[[nodiscard]] EditStack::Edit use_edit(const Run& run, RowId before);

}  // namespace mlink::ui
