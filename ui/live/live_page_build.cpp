// The widgets of the Live page.
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedLayout>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/common/icons.h"
#include "ui/live/live_page.h"

namespace mlink::ui {
namespace {

/// Shows what runs, then what is predicted from what; gives a number its room first.
void dress_boxes(QTableView& view) {
  QHeaderView* head = view.horizontalHeader();
  head->setSectionResizeMode(QHeaderView::ResizeToContents);
  head->setSectionResizeMode(LiveBoxesModel::Icon, QHeaderView::Fixed);
  view.setColumnWidth(LiveBoxesModel::Icon, 32);
  head->setSectionResizeMode(LiveBoxesModel::How, QHeaderView::Stretch);
}

}  // namespace

LivePage::LivePage(const ThemeHolder& themes, SharedSelection* selection, Worker* worker, QWidget* parent)
    : Page(parent),
      themes_(themes),
      selection_(selection),
      worker_(worker),
      stack_(new QStackedLayout(this)),
      viewer_("mlink-live-view", 5) {
  setObjectName(QStringLiteral("live-page"));
  setContentsMargins(space::gap, space::gap, space::gap, space::gap);
  empty_ = new EmptyState(themes, {});
  train_ = empty_->add_button(tr("Train"), true);
  auto* columns = new QSplitter(Qt::Horizontal);
  columns->addWidget(make_left());
  columns->addWidget(make_right());
  columns->setStretchFactor(0, 1);
  columns->setStretchFactor(1, 0);
  columns->setSizes({1000, 494});
  columns->setChildrenCollapsible(false);
  stack_->addWidget(empty_);
  stack_->addWidget(columns);
  connect_all();
  set_state(LiveState::idle);
  show_sources();
  show_state();
}

LivePage::~LivePage() { stop_.request_stop(); }

QWidget* LivePage::make_left() {
  picture_panel_ = new Panel(themes_, tr("Live"));
  auto* export_pictures = picture_panel_->add_tool(QStringLiteral("export"), tr("Export the pictures"));
  connect(export_pictures, &QToolButton::clicked, this, &LivePage::export_pictures);
  grid_ = new LiveGrid(themes_);
  no_source_ = new EmptyState(themes_, tr("Choose a camera, file or address."));
  auto* place = new QWidget;
  pictures_ = new QStackedLayout(place);
  pictures_->addWidget(grid_);
  pictures_->addWidget(no_source_);
  controls_ = new LiveControls(themes_);
  auto* choose = no_source_->add_button(tr("Camera or address…"), true);
  choose->setObjectName(QStringLiteral("live-choose"));
  connect(choose, &QPushButton::clicked, controls_->add_button(), &QPushButton::showMenu);
  picture_panel_->body()->addWidget(place, 1);
  picture_panel_->body()->addWidget(controls_);
  log_panel_ = make_log();
  auto* rows = new QSplitter(Qt::Vertical);
  rows->addWidget(picture_panel_);
  rows->addWidget(log_panel_);
  rows->setStretchFactor(0, 3);
  rows->setStretchFactor(1, 1);
  rows->setSizes({640, 230});
  rows->setChildrenCollapsible(false);
  return rows;
}

Panel* LivePage::make_log() {
  auto* panel = new Panel(themes_, tr("What happened"));
  connect(panel->add_tool(QStringLiteral("export"), tr("Export what happened")), &QToolButton::clicked, this,
          &LivePage::export_log);
  log_ = new LiveLogModel(this);
  log_view_ = new QTableView;
  log_view_->setObjectName(QStringLiteral("live-log"));
  log_view_->setAccessibleName(tr("What happened"));
  dress_table(*log_view_, themes_);
  log_view_->setModel(log_);
  log_view_->horizontalHeader()->hide();
  log_view_->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  log_view_->setColumnWidth(LiveLogModel::Icon, 32);
  log_view_->setColumnWidth(LiveLogModel::Time, 76);
  connect(log_, &QAbstractItemModel::rowsInserted, this, &LivePage::fit_log);
  log_view_->viewport()->installEventFilter(this);
  log_view_->setMinimumHeight(60);
  auto* place = new QWidget;
  auto* either = new QStackedLayout(place);
  either->addWidget(new EmptyState(themes_, tr("A run tells here what it chooses, loads, drops and loses.")));
  either->addWidget(log_view_);
  const auto choose = [this, either] { either->setCurrentIndex(log_->rowCount() > 0 ? 1 : 0); };
  connect(log_, &QAbstractItemModel::rowsInserted, either, choose);
  connect(log_, &QAbstractItemModel::rowsRemoved, either, choose);
  connect(log_, &QAbstractItemModel::modelReset, either, choose);
  panel->body()->addWidget(place);
  return panel;
}

QWidget* LivePage::make_right() {
  right_ = new Panel(themes_, tr("Budget"));
  right_->setMinimumWidth(400);
  budget_field_ = new QLineEdit;
  budget_field_->setObjectName(QStringLiteral("live-budget"));
  budget_field_->setAccessibleName(tr("Budget, as 64 MB or 60 ms"));
  budget_field_->setToolTip(tr("Type a budget: 64 MB, 5 GB, 60 ms"));
  budget_field_->setFixedWidth(88);
  right_->add_head_widget(budget_field_);
  budget_problem_ = new TextLabel(themes_, {}, TextLabel::Tone::error);
  budget_problem_->setObjectName(QStringLiteral("live-budget-problem"));
  budget_problem_->setWordWrap(true);
  budget_problem_->setContentsMargins(12, 6, 12, 6);
  budget_problem_->hide();
  cost_row_ = new QWidget;
  auto* cost_row = new QHBoxLayout(cost_row_);
  cost_row->setContentsMargins(12, 6, 12, 6);
  cost_problem_ = new TextLabel(themes_, {}, TextLabel::Tone::warn);
  cost_problem_->setWordWrap(true);
  auto* profile = new QPushButton(tr("Profile"));
  profile->setObjectName(QStringLiteral("live-profile"));
  cost_row->addWidget(cost_problem_, 1);
  cost_row->addWidget(profile);
  cost_row_->hide();
  connect(profile, &QPushButton::clicked, this, &Page::profile_wanted);
  figures_ = new KeyFigures(themes_);
  parts_row_ = new QWidget;
  auto* parts_row = new QHBoxLayout(parts_row_);
  parts_row->setContentsMargins(10, 6, 10, 4);
  parts_ = new Segmented(themes_, {tr("Last minute"), tr("Report")});
  parts_->setAccessibleName(tr("Last minute or report"));
  parts_row->addWidget(parts_);
  parts_row->addStretch(1);
  parts_row_->hide();
  auto* parts = new QWidget;
  part_stack_ = new QStackedLayout(parts);
  report_ = new LiveReportView(themes_);
  part_stack_->addWidget(make_now());
  part_stack_->addWidget(report_);
  for (QWidget* widget :
       {static_cast<QWidget*>(budget_problem_), cost_row_, static_cast<QWidget*>(figures_), parts_row_})
    right_->body()->addWidget(widget);
  right_->body()->addWidget(parts, 1);
  return right_;
}

QWidget* LivePage::make_now() {
  auto* now = new QWidget;
  auto* column = new QVBoxLayout(now);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  boxes_ = new LiveBoxesModel(this);
  boxes_view_ = new QTableView;
  boxes_view_->setObjectName(QStringLiteral("live-boxes"));
  boxes_view_->setAccessibleName(tr("Boxes"));
  dress_table(*boxes_view_, themes_);
  boxes_view_->setModel(boxes_);
  boxes_view_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  dress_boxes(*boxes_view_);
  curves_ = new LiveCurves(themes_);
  column->addWidget(boxes_view_, 1);
  column->addWidget(curves_, 3);
  return now;
}

void LivePage::connect_all() {
  connect(train_, &QPushButton::clicked, this, &Page::train_wanted);
  connect(controls_, &LiveControls::start_wanted, this, &LivePage::start);
  connect(controls_, &LiveControls::pause_wanted, this, &LivePage::pause_or_go_on);
  connect(controls_, &LiveControls::stop_wanted, this, &LivePage::stop);
  connect(controls_, &LiveControls::sources_changed, this, &LivePage::show_sources);
  connect(grid_, &LiveGrid::remove_wanted, controls_, &LiveControls::remove_source);
  connect(worker_, &Worker::job_changed, this, &LivePage::show_note);
  connect(worker_, &Worker::step_finished, this,
          [this](WorkStep step, const QString&, const std::optional<base::Error>& error) {
            // refused before its turn came: nothing was opened, and nobody else tells it here
            if (step == WorkStep::live && error && hub_ && state_ == LiveState::waiting && !worker_->busy())
              show_failure(*error);
          });
  connect(parts_, &Segmented::changed, this, [this](int part) { part_stack_->setCurrentIndex(part); });
  connect(budget_field_, &QLineEdit::editingFinished, this, &LivePage::take_budget);
  connect(selection_, &SharedSelection::budget_changed, this, [this] {
    if (selection_->budget()) set_budget(*selection_->budget());
  });
}

}  // namespace mlink::ui
