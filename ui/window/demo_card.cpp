#include "ui/window/demo_card.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>
#include <QVBoxLayout>

#include "ui/common/icons.h"

namespace mlink::ui {
namespace {

constexpr QSize kPicture{104, 60};
constexpr int kEdge = 10;

}  // namespace

DemoCard::DemoCard(const ThemeHolder& themes, const QString& name, const QString& title, const QString& sentence)
    : themes_(themes), name_(name), title_(title) {
  auto* words = new TextLabel(themes, sentence, TextLabel::Tone::second, TypeSize::head);
  words->setWordWrap(true);
  said_ = new TextLabel(themes, {}, TextLabel::Tone::second, TypeSize::head);
  said_->setWordWrap(true);
  said_->setAccessibleName(tr("State of the demo %1").arg(name));
  bar_ = new QProgressBar;
  bar_->setRange(0, 1000);
  bar_->setTextVisible(false);
  bar_->setFixedHeight(5);
  button_ = new QPushButton;
  auto* column = new QVBoxLayout;
  column->setSpacing(3);
  column->addStretch(1);
  column->addWidget(new TextLabel(themes, title, TextLabel::Tone::text, TypeSize::text, true));
  column->addWidget(words);
  column->addWidget(said_);
  column->addWidget(bar_);
  column->addStretch(1);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kEdge + kPicture.width() + 12, kEdge, 12, kEdge);
  row->setSpacing(12);
  row->addLayout(column, 1);
  row->addWidget(button_);
  setMinimumHeight(kPicture.height() + 2 * kEdge);
  setAccessibleName(title);
  connect(button_, &QPushButton::clicked, this, &DemoCard::press);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
  show_state();
}

void DemoCard::set_state(State state) {
  state_ = state;
  show_state();
}

void DemoCard::set_progress(const QString& doing, double share) {
  doing_ = doing;
  bar_->setRange(0, share < 0 ? 0 : 1000);
  if (share >= 0) bar_->setValue(static_cast<int>(share * 1000));
  show_state();
}

void DemoCard::set_error(const QString& text) {
  error_ = text;
  show_state();
}

void DemoCard::set_picture(const QImage& picture) {
  picture_ = picture;
  update();
}

void DemoCard::show_state() {
  const bool making = state_ == State::making || state_ == State::stopping;
  const bool wrong = !error_.isEmpty() && !making;
  bar_->setVisible(making);
  QString said = making ? doing_ : error_;
  if (said.isEmpty() && state_ == State::absent) said = tr("Made here once: fetches about 150 MB, takes some minutes.");
  if (said.isEmpty() && state_ == State::begun) said = tr("Not finished. What is done is kept.");
  said_->setText(said);
  said_->set_tone(wrong ? TextLabel::Tone::error : TextLabel::Tone::second);
  said_->setVisible(!said.isEmpty());
  button_->setText(making                   ? tr("Stop")
                   : state_ == State::made  ? tr("Open %1").arg(name_)
                   : state_ == State::begun ? tr("Go on")
                   : wrong                  ? tr("Try again")
                                            : tr("Make %1").arg(name_));
  button_->setEnabled(state_ != State::stopping && state_ != State::waiting);
  button_->setToolTip(state_ == State::waiting ? tr("Another demo is being made.")
                      : making                 ? tr("What is finished is kept.")
                                               : QString());
  button_->setAccessibleName(button_->text() + QStringLiteral(", ") + title_);
  button_->setProperty("primary", state_ == State::made);
  button_->update();
}

void DemoCard::press() {
  if (state_ == State::made)
    Q_EMIT open_wanted(name_);
  else if (state_ == State::making)
    Q_EMIT stop_wanted();
  else
    Q_EMIT make_wanted(name_);
}

void DemoCard::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  painter.fillRect(rect(), t.panel);
  painter.setPen(t.line);
  painter.drawRect(rect().adjusted(0, 0, -1, -1));
  const QRect place(QPoint(kEdge, (height() - kPicture.height()) / 2), kPicture);
  painter.fillRect(place, picture_.isNull() ? t.sunken : t.well);
  if (picture_.isNull()) {
    draw_icon(painter, QStringLiteral("sources"), QRectF(place.center().x() - 10, place.center().y() - 10, 20, 20),
              t.disabled);
    return;
  }
  QRect inner(QPoint(), picture_.size().scaled(kPicture, Qt::KeepAspectRatio));
  inner.moveCenter(place.center());
  painter.drawImage(inner, picture_);
}

}  // namespace mlink::ui
