#include "ui/common/report_table_model.h"

#include <cmath>
#include <set>

#include "base/text.h"
#include "ui/common/core_text.h"
#include "ui/common/widgets.h"

namespace mlink::ui {

QString cell_text(const Cell& cell, int decimals) {
  if (const auto* text = std::get_if<std::string>(&cell)) return to_qt(*text);
  const auto* number = std::get_if<double>(&cell);
  if (!number || !std::isfinite(*number)) return QStringLiteral("–");
  if (decimals == 0) return to_qt(count_text(static_cast<std::int64_t>(std::llround(*number))));
  // a number in a column of texts, too
  return decimals > 0 ? to_qt(score_text(*number, decimals)) : QString::number(*number);
}

int ReportTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(table_.rows.size());
}
int ReportTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(table_.columns.size());
}

Cell ReportTableModel::cell(int row, int column) const {
  const auto& cells = table_.rows[static_cast<std::size_t>(row)];
  const auto at = static_cast<std::size_t>(column);
  return at < cells.size() ? cells[at] : Cell();
}

bool ReportTableModel::is_number(int column) const {
  return table_.columns[static_cast<std::size_t>(column)].decimals >= 0;
}

bool ReportTableModel::is_word(int column) const {
  static const std::set<std::string> words{"best_says", "differs",       "figure", "gpu_memory_origin",
                                           "lift",      "memory_origin", "says",   "setting",
                                           "tells",     "time_origin",   "verdict"};
  return words.count(table_.columns[static_cast<std::size_t>(column)].key) > 0;
}

QVariant ReportTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const Cell cell = this->cell(index.row(), index.column());
  const auto* const text = std::get_if<std::string>(&cell);
  switch (role) {
    case Qt::DisplayRole:
      if (text && is_word(index.column())) return core_text(*text);
      return cell_text(cell, table_.columns[static_cast<std::size_t>(index.column())].decimals);
    case Qt::ToolTipRole: return text ? index.data() : QVariant();
    case Qt::TextAlignmentRole:
      // what is beside the name of a figure is a figure, too
      return index.column() > 0 && (is_number(index.column()) || table_.columns.front().key == "figure")
                 ? QVariant(static_cast<int>(Qt::AlignRight | Qt::AlignVCenter))
                 : QVariant();
    default: return {};
  }
}

QVariant ReportTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
  if (role == Qt::TextAlignmentRole && section > 0 && (is_number(section) || table_.columns.front().key == "figure"))
    return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  return core_text(table_.columns[static_cast<std::size_t>(section)].name);
}

void ReportTableModel::set_table(Table table) {
  beginResetModel();
  table_ = std::move(table);
  endResetModel();
}

}  // namespace mlink::ui
