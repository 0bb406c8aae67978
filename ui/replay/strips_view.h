// Strips in time: a lane per box and method, the curve of accuracy below, the playhead above. Click or drag seeks, Ctrl
// and wheel zoom, a click on a lane chooses its box. The old picture stays until the next strips are there. GUI thread
// only.
#pragma once

#include <QAbstractScrollArea>
#include <QImage>
#include <memory>
#include <vector>

#include "ui/replay/strip_raster.h"

namespace mlink::ui {

class StripsView : public QAbstractScrollArea {
  Q_OBJECT
 public:
  explicit StripsView(const ThemeHolder& theme, QWidget* parent = nullptr);

  void set_strips(std::shared_ptr<const StripsData> strips);
  [[nodiscard]] const StripsData* strips() const { return strips_.get(); }
  void set_position(double seconds);
  [[nodiscard]] double position() const { return position_; }
  void set_box(const QString& box);       ///< the chosen box, its lanes are marked
  [[nodiscard]] int full_height() const;  ///< that lanes and curves can use at most
  void show_all();                        ///< undoes the zoom

  // Geometry in the viewport's coordinates; for tests and hover.
  [[nodiscard]] QRect axis_rect() const;  ///< of the time axis: ruler and lanes
  [[nodiscard]] double x_of(double seconds) const;
  [[nodiscard]] double seconds_at(double x) const;
  [[nodiscard]] QRect lane_rect(int group, int lane) const;
  [[nodiscard]] QRect curves_rect() const;
  [[nodiscard]] QRect title_rect(int group) const;  ///< of the words above a group's lanes
  [[nodiscard]] QRect trained_rect() const;         ///< of the words "trained here"; empty: there is no room for them

  void paint(QPainter& painter, const QRect& area) const;  ///< for exports
  [[nodiscard]] QSize sizeHint() const override { return {900, 300}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {360, 140}; }

 Q_SIGNALS:
  void seek_requested(double seconds);
  void step_requested(int direction);
  void lane_chosen(const QString& method, const QString& box);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool viewportEvent(QEvent* event) override;

 private:
  struct Row {
    int group = 0, lane = -1;  ///< lane -1: the group's title
    int y = 0, height = 0;     ///< in the content, below the ruler
  };
  void lay_out();
  void zoom(double factor, double at);
  void set_range(double from, double to);
  [[nodiscard]] QRect row_rect(const Row& row) const;
  [[nodiscard]] const Row* row_at(int y) const;
  [[nodiscard]] QRect playhead_rect(double seconds) const;
  [[nodiscard]] QString hover_text(const QPoint& at) const;
  [[nodiscard]] const QImage& lane_image(const Row& row, int height) const;
  void draw_ruler(QPainter& painter) const;
  void draw_title(QPainter& painter, const Row& row) const;
  void draw_lane(QPainter& painter, const Row& row) const;
  void draw_curves(QPainter& painter) const;
  void draw_playhead(QPainter& painter) const;
  void draw_trained(QPainter& painter) const;
  [[nodiscard]] static QString trained_text() { return tr("trained here"); }

  const ThemeHolder& theme_;
  std::shared_ptr<const StripsData> strips_;
  double position_ = 0;
  double from_ = 0, to_ = 1;
  QString box_;
  std::vector<Row> rows_;
  int content_height_ = 0, curves_height_ = 0;
  int right_ = 0;  ///< width of the figures at the right of the lanes
  bool dragging_ = false;
  mutable std::vector<QImage> images_;  ///< a lane's picture by row; null: not drawn yet
};

}  // namespace mlink::ui
