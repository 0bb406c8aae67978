// The second tab of the Compare page: the studies of the registry, one at a time: its settings as a form, a run on the
// writer's thread with progress and stop, and what the file keeps of it as charts and tables. GUI thread only.
#pragma once

#include <QHash>
#include <QWidget>
#include <utility>
#include <vector>

#include "ui/common/page.h"
#include "ui/common/report_table_model.h"
#include "ui/common/widgets.h"
#include "ui/compare/study_figures.h"

class QComboBox;
class QProgressBar;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace mlink::ui {

class StudyCharts;
class StudyForm;

class StudiesView : public QWidget {
  Q_OBJECT
 public:
  StudiesView(const ThemeHolder& themes, Worker* worker, QWidget* parent = nullptr);

  void set_data(const ExperimentDataPtr& data);
  void choose(const QString& name);  ///< one that there is not changes nothing
  [[nodiscard]] QString chosen() const;
  /// What is shown of the chosen study; null: it is not read yet.
  [[nodiscard]] ShownStudyPtr shown() const { return shown_.value(chosen()); }
  [[nodiscard]] bool ready() const;
  void take_focus();
  [[nodiscard]] std::vector<std::pair<QString, Table>> tables() const;
  [[nodiscard]] std::vector<std::pair<QString, QWidget*>> drawings();

  [[nodiscard]] Segmented* names() const { return names_; }
  [[nodiscard]] StudyForm* form() const { return form_; }
  [[nodiscard]] QPushButton* run_button() const { return run_; }
  [[nodiscard]] QPushButton* stop_button() const { return stop_; }
  [[nodiscard]] TextLabel* told() const { return told_; }
  [[nodiscard]] StudyCharts* charts() const { return charts_; }
  [[nodiscard]] ReportTableModel* table() const { return table_; }
  [[nodiscard]] QComboBox* which_table() const { return which_; }
  [[nodiscard]] EmptyState* empty_state() const { return empty_; }

 Q_SIGNALS:
  void export_wanted();
  void train_wanted();
  void collect_wanted();

 protected:
  void showEvent(QShowEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* make_head();
  QWidget* make_right();
  QWidget* make_bar();
  void read();  ///< the chosen study, where what is there is not of the newest data
  void run();
  void take_end(const QString& summary, const std::optional<Error>& error);
  void show_study();
  void show_table();
  void size_columns();
  void show_job();
  [[nodiscard]] const Study* study() const;
  [[nodiscard]] QString missing() const;  ///< what the chosen study lacks in this file; empty: nothing

  const ThemeHolder& themes_;
  Worker* worker_;
  ExperimentDataPtr data_;
  QHash<QString, ShownStudyPtr> shown_;
  QHash<QString, ExperimentDataPtr> read_for_;
  bool reading_ = false;
  std::vector<const Study*> studies_;
  Segmented* names_;
  Panel *head_, *table_panel_, *notes_panel_;
  QStackedWidget* stack_;
  EmptyState* empty_;
  QPushButton *empty_run_, *empty_train_, *empty_collect_;
  StudyCharts* charts_;
  QSplitter *columns_, *right_;
  QComboBox* which_;
  ReportTableModel* table_;
  QTableView* table_view_;
  TextLabel* notes_;
  StudyForm* form_;
  QPushButton *run_, *stop_;
  TextLabel* told_;
  QProgressBar* bar_;
  int sized_ = 0;
};

}  // namespace mlink::ui
