// The two charts of the Compare page: accuracy over budgets as stepped lines, and accuracy over the time of a frame.
// Both choose a budget and a method. GUI thread only.
#pragma once

#include <QStringList>
#include <optional>

#include "ui/charts/line_chart.h"
#include "ui/common/theme.h"
#include "ui/compare/compare_data.h"

namespace mlink::ui {

/// What both charts have in common: the side, the methods shown, and the chosen one.
class MethodsChart : public LineChart {
  Q_OBJECT
 public:
  void set_side(const CompareSidePtr& side, const QStringList& methods);
  [[nodiscard]] const CompareSidePtr& side() const { return side_; }
  void set_method(const QString& method);  ///< drawn stronger; tells nothing
  [[nodiscard]] const QString& method() const { return method_; }
  void set_budget(std::optional<double> budget);  ///< in bytes or seconds; none: it is of another kind
  [[nodiscard]] std::optional<double> budget() const { return budget_; }

 Q_SIGNALS:
  void point_chosen(double budget, const QString& method);  ///< by a click or Enter
  void budget_walked(double budget);                        ///< by keys
  void method_walked(const QString& method);

 protected:
  MethodsChart(const ThemeHolder& themes, QWidget* parent);
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void draw_overlay(QPainter& painter, const QRectF& area) const override;

  /// The series and axes anew: side, methods, chosen method or theme changed.
  virtual void draw() = 0;
  virtual void speak() = 0;
  /// A point of a method's series, as budgets.
  [[nodiscard]] virtual std::optional<double> budget_of(const MethodSweep& method, int point) const = 0;
  /// The budgets at which a method's line has points, rising.
  [[nodiscard]] virtual std::vector<double> stops_of(const MethodSweep& method) const = 0;
  [[nodiscard]] virtual QString tip_of(const MethodSweep& method, int point) const = 0;
  /// Shown methods in drawing order: references first, the chosen one last.
  [[nodiscard]] std::vector<const MethodSweep*> in_order() const;
  /// The line and, apart from it, as many markers as can be told from each other.
  void add_method(QVector<ChartSeries>& all, const MethodSweep& method, const QVector<QPointF>& points,
                  qsizetype marked, bool steps);
  [[nodiscard]] const Theme& theme() const { return themes_.theme(); }
  [[nodiscard]] const MethodSweep* chosen() const;
  void restyle();

  QStringList shown_;
  CompareSidePtr side_;
  QString method_;
  std::optional<double> budget_;
  QStringList series_methods_;  ///< of each series
  bool labels_ = true;          ///< lines are named at their ends

 private:
  void walk(int direction);
  void walk_method(int direction);
  const ThemeHolder& themes_;
};

/// Accuracy and budget, with the line of the budget and that of the accuracy wanted. With the focus: left, right, [, ],
/// Home and End walk the chosen method's steps, up and down the methods, Enter opens the replay there.
class FrontierChart : public MethodsChart {
  Q_OBJECT
 public:
  explicit FrontierChart(const ThemeHolder& themes, QWidget* parent = nullptr);
  void set_wanted(double accuracy);
  /// Position of a budget and accuracy.
  [[nodiscard]] QPointF place_of(double budget, double accuracy) const;

 protected:
  void draw() override;
  void speak() override;
  [[nodiscard]] std::optional<double> budget_of(const MethodSweep& method, int point) const override;
  [[nodiscard]] std::vector<double> stops_of(const MethodSweep& method) const override;
  [[nodiscard]] QString tip_of(const MethodSweep& method, int point) const override;
  void draw_overlay(QPainter& painter, const QRectF& area) const override;

 private:
  double wanted_ = 0.9;
  AmountScale scale_;
};

/// Accuracy and time: each method's way through the budgets.
class TimeChart : public MethodsChart {
  Q_OBJECT
 public:
  explicit TimeChart(const ThemeHolder& themes, QWidget* parent = nullptr);
  [[nodiscard]] QPointF place_of(double seconds, double accuracy) const;

 protected:
  void draw() override;
  void speak() override;
  [[nodiscard]] std::optional<double> budget_of(const MethodSweep& method, int point) const override;
  [[nodiscard]] std::vector<double> stops_of(const MethodSweep& method) const override;
  [[nodiscard]] QString tip_of(const MethodSweep& method, int point) const override;
  void draw_overlay(QPainter& painter, const QRectF& area) const override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  [[nodiscard]] const MethodSweep::Moment* now() const;
  AmountScale scale_;
};

}  // namespace mlink::ui
