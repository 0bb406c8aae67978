// The Replay page of the window: builds the replay of the newest links on the worker, shows it, and keeps it in step
// with the shared selection. GUI thread only.
#pragma once

#include "ui/common/page.h"
#include "ui/common/selection.h"
#include "ui/replay/all_methods.h"
#include "ui/replay/replay_view.h"

class QPushButton;
class QStackedLayout;

namespace mlink::ui {

class MethodTrainer;

class ReplayPage : public Page {
  Q_OBJECT
 public:
  ReplayPage(const ThemeHolder& themes, SharedSelection* selection, Worker* worker, QWidget* parent = nullptr);

  [[nodiscard]] QString id() const override { return QStringLiteral("replay"); }
  [[nodiscard]] QString title() const override { return tr("Replay"); }
  void set_data(const ExperimentDataPtr& data) override;
  [[nodiscard]] bool ready() const override;
  void take_focus() override;
  [[nodiscard]] std::vector<PageKey> keys() const override;
  [[nodiscard]] std::vector<std::pair<QString, Table>> tables() const override { return view_->tables(); }
  [[nodiscard]] std::vector<std::pair<QString, QWidget*>> drawings() override { return view_->drawings(); }

  [[nodiscard]] ReplayView* view() const { return view_; }
  /// Another view of the same replay, for a presentation; null: there is no replay yet.
  [[nodiscard]] std::unique_ptr<ReplayView> another_view();
  [[nodiscard]] EmptyState* empty_state() const { return empty_; }
  /// Asks what the methods give that the replay does not have of itself, once a replay; opening the menu does.
  void evaluate_others();

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void connect_selection();
  [[nodiscard]] std::unique_ptr<ReplayView> make_view();
  void build();  ///< asks the worker for the replay of data_
  void show_state(const QString& problem = {});
  void follow_selection();
  void export_part(const QString& part);
  void keep();  ///< the replay at the shown budget, as `mlink replay` does
  [[nodiscard]] bool outdated() const;
  void choose_methods(const QStringList& methods);
  void choose_selected();  ///< the selection's method, which another page may have chosen
  void show_methods();     ///< those chosen, as far as they are known by now
  void show_offers();
  void take_trained(const QString& method);

  const ThemeHolder& themes_;
  SharedSelection* selection_;
  Worker* worker_;
  ExperimentDataPtr data_;
  ExperimentDataPtr built_for_;             ///< what the shown replay was built from
  std::shared_ptr<const ReplayData> base_;  ///< the shown replay with the methods that it has of itself
  OtherMethodsPtr others_;                  ///< of base_; null: not evaluated
  QStringList chosen_;                      ///< methods; none: nobody chose, the base's
  bool evaluating_ = false, choosing_ = false;
  bool building_ = false;
  QStackedLayout* stack_;
  EmptyState* empty_;
  MethodTrainer* trainer_;
  QPushButton* train_;
  QPushButton* replay_;
  ReplayView* view_ = nullptr;
};

}  // namespace mlink::ui
