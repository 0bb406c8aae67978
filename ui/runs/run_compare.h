// Two runs side by side: their settings, and what they computed: the matrix of differences of two link sets, the tables
// of others. The page asks the core for it. GUI thread only.
#pragma once

#include <QAbstractTableModel>
#include <QWidget>
#include <optional>
#include <vector>

#include "ui/common/report_table_model.h"
#include "ui/common/widgets.h"
#include "ui/runs/difference_matrix.h"
#include "ui/runs/runs_model.h"

class QComboBox;
class QTableView;

namespace mlink::ui {

/// Settings of two runs, those that differ first.
class PairsModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Columns { Setting, Left, Right, Differs, ColumnCount };
  explicit PairsModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  void set_pairs(std::vector<SettingPair> pairs, const QString& left, const QString& right);
  void set_only_different(bool only);
  [[nodiscard]] int different() const { return different_; }
  [[nodiscard]] int all() const { return static_cast<int>(pairs_.size()); }

 private:
  std::vector<SettingPair> pairs_;
  QString left_, right_;
  int different_ = 0;
  bool only_ = false;
};

/// Rows of settings: chrome grey and medium where they differ.
class PairsDelegate : public RowDelegate {
  Q_OBJECT
 public:
  explicit PairsDelegate(const ThemeHolder& themes, QObject* parent = nullptr) : RowDelegate(themes, parent) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

class RunCompare : public QWidget {
  Q_OBJECT
 public:
  explicit RunCompare(const ThemeHolder& themes, QWidget* parent = nullptr);
  /// What may be chosen at either side.
  void set_runs(const std::vector<ToldRun>& runs);
  /// Nothing told yet of them; an empty key: none.
  void set_pair(const RunKey& left, const RunKey& right);
  void show_comparison(const RunComparison& comparison);
  void show_problem(const QString& problem);

  [[nodiscard]] const RunKey& left() const { return left_key_; }
  [[nodiscard]] const RunKey& right() const { return right_key_; }
  [[nodiscard]] QString left_name() const;
  [[nodiscard]] QString right_name() const;
  [[nodiscard]] QComboBox* left_choice() const { return left_; }
  [[nodiscard]] QComboBox* right_choice() const { return right_; }
  [[nodiscard]] Segmented* which() const { return which_; }
  [[nodiscard]] PairsModel* pairs() const { return pairs_; }
  [[nodiscard]] QTableView* settings() const { return settings_; }
  [[nodiscard]] DifferenceMatrix* matrix() const { return matrix_; }
  [[nodiscard]] DifferenceLegend* legend() const { return legend_; }
  [[nodiscard]] const std::vector<ReportTableModel*>& values() const { return values_; }
  [[nodiscard]] const std::optional<RunComparison>& comparison() const { return comparison_; }

 Q_SIGNALS:
  void pair_wanted(const mlink::ui::RunKey& left, const mlink::ui::RunKey& right);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void build_head();
  void build_settings();
  QWidget* build_difference();
  QWidget* build_values();
  void choose(bool left, int index);
  void lay_out();
  static void fit_columns(QTableView& view);
  [[nodiscard]] int index_of(const RunKey& key) const;
  const ThemeHolder& themes_;
  std::vector<RunKey> keys_;
  std::vector<QString> names_;
  RunKey left_key_, right_key_;
  QWidget* head_;
  QComboBox *left_, *right_;
  Segmented* which_;
  PairsModel* pairs_;
  QTableView* settings_;
  QWidget *difference_, *tables_;
  TextLabel *difference_note_, *problem_;
  DifferenceMatrix* matrix_;
  DifferenceLegend* legend_;
  std::vector<TextLabel*> titles_;
  std::vector<QTableView*> views_;
  std::vector<ReportTableModel*> values_;
  std::optional<RunComparison> comparison_;
};

}  // namespace mlink::ui
