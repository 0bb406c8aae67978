#include "ui/replay/playback.h"

#include <algorithm>
#include <cmath>

namespace mlink::ui {
namespace {
constexpr double kFastestTick = 0.016;  // as fast as a screen shows
// A way to the next moment that is a gap: seconds, and times the usual way.
constexpr double kShortestGap = 2;
constexpr double kGapFactor = 5;

double middle_step(const std::vector<double>& moments) {
  if (moments.size() < 2) return 0;
  std::vector<double> steps;
  for (std::size_t i = 1; i < moments.size(); ++i) steps.push_back(moments[i] - moments[i - 1]);
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  return *middle;
}

}  // namespace

Playback::Playback(QObject* parent) : QObject(parent) {
  timer_.setSingleShot(true);
  timer_.setTimerType(Qt::PreciseTimer);
  connect(&timer_, &QTimer::timeout, this, &Playback::tick);
}

void Playback::set_moments(std::vector<double> moments, double length) {
  const double at = position();
  moments_ = std::move(moments);
  length_ = length;
  usual_ = middle_step(moments_);
  index_ = index_at(at);
  if (moments_.empty()) pause();
  if (playing_) start_clock();
}

double Playback::position() const {
  return moments_.empty() ? 0 : moments_[static_cast<std::size_t>(std::min(index_, count() - 1))];
}

int Playback::index_at(double seconds) const {
  const auto after = std::upper_bound(moments_.begin(), moments_.end(), seconds + 1e-6);
  return after == moments_.begin() ? 0 : static_cast<int>(after - moments_.begin()) - 1;
}

void Playback::show(int index) {
  if (index == index_) return;
  index_ = index;
  Q_EMIT moved(position());
}

void Playback::play() {
  if (playing_ || moments_.empty()) return;
  if (index_ >= count() - 1) show(0);
  playing_ = true;
  figures_ = {};
  start_clock();
  Q_EMIT playing_changed(true);
}

void Playback::pause() {
  if (!playing_) return;
  playing_ = false;
  timer_.stop();
  Q_EMIT playing_changed(false);
}

void Playback::seek(double seconds) {
  if (moments_.empty()) return;
  show(index_at(std::clamp(seconds, 0.0, length_)));
  if (playing_) start_clock();
}

void Playback::step(int moments) {
  pause();
  if (!moments_.empty()) show(std::clamp(index_ + moments, 0, count() - 1));
}

void Playback::set_speed(double speed) {
  speed_ = std::max(speed, 0.0);
  if (playing_) start_clock();
}

bool Playback::before_gap() const {
  if (index_ + 1 >= count()) return false;
  return moments_[static_cast<std::size_t>(index_) + 1] - position() > std::max(kShortestGap, kGapFactor * usual_);
}

void Playback::start_clock() {
  begin_ = position();
  clock_.start();
  schedule();
}

void Playback::schedule() {
  if (speed_ == 0) return timer_.start(static_cast<int>(kFastestTick * 1000));
  const double next = before_gap()           ? position() + usual_
                      : index_ + 1 < count() ? moments_[static_cast<std::size_t>(index_) + 1]
                                             : length_;
  const double due = (next - begin_) / speed_ - static_cast<double>(clock_.nsecsElapsed()) / 1e9;
  timer_.start(std::max(0, static_cast<int>(std::ceil(due * 1000 - 0.5))));
}

void Playback::tick() {
  if (!playing_) return;
  const double elapsed = static_cast<double>(clock_.nsecsElapsed()) / 1e9;
  const double now = begin_ + elapsed * speed_ + 1e-3 * speed_;  // the timer's grain is a millisecond
  const bool end = speed_ == 0 ? index_ >= count() - 1 : now >= length_;
  if (end) {
    if (!loop_) return pause();
    show(0);
    return start_clock();
  }
  if (speed_ > 0 && before_gap() && now >= position() + usual_) {
    ++figures_.shown;
    show(index_ + 1);
    return start_clock();
  }
  const int next = speed_ == 0 ? index_ + 1 : index_at(now);
  if (next > index_) {
    if (speed_ > 0) {
      const double due = (moments_[static_cast<std::size_t>(next)] - begin_) / speed_;
      figures_.worst_ms = std::max(figures_.worst_ms, (elapsed - due) * 1000);
    }
    ++figures_.shown;
    figures_.skipped += next - index_ - 1;
    show(next);
  }
  if (playing_) schedule();
}

}  // namespace mlink::ui
