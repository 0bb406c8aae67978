// What a file of recorded outputs means: the box it becomes, its task and labels; for detections which of them. Does
// not block.
#pragma once

#include <QDialog>

#include "experiment/import.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;
class QPushButton;

namespace mlink::ui {

class TextLabel;
class ThemeHolder;

/// "x" for "x.csv" and "x.csv.gz".
[[nodiscard]] QString outputs_name_of(const QString& file);
/// "Persons v2.csv" -> "persons-v2": small letters, digits and hyphens, as boxes are called.
[[nodiscard]] QString box_name_of(const QString& file);

class ImportDialog : public QDialog {
  Q_OBJECT
 public:
  /// `cameras`: names of those there are.
  ImportDialog(const ThemeHolder& themes, const QString& file, const QStringList& cameras, QWidget* parent);

  [[nodiscard]] QLineEdit* box() const { return box_; }
  [[nodiscard]] QComboBox* task() const { return task_; }
  [[nodiscard]] QLineEdit* labels() const { return labels_; }
  [[nodiscard]] QComboBox* camera() const { return camera_; }
  [[nodiscard]] QPushButton* import_button() const { return import_; }
  [[nodiscard]] QString wrong() const;  ///< empty: it can be imported

 Q_SIGNALS:
  void chosen(const experiment::ImportOptions& options);

 private:
  void add_meaning(QFormLayout& form);
  void add_camera(QFormLayout& form, const QStringList& cameras);
  void add_detections(QFormLayout& form);
  void check();
  void take();

  QString file_;
  bool described_ = false;   ///< an output description lies beside the table
  bool detections_ = false;  ///< not a table
  bool one_camera_ = false;  ///< a table whose rows do not name theirs
  QLineEdit *box_, *labels_, *unit_, *tolerance_, *rate_;
  QLineEdit *classes_ = nullptr, *score_ = nullptr, *picture_ = nullptr;
  QComboBox *task_, *camera_;
  QCheckBox* replace_;
  TextLabel* wrong_;
  QPushButton* import_;
};

}  // namespace mlink::ui
