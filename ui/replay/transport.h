// The row below the picture: step, play, loop, speed, time, which pictures, which overlays. GUI thread only.
#pragma once

#include <QWidget>

#include "ui/common/widgets.h"
#include "ui/replay/playback.h"

class QComboBox;
class QToolButton;

namespace mlink::ui {

enum class OverlayChoice { both, predicted, exact, none };

class Transport : public QWidget {
  Q_OBJECT
 public:
  Transport(const ThemeHolder& theme, Playback* playback, QWidget* parent = nullptr);
  void set_cameras(int count);
  void set_narrow(bool narrow);  ///< 1280 pixels: fewer speeds, short words, "frame" as a third choice
  void set_tight(bool tight);    ///< 1024 pixels: without the length, which the strips tell, too
  [[nodiscard]] OverlayChoice overlays() const;
  [[nodiscard]] Segmented* views() const { return views_; }
  [[nodiscard]] Segmented* speeds() const { return speeds_; }
  [[nodiscard]] QToolButton* play_button() const { return play_; }

 Q_SIGNALS:
  void view_chosen(int view);  ///< 0 one camera, 1 all, 2 this frame (narrow only)
  void overlays_chosen();

 private:
  QToolButton* button(const QString& icon, const QString& tip);
  void show_time();
  void show_playing(bool playing);
  void take_speed(int index);
  void name_views();

  const ThemeHolder& theme_;
  Playback* playback_;
  QToolButton* play_;
  QToolButton* loop_;
  Segmented* speeds_;
  Segmented* views_;
  TextLabel* now_;
  TextLabel* length_;
  TextLabel* show_;
  QComboBox* overlays_;
  int cameras_ = 0;                ///< not told yet
  QVector<int> view_of_{0, 1, 2};  ///< of the choices that views_ shows
  bool narrow_ = false;
};

/// "1:06.5" for 66.5 s, "0:08.0", "1:02:03.5".

}  // namespace mlink::ui
