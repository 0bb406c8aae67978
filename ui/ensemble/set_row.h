// The set to try: a toggle a box, what exactly that set gives, and a button that takes over the set which mlink runs at
// the shared budget. Wraps where there are many boxes, and scrolls where there are very many. GUI thread only.
#pragma once

#include <QAbstractButton>
#include <QLayout>
#include <QScrollArea>
#include <vector>

#include "outputs/box_set.h"
#include "ui/common/widgets.h"

namespace mlink::ui {

/// One box: a cross to add it, a tick where it is in.
class BoxToggle : public QAbstractButton {
  Q_OBJECT
 public:
  BoxToggle(const ThemeHolder& themes, const QString& name, QWidget* parent = nullptr);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeHolder& themes_;
};

/// From left to right, and on the next line where there is no room; the last item stands at the right.
class WrapLayout : public QLayout {
 public:
  using QLayout::QLayout;
  ~WrapLayout() override;
  void addItem(QLayoutItem* item) override { items_ << item; }
  [[nodiscard]] int count() const override { return static_cast<int>(items_.size()); }
  [[nodiscard]] QLayoutItem* itemAt(int index) const override { return items_.value(index); }
  QLayoutItem* takeAt(int index) override;
  /// What it needs in this width. Not told as heightForWidth(): layouts around it would keep the height ready that it
  /// needs where it is narrowest.
  [[nodiscard]] int height_for(int width) const { return arrange(QRect(0, 0, width, 0), false); }
  [[nodiscard]] QSize sizeHint() const override { return minimumSize(); }
  [[nodiscard]] QSize minimumSize() const override;
  [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
  void setGeometry(const QRect& place) override;

 private:
  int arrange(const QRect& place, bool move) const;  ///< the height it needs
  QList<QLayoutItem*> items_;
};

class SetRow : public QScrollArea {
  Q_OBJECT
 public:
  explicit SetRow(const ThemeHolder& themes, QWidget* parent = nullptr);
  void set_boxes(const QStringList& names);
  void set_set(BoxSet set);
  void set_accuracy(const QString& text);  ///< of exactly this set
  /// "64 MB"; empty: there is no budget to take a set from.
  void set_budget(const QString& text);

  [[nodiscard]] const std::vector<BoxToggle*>& toggles() const { return toggles_; }
  [[nodiscard]] QString accuracy() const { return accuracy_->text(); }
  [[nodiscard]] QPushButton* selection_button() const { return button_; }

 Q_SIGNALS:
  void box_toggled(int box);  ///< by a person
  void selection_wanted();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fit();
  const ThemeHolder& themes_;
  WrapLayout* row_;
  QWidget* tail_;
  std::vector<BoxToggle*> toggles_;
  TextLabel* accuracy_;
  QPushButton* button_;
};

}  // namespace mlink::ui
