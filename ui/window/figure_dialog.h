// "Figure for a paper": one of a page's drawings for a column of a paper, seen beforehand as it will be printed. What
// was chosen is remembered. Not modal: the page goes on, and the preview follows the choices. GUI thread only.
#pragma once

#include <QDialog>
#include <QPointer>
#include <utility>
#include <vector>

#include "ui/common/figure.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QTimer;

namespace mlink::ui {

class TextLabel;
class ThemeHolder;

class FigureDialog : public QDialog {
  Q_OBJECT
 public:
  using Drawings = std::vector<std::pair<QString, QWidget*>>;
  /// remember: begin with what was chosen last, and keep what is saved. Nothing to draw is told in the dialog.
  FigureDialog(const ThemeHolder& themes, const Drawings& drawings, bool remember, QWidget* parent);

  void choose(const QWidget* drawing);  ///< one that there is not changes nothing
  [[nodiscard]] FigureWish wish() const;
  /// Writes it; where that fails the dialog tells why.
  bool save(const QString& path);

  [[nodiscard]] QComboBox* which() const { return which_; }
  [[nodiscard]] QComboBox* column() const { return column_; }  ///< single, double, typed
  [[nodiscard]] QDoubleSpinBox* width_field() const { return width_; }
  [[nodiscard]] QDoubleSpinBox* height_field() const { return height_; }
  [[nodiscard]] QDoubleSpinBox* font_field() const { return font_; }
  [[nodiscard]] QComboBox* colours() const { return colours_; }
  [[nodiscard]] QLabel* preview() const { return preview_; }
  [[nodiscard]] TextLabel* told() const { return told_; }
  [[nodiscard]] QPushButton* save_button() const { return save_; }

 private:
  void build();
  QDoubleSpinBox* number(double least, double most, const QString& unit, const QString& name);
  void show_wish(const FigureWish& wish);
  void take_column(int column);
  void show_column();
  void draw();
  void ask_path();
  [[nodiscard]] QWidget* drawing() const;

  const ThemeHolder& themes_;
  std::vector<std::pair<QString, QPointer<QWidget>>> drawings_;
  bool remember_;
  QComboBox *which_, *column_, *colours_;
  QDoubleSpinBox *width_, *height_, *font_;
  QLabel* preview_;
  TextLabel* told_;
  QPushButton* save_;
  QTimer* soon_;  ///< the preview is drawn once for several changes
};

}  // namespace mlink::ui
