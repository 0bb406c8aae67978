#include "ui/sources/add_video_dialog.h"

#include <QCheckBox>
#include <QCollator>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/common/widgets.h"

namespace mlink::ui {

std::optional<Rect> parse_region(const QString& text) {
  static const QRegularExpression pattern(
      QStringLiteral(R"(^\s*(\d{1,5})\s*[x×]\s*(\d{1,5})\s*\+\s*(\d{1,5})\s*\+\s*(\d{1,5})\s*$)"));
  const auto match = pattern.match(text);
  if (!match.hasMatch()) return std::nullopt;
  const Rect rect{match.captured(3).toInt(), match.captured(4).toInt(), match.captured(1).toInt(),
                  match.captured(2).toInt()};
  if (rect.width == 0 || rect.height == 0) return std::nullopt;
  return rect;
}

namespace {

/// "clip 2" before "clip 10".
QStringList by_name(QStringList files) {
  QCollator natural{QLocale(QLocale::English)};  // the C locale knows no numbers
  natural.setNumericMode(true);
  std::sort(files.begin(), files.end(), [&](const QString& a, const QString& b) { return natural(a, b); });
  return files;
}

}  // namespace

AddVideoDialog::AddVideoDialog(const ThemeHolder& themes, const QStringList& files, QWidget* parent)
    : QDialog(parent), files_(by_name(files)) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Add videos"));
  name_ = new QLineEdit;
  region_ = new QLineEdit;
  every_ = new QSpinBox;
  limit_ = new QSpinBox;
  sequence_ = new QCheckBox(tr("Each begins where the one before it ends"));
  sequence_->setVisible(files.size() > 1);
  region_->setPlaceholderText(tr("whole picture, or WIDTHxHEIGHT+X+Y"));
  every_->setRange(1, 100000);
  limit_->setRange(0, 100000000);
  limit_->setSpecialValueText(tr("all"));
  auto* form = new QFormLayout;
  form->setHorizontalSpacing(16);
  form->setVerticalSpacing(8);
  form->addRow(tr("Camera"), name_);
  form->addRow(tr("Region"), region_);
  begins_ = new QLineEdit;
  begins_->setPlaceholderText(tr("with the others; or 11:25:01, after CAMERA, metadata"));
  form->addRow(tr("Begins"), begins_);
  if (files.size() > 1) form->addRow(tr("One after another"), sequence_);
  form->addRow(tr("Use every Nth frame"), every_);
  form->addRow(tr("At most so many frames"), limit_);
  wrong_ = new TextLabel(themes, {}, TextLabel::Tone::error, TypeSize::head);
  add_ = new QPushButton(tr("Add"));
  add_->setProperty("primary", true);
  add_->setDefault(true);
  auto* cancel = new QPushButton(tr("Cancel"));
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(wrong_, 1);
  buttons->addWidget(cancel);
  buttons->addWidget(add_);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(16, 16, 16, 12);
  all->setSpacing(12);
  QStringList names;
  for (const QString& file : files_) names << QFileInfo(file).fileName();
  all->addWidget(new TextLabel(themes, files.size() == 1 ? names[0] : tr("%1 files").arg(files.size()),
                               TextLabel::Tone::text, TypeSize::title, true));
  if (files.size() > 1) {
    auto* order = new ElidedLabel(themes, ui_font(TypeSize::head));
    order->set_text(names.join(QStringLiteral(", ")));
    order->setToolTip(names.join(u'\n'));
    all->addWidget(order);
  }
  all->addLayout(form);
  all->addLayout(buttons);
  setMinimumWidth(460);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(add_, &QPushButton::clicked, this, &AddVideoDialog::take);
  connect(region_, &QLineEdit::textChanged, this, &AddVideoDialog::check);
  connect(begins_, &QLineEdit::textChanged, this, &AddVideoDialog::check);
  connect(sequence_, &QCheckBox::toggled, this, &AddVideoDialog::check);
  check();
}

void AddVideoDialog::check() {
  const bool one = files_.size() == 1;
  name_->setEnabled(one || sequence_->isChecked());
  name_->setPlaceholderText(one                      ? QFileInfo(files_[0]).completeBaseName()
                            : sequence_->isChecked() ? tr("one of all files; empty: a camera each")
                                                     : tr("a camera each, called as its file"));
  const bool right = region_->text().trimmed().isEmpty() || parse_region(region_->text());
  const bool begins = begins_->text().trimmed().isEmpty() || start();
  wrong_->setText(!right    ? tr("A region is written 320x240+224+160.")
                  : !begins ? tr("A start is written 90, 11:25:01 or 2024-05-01T13:22:07.")
                            : QString());
  add_->setEnabled(right && begins);
}

std::optional<StartWish> AddVideoDialog::start() const {
  const auto wish = parse_start(begins_->text().trimmed().toStdString());
  return wish ? std::optional(*wish) : std::nullopt;
}

void AddVideoDialog::take() {
  AddVideoOptions options;
  if (name_->isEnabled()) options.camera = name_->text().trimmed().toStdString();
  options.crop = parse_region(region_->text());
  options.start = start();
  options.every = every_->value();
  options.limit = limit_->value();
  Q_EMIT chosen(files_, options, sequence_->isChecked());
  accept();
}

}  // namespace mlink::ui
