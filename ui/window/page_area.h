// Where the pages stand: one at a time, or several at once as docks that can be dragged, put into tabs and floated. The
// pages are the same objects either way. GUI thread only.
#pragma once

#include <QByteArray>
#include <QStringList>
#include <QWidget>
#include <vector>

#include "ui/common/page.h"
#include "ui/common/theme.h"

class QMainWindow;
class QStackedWidget;
class QStackedLayout;

namespace mlink::ui {

class PageDock;

/// An arrangement that comes with the program: parts side by side, each with its pages as tabs, the first one in front.
struct Arrangement {
  QString name;
  std::vector<QStringList> parts;  ///< ids of pages
  std::vector<int> widths = {};    ///< of the parts, to each other
};
[[nodiscard]] std::vector<Arrangement> built_in_arrangements();

class PageArea : public QWidget {
  Q_OBJECT
 public:
  explicit PageArea(const ThemeHolder& themes, QWidget* parent = nullptr);
  ~PageArea() override;
  void add(Page* page);

  [[nodiscard]] bool docked() const { return docked_; }
  /// One page at a time, beginning with the one in front.
  void show_one();
  void show_arrangement(const Arrangement& arrangement);
  /// False: it cannot be read; then one page is shown at a time.
  bool show_state(const QByteArray& state);
  /// Of the docks, for show_state(); empty while one page is shown at a time.
  [[nodiscard]] QByteArray state() const;

  /// Shows the page, also where its dock was closed, and in front of others.
  void bring(Page* page);
  [[nodiscard]] Page* front() const { return front_; }
  /// Those that are on the screen, or would be if this was.
  [[nodiscard]] std::vector<Page*> shown_pages() const;
  /// Null while one page is shown at a time.
  [[nodiscard]] PageDock* dock_of(const Page* page) const;
  /// Floating docks give way to what covers the window, and come back.
  void put_floats_away(bool away);

 Q_SIGNALS:
  void page_focused(mlink::ui::Page* page);
  void emptied();  ///< the last dock was closed

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void make_docks();
  void drop_docks();
  bool restore(const QByteArray& state);
  void apply(const Arrangement& arrangement);
  void lay_out();
  void set_front(Page* page);
  void take_focus(const QWidget* now);
  void look_for_docks();
  const ThemeHolder& themes_;
  QStackedLayout* views_;
  QStackedWidget* single_;
  QMainWindow* host_ = nullptr;
  std::vector<Page*> pages_;
  std::vector<PageDock*> docks_;                ///< as pages_; empty while one page is shown at a time
  Page *front_ = nullptr, *brought_ = nullptr;  ///< brought_: to the front of what is laid out later
  std::vector<PageDock*> away_;                 ///< floating ones that are hidden for now
  QByteArray wish_, before_;  ///< to be laid out where there is room; as it was before docks were put away
  Arrangement wished_;        ///< the same for one that comes with the program
  bool docked_ = false;
};

}  // namespace mlink::ui
