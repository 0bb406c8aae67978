#include "ui/replay/pins.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <cmath>

#include "base/text.h"
#include "outputs/amount.h"
#include "ui/common/icons.h"
#include "ui/replay/paint.h"

namespace mlink::ui {
namespace {

QString two_decimals(double value) { return to_qt(score_text(value)); }

/// "+117 ms", with a true minus; of what is not known a dash.
QString with_sign(double change, const QString& size) {
  if (std::isnan(change)) return QStringLiteral("–");
  return change == 0 ? size : (change > 0 ? QStringLiteral("+") : QStringLiteral("\u2212")) + size;
}

}  // namespace

void PinsModel::set_states(CostKind kind, const std::vector<std::string>& boxes, const PinnedState& first,
                           const PinnedState& second) {
  kind_ = kind;
  boxes_ = boxes;
  states_ = {first, second};
  Q_EMIT dataChanged(index(0, 0), index(Rows - 1, Columns - 1));
  Q_EMIT headerDataChanged(Qt::Horizontal, First, Second);
}

void PinsModel::set_compact(bool compact) {
  if (compact == compact_) return;
  compact_ = compact;
  Q_EMIT dataChanged(index(0, 0), index(Rows - 1, Columns - 1));
}

std::optional<Interval> PinsModel::change_interval() const {
  const auto& [first, second] = states_;
  if (!first.answer || !second.answer || first.budget != second.budget) return std::nullopt;
  if (first.method == u"mlink" && !std::isnan(second.answer->lead_interval.low)) return second.answer->lead_interval;
  const Interval back = first.answer->lead_interval;
  if (second.method == u"mlink" && !std::isnan(back.low)) return Interval{-back.high, -back.low};
  return std::nullopt;
}

QString PinsModel::row_name(int row) {
  switch (row) {
    case Accuracy: return tr("accuracy");
    case BoxesRun: return tr("boxes run");
    case Runs: return tr("share run");
    case Time: return tr("time per frame");
    default: return tr("memory");
  }
}

QString PinsModel::value_text(const MethodResult& answer, int row) const {
  switch (row) {
    case Accuracy: {
      const QString value = two_decimals(answer.output_accuracy);
      if (compact_ || std::isnan(answer.interval.low)) return value;
      return tr("%1 (%2 to %3)").arg(value, two_decimals(answer.interval.low), two_decimals(answer.interval.high));
    }
    case BoxesRun:
      if (answer.by_frame) return tr("changes by frame");
      if (!answer.activated) return tr("changes by period");
      return to_qt(set_text(boxes_, *answer.activated, tr("none").toStdString()));
    case Runs: return two_decimals(answer.executions_per_frame);
    case Time:
      return std::isnan(answer.seconds_per_frame) ? QStringLiteral("–")
                                                  : to_qt(duration_text(answer.seconds_per_frame));
    case Memory: return std::isnan(answer.bytes) ? QStringLiteral("–") : to_qt(bytes_text(answer.bytes));
    default: return {};
  }
}

QString PinsModel::change_text(int row) const {
  const auto& first = states_[0].answer;
  const auto& second = states_[1].answer;
  if (!first || !second) return QStringLiteral("–");
  switch (row) {
    case Accuracy: {
      const double change = second->output_accuracy - first->output_accuracy;
      const QString value = std::isnan(change) ? QStringLiteral("–") : to_qt(signed_text(change));
      const auto interval = change_interval();
      if (!interval || compact_) return value;
      return tr("%1 (%2 to %3)").arg(value, to_qt(signed_text(interval->low)), to_qt(signed_text(interval->high)));
    }
    case BoxesRun: {
      if (!first->activated || !second->activated) return QStringLiteral("–");
      const BoxSet more(second->activated->bits() & ~first->activated->bits()),
          less(first->activated->bits() & ~second->activated->bits());
      QStringList words;
      if (!more.empty()) words << QStringLiteral("+ ") + to_qt(set_text(boxes_, more));
      if (!less.empty()) words << QStringLiteral("\u2212 ") + to_qt(set_text(boxes_, less));
      return words.isEmpty() ? tr("the same") : words.join(QStringLiteral(", "));
    }
    case Runs: {
      const double change = second->executions_per_frame - first->executions_per_frame;
      return std::isnan(change) ? QStringLiteral("–") : to_qt(signed_text(change));
    }
    case Time: {
      const double change = second->seconds_per_frame - first->seconds_per_frame;
      return with_sign(change, to_qt(duration_text(std::abs(change))));
    }
    case Memory: {
      const double change = second->bytes - first->bytes;
      return with_sign(change, to_qt(bytes_text(std::abs(change))));
    }
    default: return {};
  }
}

QVariant PinsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  if (role == RowDelegate::ToneRole && index.column() == What) return static_cast<int>(TextLabel::Tone::second);
  if (role == RowDelegate::MediumRole) return index.column() == Change;
  if (role == Qt::ToolTipRole && index.row() == Accuracy && index.column() == Change && !change_interval())
    return tr("An interval of the difference is told where one of the two is mlink, at the same budget.");
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
  switch (index.column()) {
    case What: return row_name(index.row());
    case Change: return change_text(index.row());
    default: {
      const auto& state = states_[static_cast<std::size_t>(index.column() - First)];
      return state.answer ? value_text(*state.answer, index.row()) : QStringLiteral("–");
    }
  }
}

QVariant PinsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) return {};
  if (section == What) return QString();
  if (section == Change) return tr("%1 to %2").arg(states_[0].name, states_[1].name);
  const PinnedState& state = states_[static_cast<std::size_t>(section - First)];
  return tr("%1: %2, %3").arg(state.name, state.method, to_qt(amount_text({kind_, state.budget})));
}

PinsView::PinsView(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), model_(new PinsModel(this)) {
  setObjectName(QStringLiteral("pins"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(new Rule(themes));
  view_ = new QTableView;
  view_->setObjectName(QStringLiteral("pins-table"));
  view_->setAccessibleName(tr("Pins side by side"));
  dress_table(*view_, themes, space::dense_row);
  view_->setItemDelegate(new RowDelegate(themes, view_));
  view_->setModel(model_);
  view_->setFocusPolicy(Qt::ClickFocus);
  view_->setSelectionMode(QAbstractItemView::NoSelection);
  view_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  view_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  view_->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  view_->horizontalHeader()->setStretchLastSection(true);
  view_->setFixedHeight(view_->horizontalHeader()->sizeHint().height() + PinsModel::Rows * space::dense_row + 2);
  column->addWidget(view_);
  close_ = new QToolButton(this);
  close_->setIcon(themed_icon(QStringLiteral("cross"), themes));
  close_->setAutoRaise(true);
  close_->setFixedSize(20, 20);
  close_->setAccessibleName(tr("Take the pins away"));
  close_->setToolTip(tr("Take the pins away (Esc)"));
  connect(close_, &QToolButton::clicked, this, &PinsView::closed);
}

void PinsView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  constexpr int kWhat = 104;
  const int each = (width() - kWhat) / 3;
  view_->setColumnWidth(PinsModel::What, kWhat);
  model_->set_compact(
      each < QFontMetrics(ui_font()).horizontalAdvance(QStringLiteral("\u22120.00 (\u22120.00 to \u22120.00)")) + 20);
  view_->setColumnWidth(PinsModel::First, each);
  view_->setColumnWidth(PinsModel::Second, each);
  close_->move(width() - close_->width() - 4, 1 + (view_->horizontalHeader()->height() - close_->height()) / 2);
  close_->raise();
}

}  // namespace mlink::ui
