// What is stored by box and camera, and the buttons and progress of the steps that fill it.
#pragma once

#include "ui/common/page.h"
#include "ui/common/widgets.h"
#include "ui/sources/coverage_model.h"

class QProgressBar;
class QTableView;

namespace mlink::ui {

class OutputsPanel : public Panel {
  Q_OBJECT
 public:
  OutputsPanel(const ThemeHolder& themes, Worker* worker, QWidget* parent = nullptr);
  void set_overview(const OverviewPtr& overview);
  [[nodiscard]] CoverageModel* model() const { return model_; }
  [[nodiscard]] QTableView* view() const { return view_; }

 Q_SIGNALS:
  void collect_wanted();
  void retry_wanted();
  void profile_wanted();
  void train_wanted();

 private:
  void make_step_row();
  void make_legend();
  void show_job();
  void fit_columns();
  /// The table's room changes with the panel's, and where a scroll bar comes or goes beside it.
  bool eventFilter(QObject* watched, QEvent* event) override;

  Worker* worker_;
  CoverageModel* model_;
  QTableView* view_;
  QPushButton *collect_, *profile_, *train_, *stop_, *retry_;
  QProgressBar* bar_;
  TextLabel *done_, *rate_, *hint_, *failure_;
  OverviewPtr overview_;
};

}  // namespace mlink::ui
