// p of every link in two sets, as a matrix of their differences: sign printed, bold where beyond its interval, both
// values below. Painted in one pass; the arrows walk it. GUI thread only.
#pragma once

#include <QWidget>
#include <optional>

#include "report/runs.h"
#include "ui/common/theme.h"

namespace mlink::ui {

/// At this difference the colour is full.
inline constexpr double kFullDifference = 0.20;
/// CF420B below, the panel at 0, 008BA3 above; the same in both themes.
[[nodiscard]] QColor difference_colour(const Theme& theme, double difference);

class DifferenceMatrix : public QWidget {
  Q_OBJECT
 public:
  explicit DifferenceMatrix(const ThemeHolder& themes, QWidget* parent = nullptr);
  /// Right less left.
  void set_links(const std::optional<ComparedLinks>& links);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;
  /// "+0.15" of a cell, as painted; empty: the two sets do not both have the link.
  [[nodiscard]] QString text_at(int source, int target) const;
  [[nodiscard]] bool bold_at(int source, int target) const;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] const LinkDifference* cell(int source, int target) const;
  [[nodiscard]] QRect place(int source, int target) const;
  [[nodiscard]] int boxes() const { return links_ ? static_cast<int>(links_->boxes.size()) : 0; }
  [[nodiscard]] int head_width() const;
  void paint_heads(QPainter& painter) const;
  void paint_cell(QPainter& painter, const QRect& place, const LinkDifference& difference) const;
  const ThemeHolder& themes_;
  std::optional<ComparedLinks> links_;
};

/// The line below it: mean, its interval, how many are better; and the scale.
class DifferenceLegend : public QWidget {
  Q_OBJECT
 public:
  explicit DifferenceLegend(const ThemeHolder& themes, QWidget* parent = nullptr);
  void set_links(const std::optional<ComparedLinks>& links);
  [[nodiscard]] QString mean() const { return mean_; }
  [[nodiscard]] QSize sizeHint() const override { return {300, 40}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {120, 40}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeHolder& themes_;
  QString mean_, rest_;
};

}  // namespace mlink::ui
