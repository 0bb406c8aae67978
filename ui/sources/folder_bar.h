// Asks in its place how folders of pictures become cameras: what is in the folder, and how many pictures make a second.
// One folder after another; nothing is shown while there is none.
#pragma once

#include <QStringList>
#include <QWidget>
#include <optional>

#include "experiment/picture_folder.h"
#include "ui/common/worker.h"

class QLineEdit;
class QPushButton;

namespace mlink::ui {

class TextLabel;
class ThemeHolder;

/// "120 pictures, numbers 1 to 124, missing: 17, 23 to 25"
[[nodiscard]] QString found_text(const PictureSeries& series);

class FolderBar : public QWidget {
  Q_OBJECT
 public:
  FolderBar(const ThemeHolder& themes, Worker* worker, QWidget* parent = nullptr);

  /// Behind those that wait already.
  void ask(const QStringList& folders);
  /// Forgets the folders that it asks for.
  void clear();
  /// Names of the cameras there are.
  void set_cameras(const QStringList& names);

  [[nodiscard]] QString folder() const { return folders_.value(0); }
  [[nodiscard]] QString found() const;
  [[nodiscard]] QString wrong() const;
  [[nodiscard]] QLineEdit* camera() const { return camera_; }
  [[nodiscard]] QLineEdit* rate() const { return rate_; }
  [[nodiscard]] QPushButton* add_button() const { return add_; }
  [[nodiscard]] QPushButton* cancel_button() const { return cancel_; }

 Q_SIGNALS:
  void chosen(const QString& folder, const experiment::AddVideoOptions& options);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void build();
  void look();
  void show_found(const Result<PictureFolder>& folder);
  void check();
  void take();
  void next();

  const ThemeHolder& themes_;
  Worker* worker_;
  QStringList folders_;  ///< the first is asked for
  QStringList cameras_;
  std::optional<PictureFolder> looked_;  ///< of the first
  QString unusable_;                     ///< what is wrong with the first; empty: nothing
  TextLabel *title_, *waiting_, *found_, *notes_, *rate_note_, *wrong_;
  QLineEdit *camera_, *rate_;
  QPushButton *add_, *cancel_;
};

}  // namespace mlink::ui
