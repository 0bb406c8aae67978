#include "ui/live/live_controls.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "experiment/live_named.h"
#include "outputs/amount.h"
#include "ui/common/icons.h"

namespace mlink::ui {
namespace {

constexpr int kOwnCameras = 0, kChosen = 1;

QHBoxLayout* control_row(QWidget* widget) {
  auto* row = new QHBoxLayout(widget);
  row->setContentsMargins(10, 0, 10, 0);
  row->setSpacing(8);
  return row;
}

QString shown_text(const std::string& text) { return to_qt(text); }

}  // namespace

LiveControls::LiveControls(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setObjectName(QStringLiteral("live-controls"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 7, 0, 7);
  column->setSpacing(6);
  flow_ = new PartsFlow;
  make_buttons();
  make_source();
  make_verify();
  make_options();
  column->addWidget(flow_);
  column->addWidget(make_add_row());
  column->addWidget(make_outputs_row());
  const auto said = [&](TextLabel::Tone tone, const char* name) {
    auto* label = new TextLabel(themes_, {}, tone, TypeSize::text);
    label->setObjectName(QString::fromLatin1(name));
    label->setWordWrap(true);
    label->setContentsMargins(10, 0, 10, 0);
    label->hide();
    column->addWidget(label);
    return label;
  };
  note_ = said(TextLabel::Tone::second, "live-note");
  problem_ = said(TextLabel::Tone::error, "live-problem");
  settings_ += {source_, add_, verify_, every_, method_, period_, drop_, realtime_, timeout_, outputs_, add_row_};
  show_sources();
  set_state(LiveState::idle);
}

/// A field with its name before it, which stay together.
QWidget* LiveControls::named(const QString& name, const QList<QWidget*>& fields) const {
  auto* part = new QWidget;
  auto* row = new QHBoxLayout(part);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(5);
  if (!name.isEmpty()) row->addWidget(new TextLabel(themes_, name, TextLabel::Tone::second));
  for (QWidget* field : fields) row->addWidget(field);
  return part;
}

void LiveControls::make_buttons() {
  const auto button = [&](const char* icon, const QString& text, const char* name, auto signal) {
    auto* made = new QPushButton(themed_icon(QString::fromLatin1(icon), themes_), text);
    made->setObjectName(QString::fromLatin1(name));
    connect(made, &QPushButton::clicked, this, signal);
    return made;
  };
  start_ = button("play", tr("Start"), "live-start", &LiveControls::start_wanted);
  start_->setProperty("primary", true);
  pause_ = button("pause", tr("Pause"), "live-pause", &LiveControls::pause_wanted);
  pause_->setToolTip(tr("Space or K. Boxes stay loaded; frames of cameras are dropped meanwhile."));
  stop_ = button("stop", tr("Stop"), "live-stop", &LiveControls::stop_wanted);
  stop_->setToolTip(tr("What is finished is kept."));
  flow_->add(named({}, {start_, pause_, stop_}));
}

void LiveControls::make_source() {
  source_ = new QComboBox;
  source_->setObjectName(QStringLiteral("live-source"));
  source_->setAccessibleName(tr("Source"));
  source_->addItems({QString(), QString()});
  source_->setCurrentIndex(kChosen);
  source_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  add_ = new QPushButton(themed_icon(QStringLiteral("plus"), themes_), tr("Camera or address…"));
  add_->setObjectName(QStringLiteral("live-add"));
  add_->setAccessibleName(tr("Add a camera, file or address"));
  add_->setToolTip(add_->accessibleName());
  menu_ = new QMenu(add_);
  add_->setMenu(menu_);
  flow_->add(named(tr("Source"), {source_}));
  flow_->add(add_);
  connect(source_, &QComboBox::currentIndexChanged, this, &LiveControls::sources_changed);
  connect(menu_, &QMenu::aboutToShow, this, &LiveControls::fill_menu);
}

void LiveControls::make_verify() {
  verify_ = new QCheckBox(tr("Verify every"));
  verify_->setObjectName(QStringLiteral("live-verify"));
  verify_->setToolTip(tr("The rest runs too on these frames, so that it is known how right the predictions are"));
  every_ = new QSpinBox;
  every_->setObjectName(QStringLiteral("live-verify-every"));
  every_->setAccessibleName(tr("Frames from one that is verified to the next"));
  every_->setRange(1, 100000);
  every_->setValue(50);
  every_->setSuffix(tr(" frames"));
  every_->setSpecialValueText(tr("frame"));
  flow_->add_at_end(named({}, {verify_, every_}));
  connect(every_, &QSpinBox::valueChanged, verify_, [this] { verify_->setChecked(true); });
}

void LiveControls::make_options() {
  const auto add = [&](const QString& text, QWidget* field, const char* name) {
    field->setObjectName(QString::fromLatin1(name));
    field->setAccessibleName(text);
    flow_->add(named(text, {field}));
  };
  method_ = new QComboBox;
  method_->addItems({QStringLiteral("mlink"), QStringLiteral("mlink-exact")});
  add(tr("Method"), method_, "live-method");
  period_ = new QLineEdit;
  period_->setFixedWidth(64);
  period_->setPlaceholderText(tr("one"));
  period_->setToolTip(tr("Stretch between choices of the set, like 10min or 1h; empty: one period"));
  add(tr("Period"), period_, "live-period");
  realtime_ = new QCheckBox(tr("Real time"));
  realtime_->setObjectName(QStringLiteral("live-realtime"));
  realtime_->setToolTip(tr("Files play at their own speed, as cameras do"));
  flow_->add(realtime_);
  drop_ = new QComboBox;
  drop_->addItems({tr("drop old frames"), tr("fall behind")});
  drop_->setToolTip(
      tr("In real time, where there is no time for a frame: the newest is taken and those before it are "
         "dropped and counted, or none is dropped"));
  add(tr("When late"), drop_, "live-drop");
  timeout_ = new QDoubleSpinBox;
  timeout_->setRange(0.2, 600);
  timeout_->setDecimals(1);
  timeout_->setValue(10);
  timeout_->setSuffix(tr(" s"));
  timeout_->setToolTip(tr("An address that is silent for so long counts as lost"));
  add(tr("Lost after"), timeout_, "live-timeout");
}

QWidget* LiveControls::make_outputs_row() {
  auto* widget = new QWidget;
  auto* row = control_row(widget);
  row->addWidget(new TextLabel(themes_, tr("Write outputs to"), TextLabel::Tone::second));
  outputs_ = new QLineEdit;
  outputs_->setObjectName(QStringLiteral("live-outputs"));
  outputs_->setAccessibleName(tr("Write outputs to"));
  outputs_->setPlaceholderText(tr("no file; a line of JSON for each frame and box"));
  row->addWidget(outputs_, 1);
  auto* choose = new QToolButton;
  choose->setIcon(themed_icon(QStringLiteral("folder"), themes_));
  choose->setToolTip(tr("Choose a file for the outputs"));
  choose->setAccessibleName(choose->toolTip());
  row->addWidget(choose);
  settings_ << choose;
  connect(choose, &QToolButton::clicked, this, &LiveControls::choose_outputs);
  return widget;
}

QWidget* LiveControls::make_add_row() {
  add_row_ = new QWidget;
  auto* column = new QVBoxLayout(add_row_);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  auto* line = new QWidget;
  auto* row = control_row(line);
  typed_ = new QLineEdit;
  typed_->setObjectName(QStringLiteral("live-address"));
  typed_->setAccessibleName(tr("Address, file or folder"));
  typed_->setPlaceholderText(tr("rtsp://host/path, http://host/path, a file or a folder of pictures"));
  row->addWidget(typed_, 1);
  rate_part_ = new QWidget;
  auto* rate_row = new QHBoxLayout(rate_part_);
  rate_row->setContentsMargins(0, 0, 0, 0);
  rate_ = new QDoubleSpinBox;
  rate_->setObjectName(QStringLiteral("live-rate"));
  rate_->setAccessibleName(tr("Pictures a second"));
  rate_->setRange(0.001, 1000);
  rate_->setDecimals(3);
  rate_->setValue(10);
  rate_row->addWidget(rate_);
  rate_row->addWidget(new TextLabel(themes_, tr("pictures/s"), TextLabel::Tone::second));
  row->addWidget(rate_part_);
  auto* add = new QPushButton(tr("Add"));
  add->setObjectName(QStringLiteral("live-address-add"));
  row->addWidget(add);
  column->addWidget(line);
  typed_problem_ = new TextLabel(themes_, {}, TextLabel::Tone::error);
  typed_problem_->setObjectName(QStringLiteral("live-address-problem"));
  typed_problem_->setWordWrap(true);
  typed_problem_->setContentsMargins(10, 0, 10, 0);
  typed_problem_->hide();
  column->addWidget(typed_problem_);
  rate_part_->hide();
  add_row_->hide();
  connect(typed_, &QLineEdit::textChanged, this, &LiveControls::show_rate);
  connect(typed_, &QLineEdit::returnPressed, this, &LiveControls::take_typed);
  connect(add, &QPushButton::clicked, this, &LiveControls::take_typed);
  return add_row_;
}

QStringList LiveControls::devices(const QString& folder) {
  QStringList paths;
  const QDir dir(folder);
  for (const QString& name : dir.entryList({QStringLiteral("video*")}, QDir::System | QDir::Files, QDir::Name))
    paths << dir.filePath(name);
  return paths;
}

void LiveControls::fill_menu() {
  menu_->clear();
  menu_->addAction(tr("Address…"), this, [this] { show_add_row({}); });
  menu_->addAction(tr("Video files…"), this, &LiveControls::choose_files);
  menu_->addAction(tr("Folder of pictures…"), this, &LiveControls::choose_folder);
  menu_->addSeparator();
  const QStringList found = devices();
  for (const QString& device : found)
    menu_->addAction(tr("Camera %1").arg(device), this, [this, device] { add_source({device.toStdString()}); });
  if (found.isEmpty()) menu_->addAction(tr("No camera at this machine"))->setEnabled(false);
  if (own_cameras() || chosen_.empty()) return;
  menu_->addSeparator();
  const QStringList names = source_names();
  for (int i = 0; i < names.size(); ++i)
    menu_->addAction(tr("Take out %1").arg(names[i]), this, [this, i] { remove_source(i); });
}

void LiveControls::choose_files() {
  auto* dialog = new QFileDialog(this, tr("Video files"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFiles);
  connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& files) {
    for (const QString& file : files) add_source({file.toStdString()});
  });
  dialog->open();
}

void LiveControls::choose_folder() {
  auto* dialog = new QFileDialog(this, tr("Folder of pictures"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::Directory);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) { show_add_row(folder); });
  dialog->open();
}

void LiveControls::choose_outputs() {
  auto* dialog = new QFileDialog(this, tr("Write outputs to"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QStringLiteral("jsonl"));
  connect(dialog, &QFileDialog::fileSelected, outputs_, &QLineEdit::setText);
  dialog->open();
}

void LiveControls::show_add_row(const QString& text) {
  add_row_->show();
  typed_->setText(text);
  typed_problem_->hide();
  show_rate();
  (rate_part_->isHidden() ? static_cast<QWidget*>(typed_) : rate_)->setFocus(Qt::OtherFocusReason);
}

/// Pictures have no speed of their own.
void LiveControls::show_rate() {
  const QString text = typed_->text().trimmed();
  rate_part_->setVisible(!text.isEmpty() && named_kind(text.toStdString()) == LiveNamedKind::pictures);
}

void LiveControls::take_typed() {
  LiveSource source{typed_->text().trimmed().toStdString()};
  if (named_kind(source.address) == LiveNamedKind::pictures) source.rate = rate_->value();
  add_source(source);
}

void LiveControls::add_source(const LiveSource& source) {
  if (const auto status = check_named(source); !status) {
    if (typed_->text().isEmpty()) typed_->setText(shown_text(shown_named(source.address)));
    add_row_->show();
    typed_problem_->setText(shown_text(status.error().text()));
    typed_problem_->show();
    return;
  }
  typed_->clear();
  typed_problem_->hide();
  add_row_->hide();
  chosen_.push_back(source);
  show_sources();
  if (source_->currentIndex() == kChosen)
    Q_EMIT sources_changed();
  else
    source_->setCurrentIndex(kChosen);
  start_->setFocus(Qt::OtherFocusReason);
}

void LiveControls::remove_source(int index) {
  if (index < 0 || static_cast<std::size_t>(index) >= chosen_.size()) return;
  chosen_.erase(chosen_.begin() + index);
  show_sources();
  Q_EMIT sources_changed();
}

void LiveControls::set_cameras(const QStringList& cameras) {
  if (cameras == cameras_) return;
  const bool none = cameras_.isEmpty() && chosen_.empty();
  cameras_ = cameras;
  show_sources();
  if (none && !cameras.isEmpty()) source_->setCurrentIndex(kOwnCameras);
  if (cameras.isEmpty()) source_->setCurrentIndex(kChosen);
  Q_EMIT sources_changed();
}

void LiveControls::show_sources() {
  source_->setItemText(kOwnCameras, cameras_.size() == 1 ? tr("camera of the experiment")
                                                         : tr("%1 cameras of the experiment").arg(cameras_.size()));
  source_->setItemText(kChosen, chosen_.empty()       ? tr("nothing chosen yet")
                                : chosen_.size() == 1 ? tr("1 chosen source")
                                                      : tr("%1 chosen sources").arg(chosen_.size()));
  flow_->lay_out();
}

bool LiveControls::own_cameras() const { return source_->currentIndex() == kOwnCameras; }

QStringList LiveControls::source_names() const {
  if (own_cameras()) return cameras_;
  QStringList names;
  for (const LiveSource& source : chosen_) {
    const QString name = shown_text(name_of(source));
    QString free = name;
    for (int n = 2; names.contains(free); ++n) free = QStringLiteral("%1 %2").arg(name).arg(n);
    names << free;
  }
  return names;
}

Result<LiveWish> LiveControls::wish() const {
  LiveWish wish;
  LiveOptions& options = wish.options;
  if (!own_cameras()) options.sources = chosen_;
  if (source_names().isEmpty())
    return fail(ErrorKind::invalid_input, "There is no source.", "Choose a camera, file or address.");
  options.method = method_->currentText().toStdString();
  if (const auto text = period_->text().trimmed().toStdString(); !text.empty()) {
    MLINK_ASSIGN(const auto period, parse_amount(text));
    if (period.kind != CostKind::time)
      return fail(ErrorKind::invalid_input, "The period is no time.", "Write it like 10min or 1h.");
    options.period_seconds = period.value;
  }
  options.verify = verify_->isChecked() ? every_->value() : 0;
  options.realtime = realtime_->isChecked();
  options.drop = drop_->currentIndex() == 0 ? DropPolicy::newest : DropPolicy::wait;
  options.timeout = timeout_->value();
  wish.lines = outputs_->text().trimmed().toStdString();
  return wish;
}

void LiveControls::set_state(LiveState state) {
  state_ = state;
  const bool idle = state == LiveState::idle;
  const bool held = state == LiveState::paused;
  start_->setEnabled(idle);
  pause_->setEnabled(state == LiveState::running || held);
  pause_->setText(held ? tr("Go on") : tr("Pause"));
  flow_->lay_out();
  pause_->setIcon(themed_icon(held ? QStringLiteral("play") : QStringLiteral("pause"), themes_));
  stop_->setEnabled(!idle && state != LiveState::stopping);
  for (QWidget* widget : std::as_const(settings_)) widget->setEnabled(idle);
}

void LiveControls::set_problem(const QString& text) {
  problem_->setText(text);
  problem_->setVisible(!text.isEmpty());
}
QString LiveControls::problem() const { return problem_->text(); }

void LiveControls::set_note(const QString& text) {
  note_->setText(text);
  note_->setVisible(!text.isEmpty());
}
QString LiveControls::note() const { return note_->text(); }

}  // namespace mlink::ui
