// Construction and layout of BudgetsView; what it does is in budgets_view.cpp.
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/common/methods_menu.h"
#include "ui/compare/accuracy_slider.h"
#include "ui/compare/budgets_view.h"
#include "ui/compare/compare_charts.h"
#include "ui/compare/compare_models.h"

namespace mlink::ui {
namespace {

constexpr int kMethodWide = 168, kFigureWide = 84, kHintWide = 620, kTimeHigh = 200;

QSplitter* compare_splitter(Qt::Orientation orientation) {
  auto* split = new QSplitter(orientation);
  split->setHandleWidth(space::gap);
  split->setChildrenCollapsible(false);
  return split;
}

}  // namespace

BudgetsView::BudgetsView(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setObjectName(QStringLiteral("budgets"));
  frontier_panel_ = make_frontier();
  needs_panel_ = make_needs();
  time_panel_ = make_time();
  table_panel_ = make_table();
  right_ = compare_splitter(Qt::Vertical);
  right_->addWidget(needs_panel_);
  right_->addWidget(time_panel_);
  right_->setStretchFactor(1, 1);
  columns_ = compare_splitter(Qt::Horizontal);
  columns_->addWidget(frontier_panel_);
  columns_->addWidget(right_);
  columns_->setStretchFactor(0, 1);
  rows_ = compare_splitter(Qt::Vertical);
  rows_->addWidget(columns_);
  rows_->addWidget(table_panel_);
  rows_->setStretchFactor(0, 1);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(rows_);
  connect_charts();
}

Panel* BudgetsView::make_frontier() {
  auto* panel = new Panel(themes_, tr("Accuracy and budget"));
  connect(panel->add_tool(QStringLiteral("export"), tr("Export tables and charts (Ctrl+E)")), &QToolButton::clicked,
          this, &BudgetsView::export_wanted);
  kinds_ = new Segmented(themes_, {tr("Memory"), tr("Time")});
  kinds_->setAccessibleName(tr("Kind of cost"));
  connect(kinds_, &Segmented::changed, this, &BudgetsView::take_kind);
  menu_ = new MethodsMenu(themes_);
  connect(menu_, &MethodsMenu::chosen, this, [this](const QStringList& methods) {
    chosen_methods_ = true;
    set_methods(methods);
  });
  hint_ =
      new TextLabel(themes_, tr("Click a point: the replay stands there."), TextLabel::Tone::second, TypeSize::head);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(10, 5, 10, 5);
  row->setSpacing(8);
  row->addWidget(kinds_);
  row->addSpacing(8);
  row->addWidget(new TextLabel(themes_, tr("Methods"), TextLabel::Tone::second, TypeSize::head));
  row->addWidget(menu_);
  row->addStretch(1);
  row->addWidget(hint_);
  panel->body()->addLayout(row);
  panel->body()->addWidget(new Rule(themes_));
  frontier_ = new FrontierChart(themes_);
  auto* framed = new QWidget;
  auto* inside = new QVBoxLayout(framed);
  inside->setContentsMargins(8, 8, 8, 4);
  inside->addWidget(frontier_);
  problem_ = new EmptyState(themes_, {});
  connect(problem_->add_button(tr("Profile"), true), &QPushButton::clicked, this, &BudgetsView::profile_wanted);
  frontier_stack_ = new QStackedWidget;
  frontier_stack_->addWidget(framed);
  frontier_stack_->addWidget(problem_);
  panel->body()->addWidget(frontier_stack_, 1);
  panel->setMinimumWidth(420);
  return panel;
}

Panel* BudgetsView::make_needs() {
  auto* panel = new Panel(themes_, tr("Smallest budget for an accuracy"));
  slider_ = new AccuracySlider(themes_);
  slider_->setValue(90);
  slider_->setObjectName(QStringLiteral("wanted"));
  slider_->setMaximumWidth(260);
  wanted_ = new TextLabel(themes_, QStringLiteral("0.90"), TextLabel::Tone::text, TypeSize::title, true);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(10, 5, 10, 5);
  row->setSpacing(8);
  row->addWidget(new TextLabel(themes_, tr("Accuracy wanted"), TextLabel::Tone::text));
  row->addWidget(slider_, 1);
  row->addWidget(wanted_);
  row->addStretch(1);
  panel->body()->addLayout(row);
  panel->body()->addWidget(new Rule(themes_));
  needs_ = new NeedsModel(this);
  needs_view_ = new QTableView;
  needs_view_->setObjectName(QStringLiteral("needs"));
  dress_table(*needs_view_, themes_, space::dense_row + 2);
  needs_view_->setItemDelegate(new CompareDelegate(themes_, needs_view_));
  needs_view_->setModel(needs_);
  needs_view_->horizontalHeader()->hide();
  needs_view_->horizontalHeader()->setSectionResizeMode(NeedsModel::Bar, QHeaderView::Stretch);
  needs_view_->setColumnWidth(NeedsModel::Method, 156);
  needs_view_->setColumnWidth(NeedsModel::Budget, 82);
  needs_view_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  needs_view_->setAccessibleName(panel->title());
  panel->body()->addWidget(needs_view_, 1);
  connect(slider_, &QSlider::valueChanged, this, &BudgetsView::take_wanted);
  connect(needs_view_, &QTableView::activated, this, [this](const QModelIndex& at) {
    const auto& need = needs_->needs()[static_cast<std::size_t>(at.row())];
    if (need.budget) choose(*need.budget, need.method, false);
  });
  panel->setMinimumHeight(120);
  return panel;
}

Panel* BudgetsView::make_time() {
  auto* panel = new Panel(themes_, tr("Accuracy and time"));
  time_ = new TimeChart(themes_);
  auto* inside = new QVBoxLayout;
  inside->setContentsMargins(8, 8, 8, 4);
  inside->addWidget(time_);
  panel->body()->addLayout(inside, 1);
  panel->setMinimumHeight(140);
  return panel;
}

Panel* BudgetsView::make_table() {
  auto* panel = new Panel(themes_, tr("Methods at three budgets"));
  table_ = new BudgetsModel(this);
  auto* copy_as = new QPushButton(tr("Copy as"));
  copy_as->setAccessibleName(tr("Copy the table"));
  copy_as->setObjectName(QStringLiteral("copy"));
  auto* formats = new QMenu(copy_as);
  for (const TableFormatRow& row : table_formats()) {
    if (row.format != TableFormat::latex && row.format != TableFormat::markdown && row.format != TableFormat::csv)
      continue;
    connect(formats->addAction(to_qt(std::string(row.title))), &QAction::triggered, this,
            [this, format = row.format] { copy(format); });
  }
  copy_as->setMenu(formats);
  panel->add_head_widget(copy_as);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(10, 5, 10, 5);
  row->setSpacing(6);
  make_fields(row);
  panel->body()->addLayout(row);
  panel->body()->addWidget(new Rule(themes_));
  table_view_ = new QTableView;
  table_view_->setObjectName(QStringLiteral("table4"));
  auto* head = new BudgetsHeader(themes_, table_, table_view_);
  table_view_->setHorizontalHeader(head);
  dress_table(*table_view_, themes_, space::dense_row + 2);
  head->setFixedHeight(2 * space::row);
  table_view_->setItemDelegate(new CompareDelegate(themes_, table_view_));
  table_view_->setModel(table_);
  table_view_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  table_view_->setAccessibleName(panel->title());
  panel->body()->addWidget(table_view_, 1);
  connect(table_view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
    if (now.isValid() && table_view_->hasFocus()) Q_EMIT method_chosen(table_->method_at(now.row()));
  });
  connect(table_view_, &QTableView::activated, this, [this](const QModelIndex& at) {
    const auto place = table_->place_of(at.column());
    const auto chosen = place.figure == BudgetsModel::Figure::method ? 0 : place.budget;
    choose(budgets()[static_cast<std::size_t>(chosen)], table_->method_at(at.row()), true);
  });
  // a scroll bar that comes takes room from the columns
  connect(table_view_->verticalScrollBar(), &QScrollBar::rangeChanged, this, &BudgetsView::show_columns,
          Qt::QueuedConnection);
  auto* copy_key = new QShortcut(QKeySequence::Copy, table_view_);
  copy_key->setContext(Qt::WidgetShortcut);
  connect(copy_key, &QShortcut::activated, this, [this] { copy(copied_); });
  panel->setMinimumHeight(150);
  panel->set_note(tr("the form of Table 4; bold: best but for the optimum"));
  return panel;
}

void BudgetsView::make_fields(QBoxLayout* row) {
  row->addWidget(new TextLabel(themes_, tr("Budgets"), TextLabel::Tone::second, TypeSize::head));
  const QString names[] = {tr("First budget, that of all pages"), tr("Second budget"), tr("Third budget")};
  for (int which = 0; which < 3; ++which) {
    auto* field = new QLineEdit;
    field->setObjectName(QStringLiteral("budget-%1").arg(which));
    field->setAccessibleName(names[which]);
    field->setToolTip(tr("Type a budget: 64 MB, 5 GB, 60 ms"));
    field->setFixedSize(92, 25);
    field->setTextMargins(4, 0, 0, 0);
    fields_[static_cast<std::size_t>(which)] = field;
    row->addWidget(field);
    connect(field, &QLineEdit::returnPressed, this, [this, which] { take_typed(which); });
    connect(field, &QLineEdit::editingFinished, this, &BudgetsView::show_budgets);
  }
  row->addSpacing(8);
  typing_problem_ = new TextLabel(themes_, {}, TextLabel::Tone::error, TypeSize::head);
  typing_problem_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  row->addWidget(typing_problem_, 1);
}

/// The splitters anew when the page has another size, so that what was moved by hand stays where it is.
void BudgetsView::lay_out() {
  hint_->setVisible(frontier_panel_->width() > kHintWide);
  show_columns();
  if (size() == sized_) return;
  sized_ = size();
  const int wide = width() - space::gap, high = height() - space::gap;
  columns_->setSizes({static_cast<int>(wide * 0.62), wide - static_cast<int>(wide * 0.62)});
  const int rows = std::max(static_cast<int>(shown_.size()), 3);
  const int table = std::clamp(space::dock_head + 37 + 2 * space::row + rows * (space::dense_row + 2) + 4, 170,
                               std::max(high * 2 / 5, 170));
  rows_->setSizes({high - table, table});
  const int top = high - table;
  const int wanted = space::dock_head + 42 + rows * (space::dense_row + 2);
  const int needs = std::clamp(wanted, 130, std::max(top - kTimeHigh, 130));
  right_->setSizes({needs, top - needs - space::gap});
}

void BudgetsView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  lay_out();
  QMetaObject::invokeMethod(this, &BudgetsView::lay_out,
                            Qt::QueuedConnection);  // the splitters pass their sizes on late
}

/// What is left over goes to all columns alike, as far as figures that belong together still stand together.
void BudgetsView::widen() {
  constexpr int kMost = 60;
  std::vector<int> shown;
  int left = table_view_->viewport()->width() - table_view_->columnWidth(0);
  for (int column = 1; column < table_->columnCount(); ++column) {
    if (table_view_->isColumnHidden(column)) continue;
    shown.push_back(column);
    left -= table_view_->columnWidth(column);
  }
  left = std::max(left, 0);
  const int more = shown.empty() ? 0 : std::min(left / static_cast<int>(shown.size()), kMost);
  int rest = more < kMost && !shown.empty() ? left % static_cast<int>(shown.size()) : 0;
  for (const int column : shown)
    table_view_->setColumnWidth(column, table_view_->columnWidth(column) + more + (rest-- > 0 ? 1 : 0));
}

/// A number is never cut: columns of boxes go from the last budget on, until the rest fits.
void BudgetsView::show_columns() {
  if (table_->results().empty()) return;
  const QFontMetrics metrics(ui_font());
  const auto& boxes = table_->results().front().boxes;
  const auto budgets = static_cast<int>(table_->results().size());
  int left = table_view_->viewport()->width() - kMethodWide - budgets * 2 * kFigureWide;
  table_view_->setColumnWidth(0, kMethodWide);
  for (int budget = 0; budget < budgets; ++budget) {
    for (const auto figure : {BudgetsModel::Figure::accuracy, BudgetsModel::Figure::time}) {
      table_view_->setColumnWidth(table_->column_of(budget, figure), kFigureWide);
    }
    for (std::size_t box = 0; box < boxes.size(); ++box) {
      const int column = table_->column_of(budget, BudgetsModel::Figure::box, box);
      const int wanted = std::clamp(metrics.horizontalAdvance(to_qt(boxes[box])) + 2 * space::cell_side + 4, 56, 130);
      const bool fits = wanted <= left;
      left = fits ? left - wanted : 0;  // none behind one that does not fit
      table_view_->setColumnHidden(column, !fits);
      if (fits) table_view_->setColumnWidth(column, wanted);
    }
  }
  widen();
  table_view_->horizontalHeader()->viewport()->update();
}

}  // namespace mlink::ui
