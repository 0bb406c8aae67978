// The replay for an audience: the whole screen, large type, one picture, the budget with its frontier, and the strips;
// left and right walk through the bookmarks like slides. GUI thread only.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/common/bookmark.h"
#include "ui/replay/replay_view.h"

namespace mlink::ui {

/// Three figures so large that they are read from the last row.
class BigFigures : public QWidget {
  Q_OBJECT
 public:
  explicit BigFigures(const ThemeHolder& themes, QWidget* parent = nullptr);
  void set_figures(const QVector<KeyFigure>& figures);
  [[nodiscard]] const QVector<KeyFigure>& figures() const { return figures_; }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {360, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeHolder& themes_;
  QVector<KeyFigure> figures_;
};

/// Where one stands among the bookmarks.
class BookmarkDots : public QWidget {
  Q_OBJECT
 public:
  explicit BookmarkDots(const ThemeHolder& themes, QWidget* parent = nullptr);
  void set_place(int current, int count);  ///< current < 0: at none of them
  [[nodiscard]] QSize sizeHint() const override { return {320, 30}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeHolder& themes_;
  int current_ = -1, count_ = 0;
};

class Presentation : public QWidget {
  Q_OBJECT
 public:
  /// `view` is one of its own, with data; it takes its picture, slider and strips out of it.
  Presentation(const ThemeHolder& themes, std::unique_ptr<ReplayView> view, std::vector<Bookmark> bookmarks,
               SharedSelection* selection, QWidget* parent = nullptr);
  ~Presentation() override;
  Presentation(const Presentation&) = delete;
  Presentation& operator=(const Presentation&) = delete;

  void go_to(int bookmark);
  [[nodiscard]] int current() const { return current_; }
  [[nodiscard]] ReplayView* view() const { return view_.get(); }
  [[nodiscard]] BigFigures* figures() const { return figures_; }
  [[nodiscard]] QString title() const { return title_->text(); }

 Q_SIGNALS:
  void left();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void lay_out();
  void show_figures();
  void follow_selection();

  const ThemeHolder& themes_;
  std::unique_ptr<ReplayView> view_;
  std::vector<Bookmark> bookmarks_;
  SharedSelection* selection_;
  int current_ = -1;
  TextLabel* title_;
  TextLabel* place_;
  BigFigures* figures_;
  BookmarkDots* dots_;
};

}  // namespace mlink::ui
