// Strips in time: a lane per box and method, the curve of accuracy below, the playhead above. Click or drag seeks; Ctrl
// with the wheel zooms about the playhead, Ctrl with a drag to what was dragged over, a double click on the ruler shows
// all again: none of them moves the playhead in time. A click on a lane chooses its box. Frames that share a pixel are
// drawn as stacked shares. The old picture stays until the next strips are there. GUI thread only.
#pragma once

#include <QAbstractScrollArea>
#include <QImage>
#include <memory>
#include <optional>
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
  /// Whether frames share pixels, so that lanes show shares and not single frames.
  [[nodiscard]] bool shares_pixels() const;

  // Geometry in the viewport's coordinates; for tests and hover.
  [[nodiscard]] QRect axis_rect() const;  ///< of the time axis: ruler and lanes
  [[nodiscard]] double x_of(double seconds) const;
  [[nodiscard]] double seconds_at(double x) const;
  [[nodiscard]] QRect lane_rect(int group, int lane) const;
  [[nodiscard]] QRect curves_rect() const;
  [[nodiscard]] QRect title_rect(int group) const;  ///< of the words above a group's lanes
  [[nodiscard]] QRect trained_rect() const;         ///< of the words "trained here"; empty: there is no room for them
  /// Of the names at the curves' ends that there is room for, by their curves' order; none overlaps another.
  [[nodiscard]] std::vector<std::pair<std::string, QRectF>> end_labels() const;
  [[nodiscard]] QString hover_text(const QPoint& at) const;
  /// The moment of the playhead, and what each lane has there; for assistive technology.
  [[nodiscard]] QString spoken() const;

  void paint(QPainter& painter, const QRect& area) const;  ///< for exports
  [[nodiscard]] QSize sizeHint() const override { return {900, 300}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {360, 140}; }

 Q_SIGNALS:
  void seek_requested(double seconds);
  void step_requested(int direction);
  void lane_chosen(const QString& method, const QString& box);
  void shares_pixels_changed();

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
  [[nodiscard]] QString shares_text(const StripLane& lane, double x) const;
  [[nodiscard]] const StripColumns& columns() const;
  void redraw_lanes();
  void keep_images(const StripsData& before, const std::vector<Row>& rows, std::vector<QImage> images);
  [[nodiscard]] double y_of(double accuracy) const;
  [[nodiscard]] int right_width() const;
  [[nodiscard]] const QImage& lane_image(const Row& row, int height) const;
  void draw_ruler(QPainter& painter) const;
  void draw_title(QPainter& painter, const Row& row) const;
  void draw_lane(QPainter& painter, const Row& row) const;
  void draw_curves(QPainter& painter) const;
  void draw_end_labels(QPainter& painter) const;
  void draw_band(QPainter& painter) const;
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
  int right_ = 0;      ///< width beside the lanes, at their right
  double lowest_ = 0;  ///< accuracy at the foot of the curves
  bool dragging_ = false;
  double before_press_ = 0;                        ///< where the playhead was
  std::optional<std::pair<double, double>> band_;  ///< seconds that are dragged over, to be zoomed to
  bool shared_ = false;                            ///< as it was told last
  mutable std::vector<QImage> images_;             ///< a lane's picture by row; null: not drawn yet
  mutable std::optional<StripColumns> columns_;    ///< of the lanes as they stand; none: not looked up yet
};

}  // namespace mlink::ui
