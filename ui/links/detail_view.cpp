#include "ui/links/detail_view.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "ui/common/core_text.h"
#include "ui/links/agreement_views.h"
#include "ui/links/matrix_model.h"
#include "ui/links/worst_frames.h"

namespace mlink::ui {

DetailView::DetailView(const ThemeHolder& themes, SharedSelection* selection, Worker* worker, Follows follows,
                       QWidget* parent)
    : QWidget(parent), themes_(themes), selection_(selection), worker_(worker), follows_(follows) {
  figures_ = new KeyFigures(themes);
  bubbles_ = new BubbleChart(themes);
  confusion_ = new ConfusionView(themes);
  scores_ = new ScoreBars(themes);
  labels_ = new LabelBars(themes);
  charts_ = new QStackedWidget;
  charts_->addWidget(bubbles_);
  charts_->addWidget(confusion_);
  charts_->addWidget(scores_);
  charts_->addWidget(labels_);
  charts_->setMinimumSize(240, 170);
  by_value_ = new ShareList(themes, tr("Right by exact value"), true);
  by_camera_ = new ShareList(themes, tr("Share right by camera"), false);
  shares_ = new QWidget;
  shares_->setFixedWidth(264);
  auto* column = new QVBoxLayout(shares_);
  column->setContentsMargins(0, 4, 0, 0);
  column->setSpacing(6);
  column->addWidget(by_value_);
  column->addWidget(by_camera_);
  column->addWidget(new AgreementLegend(themes));
  column->addStretch(1);
  auto* middle = new QHBoxLayout;
  middle->setSpacing(0);
  middle->addWidget(charts_, 1);
  middle->addWidget(shares_);

  worst_title_ =
      new TextLabel(themes, tr("Frames with the largest error"), TextLabel::Tone::text, TypeSize::text, true);
  worst_note_ = new TextLabel(themes, {}, TextLabel::Tone::second, TypeSize::head);
  worst_ = new WorstFrames(themes, worker);
  auto* title = new QHBoxLayout;
  title->setContentsMargins(10, 6, 10, 4);
  title->addWidget(worst_title_);
  title->addStretch(1);
  title->addWidget(worst_note_);

  auto* content = new QWidget;
  auto* all = new QVBoxLayout(content);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(0);
  all->addWidget(figures_);
  all->addLayout(middle, 5);
  all->addWidget(new Rule(themes));
  all->addLayout(title);
  all->addWidget(worst_, 4);
  message_ = new EmptyState(themes, {});
  stack_ = new QStackedWidget;
  stack_->addWidget(message_);
  stack_->addWidget(content);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(stack_);

  if (follows == Follows::selection) connect(selection, &SharedSelection::link_changed, this, &DetailView::ask);
  connect(selection, &SharedSelection::frame_changed, this, &DetailView::show_mark);
  connect(worst_, &WorstFrames::frame_chosen, selection_,
          [this](const FrameChoice& frame) { selection_->set_frame(frame); });
  connect(worst_, &WorstFrames::frame_opened, this, [this](const FrameChoice& frame) {
    selection_->set_frame(frame);
    Q_EMIT open_wanted();
  });
  connect(bubbles_, &BubbleChart::frame_clicked, this, [this](std::size_t i) {
    if (!detail_ || i >= detail_->frames.size() || !data_->snapshot.link_table) return;
    const FrameKey& key = detail_->frames[i].key;
    selection_->set_frame(
        FrameChoice{to_qt(data_->snapshot.link_table->cameras[static_cast<std::size_t>(key.camera)]), key.ordinal});
  });
  show_message(tr("Choose a link in the matrix."));
}

bool DetailView::ready() const { return !waiting_ && worst_->ready(); }

void DetailView::show_message(const QString& text) {
  message_->set_text(text);
  stack_->setCurrentIndex(0);
}

void DetailView::set_data(const ExperimentDataPtr& data) {
  data_ = data;
  ask();
}

void DetailView::set_link(const std::optional<LinkChoice>& link) {
  own_link_ = link;
  ask();
}

void DetailView::set_rows(JudgedRows rows) {
  if (rows == rows_) return;
  rows_ = rows;
  ask();
}

const std::optional<LinkChoice>& DetailView::link() const {
  return follows_ == Follows::selection ? selection_->link() : own_link_;
}

void DetailView::nothing_yet(const QString& why) {
  auto before = std::exchange(detail_, nullptr);
  worst_->clear();
  drop(std::move(before));
  show_message(why);
  Q_EMIT detail_changed();
}

void DetailView::ask() {
  const auto& link = this->link();
  waiting_ = data_ && data_->links && link;
  if (!waiting_) return nothing_yet(tr("Choose a link in the matrix."));
  if (!data_->whole()) return nothing_yet(tr("Reading the outputs…"));
  const std::string source = link->source.toStdString(), target = link->target.toStdString();
  const ExperimentDataPtr data = data_;
  const JudgedRows rows = rows_;
  // All of it takes long for millions of frames: not on the GUI thread.
  struct All {
    std::shared_ptr<const LinkDetail> detail;
    Agreement agreement;
    std::vector<LinkFrame> worst;
    FramePlaces places;
  };
  worker_->ask<All>(
      Worker::Lane::compute, this, QStringLiteral("detail"),
      [data, source, target, rows](ReaderPort& reader, const std::stop_token&) -> Result<All> {
        const Snapshot& s = data->snapshot;
        MLINK_ASSIGN(LinkDetail detail, rows == JudgedRows::test
                                            ? reader.link_detail(s, source, target)
                                            : link_detail_on(*s.links, *s.link_table, source, target, rows));
        const auto& table = data->snapshot.link_table;
        Agreement agreement = agreement_of(detail, table ? table->cameras : std::vector<std::string>{});
        std::vector<LinkFrame> worst = detail.worst(WorstFrames::kMost);
        FramePlaces places = places_of(detail);
        return All{std::make_shared<const LinkDetail>(std::move(detail)), std::move(agreement), std::move(worst),
                   std::move(places)};
      },
      [this, data](Result<All> all) {
        waiting_ = false;
        if (data != data_) return;
        if (!all) return nothing_yet(to_qt(all.error().text()));
        auto before = std::exchange(detail_, std::move(all->detail));
        agreement_ = std::move(all->agreement);
        worst_frames_ = std::move(all->worst);
        places_ = std::move(all->places);
        show_detail();
        worst_->set_detail(detail_, worst_frames_, data_);
        drop(std::move(before));
        if (follows_ == Follows::selection && !selection_->frame()) choose_worst();
        Q_EMIT detail_changed();
        if (open_when_there_) open_worst();
      });
}

/// Millions of frames are given back where they were made: not on the GUI thread.
void DetailView::drop(std::shared_ptr<const LinkDetail> detail) {
  if (!detail) return;
  using Nothing = std::monostate;
  auto last = std::make_shared<std::shared_ptr<const LinkDetail>>(std::move(detail));
  worker_->ask<Nothing>(
      Worker::Lane::compute, this, QStringLiteral("drop/%1").arg(++drops_),
      [last](ReaderPort&, const std::stop_token&) -> Result<Nothing> {
        last->reset();
        return Nothing{};
      },
      [](const Result<Nothing>&) {});
}

void DetailView::show_figures(const LinkFigures& link, const OutputSpec& spec, const QString& metric,
                              const QString& native) {
  QVector<KeyFigure> figures;
  figures << KeyFigure{
      QStringLiteral("p (%1)").arg(metric), to_qt(score_text(link.test.p)),
      tr("%1 to %2").arg(to_qt(score_text(link.test.interval.low)), to_qt(score_text(link.test.interval.high)))};
  figures << KeyFigure{tr("prior"), to_qt(score_text(link.prior_p)), {}};
  figures << KeyFigure{
      tr("lift over the prior"), to_qt(signed_text(link.test.p - link.prior_p)),
      tr("%1 to %2").arg(to_qt(signed_text(link.lift_interval.low)), to_qt(signed_text(link.lift_interval.high)))};
  if (native != metric) figures << KeyFigure{native, native_text(link.test.native), to_qt(spec.unit)};
  figures << KeyFigure{tr("Pearson"), to_qt(score_text(link.pearson)), {}};
  const QString time = link.seconds_per_frame > 0
                           ? tr("parameters, %1 ms").arg(link.seconds_per_frame * 1000, 0, 'g', 2)
                           : tr("parameters");
  figures << KeyFigure{tr("net"), to_qt(count_text(link.parameters)), time};
  figures_->set_figures(figures);
}

void DetailView::show_detail() {
  const LinkDetail& d = *detail_;
  const MatrixData& m = data_->links->matrix;
  const auto target = static_cast<std::size_t>(std::find(m.boxes.begin(), m.boxes.end(), d.target) - m.boxes.begin());
  const bool known = target < m.metric.size();
  show_figures(d.figures, d.spec, known ? core_text(m.metric[target]) : QString(),
               known ? core_text(m.native_metric[target]) : QString());
  switch (agreement_.kind) {
    case AgreementKind::bubbles:
      bubbles_->set_agreement(agreement_, d.spec);
      charts_->setCurrentWidget(bubbles_);
      break;
    case AgreementKind::confusion:
      confusion_->set_confusion(agreement_.confusion);
      charts_->setCurrentWidget(confusion_);
      break;
    case AgreementKind::labels:
      labels_->set_labels(agreement_.labels, agreement_.labels_silent);
      charts_->setCurrentWidget(labels_);
      break;
    case AgreementKind::scores: {
      // An overlap of half makes a box right; words are right where most of them are.
      const bool box = d.spec.task == Task::localization;
      scores_->set_scores(agreement_.scores,
                          box ? tr("overlap of predicted and exact box (IoU)") : tr("share of words that agree"),
                          box ? 5 : static_cast<int>(agreement_.scores.size()) - 1);
      charts_->setCurrentWidget(scores_);
      break;
    }
  }
  by_value_->set_rows(agreement_.by_value);
  by_value_->setVisible(!agreement_.by_value.isEmpty());
  by_camera_->set_rows(agreement_.by_camera.size() > 8 ? agreement_.by_camera.mid(0, 8) : agreement_.by_camera);
  const auto shown = static_cast<std::int64_t>(d.frames.size()), more = d.figures.test.frames - shown;
  worst_note_->setText(
      (rows_ == JudgedRows::test    ? tr("%1 of %2 test frames are wrong")
       : rows_ == JudgedRows::train ? tr("%1 of %2 training frames are wrong")
                                    : tr("%1 of %2 frames are wrong"))
          .arg(to_qt(count_text(agreement_.wrong)), to_qt(count_text(shown))) +
      (more > 0 ? tr("; on %1 more, which p counts too, %2 has no output").arg(to_qt(count_text(more)), to_qt(d.source))
                : QString()));
  worst_note_->setToolTip(
      tr("One per camera and 2 s. Dashed: what the target box saw; lines: what the source box saw."));
  stack_->setCurrentIndex(1);
  show_mark();
}

void DetailView::show_mark() {
  const auto& frame = selection_->frame();
  worst_->set_chosen(frame);
  by_camera_->set_marked(frame ? frame->camera : QString());
  if (!detail_ || !data_ || !data_->snapshot.link_table) return;
  const auto& cameras = data_->snapshot.link_table->cameras;
  std::optional<QPointF> mark;
  QString name;
  if (frame) {
    const auto camera = std::find(cameras.begin(), cameras.end(), frame->camera.toStdString()) - cameras.begin();
    if (const LinkFrame* f = frame_at(*detail_, places_, static_cast<std::size_t>(camera), frame->ordinal)) {
      mark = QPointF(f->exact, f->predicted);
      name = tr("frame %1, %2").arg(to_qt(count_text(frame->ordinal)), frame->camera);
    }
  }
  bubbles_->set_mark(mark, name);
}

std::optional<std::pair<double, double>> DetailView::span() const {
  if (!detail_ || charts_->currentWidget() != bubbles_) return {};
  return bubbles_->span();
}

void DetailView::widen(const std::optional<std::pair<double, double>>& span) { bubbles_->widen(span); }

void DetailView::open_worst() {
  open_when_there_ = waiting_;
  if (waiting_ || !detail_ || !data_->snapshot.link_table) return;
  choose_worst();
  Q_EMIT open_wanted();
}

void DetailView::choose_worst() {
  if (!detail_ || !data_->snapshot.link_table) return;
  if (worst_frames_.empty()) return;
  const FrameKey& worst = worst_frames_.front().key;
  const auto camera = static_cast<std::size_t>(worst.camera);
  selection_->set_frame(FrameChoice{to_qt(data_->snapshot.link_table->cameras[camera]), worst.ordinal});
}

std::vector<std::pair<QString, QWidget*>> DetailView::drawings() {
  if (!detail_) return {};
  return {{QStringLiteral("predicted-against-exact"), charts_->currentWidget()},
          {QStringLiteral("worst-frames"), worst_}};
}

void DetailView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  shares_->setVisible(width() >= 640);
}

}  // namespace mlink::ui
