// Links: the matrix and all links at the left, the chosen link at the right, which takes the width that there is.
#pragma once

#include "ui/common/page.h"
#include "ui/common/selection.h"
#include "ui/common/widgets.h"

class QComboBox;
class QSortFilterProxyModel;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace mlink::ui {

class DetailView;
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
  [[nodiscard]] EmptyState* empty_state() const { return empty_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  Panel* make_matrix();
  QWidget* make_detail();
  void connect_selection();
  void show_link();
  void show_links(const std::shared_ptr<const LinksData>& links);
  void choose_first();
  void lay_out();

  const ThemeHolder& themes_;
  SharedSelection* selection_;
  Worker* worker_;
  ExperimentDataPtr data_;
  std::shared_ptr<const LinksData> shown_;
  QStackedWidget* stack_;
  EmptyState* empty_;
  QPushButton *train_, *collect_;
  Panel *matrix_panel_, *detail_panel_;
  MatrixModel* matrix_;
  MatrixPane* pane_;
  LinksModel* links_;
  QSortFilterProxyModel* sorted_;
  QTableView* list_;
  QComboBox* order_;
  Segmented* show_;
  TextLabel* stale_;
  QSplitter* columns_;
  DetailView* detail_;
  int laid_out_for_ = -1;  ///< the width
};

}  // namespace mlink::ui
