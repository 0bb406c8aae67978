// A region of a camera's picture, drawn with the mouse or typed, becomes a camera of its own. Not modal: the page goes
// on, and several regions can be added one after another. GUI thread only.
#pragma once

#include <QDialog>
#include <array>
#include <vector>

#include "ui/common/worker.h"

class QLineEdit;
class QPushButton;
class QSpinBox;

namespace mlink::ui {

class RegionView;
class TextLabel;
class ThemeHolder;

/// The camera that regions of this camera's file are made like: one that shows all of it, else the camera.
[[nodiscard]] const CameraRow* picture_of_file(const std::vector<CameraRow>& cameras, RowId camera);
/// "street region 2": the first that is free.
[[nodiscard]] QString suggested_region_name(const std::vector<CameraRow>& cameras, const QString& camera);

class RegionDialog : public QDialog {
  Q_OBJECT
 public:
  /// `camera` has a video.
  RegionDialog(const ThemeHolder& themes, Worker* worker, const std::vector<CameraRow>& cameras, RowId camera,
               QWidget* parent);
  /// The experiment's cameras are others now: their regions are drawn, their names are taken.
  void set_cameras(const std::vector<CameraRow>& cameras);

  [[nodiscard]] RegionView* view() const { return view_; }
  [[nodiscard]] QLineEdit* name() const { return name_; }
  /// x, y, width, height in pixels of the file's picture.
  [[nodiscard]] const std::array<QSpinBox*, 4>& numbers() const { return numbers_; }
  [[nodiscard]] QPushButton* add_button() const { return add_; }
  [[nodiscard]] bool ready() const { return ready_; }  ///< the picture is there, or cannot be

 Q_SIGNALS:
  void chosen(const QString& file, const experiment::AddVideoOptions& options);

 private:
  void build();
  void ask_picture();
  void show_numbers();
  void take_numbers();
  void check();
  void take();

  const ThemeHolder& themes_;
  Worker* worker_;
  std::vector<CameraRow> cameras_;
  CameraRow base_;  ///< whose file's picture is shown
  RegionView* view_;
  std::array<QSpinBox*, 4> numbers_{};
  QLineEdit* name_;
  TextLabel* wrong_;
  QPushButton* add_;
  bool ready_ = false;
  bool added_ = false;  ///< the next cameras that come may hold it: a new name is suggested then
};

}  // namespace mlink::ui
