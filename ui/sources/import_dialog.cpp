#include "ui/sources/import_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <array>

#include "base/names.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

constexpr std::array<Task, 6> kTasks{Task::count,        Task::single_label, Task::multi_label,
                                     Task::localization, Task::regression,   Task::sequence};

QString task_name(Task task) {
  switch (task) {
    case Task::count: return ImportDialog::tr("count");
    case Task::single_label: return ImportDialog::tr("one of several labels");
    case Task::multi_label: return ImportDialog::tr("any of several labels");
    case Task::localization: return ImportDialog::tr("box in the picture");
    case Task::regression: return ImportDialog::tr("number");
    case Task::sequence: return ImportDialog::tr("words");
  }
  return {};
}

std::vector<std::string> split(const QString& text) {
  std::vector<std::string> parts;
  for (const QString& part : text.split(u',', Qt::SkipEmptyParts)) parts.push_back(part.trimmed().toStdString());
  return parts;
}

std::optional<std::pair<int, int>> size_of(const QString& text) {
  static const QRegularExpression size(QStringLiteral("^\\s*([1-9][0-9]{0,5})\\s*[x×]\\s*([1-9][0-9]{0,5})\\s*$"));
  const auto match = size.match(text);
  if (!match.hasMatch()) return std::nullopt;
  return std::pair(match.captured(1).toInt(), match.captured(2).toInt());
}

bool is_empty_or_above_zero(const QLineEdit* edit) {
  if (!edit || edit->text().trimmed().isEmpty()) return true;
  bool number = false;
  return edit->text().toDouble(&number) > 0 && number;
}

}  // namespace

QString outputs_name_of(const QString& file) {
  const QString base = QFileInfo(file).completeBaseName();
  const bool packed = file.endsWith(QLatin1String(".gz"), Qt::CaseInsensitive);
  return packed ? QFileInfo(base).completeBaseName() : base;
}

QString box_name_of(const QString& file) {
  static const QRegularExpression others(QStringLiteral("[^a-z0-9]+"));
  QString name = outputs_name_of(file).toLower().replace(others, QStringLiteral("-"));
  while (name.startsWith(u'-')) name.remove(0, 1);
  while (name.endsWith(u'-')) name.chop(1);
  return name;
}

ImportDialog::ImportDialog(const ThemeHolder& themes, const QString& file, const QStringList& cameras, QWidget* parent)
    : QDialog(parent), file_(file) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Import outputs"));
  const QFileInfo info(file);
  detections_ = holds_detections(file.toStdString());
  one_camera_ = lacks_cameras(file.toStdString());
  described_ = !detections_ && QFileInfo::exists(info.path() + u'/' + outputs_name_of(file) + ".json");
  auto* form = new QFormLayout;
  form->setHorizontalSpacing(16);
  form->setVerticalSpacing(8);
  add_meaning(*form);
  add_camera(*form, cameras);
  if (detections_) add_detections(*form);
  wrong_ = new TextLabel(themes, {}, TextLabel::Tone::error, TypeSize::head);
  import_ = new QPushButton(tr("Import"));
  import_->setProperty("primary", true);
  import_->setDefault(true);
  auto* cancel = new QPushButton(tr("Cancel"));
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(wrong_, 1);
  buttons->addWidget(cancel);
  buttons->addWidget(import_);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(16, 16, 16, 12);
  all->setSpacing(12);
  all->addWidget(new TextLabel(themes, info.fileName(), TextLabel::Tone::text, TypeSize::title, true));
  all->addLayout(form);
  all->addLayout(buttons);
  setMinimumWidth(460);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(import_, &QPushButton::clicked, this, &ImportDialog::take);
  check();
}

void ImportDialog::add_meaning(QFormLayout& form) {
  box_ = new QLineEdit(box_name_of(file_));
  task_ = new QComboBox;
  if (described_) task_->addItem(tr("as the description beside it says"), -1);
  for (const Task task : kTasks)
    if (!detections_ || task == Task::count || task == Task::multi_label || task == Task::localization)
      task_->addItem(task_name(task), static_cast<int>(task));
  labels_ = new QLineEdit;
  labels_->setPlaceholderText(detections_ ? tr("all that are seen") : tr("as in the header"));
  unit_ = new QLineEdit;
  unit_->setPlaceholderText(tr("persons, share, years"));
  tolerance_ = new QLineEdit;
  tolerance_->setPlaceholderText(tr("0.5: the error below which a prediction is right"));
  rate_ = new QLineEdit;
  rate_->setPlaceholderText(tr("1, where a camera without video is made"));
  replace_ = new QCheckBox(tr("Replace a recorded box of this name"));
  form.addRow(tr("Black box"), box_);
  form.addRow(tr("Output"), task_);
  form.addRow(tr("Labels"), labels_);
  form.addRow(tr("Unit"), unit_);
  form.addRow(tr("Tolerance"), tolerance_);
  form.addRow(tr("Frames a second"), rate_);
  form.addRow({}, replace_);
  for (const QLineEdit* edit : {box_, labels_, tolerance_, rate_})
    connect(edit, &QLineEdit::textChanged, this, &ImportDialog::check);
  connect(task_, &QComboBox::currentIndexChanged, this, &ImportDialog::check);
}

void ImportDialog::add_camera(QFormLayout& form, const QStringList& cameras) {
  camera_ = new QComboBox;
  camera_->setEditable(true);
  camera_->setInsertPolicy(QComboBox::NoInsert);
  camera_->setCompleter(nullptr);  // a new name may begin as another
  camera_->setAccessibleName(tr("Camera"));
  camera_->addItems(cameras);
  const bool sure = one_camera_ && cameras.size() == 1;  // who else could it be
  camera_->setCurrentIndex(sure ? 0 : -1);
  camera_->lineEdit()->setPlaceholderText(one_camera_   ? tr("one there is, or a new name")
                                          : detections_ ? tr("the only one, or called as the file")
                                                        : tr("named in the rows"));
  camera_->setEnabled(one_camera_ || detections_);
  form.addRow(tr("Camera"), camera_);
  connect(camera_, &QComboBox::editTextChanged, this, &ImportDialog::check);
}

void ImportDialog::add_detections(QFormLayout& form) {
  classes_ = new QLineEdit;
  classes_->setPlaceholderText(tr("all, or ids separated by commas"));
  score_ = new QLineEdit(QStringLiteral("0.3"));
  picture_ = new QLineEdit;
  picture_->setPlaceholderText(tr("the camera's, or WIDTHxHEIGHT"));
  form.addRow(tr("Classes"), classes_);
  form.addRow(tr("Score at least"), score_);
  form.addRow(tr("Picture"), picture_);
  for (const QLineEdit* edit : {score_, picture_}) connect(edit, &QLineEdit::textChanged, this, &ImportDialog::check);
}

QString ImportDialog::wrong() const {
  if (!is_box_name(box_->text().toStdString())) return tr("A box is called in small letters, digits and hyphens.");
  if (!is_empty_or_above_zero(tolerance_)) return tr("The tolerance is a number above zero.");
  if (!is_empty_or_above_zero(rate_)) return tr("Frames a second are a number above zero.");
  if (one_camera_ && camera_->currentText().trimmed().isEmpty())
    return tr("The table does not name its camera: choose it, or type a new one.");
  bool number = true;
  if (score_) score_->text().toDouble(&number);
  if (!number) return tr("The score is a number.");
  if (picture_ && !picture_->text().trimmed().isEmpty() && !size_of(picture_->text()))
    return tr("A picture is written 1920x1080.");
  return {};
}

void ImportDialog::check() {
  const int task = task_->currentData().toInt();
  labels_->setEnabled(task == static_cast<int>(Task::single_label) || task == static_cast<int>(Task::multi_label));
  tolerance_->setEnabled(task < 0 || task == static_cast<int>(Task::regression));
  wrong_->setText(wrong());
  import_->setEnabled(wrong().isEmpty());
}

void ImportDialog::take() {
  ImportOptions options;
  options.box = box_->text().toStdString();
  options.outputs = file_.toStdString();
  if (const int task = task_->currentData().toInt(); task >= 0) options.task = static_cast<Task>(task);
  if (labels_->isEnabled()) options.labels = split(labels_->text());
  if (tolerance_->isEnabled() && !tolerance_->text().trimmed().isEmpty())
    options.tolerance = tolerance_->text().toDouble();
  options.unit = unit_->text().trimmed().toStdString();
  options.rate = rate_->text().toDouble();
  options.replace = replace_->isChecked();
  if (camera_->isEnabled()) options.source = camera_->currentText().trimmed().toStdString();
  if (detections_) {
    options.classes = split(classes_->text());
    options.score = score_->text().toDouble();
    options.picture = size_of(picture_->text());
  }
  Q_EMIT chosen(options);
  accept();
}

}  // namespace mlink::ui
