// The picture of one camera with what the boxes saw and what is predicted: solid lines for a box that is run, dashed
// lines for the exact output of one that is not, a chip a box with its value. Also the grid of all cameras. GUI thread
// only.
#pragma once

#include <QImage>
#include <QWidget>
#include <optional>
#include <vector>

#include "ui/common/pose_lines.h"
#include "ui/common/theme.h"
#include "ui/replay/replay_data.h"

namespace mlink::ui {

/// What one box adds to a picture.
struct PictureOverlay {
  Marks marks;
  bool run = false;  ///< solid; else dashed
};
/// One box's value at the picture's foot.
struct PictureChip {
  QString box;
  QString text;                    ///< "persons ~3.2, exact 3"
  std::optional<Outcome> outcome;  ///< none: not evaluated (trained here), only the exact value is known
  bool lines = false;              ///< its lines are drawn, so the chip shows a sample of them
};
struct ShownPicture {
  QImage image;
  QString camera, moment;  ///< chips at the top
  std::vector<PictureOverlay> overlays;
  std::vector<PictureChip> chips;
  QString problem;  ///< instead of a picture
};

class PictureView : public QWidget {
  Q_OBJECT
 public:
  explicit PictureView(const ThemeHolder& theme, QWidget* parent = nullptr);
  void show_picture(ShownPicture picture);
  [[nodiscard]] const ShownPicture& shown() const { return shown_; }
  [[nodiscard]] QRectF picture_rect() const;
  [[nodiscard]] QRectF chip_rect(int index) const;  ///< for clicks and tests
  void set_box(const QString& box);
  void paint(QPainter& painter) const;
  [[nodiscard]] QSize sizeHint() const override { return {560, 400}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {320, 200}; }

 Q_SIGNALS:
  void box_chosen(const QString& box);
  void clicked();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  [[nodiscard]] std::vector<QRectF> chip_rects() const;
  void draw_chips(QPainter& painter) const;
  void draw_chip(QPainter& painter, const PictureChip& chip, const QRectF& rect) const;

  const ThemeHolder& theme_;
  ShownPicture shown_;
  QString box_;
  mutable QImage scaled_;  ///< of shown_.image, at the place's device pixels
};

/// One camera in the grid.
struct CameraCell {
  QString name;
  QImage image;
  std::optional<Outcome> outcome;  ///< of the chosen box
  bool problem = false;
  std::vector<PictureOverlay> overlays;  ///< drawn where the cell is large enough
  QString away;                          ///< instead of a picture: why there is none at this moment
};

class CameraGrid : public QWidget {
  Q_OBJECT
 public:
  explicit CameraGrid(const ThemeHolder& theme, QWidget* parent = nullptr);
  void set_cells(std::vector<CameraCell> cells);
  void set_current(int camera);
  [[nodiscard]] int current() const { return current_; }
  void set_foot(const QString& box);  ///< the chosen box's name: "persons right, wrong, 5 of 6 right"
  [[nodiscard]] QRect cell_rect(int camera) const;
  [[nodiscard]] QSize sizeHint() const override { return {300, 400}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {150, 120}; }

 Q_SIGNALS:
  void chosen(int camera);
  void opened(int camera);  ///< double click or Enter

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void lay_out();
  void choose(int camera);
  [[nodiscard]] int camera_at(const QPoint& at) const;
  void draw_cell(QPainter& painter, int camera) const;
  void draw_foot(QPainter& painter) const;

  const ThemeHolder& theme_;
  std::vector<CameraCell> cells_;
  std::vector<QRect> rects_;
  int columns_ = 1;
  int current_ = 0;
  QString box_;
  struct Scaled {
    qint64 key = 0;  ///< of the image that it was made from
    QImage image;
  };
  mutable std::vector<Scaled> scaled_;  ///< by camera
};

}  // namespace mlink::ui
