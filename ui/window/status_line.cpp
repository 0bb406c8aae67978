#include "ui/window/status_line.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>
#include <QThread>

#include "base/text.h"
#include "ui/common/core_text.h"
#include "ui/common/icons.h"

namespace mlink::ui {

StatusLine::StatusLine(const ThemeHolder& themes, Worker* worker, QWidget* parent)
    : QWidget(parent), themes_(themes), worker_(worker), said_(tr("Ready")) {
  setFixedHeight(space::status);
  text_ = new TextLabel(themes, said_, TextLabel::Tone::text, TypeSize::head);
  text_->setMinimumWidth(0);
  text_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  bar_ = new QProgressBar;
  bar_->setRange(0, 1000);
  bar_->setTextVisible(false);
  bar_->setFixedSize(150, 7);
  share_ = new TextLabel(themes, {}, TextLabel::Tone::second, TypeSize::head);
  left_ = new TextLabel(themes, {}, TextLabel::Tone::second, TypeSize::head);
  stop_ = new QPushButton(themed_icon(QStringLiteral("stop"), themes), tr("Stop"));
  stop_->setFixedHeight(20);
  stop_->setFont(ui_font(TypeSize::head));
  stop_->setToolTip(tr("Shift+F5. What is finished is kept."));
  log_ = new QPushButton(tr("Log: empty"));
  log_->setFixedHeight(20);
  log_->setFlat(true);
  log_->setFont(ui_font(TypeSize::head));
  auto* machine = new TextLabel(themes, tr("CPU, %1 threads").arg(QThread::idealThreadCount()), TextLabel::Tone::second,
                                TypeSize::head);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(10, 1, 8, 0);
  row->setSpacing(10);
  row->addWidget(text_, 1);
  row->addWidget(bar_);
  row->addWidget(share_);
  row->addWidget(left_);
  row->addWidget(stop_);
  row->addStretch(1);
  row->addWidget(machine);
  row->addWidget(log_);
  connect(stop_, &QPushButton::clicked, worker, &Worker::stop);
  connect(log_, &QPushButton::clicked, this, &StatusLine::log_wanted);
  connect(worker, &Worker::job_changed, this, &StatusLine::show_job);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
  show_job();
}

QString StatusLine::text() const { return text_->text(); }

void StatusLine::say(const QString& text, TextLabel::Tone tone) {
  said_ = text;
  text_->setText(text);
  text_->setToolTip(text);
  text_->set_tone(tone);
}

void StatusLine::set_log(int errors, int warnings) {
  log_->setText(tr("Log: %1, %2")
                    .arg((errors == 1 ? tr("%1 error") : tr("%1 errors")).arg(errors),
                         (warnings == 1 ? tr("%1 warning") : tr("%1 warnings")).arg(warnings)));
  log_->setIcon(errors > 0     ? themed_icon(QStringLiteral("error"), themes_)
                : warnings > 0 ? themed_icon(QStringLiteral("warn"), themes_)
                               : QIcon());
}

void StatusLine::show_job() {
  const Job& job = worker_->job();
  const bool measured = job.running && job.progress.total > 0;
  bar_->setVisible(measured);
  share_->setVisible(measured);
  left_->setVisible(job.running);
  stop_->setVisible(job.running);
  stop_->setEnabled(!job.stopping);
  if (!job.running) {
    text_->setText(said_);
    return;
  }
  const ProgressEvent& e = job.progress;
  text_->set_tone(TextLabel::Tone::text);
  text_->setText(step_name(job.step) + (e.detail.empty() ? QString() : QStringLiteral(": ") + to_qt(e.detail)));
  bar_->setValue(static_cast<int>(e.fraction() * 1000));
  share_->setText(QStringLiteral("%1 %").arg(static_cast<int>(e.fraction() * 100)));
  QString left = job.stopping ? tr("stopping…") : core_text(time_left_text(e));
  if (!job.stopping && e.rate > 0)
    left += (left.isEmpty() ? QString() : QStringLiteral(" · ")) +
            QStringLiteral("%1 %2/s").arg(e.rate, 0, 'g', 3).arg(core_text(e.unit));
  left_->setText(left);
}

void StatusLine::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), themes_.theme().chrome);
  painter.fillRect(QRect(0, 0, width(), 1), themes_.theme().line);
}

}  // namespace mlink::ui
