#include "ui/sources/add_video_dialog.h"

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

AddVideoDialog::AddVideoDialog(const ThemeHolder& themes, const QStringList& files, QWidget* parent)
    : QDialog(parent), files_(files) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Add videos"));
  name_ = new QLineEdit;
  region_ = new QLineEdit;
  every_ = new QSpinBox;
  limit_ = new QSpinBox;
  name_->setPlaceholderText(QFileInfo(files.value(0)).completeBaseName());
  name_->setEnabled(files.size() == 1);
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
  const QString what =
      files.size() == 1 ? QFileInfo(files[0]).fileName() : tr("%1 files, each a camera").arg(files.size());
  all->addWidget(new TextLabel(themes, what, TextLabel::Tone::text, TypeSize::title, true));
  all->addLayout(form);
  all->addLayout(buttons);
  setMinimumWidth(460);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(add_, &QPushButton::clicked, this, &AddVideoDialog::take);
  connect(region_, &QLineEdit::textChanged, this, &AddVideoDialog::check);
  connect(begins_, &QLineEdit::textChanged, this, &AddVideoDialog::check);
}

void AddVideoDialog::check() {
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
  options.camera = name_->text().trimmed().toStdString();
  options.crop = parse_region(region_->text());
  options.start = start();
  options.every = every_->value();
  options.limit = limit_->value();
  Q_EMIT chosen(files_, options);
  accept();
}

}  // namespace mlink::ui
