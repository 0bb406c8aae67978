// Right half of the page: kind of cost, the budget typed or dragged, what it gives, the frontier, what an accuracy
// needs, the pins side by side, and the methods at this budget. GUI thread only.
#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "report/table.h"
#include "ui/common/widgets.h"
#include "ui/replay/frontier_slider.h"
#include "ui/replay/pins.h"
#include "ui/replay/replay_models.h"

class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace mlink::ui {

/// "0.90 needs", what the training part says to that, and the methods by the budget from which they reach it in the
/// replay.
class NeedsRow : public QWidget {
  Q_OBJECT
 public:
  explicit NeedsRow(const ThemeHolder& theme, QWidget* parent = nullptr);
  void set_needs(const Frontier* frontier, double accuracy);
  [[nodiscard]] QString spoken() const { return accessibleName(); }
  [[nodiscard]] QSize sizeHint() const override { return {300, 30}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {120, 30}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Need {
    QString method, text;
  };
  const ThemeHolder& theme_;
  QString accuracy_, known_;
  std::vector<Need> needs_;
};

class BudgetPanel : public QWidget {
  Q_OBJECT
 public:
  explicit BudgetPanel(const ThemeHolder& theme, QWidget* parent = nullptr);

  void set_data(std::shared_ptr<const ReplayData> data);
  void set_kind(CostKind kind);  ///< tells nothing
  [[nodiscard]] CostKind kind() const { return kind_; }
  void set_budget(double budget);  ///< tells nothing
  [[nodiscard]] double budget() const { return slider_->budget(); }
  [[nodiscard]] const ReplayResult& result() const { return model_->result(); }
  void set_method(const QString& method);  ///< selected row; tells nothing

  [[nodiscard]] FrontierSlider* slider() const { return slider_; }
  [[nodiscard]] QTableView* table() const { return view_; }
  [[nodiscard]] MethodsModel* model() const { return model_; }
  [[nodiscard]] QLineEdit* field() const { return field_; }
  [[nodiscard]] Segmented* kinds() const { return kinds_; }
  [[nodiscard]] NeedsRow* needs() const { return needs_; }
  [[nodiscard]] PinsView* pins() const { return pins_; }
  void remove_pins();

 Q_SIGNALS:
  void budget_changed(const outputs::Amount& budget);  ///< by the user
  void method_chosen(const QString& method);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;  ///< the table's room

 private:
  void build_head();
  void build_table();
  void compute();
  void take_typed();
  void take_kind(int index);
  void pin_now();
  void take_pin(int which);  ///< its method; the budget is there
  void show_pins();
  void show_room();  ///< where it is low, the pins take the place of the methods
  [[nodiscard]] PinnedState state_of(const QString& name, const QString& method, double budget) const;
  void show_figures();
  void fit_columns();
  void show_rest();
  void tell() { Q_EMIT budget_changed({kind_, budget()}); }

  const ThemeHolder& theme_;
  std::shared_ptr<const ReplayData> data_;
  CostKind kind_ = CostKind::memory;
  Segmented* kinds_;
  QLineEdit* field_;
  TextLabel* gives_;
  TextLabel* accuracy_;
  TextLabel* rest_;
  QWidget* head_;
  FrontierSlider* slider_;
  TextLabel* problem_;
  NeedsRow* needs_;
  PinsView* pins_;
  QTableView* view_;
  MethodsModel* model_;
  QSortFilterProxyModel* sorted_;
};

}  // namespace mlink::ui
