#include "ui/sources/outputs_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QProgressBar>
#include <QTableView>
#include <QVBoxLayout>

#include "base/text.h"
#include "outputs/amount.h"
#include "ui/common/core_text.h"
#include "ui/common/icons.h"

namespace mlink::ui {
namespace {

/// A swatch of the legend, with its word.
class Swatch : public QWidget {
 public:
  using Draw = void (*)(QPainter&, const QRectF&, const Theme&);
  Swatch(const ThemeHolder& themes, const QString& word, Draw draw) : themes_(themes), word_(word), draw_(draw) {
    setFixedSize(QFontMetrics(ui_font(TypeSize::head)).horizontalAdvance(word) + 40, 24);
    connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    draw_(painter, QRectF(0, 7, 18, 11), themes_.theme());
    painter.setFont(ui_font(TypeSize::head));
    painter.setPen(themes_.theme().text);
    painter.drawText(QRect(24, 0, width() - 24, 24), Qt::AlignLeft | Qt::AlignVCenter, word_);
  }

 private:
  const ThemeHolder& themes_;
  QString word_;
  Draw draw_;
};

QString of_total(const ProgressEvent& event) {
  return OutputsPanel::tr("%1 of %2 %3")
      .arg(to_qt(count_text(event.done)), to_qt(count_text(event.total)), core_text(event.unit));
}

}  // namespace

OutputsPanel::OutputsPanel(const ThemeHolder& themes, Worker* worker, QWidget* parent)
    : Panel(themes, tr("Outputs"), parent), worker_(worker) {
  set_note(tr("what is stored, box by camera, left to right in time"));
  make_step_row();
  body()->addWidget(new Rule(themes));
  model_ = new CoverageModel(this);
  view_ = new QTableView;
  dress_table(*view_, themes, 33);
  view_->setItemDelegate(new CoverageDelegate(themes, view_));
  view_->setModel(model_);
  view_->setSelectionMode(QAbstractItemView::NoSelection);
  view_->setFocusPolicy(Qt::NoFocus);
  view_->setAccessibleName(tr("Outputs by box and camera"));
  view_->viewport()->installEventFilter(this);
  body()->addWidget(view_, 1);
  body()->addWidget(new Rule(themes));
  make_legend();
  connect(worker, &Worker::job_changed, this, &OutputsPanel::show_job);
  connect(model_, &QAbstractItemModel::modelReset, this, &OutputsPanel::fit_columns);
  show_job();
}

void OutputsPanel::make_step_row() {
  collect_ = new QPushButton(tr("Collect"));
  profile_ = new QPushButton(tr("Profile"));
  train_ = new QPushButton(tr("Train"));
  stop_ = new QPushButton(tr("Stop"));
  stop_->setIcon(themed_icon(QStringLiteral("stop"), themes()));
  collect_->setToolTip(tr("Run every box on every frame that has no output yet"));
  profile_->setToolTip(tr("Measure time and memory of each box"));
  train_->setToolTip(tr("Train links and ensembles on the stored outputs"));
  bar_ = new QProgressBar;
  bar_->setTextVisible(false);
  bar_->setFixedSize(260, 7);
  bar_->setRange(0, 1000);
  done_ = new TextLabel(themes(), {}, TextLabel::Tone::text, TypeSize::text, true);
  rate_ = new TextLabel(themes(), {}, TextLabel::Tone::second);
  hint_ = new TextLabel(themes(), {}, TextLabel::Tone::second, TypeSize::head);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(10, 5, 10, 5);
  row->setSpacing(8);
  for (QWidget* widget : std::initializer_list<QWidget*>{collect_, profile_, train_, stop_}) row->addWidget(widget);
  row->addSpacing(4);
  row->addWidget(bar_);
  row->addWidget(done_);
  row->addWidget(rate_);
  row->addStretch(1);
  row->addWidget(hint_);
  body()->addLayout(row);
  connect(collect_, &QPushButton::clicked, this, &OutputsPanel::collect_wanted);
  connect(profile_, &QPushButton::clicked, this, &OutputsPanel::profile_wanted);
  connect(train_, &QPushButton::clicked, this, &OutputsPanel::train_wanted);
  connect(stop_, &QPushButton::clicked, worker_, &Worker::stop);
}

void OutputsPanel::make_legend() {
  auto* row = new QHBoxLayout;
  row->setContentsMargins(10, 4, 10, 4);
  row->setSpacing(16);
  row->addWidget(new Swatch(themes(), tr("stored"), draw_stored));
  row->addWidget(new Swatch(themes(), tr("missing"), draw_missing));
  row->addWidget(new Swatch(themes(), tr("failed"), draw_failed));
  failure_ = new TextLabel(themes(), {}, TextLabel::Tone::error, TypeSize::head);
  retry_ = new QPushButton(tr("Try again"));
  row->addWidget(failure_);
  row->addWidget(retry_);
  row->addStretch(1);
  body()->addLayout(row);
  connect(retry_, &QPushButton::clicked, this, &OutputsPanel::retry_wanted);
}

void OutputsPanel::set_overview(const OverviewPtr& overview) {
  overview_ = overview;
  if (overview)
    model_->set_overview(*overview, worker_->failures());
  else
    model_->clear();
  const auto& failures = worker_->failures();
  failure_->setVisible(!failures.empty());
  retry_->setVisible(!failures.empty());
  if (!failures.empty()) {
    const FailureRow& first = failures.front();
    QString text =
        tr("%1, %2, frame %3: %4")
            .arg(to_qt(first.box), to_qt(first.camera), to_qt(count_text(first.ordinal)), to_qt(first.reason));
    if (failures.size() > 1) text += tr(" (and %1 more)").arg(failures.size() - 1);
    failure_->setText(QFontMetrics(failure_->font()).elidedText(text, Qt::ElideRight, 620));
    failure_->setToolTip(text);
  }
  show_job();
}

void OutputsPanel::show_job() {
  const Job& job = worker_->job();
  const bool running = job.running;
  const bool has_both = overview_ && !overview_->cameras.empty() && !overview_->boxes.empty();
  const bool complete = has_both && overview_->done >= overview_->wanted;
  for (QPushButton* button : {collect_, profile_, train_}) button->setVisible(!running);
  stop_->setVisible(running);
  stop_->setEnabled(!job.stopping);
  bar_->setVisible(running);
  retry_->setEnabled(!running);
  if (running) {
    const ProgressEvent& e = job.progress;
    bar_->setValue(static_cast<int>(e.fraction() * 1000));
    done_->setText(e.total > 0 ? of_total(e) : QStringLiteral("%1…").arg(step_name(job.step)));
    QString rate = e.rate > 0 ? QStringLiteral("%1 %2/s").arg(e.rate, 0, 'g', 3).arg(core_text(e.unit)) : QString();
    const QString left = core_text(time_left_text(e));
    if (!left.isEmpty()) rate += (rate.isEmpty() ? QString() : QStringLiteral(" · ")) + left;
    rate_->setText(job.stopping ? tr("stopping…") : rate);
    hint_->setText(tr("A stop keeps what is finished; the next collect goes on."));
    return;
  }
  collect_->setEnabled(has_both && !complete);
  profile_->setEnabled(has_both);
  train_->setEnabled(has_both && overview_->done > 0 && overview_->boxes.size() > 1);
  const bool known = has_both && overview_->costs().known(CostKind::time);
  const auto primary = [](QPushButton* button, bool on) {
    button->setProperty("primary", on && button->isEnabled());
    button->update();
  };
  primary(collect_, !complete);
  primary(profile_, complete && !known);
  primary(train_, complete && known && overview_->link_sets.empty());
  done_->setText(
      has_both ? tr("%1 of %2 outputs").arg(to_qt(count_text(overview_->done)), to_qt(count_text(overview_->wanted)))
               : QString());
  rate_->setText({});
  hint_->setText(!has_both  ? tr("Collect needs a video and a black box.")
                 : complete ? QString()
                            : tr("What is stored already is kept; collect goes on with the rest."));
}

void OutputsPanel::fit_columns() {
  if (model_->columnCount() == 0) return;
  const int stored = model_->stored_column(), state = model_->state_column();
  view_->setColumnWidth(CoverageModel::Name, 120);
  view_->setColumnWidth(stored, 140);
  view_->setColumnWidth(state, 150);
  const int cameras = std::max(model_->cameras(), 1);
  const int room = std::max(view_->viewport()->width() - 120 - 140 - 150, cameras * 24);
  for (int c = 0; c < model_->cameras(); ++c)
    view_->setColumnWidth(CoverageModel::FirstCamera + c, room * (c + 1) / cameras - room * c / cameras);
}

bool OutputsPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize && watched == view_->viewport()) fit_columns();
  return Panel::eventFilter(watched, event);
}

}  // namespace mlink::ui
