#include "ui/window/settings_panel.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QSpinBox>
#include <QThread>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/common/icons.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

QFormLayout* form_in(QWidget* part, const ThemeHolder& themes, const QString& title) {
  auto* column = new QVBoxLayout(part);
  column->setContentsMargins(16, 10, 16, 10);
  column->setSpacing(8);
  column->addWidget(new TextLabel(themes, title, TextLabel::Tone::text, TypeSize::title, true));
  auto* form = new QFormLayout;
  form->setHorizontalSpacing(16);
  form->setVerticalSpacing(8);
  form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
  column->addLayout(form);
  return form;
}

/// What tells two values apart, as its field is called.
QString difference(const PreferenceValues& a, const PreferenceValues& b) {
  QStringList names;
  if (a.theme != b.theme) names << SettingsPanel::tr("Theme");
  if (a.language != b.language) names << SettingsPanel::tr("Language");
  if (a.threads != b.threads) names << SettingsPanel::tr("Threads");
  if (a.use_gpu != b.use_gpu) names << SettingsPanel::tr("Device");
  if (a.decode_on_gpu != b.decode_on_gpu) names << SettingsPanel::tr("Decoding");
  if (a.part != b.part) names << SettingsPanel::tr("Part that trains");
  if (a.split != b.split) names << SettingsPanel::tr("Which frames train");
  if (a.seed != b.seed) names << SettingsPanel::tr("Seed");
  if (a.epochs != b.epochs) names << SettingsPanel::tr("Epochs");
  return names.join(QStringLiteral(", "));
}

}  // namespace

SettingsPanel::SettingsPanel(const ThemeHolder& themes, Preferences* preferences, QWidget* window)
    : Overlay(themes, window), preferences_(preferences) {
  auto* inner = new QWidget;
  auto* parts = new QVBoxLayout(inner);
  parts->setContentsMargins(0, 0, 0, 0);
  parts->setSpacing(0);
  parts->addWidget(make_program());
  parts->addWidget(new Rule(themes));
  parts->addWidget(make_training());
  parts->addWidget(new Rule(themes));
  parts->addWidget(make_places());
  parts->addStretch(1);
  auto* scroll = new QScrollArea;
  scroll->setAccessibleName(tr("Settings"));
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setWidget(inner);
  // The panel paints the ground.
  inner->setAutoFillBackground(false);
  scroll->viewport()->setAutoFillBackground(false);
  fill(make_head(), scroll);
  // A number that is typed is undone as a whole, and not by the field that it was typed in.
  for (QAbstractSpinBox* field : {static_cast<QAbstractSpinBox*>(threads_), static_cast<QAbstractSpinBox*>(part_),
                                  static_cast<QAbstractSpinBox*>(seed_), static_cast<QAbstractSpinBox*>(epochs_)}) {
    field->installEventFilter(this);
    connect(field, &QAbstractSpinBox::editingFinished, preferences, &Preferences::end_change);
  }
  connect(preferences, &Preferences::changed, this, &SettingsPanel::show_values);
  show_values();
}

QWidget* SettingsPanel::make_head() {
  auto* head = new QWidget;
  auto* row = new QHBoxLayout(head);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(4);
  row->addWidget(new TextLabel(themes(), tr("Settings"), TextLabel::Tone::text, TypeSize::title, true));
  row->addSpacing(8);
  const auto button = [&](const QString& icon) {
    auto* one = new QToolButton;
    one->setAutoRaise(true);
    one->setIcon(themed_icon(icon, themes()));
    row->addWidget(one);
    return one;
  };
  undo_ = button(QStringLiteral("undo"));
  redo_ = button(QStringLiteral("redo"));
  connect(undo_, &QToolButton::clicked, preferences_, &Preferences::undo);
  connect(redo_, &QToolButton::clicked, preferences_, &Preferences::redo);
  return head;
}

QString SettingsPanel::undo_text() const { return difference(preferences_->values(), preferences_->undone()); }
QString SettingsPanel::redo_text() const { return difference(preferences_->values(), preferences_->redone()); }

void SettingsPanel::show_undo() {
  const auto show = [](QToolButton& button, const QString& tip, bool can) {
    button.setToolTip(tip);
    button.setAccessibleName(tip);
    button.setEnabled(can);
  };
  show(*undo_, tr("Undo %1 (Ctrl+Z)").arg(undo_text()), preferences_->can_undo());
  show(*redo_, tr("Redo %1 (Ctrl+Shift+Z)").arg(redo_text()), preferences_->can_redo());
}

bool SettingsPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const auto& key = static_cast<const QKeyEvent&>(*event);
    if (key.matches(QKeySequence::Undo) || key.matches(QKeySequence::Redo)) return true;
  }
  return Overlay::eventFilter(watched, event);
}

QWidget* SettingsPanel::make_program() {
  auto* part = new QWidget;
  QFormLayout* form = form_in(part, themes(), tr("Program"));
  theme_ = new Segmented(themes(), {tr("As the system"), tr("Light"), tr("Dark")});
  theme_->setAccessibleName(tr("Theme"));
  form->addRow(tr("Theme"), theme_);
  // Each language is called by its own name, so that it is found from the other one.
  language_ = new Segmented(themes(), {tr("As the system"), QStringLiteral("English"), QStringLiteral("Deutsch")});
  language_->setAccessibleName(tr("Language"));
  language_->setToolTip(
      tr("The window is made anew and goes on where it was; steps are not undone behind it. Files that are written, "
         "errors and the log stay English."));
  form->addRow(tr("Language"), language_);
  language_note_ = new TextLabel(themes(), {}, TextLabel::Tone::second, TypeSize::head);
  language_note_->hide();
  form->addRow(QString(), language_note_);
  threads_ = new QSpinBox;
  threads_->setRange(0, std::max(1, QThread::idealThreadCount()));
  threads_->setSpecialValueText(tr("all cores"));
  threads_->setToolTip(
      tr("Threads that collecting and training use. This machine has %1 cores.").arg(QThread::idealThreadCount()));
  threads_->setAccessibleName(tr("Threads"));
  form->addRow(tr("Threads"), threads_);
  gpu_ = new QCheckBox(tr("Run black boxes on a GPU where there is one"));
  form->addRow(tr("Device"), gpu_);
  decode_ = new QCheckBox(tr("Let the GPU decode videos as well"));
  decode_->setToolTip(
      tr("The pictures are the same. What the GPU does not decode, the CPU does, and the end of collecting says why."));
  form->addRow(tr("Decoding"), decode_);
  auto* forget = new QPushButton(tr("Forget recent experiments"));
  form->addRow(QString(), forget);
  connect(theme_, &Segmented::changed, this, &SettingsPanel::take_values);
  connect(language_, &Segmented::changed, this, &SettingsPanel::take_values);
  connect(threads_, &QSpinBox::valueChanged, this, &SettingsPanel::take_values);
  connect(gpu_, &QCheckBox::toggled, this, &SettingsPanel::take_values);
  connect(gpu_, &QCheckBox::toggled, decode_, &QCheckBox::setEnabled);
  connect(decode_, &QCheckBox::toggled, this, &SettingsPanel::take_values);
  connect(forget, &QPushButton::clicked, this, &SettingsPanel::forget_wanted);
  return part;
}

QWidget* SettingsPanel::make_training() {
  auto* part = new QWidget;
  QFormLayout* form = form_in(part, themes(), tr("The next training"));
  part_ = new QDoubleSpinBox;
  part_->setRange(0.01, 0.99);
  part_->setSingleStep(0.05);
  part_->setDecimals(2);
  part_->setToolTip(tr("Share of the frames that trains; the rest tests. The paper takes 0.1 of a video."));
  part_->setAccessibleName(tr("Part that trains"));
  form->addRow(tr("Part that trains"), part_);
  split_ = new Segmented(themes(), {tr("First in time"), tr("Whole clips")});
  split_->setAccessibleName(tr("Which frames train"));
  split_->setToolTip(tr("Whole clips: files are drawn by the seed, and never stand on both sides."));
  form->addRow(tr("Which frames train"), split_);
  seed_ = new QSpinBox;
  seed_->setRange(0, 999999);
  seed_->setAccessibleName(tr("Seed"));
  form->addRow(tr("Seed"), seed_);
  epochs_ = new QSpinBox;
  epochs_->setRange(1, 10000);
  epochs_->setAccessibleName(tr("Epochs"));
  epochs_->setToolTip(tr("The best epoch by an inner part of the training frames is kept."));
  form->addRow(tr("Epochs"), epochs_);
  defaults_ = new QPushButton(tr("Back to the defaults"));
  form->addRow(QString(), defaults_);
  connect(part_, &QDoubleSpinBox::valueChanged, this, &SettingsPanel::take_values);
  connect(split_, &Segmented::changed, this, &SettingsPanel::take_values);
  connect(seed_, &QSpinBox::valueChanged, this, &SettingsPanel::take_values);
  connect(epochs_, &QSpinBox::valueChanged, this, &SettingsPanel::take_values);
  connect(defaults_, &QPushButton::clicked, this, [this] {
    PreferenceValues values = preferences_->values();
    const PreferenceValues fresh;
    values.part = fresh.part;
    values.split = fresh.split;
    values.seed = fresh.seed;
    values.epochs = fresh.epochs;
    preferences_->set(values);
  });
  return part;
}

QWidget* SettingsPanel::make_places() {
  auto* part = new QWidget;
  QFormLayout* form = form_in(part, themes(), tr("Words and places"));
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  const auto row = [&](const QString& name, const QString& text) {
    auto* label = new TextLabel(themes(), text, TextLabel::Tone::second);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setWordWrap(true);
    QSizePolicy grows(QSizePolicy::Expanding, QSizePolicy::Preferred);
    grows.setHeightForWidth(true);
    label->setSizePolicy(grows);
    form->addRow(name, label);
  };
  row(tr("Budgets"), tr("Memory: 600MB, 5GB. Memory of a GPU: 2GB-gpu. Time a frame: 60ms, 1.5s."));
  row(tr("Clock"), tr("Where a file begins: 90, 11:25:01, 2024-05-01T13:22:07, metadata, after NAME."));
  row(tr("Fetched boxes"), cache_folder());
  row(tr("These settings"), QSettings().fileName());
  return part;
}

void SettingsPanel::open_panel() { open(theme_); }

void SettingsPanel::tell_language(const QString& text) {
  language_note_->setText(text);
  language_note_->setVisible(!text.isEmpty());
}

void SettingsPanel::show_values() {
  const PreferenceValues& values = preferences_->values();
  showing_ = true;
  theme_->set_current(static_cast<int>(values.theme));
  language_->set_current(static_cast<int>(values.language));
  threads_->setValue(values.threads);
  gpu_->setChecked(values.use_gpu);
  decode_->setChecked(values.decode_on_gpu);
  decode_->setEnabled(values.use_gpu);
  part_->setValue(values.part);
  split_->set_current(values.split == SplitKind::clip ? 1 : 0);
  seed_->setValue(values.seed);
  epochs_->setValue(values.epochs);
  showing_ = false;
  show_undo();
}

void SettingsPanel::take_values() {
  if (showing_) return;
  PreferenceValues values;
  values.theme = static_cast<ThemeChoice>(theme_->current());
  values.language = static_cast<LanguageChoice>(language_->current());
  values.threads = threads_->value();
  values.use_gpu = gpu_->isChecked();
  values.decode_on_gpu = decode_->isChecked();
  values.part = part_->value();
  values.split = split_->current() == 1 ? SplitKind::clip : SplitKind::time;
  values.seed = seed_->value();
  values.epochs = epochs_->value();
  preferences_->set(values);
}

QRect SettingsPanel::place(const QSize& window) const {
  const int width = std::min(640, window.width() - 80), height = std::min(680, window.height() - 120);
  return {(window.width() - width) / 2, (window.height() - height) / 2, width, height};
}

}  // namespace mlink::ui
