// Drawings of an Agreement: bubbles, confusion matrix, shares by value and by camera.
#pragma once

#include <QWidget>
#include <optional>
#include <utility>

#include "ui/charts/bar_chart.h"
#include "ui/charts/line_chart.h"
#include "ui/common/theme.h"
#include "ui/links/agreement.h"

namespace mlink::ui {

/// Predicted against exact as bubbles (area: frames), with the band in which a prediction is right.
class BubbleChart : public ScatterChart {
  Q_OBJECT
 public:
  explicit BubbleChart(const ThemeHolder& themes, QWidget* parent = nullptr);
  void set_agreement(const Agreement& agreement, const OutputSpec& spec);
  /// Lowest and highest value of either axis, by the points.
  [[nodiscard]] std::pair<double, double> span() const;
  /// Axes that reach at least so far, as those of a chart beside it; none: as the points ask for.
  void widen(const std::optional<std::pair<double, double>>& span);
  /// Rings a point and names it: the chosen frame.
  void set_mark(std::optional<QPointF> value, const QString& name);

 Q_SIGNALS:
  void frame_clicked(std::size_t frame);  ///< index into LinkDetail::frames: the worst of a bubble

 protected:
  void draw_overlay(QPainter& painter, const QRectF& area) const override;

 private:
  void restyle();
  [[nodiscard]] ChartSeries series_of(const QVector<AgreementPoint>& points, bool right) const;
  void draw_counts(QPainter& painter) const;  ///< of frames, where the bubble is large enough
  void draw_mark(QPainter& painter, const QRectF& area) const;
  [[nodiscard]] double diameter(const AgreementPoint& point) const;
  const ThemeHolder& themes_;
  QVector<AgreementPoint> right_, wrong_;
  std::optional<std::pair<double, double>> least_span_;
  double band_ = 0.5;
  int most_ = 1;
  QString unit_;
  std::optional<QPointF> mark_;
  QString mark_name_;
};

/// Frames by their score, ten bars from 0 to 1: right from the middle on.
class ScoreBars : public BarChart {
  Q_OBJECT
 public:
  explicit ScoreBars(const ThemeHolder& themes, QWidget* parent = nullptr);
  /// right_from: the first bar whose frames are right.
  void set_scores(const QVector<int>& frames, const QString& name, int right_from);

 private:
  void restyle();
  const ThemeHolder& themes_;
  QVector<int> frames_;
  QString name_;
  int right_from_ = 5;
};

/// Labels worst first: how often each is there, and bars of its precision and recall. As many as fit, then how many
/// more.
class LabelBars : public QWidget {
  Q_OBJECT
 public:
  explicit LabelBars(const ThemeHolder& themes, QWidget* parent = nullptr);
  void set_labels(const QVector<LabelRow>& labels, int silent);
  [[nodiscard]] int shown() const;  ///< rows that fit

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void draw_row(QPainter& painter, const LabelRow& row, int y, int names) const;
  void draw_share(QPainter& painter, const QRect& place, const std::optional<double>& share, bool filled) const;
  const ThemeHolder& themes_;
  QVector<LabelRow> labels_;
  int silent_ = 0;
};

/// What the colours and sizes of the charts beside it mean.
class AgreementLegend : public QWidget {
  Q_OBJECT
 public:
  explicit AgreementLegend(const ThemeHolder& themes, QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeHolder& themes_;
};

class ConfusionView : public QWidget {
  Q_OBJECT
 public:
  explicit ConfusionView(const ThemeHolder& themes, QWidget* parent = nullptr);
  void set_confusion(const Confusion& confusion);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeHolder& themes_;
  Confusion confusion_;
};

/// Rows with a bar of right and wrong frames and the share that is right.
class ShareList : public QWidget {
  Q_OBJECT
 public:
  ShareList(const ThemeHolder& themes, const QString& title, bool with_counts, QWidget* parent = nullptr);
  void set_rows(const QVector<ShareRow>& rows);
  void set_marked(const QString& name);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {180, 60}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeHolder& themes_;
  QString title_, marked_;
  bool with_counts_;
  QVector<ShareRow> rows_;
};

}  // namespace mlink::ui
