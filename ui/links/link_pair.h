// The chosen link, and beside it a second one where one is pinned: next to each other where there is room, else as
// tabs.
#pragma once

#include "ui/links/detail_view.h"

class QTabBar;

namespace mlink::ui {

class LinkPair : public QWidget {
  Q_OBJECT
 public:
  LinkPair(const ThemeHolder& themes, SharedSelection* selection, Worker* worker, QWidget* parent = nullptr);
  void set_data(const ExperimentDataPtr& data);
  void set_rows(JudgedRows rows);
  /// The second link; none: the first is alone again.
  void pin(const std::optional<LinkChoice>& link);
  [[nodiscard]] const std::optional<LinkChoice>& pinned() const { return pinned_; }
  [[nodiscard]] DetailView* first() const { return first_; }
  [[nodiscard]] DetailView* second() const { return second_; }
  [[nodiscard]] QTabBar* tabs() const { return tabs_; }
  /// Both links are seen at once; else the tab tells which.
  [[nodiscard]] bool side_by_side() const;
  [[nodiscard]] bool ready() const { return first_->ready() && (!pinned_ || second_->ready()); }
  [[nodiscard]] std::vector<std::pair<QString, QWidget*>> drawings();

 Q_SIGNALS:
  void open_wanted();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void name();
  void lay_out();
  void even_axes();
  SharedSelection* selection_;
  ExperimentDataPtr data_;
  std::optional<LinkChoice> pinned_;
  QTabBar* tabs_;
  ElidedLabel *first_name_, *second_name_;
  DetailView *first_, *second_;
  QWidget *first_side_, *second_side_, *line_;
};

/// "pose → persons".
[[nodiscard]] QString link_name(const LinkChoice& link);

}  // namespace mlink::ui
