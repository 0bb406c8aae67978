#include "ui/sources/folder_bar.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QShortcut>
#include <cmath>

#include "base/text.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

constexpr double kUsualRate = 10;  // pictures a second
constexpr double kMostRate = 1000;

QString range_text(const NumberRange& range) {
  return range.first == range.last ? QString::number(range.first)
                                   : FolderBar::tr("%1 to %2").arg(range.first).arg(range.last);
}

/// A decimal comma is taken too. 0: no rate.
double rate_of(const QString& text) {
  bool number = false;
  const double rate = text.trimmed().replace(u',', u'.').toDouble(&number);
  return number && std::isfinite(rate) && rate > 0 && rate <= kMostRate ? rate : 0;
}

}  // namespace

QString found_text(const PictureSeries& series) {
  constexpr std::size_t most = 4;
  QString text = series.pictures == 1 ? FolderBar::tr("One picture")
                                      : FolderBar::tr("%1 pictures").arg(to_qt(count_text(series.pictures)));
  if (!series.numbers) return text;
  text += series.pictures == 1 ? FolderBar::tr(", number %1").arg(series.numbers->first)
                               : FolderBar::tr(", numbers %1").arg(range_text(*series.numbers));
  if (series.missing.empty()) {
    const bool whole = series.numbers->last - series.numbers->first + 1 == series.pictures;
    return whole && series.pictures > 1 ? text + FolderBar::tr(", none missing") : text;
  }
  QStringList missing;
  for (std::size_t i = 0; i < std::min(series.missing.size(), most); ++i) missing << range_text(series.missing[i]);
  text += FolderBar::tr(", missing: %1").arg(missing.join(QStringLiteral(", ")));
  if (series.missing.size() > most)
    text += FolderBar::tr(" and more in %1 places")
                .arg(to_qt(count_text(static_cast<std::int64_t>(series.missing.size() - most))));
  return text;
}

FolderBar::FolderBar(const ThemeHolder& themes, Worker* worker, QWidget* parent)
    : QWidget(parent), themes_(themes), worker_(worker) {
  build();
  auto* escape = new QShortcut(QKeySequence(Qt::Key_Escape), this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
  connect(escape, &QShortcut::activated, this, &FolderBar::next);
  connect(cancel_, &QPushButton::clicked, this, &FolderBar::next);
  connect(add_, &QPushButton::clicked, this, &FolderBar::take);
  for (QLineEdit* edit : {camera_, rate_}) {
    connect(edit, &QLineEdit::textChanged, this, &FolderBar::check);
    connect(edit, &QLineEdit::returnPressed, this, &FolderBar::take);
  }
  connect(worker_, &Worker::opened, this, &FolderBar::clear);
  connect(&themes_, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
  hide();
}

void FolderBar::build() {
  const auto label = [this](TextLabel::Tone tone, bool medium = false) {
    return new TextLabel(themes_, {}, tone, medium ? TypeSize::text : TypeSize::head, medium);
  };
  title_ = label(TextLabel::Tone::text, true);
  waiting_ = label(TextLabel::Tone::second);
  found_ = label(TextLabel::Tone::text);
  notes_ = label(TextLabel::Tone::second);
  rate_note_ = label(TextLabel::Tone::second);
  wrong_ = label(TextLabel::Tone::error);
  for (TextLabel* text : {found_, notes_, wrong_}) text->setWordWrap(true);
  camera_ = new QLineEdit;
  camera_->setAccessibleName(tr("Camera"));
  camera_->setToolTip(tr("Name of the camera; empty: the folder's"));
  rate_ = new QLineEdit(QString::number(kUsualRate));
  rate_->setAccessibleName(tr("Pictures a second"));
  rate_->setToolTip(tr("How many pictures make a second"));
  rate_->setFixedWidth(64);
  add_ = new QPushButton(tr("Add"));
  add_->setProperty("primary", true);
  cancel_ = new QPushButton(tr("Cancel"));
  auto* head = new QHBoxLayout;
  head->addWidget(title_, 1);
  head->addWidget(waiting_);
  auto* fields = new QHBoxLayout;
  fields->setSpacing(8);
  fields->addWidget(new TextLabel(themes_, tr("Camera"), TextLabel::Tone::second, TypeSize::head));
  fields->addWidget(camera_, 1);
  fields->addWidget(new TextLabel(themes_, tr("Rate"), TextLabel::Tone::second, TypeSize::head));
  fields->addWidget(rate_);
  fields->addWidget(new TextLabel(themes_, tr("fps"), TextLabel::Tone::second, TypeSize::head));
  fields->addWidget(rate_note_);
  fields->addStretch(1);
  fields->addWidget(cancel_);
  fields->addWidget(add_);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(space::cell_side, 8, space::cell_side, 8);
  all->setSpacing(6);
  all->addLayout(head);
  all->addWidget(found_);
  all->addWidget(notes_);
  all->addLayout(fields);
  all->addWidget(wrong_);
}

void FolderBar::ask(const QStringList& folders) {
  const bool idle = folders_.isEmpty();
  for (const QString& folder : folders)
    if (!folders_.contains(folder)) folders_ << folder;
  if (idle)
    look();
  else
    check();
}

void FolderBar::clear() {
  worker_->forget(this);
  folders_.clear();
  hide();
}

void FolderBar::set_cameras(const QStringList& names) {
  cameras_ = names;
  check();
}

QString FolderBar::found() const { return found_->text(); }
QString FolderBar::wrong() const { return wrong_->text(); }

void FolderBar::look() {
  looked_.reset();
  unusable_.clear();
  if (folders_.isEmpty()) {
    hide();
    return;
  }
  const QString path = folder();
  const QString above = QFileInfo(QFileInfo(path).path()).fileName();  // folders of data sets are called alike
  title_->setText(tr("%1 as one video").arg(above + u'/' + QFileInfo(path).fileName()));
  title_->setToolTip(path);
  found_->setText(tr("Reading the folder…"));
  notes_->hide();
  camera_->clear();
  camera_->setPlaceholderText(QFileInfo(path).fileName());
  check();
  show();
  worker_->ask<PictureFolder>(
      Worker::Lane::pictures, this, QStringLiteral("folder"),
      [path](ReaderPort&, const std::stop_token&) { return look_at_folder(path.toStdString()); },
      [this](const Result<PictureFolder>& found) { show_found(found); });
}

void FolderBar::show_found(const Result<PictureFolder>& folder) {
  if (!folder) {
    found_->clear();
    unusable_ = to_qt(folder.error().what + ' ' + folder.error().todo);
    check();
    return;
  }
  looked_ = *folder;
  found_->setText(found_text(looked_->series));
  QStringList notes;
  for (const std::string& note : looked_->series.notes) notes << to_qt(note);
  notes_->setText(notes.join(u' '));
  notes_->setVisible(!notes.isEmpty());
  camera_->setPlaceholderText(to_qt(looked_->name));
  if (looked_->rate > 0) rate_->setText(QString::number(looked_->rate));
  rate_note_->setText(looked_->rate > 0 ? tr("from %1").arg(to_qt(looked_->rate_from)) : QString());
  check();
  rate_->setFocus(Qt::OtherFocusReason);
  rate_->selectAll();
}

void FolderBar::check() {
  const QString name = camera_->text().trimmed();
  QString wrong = unusable_;
  if (wrong.isEmpty() && rate_of(rate_->text()) <= 0)
    wrong = tr("A rate is a number of pictures a second, above 0 and up to %1.").arg(kMostRate);
  if (wrong.isEmpty() && cameras_.contains(name)) wrong = tr("There is a camera %1 already.").arg(name);
  wrong_->setText(wrong);
  wrong_->setVisible(!wrong.isEmpty());
  found_->setVisible(unusable_.isEmpty());
  add_->setEnabled(looked_ && wrong.isEmpty());
  const auto others = folders_.size() - 1;
  waiting_->setText(others < 1    ? QString()
                    : others == 1 ? tr("1 more folder waits")
                                  : tr("%1 more folders wait").arg(others));
}

void FolderBar::take() {
  if (!add_->isEnabled()) return;
  AddVideoOptions options;
  options.camera = camera_->text().trimmed().toStdString();
  options.rate = rate_of(rate_->text());
  Q_EMIT chosen(folder(), options);
  next();
}

void FolderBar::next() {
  if (!folders_.isEmpty()) folders_.removeFirst();
  worker_->forget(this);
  look();
}

void FolderBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), themes_.theme().sunken);
  painter.fillRect(QRect(0, height() - 1, width(), 1), themes_.theme().line);
}

}  // namespace mlink::ui
