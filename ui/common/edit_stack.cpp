#include "ui/common/edit_stack.h"

#include <atomic>
#include <utility>

#include "ui/common/widgets.h"

namespace mlink::ui {

/// How a step ended. The step holds it: where it is dropped before it ran, the answer is there all the same.
struct EditStack::Ran {
  std::optional<Error> error;  ///< complete once it is done
  std::atomic<bool> done = false;
  void end(std::optional<Error> what) {
    error = std::move(what);
    done = true;
  }
};

/// One entry of the stack: the steps that led there, of which the last is the newest, and the way back before the
/// first.
class EditStack::Command : public QUndoCommand {
 public:
  Command(EditStack& stack, Edit edit)
      : QUndoCommand(edit.text),
        stack_(stack),
        step_(edit.step),
        key_(std::move(edit.key)),
        about_(std::move(edit.about)),
        back_(std::move(edit.back)),
        told_(std::move(edit.told)) {
    there_.push_back({std::move(edit.there), nullptr});
  }

  /// It is in effect already: pushing it runs nothing.
  void mark_done() { stays_ = true; }
  /// The next undo() runs nothing.
  void mark_undone() { undone_before_ = true; }
  [[nodiscard]] Edit edit() const { return {text(), there_.back().first, back_, {}, about_, step_, told_}; }

  void redo() override {
    undone_ = nullptr;
    if (std::exchange(stays_, false)) return;  // it is in effect already
    there_.back().second = stack_.run(step_, there_.back().first, told_);
  }
  void undo() override {
    if (std::exchange(undone_before_, false)) return;
    // From here on it is one step: what was merged into it is not done one by one again.
    there_.erase(there_.begin(), there_.end() - 1);
    undone_ = stack_.run(step_, back_);
  }

  [[nodiscard]] int id() const override { return key_.isEmpty() ? -1 : static_cast<int>(qHash(key_) & 0x7fffffffU); }
  bool mergeWith(const QUndoCommand* other) override {
    const auto* newer = dynamic_cast<const Command*>(other);
    if (!newer || newer->key_ != key_ || undone_) return false;
    there_.insert(there_.end(), newer->there_.begin(), newer->there_.end());
    setText(newer->text());
    return true;
  }

  /// Forgets what failed; the first failure that is new is given. Obsolete afterwards: nothing is left to undo.
  std::optional<Error> look() {
    std::optional<Error> error;
    std::erase_if(there_, [&](const auto& step) {
      if (!step.second || !step.second->done || !step.second->error) return false;
      if (!error) error = step.second->error;
      return true;
    });
    if (undone_ && undone_->done && undone_->error) {
      error = std::exchange(undone_, nullptr)->error;
      stays_ = true;
    }
    if (there_.empty()) setObsolete(true);
    return error;
  }
  [[nodiscard]] const QString& about() const { return about_; }
  /// It was to be undone and could not be: it is done still.
  [[nodiscard]] bool stays() const { return stays_; }

 private:
  EditStack& stack_;
  WorkStep step_;
  QString key_, about_;
  std::vector<std::pair<Fn, std::shared_ptr<Ran>>> there_;
  Fn back_;
  std::shared_ptr<Told> told_;
  std::shared_ptr<Ran> undone_;
  bool stays_ = false, undone_before_ = false;
};

EditStack::EditStack(Worker* worker) : QUndoStack(worker), worker_(worker) {
  connect(worker, &Worker::opened, this, &QUndoStack::clear);
  connect(worker, &Worker::step_finished, this, &EditStack::look);
  connect(worker, &Worker::job_changed, this, &EditStack::look);
}

EditStack::Kept EditStack::kept() const {
  Kept kept;
  for (int i = 0; i < count(); ++i)
    if (const auto* command = dynamic_cast<const Command*>(this->command(i)); command && !command->isObsolete()) {
      kept.edits.push_back(command->edit());
      if (i < index()) ++kept.done;
    }
  return kept;
}

void EditStack::take_over(Kept kept) {
  clear();
  const auto done = static_cast<std::size_t>(kept.done);
  for (std::size_t i = 0; i < kept.edits.size(); ++i) {
    auto* command = new Command(*this, std::move(kept.edits[i]));
    command->mark_done();
    if (i >= done) command->mark_undone();
    push(command);
  }
  setIndex(kept.done);
}

EditStack::Fn EditStack::on_file(FileFn fn) {
  return [fn = std::move(fn)](WriterPort& port, const std::stop_token&, const ProgressFn&) -> Result<std::string> {
    if (!port.experiment()) return fail(ErrorKind::unsupported, "There is no experiment behind this.", "Open a file.");
    return fn(*port.experiment());
  };
}

void EditStack::change(Edit edit) {
  if (!worker_->can_write()) {
    (void)run(edit.step, edit.there, edit.told);  // the worker tells why not
    Q_EMIT failed(edit.about, worker_->read_only());
    return;
  }
  push(new Command(*this, std::move(edit)));
}

std::shared_ptr<EditStack::Ran> EditStack::run(WorkStep step, const Fn& fn, const std::shared_ptr<Told>& told) {
  auto ran = std::make_shared<Ran>();
  // Goes with the step, also where that is dropped.
  const std::shared_ptr<void> dropped(nullptr, [ran](void*) {
    if (!ran->done) ran->end(fail(ErrorKind::stopped, "Stopped.", "").value());
  });
  worker_->run(
      step, [ran, dropped, fn, told](WriterPort& port, const std::stop_token& stop, const ProgressFn& progress) {
        StepEnd end;
        if (told) *told = {};
        auto line = fn(port, stop, progress);
        if (line)
          end.summary = to_qt(*line);
        else
          end.error = line.error();
        if (told) end.problems = told->problems;
        const bool nothing = !end.error && told && told->nothing;
        ran->end(nothing ? std::optional(fail(ErrorKind::stopped, "Nothing was changed.", "").value()) : end.error);
        return end;
      });
  return ran;
}

void EditStack::look() {
  std::vector<std::pair<QString, Error>> told;
  for (int i = 0; i < count(); ++i) {
    auto* command = const_cast<Command*>(dynamic_cast<const Command*>(this->command(i)));
    if (!command || command->isObsolete()) continue;
    auto error = command->look();
    if (error && error->kind != ErrorKind::stopped) told.emplace_back(command->about(), std::move(*error));
  }
  drop_obsolete();
  for (const auto& [about, error] : told) Q_EMIT failed(about, error);
}

void EditStack::drop_obsolete() {
  // An obsolete command is taken out by the step over it, which does nothing else; one that stays is stepped over.
  while (index() > 0 && command(index() - 1)->isObsolete()) undo();
  const auto stays = [this] {
    const auto* next = dynamic_cast<const Command*>(command(index()));
    return next && (next->isObsolete() || next->stays());
  };
  while (index() < count() && stays()) redo();
}

}  // namespace mlink::ui
