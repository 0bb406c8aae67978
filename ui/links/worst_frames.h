// Frames with the largest error as small pictures: the source's marks solid, the target's exact marks dashed.
#pragma once

#include <QImage>
#include <QWidget>
#include <vector>

#include "ui/common/selection.h"
#include "ui/common/theme.h"
#include "ui/common/worker.h"
#include "ui/links/agreement.h"

namespace mlink::ui {

class WorstFrames : public QWidget {
  Q_OBJECT
 public:
  WorstFrames(const ThemeHolder& themes, Worker* worker, QWidget* parent = nullptr);

  static constexpr std::size_t kMost = 40;  ///< frames shown

  /// worst: frames of the detail, worst first; cameras and boxes by the overview.
  void set_detail(std::shared_ptr<const LinkDetail> detail, const std::vector<LinkFrame>& worst,
                  const ExperimentDataPtr& data);
  void clear();
  void set_chosen(const std::optional<FrameChoice>& frame);
  [[nodiscard]] int shown() const { return static_cast<int>(places().size()); }
  [[nodiscard]] bool ready() const { return open_ == 0; }
  [[nodiscard]] QSize sizeHint() const override { return {400, 180}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {160, 150}; }

 Q_SIGNALS:
  void frame_chosen(const ui::FrameChoice& frame);
  void frame_opened(const ui::FrameChoice& frame);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;

 private:
  struct Item {
    LinkFrame frame;
    FrameChoice choice;
    RowId camera = 0;  ///< the overview's, and its own number of the frame
    std::int64_t ordinal = 0;
    QImage image;  ///< with its marks, in pixels of the screen
    QSize asked;   ///< pixels that were asked for; empty: not asked
  };
  [[nodiscard]] std::vector<QRect> places() const;  ///< of the pictures that fit
  [[nodiscard]] static QString place_text(const Item& item);
  [[nodiscard]] int item_at(const QPoint& at) const;
  void ask();
  [[nodiscard]] int item_of(const std::optional<FrameChoice>& frame) const;
  void paint_item(QPainter& painter, const QRect& place, const Item& item) const;

  const ThemeHolder& themes_;
  Worker* worker_;
  std::shared_ptr<const LinkDetail> detail_;
  std::vector<Item> items_;
  RowId source_box_ = 0, target_box_ = 0;
  std::optional<FrameChoice> chosen_;
  int open_ = 0;
};

/// Draws marks over a picture: light lines on a dark outline; dashed: exact values of a box that is not run.
void draw_marks(QPainter& painter, const QRectF& picture, const Marks& marks, bool dashed, const QColor& colour);

}  // namespace mlink::ui
