// The one toolbar: steps with their state, the next step, the three chips of the shared selection, and the theme.
#pragma once

#include <QPushButton>
#include <QWidget>
#include <vector>

#include "ui/common/selection.h"
#include "ui/common/theme.h"
#include "ui/common/worker.h"

class QToolButton;
class QUndoStack;

namespace mlink::ui {

enum class StepState { waiting, ready, running, done, stale, failed };
struct StepView {
  QString id, name, count;  ///< count: "954 of 954", "waits for collect"
  StepState state = StepState::waiting;
};
/// The four steps, and which one comes next ("" when all are done).
struct StepsView {
  std::vector<StepView> steps;
  QString next;
};
[[nodiscard]] StepsView steps_of(const OverviewPtr& overview, const ExperimentDataPtr& data, const Job& job,
                                 std::optional<WorkStep> failed);

/// Collect > Profile > Train > Replay, drawn; a click goes where the step is seen.
class StepBar : public QWidget {
  Q_OBJECT
 public:
  explicit StepBar(const ThemeHolder& themes, QWidget* parent = nullptr);
  void set_steps(const std::vector<StepView>& steps);
  void set_counts(bool counts);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;  ///< its steps close together

 Q_SIGNALS:
  void clicked(const QString& step);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] int step_width(const StepView& step) const;  ///< without the gap behind it
  [[nodiscard]] int gap() const;                             ///< as the bar has room
  [[nodiscard]] int step_at(int x) const;
  const ThemeHolder& themes_;
  std::vector<StepView> steps_;
  bool counts_ = true;
};

/// A value of the shared selection.
class Chip : public QAbstractButton {
  Q_OBJECT
 public:
  Chip(const ThemeHolder& themes, const QString& name, QWidget* parent = nullptr);
  void set_value(const QString& value);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  const ThemeHolder& themes_;
  QString name_;
};

class TopBar : public QWidget {
  Q_OBJECT
 public:
  TopBar(const ThemeHolder& themes, SharedSelection* selection, QWidget* parent = nullptr);
  void set_steps(const StepsView& steps, const Job& job);
  void set_edits(QUndoStack* edits);  ///< what Undo and Redo take back
  void set_open(bool open);           ///< without an experiment only New, Open and the theme stand here
  [[nodiscard]] QPushButton* next_button() const { return next_; }
  [[nodiscard]] QAbstractButton* theme_button() const;
  [[nodiscard]] QAbstractButton* find_button() const;
  [[nodiscard]] QToolButton* undo_button() const { return undo_; }
  [[nodiscard]] QToolButton* redo_button() const { return redo_; }
  [[nodiscard]] Chip* link_chip() const { return link_; }
  [[nodiscard]] Chip* frame_chip() const { return frame_; }
  [[nodiscard]] Chip* budget_chip() const { return budget_; }

 Q_SIGNALS:
  void step_clicked(const QString& step);
  void next_wanted();
  void theme_wanted();
  void find_wanted();
  void new_wanted();
  void open_wanted();
  void page_wanted(const QString& page);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void show_chips();
  void show_edits(const QUndoStack& edits);
  [[nodiscard]] static QString doing(WorkStep step);  ///< "Collecting…"
  const ThemeHolder& themes_;
  SharedSelection* selection_;
  StepBar* steps_;
  QPushButton *next_, *new_, *open_;
  Chip *link_, *frame_, *budget_;
  QToolButton *undo_, *redo_, *theme_, *find_;
  bool is_open_ = false;
};

}  // namespace mlink::ui
