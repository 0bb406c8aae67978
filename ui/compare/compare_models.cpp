#include "ui/compare/compare_models.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "report/report.h"
#include "ui/common/core_text.h"
#include "ui/common/method_sample.h"

namespace mlink::ui {
namespace {

constexpr int kSample = 34, kBehindSample = 42;

int to_the_right() { return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter); }
QVariant tone(TextLabel::Tone of) { return static_cast<int>(of); }
QString accuracy_text(double value) { return to_qt(score_text(value)); }

}  // namespace

void NeedsModel::set_side(const CompareSidePtr& side, const QStringList& methods) {
  side_ = side;
  methods_ = methods;
  compute();
}

void NeedsModel::set_wanted(double accuracy) {
  if (accuracy == wanted_) return;
  wanted_ = accuracy;
  compute();
}

void NeedsModel::compute() {
  beginResetModel();
  needs_.clear();
  for (std::size_t i = 0; side_ && i < side_->methods.size(); ++i) {
    const MethodSweep& method = side_->methods[i];
    const QString name = to_qt(method.curve.method);
    if (!method.usable() || !methods_.contains(name)) continue;
    const auto budget = method.curve.needs(wanted_);
    needs_.push_back({name, budget, method.most,
                      budget ? to_qt(mlink::report::reaching_amount(method.curve, side_->kind, wanted_)) : QString()});
  }
  std::stable_sort(needs_.begin(), needs_.end(), [](const Need& a, const Need& b) {
    if (a.budget && b.budget) return *a.budget < *b.budget;
    return a.budget ? true : b.budget ? false : a.most > b.most;
  });
  endResetModel();
}

QString NeedsModel::spoken() const {
  QStringList said;
  for (const Need& need : needs_)
    said << need.method + u' ' + (need.budget ? need.text : tr("never, %1 at most").arg(accuracy_text(need.most)));
  return tr("%1 needs %2").arg(accuracy_text(wanted_), said.join(QStringLiteral(", ")));
}

int NeedsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(needs_.size());
}
int NeedsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : Columns; }

QVariant NeedsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const Need& need = needs_[static_cast<std::size_t>(index.row())];
  const QString never = tr("never: %1 at most").arg(accuracy_text(need.most));
  switch (role) {
    case Qt::DisplayRole:
      if (index.column() == Method) return need.method;
      if (index.column() == Bar) return need.budget ? QString() : never;
      return need.budget ? need.text : QStringLiteral("–");
    case Qt::AccessibleTextRole:
      return need.budget && index.column() == Bar ? tr("needs %1").arg(need.text) : QVariant();
    case Qt::TextAlignmentRole: return index.column() == Budget ? QVariant(to_the_right()) : QVariant();
    case Qt::ToolTipRole:
      return need.budget ? tr("%1 reaches %2 with %3").arg(need.method, accuracy_text(wanted_), need.text)
                         : tr("%1 never reaches %2: it gives %3 at most, whatever the budget")
                               .arg(need.method, accuracy_text(wanted_), accuracy_text(need.most));
    case RowDelegate::ToneRole: return index.column() == Bar ? tone(TextLabel::Tone::second) : QVariant();
    case ShareRole:
      if (index.column() != Bar || !need.budget || side_->full <= 0) return {};
      return std::clamp(*need.budget / side_->full, 0.0, 1.0);
    case ColourRole: return need.method;
    default: return {};
  }
}

QVariant NeedsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  return section == Method ? tr("Method") : section == Budget ? tr("Budget") : QString();
}

void BudgetsModel::set_results(std::vector<ReplayResult> results) {
  const auto same = [](const ReplayResult& a, const ReplayResult& b) {
    return a.boxes == b.boxes && std::equal(a.methods.begin(), a.methods.end(), b.methods.begin(), b.methods.end(),
                                            [](const auto& x, const auto& y) { return x.method == y.method; });
  };
  if (results.size() == results_.size() && !results.empty() && same(results.front(), results_.front())) {
    results_ = std::move(results);
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    return;
  }
  beginResetModel();
  results_ = std::move(results);
  endResetModel();
}

BudgetsModel::Place BudgetsModel::place_of(int column) const {
  if (column <= 0 || results_.empty()) return {};
  const int wide = 2 + static_cast<int>(results_.front().boxes.size());
  Place place;
  place.budget = (column - 1) / wide;
  const int at = (column - 1) % wide;
  place.figure = at == 0 ? Figure::accuracy : at == 1 ? Figure::time : Figure::box;
  if (at >= 2) place.box = static_cast<std::size_t>(at - 2);
  return place;
}

int BudgetsModel::column_of(int budget, Figure figure, std::size_t box) const {
  if (figure == Figure::method || results_.empty()) return 0;
  const int wide = 2 + static_cast<int>(results_.front().boxes.size());
  const int at = figure == Figure::accuracy ? 0 : figure == Figure::time ? 1 : 2 + static_cast<int>(box);
  return 1 + budget * wide + at;
}

int BudgetsModel::row_of(const QString& method) const {
  for (int row = 0; row < rowCount(); ++row) {
    if (method_at(row) == method) return row;
  }
  return -1;
}

QString BudgetsModel::method_at(int row) const {
  return row >= 0 && row < rowCount() ? to_qt(method(row, 0).method) : QString();
}

QString BudgetsModel::budget_text(int budget) const {
  if (budget < 0 || static_cast<std::size_t>(budget) >= results_.size()) return {};
  const ReplaySettings& settings = results_[static_cast<std::size_t>(budget)].settings;
  return tr("Budget %1").arg(amount_words(settings.kind, settings.budget));
}

int BudgetsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() || results_.empty() ? 0 : static_cast<int>(results_.front().methods.size());
}

int BudgetsModel::columnCount(const QModelIndex& parent) const {
  if (parent.isValid() || results_.empty()) return 0;
  return 1 + static_cast<int>(results_.size() * (2 + results_.front().boxes.size()));
}

const MethodResult& BudgetsModel::method(int row, int budget) const {
  return results_[static_cast<std::size_t>(budget)].methods[static_cast<std::size_t>(row)];
}

bool BudgetsModel::runs(const MethodResult& method, std::size_t box) const {
  return !method.by_frame && method.activated && method.activated->has(static_cast<int>(box));
}

bool BudgetsModel::best(int row, int budget) const {
  const QString own = accuracy_text(method(row, budget).output_accuracy);
  double highest = -1;
  for (int other = 0; other < rowCount(); ++other) {
    const MethodResult& each = method(other, budget);
    const mlink::methods::Method* known = find_method(each.method);
    if (known && known->needs().hindsight) {
      if (other == row) return false;
      continue;
    }
    if (std::isfinite(each.output_accuracy)) highest = std::max(highest, each.output_accuracy);
  }
  return highest >= 0 && own == accuracy_text(highest);
}

QString BudgetsModel::text_of(int row, const Place& place) const {
  const MethodResult& of = method(row, place.budget);
  const bool known = std::isfinite(of.output_accuracy);
  switch (place.figure) {
    case Figure::method: return to_qt(of.method);
    case Figure::accuracy: return accuracy_text(of.output_accuracy);
    case Figure::time:
      return known && std::isfinite(of.seconds_per_frame) ? to_qt(duration_text(of.seconds_per_frame))
                                                          : QStringLiteral("–");
    case Figure::box:
      if (!known || place.box >= of.per_box.size()) return QStringLiteral("–");
      return runs(of, place.box) ? tr("run") : accuracy_text(of.per_box[place.box]);
  }
  return {};
}

QString BudgetsModel::tip_of(int row, const Place& place) const {
  const MethodResult& of = method(row, place.budget);
  if (place.figure == Figure::accuracy && std::isfinite(of.interval.low)) {
    QString tip = tr("%1 to %2: 95 % interval by bootstrap over frames")
                      .arg(accuracy_text(of.interval.low), accuracy_text(of.interval.high));
    if (of.method != "mlink" && std::isfinite(of.lead_interval.low))
      tip += tr("; to mlink %1 (%2 to %3)")
                 .arg(to_qt(signed_text(of.lead)), to_qt(signed_text(of.lead_interval.low)),
                      to_qt(signed_text(of.lead_interval.high)));
    return tip;
  }
  if (place.figure == Figure::box && place.box < of.per_box.size() && runs(of, place.box))
    return tr("run: %1").arg(accuracy_text(of.per_box[place.box]));
  return core_text(of.note);
}

QVariant BudgetsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const Place place = place_of(index.column());
  switch (role) {
    case Qt::DisplayRole: return text_of(index.row(), place);
    case Qt::ToolTipRole: return tip_of(index.row(), place);
    case Qt::TextAlignmentRole: return place.figure == Figure::method ? QVariant() : QVariant(to_the_right());
    case RowDelegate::MediumRole: return place.figure == Figure::accuracy && best(index.row(), place.budget);
    case RowDelegate::ToneRole:
      return place.figure == Figure::box && runs(method(index.row(), place.budget), place.box)
                 ? tone(TextLabel::Tone::second)
                 : QVariant();
    case GroupStartRole: return place.figure == Figure::accuracy;
    default: return {};
  }
}

QVariant BudgetsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  const Place place = place_of(section);
  if (role == Qt::TextAlignmentRole && place.figure != Figure::method) return to_the_right();
  if (role == Qt::AccessibleTextRole && place.figure != Figure::method)
    return budget_text(place.budget) + QStringLiteral(", ") +
           headerData(section, orientation, Qt::DisplayRole).toString();
  if (role == Qt::ToolTipRole && place.figure == Figure::box)
    return tr("Accuracy of %1; run: it is executed and exact").arg(headerData(section, orientation, 0).toString());
  if (role != Qt::DisplayRole) return {};
  switch (place.figure) {
    case Figure::method: return tr("Method");
    case Figure::accuracy: return tr("Accuracy");
    case Figure::time: return tr("Time");
    case Figure::box: return to_qt(results_.front().boxes[place.box]);
  }
  return {};
}

BudgetsHeader::BudgetsHeader(const ThemeHolder& themes, const BudgetsModel* model, QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent), themes_(themes), model_(model) {
  setSectionsClickable(false);
  connect(&themes, &ThemeHolder::changed, viewport(), qOverload<>(&QWidget::update));
}

QSize BudgetsHeader::sizeHint() const { return {QHeaderView::sizeHint().width(), 2 * space::row}; }

void BudgetsHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
  const Theme& t = themes_.theme();
  painter->fillRect(rect, t.panel);
  const QRect lower(rect.left(), rect.top() + space::row, rect.width(), rect.height() - space::row);
  painter->setFont(ui_font());
  painter->setPen(t.second);
  const QVariant align = model_->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole);
  const int flags = align.isValid() ? align.toInt() : static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
  const QRect place = lower.adjusted(space::cell_side, 0, -space::cell_side, -1);
  const QString text = model_->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
  painter->drawText(place, flags, painter->fontMetrics().elidedText(text, Qt::ElideMiddle, place.width()));
  painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.line);
  painter->fillRect(QRect(rect.left(), lower.top() - 1, rect.width(), 1), t.line);
  if (model_->place_of(section).figure == BudgetsModel::Figure::accuracy)
    painter->fillRect(QRect(rect.left(), rect.top(), 1, rect.height()), t.line);
}

void BudgetsHeader::paintEvent(QPaintEvent* event) {
  QHeaderView::paintEvent(event);
  QPainter painter(viewport());
  painter.setFont(ui_font(TypeSize::text, true));
  painter.setPen(themes_.theme().text);
  for (int budget = 0; budget < static_cast<int>(model_->results().size()); ++budget) {
    const int first = model_->column_of(budget, BudgetsModel::Figure::accuracy);
    if (isSectionHidden(first)) continue;
    int right = sectionViewportPosition(first);
    const int last = first + 2 + static_cast<int>(model_->results().front().boxes.size());
    for (int column = first; column < last; ++column) right += sectionSize(column);
    const QRect place(sectionViewportPosition(first) + space::cell_side, 0,
                      right - sectionViewportPosition(first) - 2 * space::cell_side, space::row - 1);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, model_->budget_text(budget));
  }
}

void CompareDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const bool bar = index.data(NeedsModel::ShareRole).typeId() == QMetaType::Double;
  if (index.column() != 0 && !bar) {
    RowDelegate::paint(painter, option, index);
    if (index.data(BudgetsModel::GroupStartRole).toBool())
      painter->fillRect(QRect(option.rect.left(), option.rect.top(), 1, option.rect.height()), theme().line);
    return;
  }
  painter->save();
  paint_background(*painter, option, index);
  const QRect place = option.rect.adjusted(space::cell_side, 0, -space::cell_side, -1);
  if (bar) {
    QColor colour = theme().method(index.data(NeedsModel::ColourRole).toString()).colour;
    colour.setAlphaF(0.85F);
    const double wide = std::max(place.width() * index.data(NeedsModel::ShareRole).toDouble(), 2.0);
    painter->fillRect(QRectF(place.left(), place.center().y() - 5, wide, 12), colour);
  } else {
    const QString name = index.data().toString();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    draw_method_sample(*painter, theme().method(name), QRectF(place.left(), place.top(), kSample, place.height()),
                       selected ? theme().selection : theme().panel);
    painter->setFont(ui_font());
    painter->setPen(theme().text);
    painter->drawText(place.adjusted(kBehindSample, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                      painter->fontMetrics().elidedText(name, Qt::ElideMiddle, place.width() - kBehindSample));
  }
  painter->restore();
}

QSize CompareDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QSize size = RowDelegate::sizeHint(option, index);
  if (index.column() == 0) size.rwidth() += kBehindSample;
  return size;
}

}  // namespace mlink::ui
