#include "ui/sources/guess_dialog.h"

#include <QFileInfo>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/common/widgets.h"
#include "ui/common/worker.h"

namespace mlink::ui {
namespace {

QString lines_of(const std::vector<std::string>& lines, const QString& before) {
  QString text;
  for (const auto& line : lines) text += before + to_qt(line) + u'\n';
  return text;
}

}  // namespace

GuessDialog::GuessDialog(Worker* worker, const ThemeHolder& themes, const QString& model, QWidget* parent)
    : QDialog(parent), worker_(worker), model_(model) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Add a network"));
  told_ = new TextLabel(themes, tr("Reading the network and trying it once…"), TextLabel::Tone::text, TypeSize::head);
  told_->setWordWrap(true);
  manifest_ = new QPlainTextEdit;
  manifest_->setAccessibleName(tr("Manifest"));
  manifest_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  manifest_->setLineWrapMode(QPlainTextEdit::NoWrap);
  manifest_->setEnabled(false);
  add_ = new QPushButton(tr("Save and add"));
  add_->setProperty("primary", true);
  add_->setDefault(true);
  add_->setEnabled(false);
  add_->setToolTip(tr("Writes the manifest beside the network's file and adds the black box"));
  auto* cancel = new QPushButton(tr("Cancel"));
  auto* buttons = new QHBoxLayout;
  buttons->addStretch(1);
  buttons->addWidget(cancel);
  buttons->addWidget(add_);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(16, 16, 16, 12);
  all->setSpacing(12);
  all->addWidget(new TextLabel(themes, QFileInfo(model).fileName(), TextLabel::Tone::text, TypeSize::title, true));
  all->addWidget(told_);
  all->addWidget(manifest_, 1);
  all->addLayout(buttons);
  resize(640, 560);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(add_, &QPushButton::clicked, this, &GuessDialog::save);
  worker_->ask<experiment::BoxGuess>(
      Worker::Lane::compute, this, QStringLiteral("guess"),
      [model](ReaderPort&, const std::stop_token&) { return experiment::guess_box(model.toStdString()); },
      [this](const Result<experiment::BoxGuess>& guess) { show_guess(guess); });
}

QString GuessDialog::told() const { return told_->text(); }

void GuessDialog::show_guess(const Result<experiment::BoxGuess>& guess) {
  if (!guess) {
    told_->setText(to_qt(guess.error().what) + u' ' + to_qt(guess.error().todo));
    return;
  }
  QString text = tr("%1. Look at what no file says before you add it:").arg(to_qt(guess->format)) + u'\n';
  text += lines_of(guess->unknown, QStringLiteral("•  "));
  told_->setText(text.trimmed());
  manifest_->setPlainText(to_qt(guess->manifest));
  manifest_->setEnabled(true);
  add_->setEnabled(true);
  manifest_->setFocus();
}

void GuessDialog::save() {
  const QFileInfo info(model_);
  const QString file = info.path() + u'/' + info.completeBaseName() + QStringLiteral(".json");
  const std::string text = manifest_->toPlainText().toStdString();
  add_->setEnabled(false);
  worker_->ask<std::monostate>(
      Worker::Lane::compute, this, QStringLiteral("save"),
      [file, text](ReaderPort&, const std::stop_token&) -> Result<std::monostate> {
        MLINK_TRY(experiment::write_manifest(text, file.toStdString()));
        return std::monostate();
      },
      [this, file](const Result<std::monostate>& done) {
        if (done) {
          Q_EMIT saved(file);
          accept();
          return;
        }
        told_->setText(to_qt(done.error().what) + u' ' + to_qt(done.error().todo));
        add_->setEnabled(true);
      });
}

}  // namespace mlink::ui
