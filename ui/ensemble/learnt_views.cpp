#include "ui/links/learnt_views.h"

#include <QHBoxLayout>
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

constexpr int kBarRow = 25, kTitle = 34, kFoot = 62, kColumn = 300;

QString all_text(int sources) {
  const QStringList words{EnsembleBars::tr("none"),      EnsembleBars::tr("the one"),  EnsembleBars::tr("both"),
                          EnsembleBars::tr("all three"), EnsembleBars::tr("all four"), EnsembleBars::tr("all five"),
                          EnsembleBars::tr("all six")};
  return sources < words.size() ? words[sources] : EnsembleBars::tr("all %1").arg(sources);
}

QString verdict_text(const EnsembleRow& row) {
  const QString best = to_qt(row.best_source);
  if (row.verdict == "dominance") return EnsembleBars::tr("Dominance: %1.").arg(best);
  if (row.verdict == "assistance") return EnsembleBars::tr("Assistance: above %1, the best source.").arg(best);
  return row.verdict.empty() ? to_qt(row.reason) : EnsembleBars::tr("Neither: %1").arg(to_qt(row.reason));
}

QString difference_text(const EnsembleRow& row) {
  if (!std::isfinite(row.difference)) return {};
  const QString best = to_qt(row.best_source), difference = to_qt(signed_text(row.difference));
  if (!std::isfinite(row.difference_interval.low)) return EnsembleBars::tr("Ensemble − %1: %2").arg(best, difference);
  return EnsembleBars::tr("Ensemble − %1: %2 (%3 to %4)")
      .arg(best, difference, to_qt(signed_text(row.difference_interval.low)),
           to_qt(signed_text(row.difference_interval.high)));
}

}  // namespace

EnsembleBars::EnsembleBars(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void EnsembleBars::set_target(const std::shared_ptr<const LinksData>& links, int target, double low) {
  const MatrixData& m = links->matrix;
  const auto j = static_cast<std::size_t>(target);
  title_ = to_qt(m.boxes[j]);
  note_ = to_qt(m.metric[j]);
  prior_ = m.prior[j];
  low_ = low;
  bars_.clear();
  for (int i = 0; i < m.size(); ++i) {
    if (const auto& cell = m.cell(i, target))
      bars_.push_back({to_qt(m.boxes[static_cast<std::size_t>(i)]), cell->test.p, cell->test.interval, false});
  }
  std::stable_sort(bars_.begin(), bars_.end(), [](const Bar& a, const Bar& b) { return a.p > b.p; });
  const int sources = static_cast<int>(bars_.size());
  if (sources > 1) bars_.push_back({all_text(sources), m.ensembles[j].test.p, m.ensembles[j].test.interval, true});
  const bool told = j < links->ensembles.size() && sources > 0;
  verdict_ = told ? verdict_text(links->ensembles[j]) : QString();
  difference_ = told ? difference_text(links->ensembles[j]) : QString();
  setToolTip(told ? to_qt(links->ensembles[j].reason).toHtmlEscaped() : QString());
  setAccessibleName(title_ + QStringLiteral(": ") + verdict_ + u' ' + difference_);
  updateGeometry();
  update();
}

QSize EnsembleBars::sizeHint() const { return {kColumn, kTitle + static_cast<int>(bars_.size()) * kBarRow + kFoot}; }

void EnsembleBars::paint_bar(QPainter& painter, const Bar& bar, const QRectF& row, double names, double unit) const {
  const Theme& t = themes_.theme();
  painter.setFont(ui_font(TypeSize::text, bar.all));
  painter.setPen(t.text);
  painter.drawText(QRectF(10, row.top(), names, row.height()), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(bar.name, Qt::ElideMiddle, static_cast<int>(names)));
  const double left = 10 + names + 10, y = row.center().y();
  const QRectF body(left, y - 6.5, unit * std::clamp(bar.p, 0.0, 1.0), 13);
  if (bar.all) {
    painter.setPen(QPen(t.text, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(body.adjusted(0.75, 0.75, -0.75, -0.75));
  } else {
    painter.fillRect(body, t.ramp_at((bar.p - low_) / std::max(1 - low_, 1e-9)));
  }
  const double from = left + unit * std::clamp(bar.interval.low, 0.0, 1.0);
  const double to = left + unit * std::clamp(bar.interval.high, 0.0, 1.0);
  painter.setPen(QPen(t.text, 1.5));
  painter.drawLine(QPointF(from, y), QPointF(to, y));
  painter.drawLine(QPointF(from, y - 4), QPointF(from, y + 4));
  painter.drawLine(QPointF(to, y - 4), QPointF(to, y + 4));
  painter.drawText(QRectF(left + unit + 4, row.top(), width() - left - unit - 14, row.height()),
                   Qt::AlignRight | Qt::AlignVCenter, to_qt(score_text(bar.p)));
}

void EnsembleBars::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(ui_font(TypeSize::text, true));
  painter.setPen(t.text);
  painter.drawText(QRect(10, 6, width() - 20, 22), Qt::AlignLeft | Qt::AlignVCenter, title_);
  const int used = painter.fontMetrics().horizontalAdvance(title_) + 8;
  painter.setFont(ui_font(TypeSize::head));
  painter.setPen(t.second);
  painter.drawText(QRect(10 + used, 6, width() - 20 - used, 22), Qt::AlignLeft | Qt::AlignVCenter, note_);
  double names = 50;
  const QFontMetrics metrics(ui_font(TypeSize::text, true));
  for (const Bar& bar : bars_) names = std::max<double>(names, metrics.horizontalAdvance(bar.name));
  names = std::min(names, width() * 0.36);
  const double left = 10 + names + 10, unit = std::max(width() - left - 50, 40.0);
  double y = kTitle;
  for (const Bar& bar : bars_) {
    if (bar.all) painter.fillRect(QRectF(10, y - 0.5, width() - 20, 1), t.line);
    paint_bar(painter, bar, QRectF(0, y, width(), kBarRow), names, unit);
    y += kBarRow;
  }
  if (bars_.empty()) {
    painter.drawText(QRectF(10, y, width() - 20, 20), Qt::AlignLeft | Qt::AlignVCenter, tr("not trained"));
    return;
  }
  if (std::isfinite(prior_)) {
    QPen dashes(t.second, 1, Qt::CustomDashLine);
    dashes.setDashPattern({3, 2});
    painter.setPen(dashes);
    const double x = left + unit * prior_;
    painter.drawLine(QPointF(x, kTitle), QPointF(x, y + 3));
    painter.setFont(ui_font(TypeSize::axis));
    painter.setPen(t.second);
    const QString text = tr("prior %1").arg(to_qt(score_text(prior_)));
    const double wide = painter.fontMetrics().horizontalAdvance(text) + 4;
    painter.drawText(QRectF(std::clamp(x - wide / 2, left + 14, left + unit - wide - 8), y + 2, wide, 16),
                     Qt::AlignCenter, text);
    painter.drawText(QRectF(left - 4, y + 2, 20, 16), Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("0"));
    painter.drawText(QRectF(left + unit - 16, y + 2, 20, 16), Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("1"));
  }
  painter.setFont(ui_font(TypeSize::head));
  painter.setPen(t.text);
  painter.drawText(QRectF(10, y + 20, width() - 16, 18), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(verdict_, Qt::ElideRight, width() - 16));
  painter.setPen(t.second);
  painter.drawText(QRectF(10, y + 36, width() - 16, 18), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(difference_, Qt::ElideRight, width() - 16));
}

EnsembleList::EnsembleList(const ThemeHolder& themes, QWidget* parent) : QScrollArea(parent), themes_(themes) {
  setFrameShape(QFrame::NoFrame);
  setWidget(new QWidget);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  const auto apply = [this] {
    QPalette p = themes_.theme().palette();
    p.setColor(QPalette::Window, themes_.theme().panel);
    setPalette(p);
    viewport()->setPalette(p);
    widget()->setPalette(p);
    widget()->setAutoFillBackground(true);
  };
  apply();
  connect(&themes, &ThemeHolder::changed, this, apply);
}

void EnsembleList::set_links(const std::shared_ptr<const LinksData>& links, double low) {
  qDeleteAll(bars_);
  bars_.clear();
  const int k = links ? links->matrix.size() : 0;
  for (int j = 0; j < k; ++j) {
    auto* bars = new EnsembleBars(themes_, widget());
    bars->set_target(links, j, low);
    bars->show();
    bars_.push_back(bars);
  }
  place();
}

void EnsembleList::place() {
  const int wide = viewport()->width();
  const int columns = std::max(1, wide / kColumn);
  int y = 0, high = 0;
  for (std::size_t i = 0; i < bars_.size(); ++i) {
    const int column = static_cast<int>(i) % columns;
    if (column == 0) {
      y += high;
      high = 0;
    }
    const QSize size = bars_[i]->sizeHint();
    bars_[i]->setGeometry(column * wide / columns, y, wide / columns, size.height());
    high = std::max(high, size.height());
  }
  widget()->resize(wide, y + high);
}

void EnsembleList::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  place();
}

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
  const int number = index.column() == ActivationModel::Cost ? 58 : index.column() == ActivationModel::P ? 42 : 40;
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
  kind_ = new Segmented(themes, {tr("Memory"), tr("Time")});
  formula_ = new TextLabel(themes, {}, TextLabel::Tone::second, TypeSize::head);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(10, 5, 10, 5);
  head->addWidget(formula_, 1);
  head->addWidget(kind_);
  model_ = new ActivationModel(this);
  view_ = new QTableView;
  dress_table(*view_, themes, 30);
  view_->setItemDelegate(new BarDelegate(themes, view_));
  view_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  view_->setModel(model_);
  view_->setAccessibleName(tr("Activation probabilities"));
  empty_ = new EmptyState(themes, {});
  connect(empty_->add_button(tr("Profile"), true), &QPushButton::clicked, this, &ActivationView::profile_wanted);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(0);
  all->addLayout(head);
  all->addWidget(view_, 1);
  all->addWidget(empty_, 1);
  connect(kind_, &Segmented::changed, this, &ActivationView::show_rows);
  show_rows();
}

CostKind ActivationView::kind() const { return kind_->current() == 0 ? CostKind::memory : CostKind::time; }

const std::vector<Activation>& ActivationView::rows() const {
  static const std::vector<Activation> none;
  if (!links_) return none;
  return kind() == CostKind::memory ? links_->by_memory : links_->by_time;
}

void ActivationView::set_links(const std::shared_ptr<const LinksData>& links) {
  links_ = links;
  show_rows();
}

void ActivationView::show_rows() {
  model_->set_rows(rows(), kind());
  double least = INFINITY;
  for (const Activation& row : rows()) least = std::min(least, row.cost);
  const bool known = !rows().empty();
  formula_->setText(known ? tr("P = (1 + P1 − P2) / (w · cost), w = 2 / %1").arg(to_qt(amount_text({kind(), least})))
                          : QString());
  view_->setVisible(known);
  empty_->setVisible(!known);
  empty_->set_text(kind() == CostKind::memory ? tr("The memory of some boxes is not known.")
                                              : tr("The time of some boxes is not known."));
  QMetaObject::invokeMethod(this, &ActivationView::fit_columns, Qt::QueuedConnection);
}

void ActivationView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  // The view has its new size a turn later.
  QMetaObject::invokeMethod(this, &ActivationView::fit_columns, Qt::QueuedConnection);
}

void ActivationView::fit_columns() {
  const int room = view_->viewport()->width();
  view_->setColumnHidden(ActivationModel::Difference, room < 480);
  const int shown = room < 480 ? 4 : 5;
  const int names = std::clamp(room / 6, 70, 130);
  view_->setColumnWidth(ActivationModel::Box, names);
  for (int column = 1; column < ActivationModel::ColumnCount; ++column)
    view_->setColumnWidth(column, (room - names) / shown);
}

}  // namespace mlink::ui
