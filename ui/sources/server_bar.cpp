#include "ui/sources/server_bar.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QFontDatabase>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QShortcut>

#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

constexpr int kManifestHeight = 84;

QString error_text(const Error& error) {
  QStringList parts{to_qt(error.what), to_qt(error.todo), to_qt(error.path)};
  parts.removeAll(QString());
  return parts.join(u' ');
}

/// As people type it, with or without the protocol in front.
QString whole_address(const QString& typed) {
  const QString text = typed.trimmed();
  return text.isEmpty() || text.contains(QLatin1String("://")) ? text : QStringLiteral("grpc://") + text;
}

/// Beside the experiment, called as the box; none of that name is there yet.
QString free_file(const QString& experiment, const QString& manifest) {
  QString name = QJsonDocument::fromJson(manifest.toUtf8()).object().value(QLatin1String("name")).toString();
  static const QRegularExpression unusual(QStringLiteral("[^\\w.-]"));
  name.remove(unusual);
  if (name.isEmpty()) name = QStringLiteral("box");
  const QString base = QFileInfo(experiment).absolutePath() + u'/' + name;
  QString file = base + QStringLiteral(".json");
  for (int number = 2; QFileInfo::exists(file); ++number) file = base + QStringLiteral("-%1.json").arg(number);
  return file;
}

}  // namespace

ServerBar::ServerBar(const ThemeHolder& themes, Worker* worker, QWidget* parent)
    : QWidget(parent), themes_(themes), worker_(worker) {
  build();
  auto* escape = new QShortcut(QKeySequence(Qt::Key_Escape), this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
  connect(escape, &QShortcut::activated, this, &ServerBar::close_bar);
  connect(cancel_, &QPushButton::clicked, this, &ServerBar::close_bar);
  connect(ask_, &QPushButton::clicked, this, &ServerBar::ask);
  connect(add_, &QPushButton::clicked, this, &ServerBar::save);
  for (QLineEdit* field : {address_, certificates_, token_}) {
    connect(field, &QLineEdit::returnPressed, this, &ServerBar::ask);
    // What another server said is not this one's.
    connect(field, &QLineEdit::textChanged, this, [this] { show_manifest(false); });
  }
  connect(file_, &QLineEdit::returnPressed, this, &ServerBar::save);
  connect(worker_, &Worker::opened, this, &ServerBar::close_bar);
  connect(&themes_, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
  show_manifest(false);
  hide();
}

QLineEdit* ServerBar::path_field(const QString& name, const QString& placeholder, const QString& tip) {
  auto* field = new QLineEdit;
  field->setAccessibleName(name);
  field->setPlaceholderText(placeholder);
  field->setToolTip(tip);
  return field;
}

QPushButton* ServerBar::chooser(QLineEdit* field, const QString& title, bool saves) {
  auto* button = new QPushButton(QStringLiteral("…"));
  button->setFixedWidth(30);
  button->setToolTip(title);
  button->setAccessibleName(title);
  connect(button, &QPushButton::clicked, this, [this, field, title, saves] {
    auto* dialog = new QFileDialog(this, title, saves ? field->text() : QString());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(saves ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    dialog->setFileMode(saves ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, field, &QLineEdit::setText);
    dialog->open();
  });
  return button;
}

void ServerBar::build() {
  const auto label = [this](const QString& text, TextLabel::Tone tone = TextLabel::Tone::second) {
    return new TextLabel(themes_, text, tone, TypeSize::head);
  };
  address_ =
      path_field(tr("Address of the model"), QStringLiteral("grpc://host:8001/model"),
                 tr("Host, port and model of a server that speaks the Open Inference Protocol: Triton, MLServer, "
                    "KServe. grpcs:// is encrypted."));
  certificates_ = path_field(tr("Certificates"), tr("the system's"),
                             tr("File of the certificates of who signed the server's, for grpcs://"));
  token_ = path_field(tr("Token file"), tr("none"), tr("File with the token that goes with each call"));
  file_ = path_field(tr("Manifest's file"), {}, tr("Where the manifest is saved"));
  ask_ = new QPushButton(tr("Ask"));
  ask_->setToolTip(tr("Asks the server what the model takes and gives"));
  told_ = label({}, TextLabel::Tone::text);
  wrong_ = label({}, TextLabel::Tone::error);
  for (TextLabel* text : {told_, wrong_}) {
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  }
  manifest_ = new QPlainTextEdit;
  manifest_->setAccessibleName(tr("Manifest"));
  manifest_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  manifest_->setLineWrapMode(QPlainTextEdit::NoWrap);
  manifest_->setTabChangesFocus(true);
  manifest_->setMinimumHeight(kManifestHeight);
  add_ = new QPushButton(tr("Save and add"));
  add_->setProperty("primary", true);
  cancel_ = new QPushButton(tr("Cancel"));
  auto* fields = new QGridLayout;
  fields->setHorizontalSpacing(8);
  fields->setVerticalSpacing(6);
  fields->addWidget(label(tr("Address")), 0, 0);
  fields->addWidget(address_, 0, 1, 1, 4);
  fields->addWidget(ask_, 0, 5);
  fields->addWidget(label(tr("Certificates")), 1, 0);
  fields->addWidget(certificates_, 1, 1);
  fields->addWidget(chooser(certificates_, tr("Choose the file of certificates"), false), 1, 2);
  fields->addWidget(label(tr("Token file")), 1, 3);
  fields->addWidget(token_, 1, 4);
  fields->addWidget(chooser(token_, tr("Choose the file with the token"), false), 1, 5, Qt::AlignLeft);
  fields->setColumnStretch(1, 1);
  fields->setColumnStretch(4, 1);
  place_ = new QWidget;
  auto* place = new QHBoxLayout(place_);
  place->setContentsMargins(0, 0, 0, 0);
  place->setSpacing(8);
  place->addWidget(label(tr("Save as")));
  place->addWidget(file_, 1);
  place->addWidget(chooser(file_, tr("Choose where the manifest is saved"), true));
  auto* buttons = new QHBoxLayout;
  buttons->addStretch(1);
  buttons->addWidget(cancel_);
  buttons->addWidget(add_);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(space::cell_side, 8, space::cell_side, 8);
  all->setSpacing(6);
  all->addWidget(
      new TextLabel(themes_, tr("A black box on an inference server"), TextLabel::Tone::text, TypeSize::text, true));
  all->addLayout(fields);
  all->addWidget(wrong_);
  all->addWidget(told_);
  all->addWidget(manifest_, 1);
  all->addWidget(place_);
  all->addLayout(buttons);
}

void ServerBar::open() {
  const bool was_open = isVisibleTo(parentWidget());
  show();
  address_->setFocus(Qt::OtherFocusReason);
  address_->selectAll();
  if (!was_open) Q_EMIT toggled(true);
}

void ServerBar::close_bar() {
  worker_->forget(this);
  const bool was_open = isVisibleTo(parentWidget());
  show_manifest(false);
  hide();
  if (was_open) Q_EMIT toggled(false);
}

QString ServerBar::told() const { return told_->text(); }
QString ServerBar::wrong() const { return wrong_->text(); }

void ServerBar::tell_wrong(const QString& what) {
  wrong_->setText(what);
  wrong_->setVisible(!what.isEmpty());
}

void ServerBar::show_manifest(bool there) {
  if (!there) {
    worker_->forget(this);
    manifest_->clear();
    told_->clear();
    tell_wrong({});
  }
  ask_->setEnabled(true);
  told_->setVisible(!told_->text().isEmpty());
  manifest_->setVisible(there);
  place_->setVisible(there);
  add_->setEnabled(there);
  Q_EMIT manifest_shown(there);
}

void ServerBar::ask() {
  show_manifest(false);
  const QString address = whole_address(address_->text());
  if (address.isEmpty()) return tell_wrong(tr("Type the address of a model: grpc://host:8001/model"));
  told_->setText(tr("Asking %1…").arg(address));
  told_->show();
  address_->setFocus(Qt::OtherFocusReason);  // a button that is off has none, and the keys would be another's
  ask_->setEnabled(false);
  worker_->ask<experiment::BoxGuess>(
      Worker::Lane::pictures, this, QStringLiteral("server"),
      [address = address.toStdString(), ca = certificates_->text().trimmed().toStdString(),
       token = token_->text().trimmed().toStdString()](ReaderPort&, const std::stop_token&) {
        return experiment::guess_box(address, {}, ca, token);
      },
      [this, address](const Result<experiment::BoxGuess>& guess) { show_guess(address, guess); });
}

void ServerBar::show_guess(const QString& asked, const Result<experiment::BoxGuess>& guess) {
  if (!guess) {
    show_manifest(false);
    tell_wrong(error_text(guess.error()));
    return;
  }
  const auto list = [](const std::vector<std::string>& names) {
    QStringList all;
    for (const auto& name : names) all << to_qt(name);
    return all.join(QStringLiteral(", "));
  };
  QString text = tr("%1 answers. It takes %2 and gives %3.").arg(asked, list(guess->inputs), list(guess->outputs));
  if (!guess->unknown.empty()) text += u' ' + tr("Look at what it does not say before you add it:");
  for (const auto& line : guess->unknown) text += QStringLiteral("\n•  ") + to_qt(line);
  told_->setText(text);
  manifest_->setPlainText(to_qt(guess->manifest));
  file_->setText(free_file(worker_->file(), manifest_->toPlainText()));
  show_manifest(true);
  manifest_->setFocus(Qt::OtherFocusReason);
}

void ServerBar::save() {
  if (!add_->isEnabled()) return;
  const QString file = QFileInfo(file_->text().trimmed()).absoluteFilePath();
  if (file_->text().trimmed().isEmpty()) return tell_wrong(tr("Say where the manifest is saved."));
  add_->setEnabled(false);
  tell_wrong({});
  worker_->ask<std::monostate>(
      Worker::Lane::pictures, this, QStringLiteral("save"),
      [file, text = manifest_->toPlainText().toStdString()](ReaderPort&,
                                                            const std::stop_token&) -> Result<std::monostate> {
        MLINK_TRY(experiment::write_manifest(text, file.toStdString()));
        return std::monostate();
      },
      [this, file](const Result<std::monostate>& done) {
        add_->setEnabled(true);
        if (!done) {
          tell_wrong(error_text(done.error()));
          return file_->setFocus(Qt::OtherFocusReason);
        }
        close_bar();
        Q_EMIT saved(file);
      });
}

void ServerBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), themes_.theme().sunken);
  painter.fillRect(QRect(0, height() - 1, width(), 1), themes_.theme().line);
}

}  // namespace mlink::ui
