// What a person changed in the open file, newest last, for Undo and Redo of the whole window. An edit is a step there
// and a step back on the writer's thread. One whose step failed, or was dropped before it ran, leaves the stack; one
// that could not be undone stays on it. Another file begins with an empty one. GUI thread only.
#pragma once

#include <QUndoStack>
#include <functional>
#include <memory>
#include <vector>

#include "ui/common/worker.h"

namespace mlink::ui {

class EditStack : public QUndoStack {
  Q_OBJECT
 public:
  /// Gives the line for the status bar. It changes all or nothing: where it fails, the file is as it was.
  using Fn = std::function<Result<std::string>(WriterPort&, const std::stop_token&, const ProgressFn&)>;
  /// Of a fake's file there is none: then it fails with a clear error.
  using FileFn = std::function<Result<std::string>(Experiment&)>;
  /// What `there` tells beside its line; it fills it anew each time.
  struct Told {
    std::vector<std::pair<std::string, Error>> problems;  ///< that concern one file each: Worker::problem tells them
    bool nothing = false;                                 ///< it changed nothing: there is nothing to undo
  };
  struct Edit {
    QString text;  ///< what Undo calls it: "Rename street"
    Fn there, back;
    /// Edits of one key that follow one another are one, as while something is dragged: each sets the same thing anew.
    /// Empty: each for itself.
    QString key = {};
    QString about = {};  ///< the page that shows its failure
    WorkStep step = WorkStep::edit;
    std::shared_ptr<Told> told = {};
  };

  /// Edits for the stack of another worker that opens the same file again.
  struct Kept {
    std::vector<Edit> edits;
    int done = 0;  ///< so many of them are in effect
  };

  explicit EditStack(Worker* worker);
  [[nodiscard]] Kept kept() const;  ///< while no step runs or waits
  /// In the place of what is on it; nothing is run. Edits of one key do not join these.
  void take_over(Kept kept);
  /// Does it, and remembers how to undo it. A file that can only be read is not changed: failed() tells so.
  void change(Edit edit);
  [[nodiscard]] static Fn on_file(FileFn fn);

 Q_SIGNALS:
  /// An edit's step failed, there or back; not where it was stopped. The worker's step_finished tells it, too.
  void failed(const QString& about, const base::Error& error);

 private:
  class Command;
  struct Ran;
  [[nodiscard]] std::shared_ptr<Ran> run(WorkStep step, const Fn& fn, const std::shared_ptr<Told>& told = {});
  void look();
  void drop_obsolete();
  Worker* worker_;
};

}  // namespace mlink::ui
