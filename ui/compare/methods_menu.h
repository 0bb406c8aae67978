// A button whose menu chooses the methods that are compared; it stays open while several are chosen. GUI thread only.
#pragma once

#include <QStringList>
#include <QToolButton>

#include "ui/common/widgets.h"
#include "ui/compare/compare_data.h"

class QMenu;

namespace mlink::ui {

class MethodsMenu : public QToolButton {
  Q_OBJECT
 public:
  explicit MethodsMenu(const ThemeHolder& themes, QWidget* parent = nullptr);
  /// Lists the side's methods; those that cannot be used here are disabled, with the reason.
  void set_side(const CompareSidePtr& side, const QStringList& shown);
  [[nodiscard]] QAction* action_of(const QString& method) const;  ///< null: none
  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void chosen(const QStringList& methods);  ///< in the side's order

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void take();
  void tick(const QStringList& methods);
  const ThemeHolder& themes_;
  CompareSidePtr side_;
  QStringList shown_;
  QMenu* menu_;
  QHash<QString, QAction*> actions_;
};

}  // namespace mlink::ui
