#include "ui/replay/transport.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QToolButton>
#include <cmath>

#include "ui/common/icons.h"
#include "ui/replay/paint.h"

namespace mlink::ui {
namespace {
constexpr double kSpeeds[] = {0.25, 0.5, 1, 4, 0};
constexpr double kNarrowSpeeds[] = {0.5, 1, 4};

QStringList speed_names(bool narrow) {
  const QStringList all{QStringLiteral("¼×"), QStringLiteral("½×"), QStringLiteral("1×"), QStringLiteral("4×"),
                        Transport::tr("max")};
  return narrow ? all.mid(1, 3) : all;
}
}  // namespace

Transport::Transport(const ThemeHolder& theme, Playback* playback, QWidget* parent)
    : QWidget(parent), theme_(theme), playback_(playback) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(8, 5, 8, 5);
  row->setSpacing(6);
  auto* back = button(QStringLiteral("back"), tr("Frame back (,)"));
  play_ = button(QStringLiteral("play"), tr("Play (Space)"));
  auto* next = button(QStringLiteral("next"), tr("Frame on (.)"));
  loop_ = button(QStringLiteral("loop"), tr("Play again from the start"));
  loop_->setCheckable(true);
  speeds_ = new Segmented(theme, speed_names(false));
  speeds_->setAccessibleName(tr("Speed"));
  speeds_->set_current(2);
  now_ = new TextLabel(theme, moment_text(0), TextLabel::Tone::text, TypeSize::text, true);
  length_ = new TextLabel(theme, {}, TextLabel::Tone::second);
  show_ = new TextLabel(theme, tr("Show"), TextLabel::Tone::second, TypeSize::head);
  views_ = new Segmented(theme, {tr("one camera"), tr("all")});
  views_->setAccessibleName(tr("Pictures"));
  for (Segmented* choices : {speeds_, views_}) choices->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  overlays_ = new QComboBox;
  overlays_->setAccessibleName(tr("Drawn over the picture"));
  overlays_->addItems({tr("exact and predicted"), tr("what is run"), tr("exact"), tr("picture only")});
  for (QWidget* widget : {static_cast<QWidget*>(back), static_cast<QWidget*>(play_), static_cast<QWidget*>(next),
                          static_cast<QWidget*>(loop_)})
    row->addWidget(widget);
  row->addSpacing(6);
  row->addWidget(speeds_);
  row->addSpacing(6);
  row->addWidget(now_);
  row->addWidget(length_);
  row->addStretch(1);
  row->addWidget(show_);
  row->addWidget(views_);
  row->addWidget(overlays_);
  connect(back, &QToolButton::clicked, playback, [playback] { playback->step(-1); });
  connect(next, &QToolButton::clicked, playback, [playback] { playback->step(1); });
  connect(play_, &QToolButton::clicked, playback, &Playback::toggle);
  connect(loop_, &QToolButton::toggled, playback, &Playback::set_loop);
  connect(speeds_, &Segmented::changed, this, &Transport::take_speed);
  connect(views_, &Segmented::changed, this, [this](int index) { Q_EMIT view_chosen(view_of_.value(index)); });
  connect(overlays_, &QComboBox::currentIndexChanged, this, &Transport::overlays_chosen);
  connect(playback, &Playback::moved, this, &Transport::show_time);
  connect(playback, &Playback::playing_changed, this, &Transport::show_playing);
}

QToolButton* Transport::button(const QString& icon, const QString& tip) {
  auto* button = new QToolButton;
  button->setIcon(themed_icon(icon, theme_));
  button->setIconSize({18, 18});
  button->setFixedSize(30, 26);
  button->setAutoRaise(true);
  button->setToolTip(tip);
  button->setAccessibleName(tip);
  return button;
}

void Transport::show_time() {
  now_->setText(moment_text(playback_->position()));
  length_->setText(tr("of %1").arg(moment_text(playback_->length())));
}

void Transport::set_tight(bool tight) {
  length_->setVisible(!tight);
  layout()->setSpacing(tight ? 4 : 6);
}

void Transport::show_playing(bool playing) {
  play_->setIcon(themed_icon(playing ? QStringLiteral("pause") : QStringLiteral("play"), theme_));
  const QString tip = playing ? tr("Pause (Space)") : tr("Play (Space)");
  play_->setToolTip(tip);
  play_->setAccessibleName(tip);
}

void Transport::take_speed(int index) { playback_->set_speed(narrow_ ? kNarrowSpeeds[index] : kSpeeds[index]); }

void Transport::name_views() {
  const QStringList words{tr("none"), tr("one"), tr("two"), tr("three"), tr("four"), tr("five"), tr("six")};
  QStringList names;
  view_of_ = {0, 1, 2};
  if (narrow_ && cameras_ == 1) {
    names = {tr("picture"), tr("frame")};
    view_of_ = {0, 2};
  } else if (narrow_) {
    names = {tr("one"), tr("all"), tr("frame")};
  } else {
    names = {tr("one camera"), cameras_ < 7 ? tr("all %1").arg(words[cameras_]) : tr("all %1").arg(cameras_)};
  }
  // the only camera is no choice
  views_->setVisible(narrow_ || cameras_ != 1);
  views_->set_names(names);
}

void Transport::set_cameras(int count) {
  cameras_ = count;
  name_views();
  show_time();
}

void Transport::set_narrow(bool narrow) {
  if (narrow == narrow_) return;
  narrow_ = narrow;
  const double speed = playback_->speed();
  {
    const QSignalBlocker quiet(speeds_);
    speeds_->set_names(speed_names(narrow));
    for (int i = 0; i < (narrow ? 3 : 5); ++i) {
      if ((narrow ? kNarrowSpeeds[i] : kSpeeds[i]) == speed) speeds_->set_current(i);
    }
  }
  name_views();
  show_->setVisible(!narrow);
  overlays_->setVisible(!narrow);
}

OverlayChoice Transport::overlays() const { return static_cast<OverlayChoice>(std::max(overlays_->currentIndex(), 0)); }

}  // namespace mlink::ui
