// All trained links as a list that can be sorted by each figure.
#pragma once

#include <QAbstractTableModel>
#include <memory>
#include <vector>

#include "ui/common/ports.h"

namespace mlink::ui {

class LinksModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Columns { Link, P, Prior, Lift, Native, Pearson, ColumnCount };
  enum Roles { SourceRole = Qt::UserRole + 1, TargetRole, SortRole };

  explicit LinksModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  void set_links(std::shared_ptr<const LinksData> links);
  [[nodiscard]] int row_of(const QString& source, const QString& target) const;  ///< -1: no such link

 private:
  struct Row {
    int source = 0, target = 0;
  };
  [[nodiscard]] const LinkFigures& figures(const Row& row) const {
    return *links_->matrix.cell(row.source, row.target);
  }
  std::shared_ptr<const LinksData> links_;
  std::vector<Row> rows_;
};

}  // namespace mlink::ui
