// The Ensemble page's widgets: how they are made, laid out, and joined.
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/ensemble/activation_view.h"
#include "ui/ensemble/confidence_view.h"
#include "ui/ensemble/ensemble_page.h"
#include "ui/ensemble/learnt_views.h"
#include "ui/ensemble/part_stack.h"
#include "ui/ensemble/periods_view.h"
#include "ui/ensemble/run_order_view.h"
#include "ui/ensemble/set_row.h"
#include "ui/ensemble/sets_model.h"

namespace mlink::ui {
namespace {

constexpr int kTabsBelowWide = 1320, kTabsBelowHigh = 760;  // from here down the right side is tabs

}  // namespace

void EnsemblePage::make_page() {
  columns_ = new QSplitter(Qt::Horizontal);
  columns_->addWidget(make_left());
  columns_->addWidget(make_right());
  columns_->setChildrenCollapsible(false);
  empty_ = new EmptyState(themes_, tr("No links yet. Links need outputs of two or more boxes."));
  collect_ = empty_->add_button(tr("Collect"), true);
  profile_ = empty_->add_button(tr("Profile"), false);
  train_ = empty_->add_button(tr("Train"), true);
  auto* empty_panel = new Panel(themes_, tr("Ensembles"));
  empty_panel->body()->addWidget(empty_);
  stack_ = new QStackedWidget;
  stack_->addWidget(empty_panel);
  stack_->addWidget(columns_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::gap, space::gap, space::gap, space::gap);
  layout->addWidget(stack_);
}

void EnsemblePage::add_export(Panel* panel) {
  connect(panel->add_tool(QStringLiteral("export"), tr("Export tables and charts (Ctrl+E)")), &QToolButton::clicked,
          this, &EnsemblePage::export_wanted);
}

QWidget* EnsemblePage::make_left() {
  top_ = new Panel(themes_, tr("Ensembles"));
  top_->set_note(tr("what the run boxes together say of each other box"));
  add_export(top_);
  ensemble_part_ = new Segmented(themes_, {tr("Accuracy"), tr("How sure")});
  ensemble_part_->setAccessibleName(tr("Ensembles show"));
  top_->add_head_widget(ensemble_part_);
  row_ = new SetRow(themes_);
  top_->body()->addWidget(row_);
  stale_ = new TextLabel(themes_, {}, TextLabel::Tone::warn, TypeSize::head);
  stale_->setContentsMargins(10, 0, 10, 6);
  stale_->setWordWrap(true);
  top_->body()->addWidget(stale_);
  top_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);

  ensembles_ = new EnsembleList(themes_);
  confidence_ = new ConfidenceView(themes_, selection_, worker_);
  auto* sure = new Panel(themes_, tr("How sure the ensembles are"));
  sure->body()->addWidget(confidence_);
  left_parts_ = new QStackedWidget;
  left_parts_->addWidget(ensembles_);
  left_parts_->addWidget(sure);
  auto* upper = new QWidget;
  auto* column = new QVBoxLayout(upper);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(space::gap);
  column->addWidget(top_);
  column->addWidget(left_parts_, 1);

  left_ = new QSplitter(Qt::Vertical);
  left_->setChildrenCollapsible(false);
  left_->addWidget(upper);
  left_->addWidget(make_sets());
  left_->setStretchFactor(0, 3);
  left_->setStretchFactor(1, 2);
  left_->setMinimumWidth(420);
  return left_;
}

QWidget* EnsemblePage::make_sets() {
  sets_panel_ = new Panel(themes_, tr("Sets worth running"));
  add_export(sets_panel_);
  sets_ = new SetsModel(this);
  sets_view_ = new QTableView;
  dress_table(*sets_view_, themes_, 27);
  sets_view_->setItemDelegate(new SetsDelegate(themes_, sets_view_));
  sets_view_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  sets_view_->setModel(sets_);
  sets_view_->setAccessibleName(tr("Sets worth running"));
  sets_part_ = new PartStack(themes_, sets_view_);
  sets_panel_->body()->addWidget(sets_part_);
  sets_panel_->setMinimumHeight(120);
  return sets_panel_;
}

QWidget* EnsemblePage::make_right() {
  activation_panel_ = new Panel(themes_, tr("Activation probability"));
  activation_panel_->set_note(tr("which box is worth running"));
  add_export(activation_panel_);
  kinds_ = new Segmented(themes_, {tr("Memory"), tr("Time")});
  kinds_->setAccessibleName(tr("Kind of cost"));
  activation_panel_->add_head_widget(kinds_);
  activation_ = new ActivationView(themes_);
  activation_panel_->body()->addWidget(activation_);
  activation_panel_->setMinimumHeight(150);

  periods_panel_ = new Panel(themes_, tr("P in time"));
  periods_panel_->set_note(tr("dot: highest P of a period"));
  add_export(periods_panel_);
  periods_ = new PeriodsView(themes_);
  periods_part_ = new PartStack(themes_, periods_);
  periods_panel_->body()->addWidget(periods_part_);
  periods_panel_->setMinimumHeight(150);

  right_ = new QSplitter(Qt::Vertical);
  right_->setChildrenCollapsible(false);
  right_->addWidget(activation_panel_);
  right_->addWidget(periods_panel_);
  right_->addWidget(make_order());

  tabs_ = new QTabBar;
  tabs_->setDrawBase(false);
  tabs_->setExpanding(false);
  tabs_->setFont(ui_font());
  for (const QString& name : {tr("Activation"), tr("P in time"), tr("Who is run")}) tabs_->addTab(name);
  tabs_->setAccessibleName(tr("Right side"));
  auto* right = new QWidget;
  auto* column = new QVBoxLayout(right);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(tabs_);
  column->addWidget(right_, 1);
  right->setMinimumWidth(420);
  return right;
}

Panel* EnsemblePage::make_order() {
  order_panel_ = new Panel(themes_, tr("Who is run"));
  order_panel_->set_note(tr("in order of P, skip what does not fit and go on"));
  add_export(order_panel_);
  order_ = new RunOrderView(themes_);
  auto* scroll = new QScrollArea;
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setWidget(order_);
  changes_ = new TextLabel(themes_, {}, TextLabel::Tone::text, TypeSize::head);
  changes_->setTextFormat(Qt::RichText);
  changes_->setWordWrap(true);
  changes_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  next_ = new QPushButton;
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(12, 8, 12, 8);
  foot->setSpacing(12);
  foot->addWidget(changes_, 1);
  foot->addWidget(next_, 0, Qt::AlignTop);
  auto* all = new QWidget;
  auto* column = new QVBoxLayout(all);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(scroll, 1);
  column->addWidget(new Rule(themes_));
  column->addLayout(foot);
  order_part_ = new PartStack(themes_, all);
  order_panel_->body()->addWidget(order_part_);
  order_panel_->setMinimumHeight(150);
  return order_panel_;
}

void EnsemblePage::connect_parts() {
  connect(collect_, &QPushButton::clicked, this, &EnsemblePage::collect_wanted);
  connect(train_, &QPushButton::clicked, this, &EnsemblePage::train_wanted);
  connect(profile_, &QPushButton::clicked, this, &EnsemblePage::profile_wanted);
  connect(activation_, &ActivationView::profile_wanted, this, &EnsemblePage::profile_wanted);
  for (PartStack* part : {sets_part_, periods_part_, order_part_})
    connect(part, &PartStack::profile_wanted, this, &EnsemblePage::profile_wanted);
  connect(ensemble_part_, &Segmented::changed, left_parts_, &QStackedWidget::setCurrentIndex);
  connect(kinds_, &Segmented::changed, this, &EnsemblePage::take_kind);
  connect(tabs_, &QTabBar::currentChanged, this, &EnsemblePage::show_tab);
  const auto toggle = [this](int box) { try_boxes(set_.has(box) ? set_.without(box) : set_.with(box)); };
  connect(row_, &SetRow::box_toggled, this, toggle);
  connect(ensembles_, &EnsembleList::box_toggled, this, toggle);
  connect(row_, &SetRow::selection_wanted, this, [this] {
    if (answer_) try_boxes(answer_->order.set);
  });
  // Selected, not current: a table that gets the focus makes its first row current, and nobody chose that.
  connect(sets_view_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
    const auto rows = sets_view_->selectionModel()->selectedRows();
    if (!rows.isEmpty()) try_boxes(sets_->sets()[static_cast<std::size_t>(rows.first().row())].set);
  });
  for (QTableView* table : {sets_view_, activation_->table(), confidence_->table()}) table->installEventFilter(this);
  sets_view_->viewport()->installEventFilter(this);
  connect(ensembles_, &EnsembleList::link_chosen, this, [this](const QString& source, const QString& target) {
    selection_->set_link(LinkChoice{source, target});
  });
  connect(ensembles_, &EnsembleList::link_opened, this, [this](const QString& source, const QString& target) {
    selection_->set_link(LinkChoice{source, target});
    Q_EMIT go_to(QStringLiteral("links"));
  });
  connect(selection_, &SharedSelection::link_changed, this, [this] { ensembles_->set_link(selection_->link()); });
  connect(selection_, &SharedSelection::budget_changed, this, &EnsemblePage::follow_budget);
  connect(order_, &RunOrderView::budget_chosen, this, [this](double budget) {
    selection_->set_budget(Amount{kind_, budget});
  });
  connect(next_, &QPushButton::clicked, this, [this] {
    if (answer_ && answer_->order.next) selection_->set_budget(Amount{kind_, answer_->order.next->budget});
  });
  connect(periods_, &PeriodsView::length_chosen, this, [this](double seconds) {
    period_ = seconds;
    ask_periods();
  });
}

void EnsemblePage::show_tab(int tab) {
  const std::array panels{activation_panel_, periods_panel_, order_panel_};
  for (std::size_t n = 0; n < panels.size(); ++n) panels[n]->setVisible(!small_ || static_cast<int>(n) == tab);
}

void EnsemblePage::lay_out() {
  const int room = width() - 2 * space::gap, high = height() - 2 * space::gap;
  const bool small = width() < kTabsBelowWide || height() < kTabsBelowHigh;
  if (small != small_ || !laid_out_) {
    small_ = small;
    laid_out_ = true;
    tabs_->setVisible(small);
    show_tab(tabs_->currentIndex());
  }
  if (room != laid_out_for_) {
    laid_out_for_ = room;
    const int left = std::max(420, room / 2);
    columns_->setSizes({left, room - left - space::gap});
    left_->setSizes({high * 62 / 100, high * 38 / 100});
    // The activation table takes what it needs as far as there is room; the strip likes its rows, the rest is the
    // order's.
    const int boxes = std::max(activation_->model()->rowCount(), 2);
    const int first = std::clamp(100 + boxes * 30, 160, high * 30 / 100);
    const int second = std::clamp(130 + boxes * 30, 180, high * 30 / 100);
    right_->setSizes({first, second, std::max(high - first - second, 150)});
  }
  fit_sets(*sets_view_, kind_);
}

void EnsemblePage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  lay_out();
  // The splitters pass their new sizes on a turn later.
  QMetaObject::invokeMethod(this, &EnsemblePage::lay_out, Qt::QueuedConnection);
}

}  // namespace mlink::ui
