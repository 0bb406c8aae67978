// A table of core/report in a view: the window shows the very figures that the command line and files tell. GUI thread
// only.
#pragma once

#include <QAbstractTableModel>

#include "report/table.h"

namespace mlink::ui {

/// A cell as the window writes it: with so many decimals, thousands apart where there are none; "–" where there is
/// nothing.
[[nodiscard]] QString cell_text(const Cell& cell, int decimals);

/// Headings, and words of the core, in the language of the window. Numbers at the right, with the decimals of their
/// columns; "–" where there is nothing.
class ReportTableModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  explicit ReportTableModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  void set_table(Table table);
  [[nodiscard]] const Table& table() const { return table_; }
  /// Nothing where a row is shorter than its table.
  [[nodiscard]] Cell cell(int row, int column) const;

 private:
  [[nodiscard]] bool is_number(int column) const;
  /// A column of words that the core chooses, not of names.
  [[nodiscard]] bool is_word(int column) const;
  Table table_;
};

}  // namespace mlink::ui
