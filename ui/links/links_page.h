// Links: the matrix and all links at the left; at the right the chosen link, ensembles and activation probabilities
// (side by side where the window is wide, as tabs where it is not).
#pragma once

#include "ui/common/page.h"
#include "ui/common/selection.h"
#include "ui/common/widgets.h"

class QComboBox;
class QSortFilterProxyModel;
class QSplitter;
class QStackedWidget;
class QTabBar;
class QTableView;

namespace mlink::ui {

class ActivationView;
class ConfidenceView;
class DetailView;
class EnsembleList;
class LinksModel;
class MatrixModel;
class MatrixPane;
class MatrixView;

class LinksPage : public Page {
  Q_OBJECT
 public:
  LinksPage(const ThemeHolder& themes, SharedSelection* selection, Worker* worker, QWidget* parent = nullptr);

  [[nodiscard]] QString id() const override { return QStringLiteral("links"); }
  [[nodiscard]] QString title() const override { return tr("Links"); }
  [[nodiscard]] QStringList parts() const override;
  void show_part(const QString& part) override;
  void set_data(const ExperimentDataPtr& data) override;
  [[nodiscard]] bool ready() const override;
  void take_focus() override;
  [[nodiscard]] std::vector<PageKey> keys() const override;
  [[nodiscard]] std::vector<std::pair<QString, Table>> tables() const override;
  [[nodiscard]] std::vector<std::pair<QString, QWidget*>> drawings() override;

  [[nodiscard]] MatrixView* matrix_view() const;
  [[nodiscard]] MatrixModel* matrix() const { return matrix_; }
  [[nodiscard]] QTableView* list() const { return list_; }
  [[nodiscard]] DetailView* detail() const { return detail_; }
  [[nodiscard]] ActivationView* activation() const { return activation_; }
  [[nodiscard]] ConfidenceView* confidence() const { return confidence_; }
  /// What the panel of ensembles shows: 0 their accuracy, 1 how sure they are.
  [[nodiscard]] Segmented* ensemble_part() const { return ensemble_part_; }
  [[nodiscard]] QTabBar* tabs() const { return tabs_; }
  [[nodiscard]] EmptyState* empty_state() const { return empty_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  Panel* make_matrix();
  QWidget* make_right();
  QWidget* make_ensembles();
  void connect_selection();
  void show_link();
  void show_links(const std::shared_ptr<const LinksData>& links);
  void choose_first();
  void lay_out();
  void show_tab(int tab);

  const ThemeHolder& themes_;
  SharedSelection* selection_;
  Worker* worker_;
  ExperimentDataPtr data_;
  std::shared_ptr<const LinksData> shown_;
  QStackedWidget* stack_;
  EmptyState* empty_;
  QPushButton *train_, *collect_;
  Panel *matrix_panel_, *detail_panel_, *ensemble_panel_, *activation_panel_;
  MatrixModel* matrix_;
  MatrixPane* pane_;
  LinksModel* links_;
  QSortFilterProxyModel* sorted_;
  QTableView* list_;
  QComboBox* order_;
  Segmented* show_;
  TextLabel* stale_;
  QSplitter *columns_, *right_, *third_;
  QTabBar* tabs_;
  DetailView* detail_;
  EnsembleList* ensembles_;
  ActivationView* activation_;
  ConfidenceView* confidence_;
  Segmented* ensemble_part_;
  bool wide_ = false, laid_out_ = false;
};

}  // namespace mlink::ui
