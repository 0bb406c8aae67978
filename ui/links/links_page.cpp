#include "ui/links/links_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "base/text.h"
#include "outputs/amount.h"
#include "report/report.h"
#include "ui/common/core_text.h"
#include "ui/links/detail_view.h"
#include "ui/links/links_model.h"
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
  show_ = new Segmented(themes_, {QStringLiteral("p"), tr("lift"), tr("native")});
  show_->setAccessibleName(tr("Show"));
  connect(show_, &Segmented::changed, this,
          [this](int index) { matrix_->set_show(static_cast<MatrixModel::Show>(index)); });
  order_ = new QComboBox;
  order_->addItems({tr("as added"), tr("by P1"), tr("by P2"), tr("by name")});
  order_->setAccessibleName(tr("Sort"));
  connect(order_, &QComboBox::currentIndexChanged, this, [this](int index) {
    matrix_->set_order(static_cast<MatrixModel::Order>(index));
    show_link();
  });
  stale_ = new TextLabel(themes_, {}, TextLabel::Tone::warn, TypeSize::head);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(10, 5, 10, 5);
  row->setSpacing(8);
  row->addWidget(new TextLabel(themes_, tr("Show"), TextLabel::Tone::second, TypeSize::head));
  row->addWidget(show_);
  row->addSpacing(8);
  row->addWidget(new TextLabel(themes_, tr("Sort"), TextLabel::Tone::second, TypeSize::head));
  row->addWidget(order_);
  row->addStretch(1);
  row->addWidget(stale_);
  panel->body()->addLayout(row);
  panel->body()->addWidget(new Rule(themes_));
  pane_ = new MatrixPane(themes_, matrix_);
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
  detail_ = new DetailView(themes_, selection_, worker_);
  detail_panel_->body()->addWidget(detail_);
  detail_panel_->setMinimumWidth(420);
  connect(detail_, &DetailView::open_wanted, this, [this] { Q_EMIT go_to(QStringLiteral("replay")); });
  return detail_panel_;
}

std::vector<PageKey> LinksPage::keys() const {
  return {{tr("Next cell"), QStringLiteral("← ↑ ↓ →")},
          {tr("Open in Replay"), tr("Enter")},
          {tr("The way back"), QStringLiteral("S")}};
}

void LinksPage::connect_selection() {
  connect(selection_, &SharedSelection::link_changed, this, &LinksPage::show_link);
  connect(pane_->view(), &MatrixView::link_chosen, this, [this](const QString& source, const QString& target) {
    selection_->set_link(LinkChoice{source, target});
  });
  connect(pane_->view(), &MatrixView::link_opened, this, [this](const QString& source, const QString& target) {
    selection_->set_link(LinkChoice{source, target});
    detail_->open_worst();
  });
  connect(list_, &QTableView::doubleClicked, this, [this] { detail_->open_worst(); });
  connect(list_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& at) {
    if (!at.isValid() || !list_->hasFocus()) return;
    selection_->set_link(
        LinkChoice{at.data(LinksModel::SourceRole).toString(), at.data(LinksModel::TargetRole).toString()});
  });
}

MatrixView* LinksPage::matrix_view() const { return pane_->view(); }

bool LinksPage::ready() const {
  if (!data_) return worker_->file().isEmpty();
  return data_->whole() && (!data_->links || detail_->ready());
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
  shown_ = links;
  if (!same) show_links(links);
  detail_->set_data(data);
  if (!links || same) return;
  const int most = links->matrix.size() * (links->matrix.size() - 1), trained = matrix_->trained();
  const QString count = trained == most ? tr("%1 links").arg(trained) : tr("%1 of %2 links").arg(trained).arg(most);
  const bool clips = links->matrix.settings.split == SplitKind::clip;
  matrix_panel_->set_note(count + (clips ? tr(", trained on whole files, %1 % of the frames, %2 frames")
                                         : tr(", trained on the first %1 % in time, %2 frames"))
                                      .arg(links->matrix.settings.part * 100, 0, 'g', 3)
                                      .arg(to_qt(count_text(links->matrix.train_frames))));
  stale_->setText(to_qt(links->set.stale));
  stale_->setVisible(!links->set.stale.empty());
  QMetaObject::invokeMethod(this, &LinksPage::lay_out, Qt::QueuedConnection);
  lay_out();
  choose_first();
}

void LinksPage::show_links(const std::shared_ptr<const LinksData>& links) {
  matrix_->set_links(links);
  links_->set_links(links);
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
  if (!link) return;
  const int row = links_->row_of(link->source, link->target);
  const QModelIndex at = row >= 0 ? sorted_->mapFromSource(links_->index(row, 0)) : QModelIndex();
  if (at.isValid() && list_->currentIndex().row() != at.row()) {
    list_->setCurrentIndex(at);
    list_->scrollTo(at);
  }
  if (row < 0) list_->clearSelection();
  detail_panel_->set_title(link->source + QStringLiteral(" → ") + link->target);
  const MatrixData& m = data_->links->matrix;
  const auto spec_of = [&m](const QString& name) -> const OutputSpec* {
    for (std::size_t i = 0; i < m.boxes.size(); ++i)
      if (to_qt(m.boxes[i]) == name) return &m.specs[i];
    return nullptr;
  };
  const OutputSpec *from = spec_of(link->source), *to = spec_of(link->target);
  if (from && to) detail_panel_->set_note(tr("%1 to %2").arg(task_word(*from), task_word(*to)));
}

void LinksPage::lay_out() {
  const int room = width() - 2 * space::gap;
  // The splitter is placed once a width, so that what a person dragged stays while rows come and go.
  if (room != laid_out_for_) {
    laid_out_for_ = room;
    const int left = std::clamp(room * 47 / 100, 480, std::max(480, std::min(1100, room - 420 - space::gap)));
    columns_->setSizes({left, room - left - space::gap});
  }
  columns_->setStretchFactor(0, 0);
  columns_->setStretchFactor(1, 1);
  // The matrix takes the height it needs, at most two thirds; the list has the rest.
  const int high = matrix_panel_->height() - 30 - 36 - 36;
  if (matrix_->boxes() > 0)
    pane_->setFixedHeight(std::min(pane_->height_for(matrix_panel_->width() - 2, high * 70 / 100), high - 80));
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
  std::vector<std::pair<QString, Table>> out{{QStringLiteral("matrix"), matrix_table(data_->links->matrix)},
                                             {QStringLiteral("links"), links_table(data_->links->matrix)}};
  const auto made_from = provenance(data_->snapshot);
  for (auto& [name, table] : out) table.notes.insert(table.notes.end(), made_from.begin(), made_from.end());
  return out;
}

std::vector<std::pair<QString, QWidget*>> LinksPage::drawings() {
  if (!data_ || !data_->links) return {};
  std::vector<std::pair<QString, QWidget*>> out{{QStringLiteral("matrix"), pane_}};
  for (auto& drawing : detail_->drawings()) out.push_back(drawing);
  return out;
}

}  // namespace mlink::ui
