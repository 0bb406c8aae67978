#include "ui/links/links_model.h"

#include "base/text.h"
#include "ui/common/widgets.h"
#include "ui/links/matrix_model.h"

namespace mlink::ui {

int LinksModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}
int LinksModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant LinksModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  const LinkFigures& link = figures(row);
  const MatrixData& m = links_->matrix;
  const auto target = static_cast<std::size_t>(row.target);
  const QString from = to_qt(m.boxes[static_cast<std::size_t>(row.source)]), to = to_qt(m.boxes[target]);
  if (role == SourceRole) return from;
  if (role == TargetRole) return to;
  if (role == Qt::TextAlignmentRole)
    return int((index.column() == Link ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  if (role == RowDelegate::ToneRole && index.column() == Prior) return static_cast<int>(TextLabel::Tone::second);
  if (role == Qt::ToolTipRole && index.column() == Native)
    return QStringLiteral("%1 %2").arg(to_qt(m.native_metric[target]), to_qt(m.specs[target].unit)).trimmed();
  if (role != Qt::DisplayRole && role != SortRole) return {};
  const bool sort = role == SortRole;
  switch (index.column()) {
    case Link: return from + QStringLiteral(" → ") + to;
    case P: return sort ? QVariant(link.test.p) : QVariant(to_qt(score_text(link.test.p)));
    case Prior: return sort ? QVariant(link.prior_p) : QVariant(to_qt(score_text(link.prior_p)));
    // By lift, a link that beats its prior beyond doubt comes before one that does not.
    case Lift:
      return sort ? QVariant(link.test.p - link.prior_p - (within_prior(link) ? 2 : 0)) : QVariant(lift_text(link));
    case Native: return sort ? QVariant(link.test.native) : QVariant(native_text(link.test.native));
    case Pearson: return sort ? QVariant(link.pearson) : QVariant(to_qt(score_text(link.pearson)));
    default: return {};
  }
}

QVariant LinksModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return QAbstractTableModel::headerData(section, orientation, role);
  if (role == Qt::TextAlignmentRole) return int((section == Link ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  const QStringList names{tr("Link"), QStringLiteral("p"), tr("Prior"), tr("Lift"), tr("Native"), tr("Pearson")};
  return names.value(section);
}

void LinksModel::set_links(std::shared_ptr<const LinksData> links) {
  beginResetModel();
  links_ = std::move(links);
  rows_.clear();
  const int k = links_ ? links_->matrix.size() : 0;
  for (int i = 0; i < k; ++i) {
    for (int j = 0; j < k; ++j) {
      if (links_->matrix.cell(i, j)) rows_.push_back({i, j});
    }
  }
  endResetModel();
}

int LinksModel::row_of(const QString& source, const QString& target) const {
  for (int row = 0; row < rowCount(); ++row) {
    const QModelIndex at = index(row, Link);
    if (at.data(SourceRole) == source && at.data(TargetRole) == target) return row;
  }
  return -1;
}

}  // namespace mlink::ui
