#include "ui/links/links_page.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "analysis/clusters.h"
#include "base/executor.h"
#include "base/text.h"
#include "outputs/amount.h"
#include "report/judged_rows.h"
#include "report/report.h"
#include "ui/common/core_text.h"
#include "ui/links/detail_view.h"
#include "ui/links/link_pair.h"
#include "ui/links/links_model.h"
#include "ui/links/matrix_bar.h"
#include "ui/links/matrix_pane.h"

namespace mlink::ui {
namespace {

QString task_word(const OutputSpec& spec) {
  std::string word(to_string(spec.task));
  std::replace(word.begin(), word.end(), '_', ' ');
  return core_text(word);
}

}  // namespace

LinksPage::LinksPage(const ThemeHolder& themes, SharedSelection* selection, Worker* worker, QWidget* parent)
    : Page(parent), themes_(themes), selection_(selection), worker_(worker) {
  matrix_panel_ = make_matrix();
  columns_ = new QSplitter(Qt::Horizontal);
  columns_->addWidget(matrix_panel_);
  columns_->addWidget(make_detail());
  columns_->setChildrenCollapsible(false);
  matrix_panel_->setMinimumWidth(480);

  empty_ = new EmptyState(themes, tr("No links yet. Links need outputs of two or more boxes."));
  collect_ = empty_->add_button(tr("Collect"), true);
  connect(collect_, &QPushButton::clicked, this, &LinksPage::collect_wanted);
  train_ = empty_->add_button(tr("Train"), true);
  connect(train_, &QPushButton::clicked, this, &LinksPage::train_wanted);
  auto* empty_panel = new Panel(themes, tr("Link matrix"));
  empty_panel->body()->addWidget(empty_);
  stack_ = new QStackedWidget;
  stack_->addWidget(empty_panel);
  stack_->addWidget(columns_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::gap, space::gap, space::gap, space::gap);
  layout->addWidget(stack_);
  connect_selection();
}

Panel* LinksPage::make_matrix() {
  auto* panel = new Panel(themes_, tr("Link matrix"));
  connect(panel->add_tool(QStringLiteral("export"), tr("Export tables and charts (Ctrl+E)")), &QToolButton::clicked,
          this, &LinksPage::export_wanted);
  matrix_ = new MatrixModel(this);
  pane_ = new MatrixPane(themes_, matrix_);
  bar_ = new MatrixBar(themes_, matrix_, pane_->view());
  connect(bar_, &MatrixBar::rows_wanted, this, [this](int rows) { judge(static_cast<JudgedRows>(rows)); });
  sets_ = new QPushButton(tr("Compare sets"));
  sets_->setFixedHeight(24);
  sets_->setToolTip(tr("The differences to another link set of this file, link by link"));
  sets_->hide();
  panel->add_head_widget(sets_);
  connect(sets_, &QPushButton::clicked, this, [this] { Q_EMIT go_to(QStringLiteral("link-sets")); });
  connect_order();
  connect(pane_->view(), &MatrixView::zoom_changed, this, &LinksPage::lay_out);
  panel->body()->addWidget(bar_);
  panel->body()->addWidget(new Rule(themes_));
  panel->body()->addWidget(pane_);
  panel->body()->addWidget(new Rule(themes_));
  panel->body()->addWidget(new MatrixLegend(themes_, matrix_));

  links_ = new LinksModel(this);
  sorted_ = new QSortFilterProxyModel(this);
  sorted_->setSourceModel(links_);
  sorted_->setSortRole(LinksModel::SortRole);
  list_ = new QTableView;
  dress_table(*list_, themes_, 24);
  list_->setModel(sorted_);
  list_->setSortingEnabled(true);
  list_->sortByColumn(LinksModel::Lift, Qt::DescendingOrder);
  list_->setAccessibleName(tr("All links"));
  panel->body()->addWidget(list_, 1);
  return panel;
}

QWidget* LinksPage::make_detail() {
  detail_panel_ = new Panel(themes_, tr("Link"));
  pair_ = new LinkPair(themes_, selection_, worker_);
  detail_panel_->body()->addWidget(pair_);
  detail_panel_->setMinimumWidth(420);
  compare_ = new QPushButton;
  compare_->setFixedHeight(24);
  detail_panel_->add_head_widget(compare_);
  MatrixView* const view = pane_->view();
  connect(compare_, &QPushButton::clicked, this, [this, view] {
    if (pair_->pinned()) return pin(std::nullopt);
    view->arm(!view->armed());
    view->setFocus(Qt::OtherFocusReason);
  });
  connect(view, &MatrixView::armed_changed, this, &LinksPage::name_link);
  connect(view, &MatrixView::link_pinned, this, [this](const QString& source, const QString& target) {
    pin(LinkChoice{source, target});
  });
  connect(pair_, &LinkPair::open_wanted, this, [this] { Q_EMIT go_to(QStringLiteral("replay")); });
  name_link();
  return detail_panel_;
}

std::vector<PageKey> LinksPage::keys() const {
  return {{tr("Next cell"), QStringLiteral("← ↑ ↓ →")},
          {tr("Open in Replay"), tr("Enter")},
          {tr("The way back"), QStringLiteral("S")},
          {tr("A second link beside it"), tr("C, Ctrl+click")},
          {tr("The second link goes"), tr("Esc")},
          {tr("Cells larger, smaller, as they fit"), tr("Ctrl+wheel, Ctrl++ − 0")},
          {tr("Move a box"), tr("Alt+arrows, drag its name")}};
}

void LinksPage::keyPressEvent(QKeyEvent* event) {
  MatrixView* const view = pane_->view();
  const bool there = data_ && data_->links;
  const QPointF middle = QRectF(view->viewport()->rect()).center();
  if (there && event->modifiers().testFlag(Qt::ControlModifier)) {
    switch (event->key()) {
      case Qt::Key_Plus:
      case Qt::Key_Equal: return view->zoom(1, middle);  // the same key without Shift
      case Qt::Key_Minus: return view->zoom(-1, middle);
      case Qt::Key_0: return view->reset_zoom();
      default: return Page::keyPressEvent(event);
    }
  }
  if (there && event->key() == Qt::Key_C && event->modifiers() == Qt::NoModifier && selection_->link()) {
    view->arm(true);
    return view->setFocus(Qt::OtherFocusReason);
  }
  if (event->key() == Qt::Key_Escape && view->armed()) return view->arm(false);
  if (event->key() == Qt::Key_Escape && pair_->pinned()) return pin(std::nullopt);
  Page::keyPressEvent(event);
}

DetailView* LinksPage::detail() const { return pair_->first(); }

void LinksPage::pin(const std::optional<LinkChoice>& link) {
  pair_->pin(link);
  pane_->view()->pin(link ? matrix_->index_of(link->source, link->target) : QModelIndex());
  name_link();
}

void LinksPage::connect_selection() {
  connect(selection_, &SharedSelection::link_changed, this, &LinksPage::show_link);
  connect(pane_->view(), &MatrixView::link_chosen, this, [this](const QString& source, const QString& target) {
    selection_->set_link(LinkChoice{source, target});
  });
  connect(pane_->view(), &MatrixView::link_opened, this, [this](const QString& source, const QString& target) {
    selection_->set_link(LinkChoice{source, target});
    detail()->open_worst();
  });
  connect(list_, &QTableView::doubleClicked, this, [this] { detail()->open_worst(); });
  connect(list_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& at) {
    if (!at.isValid() || !list_->hasFocus()) return;
    selection_->set_link(
        LinkChoice{at.data(LinksModel::SourceRole).toString(), at.data(LinksModel::TargetRole).toString()});
  });
}

MatrixView* LinksPage::matrix_view() const { return pane_->view(); }

bool LinksPage::ready() const {
  if (!data_) return worker_->file().isEmpty();
  return data_->whole() && !judging_ && (!data_->links || pair_->ready());
}

void LinksPage::take_focus() {
  if (!data_ || !data_->links) return Page::take_focus();
  matrix_view()->setFocus(Qt::OtherFocusReason);
}

void LinksPage::set_data(const ExperimentDataPtr& data) {
  data_ = data;
  const auto links = data ? data->links : nullptr;
  const QWidget* focused = window()->focusWidget();
  const bool had_focus = isVisible() && (!focused || focused == this || stack_->widget(0)->isAncestorOf(focused));
  stack_->setCurrentIndex(links ? 1 : 0);
  if (had_focus) take_focus();
  std::size_t boxes = 0;
  if (data) boxes = data->snapshot.overview.boxes.size();
  const bool collected =
      data && data->snapshot.overview.wanted > 0 && data->snapshot.overview.done >= data->snapshot.overview.wanted;
  train_->setEnabled(data && boxes > 1 && data->snapshot.overview.done > 0);
  collect_->setVisible(!collected && data && boxes > 1 && !data->snapshot.overview.cameras.empty());
  train_->setProperty("primary", collected);
  // When only the outputs came to a file that was just opened, what shows the links stays as it is.
  const bool same = links && links == shown_;
  const auto table = data ? data->snapshot.link_table : nullptr;
  if (!same || table != judged_of_) {
    judged_.fill(nullptr);
    judged_of_ = table;
  }
  shown_ = links;
  if (!links) {
    wanted_rows_ = JudgedRows::test;
    judging_ = false;
    worker_->forget(&judge_);
  }
  if (!same) {
    show_links(links, JudgedRows::test);
    if (pair_->pinned() && (!links || links_->row_of(pair_->pinned()->source, pair_->pinned()->target) < 0))
      pin(std::nullopt);
  }
  pair_->set_data(data);
  if (links) ask_order();
  if (links) judge(wanted_rows_);
  if (!links || same) return;
  show_counts();
  QMetaObject::invokeMethod(this, &LinksPage::lay_out, Qt::QueuedConnection);
  lay_out();
  ask_clusters();
  choose_first();
}

void LinksPage::show_counts() {
  const MatrixData& m = shown_->matrix;
  const int most = m.size() * (m.size() - 1), trained = matrix_->trained();
  const QString count = trained == most ? tr("%1 links").arg(trained) : tr("%1 of %2 links").arg(trained).arg(most);
  const bool clips = m.settings.split == SplitKind::clip;
  matrix_panel_->set_note(count + (clips ? tr(", trained on whole files, %1 % of the frames, %2 frames")
                                         : tr(", trained on the first %1 % in time, %2 frames"))
                                      .arg(m.settings.part * 100, 0, 'g', 3)
                                      .arg(to_qt(count_text(m.train_frames))));
  bar_->set_stale(to_qt(shown_->set.stale));
  sets_->setVisible(data_->snapshot.overview.link_sets.size() > 1);
}

void LinksPage::show_links(const std::shared_ptr<const LinksData>& links, JudgedRows rows) {
  matrix_->set_links(links, rows);
  links_->set_links(links);
  pair_->set_rows(rows);
  if (links) bar_->set_rows(counted(), rows);
}

/// The stored figures are of the frames that were there at training. Which of those that are there now trained or did
/// not is known where these are the same, and of rows that were judged.
std::array<const MatrixData*, 3> LinksPage::counted() const {
  const bool fits = shown_->set.stale.empty();
  MatrixBar::Parts parts{};
  for (const JudgedRows rows : {JudgedRows::test, JudgedRows::train, JudgedRows::all}) {
    const auto at = static_cast<std::size_t>(rows);
    parts.at(at) = judged_.at(at)                     ? &judged_.at(at)->matrix
                   : fits || rows == JudgedRows::test ? &shown_->matrix
                                                      : nullptr;
  }
  return parts;
}

/// Nothing but this page reads what is told of other than the test rows: data_ stays as it is.
void LinksPage::judge(JudgedRows rows) {
  wanted_rows_ = rows;
  if (!shown_) return;
  const auto& known = rows == JudgedRows::test ? shown_ : judged_.at(static_cast<std::size_t>(rows));
  if (!known) return ask_judged(rows);
  judging_ = false;
  worker_->forget(&judge_);
  if (matrix_->links() == known) return bar_->set_rows(counted(), rows);
  show_links(known, rows);
  show_link();
}

void LinksPage::ask_judged(JudgedRows rows) {
  if (!data_->whole()) return bar_->set_judging(tr("reading the outputs…"));  // they follow, and ask again
  judging_ = true;
  const MatrixBar::Parts parts = counted();
  bar_->set_rows(parts, rows);
  const MatrixData* const known = parts.at(static_cast<std::size_t>(rows));
  bar_->set_judging(known ? tr("judging %1 frames…").arg(to_qt(count_text(frames_of(*known, rows))))
                          : tr("judging the frames…"));
  const ExperimentDataPtr data = data_;
  using Judged = std::shared_ptr<const LinksData>;
  worker_->ask<Judged>(
      Worker::Lane::compute, &judge_, QStringLiteral("rows"),
      [data, rows](ReaderPort&, const std::stop_token& stop) -> Result<Judged> {
        const Snapshot& s = data->snapshot;
        if (s.links->boxes() != data->links->matrix.boxes)
          return fail(ErrorKind::invalid_input, "The links do not fit the outputs any more.", "Train again.");
        auto judged = std::make_shared<LinksData>(*data->links);
        MLINK_ASSIGN(judged->matrix, matrix_on(*s.links, *s.link_table, rows, thread_executor(), stop));
        return Judged(std::move(judged));
      },
      [this, data, rows](Result<Judged> judged) {
        if (!data_ || data->links != shown_ || data->snapshot.link_table != judged_of_) return;
        judging_ = false;
        if (judged) {
          judged_.at(static_cast<std::size_t>(rows)) = std::move(*judged);
          return judge(rows);
        }
        wanted_rows_ = matrix_->rows();
        bar_->set_rows(counted(), wanted_rows_);
        bar_->set_problem(to_qt(judged.error().text()));
      });
}

void LinksPage::ask_clusters() {
  if (!shown_ || matrix_->order() != MatrixModel::Order::by_clusters || matrix_->clusters_known()) return;
  worker_->ask<std::vector<int>>(
      Worker::Lane::compute, this, QStringLiteral("clusters"),
      [links = shown_](ReaderPort&, const std::stop_token&) -> Result<std::vector<int>> {
        return cluster_order(links->matrix);
      },
      [this, links = shown_](Result<std::vector<int>> order) {
        if (order && links == shown_) matrix_->set_clusters(std::move(*order));
      });
}

void LinksPage::choose_first() {
  // A link that is still there stays chosen; else the one with the highest lift beyond doubt.
  const auto& now = selection_->link();
  if (now && links_->row_of(now->source, now->target) >= 0) {
    show_link();
    return;
  }
  const QModelIndex first = sorted_->index(0, 0);
  if (!first.isValid()) {
    selection_->set_link(std::nullopt);
    return;
  }
  selection_->set_link(
      LinkChoice{first.data(LinksModel::SourceRole).toString(), first.data(LinksModel::TargetRole).toString()});
}

void LinksPage::show_link() {
  const auto& link = selection_->link();
  if (!data_ || !data_->links) return;
  pane_->view()->choose(link ? matrix_->index_of(link->source, link->target) : QModelIndex());
  const auto& second = pair_->pinned();
  pane_->view()->pin(second ? matrix_->index_of(second->source, second->target) : QModelIndex());
  name_link();
  if (!link) return;
  const int row = links_->row_of(link->source, link->target);
  const QModelIndex at = row >= 0 ? sorted_->mapFromSource(links_->index(row, 0)) : QModelIndex();
  if (at.isValid() && list_->currentIndex().row() != at.row()) {
    list_->setCurrentIndex(at);
    list_->scrollTo(at);
  }
  if (row < 0) list_->clearSelection();
}

void LinksPage::name_link() {
  const bool armed = pane_->view()->armed(), pinned = pair_->pinned().has_value();
  compare_->setText(armed ? tr("Cancel") : pinned ? tr("Unpin B") : tr("Compare with…"));
  compare_->setToolTip(pinned ? tr("The second link goes (Esc)")
                              : tr("Choose a second link to stand beside it (C, or Ctrl+click)"));
  compare_->setAccessibleDescription(pinned ? tr("beside it: %1").arg(link_name(*pair_->pinned())) : QString());
  const auto& link = selection_->link();
  compare_->setEnabled(link && shown_);
  if (!link || !shown_) return;
  detail_panel_->set_title(pinned ? tr("%1 and %2").arg(link_name(*link), link_name(*pair_->pinned()))
                                  : link_name(*link));
  if (armed) return detail_panel_->set_note(tr("choose the second link in the matrix: click, or arrows and Enter"));
  const MatrixData& m = shown_->matrix;
  const auto spec_of = [&m](const QString& name) -> const OutputSpec* {
    for (std::size_t i = 0; i < m.boxes.size(); ++i)
      if (to_qt(m.boxes[i]) == name) return &m.specs[i];
    return nullptr;
  };
  const OutputSpec *from = spec_of(link->source), *to = spec_of(link->target);
  if (!from || !to) return;
  QString note = pinned ? QString() : tr("%1 to %2").arg(task_word(*from), task_word(*to));
  const JudgedRows rows = matrix_->rows();
  if (rows != JudgedRows::test)
    note += (note.isEmpty() ? QString() : QStringLiteral(", ")) +
            (rows == JudgedRows::train ? tr("on the training rows") : tr("on all rows"));
  detail_panel_->set_note(note);
}

void LinksPage::lay_out() {
  const int room = width() - 2 * space::gap;
  // The splitter is placed once a width, so that what a person dragged stays while rows come and go.
  if (const std::pair<int, int> now{room, matrix_->boxes()}; now != laid_out_for_) {
    laid_out_for_ = now;
    // Many boxes: the matrix takes what its smallest cells need, as far as the link keeps its least width.
    const int wanted = std::max(room * 47 / 100, pane_->least_width() + 2);
    const int left = std::clamp(wanted, 480, std::max(480, std::min(1100, room - 420 - space::gap)));
    columns_->setSizes({left, room - left - space::gap});
  }
  bar_->set_terse(room < 1120);
  columns_->setStretchFactor(0, 0);
  columns_->setStretchFactor(1, 1);
  // The matrix takes the height it needs, at most two thirds; the list has the rest.
  const int high = matrix_panel_->height() - 30 - 36 - bar_->sizeHint().height();
  const int share = matrix_->boxes() > 16 ? 85 : 70;
  if (matrix_->boxes() > 0)
    pane_->setFixedHeight(std::min(pane_->height_for(matrix_panel_->width() - 2, high * share / 100), high - 80));
  const int list = list_->viewport()->width();
  list_->setColumnHidden(LinksModel::Native, list < 520);
  const int shown = list < 520 ? 4 : 5;
  const int number = std::clamp(list / 7, 66, 110);
  for (int column = LinksModel::P; column < LinksModel::ColumnCount; ++column) list_->setColumnWidth(column, number);
  list_->setColumnWidth(LinksModel::Link, std::max(list - shown * number, 120));
}

void LinksPage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  lay_out();
  // The splitters pass their new sizes on a turn later.
  QMetaObject::invokeMethod(this, &LinksPage::lay_out, Qt::QueuedConnection);
}

std::vector<std::pair<QString, Table>> LinksPage::tables() const {
  if (!data_ || !data_->links) return {};
  const MatrixData& matrix = matrix_->links()->matrix;
  const JudgedRows rows = matrix_->rows();
  std::vector<std::pair<QString, Table>> out{{QStringLiteral("matrix"), matrix_table_on(matrix, rows)},
                                             {QStringLiteral("links"), links_table_on(matrix, rows)}};
  const auto made_from = provenance(data_->snapshot);
  for (auto& [name, table] : out) table.notes.insert(table.notes.end(), made_from.begin(), made_from.end());
  return out;
}

std::vector<std::pair<QString, QWidget*>> LinksPage::drawings() {
  if (!data_ || !data_->links) return {};
  std::vector<std::pair<QString, QWidget*>> out{{QStringLiteral("matrix"), pane_}};
  for (auto& drawing : pair_->drawings()) out.push_back(drawing);
  return out;
}

}  // namespace mlink::ui
