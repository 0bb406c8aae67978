#include "ui/window/top_bar.h"

#include <QHBoxLayout>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>
#include <QToolTip>
#include <QUndoStack>
#include <algorithm>

#include "base/text.h"
#include "outputs/amount.h"
#include "ui/common/icons.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

constexpr int kNarrow = 1420;  // below this the counts of the steps go

QString of_text(std::int64_t done, std::int64_t wanted) {
  return StepBar::tr("%1 of %2").arg(to_qt(count_text(done)), to_qt(count_text(wanted)));
}

int link_count(const ExperimentDataPtr& data) {
  if (!data || !data->links) return 0;
  const auto& cells = data->links->matrix.cells;
  return static_cast<int>(std::count_if(cells.begin(), cells.end(), [](const auto& c) { return c.has_value(); }));
}

}  // namespace

StepsView steps_of(const OverviewPtr& overview, const ExperimentDataPtr& data, const Job& job,
                   std::optional<WorkStep> failed) {
  StepView collect{QStringLiteral("collect"), StepBar::tr("Collect"), {}, StepState::waiting};
  StepView profile{QStringLiteral("profile"), StepBar::tr("Profile"), {}, StepState::waiting};
  StepView train{QStringLiteral("train"), StepBar::tr("Train"), {}, StepState::waiting};
  StepView replay{QStringLiteral("replay"), StepBar::tr("Replay"), {}, StepState::waiting};
  QString next;
  const bool sources = overview && !overview->cameras.empty() && !overview->boxes.empty();
  if (sources) {
    const bool collected = overview->wanted > 0 && overview->done >= overview->wanted;
    collect.state = collected ? StepState::done : StepState::ready;
    collect.count = of_text(overview->done, overview->wanted);
    const bool costs = overview->costs().known(CostKind::time);
    profile.state = costs ? StepState::done : StepState::ready;
    profile.count = costs ? StepBar::tr("%1 boxes").arg(overview->boxes.size()) : QString();
    const bool trained = !overview->link_sets.empty();
    const bool stale = trained && !overview->link_sets.front().stale.empty();
    if (trained) {
      train.state = stale ? StepState::stale : StepState::done;
      train.count = stale ? StepBar::tr("out of date") : StepBar::tr("%1 links").arg(link_count(data));
    } else if (overview->done > 0 && overview->boxes.size() > 1) {
      train.state = collected ? StepState::ready : StepState::waiting;
      train.count = collected ? QString() : StepBar::tr("waits for collect");
    }
    if (trained && costs)
      replay.state = StepState::done;
    else if (trained)
      replay.count = StepBar::tr("waits for profile");
    next = !collected            ? QStringLiteral("collect")
           : !costs              ? QStringLiteral("profile")
           : (!trained || stale) ? QStringLiteral("train")
                                 : QStringLiteral("replay");
    if (next == QLatin1String("train") && overview->boxes.size() < 2) next.clear();
  } else {
    collect.count = StepBar::tr("needs videos and boxes");
  }
  const auto mark = [&](WorkStep step, StepView& view) {
    if (failed == step) view.state = StepState::failed;
    if (!job.running || job.step != step) return;
    view.state = StepState::running;
    if (job.progress.total > 0) view.count = of_text(job.progress.done, job.progress.total);
  };
  mark(WorkStep::collect, collect);
  mark(WorkStep::profile, profile);
  mark(WorkStep::train, train);
  return {{collect, profile, train, replay}, next};
}

// Pixels between two steps: with room, at least, and so many that the arrow has its place.
constexpr int kGap = 34, kLeastGap = 14, kGapOfArrow = 24;

StepBar::StepBar(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
  setCursor(Qt::PointingHandCursor);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void StepBar::set_steps(const std::vector<StepView>& steps) {
  steps_ = steps;
  QStringList spoken;
  for (const StepView& step : steps) spoken << step.name + u' ' + step.count;
  setAccessibleName(spoken.join(QStringLiteral(", ")));
  updateGeometry();
  update();
}

void StepBar::set_counts(bool counts) {
  if (counts == counts_) return;
  counts_ = counts;
  updateGeometry();
  update();
}

int StepBar::step_width(const StepView& step) const {
  const int name = QFontMetrics(ui_font(TypeSize::text, true)).horizontalAdvance(step.name);
  const int count =
      counts_ && !step.count.isEmpty() ? QFontMetrics(ui_font(TypeSize::head)).horizontalAdvance(step.count) + 7 : 0;
  return 22 + name + count;
}

int StepBar::gap() const {
  const int gaps = std::max(static_cast<int>(steps_.size()) - 1, 1), lacking = sizeHint().width() - width();
  return std::clamp(kGap - (lacking + gaps - 1) / gaps, kLeastGap, kGap);
}

QSize StepBar::sizeHint() const {
  int wide = 8;
  for (const StepView& step : steps_) wide += step_width(step) + kGap;
  return {std::max(wide - kGap + kLeastGap, 0), 32};
}

QSize StepBar::minimumSizeHint() const {
  const int gaps = std::max(static_cast<int>(steps_.size()) - 1, 0);
  return {std::max(sizeHint().width() - gaps * (kGap - kLeastGap), 0), 32};
}

int StepBar::step_at(int x) const {
  int left = 8;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    left += step_width(steps_[i]) + gap();
    if (x < left) return static_cast<int>(i);
  }
  return -1;
}

void StepBar::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  int x = 8;
  const int middle = height() / 2, between = gap(), arrow = between / 2 + 8;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const StepView& step = steps_[i];
    static const QHash<int, QString> icons{{int(StepState::waiting), "dots"}, {int(StepState::ready), "dots"},
                                           {int(StepState::running), "play"}, {int(StepState::done), "check"},
                                           {int(StepState::stale), "warn"},   {int(StepState::failed), "error"}};
    const QColor tone = step.state == StepState::running  ? t.accent
                        : step.state == StepState::done   ? t.ok
                        : step.state == StepState::stale  ? t.warn
                        : step.state == StepState::failed ? t.error
                                                          : t.disabled;
    draw_icon(painter, icons.value(int(step.state)), QRectF(x, middle - 8, 16, 16), tone);
    painter.setFont(ui_font(TypeSize::text, true));
    painter.setPen(step.state == StepState::waiting ? t.disabled : t.text);
    const int name = painter.fontMetrics().horizontalAdvance(step.name);
    painter.drawText(QRect(x + 22, 0, name + 2, height()), Qt::AlignLeft | Qt::AlignVCenter, step.name);
    if (counts_ && !step.count.isEmpty()) {
      painter.setFont(ui_font(TypeSize::head));
      painter.setPen(step.state == StepState::waiting ? t.disabled : t.second);
      painter.drawText(QRect(x + 22 + name + 7, 0, 300, height()), Qt::AlignLeft | Qt::AlignVCenter, step.count);
    }
    x += step_width(step) + between;
    if (i + 1 < steps_.size() && between >= kGapOfArrow)
      draw_icon(painter, QStringLiteral("chevron-right"), QRectF(x - arrow, middle - 6, 12, 12), t.strong);
  }
}

void StepBar::mouseReleaseEvent(QMouseEvent* event) {
  const int step = step_at(event->position().toPoint().x());
  if (step >= 0 && rect().contains(event->position().toPoint()))
    Q_EMIT clicked(steps_[static_cast<std::size_t>(step)].id);
}

bool StepBar::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const int step = step_at(help->x());
    if (step >= 0) {
      const StepView& view = steps_[static_cast<std::size_t>(step)];
      QToolTip::showText(help->globalPos(), view.count.isEmpty() ? view.name : view.name + u' ' + view.count, this);
      return true;
    }
  }
  return QWidget::event(event);
}

Chip::Chip(const ThemeHolder& themes, const QString& name, QWidget* parent)
    : QAbstractButton(parent), themes_(themes), name_(name) {
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setFocusPolicy(Qt::TabFocus);
  setText(QStringLiteral("–"));
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void Chip::set_value(const QString& value) {
  if (value == text()) return;
  const QSize before = sizeHint();
  setText(value);
  setAccessibleName(name_ + u' ' + value);
  if (sizeHint() != before) updateGeometry();  // a layout goes up to the window
  update();
}

void Chip::enterEvent(QEnterEvent*) { update(); }
void Chip::leaveEvent(QEvent*) { update(); }

QSize Chip::sizeHint() const {
  const int name = name_.isEmpty() ? 22 : QFontMetrics(ui_font(TypeSize::head)).horizontalAdvance(name_) + 6;
  return {name + QFontMetrics(ui_font(TypeSize::head, true)).horizontalAdvance(text()) + 22, 26};
}

void Chip::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(hasFocus() ? t.accent : t.line, hasFocus() ? 2 : 1));
  painter.setBrush(underMouse() ? t.sunken : t.panel);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
  int x = 10;
  if (name_.isEmpty()) {
    draw_icon(painter, QStringLiteral("link"), QRectF(x, height() / 2.0 - 7, 14, 14), t.second);
    x += 20;
  } else {
    painter.setFont(ui_font(TypeSize::head));
    painter.setPen(t.second);
    painter.drawText(QRect(x, 0, width(), height()), Qt::AlignLeft | Qt::AlignVCenter, name_);
    x += painter.fontMetrics().horizontalAdvance(name_) + 6;
  }
  painter.setFont(ui_font(TypeSize::head, true));
  painter.setPen(t.text);
  painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignLeft | Qt::AlignVCenter, text());
}

TopBar::TopBar(const ThemeHolder& themes, SharedSelection* selection, QWidget* parent)
    : QWidget(parent), themes_(themes), selection_(selection) {
  setFixedHeight(space::toolbar);
  steps_ = new StepBar(themes);
  next_ = new QPushButton(tr("Run next step"));
  next_->setProperty("primary", true);
  next_->setToolTip(QStringLiteral("F5"));
  new_ = new QPushButton(themed_icon(QStringLiteral("plus"), themes), tr("New experiment"));
  open_ = new QPushButton(themed_icon(QStringLiteral("folder"), themes), tr("Open…"));
  link_ = new Chip(themes, {});
  frame_ = new Chip(themes, tr("Frame"));
  budget_ = new Chip(themes, tr("Budget"));
  link_->setToolTip(tr("Chosen link: go to Links"));
  frame_->setToolTip(tr("Chosen frame: go to Replay"));
  budget_->setToolTip(tr("Budget: go to Replay"));
  theme_ = new QToolButton;
  theme_->setAutoRaise(true);
  theme_->setIconSize({18, 18});
  theme_->setFixedSize(30, 28);
  theme_->setIcon(themed_icon(QStringLiteral("sun"), themes));
  theme_->setToolTip(tr("Light or dark (Ctrl+T)"));
  theme_->setAccessibleName(tr("Light or dark"));
  find_ = new QToolButton;
  find_->setIcon(themed_icon(QStringLiteral("search"), themes));
  find_->setText(tr("Find or do…"));
  find_->setFixedHeight(28);
  find_->setToolTip(tr("Find or do (Ctrl+K)"));
  find_->setAccessibleName(tr("Find or do"));
  undo_ = new QToolButton;
  redo_ = new QToolButton;
  undo_->setIcon(themed_icon(QStringLiteral("undo"), themes));
  redo_->setIcon(themed_icon(QStringLiteral("redo"), themes));
  for (QToolButton* button : {undo_, redo_}) {
    button->setAutoRaise(true);
    button->setIconSize({18, 18});
    button->setFixedSize(30, 28);
    button->setEnabled(false);
  }
  undo_->setAccessibleName(tr("Undo"));
  redo_->setAccessibleName(tr("Redo"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(8, 0, 8, 0);
  row->setSpacing(6);
  row->addWidget(undo_);
  row->addWidget(redo_);
  row->addWidget(new_);
  row->addWidget(open_);
  row->addWidget(steps_);
  row->addWidget(next_);
  row->addStretch(1);
  row->addWidget(link_);
  row->addWidget(frame_);
  row->addWidget(budget_);
  row->addSpacing(6);
  row->addWidget(find_);
  row->addWidget(theme_);
  connect(steps_, &StepBar::clicked, this, &TopBar::step_clicked);
  connect(next_, &QPushButton::clicked, this, &TopBar::next_wanted);
  connect(new_, &QPushButton::clicked, this, &TopBar::new_wanted);
  connect(open_, &QPushButton::clicked, this, &TopBar::open_wanted);
  connect(theme_, &QToolButton::clicked, this, &TopBar::theme_wanted);
  connect(find_, &QToolButton::clicked, this, &TopBar::find_wanted);
  connect(link_, &QAbstractButton::clicked, this, [this] { Q_EMIT page_wanted(QStringLiteral("links")); });
  connect(frame_, &QAbstractButton::clicked, this, [this] { Q_EMIT page_wanted(QStringLiteral("replay")); });
  connect(budget_, &QAbstractButton::clicked, this, [this] { Q_EMIT page_wanted(QStringLiteral("replay")); });
  connect(selection, &SharedSelection::link_changed, this, &TopBar::show_chips);
  connect(selection, &SharedSelection::frame_changed, this, &TopBar::show_chips);
  connect(selection, &SharedSelection::budget_changed, this, &TopBar::show_chips);
  connect(&themes, &ThemeHolder::changed, this, [this] {
    theme_->setIcon(themed_icon(themes_.dark() ? QStringLiteral("moon") : QStringLiteral("sun"), themes_));
    update();
  });
  set_open(false);
}

QAbstractButton* TopBar::theme_button() const { return theme_; }
QAbstractButton* TopBar::find_button() const { return find_; }

void TopBar::set_edits(QUndoStack* edits) {
  connect(undo_, &QToolButton::clicked, edits, &QUndoStack::undo);
  connect(redo_, &QToolButton::clicked, edits, &QUndoStack::redo);
  const auto show = [this, edits] { show_edits(*edits); };
  connect(edits, &QUndoStack::canUndoChanged, this, show);
  connect(edits, &QUndoStack::canRedoChanged, this, show);
  connect(edits, &QUndoStack::undoTextChanged, this, show);
  connect(edits, &QUndoStack::redoTextChanged, this, show);
  show_edits(*edits);
}

void TopBar::show_edits(const QUndoStack& edits) {
  undo_->setEnabled(edits.canUndo());
  redo_->setEnabled(edits.canRedo());
  undo_->setToolTip(edits.canUndo() ? tr("Undo %1 (Ctrl+Z)").arg(edits.undoText()) : tr("Nothing to undo"));
  redo_->setToolTip(edits.canRedo() ? tr("Redo %1 (Ctrl+Shift+Z)").arg(edits.redoText()) : tr("Nothing to redo"));
}

void TopBar::set_open(bool open) {
  is_open_ = open;
  undo_->setVisible(open);
  redo_->setVisible(open && width() >= kNarrow);
  steps_->setVisible(open);
  next_->setVisible(open);
  new_->setVisible(!open);
  open_->setVisible(!open);
  show_chips();
}

void TopBar::show_chips() {
  const auto& link = selection_->link();
  const auto& frame = selection_->frame();
  const auto& budget = selection_->budget();
  link_->setVisible(is_open_ && link.has_value());
  frame_->setVisible(is_open_ && frame.has_value());
  budget_->setVisible(is_open_ && budget.has_value());
  if (link) link_->set_value(link->source + QStringLiteral(" → ") + link->target);
  if (frame) frame_->set_value(to_qt(count_text(frame->ordinal)) + QStringLiteral(" · ") + frame->camera);
  if (budget) budget_->set_value(to_qt(amount_text(*budget)));
}

QString TopBar::doing(WorkStep step) {
  switch (step) {
    case WorkStep::open: return tr("Opening…");
    case WorkStep::add: return tr("Adding…");
    case WorkStep::remove: return tr("Removing…");
    case WorkStep::clock: return tr("Setting the start…");
    case WorkStep::locate: return tr("Comparing the file…");
    case WorkStep::import_outputs: return tr("Importing…");
    case WorkStep::collect: return tr("Collecting…");
    case WorkStep::profile: return tr("Profiling…");
    case WorkStep::train: return tr("Training…");
    case WorkStep::edit: return tr("Writing…");
    case WorkStep::study: return tr("Study runs…");
    case WorkStep::live: return tr("Live run…");
  }
  return {};
}

void TopBar::set_steps(const StepsView& steps, const Job& job) {
  steps_->set_steps(steps.steps);
  const bool long_step = job.running && job.step != WorkStep::open;
  next_->setText(long_step ? doing(job.step) : tr("Run next step"));
  next_->setEnabled(!long_step && !steps.next.isEmpty());
  next_->setProperty("primary", next_->isEnabled());
  const QHash<QString, QString> tips{{QStringLiteral("collect"), tr("Collect: run every box on every frame (F5)")},
                                     {QStringLiteral("profile"), tr("Profile: measure what each box costs (F5)")},
                                     {QStringLiteral("train"), tr("Train: links and ensembles (F5)")},
                                     {QStringLiteral("replay"), tr("Replay: what a budget gives (F5)")}};
  next_->setToolTip(tips.value(steps.next));
  next_->update();
}

void TopBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), themes_.theme().chrome);
  painter.fillRect(QRect(0, height() - 1, width(), 1), themes_.theme().line);
}

void TopBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  steps_->set_counts(width() >= kNarrow);
  redo_->setVisible(is_open_ && width() >= kNarrow);
}

}  // namespace mlink::ui
