// How videos are added: camera name, region of the picture, every Nth frame, at most so many. Does not block.
#pragma once

#include <QDialog>
#include <QStringList>

#include "experiment/experiment.h"

class QLineEdit;
class QPushButton;
class QSpinBox;

namespace mlink::ui {

class TextLabel;
class ThemeHolder;

/// "320x240+224+160" as a region; nothing when it is not one.
[[nodiscard]] std::optional<Rect> parse_region(const QString& text);

class AddVideoDialog : public QDialog {
  Q_OBJECT
 public:
  AddVideoDialog(const ThemeHolder& themes, const QStringList& files, QWidget* parent);

 Q_SIGNALS:
  void chosen(const QStringList& files, const experiment::AddVideoOptions& options);

 private:
  void check();
  void take();
  [[nodiscard]] std::optional<StartWish> start() const;  ///< none: nothing is typed, or not a start
  QStringList files_;
  QLineEdit *name_, *region_, *begins_;
  QSpinBox *every_, *limit_;
  TextLabel* wrong_;
  QPushButton* add_;
};

}  // namespace mlink::ui
