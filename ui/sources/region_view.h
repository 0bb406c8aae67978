// A picture on which the mouse draws a region: dragging on the picture begins a new one, handles and edges correct it,
// dragging inside moves it. Arrows move it by a pixel, Shift+arrows resize it, Ctrl makes either ten. The regions that
// are there already are drawn with their names. All rectangles are in pixels of the picture. GUI thread only.
#pragma once

#include <QImage>
#include <QWidget>
#include <optional>
#include <vector>

#include "ui/common/theme.h"

namespace mlink::ui {

struct NamedRegion {
  QString name;
  QRect place;
};

class RegionView : public QWidget {
  Q_OBJECT
 public:
  explicit RegionView(const ThemeHolder& themes, QWidget* parent = nullptr);

  /// `size`: of the picture in the file; the image may be smaller.
  void set_picture(const QImage& image, const QSize& size);
  /// What stands in the picture's place while there is none.
  void set_note(const QString& note);
  void set_others(std::vector<NamedRegion> others);
  /// Cut to the picture; an empty one is none.
  void set_region(const QRect& region);
  [[nodiscard]] QRect region() const { return region_; }
  [[nodiscard]] QSize picture_size() const { return size_; }

  /// Where the picture is drawn, and where a point of it is.
  [[nodiscard]] QRectF shown() const;
  [[nodiscard]] QPointF to_view(const QPointF& pixel) const;
  [[nodiscard]] QSize sizeHint() const override { return {720, 480}; }

 Q_SIGNALS:
  void region_changed(const QRect& region);  ///< by mouse or keys

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  /// Which sides of the region a place of the view takes hold of.
  struct Hold {
    bool left = false, right = false, top = false, bottom = false, inside = false;
    [[nodiscard]] bool any() const { return left || right || top || bottom || inside; }
  };
  [[nodiscard]] QPoint to_picture(const QPointF& at) const;
  [[nodiscard]] Hold hold_at(const QPointF& at) const;
  [[nodiscard]] QRectF in_view(const QRect& region) const;
  [[nodiscard]] QRect moved(const QPoint& by) const;
  void change(const QRect& region);
  void draw_region(QPainter& painter) const;
  void show_cursor(const Hold& hold);

  const ThemeHolder& themes_;
  QImage image_;
  QSize size_;
  QString note_;
  std::vector<NamedRegion> others_;
  QRect region_;
  // While the mouse is down:
  std::optional<QPoint> from_;  ///< of the picture, where it went down
  Hold hold_;
  QRect before_;
};

}  // namespace mlink::ui
