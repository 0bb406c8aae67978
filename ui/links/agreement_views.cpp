#include "ui/links/agreement_views.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ui/common/chart_style.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

constexpr double kLargest = 46, kSmallest = 4;  // diameters of bubbles
constexpr int kRight = 1;                       // series, above the diagonal

QVector<QPointF> places(const QVector<AgreementPoint>& points) {
  QVector<QPointF> out;
  for (const AgreementPoint& p : points) out << QPointF(p.exact, p.predicted);
  return out;
}

}  // namespace

BubbleChart::BubbleChart(const ThemeHolder& themes, QWidget* parent) : ScatterChart(parent), themes_(themes) {
  connect(&themes, &ThemeHolder::changed, this, &BubbleChart::restyle);
  connect(this, &Chart::clicked, this,
          [this](int series, int point) { Q_EMIT frame_clicked((series == kRight ? right_ : wrong_)[point].worst); });
  set_reader([this](int series, int point) {
    const AgreementPoint& p = (series == kRight ? right_ : wrong_)[point];
    const auto number = [](double v) { return QString::number(v, 'g', 4); };
    return tr("exact %1, predicted %2: %3 in %4 frames")
        .arg(number(p.exact), number(p.predicted), p.right ? tr("right") : tr("wrong"), to_qt(count_text(p.frames)));
  });
  setAccessibleName(tr("Predicted against exact"));
}

void BubbleChart::set_agreement(const Agreement& agreement, const OutputSpec& spec) {
  right_.clear();
  wrong_.clear();
  most_ = 1;
  for (const AgreementPoint& p : agreement.points) {
    (p.right ? right_ : wrong_) << p;
    most_ = std::max(most_, p.frames);
  }
  band_ = agreement.band;
  unit_ = to_qt(spec.unit);
  mark_.reset();
  show_all();
  restyle();
}

void BubbleChart::set_mark(std::optional<QPointF> value, const QString& name) {
  if (mark_ == value && mark_name_ == name) return;
  mark_ = value;
  mark_name_ = name;
  repaint_overlay();  // the series stay as they are
}

std::pair<double, double> BubbleChart::span() const {
  double high = 0, low = 0;
  for (const auto* points : {&right_, &wrong_}) {
    for (const AgreementPoint& p : *points) {
      high = std::max({high, p.exact, p.predicted});
      low = std::min({low, p.exact, p.predicted});
    }
  }
  return {low, high};
}

void BubbleChart::widen(const std::optional<std::pair<double, double>>& span) {
  if (span == least_span_) return;
  least_span_ = span;
  restyle();
}

void BubbleChart::restyle() {
  const Change all(*this);
  const Theme& t = themes_.theme();
  if (const ChartStyle wanted = chart_style_of(t); !(wanted == style())) set_style(wanted);
  auto [low, high] = span();
  if (least_span_) {
    low = std::min(low, least_span_->first);
    high = std::max(high, least_span_->second);
  }
  const double span = std::max(high - low, 1e-6), pad = span * 0.1;
  const bool whole = band_ == 0.5 && high >= 2;
  ChartAxis x, y;
  x.title = tr("exact %1").arg(unit_).trimmed();
  y.title = tr("predicted %1").arg(unit_).trimmed();
  x.low = y.low = low - pad;
  x.high = y.high = high + pad;
  x.decimals = y.decimals = whole ? 0 : span > 20 ? 0 : span > 2 ? 1 : 2;
  if (whole && high <= 12) {
    for (int i = 0; i <= static_cast<int>(high); ++i) x.ticks << i;
    y.ticks = x.ticks;
  }
  set_axes(x, y);
  QColor band = t.outcome.right;
  band.setAlphaF(t.dark ? 0.18F : 0.14F);
  set_bands({ChartBand{-band_, band_, true, band}});
  ChartSeries diagonal;
  diagonal.points = {{low - span, low - span}, {high + span, high + span}};  // beyond what is seen
  diagonal.pen = QPen(t.strong, 1);
  diagonal.readable = false;
  set_series({diagonal, series_of(right_, true), series_of(wrong_, false)});
}

ChartSeries BubbleChart::series_of(const QVector<AgreementPoint>& points, bool right) const {
  const Theme& t = themes_.theme();
  ChartSeries s;
  s.points = places(points);
  s.line = false;
  s.marker = right ? ChartMarker::disc : ChartMarker::diamond;  // told apart by shape too
  s.pen = QPen(Qt::NoPen);
  QColor colour = right ? t.outcome.right : t.outcome.wrong;
  colour.setAlphaF(0.9F);
  s.brush = colour;
  const double scale = right ? 1 : 1.25;  // a diamond of a disc's area is wider
  for (const AgreementPoint& p : points) s.sizes << diameter(p) * scale;
  return s;
}

double BubbleChart::diameter(const AgreementPoint& point) const {
  return std::max(kLargest * std::sqrt(static_cast<double>(point.frames) / most_), kSmallest);
}

void BubbleChart::draw_counts(QPainter& painter) const {
  const Theme& t = themes_.theme();
  painter.setFont(ui_font(TypeSize::axis, true));
  for (const auto* points : {&right_, &wrong_}) {
    painter.setPen(Theme::ink_on(points == &right_ ? t.outcome.right : t.outcome.wrong));
    for (const AgreementPoint& p : *points) {
      const double size = diameter(p);
      const QString text = to_qt(count_text(p.frames));
      if (painter.fontMetrics().horizontalAdvance(text) + 4 > size) continue;
      const QPointF at = position_of({p.exact, p.predicted});
      painter.drawText(QRectF(at.x() - size, at.y() - 8, 2 * size, 16), Qt::AlignCenter, text);
    }
  }
}

void BubbleChart::draw_overlay(QPainter& painter, const QRectF& area) const {
  ScatterChart::draw_overlay(painter, area);
  const Theme& t = themes_.theme();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(ui_font(TypeSize::axis));
  painter.setPen(t.second);
  // Above the band there is room: predictions that high would be wrong, and few.
  const QString band = tr("within ±%1: right").arg(band_, 0, 'g', 3);
  const double low = value_at(QPointF(0, area.top() + 22)).y();
  const double edge = std::min(position_of({low - band_, low}).x() - kLargest / 2, area.right() - 8);
  const int wide = painter.fontMetrics().horizontalAdvance(band) + 4;
  if (edge - wide > area.left())
    painter.drawText(QRectF(edge - wide, area.top() + 4, wide, 16), Qt::AlignRight | Qt::AlignVCenter, band);
  draw_counts(painter);
  if (mark_) draw_mark(painter, area);
}

void BubbleChart::draw_mark(QPainter& painter, const QRectF& area) const {
  const Theme& t = themes_.theme();
  const QPointF at = position_of(*mark_);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(t.panel, 4));
  painter.drawEllipse(at, 10, 10);
  painter.setPen(QPen(t.text, 2));
  painter.drawEllipse(at, 10, 10);
  painter.setFont(ui_font(TypeSize::axis));
  const int wide = painter.fontMetrics().horizontalAdvance(mark_name_) + 8;
  QRectF place(at.x() - wide / 2.0, at.y() + 12, wide, 16);
  if (place.right() > area.right()) place.moveRight(area.right());
  if (place.left() < area.left()) place.moveLeft(area.left());
  if (place.bottom() > area.bottom()) place.moveBottom(at.y() - 12);
  QColor ground = t.panel;
  ground.setAlphaF(0.85F);
  painter.fillRect(place, ground);
  painter.setPen(t.text);
  painter.drawText(place, Qt::AlignCenter, mark_name_);
}

ScoreBars::ScoreBars(const ThemeHolder& themes, QWidget* parent) : BarChart(parent), themes_(themes) {
  connect(&themes, &ThemeHolder::changed, this, &ScoreBars::restyle);
}

void ScoreBars::set_scores(const QVector<int>& frames, const QString& name, int right_from) {
  frames_ = frames;
  name_ = name;
  right_from_ = right_from;
  QStringList spoken;
  for (const int n : frames) spoken << QString::number(n);
  setAccessibleName(tr("Frames by %1 from 0 to 1: %2").arg(name, spoken.join(QStringLiteral(", "))));
  restyle();
}

void ScoreBars::restyle() {
  if (frames_.isEmpty()) return;
  const Change all(*this);
  const Theme& t = themes_.theme();
  if (const ChartStyle wanted = chart_style_of(t); !(wanted == style())) set_style(wanted);
  const int most = std::max(*std::max_element(frames_.begin(), frames_.end()), 1);
  ChartAxis x, y;
  x.title = name_;
  y.title = tr("frames");
  y.low = 0;
  y.high = most * 1.12;  // room for the figure above the highest bar
  y.decimals = 0;
  QVector<ChartBar> bars;
  for (qsizetype i = 0; i < frames_.size(); ++i) {
    ChartBar bar;
    bar.name = QString::number(static_cast<double>(i) / static_cast<double>(frames_.size()), 'g', 2);
    bar.value = frames_[i];
    bar.brush = i >= right_from_ ? t.outcome.right : t.outcome.wrong;
    bar.text = to_qt(count_text(frames_[i]));
    bars << bar;
  }
  set_axes(x, y);
  set_bars(bars);
}

namespace {

constexpr int kLabelHead = 30, kLabelRow = 22, kLabelFoot = 22, kThere = 66;

}  // namespace

LabelBars::LabelBars(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void LabelBars::set_labels(const QVector<LabelRow>& labels, int silent) {
  labels_ = labels;
  silent_ = silent;
  QStringList spoken;
  const auto text = [](const std::optional<double>& share) { return share ? to_qt(score_text(*share)) : tr("none"); };
  for (const LabelRow& row : labels)
    spoken << tr("%1: there %2, precision %3, recall %4")
                  .arg(row.name, to_qt(score_text(row.there)), text(row.precision), text(row.recall));
  setAccessibleName(tr("Labels, worst first"));
  setAccessibleDescription(spoken.join(QStringLiteral("; ")));
  setToolTip(
      tr("Precision: of the frames where the label was predicted, the share that has it. Recall: of the frames "
         "that have it, the share where it was predicted."));
  update();
}

int LabelBars::shown() const {
  const int fit = (height() - kLabelHead - kLabelFoot) / kLabelRow;
  return std::clamp(fit, 0, static_cast<int>(labels_.size()));
}

void LabelBars::draw_share(QPainter& painter, const QRect& place, const std::optional<double>& share,
                           bool filled) const {
  const Theme& t = themes_.theme();
  const QRectF room(place.left(), place.center().y() - 4.5, place.width() - 44, 10);
  painter.fillRect(room, t.grid);
  if (share && *share > 0) {
    const QRectF bar(room.left(), room.top(), room.width() * std::clamp(*share, 0.0, 1.0), room.height());
    if (filled) {
      painter.fillRect(bar, t.outcome.right);
    } else {  // told from precision by its outline, not by colour alone
      painter.setPen(QPen(t.outcome.right, 1.5));
      painter.setBrush(Qt::NoBrush);
      painter.drawRect(bar.adjusted(0.75, 0.75, -0.75, -0.75));
    }
  }
  painter.setPen(share ? t.text : t.second);
  painter.drawText(place.adjusted(0, 0, -8, 0), Qt::AlignRight | Qt::AlignVCenter,
                   share ? to_qt(score_text(*share)) : QStringLiteral("–"));
}

void LabelBars::draw_row(QPainter& painter, const LabelRow& row, int y, int names) const {
  const Theme& t = themes_.theme();
  painter.setFont(ui_font());
  painter.setPen(t.text);
  painter.drawText(QRect(12, y, names, kLabelRow), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(row.name, Qt::ElideMiddle, names));
  painter.drawText(QRect(12 + names, y, kThere - 14, kLabelRow), Qt::AlignRight | Qt::AlignVCenter,
                   to_qt(score_text(row.there)));
  const int left = 12 + names + kThere, half = (width() - left) / 2;
  draw_share(painter, {left, y, half, kLabelRow}, row.precision, true);
  draw_share(painter, {left + half, y, half, kLabelRow}, row.recall, false);
  painter.fillRect(QRect(0, y + kLabelRow - 1, width(), 1), t.grid);
}

void LabelBars::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  int names = 40;
  const QFontMetrics metrics(ui_font());
  for (const LabelRow& row : labels_) names = std::max(names, metrics.horizontalAdvance(row.name));
  names = std::min(names + 4, width() / 3);
  const int left = 12 + names + kThere, half = (width() - left) / 2;
  painter.setFont(ui_font(TypeSize::head));
  painter.setPen(t.second);
  painter.drawText(QRect(12, 0, names, kLabelHead), Qt::AlignLeft | Qt::AlignVCenter, tr("Label"));
  painter.drawText(QRect(12 + names, 0, kThere - 14, kLabelHead), Qt::AlignRight | Qt::AlignVCenter, tr("there"));
  painter.drawText(QRect(left, 0, half, kLabelHead), Qt::AlignLeft | Qt::AlignVCenter, tr("precision"));
  painter.drawText(QRect(left + half, 0, half, kLabelHead), Qt::AlignLeft | Qt::AlignVCenter, tr("recall"));
  painter.fillRect(QRect(0, kLabelHead - 1, width(), 1), t.line);
  int y = kLabelHead;
  for (int i = 0; i < shown(); ++i, y += kLabelRow) draw_row(painter, labels_[i], y, names);
  QStringList rest;
  if (const int more = static_cast<int>(labels_.size()) - shown(); more > 0)
    rest << tr("%1 more labels are right more often").arg(more);
  if (silent_ > 0) rest << tr("%1 never there, never predicted").arg(silent_);
  painter.setFont(ui_font(TypeSize::head));
  painter.setPen(t.second);
  painter.drawText(QRect(12, y, width() - 20, kLabelFoot), Qt::AlignLeft | Qt::AlignVCenter,
                   rest.join(QStringLiteral("; ")));
}

AgreementLegend::AgreementLegend(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setFixedHeight(24);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void AgreementLegend::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(t.outcome.right);
  painter.drawEllipse(QPointF(16, 12), 5, 5);
  painter.setBrush(t.outcome.wrong);
  const QPointF at(72, 12);
  painter.drawPolygon(QPolygonF({at + QPointF(0, -6), at + QPointF(6, 0), at + QPointF(0, 6), at + QPointF(-6, 0)}));
  painter.setFont(ui_font(TypeSize::head));
  painter.setPen(t.text);
  painter.drawText(QRect(26, 0, 40, 24), Qt::AlignLeft | Qt::AlignVCenter, tr("right"));
  painter.drawText(QRect(83, 0, 50, 24), Qt::AlignLeft | Qt::AlignVCenter, tr("wrong"));
  painter.setPen(t.second);
  painter.drawText(QRect(132, 0, 100, 24), Qt::AlignLeft | Qt::AlignVCenter, tr("area: frames"));
}

ConfusionView::ConfusionView(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setMinimumSize(160, 140);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void ConfusionView::set_confusion(const Confusion& confusion) {
  confusion_ = confusion;
  update();
}

void ConfusionView::paintEvent(QPaintEvent*) {
  const auto k = confusion_.labels.size();
  if (k == 0) return;
  const Theme& t = themes_.theme();
  QPainter painter(this);
  const QFont font = ui_font(TypeSize::axis);
  painter.setFont(font);
  int names = 0;
  for (const QString& label : confusion_.labels)
    names = std::max(names, painter.fontMetrics().horizontalAdvance(label));
  names = std::min(names, 110);
  const int left = names + 30, top = 40;
  const int cell = std::clamp(
      std::min((width() - left - 16) / static_cast<int>(k), (height() - top - names - 12) / static_cast<int>(k)), 12,
      64);
  painter.setPen(t.second);
  painter.drawText(QRect(12, 8, width() - 24, 18), Qt::AlignLeft | Qt::AlignVCenter,
                   tr("exact by row, predicted by column; share of the row"));
  for (qsizetype i = 0; i < k; ++i) {
    int sum = 0;
    for (qsizetype j = 0; j < k; ++j) sum += confusion_.at(i, j);
    painter.setPen(t.text);
    painter.drawText(QRect(12, top + static_cast<int>(i) * cell, names + 8, cell), Qt::AlignRight | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(confusion_.labels[i], Qt::ElideMiddle, names));
    for (qsizetype j = 0; j < k; ++j) {
      const QRect place(left + static_cast<int>(j) * cell, top + static_cast<int>(i) * cell, cell - 1, cell - 1);
      const int n = confusion_.at(i, j);
      const double share = sum > 0 ? static_cast<double>(n) / sum : 0;
      const QColor fill = n > 0 ? t.ramp_at(share) : t.sunken;
      painter.fillRect(place, fill);
      if (n == 0 || cell < 20) continue;
      painter.setPen(Theme::ink_on(fill));
      painter.drawText(place, Qt::AlignCenter, QString::number(n));
    }
  }
  painter.setPen(t.second);
  for (qsizetype j = 0; j < k; ++j) {
    painter.save();
    painter.translate(left + static_cast<int>(j) * cell + cell / 2.0 + 4, top + static_cast<int>(k) * cell + 6);
    painter.rotate(90);
    painter.drawText(QRect(0, -8, names, 16), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(confusion_.labels[j], Qt::ElideMiddle, names));
    painter.restore();
  }
}

ShareList::ShareList(const ThemeHolder& themes, const QString& title, bool with_counts, QWidget* parent)
    : QWidget(parent), themes_(themes), title_(title), with_counts_(with_counts) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void ShareList::set_rows(const QVector<ShareRow>& rows) {
  rows_ = rows;
  QStringList spoken;
  for (const ShareRow& row : rows) spoken << QStringLiteral("%1: %2").arg(row.name, to_qt(score_text(row.share())));
  setAccessibleName(title_ + QStringLiteral(": ") + spoken.join(QStringLiteral(", ")));
  updateGeometry();
  update();
}

void ShareList::set_marked(const QString& name) {
  if (name == marked_) return;
  marked_ = name;
  update();
}

QSize ShareList::sizeHint() const { return {240, 28 + static_cast<int>(rows_.size()) * 24 + 6}; }

void ShareList::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.setFont(ui_font(TypeSize::head));
  painter.setPen(t.second);
  painter.drawText(QRect(10, 0, width() - 20, 27), Qt::AlignLeft | Qt::AlignVCenter, title_);
  painter.fillRect(QRect(0, 27, width(), 1), t.line);
  int most = 1, names = 20;
  const QFontMetrics metrics(ui_font());
  for (const ShareRow& row : rows_) {
    most = std::max(most, row.frames());
    names = std::max(names, metrics.horizontalAdvance(row.name));
  }
  names = std::min(names + 6, width() / 3);
  const int left = 10 + names + 12, right = width() - 46;
  const int room = right - left - (with_counts_ ? metrics.horizontalAdvance(to_qt(count_text(most))) + 10 : 4);
  int y = 28;
  for (const ShareRow& row : rows_) {
    const bool marked = row.name == marked_;
    if (marked) painter.fillRect(QRect(0, y, width(), 24), t.selection);
    painter.setFont(ui_font());
    painter.setPen(t.text);
    painter.drawText(QRect(10, y, names + 4, 24), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(row.name, Qt::ElideMiddle, names));
    // By value the bar's length tells how many frames; by camera all bars are alike.
    const double length = with_counts_ ? room * static_cast<double>(row.frames()) / most : room;
    const double right_length = length * row.share();
    painter.fillRect(QRectF(left, y + 7, right_length, 10), t.outcome.right);
    painter.fillRect(QRectF(left + right_length, y + 7, length - right_length, 10), t.outcome.wrong);
    if (with_counts_) {
      painter.setPen(t.second);
      painter.drawText(QRectF(left + length + 6, y, 60, 24), Qt::AlignLeft | Qt::AlignVCenter,
                       to_qt(count_text(row.frames())));
    }
    painter.setFont(ui_font(TypeSize::text, marked));
    painter.setPen(t.text);
    painter.drawText(QRect(right, y, width() - right - 10, 24), Qt::AlignRight | Qt::AlignVCenter,
                     to_qt(score_text(row.share())));
    painter.fillRect(QRect(0, y + 23, width(), 1), t.grid);
    y += 24;
  }
}

}  // namespace mlink::ui
