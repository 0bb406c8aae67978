// The pictures of a live run, one a source: what ran is drawn over them in solid lines, and a chip a box at the foot
// says its value, "~" what is predicted. A source that is lost says so over its last picture. GUI thread only.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/common/theme.h"
#include "ui/live/live_hub.h"

namespace mlink::ui {

/// One source in the grid.
struct LiveCell {
  QString name;
  LivePicture picture;
  QString problem;         ///< over the picture; empty: none
  bool removable = false;  ///< a cross takes it out of the choice
};

class LiveGrid : public QWidget {
  Q_OBJECT
 public:
  explicit LiveGrid(const ThemeHolder& themes, QWidget* parent = nullptr);
  /// order: names as a person knows their places; those that are not there come behind.
  void set_sources(const QStringList& names, bool removable, const QStringList& order = {});
  void set_picture(LivePicture picture);  ///< of a source that is not there: nothing happens
  void set_problem(const QString& source, const QString& problem);
  void clear_problems();
  [[nodiscard]] const std::vector<LiveCell>& cells() const { return cells_; }
  /// Places of the pictures in device pixels, by source.
  [[nodiscard]] std::vector<QSize> picture_sizes() const;
  [[nodiscard]] QRect cell_rect(int source) const;
  [[nodiscard]] QRectF cross_rect(int source) const;
  /// Of each chip; none where there is no room for it.
  [[nodiscard]] std::vector<QRectF> chip_rects(int source) const;
  /// Whether chips say how sure a prediction is: only where all of them fit so.
  [[nodiscard]] bool says_chances(int source) const;
  [[nodiscard]] QSize sizeHint() const override { return {640, 420}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {320, 160}; }

 Q_SIGNALS:
  void remove_wanted(int source);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void lay_out();
  void describe();
  [[nodiscard]] QRectF picture_rect(int source) const;
  void draw_cell(QPainter& painter, int source) const;
  void draw_problem(QPainter& painter, const LiveCell& cell, const QRectF& area) const;
  void draw_chips(QPainter& painter, int source) const;
  [[nodiscard]] std::vector<QRectF> place_chips(int source, bool chances, int& rows) const;

  const ThemeHolder& themes_;
  std::vector<LiveCell> cells_;
  std::vector<QRect> rects_;         ///< by place
  std::vector<std::size_t> places_;  ///< by source
  double shape_ = 0.75;              ///< height by width of the first picture that came
};

}  // namespace mlink::ui
