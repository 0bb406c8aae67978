#include "ui/compare/studies_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QProgressBar>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <algorithm>

#include "base/text.h"
#include "ui/charts/chart.h"
#include "ui/common/core_text.h"
#include "ui/common/icons.h"
#include "ui/compare/study_charts.h"
#include "ui/compare/study_form.h"

namespace mlink::ui {
namespace {

QString study_name(const Study& study) { return to_qt(std::string(study.name())); }

QString study_title(const Study& study) {
  QString name = study_name(study);
  name[0] = name[0].toUpper();
  return core_text(name.toStdString());
}

StepEnd run_in(WriterPort& port, const Study& study, const StudySettings& settings, const std::stop_token& stop,
               const ProgressFn& progress) {
  StepEnd ended;
  Experiment* experiment = port.experiment();
  if (!experiment) {
    ended.error = fail(ErrorKind::unsupported, "This file cannot keep studies.", "Open an experiment.").value();
    return ended;
  }
  const auto result = run_study(study, *experiment, settings, stop, progress);
  if (!result)
    ended.error = result.error();
  else
    ended.summary = StudiesView::tr("%1, %2 repeats").arg(study_title(study)).arg((*result)->given().repeats);
  return ended;
}

}  // namespace

StudiesView::StudiesView(const ThemeHolder& themes, Worker* worker, QWidget* parent)
    : QWidget(parent), themes_(themes), worker_(worker), studies_(mlink::studies::studies()) {
  setObjectName(QStringLiteral("studies"));
  charts_ = new StudyCharts(themes);
  empty_ = new EmptyState(themes, {});
  empty_run_ = empty_->add_button(tr("Run study"), true);
  empty_train_ = empty_->add_button(tr("Train"), true);
  empty_collect_ = empty_->add_button(tr("Collect"), true);
  connect(empty_run_, &QPushButton::clicked, this, &StudiesView::run);
  connect(empty_train_, &QPushButton::clicked, this, &StudiesView::train_wanted);
  connect(empty_collect_, &QPushButton::clicked, this, &StudiesView::collect_wanted);
  stack_ = new QStackedWidget;
  auto* empty_panel = new Panel(themes, tr("Charts"));
  empty_panel->body()->addWidget(empty_);
  stack_->addWidget(empty_panel);
  stack_->addWidget(charts_);
  columns_ = new QSplitter(Qt::Horizontal);
  columns_->setChildrenCollapsible(false);
  columns_->addWidget(stack_);
  columns_->addWidget(make_right());
  columns_->setStretchFactor(0, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(space::gap);
  column->addWidget(make_head());
  column->addWidget(columns_, 1);
  column->addWidget(make_bar());
  connect(worker_, &Worker::job_changed, this, &StudiesView::show_job);
  connect(worker_, &Worker::step_finished, this,
          [this](WorkStep step, const QString& summary, const std::optional<Error>& error) {
            if (step == WorkStep::study) take_end(summary, error);
          });
  stop_->hide();
  bar_->hide();
  if (!studies_.empty()) form_->set_study(*studies_.front());
}

QWidget* StudiesView::make_head() {
  head_ = new Panel(themes_, {});
  connect(head_->add_tool(QStringLiteral("export"), tr("Export tables and charts (Ctrl+E)")), &QToolButton::clicked,
          this, &StudiesView::export_wanted);
  QStringList titles;
  for (const Study* each : studies_) titles << study_title(*each);
  names_ = new Segmented(themes_, titles);
  names_->setAccessibleName(tr("Study"));
  auto* row = new QHBoxLayout;
  row->setContentsMargins(10, 5, 10, 5);
  row->addWidget(names_);
  row->addStretch(1);
  head_->body()->addLayout(row);
  connect(names_, &Segmented::changed, this, [this] {
    if (study()) form_->set_study(*study());
    told_->setText({});
    show_study();
    read();
  });
  return head_;
}

QWidget* StudiesView::make_right() {
  table_panel_ = new Panel(themes_, tr("Table"));
  which_ = new QComboBox;
  which_->setAccessibleName(tr("Table that is shown"));
  which_->setSizeAdjustPolicy(QComboBox::AdjustToContents);  // another study has other tables
  table_panel_->add_head_widget(which_);
  table_ = new ReportTableModel(this);
  table_view_ = new QTableView;
  dress_table(*table_view_, themes_, space::dense_row + 2);
  table_view_->setModel(table_);
  table_view_->setAccessibleName(tr("Table of the study"));
  table_panel_->body()->addWidget(table_view_, 1);
  connect(which_, &QComboBox::currentIndexChanged, this, &StudiesView::show_table);
  notes_panel_ = new Panel(themes_, tr("How to read this"));
  notes_ = new TextLabel(themes_, {}, TextLabel::Tone::text, TypeSize::head);
  notes_->setWordWrap(true);
  notes_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  notes_->setContentsMargins(10, 8, 10, 8);
  auto* scroll = new QScrollArea;
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setWidget(notes_);
  notes_->setAutoFillBackground(false);  // the area's own colour stands behind it
  scroll->setAccessibleName(notes_panel_->title());
  const auto dress = [this, scroll] {
    QPalette palette = themes_.theme().palette();
    palette.setColor(QPalette::Window, themes_.theme().panel);
    scroll->viewport()->setPalette(palette);
  };
  dress();
  connect(&themes_, &ThemeHolder::changed, scroll, dress);
  notes_panel_->body()->addWidget(scroll, 1);
  right_ = new QSplitter(Qt::Vertical);
  right_->setChildrenCollapsible(false);
  right_->addWidget(table_panel_);
  right_->addWidget(notes_panel_);
  right_->setSizes({420, 220});
  right_->setStretchFactor(0, 1);
  right_->setMinimumWidth(300);
  return right_;
}

QWidget* StudiesView::make_bar() {
  auto* panel = new Panel(themes_, tr("Run"));
  panel->set_note(tr("what an earlier run has finished with the same settings is taken over"));
  form_ = new StudyForm(themes_);
  run_ = new QPushButton(tr("Run study"));
  run_->setProperty("primary", true);
  stop_ = new QPushButton(themed_icon(QStringLiteral("stop"), themes_), tr("Stop"));
  told_ = new TextLabel(themes_, {}, TextLabel::Tone::second, TypeSize::head);
  told_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  bar_ = new QProgressBar;
  bar_->setTextVisible(false);
  bar_->setFixedSize(180, 8);
  bar_->setRange(0, 1000);
  bar_->setAccessibleName(tr("Progress of the study"));
  auto* inside = new QVBoxLayout;
  inside->setContentsMargins(10, 8, 10, 8);
  inside->setSpacing(8);
  inside->addWidget(form_);
  auto* row = new QHBoxLayout;
  row->setSpacing(12);
  row->addWidget(run_);
  row->addWidget(stop_);
  row->addWidget(bar_);
  row->addWidget(told_, 1);
  inside->addLayout(row);
  panel->body()->addLayout(inside);
  panel->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
  connect(run_, &QPushButton::clicked, this, &StudiesView::run);
  connect(stop_, &QPushButton::clicked, worker_, &Worker::stop);
  return panel;
}

const Study* StudiesView::study() const {
  const auto at = static_cast<std::size_t>(names_->current());
  return at < studies_.size() ? studies_[at] : nullptr;
}

QString StudiesView::chosen() const { return study() ? study_name(*study()) : QString(); }

void StudiesView::choose(const QString& name) {
  for (std::size_t i = 0; i < studies_.size(); ++i) {
    if (study_name(*studies_[i]) == name) names_->set_current(static_cast<int>(i));
  }
}

void StudiesView::set_data(const ExperimentDataPtr& data) {
  data_ = data;
  if (!data) {
    shown_.clear();
    read_for_.clear();
    reading_ = false;
    worker_->forget(this);
  }
  show_study();
  if (isVisible()) read();
}

void StudiesView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  show_study();
  read();
}

bool StudiesView::ready() const { return !isVisible() || !data_ || (!reading_ && read_for_.value(chosen()) == data_); }

void StudiesView::take_focus() { names_->setFocus(Qt::OtherFocusReason); }

void StudiesView::read() {
  const Study* wanted = study();
  if (!wanted || !data_ || read_for_.value(chosen()) == data_) return;
  reading_ = true;
  worker_->ask<ShownStudyPtr>(
      Worker::Lane::compute, this, QStringLiteral("study"),
      [wanted](ReaderPort& reader, const std::stop_token&) -> Result<ShownStudyPtr> {
        const ExperimentReader* file = reader.experiment();
        if (!file) return shown_study(*wanted, nullptr);
        MLINK_ASSIGN(std::shared_ptr<const StudyResult> kept, newest_study(*file, *wanted));
        return shown_study(*wanted, std::move(kept));
      },
      [this, wanted, data = data_](Result<ShownStudyPtr> shown) {
        reading_ = false;
        const QString name = study_name(*wanted);
        read_for_[name] = data;
        if (shown) {
          shown_[name] = std::move(*shown);
        } else {
          shown_.remove(name);
          told_->set_tone(TextLabel::Tone::error);
          told_->setText(to_qt(shown.error().text()));
        }
        show_study();
        if (isVisible()) read();  // another one was chosen meanwhile, or the file is newer
      });
}

QString StudiesView::missing() const {
  const Study* wanted = study();
  if (!wanted || !data_) return {};
  const StudyNeeds needs = wanted->needs();
  const auto& overview = data_->snapshot.overview;
  if (static_cast<int>(overview.boxes.size()) < needs.boxes || (needs.boxes > 0 && overview.done == 0))
    return tr("%1 needs outputs of %2 boxes or more.").arg(study_title(*wanted)).arg(needs.boxes);
  if (needs.links && overview.link_sets.empty()) return tr("%1 needs links.").arg(study_title(*wanted));
  return {};
}

void StudiesView::show_study() {
  if (!isVisible()) return;  // showEvent does it
  const Study* wanted = study();
  head_->set_title(wanted ? study_title(*wanted) : tr("Studies"));
  head_->set_note(wanted ? core_text(std::string(wanted->title())) : QString());
  const ShownStudyPtr now = shown();
  const bool any = now && now->result;
  stack_->setCurrentIndex(any ? 1 : 0);
  charts_->set_figures(any ? now->figures : std::vector<StudyFigure>());
  const QString lacks = missing();
  if (!data_)
    empty_->set_text(tr("No study yet. Open an experiment first."));
  else if (!lacks.isEmpty())
    empty_->set_text(lacks);
  else
    empty_->set_text(now ? tr("No study yet. %1 is not computed.").arg(wanted ? study_title(*wanted) : QString())
                         : tr("Reading the studies…"));
  const bool links = wanted && wanted->needs().links && !lacks.isEmpty();
  empty_run_->setVisible(data_ && now && lacks.isEmpty());
  empty_train_->setVisible(data_ && links);
  empty_collect_->setVisible(data_ && !lacks.isEmpty() && !links);
  {
    const QSignalBlocker quiet(which_);
    const QString before = which_->currentText();
    which_->clear();
    if (any) {
      for (const auto& [title, table] : now->tables) which_->addItem(title);
    }
    which_->setCurrentIndex(std::max(which_->findText(before), any ? 0 : -1));
  }
  which_->setVisible(any);
  QString notes;
  if (any) {
    for (const std::string& note : now->notes)
      notes += (notes.isEmpty() ? QString() : QStringLiteral("\n\n")) + core_text(note);
  }
  notes_->setText(notes);
  show_table();
  show_job();
}

void StudiesView::show_table() {
  const ShownStudyPtr now = shown();
  const int at = which_->currentIndex();
  const bool any = now && at >= 0 && static_cast<std::size_t>(at) < now->tables.size();
  table_->set_table(any ? now->tables[static_cast<std::size_t>(at)].second : Table{});
  table_panel_->set_note(any ? core_text(table_->table().title) : QString());
  table_view_->horizontalHeader()->setVisible(any);
  size_columns();
}

/// As wide as what stands in the first rows: of thousands not all are asked.
void StudiesView::size_columns() {
  constexpr int kMostRows = 400, kWidest = 260;
  const QFontMetrics metrics(ui_font());
  for (int column = 0; column < table_->columnCount(); ++column) {
    int wide = metrics.horizontalAdvance(table_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    for (int row = 0; row < std::min(table_->rowCount(), kMostRows); ++row)
      wide = std::max(wide, metrics.horizontalAdvance(table_->index(row, column).data().toString()));
    table_view_->setColumnWidth(column, std::min(wide + 2 * space::cell_side + 2, kWidest));
  }
}

void StudiesView::run() {
  const Study* wanted = study();
  if (!wanted || !data_ || worker_->busy()) return;
  auto settings = form_->typed();
  if (!settings) {
    told_->set_tone(TextLabel::Tone::error);
    told_->setText(to_qt(settings.error().text()));
    told_->setToolTip(told_->text());
    return;
  }
  told_->setText({});
  worker_->run(WorkStep::study, [wanted, settings = std::shared_ptr<const StudySettings>(*settings)](
                                    WriterPort& port, const std::stop_token& stop, const ProgressFn& progress) {
    return run_in(port, *wanted, *settings, stop, progress);
  });
  show_job();
}

void StudiesView::take_end(const QString& summary, const std::optional<Error>& error) {
  const bool stopped = error && error->kind == ErrorKind::stopped;
  told_->set_tone(stopped ? TextLabel::Tone::warn : error ? TextLabel::Tone::error : TextLabel::Tone::second);
  told_->setText(stopped ? tr("Stopped; what is finished is kept, and the same settings go on from there.")
                 : error ? to_qt(error->text())
                         : summary);
  told_->setToolTip(told_->text());
  show_job();
}

void StudiesView::show_job() {
  if (!isVisible()) return;
  const Job& job = worker_->job();
  const bool studying = job.running && job.step == WorkStep::study;
  form_->setEnabled(!studying);
  run_->setEnabled(data_ && !job.running && missing().isEmpty());
  run_->setToolTip(job.running ? tr("%1 is running").arg(step_name(job.step)) : missing());
  empty_run_->setEnabled(run_->isEnabled());
  stop_->setVisible(studying);
  stop_->setEnabled(!job.stopping);
  bar_->setVisible(studying);
  if (!studying) return;
  const ProgressEvent& at = job.progress;
  bar_->setValue(static_cast<int>(at.fraction() * 1000));
  QStringList said;
  if (!at.detail.empty()) said << to_qt(at.detail);
  if (at.total > 0)
    said << tr("%1 of %2 %3").arg(to_qt(count_text(at.done)), to_qt(count_text(at.total)), core_text(at.unit));
  if (const auto left = time_left_text(at); !left.empty()) said << core_text(left);
  told_->set_tone(TextLabel::Tone::second);
  told_->setText(said.join(QStringLiteral(", ")));
}

void StudiesView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  if (width() == sized_) return;
  sized_ = width();
  const int right = std::clamp(width() * 35 / 100, 320, 900);
  columns_->setSizes({width() - right - space::gap, right});
}

std::vector<std::pair<QString, Table>> StudiesView::tables() const {
  std::vector<std::pair<QString, Table>> out;
  for (const ShownStudyPtr& each : shown_) {
    if (!each || !each->result) continue;
    for (const auto& table : each->exports) out.push_back(table);
  }
  return out;
}

std::vector<std::pair<QString, QWidget*>> StudiesView::drawings() {
  std::vector<std::pair<QString, QWidget*>> out;
  int number = 0;
  for (StudyPanel* panel : charts_->panels())
    out.emplace_back(QStringLiteral("study-%1-%2").arg(chosen()).arg(++number), panel->chart());
  return out;
}

}  // namespace mlink::ui
