// The clock of the replay: which moment is shown while it plays. Time comes from a monotonic clock, never from counted
// ticks, so that a slow picture is skipped and the replay is not late. GUI thread only.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <optional>
#include <vector>

#include "base/rooms.h"

namespace mlink::ui {

/// How punctual the last playing was.
struct PlaybackFigures {
  int shown = 0;        ///< moments told by moved()
  int skipped = 0;      ///< moments passed over, because the next one was due already
  double worst_ms = 0;  ///< largest delay between the due time of a moment and its moved()
};

class Playback : public QObject {
  Q_OBJECT
 public:
  explicit Playback(QObject* parent = nullptr);

  /// Moments to show: begin of each frame in seconds, ascending; `length`: end of the last one.
  /// Where nothing is recorded for long (files that do not follow one another at once) playing goes on at the next.
  void set_moments(std::vector<double> moments, double length);
  [[nodiscard]] bool empty() const { return moments_.empty(); }
  [[nodiscard]] double position() const;  ///< begin of the moment shown; 0 when empty
  [[nodiscard]] int index() const { return index_; }
  [[nodiscard]] std::optional<double> moment(int index) const {
    return index >= 0 && index < count() ? std::optional(moments_[static_cast<std::size_t>(index)]) : std::nullopt;
  }
  [[nodiscard]] int count() const { return static_cast<int>(moments_.size()); }
  [[nodiscard]] double length() const { return length_; }
  [[nodiscard]] bool playing() const { return playing_; }
  [[nodiscard]] double speed() const { return speed_; }
  [[nodiscard]] bool loop() const { return loop_; }
  [[nodiscard]] const PlaybackFigures& figures() const { return figures_; }

  void play();
  void pause();
  void toggle() { playing_ ? pause() : play(); }
  void seek(double seconds);     ///< to the moment that is shown then
  void step(int moments);        ///< pauses
  void set_speed(double speed);  ///< 1: as filmed; 0: as fast as pictures can be painted
  void set_loop(bool loop) { loop_ = loop; }

 Q_SIGNALS:
  void moved(double seconds);
  void playing_changed(bool playing);

 private:
  void tick();
  void start_clock();
  void schedule();
  [[nodiscard]] int index_at(double seconds) const;
  void show(int index);
  [[nodiscard]] bool before_gap() const;  ///< nothing is recorded from the moment shown to the next

  std::vector<double> moments_;
  double length_ = 0;
  double usual_ = 0;  ///< from a moment to the next
  int index_ = 0;
  bool playing_ = false, loop_ = false;
  double speed_ = 1;
  double begin_ = 0;  ///< position at the start of the clock
  QElapsedTimer clock_;
  QTimer timer_;
  PlaybackFigures figures_;
};

}  // namespace mlink::ui
