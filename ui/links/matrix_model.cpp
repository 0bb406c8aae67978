#include "ui/links/matrix_model.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/text.h"
#include "ui/common/core_text.h"
#include "ui/common/icons.h"
#include "ui/common/p_scale.h"
#include "ui/common/widgets.h"

namespace mlink::ui {

QString lift_text(const LinkFigures& link) {
  if (within_prior(link)) return MatrixModel::tr("≈ prior");
  return to_qt(signed_text(link.test.p - link.prior_p));
}

QString native_text(double value) {
  if (!std::isfinite(value)) return QStringLiteral("–");
  const double size = std::abs(value);
  return to_qt(score_text(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || size == 0 ? 2 : 3));
}

int MatrixModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : boxes(); }
int MatrixModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : boxes(); }

QString MatrixModel::name(int place) const {
  return to_qt(links_->matrix.boxes[static_cast<std::size_t>(box_at(place))]);
}
const OutputSpec& MatrixModel::spec(int place) const {
  return links_->matrix.specs[static_cast<std::size_t>(box_at(place))];
}
double MatrixModel::p1(int place) const { return links_->matrix.p1[static_cast<std::size_t>(box_at(place))]; }
double MatrixModel::p2(int place) const { return links_->matrix.p2[static_cast<std::size_t>(box_at(place))]; }
double MatrixModel::prior(int place) const { return links_->matrix.prior[static_cast<std::size_t>(box_at(place))]; }

int MatrixModel::trained() const {
  if (!links_) return 0;
  return static_cast<int>(std::count_if(links_->matrix.cells.begin(), links_->matrix.cells.end(),
                                        [](const auto& cell) { return cell.has_value(); }));
}

QModelIndex MatrixModel::index_of(const QString& source, const QString& target) const {
  int row = -1, column = -1;
  for (int i = 0; i < boxes(); ++i) {
    if (name(i) == source) row = i;
    if (name(i) == target) column = i;
  }
  return row < 0 || column < 0 ? QModelIndex() : index(row, column);
}

const std::optional<LinkFigures>& MatrixModel::cell(const QModelIndex& index) const {
  return links_->matrix.cell(box_at(index.row()), box_at(index.column()));
}

const LinkFigures* MatrixModel::link_at(const QModelIndex& index) const {
  const auto& link = cell(index);
  return link ? &*link : nullptr;
}

double MatrixModel::share(const LinkFigures& link) const {
  const double value = show_ == Show::lift ? link.test.p - link.prior_p : link.test.p;
  return (value - low_) / std::max(high_ - low_, 1e-9);
}

QString MatrixModel::value_text(const LinkFigures& link) const {
  switch (show_) {
    case Show::p: return to_qt(score_text(link.test.p));
    case Show::lift: return to_qt(signed_text(link.test.p - link.prior_p));
    case Show::native: return native_text(link.test.native);
  }
  return {};
}

QString MatrixModel::tip(const LinkFigures& link, const QModelIndex& index) const {
  const auto target = static_cast<std::size_t>(box_at(index.column()));
  const MatrixData& m = links_->matrix;
  const auto row = [](const QString& name, const QString& value) {
    return QStringLiteral("<tr><td style='padding-right:14px'>%1</td><td>%2</td></tr>")
        .arg(name, value.toHtmlEscaped());
  };
  const QString unit = to_qt(m.specs[target].unit);
  QString text = QStringLiteral("<b>%1 → %2</b><table style='margin-top:6px'>")
                     .arg(name(index.row()).toHtmlEscaped(), name(index.column()).toHtmlEscaped());
  text += row("p", tr("%1, 95 % interval %2 to %3")
                       .arg(to_qt(score_text(link.test.p)), to_qt(score_text(link.test.interval.low)),
                            to_qt(score_text(link.test.interval.high))));
  text += row(tr("measured as"), core_text(m.metric[target]));
  text += row(tr("prior"), tr("%1, lift %2").arg(to_qt(score_text(link.prior_p)), lift_text(link)));
  text += row(tr("error"), QStringLiteral("%1 %2 %3")
                               .arg(core_text(m.native_metric[target]), native_text(link.test.native), unit)
                               .trimmed());
  const QString judged = rows_ == JudgedRows::test    ? tr("%1 trained, %2 tested")
                         : rows_ == JudgedRows::train ? tr("%1 trained; figures on %2 training frames")
                                                      : tr("%1 trained; figures on all %2 frames");
  text += row(tr("frames"), judged.arg(to_qt(count_text(link.trained_frames)), to_qt(count_text(link.test.frames))));
  QString net = tr("%1 parameters").arg(to_qt(count_text(link.parameters)));
  if (link.seconds_per_frame > 0) net += QStringLiteral(", %1 ms").arg(link.seconds_per_frame * 1000, 0, 'g', 2);
  text += row(tr("net"), link.best_epoch == 0 ? tr("%1, nothing learnt").arg(net) : net);
  text += row(tr("Pearson"), to_qt(score_text(link.pearson)));
  return text + QStringLiteral("</table>");
}

QVariant MatrixModel::cell_data(const LinkFigures& link, const QModelIndex& index, int role) const {
  switch (role) {
    case Qt::DisplayRole:
    case ValueTextRole: return value_text(link);
    case ShortTextRole: {
      QString text = value_text(link);
      if (show_ == Show::p && text.startsWith(QLatin1String("0."))) text.remove(0, 1);
      return text;
    }
    case Qt::AccessibleTextRole:
      return tr("%1 to %2: p %3, prior %4, lift %5")
          .arg(name(index.row()), name(index.column()), to_qt(score_text(link.test.p)), to_qt(score_text(link.prior_p)),
               lift_text(link));
    case PRole: return link.test.p;
    case PriorRole: return link.prior_p;
    case LiftRole: return link.test.p - link.prior_p;
    case NoLiftRole: return within_prior(link);
    case LiftTextRole: return show_ == Show::p || within_prior(link) ? lift_text(link) : QString();
    case StaleRole: return !links_->set.stale.empty();
    case ShareRole: return share(link);
    case TipRole: return tip(link, index);
    default: return {};
  }
}

QVariant MatrixModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid) || !links_) return {};
  const bool diagonal = index.row() == index.column();
  const auto& link = cell(index);
  switch (role) {
    case SourceRole: return name(index.row());
    case TargetRole: return name(index.column());
    case DiagonalRole: return diagonal;
    case TrainedRole: return link.has_value();
    case Qt::TextAlignmentRole: return int(Qt::AlignCenter);
    default: break;
  }
  if (link) return cell_data(*link, index, role);
  if (diagonal) return {};
  if (role == TipRole || role == Qt::AccessibleTextRole)
    return tr("%1 → %2: not trained").arg(name(index.row()), name(index.column()));
  return {};
}

QVariant MatrixModel::headerData(int section, Qt::Orientation, int role) const {
  if (section < 0 || section >= boxes()) return {};
  if (role == Qt::DisplayRole) return name(section);
  if (role == RowDelegate::IconRole) return task_icon(spec(section).task);
  return {};
}

void MatrixModel::arrange() {
  order_.clear();
  if (!links_) return;
  const MatrixData& m = links_->matrix;
  order_.resize(m.boxes.size());
  std::iota(order_.begin(), order_.end(), 0);
  const auto high_first = [](const std::vector<double>& values) {
    return [&values](int a, int b) {
      const double x = values[static_cast<std::size_t>(a)], y = values[static_cast<std::size_t>(b)];
      return (std::isnan(x) ? -1 : x) > (std::isnan(y) ? -1 : y);
    };
  };
  switch (by_) {
    case Order::as_added: break;
    case Order::by_p1: std::stable_sort(order_.begin(), order_.end(), high_first(m.p1)); break;
    case Order::by_p2: std::stable_sort(order_.begin(), order_.end(), high_first(m.p2)); break;
    case Order::by_name:
      std::stable_sort(order_.begin(), order_.end(), [&m](int a, int b) {
        return m.boxes[static_cast<std::size_t>(a)] < m.boxes[static_cast<std::size_t>(b)];
      });
      break;
    case Order::by_clusters:
      if (clusters_known()) order_ = clusters_;
      break;
    case Order::by_hand: {
      const auto place = [this, &m](int box) {
        return std::find(by_hand_.begin(), by_hand_.end(), m.boxes[static_cast<std::size_t>(box)]) - by_hand_.begin();
      };
      std::stable_sort(order_.begin(), order_.end(), [&place](int a, int b) { return place(a) < place(b); });
      break;
    }
  }
}

void MatrixModel::rescale() {
  low_ = 0;
  high_ = 1;
  if (!links_) return;
  if (show_ == Show::lift) {
    high_ = 0.1;
    for (const auto& cell : links_->matrix.cells)
      if (cell) high_ = std::max(high_, std::ceil((cell->test.p - cell->prior_p) * 10 - 1e-9) / 10);
    return;
  }
  if (full_scale_) return;
  low_ = p_scale_low(links_->matrix);
}

void MatrixModel::set_links(std::shared_ptr<const LinksData> links, JudgedRows rows) {
  beginResetModel();
  // The same boxes judged on other rows stand as they stood.
  if (!links || !links_ || links->matrix.boxes != links_->matrix.boxes || links->set.id != links_->set.id)
    clusters_.clear();
  links_ = std::move(links);
  rows_ = rows;
  arrange();
  rescale();
  endResetModel();
}

void MatrixModel::set_show(Show show) {
  if (show == show_) return;
  show_ = show;
  rescale();
  if (boxes() > 0) Q_EMIT dataChanged(index(0, 0), index(boxes() - 1, boxes() - 1));
}

void MatrixModel::set_order(Order order) {
  if (order == by_) return;
  if (order == Order::by_hand && by_hand_.empty()) keep_by_hand();
  beginResetModel();
  by_ = order;
  arrange();
  endResetModel();
  Q_EMIT order_changed();
}

void MatrixModel::restore(Order order, std::vector<std::string> by_hand) {
  if (order == Order::by_hand && by_hand.empty()) order = Order::as_added;
  if (order == by_ && by_hand == by_hand_) return;
  beginResetModel();
  by_ = order;
  by_hand_ = std::move(by_hand);
  arrange();
  endResetModel();
  Q_EMIT order_changed();
}

void MatrixModel::set_clusters(std::vector<int> order) {
  clusters_ = std::move(order);
  if (by_ != Order::by_clusters) return;
  beginResetModel();
  arrange();
  endResetModel();
  Q_EMIT order_changed();
}

void MatrixModel::keep_by_hand() {
  by_hand_.clear();
  for (const int box : order_) by_hand_.push_back(links_->matrix.boxes[static_cast<std::size_t>(box)]);
}

void MatrixModel::move_box(int from, int to) {
  if (from == to || std::min(from, to) < 0 || std::max(from, to) >= boxes()) return;
  beginResetModel();
  const auto first = order_.begin() + std::min(from, to), last = order_.begin() + std::max(from, to) + 1;
  std::rotate(first, from < to ? first + 1 : last - 1, last);
  by_ = Order::by_hand;
  keep_by_hand();
  endResetModel();
  Q_EMIT order_changed();
}

void MatrixModel::set_full_scale(bool full) {
  full_scale_ = full;
  rescale();
  if (boxes() > 0) Q_EMIT dataChanged(index(0, 0), index(boxes() - 1, boxes() - 1));
}

}  // namespace mlink::ui
