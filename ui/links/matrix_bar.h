// The controls above the matrix: what a cell shows, the order of the boxes, the size of the cells, the rows that p is
// of.
#pragma once

#include <QWidget>
#include <array>
#include <vector>

#include "analysis/matrix_rows.h"
#include "ui/common/widgets.h"

class QComboBox;

namespace mlink::ui {

class MatrixModel;
class MatrixView;

class MatrixBar : public QWidget {
  Q_OBJECT
 public:
  MatrixBar(const ThemeHolder& themes, MatrixModel* model, MatrixView* view, QWidget* parent = nullptr);
  /// How many frames each part has, by a matrix that tells them (null: not known), and which is shown. Tells nothing.
  using Parts = std::array<const MatrixData*, 3>;  ///< by JudgedRows
  void set_rows(const Parts& parts, JudgedRows shown);
  /// Another part is being computed: its switch stands there already, the figures are still the old ones.
  void set_judging(const QString& what);
  void set_problem(const QString& problem);  ///< why a part cannot be shown
  void set_stale(const QString& why);        ///< empty: it is not
  void set_terse(bool terse);                ///< without the words before the controls, where there is no room

  [[nodiscard]] Segmented* rows() const { return rows_; }
  [[nodiscard]] const QStringList& parts() const { return parts_; }  ///< "test 180", as its switch says them
  [[nodiscard]] QComboBox* order() const { return order_; }
  [[nodiscard]] QPushButton* file_order() const { return file_order_; }
  [[nodiscard]] QPushButton* larger() const { return larger_; }
  [[nodiscard]] QPushButton* smaller() const { return smaller_; }
  [[nodiscard]] QPushButton* fit() const { return fit_; }
  [[nodiscard]] QString note() const;

 Q_SIGNALS:
  void rows_wanted(int rows);  ///< a JudgedRows

 private:
  void make_first_row();
  void make_second_row();
  void show_order();
  QPushButton* small_button(const QString& text, const QString& what);
  const ThemeHolder& themes_;
  MatrixModel* model_;
  MatrixView* view_;
  Segmented *show_, *rows_;
  QComboBox* order_;
  QPushButton *file_order_, *larger_, *smaller_, *fit_;
  TextLabel *note_, *stale_;
  std::vector<TextLabel*> words_;
  QStringList parts_;
};

}  // namespace mlink::ui
