// At each chart a way to a figure for a paper: a button in the head of the panel it stands in, and a menu at the chart
// itself (right click, or the menu key where it has the focus). GUI thread only.
#pragma once

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QTimer>

class QToolButton;

namespace mlink::ui {

class Page;
class Panel;

class FigureTools : public QObject {
  Q_OBJECT
 public:
  explicit FigureTools(QObject* parent);
  /// The charts that the page has now, and those that come into its panels later; who has a way already keeps it.
  void offer(Page& page);
  /// Whether each chart that is to be seen on the page has its way already.
  [[nodiscard]] bool offered(Page& page) const;
  /// Of the panel that a chart stands in; null: there is none yet.
  [[nodiscard]] QToolButton* button_of(const QWidget& drawing) const;

 Q_SIGNALS:
  void wanted(QWidget* drawing);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void follow(Page& page);
  void offer_again();
  void add_button(Page& page, Panel& panel);
  QHash<const QWidget*, QPointer<QToolButton>> buttons_;  ///< by panel
  QHash<const QObject*, QPointer<Page>> pages_;           ///< by panel, and by page
  QList<QPointer<Page>> changed_;
  QTimer soon_;  ///< once for all that is painted and laid out until then
};

}  // namespace mlink::ui
