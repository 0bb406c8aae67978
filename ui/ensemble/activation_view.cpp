#include "ui/ensemble/activation_view.h"

#include <QEvent>
#include <QHeaderView>
#include <QPainter>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "outputs/amount.h"

namespace mlink::ui {
namespace {

/// Pixels of a column's numbers, in front of their bars.
int number_wide(int column) { return column == ActivationModel::Cost ? 58 : column == ActivationModel::P ? 42 : 40; }

}  // namespace

int ActivationModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}
int ActivationModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

double ActivationModel::value(const Activation& row, int column) const {
  switch (column) {
    case P1: return row.p1;
    case P2: return row.p2;
    case Difference: return row.p1 - row.p2;
    case Cost: return row.cost / most_cost_;
    case P: return row.probability / most_p_;
    default: return 0;
  }
}

QVariant ActivationModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Activation& row = rows_[static_cast<std::size_t>(index.row())];
  if (role == RowDelegate::MediumRole) return index.column() == Box || index.column() == P;
  if (role == ShareRole && index.column() != Box) return value(row, index.column());
  if (role != Qt::DisplayRole) return {};
  switch (index.column()) {
    case Box: return to_qt(row.box);
    case P1: return to_qt(score_text(row.p1));
    case P2: return to_qt(score_text(row.p2));
    case Difference: return to_qt(signed_text(row.p1 - row.p2));
    case Cost: return to_qt(amount_text({kind_, row.cost}));
    case P: return to_qt(score_text(row.probability, 3));
    default: return {};
  }
}

QVariant ActivationModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return QAbstractTableModel::headerData(section, orientation, role);
  if (role == Qt::TextAlignmentRole) return int(Qt::AlignLeft | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  const QStringList names{tr("Box"),  tr("P1 predicts"),  tr("P2 is predicted"), QStringLiteral("P1 − P2"),
                          tr("Cost"), QStringLiteral("P")};
  return names.value(section);
}

void ActivationModel::set_rows(std::vector<Activation> rows, CostKind kind) {
  beginResetModel();
  rows_ = std::move(rows);
  kind_ = kind;
  std::stable_sort(rows_.begin(), rows_.end(),
                   [](const Activation& a, const Activation& b) { return a.probability > b.probability; });
  most_cost_ = most_p_ = 1e-12;
  for (const Activation& row : rows_) {
    most_cost_ = std::max(most_cost_, row.cost);
    most_p_ = std::max(most_p_, row.probability);
  }
  endResetModel();
}

void BarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const QVariant share = index.data(ActivationModel::ShareRole);
  if (!share.isValid()) {
    RowDelegate::paint(painter, option, index);
    return;
  }
  painter->save();
  paint_background(*painter, option, index);
  const QRect place = option.rect.adjusted(space::cell_side, 0, -space::cell_side, -1);
  painter->setFont(ui_font(TypeSize::text, index.data(MediumRole).toBool()));
  painter->setPen(theme().text);
  const int number = number_wide(index.column());
  painter->drawText(QRect(place.left(), place.top(), number, place.height()),
                    int(index.column() == ActivationModel::Cost ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter,
                    index.data().toString());
  const QRectF room(place.left() + number + 6, place.center().y() - 5, place.width() - number - 6, 11);
  const double value = share.toDouble();
  if (room.width() > 12 && std::isfinite(value)) {
    if (index.column() == ActivationModel::Difference) {
      const double middle = room.center().x(), length = room.width() / 2 * std::clamp(std::abs(value), 0.0, 1.0);
      painter->fillRect(QRectF(middle, room.top() - 1, 1, room.height() + 2), theme().strong);
      if (value >= 0)
        painter->fillRect(QRectF(middle, room.top(), length, room.height()), theme().outcome.run);
      else {
        painter->setPen(theme().outcome.run);
        painter->drawRect(QRectF(middle - length, room.top() + 0.5, length, room.height() - 1));
      }
    } else {
      painter->fillRect(room, theme().grid);
      QRectF bar = room;
      bar.setWidth(room.width() * std::clamp(value, 0.0, 1.0));
      painter->fillRect(bar, index.column() == ActivationModel::P ? theme().ramp[6] : theme().outcome.run);
    }
  }
  painter->restore();
}

ActivationView::ActivationView(const ThemeHolder& themes, QWidget* parent) : QWidget(parent) {
  formula_ = new TextLabel(themes, {}, TextLabel::Tone::second, TypeSize::head);
  formula_->setContentsMargins(10, 5, 10, 5);
  formula_->setWordWrap(true);
  model_ = new ActivationModel(this);
  view_ = new QTableView;
  dress_table(*view_, themes, 30);
  view_->setItemDelegate(new BarDelegate(themes, view_));
  view_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  view_->setModel(model_);
  view_->setAccessibleName(tr("Activation probabilities"));
  view_->viewport()->installEventFilter(this);
  empty_ = new EmptyState(themes, {});
  connect(empty_->add_button(tr("Profile"), true), &QPushButton::clicked, this, &ActivationView::profile_wanted);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(0);
  all->addWidget(formula_);
  all->addWidget(view_, 1);
  all->addWidget(empty_, 1);
  show_rows();
}

const std::vector<Activation>& ActivationView::rows() const {
  static const std::vector<Activation> none;
  if (!links_) return none;
  return kind_ == CostKind::memory ? links_->by_memory : links_->by_time;
}

void ActivationView::set_links(const std::shared_ptr<const LinksData>& links) {
  links_ = links;
  show_rows();
}

void ActivationView::set_kind(CostKind kind) {
  if (kind == kind_) return;
  kind_ = kind;
  show_rows();
}

void ActivationView::show_rows() {
  model_->set_rows(rows(), kind_);
  double least = INFINITY;
  for (const Activation& row : rows()) least = std::min(least, row.cost);
  const bool known = !rows().empty();
  formula_->setText(known ? tr("P = (1 + P1 − P2) / (w · cost), w = 2 / %1").arg(to_qt(amount_text({kind_, least})))
                          : QString());
  formula_->setVisible(known);
  view_->setVisible(known);
  empty_->setVisible(!known);
  empty_->set_text(kind_ == CostKind::memory ? tr("The memory of some boxes is not known.")
                                             : tr("The time of some boxes is not known."));
  QMetaObject::invokeMethod(this, &ActivationView::fit_columns, Qt::QueuedConnection);
}

/// Also when a scroll bar comes or goes.
bool ActivationView::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize && watched == view_->viewport()) fit_columns();
  return QWidget::eventFilter(watched, event);
}

void ActivationView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  QMetaObject::invokeMethod(this, &ActivationView::fit_columns, Qt::QueuedConnection);
}

/// No head and no number gives way: a column is as wide as its head at least, and where there is no room for all, the
/// difference of two columns that stand there is left out.
void ActivationView::fit_columns() {
  const int room = view_->viewport()->width();
  QVector<int> least;
  for (int column = 0; column < ActivationModel::ColumnCount; ++column)
    least << std::max(head_wide(*view_, column), column == ActivationModel::Box ? 70 : number_wide(column) + 36);
  const auto sum = [&](bool all) {
    int wide = 0;
    for (int column = 0; column < least.size(); ++column)
      wide += all || column != ActivationModel::Difference ? least[column] : 0;
    return wide;
  };
  const bool all = sum(true) <= room;
  view_->setColumnHidden(ActivationModel::Difference, !all);
  const int shown = all ? ActivationModel::ColumnCount : ActivationModel::ColumnCount - 1;
  const int more = std::max(room - sum(all), 0);
  for (int column = 0; column < least.size(); ++column) view_->setColumnWidth(column, least[column] + more / shown);
}

}  // namespace mlink::ui
