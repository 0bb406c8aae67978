// A part of the page that shows its content, or says why there is none and what helps. GUI thread only.
#pragma once

#include <QStackedWidget>

#include "ui/common/widgets.h"

namespace mlink::ui {

class PartStack : public QStackedWidget {
  Q_OBJECT
 public:
  PartStack(const ThemeHolder& themes, QWidget* content, QWidget* parent = nullptr);
  void show_content();
  /// A sentence in place of the content; with [Profile] where costs are missing.
  void say(const QString& text, bool profile = false);
  [[nodiscard]] QString said() const;  ///< empty: the content is shown

 Q_SIGNALS:
  void profile_wanted();

 private:
  EmptyState* empty_;
  QPushButton* profile_;
};

}  // namespace mlink::ui
