// The last minute of a live run: time per frame, memory of the boxes, agreement where verified, each beside what it has
// to keep to. GUI thread only.
#pragma once

#include <QWidget>
#include <array>

#include "experiment/live_figures.h"
#include "ui/charts/line_chart.h"
#include "ui/common/widgets.h"

namespace mlink::ui {

class LiveCurves : public QWidget {
  Q_OBJECT
 public:
  enum Which { Time, Memory, Agreement, Count };

  explicit LiveCurves(const ThemeHolder& themes, QWidget* parent = nullptr);
  void set_start(const LiveStart& start, const Amount& budget);
  void set_now(const LiveNow& now);
  void clear();
  [[nodiscard]] LineChart* chart(Which which) const { return blocks_[which].chart; }
  /// "12 frames/s need 83 ms"; empty: nothing to keep to.
  [[nodiscard]] QString reference(Which which) const { return blocks_[which].reference->text(); }
  /// Why a curve has no point yet; empty: it has one.
  [[nodiscard]] QString missing(Which which) const;

 private:
  struct Block {
    QWidget* widget = nullptr;
    TextLabel* title = nullptr;
    TextLabel* missing = nullptr;
    TextLabel* reference = nullptr;
    LineChart* chart = nullptr;
    double level = kNan;  ///< of the dashed line, in the chart's unit
  };
  void make_block(Which which, const QString& title, const QString& name, const QString& missing);
  void set_reference(Which which, double level, const QString& text);
  void draw(Which which, const QVector<QPointF>& points, double most);
  void redraw();

  const ThemeHolder& themes_;
  std::array<Block, Count> blocks_;
  LiveNow now_;
};

}  // namespace mlink::ui
