// The frontier as a slider: budget along x, each method's output accuracy as a stepped line, a handle on a track with
// the stops at which mlink runs other boxes. Drag the handle (it is drawn to stops within 4 px, Shift frees it), drag
// the flag at the right for the accuracy wanted (the budget goes to the cheapest that reaches it by what the training
// part knows), [ ] go from stop to stop, arrows move by a pixel, A and B are pins of a budget and a method. GUI thread
// only.
#pragma once

#include <QImage>
#include <QWidget>
#include <array>
#include <memory>
#include <optional>

#include "ui/common/theme.h"
#include "ui/replay/replay_data.h"

namespace mlink::ui {

/// Unit of a budget axis: amounts are shown divided by `unit`, with `decimals`.
struct BudgetUnit {
  double unit = 1;
  QString name;
  int decimals = 0;
  [[nodiscard]] QString text(double amount) const;  ///< without the unit's name
};
[[nodiscard]] BudgetUnit budget_unit(CostKind kind, double full);

class FrontierSlider : public QWidget {
  Q_OBJECT
 public:
  explicit FrontierSlider(const ThemeHolder& theme, QWidget* parent = nullptr);

  void set_frontier(std::shared_ptr<const ReplayData> data, CostKind kind);
  [[nodiscard]] const Frontier* frontier() const;
  [[nodiscard]] CostKind kind() const { return kind_; }

  [[nodiscard]] double budget() const { return budget_; }
  void set_budget(double budget);     ///< tells nothing
  [[nodiscard]] double most() const;  ///< right end of the axis
  [[nodiscard]] double wanted() const { return wanted_; }
  void set_wanted(double accuracy);
  [[nodiscard]] std::optional<double> pin(int which) const { return pins_[static_cast<std::size_t>(which)]; }
  /// Of the pin's budget and method; without a method the highlighted one. No budget: it is taken away.
  void set_pin(int which, std::optional<double> budget, const QString& method = {});
  [[nodiscard]] QString pin_method(int which) const { return pin_methods_[static_cast<std::size_t>(which)]; }
  void set_highlight(const QString& method);  ///< drawn stronger; empty: mlink
  [[nodiscard]] QString highlighted() const;

  void step_stop(int direction);  ///< to the next stop down (-1) or up (+1), as the keys [ and ] do
  void go_to_pin(int which);      ///< nothing when it is not set

  /// Position of a budget, an accuracy; the handle's rectangle. Widget coordinates.
  [[nodiscard]] double x_of(double budget) const;
  [[nodiscard]] double y_of(double accuracy) const;
  [[nodiscard]] double budget_at(double x) const;
  [[nodiscard]] QRectF handle_rect() const;
  [[nodiscard]] QRectF flag_rect() const;
  [[nodiscard]] QRectF plot_rect() const;
  [[nodiscard]] QRectF pin_rect(int which) const;  ///< of its letter; empty: it is not set

  void paint(QPainter& painter) const;  ///< as on the screen, for exports
  [[nodiscard]] QSize sizeHint() const override { return {520, 196}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {300, 150}; }

 Q_SIGNALS:
  void budget_changed(double budget);  ///< moved by the user
  void wanted_changed(double accuracy);
  void pins_changed();
  void pin_visited(int which);  ///< the budget is there already

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  bool event(QEvent* event) override;

 private:
  enum class Drag { none, handle, flag };
  bool take_key(QKeyEvent* event);
  void move_to(double budget);
  void drag_to(const QPointF& at, bool free);
  void take_wanted(double accuracy);
  void draw_ground(QPainter& painter) const;
  void draw_grid(QPainter& painter) const;
  void draw_curves(QPainter& painter) const;
  void draw_markers(QPainter& painter) const;
  void draw_track(QPainter& painter) const;
  void draw_stops(QPainter& painter) const;
  void draw_pins(QPainter& painter) const;
  void draw_flag(QPainter& painter) const;
  [[nodiscard]] double lowest() const { return lowest_; }  ///< accuracy at the foot of the plot

  const ThemeHolder& theme_;
  std::shared_ptr<const ReplayData> data_;
  CostKind kind_ = CostKind::memory;
  BudgetUnit unit_;
  double budget_ = 0;
  double wanted_ = 0.9;
  std::array<std::optional<double>, 2> pins_;
  std::array<QString, 2> pin_methods_;
  QString highlight_;
  Drag drag_ = Drag::none;
  double lowest_ = 0.6;

  /// What does not move with the budget as pixels, for as long as nothing that it is drawn from is another.
  struct Kept {
    std::shared_ptr<const ReplayData> data;
    CostKind kind = CostKind::memory;
    QString highlight;
    QSize size;
    qreal ratio = 0;
    double scale = 0;
    bool dark = false;
    friend bool operator==(const Kept&, const Kept&) = default;
  };
  using Draw = void (FrontierSlider::*)(QPainter&) const;
  void draw_kept(QPainter& painter, std::size_t layer, Draw draw) const;
  struct Layer {
    Kept of;
    QImage image;
  };
  mutable std::array<Layer, 2> layers_;  ///< grid and stops, curves
};

}  // namespace mlink::ui
