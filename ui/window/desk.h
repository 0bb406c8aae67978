// What holds the main window, and puts a new one in its place when another language is chosen: widgets keep the texts
// they were made with. GUI thread only.
#pragma once

#include <QObject>
#include <functional>
#include <memory>

#include "ui/common/language.h"
#include "ui/window/main_window.h"

namespace mlink::ui {

class Desk : public QObject {
  Q_OBJECT
 public:
  using SetUp = std::function<void(MainWindow&)>;
  /// `set_up` readies each window before it is shown.
  Desk(ThemeHolder& themes, Language& language, SetUp set_up, std::function<PortFactory()> ports = experiment_ports);
  ~Desk() override;
  [[nodiscard]] MainWindow* window() const { return window_.get(); }
  /// Another language than the preferences', for this run: what they are changed to counts again.
  void use(const QString& code);

 Q_SIGNALS:
  /// A new window stands in the place of the one before: file, page, what is chosen, theme, place, log and what can be
  /// undone are the same.
  void renewed();

 private:
  void make();
  void take_preferences();
  void renew();
  /// A step, an export or a presentation is not cut off for the language.
  [[nodiscard]] bool can_renew() const;
  ThemeHolder& themes_;
  Language& language_;
  SetUp set_up_;
  std::function<PortFactory()> ports_;
  std::unique_ptr<MainWindow> window_;
  LanguageChoice choice_ = LanguageChoice::system;
  QString wanted_;
};

}  // namespace mlink::ui
