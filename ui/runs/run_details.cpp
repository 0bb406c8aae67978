#include "ui/runs/run_details.h"

#include <QApplication>
#include <QClipboard>
#include <QGridLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "base/text.h"
#include "ui/common/core_text.h"
#include "ui/common/icons.h"

namespace mlink::ui {
namespace {

constexpr int kNoteHeight = 66;
constexpr int kTwoColumns = 520;  ///< from here on inputs stand beside the settings

/// "b41f 09c7 5e2d 8a13": as much of a hash as tells two apart.
QString hash_text(const std::string& hash) {
  QStringList groups;
  for (std::size_t at = 0; at + 4 <= std::min<std::size_t>(hash.size(), 16); at += 4)
    groups << to_qt(hash.substr(at, 4));
  return groups.join(u' ');
}

}  // namespace

RunDetails::RunDetails(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  figures_ = new KeyFigures(themes);
  problem_ = new TextLabel(themes, {}, TextLabel::Tone::warn, TypeSize::head);
  problem_->setWordWrap(true);
  problem_->setContentsMargins(12, 6, 12, 0);
  scroll_ = new QScrollArea;
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setWidgetResizable(true);
  scroll_->viewport()->setAutoFillBackground(false);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->setAccessibleName(tr("Settings and inputs of the run"));
  build_command();
  build_note();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(figures_);
  column->addWidget(problem_);
  column->addWidget(scroll_, 1);
  column->addWidget(command_box_);
  column->addWidget(note_box_);
  set_run(nullptr);
}

void RunDetails::build_command() {
  command_box_ = new QWidget;
  command_ = new TextLabel(themes_, {}, TextLabel::Tone::text, TypeSize::head);
  command_->setFont(mono_font());
  command_->setWordWrap(true);
  command_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  command_->setObjectName(QStringLiteral("command"));
  command_->setAccessibleName(tr("Command that makes it again"));
  copy_ = new QPushButton(themed_icon(QStringLiteral("copy"), themes_), {});
  copy_->setFixedSize(28, 24);
  copy_->setToolTip(tr("Copy the command that makes it again"));
  copy_->setAccessibleName(copy_->toolTip());
  connect(copy_, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(command()); });
  command_note_ = new TextLabel(themes_, {}, TextLabel::Tone::second, TypeSize::head);
  command_note_->setWordWrap(true);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  row->addWidget(command_, 1);
  row->addWidget(copy_);
  auto* column = new QVBoxLayout(command_box_);
  column->setContentsMargins(12, 6, 12, 2);
  column->setSpacing(2);
  column->addWidget(new Rule(themes_));
  column->addLayout(row);
  column->addWidget(command_note_);
}

void RunDetails::build_note() {
  note_box_ = new QWidget;
  note_ = new QPlainTextEdit;
  note_->setObjectName(QStringLiteral("note"));
  note_->setFont(ui_font());
  note_->setFixedHeight(kNoteHeight);
  note_->setTabChangesFocus(true);
  note_->setPlaceholderText(tr("What is worth knowing of this run"));
  note_->setAccessibleName(tr("Note"));
  note_->installEventFilter(this);
  saved_ = new TextLabel(themes_, {}, TextLabel::Tone::second, TypeSize::head);
  auto* head = new QHBoxLayout;
  head->addWidget(new TextLabel(themes_, tr("Note"), TextLabel::Tone::text, TypeSize::head, true));
  head->addStretch(1);
  head->addWidget(saved_);
  auto* column = new QVBoxLayout(note_box_);
  column->setContentsMargins(12, 4, 12, 10);
  column->setSpacing(4);
  column->addLayout(head);
  column->addWidget(note_);
}

QString RunDetails::command() const { return told_ ? to_qt(told_->command) : QString(); }

void RunDetails::add_line(int row, int column, const QString& name, const QString& value, bool mono) {
  auto* grid = static_cast<QGridLayout*>(facts_->layout());
  auto* named = new TextLabel(themes_, name, TextLabel::Tone::second, TypeSize::head);
  auto* valued = new TextLabel(themes_, value, TextLabel::Tone::text, TypeSize::head);
  if (mono) valued->setFont(mono_font());
  valued->setWordWrap(true);
  valued->setTextInteractionFlags(Qt::TextSelectableByMouse);
  grid->addWidget(named, row, column * 2, Qt::AlignTop);
  grid->addWidget(valued, row, column * 2 + 1, Qt::AlignTop);
  lines_ << name + QStringLiteral(": ") + value;
}

void RunDetails::fill_grid() {
  lines_.clear();
  facts_ = new QWidget;
  auto* grid = new QGridLayout(facts_);
  grid->setContentsMargins(12, 8, 12, 8);
  grid->setHorizontalSpacing(14);
  grid->setVerticalSpacing(5);
  grid->setColumnStretch(1, 1);
  if (two_columns_) grid->setColumnStretch(3, 1);
  if (told_) {
    int left = 0, beside = 0;
    for (const RunSetting& setting : told_->settings)
      add_line(left++, 0, core_text(setting.name), core_text(setting.value));
    const auto add = [&](const QString& name, const QString& value, bool mono = false) {
      add_line(two_columns_ ? beside++ : left++, two_columns_ ? 1 : 0, name, value, mono);
    };
    for (const RunSetting& input : told_->inputs)
      if (!input.value.empty()) add(core_text(input.name), to_qt(input.value));
    const Run& run = told_->run;
    if (!run.data_hash.empty()) add(tr("Data"), hash_text(run.data_hash), true);
    if (!run.versions.empty()) add(tr("Versions"), to_qt(run.versions));
    if (!run.created.empty()) add(tr("Made"), made_long_text(run.created));
    if (run.bytes > 0) add(tr("Size"), to_qt(bytes_text(static_cast<double>(run.bytes))));
    grid->setRowStretch(std::max(left, beside), 1);
  }
  scroll_->setWidget(facts_);  // the one before is deleted
  facts_->setAutoFillBackground(false);
}

void RunDetails::set_run(const ToldRun* told) {
  const bool same = told && told_ && RunsModel::key_of(*told) == RunsModel::key_of(*told_);
  if (!same) save_note();
  // What is being typed stays when the list was read again.
  const bool typing = same && note_->hasFocus() && note_->toPlainText().trimmed() != to_qt(told_->run.note);
  told_ = told ? std::optional(*told) : std::nullopt;
  QVector<KeyFigure> figures;
  if (told_)
    for (const RunFact& fact : told_->facts)
      figures.push_back({core_text(fact.name), to_qt(fact.value), core_text(fact.note)});
  figures_->set_figures(figures);
  QStringList problems;
  if (told_)
    for (const std::string* text : {&told_->state, &told_->run.stale})
      if (!text->empty()) problems << to_qt(*text);
  problem_->setText(problems.join(u'\n'));
  problem_->setVisible(!problems.isEmpty());
  fill_grid();
  command_->setText(command());
  command_note_->setText(told_ ? core_text(told_->command_note) : QString());
  command_note_->setVisible(told_ && !told_->command_note.empty());
  command_box_->setVisible(!command().isEmpty());
  note_box_->setVisible(told_ && told_->run.can_note());
  if (!typing) note_->setPlainText(told_ ? to_qt(told_->run.note) : QString());
  saved_->setText(told_ && !told_->run.noted.empty() ? tr("saved %1").arg(made_text(told_->run.noted)) : QString());
}

void RunDetails::set_writable(bool writable) {
  writable_ = writable;
  note_->setReadOnly(!writable);
}

void RunDetails::focus_note() { note_->setFocus(Qt::OtherFocusReason); }

void RunDetails::save_note() {
  if (!told_ || !writable_ || !told_->run.can_note()) return;
  const QString text = note_->toPlainText().trimmed();
  if (text == to_qt(told_->run.note)) return;
  told_->run.note = text.toStdString();  // told once
  Q_EMIT note_written(RunsModel::key_of(*told_), text);
}

void RunDetails::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const bool two = width() >= kTwoColumns;
  if (two == two_columns_) return;
  two_columns_ = two;
  fill_grid();
}

bool RunDetails::eventFilter(QObject* watched, QEvent* event) {
  if (watched == note_ && event->type() == QEvent::FocusOut) save_note();
  if (watched == note_ && event->type() == QEvent::KeyPress) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Escape) {  // as it was
      note_->setPlainText(told_ ? to_qt(told_->run.note) : QString());
      note_->clearFocus();
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace mlink::ui
