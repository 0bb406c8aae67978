// Who is run under a budget: the boxes in the order in which mlink looks at them, a bar of what each adds to what is in
// already, and the budget's line, which can be dragged. Left and right go to the budgets at which another set is run.
// GUI thread only.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/ensemble/ensemble_data.h"

namespace mlink::ui {

class ThemeHolder;

class RunOrderView : public QWidget {
  Q_OBJECT
 public:
  explicit RunOrderView(const ThemeHolder& themes, QWidget* parent = nullptr);
  /// changes: budgets at which mlink's set becomes another one; most: what running everything costs.
  void set_order(const RunOrder& order, const std::vector<std::string>& boxes, const std::vector<double>& changes,
                 double most);
  /// Moves the line alone, while the boxes under the new budget are computed.
  void set_budget(const Amount& budget);
  void clear();
  [[nodiscard]] const RunOrder& order() const { return order_; }
  [[nodiscard]] double most() const { return most_; }
  [[nodiscard]] double budget() const;  ///< the line's
  [[nodiscard]] double x_of(double cost) const;
  [[nodiscard]] QRectF row_rect(int row) const;
  /// By a person: within 0 and a little more than everything costs.
  void choose(double budget);
  /// The change before the budget (-1) or behind it (1); where there is none, nothing happens.
  void step(int direction);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void budget_chosen(double budget);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  struct Scale {
    double left = 0, unit = 1;  ///< pixels; pixels a unit of cost
  };
  [[nodiscard]] Scale scale() const;
  [[nodiscard]] QString name_of(const RunStep& step) const;
  [[nodiscard]] double names_wide() const;
  void drag_to(double x, bool free);
  void tell();
  void paint_step(QPainter& painter, int row, const Scale& scale) const;
  void paint_budget(QPainter& painter, const Scale& scale) const;

  const ThemeHolder& themes_;
  RunOrder order_;
  std::vector<std::string> boxes_;
  std::vector<double> changes_;
  double most_ = 0;
  std::optional<double> dragged_;  ///< where the line is while it is held
  Scale held_;                     ///< the scale when it was taken: it does not move below the mouse
};

}  // namespace mlink::ui
