// A button whose menu chooses methods: each with its look, and those that cannot be used with the reason. It stays open
// while several are chosen. GUI thread only.
#pragma once

#include <QHash>
#include <QStringList>
#include <QToolButton>
#include <QVector>

#include "ui/common/widgets.h"

class QMenu;

namespace mlink::ui {

/// A method as a menu offers it.
struct MethodOffer {
  QString name;
  bool usable = true;
  QString why;             ///< it cannot be used here, or not yet
  bool usual = false;      ///< shown before anybody chose
  bool trainable = false;  ///< it cannot be used for want of its training, which its line offers
};

class MethodsMenu : public QToolButton {
  Q_OBJECT
 public:
  /// words: with %1 for how many are shown and %2 for how many there are; empty: "%1 of %2 shown".
  explicit MethodsMenu(const ThemeHolder& themes, const QString& words = {}, QWidget* parent = nullptr);
  void set_offers(const QVector<MethodOffer>& offers, const QStringList& shown);
  [[nodiscard]] const QVector<MethodOffer>& offers() const { return offers_; }
  [[nodiscard]] QAction* action_of(const QString& method) const;  ///< null: none
  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void chosen(const QStringList& methods);  ///< in the order of the offers
  void train_wanted(const QString& method);
  void opened();  ///< its menu is about to be seen

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void fill();
  void dress(QAction& action, const MethodOffer& offer);
  void take();
  void tick(const QStringList& methods);
  void show_count();
  const ThemeHolder& themes_;
  QString words_;
  QVector<MethodOffer> offers_;
  QStringList shown_;
  QMenu* menu_;
  QHash<QString, QAction*> actions_;
};

}  // namespace mlink::ui
