#include "ui/ensemble/confidence_view.h"

#include <QHeaderView>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ui/charts/line_chart.h"
#include "ui/common/chart_style.h"
#include "ui/common/theme.h"

namespace mlink::ui {
namespace {

QVector<QPointF> points_of(const BoxConfidence& box) {
  QVector<QPointF> points;
  for (const ReliabilityBin& bin : box.bins)
    if (bin.count > 0) points << QPointF(bin.chance, bin.right);
  return points;
}

/// Whether chances of the one are those of the other.
bool same_outputs(const ExperimentData& one, const ExperimentData& other) {
  return one.snapshot.links == other.snapshot.links && one.snapshot.link_table == other.snapshot.link_table;
}

/// Larger where more predictions are.
QVector<double> sizes_of(const BoxConfidence& box) {
  QVector<double> sizes;
  std::size_t all = 0;
  for (const ReliabilityBin& bin : box.bins) all += bin.count;
  for (const ReliabilityBin& bin : box.bins)
    if (bin.count > 0) sizes << 5 + 15 * std::sqrt(static_cast<double>(bin.count) / static_cast<double>(all));
  return sizes;
}

}  // namespace

void ConfidenceModel::set_boxes(std::vector<BoxConfidence> boxes) {
  beginResetModel();
  boxes_ = std::move(boxes);
  const auto off = [](const BoxConfidence& box) {
    return std::isnan(box.calibration_error) ? -1 : box.calibration_error;
  };
  std::stable_sort(boxes_.begin(), boxes_.end(),
                   [&](const BoxConfidence& one, const BoxConfidence& other) { return off(one) > off(other); });
  endResetModel();
}

int ConfidenceModel::row_of(const QString& box) const {
  for (std::size_t n = 0; n < boxes_.size(); ++n)
    if (to_qt(boxes_[n].box) == box) return static_cast<int>(n);
  return -1;
}

int ConfidenceModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(boxes_.size());
}
int ConfidenceModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ConfidenceModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const BoxConfidence& box = boxes_[static_cast<std::size_t>(index.row())];
  if (role == Qt::TextAlignmentRole)
    return int((index.column() == Box || index.column() == Tells ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  if (role == Qt::ToolTipRole)
    return tr("%1 test frames; calibrated on %2 rows of the training part")
        .arg(to_qt(count_text(static_cast<std::int64_t>(box.test_rows))),
             to_qt(count_text(static_cast<std::int64_t>(box.inner_rows))));
  if (role != Qt::DisplayRole) return {};
  const auto number = [](double value) { return std::isnan(value) ? QStringLiteral("–") : to_qt(score_text(value)); };
  switch (index.column()) {
    case Box: return to_qt(box.box);
    case Right: return number(box.right);
    case Chance: return number(box.mean_chance);
    case Off: return number(box.calibration_error);
    case Tells:
      if (box.test_rows == 0 || std::isnan(box.gain_interval.low)) return tr("too few frames");
      return box.tells() ? tr("yes") : tr("no");
    default: return {};
  }
}

QVariant ConfidenceModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return QAbstractTableModel::headerData(section, orientation, role);
  if (role == Qt::TextAlignmentRole)
    return int((section == Box || section == Tells ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  if (role == Qt::ToolTipRole) {
    const QStringList tips{{},
                           tr("Share of test frames whose prediction was right"),
                           tr("Mean of the estimated chances of being right"),
                           tr("Expected calibration error: how far chances are from the shares that were right"),
                           tr("Whether the chances tell single predictions apart better than their mean would")};
    return tips.value(section);
  }
  if (role != Qt::DisplayRole) return {};
  return QStringList{tr("Box"), tr("Right"), tr("Chance"), tr("Off by"), tr("Tells more")}.value(section);
}

ConfidenceView::ConfidenceView(const ThemeHolder& themes, SharedSelection* selection, Worker* worker, QWidget* parent)
    : QWidget(parent), themes_(themes), selection_(selection), worker_(worker) {
  chart_ = new ScatterChart;
  chart_->setAccessibleName(tr("Reliability diagram"));
  chart_->setMinimumSize(200, 150);
  chart_->set_reader([this](int series, int point) {
    const auto& boxes = model_->boxes();
    if (series < 0 || series >= static_cast<int>(boxes.size())) return QString();
    const BoxConfidence& box = boxes[static_cast<std::size_t>(series)];
    std::vector<const ReliabilityBin*> bins;
    for (const ReliabilityBin& bin : box.bins)
      if (bin.count > 0) bins.push_back(&bin);
    if (point < 0 || point >= static_cast<int>(bins.size())) return QString();
    const ReliabilityBin& bin = *bins[static_cast<std::size_t>(point)];
    return tr("%1: %2 predictions of chance %3, %4 of them right")
        .arg(to_qt(box.box), to_qt(count_text(static_cast<std::int64_t>(bin.count))), to_qt(score_text(bin.chance)),
             to_qt(score_text(bin.right)));
  });
  model_ = new ConfidenceModel(this);
  table_ = new QTableView;
  dress_table(*table_, themes, 24);
  table_->setModel(model_);
  table_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  table_->setAccessibleName(tr("How sure the ensembles are"));
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  table_->horizontalHeader()->setSectionResizeMode(ConfidenceModel::Tells, QHeaderView::Stretch);
  auto* note = new TextLabel(themes, tr("Test frames, each box from all others; on the line the chances hold."),
                             TextLabel::Tone::second, TypeSize::head);
  note->setContentsMargins(10, 4, 10, 4);
  note->setWordWrap(true);
  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(note);
  column->addWidget(chart_, 3);
  column->addWidget(new Rule(themes));
  column->addWidget(table_, 2);
  empty_ = new EmptyState(themes, {});
  stack_ = new QStackedWidget;
  stack_->addWidget(empty_);
  stack_->addWidget(content);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(stack_);
  connect(&themes, &ThemeHolder::changed, this, &ConfidenceView::draw);
  connect(chart_, &Chart::clicked, this, [this](int series, int) {
    if (series >= 0 && series < model_->rowCount()) table_->selectRow(series);
  });
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ConfidenceView::draw);
  connect(selection_, &SharedSelection::link_changed, this, [this] {
    if (const auto& link = selection_->link()) choose(link->target);
  });
}

QString ConfidenceView::message() const { return stack_->currentIndex() == 0 ? empty_->text() : QString(); }

void ConfidenceView::set_data(const ExperimentDataPtr& data) {
  const bool same = data && data_ && same_outputs(*data, *data_);
  data_ = data;
  if (same) return;
  waiting_ = false;
  asked_ = false;
  model_->set_boxes({});  // nothing of other links is exported
  if (isVisible()) ask();
}

void ConfidenceView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  ask();
}

void ConfidenceView::ask() {
  if (asked_) return;
  asked_ = true;
  const bool there = data_ && data_->links && data_->snapshot.links;
  empty_->set_text(there ? tr("Reading the outputs…") : tr("No links yet."));
  stack_->setCurrentIndex(0);
  if (!there) return;
  if (!data_->whole()) return;  // the outputs come later, with other data
  waiting_ = true;
  empty_->set_text(tr("Predicting the test frames…"));
  const ExperimentDataPtr data = data_;
  using Boxes = std::vector<BoxConfidence>;
  worker_->ask<Boxes>(
      Worker::Lane::compute, this, QStringLiteral("confidence"),
      [data](ReaderPort&, const std::stop_token&) -> Result<Boxes> {
        return confidence_of(*data->snapshot.links, *data->snapshot.link_table);
      },
      [this, data](Result<Boxes> boxes) {
        if (!data_ || !same_outputs(*data, *data_)) return;
        waiting_ = false;
        if (!boxes) return empty_->set_text(to_qt(boxes.error().text()));
        model_->set_boxes(std::move(*boxes));
        const auto& link = selection_->link();
        choose(link ? link->target : QString());
        stack_->setCurrentIndex(1);
        draw();
      });
}

void ConfidenceView::choose(const QString& box) {
  const int row = std::max(0, model_->row_of(box));
  if (model_->rowCount() > 0) table_->setCurrentIndex(model_->index(row, 0));
}

/// The chosen box above the others, which are there to compare with.
void ConfidenceView::draw() {
  const Theme& theme = themes_.theme();
  const Chart::Change change(*chart_);
  chart_->set_style(chart_style_of(theme));
  ChartAxis x, y;
  x.title = tr("estimated chance");
  y.title = tr("share right");
  x.low = y.low = 0;
  x.high = y.high = 1;
  x.ticks = y.ticks = {0, .25, .5, .75, 1};
  chart_->set_axes(x, y);
  const int chosen = table_->currentIndex().row();
  QVector<ChartSeries> all;
  const auto& boxes = model_->boxes();
  for (std::size_t n = 0; n < boxes.size(); ++n) {
    const bool first = static_cast<int>(n) == chosen;
    ChartSeries series;
    series.name = to_qt(boxes[n].box);
    series.points = points_of(boxes[n]);
    series.sizes = sizes_of(boxes[n]);
    series.line = false;
    series.marker = first ? ChartMarker::disc : ChartMarker::ring;
    series.pen = QPen(first ? theme.accent : theme.strong, first ? 2 : 1);
    all << series;
  }
  ChartSeries even;
  even.points = {{0, 0}, {1, 1}};
  even.pen = QPen(theme.second, 1, Qt::DashLine);
  even.readable = false;
  all << even;
  chart_->set_series(all);
}

void ConfidenceView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const int room = width() - 4;
  const int number = std::clamp(room / 6, 52, 90);
  for (const int column : {ConfidenceModel::Right, ConfidenceModel::Chance, ConfidenceModel::Off})
    table_->setColumnWidth(column, number);
  table_->setColumnWidth(ConfidenceModel::Box, std::clamp(room / 4, 70, 150));
}

}  // namespace mlink::ui
