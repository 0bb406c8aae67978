#include "ui/replay/budget_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QToolTip>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "outputs/amount.h"
#include "report/report.h"
#include "ui/common/icons.h"
#include "ui/common/own_room.h"
#include "ui/replay/paint.h"

namespace mlink::ui {

NeedsRow::NeedsRow(const ThemeHolder& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(&theme, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void NeedsRow::set_needs(const Frontier* frontier, double accuracy) {
  accuracy_ = QString::number(accuracy, 'f', 2);
  needs_.clear();
  std::vector<std::pair<double, Need>> found;
  for (std::size_t i = 0; frontier && i < frontier->curves.size(); ++i) {
    const FrontierCurve& curve = frontier->curves[i];
    const auto need = curve.needs(accuracy);
    const QString amount = need ? to_qt(mlink::report::reaching_amount(curve, frontier->kind, accuracy)) : tr("never");
    found.push_back({need.value_or(1e300), {to_qt(curve.method), tr("%1 %2").arg(to_qt(curve.method), amount)}});
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  QStringList said;
  for (auto& [budget, need] : found) {
    said << need.text;
    needs_.push_back(std::move(need));
  }
  known_.clear();
  if (frontier && !frontier->known.empty()) {
    const std::string budget = mlink::report::reaching_amount({{}, frontier->known}, frontier->kind, accuracy);
    known_ =
        budget.empty() ? tr("more than the training part knows") : tr("%1 by the training part").arg(to_qt(budget));
    said.prepend(known_);
  }
  setAccessibleName(tr("%1 needs %2").arg(accuracy_, said.join(QStringLiteral(", "))));
  setToolTip(accessibleName());
  update();
}

void NeedsRow::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Theme& theme = theme_.theme();
  painter.fillRect(rect(), theme.sunken);
  painter.setPen(theme.line);
  painter.drawLine(0, 0, width(), 0);
  painter.setFont(ui_font(TypeSize::head));
  painter.setPen(theme.second);
  const QString begin = tr("%1 needs").arg(accuracy_);
  painter.drawText(QRect(10, 0, 90, height()), Qt::AlignVCenter, begin);
  double x = 10 + painter.fontMetrics().horizontalAdvance(begin) + 10;
  if (!known_.isEmpty()) {
    const QString known = tr("%1; in the replay").arg(known_);
    const double wide = painter.fontMetrics().horizontalAdvance(known);
    painter.drawText(QRectF(x, 0, wide + 4, height()), Qt::AlignVCenter, known);
    x += wide + 4;
  }
  x += 4;
  for (const Need& need : needs_) {
    const double wide = painter.fontMetrics().horizontalAdvance(need.text);
    if (x + 20 + wide > width() - 6) return;
    const MethodLook look = theme.method(need.method);
    draw_marker(painter, chart_marker(look.marker), QPointF(x + 5, height() / 2.0 + 0.5), 9, look.colour, theme.sunken);
    painter.setPen(theme.text);
    painter.drawText(QRectF(x + 16, 0, wide + 4, height()), Qt::AlignVCenter, need.text);
    x += 16 + wide + 16;
  }
}

BudgetPanel::BudgetPanel(const ThemeHolder& theme, QWidget* parent)
    : QWidget(parent), theme_(theme), slider_(new FrontierSlider(theme)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  build_head();
  column->addWidget(head_);
  problem_ = new TextLabel(theme, {}, TextLabel::Tone::second);
  problem_->setAlignment(Qt::AlignCenter);
  problem_->setWordWrap(true);
  problem_->setContentsMargins(24, 24, 24, 24);
  problem_->hide();
  column->addWidget(problem_, 1);
  column->addWidget(slider_, 3);
  needs_ = new NeedsRow(theme);
  column->addWidget(needs_);
  pins_ = new PinsView(theme);
  pins_->hide();
  column->addWidget(pins_);
  build_table();
  column->addWidget(view_, 2);
  connect(pins_, &PinsView::closed, this, &BudgetPanel::remove_pins);
  connect(slider_, &FrontierSlider::pins_changed, this, &BudgetPanel::show_pins);
  connect(slider_, &FrontierSlider::pin_visited, this, &BudgetPanel::take_pin);
  connect(slider_, &FrontierSlider::budget_changed, this, [this] {
    compute();
    tell();
  });
  connect(slider_, &FrontierSlider::wanted_changed, this,
          [this](double accuracy) { needs_->set_needs(slider_->frontier(), accuracy); });
}

void BudgetPanel::build_head() {
  head_ = new QWidget;
  auto* row = new QHBoxLayout(head_);
  row->setContentsMargins(10, 8, 10, 4);
  row->setSpacing(8);
  kinds_ = new Segmented(theme_, {tr("Memory"), tr("Time")});
  kinds_->setAccessibleName(tr("Kind of cost"));
  field_ = new QLineEdit;
  field_->setObjectName(QStringLiteral("budget"));
  field_->setAccessibleName(tr("Budget, as 64 MB or 60 ms"));
  field_->setToolTip(tr("Type a budget: 64 MB, 5 GB, 60 ms"));
  field_->setFont(ui_font(TypeSize::key_figure, true));
  field_->setTextMargins(4, 0, 0, 0);
  field_->setFixedSize(104, 30);
  gives_ = new TextLabel(theme_, tr("gives"), TextLabel::Tone::second, TypeSize::head);
  accuracy_ = new TextLabel(theme_, {}, TextLabel::Tone::accent, TypeSize::key_figure, true);
  rest_ = new TextLabel(theme_, {}, TextLabel::Tone::second, TypeSize::head);
  // Both change with every move of the budget, which must not lay out the window: one has a fixed size, the other its
  // own room.
  const QFontMetrics figures(accuracy_->font());
  accuracy_->setFixedSize(figures.horizontalAdvance(QStringLiteral("0.00")) + 4, std::max(30, figures.height()));
  auto* rest_room = new OwnRoom(rest_);
  rest_room->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  auto* pin = new QPushButton(themed_icon(QStringLiteral("flag"), theme_), tr("Pin"));
  pin->setToolTip(
      tr("Keeps this budget and method as A, then as B (Shift+A, Shift+B); the keys A and B go back to it, Esc takes "
         "both away"));
  row->addWidget(kinds_);
  row->addWidget(field_);
  row->addWidget(gives_);
  row->addWidget(accuracy_);
  row->addWidget(rest_room, 1);
  row->addWidget(pin);
  connect(kinds_, &Segmented::changed, this, &BudgetPanel::take_kind);
  connect(field_, &QLineEdit::returnPressed, this, &BudgetPanel::take_typed);
  connect(field_, &QLineEdit::editingFinished, this, &BudgetPanel::show_figures);
  connect(pin, &QPushButton::clicked, this, &BudgetPanel::pin_now);
}

void BudgetPanel::build_table() {
  model_ = new MethodsModel(this);
  sorted_ = new QSortFilterProxyModel(this);
  sorted_->setSourceModel(model_);
  sorted_->setSortRole(MethodsModel::SortRole);
  view_ = new QTableView;
  view_->setObjectName(QStringLiteral("methods"));
  view_->setAccessibleName(tr("Methods at this budget"));
  dress_table(*view_, theme_, space::dense_row + 1);
  view_->setItemDelegate(new MethodDelegate(theme_, view_));
  view_->setModel(sorted_);
  view_->setSortingEnabled(true);
  QHeaderView* head = view_->horizontalHeader();
  head->setSortIndicator(-1, Qt::DescendingOrder);
  sorted_->sort(-1);
  head->setSectionResizeMode(QHeaderView::Fixed);
  head->setStretchLastSection(true);
  connect(head, &QHeaderView::sortIndicatorChanged, this, &BudgetPanel::fit_columns);
  view_->viewport()->installEventFilter(this);
  view_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  view_->setMinimumHeight(80);
  connect(view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
    if (now.isValid()) Q_EMIT method_chosen(model_->method_at(sorted_->mapToSource(now).row()));
  });
}

void BudgetPanel::resizeEvent(QResizeEvent*) {
  fit_columns();
  show_rest();
  show_room();
}

bool BudgetPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize && watched == view_->viewport()) fit_columns();
  return QWidget::eventFilter(watched, event);
}

/// Names of methods, heads and numbers are never cut: in a narrow panel the interval's column goes, then columns are as
/// wide as they must be, then the executions go.
void BudgetPanel::fit_columns() {
  constexpr int kRange = 106, kRoomy[] = {84, 72, 58}, kLeast[] = {60, 70, 46}, kLeastRun = 92;
  constexpr int kNumbers[] = {MethodsModel::Accuracy, MethodsModel::Time, MethodsModel::Runs};
  const QFontMetrics metrics(ui_font());
  int name = 0;
  for (const MethodResult& method : model_->result().methods)
    name = std::max(name, metrics.horizontalAdvance(to_qt(method.method)) + 60);
  const int room = view_->viewport()->width(), run = std::max(head_wide(*view_, MethodsModel::WhatIsRun), kLeastRun);
  const int roomy_name = std::max(name, 150);
  const int beside = room - (roomy_name + kRoomy[0] + kRoomy[1] + kRoomy[2] + run);
  const bool roomy = beside >= 0;
  int left = room - name - run;
  for (int i = 0; i < 3; ++i) {
    const int wide = std::max(head_wide(*view_, kNumbers[i]), roomy ? kRoomy[i] : kLeast[i]);
    view_->setColumnWidth(kNumbers[i], wide);
    left -= wide;
  }
  view_->setColumnHidden(MethodsModel::Range, beside < kRange);
  view_->setColumnHidden(MethodsModel::Runs, left < 0);
  view_->setColumnWidth(MethodsModel::Range, kRange);
  view_->setColumnWidth(MethodsModel::Method, roomy ? roomy_name : name);
}

/// What has no room beside the accuracy is not shown in part.
void BudgetPanel::show_rest() {
  int room = width() - head_->layout()->contentsMargins().left() - head_->layout()->contentsMargins().right();
  for (int i = 0; i < head_->layout()->count(); ++i) {
    QWidget* const part = head_->layout()->itemAt(i)->widget();
    if (part != rest_->parentWidget() && !part->isHidden())
      room -= part->sizeHint().boundedTo(part->maximumSize()).width() + head_->layout()->spacing();
  }
  rest_->setText(rest_->fontMetrics().horizontalAdvance(rest_->toolTip()) <= room ? rest_->toolTip() : QString());
}

void BudgetPanel::show_room() {
  constexpr int kLow = 500;  // pixels below which not all of it has room
  const bool pinned = !pins_->isHidden();
  needs_->setVisible(!pinned || height() >= kLow);
  view_->setVisible(!pinned || height() >= kLow);
}

void BudgetPanel::pin_now() {
  // the one that is free, else the older one moves on
  if (slider_->pin(0) && slider_->pin(1)) slider_->set_pin(0, slider_->pin(1), slider_->pin_method(1));
  slider_->set_pin(slider_->pin(0) ? 1 : 0, budget());
}

void BudgetPanel::take_pin(int which) {
  const QString method = slider_->pin_method(which);
  if (model_->row_of(method) < 0) return;
  set_method(method);
  Q_EMIT method_chosen(method);
}

void BudgetPanel::remove_pins() {
  for (int which = 0; which < 2; ++which) slider_->set_pin(which, std::nullopt);
}

PinnedState BudgetPanel::state_of(const QString& name, const QString& method, double budget) const {
  PinnedState state{name, method, budget, {}};
  const ReplayResult result = budget == this->budget() ? model_->result() : data_->side(kind_).engine->at(budget);
  for (const MethodResult& answer : result.methods) {
    if (to_qt(answer.method) == method) state.answer = answer;
  }
  return state;
}

void BudgetPanel::show_pins() {
  const bool any = slider_->frontier() && (slider_->pin(0) || slider_->pin(1));
  pins_->setVisible(any);
  show_room();
  if (!any) return;
  std::vector<PinnedState> states;
  for (int which = 0; which < 2; ++which) {
    if (const auto budget = slider_->pin(which))
      states.push_back(state_of(which == 0 ? tr("A") : tr("B"), slider_->pin_method(which), *budget));
  }
  // one pin stands beside what is chosen now
  if (states.size() == 1) states.push_back(state_of(tr("now"), slider_->highlighted(), budget()));
  pins_->model()->set_states(kind_, model_->result().boxes, states[0], states[1]);
}

void BudgetPanel::set_data(std::shared_ptr<const ReplayData> data) {
  data_ = std::move(data);
  set_kind(kind_);
}

void BudgetPanel::set_kind(CostKind kind) {
  kind_ = kind;
  const QSignalBlocker quiet(kinds_);
  kinds_->set_current(kind == CostKind::memory ? 0 : 1);
  slider_->set_frontier(data_, kind);
  const auto& problem = data_ ? data_->side(kind).problem : std::optional<Error>();
  problem_->setText(problem ? to_qt(problem->text()) : QString());
  problem_->setVisible(problem.has_value());
  slider_->setVisible(!problem);
  needs_->set_needs(slider_->frontier(), slider_->wanted());
  compute();
}

void BudgetPanel::set_budget(double budget) {
  slider_->set_budget(budget);
  compute();
}

void BudgetPanel::set_method(const QString& method) {
  const int row = model_->row_of(method);
  if (row < 0) return;
  const QSignalBlocker quiet(view_->selectionModel());
  view_->selectRow(sorted_->mapFromSource(model_->index(row, 0)).row());
  slider_->set_highlight(method);
  view_->viewport()->update();
  show_pins();
}

void BudgetPanel::compute() {
  if (data_ && data_->side(kind_).engine) {
    model_->set_result(data_->side(kind_).engine->at(budget()));
  } else {
    model_->set_result({});
  }
  // no empty rows below the methods: the frontier takes the space
  const int rows = std::max(model_->rowCount(), 3);
  view_->setMaximumHeight(view_->horizontalHeader()->height() + rows * view_->verticalHeader()->defaultSectionSize() +
                          2);
  fit_columns();
  show_figures();
  show_pins();
}

void BudgetPanel::show_figures() {
  const bool known = slider_->frontier() != nullptr;
  field_->setEnabled(known);
  field_->setText(known ? to_qt(amount_text({kind_, budget()})) : QStringLiteral("–"));
  const int row = model_->row_of(QStringLiteral("mlink"));
  gives_->setVisible(row >= 0);
  accuracy_->setVisible(row >= 0);
  rest_->setVisible(row >= 0);
  if (row < 0) return;
  const MethodResult& mlink = model_->result().methods[static_cast<std::size_t>(row)];
  accuracy_->setText(QString::number(mlink.output_accuracy, 'f', 2));
  const double full = slider_->frontier() ? slider_->frontier()->full : 0;
  const double used = kind_ == CostKind::memory ? mlink.bytes : mlink.seconds_per_frame;
  QString text = tr("in %1 per frame").arg(to_qt(duration_text(mlink.seconds_per_frame)));
  if (full > 0)
    text += tr(", %1\u2009% of all %2").arg(std::lround(100 * used / full)).arg(model_->result().boxes.size());
  rest_->setToolTip(text);
  show_rest();
}

void BudgetPanel::take_typed() {
  const auto amount = parse_amount(field_->text().toStdString());
  if (!amount) {
    const QString why = to_qt(amount.error().text());
    QToolTip::showText(field_->mapToGlobal(QPoint(0, field_->height())), why, field_);
    show_figures();
    return;
  }
  if (amount->kind != kind_) set_kind(amount->kind);
  set_budget(amount->value);
  tell();
}

void BudgetPanel::take_kind(int index) {
  set_kind(index == 0 ? CostKind::memory : CostKind::time);
  if (const Frontier* frontier = slider_->frontier()) set_budget(telling_budget(*frontier));
  tell();
}

}  // namespace mlink::ui
