// What the page Runs is made of, and how it takes its room.
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPainter>
#include <QShortcut>
#include <QSplitter>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/common/icons.h"
#include "ui/runs/run_compare.h"
#include "ui/runs/run_details.h"
#include "ui/runs/runs_delegate.h"
#include "ui/runs/runs_page.h"

namespace mlink::ui {
namespace {

constexpr int kWidePage = 1400;  ///< below, details and comparison are tabs
constexpr int kNameWide = 150, kFigureWide = 146, kIntervalWide = 118, kMadeWide = 98, kTookWide = 86,
              kVersionsWide = 62;
// Widths of the list from which on these columns are there: a number is never cut.
constexpr int kWithInterval = 740, kWithTook = 800, kWithVersions = 860;

}  // namespace

RunsBar::RunsBar(const ThemeHolder& themes, TextLabel::Tone tone, const QString& button, QWidget* parent)
    : QWidget(parent), themes_(themes) {
  text_ = new TextLabel(themes, {}, tone);
  text_->setWordWrap(true);
  button_ = new QPushButton(button);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 5, 10, 5);
  row->setSpacing(10);
  row->addWidget(text_, 1);
  row->addWidget(button_);
  connect(button_, &QPushButton::clicked, this, &RunsBar::pressed);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
  hide();
}

void RunsBar::say(const QString& text) {
  text_->setText(text);
  setAccessibleName(text);
  setVisible(!text.isEmpty());
}

QString RunsBar::text() const { return text_->text(); }

void RunsBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), themes_.theme().sunken);
  painter.fillRect(QRect(0, 0, width(), 1), themes_.theme().line);
}

Panel* RunsPage::make_list() {
  auto* panel = new Panel(themes_, tr("Runs"));
  connect(panel->add_tool(QStringLiteral("export"), tr("Export tables and charts (Ctrl+E)")), &QToolButton::clicked,
          this, &RunsPage::export_wanted);
  model_ = new RunsModel(this);
  filter_ = new RunsFilter(this);
  filter_->setSourceModel(model_);
  list_ = new QTableView;
  dress_table(*list_, themes_);
  delegate_ = new RunsDelegate(themes_, list_);
  list_->setItemDelegate(delegate_);
  list_->setModel(filter_);
  list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  list_->setSortingEnabled(true);
  list_->sortByColumn(RunsModel::Made, Qt::DescendingOrder);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  list_->horizontalHeader()->setSectionResizeMode(RunsModel::What, QHeaderView::Stretch);
  const int widths[] = {kNameWide, 200, kFigureWide, kIntervalWide, kMadeWide, kTookWide, kVersionsWide};
  for (int column = 0; column < RunsModel::ColumnCount; ++column) list_->setColumnWidth(column, widths[column]);
  list_->setAccessibleName(tr("All runs"));
  deleted_bar_ = new RunsBar(themes_, TextLabel::Tone::text, tr("Undo"));
  problem_bar_ = new RunsBar(themes_, TextLabel::Tone::error, tr("Close"));
  connect(deleted_bar_, &RunsBar::pressed, this, &RunsPage::bring_back);
  connect(problem_bar_, &RunsBar::pressed, this, [this] {
    problem_bar_->say({});
    list_->setFocus(Qt::OtherFocusReason);
  });
  panel->body()->addWidget(make_filter_row());
  panel->body()->addWidget(new Rule(themes_));
  panel->body()->addWidget(list_, 1);
  panel->body()->addWidget(problem_bar_);
  panel->body()->addWidget(deleted_bar_);
  panel->body()->addWidget(new Rule(themes_));
  panel->body()->addWidget(make_buttons());
  return panel;
}

QWidget* RunsPage::make_filter_row() {
  auto* all = new QWidget;
  groups_ = new Segmented(themes_, {tr("All")});
  groups_->setAccessibleName(tr("Kinds shown"));
  connect(groups_, &Segmented::changed, this, [this](int index) {
    if (filling_) return;
    const auto at = static_cast<std::size_t>(index);
    filter_->set_group(at < shown_groups_.size() ? shown_groups_[at] : std::nullopt);
    show_current();
  });
  search_ = new QLineEdit;
  search_->setPlaceholderText(tr("Name, setting or note"));
  search_->setAccessibleName(tr("Search runs by name, setting or note"));
  search_->setClearButtonEnabled(true);
  search_->addAction(themed_icon(QStringLiteral("search"), themes_), QLineEdit::LeadingPosition);
  search_->setMinimumWidth(100);
  search_->setMaximumWidth(216);
  connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) {
    filter_->set_text(text);
    show_current();
  });
  auto* row = new QHBoxLayout(all);
  row->setContentsMargins(10, 5, 10, 5);
  row->setSpacing(10);
  row->addWidget(groups_);
  row->addStretch(1);
  row->addWidget(search_, 2);
  return all;
}

QWidget* RunsPage::make_buttons() {
  auto* all = new QWidget;
  auto* row = new QHBoxLayout(all);
  row->setContentsMargins(10, 6, 10, 6);
  row->setSpacing(6);
  const auto add = [&](const QString& name, const QString& text, void (RunsPage::*slot)()) {
    auto* made = new QPushButton(text);
    made->setObjectName(name);
    connect(made, &QPushButton::clicked, this, slot);
    row->addWidget(made);
    buttons_.emplace_back(name, made);
  };
  add(QStringLiteral("use"), tr("Use"), &RunsPage::use_current);
  add(QStringLiteral("rename"), tr("Rename"), &RunsPage::start_rename);
  add(QStringLiteral("note"), tr("Note"), &RunsPage::start_note);
  add(QStringLiteral("compare"), tr("Compare two"), &RunsPage::compare_two);
  add(QStringLiteral("again"), tr("Make again"), &RunsPage::make_current_again);
  row->addSpacing(8);
  add(QStringLiteral("delete"), tr("Delete"), &RunsPage::delete_chosen);
  chosen_text_ = new TextLabel(themes_, {}, TextLabel::Tone::second, TypeSize::head);
  row->addStretch(1);
  row->addWidget(chosen_text_);
  return all;
}

QWidget* RunsPage::make_right() {
  details_panel_ = new Panel(themes_, tr("Run"));
  compare_panel_ = new Panel(themes_, tr("Compared with"));
  compare_panel_->set_note(tr("settings and figures, side by side"));
  for (Panel* panel : {details_panel_, compare_panel_})
    connect(panel->add_tool(QStringLiteral("export"), tr("Export tables and charts (Ctrl+E)")), &QToolButton::clicked,
            this, &RunsPage::export_wanted);
  details_ = new RunDetails(themes_);
  compare_ = new RunCompare(themes_);
  details_panel_->body()->addWidget(details_);
  compare_panel_->body()->addWidget(compare_);
  connect(details_, &RunDetails::note_written, this, &RunsPage::write_note);
  connect(compare_, &RunCompare::pair_wanted, this, &RunsPage::compare_pair);
  tabs_ = new QTabBar;
  tabs_->setDrawBase(false);
  tabs_->setExpanding(false);
  tabs_->setFont(ui_font());
  tabs_->setElideMode(Qt::ElideMiddle);
  tabs_->setAccessibleName(tr("Right side"));
  for (const QString& name : {tr("Run"), tr("Compared with")}) tabs_->addTab(name);
  connect(tabs_, &QTabBar::currentChanged, this, &RunsPage::show_tab);
  right_ = new QSplitter(Qt::Vertical);
  right_->setChildrenCollapsible(false);
  right_->addWidget(details_panel_);
  right_->addWidget(compare_panel_);
  right_->setStretchFactor(0, 2);
  right_->setStretchFactor(1, 3);
  auto* all = new QWidget;
  auto* column = new QVBoxLayout(all);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(tabs_);
  column->addWidget(right_, 1);
  return all;
}

void RunsPage::make_keys() {
  const auto key = [this](const QKeySequence& keys, QWidget* where, Qt::ShortcutContext context, auto slot) {
    auto* shortcut = new QShortcut(keys, where, nullptr, nullptr, context);
    connect(shortcut, &QShortcut::activated, this, slot);
  };
  key(QKeySequence(Qt::Key_F2), list_, Qt::WidgetShortcut, &RunsPage::start_rename);
  key(QKeySequence(Qt::Key_Delete), list_, Qt::WidgetShortcut, &RunsPage::delete_chosen);
}

void RunsPage::show_tab(int tab) {
  if (wide_) return;
  details_panel_->setVisible(tab == 0);
  compare_panel_->setVisible(tab == 1);
}

void RunsPage::lay_out() {
  const bool wide = width() >= kWidePage;
  if (wide != wide_ || !laid_out_) {
    wide_ = wide;
    laid_out_ = true;
    tabs_->setVisible(!wide);
    details_panel_->setVisible(true);
    compare_panel_->setVisible(true);
    if (!wide) show_tab(tabs_->currentIndex());
    right_->setSizes({height() * 45 / 100, height() * 55 / 100});
  }
  if (!sized_) {
    const int room = width() - 3 * space::gap;
    const int left = std::max(640, room * (wide ? 61 : 60) / 100);
    columns_->setSizes({left, room - left});
  }
  const int list = list_->viewport()->width();
  list_->setColumnWidth(RunsModel::Name, std::clamp(list * 16 / 100, kNameWide, 2 * kNameWide));
  list_->setColumnHidden(RunsModel::Interval, list < kWithInterval);
  list_->setColumnHidden(RunsModel::Took, list < kWithTook);
  list_->setColumnHidden(RunsModel::Versions, list < kWithVersions);
  show_buttons();  // what fits beside them
}

void RunsPage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  lay_out();
  // The splitters pass their new sizes on a turn later.
  QMetaObject::invokeMethod(this, &RunsPage::lay_out, Qt::QueuedConnection);
}

}  // namespace mlink::ui
