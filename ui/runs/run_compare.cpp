#include "ui/runs/run_compare.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QScrollArea>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "base/text.h"
#include "ui/common/core_text.h"
#include "ui/common/icons.h"

namespace mlink::ui {
namespace {

constexpr int kTables = 2;        ///< one of both runs, or one of each
constexpr int kCellSpare = 6;     ///< beside what a text needs
constexpr int kDiffersWide = 78;  ///< of the column that says so

}  // namespace

int PairsModel::rowCount(const QModelIndex& parent) const {
  if (parent.isValid()) return 0;
  return only_ ? different_ : static_cast<int>(pairs_.size());
}
int PairsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant PairsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const SettingPair& pair = pairs_[static_cast<std::size_t>(index.row())];
  const bool differs = pair.differs();
  const auto value = [](const std::string& text) { return text.empty() ? QStringLiteral("–") : to_qt(text); };
  if (role == RowDelegate::MediumRole) return differs && index.column() != Differs;
  if (role == RowDelegate::ToneRole)
    return static_cast<int>(differs && index.column() != Differs ? TextLabel::Tone::text : TextLabel::Tone::second);
  if (role == Qt::TextAlignmentRole)
    return int((index.column() == Differs ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
  switch (index.column()) {
    case Setting: return core_text(pair.name);
    case Left: return value(pair.a);
    case Right: return value(pair.b);
    case Differs: return differs ? tr("≠ differs") : QString();
    default: return {};
  }
}

QVariant PairsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
    return QAbstractTableModel::headerData(section, orientation, role);
  return QStringList{tr("Setting"), left_, right_, QString()}.value(section);
}

void PairsModel::set_pairs(std::vector<SettingPair> pairs, const QString& left, const QString& right) {
  beginResetModel();
  pairs_ = std::move(pairs);
  std::stable_partition(pairs_.begin(), pairs_.end(), [](const SettingPair& pair) { return pair.differs(); });
  different_ = static_cast<int>(
      std::count_if(pairs_.begin(), pairs_.end(), [](const SettingPair& pair) { return pair.differs(); }));
  left_ = left;
  right_ = right;
  endResetModel();
}

void PairsModel::set_only_different(bool only) {
  beginResetModel();
  only_ = only;
  endResetModel();
}

void PairsDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  if (index.data(MediumRole).toBool() || !index.data(Qt::DisplayRole).toString().isEmpty())
    if (index.siblingAtColumn(PairsModel::Setting).data(MediumRole).toBool())
      painter->fillRect(option.rect, theme().chrome);
  RowDelegate::paint(painter, option, index);
}

RunCompare::RunCompare(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  build_head();
  build_settings();
  difference_ = build_difference();
  tables_ = build_values();
  problem_ = new TextLabel(themes, {}, TextLabel::Tone::second);
  problem_->setWordWrap(true);
  problem_->setAlignment(Qt::AlignCenter);
  problem_->setContentsMargins(24, 24, 24, 24);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(head_);
  column->addWidget(new Rule(themes));
  column->addWidget(problem_, 1);
  column->addWidget(settings_, 1);
  column->addWidget(difference_);
  column->addWidget(tables_, 2);
  column->addStretch(0);  // where nothing takes the room
  set_pair({}, {});
}

void RunCompare::build_head() {
  head_ = new QWidget;
  left_ = new QComboBox;
  left_->setAccessibleName(tr("Compare this run"));
  right_ = new QComboBox;
  right_->setAccessibleName(tr("With this run"));
  for (QComboBox* choice : {left_, right_}) {
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choice->setMinimumContentsLength(10);
    choice->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(choice, &QComboBox::activated, this, [this, choice](int index) { choose(choice == left_, index); });
  }
  auto* swap = new QToolButton;
  swap->setIcon(themed_icon(QStringLiteral("swap"), themes_));
  swap->setAutoRaise(true);
  swap->setToolTip(tr("Swap the two"));
  swap->setAccessibleName(swap->toolTip());
  swap->setObjectName(QStringLiteral("swap"));
  connect(swap, &QToolButton::clicked, this, [this] {
    if (right_key_.id > 0 && left_key_.id > 0) Q_EMIT pair_wanted(right_key_, left_key_);
  });
  which_ = new Segmented(themes_, {tr("what differs"), tr("all")});
  which_->set_current(1);
  which_->setAccessibleName(tr("Settings shown"));
  connect(which_, &Segmented::changed, this, [this](int index) {
    pairs_->set_only_different(index == 0);
    lay_out();
  });
  auto* row = new QHBoxLayout(head_);
  row->setContentsMargins(10, 6, 10, 6);
  row->setSpacing(6);
  row->addWidget(left_, 1);
  row->addWidget(swap);
  row->addWidget(right_, 1);
  row->addWidget(which_);
}

void RunCompare::build_settings() {
  pairs_ = new PairsModel(this);
  settings_ = new QTableView;
  dress_table(*settings_, themes_, space::dense_row);
  settings_->setItemDelegate(new PairsDelegate(themes_, settings_));
  settings_->setModel(pairs_);
  settings_->setSelectionMode(QAbstractItemView::NoSelection);
  settings_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  settings_->setAccessibleName(tr("Settings of both runs"));
  settings_->setMinimumHeight(4 * space::dense_row);
}

QWidget* RunCompare::build_difference() {
  auto* all = new QWidget;
  all->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
  matrix_ = new DifferenceMatrix(themes_);
  legend_ = new DifferenceLegend(themes_);
  difference_note_ = new TextLabel(themes_, {}, TextLabel::Tone::second, TypeSize::head);
  difference_note_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(10, 8, 10, 2);
  head->setSpacing(12);
  head->addWidget(new TextLabel(themes_, tr("Difference of p"), TextLabel::Tone::text, TypeSize::text, true));
  head->addWidget(difference_note_, 1);
  auto* scroll = new QScrollArea;
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setWidget(matrix_);
  scroll->viewport()->setAutoFillBackground(false);
  scroll->setObjectName(QStringLiteral("matrix"));
  auto* column = new QVBoxLayout(all);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(new Rule(themes_));
  column->addLayout(head);
  auto* inner = new QHBoxLayout;
  inner->setContentsMargins(10, 0, 10, 8);
  inner->addWidget(scroll);
  column->addLayout(inner);
  column->addWidget(new Rule(themes_));
  column->addWidget(legend_);
  return all;
}

QWidget* RunCompare::build_values() {
  auto* all = new QWidget;
  auto* column = new QVBoxLayout(all);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  for (int i = 0; i < kTables; ++i) {
    auto* title = new TextLabel(themes_, {}, TextLabel::Tone::text, TypeSize::text, true);
    title->setContentsMargins(10, 6, 10, 4);
    title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* view = new QTableView;
    dress_table(*view, themes_, space::dense_row);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* model = new ReportTableModel(view);
    view->setModel(model);
    view->setSelectionMode(QAbstractItemView::NoSelection);
    titles_.push_back(title);
    views_.push_back(view);
    values_.push_back(model);
    column->addWidget(new Rule(themes_));
    column->addWidget(title);
    column->addWidget(view, 1);
  }
  return all;
}

void RunCompare::set_runs(const std::vector<ToldRun>& runs) {
  keys_.clear();
  names_.clear();
  for (QComboBox* choice : {left_, right_}) choice->clear();
  for (const ToldRun& told : runs) {
    keys_.push_back(RunsModel::key_of(told));
    names_.push_back(to_qt(told.run.name));
    const QString text = told.run.in_use ? tr("%1, in use").arg(names_.back()) : names_.back();
    for (QComboBox* choice : {left_, right_}) choice->addItem(text);
  }
  left_->setCurrentIndex(index_of(left_key_));
  right_->setCurrentIndex(index_of(right_key_));
}

int RunCompare::index_of(const RunKey& key) const {
  const auto at = std::find(keys_.begin(), keys_.end(), key);
  return at == keys_.end() ? -1 : static_cast<int>(at - keys_.begin());
}

QString RunCompare::left_name() const {
  const int at = index_of(left_key_);
  return at < 0 ? QString() : names_[static_cast<std::size_t>(at)];
}
QString RunCompare::right_name() const {
  const int at = index_of(right_key_);
  return at < 0 ? QString() : names_[static_cast<std::size_t>(at)];
}

void RunCompare::choose(bool left, int index) {
  if (index < 0 || index >= static_cast<int>(keys_.size())) return;
  const RunKey& key = keys_[static_cast<std::size_t>(index)];
  Q_EMIT pair_wanted(left ? key : left_key_, left ? right_key_ : key);
}

void RunCompare::set_pair(const RunKey& left, const RunKey& right) {
  left_key_ = left;
  right_key_ = right;
  left_->setCurrentIndex(index_of(left));
  right_->setCurrentIndex(index_of(right));
  if (left.id > 0 && right.id > 0) {
    if (!comparison_) problem_->setText(tr("Reading both runs…"));
    return;
  }
  comparison_.reset();
  show_problem(tr("Choose two runs to see them side by side: Ctrl and a click, or the fields above."));
}

void RunCompare::show_problem(const QString& problem) {
  comparison_.reset();
  problem_->setText(problem);
  problem_->show();
  for (QWidget* widget : {static_cast<QWidget*>(settings_), difference_, tables_, static_cast<QWidget*>(which_)})
    widget->hide();
}

void RunCompare::show_comparison(const RunComparison& comparison) {
  comparison_ = comparison;
  problem_->hide();
  pairs_->set_pairs(comparison.settings, left_name(), right_name());
  which_->set_names({tr("what differs %1").arg(pairs_->different()), tr("all %1").arg(pairs_->all())});
  which_->show();
  settings_->show();
  difference_->setVisible(comparison.links.has_value());
  matrix_->set_links(comparison.links);
  legend_->set_links(comparison.links);
  if (comparison.links) {
    QString note = tr("%1 less %2; bold: more than its 95\u2009% interval").arg(right_name(), left_name());
    difference_note_->setToolTip(to_qt(comparison.links->links.differs));
    difference_note_->setText(note);
  }
  tables_->setVisible(!comparison.tables.empty());
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const bool there = i < comparison.tables.size();
    views_[i]->setVisible(there);
    titles_[i]->setVisible(there);
    values_[i]->set_table(there ? comparison.tables[i] : Table{});
    titles_[i]->setText(there ? to_qt(comparison.tables[i].title) : QString());
    views_[i]->setAccessibleName(titles_[i]->text());
  }
  lay_out();
  // A scroll bar that comes takes its room a turn later.
  QMetaObject::invokeMethod(this, &RunCompare::lay_out, Qt::QueuedConnection);
}

void RunCompare::fit_columns(QTableView& view) {
  // No number is cut and nothing scrolled sideways: the last columns go; exports have them.
  const int columns = view.model()->columnCount(), room = view.viewport()->width();
  for (int column = 0; column < columns; ++column) view.setColumnHidden(column, false);
  view.resizeColumnsToContents();
  int taken = 0;
  for (int column = 0; column < columns; ++column) {
    view.setColumnWidth(column, view.columnWidth(column) + kCellSpare);
    taken += view.columnWidth(column);
    view.setColumnHidden(column, taken > room && column > 0);
  }
}

void RunCompare::lay_out() {
  const int room = settings_->viewport()->width();
  const int name = std::min(150, room / 4);
  settings_->setColumnWidth(PairsModel::Setting, name);
  settings_->setColumnWidth(PairsModel::Differs, kDiffersWide);
  const int value = std::max((room - name - kDiffersWide) / 2, 60);
  settings_->setColumnWidth(PairsModel::Left, value);
  settings_->setColumnWidth(PairsModel::Right, value);
  // No empty rows below the settings where something stands below them.
  const int rows = settings_->horizontalHeader()->height() + pairs_->rowCount() * space::dense_row + 2;
  settings_->setMaximumHeight(comparison_ && (comparison_->links || !comparison_->tables.empty()) ? rows
                                                                                                  : QWIDGETSIZE_MAX);
  for (QTableView* view : views_)
    if (view->isVisibleTo(this)) fit_columns(*view);
  if (auto* scroll = difference_->findChild<QScrollArea*>(QStringLiteral("matrix")))
    scroll->setFixedHeight(std::min(matrix_->sizeHint().height() + 2, std::max(height() / 2, 120)));
}

void RunCompare::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  lay_out();
}

}  // namespace mlink::ui
