// What stands in the window before an experiment is open: what the program is for, how to begin, what pages need.
#pragma once

#include <QWidget>

#include "ui/common/widgets.h"

class QBoxLayout;
class QVBoxLayout;

namespace mlink::ui {

class Welcome : public QWidget {
  Q_OBJECT
 public:
  explicit Welcome(const ThemeHolder& themes, QWidget* parent = nullptr);
  void set_recent(const QStringList& files);
  /// The demo's experiments in this folder, as far as they are there.
  void set_demos(const QString& folder);
  void set_error(const QString& text);  ///< why the last file could not be opened; empty: nothing

 Q_SIGNALS:
  void new_wanted();
  void open_wanted();
  void file_chosen(const QString& file);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  const ThemeHolder& themes_;
  QBoxLayout* cards_;
  QVBoxLayout *recent_, *demos_;
  Panel *recent_panel_, *demo_panel_;
  TextLabel* error_;
};

}  // namespace mlink::ui
