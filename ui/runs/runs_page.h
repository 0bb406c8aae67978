// Runs: everything that was computed in the file, newest first; at the right the chosen run and two of them side by
// side. Rename, note and use can be undone; what is deleted stays in the file for a moment.
#pragma once

#include <memory>
#include <vector>

#include "ui/common/page.h"
#include "ui/common/selection.h"
#include "ui/common/widgets.h"
#include "ui/runs/runs_model.h"

class QLineEdit;
class QSplitter;
class QStackedWidget;
class QTabBar;
class QTableView;
class QTimer;

namespace mlink::ui {

class RunCompare;
class RunDetails;
class RunsDelegate;
class RunSteps;

/// A line with a button that stands below the list for a while.
class RunsBar : public QWidget {
  Q_OBJECT
 public:
  RunsBar(const ThemeHolder& themes, TextLabel::Tone tone, const QString& button, QWidget* parent = nullptr);
  void say(const QString& text);
  [[nodiscard]] QString text() const;
  [[nodiscard]] QPushButton* button() const { return button_; }

 Q_SIGNALS:
  void pressed();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeHolder& themes_;
  TextLabel* text_;
  QPushButton* button_;
};

class RunsPage : public Page {
  Q_OBJECT
 public:
  RunsPage(const ThemeHolder& themes, SharedSelection* selection, Worker* worker, QWidget* parent = nullptr);
  ~RunsPage() override;

  [[nodiscard]] QString id() const override { return QStringLiteral("runs"); }
  [[nodiscard]] QString title() const override { return tr("Runs"); }
  /// "link-sets": the link set in use beside the newest other one.
  [[nodiscard]] QStringList parts() const override { return {QStringLiteral("link-sets")}; }
  void show_part(const QString& part) override;
  void set_data(const ExperimentDataPtr& data) override;
  void set_overview(const OverviewPtr& overview) override;
  [[nodiscard]] bool ready() const override { return !reading_ && !comparing_; }
  void take_focus() override;
  bool undo_own() override;
  [[nodiscard]] std::vector<std::pair<QString, Table>> tables() const override;
  [[nodiscard]] std::vector<std::pair<QString, QWidget*>> drawings() override;

  [[nodiscard]] RunsModel* model() const { return model_; }
  [[nodiscard]] QTableView* list() const { return list_; }
  [[nodiscard]] Segmented* groups() const { return groups_; }
  [[nodiscard]] QLineEdit* search() const { return search_; }
  [[nodiscard]] RunDetails* details() const { return details_; }
  [[nodiscard]] RunCompare* compare() const { return compare_; }
  [[nodiscard]] QTabBar* tabs() const { return tabs_; }
  [[nodiscard]] EmptyState* empty_state() const { return empty_; }
  [[nodiscard]] RunsBar* deleted_bar() const { return deleted_bar_; }
  [[nodiscard]] RunsBar* problem_bar() const { return problem_bar_; }
  /// "use", "rename", "note", "compare", "again", "delete".
  [[nodiscard]] QPushButton* button(const QString& name) const;
  /// How long a deleted run can be brought back (ms).
  void set_delete_delay(int ms);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  Panel* make_list();
  QWidget* make_filter_row();
  QWidget* make_buttons();
  QWidget* make_right();
  void make_keys();
  void connect_worker();
  void read();
  void take_runs(std::vector<ToldRun> runs);
  void show_groups();
  void show_current();
  void show_buttons();
  [[nodiscard]] int buttons_width() const;
  void show_state();
  void show_tab(int tab);
  void compare_pair(const RunKey& left, const RunKey& right);
  void follow_selection();
  void lay_out();
  [[nodiscard]] const ToldRun* current() const;
  [[nodiscard]] std::vector<const ToldRun*> chosen() const;
  void choose(const RunKey& key);

  void use_current();
  void start_rename();
  void start_note();
  void rename(const RunKey& key, const QString& name);
  void write_note(const RunKey& key, const QString& note);
  void compare_two();
  void compare_sets();
  void make_current_again();
  void delete_chosen();
  void bring_back();
  void delete_for_good();
  void hide_deleted();
  void run_next();

  const ThemeHolder& themes_;
  Worker* worker_;
  ExperimentDataPtr data_;
  OverviewPtr overview_;
  std::shared_ptr<RunBook> book_;  ///< touched on the computing thread only
  RunSteps* steps_;
  QStackedWidget* stack_;
  EmptyState* empty_;
  QPushButton* next_;
  Panel *list_panel_, *details_panel_, *compare_panel_;
  RunsModel* model_;
  RunsFilter* filter_;
  RunsDelegate* delegate_;
  QTableView* list_;
  Segmented* groups_;
  std::vector<std::optional<RunGroup>> shown_groups_;
  QLineEdit* search_;
  RunsBar *deleted_bar_, *problem_bar_;
  TextLabel* chosen_text_;
  std::vector<std::pair<QString, QPushButton*>> buttons_;
  QSplitter *columns_, *right_;
  QTabBar* tabs_;
  RunDetails* details_;
  RunCompare* compare_;
  std::vector<Run> deleted_;  ///< not in the list, still in the file
  std::vector<Run> going_;    ///< as these, and the step that takes them out is on its way
  QTimer* delete_timer_;
  std::optional<std::vector<ToldRun>> held_;  ///< read while a name was typed
  bool sets_wanted_ = false;                  ///< as soon as the runs are read
  bool reading_ = false, comparing_ = false, known_ = false, wide_ = true, laid_out_ = false, filling_ = false;
  bool sized_ = false;  ///< by hand
};

}  // namespace mlink::ui
