// What stands in the window before an experiment is open: what the program is for, how to begin, what pages need.
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "ui/common/widgets.h"

class QBoxLayout;
class QScrollArea;
class QVBoxLayout;

namespace mlink::ui {

class DemoCard;
class DemoMaker;

class Welcome : public QWidget {
  Q_OBJECT
 public:
  explicit Welcome(const ThemeHolder& themes, QWidget* parent = nullptr);
  void set_recent(const QStringList& files);
  /// Offers the demo's experiments: who makes them knows where they lie. It must outlive this.
  void set_demos(DemoMaker* maker);
  void look_at_demos();  ///< whether they are there
  [[nodiscard]] const std::vector<DemoCard*>& demos() const { return demos_; }
  void set_error(const QString& text);  ///< why the last file could not be opened; empty: nothing

 Q_SIGNALS:
  void new_wanted();
  void open_wanted();
  void file_chosen(const QString& file);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  QWidget* make_left();
  void make_demo_cards();
  void show_progress();
  void end_demo(const QString& name, const std::optional<base::Error>& error);
  void fit_recent();
  void settle();
  const ThemeHolder& themes_;
  DemoMaker* maker_ = nullptr;
  QBoxLayout* cards_;
  QScrollArea* scroll_;
  QWidget* content_;
  QVBoxLayout *recent_, *demo_column_;
  std::vector<QWidget*> lines_;  ///< of the recent files, newest first
  std::vector<DemoCard*> demos_;
  Panel* recent_panel_;
  TextLabel *error_, *keys_;
};

}  // namespace mlink::ui
