// Links: the matrix and all links at the left, the chosen link at the right, which takes the width that there is.
#pragma once

#include <array>
#include <optional>

#include "analysis/matrix_rows.h"
#include "experiment/matrix_order.h"
#include "ui/common/page.h"
#include "ui/common/selection.h"
#include "ui/common/widgets.h"

class QSortFilterProxyModel;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace mlink::ui {

class DetailView;
class LinkPair;
class LinksModel;
class MatrixBar;
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
  [[nodiscard]] DetailView* detail() const;
  [[nodiscard]] LinkPair* pair() const { return pair_; }
  [[nodiscard]] MatrixBar* bar() const { return bar_; }
  [[nodiscard]] QPushButton* sets() const { return sets_; }  ///< shown where the file has several
  [[nodiscard]] QPushButton* compare_button() const { return compare_; }
  [[nodiscard]] EmptyState* empty_state() const { return empty_; }
  /// The file told its order of the matrix; from then on another one is an edit.
  [[nodiscard]] bool order_known() const { return order_known_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  Panel* make_matrix();
  QWidget* make_detail();
  void connect_selection();
  void show_link();
  void name_link();
  void pin(const std::optional<LinkChoice>& link);
  void show_links(const std::shared_ptr<const LinksData>& links, JudgedRows rows);
  void show_counts();
  void judge(JudgedRows rows);
  [[nodiscard]] std::array<const MatrixData*, 3> counted() const;
  void ask_judged(JudgedRows rows);
  void ask_clusters();
  void connect_order();
  void keep_order();  ///< what a person changed, as an edit
  void ask_order();
  void take_order(const std::optional<experiment::MatrixOrder>& order);
  void choose_first();
  void lay_out();

  const ThemeHolder& themes_;
  SharedSelection* selection_;
  Worker* worker_;
  ExperimentDataPtr data_;
  std::shared_ptr<const LinksData> shown_;  ///< of the test rows
  /// The same links on other rows, of the outputs in judged_of_; null: not asked for yet.
  std::array<std::shared_ptr<const LinksData>, 3> judged_;
  std::shared_ptr<const OutputTable> judged_of_;
  JudgedRows wanted_rows_ = JudgedRows::test;
  bool judging_ = false;
  std::optional<experiment::MatrixOrder> order_;  ///< of the matrix, as the file has it or will have it
  bool order_known_ = false;                      ///< false: the file was not asked yet, or it can keep none
  int order_serial_ = 0;                          ///< of the newest change: what was read before it is old
  QObject judge_;  ///< in whose name the worker is asked for other rows, so that this can be taken back
  QStackedWidget* stack_;
  EmptyState* empty_;
  QPushButton *train_, *collect_;
  Panel *matrix_panel_, *detail_panel_;
  MatrixModel* matrix_;
  MatrixPane* pane_;
  LinksModel* links_;
  QSortFilterProxyModel* sorted_;
  QTableView* list_;
  MatrixBar* bar_;
  QSplitter* columns_;
  LinkPair* pair_;
  QPushButton *compare_, *sets_;
  std::pair<int, int> laid_out_for_{-1, -1};  ///< width, boxes
};

}  // namespace mlink::ui
